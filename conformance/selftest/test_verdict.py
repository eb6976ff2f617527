"""What a session amounts to: expected failures, limits, control, certificate."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hollowbeam_conformance.run.control import Control
from hollowbeam_conformance.run.judge import Judge
from hollowbeam_conformance.run.report import EXIT_CODES, CaseResult, Report
from hollowbeam_conformance.run.session import Options
from hollowbeam_conformance.run.suite import Suite
from hollowbeam_conformance.run.verdict import BadExpectations, read_expectations

BOTH = {"cnt-3-overdraft": "we lend", "cnt-4-after-refusal": "we lend"}


def obstacles(report: Report) -> list[str]:
    assert report.certificate is not None
    return report.certificate.obstacles


def test_what_is_expected_to_fail_is_no_finding_but_bars_the_certificate(meet: Any) -> None:
    report = meet("Overdraft", Options(expected=BOTH))
    assert (report.verdict, report.exit_code, report.findings) == ("conforms", 0, [])
    assert [found.case for found in report.expected_failures] == list(BOTH)
    assert obstacles(report) == ["2 expected failures"]


def test_what_passes_although_it_is_expected_to_fail_is_a_finding(meet: Any) -> None:
    report = meet("Overdraft", Options(expected={**BOTH, "cnt-1-zero": "we start at one"}))
    (found,) = report.findings
    assert report.exit_code == 1
    assert (found.kind, found.case, found.clause) == ("stale-expectation", "cnt-1-zero", "CNT-1")
    assert found.detail == "the case passes: take it off the list"
    assert (found.expected, found.actual) == ("to fail: we start at one", "passed")


def test_an_expectation_of_no_case_is_a_finding(meet: Any) -> None:
    report = meet("Honest", Options(expected={"cnt-9-none": "never was"}))
    (found,) = report.findings
    assert (report.exit_code, found.kind) == (1, "stale-expectation")
    assert found.detail == "there is no such case"


def test_expectations_are_read_with_their_reasons(tmp_path: Path) -> None:
    path = tmp_path / "known"
    path.write_text("# what we know\n\ncnt-1-zero  starts at one  # issue 4\ncnt-2-add slow\n")
    assert read_expectations(path) == {"cnt-1-zero": "starts at one", "cnt-2-add": "slow"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("cnt-1-zero\n", ":1: cnt-1-zero has no reason"),
        ("a b\n# c\na d\n", ":3: a is there twice"),
    ],
)
def test_an_expectation_without_a_reason_is_refused(text: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "known"
    path.write_text(text)
    with pytest.raises(BadExpectations) as refused:
        read_expectations(path)
    assert str(refused.value) == f"{path}{reason}"


def test_nothing_selected_is_nothing_tested(meet: Any) -> None:
    report = meet("Honest", Options(patterns=["cnt-9-*"]))
    assert (report.verdict, report.exit_code) == ("could-not-test", 2)
    assert report.reason == "no case is selected"


def test_a_part_is_no_certificate(meet: Any) -> None:
    report = meet("Honest", Options(patterns=["cnt-3-overdraft"]))
    assert (report.verdict, report.counts.passed) == ("conforms", 2)
    assert obstacles(report) == ["only a part of the suite was selected"]


def test_whoever_refuses_all_does_not_pass_a_refusal_alone(meet: Any) -> None:
    report = meet("RejectsAll", Options(patterns=["cnt-3-overdraft"]))
    assert (report.exit_code, [found.case for found in report.findings]) == (
        1,
        ["cnt-3-all", "cnt-3-overdraft"],
    )


def test_it_stops_after_so_many_failures(meet: Any) -> None:
    report = meet("AcceptsAll", Options(max_failures=2))
    assert (report.counts.failed, report.counts.not_run) == (2, 5)
    assert report.reason == "stopped after 2 failed cases, as asked"
    assert {case.reason for case in report.cases if case.verdict == "not-run"} == {report.reason}


def test_it_stops_when_the_time_is_over(meet: Any) -> None:
    report = meet("Honest", Options(max_seconds=0))
    assert (report.verdict, report.exit_code) == ("could-not-test", 2)
    assert report.counts.not_run == 7
    assert report.reason == "stopped after 0 s, as asked"


def test_an_interruption_leaves_a_report_of_what_was_done(meet: Any) -> None:
    def interrupt(done: int, _total: int, _result: CaseResult) -> None:
        if done == 3:
            raise KeyboardInterrupt

    report = meet("Honest", listener=interrupt)
    assert (report.verdict, report.exit_code, report.reason) == ("interrupted", 130, "interrupted")
    assert (report.counts.passed, report.counts.not_run) == (3, 4)
    assert "the session was interrupted" in obstacles(report)


def test_a_seed_changes_the_order_and_nothing_else(meet: Any) -> None:
    orders: list[list[str]] = []
    reports = []

    def listen(_done: int, _total: int, result: CaseResult) -> None:
        orders[-1].append(result.id)

    for seed in (1, 1, 2):
        orders.append([])
        reports.append(meet("Honest", Options(seed=seed), listener=listen))
    assert orders[0] == orders[1] != orders[2]
    assert sorted(orders[0]) == sorted(orders[2])
    assert [case.id for case in reports[0].cases] == [case.id for case in reports[2].cases]
    assert reports[2].seed == 2


def test_a_blind_judge_voids_the_session(meet: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Judge, "batch", lambda *_: None)
    report = meet("AcceptsAll")
    assert (report.verdict, report.exit_code) == ("could-not-test", 2)
    assert report.reason == (
        "void: the judge did not flag falsified replies (out, effects, changed view, "
        "refused for accepted, reply id)"
    )


def test_a_session_without_a_control_is_void(meet: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Control, "consider", lambda *_: None)
    report = meet("Honest")
    assert (report.verdict, report.exit_code) == ("could-not-test", 2)
    assert report.reason == (
        "void: there was no good reply to falsify, so nothing controls the judge"
    )
    assert obstacles(report) == [report.reason]


def test_skips_are_typed_and_bar_the_certificate(meet: Any, suite: Suite) -> None:
    report = meet("WithoutRoot", Options(patterns=["cnt-1-*"]))
    assert report.missing_features == ["state-root"]
    assert obstacles(report) == [
        "only a part of the suite was selected",
        "features not claimed: state-root",
    ]
    reader = next(case for case in suite.cases if case.role == "reader")
    assert reader.requires == {"sight"}
    skipped = meet("LacksAll").cases[0]
    assert (skipped.verdict, skipped.missing) == ("skipped", ["sight"])


def test_every_verdict_has_its_exit_code() -> None:
    assert EXIT_CODES == {"conforms": 0, "findings": 1, "could-not-test": 2, "interrupted": 130}


def test_a_leak_is_reproduced_by_the_whole_session(meet: Any) -> None:
    options = Options(reproduce=lambda case: f"again {case or 'all'}")
    found = {each.kind: each.reproduce for each in meet("IgnoresReset", options).findings}
    assert found == {"state-leak": "again all", "wrong-state": "again cnt-5-look"}
