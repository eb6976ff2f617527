"""Theorems: the state is the fold of the log, wherever it was snapshotted and restored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from hollowbeam.kernel.transition import loop, opaque
from hollowbeam.kernel.vocabulary import (
    NOBODY,
    ZERO,
    Address,
    AssignmentHash,
    BlockId,
    Digest,
    Identity,
    MessageId,
    ModuleId,
    Nat,
    ProcessId,
    Root,
)
from hollowbeam.protocol.commitments import Assignment, Status
from hollowbeam.protocol.dre.chain import Charter, Left, advance, born, kept, number, park
from hollowbeam.protocol.dre.conclusion import Conclusion, Outbox
from hollowbeam.protocol.dre.facts import Facts, Purpose
from hollowbeam.protocol.dre.guarantees import Guarantee
from hollowbeam.protocol.dre.snapshots import is_due, restore, take
from hollowbeam.protocol.dre.state import Kernel, Life, Parked, Parking, ProcessState
from hollowbeam.protocol.relayer.funding import Funding, Origin
from hollowbeam_models.theorem import assume, both, every, ite, prove, theorem


@dataclass(frozen=True, slots=True)
class Slot:
    """What stands in the log at a slot, as far as the kernel reads it."""

    assignment: Assignment
    facts: Facts
    charter: Charter
    content: str


@dataclass(frozen=True, slots=True)
class Handled:
    """What the module makes of a slot: its state, its outbox, and a target of it."""

    proposed: Root
    outbox_root: Root
    outbox_size: Nat
    target: Address


@dataclass(frozen=True, slots=True)
class Stretch:
    """How many slots of the log are evaluated."""

    slots: Nat


@dataclass(frozen=True, slots=True)
class Twins:
    """Two evaluators of one process."""

    one: Kernel
    two: Kernel
    slots: Nat


_SOME_SLOT: Final = Slot(
    assignment=Assignment(
        network="a network",
        process=ProcessId("a process"),
        slot=ZERO,
        term=ZERO,
        message=MessageId("a message"),
        digest=Digest("a digest"),
        height=ZERO,
        block=BlockId("a block"),
        timestamp=ZERO,
        previous=AssignmentHash("the one before"),
    ),
    facts=Facts(Origin.ROOT, Purpose.ACT, ZERO),
    charter=Charter(ModuleId("a module"), NOBODY, NOBODY, ZERO, Guarantee.ATTESTED),
    content="",
)
_SOME_ANSWER: Final = Handled(
    proposed=Root("a state"),
    outbox_root=Root("an outbox"),
    outbox_size=ZERO,
    target=Address("a target"),
)


@opaque()
def slot_at(index: Nat) -> Slot:
    """Give what stands at a slot: anything, but the same for whoever reads the log."""
    return replace(_SOME_SLOT, assignment=replace(_SOME_SLOT.assignment, slot=index))


@opaque()
def handled(state: Root, index: Nat) -> Handled:
    """Give what the module makes of a slot in a state: anything, but a function of the two."""
    return replace(_SOME_ANSWER, proposed=state, outbox_size=index)


@opaque()
def judged(
    life: Life, stake: Nat, spawned: Nat, parking: Parking, state: Root, index: Nat
) -> Conclusion:
    """Give the verdict on a slot: anything, but a function of what ``conclude`` looks at."""
    is_right = life == Life.BORN and stake + spawned + index >= 0 and parking == Parking.NONE
    status = Status.OK if is_right and state else Status.ERROR
    return Conclusion(status, "", Outbox.EMPTY, Funding(ZERO, ZERO, ZERO, ZERO), ZERO)


def step_of(kernel: Kernel) -> Kernel:
    """Evaluate the next slot as the shipped functions do, one message being numbered."""
    slot, made = slot_at(kernel.slot), handled(kernel.state, kernel.slot)
    parking = kernel.parked.get(slot.facts.identity).status
    done = judged(
        kernel.life, kernel.minimum_stake, kernel.spawned, parking, kernel.state, kernel.slot
    )
    left = Left(kept(kernel.state, made.proposed, done), made.outbox_root, made.outbox_size)
    ready = born(kernel, slot.facts, done, slot.charter)
    sent, _ = number(kernel.sent, made.target)
    after = advance(ready, slot.assignment, done, left, sent).state
    return replace(after, parked=park(kernel.parked, slot.facts, done, slot.content))


def is_held_by(other: Kernel) -> Callable[[Identity, Parked], Any]:
    """Say of a parked Bounce that the other evaluator holds it too."""

    def holds(key: Identity, held: Parked) -> Any:
        same = other.parked.get(key)
        return both(
            held.status == same.status, held.source == same.source, held.input == same.input
        )

    return holds


def are_one(twins: Twins) -> list[tuple[str, Any]]:
    """Say that two evaluators hold the same, field by field."""
    one, two = twins.one, twins.two
    return [
        ("same process", both(one.network == two.network, one.process == two.process)),
        ("same place", both(one.slot == two.slot, one.term == two.term, one.height == two.height)),
        ("same log", one.log == two.log),
        ("same results", one.results == two.results),
        ("same state", one.state == two.state),
        ("same life", both(one.life == two.life, one.module == two.module)),
        (
            "same charter",
            both(
                one.scheduler == two.scheduler,
                one.relayer == two.relayer,
                one.minimum_stake == two.minimum_stake,
                one.guarantee == two.guarantee,
            ),
        ),
        ("same branch", both(one.branch == two.branch, one.spawned == two.spawned)),
        ("same numbers", every(one.sent, lambda key, count: count == two.sent.get(key))),
        ("same parked", every(one.parked, is_held_by(two))),
    ]


@theorem(
    "THM-DRE-40",
    clauses=("DRE-26", "DRE-1"),
    about=(take, restore, advance, born, kept, number, park),
    acceptance=True,
)
def replay_after_restore_gives_the_same(
    stretch: Stretch, kernel: Kernel, target: Address, identity: Identity
) -> None:
    """Whoever restores a snapshot and replays the rest has all that the straight run has.

    At any slot, over any log of any length, whatever the module and the verdicts, if only they
    are functions of what stands here: state, both chains, numbers and parked Bounces. So the state
    is the fold of the log for every way to split it.
    """
    restored = restore(take(ProcessState(kernel, kernel.state)))
    prove(restored.contents == kernel.state, "the contract's part is restored")
    twins = Twins(kernel, restored.kernel, ZERO)
    after = loop(
        twins,
        guard=lambda at: at.slots < stretch.slots,
        step=lambda at: Twins(step_of(at.one), step_of(at.two), Nat(at.slots + 1)),
        invariant=are_one,
        variant=lambda at: Nat(max(stretch.slots - at.slots, 0)),
    )
    prove(after.one.results == after.two.results, "the same results")
    prove(after.one.state == after.two.state, "the same state")
    prove(after.one.sent.get(target) == after.two.sent.get(target), "the same numbers")
    held = after.one.parked.get(identity)
    prove(held.status == after.two.parked.get(identity).status, "the same parked Bounces")


@theorem("THM-DRE-41", clauses=("DRE-26",), about=(is_due,), acceptance=True)
def snapshots_are_never_far_apart(slot: Nat, last: Nat, interval: Nat) -> None:
    """After each slot, fewer than ``interval`` slots stand after the last snapshot."""
    assume(both(interval >= 1, last <= slot, slot < last + interval))
    now = slot + 1
    taken = ite(is_due(Nat(now), last, interval), now, last)
    prove(now < taken + interval, "never far apart")
