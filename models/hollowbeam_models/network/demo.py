"""``hb demo``: the whole network trades one asset."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

EXAMPLES = """\b
Examples:
  hb demo
  hb demo --quick --stop-after 9        cut the crank: no value is lost on the way
  hb demo --trace trade.json
  hb demo --verify trade.json           believe nobody: replay it from its Arweave blocks
"""


def demo(
    stop_after: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="Cut the crank after N evaluated messages."),
    ] = None,
    trace: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the whole run as JSON.")
    ] = None,
    verify: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Check a trace from its Arweave blocks alone, and end."),
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Let DMac and Sam have Ed25519 keys: no wait for RSA.")
    ] = False,
    json: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write a report as JSON; - is stdout.")
    ] = None,
) -> None:
    """Let DMac sell his asset to Sam for 10 U, across four processes that only exchange messages.

    Every message is signed, assigned, published, evaluated, attested, relayed with its proof, and
    written to a (simulated) Arweave, from whose blocks alone anyone can check the whole run.

    Exit code 0: the trade took place and every claim holds; 1: one does not; 2: no such file.
    """
    from hollowbeam_models.network import demonstration  # noqa: PLC0415 - heavy

    if verify is not None:
        raise typer.Exit(demonstration.verify(verify))
    wanted = demonstration.Wanted(stop_after, trace, quick, json)
    raise typer.Exit(demonstration.show(wanted))
