"""A relayer between the bytes that it is shown and its transitions: what it takes up and does."""

from __future__ import annotations

from typing import Any

from hollowbeam.kernel.actor import BOUNCE
from hollowbeam.kernel.transition import Step, implements
from hollowbeam.kernel.vocabulary import Address
from hollowbeam.protocol.commitments import signer_of
from hollowbeam.protocol.relayer.duties import deliver, due
from hollowbeam.protocol.relayer.envelope import Relay, claims_of
from hollowbeam.protocol.relayer.learning import learn
from hollowbeam.protocol.relayer.state import Deliver, Learn, RelayerState, Way


def learned(relay: Relay, network: str, host: Address) -> Learn:
    """Reduce a relay that a relayer could bring to what it asks before it takes it up.

    ``host`` is who may attest the result (``attester``).
    """
    message, result = relay.message, relay.attestation.result
    return Learn(
        claims=claims_of(relay, network, message.target),
        source=message.source,
        branch=message.branch,
        target=message.target,
        sequence=message.sequence,
        evaluator=signer_of(relay.attestation.signature),
        host=host,
        slot=result.slot,
        assignment=result.assignment,
        is_bounce=message.action == BOUNCE,
        budget=message.budget,
    )


def take_up(state: RelayerState, relay: Relay, network: str, host: Address) -> Step[RelayerState]:
    """Take up the message of a relay.

    Rejects: as ``learn``.
    """
    return learn(state, learned(relay, network, host))


@implements("RLY-37")
def do_what_is_due(state: RelayerState) -> Step[RelayerState]:
    """Do all that is due at the present height; of one pair, that is one message at most.

    The order is that of source, branch and target: ids as text, numbers as numbers.
    """
    effects: tuple[Any, ...] = ()
    for key in sorted(key for key, _ in state.deliveries.items()):
        if due(state, key) is not Way.NOTHING:
            done = deliver(state, Deliver(*key))
            state, effects = done.state, (*effects, *done.effects)
    return Step(state, effects)
