"""``hb prove``: prove the theorems, and refute every saboteur with them.

Exit codes: 0 all proved, 1 something refuted, invalid, surviving or stale, 2 could not tell.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

EXAMPLES = """\b
Examples:
  hb prove                                everything: three seeds, every saboteur
  hb prove --only THM-STK-1               one theorem and its saboteurs
  hb prove --only staking --only 'MSG-2*' a room, and clauses of another
  hb prove --only SAB-STK-8a              one saboteur and the theorems that must refute it
  hb prove --write                        write results.json, which the specification shows
  hb prove --replay .hb/failures/THM-STK-1.json
"""


def prove(  # noqa: PLR0913, PLR0917 - one parameter an option
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATTERN",
            help="A theorem, room, prefix, clause or saboteur; * and ? match. May be repeated.",
        ),
    ] = None,
    seeds: Annotated[
        str, typer.Option(metavar="N,N,...", help="Seeds of the solver; all must agree.")
    ] = "1,2,3",
    jobs: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Processes at a time.  [one a core]")
    ] = None,
    write: Annotated[
        bool, typer.Option("--write", help="Write the checked-in results of a full run.")
    ] = False,
    check: Annotated[
        bool,
        typer.Option(
            "--check/--no-check", help="In a full run, demand that the results are up to date."
        ),
    ] = True,
    json: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Write a report as JSON; - is standard output."),
    ] = None,
    replay: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Run a saved counterexample again, in plain Python."),
    ] = None,
) -> None:
    """Prove the theorems on the shipped source, and refute them on each sabotaged one.

    Every theorem runs in a fresh process, and what the solver calls impossible must be so by each
    seed. A saboteur counts as refuted if a counterexample fails again in plain Python on the
    sabotaged source, and not on the shipped one.

    Exit code 0: all is proved and refuted as it should be; 1: something is not; 2: could not tell.
    """
    from hollowbeam_models.proving import command  # noqa: PLC0415 - heavy
    from hollowbeam_models.proving.results import find_checkout  # noqa: PLC0415 - heavy

    try:
        if replay is not None:
            code = command.replay_file(replay)
        else:
            root = find_checkout()
            options = command.options_of(seeds, jobs or os.cpu_count() or 1, only or (), root)
            wanted = command.Wanted(json, write, check, root)
            code = command.prove(options, wanted)
    except command.UsageError as error:
        typer.echo(f"hb prove: {error}", err=True)
        raise typer.Exit(2) from error
    raise typer.Exit(code)
