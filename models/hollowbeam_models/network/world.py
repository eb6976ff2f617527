"""What the nodes share: Arweave, the registry, the wire, and the record of what happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from hollowbeam.kernel.vocabulary import Address, AssignmentHash, Nat, ProcessId
from hollowbeam.protocol import arweave
from hollowbeam.protocol.arweave import Chain
from hollowbeam.protocol.commitments import Entry
from hollowbeam.protocol.dre.facts import Context
from hollowbeam_models.network.chronicle import Chronicle, routes_of
from hollowbeam_models.network.items import item_in
from hollowbeam_models.network.rules import Network, Term

TICK_MILLISECONDS: Final = 10
"""How much later each event is than the one before."""

BLOCK_MILLISECONDS: Final = 120_000
"""How much later each block is than the one before."""


@dataclass(frozen=True, slots=True)
class Packet:
    """A message between two nodes, on its way."""

    sender: str
    receiver: str
    body: Any


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: at a node, of a kind, with its parts."""

    node: str
    what: str
    about: dict[str, Any]


class Node(Protocol):
    """A node: it reacts to packets and to the passing of blocks, and may fall and rise again."""

    name: str

    def receive(self, world: World, packet: Packet) -> None:
        """React to a packet."""

    def wake(self, world: World) -> None:
        """Do what is due: send again, ask again, write to Arweave."""

    def crash(self) -> None:
        """Lose everything that was not written down."""


@dataclass
class World:
    """Arweave with its pending items, the packets on the wire, the nodes, and what happened.

    ``routes`` is the registry: the terms of each process, in order. ``names`` are the nodes of
    hosts by their addresses.
    """

    network: Network
    chain: Chain
    chronicle: Chronicle
    nodes: dict[str, Node] = field(default_factory=dict)
    names: dict[Address, str] = field(default_factory=dict)
    routes: dict[ProcessId, list[Term]] = field(default_factory=dict)
    pending: list[bytes] = field(default_factory=list)
    wire: list[Packet] = field(default_factory=list)
    down: set[str] = field(default_factory=set)
    events: list[Event] = field(default_factory=list)
    time: int = 0

    @property
    def now(self) -> Nat:
        """The time in milliseconds, as far as nodes can tell."""
        return Nat(self.time)

    @property
    def confirmed(self) -> Nat:
        """The height of the last block that no reorganisation reaches."""
        return arweave.confirmed(self.chain).height

    def add(self, *nodes: Node) -> None:
        """Put nodes into the network."""
        self.nodes.update((node.name, node) for node in nodes)

    def open(self, process: ProcessId) -> None:
        """Give a process to the first host, unless somebody hosts it already."""
        host = next(iter(self.names))
        first = Term(Nat(0), host, Nat(0), AssignmentHash(process))
        self.routes.setdefault(process, [first])

    def host_of(self, process: ProcessId) -> str:
        """Name the node that hosts a process now."""
        return self.names[self.routes[process][-1].host]

    def send(self, sender: str, receiver: str, body: Any) -> None:
        """Put a packet on the wire."""
        self.wire.append(Packet(sender, receiver, body))

    def post(self, item: bytes) -> None:
        """Hand an item to Arweave; it stands in the next block."""
        if item not in self.pending:
            self.pending.append(item)

    def record(self, node: str, what: str, **about: Any) -> None:
        """Write down what happened."""
        self.events.append(Event(node, what, about))

    def context(self, entry: Entry) -> Context:
        """Give what a node knows at the anchor of an entry."""
        assignment = entry.assignment
        return self.network.context(
            route=routes_of(self.routes).get((assignment.process, assignment.term)),
            is_seen=self.chronicle.seen(assignment.height) == assignment.block,
            stake=self.chronicle.stake_at(item_in(entry).caller, assignment.height),
        )

    def deliver(self, packet: Packet) -> None:
        """Give a packet to its node; one that is down never hears of it."""
        self.time += TICK_MILLISECONDS
        if packet.receiver not in self.down:
            self.nodes[packet.receiver].receive(self, packet)

    def mine(self) -> None:
        """Make the next block of all that is pending."""
        self.time = (self.time // BLOCK_MILLISECONDS + 1) * BLOCK_MILLISECONDS
        items, self.pending = tuple(self.pending), []
        self.chain = arweave.mine(self.chain, items, self.now)
        self.chronicle.read(self.chain, self.routes)
        height = arweave.tip(self.chain).height
        self.record("arweave", "block", height=height, items=len(items))

    def reorganise(self, depth: Nat, salt: int) -> None:
        """Replace the last blocks; their items are pending again, before all others."""
        depth = Nat(min(depth, arweave.tip(self.chain).height))
        self.chain, dropped = arweave.reorganise(self.chain, depth, b"%d" % salt)
        self.pending[:0] = [item for item in dropped if item not in self.pending]
        self.record("arweave", "reorganisation", depth=depth)

    def take_over(self, process: ProcessId) -> None:
        """Appoint another host for a process: it goes on after the last durable slot."""
        terms, hosts = self.routes[process], sorted(self.names)
        last = terms[-1]
        host = hosts[(hosts.index(last.host) + 1) % len(hosts)]
        head = self.chronicle.durable[-1].heads.get(process)
        survived = head.hash if head.slot else last.head
        terms.append(Term(Nat(last.term + 1), host, head.slot, survived))
        self.record("registry", "takeover", process=process, host=host)

    def awake(self) -> Iterator[Node]:
        """Give the nodes that are up."""
        return (node for name, node in self.nodes.items() if name not in self.down)
