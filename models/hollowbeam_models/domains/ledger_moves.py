"""Transfers and bounces for live testing of a ledger, near the boundaries of what is held."""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from hypothesis import strategies as st

from hollowbeam.kernel.encoding import Json, base64url
from hollowbeam.kernel.vocabulary import NAT_LIMIT, Address
from hollowbeam_contracts.ledger import Ledger
from hollowbeam_models.domains.spoiled import Move
from hollowbeam_models.strategies import pool

HOLDERS: Final = pool()
KEEPER: Final = base64url(sha256(b"a keeper").digest())
"""Somebody beside the holders, who begins with nothing."""

PARTS: Final = st.sampled_from(
    (*["some"] * 5, *["half"] * 4, *["one"] * 3, *["all"] * 3, "more", "none", "largest")
)
KINDS: Final = st.sampled_from(("WALLET", "PROCESS"))
PICK: Final = st.integers(0, 11)
REFERENCES: Final = st.sampled_from(("0", "7", str(NAT_LIMIT - 1)))


LOOK: Final[Move] = ("view", {"path": "info"})
"""A look at what a contract tells of itself."""


def call(op: str, caller: str, kind: str, given: Json, anchor: int = 1) -> Move:
    """Make a step of a call."""
    return op, {"caller": caller, "kind": kind, "anchor": str(anchor), "input": given}


def quantity(draw: st.DrawFn, whole: int) -> str:
    """Draw a quantity, often near what there is."""
    part = draw(PARTS)
    half, some = (whole + 1) // 2, min(2 + draw(PICK), max(whole, 1))
    parts = {"none": 0, "one": 1, "some": some, "half": half, "all": whole, "more": whole + 1}
    return str(min({**parts, "largest": NAT_LIMIT - 1}[part], NAT_LIMIT - 1))


def holder_of(draw: st.DrawFn, state: Ledger) -> str:
    """Draw somebody who holds units, or now and then anybody."""
    holding = sorted(str(who) for who, _ in state.balances.items())
    anybody = [*HOLDERS, KEEPER]
    is_holder = bool(holding) and draw(PICK) > 0
    return draw(st.sampled_from(holding if is_holder else anybody))


def transfer(draw: st.DrawFn, state: Ledger) -> Move:
    """Draw a transfer, now and then to oneself."""
    caller = holder_of(draw, state)
    to = draw(st.sampled_from((*HOLDERS, KEEPER, caller)))
    given: Json = {
        "recipient": to,
        "kind": draw(KINDS),
        "quantity": quantity(draw, state.balances.get(Address(caller))),
        "reference": draw(REFERENCES),
    }
    return call("Transfer", caller, draw(KINDS), given)


def bounce(draw: st.DrawFn, state: Ledger) -> Move:
    """Draw a bounce: mostly of a Credit-Notice, and by a process."""
    caller = holder_of(draw, state)
    owed = sorted(str(who) for (who, owing), _ in state.claims.items() if owing == caller)
    units = quantity(draw, state.balances.get(Address(caller)))
    is_again = bool(owed) and draw(PICK) > 0
    notice: dict[str, Json] = {
        "sender": draw(st.sampled_from(owed if is_again else [*HOLDERS, KEEPER])),
        "kind": draw(KINDS),
        "quantity": units if draw(PICK) > 1 else str(NAT_LIMIT - 1),
        "reference": draw(REFERENCES),
    }
    how = draw(st.sampled_from((*["whole"] * 9, "negative", "less", "null", "debit")))
    if how == "negative":
        notice["quantity"] = "-5"
    if how in {"less", "debit"}:
        sender = notice.pop("sender")
        notice |= {"recipient": sender} if how == "debit" else {}
    action = "Credit-Notice" if draw(PICK) else draw(st.sampled_from(("Debit-Notice", "Transfer")))
    kind = "PROCESS" if draw(PICK) > 1 else "WALLET"
    given: Json = {
        "action": "Debit-Notice" if how == "debit" else action,
        "reason": "UNKNOWN_ACTION",
        "input": None if how == "null" else notice,
    }
    return call("Bounce", caller, kind, given)
