"""``hb vectors``: write the vectors from the cases, or see that they are what the cases say."""

from __future__ import annotations

from typing import Annotated

import typer

EXAMPLES = """\b
Examples:
  hb vectors           write them anew
  hb vectors --check   only compare
"""


def vectors(
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; fail where a file differs.")
    ] = False,
    forget: Annotated[
        bool, typer.Option("--forget", help="Let ids vanish that were never published.")
    ] = False,
) -> None:
    """Write the conformance vectors of all rooms, as the reference answers now.

    Exit code 0: written, or nothing differs; 1: something differs; 2: a case is not what it says.
    """
    from hollowbeam_conformance.fill.cases import CaseError  # noqa: PLC0415 - heavy
    from hollowbeam_conformance.fill.vectors import Difference, render, store  # noqa: PLC0415

    try:
        rendered = render()
        differences = store(rendered, check=check, forget=forget)
    except CaseError as error:
        typer.echo(f"hb vectors: {error}", err=True)
        raise typer.Exit(2) from error
    cases = sum(text.count(b"\n") for name, text in rendered.items() if name.endswith(".jsonl"))
    for path, difference in differences.items():
        typer.echo(f"{difference:8} {path}")
    typer.echo(f"{cases} cases, {len(differences)} files {'differ' if check else 'written'}")
    if check and differences:
        typer.echo("run hb vectors to write them, and look at what changed", err=True)
    lost = Difference.FORGOTTEN in differences.values()
    raise typer.Exit(int(lost or (check and bool(differences))))
