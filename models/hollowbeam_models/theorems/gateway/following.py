"""Theorems: a followed log is a chain, and depends on nothing but the verified entries."""

from __future__ import annotations

from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import Address, Nat
from hollowbeam.protocol.commitments import Assignment, assignment_hash
from hollowbeam.protocol.gateway.follower import extend, governs
from hollowbeam.protocol.gateway.state import (
    Follower,
    HeadKey,
    TermStatus,
    Verdict,
)
from hollowbeam_models.theorem import assume, both, implies, prove, rejection_of, theorem

ENTRY_REASONS = (
    Reason.UNKNOWN_TERM,
    Reason.NOT_HOST,
    Reason.FENCED,
    Reason.CONFLICTING_ASSIGNMENT,
    Reason.BROKEN_CHAIN,
)
"""Why an assignment is refused."""


@theorem(
    "THM-GTW-2",
    clauses=("GTW-4", "GTW-5", "GTW-6", "GTW-8", "GTW-9"),
    about=(extend, governs),
    rejects=ENTRY_REASONS,
)
def a_log_grows_by_one_link_of_its_host(
    state: Follower, assignment: Assignment, signer: Address, other: HeadKey
) -> None:
    """A log grows only by the next slot, whose assignment names its head and is of the term's host.

    No other head changes, and no other log.
    """
    step = extend(state, assignment, signer)
    after, process, slot = step.state, assignment.process, assignment.slot
    before, now = state.tails.get(process), after.tails.get(process)
    term = state.terms.get((process, assignment.term))
    prove(term.status != TermStatus.UNKNOWN, "the term is known")
    prove((signer == term.host) & (term.start <= slot), "its host signed, from its start on")
    prove((term.status != TermStatus.CLOSED) | (slot < term.end), "and before its end")
    if step.out.verdict == Verdict.NEXT:
        head = assignment_hash(assignment)
        prove(both(slot == before.slots, now.slots == slot + 1), "the next slot")
        prove(assignment.previous == state.heads.get((process, slot)), "it names the head")
        prove(after.heads.get((process, Nat(slot + 1))) == head, "its hash is the new head")
        if other != (process, Nat(slot + 1)):
            prove(after.heads.get(other) == state.heads.get(other), "other heads stay")
        if other[0] != process:
            prove(after.tails.get(other[0]) == state.tails.get(other[0]), "other logs stay")
    else:
        prove(both(after.tails == state.tails, after.heads == state.heads), "else nothing changes")
    prove(both(after.terms == state.terms, after.survivors == state.survivors), "told by others")


@theorem(
    "THM-GTW-3",
    clauses=("GTW-7", "GTW-10"),
    about=(extend,),
    rejects=ENTRY_REASONS,
)
def a_slot_has_one_assignment(
    state: Follower, assignment: Assignment, other: Assignment, signer: Address, key: HeadKey
) -> None:
    """Of two assignments of a slot at most one is accepted; the same one again changes nothing."""
    assume(both(assignment.process == other.process, assignment.slot == other.slot))
    first = extend(state, assignment, signer)
    if first.out.verdict == Verdict.GAP:
        return
    if first.out.verdict == Verdict.DUPLICATE:
        prove(first.state.tails == state.tails, "a duplicate leaves the log as it is")
    again = extend(first.state, assignment, signer)
    prove(again.out.verdict == Verdict.DUPLICATE, "the same again is a duplicate")
    prove(again.state.tails.get(key[0]) == first.state.tails.get(key[0]), "no log changes")
    prove(again.state.heads.get(key) == first.state.heads.get(key), "no head changes")
    refusal = rejection_of(extend, first.state, other, signer)
    if refusal is None:
        same = assignment_hash(assignment) == assignment_hash(other)
        prove(same, "another one is never accepted")
    elif other.term == assignment.term:
        prove(refusal == Reason.CONFLICTING_ASSIGNMENT, "it is refused as conflicting")


@theorem("THM-GTW-4", clauses=("GTW-11",), about=(extend,), rejects=ENTRY_REASONS)
def a_gap_is_named(state: Follower, assignment: Assignment, signer: Address) -> None:
    """An entry beyond the next slot is a gap, and exactly that; what is missing is named."""
    before = state.tails.get(assignment.process)
    step = extend(state, assignment, signer)
    is_gap = step.out.verdict == Verdict.GAP
    prove(is_gap == (assignment.slot > before.slots), "beyond the next slot, and exactly there")
    prove(step.out.first == before.slots, "the first slot that is missing")
    prove(step.out.until == assignment.slot, "and the first that is not")
    after = step.state
    prove(
        implies(is_gap, both(after.tails == state.tails, after.heads == state.heads)),
        "nothing is jumped over",
    )


@theorem(
    "THM-GTW-5",
    clauses=("GTW-9", "GTW-10"),
    about=(extend,),
    rejects=ENTRY_REASONS,
)
def duplicates_make_no_difference(
    state: Follower,
    seen: Assignment,
    seen_by: Address,
    entry: Assignment,
    entry_by: Address,
    key: HeadKey,
) -> None:
    """Of two followers one saw an entry again, before or after another one: they end equal."""
    duplicate = extend(state, seen, seen_by)
    assume(duplicate.out.verdict == Verdict.DUPLICATE)
    one = extend(state, entry, entry_by)
    early = extend(duplicate.state, entry, entry_by)
    late = extend(one.state, seen, seen_by)
    prove(early.out.verdict == one.out.verdict, "the entry is the same to both")
    prove(late.out.verdict == Verdict.DUPLICATE, "what was seen stays seen")
    for other in (early.state, late.state):
        prove(other.tails.get(key[0]) == one.state.tails.get(key[0]), "the logs are equal")
        prove(other.heads.get(key) == one.state.heads.get(key), "the heads are equal")


@theorem("THM-GTW-6", clauses=("GTW-9", "GTW-11"), about=(extend,), rejects=ENTRY_REASONS)
def backfill_closes_a_gap(
    state: Follower, far: Assignment, missing: Assignment, signer: Address, other: Address
) -> None:
    """Each missing entry makes a gap smaller by one; after the last one the entry itself is next.

    Nothing else makes it smaller, so it closes after exactly as many entries as are missing.
    """
    assume(far.process == missing.process)
    gap = extend(state, far, signer)
    assume(gap.out.verdict == Verdict.GAP)
    filled = extend(gap.state, missing, other)
    again = rejection_of(extend, filled.state, far, signer)
    left = filled.state.tails.get(far.process).slots
    if filled.out.verdict == Verdict.NEXT:
        prove(left == gap.out.first + 1, "one less is missing")
        if left < far.slot:
            prove(extend(filled.state, far, signer).out.first == left, "the rest is named")
        elif far.previous == assignment_hash(missing):
            survivor = filled.state.survivors.get((far.process, Nat(far.slot + 1)))
            refused = (survivor != "") & (survivor != assignment_hash(far))
            prove((again is None) | refused, "then the entry is next")
    else:
        prove(left == gap.out.first, "nothing else fills it")


@theorem(
    "THM-GTW-7",
    clauses=("GTW-8", "GTW-9"),
    about=(extend,),
    rejects=ENTRY_REASONS,
)
def equal_heads_mean_equal_logs(
    one: Follower, other: Follower, here: Assignment, there: Assignment, signer: Address
) -> None:
    """Two followers whose heads are equal took the same assignment and had equal heads before.

    So, slot by slot, equal heads mean equal logs, whatever way the entries came.
    """
    assume(both(here.process == there.process, here.slot == there.slot))
    first, second = extend(one, here, signer), extend(other, there, signer)
    assume(both(first.out.verdict == Verdict.NEXT, second.out.verdict == Verdict.NEXT))
    after = (here.process, Nat(here.slot + 1))
    before = (here.process, here.slot)
    if first.state.heads.get(after) == second.state.heads.get(after):
        prove(both(here.message == there.message, here.digest == there.digest), "one message")
        prove(one.heads.get(before) == other.heads.get(before), "one head before it")
