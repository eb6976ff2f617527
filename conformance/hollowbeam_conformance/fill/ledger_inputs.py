"""Cases of the inputs of a ledger's actions: exactly their fields, each of its type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, cast

from hollowbeam.kernel.encoding import Json
from hollowbeam.kernel.errors import Reason
from hollowbeam_conformance.fill.cases import CaseBook
from hollowbeam_conformance.fill.ledger_cases import Rules
from hollowbeam_conformance.fill.ledger_words import (
    ALICE,
    BOB,
    LARGEST,
    MALLORY,
    SHOP,
    call,
    credit,
    moved,
    transfer,
)
from hollowbeam_conformance.fill.staking_inputs import NOT_ID, NOT_NATURAL

Inputs = Mapping[str, dict[str, Json]]
"""For each action an input that has its form."""

NOT_KIND: Final[dict[str, tuple[str, Json]]] = {
    "lower-case": ("lower case", "wallet"),
    "unknown": ("no kind", "CONTRACT"),
    "empty": ("nothing", ""),
    "null": ("null", None),
}
NOT_TEXT: Final[dict[str, tuple[str, Json]]] = {
    "null": ("null", None),
    "array": ("an array", []),
    "boolean": ("a boolean", True),
}
SHARED: Final[Inputs] = {
    "Transfer": cast(dict[str, Json], moved(BOB, "1")),
    "Bounce": {"action": "Credit-Notice", "reason": "", "input": credit(ALICE, 1)},
}
WRONG: Final[Mapping[str, Mapping[str, tuple[str, Json]]]] = {
    "quantity": NOT_NATURAL,
    "recipient": NOT_ID,
    "kind": NOT_KIND,
    "action": NOT_TEXT,
    "reason": NOT_TEXT,
    "lock": NOT_ID,
    "height": NOT_NATURAL,
    "reference": NOT_NATURAL,
}
"""What is none of the type of a field."""

FEW: Final = frozenset({"negative", "loose-bits", "lower-case", "null", "fraction"})
"""What is tried in a field of a type that was tried in full before."""


def inputs(book: CaseBook, rules: Rules, actions: Inputs) -> None:
    """Add the cases of inputs: the real thefts by name, then each field of each action."""
    for name, title, quantity in (
        ("theft", "A transfer of a negative quantity steals nothing", "-500"),
        ("theft-of-all", "A transfer of a negative quantity takes not even one unit", "-1"),
        ("half", "Half a unit is not transferred", "0.5"),
        ("half-more", "A unit and a half is not transferred", "1.5"),
    ):
        book.reject(
            f"{rules.entry}-{name}",
            title,
            transfer(ALICE, MALLORY, 600),
            call("Transfer", MALLORY, moved(ALICE, quantity), Reason.INVALID_INPUT),
            neighbour=rules.accepted,
            genesis=rules.genesis,
        )
    book.accept(
        f"{rules.entry}-largest-number",
        "A number may be as large as 2^256 - 1",
        transfer(ALICE, BOB, LARGEST - 1, reference=LARGEST),
        genesis=rules.start(LARGEST),
    )
    for name, data in (("null", None), ("array", []), ("string", "x"), ("boolean", True)):
        _refuse(book, rules, f"input-{name}", "Transfer", cast(Json, data), f"a {name}")
    tried: set[str] = set()
    for op, whole in actions.items():
        _refuse(book, rules, f"{op.lower()}-extra", op, {**whole, "note": "x"}, "a field too many")
        for field in whole:
            partial = {key: value for key, value in whole.items() if key != field}
            _refuse(book, rules, f"{op.lower()}-no-{field}", op, partial, f"no {field}")
            _wrong(book, rules, op, field, whole, tried)


def _wrong(  # noqa: PLR0913, PLR0917 - the parts of a group of cases
    book: CaseBook, rules: Rules, op: str, field: str, whole: dict[str, Json], tried: set[str]
) -> None:
    """Refuse what is not of a field's type: everything the first time, then a few."""
    for name, (about, value) in WRONG.get(field, {}).items():
        if field in tried and name not in FEW:
            continue
        case = f"{op.lower()}-{field}-{name}"
        _refuse(book, rules, case, op, {**whole, field: value}, f"{about} in {field}")
    tried.add(field)


def _refuse(  # noqa: PLR0913, PLR0917 - the parts of a case
    book: CaseBook, rules: Rules, name: str, op: str, data: Json, about: str
) -> None:
    """Refuse one input; it is the first action, so that no other condition fails before it."""
    book.reject(
        f"{rules.entry}-{name}",
        f"The input of {op} is refused: {about}",
        call(op, SHOP if op == "Bounce" else ALICE, data, Reason.INVALID_INPUT),
        neighbour=rules.accepted,
        genesis=rules.genesis,
    )


def genesis_inputs(
    book: CaseBook, prefix: str, whole: dict[str, Json], wrong: dict[str, Json], neighbour: str
) -> None:
    """Add the cases of a genesis that lacks a field, has one too many, or one of another type."""
    trials = {f"no-{name}": {k: v for k, v in whole.items() if k != name} for name in whole}
    trials |= {f"wrong-{name}": {**whole, name: value} for name, value in wrong.items()}
    for name, start in {**trials, "extra": {**whole, "note": "x"}}.items():
        book.reject_genesis(
            f"{prefix}-genesis-{name.replace('_', '-')}",
            f"A genesis is refused: {name.replace('-', ' ')}",
            start,
            Reason.INVALID_INPUT,
            neighbour=neighbour,
        )
