"""Steps that are spoiled in their form: what no implementation may read as something else."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from hypothesis import strategies as st

from hollowbeam.kernel.encoding import Json
from hollowbeam.kernel.vocabulary import NAT_LIMIT
from hollowbeam_models.domains.choosing import choose
from hollowbeam_models.strategies import pool

Move: TypeAlias = tuple[str, dict[str, Any]]
"""An operation of a role, and its arguments."""

_ANY: Final[tuple[Json, ...]] = (None, True, False, [], {}, ["5"], "", "x", "5", pool()[0])
_IDS: Final[tuple[Json, ...]] = (
    pool()[0][:-1], f"{pool()[0]}A", "!" * 43, f"{'A' * 42}B", "x", "5", f"{pool()[0]}=",
)  # fmt: skip
_NAMES: Final[tuple[Json, ...]] = ("dre", "TRUE", "true", "NONE", "x")
_ACTIONS: Final = ("Mint-All", "Mint", "Burn", "Transfer", "Credit-Notice", "Debit-Notice", "Info")
"""What the contracts of others answer to, and perhaps not this one."""

_ID_LENGTH: Final = 43


def _wrong(value: Json) -> tuple[Json, ...]:
    """Give what is nearly a value of the same kind: a number, an id or a name."""
    if not isinstance(value, str):
        return _ANY
    if value.isdecimal():
        return (*_near(value), *_near(value), *_near(value), *_ANY)
    kind = _IDS if len(value) == _ID_LENGTH else _NAMES
    return (*kind, *kind, *_ANY)


def _near(number: str) -> tuple[Json, ...]:
    """Give what careless reading takes for a number, or what is just too large."""
    signed = (f"-{number}", "-1", "-0", f"+{number}")
    return (*signed, f"0{number}", f" {number}", f"{number}.5", str(NAT_LIMIT), str(NAT_LIMIT - 1))


@st.composite
def spoiled(draw: st.DrawFn, moves: st.SearchStrategy[Move]) -> Move:
    """Draw a move whose name or input is not quite that of an action; by chance it may be.

    The input is the object at ``args["input"]``.
    """
    return spoil(draw, draw(moves))


def spoil(draw: st.DrawFn, move: Move) -> Move:
    """Spoil a move that was drawn."""
    op, args = move
    given = dict(args["input"])
    how = choose(draw, (*["value"] * 6, "more", "less", "name", "all"))
    if how == "name":
        return choose(draw, (op.lower(), op.upper(), f"{op}s", *_ACTIONS)), args
    if how == "all":
        return op, {**args, "input": choose(draw, (None, "5", [], {}, [given]))}
    if how == "more":
        name = choose(draw, ("memo", "from", "caller", ""))
        return op, {**args, "input": {**given, name: choose(draw, _ANY)}}
    if given:
        name = choose(draw, sorted(given))
        if how == "less":
            del given[name]
        else:
            given[name] = choose(draw, _wrong(given[name]))
    return op, {**args, "input": given}
