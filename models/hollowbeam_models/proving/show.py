"""What a run of the prover looks like: to a person, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from hollowbeam_models.proving.verdicts import (
    Counterexample,
    Outcome,
    Refutation,
    Report,
    Trial,
    Verdict,
)

MARKS: Final = {
    Outcome.PROVED: ("✓", "green"),
    Outcome.UNDECIDED: ("?", "yellow"),
    Outcome.INVALID: ("!", "red"),
    Outcome.REFUTED: ("✗", "red"),
}
WIDTH: Final = 110
"""Columns where the output is no terminal."""

_WITHOUT_TITLE: Final = 78
_LEAST_TITLE: Final = 12
_MOST_LINES: Final = 12


def show_report(console: Console, report: Report, reproduce: dict[str, str]) -> None:
    """Print the table, then what went wrong, then the sum. ``reproduce``: a command by theorem."""
    console.print(table_of(report, console.width))
    for verdict in report.verdicts:
        if verdict.outcome != Outcome.PROVED:
            _show_failure(console, verdict, reproduce.get(verdict.theorem.id))
        for found in verdict.refutations:
            if found.trial != Trial.REFUTED:
                _show_survivor(console, found)
            elif not report.is_full:
                line = f"  {found.theorem} refutes {found.saboteur}: {found.label}"
                console.print(Text(line, "dim"), soft_wrap=True)
    for summary in sums_of(report):
        console.print(summary)


def table_of(report: Report, width: int) -> Table:
    """Lay out one line a theorem; titles have what width is left."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("")
    table.add_column("theorem", no_wrap=True)
    titles = max(width - _WITHOUT_TITLE, _LEAST_TITLE)
    table.add_column("", no_wrap=True, width=titles, overflow="ellipsis")
    table.add_column("status", no_wrap=True)
    for name in ("paths", "conditions", "time", "saboteurs"):
        table.add_column(name, justify="right", no_wrap=True)
    for verdict in report.verdicts:
        mark, colour = MARKS[verdict.outcome]
        if verdict.survivors:
            colour = "red"
        refuted = len(verdict.refutations) - len(verdict.survivors)
        table.add_row(
            Text(mark, colour),
            verdict.theorem.id,
            Text(verdict.theorem.title, "dim"),
            Text(status_of(verdict), colour),
            str(verdict.attempt.paths),
            str(verdict.attempt.conditions),
            f"{verdict.attempt.seconds:.2f} s",
            f"{refuted}/{len(verdict.refutations)}" if verdict.refutations else "-",
        )
    return table


def status_of(verdict: Verdict) -> str:
    """Say what the table says: the status of a proof, or how there is none."""
    if verdict.outcome != Outcome.PROVED:
        return verdict.outcome.value
    return "saboteur survives" if verdict.survivors else verdict.status


def _show_failure(console: Console, verdict: Verdict, reproduce: str | None) -> None:
    mark, colour = MARKS[verdict.outcome]
    console.print(Text(f"\n{mark} {verdict.theorem.id}  {verdict.theorem.title}", f"bold {colour}"))
    for problem in verdict.problems:
        console.print(Text(f"  {problem}"))
    if verdict.attempt.counterexample is not None:
        _show_counterexample(console, verdict.attempt.counterexample)
    if reproduce is not None:
        console.print(Text(f"  reproduce {reproduce}"))


def _show_counterexample(console: Console, example: Counterexample) -> None:
    if example.is_to_induction:
        console.print(Text("  a counterexample to induction: no run need come to this state"))
    if not example.is_whole:
        line = (
            "  what is assumed of every entry holds where the proof read, and perhaps not elsewhere"
        )
        console.print(Text(line))
    for name, text in example.arguments:
        lines = f"{name} = {text}".splitlines()
        for line in lines:
            console.print(Text(f"    {line}"), soft_wrap=True)


def _show_survivor(console: Console, found: Refutation) -> None:
    console.print(Text(f"\n✗ {found.theorem} does not refute {found.saboteur}", "bold red"))
    console.print(Text(f"  {found.trial}:"))
    for line in found.detail.splitlines()[-_MOST_LINES:]:
        console.print(Text(f"    {line}"), soft_wrap=True)
    console.print(Text(f"  reproduce hb prove --only {found.saboteur}"))


def sums_of(report: Report) -> Iterator[Text]:
    """Sum up in two lines."""
    counts = dict.fromkeys(reversed(Outcome), 0)
    for verdict in report.verdicts:
        counts[verdict.outcome] += 1
    parts = [f"{n} {outcome}" for outcome, n in counts.items() if n or outcome == Outcome.PROVED]
    trials = report.refutations
    tried = {found.saboteur for found in trials}
    survivors = {found.saboteur for found in trials if found.trial != Trial.REFUTED}
    parts.append(f"{len(tried) - len(survivors)} of {len(tried)} saboteurs refuted and replayed")
    seeds = ", ".join(map(str, report.seeds))
    colour = {0: "green", 1: "red", 2: "yellow"}[report.exit_code]
    yield Text("")
    yield Text(", ".join(parts), f"bold {colour}")
    yield Text(f"seeds {seeds}, z3 {report.solver}, {report.seconds:.1f} s", "dim")
    if report.is_full and report.untried:
        others = f"{len(report.untried)} saboteurs are not a matter of proof"
        yield Text(f"{others}: `hb saboteurs` judges them", "dim")


def report_to_json(report: Report) -> dict[str, Any]:
    """Write the whole report as a value."""
    return {
        "exit_code": report.exit_code,
        "z3": report.solver,
        "seeds": list(report.seeds),
        "seconds": round(report.seconds, 3),
        "theorems": [_verdict_to_json(verdict) for verdict in report.verdicts],
        "not_a_matter_of_proof": [saboteur.id for saboteur in report.untried],
    }


def _verdict_to_json(verdict: Verdict) -> dict[str, Any]:
    attempt = verdict.attempt
    return {
        "id": verdict.theorem.id,
        "title": verdict.theorem.title,
        "clauses": list(verdict.theorem.clauses),
        "status": verdict.status,
        "outcome": verdict.outcome.value,
        "problems": list(verdict.problems),
        "paths": attempt.paths,
        "conditions": attempt.conditions,
        "queries": attempt.queries,
        "labels": list(attempt.labels),
        "rejects": list(attempt.reasons),
        "assumptions": list(attempt.assumptions),
        "seconds": round(verdict.attempt.seconds, 3),
        "counterexample": counterexample_to_json(verdict.attempt.counterexample),
        "saboteurs": [
            {
                "id": found.saboteur,
                "trial": found.trial.value,
                "label": found.label,
                "detail": found.detail,
                "seconds": round(found.seconds, 3),
                "counterexample": counterexample_to_json(found.counterexample),
            }
            for found in verdict.refutations
        ],
    }


def counterexample_to_json(example: Counterexample | None) -> dict[str, Any] | None:
    """Write a counterexample: what fails, the arguments as Python, and what a replay reads."""
    if example is None:
        return None
    return {
        "label": example.label,
        "arguments": dict(example.arguments),
        "witness": example.witness,
        "is_to_induction": example.is_to_induction,
        "is_whole": example.is_whole,
    }
