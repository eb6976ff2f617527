"""What happens in the network, told in lines that people read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hollowbeam.kernel.actor import Kind
from hollowbeam.kernel.vocabulary import Identity
from hollowbeam.protocol.commitments import OutboxMessage, Result, Status
from hollowbeam.protocol.relayer.envelope import identity
from hollowbeam_models.network.exchange import Exchange
from hollowbeam_models.network.world import Event


class Teller:
    """Tells each thing once, however often it is tried, and by the first node that does it."""

    def __init__(self, exchange: Exchange) -> None:
        self._names: dict[str, str] = {
            str(process): name for name, process in exchange.processes.named().items()
        }
        for person in (exchange.dmac, exchange.sam, exchange.deployer):
            self._names[person.address] = person.name
        self._told: set[Any] = set()

    def name(self, identifier: str) -> str:
        """Name a process or a person."""
        return self._names.get(identifier, identifier[:6] + "…")

    def lines(self, event: Event) -> Iterator[tuple[str, str]]:
        """Give who does what, if it is news."""
        about = event.about
        match event.what:
            case "signed":
                yield event.node, f"signs: {about['words']}"
            case "assigned":
                assignment = about["assignment"]
                slot = f"{self.name(assignment.process)} slot {assignment.slot}"
                yield event.node, f"assigns {slot}: {about['says']}"
            case "evaluated":
                yield from self._evaluated(event.node, about["result"], about["outbox"])
            case "relayed":
                yield from self._relayed(event.node, about["message"])
            case "block" if about["items"]:
                yield event.node, f"block {about['height']} holds {_many(about['items'], 'item')}"
            case "fulfilled":
                yield event.node, f"has it: {about['words']}"

    def _news(self, what: Any) -> bool:
        if what in self._told:
            return False
        self._told.add(what)
        return True

    def _evaluated(
        self, node: str, result: Result, outbox: tuple[OutboxMessage, ...]
    ) -> Iterator[tuple[str, str]]:
        if not self._news(result.assignment):
            return
        ending = "OK" if result.status is Status.OK else f"ERROR {result.reason}"
        sent = ", ".join(f"{each.action} to {self.name(each.target)}" for each in outbox)
        after = f" → {sent}" if sent else ""
        yield node, f"evaluates {self.name(result.process)} slot {result.slot}: {ending}{after}"

    def _relayed(self, node: str, message: OutboxMessage) -> Iterator[tuple[str, str]]:
        named: Identity = identity(message)
        if message.kind is Kind.PROCESS and self._news(named):
            ways = f"{self.name(message.source)} → {self.name(message.target)}"
            yield node, f"relays {ways}: {message.action}, budget {message.budget}"


def _many(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
