"""The matrix of saboteurs: what counts as caught, what as named first, and how it is drawn."""

from __future__ import annotations

from hollowbeam_conformance.run.report import Finding, IsolationReport, Report
from hollowbeam_conformance.sabotage.matrix import CONTROL, Row, row
from hollowbeam_conformance.sabotage.picture import picture, summary
from hollowbeam_models.saboteur import Saboteur


def found(*clauses: str) -> dict[str, int]:
    return {clause: clauses.count(clause) for clause in clauses}


def of(saboteur: str, clause: str, clauses: dict[str, int], verdict: str = "findings") -> Row:
    first = f"{next(iter(clauses), '')}-case".lower() if clauses else ""
    return Row(saboteur, clause, "something", verdict, clauses, first, 0.5)


RIGHT = of("SAB-STK-1a", "STK-1", found("STK-1", "STK-2", "STK-2"))
LATE = of("SAB-STK-2a", "STK-2", found("STK-1", "STK-2"))
ELSEWHERE = of("SAB-STK-3a", "STK-3", found("STK-1"))
SURVIVOR = of("SAB-STK-3b", "STK-3", {}, "conforms")
REFERENCE = of(CONTROL, "", {}, "conforms")


def test_a_saboteur_is_caught_when_something_is_found_and_first_when_its_clause_leads() -> None:
    verdicts = [(each.caught, each.named_first, each.is_right) for each in (RIGHT, LATE)]
    assert verdicts == [(True, True, True), (True, False, False)]
    assert (ELSEWHERE.caught, ELSEWHERE.named_first, ELSEWHERE.is_right) == (True, False, False)
    assert (SURVIVOR.caught, SURVIVOR.named_first, SURVIVOR.is_right) == (False, False, False)


def test_the_control_is_right_only_when_it_conforms() -> None:
    assert REFERENCE.is_right
    assert not of(CONTROL, "", found("STK-1")).is_right
    assert not of(CONTROL, "", {}, "could-not-test").is_right


def test_the_matrix_marks_own_clauses_and_others() -> None:
    rows = [REFERENCE, RIGHT, LATE, ELSEWHERE, SURVIVOR]
    lines = list(picture(rows, ["STK-1", "STK-2", "STK-3"]))
    assert lines[:4] == [
        "STK: saboteurs SAB-STK-1a to SAB-STK-3b",
        "  STK-1   ●··",
        "  STK-2   ·◐",
        "  STK-3     ✗✗",
    ]
    assert "SAB-STK-3b breaks STK-3: something" in lines
    assert "    not caught (conforms )" in lines
    assert "    first finding stk-1-case; clauses named: STK-1 (1), STK-2 (1)" in lines
    assert not any(line.startswith("SAB-STK-1a breaks") for line in lines)
    expected = "4 saboteurs of 3 clauses: 3 caught (75 %), 1 named first (25 %)"
    assert summary(rows) == expected


def test_a_row_counts_findings_in_the_order_of_the_suite() -> None:
    saboteur = Saboteur("SAB-STK-2a", "STK-2", "m", "old", "new", "something")
    findings = [
        Finding(
            kind="wrong-code",
            clause=clause,
            case=f"case-{number}",
            title="t",
            role="staking",
            detail="d",
            expected="e",
            actual="a",
        )
        for number, clause in enumerate(("STK-2", "STK-4", "STK-2"))
    ]
    report = Report(
        verdict="findings",
        exit_code=1,
        spec="HB.1",
        suite_sha256="",
        command=[],
        isolation=IsolationReport(level="none", measures=[], lacking=[]),
        findings=findings,
        seconds=1.5,
    )
    made = row(saboteur, report)
    assert list(made.clauses.items()) == [("STK-2", 2), ("STK-4", 1)]
    assert (made.first, made.verdict, made.seconds) == ("case-0", "findings", 1.5)
    assert made.named_first
