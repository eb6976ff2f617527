"""``hb saboteurs``: judge every saboteur through the public adapter, and draw the matrix."""

from __future__ import annotations

from typing import Annotated

import typer

EXIT_NOT_TESTED = 2

EXAMPLES = """\b
Examples:
  hb saboteurs
  hb saboteurs --only STK-8 --only 'MSG-1*'
  hb saboteurs --json matrix.json
"""


def saboteurs(
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="PATTERN", help="A saboteur, a clause or a room; may be repeated."),
    ] = None,
    jobs: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="How many at a time.  [all cores]")
    ] = None,
    json_file: Annotated[
        str | None,
        typer.Option("--json", metavar="FILE", help="Also write the matrix; - prints it."),
    ] = None,
) -> None:
    """Break one clause at a time, and see that the suite catches it and names the clause first.

    Every saboteur is one small edit of the shipped source, behind the same adapter that any
    implementation has. The reference itself is the control: it must pass.

    Exit code 0: all caught and named first; 1: not all; 2: nothing to test.
    """
    import fnmatch  # noqa: PLC0415 - a command is light until it is called
    import json  # noqa: PLC0415
    import sys  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    from hollowbeam_conformance.commands.progress import Progress  # noqa: PLC0415
    from hollowbeam_conformance.run.suite import BrokenSuite, load  # noqa: PLC0415
    from hollowbeam_conformance.sabotage.matrix import judge_all  # noqa: PLC0415
    from hollowbeam_conformance.sabotage.picture import picture, summary  # noqa: PLC0415
    from hollowbeam_conformance.vectors import DIRECTORY  # noqa: PLC0415
    from hollowbeam_models.saboteur import all_saboteurs  # noqa: PLC0415

    patterns = [pattern.lower() for pattern in only or ["*"]]
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
    try:
        suite = load(DIRECTORY)
    except BrokenSuite as error:
        typer.echo(f"hb saboteurs: {error}", err=True)
        raise typer.Exit(EXIT_NOT_TESTED) from error
    rows = []
    with Progress("saboteurs", len(chosen) + 1) as progress:
        for row in judge_all(suite, chosen, jobs):
            rows.append(row)
            progress.advance(row.saboteur)
    order = {each.id: position for position, each in enumerate(chosen)}
    rows.sort(key=lambda row: order.get(row.saboteur, -1))
    clauses = list(dict.fromkeys(case.clause for case in suite.cases))
    clauses.sort(key=lambda clause: (clause.partition("-")[0], int(clause.partition("-")[2])))
    written = json.dumps([row.to_json() for row in rows], indent=1, ensure_ascii=False) + "\n"
    if json_file == "-":
        sys.stdout.write(written)
    else:
        if json_file is not None:
            Path(json_file).write_text(written, encoding="utf-8")
        for line in picture(rows, clauses):
            typer.echo(line)
        typer.echo(summary(rows))
    raise typer.Exit(int(not all(row.is_right for row in rows)))
