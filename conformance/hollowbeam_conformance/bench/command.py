"""``hb bench``: measure what the project promises about speed, and judge it by its limits.

Exit codes: 0 all limits kept, 1 a limit is broken, 2 something could not be measured.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from hollowbeam_conformance.commands.progress import rewrite

EXAMPLES: Final = """\b
Examples:
  hb bench                           everything, about five minutes
  hb bench --quick --only items      a first impression of one part
  hb bench --json before.json        keep it, change something, and compare:
  hb bench --against before.json
"""

SAVED: Final = Path(".hb/bench.json")


def bench(
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="PATTERN", help="items, maps, runner/*, help, prove, …; repeatable."),
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Fewer rounds, smaller maps: less exact.")
    ] = False,
    json_file: Annotated[
        Path, typer.Option("--json", metavar="FILE", help="Where the values are saved.")
    ] = SAVED,
    against: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A saved run to compare with.")
    ] = None,
) -> None:
    """Measure speed side by side, each value as a ratio or beside its limit.

    Compared values are measured in turns on one core, so a busy machine slows both sides. Each part
    has a process of its own. The values are saved as JSON, with facts about the machine.

    Exit code 0: all limits kept; 1: a limit is broken; 2: something could not be measured.
    """
    from hollowbeam.service.files import write_atomically  # noqa: PLC0415 - on demand
    from hollowbeam_conformance.bench import report  # noqa: PLC0415
    from hollowbeam_conformance.bench.apart import apart  # noqa: PLC0415
    from hollowbeam_conformance.bench.catalogue import CATALOGUE, chosen  # noqa: PLC0415
    from hollowbeam_conformance.bench.measure import Measurement, Verdict  # noqa: PLC0415

    benchmarks = chosen(only or [])
    if not benchmarks:
        names = ", ".join(each.name for each in CATALOGUE)
        raise typer.BadParameter(f"nothing is called that; there are {names}")
    before = None
    if against is not None:
        try:
            before = report.read_values(against.read_bytes())
        except (OSError, report.NoReport) as error:
            raise typer.BadParameter(f"cannot compare with {against}: {error}") from error
    measured: list[Measurement] = []
    for position, each in enumerate(benchmarks, start=1):
        rewrite(f"[{position}/{len(benchmarks)}] {each.name}: {each.about}")
        for found in apart(each, quick=quick):
            measured.append(found)
            rewrite(f"[{position}/{len(benchmarks)}] {found.name}")
    rewrite("")
    typer.echo(report.table(measured, before), nl=False)
    facts = report.machine()
    typer.echo(f"\n{facts['python']}, {facts['cores']} cores, {facts['cpu']}")
    try:
        json_file.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(json_file, report.to_json(measured, quick=quick))
    except OSError as error:
        raise typer.BadParameter(f"cannot write {json_file}: {error.strerror}") from error
    for verdict, words in ((Verdict.BROKEN, "limits broken"), (Verdict.SKIPPED, "not measured")):
        count = sum(each.verdict is verdict for each in measured)
        if count:
            typer.echo(f"{count} {words}")
    typer.echo(f"saved as {json_file}", err=True)
    raise typer.Exit(report.exit_code(measured))
