"""What Arweave alone says: the durable logs, and what their evaluation gives.

Everything here is a fold of confirmed blocks, so every node that reads them has the same. Nodes ask
it for stakes, for durability and for results that they replay themselves; the audit asks it whether
value is conserved.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from hollowbeam.kernel.actor import Kind
from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.vocabulary import (
    ZERO,
    Address,
    AssignmentHash,
    BlockId,
    Identity,
    Nat,
    ProcessId,
)
from hollowbeam.protocol.arweave import Block, Chain, anchor_of, tip
from hollowbeam.protocol.commitments import Entry, OutboxMessage, Result, assignment_hash
from hollowbeam.protocol.dre.evaluation import evaluate
from hollowbeam.protocol.dre.guarantees import Guarantee
from hollowbeam.protocol.dre.state import ProcessState, start_process
from hollowbeam.protocol.relayer.envelope import identity, read_relay
from hollowbeam.protocol.sequencer.bundles import bundles_in, entries_in
from hollowbeam.protocol.sequencer.durable import Durable, Routes, nothing_durable, observe
from hollowbeam.protocol.sequencer.state import OPEN, Route
from hollowbeam_contracts.staking.state import Role, StakingState
from hollowbeam_models.network.items import item_in
from hollowbeam_models.network.rules import Network, Term

NOTHING_YET: Final = Route()


@dataclass(frozen=True, slots=True)
class Slot:
    """A durable slot and what its evaluation gave; ``height`` is that of the block it lies in."""

    entry: Entry
    height: Nat
    result: Result
    outbox: tuple[OutboxMessage, ...]


@dataclass
class Log:
    """A process by its durable slots."""

    state: ProcessState
    slots: list[Slot] = field(default_factory=list)


class Chronicle:
    """The confirmed blocks, read one by one."""

    def __init__(self, network: Network, chain: Chain, bank: ProcessId) -> None:
        self._network, self._bank = network, bank
        self._stakes: list[StakingState | None] = [None]
        self._found: dict[AssignmentHash, Entry] = {}
        self.bundles: list[bytes] = []
        self.durable: list[Durable] = [nothing_durable(anchor_of(chain.blocks[0]))]
        self.logs: dict[ProcessId, Log] = {}
        self.flying: dict[Identity, OutboxMessage] = {}
        self.landed: set[Identity] = set()

    @property
    def height(self) -> Nat:
        """The last block that was read."""
        return Nat(len(self.durable) - 1)

    def read(self, chain: Chain, terms: Mapping[ProcessId, list[Term]]) -> None:
        """Read the blocks that are confirmed by now."""
        confirmed = max(0, tip(chain).height - self._network.depth)
        routes = routes_of(terms)
        while self.height < confirmed:
            self._block(chain.blocks[self.height + 1], routes)

    def slots(self, process: ProcessId) -> list[Slot]:
        """Give the durable slots of a process."""
        log = self.logs.get(process)
        return log.slots if log else []

    def contents(self, process: ProcessId) -> Any:
        """Give the contract's state of a process, or None before its first durable slot."""
        log = self.logs.get(process)
        return log.state.contents if log and log.slots else None

    def guarantee(self, process: ProcessId) -> Guarantee:
        """Give what a process demands of results, by its Spawn once that is durable."""
        log = self.logs.get(process)
        return log.state.kernel.guarantee if log else Guarantee.ATTESTED

    def stake_at(self, who: Address, height: Nat) -> Nat:
        """Give the participant stake of a wallet by the log of the bank up to a height."""
        state = self._stakes[min(height, self.height)]
        return state.bonds.get((who, Role.PARTICIPANT)).stake if state else ZERO

    def seen(self, height: Nat) -> BlockId:
        """Give the id of a confirmed block; empty for a height that is not confirmed."""
        return self.durable[-1].seen.get(height)

    def _block(self, block: Block, routes: Routes) -> None:
        for bundle in bundles_in(block.items):
            self.bundles.append(bundle)
            for entry in entries_in(bundle):
                self._found.setdefault(assignment_hash(entry.assignment), entry)
        after = observe(self.durable[-1], self._network.name, routes, block)
        self.durable.append(after)
        grown = True
        while grown:
            grown = False
            for process, head in after.heads.items():
                log = self.logs.setdefault(process, Log(start_process(self._network.name, process)))
                if len(log.slots) < head.slot:
                    self._slot(log, after, block.height, routes)
                    grown = True
        state = self.contents(self._bank)
        self._stakes.append(state if isinstance(state, StakingState) else None)

    def _slot(self, log: Log, durable: Durable, height: Nat, routes: Routes) -> None:
        """Evaluate the next durable slot of a log."""
        process = log.state.kernel.process
        entry = self._found[durable.slots.get((process, Nat(len(log.slots))))]
        assignment = entry.assignment
        owner = item_in(entry).caller
        context = self._network.context(
            route=routes.get((process, assignment.term)),
            is_seen=True,
            stake=self.stake_at(owner, assignment.height),
        )
        step = evaluate(log.state, entry, self._network.modules, context)
        log.state = step.state
        log.slots.append(Slot(entry, height, step.out, step.effects))
        landed = relay_identity(entry, self._network.name)
        if landed is not None:
            self.flying.pop(landed, None)
            self.landed.add(landed)
        for message in step.effects:
            named = identity(message)
            if message.kind is Kind.PROCESS and named not in self.landed:
                self.flying[named] = message


def relay_identity(entry: Entry, network: str) -> Identity | None:
    """Give the identity of the relay that an entry brings, if it brings one."""
    seen = item_in(entry)
    return identity(read_relay(seen.item, network).message) if seen.is_relay else None


def routes_of(terms: Mapping[ProcessId, list[Term]]) -> Routes:
    """Give the terms of all processes as who reads a log asks for them."""
    routes: Routes = Map(NOTHING_YET)
    for process, known in terms.items():
        ends = [*(later.start for later in known[1:]), OPEN]
        for term, end in zip(known, ends, strict=True):
            routes = routes.set((process, term.term), Route(term.host, term.start, end))
    return routes
