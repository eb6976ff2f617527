"""The laws of the vectors: a suite that breaks one is refused, and says which."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hollowbeam_conformance.run.judge import Probe
from hollowbeam_conformance.run.suite import BrokenSuite, Suite, load, probes, upto


def changed(cases: Any, identity: str, **parts: Any) -> list[dict[str, Any]]:
    return [{**case, **parts} if case["id"] == identity else case for case in cases]


def without(cases: Any, identity: str) -> list[dict[str, Any]]:
    return [case for case in cases if case["id"] != identity]


def refusal(directory: Path) -> str:
    with pytest.raises(BrokenSuite) as refused:
        load(directory)
    return str(refused.value)


def asked(found: list[Probe]) -> list[tuple[str, str | None]]:
    return [(str(probe.request["verb"]), probe.path) for probe in found]


def test_a_sound_suite_is_loaded_in_its_order(suite: Suite, cases: Any) -> None:
    assert [case.id for case in suite.cases] == [case["id"] for case in cases]
    assert suite.roles == ("counter", "reader")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"neighbour": None}, "cnt-3-overdraft: no neighbour that accepts"),
        ({"neighbour": "cnt-9-none"}, "cnt-3-overdraft: no neighbour that accepts"),
        ({"neighbour": "cnt-4-after-refusal"}, "cnt-3-overdraft: no neighbour that accepts"),
        ({"neighbour": "rdr-1-see"}, "cnt-3-overdraft: no neighbour that accepts"),
        (
            {"kind": "accept", "neighbour": None},
            "cnt-3-overdraft: kind is accept, yet the last step is refused",
        ),
    ],
)
def test_every_refusal_has_a_neighbour_that_accepts(
    write_suite: Any, cases: Any, change: dict[str, Any], reason: str
) -> None:
    assert refusal(write_suite(changed(cases, "cnt-3-overdraft", **change))) == reason


def test_a_neighbour_runs_whenever_its_case_does(write_suite: Any, cases: Any) -> None:
    directory = write_suite(changed(cases, "cnt-3-all", requires=["wealth"]))
    assert refusal(directory) == (
        "cnt-3-overdraft: the neighbour cnt-3-all needs more features than the case; "
        "cnt-4-after-refusal: the neighbour cnt-3-all needs more features than the case"
    )


def test_a_case_begins_with_a_reset(write_suite: Any, cases: Any) -> None:
    steps = cases[0]["steps"][1:]
    directory = write_suite(changed(cases, "cnt-1-zero", steps=steps))
    assert refusal(directory) == "cnt-1-zero: a case begins with a reset"


def test_a_retired_id_is_not_used_again(write_suite: Any, cases: Any) -> None:
    directory = write_suite(cases, [{"id": "cnt-1-zero", "reason": "it was wrong"}])
    assert refusal(directory) == "cnt-1-zero: the id is retired"


def test_two_cases_have_two_ids(write_suite: Any, cases: Any) -> None:
    directory = write_suite([*cases, cases[0]])
    path = directory / "counter" / "CNT-1.jsonl"
    assert refusal(directory) == f"{path}: two cases are called cnt-1-zero"


def test_a_line_that_was_changed_is_not_run(write_suite: Any) -> None:
    directory = write_suite()
    path = directory / "counter" / "CNT-3.jsonl"
    path.write_text(path.read_text().replace("INSUFFICIENT", "OTHER"))
    assert refusal(directory) == f"{path}: cnt-3-overdraft is not the case that the index means"


def test_a_line_that_is_lost_is_missed(write_suite: Any) -> None:
    directory = write_suite()
    path = directory / "counter" / "CNT-3.jsonl"
    path.write_text(path.read_text().splitlines()[0])
    assert refusal(directory) == f"{path}: 1 cases, the index has 2"


def test_an_index_that_says_otherwise_is_refused(write_suite: Any) -> None:
    directory = write_suite()
    index = json.loads((directory / "index.json").read_text())
    index["cases"][0]["kind"] = "maybe"
    (directory / "index.json").write_text(json.dumps(index))
    assert "Input should be 'accept' or 'reject'" in refusal(directory)


def test_no_vectors_are_no_suite(tmp_path: Path) -> None:
    assert "index.json" in refusal(tmp_path)


@pytest.mark.parametrize(
    ("role", "patterns", "smoke", "ids"),
    [
        (None, ["cnt-1-*"], False, ["cnt-1-zero", "cnt-1-seven"]),
        (None, ["CNT-2"], False, ["cnt-2-add"]),
        ("reader", [], False, ["rdr-1-see"]),
        (None, ["reader"], False, ["rdr-1-see"]),
        (None, ["cnt-9-*"], False, []),
        (None, ["cnt-3-overdraft"], False, ["cnt-3-all", "cnt-3-overdraft"]),
        (
            "counter",
            [],
            True,
            ["cnt-1-zero", "cnt-2-add", "cnt-3-all", "cnt-4-after-refusal", "cnt-5-look"],
        ),
    ],
)
def test_a_selection_keeps_the_order_and_brings_neighbours_along(
    suite: Suite, role: str | None, patterns: list[str], smoke: bool, ids: list[str]
) -> None:
    assert [case.id for case in suite.select(role, patterns, smoke=smoke)] == ids


def test_changes_are_looked_at_where_there_is_no_root(suite: Suite) -> None:
    case = next(case for case in suite.cases if case.id == "cnt-2-add")
    assert asked(probes(case, by_view=False)) == [
        ("reset", None),
        ("step", None),
        ("step", None),
        ("step", None),
    ]
    assert asked(probes(case, by_view=True)) == [
        ("reset", None),
        ("step", None),
        ("view", "value"),
        ("step", None),
        ("view", "value"),
        ("step", None),
    ]


def test_a_refusal_at_the_end_must_have_changed_nothing(suite: Suite) -> None:
    case = next(case for case in suite.cases if case.id == "cnt-3-overdraft")
    found = probes(case, by_view=False)
    assert asked(found)[-1] == ("view", "value")
    assert found[-1].out == "6"


def test_the_way_to_a_step_ends_with_all_that_changed(suite: Suite) -> None:
    case = next(case for case in suite.cases if case.id == "cnt-2-add")
    found, count = upto(case, 2)
    assert (asked(found), count) == (
        [("reset", None), ("step", None), ("step", None), ("view", "value")],
        3,
    )
    assert found[-1].out == "7"
