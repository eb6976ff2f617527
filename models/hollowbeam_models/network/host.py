"""The host as a node: it orders what it is sent, publishes it, and writes it to Arweave."""

from __future__ import annotations

from hollowbeam.kernel.errors import Rejection
from hollowbeam.kernel.vocabulary import Address, Nat, ProcessId
from hollowbeam.kernel.wallets import Wallet
from hollowbeam.protocol.arweave import anchor_of, block_at, tip
from hollowbeam.protocol.commitments import Assignment, Entry
from hollowbeam.protocol.message.signing import address_of
from hollowbeam.protocol.sequencer import host
from hollowbeam.protocol.sequencer.admission import is_due
from hollowbeam.protocol.sequencer.bundles import post
from hollowbeam.protocol.sequencer.durable import rebuild
from hollowbeam.protocol.sequencer.lane import open_lane, take_over
from hollowbeam.protocol.sequencer.reading import lane_of
from hollowbeam.protocol.sequencer.state import Lane
from hollowbeam_models.network import packets
from hollowbeam_models.network.chronicle import routes_of
from hollowbeam_models.network.items import read
from hollowbeam_models.network.knowledge import known_at
from hollowbeam_models.network.world import Packet, World


class HostNode:
    """Room sequencer under one key, for the lanes of all processes that the registry gives it.

    What it signed is written down before it is sent, so a crash loses only what is on the wire.
    """

    def __init__(self, name: str, gateway: str, wallet: Wallet, network: str) -> None:
        self.name, self._gateway, self._wallet, self._network = name, gateway, wallet, network
        self.address: Address = address_of(wallet.owner)
        self._lanes: dict[ProcessId, Lane] = {}
        self._entries: dict[ProcessId, list[Entry]] = {}
        self._written: dict[ProcessId, tuple[int, Nat]] = {}

    def crash(self) -> None:
        """Lose nothing: lanes and entries are written down."""

    def receive(self, world: World, packet: Packet) -> None:
        """Assign an item, or publish again what was asked for."""
        match packet.body:
            case packets.Submit(raw):
                self._submit(world, raw)
            case packets.Fetch(process, slot):
                for entry in self._entries.get(process, [])[slot:]:
                    world.send(self.name, packet.sender, packets.Publish(entry))

    def wake(self, world: World) -> None:
        """Hear of new terms, move the anchors, and write to Arweave what is not durable yet."""
        for process, terms in world.routes.items():
            if terms[-1].host != self.address:
                self._lanes.pop(process, None)
                continue
            if process not in self._lanes or self._lanes[process].term != terms[-1].term:
                self._begin(world, process)
            self._advance(world, process)
            self._write(world, process)

    def _begin(self, world: World, process: ProcessId) -> None:
        """Open a lane in a new term, as far as Arweave has it."""
        chronicle, term = world.chronicle, world.routes[process][-1]
        lane = open_lane(
            self._network,
            process,
            world.routes[process][0].host,
            anchor_of(world.chain.blocks[0]),
            depth=Nat(world.network.depth),
        )
        seen, routes = chronicle.durable[-1].seen, routes_of(world.routes)
        lane = rebuild(lane, chronicle.bundles, routes, seen)
        if term.term > lane.term:
            route = routes.get((process, term.term))
            lane = take_over(lane, term.term, route, self.address).state
        block = block_at(world.chain, lane.height)
        self._lanes[process] = host.resume(lane, block, known_at(world, lane.height))
        self._entries[process] = [slot.entry for slot in chronicle.slots(process)][: lane.slot]
        self._written.pop(process, None)

    def _advance(self, world: World, process: ProcessId) -> None:
        """Take each confirmed block as the anchor, and assign first what it forces."""
        self._assign_due(world, process)
        while self._lanes[process].height < world.confirmed:
            lane = self._lanes[process]
            block = block_at(world.chain, Nat(lane.height + 1))
            known = known_at(world, block.height)
            self._lanes[process] = host.advance(lane, block, tip(world.chain).height, known).state
            self._assign_due(world, process)

    def _assign_due(self, world: World, process: ProcessId) -> None:
        """Assign what waits in the block of the anchor."""
        lane = self._lanes[process]
        by_digest = {
            read(raw).digest: raw
            for raw in block_at(world.chain, lane.height).items
            if is_due(lane)
        }
        while is_due(lane):
            self._assign(world, process, by_digest[lane.waiting.get(lane.first).digest])
            lane = self._lanes[process]

    def _submit(self, world: World, raw: bytes) -> None:
        """Assign an item that somebody sent, if it belongs into a lane of this host."""
        try:
            process = lane_of(read(raw).item, self._network)
            if process in self._lanes:
                self._assign(world, process, raw)
        except Rejection as refusal:
            world.record(self.name, "refused", reason=refusal.reason)

    def _assign(self, world: World, process: ProcessId, raw: bytes) -> None:
        """Give an item the next slot of its lane.

        Rejects: as ``host.submit``.
        """
        lane = self._lanes[process]
        step = host.submit(lane, raw, world.now, known_at(world, lane.height))
        assignment: Assignment = step.effects[0]
        entry = host.receipt(self._wallet, assignment, raw)
        self._lanes[process] = step.state
        self._entries[process].append(entry)
        world.record(self.name, "assigned", assignment=assignment, says=read(raw).says)
        world.send(self.name, self._gateway, packets.Publish(entry))

    def _write(self, world: World, process: ProcessId) -> None:
        """Post what is not durable; once more if it takes longer than it should."""
        entries, lane = self._entries[process], self._lanes[process]
        durable = len(world.chronicle.slots(process))
        written, height = self._written.get(process, (0, Nat(0)))
        if tip(world.chain).height > height + 2 * world.network.depth + 1:
            written = durable
        fresh = entries[max(written, durable) :]
        if fresh:
            world.post(post(self._wallet, fresh))
            self._written[process] = (lane.slot, tip(world.chain).height)
