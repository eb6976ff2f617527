"""An evaluator of one process: its state, the results that it gave, and its snapshots.

State, result and cursor change together, in one value; so a crash leaves all of them or none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from hollowbeam.kernel.errors import Reason, Rejection, require
from hollowbeam.kernel.transition import Step, implements
from hollowbeam.kernel.vocabulary import Nat, ProcessId
from hollowbeam.protocol.commitments import Entry, OutboxMessage, Result
from hollowbeam.protocol.dre.branches import continue_from
from hollowbeam.protocol.dre.evaluation import Modules, evaluate
from hollowbeam.protocol.dre.facts import Context
from hollowbeam.protocol.dre.snapshots import Snapshot, is_due, restore, take
from hollowbeam.protocol.dre.state import ProcessState, start_process


@dataclass(frozen=True, slots=True)
class Evaluator:
    """A process as far as it was evaluated.

    ``results`` and ``outboxes`` are those of the slots from ``first`` on. ``snapshots`` are in the
    order of their slots; one is taken every ``interval`` slots, at least 1. ``latest`` is the last
    branch under which it went on, though it may have gone back before it since.
    """

    state: ProcessState
    interval: Nat
    first: Nat
    results: tuple[Result, ...]
    outboxes: tuple[tuple[OutboxMessage, ...], ...]
    snapshots: tuple[Snapshot, ...]
    latest: Nat


def begin(network: str, process: ProcessId, interval: Nat) -> Evaluator:
    """Begin before slot 0, where there is nothing to know."""
    return resume(take(start_process(network, process)), interval)


def resume(snapshot: Snapshot, interval: Nat) -> Evaluator:
    """Begin at a snapshot that somebody else took; earlier results are with them."""
    kernel = snapshot.kernel
    return Evaluator(
        restore(snapshot), interval, kernel.slot, (), (), (snapshot,), latest=kernel.branch
    )


@implements("DRE-26")
def proceed(
    evaluator: Evaluator, entry: Entry, modules: Modules, context: Context
) -> Step[Evaluator]:
    """Evaluate the next entry, and take a snapshot if one is due.

    Rejects: as ``evaluate``.
    """
    step = evaluate(evaluator.state, entry, modules, context)
    snapshots, slot = evaluator.snapshots, step.state.kernel.slot
    if is_due(slot, snapshots[-1].kernel.slot, evaluator.interval):
        snapshots = (*snapshots, take(step.state))
    after = replace(
        evaluator,
        state=step.state,
        results=(*evaluator.results, step.out),
        outboxes=(*evaluator.outboxes, step.effects),
        snapshots=snapshots,
    )
    return Step(after, effects=step.effects, out=step.out)


@implements("DRE-34")
def try_out(
    evaluator: Evaluator, entry: Entry, modules: Modules, context: Context
) -> Step[Evaluator]:
    """Say what the next entry would give, and keep nothing of it.

    Rejects: as ``evaluate``.
    """
    step = evaluate(evaluator.state, entry, modules, context)
    return Step(evaluator, effects=step.effects, out=step.out)


@implements("DRE-33")
def result_at(evaluator: Evaluator, slot: Nat) -> Result:
    """Give the result of a slot, which is there or is not; it is never an empty one.

    Rejects: NO_RESULT (DRE-33) for a slot that was not evaluated, or not by this evaluator.
    """
    known = evaluator.first <= slot < evaluator.first + len(evaluator.results)
    require(known, Reason.NO_RESULT)
    return evaluator.results[slot - evaluator.first]


@implements("DRE-33")
def message_at(evaluator: Evaluator, slot: Nat, index: Nat) -> OutboxMessage:
    """Give a message of the outbox of a slot.

    Rejects: NO_RESULT (DRE-33) as ``result_at``, and for a message that the outbox does not hold.
    """
    result = result_at(evaluator, slot)
    require(index < result.outbox_size, Reason.NO_RESULT)
    return evaluator.outboxes[slot - evaluator.first][index]


@implements("DRE-26")
def go_back(evaluator: Evaluator, slot: Nat) -> Evaluator:
    """Go on from the snapshot that was taken before a slot; what came after it is forgotten.

    Rejects: NO_SNAPSHOT (DRE-26).
    """
    kept = tuple(each for each in evaluator.snapshots if each.kernel.slot <= slot)
    if not kept or kept[-1].kernel.slot != slot:
        raise Rejection(Reason.NO_SNAPSHOT)
    count = slot - evaluator.first
    return replace(
        evaluator,
        state=restore(kept[-1]),
        results=evaluator.results[:count],
        outboxes=evaluator.outboxes[:count],
        snapshots=kept,
    )


@implements("DRE-30")
def diverge(evaluator: Evaluator, branch: Nat) -> Evaluator:
    """Go on under a later branch, from the result that is the last good one.

    The state is snapshotted at once: earlier snapshots of this slot are of another branch.

    Rejects: STALE_BRANCH (DRE-30) for a branch that is not later than any before, be it that of a
    result before which the process went back.
    """
    state = continue_from(evaluator.state, evaluator.latest, branch)
    slot = state.kernel.slot
    kept = tuple(each for each in evaluator.snapshots if each.kernel.slot < slot)
    return replace(evaluator, state=state, snapshots=(*kept, take(state)), latest=branch)
