"""The relayer as a node: it carries what outboxes hold to the logs of their targets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hollowbeam.kernel.actor import Kind
from hollowbeam.kernel.errors import Rejection
from hollowbeam.kernel.merkle import prove_inclusion
from hollowbeam.kernel.transition import Step
from hollowbeam.kernel.vocabulary import Address, Nat, ProcessId
from hollowbeam.kernel.wallets import Wallet
from hollowbeam.protocol.commitments import (
    Entry,
    OutboxMessage,
    assignment_hash,
    leaf_of,
    signer_of,
)
from hollowbeam.protocol.message.item import serialize_item
from hollowbeam.protocol.relayer import duties, learning, state
from hollowbeam.protocol.relayer.admission import Pair, attester
from hollowbeam.protocol.relayer.agent import learned
from hollowbeam.protocol.relayer.envelope import Relay, read_relay, wrap
from hollowbeam.protocol.relayer.state import RelayKey, Sending, Way
from hollowbeam_models.network import packets
from hollowbeam_models.network.items import item_in
from hollowbeam_models.network.knowledge import meets_guarantee
from hollowbeam_models.network.reader import Reader
from hollowbeam_models.network.world import Packet, World


class RelayerNode:
    """Room relayer under one key. A crash loses all of it; outboxes and logs are asked anew."""

    def __init__(self, name: str, gateway: str, evaluators: list[str], wallet: Wallet) -> None:
        self.name, self._gateway, self._evaluators = name, gateway, evaluators
        self._wallet = wallet
        self._network = ""
        self.crash()

    def crash(self) -> None:
        """Lose everything."""
        self._relays: dict[RelayKey, Relay] = {}
        self._state: state.RelayerState | None = None
        self._settled: dict[ProcessId, int] = {}

    def receive(self, world: World, packet: Packet) -> None:
        """Learn an outbox, or see what a log holds."""
        self._begin(world)
        match packet.body:
            case packets.Evaluated(attestation, outbox):
                self._learn(world, packets.Evaluated(attestation, outbox))
            case packets.Deliver(entry):
                if self._reader.take(world, entry):
                    self._observe(world, entry)

    def wake(self, world: World) -> None:
        """Ask for results and logs, note what became durable, and bring what is due."""
        self._begin(world)
        self._do(learning.advance, state.Advance(world.confirmed))
        self._reader.subscribe_all(world)
        for process in world.routes:
            self._do(learning.take, state.Take(process))
            self._confirm(world, process)
            for evaluator in self._evaluators:
                world.send(self.name, evaluator, packets.AskResults(process, Nat(0)))
        for key in list(self._relays):
            self._deliver(world, key)

    def _begin(self, world: World) -> None:
        """Begin with nothing after a crash, and hear of new terms."""
        if self._state is None:
            self._reader = Reader(self.name, self._gateway, world.network.name)
            self._state = learning.begin(world.network.terms)
        for process in self._reader.appoint(world):
            self._rewind(process)

    def _do(self, transition: Callable[[Any, Any], Step[Any]], action: Any) -> Step[Any] | None:
        """Make a step of the state; one that is refused changes nothing."""
        try:
            step = transition(self._state, action)
        except Rejection:
            return None
        self._state = step.state
        return step

    def _learn(self, world: World, told: packets.Evaluated) -> None:
        """Take up every message of an outbox that goes to a process."""
        result = told.attestation.result
        signer = signer_of(told.attestation.signature)
        hosts = {each.term: each.host for each in world.routes[result.process]}
        leaves = [leaf_of(message) for message in told.outbox]
        for index, message in enumerate(told.outbox):
            if message.kind is not Kind.PROCESS:
                continue
            siblings = prove_inclusion(leaves, index)
            relay = Relay(message, told.attestation, Nat(index), siblings)
            learnt = learned(relay, world.network.name, attester(signer, hosts, result.term))
            if self._do(learning.learn, learnt) is not None:
                self._relays[_key(message)] = relay
        self._confirm(world, result.process)

    def _observe(self, world: World, entry: Entry) -> None:
        """See a relay in the log of its target, whoever brought it."""
        seen = item_in(entry)
        if seen.is_relay:
            message = read_relay(seen.item, world.network.name).message
            self._do(learning.observe, state.Observe(*_key(message)))

    def _confirm(self, world: World, process: ProcessId) -> None:
        """Note which slots of a process are durable, and which relays they settle."""
        slots = world.chronicle.slots(process)
        for slot in slots[self._settled.get(process, 0) :]:
            assignment = slot.entry.assignment
            hashed = assignment_hash(assignment)
            self._do(learning.confirm, state.Confirm(process, assignment.slot, hashed))
            seen = item_in(slot.entry)
            if seen.is_relay:
                key = _key(read_relay(seen.item, world.network.name).message)
                self._do(learning.observe, state.Observe(*key))
                self._do(learning.settle, state.Settle(*key))
                self._relays.pop(key, None)
        self._settled[process] = len(slots)

    def _rewind(self, process: ProcessId) -> None:
        """Begin again with every pair whose target lost its host."""
        pairs: set[Pair] = {(source, branch, target) for source, branch, target, _ in self._relays}
        for pair in sorted(pairs):
            if pair[2] == Address(process):
                self._do(learning.rewind, state.Rewind(*pair))

    def _deliver(self, world: World, key: RelayKey) -> None:
        """Bring a relay if it is due: to the host of its target, or onto Arweave."""
        relay = self._relays[key]
        if meets_guarantee(world, relay):
            assignment = relay.attestation.result.assignment
            self._do(learning.guarantee, state.Guarantee(*key, assignment))
        step = self._do(duties.deliver, state.Deliver(*key))
        if step is None:
            return
        sending: Sending = step.effects[0]
        raw = serialize_item(wrap(relay, self._wallet))
        world.record(self.name, "relayed", message=relay.message, way=sending.way)
        if sending.way is Way.POST:
            world.post(raw)
        target = ProcessId(relay.message.target)
        world.open(target)  # an id without a process has a lane all the same
        world.send(self.name, world.host_of(target), packets.Submit(raw))


def _key(message: OutboxMessage) -> RelayKey:
    return (message.source, message.branch, message.target, message.sequence)
