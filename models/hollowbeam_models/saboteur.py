"""Saboteurs: one small edit of the shipped source each, that breaks exactly one clause.

The edit is applied by an import hook before the module is first imported. So one list serves the
proofs (which must refute it), the property tests (which must find it) and the conformance suite
(which must catch it through the public adapter).
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

ROOMS = "hollowbeam_models.saboteurs"
"""The package with one module of saboteurs for each room."""


class SabotageError(Exception):
    """A saboteur cannot be applied: our own mistake, never a verdict on an implementation."""


@dataclass(frozen=True, slots=True)
class Saboteur:
    """One edit of the shipped source: in ``module``, ``old`` (standing once) becomes ``new``.

    ``clause`` is the one clause that it breaks, ``breaks`` says how, in words. ``theorems`` are the
    ids of theorems that must refute it, beside those that list it themselves.
    """

    id: str
    clause: str
    module: str
    old: str
    new: str
    breaks: str
    theorems: tuple[str, ...] = ()


def sabotaged(saboteur: Saboteur) -> None:
    """Let this process import the saboteur's module with its edit, from now on.

    Raises SabotageError if the module is already imported, is not found, or does not hold the old
    text exactly once.
    """
    if saboteur.module in sys.modules:
        raise SabotageError(
            f"{saboteur.id}: {saboteur.module} is already imported; sabotage it in a fresh process"
        )
    edited_source(saboteur)
    sys.meta_path.insert(0, _Finder(saboteur))


def edited_source(saboteur: Saboteur) -> str:
    """Give the source of the module after the edit, without importing anything.

    Raises SabotageError if the module is not found or does not hold the old text exactly once.
    """
    source = Path(_origin(saboteur.module)).read_text(encoding="utf-8")
    return _edit(saboteur, source)


def find_saboteur(identifier: str) -> Saboteur:
    """Find a saboteur of any room by its id. Raises SabotageError if there is none."""
    found = all_saboteurs().get(identifier)
    if found is None:
        raise SabotageError(f"no room has a saboteur {identifier}")
    return found


@cache
def all_saboteurs(package: str = ROOMS) -> dict[str, Saboteur]:
    """Give the saboteurs of all rooms by id, room by room, in the order of their lists.

    Each module of the package names its own in ``SABOTEURS``. Raises SabotageError if two share an
    id or a module has no list.
    """
    found: dict[str, Saboteur] = {}
    try:
        rooms = importlib.import_module(package)
    except ModuleNotFoundError as missing:
        if missing.name == package:
            return found
        raise
    for room in sorted(pkgutil.iter_modules(rooms.__path__), key=lambda room: room.name):
        module = importlib.import_module(f"{package}.{room.name}")
        saboteurs: Sequence[Saboteur] | None = getattr(module, "SABOTEURS", None)
        if saboteurs is None:
            raise SabotageError(f"{module.__name__} has no list SABOTEURS")
        for saboteur in saboteurs:
            if saboteur.id in found:
                raise SabotageError(f"two saboteurs have the id {saboteur.id}")
            found[saboteur.id] = saboteur
    return found


def _edit(saboteur: Saboteur, source: str) -> str:
    count = source.count(saboteur.old)
    if count != 1:
        raise SabotageError(
            f"{saboteur.id}: {saboteur.old!r} stands {count} times in {saboteur.module}, not once"
        )
    return source.replace(saboteur.old, saboteur.new)


def _origin(module: str) -> str:
    """Find the file of a module without importing its parents, as ``find_spec`` would."""
    spec: ModuleSpec | None = None
    name = ""
    for part in module.split("."):
        name = f"{name}.{part}" if name else part
        spec = PathFinder.find_spec(name, spec.submodule_search_locations if spec else None)
        if spec is None:
            raise SabotageError(f"there is no module {name}")
    if spec is None or spec.origin is None:
        raise SabotageError(f"the module {module} has no source")
    return spec.origin


class _Finder(MetaPathFinder):
    """Answers for the one sabotaged module and leaves every other to the finders behind it."""

    def __init__(self, saboteur: Saboteur) -> None:
        self.saboteur = saboteur

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Give the module its sabotaged loader."""
        if fullname != self.saboteur.module:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.origin is not None:
            spec.loader = _Loader(fullname, spec.origin, self.saboteur)
        return spec


class _Loader(SourceFileLoader):
    """Compiles the edited source; never reads or writes bytecode caches."""

    def __init__(self, fullname: str, path: str, saboteur: Saboteur) -> None:
        super().__init__(fullname, path)
        self.saboteur = saboteur

    def get_source(self, fullname: str) -> str:
        """Give the edited source, so that tools which ask the loader see what runs."""
        return _edit(self.saboteur, Path(self.get_filename(fullname)).read_text(encoding="utf-8"))

    def get_code(self, fullname: str) -> CodeType:
        """Compile the edited source under the file's own name."""
        return compile(self.get_source(fullname), self.get_filename(fullname), "exec")
