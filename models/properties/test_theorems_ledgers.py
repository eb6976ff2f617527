"""Each theorem of rooms u_token and atomic_asset as a property test."""

from __future__ import annotations

from typing import Any

import pytest

import hollowbeam_models.theorems.atomic_asset
import hollowbeam_models.theorems.u_token.bridge
import hollowbeam_models.theorems.u_token.invariants
import hollowbeam_models.theorems.u_token.ledger  # noqa: F401 - each module registers its own
from hollowbeam_models.domains.atomic_asset import atomic_asset, atomic_asset_aims
from hollowbeam_models.domains.u_token import u_token, u_token_aims
from hollowbeam_models.reading import Ending, ending_of, example_of, property_of
from hollowbeam_models.strategies import arguments_of
from hollowbeam_models.theorem import REGISTRY, Theorem

THEOREMS = [
    theorem
    for identifier, theorem in REGISTRY.items()
    if identifier.startswith(("THM-TOK-", "THM-AST-"))
]


def arguments(theorem: Theorem) -> Any:
    """Give what the arguments of a theorem are drawn from."""
    if theorem.id.startswith("THM-TOK-"):
        return arguments_of(theorem.body, u_token(), u_token_aims)
    return arguments_of(theorem.body, atomic_asset(), atomic_asset_aims)


@pytest.mark.parametrize("theorem", THEOREMS, ids=lambda theorem: theorem.id)
def test_the_body_holds_for_random_values(theorem: Theorem) -> None:
    property_of(theorem, arguments(theorem))


@pytest.mark.parametrize("theorem", THEOREMS, ids=lambda theorem: theorem.id)
def test_some_values_reach_the_end_of_the_body(theorem: Theorem) -> None:
    assert ending_of(theorem, example_of(theorem, arguments(theorem))) == Ending.COMPLETED
