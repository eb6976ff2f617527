"""Theorem bodies as property tests: run in plain Python on random values."""

from __future__ import annotations

from enum import StrEnum, unique
from typing import Any

from hypothesis import HealthCheck, Phase, find, given, reject, settings
from hypothesis import strategies as st

from hollowbeam.kernel.errors import Rejection
from hollowbeam_models.theorem import Discarded, Theorem

EXAMPLES = 25
"""How many random values, of those that it speaks of, one theorem is run on."""

MOST_TRIES = 3_000
"""How many values are drawn, at most, to find one that a theorem says something of."""


@unique
class Ending(StrEnum):
    """How a body ends that is not contradicted."""

    COMPLETED = "completed"
    REJECTED = "rejected"
    DISCARDED = "discarded"


class Undeclared(AssertionError):
    """A body was refused for a reason that its theorem does not declare."""


def ending_of(theorem: Theorem, arguments: dict[str, Any]) -> Ending:
    """Run the body and say how it ended.

    Raises Disproved where a claim is false, Undeclared where a rejection is not declared; any other
    exception is a bug, of the theorem or of what it is about.
    """
    try:
        theorem.body(**arguments)
    except Discarded:
        return Ending.DISCARDED
    except Rejection as rejection:
        if rejection.reason not in theorem.rejects:
            raise Undeclared(rejection.reason) from rejection
        return Ending.REJECTED
    return Ending.COMPLETED


def property_of(theorem: Theorem, arguments: st.SearchStrategy[dict[str, Any]]) -> None:
    """Run the body on random arguments; those that it does not speak of are drawn again.

    Raises what ``ending_of`` raises, for the simplest arguments found.
    """

    @settings(
        derandomize=True,
        deadline=None,
        database=None,
        max_examples=EXAMPLES,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    @given(arguments)
    def holds(drawn: dict[str, Any]) -> None:
        if ending_of(theorem, drawn) == Ending.DISCARDED:
            reject()

    holds()


def example_of(theorem: Theorem, arguments: st.SearchStrategy[dict[str, Any]]) -> dict[str, Any]:
    """Find arguments with which the body runs to its end: the theorem says something of them.

    Raises NoSuchExample if there are none among ``MOST_TRIES``.
    """

    def is_complete(drawn: dict[str, Any]) -> bool:
        return ending_of(theorem, drawn) == Ending.COMPLETED

    return find(
        arguments,
        is_complete,
        settings=settings(
            derandomize=True,
            deadline=None,
            database=None,
            max_examples=MOST_TRIES,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate,),
        ),
    )
