"""Progress on standard error: only where a person looks at a terminal.

Written by hand: a display that refreshes itself runs a thread, which must not be where processes
are forked, and takes processor time from what is measured.
"""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self

WIDTH = 24
PAUSE_SECONDS = 0.1


def rewrite(words: str) -> None:
    """Show words on the last line of a terminal, in place of what was shown there before."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{words}")
        sys.stderr.flush()


class Progress:
    """One line that says how far a long work is; it leaves nothing behind."""

    def __init__(self, what: str, total: int) -> None:
        self._what = what
        self._total = total
        self._done = 0
        self._drawn = 0.0

    def __enter__(self) -> Self:
        return self

    def advance(self, last: str = "") -> None:
        """Count one more as done; ``last`` names it."""
        self._done += 1
        now = time.monotonic()
        if now - self._drawn < PAUSE_SECONDS and self._done < self._total:
            return
        self._drawn = now
        filled = WIDTH * self._done // max(self._total, 1)
        bar = "━" * filled + "─" * (WIDTH - filled)
        rewrite(f"{self._what} {bar} {self._done}/{self._total} {last[:30]}")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        rewrite("")
