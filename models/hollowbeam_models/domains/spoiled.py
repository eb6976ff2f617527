"""Steps that are spoiled in their form: what no implementation may read as something else."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from hypothesis import strategies as st

from hollowbeam.kernel.encoding import Json
from hollowbeam.kernel.vocabulary import NAT_LIMIT
from hollowbeam_models.strategies import pool

Move: TypeAlias = tuple[str, dict[str, Any]]
"""An operation of a role, and its arguments."""

ONE_IN: Final = 12
"""One move in so many is spoiled."""

_WRONG: Final[tuple[Json, ...]] = (
    "-1", "05", "+5", " 5", "", "1.5", str(NAT_LIMIT), str(NAT_LIMIT - 1), "0", "x", "TRUE", "true",
    None, True, False, [], {}, ["5"], pool()[0], pool()[0][:-1], f"{pool()[0]}A", "!" * 43, "-0",
    f"{'A' * 42}B", "dre",
)  # fmt: skip
"""Values that are nearly a number, a name or an id; the last one but one has spare bits set."""


@st.composite
def spoiled(draw: st.DrawFn, move: Move) -> Move:
    """Draw a move whose name or input is not quite that of an action, or leave it as it is.

    The input is the object at ``args["input"]``.
    """
    op, args = move
    given = dict(args["input"])
    how = draw(st.sampled_from(("value", "value", "value", "more", "less", "name", "all")))
    if how == "name":
        return draw(st.sampled_from((op.lower(), op.upper(), f"{op}s", "", "Mint-All"))), args
    if how == "all":
        return op, {**args, "input": draw(st.sampled_from((None, "5", [], {}, [given])))}
    if how == "more":
        name = draw(st.sampled_from(("memo", "from", "caller", "")))
        return op, {**args, "input": {**given, name: draw(st.sampled_from(_WRONG))}}
    if given:
        name = draw(st.sampled_from(sorted(given)))
        if how == "less":
            del given[name]
        else:
            given[name] = draw(st.sampled_from(_WRONG))
    return op, {**args, "input": given}


@st.composite
def sometimes_spoiled(draw: st.DrawFn, moves: st.SearchStrategy[Move]) -> Move:
    """Draw a move, spoiled once in ``ONE_IN`` times."""
    move = draw(moves)
    return draw(spoiled(move)) if draw(st.integers(1, ONE_IN)) == ONE_IN else move
