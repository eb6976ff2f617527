"""Transfers and bounces for live testing of a ledger, near the boundaries of what is held."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Final

from hypothesis import strategies as st

from hollowbeam.kernel.encoding import Json, base64url
from hollowbeam.kernel.vocabulary import NAT_LIMIT, Address
from hollowbeam_contracts.ledger import Ledger
from hollowbeam_models.domains.choosing import choose, seldom
from hollowbeam_models.domains.spoiled import Move, spoil
from hollowbeam_models.strategies import pool

HOLDERS: Final = pool()
KEEPER: Final = base64url(sha256(b"a keeper").digest())
"""Somebody beside the holders, who begins with nothing."""

EVERYBODY: Final = (*HOLDERS, KEEPER)

KINDS: Final = ("WALLET", "PROCESS")
REFERENCES: Final = ("0", "7", str(NAT_LIMIT - 1))

LOOK: Final[Move] = ("view", {"path": "info"})
"""A look at what a contract tells of itself."""

_PARTS: Final = (
    *["some"] * 5, *["half"] * 4, *["one"] * 3, *["all"] * 3, "more", "none", "largest",
)  # fmt: skip
_FEW: Final = range(2, 14)
_HOWS: Final = (*["right"] * 10, *["spoiled"] * 5, "look")
_NOTICES: Final = (*["whole"] * 9, *["spoiled"] * 3, "debit")


def call(op: str, caller: str, kind: str, given: Json, anchor: int = 1) -> Move:
    """Make a step of a call."""
    return op, {"caller": caller, "kind": kind, "anchor": str(anchor), "input": given}


def looked_or_spoiled(draw: st.DrawFn, move: Callable[[], Move]) -> Move:
    """Draw a move as it is, or in three of ten spoiled in its form; now and then only look."""
    how = choose(draw, _HOWS)
    if how == "look":
        return LOOK
    return spoil(draw, move()) if how == "spoiled" else move()


def quantity(draw: st.DrawFn, whole: int) -> str:
    """Draw a quantity, often near what there is."""
    part = choose(draw, _PARTS)
    if part == "some":
        return str(min(choose(draw, _FEW), max(whole, 1)))
    half = (whole + 1) // 2
    parts = {"none": 0, "one": 1, "half": half, "all": whole, "more": whole + 1}
    return str(min({**parts, "largest": NAT_LIMIT - 1}[part], NAT_LIMIT - 1))


def holder_of(draw: st.DrawFn, state: Ledger) -> str:
    """Draw somebody who holds units, or now and then anybody."""
    holding = sorted(str(who) for who, _ in state.balances.items())
    return choose(draw, holding if holding and not seldom(draw) else EVERYBODY)


def recipient_of(draw: st.DrawFn, state: Ledger, payer: str) -> str:
    """Draw who receives: anybody, the payer too; often somebody whom the payer owes, if any."""
    owed = owed_by(state, payer)
    return choose(draw, owed if owed and choose(draw, KINDS) == "WALLET" else (*EVERYBODY, payer))


def owed_by(state: Ledger, payer: str) -> list[str]:
    """Give those whom somebody owes."""
    return sorted(str(who) for (who, owing), _ in state.claims.items() if owing == payer)


def transfer(draw: st.DrawFn, state: Ledger) -> Move:
    """Draw a transfer, now and then to oneself."""
    caller = holder_of(draw, state)
    given: Json = {
        "recipient": recipient_of(draw, state, caller),
        "kind": choose(draw, KINDS),
        "quantity": quantity(draw, state.balances.get(Address(caller))),
        "reference": choose(draw, REFERENCES),
    }
    return call("Transfer", caller, choose(draw, KINDS), given)


def bounce(draw: st.DrawFn, state: Ledger) -> Move:
    """Draw a bounce: mostly of a Credit-Notice, and by a process; often by one that owes."""
    debtors = sorted({str(owing) for (_, owing), _ in state.claims.items()})
    caller = choose(draw, (holder_of(draw, state), *debtors, *EVERYBODY))
    owed = owed_by(state, caller)
    units = quantity(draw, state.balances.get(Address(caller)))
    notice: dict[str, Json] = {
        "sender": choose(draw, owed if owed and not seldom(draw, 4) else EVERYBODY),
        "kind": choose(draw, KINDS),
        "quantity": str(NAT_LIMIT - 1) if seldom(draw, 6) else units,
        "reference": choose(draw, REFERENCES),
    }
    how, told = choose(draw, _NOTICES), ("Credit-Notice", {"input": notice})
    if how == "spoiled":
        told = spoil(draw, told)
    if how == "debit":
        told = ("Debit-Notice", {"input": {"recipient": notice.pop("sender"), **notice}})
    given: Json = {"action": told[0], "reason": "UNKNOWN_ACTION", **told[1]}
    return call("Bounce", caller, "WALLET" if seldom(draw, 6) else "PROCESS", given)
