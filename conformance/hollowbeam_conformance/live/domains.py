"""The domain of each role: the sequences that are drawn for it, and how they are drawn."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Any, Final, Protocol

from hypothesis import strategies as st
from hypothesis.configuration import set_hypothesis_home_dir

from hollowbeam.kernel.encoding import Json
from hollowbeam_conformance.fill.recorder import Recorder
from hollowbeam_conformance.live.source import NOTHING_DRAWN, Source

PACKAGE: Final = "hollowbeam_models.domains"
LONGEST: Final = 40
"""A sequence has at most so many steps after its genesis."""

VIEW: Final = "view"
"""The operation of a move that looks at a path instead of taking a step."""

SEQUENCES: Final = 25
"""So many sequences are one round: what is drawn from one seed."""

Step = dict[str, Any]
"""A step of a case: a request with what it must answer, and what it changes."""


class Domain(Protocol):
    """What there is to draw for one role."""

    def starts(self) -> st.SearchStrategy[Json]:
        """Give the geneses of the role."""

    def moves(self, role: Any) -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
        """Give operations with their arguments, aimed at the state of a role."""


class BrokenReference(Exception):
    """The reference, or a domain, did what it must never do: a mistake of ours."""


def domain_of(role: str) -> Domain | None:
    """Find the domain of a role; None if there is none."""
    name = f"{PACKAGE}.{role}"
    if not role.isidentifier() or find_spec(name) is None:
        return None
    module: Any = import_module(name)
    return module if hasattr(module, "moves") and hasattr(module, "starts") else None


def keep_files_in(directory: Path) -> None:
    """Let what draws keep its files there, and not where the user happens to be."""
    set_hypothesis_home_dir(directory)


@dataclass(frozen=True, slots=True)
class Sequences:
    """The random sequences of one role.

    ``asks`` says which operations the implementation can be asked. ``changes``: each step is
    written down with what it changes.
    """

    role: str
    domain: Domain
    asks: Callable[[str], bool]
    changes: bool = False

    def each(self, key: str, consume: Callable[[list[Step]], None]) -> None:
        """Draw a round from a key, and hand on one sequence after the other.

        The same key gives the same sequences. What ``consume`` raises is raised here.
        """
        random = Random(hashlib.sha256(key.encode()).digest())  # noqa: S311 - to be repeated
        for _ in range(SEQUENCES):
            consume(self.one(random))

    def one(self, random: Random) -> list[Step]:
        """Draw a genesis, and steps unless it is refused."""
        source = Source(random)
        recorder = Recorder()
        with source.drawing():
            reset = {
                "verb": "reset",
                "role": self.role,
                "genesis": source.top("start", self.domain.starts()),
            }
            steps = [record(recorder, reset, changes=False)]
            if "ok" in steps[0]["expect"]:
                with suppress(*NOTHING_DRAWN):
                    self._moves(source, recorder, steps)
        return steps

    def _moves(self, source: Source, recorder: Recorder, steps: list[Step]) -> None:
        """Draw moves, and write them down as they are taken."""
        for _ in range(source.draw_integer(1, LONGEST)):
            op, args = source.top("move", self.domain.moves(recorder.role))
            if op == VIEW:
                steps.append(record(recorder, {"verb": VIEW, **args}, changes=False))
            elif self.asks(op):
                request = {"verb": "step", "op": op, "args": args}
                steps.append(record(recorder, request, changes=self.changes))


def record(recorder: Recorder, request: Step, *, changes: bool) -> Step:
    """Ask the reference. Raises: BrokenReference, where it answers with a fault."""
    step = recorder.record(request, changes=changes)
    if not step["expect"].keys() & {"ok", "reject"}:
        raise BrokenReference(f"the reference answers {request} with {step['expect']}")
    return step


def recorded(requests: list[Step], *, changes: bool = True) -> list[Step]:
    """Ask the reference a whole sequence anew, and write down what changes if it is asked for.

    Raises: BrokenReference.
    """
    recorder = Recorder()
    return [record(recorder, request, changes=changes) for request in requests]
