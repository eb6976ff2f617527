"""``hb testee``: the reference behind the adapter protocol, whole or sabotaged."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

EXIT_USAGE = 2


def testee(
    saboteur: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Break one clause first, for example SAB-STK-8a."),
    ] = None,
) -> None:
    """Answer the adapter protocol on standard input and output, as the reference does.

    It is what `hb conform` judges when it is given no command.
    """
    if saboteur is not None:
        from hollowbeam_models.saboteur import (  # noqa: PLC0415 - before anything of ours
            SabotageError,
            find_saboteur,
            sabotaged,
        )

        try:
            sabotaged(find_saboteur(saboteur))
        except SabotageError as error:
            typer.echo(f"hb testee: {error}", err=True)
            raise typer.Exit(EXIT_USAGE) from error
    from hollowbeam_conformance.testee import serve  # noqa: PLC0415 - after the sabotage

    if saboteur is None:
        serve(sys.stdin, sys.stdout)
        return
    from hollowbeam_conformance.live.remembering import remembered_checks  # noqa: PLC0415

    with remembered_checks():  # it is asked the same again and again, and nobody takes its time
        serve(sys.stdin, sys.stdout)
