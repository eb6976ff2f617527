"""``spec/errors.md``: its table of who mends what names the clause of every reason once."""

from __future__ import annotations

import re
from pathlib import Path

from hollowbeam.kernel.errors import Reason

SPEC = Path(__file__).parents[2] / "spec"
TEXT = (SPEC / "errors.md").read_text(encoding="utf-8")


def clauses_that_refuse() -> set[str]:
    """Give the clauses of all chapters that name a reason, their own or that of another clause."""
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(SPEC.glob("*.md")))
    return set(re.findall(r"^:id: (\S+)\n:reason: ", text, re.MULTILINE))


def clauses_named(cell: str) -> list[str]:
    """Give the clauses of a cell such as ``MSG-1 to MSG-3, MSG-7``."""
    found = []
    for part in cell.split(", "):
        ends = re.fullmatch(r"([A-Z]+)-(\d+)(?: to \1-(\d+))?", part)
        assert ends is not None, part
        last = int(ends[3] or ends[2])
        found += [f"{ends[1]}-{number}" for number in range(int(ends[2]), last + 1)]
    return found


def test_each_reason_is_somebodys_to_mend() -> None:
    table = TEXT.partition("## Whose fault it is")[2].partition("\n## ")[0]
    cells = re.findall(r"^\| ([A-Z][^|]*[0-9]) \|", table, re.MULTILINE)
    named = [clause for cell in cells for clause in clauses_named(cell)]
    assert len(named) == len(set(named))
    assert {reason.clause for reason in Reason} <= set(named) <= clauses_that_refuse()


def test_the_example_of_a_refusal_has_a_code_of_the_registry() -> None:
    assert re.findall(r'\{"reject": \{"code": "([A-Z_]+)"\}\}', TEXT) == [Reason.NOT_READY]
