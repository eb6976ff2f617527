"""The domain of each role: the sequences that are drawn for it, and how they are drawn."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, Protocol

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis import strategies as st
from hypothesis.configuration import set_hypothesis_home_dir
from hypothesis.errors import HypothesisException

from hollowbeam.kernel.encoding import Json
from hollowbeam_conformance.fill.recorder import Recorder

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
        number = int.from_bytes(hashlib.sha256(key.encode()).digest())

        @settings(
            max_examples=SEQUENCES,
            database=None,
            deadline=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
            verbosity=Verbosity.quiet,
        )
        @seed(number)
        @given(_sequence(self))
        def draw(steps: list[Step]) -> None:
            with _passing():
                consume(steps)

        try:
            draw()
        except _Passing as passed:
            raise passed.error from None


class _Passing(BaseException):
    """Carries an error past Hypothesis, which would take it for a failing test of its own."""

    def __init__(self, error: Exception) -> None:
        super().__init__(error)
        self.error = error


@contextmanager
def _passing() -> Iterator[None]:
    try:
        yield
    except HypothesisException:
        raise
    except Exception as error:
        raise _Passing(error) from error


@st.composite
def _sequence(draw: st.DrawFn, sequences: Sequences) -> list[Step]:
    """Draw a genesis, and steps unless it is refused."""
    with _passing():
        return _drawn(draw, sequences)


def _drawn(draw: st.DrawFn, sequences: Sequences) -> list[Step]:
    recorder = Recorder()
    reset = {"verb": "reset", "role": sequences.role, "genesis": draw(sequences.domain.starts())}
    steps = [record(recorder, reset, changes=False)]
    if "ok" not in steps[0]["expect"]:
        return steps
    for _ in range(draw(st.integers(1, LONGEST))):
        op, args = draw(sequences.domain.moves(recorder.role))
        if op == VIEW:
            steps.append(record(recorder, {"verb": VIEW, **args}, changes=False))
        elif sequences.asks(op):
            request = {"verb": "step", "op": op, "args": args}
            steps.append(record(recorder, request, changes=sequences.changes))
    return steps


def record(recorder: Recorder, request: Step, *, changes: bool) -> Step:
    """Ask the reference. Raises: BrokenReference, where it answers with a fault."""
    step = recorder.record(request, changes=changes)
    if not step["expect"].keys() & {"ok", "reject"}:
        raise BrokenReference(f"the reference answers {request} with {step['expect']}")
    return step


def recorded(requests: list[Step]) -> list[Step]:
    """Ask the reference a whole sequence anew, and write down all that changes.

    Raises: BrokenReference.
    """
    recorder = Recorder()
    return [record(recorder, request, changes=True) for request in requests]
