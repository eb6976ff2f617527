"""The books of the four processes at one cut, and what is on its way between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hollowbeam.kernel.actor import BOUNCE, Kind
from hollowbeam.kernel.vocabulary import Address, ProcessId
from hollowbeam.protocol.commitments import OutboxMessage
from hollowbeam.protocol.relayer.envelope import identity
from hollowbeam_contracts.ledger import supply
from hollowbeam_contracts.notices import CREDIT_NOTICE, DEBIT_NOTICE
from hollowbeam_contracts.staking.invariants import conserves as bank_conserves
from hollowbeam_contracts.ucm.invariants import is_covered, owed
from hollowbeam_contracts.ucm.state import Coin
from hollowbeam_models.network.chronicle import relay_identity
from hollowbeam_models.network.evaluator import EvaluatorNode
from hollowbeam_models.network.exchange import PRICE, Exchange, Processes


class Broken(AssertionError):
    """A claim about the whole network is false; the text is the claim."""


def claim(condition: bool, words: str) -> None:
    """Raise Broken unless the condition holds."""
    if not condition:
        raise Broken(words)


@dataclass(frozen=True, slots=True)
class Books:
    """The contract's state of each process that is spawned, and the messages on their way."""

    processes: Processes
    contents: Mapping[ProcessId, Any]
    flying: tuple[OutboxMessage, ...]

    def coins(self) -> Iterator[tuple[Coin, ProcessId]]:
        """Give each coin of the exchange with the process that keeps it."""
        yield Coin.TOKEN, self.processes.token
        yield Coin.ASSET, self.processes.asset


def durable_books(exchange: Exchange) -> Books:
    """Open the books as Arweave has them."""
    chronicle = exchange.world.chronicle
    states = {process: chronicle.contents(process) for process in exchange.world.routes}
    there = {process: state for process, state in states.items() if state is not None}
    return Books(exchange.processes, there, tuple(chronicle.flying.values()))


def present_books(exchange: Exchange, evaluator: str) -> Books:
    """Open the books as one evaluator has them now, durable or not."""
    node = exchange.world.nodes[evaluator]
    assert isinstance(node, EvaluatorNode)
    network = exchange.world.network.name
    emitted, landed = {}, set()
    for process, held in node.processes.items():
        for told in held.results:
            for message in told.outbox:
                if message.kind is Kind.PROCESS:
                    emitted[identity(message)] = message
        landed |= {relay_identity(entry, network) for entry in node.log(process)}
    flying = (message for named, message in emitted.items() if named not in landed)
    there = {
        process: held.state.contents for process, held in node.processes.items() if held.results
    }
    return Books(exchange.processes, there, tuple(flying))


def check_conservation(books: Books) -> None:
    """Check that no value was made or lost, and that the exchange can pay what it owes.

    Raises Broken.
    """
    processes, contents = books.processes, books.contents
    if processes.bank in contents:
        claim(bank_conserves(contents[processes.bank]), "HyperCoin is conserved")
    if processes.token in contents:
        claim(supply(contents[processes.token]) == PRICE, "U is conserved")
    if processes.asset in contents:
        claim(supply(contents[processes.asset]) == 1, "the asset is conserved")
    if processes.market in contents:
        for coin, keeper in books.coins():
            claim(is_covered(contents[processes.market], coin), "the exchange owes what it holds")
            if keeper in contents:
                claim(escrow_is_exact(books, coin, keeper), "escrow covers every claim")


def escrow_is_exact(books: Books, coin: Coin, keeper: ProcessId) -> bool:
    """Say whether what the exchange has at the keeper of a coin is what it owes, on its way or not.

    It was not told yet of credits on their way to it, or back from it; and it was not told that a
    debit took place whose notice is on its way.
    """
    market = books.processes.market
    there, back = (keeper, Address(market)), (market, Address(keeper))
    held = books.contents[keeper].balances.get(Address(market))
    untold = unsettled = 0
    for message in books.flying:
        ways = (message.source, message.target)
        if ways == there and message.action == CREDIT_NOTICE:
            untold += quantity_in(message.input)
        if ways == there and message.action == DEBIT_NOTICE:
            unsettled += quantity_in(message.input)
        if ways == back and message.action == BOUNCE:
            untold += _bounced(message.input)
    return bool(held + unsettled == owed(books.contents[market], coin) + untold)


def _bounced(data: Any) -> int:
    return quantity_in(data["input"]) if data["action"] == CREDIT_NOTICE else 0


def quantity_in(data: Any) -> int:
    """Read the quantity of a notice."""
    return int(data["quantity"])


def in_flight(books: Books) -> Iterable[OutboxMessage]:
    """Give the messages on their way that carry value."""
    return (message for message in books.flying if message.action in {CREDIT_NOTICE, "Transfer"})
