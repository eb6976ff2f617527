"""Solvers that hear the facts of one path after another, each of a seed of its own.

Paths begin alike: one that forked from another has the same facts up to a decision. So a solver
keeps what it knows of these, and takes back only what comes after.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from typing import Final

import z3

from hollowbeam_models.symbolic import core
from hollowbeam_models.symbolic.terms import is_same

EFFORT: Final = 3_000_000
"""The solver's resource units for one query: a count of its work, the same on every machine."""


class Hearing:
    """A solver of a seed, and the facts that it has heard."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._solver: z3.Solver | None = None
        self._path: Sequence[z3.BoolRef] = ()
        """The facts of the path that was heard last; there may be more of them now."""
        self._heard: list[z3.BoolRef] = []
        self._scopes: list[int] = []
        """How many facts had been heard when each scope was begun."""

    def check(
        self, facts: Sequence[z3.BoolRef], turns: AbstractSet[int], *extra: z3.BoolRef
    ) -> z3.CheckSatResult:
        """Ask whether the facts of a path, with the extra ones, can hold.

        ``turns``: before which of the facts a path may fork.
        """
        if facts is not self._path:
            self.forget(self._common(facts))
            self._path = facts
        for index in range(len(self._heard), len(facts)):
            self._hear(facts[index], is_turn=index in turns)
        return core.check(self._asked(), extra)

    def check_twice(
        self, facts: Sequence[z3.BoolRef], turns: AbstractSet[int], extra: z3.BoolRef
    ) -> z3.CheckSatResult:
        """Ask the same again, from nothing, if the answer is not known."""
        answer = self.check(facts, turns, extra)
        return insist(self.seed, [*facts, extra]) if answer == z3.unknown else answer

    def model(self) -> z3.ModelRef:
        """Give a model of what was just asked for."""
        return self._asked().model()

    def forget(self, count: int) -> None:
        """Keep so many facts only."""
        while len(self._heard) > count and self._scopes:
            begun = self._scopes.pop()
            self._asked().pop()
            again = self._heard[begun:count]
            del self._heard[begun:]
            for index, term in enumerate(again):
                self._hear(term, is_turn=not index)
        if len(self._heard) > count:
            self._solver, again = None, self._heard[:count]
            self._heard = []
            for term in again:
                self._hear(term, is_turn=False)

    def _common(self, facts: Sequence[z3.BoolRef]) -> int:
        pairs = enumerate(zip(self._heard, facts, strict=False))
        fewest = min(len(self._heard), len(facts))
        return next((index for index, pair in pairs if not is_same(*pair)), fewest)

    def _hear(self, term: z3.BoolRef, *, is_turn: bool) -> None:
        """Add a fact."""
        solver = self._asked()
        if is_turn:
            solver.push()
            self._scopes.append(len(self._heard))
        core.tell(solver, term)
        self._heard.append(term)

    def _asked(self) -> z3.Solver:
        if self._solver is None:
            with seeded(self.seed):
                self._solver = z3.SimpleSolver()
            self._solver.set("rlimit", EFFORT)
        return self._solver


def insist(seed: int, terms: Sequence[z3.BoolRef]) -> z3.CheckSatResult:
    """Ask from nothing whether terms can hold: another order of work, better at products."""
    with seeded(seed):
        solver = z3.Solver()
        solver.set("rlimit", EFFORT)
        solver.add(*terms)
        return solver.check()


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Let the solvers that are made in the block have a seed."""
    names = ("smt.random_seed", "sat.random_seed")
    outside = [z3.get_param(name) for name in names]
    for name in names:
        z3.set_param(name, seed)
    try:
        yield
    finally:
        for name, before in zip(names, outside, strict=True):
            z3.set_param(name, before)
