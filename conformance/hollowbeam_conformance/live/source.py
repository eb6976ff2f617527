"""Where what is drawn comes from: strategies of Hypothesis, drawn from plain random numbers.

Hypothesis remembers all that it draws, to shrink and repeat it. Live testing shrinks what was asked
and repeats it by its seed, so it draws from the same strategies without that, several times faster.

It also draws unevenly, on purpose. A rare failure needs some choices far more often than others:
many transfers and hardly a block, the same item again and again. So each sequence leans: at some
places where something is chosen it prefers some choices, strongly, and at which and how is drawn
anew for each sequence (Groce et al., "Swarm Testing", 2012). One sequence in three does not lean.
"""

from __future__ import annotations

import sys
from bisect import bisect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import accumulate
from random import Random
from types import FrameType
from typing import Any, Final

from hypothesis.control import BuildContext
from hypothesis.errors import StopTest, UnsatisfiedAssumption
from hypothesis.internal.conjecture.data import ConjectureData
from hypothesis.strategies import SearchStrategy
from hypothesis.strategies._internal.collections import ListStrategy, TupleStrategy
from hypothesis.strategies._internal.core import BuildsStrategy, CompositeStrategy
from hypothesis.strategies._internal.lazy import unwrap_strategies
from hypothesis.strategies._internal.strategies import (
    FilteredStrategy,
    MappedStrategy,
    OneOfStrategy,
)

from hollowbeam_models.domains import choosing

EVEN_ONE_IN: Final = 3
"""One sequence in so many does not lean at all."""

LEANING: Final = 0.5
"""So many of the places lean, in a sequence that leans."""

STEEPNESS: Final = 2.0
"""A choice is at most 10 to this power times as likely as another."""

MOST_CHOICES: Final = 64
"""Of more numbers than this none is preferred for itself; the bounds are, everywhere."""

BOUND_ONE_IN: Final = 8
PATIENCE: Final = 100
"""So many values are drawn for a filter before it is given up."""

WIDEST: Final = 2**64
LONGEST_LIST: Final = 6
"""A list without a bound has at most so many elements more than it must."""

Place = tuple[Any, ...]

_unwrap: Final[Callable[[Any], Any]] = unwrap_strategies

NOTHING_DRAWN: Final = (StopTest, UnsatisfiedAssumption)
"""What a strategy raises that gives nothing, as where a filter lets nothing through."""


class Source(ConjectureData):
    """Draws for one sequence; the same random numbers give the same values."""

    def __init__(self, random: Random) -> None:
        super().__init__(random=random)
        self._numbers = random
        self._leans = random.random() * EVEN_ONE_IN >= 1
        self._leanings: dict[Place, list[float] | None] = {}
        self._place: Place = ()

    @contextmanager
    def drawing(self) -> Iterator[None]:
        """Let strategies that ask Hypothesis what it is doing find an answer."""
        with BuildContext(self, is_final=False, wrapped_test=_no_test):
            yield

    def top(self, name: str, strategy: SearchStrategy[Any]) -> Any:
        """Draw what is asked for under a name, while ``drawing``. Raises: NOTHING_DRAWN."""
        return self._within(name, strategy, ())

    def draw(self, strategy: Any, label: Any = None, observe_as: Any = None) -> Any:
        """Draw from a strategy, while ``drawing``. Raises: NOTHING_DRAWN."""
        del label, observe_as
        plain = _unwrap(strategy)
        known = _KNOWN.get(type(plain))
        return plain.do_draw(self) if known is None else known(self, plain)

    def choose(self, strategy: SearchStrategy[Any], label: object = None) -> Any:
        """Draw for a composite strategy: the line that asks is the place of the choice."""
        del label
        self._place = _place_of(sys._getframe(1))  # noqa: SLF001 - nothing else tells who asks
        return self.draw(strategy)

    def pick(self, count: int) -> int:
        """Draw a number below ``count``, as this sequence leans at this place."""
        number = self._numbers.random()
        if not self._leans or not 1 < count <= MOST_CHOICES:
            return int(number * count)
        place = (count, self._place)
        if place not in self._leanings:
            self._leanings[place] = self._leaning(count)
        sums = self._leanings[place]
        if sums is None:
            return int(number * count)
        return min(bisect(sums, number * sums[-1]), count - 1)

    def _leaning(self, count: int) -> list[float] | None:
        """Draw how a place leans: the sums of the weights of its choices; None if it does not."""
        draw = self._numbers.random
        if draw() >= LEANING:
            return None
        return list(accumulate(10 ** (STEEPNESS * draw()) for _ in range(count)))

    # What the strategies of Hypothesis ask for.

    def draw_integer(
        self, min_value: int | None = None, max_value: int | None = None, **given: Any
    ) -> int:
        """Draw an integer, of a wide range now and then a bound."""
        forced: int | None = given.get("forced")
        if forced is not None:
            return forced
        low = min_value if min_value is not None else (max_value or 0) - WIDEST
        high = max_value if max_value is not None else low + 2 * WIDEST
        if high - low < MOST_CHOICES:
            return low + self.pick(high - low + 1)
        if self._numbers.random() * BOUND_ONE_IN < 1:
            return self._numbers.choice((low, low + 1, high - 1, high))
        return self._numbers.randint(low, high)

    def draw_boolean(self, p: float = 0.5, **given: Any) -> bool:
        """Draw yes with a probability; where it is a half, it is a choice as any other."""
        forced: bool | None = given.get("forced")
        if forced is not None:
            return forced
        return self.pick(2) == 1 if p == 1 / 2 else self._numbers.random() < p

    def draw_bytes(self, min_size: int = 0, max_size: int = sys.maxsize, **given: Any) -> bytes:
        """Draw bytes."""
        forced: bytes | None = given.get("forced")
        if forced is not None:
            return forced
        longest = min(max_size, min_size + LONGEST_LIST)
        return self._numbers.randbytes(self._numbers.randint(min_size, longest))

    # How the usual strategies draw. The others do it as in Hypothesis.

    def _one_of(self, strategy: Any) -> Any:
        """Draw from one of the choices, those of choices within among them, as often as named."""
        branches = _branches(strategy)
        chosen = self.pick(len(branches))
        return self._within(chosen, branches[chosen])

    def _composite(self, strategy: Any) -> Any:
        return strategy.definition(self.choose, *strategy.args, **strategy.kwargs)

    def _mapped(self, strategy: Any) -> Any:
        return strategy.pack(self.draw(strategy.mapped_strategy))

    def _filtered(self, strategy: Any) -> Any:
        """Draw until the filter lets something through: a sequence that leans may take longer."""
        place = self._place
        for _ in range(PATIENCE):
            drawn = self._within("filter", strategy.filtered_strategy, place)
            if strategy.condition(drawn):
                return drawn
        return self.mark_invalid()

    def _list(self, strategy: Any) -> list[Any]:
        place, least = self._place, strategy.min_size
        size = self.draw_integer(least, int(min(strategy.max_size, least + LONGEST_LIST)))
        self._place = place
        return [self._within("element", strategy.element_strategy, place) for _ in range(size)]

    def _tuple(self, strategy: Any) -> tuple[Any, ...]:
        place = self._place
        each = enumerate(strategy.element_strategies)
        return tuple(self._within(position, part, place) for position, part in each)

    def _builds(self, strategy: Any) -> Any:
        place = self._place
        args = [self._within(at, each, place) for at, each in enumerate(strategy.args)]
        named = {key: self._within(key, each, place) for key, each in strategy.kwargs.items()}
        return strategy.target(*args, **named)

    def _within(self, part: int | str, strategy: Any, place: Place | None = None) -> Any:
        """Draw at a place within a place."""
        self._place = (part, self._place if place is None else place)
        return self.draw(strategy)


_KNOWN: Final[dict[type, Callable[[Source, Any], Any]]] = {
    OneOfStrategy: Source._one_of,  # noqa: SLF001 - its own
    CompositeStrategy: Source._composite,  # noqa: SLF001
    MappedStrategy: Source._mapped,  # noqa: SLF001
    FilteredStrategy: Source._filtered,  # noqa: SLF001
    ListStrategy: Source._list,  # noqa: SLF001
    TupleStrategy: Source._tuple,  # noqa: SLF001
    BuildsStrategy: Source._builds,  # noqa: SLF001
}


def _no_test(*_: Any) -> None:
    """Stand for the test that Hypothesis would run."""


def _place_of(frame: FrameType | None) -> Place:
    """Name the line that chooses, and not one of those that choose for everybody."""
    while frame is not None and frame.f_code.co_filename == choosing.__file__:
        frame = frame.f_back
    assert frame is not None, "somebody asks"
    return (id(frame.f_code), frame.f_lasti)


def _branches(strategy: Any) -> list[Any]:
    found: list[Any] = []
    for each in map(_unwrap, strategy.original_strategies):
        found += _branches(each) if type(each) is OneOfStrategy else [each]
    return found
