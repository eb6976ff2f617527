"""Progress on standard error: only where a person looks at a terminal."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self

WIDTH = 24
PAUSE_SECONDS = 0.1


class Progress:
    """One line that says how far a long work is; it leaves nothing behind."""

    def __init__(self, what: str, total: int) -> None:
        self._what = what
        self._total = total
        self._done = 0
        self._drawn = 0.0
        self._shown = sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def advance(self, last: str = "") -> None:
        """Count one more as done; ``last`` names it."""
        self._done += 1
        now = time.monotonic()
        if not self._shown or (now - self._drawn < PAUSE_SECONDS and self._done < self._total):
            return
        self._drawn = now
        filled = WIDTH * self._done // max(self._total, 1)
        bar = "━" * filled + "─" * (WIDTH - filled)
        sys.stderr.write(f"\r\x1b[K{self._what} {bar} {self._done}/{self._total} {last[:30]}")
        sys.stderr.flush()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
