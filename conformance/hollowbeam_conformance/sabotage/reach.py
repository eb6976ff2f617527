"""Which roles a module can reach: those whose modules import it, directly or through others.

Read from the source, without importing anything: an import counts wherever it stands, so no role is
left out that an edit of the module could touch. A module that imports by name at run time is taken
to import everything.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Final

from hollowbeam_conformance.roles import ROLES

OURS: Final = ("hollowbeam", "hollowbeam_contracts", "hollowbeam_models", "hollowbeam_conformance")
_PACKAGE: Final = "hollowbeam_conformance.roles"
_BY_NAME: Final = {"import_module", "__import__"}


class AnyModule(frozenset[str]):
    """The modules of a role that imports by name: it may import any."""

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str)


def roles_reached(module: str) -> tuple[str, ...]:
    """Name the roles whose answers may depend on a module; all of them, if none imports it.

    So a saboteur that no role can show is judged by everything, and found to survive.
    """
    return tuple(role for role in ROLES if module in modules_of(role)) or ROLES


@cache
def modules_of(role: str) -> frozenset[str]:
    """Give all modules of ours that a role imports, with the packages that they are in."""
    begin = f"{_PACKAGE}.{role}"
    seen: set[str] = set()
    waiting = [begin, "hollowbeam_conformance.testee"]
    while waiting:
        name = waiting.pop()
        if name in seen or name == _PACKAGE:
            continue
        seen.add(name)
        path = _source(name)
        if path is None:
            continue
        tree = ast.parse(path.read_bytes())
        if any(_imports_by_name(node) for node in ast.walk(tree)):
            return AnyModule(seen)
        for imported in _imports(tree, name, is_package=path.name == "__init__.py"):
            waiting += _with_packages(imported)
    return frozenset(name for name in seen if _source(name) is not None)


def _imports(tree: ast.Module, name: str, *, is_package: bool) -> Iterator[str]:
    """Give every name that an import may mean; what is no module is left out later."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parts = name.split(".") if is_package else name.split(".")[:-1]
            here = parts[: len(parts) - node.level + 1] if node.level else []
            package = ".".join([*here, *filter(None, [node.module])])
            yield package
            yield from (f"{package}.{alias.name}" for alias in node.names)


def _imports_by_name(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    called = node.func
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    return name in _BY_NAME


def _with_packages(name: str) -> list[str]:
    """Give a module of ours with the packages around it, which are imported with it."""
    parts = name.split(".")
    if parts[0] not in OURS:
        return []
    return [".".join(parts[:length]) for length in range(1, len(parts) + 1)]


@cache
def _source(name: str) -> Path | None:
    """Find the source of a module; None if there is no such module."""
    search: list[str] | None = None
    origin: str | None = None
    parts = name.split(".")
    for length in range(1, len(parts) + 1):
        if length > 1 and search is None:
            return None
        spec = PathFinder.find_spec(".".join(parts[:length]), search)
        if spec is None:
            return None
        found = spec.submodule_search_locations
        search, origin = (None if found is None else list(found)), spec.origin
    return Path(origin) if origin is not None and origin.endswith(".py") else None
