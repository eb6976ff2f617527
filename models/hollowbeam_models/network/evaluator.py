"""The evaluator as a node: it follows the logs, evaluates each slot, and answers for the result."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from hollowbeam.kernel.errors import Rejection
from hollowbeam.kernel.vocabulary import Nat, ProcessId
from hollowbeam.kernel.wallets import Wallet
from hollowbeam.protocol.commitments import Attestation, Entry, OutboxMessage
from hollowbeam.protocol.dre.attestations import attest
from hollowbeam.protocol.dre.evaluation import evaluate
from hollowbeam.protocol.dre.snapshots import Snapshot, is_due, restore, take
from hollowbeam.protocol.dre.state import ProcessState, start_process
from hollowbeam_models.network import packets
from hollowbeam_models.network.reader import Reader
from hollowbeam_models.network.world import Packet, World

INTERVAL: Final = Nat(3)
"""A snapshot is written after so many slots."""


@dataclass
class Evaluation:
    """One process as the node has it: its state, and what came of each slot."""

    state: ProcessState
    results: list[packets.Evaluated] = field(default_factory=list)


class EvaluatorNode:
    """Room dre for all processes, under one key. Snapshots survive a crash, nothing else does."""

    def __init__(self, name: str, gateway: str, wallet: Wallet, network: str) -> None:
        self.name, self._gateway, self._wallet, self._network = name, gateway, wallet, network
        self._snapshots: dict[ProcessId, list[Snapshot]] = {}
        self.listeners: list[str] = []
        self.crash()

    def crash(self) -> None:
        """Lose all but the snapshots."""
        self._reader = Reader(self.name, self._gateway, self._network)
        self.processes: dict[ProcessId, Evaluation] = {}

    def receive(self, world: World, packet: Packet) -> None:
        """Evaluate what was delivered, or tell what came of some slots."""
        self._appoint(world)
        match packet.body:
            case packets.Deliver(entry):
                if self._reader.take(world, entry):
                    self._evaluate(world, entry.assignment.process)
            case packets.AskResults(process, slot):
                if process in self.processes:
                    for told in self.processes[process].results[slot:]:
                        world.send(self.name, packet.sender, told)

    def log(self, process: ProcessId) -> list[Entry]:
        """Give the entries of a process that were evaluated."""
        return self._reader.entries[process][: len(self.processes[process].results)]

    def wake(self, world: World) -> None:
        """Ask for whatever comes next, and evaluate what waited for its anchor."""
        self._appoint(world)
        self._reader.subscribe_all(world)
        for process in world.routes:
            self._evaluate(world, process)

    def _appoint(self, world: World) -> None:
        for process in self._reader.appoint(world):
            self.processes.pop(process, None)

    def _evaluate(self, world: World, process: ProcessId) -> None:
        """Evaluate the slots that were followed and not evaluated yet."""
        log = self._reader.entries[process]
        held = self.processes.get(process)
        if held is None:
            held = self.processes[process] = self._restored(world, process, log)
        for entry in log[held.state.kernel.slot :]:
            try:
                told = self._slot(world, held, entry)
            except Rejection as refusal:
                world.record(self.name, "waits", process=process, reason=refusal.reason)
                return
            for listener in self.listeners:
                world.send(self.name, listener, told)

    def _slot(self, world: World, held: Evaluation, entry: Entry) -> packets.Evaluated:
        """Evaluate one slot and answer for it.

        Rejects: as ``evaluate``.
        """
        step = evaluate(held.state, entry, world.network.modules, world.context(entry))
        outbox: tuple[OutboxMessage, ...] = step.effects
        attestation: Attestation = attest(step.out, self._wallet)
        told = packets.Evaluated(attestation, outbox)
        held.state = step.state
        held.results.append(told)
        self._keep(held.state)
        world.record(self.name, "evaluated", result=step.out, outbox=outbox)
        return told

    def _keep(self, state: ProcessState) -> None:
        """Write a snapshot down if one is due."""
        kept = self._snapshots.setdefault(state.kernel.process, [])
        last = kept[-1].kernel.slot if kept else Nat(0)
        if is_due(state.kernel.slot, last, INTERVAL):
            kept.append(take(state))

    def _restored(self, world: World, process: ProcessId, log: list[Entry]) -> Evaluation:
        """Begin a process again: from the latest snapshot that lies on its log, or from nothing.

        What came of the slots before it is evaluated once more, since nobody kept it.
        """
        kept = [each for each in self._snapshots.get(process, []) if _lies_on(each, log)]
        self._snapshots[process] = kept
        if not kept:
            return Evaluation(start_process(self._network, process))
        again = Evaluation(start_process(self._network, process))
        for entry in log[: kept[-1].kernel.slot]:
            step = evaluate(again.state, entry, world.network.modules, world.context(entry))
            again.state = step.state
            again.results.append(packets.Evaluated(attest(step.out, self._wallet), step.effects))
        restored = restore(kept[-1])
        if restored != again.state:
            raise AssertionError(f"a snapshot of {process} is not what its log gives")
        return Evaluation(restored, again.results)


def _lies_on(snapshot: Snapshot, log: list[Entry]) -> bool:
    """Say whether a log leads to a snapshot."""
    slot = snapshot.kernel.slot
    return slot < len(log) and log[slot].assignment.previous == snapshot.kernel.log
