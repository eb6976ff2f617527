"""The matrix for people: clauses down, saboteurs across, and what is wrong below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from hollowbeam_conformance.sabotage.matrix import CONTROL, Row

OWN_FIRST: Final = "●"
OWN_LATER: Final = "◐"
ALSO: Final = "·"
MISSED: Final = "✗"
ACROSS: Final = 60
"""Saboteurs beside each other, at most, so that a terminal of 80 columns holds them."""

LEGEND: Final = (
    f"{OWN_FIRST} its own clause, named first   {OWN_LATER} its own clause, named later   "
    f"{ALSO} named as well   {MISSED} its own clause, not named"
)


def picture(rows: Sequence[Row], clauses: Sequence[str]) -> Iterator[str]:
    """Draw the matrix of each room, then list what is not as it must be."""
    saboteurs = [row for row in rows if row.saboteur != CONTROL]
    for room in dict.fromkeys(clause.partition("-")[0] for clause in clauses):
        here = [clause for clause in clauses if clause.startswith(f"{room}-")]
        mine = [row for row in saboteurs if row.clause in here]
        for start in range(0, len(mine), ACROSS):
            part = mine[start : start + ACROSS]
            yield f"{room}: saboteurs {part[0].saboteur} to {part[-1].saboteur}"
            yield from _grid(part, here)
            yield ""
    yield LEGEND
    wrong = [row for row in rows if not row.is_right]
    if wrong:
        yield ""
        for row in wrong:
            yield from explain(row)


def _grid(rows: Sequence[Row], clauses: Sequence[str]) -> Iterator[str]:
    for clause in clauses:
        marks = "".join(mark(row, clause) for row in rows)
        if marks.strip():
            yield f"  {clause:<7} {marks}".rstrip()


def mark(row: Row, clause: str) -> str:
    """Give the mark of one saboteur at one clause."""
    named = clause in row.clauses
    if clause == row.clause:
        if not named:
            return MISSED
        return OWN_FIRST if row.named_first else OWN_LATER
    return ALSO if named else " "


def explain(row: Row) -> Iterator[str]:
    """Say what is wrong with the suite, as one saboteur shows."""
    if row.saboteur == CONTROL:
        yield f"the reference itself does not pass: {row.verdict} {row.reason}, first {row.first}"
        return
    yield f"{row.saboteur} breaks {row.clause}: {row.breaks}"
    if not row.caught:
        yield f"    not caught ({row.verdict} {row.reason})".rstrip()
    else:
        named = ", ".join(f"{clause} ({count})" for clause, count in row.clauses.items())
        yield f"    first finding {row.first}; clauses named: {named}"
    yield f"    look closer: hb conform -- hb testee --saboteur {row.saboteur}"


def summary(rows: Sequence[Row]) -> str:
    """Count what was caught and named first."""
    saboteurs = [row for row in rows if row.saboteur != CONTROL]
    caught = sum(row.caught for row in saboteurs)
    first = sum(row.named_first for row in saboteurs)
    clauses = len({row.clause for row in saboteurs})
    total = len(saboteurs)
    return (
        f"{total} saboteurs of {clauses} clauses: {caught} caught ({_percent(caught, total)}), "
        f"{first} named first ({_percent(first, total)})"
    )


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "none"
