"""Cases of a whole network: what single rooms do, done by all of them together.

The suite signs the items of two people and of a deployer with keys of its own. Ed25519 signatures
are always the same, so the ids of the processes are, too.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from hollowbeam.kernel.actor import Kind
from hollowbeam.kernel.encoding import Json, base64url
from hollowbeam.kernel.records import to_json
from hollowbeam.kernel.vocabulary import Address, Nat, ProcessId
from hollowbeam.protocol.dre.guarantees import Guarantee
from hollowbeam.protocol.message.signing import address_of
from hollowbeam_conformance.fill.cases import Act, Case, CaseBook, Look, act, look
from hollowbeam_contracts.notices import TRANSFER, Transfer
from hollowbeam_contracts.staking.actions import Stake, Unstake
from hollowbeam_contracts.staking.state import Role
from hollowbeam_contracts.ucm.actions import LimitOrder, MarketOrder
from hollowbeam_contracts.ucm.state import Side
from hollowbeam_models.network.assembly import key
from hollowbeam_models.network.exchange import DMAC_STAKE, PRICE, SAM_STAKE, Processes, spawns
from hollowbeam_models.network.items import message_item, read

NETWORK: Final = "hollow-1"
DEPLOYER, DMAC, SAM = key("deployer"), key("DMac"), key("Sam")
SELLER, BUYER = address_of(DMAC.owner), address_of(SAM.owner)
SPAWNS: Final = spawns(NETWORK, DEPLOYER, (SELLER, BUYER), Guarantee.REPLAYED)
PROCESSES: Final = Processes(*(ProcessId(read(raw).digest) for raw in SPAWNS))
MARKET: Final = Address(PROCESSES.market)

GENESIS: Final[dict[str, Json]] = {
    "name": NETWORK,
    "depth": "2",
    "budget": "1000",
    "hops": "8",
    "step": "1",
    "bounce": "1",
    "bank": PROCESSES.bank,
}

ENOUGH: Final = act("mine", blocks="8")
"""So many blocks that whatever was sent is durable, and relayed, and durable again."""

_STAKE_DMAC = Stake(Role.PARTICIPANT, DMAC_STAKE)
_STAKE_SAM = Stake(Role.PARTICIPANT, SAM_STAKE)
_DEPOSIT_ASSET = Transfer(MARKET, Kind.PROCESS, Nat(1), Nat(1))
_DEPOSIT_U = Transfer(MARKET, Kind.PROCESS, PRICE, Nat(2))


def send(item: bytes, way: str = "submit") -> Act:
    """Hand an item to a host, or post it on Arweave."""
    return act(way, item=base64url(item))


def dmac(process: ProcessId, action: str, data: object, way: str = "submit") -> Act:
    """Let DMac sign a message and send it."""
    once = f"DMac {action} {way}"
    item = message_item(DMAC, NETWORK, target=process, action=action, data=to_json(data), once=once)
    return send(item, way)


def sam(process: ProcessId, action: str, data: object) -> Act:
    """Let Sam sign a message and send it."""
    once = f"Sam {action}"
    item = message_item(SAM, NETWORK, target=process, action=action, data=to_json(data), once=once)
    return send(item)


def holds(process: ProcessId, who: Address) -> Look:
    """Look at what somebody holds of a token or an asset."""
    return look(f"{process}/contract/balances/{who}")


def spawned(*, without: ProcessId | None = None) -> tuple[Act, ...]:
    """Spawn the processes, and wait until they are there."""
    wanted = (raw for raw in SPAWNS if ProcessId(read(raw).digest) != without)
    return (*map(send, wanted), ENOUGH)


def cases() -> tuple[Case, ...]:
    """Give all cases of the role."""
    book = CaseBook("network")
    _exchange(book)
    _bounced(book)
    _forced(book)
    return book.cases()


def _exchange(book: CaseBook) -> None:
    """Add the exchange of the seed."""
    order = LimitOrder(Side.ASK, Nat(1), PRICE, Nat(0), Nat(1))
    purchase = MarketOrder(Side.BID, PRICE, Nat(1))
    book.accept(
        "ucm-24-the-exchange-of-the-seed",
        "DMac sells his asset to Sam for 10 U, by messages alone",
        *spawned(),
        dmac(PROCESSES.bank, "Stake", _STAKE_DMAC),
        sam(PROCESSES.bank, "Stake", _STAKE_SAM),
        ENOUGH,
        dmac(PROCESSES.asset, TRANSFER, _DEPOSIT_ASSET),
        sam(PROCESSES.token, TRANSFER, _DEPOSIT_U),
        ENOUGH,
        dmac(PROCESSES.market, "Limit-Order", order),
        ENOUGH,
        sam(PROCESSES.market, "Market-Order", purchase),
        ENOUGH,
        sam(PROCESSES.bank, "Unstake", Unstake(Role.PARTICIPANT, SAM_STAKE)),
        ENOUGH,
        holds(PROCESSES.token, SELLER),
        holds(PROCESSES.asset, BUYER),
        holds(PROCESSES.token, MARKET),
        holds(PROCESSES.asset, MARKET),
        look(f"{PROCESSES.bank}/contract/bonds/{SELLER}/PARTICIPANT"),
        look(f"{PROCESSES.bank}/contract/liquid/{BUYER}"),
        look(f"{PROCESSES.market}/slots"),
        genesis=GENESIS,
    )


def _bounced(book: CaseBook) -> None:
    """Add what happens to value that goes to an exchange that is not there."""
    book.accept(
        "dre-9-a-deposit-to-nobody-comes-back",
        "A deposit to an exchange that nobody spawned comes back whole",
        *spawned(without=PROCESSES.market),
        dmac(PROCESSES.bank, "Stake", _STAKE_DMAC),
        ENOUGH,
        dmac(PROCESSES.asset, TRANSFER, _DEPOSIT_ASSET),
        ENOUGH,
        ENOUGH,
        look(f"{PROCESSES.market}/slot/0"),
        look(f"{PROCESSES.asset}/slots"),
        holds(PROCESSES.asset, SELLER),
        holds(PROCESSES.asset, MARKET),
        genesis=GENESIS,
    )


def _forced(book: CaseBook) -> None:
    """Add what a host cannot keep out."""
    posted = dmac(PROCESSES.bank, "Stake", _STAKE_DMAC, "post")
    book.accept(
        "seq-10-a-posted-item-is-assigned",
        "An item that its signer posts on Arweave is assigned, and only once if it is also sent",
        *spawned(),
        posted,
        ENOUGH,
        replace(posted, op="submit"),
        ENOUGH,
        look(f"{PROCESSES.bank}/contract/bonds/{SELLER}/PARTICIPANT"),
        look(f"{PROCESSES.bank}/slots"),
        genesis=GENESIS,
    )
