"""Clauses at work: those that a failing step is about, and the right ones are not."""

from __future__ import annotations

import pytest

from hollowbeam_conformance.live.working import suspects
from hollowbeam_conformance.run.suite import Suite, load
from hollowbeam_conformance.vectors import DIRECTORY


@pytest.fixture(scope="module")
def suite() -> Suite:
    return load(DIRECTORY)


def steps(suite: Suite, name: str) -> list[dict[str, object]]:
    """Give the steps of a case up to the last that is more than a look."""
    (case,) = (case for case in suite.cases if case.id == name)
    ends = [at for at, step in enumerate(case.steps) if step["verb"] == "step"]
    return list(case.steps[: ends[-1] + 1])


def test_what_was_right_before_is_no_suspect(suite: Suite) -> None:
    transfer, burn = steps(suite, "tok-8-wallet"), steps(suite, "tok-21-wallet")
    assert suspects([], burn) >= {"TOK-5", "TOK-19", "TOK-21"}
    assert suspects([transfer], burn) >= {"TOK-19", "TOK-21"}
    assert not suspects([transfer], burn) & {"TOK-2", "TOK-3", "TOK-6"}


def test_what_the_sequence_did_before_is_no_suspect(suite: Suite) -> None:
    burn = steps(suite, "tok-21-wallet")
    again = [*burn, *steps(suite, "tok-8-wallet")[1:]]
    assert not suspects([], again) & {"TOK-19", "TOK-21"}
    assert suspects([], again) >= {"TOK-6", "TOK-9"}


def test_where_nothing_differs_all_that_is_at_work_is_suspect(suite: Suite) -> None:
    burn = steps(suite, "tok-21-wallet")
    assert suspects([burn], burn) >= {"TOK-19", "TOK-21"}
