"""What a node knows of the source of a relay, from Arweave alone and up to an anchor."""

from __future__ import annotations

from hollowbeam.kernel.vocabulary import Nat, ProcessId, ResultHash
from hollowbeam.protocol.commitments import result_hash
from hollowbeam.protocol.dre import guarantees
from hollowbeam.protocol.relayer.envelope import Relay
from hollowbeam.protocol.sequencer.durable import known_from
from hollowbeam.protocol.sequencer.reading import Known
from hollowbeam_models.network.chronicle import routes_of
from hollowbeam_models.network.world import World


def known_at(world: World, height: Nat) -> Known:
    """Give what a host knows of a relay's source by the anchor at a height."""
    routes = routes_of(world.routes)

    def is_guaranteed(relay: Relay) -> bool:
        return meets_guarantee(world, relay)

    return known_from(world.chronicle.durable[height], routes, is_guaranteed)


def meets_guarantee(world: World, relay: Relay) -> bool:
    """Say whether a result meets what its target demands of it.

    The node replays every source, so it has a result of its own to compare with. That the evaluator
    may attest is asked before (RLY-10); nobody here signs for a committee or publishes segments.
    """
    result = relay.attestation.result
    slots = world.chronicle.slots(result.process)
    own = result_hash(slots[result.slot].result) if result.slot < len(slots) else ResultHash("")
    evidence = guarantees.Evidence(
        result=result_hash(result),
        height=world.confirmed,
        attested=True,
        endorsed=Nat(0),
        quorum=Nat(0),
        published=Nat(0),
        window=Nat(0),
        challenged=False,
        replayed=own,
        convicted=False,
    )
    demanded = world.chronicle.guarantee(ProcessId(relay.message.target))
    return guarantees.meets(demanded, evidence)
