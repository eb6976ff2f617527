"""Theorems: results are linked, numbers are consecutive, nobody honest equivocates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.transition import loop, opaque
from hollowbeam.kernel.vocabulary import NOBODY, Address, Identity, Nat, ProcessId, Root
from hollowbeam.protocol.commitments import (
    Assignment,
    Result,
    Status,
    assignment_hash,
    identity_of,
    result_hash,
)
from hollowbeam.protocol.dre.attestations import conflict
from hollowbeam.protocol.dre.branches import branch_off
from hollowbeam.protocol.dre.chain import Charter, Left, advance, born, kept, number, result_of
from hollowbeam.protocol.dre.conclusion import Conclusion, conclude
from hollowbeam.protocol.dre.facts import Answer, Facts, Purpose, Rules
from hollowbeam.protocol.dre.invariants import is_empty_before_birth, is_within_quota
from hollowbeam.protocol.dre.spawning import spawned_id
from hollowbeam.protocol.dre.state import Kernel, Life
from hollowbeam_models.theorem import assume, both, every, implies, ite, negate, prove, theorem
from hollowbeam_models.theorems.dre.words import attempt_of


@theorem("THM-DRE-20", clauses=("DRE-24",), about=(advance, result_of), acceptance=True)
def results_are_linked(
    kernel: Kernel,
    assignment: Assignment,
    done: Conclusion,
    left: Left,
    sent: Map[Address, Nat],
) -> None:
    """A result names its assignment and the result before it, and is the next head."""
    step = advance(kernel, assignment, done, left, sent)
    result, after = step.out, step.state
    prove(result.previous == kernel.results, "it names the one before it")
    prove(result.assignment == assignment_hash(assignment), "it names its assignment")
    prove(after.results == result_hash(result), "it is the next head")
    prove(after.log == result.assignment, "the log goes on from its assignment")
    prove(both(after.height == assignment.height, after.term == assignment.term), "so far it is")
    own = both(result.network == assignment.network, result.process == assignment.process)
    prove(both(own, result.term == assignment.term), "it is of this process")
    prove(result.module == kernel.module, "it names the code")
    told = both(result.status == done.status, result.reason == done.reason)
    prove(told, "it says what became of the message")
    paid = both(result.spent == done.funding.spent, result.refunded == done.funding.refunded)
    prove(paid, "it says what became of the budget")
    prove(both(result.state_root == left.state, after.state == left.state), "it names the state")
    outbox = both(result.outbox_root == left.outbox_root, result.outbox_size == left.outbox_size)
    prove(outbox, "it names the outbox")
    prove(result.gas == 0, "Python has no gas")
    prove(after.spawned == kernel.spawned + done.spawns, "spawns are counted")


@theorem("THM-DRE-21", clauses=("DRE-24",), about=(advance,), acceptance=True)
def a_head_fixes_all_before_it(
    kernel: Kernel,
    other: Kernel,
    assignment: Assignment,
    another: Assignment,
    done: Conclusion,
    otherwise: Conclusion,
    left: Left,
    sent: Map[Address, Nat],
) -> None:
    """Two chains with one head have the same last result, and the same head before it."""
    one = advance(kernel, assignment, done, left, sent)
    two = advance(other, another, otherwise, left, sent)
    if one.state.results == two.state.results:
        prove(result_hash(one.out) == result_hash(two.out), "one hash")
        prove(kernel.results == other.results, "one chain before it")
        prove(assignment_hash(assignment) == assignment_hash(another), "one assignment")
        prove(done.status == otherwise.status, "one status")
        prove(done.reason == otherwise.reason, "one reason")


@dataclass(frozen=True, slots=True)
class Numbering:
    """A ghost: how many of ``length`` messages are numbered, and which numbers they have."""

    length: Nat
    count: Nat
    sent: Map[Address, Nat]
    taken: Map[tuple[Address, Nat], Nat]


@opaque()
def target_at(index: Nat) -> Address:
    """Say to whom the emission at an index goes: anyone."""
    return Address(f"target {index % 3}")


def number_next(state: Numbering) -> Numbering:
    """Number one more message as the shipped function does, and note its number."""
    target = target_at(state.count)
    sent, sequence = number(state.sent, target)
    key = (target, sequence)
    taken = state.taken.set(key, Nat(state.taken.get(key) + 1))
    return replace(state, count=Nat(state.count + 1), sent=sent, taken=taken)


def each_once(state: Numbering) -> Callable[[tuple[Address, Nat], Nat], Any]:
    """Say of a number: it is given once if it lies below its target's counter, else never."""

    def holds(key: tuple[Address, Nat], count: Nat) -> Any:
        target, sequence = key
        return count == ite(sequence < state.sent.get(target), Nat(1), Nat(0))

    return holds


@theorem("THM-DRE-22", clauses=("DRE-23",), about=(number,), acceptance=True)
def numbers_are_consecutive(before: Numbering, key: tuple[Address, Nat]) -> None:
    """However many messages are numbered, each target's numbers are consecutive, each given once.

    A number is taken exactly if it is below the counter of its target, and then by one message.
    """
    target, sequence = key
    assume(before.count == 0)
    assume(every(before.taken, each_once(before)))
    after = loop(
        before,
        guard=lambda state: state.count < state.length,
        step=number_next,
        invariant=lambda state: [
            ("each number once, and none left out", every(state.taken, each_once(state)))
        ],
        variant=lambda state: Nat(max(state.length - state.count, 0)),
    )
    below = sequence < after.sent.get(target)
    count = after.taken.get(key)
    prove(implies(below, count == 1), "each number once")
    prove(implies(negate(below), count == 0), "none beyond the counter")


@theorem("THM-DRE-23", clauses=("DRE-23",), about=(number,), acceptance=True)
def numbering_touches_one_target(sent: Map[Address, Nat], target: Address, other: Address) -> None:
    """A message takes the number of its target's counter, which rises by one; no other does."""
    after, sequence = number(sent, target)
    prove(sequence == sent.get(target), "it has the next number")
    prove(after.get(target) == sequence + 1, "the counter rises by one")
    if other != target:
        prove(after.get(other) == sent.get(other), "no other counter moves")


@theorem("THM-DRE-24", clauses=("DRE-25",), about=(conflict,), acceptance=True)
def only_two_results_of_one_assignment_conflict(one: Result, other: Result) -> None:
    """Two results conflict exactly if they are of one assignment and differ.

    So who evaluates another assignment of the slot after a takeover convicts nobody.
    """
    guilty = conflict(one, other)
    of_one = one.assignment == other.assignment
    prove(guilty == both(of_one, negate(one == other)), "of one assignment, and different anywhere")
    prove(negate(conflict(one, one)), "no result conflicts with itself")
    prove(guilty == conflict(other, one), "whichever comes first")
    told = both(one.status == other.status, one.state_root == other.state_root)
    same = both(one.assignment == other.assignment, negate(told))
    prove(implies(same, guilty), "a result that says otherwise convicts")


@theorem("THM-DRE-25", clauses=("DRE-25", "DRE-24"), about=(result_of,), acceptance=True)
def an_honest_evaluator_never_equivocates(
    kernel: Kernel,
    assignment: Assignment,
    another: Assignment,
    done: Conclusion,
    otherwise: Conclusion,
    left: Left,
) -> None:
    """Who evaluates an assignment again from the same state never conflicts with themselves.

    Nor do results of two assignments of one slot, however different what they say.
    """
    once = result_of(kernel, assignment, done, left)
    again = result_of(kernel, assignment, done, left)
    prove(negate(conflict(once, again)), "again is the same")
    if assignment.digest != another.digest:
        moved = result_of(kernel, another, otherwise, left)
        prove(negate(conflict(once, moved)), "another assignment is another matter")


@theorem("THM-DRE-26", clauses=("DRE-30",), about=(branch_off,), rejects=(Reason.STALE_BRANCH,))
def a_branch_never_uses_an_identity_again(
    kernel: Kernel,
    latest: Nat,
    branch: Nat,
    earlier: Nat,
    target: Address,
    sequence: Nat,
    later: Nat,
    bounce: Identity,
    rules: Rules,
) -> None:
    """A new branch counts from 0 and gives no identity that an earlier branch could have given.

    All else is as it was after the last good result: INV-DRE-1 and INV-DRE-2 are kept.
    """
    assume(both(kernel.branch <= latest, earlier <= latest))
    assume(both(is_within_quota(kernel, rules), is_empty_before_birth(kernel)))
    after = branch_off(kernel, latest, branch).state
    prove((after.branch == branch) & (branch > kernel.branch), "it is later")
    prove(after.sent.get(target) == 0, "it counts from 0")
    old = identity_of(kernel.network, kernel.process, earlier, target, sequence)
    new = identity_of(after.network, after.process, after.branch, target, later)
    prove(old != new, "no identity is used again")
    kept = both(after.state == kernel.state, after.log == kernel.log)
    prove(both(kept, after.slot == kernel.slot), "state and log stay")
    prove(after.results == kernel.results, "the good results stay")
    held = after.parked.get(bounce)
    prove(held == kernel.parked.get(bounce), "what is parked waits on")
    prove(both(after.spawned == kernel.spawned, after.life == kernel.life), "its offspring, too")
    gate = both(after.minimum_stake == kernel.minimum_stake, after.guarantee == kernel.guarantee)
    prove(both(after.module == kernel.module, gate), "it is what it was")
    prove(both(is_within_quota(after, rules), is_empty_before_birth(after)), "INV-DRE-1, INV-DRE-2")


@theorem("THM-DRE-27", clauses=("DRE-28",), about=(spawned_id,), acceptance=True)
def spawned_ids_are_distinct(
    network: str, source: ProcessId, branch: Nat, number: Nat, other: ProcessId, another: Nat
) -> None:
    """No two spawns give one id, and no message to anybody has it as its identity."""
    one = spawned_id(network, source, branch, number)
    two = spawned_id(network, other, branch, another)
    if one == two:
        prove(both(source == other, number == another), "one spawn")
    target = Address(other)
    assume(target != NOBODY)
    sent = identity_of(network, source, branch, target, another)
    prove(one != ProcessId(sent), "no message's identity")


@theorem("THM-DRE-28", clauses=("DRE-10", "DRE-18", "DRE-27"), about=(born,), acceptance=True)
def a_process_is_born_once(
    kernel: Kernel,
    facts: Facts,
    rules: Rules,
    answer: Answer,
    errs: bool,
    charter: Charter,
) -> None:
    """A process is made by the one Spawn that took effect, and is never another again.

    What it spawns itself stays within the quota.
    """
    assume(kernel.spawned <= rules.spawn_quota)
    done = conclude(kernel, facts, rules, attempt_of(answer, errs))
    after = born(kernel, facts, done, charter)
    if kernel.life == Life.BORN:
        same = both(after.module == kernel.module, after.guarantee == kernel.guarantee)
        stays = both(after.scheduler == kernel.scheduler, after.relayer == kernel.relayer)
        prove(both(same, stays), "it stays what it is")
        prove(after.minimum_stake == kernel.minimum_stake, "its gate stays")
        prove(after.life == Life.BORN, "it lives")
    else:
        spawns = both(facts.purpose == Purpose.SPAWN, done.status == Status.OK)
        prove((after.life == Life.BORN) == spawns, "a Spawn that takes effect makes it")
        prove(implies(done.status == Status.OK, spawns), "nothing else takes effect before")
        made = both(after.module == charter.module, after.guarantee == charter.guarantee)
        gate = both(made, after.minimum_stake == charter.minimum_stake)
        named = both(after.scheduler == charter.scheduler, after.relayer == charter.relayer)
        prove(implies(spawns, both(gate, named)), "as its Spawn says")
    prove(kernel.spawned + done.spawns <= rules.spawn_quota, "within the quota")


@theorem(
    "THM-DRE-29", clauses=("DRE-18", "DRE-9", "DRE-15"), about=(born, advance), acceptance=True
)
def every_slot_keeps_the_invariants(
    kernel: Kernel,
    facts: Facts,
    rules: Rules,
    done: Conclusion,
    charter: Charter,
    assignment: Assignment,
    proposed: Root,
    sent: Map[Address, Nat],
) -> None:
    """Spawns stay within the quota, and before its Spawn a process stays empty.

    Of the verdict is assumed what THM-DRE-2 and THM-DRE-28 say of it, and that no Spawn spawns.
    """
    assume(both(is_within_quota(kernel, rules), is_empty_before_birth(kernel)))
    is_right, spawns = done.status == Status.OK, facts.purpose == Purpose.SPAWN
    assume(implies(negate(both(is_right, negate(spawns))), done.spawns == 0))
    assume(kernel.spawned + done.spawns <= rules.spawn_quota)
    assume(implies(both(is_right, kernel.life == Life.UNBORN), spawns))
    left = Left(kept(kernel.state, proposed, done), Root("an outbox"), Nat(0))
    after = advance(born(kernel, facts, done, charter), assignment, done, left, sent).state
    prove(is_within_quota(after, rules), "within the quota")
    prove(is_empty_before_birth(after), "empty before birth")
