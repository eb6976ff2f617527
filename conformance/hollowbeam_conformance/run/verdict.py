"""What a session amounts to: counts, expected failures, verdict, certificate."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from hollowbeam_conformance.run.judge import Kind
from hollowbeam_conformance.run.report import (
    EXIT_CODES,
    Certificate,
    Counts,
    Finding,
    Report,
    counted,
    skipped_by_feature,
)
from hollowbeam_conformance.run.suite import Suite


class BadExpectations(Exception):
    """The file of expected failures cannot be read."""


def read_expectations(path: Path) -> dict[str, str]:
    """Read the expected failures: ``case-id reason`` a line, ``#`` begins a comment.

    Raises: BadExpectations, for a line without a reason or a case named twice.
    """
    expected: dict[str, str] = {}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadExpectations(f"{path}: {error}") from None
    for number, line in enumerate(lines, 1):
        case, _, reason = line.partition("#")[0].strip().partition(" ")
        if not case:
            continue
        if not reason.strip():
            raise BadExpectations(f"{path}:{number}: {case} has no reason")
        if case in expected:
            raise BadExpectations(f"{path}:{number}: {case} is there twice")
        expected[case] = reason.strip()
    return expected


def conclude(report: Report, suite: Suite, expected: Mapping[str, str], *, whole: bool) -> None:
    """Complete a report: stale expectations, order, counts, verdict, certificate."""
    report.findings += _stale(report, suite, expected)
    order = {case.id: position for position, case in enumerate(suite.cases)}
    report.findings.sort(key=lambda found: order.get(found.case, len(order)))
    report.cases.sort(key=lambda case: order[case.id])
    report.counts = count(report)
    if report.verdict != "interrupted":
        decide(report)
    report.exit_code = EXIT_CODES[report.verdict]
    if report.implementation is not None:
        report.certificate = _certify(report, whole=whole)


def _stale(report: Report, suite: Suite, expected: Mapping[str, str]) -> list[Finding]:
    """List the expectations that are not true: the case passes, or there is none."""
    passed = {case.id: case for case in report.cases if case.verdict == "passed"}
    known = {case.id for case in suite.cases}
    findings = []
    for name, reason in expected.items():
        if name not in known:
            retired = suite.retired.get(name)
            detail = f"the case was retired: {retired}" if retired else "there is no such case"
        elif name in passed:
            detail = "the case passes: take it off the list"
        else:
            continue
        case = passed.get(name)
        findings.append(
            Finding(
                kind=str(Kind.STALE),
                clause=case.clause if case else "",
                case=name,
                title=case.title if case else "an expected failure",
                role=case.role if case else "",
                detail=detail,
                expected=f"to fail: {reason}",
                actual="passed" if case else "no case",
            )
        )
    return findings


def count(report: Report) -> Counts:
    """Count the cases by their verdict."""
    number = dict.fromkeys(("passed", "failed", "expected-failure", "skipped", "not-run"), 0)
    for case in report.cases:
        number[case.verdict] += 1
    return Counts(
        selected=len(report.cases),
        run=number["passed"] + number["failed"] + number["expected-failure"],
        passed=number["passed"],
        failed=number["failed"],
        expected_failures=number["expected-failure"],
        skipped=number["skipped"],
        not_run=number["not-run"],
        steps=report.counts.steps,
    )


def decide(report: Report) -> None:
    """Set the verdict by what was counted, found and controlled."""
    missed = [name for name, result in report.control.items() if result == "missed"]
    flagged = "flagged" in report.control.values()
    if missed:
        report.verdict = "could-not-test"
        report.reason = f"void: the judge did not flag falsified replies ({', '.join(missed)})"
    elif report.findings:
        report.verdict = "findings"
    elif report.counts.run == 0:
        report.verdict = "could-not-test"
        features = ", ".join(skipped_by_feature(report))
        report.reason = report.reason or f"no case was run: it lacks the features {features}"
    elif not flagged:
        report.verdict = "could-not-test"
        report.reason = "void: there was no good reply to falsify, so nothing controls the judge"
    else:
        report.verdict = "conforms"


def _certify(report: Report, *, whole: bool) -> Certificate:
    counts = report.counts
    obstacles = {
        "the session was interrupted": report.verdict == "interrupted",
        report.reason: report.verdict == "could-not-test",
        counted(len(report.findings), "finding"): bool(report.findings),
        counted(counts.expected_failures, "expected failure"): counts.expected_failures > 0,
        f"{counted(counts.skipped, 'case')} skipped": counts.skipped > 0,
        f"{counted(counts.not_run, 'case')} not run": counts.not_run > 0,
        "only a part of the suite was selected": not whole,
        f"features not claimed: {', '.join(report.missing_features)}": bool(
            report.missing_features
        ),
    }
    standing = [text for text, stands in obstacles.items() if stands]
    assert report.implementation is not None, "nobody is certified without a name"
    tested = dict.fromkeys(case.role for case in report.cases)
    return Certificate(
        certified=not standing,
        obstacles=standing,
        spec=report.spec,
        suite_sha256=report.suite_sha256,
        implementation=report.who,
        roles=list(tested),
        counts=counts,
        missing_features=report.missing_features,
        isolation=report.isolation.level,
    )
