"""What a slot leaves behind: the result, linked to the one before it, and the kernel after it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.transition import Step, implements
from hollowbeam.kernel.vocabulary import ZERO, Address, Identity, ModuleId, Nat, Root
from hollowbeam.protocol.commitments import Assignment, Result, Status, assignment_hash, result_hash
from hollowbeam.protocol.dre.conclusion import Conclusion
from hollowbeam.protocol.dre.facts import Facts, Purpose
from hollowbeam.protocol.dre.guarantees import Guarantee
from hollowbeam.protocol.dre.state import Kernel, Life, Parked, Parking
from hollowbeam.protocol.relayer.funding import Origin


@dataclass(frozen=True, slots=True)
class Charter:
    """What a Spawn says of its process once and for all.

    ``minimum_stake`` is the participant stake that it demands of wallets, ``guarantee`` what it
    demands of results that are relayed to it.
    """

    module: ModuleId
    scheduler: Address
    relayer: Address
    minimum_stake: Nat
    guarantee: Guarantee


@dataclass(frozen=True, slots=True)
class Left:
    """What evaluation leaves: the root of the contract's state, and the outbox by root and size."""

    state: Root
    outbox_root: Root
    outbox_size: Nat


@implements("DRE-23")
def number(sent: Map[Address, Nat], target: Address) -> tuple[Map[Address, Nat], Nat]:
    """Give the next message to a target its number; the counters of all others stay."""
    sequence = sent.get(target)
    return sent.set(target, Nat(sequence + 1)), sequence


@implements("DRE-15")
def kept(before: Root, proposed: Root, conclusion: Conclusion) -> Root:
    """Choose the root of the contract's state: an error leaves the one before."""
    return proposed if conclusion.status == Status.OK else before


@implements("DRE-24")
def result_of(kernel: Kernel, assignment: Assignment, conclusion: Conclusion, left: Left) -> Result:
    """Write down what a slot gave, linked to the result before it."""
    return Result(
        network=assignment.network,
        process=assignment.process,
        slot=assignment.slot,
        term=assignment.term,
        assignment=assignment_hash(assignment),
        module=kernel.module,
        status=conclusion.status,
        reason=conclusion.reason,
        state_root=left.state,
        outbox_root=left.outbox_root,
        outbox_size=left.outbox_size,
        gas=ZERO,
        spent=conclusion.funding.spent,
        refunded=conclusion.funding.refunded,
        previous=kernel.results,
    )


@implements("DRE-21", "DRE-22")
def park(
    parked: Map[Identity, Parked], facts: Facts, conclusion: Conclusion, content: str
) -> Map[Identity, Parked]:
    """Park a Bounce that erred, and let go of one whose redelivery took effect."""
    if facts.origin == Origin.BOUNCE and conclusion.status == Status.ERROR:
        return parked.set(facts.identity, Parked(Parking.PARKED, facts.source, content))
    if facts.purpose == Purpose.REDELIVER and conclusion.status == Status.OK:
        return parked.set(facts.identity, Parked())
    return parked


@implements("DRE-10", "DRE-27")
def born(kernel: Kernel, facts: Facts, conclusion: Conclusion, charter: Charter) -> Kernel:
    """Let a Spawn that took effect make the process what it is, for ever."""
    if facts.purpose != Purpose.SPAWN or conclusion.status == Status.ERROR:
        return kernel
    return replace(
        kernel,
        life=Life.BORN,
        module=charter.module,
        scheduler=charter.scheduler,
        relayer=charter.relayer,
        minimum_stake=charter.minimum_stake,
        guarantee=charter.guarantee,
    )


@implements("DRE-15", "DRE-18", "DRE-23", "DRE-24")
def advance(
    kernel: Kernel,
    assignment: Assignment,
    conclusion: Conclusion,
    left: Left,
    sent: Map[Address, Nat],
) -> Step[Kernel]:
    """Consume the slot, whatever became of the message; the result comes out.

    ``sent`` are the counters after the outbox was numbered.
    """
    result = result_of(kernel, assignment, conclusion, left)
    after = replace(
        kernel,
        log=result.assignment,
        results=result_hash(result),
        state=left.state,
        sent=sent,
        slot=Nat(kernel.slot + 1),
        term=assignment.term,
        height=assignment.height,
        spawned=Nat(kernel.spawned + conclusion.spawns),
    )
    return Step(after, out=result)
