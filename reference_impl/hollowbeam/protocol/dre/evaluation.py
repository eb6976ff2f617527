"""Evaluating an entry of a log: the state, the outbox and the result that it gives.

The kernel's decisions are those of ``conclusion`` and ``chain``; here the module is asked between
them, and bytes are made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from hollowbeam.kernel.actor import BOUNCE, Call, Kind, Module
from hollowbeam.kernel.encoding import decode
from hollowbeam.kernel.errors import Reason, Rejection, require
from hollowbeam.kernel.records import from_json
from hollowbeam.kernel.transition import Step, implements
from hollowbeam.kernel.vocabulary import NOBODY, ZERO, Address, ModuleId, Nat, ProcessId, Root
from hollowbeam.protocol.commitments import (
    Assignment,
    Entry,
    Result,
    Status,
    outbox_root,
)
from hollowbeam.protocol.dre.chain import Charter, Left, advance, born, kept, park
from hollowbeam.protocol.dre.conclusion import Conclusion, Outbox, conclude
from hollowbeam.protocol.dre.entries import Task, content_of, read_entry
from hollowbeam.protocol.dre.facts import Answer, Context, Purpose
from hollowbeam.protocol.dre.guarantees import Guarantee
from hollowbeam.protocol.dre.outbox import Draft, bounce, count, drafted, send
from hollowbeam.protocol.dre.spawning import (
    NumberedSpawn,
    Spawn,
    charter_of,
    spawned_id,
)
from hollowbeam.protocol.dre.state import NO_MODULE, Kernel, Life, ProcessState, root_of
from hollowbeam.protocol.relayer.funding import Origin

Modules = Mapping[ModuleId, Module]
"""The code that the network knows, by id."""

NO_CHARTER = Charter(NO_MODULE, NOBODY, NOBODY, ZERO, Guarantee.ATTESTED)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a handler proposes: the contract's next state with its root, and drafts to send."""

    contents: Any
    root: Root
    drafts: tuple[Draft, ...] = ()
    charter: Charter = NO_CHARTER


class _Attempt:
    """One call of a handler, made at most once, if the kernel lets it."""

    def __init__(
        self, state: ProcessState, task: Task, assignment: Assignment, modules: Modules
    ) -> None:
        self._state, self._task, self._modules = state, task, modules
        self._assignment = assignment
        self.proposal = Proposal(state.contents, state.kernel.state)

    @implements("DRE-19", "DRE-20")
    def __call__(self) -> Answer:
        """Ask the handler.

        Rejects: what the handler rejects, OUT_OF_GAS (DRE-20) among it; TRAP (DRE-19) for whatever
        else it raises.
        """
        try:
            self.proposal = self._asked()
        except Rejection:
            raise
        except Exception as error:
            raise Rejection(Reason.TRAP, repr(error)) from error
        return count(self.proposal.drafts)

    def _asked(self) -> Proposal:
        if self._task.facts.purpose is Purpose.SPAWN:
            return _start(self._state.kernel, self._task, self._modules)
        return _handled(self._state, self._task, self._assignment, self._modules)


def evaluate(
    state: ProcessState, entry: Entry, modules: Modules, context: Context
) -> Step[ProcessState]:
    """Evaluate the next entry of the log; the result comes out, the outbox is the effects.

    State, outbox and cursor change together or not at all.

    Rejects: as ``read_entry``; UNKNOWN_MODULE (DRE-29) where the node lacks the process's code. An
    entry that passes is always evaluated: its errors are results.
    """
    kernel = state.kernel
    task = read_entry(kernel, entry, context)
    require(kernel.life == Life.UNBORN or kernel.module in modules, Reason.UNKNOWN_MODULE)
    return perform(state, task, entry.assignment, modules, context)


@implements("DRE-15", "DRE-16")
def perform(
    state: ProcessState,
    task: Task,
    assignment: Assignment,
    modules: Modules,
    context: Context,
) -> Step[ProcessState]:
    """Evaluate a message that was read from the next entry. Total."""
    kernel, facts = state.kernel, task.facts
    attempt = _Attempt(state, task, assignment, modules)
    conclusion = conclude(kernel, facts, context.rules, attempt)
    proposal = attempt.proposal
    messages, sent = send(
        kernel, _drafts(task, conclusion, proposal), task.principal, conclusion.funding
    )
    root = kept(kernel.state, proposal.root, conclusion)
    left = Left(root, outbox_root(messages), Nat(len(messages)))
    ready = born(kernel, facts, conclusion, proposal.charter)
    step: Step[Kernel] = advance(ready, assignment, conclusion, left, sent)
    content = content_of(task) if facts.origin is Origin.BOUNCE else ""
    after = replace(step.state, parked=park(kernel.parked, facts, conclusion, content))
    contents = proposal.contents if conclusion.status is Status.OK else state.contents
    result: Result = step.out
    return Step(ProcessState(after, contents), effects=messages, out=result)


def _drafts(task: Task, conclusion: Conclusion, proposal: Proposal) -> tuple[Draft, ...]:
    """Choose what is sent: all that was proposed, one Bounce, or nothing."""
    if conclusion.outbox is Outbox.EMISSIONS:
        return proposal.drafts
    if conclusion.outbox is Outbox.BOUNCE:
        return (bounce(task.action, conclusion.reason, task.input, task.facts.source),)
    return ()


@implements("DRE-19", "DRE-22")
def _handled(state: ProcessState, task: Task, assignment: Assignment, modules: Modules) -> Proposal:
    """Ask the module of the process; a redelivery asks it as the parked Bounce did."""
    kernel, facts = state.kernel, task.facts
    origin, caller, action, data = facts.origin, task.caller, task.action, task.input
    kind = Kind.WALLET if origin is Origin.ROOT else Kind.PROCESS
    if facts.purpose is Purpose.REDELIVER:
        waiting = kernel.parked.get(facts.identity)
        kind, caller, action = Kind.PROCESS, waiting.source, BOUNCE
        data = decode(waiting.input.encode())
    call = Call(
        caller=caller,
        anchor=assignment.height,
        kind=kind,
        principal=task.principal,
        process=Address(kernel.process),
        slot=assignment.slot,
        timestamp=assignment.timestamp,
        budget=facts.budget,
        hops=facts.hops,
    )
    done = modules[kernel.module].handle(state.contents, call, action, data)
    return Proposal(done.state, root_of(done.state), drafted(done.effects))


@implements("DRE-27", "DRE-28", "DRE-29")
def _start(kernel: Kernel, task: Task, modules: Modules) -> Proposal:
    """Make the first state of a process.

    Rejects: INVALID_INPUT (STK-3) for what is no Spawn, WRONG_PROCESS (DRE-3) for the Spawn of
    another process, UNKNOWN_MODULE (DRE-29), and what the module rejects.
    """
    if task.facts.origin is Origin.ROOT:
        spawn = from_json(Spawn, task.input)
    else:
        numbered = from_json(NumberedSpawn, task.input)
        spawn = numbered.spawn
        source = ProcessId(task.facts.source)
        expected = spawned_id(kernel.network, source, task.facts.branch, numbered.number)
        require(expected == kernel.process, Reason.WRONG_PROCESS)
    require(spawn.module in modules, Reason.UNKNOWN_MODULE)
    contents = modules[spawn.module].start(spawn.start)
    return Proposal(contents, root_of(contents), charter=charter_of(spawn))
