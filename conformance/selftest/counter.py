"""The reference of role ``counter``, and what is drawn for it: live testing in miniature."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st


def root(value: int) -> str:
    """Give the state root of a counter, as the zoo does."""
    digest = hashlib.sha256(b"counter" + str(value).encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


@dataclass(frozen=True)
class State:
    """Nothing but the number."""

    value: int


class Role:
    """A counter as the reference has it."""

    @property
    def state(self) -> State:
        return State(self.value)

    def reset(self, genesis: Any) -> dict[str, Any]:
        self.value = int(genesis["value"])
        return self._ok()

    def step(self, op: str, args: Any) -> dict[str, Any]:
        if op == "Read":
            return self._ok({"value": str(self.value)})
        amount = int(args["amount"])
        if op == "Take":
            if amount > self.value:
                return {"reject": {"code": "INSUFFICIENT"}}
            amount = -amount
        self.value += amount
        return self._ok(None, [{"by": str(amount)}])

    def view(self, _path: str) -> dict[str, Any]:
        return {"ok": {"out": str(self.value)}}

    def _ok(self, out: Any = None, effects: Any = None) -> dict[str, Any]:
        return {"ok": {"out": out, "effects": effects or [], "digest": root(self.value)}}


def starts() -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries({"value": st.integers(0, 9).map(str)})


def moves(role: Role) -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
    near = st.sampled_from((0, 1, role.value, role.value + 1, 7, 4))
    amounts = near.map(lambda amount: {"amount": str(amount)})
    taken = st.tuples(st.sampled_from(("Add", "Take")), amounts)
    return st.one_of(taken, taken, st.just(("Read", dict[str, Any]())))
