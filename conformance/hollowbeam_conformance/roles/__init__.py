"""The roles that the reference answers for, one module each, imported when a session asks for it.

A role has ``reset(genesis)`` and ``step(op, args)``, and ``view(path)`` if it has a state to look
at; each gives an outcome of the adapter protocol, or raises a Rejection.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

ROLES: Final = (
    "message",
    "staking",
    "gateway",
    "relayer",
    "sequencer",
    "dre",
    "u_token",
    "atomic_asset",
    "ucm",
    "network",
)
"""In the order in which they are judged."""


def role(name: str) -> Any:
    """Make a role anew. Raises KeyError for one that is not here."""
    if name not in ROLES:
        raise KeyError(f"the reference has no role {name!r}")
    return import_module(f"{__name__}.{name}").Role()
