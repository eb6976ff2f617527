"""Read marks in Python sources by their syntax trees, without importing them."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

from hollowbeam.service.traceability.records import (
    INVARIANT_ID,
    Code,
    Malformed,
    Place,
    Predicate,
    ReasonEntry,
    Saboteur,
    Theorem,
)

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True)
class Source:
    """One Python file."""

    path: str
    text: str
    tree: ast.Module

    @cached_property
    def constants(self) -> dict[str, ast.expr]:
        """The names that the module assigns once, at its top."""
        found: dict[str, ast.expr] = {}
        for statement in self.tree.body:
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    found[name] = value
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                    found[name] = value
        return found

    def value(self, node: ast.expr) -> Any:
        """Give the value of a literal, or of a name that stands for one.

        Errors: ValueError where the expression is neither.
        """
        if isinstance(node, ast.Name) and node.id in self.constants:
            return self.value(self.constants[node.id])
        if isinstance(node, ast.Tuple | ast.List):
            parts = (
                self.value(item.value) if isinstance(item, ast.Starred) else (self.value(item),)
                for item in node.elts
            )
            return tuple(chain.from_iterable(parts))
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return self.value(node.left) + self.value(node.right)
        return ast.literal_eval(node)

    def place(self, node: ast.expr | ast.stmt) -> Place:
        """Give the line of a node."""
        return Place(self.path, node.lineno)

    def definitions(self) -> Iterator[tuple[str, Definition]]:
        """Give every function and class with its qualified name, in the order of the file."""
        yield from _definitions(self.tree.body, "")

    def segment(self, node: Definition) -> tuple[str, int]:
        """Give a definition with its decorators, flush left, and its first line."""
        first = min([node.lineno, *(mark.lineno for mark in node.decorator_list)])
        lines = self.text.splitlines()[first - 1 : node.end_lineno]
        return textwrap.dedent("\n".join(lines)), first


def _definitions(body: list[ast.stmt], prefix: str) -> Iterator[tuple[str, Definition]]:
    for statement in body:
        if isinstance(statement, Definition):
            name = prefix + statement.name
            yield name, statement
            if isinstance(statement, ast.ClassDef):
                yield from _definitions(statement.body, name + ".")


def read_source(root: Path, path: Path) -> Source | Malformed:
    """Parse one file."""
    name = path.relative_to(root).as_posix()
    text = path.read_text(encoding="utf-8")
    try:
        return Source(name, text, ast.parse(text))
    except SyntaxError as error:
        return Malformed(Place(name, error.lineno or 1), f"the file does not parse: {error.msg}")


def first_paragraph(node: Definition) -> str:
    """Give the first paragraph of a docstring, on one line."""
    text = ast.get_docstring(node) or ""
    return " ".join(text.split("\n\n")[0].split())


def called(node: ast.expr) -> str:
    """Give the last name of what a call calls, or of the expression itself."""
    match node:
        case ast.Call(func=function):
            return called(function)
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return ""


def read_code(source: Source) -> Iterator[Code | Malformed]:
    """Give every definition that carries ``@implements``."""
    for name, node in source.definitions():
        for mark in node.decorator_list:
            if not isinstance(mark, ast.Call) or called(mark) != "implements":
                continue
            try:
                clauses = tuple(source.value(argument) for argument in mark.args)
            except ValueError:
                yield Malformed(source.place(mark), f"@implements of {name} is not literal")
                continue
            text, first = source.segment(node)
            yield Code(
                name=name,
                clauses=clauses,
                summary=first_paragraph(node),
                source=text,
                last_line=node.end_lineno or first,
                place=Place(source.path, first),
            )


def read_reasons(source: Source) -> Iterator[ReasonEntry | Malformed]:
    """Give the members of the class ``Reason``: code, clause, meaning."""
    for name, node in source.definitions():
        if name != "Reason" or not isinstance(node, ast.ClassDef):
            continue
        for statement in node.body:
            match statement:
                case ast.Assign(targets=[ast.Name(id=code)], value=value):
                    try:
                        wire, clause, meaning = source.value(value)
                    except (TypeError, ValueError):
                        what = f"the reason {code} is not (code, clause, meaning)"
                        yield Malformed(source.place(statement), what)
                    else:
                        yield ReasonEntry(wire, clause, meaning, source.place(statement))


_SABOTEUR_FIELDS = ("id", "clause", "module", "old", "new", "breaks", "theorems")


def read_saboteurs(source: Source, room: str) -> Iterator[Saboteur | Malformed]:
    """Give every call of ``Saboteur`` with literal arguments."""
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Call) or called(node) != "Saboteur":
            continue
        place = source.place(node)
        try:
            values = dict(zip(_SABOTEUR_FIELDS, map(source.value, node.args), strict=False))
            values |= {word.arg or "": source.value(word.value) for word in node.keywords}
            theorems = tuple(values.pop("theorems", ()))
            yield Saboteur(theorems=theorems, room=room, place=place, **values)
        except (TypeError, ValueError):
            yield Malformed(place, f"a Saboteur is written as literals of {_SABOTEUR_FIELDS}")


_INVARIANT = re.compile(rf"(?P<id>{INVARIANT_ID.pattern}): (?P<text>.*)")


def read_predicates(source: Source, room: str) -> Iterator[Predicate]:
    """Give every function whose docstring starts with the id of an invariant."""
    for name, node in source.definitions():
        marked = _INVARIANT.fullmatch(first_paragraph(node))
        if marked is not None:
            text, first = source.segment(node)
            place = Place(source.path, first)
            yield Predicate(marked["id"], name, marked["text"], text, room, place)


def read_theorems(source: Source, room: str) -> Iterator[Theorem | Malformed]:
    """Give every function that carries ``@theorem(id, clauses=…, about=…, …)``."""
    for name, node in source.definitions():
        for mark in node.decorator_list:
            if not isinstance(mark, ast.Call) or called(mark) != "theorem":
                continue
            words = {word.arg: word.value for word in mark.keywords}
            try:
                identity: str = source.value(mark.args[0])
                literal = {
                    word: source.value(words[word])
                    for word in ("clauses", "saboteurs", "acceptance")
                    if word in words
                }
            except (IndexError, ValueError):
                what = f"the id, clauses and saboteurs of the theorem {name} are not literal"
                yield Malformed(source.place(mark), what)
                continue
            text, first = source.segment(node)
            yield Theorem(
                id=identity,
                clauses=literal.get("clauses", ()),
                about=_names(source, words.get("about")),
                rejects=_names(source, words.get("rejects")),
                saboteurs=literal.get("saboteurs", ()),
                proves=_proved(node),
                acceptance=literal.get("acceptance", False),
                name=name,
                statement=first_paragraph(node),
                source=text,
                room=room,
                place=Place(source.path, first),
            )


def _proved(node: Definition) -> frozenset[str]:
    """Give the names that stand in what a theorem proves, through the locals that it assigns."""
    locals_: dict[str, set[str]] = {}
    waiting: set[str] = set()
    for part in ast.walk(node):
        match part:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                locals_.setdefault(name, set()).update(_names_in(value))
            case ast.Call(args=[condition, *_]) if called(part) == "prove":
                waiting |= _names_in(condition)
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        found.add(name)
        waiting |= locals_.get(name, set()) - found
    return frozenset(found)


def _names_in(node: ast.expr) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def _names(source: Source, node: ast.expr | None) -> tuple[str, ...]:
    """Give the last names of the items of a tuple, through constants of the module."""
    match node:
        case ast.Tuple(elts=items) | ast.List(elts=items):
            parts = (
                _names(source, item.value) if isinstance(item, ast.Starred) else (called(item),)
                for item in items
            )
            return tuple(chain.from_iterable(parts))
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _names(source, left) + _names(source, right)
        case ast.Name(id=name) if name in source.constants:
            return _names(source, source.constants[name])
        case _:
            return ()
