"""Words for the cases of room u_token: how a token starts, what its bridge does."""

from __future__ import annotations

from typing import Final

from hollowbeam.kernel.encoding import Json, decimal
from hollowbeam.kernel.errors import Reason
from hollowbeam_conformance.fill.cases import Act, Look
from hollowbeam_conformance.fill.ledger_words import ALICE, BOB, WALLET, call
from hollowbeam_conformance.fill.staking_history import identifier

BRIDGE: Final = identifier("the authority of the bridge")
LOCK: Final = identifier("a lock")
OTHER_LOCK: Final = identifier("another lock")
OUTSIDE: Final = identifier("an address on the other side")
DEPTH: Final = 10
"""Confirmations of a lock, in blocks."""


def token(
    *holdings: tuple[str, int], authority: str = BRIDGE, confirmations: int = DEPTH
) -> dict[str, Json]:
    """Give a genesis: who holds what."""
    return {
        "name": "Wrapped U",
        "ticker": "wU",
        "denomination": "6",
        "authority": authority,
        "confirmations": decimal(confirmations),
        "allocations": [{"address": who, "quantity": decimal(count)} for who, count in holdings],
    }


def alone(quantity: int) -> dict[str, Json]:
    """Give a genesis in which Alice holds all there is."""
    return token((ALICE, quantity))


def mint(  # noqa: PLR0913 - the parts of a mint, by keyword
    quantity: int,
    reason: Reason | None = None,
    *,
    recipient: str = BOB,
    to: str = WALLET,
    lock: str = LOCK,
    height: int = 5,
    anchor: int = 50,
    caller: str = BRIDGE,
    by: str = WALLET,
    reference: int = 0,
) -> Act:
    """Call Mint, usually by the bridge for Bob, long after the lock was confirmed."""
    data: Json = {
        "lock": lock,
        "height": decimal(height),
        "recipient": recipient,
        "kind": to,
        "quantity": decimal(quantity),
        "reference": decimal(reference),
    }
    return call("Mint", caller, data, reason, by=by, anchor=anchor)


def burn(  # noqa: PLR0913 - the parts of a burn, by keyword
    caller: str,
    quantity: int,
    reason: Reason | None = None,
    *,
    recipient: str = OUTSIDE,
    by: str = WALLET,
    reference: int = 0,
) -> Act:
    """Call Burn."""
    data: Json = {
        "recipient": recipient,
        "quantity": decimal(quantity),
        "reference": decimal(reference),
    }
    return call("Burn", caller, data, reason, by=by)


def release(number: int) -> Look:
    """Look at a release."""
    return Look(f"releases/{number}")


INFO: Final = Look("info")
