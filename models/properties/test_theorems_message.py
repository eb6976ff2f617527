"""Each theorem of room message as a property test: its body on random envelopes and numbers."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from hollowbeam.kernel.signatures import SECP256K1_ORDER
from hollowbeam.kernel.vocabulary import Nat
from hollowbeam.protocol.message.envelope import Envelope, Kind
from hollowbeam_models.reading import Ending, ending_of, example_of, property_of
from hollowbeam_models.strategies import Domain, arguments_of, naturals, values
from hollowbeam_models.theorem import REGISTRY, Theorem
from hollowbeam_models.theorems import message as room

THEOREMS = [theorem for theorem in REGISTRY.values() if theorem.body.__module__ == room.__name__]


def near(*numbers: int) -> st.SearchStrategy[int]:
    """Draw a natural at, or next to, one of some numbers."""
    return st.builds(
        lambda number, off: max(0, number + off), st.sampled_from(numbers), st.integers(-1, 1)
    )


def numbers() -> st.SearchStrategy[Nat]:
    """Draw the parts of a signature: around the order, its half, and the recovery ids."""
    order = SECP256K1_ORDER
    return st.one_of(near(0, 27, 28, order // 2, order), naturals()).map(Nat)


def envelopes() -> st.SearchStrategy[Envelope]:
    """Draw an envelope: arbitrary, or one with at most one fault."""
    right = Envelope(
        repeats_protocol_tag=False,
        names_protocol=True,
        names_variant=True,
        kind=Kind.MESSAGE,
        names_network=True,
        has_target=True,
        has_anchor=True,
        has_action=True,
    )
    return st.one_of(st.just(right), values(Envelope))


DOMAIN: Domain = {Nat: numbers(), Envelope: envelopes()}


@pytest.mark.parametrize("theorem", THEOREMS, ids=lambda theorem: theorem.id)
def test_the_body_holds_for_random_values(theorem: Theorem) -> None:
    property_of(theorem, arguments_of(theorem.body, DOMAIN))


@pytest.mark.parametrize("theorem", THEOREMS, ids=lambda theorem: theorem.id)
def test_some_values_reach_the_end_of_the_body(theorem: Theorem) -> None:
    drawn = example_of(theorem, arguments_of(theorem.body, DOMAIN))
    assert ending_of(theorem, drawn) == Ending.COMPLETED
