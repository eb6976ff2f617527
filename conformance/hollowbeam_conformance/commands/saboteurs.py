"""``hb saboteurs``: judge every saboteur through the public adapter, and draw the matrix."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from hollowbeam_conformance.run.suite import Suite
    from hollowbeam_models.saboteur import Saboteur

EXIT_NOT_TESTED = 2

EXAMPLES = """\b
Examples:
  hb saboteurs
  hb saboteurs --only STK-8 --only 'MSG-1*'
  hb saboteurs --json matrix.json
  hb saboteurs --live --only 'STK-*'    found by random sequences, and how short
"""


def saboteurs(  # noqa: PLR0913, PLR0917 - one parameter for each option
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="PATTERN", help="A saboteur, a clause or a room; may be repeated."),
    ] = None,
    jobs: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="How many at a time.  [all cores]")
    ] = None,
    live: Annotated[
        bool, typer.Option("--live", help="Test each live, and measure its minimal trace.")
    ] = False,
    max_time: Annotated[
        float, typer.Option(min=0, metavar="SECONDS", help="With --live: the time for each.")
    ] = 60.0,
    seed: Annotated[
        int | None,
        typer.Option(min=0, metavar="N", help="With --live: draw these.  [a fresh one for each]"),
    ] = None,
    json_file: Annotated[
        str | None,
        typer.Option("--json", metavar="FILE", help="Also write the matrix; - prints it."),
    ] = None,
) -> None:
    """Break one clause at a time, and see that the suite catches it and names the clause first.

    Every saboteur is one small edit of the shipped source, behind the same adapter that any
    implementation has. The reference itself is the control: it must pass.

    With --live each is tested by random sequences instead: all must be found in time, and the
    median of their minimal traces has at most 8 steps.

    Exit code 0: all caught and named first, or found; 1: not all; 2: nothing to test.
    """
    import json  # noqa: PLC0415 - a command is light until it is called
    import sys  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    from hollowbeam_conformance.run.suite import BrokenSuite, load  # noqa: PLC0415
    from hollowbeam_conformance.vectors import DIRECTORY  # noqa: PLC0415

    chosen = _chosen(only or ["*"])
    try:
        suite = load(DIRECTORY)
    except BrokenSuite as error:
        typer.echo(f"hb saboteurs: {error}", err=True)
        raise typer.Exit(EXIT_NOT_TESTED) from error
    if live:
        rows, lines, right = _hunted(suite, chosen, jobs, max_time, seed)
    else:
        rows, lines, right = _judged(suite, chosen, jobs)
    written = json.dumps(rows, indent=1, ensure_ascii=False) + "\n"
    if json_file == "-":
        sys.stdout.write(written)
    else:
        if json_file is not None:
            Path(json_file).write_text(written, encoding="utf-8")
        for line in lines:
            typer.echo(line)
    raise typer.Exit(int(not right))


Result = tuple[list[dict[str, Any]], list[str], bool]
"""Rows for a file, lines for people, and whether all is as it must be."""


def _chosen(only: Sequence[str]) -> list[Saboteur]:
    """Choose by id, clause or room."""
    import fnmatch  # noqa: PLC0415

    from hollowbeam_models.saboteur import all_saboteurs  # noqa: PLC0415

    patterns = [pattern.lower() for pattern in only]
    chosen = [
        each
        for each in all_saboteurs().values()
        if any(
            fnmatch.fnmatchcase(name.lower(), pattern)
            for pattern in patterns
            for name in (each.id, each.clause, each.clause.partition("-")[0])
        )
    ]
    if not chosen:
        typer.echo(f"hb saboteurs: none matches {', '.join(patterns)}", err=True)
        raise typer.Exit(EXIT_NOT_TESTED)
    return chosen


def _judged(suite: Suite, chosen: Sequence[Saboteur], jobs: int | None) -> Result:
    """Judge by the vectors."""
    from hollowbeam_conformance.commands.progress import Progress  # noqa: PLC0415
    from hollowbeam_conformance.sabotage.matrix import judge_all  # noqa: PLC0415
    from hollowbeam_conformance.sabotage.picture import picture, summary  # noqa: PLC0415

    rows = []
    with Progress("saboteurs", len(chosen) + 1) as progress:
        for row in judge_all(suite, chosen, jobs):
            rows.append(row)
            progress.advance(row.saboteur)
    order = {each.id: position for position, each in enumerate(chosen)}
    rows.sort(key=lambda row: order.get(row.saboteur, -1))
    clauses = list(dict.fromkeys(case.clause for case in suite.cases))
    clauses.sort(key=lambda clause: (clause.partition("-")[0], int(clause.partition("-")[2])))
    lines = [*picture(rows, clauses), summary(rows)]
    return [row.to_json() for row in rows], lines, all(row.is_right for row in rows)


def _hunted(
    suite: Suite,
    chosen: Sequence[Saboteur],
    jobs: int | None,
    max_time: float,
    seed: int | None,
) -> Result:
    """Test live."""
    from hollowbeam_conformance.commands.progress import Progress  # noqa: PLC0415
    from hollowbeam_conformance.sabotage.hunt import hunt_all, is_right, lines  # noqa: PLC0415

    trails = []
    with Progress("live", len(chosen) + 1) as progress:
        for trail in hunt_all(suite, chosen, max_seconds=max_time, seed=seed, jobs=jobs):
            trails.append(trail)
            progress.advance(trail.saboteur)
    order = {each.id: position for position, each in enumerate(chosen)}
    trails.sort(key=lambda trail: order.get(trail.saboteur, -1))
    return [trail.to_json() for trail in trails], list(lines(trails)), is_right(trails)
