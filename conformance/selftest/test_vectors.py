"""The published vectors, replayed against the reference in this process."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from hollowbeam_conformance.roles import ROLES
from hollowbeam_conformance.run.judge import Judge
from hollowbeam_conformance.run.suite import Case, load, probes
from hollowbeam_conformance.testee import FEATURES, reply
from hollowbeam_conformance.vectors import DIRECTORY

FILES = sorted(path.relative_to(DIRECTORY).as_posix() for path in DIRECTORY.glob("*/*.jsonl"))


@cache
def cases() -> dict[str, list[Case]]:
    """Give the cases by their file."""
    by_file: dict[str, list[Case]] = {}
    for case in load(DIRECTORY).cases:
        by_file.setdefault(f"{case.role}/{case.clause}.jsonl", []).append(case)
    return by_file


def test_the_vectors_are_of_every_role() -> None:
    assert sorted(cases()) == FILES
    assert {name.partition("/")[0] for name in FILES} == set(ROLES)


@pytest.mark.parametrize("file", FILES)
def test_the_reference_answers_as_the_vectors_say(file: str) -> None:
    judge = Judge(compare_codes=True, compare_digests=True, features=frozenset(FEATURES))
    problems = []
    for case in cases()[file]:
        roles: list[Any] = []
        for position, probe in enumerate(probes(case, by_view=False)):
            answer = json.loads(json.dumps(reply(roles, probe.request)))
            problem = judge.outcome(probe, answer, position)
            if problem:
                problems.append((case.id, problem))
    assert problems == []
