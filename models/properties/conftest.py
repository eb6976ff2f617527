"""What the tests of the engine share: an exploration whose counterexample fails when it is run."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from hollowbeam.kernel.errors import Reason
from hollowbeam_models.theorem import Theorem

if TYPE_CHECKING:
    from hollowbeam_models.symbolic.explore import Exploration


@pytest.fixture
def explored() -> Callable[..., Exploration]:
    """Give what explores a body that is about one function."""
    return explore_and_replay


def explore_and_replay(
    body: Callable[..., None],
    about: Callable[..., Any],
    *rejects: Reason,
    acceptance: bool = False,
) -> Exploration:
    """Explore a body with one seed, and run its counterexample again from its JSON."""
    from hollowbeam_models.symbolic.counterexample import witness_of  # noqa: PLC0415 - loads z3
    from hollowbeam_models.symbolic.explore import Verdict, explore  # noqa: PLC0415
    from hollowbeam_models.symbolic.replay import replay  # noqa: PLC0415

    theorem = Theorem("an example", "", (), (about,), rejects, (), acceptance, body)
    found = explore(theorem, 1)
    assert (found.outcome == Verdict.PROVED) == (not found.problems)
    if found.counterexample is not None and not found.counterexample.is_to_induction:
        again = replay(theorem, witness_of(theorem, found.counterexample.json))
        assert str(again) == found.counterexample.label
    return found
