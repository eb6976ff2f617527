"""Each theorem of room dre as a property test: its body on arbitrary and reachable states."""

from __future__ import annotations

import pkgutil
from importlib import import_module

import pytest

import hollowbeam_models.theorems.dre as room
from hollowbeam_models.domains.dre import dre, dre_aims
from hollowbeam_models.reading import Ending, ending_of, example_of, property_of
from hollowbeam_models.strategies import arguments_of
from hollowbeam_models.theorem import REGISTRY, Theorem

for module in pkgutil.iter_modules(room.__path__, f"{room.__name__}."):
    import_module(module.name)

THEOREMS = [
    theorem for theorem in REGISTRY.values() if theorem.body.__module__.startswith(room.__name__)
]


@pytest.mark.parametrize("theorem", THEOREMS, ids=lambda theorem: theorem.id)
def test_the_body_holds_for_random_values(theorem: Theorem) -> None:
    property_of(theorem, arguments_of(theorem.body, dre(), dre_aims))


@pytest.mark.parametrize("theorem", THEOREMS, ids=lambda theorem: theorem.id)
def test_some_values_reach_the_end_of_the_body(theorem: Theorem) -> None:
    drawn = example_of(theorem, arguments_of(theorem.body, dre(), dre_aims))
    assert ending_of(theorem, drawn) == Ending.COMPLETED
