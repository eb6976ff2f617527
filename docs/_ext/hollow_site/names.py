"""The names of ids in the cases of a role: the words in which their authors speak of them.

The words are looked up where the cases are filled in: in the modules that are named after the role,
and in those that they take words from. A constant of 43 letters is an id, and one that has an owner
is a key, known by its address. ``OTHERS`` names whoever does what names nobody; ``SHOWN`` says how
an argument is written that is too long to be shown; ``QUIET`` has the fields of the state, and the
arguments, that are left out.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

from hollowbeam.kernel.records import ID_LENGTH
from hollowbeam.protocol.message.signing import address_of
from hollowbeam_conformance import fill


@cache
def names_of(role: str) -> Mapping[str, str]:
    """Give the name of each id that the authors of the cases of a role have a word for."""
    found: dict[str, str] = {}
    for module in _words_of(role):
        for word, value in vars(module).items():
            if word.isupper():
                identity = _identity(value)
                if identity is not None:
                    found.setdefault(identity, word.strip("_").replace("_", " ").capitalize())
    return found


@cache
def others_of(role: str) -> str | None:
    """Name who does what names nobody; None where the authors do not say."""
    return next((each.OTHERS for each in _words_of(role) if hasattr(each, "OTHERS")), None)


@cache
def shown_of(role: str) -> Mapping[str, Callable[[Any], str]]:
    """Give how to write the arguments that are too long to be shown, by their names."""
    return next((each.SHOWN for each in _words_of(role) if hasattr(each, "SHOWN")), {})


@cache
def quiet_of(role: str) -> frozenset[str]:
    """Give the fields of the state whose changes are left out, and the arguments that are."""
    return next((each.QUIET for each in _words_of(role) if hasattr(each, "QUIET")), frozenset())


def _identity(value: Any) -> str | None:
    """Give the id that a constant is, or that a key is known by."""
    if isinstance(value, str):
        return value if len(value) == ID_LENGTH else None
    owner = getattr(value, "owner", None)
    return address_of(owner) if isinstance(owner, bytes) else None


def _words_of(role: str) -> Iterator[ModuleType]:
    """Give the modules that fill in the cases of a role, and those that they take words from."""
    own = [
        import_module(f"{fill.__name__}.{each.name}")
        for each in pkgutil.iter_modules(fill.__path__)
        if each.name == role or each.name.startswith(f"{role}_")
    ]
    taken = {
        getattr(value, "__module__", None) or "": None
        for module in own
        for value in vars(module).values()
    }
    yield from own
    for name in taken:
        if isinstance(name, str) and name.startswith(f"{fill.__name__}."):
            module = import_module(name)
            if module not in own:
                yield module
