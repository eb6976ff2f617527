"""How the implementation is started, for every way to judge it."""

from __future__ import annotations

import enum
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hollowbeam_conformance.run.isolation import Launch
    from hollowbeam_conformance.run.process import Limits


class Level(enum.StrEnum):
    """How far the implementation is shut in."""

    AUTO = "auto"
    NAMESPACE = "namespace"
    PROCESS = "process"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Launching:
    """How the implementation is started, as the user wants it; without a command, the reference."""

    command: tuple[str, ...]
    level: str
    directory: str | None
    keep: tuple[str, ...]
    limits: Limits

    def prepared(self, scratch: str, hidden: Path) -> Launch:
        """Make it ready to be started; it does not see what is hidden. Raises: NotPossible."""
        from hollowbeam_conformance.run.isolation import prepare  # noqa: PLC0415 - only when needed

        return prepare(
            self.command or (sys.executable, "-m", "hollowbeam", "testee"),
            level=self.level,
            limits=self.limits,
            scratch=scratch,
            directory=self.directory,
            keep=self.keep,
            hidden=[hidden],
        )

    def options(self) -> list[str]:
        """Write down what differs from the defaults, as options."""
        from hollowbeam_conformance.run.process import Limits  # noqa: PLC0415 - only when needed

        default = Limits()
        chosen = [] if self.level == Level.AUTO else ["--isolation", self.level]
        chosen += ["--directory", self.directory] if self.directory is not None else []
        chosen += [part for name in self.keep for part in ("--keep", name)]
        if self.limits.reply_seconds != default.reply_seconds:
            chosen += ["--reply-timeout", f"{self.limits.reply_seconds:g}"]
        if self.limits.start_seconds != default.start_seconds:
            chosen += ["--start-timeout", f"{self.limits.start_seconds:g}"]
        if self.limits.memory_bytes != default.memory_bytes:
            chosen += ["--memory", str(self.limits.memory_bytes >> 20)]
        return chosen
