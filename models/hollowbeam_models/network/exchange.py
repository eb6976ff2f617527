"""The exchange of the seed: DMac sells his asset to Sam for 10 U.

DMac stakes 100 HyperCoin, deposits 1 asset and asks 10 U for it. Sam stakes 50 HyperCoin, deposits
10 U, buys, and unstakes. Nobody but the four processes holds anything, and they exchange messages
and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from hollowbeam.kernel.actor import Kind, Module
from hollowbeam.kernel.encoding import Json
from hollowbeam.kernel.records import to_json
from hollowbeam.kernel.vocabulary import Address, ModuleId, Nat, ProcessId
from hollowbeam.kernel.wallets import Wallet
from hollowbeam.protocol.dre.guarantees import Guarantee
from hollowbeam.protocol.dre.spawning import Spawn
from hollowbeam.protocol.message.signing import address_of
from hollowbeam_contracts import atomic_asset, staking, u_token, ucm
from hollowbeam_contracts.atomic_asset.state import ContentId
from hollowbeam_contracts.ledger import Allocation
from hollowbeam_contracts.notices import TRANSFER, Transfer
from hollowbeam_contracts.staking.actions import Allocation as Holding
from hollowbeam_contracts.staking.actions import Stake, Unstake
from hollowbeam_contracts.staking.state import Parameters, Role
from hollowbeam_contracts.ucm.actions import LimitOrder, MarketOrder
from hollowbeam_contracts.ucm.state import Coin, Side
from hollowbeam_models.network.assembly import assemble, key
from hollowbeam_models.network.items import read, spawn_item
from hollowbeam_models.network.rules import Network
from hollowbeam_models.network.wallet import WalletNode, Wish
from hollowbeam_models.network.world import World

U: Final = 1_000_000
"""The units of one U."""

PRICE: Final = Nat(10 * U)
DMAC_STAKE: Final = Nat(100)
SAM_STAKE: Final = Nat(50)
MINIMUM_STAKE: Final = Nat(50)
"""What the token, the asset and the exchange demand of a wallet that writes to them."""

MODULES: Final[Mapping[ModuleId, Module]] = {
    module.id: module
    for module in (staking.MODULE, u_token.MODULE, atomic_asset.MODULE, ucm.MODULE)
}

PARAMETERS: Final = {
    "epoch_length": 100,
    "evidence_window": 50,
    "dispute_bound": 50,
    "dispute_deposit": 1,
    "minimum_dre": 1,
    "minimum_relayer": 1,
    "minimum_sequencer": 1,
    "rate_equivocation": 10_000,
    "rate_invalid_assignment": 5_000,
    "rate_wrong_result": 5_000,
    "rate_omission": 1_000,
    "reward_rate": 5_000,
    "emission": 0,
    "cap": 1_000,
}


@dataclass(frozen=True, slots=True)
class Processes:
    """The four processes of the exchange."""

    bank: ProcessId
    token: ProcessId
    asset: ProcessId
    market: ProcessId

    def named(self) -> dict[str, ProcessId]:
        """Give each with the name that people have for it."""
        return {"HB": self.bank, "U": self.token, "Asset": self.asset, "UCM": self.market}


@dataclass(frozen=True, slots=True)
class Exchange:
    """A network with the people and the processes of the exchange, before its first message."""

    world: World
    processes: Processes
    dmac: WalletNode
    sam: WalletNode
    deployer: WalletNode

    @property
    def is_done(self) -> bool:
        """Say whether everybody has what they wanted, and nothing is under way."""
        people = (self.deployer, self.dmac, self.sam)
        return all(each.is_content for each in people) and not self.world.chronicle.flying


def exchange(
    dmac: Wallet | None = None,
    sam: Wallet | None = None,
    network: Network | None = None,
    guarantee: Guarantee = Guarantee.REPLAYED,
) -> Exchange:
    """Set the exchange up: a network, the people, and the processes that they want.

    Each process demands the ``guarantee`` of the results that it acts on.
    """
    network = network or Network(modules=MODULES)
    dmac, sam = dmac or key("DMac"), sam or key("Sam")
    seller, buyer = address_of(dmac.owner), address_of(sam.owner)
    deployer = key("deployer")
    signed = spawns(network.name, deployer, (seller, buyer), guarantee)
    processes = Processes(*(ProcessId(read(raw).digest) for raw in signed))
    world = assemble(network, processes.bank)
    people = (
        WalletNode("deployer", deployer, _deployment(processes, signed)),
        WalletNode("DMac", dmac, _selling(processes, seller)),
        WalletNode("Sam", sam, _buying(processes, buyer)),
    )
    for process in processes.named().values():
        world.open(process)
    world.add(*people)
    return Exchange(world, processes, people[1], people[2], people[0])


def spawns(
    network: str, deployer: Wallet, traders: tuple[Address, Address], guarantee: Guarantee
) -> list[bytes]:
    """Sign the Spawns of the four processes; the exchange knows the token and the asset.

    ``traders`` are who sells and who buys.
    """
    owner, (seller, buyer) = address_of(deployer.owner), traders

    def spawn(module: Module, start: Json, minimum: Nat) -> bytes:
        wanted = Spawn(module.id, start, owner, owner, minimum, guarantee)
        once = f"spawn {module.id}"
        return spawn_item(deployer, network, data=to_json(wanted), once=once)

    bank = staking.Genesis(
        Parameters(adjudicator=owner, **{name: Nat(n) for name, n in PARAMETERS.items()}),
        (Holding(seller, DMAC_STAKE), Holding(buyer, SAM_STAKE)),
    )
    token = u_token.Genesis(
        name="U",
        ticker="U",
        denomination=Nat(6),
        authority=owner,
        confirmations=Nat(2),
        allocations=(Allocation(buyer, PRICE),),
    )
    asset = atomic_asset.Genesis(
        title="A beam of light",
        type="image",
        topics=("light",),
        description="One of a kind",
        content=ContentId(owner),
        units=Nat(1),
        holder=seller,
    )
    first = [
        spawn(staking.MODULE, to_json(bank), Nat(0)),
        spawn(u_token.MODULE, to_json(token), MINIMUM_STAKE),
        spawn(atomic_asset.MODULE, to_json(asset), MINIMUM_STAKE),
    ]
    token_id, asset_id = (Address(read(raw).digest) for raw in first[1:])
    market = ucm.Parameters(asset=asset_id, token=token_id, lot=Nat(1), minimum=Nat(1))
    return [*first, spawn(ucm.MODULE, to_json(market), MINIMUM_STAKE)]


def _deployment(processes: Processes, spawns: list[bytes]) -> list[Wish]:
    return [
        Wish(f"spawn {name}", process, "Spawn", None, _always, raw)
        for (name, process), raw in zip(processes.named().items(), spawns, strict=True)
    ]


def _selling(processes: Processes, seller: Address) -> list[Wish]:
    """Write down what DMac wants."""
    market, ready = Address(processes.market), _may_deposit(processes, seller)
    stake = Stake(Role.PARTICIPANT, DMAC_STAKE)
    deposit = Transfer(market, Kind.PROCESS, Nat(1), Nat(1))
    order = LimitOrder(Side.ASK, Nat(1), PRICE, Nat(0), Nat(1))
    return [
        Wish(
            "stake 100 HyperCoin",
            processes.bank,
            "Stake",
            to_json(stake),
            _is_there(processes.bank),
        ),
        Wish("deposit 1 asset", processes.asset, TRANSFER, to_json(deposit), ready),
        Wish(
            "ask 10 U for 1 asset",
            processes.market,
            "Limit-Order",
            to_json(order),
            _is_free(processes.market, Coin.ASSET, seller, Nat(1)),
        ),
    ]


def _buying(processes: Processes, buyer: Address) -> list[Wish]:
    """Write down what Sam wants."""
    market, ready = Address(processes.market), _may_deposit(processes, buyer)
    stake = Stake(Role.PARTICIPANT, SAM_STAKE)
    deposit = Transfer(market, Kind.PROCESS, PRICE, Nat(1))
    order = MarketOrder(Side.BID, PRICE, Nat(1))

    def may_buy(world: World) -> bool:
        state = world.chronicle.contents(processes.market)
        is_funded = _is_free(processes.market, Coin.TOKEN, buyer, PRICE)(world)
        return is_funded and state.orders.get(Nat(1)).lots == 1

    def has_bought(world: World) -> bool:
        state = world.chronicle.contents(processes.asset)
        return bool(state.balances.get(buyer) == 1)

    return [
        Wish(
            "stake 50 HyperCoin", processes.bank, "Stake", to_json(stake), _is_there(processes.bank)
        ),
        Wish("deposit 10 U", processes.token, TRANSFER, to_json(deposit), ready),
        Wish("buy 1 asset for 10 U", processes.market, "Market-Order", to_json(order), may_buy),
        Wish(
            "unstake 50 HyperCoin",
            processes.bank,
            "Unstake",
            to_json(Unstake(Role.PARTICIPANT, SAM_STAKE)),
            has_bought,
        ),
    ]


def _always(_: World) -> bool:
    return True


def _is_there(process: ProcessId) -> Callable[[World], bool]:
    """Wait until a process is spawned."""
    return lambda world: world.chronicle.contents(process) is not None


def _may_deposit(processes: Processes, who: Address) -> Callable[[World], bool]:
    """Wait until a stake is there at the present anchor, and all processes are."""

    def is_ready(world: World) -> bool:
        chronicle = world.chronicle
        are_there = all(chronicle.contents(each) is not None for each in processes.named().values())
        return are_there and chronicle.stake_at(who, world.confirmed) >= MINIMUM_STAKE

    return is_ready


def _is_free(market: ProcessId, coin: Coin, who: Address, quantity: Nat) -> Callable[[World], bool]:
    """Wait until the exchange was told of a deposit."""

    def is_ready(world: World) -> bool:
        state = world.chronicle.contents(market)
        return state is not None and state.free.get((coin, who)) >= quantity

    return is_ready
