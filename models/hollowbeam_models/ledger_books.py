"""Books of a ledger, kept naively from the chapters alone: the oracle of the property tests.

Every transfer, mint, burn and bounce is written down, and what anybody holds is counted from all of
them each time. The contracts are not used.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hollowbeam.kernel.errors import Reason

END = 2**256
"""No number is as large."""

Message = dict[str, Any]


@dataclass
class Books:
    """Who moved what, one entry after the other; each action gives its reason or what it emits.

    ``authority`` is nobody where there is no bridge.
    """

    allocations: list[tuple[str, int]]
    authority: str = ""
    confirmations: int = 0
    entries: list[tuple[str, str, int]] = field(default_factory=list)
    owed: Counter[tuple[str, str]] = field(default_factory=Counter)
    mints: dict[str, int] = field(default_factory=dict)
    burns: list[tuple[str, str, int]] = field(default_factory=list)

    def balance(self, who: str) -> int:
        """Count what somebody holds."""
        held = sum(units for name, units in self.allocations if name == who)
        come = sum(units for _, to, units in self.entries if to == who)
        gone = sum(units for by, _, units in self.entries if by == who)
        return held + come - gone

    @property
    def issued(self) -> int:
        """What there was at genesis."""
        return sum(units for _, units in self.allocations)

    @property
    def released(self) -> int:
        """What was burned."""
        return sum(units for _, _, units in self.burns)

    def act(
        self, name: str, caller: str, kind: str, anchor: int, data: Any
    ) -> Reason | list[Message]:
        """Enter one action, or say why not."""
        entry: Callable[..., Reason | list[Message]] = getattr(self, name.lower())
        return entry(caller, kind, anchor, data)

    def transfer(self, caller: str, kind: str, _: int, data: Any) -> Reason | list[Message]:
        """Enter a transfer."""
        units = int(data["quantity"])
        if units == 0:
            return Reason.ZERO_AMOUNT
        if units > self.balance(caller):
            return Reason.INSUFFICIENT_BALANCE
        self.entries.append((caller, data["recipient"], units))
        asked = message(caller, kind, "Debit-Notice", data)
        if data["recipient"] == caller:
            return [asked]
        return [asked, credit(caller, kind, data)]

    def bounce(self, caller: str, kind: str, _: int, data: Any) -> Reason | list[Message]:
        """Enter what came back."""
        notice = data["input"]
        if kind != "PROCESS" or data["action"] != "Credit-Notice" or not _is_credit(notice):
            return []
        units = int(notice["quantity"])
        back = min(units, self.balance(caller))
        self.entries.append((caller, notice["sender"], back))
        key = (notice["sender"], caller)
        self.owed[key] = min(self.owed[key] + units - back, END - 1)
        return []

    def mint(self, caller: str, kind: str, anchor: int, data: Any) -> Reason | list[Message]:
        """Enter what the bridge brought in."""
        units = int(data["quantity"])
        if caller != self.authority:
            return Reason.NOT_AUTHORITY
        if units == 0:
            return Reason.ZERO_AMOUNT
        if anchor - int(data["height"]) < self.confirmations:
            return Reason.LOCK_NOT_CONFIRMED
        if data["lock"] in self.mints:
            return Reason.LOCK_MINTED
        if self.issued + sum(self.mints.values()) + units >= END:
            return Reason.SUPPLY_LIMIT
        self.mints[data["lock"]] = units
        self.entries.append(("the other side", data["recipient"], units))
        return [credit(caller, kind, data)]

    def burn(self, caller: str, kind: str, _: int, data: Any) -> Reason | list[Message]:
        """Enter what goes back."""
        units = int(data["quantity"])
        if units == 0:
            return Reason.ZERO_AMOUNT
        if units > self.balance(caller):
            return Reason.INSUFFICIENT_BALANCE
        if self.released + units > sum(self.mints.values()):
            return Reason.NOT_LOCKED
        self.burns.append((caller, data["recipient"], units))
        self.entries.append((caller, "the other side", units))
        return [message(caller, kind, "Debit-Notice", {**data, "kind": "WALLET"})]


def message(target: str, kind: str, action: str, data: Any) -> Message:
    """Give a message as the wire has it."""
    return {"kind": kind, "target": target, "action": action, "input": data, "expires": "0"}


def credit(sender: str, kind: str, data: Any) -> Message:
    """Give the Credit-Notice of what moved."""
    notice = {
        "sender": sender,
        "kind": kind,
        "quantity": data["quantity"],
        "reference": data["reference"],
    }
    return message(data["recipient"], data["kind"], "Credit-Notice", notice)


def _again(text: str) -> str:
    """Write the bytes of a text anew."""
    return urlsafe_b64encode(urlsafe_b64decode(f"{text}=")).decode().rstrip("=")


def _is_number(text: str) -> bool:
    return re.fullmatch("0|[1-9][0-9]*", text) is not None and int(text) < END


def _is_id(text: str) -> bool:
    return re.fullmatch("[A-Za-z0-9_-]{43}", text) is not None and _again(text) == text


CREDIT: dict[str, Callable[[str], bool]] = {
    "sender": _is_id,
    "kind": lambda text: text in {"WALLET", "PROCESS"},
    "quantity": _is_number,
    "reference": _is_number,
}
"""The fields of a Credit-Notice, and how each is written."""


def _is_credit(data: Any) -> bool:
    """Say whether something has the form of a Credit-Notice."""
    if not isinstance(data, dict) or data.keys() != CREDIT.keys():
        return False
    return all(isinstance(data[name], str) and is_so(data[name]) for name, is_so in CREDIT.items())
