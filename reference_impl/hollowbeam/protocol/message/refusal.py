"""A refusal that says where in the bytes it arose, for people who look for the fault."""

from __future__ import annotations

from hollowbeam.kernel.errors import Reason, Rejection


class RefusedAt(Rejection):
    """A rejection with the offset, in bytes from the start of the item or bundle, of its cause."""

    def __init__(self, reason: Reason, offset: int, detail: str = "") -> None:
        super().__init__(reason, f"{detail or reason.meaning} (byte {offset})")
        self.offset = offset
