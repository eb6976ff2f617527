"""``hb simulate``: the whole network trades one asset, and everything goes wrong."""

from __future__ import annotations

from typing import Annotated

import typer

EXAMPLES = """\b
Examples:
  hb simulate                            100 seeds
  hb simulate --seeds 1000 --jobs 2
  hb simulate --first 17 --seeds 1       one seed again
  hb simulate --every 16                 each kind of fault alone, at every 16th boundary
  hb simulate --saboteur SAB-SEQ-8a      break a rule, and see what the network loses
"""


DEEDS = 60
"""So many things go wrong in one simulated exchange, unless asked otherwise."""


def simulate(  # noqa: PLR0913, PLR0917 - one parameter an option
    seeds: Annotated[int, typer.Option(metavar="N", min=1, help="How many seeds.")] = 100,
    first: Annotated[
        int, typer.Option(metavar="N", min=0, help="The first seed, or boundary.")
    ] = 0,
    deeds: Annotated[
        int, typer.Option(metavar="N", min=0, help="How many things go wrong in each.")
    ] = DEEDS,
    every: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=1, help="No seeds: each kind of fault alone, at every Nth boundary."
        ),
    ] = None,
    jobs: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Processes at a time.  [one a core]")
    ] = None,
    saboteur: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Break one clause first: the simulation should notice."),
    ] = None,
    json: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write a report as JSON; - is stdout.")
    ] = None,
) -> None:
    """Run the exchange under crashes, lost and repeated messages, reorganisations and takeovers.

    Each seed is one schedule of faults at the boundaries between messages. At every boundary all
    value must be conserved; after the last fault the exchange must end settled. A seed that fails
    is shortened to the fewest faults that still fail. The same seed gives the same trace hash.

    With --every there are no seeds: a block too early, a crash, a takeover and so on are tried one
    at a time, systematically, at every Nth of the boundaries between two messages.

    Exit code 0: all held; 1: some did not; 2: there is no such saboteur.
    """
    from hollowbeam_models.saboteur import (  # noqa: PLC0415 - before what it breaks is imported
        SabotageError,
        find_saboteur,
        sabotaged,
    )

    if saboteur is not None:
        try:
            sabotaged(find_saboteur(saboteur))
        except SabotageError as error:
            typer.echo(f"hb simulate: {error}", err=True)
            raise typer.Exit(2) from error
    from hollowbeam_models.network import simulation  # noqa: PLC0415 - heavy

    asked = simulation.Asked(first, seeds, deeds, every, jobs, json)
    raise typer.Exit(simulation.simulate(asked))
