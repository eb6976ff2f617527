"""Random values of the types that theorems speak of, for property tests.

A strategy follows from a type annotation: naturals are mostly small and sometimes at a boundary,
ids come from a small pool, so that keys meet. A *domain* overrides this for types of its own:
staking states, for one, are also made by running random actions from a random genesis, since an
arbitrary state seldom meets an invariant that ties totals together. An *aim* lists values that a
state holds, for what is drawn after it to meet them.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Final, NewType, TypeAlias, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.encoding import base64url
from hollowbeam.kernel.vocabulary import (
    BASIS_POINTS,
    NAT_LIMIT,
    Nat,
)

Domain: TypeAlias = Mapping[Any, st.SearchStrategy[Any]]
"""Strategies for some annotations, in place of those that follow from their form."""

Aim: TypeAlias = Mapping[Any, Sequence[Any]]
"""Values to meet: by annotation, or by record and field."""

Aims: TypeAlias = Callable[[Any], Sequence[Aim]]
"""What there is to aim at in a state; nothing in another value."""

ANYWHERE: Final[Domain] = MappingProxyType({})
"""The domain that overrides nothing."""

POOL_SIZE: Final = 3
BOUNDARIES: Final = (
    BASIS_POINTS - 1,
    BASIS_POINTS,
    BASIS_POINTS + 1,
    2**63,
    2**64,
    NAT_LIMIT - 1,
)
HITS: Final = 4
"""So many times in ``HITS + 1`` a value is drawn from the aim, if the aim has one."""

MOST_ENTRIES: Final = 3
MOST_ACTIONS: Final = 8


def pool(size: int = POOL_SIZE) -> list[str]:
    """Give so many ids, the same ones at each call."""
    return [base64url(sha256(b"id %d" % number).digest()) for number in range(size)]


def naturals() -> st.SearchStrategy[int]:
    """Draw a natural: mostly small, so that amounts meet; sometimes at a boundary."""
    return st.one_of(st.integers(0, 4), st.integers(0, 60), st.sampled_from(BOUNDARIES))


def integers() -> st.SearchStrategy[int]:
    """Draw an integer of either sign."""
    return st.one_of(naturals(), naturals().map(lambda number: -number))


def values(annotation: Any, domain: Domain = ANYWHERE) -> st.SearchStrategy[Any]:
    """Give the strategy of a type. Raises TypeError for a type that theorems do not speak of."""
    known = domain[annotation] if annotation in domain else _scalars(annotation)
    if known is not None:
        return known
    if isinstance(annotation, NewType):
        return values(annotation.__supertype__, domain)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is tuple and arguments[1:] != (...,):
        return st.tuples(*(values(argument, domain) for argument in arguments))
    if origin is tuple:
        return st.lists(values(arguments[0], domain), max_size=MOST_ENTRIES).map(tuple)
    if origin is Map:
        return maps(arguments[0], arguments[1], domain)
    if isinstance(annotation, type) and is_dataclass(annotation):
        hints = get_type_hints(annotation)
        return st.builds(
            annotation,
            **{field.name: values(hints[field.name], domain) for field in fields(annotation)},
        )
    raise TypeError(f"theorems do not speak of values of type {annotation}")


def _scalars(annotation: Any) -> st.SearchStrategy[Any] | None:
    if annotation is Nat:
        return naturals()
    if annotation is int:
        return integers()
    if annotation is bool:
        return st.booleans()
    if annotation is str:
        return st.sampled_from(pool())
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return st.sampled_from(list(annotation))
    return None


def maps(key: Any, value: Any, domain: Domain = ANYWHERE) -> st.SearchStrategy[Map[Any, Any]]:
    """Draw a map of a few entries, with the default of its value's type."""
    default = default_of(value)
    keys, held = values(key, domain), values(value, domain)
    filled = st.dictionaries(keys, held, min_size=1, max_size=MOST_ENTRIES)
    entries = st.one_of(filled, filled, filled, st.just({}))
    return entries.map(lambda drawn: Map.of(default, drawn))


def default_of(annotation: Any) -> Any:
    """Give the default of a type: zero, the first member, the record of defaults."""
    if isinstance(annotation, NewType):
        return default_of(annotation.__supertype__)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return next(iter(annotation))
    if get_origin(annotation) is tuple:
        return tuple(map(default_of, get_args(annotation)))
    return annotation()


def arguments_of(
    body: Callable[..., None], domain: Domain = ANYWHERE, aims: Aims | None = None
) -> st.SearchStrategy[dict[str, Any]]:
    """Draw the arguments of a theorem's body, by name; those after a state are aimed at it."""
    hints = get_type_hints(body)
    names = list(inspect.signature(body).parameters)

    @st.composite
    def drawn(draw: st.DrawFn) -> dict[str, Any]:
        found: dict[str, Any] = {}
        aim: Aim = {}
        for name in names:
            found[name] = aimed(draw, hints[name], domain, aim)
            if aims is not None and not aim:
                aim = draw(st.sampled_from(aims(found[name]) or [{}]))
        return found

    return drawn()


def aimed(draw: st.DrawFn, annotation: Any, domain: Domain, aim: Aim) -> Any:
    """Draw a value whose parts mostly are what the aim lists for their types, or their fields."""
    if annotation in aim and draw(st.integers(0, HITS)) < HITS:
        return draw(st.sampled_from(aim[annotation]))
    is_flat = is_dataclass(annotation) and not _holds_maps(annotation)
    if not aim or not (is_flat or get_origin(annotation) is tuple):
        return draw(values(annotation, domain))
    if not is_flat:
        return tuple(aimed(draw, part, domain, aim) for part in get_args(annotation))
    parts = {}
    for name, hint in get_type_hints(annotation).items():
        at_field = aim.get((annotation, name))
        here = aim if at_field is None else {**aim, hint: at_field}
        parts[name] = aimed(draw, hint, domain, here)
    return annotation(**parts)


def _holds_maps(annotation: Any) -> bool:
    return any(get_origin(hint) is Map for hint in get_type_hints(annotation).values())
