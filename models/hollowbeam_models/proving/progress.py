"""Shows on standard error how far a run is: a live bar in a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from hollowbeam_models.proving.campaign import Listener

PARTS: Final = 10
"""How many plain lines a run writes at most, so that a log stays short."""


@contextmanager
def shown(*, is_quiet: bool = False) -> Iterator[Listener]:
    """Give a listener that shows what it hears, inside the block."""
    if is_quiet:
        yield lambda _done, _total, _what: None
    elif not sys.stderr.isatty():
        yield Lines().hear
    else:
        columns = (
            TextColumn("proving"),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("[dim]{task.description}"),
        )
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("", total=None)
            yield lambda done, total, what: bar.update(
                task, completed=done, total=total, description=what
            )


class Lines:
    """Writes a line whenever another tenth is done."""

    def __init__(self) -> None:
        self._written = 0

    def hear(self, done: int, total: int, _what: str) -> None:
        """Write a line if it is time; the total grows while counterexamples are replayed."""
        part = done * PARTS // total
        if part > self._written:
            self._written = part
            sys.stderr.write(f"hb prove: {done} of {total}\n")
            sys.stderr.flush()
