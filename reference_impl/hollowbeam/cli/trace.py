# ruff: noqa: A005 - found by its entry point, as every command; no folder of ours is on sys.path
"""``hb trace``: everything that a clause needs is there, and every id leads somewhere.

Exit codes: 0 nothing to mend, 1 something to mend, 2 no checkout here.
"""

from __future__ import annotations

from enum import StrEnum, unique
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

if TYPE_CHECKING:  # the inspection is imported when it is asked for
    from hollowbeam.service.traceability.findings import Finding
    from hollowbeam.service.traceability.inspection import Coverage, Inspection

EXAMPLES: Final = """\b
Examples:
  hb trace                         inspect the checkout around this folder
  hb trace --checkout ~/hollow     inspect another
  hb trace --format github         annotate a pull request
  hb trace --format json | jq '.rooms'
"""

COLUMNS: Final = ("code", "theorem", "saboteur", "case")


@unique
class Format(StrEnum):
    """How the findings are written."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


def trace(
    checkout: Annotated[
        Path, typer.Option(metavar="FOLDER", help="A folder inside the checkout to inspect.")
    ] = Path(),
    form: Annotated[Format, typer.Option("--format", help="How to write it.")] = Format.TEXT,
) -> None:
    """Check that each clause has its code, cases, saboteur and reason, and that no id dangles.

    Reads the checkout as text and imports nothing of it. A finding names file and line, what is
    wrong, and what to do. With nothing to mend, a table shows what stands behind the clauses.

    Exit code 0: nothing to mend; 1: something to mend; 2: no checkout here.
    """
    from hollowbeam.service.traceability.inspection import inspect  # noqa: PLC0415 - on demand
    from hollowbeam.service.traceability.tree import NoCheckoutError, find_root  # noqa: PLC0415

    try:
        root = find_root(checkout.resolve())
    except NoCheckoutError as error:
        typer.echo(f"hb trace: {error}; go to a clone, or name one with --checkout", err=True)
        raise typer.Exit(2) from error
    found = inspect(root)
    typer.echo(_WRITERS[form](found), nl=False)
    raise typer.Exit(1 if found.findings else 0)


def text(found: Inspection) -> str:
    """Write the findings for people, by file; the table if there are none."""
    if not found.findings:
        return table(found)
    lines = []
    for finding in found.findings:
        lines += [f"{finding.place}: {finding.what} [{finding.kind}]", f"    {finding.remedy}"]
    count = len(found.findings)
    lines += ["", f"{count} thing{'' if count == 1 else 's'} to mend"]
    return "\n".join(lines) + "\n"


def table(found: Inspection) -> str:
    """Write by room how many clauses there are, and behind how many stands what."""
    rows = [*found.coverage]
    if len(rows) > 1:
        rows.append(total(rows))
    width = max(len("room"), *(len(row.room) for row in rows))
    lines = [f"{'room':<{width}}  clauses" + "".join(f"  {name:>11}" for name in COLUMNS)]
    for row in rows:
        shares = "".join(f"  {share(getattr(row, name), row.clauses):>11}" for name in COLUMNS)
        lines.append(f"{row.room:<{width}}  {row.clauses:>7}{shares}")
    tree = found.tree
    counts = ", ".join(
        f"{len(getattr(tree, kind))} {kind}"
        for kind in ("reasons", "invariants", "theorems", "saboteurs", "cases")
    )
    lines += ["", f"{counts}; nothing to mend"]
    return "\n".join(lines) + "\n"


def total(rows: list[Coverage]) -> Coverage:
    """Add up the rooms."""
    from hollowbeam.service.traceability.inspection import Coverage  # noqa: PLC0415 - on demand

    numbers = {name: sum(getattr(row, name) for row in rows) for name in ("clauses", *COLUMNS)}
    return Coverage(room="all", **numbers)


def share(part: int, whole: int) -> str:
    """Write a part of the clauses with its percentage, rounded down: 100 % is all of them."""
    return f"{part} {100 * part // whole if whole else 100:>3} %"


def json_text(found: Inspection) -> str:
    """Write the findings and the table as one JSON object."""
    import json  # noqa: PLC0415 - on demand
    from dataclasses import asdict  # noqa: PLC0415

    findings = [
        {
            "path": finding.place.path,
            "line": finding.place.line,
            "kind": finding.kind,
            "what": finding.what,
            "remedy": finding.remedy,
        }
        for finding in found.findings
    ]
    value = {"findings": findings, "rooms": [asdict(row) for row in found.coverage]}
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def github(found: Inspection) -> str:
    """Write the findings as annotations of a workflow; the table if there are none."""
    if not found.findings:
        return table(found)
    return "".join(annotation(finding) + "\n" for finding in found.findings)


def annotation(finding: Finding) -> str:
    """Write one annotation, escaped as workflow commands want it."""
    path, line = escaped(finding.place.path, ":,"), finding.place.line
    message = escaped(f"{finding.what}: {finding.remedy}")
    return f"::error file={path},line={line},title={finding.kind}::{message}"


def escaped(words: str, special: str = "") -> str:
    """Write a percent sign, line ends and the special characters as percent and two digits."""
    return "".join(f"%{ord(c):02X}" if c in "%\r\n" + special else c for c in words)


_WRITERS = {Format.TEXT: text, Format.JSON: json_text, Format.GITHUB: github}
