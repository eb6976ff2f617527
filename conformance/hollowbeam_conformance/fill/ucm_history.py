"""Words for the cases of room ucm: who there is, how an exchange starts, who does what.

Ids are hashes of names. Numbers are plain here and become decimal strings in the calls. Anchors
play no part in the exchange: each call has the same.
"""

from __future__ import annotations

from typing import Final

from hollowbeam.kernel.encoding import Json, decimal
from hollowbeam.kernel.errors import Reason
from hollowbeam_conformance.fill.cases import Act, Look
from hollowbeam_conformance.fill.staking_history import identifier

ASSET: Final = identifier("the process of the asset")
TOKEN: Final = identifier("the process of the token")
OTHER: Final = identifier("the process of another token")
DMAC: Final = identifier("DMac")
SAM: Final = identifier("Sam")
EVE: Final = identifier("Eve")
FUND: Final = identifier("a process that trades")

LOT: Final = 5
MINIMUM: Final = 20
TOP: Final = 2**128
LARGEST: Final = 2**256 - 1
PROCESS: Final = "PROCESS"
WALLET: Final = "WALLET"


def _text(value: int | str) -> Json:
    """Write a number as a decimal string; leave strings as they are."""
    return value if isinstance(value, str) else decimal(value)


def exchange(**parameters: int | str) -> dict[str, Json]:
    """Give a genesis: lots of 5 units and a minimum of 20, and the parameters that differ."""
    usual: dict[str, int | str] = {"asset": ASSET, "token": TOKEN, "lot": LOT, "minimum": MINIMUM}
    return {name: _text(value) for name, value in {**usual, **parameters}.items()}


SEED: Final = exchange(lot=1, minimum=1)
"""The exchange in which single units are traded."""


def call(
    op: str,
    caller: str,
    /,
    reason: Reason | None = None,
    by: str = WALLET,
    **fields: int | str,
) -> Act:
    """Call an action; with a reason, it is refused for it."""
    return raw(op, caller, {name: _text(value) for name, value in fields.items()}, reason, by)


def raw(op: str, caller: str, data: Json, reason: Reason | None = None, by: str = WALLET) -> Act:
    """Call an action with an input of any form."""
    return Act(op, {"caller": caller, "kind": by, "anchor": "7", "input": data}, reason)


def deposit(  # noqa: PLR0913, PLR0917 - what a notice says, and who says it
    who: str,
    quantity: int,
    keeper: str = TOKEN,
    reason: Reason | None = None,
    kind: str = WALLET,
    reference: int = 1,
) -> Act:
    """Tell the exchange, as the keeper of a coin does, that somebody sent it units."""
    told: dict[str, int | str] = {"quantity": quantity, "reference": reference}
    return call("Credit-Notice", keeper, reason, PROCESS, sender=who, kind=kind, **told)


def assets(who: str, lots: int) -> Act:
    """Deposit so many lots of the asset."""
    return deposit(who, LOT * lots, ASSET)


def withdraw(
    who: str, coin: str, quantity: int, reason: Reason | None = None, by: str = WALLET
) -> Act:
    """Call Withdraw."""
    return call("Withdraw", who, reason, by, coin=coin, quantity=quantity)


def limit(  # noqa: PLR0913, PLR0917 - the fields of the action, and its caller
    who: str,
    side: str,
    lots: int,
    price: int,
    hint: int = 0,
    reason: Reason | None = None,
    fills: int = 8,
    by: str = WALLET,
) -> Act:
    """Call Limit-Order."""
    wanted: dict[str, int | str] = {"lots": lots, "price": price, "hint": hint}
    return call("Limit-Order", who, reason, by, side=side, max_fills=fills, **wanted)


def ask(who: str, lots: int, price: int, hint: int = 0, reason: Reason | None = None) -> Act:
    """Offer lots for sale."""
    return limit(who, "ASK", lots, price, hint, reason)


def bid(who: str, lots: int, price: int, hint: int = 0, reason: Reason | None = None) -> Act:
    """Offer to buy lots."""
    return limit(who, "BID", lots, price, hint, reason)


def market(who: str, side: str, amount: int, reason: Reason | None = None, fills: int = 8) -> Act:
    """Call Market-Order."""
    return call("Market-Order", who, reason, side=side, amount=amount, max_fills=fills)


def cancel(who: str, order: int, reason: Reason | None = None) -> Act:
    """Call Cancel-Order."""
    return call("Cancel-Order", who, reason, order=order)


def delivered(  # noqa: PLR0913, PLR0917 - what a notice says, and who says it
    keeper: str,
    reference: int,
    recipient: str,
    quantity: int,
    reason: Reason | None = None,
    kind: str = WALLET,
) -> Act:
    """Tell the exchange, as the keeper of a coin does, that its transfer took place."""
    told: dict[str, int | str] = {"quantity": quantity, "reference": reference}
    return call("Debit-Notice", keeper, reason, PROCESS, recipient=recipient, kind=kind, **told)


def returned(  # noqa: PLR0913, PLR0917 - what comes back, and from whom
    keeper: str,
    reference: int,
    recipient: str,
    quantity: int,
    reason: Reason | None = None,
    action: str = "Transfer",
) -> Act:
    """Send a transfer back to the exchange, as the kernel does when the keeper refuses it."""
    sent: dict[str, Json] = {
        "recipient": recipient,
        "kind": WALLET,
        "quantity": decimal(quantity),
        "reference": decimal(reference),
    }
    given: dict[str, Json] = {"action": action, "reason": "INSUFFICIENT_BALANCE", "input": sent}
    return raw("Bounce", keeper, given, reason, PROCESS)


def free(who: str, coin: str = "TOKEN") -> Look:
    """Look at what somebody has free."""
    return Look(f"free/{coin}/{who}")


def escrow(coin: str = "TOKEN") -> Look:
    """Look at what the exchange holds of a coin."""
    return Look(f"escrow/{coin}")


def order(number: int) -> Look:
    """Look at an order."""
    return Look(f"orders/{number}")


def request(number: int) -> Look:
    """Look at a request."""
    return Look(f"pending/{number}")
