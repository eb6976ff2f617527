"""``hb conform --live``: random sequences, compared with the reference across the pipe."""

from __future__ import annotations

import shlex
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from hollowbeam_conformance.commands.progress import PAUSE_SECONDS, rewrite

if TYPE_CHECKING:
    from hollowbeam_conformance.commands.launching import Launching
    from hollowbeam_conformance.run.report import ClauseInfo, Report
    from hollowbeam_conformance.run.suite import Suite

EXIT_NOT_TESTED = 2


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user wants of a live session; None where it is left to us."""

    role: str | None
    seed: int | None
    max_seconds: float | None
    max_failures: int | None
    save: Path

    def options(self, seed: int) -> list[str]:
        """Write down the options that draw the same sequences again."""
        chosen = ["--live", "--seed", str(seed)]
        chosen += [] if self.role is None else ["--role", self.role]
        chosen += [] if self.max_seconds is None else ["--max-time", f"{self.max_seconds:g}"]
        return chosen + (
            [] if self.max_failures is None else ["--max-failures", str(self.max_failures)]
        )


def judge_live(
    suite: Suite,
    launching: Launching,
    wishes: Wishes,
    clauses: Mapping[str, ClauseInfo],
    program: Sequence[str],
) -> Report:
    """Run a live session, with progress on a terminal."""
    from hollowbeam_conformance.live.domains import (  # noqa: PLC0415 - imports all that draws
        BrokenReference,
        keep_files_in,
    )
    from hollowbeam_conformance.live.session import (  # noqa: PLC0415
        SECONDS,
        LiveSession,
        Options,
    )
    from hollowbeam_conformance.run.isolation import (  # noqa: PLC0415
        NotPossible,
        scratch_directory,
    )

    begin = [*program, *launching.options()]
    end = ["--", *launching.command] if launching.command else []
    options = Options(
        role=wishes.role,
        seed=wishes.seed,
        max_seconds=SECONDS if wishes.max_seconds is None else wishes.max_seconds,
        max_failures=wishes.max_failures or 1,
        save=wishes.save,
        clauses=dict(clauses),
        reproduce=lambda path: shlex.join([*begin, "--case", str(path), *end]),
        repeat=lambda seed: shlex.join([*begin, *wishes.options(seed), *end]),
    )
    with scratch_directory() as scratch, scratch_directory() as drawing:
        keep_files_in(Path(drawing))
        try:
            launch = launching.prepared(scratch, suite.directory)
            return LiveSession(
                suite, launch, limits=launching.limits, options=options, listener=_telling()
            ).run()
        except (NotPossible, BrokenReference, OSError) as error:
            typer.echo(f"hb conform: {error}", err=True)
            raise typer.Exit(EXIT_NOT_TESTED) from error
        finally:
            rewrite("")


def _telling() -> Callable[[str], None]:
    """Show what goes on, now and then."""
    shown = 0.0

    def tell(words: str) -> None:
        nonlocal shown
        now = time.monotonic()
        if now - shown > PAUSE_SECONDS:
            shown = now
            rewrite(words)

    return tell
