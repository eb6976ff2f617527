"""Shrinking: the shortest and simplest sequence that still fails, always the same one.

Only what was recorded is changed: steps are left out, lists and numbers made smaller, names made
equal. Where steps were left out, later ones may have to follow what is left. Each attempt is
answered anew by the reference, so that what remains is always a sequence that begins at a genesis,
with right answers.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Any, Final

from hollowbeam_conformance.live.domains import BrokenReference, Step, recorded
from hollowbeam_conformance.live.following import without
from hollowbeam_conformance.live.partner import Failure
from hollowbeam_conformance.run.judge import BREAKING

MOST_STEPS: Final = 6_000
"""So many steps are asked; a fixed number, so that a slow machine gives the same result."""

COST_OF_A_START: Final = 100
"""A start costs as much as so many steps."""

FEW_IDS: Final = 3
"""An id is replaced by one of so many that stand before it."""

_ID_LENGTH: Final = 43

Requests = list[Step]
Ask = Callable[[Sequence[Step]], Failure | None]
Place = tuple[Any, ...]
Change = Callable[[Requests, str, str], Requests]
"""Puts a new value in place of an old one."""


class Shrinker:
    """Makes a failing sequence smaller while it fails in the same way.

    ``starts``: each question is asked of a fresh process. ``changes``: the implementation has to
    be asked for what each step changes.
    """

    def __init__(
        self,
        ask: Ask,
        steps: Sequence[Step],
        failure: Failure,
        *,
        starts: bool = False,
        changes: bool = True,
    ) -> None:
        self._ask = ask
        self._starts = starts
        self._changes = changes
        self._left = MOST_STEPS
        self._tried: set[str] = set()
        self.steps = list(steps[: failure.step + 1])
        self.failure = failure

    def run(self) -> None:
        """Shrink until nothing helps, or enough was asked. Raises: Gone."""
        before = ""
        self._attempt(requests_of(_telling(self.steps)))
        while before != (before := _text(self._requests())) and self._left > 0:
            self._leave_out_steps()
            self._leave_out_elements()
            self._simplify()

    def _requests(self) -> Requests:
        return requests_of(self.steps)

    def _attempt(self, requests: Requests) -> bool:
        """Keep a sequence if it fails in the same way."""
        text = _text(requests)
        if self._left <= 0 or text in self._tried:
            return False
        self._tried.add(text)
        self._left -= len(requests)
        try:
            steps = recorded(requests, changes=self._changes)
        except BrokenReference:
            return False
        failure = self._ask(steps)
        if self._starts or (failure is not None and failure.kind in BREAKING):
            self._left -= COST_OF_A_START
        if failure is None or not self._is_same(steps, failure):
            return False
        self.steps, self.failure = steps[: failure.step + 1], failure
        return True

    def _is_same(self, steps: Sequence[Step], failure: Failure) -> bool:
        if failure.kind is not self.failure.kind:
            return False
        last, now = self.steps[-1], steps[failure.step]
        return (last.get("op"), _code(last)) == (now.get("op"), _code(now))

    def _leave_out_steps(self) -> None:
        """Leave out steps: many at once, then fewer, then one by one, the latest first.

        The first step is the genesis, the last one fails.
        """
        size = max(1, (len(self.steps) - 2) // 2)
        while True:
            end = len(self.steps) - 1
            while end > 1:
                start = max(1, end - size)
                requests = self._requests()
                if not self._attempt(requests[:start] + requests[end:]):
                    self._attempt(without(requests, start, end))
                end = min(start, len(self.steps) - 1)
            if size == 1:
                return
            size //= 2

    def _leave_out_elements(self) -> None:
        """Leave out elements of lists, the latest first: what is shorter is sooner asked again."""
        for place in list(_places(self._requests())):
            old = self._still_at(place)
            if isinstance(old, list) and not self._attempt(_put(self._requests(), place, [])):
                for position in reversed(range(len(old))):
                    rest = old[:position] + old[position + 1 :]
                    if self._attempt(_put(self._requests(), place, rest)):
                        old = rest

    def _simplify(self) -> None:
        """Simplify values: first the same one wherever it stands, then each by itself."""
        for old, count in _values(self._requests()).items():
            if count > 1:
                self._simplest(old, _replaced)
        for place in list(_places(self._requests())):
            old = self._still_at(place)
            if isinstance(old, str):
                self._simplest(old, partial(_put_at, place))

    def _simplest(self, old: str, change: Change) -> None:
        """Put simpler values in place of another, as long as there are any that do."""
        for new in _simpler(old, list(_values(self._requests()))):
            if self._attempt(change(self._requests(), old, new)):
                self._simplest(new, change)
                return

    def _still_at(self, place: Place) -> Any:
        """Give what stands at a place; None where it went away with something simplified before."""
        try:
            return _at(self._requests(), place)
        except (KeyError, IndexError, TypeError):
            return None


def _telling(steps: Sequence[Step]) -> list[Step]:
    """Leave out the steps that were refused or left the state as it was, but for the last."""
    kept, digest = [steps[0]], _digest(steps[0])
    for step in steps[1:-1]:
        now = _digest(step)
        if "ok" in step["expect"] and (now is None or now != digest):
            kept.append(step)
            digest = now
    return [*kept, *steps[1:][-1:]]


def _digest(step: Step) -> Any:
    return step["expect"].get("ok", {}).get("digest")


def requests_of(steps: Sequence[Step]) -> Requests:
    """Give the requests of a sequence alone, without their answers."""
    return [
        {name: value for name, value in step.items() if name not in {"expect", "changes"}}
        for step in steps
    ]


def _code(step: Step) -> Any:
    return step["expect"].get("reject", {}).get("code")


def _text(requests: Requests) -> str:
    return json.dumps(requests, sort_keys=True)


def _leaves(value: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Walk through a value: each list, and each scalar, with its place."""
    if isinstance(value, dict):
        for key in sorted(value):
            yield from _leaves(value[key], (*place, key))
        return
    yield place, value
    if isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _leaves(inner, (*place, position))


_INPUTS: Final = ("genesis", "args")
"""What of a request is simplified."""


def _places(requests: Requests) -> Iterator[Place]:
    for position, request in enumerate(requests):
        for name in _INPUTS:
            if name in request:
                yield from (place for place, _ in _leaves(request[name], (position, name)))


def _values(requests: Requests) -> Counter[str]:
    """Count the texts of a sequence, in the order in which they stand."""
    found = (_at(requests, place) for place in _places(requests))
    return Counter(value for value in found if isinstance(value, str))


def _simpler(old: str, known: Sequence[str]) -> Iterator[str]:
    """Give simpler values for a number or an id, the simplest first."""
    if old.isdecimal() and old == str(int(old)):
        number = int(old)
        parts = [number >> bits for bits in (8, 4, 2, 1)]
        smaller = [0, 1, 2, 3, *parts, *(number - part for part in reversed(parts)), number - 1]
        yield from (str(each) for each in dict.fromkeys(smaller) if 0 <= each < number)
    elif len(old) == _ID_LENGTH:
        position = known.index(old) if old in known else len(known)
        ids = (each for each in known[:position] if len(each) == _ID_LENGTH)
        yield from islice(ids, FEW_IDS)


def _at(value: Any, place: Place) -> Any:
    for part in place:
        value = value[part]
    return value


def _put(value: Any, place: Place, new: Any) -> Any:
    """Give a copy that has something else at a place; what is beside the way is shared."""
    if not place:
        return new
    changed = value.copy()
    changed[place[0]] = _put(value[place[0]], place[1:], new)
    return changed


def _put_at(place: Place, requests: Requests, _: str, new: str) -> Requests:
    changed: Requests = _put(requests, place, new)
    return changed


def _replaced(requests: Requests, old: str, new: str) -> Requests:
    for place in [each for each in _places(requests) if _at(requests, each) == old]:
        requests = _put(requests, place, new)
    return requests
