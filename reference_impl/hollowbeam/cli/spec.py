"""``hb spec``: read the specification, as a site or one clause at a time.

Exit codes: 0 done, 1 the site is written but something in it is amiss, 2 no such id, no checkout
here, or the site cannot be built.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

EXAMPLES: Final = """\b
Examples:
  hb spec                          build the site and open it
  hb spec --no-open --output site  build it for a server
  hb spec STK-4                    one clause, with all that stands behind it
  hb spec STALE_ANCHOR             the clause that a reason code enforces
  hb spec THM-STK-1 --json         a theorem, for a program
  hb spec --list                   every clause
"""


def spec(  # noqa: PLR0913, PLR0917 - one parameter an option
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]",
            help="A clause, invariant, theorem, saboteur, reason code or case.",
            show_default=False,
        ),
    ] = None,
    everything: Annotated[bool, typer.Option("--list", help="List every clause.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    show: Annotated[
        bool, typer.Option("--open/--no-open", help="Show the site in a browser.")
    ] = True,
    output: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Where the site goes.  [docs/_build/html]"),
    ] = None,
    checkout: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="A folder inside the checkout to read."),
    ] = None,
) -> None:
    """Read the specification: the whole of it as a site, or one clause here.

    A clause is shown with its reason, the code that enforces it, the theorems that speak of it and
    what was shown of each, the saboteurs that break it, and its conformance cases.
    """
    root = root_of(checkout)
    if name is None and not everything and not as_json:
        from hollowbeam.cli.spec_site import build  # noqa: PLC0415 - heavy

        raise typer.Exit(build(root, output, show=show))
    from hollowbeam.cli.spec_show import run, run_list  # noqa: PLC0415 - heavy

    raise typer.Exit(run_list(root, as_json=as_json) if name is None else run(root, name, as_json))


def root_of(checkout: Path | None) -> Path:
    """Find the checkout that is named, or the one around this folder, or that of this package."""
    from hollowbeam.service.traceability.tree import NoCheckoutError, find_root  # noqa: PLC0415

    refused = None
    for start in (Path(), Path(__file__)) if checkout is None else (checkout,):
        try:
            return find_root(start.resolve())
        except NoCheckoutError as error:
            refused = refused or error
    typer.echo(
        f"hb spec: {refused}. The chapters come with the sources: run this in a clone, "
        "or name one with --checkout.",
        err=True,
    )
    raise typer.Exit(2)
