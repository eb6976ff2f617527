"""A contract of units beside its books: what both must agree on after every action."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import fields, replace
from typing import Any

from hollowbeam.kernel.actor import Call, Kind
from hollowbeam.kernel.authenticated_map import Map, state_root
from hollowbeam.kernel.errors import Reason, Rejection
from hollowbeam.kernel.records import to_json
from hollowbeam.kernel.vocabulary import Address, Nat
from hollowbeam_contracts.ledger import Ledger
from hollowbeam_models.domains.ledger_moves import HOLDERS, KEEPER, LOOK
from hollowbeam_models.ledger_books import Books

EVERYBODY = (*HOLDERS, KEEPER)
FORM = frozenset({Reason.INVALID_INPUT, Reason.UNKNOWN_ACTION})
"""Why what is spoiled in its form is refused."""


def agrees_on_holdings(state: Ledger, books: Books) -> None:
    """Compare what anybody holds and is owed."""
    for who in EVERYBODY:
        assert state.balances.get(Address(who)) == books.balance(who)
        for other in EVERYBODY:
            owed = state.claims.get((Address(who), Address(other)))
            assert owed == books.owed[who, other]


def root_of_anew(state: Any) -> bytes:
    """Give the root of a state whose maps are built anew, the other way round."""
    anew = {
        field.name: Map.of(value.default, dict(reversed(list(value.items()))))
        for field in fields(state)
        if isinstance(value := getattr(state, field.name), Map)
    }
    return state_root(replace(state, **anew))


def is_well_formed(op: str, args: Any, books: Books) -> bool:
    """Whether the books know the action; what is spoiled in its form is left to the cases."""
    known: dict[str, set[str]] = {
        "Transfer": {"recipient", "kind", "quantity", "reference"},
        "Bounce": {"action", "reason", "input"},
    }
    if books.authority:
        known["Mint"] = {*known["Transfer"], "lock", "height"}
        known["Burn"] = {"recipient", "quantity", "reference"}
    data = args["input"]
    return op in known and isinstance(data, dict) and data.keys() == known[op]


def step(module: Any, state: Any, books: Books, op: str, args: Any) -> tuple[Any, Books]:
    """Take one step in the contract and in the books; both refuse for one reason, or neither."""
    if (op, args) == LOOK:
        return state, books
    call = Call(Address(args["caller"]), Nat(int(args["anchor"])), Kind(args["kind"]))
    root = state_root(state)
    answer = refused_or(lambda: module.MODULE.handle(state, call, op, args["input"]))
    assert state_root(state) == root
    if isinstance(answer, Reason) and answer in FORM:
        return state, books
    assert is_well_formed(op, args, books)
    after = deepcopy(books)
    expected = after.act(op, call.caller, call.kind, call.anchor, args["input"])
    if isinstance(answer, Reason):
        assert answer == expected
        return state, books
    assert [to_json(effect) for effect in answer.effects] == expected
    return answer.state, after


def refused_or(act: Callable[[], Any]) -> Any:
    """Give what comes of an act, or the reason why it is refused."""
    try:
        return act()
    except Rejection as rejection:
        return rejection.reason
