"""Words for the cases of rooms that keep a ledger: who there is, who gives what to whom.

Quantities are plain here and become decimal strings in the calls. A caller is a wallet unless it is
said to be a process.
"""

from __future__ import annotations

from typing import Final

from hollowbeam.kernel.encoding import Json, decimal
from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import NAT_LIMIT
from hollowbeam_conformance.fill.cases import Act, Look
from hollowbeam_conformance.fill.staking_history import ALICE, BOB, CAROL, DAVE, identifier

__all__ = ["ALICE", "BOB", "CAROL", "DAVE", "LARGEST", "MALLORY", "PROCESS", "SHOP", "WALLET"]

MALLORY: Final = identifier("Mallory, who steals")
SHOP: Final = identifier("a process that sells")
WALLET: Final = "WALLET"
PROCESS: Final = "PROCESS"
LARGEST: Final = NAT_LIMIT - 1


def call(  # noqa: PLR0913 - the parts of a call, by keyword
    op: str,
    caller: str,
    data: Json,
    reason: Reason | None = None,
    *,
    by: str = WALLET,
    anchor: int = 1,
) -> Act:
    """Call an action with an input of any form; with a reason, it is refused for it."""
    args = {"caller": caller, "kind": by, "anchor": decimal(anchor), "input": data}
    return Act(op, args, reason)


def moved(recipient: str, quantity: Json, kind: str = WALLET, reference: int = 0) -> Json:
    """Give the input of a transfer."""
    return {
        "recipient": recipient,
        "kind": kind,
        "quantity": quantity,
        "reference": decimal(reference),
    }


def transfer(  # noqa: PLR0913 - the parts of a transfer, by keyword
    caller: str,
    recipient: str,
    quantity: int,
    reason: Reason | None = None,
    *,
    by: str = WALLET,
    to: str = WALLET,
    reference: int = 0,
) -> Act:
    """Call Transfer; ``by`` is the kind of the caller, ``to`` that of the recipient."""
    data = moved(recipient, decimal(quantity), to, reference)
    return call("Transfer", caller, data, reason, by=by)


def credit(
    sender: str, quantity: int, *, kind: str = WALLET, reference: int = 0
) -> dict[str, Json]:
    """Give the input of a Credit-Notice."""
    return {
        "sender": sender,
        "kind": kind,
        "quantity": decimal(quantity),
        "reference": decimal(reference),
    }


def bounce(
    caller: str,
    came_back: Json,
    reason: Reason | None = None,
    *,
    by: str = PROCESS,
    action: str = "Credit-Notice",
) -> Act:
    """Call Bounce, as a process does of which a message came back."""
    data: Json = {"action": action, "reason": "UNKNOWN_ACTION", "input": came_back}
    return call("Bounce", caller, data, reason, by=by)


def balance(who: str) -> Look:
    """Look at a balance."""
    return Look(f"balances/{who}")


def claim(owed: str, owing: str) -> Look:
    """Look at what somebody is owed by somebody else."""
    return Look(f"claims/{owed}/{owing}")
