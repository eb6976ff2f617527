"""What a receiver demands of a result before it acts on it: four guarantees over evidence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, unique

from hollowbeam.kernel.transition import implements
from hollowbeam.kernel.vocabulary import Nat, ResultHash


@unique
class Guarantee(StrEnum):
    """Which evidence a process demands of the results that it acts on."""

    ATTESTED = "ATTESTED"
    QUORUM = "QUORUM"
    FINAL = "FINAL"
    REPLAYED = "REPLAYED"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a node knows of a result, at the anchor at which it asks.

    ``attested``: the evaluator that hosts the source in the result's term signed it. ``endorsed``
    counts the members of the source's committee that signed it, of which ``quorum`` are demanded.
    ``published`` is the height at which snapshot, results and messages of its segment were all
    confirmed, zero if they are not; ``window`` the length of the challenge window, ``challenged``
    whether a challenge of it is open. ``replayed`` is the result that the node has itself at this
    slot after folding the source's log, empty if it does not fold it. ``convicted``: it was proved
    wrong.
    """

    result: ResultHash
    height: Nat
    attested: bool
    endorsed: Nat
    quorum: Nat
    published: Nat
    window: Nat
    challenged: bool
    replayed: ResultHash
    convicted: bool


@implements("DRE-31")
def is_attested(evidence: Evidence) -> bool:
    """Say whether the host's evaluator answers for the result."""
    return evidence.attested


@implements("DRE-31")
def has_quorum(evidence: Evidence) -> bool:
    """Say whether enough of the committee answers for the result; none is never enough."""
    return (evidence.quorum >= 1) & (evidence.endorsed >= evidence.quorum)


@implements("DRE-31")
def is_final(evidence: Evidence) -> bool:
    """Say whether the challenge window passed, with no challenge open."""
    is_published = evidence.published >= 1
    is_past = evidence.height > evidence.published + evidence.window
    return is_published & is_past & (evidence.challenged == False)  # noqa: E712 - may be symbolic


@implements("DRE-31")
def is_replayed(evidence: Evidence) -> bool:
    """Say whether the node's own fold of the log gives this very result."""
    return evidence.replayed == evidence.result


@implements("DRE-31", "DRE-32")
def meets(guarantee: Guarantee, evidence: Evidence) -> bool:
    """Say whether a result may be acted on under a guarantee; a convicted one never may."""
    if evidence.convicted:
        return False
    if guarantee == Guarantee.ATTESTED:
        return is_attested(evidence)
    if guarantee == Guarantee.QUORUM:
        return has_quorum(evidence)
    if guarantee == Guarantee.FINAL:
        return is_final(evidence)
    return is_replayed(evidence)
