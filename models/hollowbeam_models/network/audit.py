"""What must hold at every cut of a crank, whatever the wire, the machines and Arweave do."""

from __future__ import annotations

from collections.abc import Iterable

from hollowbeam.kernel.actor import BOUNCE, Kind
from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.vocabulary import Address, Digest, Identity, Nat, ProcessId
from hollowbeam.protocol.relayer.admission import Pair
from hollowbeam.protocol.relayer.envelope import Relay, identity, read_relay
from hollowbeam_contracts.staking.state import Role
from hollowbeam_contracts.ucm.invariants import owed
from hollowbeam_contracts.ucm.state import Coin
from hollowbeam_models.network.books import check_conservation, claim, durable_books
from hollowbeam_models.network.chronicle import Slot
from hollowbeam_models.network.evaluator import EvaluatorNode
from hollowbeam_models.network.exchange import DMAC_STAKE, PRICE, SAM_STAKE, Exchange
from hollowbeam_models.network.items import item_in


class Audit:
    """Looks at an exchange at each boundary; durable slots are looked at once."""

    def __init__(self) -> None:
        self._audited: dict[ProcessId, int] = {}
        self._digests: set[tuple[ProcessId, Digest]] = set()
        self._landed: set[Identity] = set()
        self._next: Map[Pair, Nat] = Map(Nat(0))
        self._compared: set[tuple[str, ProcessId, int, int]] = set()

    def __call__(self, exchange: Exchange) -> None:
        """Check every claim. Raises Broken."""
        fresh = list(self._fresh(exchange))
        for process, slot in fresh:
            claim(self._is_new(process, slot), "a digest is assigned once")
            self._is_funded(exchange, slot)
            self._lands_once(exchange, process, slot)
        if fresh:
            check_conservation(durable_books(exchange))
        self._evaluators_agree(exchange)

    def _fresh(self, exchange: Exchange) -> Iterable[tuple[ProcessId, Slot]]:
        """Give the durable slots that were not looked at yet."""
        for process in exchange.world.routes:
            slots = exchange.world.chronicle.slots(process)
            for slot in slots[self._audited.get(process, 0) :]:
                yield process, slot
            self._audited[process] = len(slots)

    def _is_new(self, process: ProcessId, slot: Slot) -> bool:
        """Say whether no earlier slot of the log has the digest."""
        digest = (process, slot.entry.assignment.digest)
        if digest in self._digests:
            return False
        self._digests.add(digest)
        return True

    def _is_funded(self, exchange: Exchange, slot: Slot) -> None:
        """Check budget = spent + refunded + in flight, slot by slot.

        Hence it holds of every crank at every cut.
        """
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
        """Check that a relay takes effect at most once, and in sequence."""
        seen = item_in(slot.entry)
        if not seen.is_relay:
            return
        relay = read_relay(seen.item, exchange.world.network.name)
        message = relay.message
        claim(message.target == Address(process), "a relay lands at its target")
        claim(identity(message) not in self._landed, "a relay takes effect at most once")
        self._landed.add(identity(message))
        self._was_durable(exchange, slot, relay)
        pair: Pair = (message.source, message.branch, message.target)
        claim(self._next.get(pair) == message.sequence, "relays of a pair land in sequence")
        self._next = self._next.set(pair, Nat(message.sequence + 1))

    def _was_durable(self, exchange: Exchange, slot: Slot, relay: Relay) -> None:
        """Only durable slots are ever relayed: by the anchor under which the relay was assigned."""
        world = exchange.world
        result, height = relay.attestation.result, slot.entry.assignment.height
        bundled = world.chronicle.durable[height].slots.get((result.process, result.slot))
        claim(bundled == result.assignment, "only durable slots are ever relayed")

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
