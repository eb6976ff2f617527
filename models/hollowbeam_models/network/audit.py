"""What must hold at every cut of a crank, whatever the wire, the machines and Arweave do."""

from __future__ import annotations

from collections.abc import Iterable

from hollowbeam.kernel.actor import BOUNCE, Kind
from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.vocabulary import Address, Identity, Nat, ProcessId
from hollowbeam.protocol.commitments import OutboxMessage
from hollowbeam.protocol.relayer.admission import Pair
from hollowbeam.protocol.relayer.envelope import identity, read_relay
from hollowbeam_contracts.ledger import supply
from hollowbeam_contracts.notices import CREDIT_NOTICE, DEBIT_NOTICE
from hollowbeam_contracts.staking.invariants import conserves as bank_conserves
from hollowbeam_contracts.staking.state import Role
from hollowbeam_contracts.ucm.invariants import is_covered, owed
from hollowbeam_contracts.ucm.state import Coin
from hollowbeam_models.network.chronicle import Slot
from hollowbeam_models.network.evaluator import EvaluatorNode
from hollowbeam_models.network.exchange import DMAC_STAKE, PRICE, SAM_STAKE, Exchange
from hollowbeam_models.network.items import item_in


class Broken(AssertionError):
    """A claim about the whole network is false; the text is the claim."""


def claim(condition: bool, words: str) -> None:
    """Raise Broken unless the condition holds."""
    if not condition:
        raise Broken(words)


class Audit:
    """Looks at an exchange at each boundary; durable slots are looked at once."""

    def __init__(self) -> None:
        self._audited: dict[ProcessId, int] = {}
        self._landed: set[Identity] = set()
        self._next: Map[Pair, Nat] = Map(Nat(0))
        self._compared: set[tuple[str, ProcessId, int, int]] = set()

    def __call__(self, exchange: Exchange) -> None:
        """Check every claim. Raises Broken."""
        fresh = list(self._fresh(exchange))
        for process, slot in fresh:
            self._is_funded(exchange, slot)
            self._lands_once(exchange, process, slot)
        if fresh:
            conserves(exchange)
        self._evaluators_agree(exchange)

    def _fresh(self, exchange: Exchange) -> Iterable[tuple[ProcessId, Slot]]:
        """Give the durable slots that were not looked at yet."""
        for process in exchange.world.routes:
            slots = exchange.world.chronicle.slots(process)
            for slot in slots[self._audited.get(process, 0) :]:
                yield process, slot
            self._audited[process] = len(slots)

    def _is_funded(self, exchange: Exchange, slot: Slot) -> None:
        """Budget = spent + refunded + in flight, slot by slot, hence for every crank at every cut."""
        seen, network = item_in(slot.entry), exchange.world.network
        brought = network.budget
        if seen.is_relay:
            brought = read_relay(seen.item, network.name).message.budget
        given = sum(message.budget for message in slot.outbox)
        spent = slot.result.spent + slot.result.refunded + given
        claim(brought == spent, "budget = spent + refunded + in flight")
        relayed = (message for message in slot.outbox if message.kind is Kind.PROCESS)
        rates = network.rates
        for message in relayed:
            least = rates.bounce if message.action == BOUNCE else rates.step + rates.bounce
            claim(message.budget >= least, "every emitted message and its bounce are funded")

    def _lands_once(self, exchange: Exchange, process: ProcessId, slot: Slot) -> None:
        """A relay takes effect at most once and in sequence."""
        seen = item_in(slot.entry)
        if not seen.is_relay:
            return
        message = read_relay(seen.item, exchange.world.network.name).message
        claim(message.target == process, "a relay lands at its target")
        claim(identity(message) not in self._landed, "a relay takes effect at most once")
        self._landed.add(identity(message))
        pair: Pair = (message.source, message.branch, message.target)
        claim(self._next.get(pair) == message.sequence, "relays of a pair land in sequence")
        self._next = self._next.set(pair, Nat(message.sequence + 1))


    def _evaluators_agree(self, exchange: Exchange) -> None:
        """Check that whoever evaluated a durable slot got what Arweave alone gives."""
        world = exchange.world
        for node in world.nodes.values():
            if not isinstance(node, EvaluatorNode):
                continue
            for process, held in node.processes.items():
                slots = world.chronicle.slots(process)
                here = (node.name, process, len(slots), len(held.results))
                if here in self._compared or 0 in here:
                    continue
                self._compared.add(here)
                place = min(len(slots), len(held.results)) - 1
                own, theirs = slots[place].result, held.results[place].attestation.result
                same = own.assignment != theirs.assignment or own == theirs
                claim(same, "evaluators agree with the fold of the log")


def conserves(exchange: Exchange) -> None:
    """Check that no value was made or lost, and that the exchange can pay what it owes."""
    processes, chronicle = exchange.processes, exchange.world.chronicle
    bank, token = chronicle.contents(processes.bank), chronicle.contents(processes.token)
    asset, market = chronicle.contents(processes.asset), chronicle.contents(processes.market)
    if bank:
        claim(bank_conserves(bank), "HyperCoin is conserved")
    if token:
        claim(supply(token) == PRICE, "U is conserved")
    if asset:
        claim(supply(asset) == 1, "the asset is conserved")
    if token and asset and market:
        for coin, ledger, source in (
            (Coin.TOKEN, token, processes.token),
            (Coin.ASSET, asset, processes.asset),
        ):
            claim(is_covered(market, coin), "the exchange owes what it was told it holds")
            held = ledger.balances.get(Address(processes.market))
            flying = exchange.world.chronicle.flying.values()
            told, settled = _in_flight(flying, source, processes.market)
            claim(held + settled == owed(market, coin) + told, "escrow covers every claim")


def _in_flight(
    flying: Iterable[OutboxMessage], ledger: ProcessId, market: ProcessId
) -> tuple[int, int]:
    """Give the units that the exchange holds and was not told of, and those it was not told left.

    The first are credits on their way to it or on their way back, the second debits on their way.
    """
    told = settled = 0
    for message in flying:
        ways = (message.source, message.target)
        data = message.input
        if ways == (ledger, market) and message.action == CREDIT_NOTICE:
            told += _quantity(data)
        if ways == (ledger, market) and message.action == DEBIT_NOTICE:
            settled += _quantity(data)
        if ways == (market, ledger) and message.action == BOUNCE and isinstance(data, dict):
            if data["action"] == CREDIT_NOTICE:
                told += _quantity(data["input"])
    return told, settled


def _quantity(data: object) -> int:
    return int(data["quantity"]) if isinstance(data, dict) else 0


def settled(exchange: Exchange) -> None:
    """Check the end of the seed's exchange. Raises Broken."""
    processes, chronicle = exchange.processes, exchange.world.chronicle
    seller, buyer = exchange.dmac.address, exchange.sam.address
    token, asset = chronicle.contents(processes.token), chronicle.contents(processes.asset)
    bank, market = chronicle.contents(processes.bank), chronicle.contents(processes.market)
    claim(token.balances.get(seller) == PRICE, "DMac has 10 U")
    claim(asset.balances.get(buyer) == 1, "Sam has the asset")
    dmac, sam = (bank.bonds.get((who, Role.PARTICIPANT)) for who in (seller, buyer))
    claim((dmac.stake, dmac.leaving) == (DMAC_STAKE, 0), "DMac's stake stays")
    claim((sam.stake, sam.leaving) == (0, SAM_STAKE), "Sam's stake is leaving")
    for coin in Coin:
        claim(owed(market, coin) == 0, "the exchange owes nothing any more")
    claim(not chronicle.flying, "nothing is on its way")
