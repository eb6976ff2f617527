"""Theorems: a relay takes effect once, in sequence, and only from what will survive.

A log that was taken over by another host is a shorter log of the same lane, and its counters are
those of what it holds. So what is proved of every log is proved across takeovers, too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from hollowbeam.kernel.actor import Kind
from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.merkle import is_place
from hollowbeam.kernel.transition import Step
from hollowbeam.kernel.vocabulary import ZERO, Nat
from hollowbeam.protocol.relayer.admission import (
    Facts,
    Pair,
    Received,
    admit,
    check_evaluator,
    check_source,
    next_after,
)
from hollowbeam.protocol.relayer.envelope import Claims, check
from hollowbeam.protocol.relayer.state import RelayKey
from hollowbeam_models.theorem import (
    assume,
    both,
    implies,
    ite,
    negate,
    prove,
    rejection_of,
    theorem,
)

CHECKED = (
    Reason.NOT_RELAYABLE,
    Reason.WRONG_NETWORK,
    Reason.FOREIGN_LEAF,
    Reason.MISDIRECTED,
    Reason.NOT_INCLUDED,
    Reason.UNATTESTED,
)
SOURCED = (
    Reason.NOT_EVALUATOR,
    Reason.NOT_DURABLE,
    Reason.ABANDONED,
    Reason.NOT_GUARANTEED,
)
SEQUENCED = (Reason.ALREADY_RELAYED, Reason.OUT_OF_SEQUENCE)
CORE = (check, check_evaluator, check_source, admit, next_after)


@dataclass(frozen=True, slots=True)
class Wire:
    """Two ends of all pairs: what sources emitted, what a log holds, what took effect there."""

    emitted: Map[Pair, Nat]
    received: Received
    effects: Map[RelayKey, Nat]


def pair_of(facts: Facts) -> Pair:
    """Give the pair of a relay."""
    return (facts.source, facts.branch, facts.target)


def key_of(facts: Facts) -> RelayKey:
    """Give the message of a relay."""
    return (facts.source, facts.branch, facts.target, facts.sequence)


def takes_effect_once(wire: Wire, key: RelayKey) -> bool:
    """Say that exactly the messages below the next of their pair took effect, each once."""
    source, branch, target, sequence = key
    done = sequence < wire.received.get((source, branch, target))
    expected: Nat = ite(done, 1, 0)
    return wire.effects.get(key) == expected


def is_never_ahead(wire: Wire, pair: Pair) -> bool:
    """Say that a log holds no more of a pair than its source emitted."""
    return wire.received.get(pair) <= wire.emitted.get(pair)


def bring(wire: Wire, facts: Facts) -> Wire:
    """Bring a relay to a log; what is admitted takes effect."""
    received = admit(wire.received, facts)
    key = key_of(facts)
    effects = wire.effects.set(key, Nat(wire.effects.get(key) + 1))
    return Step(replace(wire, received=received, effects=effects)).state


def is_proven(claims: Claims) -> bool:
    """Say that a relay shows all that it must."""
    holds: bool = both(
        claims.kind == Kind.PROCESS,
        claims.on_network,
        claims.of_source,
        claims.to_target,
        claims.included,
        claims.attested,
    )
    return holds


def is_admissible(facts: Facts) -> bool:
    """Say that a relay is proven, and of a result that survives and is good enough."""
    evidence = facts.evidence
    holds: bool = both(
        is_proven(facts.claims),
        facts.evaluator == evidence.host,
        evidence.durable,
        facts.assignment == evidence.surviving,
        evidence.guaranteed,
    )
    return holds


@theorem(
    "THM-RLY-1",
    clauses=("RLY-14", "RLY-15", "RLY-16"),
    about=(admit, next_after),
    rejects=(*CHECKED, *SOURCED, *SEQUENCED),
)
def a_relay_takes_effect_once_and_in_sequence(wire: Wire, facts: Facts, other: RelayKey) -> None:
    """Whoever brings it and however often, a message takes effect at most once on its branch.

    Then all before it have taken effect, and none after it; the log is never ahead of the source.
    """
    pair, key = pair_of(facts), key_of(facts)
    somewhere: Pair = (other[0], other[1], other[2])
    assume(takes_effect_once(wire, other) & takes_effect_once(wire, key))
    assume(is_never_ahead(wire, pair) & is_never_ahead(wire, somewhere))
    # What is in an attested outbox was emitted: room dre numbers it.
    assume(implies(is_proven(facts.claims), facts.sequence < wire.emitted.get(pair)))
    after = bring(wire, facts)
    prove((wire.effects.get(key) == 0) & (after.effects.get(key) == 1), "exactly once")
    prove(takes_effect_once(after, other), "every other message, too")
    prove(is_never_ahead(after, somewhere), "never ahead of the source")
    if somewhere == pair:
        earlier = implies(other[3] < facts.sequence, after.effects.get(other) == 1)
        prove(earlier, "all before it took effect")
        later = implies(other[3] > facts.sequence, after.effects.get(other) == 0)
        prove(later, "none after it did")
    else:
        same = after.received.get(somewhere) == wire.received.get(somewhere)
        prove(same, "other pairs and branches count apart")


@theorem(
    "THM-RLY-2",
    clauses=("RLY-14",),
    about=(next_after,),
    rejects=(*CHECKED, *SOURCED, *SEQUENCED),
)
def a_relay_that_is_raced_or_retried_is_refused(
    received: Received, first: Facts, second: Facts
) -> None:
    """Of two relayers that bring one message, whoever comes later is refused, as is a retry."""
    assume(key_of(first) == key_of(second))
    after = admit(received, first)
    refusal = rejection_of(admit, after, second)
    prove(refusal is not None, "refused")
    if is_admissible(second):
        prove(refusal == Reason.ALREADY_RELAYED, "as relayed before")


@theorem("THM-RLY-3", clauses=("RLY-16",), about=CORE, acceptance=True)
def the_next_relay_is_always_admissible(received: Received, facts: Facts) -> None:
    """A proven relay of a durable slot that meets the guarantee is admitted when it is the next."""
    assume(is_admissible(facts))
    assume(facts.sequence == received.get(pair_of(facts)))
    after = admit(received, facts)
    prove(after.get(pair_of(facts)) == facts.sequence + 1, "admitted and counted")


@theorem(
    "THM-RLY-4",
    clauses=("RLY-10", "RLY-11", "RLY-12", "RLY-13"),
    about=(check_evaluator, check_source),
    rejects=(*CHECKED, *SOURCED, *SEQUENCED),
)
def only_what_survives_is_relayed(received: Received, facts: Facts) -> None:
    """What a log admits comes from a durable slot, by the result that its host signed for it."""
    admit(received, facts)
    evidence = facts.evidence
    prove(evidence.durable, "the slot is durable")
    prove(facts.assignment == evidence.surviving, "with the assignment of the result")
    prove(facts.evaluator == evidence.host, "its host attests")
    prove(evidence.guaranteed, "the guarantee is met")


@theorem(
    "THM-RLY-5",
    clauses=("RLY-4", "RLY-5", "RLY-6", "RLY-7", "RLY-8", "RLY-9"),
    about=(check,),
    rejects=CHECKED,
)
def nothing_unproven_passes(claims: Claims) -> None:
    """A relay passes exactly if it shows all that it must."""
    refusal = rejection_of(check, claims)
    prove((refusal is None) == is_proven(claims), "exactly the proven pass")
    check(claims)


@theorem("THM-RLY-6", clauses=("RLY-8",), about=(is_place,))
def an_empty_outbox_has_no_place(index: Nat, size: Nat) -> None:
    """An outbox has the places below its size, an empty one none: no proof of inclusion begins."""
    prove(negate(is_place(index, ZERO)), "an empty outbox has no place")
    prove(is_place(index, size) == (index < size), "any other has those below its size")
