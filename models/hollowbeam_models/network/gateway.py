"""The gateway as a node: it keeps what hosts publish, and serves whoever subscribes."""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from hollowbeam.kernel.encoding import base64url
from hollowbeam.kernel.errors import Reason, Rejection
from hollowbeam.kernel.vocabulary import Address, Nat, ProcessId
from hollowbeam.protocol.gateway import Followed, Verdict, actions, archive, begin
from hollowbeam.protocol.gateway.archive import OPERATIONS
from hollowbeam_models.network import packets
from hollowbeam_models.network.world import Packet, World

QUEUE: Final = Nat(8)
"""How many entries of one process a subscriber may leave unacknowledged."""

RETENTION: Final = Nat(1_000)


def address_of(name: str) -> Address:
    """Give the address under which a node subscribes."""
    return Address(base64url(sha256(name.encode()).digest()))


class GatewayNode:
    """Room gateway, with a queue of packets before it and after it."""

    def __init__(self, name: str, network: str) -> None:
        self.name, self._network = name, network
        self.crash()

    def crash(self) -> None:
        """Lose the log and the subscribers; both come back by asking."""
        self._archive = begin(actions.Genesis(self._network, QUEUE, RETENTION))
        self._terms: dict[ProcessId, int] = {}
        self._subscribers: dict[tuple[str, ProcessId], Address] = {}

    def receive(self, world: World, packet: Packet) -> None:
        """Keep an entry, or serve a subscriber."""
        self._appoint(world)
        match packet.body:
            case packets.Publish(entry):
                self._publish(world, packet.sender, actions.Publish(entry))
            case packets.Subscribe(process, cursor, head):
                who = address_of(packet.sender)
                if self._do("subscribe", actions.Subscribe(who, process, cursor, head)):
                    self._subscribers[packet.sender, process] = who
                    self._serve(world, packet.sender, process)
            case packets.Acknowledge(process, slot):
                who = address_of(packet.sender)
                self._do("acknowledge", actions.Acknowledge(who, process, slot))
                self._serve(world, packet.sender, process)

    def wake(self, world: World) -> None:
        """Ask the hosts for what may be missing, and cut off whoever leaves its queue full."""
        self._appoint(world)
        for process, terms in world.routes.items():
            slots = self._archive.gateway.tails.get(process).slots
            world.send(self.name, world.names[terms[-1].host], packets.Fetch(process, slots))
        for (_, process), who in self._subscribers.items():
            self._do("cut_off", actions.CutOff(who, process))

    def _appoint(self, world: World) -> None:
        for process, terms in world.routes.items():
            for term in terms[self._terms.get(process, 0) :]:
                told = actions.Appoint(process, term.term, term.host, term.start, term.head)
                self._do("appoint", told)
            self._terms[process] = len(terms)

    def _publish(self, world: World, sender: str, action: actions.Publish) -> None:
        process = action.entry.assignment.process
        try:
            step = archive.publish(self._archive, action)
        except Rejection as refusal:
            world.record(self.name, "refused", process=process, reason=refusal.reason)
            return
        self._archive = step.state
        seen: Followed = step.out
        if seen.verdict is Verdict.GAP:
            world.send(self.name, sender, packets.Fetch(process, seen.first))
        if seen.verdict is Verdict.NEXT:
            world.record(self.name, "published", process=process, slot=seen.until)
            for name, served in list(self._subscribers):
                if served == process:
                    self._serve(world, name, process)

    def _serve(self, world: World, name: str, process: ProcessId) -> None:
        """Send a subscriber all that its queue has room for."""
        action = actions.Deliver(address_of(name), process)
        while True:
            try:
                step = archive.deliver(self._archive, action)
            except Rejection as refusal:
                if refusal.reason is Reason.LOG_REWRITTEN:
                    self._subscribers.pop((name, process), None)
                return
            self._archive = step.state
            for sent in step.effects:
                world.send(self.name, name, packets.Deliver(sent.entry))

    def _do(self, name: str, action: object) -> bool:
        """Do an operation; say whether it was accepted."""
        try:
            self._archive = OPERATIONS[name][1](self._archive, action).state
        except Rejection:
            return False
        return True
