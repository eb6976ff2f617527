"""Print what ``hb spec`` found, for people: calm, and as wide as the terminal."""

from __future__ import annotations

import difflib
import re
from typing import Any, Final

from rich.console import Console
from rich.padding import Padding
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

Dossier = dict[str, Any]

_STYLES: Final = {"proved": "green", "checked": "yellow", "claim": "yellow"}
_EXPECTS: Final = {"accept": ("✓", "green"), "reject": ("✗", "red")}
_INDENT: Final = (0, 0, 0, 2)
_LINK: Final = re.compile(r"\[([^\]]+)\]\([^()\s]+\)")
"""A link of Markdown: a text, and where it leads."""
_MUST: Final = r"\b(?:MUST NOT|MUST|SHALL NOT|SHALL|REQUIRED)\b"


def show(value: Dossier) -> None:
    """Print one thing with an id."""
    _PRINTERS[value["kind"]](Console(highlight=False), value)


def show_list(values: list[Dossier]) -> None:
    """Print one line for each clause: id, title, reason, theorems proved, how much tests it."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("clause", "says", "reason"):
        table.add_column(name, no_wrap=name != "says", overflow="fold")
    for name in ("proved", "saboteurs", "cases"):
        table.add_column(name, justify="right")
    for value in values:
        theorems = value["theorems"]
        proved = sum(theorem["status"].startswith("proved") for theorem in theorems)
        table.add_row(
            Text(value["id"], "bold"),
            Text(value["title"]),
            Text(value["reason"]["code"] if value["reason"] else "", "red"),
            f"{proved} of {len(theorems)}" if theorems else "",
            str(len(value["saboteurs"])),
            str(len(value["cases"])),
        )
    Console(highlight=False).print(table)


def _head(console: Console, value: Dossier, title: str, kind: str = "") -> None:
    line = Text.assemble((value["id"], "bold cyan"), "  ", (title, "bold"))
    if kind:
        line.append(f"  {kind}", "dim")
    console.print(line)


def _prose(console: Console, text: str) -> None:
    """Print the paragraphs of a clause; a list keeps its lines, and of a link its text is left."""
    console.print()
    for paragraph in _LINK.sub(r"\1", text).split("\n\n"):
        words = paragraph if paragraph.lstrip().startswith(("-", "|")) else paragraph.split()
        shown = Text(words if isinstance(words, str) else " ".join(words))
        shown.highlight_regex(_MUST, "bold red")
        console.print(Padding(shown, _INDENT))
        console.print()


def _section(console: Console, name: str, rows: list[tuple[Text | str, ...]]) -> None:
    """Print a heading and rows in columns; nothing where there are none."""
    if not rows:
        return
    console.print(Text(name, "dim"))
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    for _ in rows[0][1:]:
        table.add_column(overflow="fold")
    for row in rows:
        table.add_row(*row)
    console.print(Padding(table, _INDENT))


def _status(status: str) -> Text:
    return Text(status, _STYLES.get(status.partition(" ")[0], ""))


def _theorems(console: Console, theorems: list[Dossier]) -> None:
    rows: list[tuple[Text | str, ...]] = [
        (x["id"], _status(x["status"]), Text(x["statement"])) for x in theorems
    ]
    _section(console, "theorems", rows)


def _cases(console: Console, cases: list[Dossier]) -> None:
    rows: list[tuple[Text | str, ...]] = [
        (Text.assemble(_EXPECTS.get(x["expects"], ("·", "")), " ", x["id"]), Text(x["title"]))
        for x in cases
    ]
    _section(console, "cases", rows)


def _where(console: Console, value: Dossier) -> None:
    console.print(Text(value["place"], "dim"), soft_wrap=True)


def _show_clause(console: Console, value: Dossier) -> None:
    _head(console, value, value["title"])
    _prose(console, value["text"])
    if value["reason"]:
        meaning = value["reason"]["meaning"] or "not registered"
        rows: list[tuple[Text | str, ...]] = [(Text(value["reason"]["code"], "red"), Text(meaning))]
        _section(console, "reason", rows)
    if value["code"]:
        console.print(Text("code", "dim"))
    for code in value["code"]:
        place = Text(f"{code['place']}", "dim")
        console.print(Padding(Text(code["signature"]), _INDENT))
        console.print(Padding(place, (0, 0, 0, 4)), soft_wrap=True)
    _theorems(console, value["theorems"])
    _section(console, "saboteurs", [(x["id"], Text(x["breaks"])) for x in value["saboteurs"]])
    _cases(console, value["cases"])
    _where(console, value)


def _show_invariant(console: Console, value: Dossier) -> None:
    _head(console, value, value["title"], "invariant")
    _prose(console, value["text"])
    if value["predicate"]:
        console.print(Text("predicate", "dim"))
        _python(console, value["predicate"]["source"])
        console.print(Padding(Text(value["predicate"]["place"], "dim"), _INDENT), soft_wrap=True)
    _theorems(console, value["theorems"])
    _where(console, value)


def _show_reason(console: Console, value: Dossier) -> None:
    _head(console, value, value["meaning"], "reason")
    _where(console, value)
    console.print()
    if isinstance(value["clause"], str):
        console.print(f"It belongs to {value['clause']}, which no chapter has.")
    else:
        _show_clause(console, value["clause"])


def _show_theorem(console: Console, value: Dossier) -> None:
    _head(console, value, value["statement"])
    console.print(Padding(_status(value["status"]), _INDENT))
    for name in ("clauses", "about", "rejects", "refuted"):
        if value[name]:
            _section(console, name, [(Text(", ".join(value[name]), overflow="fold"),)])
    _section(console, "assumes", [(Text(text),) for text in value["assumptions"]])
    console.print()
    _python(console, value["source"])
    _where(console, value)


def _show_saboteur(console: Console, value: Dossier) -> None:
    _head(console, value, value["breaks"], f"breaks {value['clause']}")
    console.print()
    console.print(Padding(Text(value["module"], "dim"), _INDENT))
    for line in difflib.ndiff(value["old"].splitlines(), value["new"].splitlines()):
        if not line.startswith("?"):
            style = {"-": "red", "+": "green"}.get(line[0], "dim")
            console.print(Padding(Text(line, style), _INDENT))
    console.print()
    _theorems(console, value["theorems"])
    _cases(console, value["cases"])
    _where(console, value)


def _show_case(console: Console, value: Dossier) -> None:
    _head(console, value, value["title"], f"{value['expects']} case")
    rows: list[tuple[Text | str, ...]] = [("clause", value["clause"])]
    rows += [("catches", name) for name in value["saboteurs"]]
    console.print()
    _section(console, "", rows)
    _where(console, value)


def _python(console: Console, source: str) -> None:
    """Print Python; in colour where the output is a terminal."""
    shown: Text | Syntax = Text(source)
    if console.is_terminal:
        shown = Syntax(source, "python", theme="ansi_dark", background_color="default")
    console.print(Padding(shown, _INDENT))


_PRINTERS: Final = {
    "clause": _show_clause,
    "invariant": _show_invariant,
    "reason": _show_reason,
    "theorem": _show_theorem,
    "saboteur": _show_saboteur,
    "case": _show_case,
}
