"""Counterexamples: each has a case that passes on the shipped code and fails without its rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import pytest

from hollowbeam_conformance.fill.counterexamples import SECTIONS, WAITING, all_counterexamples
from hollowbeam_conformance.fill.counterexamples.records import Counterexample, Section
from hollowbeam_conformance.roles import ROLES
from hollowbeam_conformance.run.isolation import prepare, scratch_directory
from hollowbeam_conformance.run.session import Options, Session
from hollowbeam_conformance.run.suite import Suite, load
from hollowbeam_conformance.sabotage.matrix import CONTROL, LIMITS, command_of
from hollowbeam_conformance.vectors import DIRECTORY
from hollowbeam_models.saboteur import Saboteur, all_saboteurs

SHIPPED: Final = Saboteur(CONTROL, "", "", "", "", "nothing: the reference as it is")
AT_ONCE: Final = 2


@pytest.fixture(scope="module")
def published() -> Suite:
    return load(DIRECTORY)


def verdicts(suite: Suite, saboteur: Saboteur, cases: Sequence[str]) -> dict[str, str]:
    """Judge ``hb testee``, with a rule taken away, by these cases alone."""
    with scratch_directory() as scratch:
        launch = prepare(command_of(saboteur), level="none", limits=LIMITS, scratch=scratch)
        options = Options(patterns=cases, asked_alone=0)
        report = Session(suite, launch, limits=LIMITS, options=options).run()
    judged: dict[str, str] = {case.id: case.verdict for case in report.cases}
    return {case: judged.get(case, "not run") for case in cases}


def unnoticed(suite: Suite, rows: Sequence[Counterexample]) -> list[tuple[str, str, str]]:
    """Give the rows whose case does not fail when the rule is gone; one process a saboteur."""
    wanted: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        wanted[row.saboteur].append(row.case)
    saboteurs = all_saboteurs()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = pool.map(lambda each: verdicts(suite, saboteurs[each[0]], each[1]), wanted.items())
        return [
            (case, saboteur, verdict)
            for saboteur, judged in zip(wanted, found, strict=True)
            for case, verdict in judged.items()
            if verdict != "failed"
        ]


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.anchor)
def test_each_counterexample_is_noticed_when_its_rule_is_gone(
    published: Suite, section: Section
) -> None:
    assert unnoticed(published, section.rows) == []


def test_none_of_them_is_noticed_in_the_shipped_code(published: Suite) -> None:
    cases = sorted({row.case for row in all_counterexamples()})
    assert verdicts(published, SHIPPED, cases) == dict.fromkeys(cases, "passed")


def test_a_case_that_does_not_need_the_rule_is_told(published: Suite) -> None:
    """The control of the test itself: this rule has nothing to do with that case."""
    stray = Counterexample("a story", "a harm", "stk-8-moves", "SAB-STK-15a")
    assert unnoticed(published, [stray]) == [("stk-8-moves", "SAB-STK-15a", "passed")]


def test_each_row_names_what_there_is(published: Suite) -> None:
    cases = {case.id for case in published.cases}
    saboteurs = all_saboteurs()
    for row in all_counterexamples():
        assert row.case in cases
        assert saboteurs[row.saboteur].clause == row.clause


def test_no_row_is_told_twice() -> None:
    rows = all_counterexamples()
    assert len({(row.case, row.saboteur) for row in rows}) == len(rows)
    assert len({section.anchor for section in SECTIONS}) == len(SECTIONS)


def test_what_waits_for_a_room_waits_no_longer_than_until_it_is_there() -> None:
    """When a room has a role, its counterexamples become rows with cases."""
    assert [each.story for each in WAITING if each.room in ROLES] == []
