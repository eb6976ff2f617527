"""A run as the messages that took effect: who sent what to whom, in the order of evaluation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hollowbeam.kernel.actor import Kind
from hollowbeam.kernel.vocabulary import Address, ProcessId
from hollowbeam.protocol.commitments import Result
from hollowbeam.protocol.relayer.envelope import read_relay
from hollowbeam_models.network.chronicle import Slot
from hollowbeam_models.network.exchange import Exchange
from hollowbeam_models.network.items import item_in


@dataclass(frozen=True, slots=True)
class Scene:
    """A message that was evaluated at ``height``, or a record that a wallet was written.

    ``error`` is empty where it took effect, ``is_relayed`` says that a process emitted it.
    """

    height: int
    source: str
    target: str
    action: str
    quantity: str
    error: str
    is_relayed: bool
    is_record: bool = False


def story_of(exchange: Exchange, evaluator: str) -> list[Scene]:
    """Tell a run that ended, in the order in which one evaluator saw it."""
    world = exchange.world
    names: dict[str, str] = {
        str(process): name for name, process in exchange.processes.named().items()
    }
    for person in (exchange.dmac, exchange.sam, exchange.deployer):
        names[person.address] = person.name
    scenes: list[Scene] = []
    for event in world.events:
        if event.what == "evaluated" and event.node == evaluator:
            result: Result = event.about["result"]
            slot = world.chronicle.slots(ProcessId(result.process))[result.slot]
            scenes += _scenes(slot, names, world.network.name)
    return scenes


def _scenes(slot: Slot, names: dict[str, str], network: str) -> Iterator[Scene]:
    """Give the message of a slot, and the records that it left for wallets."""
    seen, result = item_in(slot.entry), slot.result
    source, action, data = str(seen.caller), seen.says, None
    if seen.is_relay:
        message = read_relay(seen.item, network).message
        source, action, data = str(message.source), message.action, message.input
    height = slot.entry.assignment.height
    here = names[result.process]
    yield Scene(height, names[source], here, action, _quantity(data), result.reason, seen.is_relay)
    for record in slot.outbox:
        if record.kind is Kind.WALLET:
            reader = names[Address(record.target)]
            quantity = _quantity(record.input)
            yield Scene(height, here, reader, record.action, quantity, "", True, is_record=True)


def _quantity(data: object) -> str:
    return str(data["quantity"]) if isinstance(data, dict) and "quantity" in data else ""
