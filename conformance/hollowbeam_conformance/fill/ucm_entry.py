"""Cases of the way in: genesis, names and inputs (UCM-1 to UCM-3)."""

from __future__ import annotations

from typing import cast

from hollowbeam.kernel.encoding import Json
from hollowbeam.kernel.errors import Reason
from hollowbeam_conformance.fill.cases import CaseBook, look
from hollowbeam_conformance.fill.staking_inputs import NOT_ID, NOT_NATURAL
from hollowbeam_conformance.fill.ucm_history import (
    ASSET,
    DMAC,
    EVE,
    LARGEST,
    SAM,
    TOKEN,
    assets,
    deposit,
    exchange,
    raw,
)

NOT_SIDE: dict[str, tuple[str, Json]] = {
    "lower-case": ("lower case", "ask"),
    "unknown": ("no side", "BUY"),
    "empty": ("nothing", ""),
    "null": ("null", None),
}
NOTICE: dict[str, Json] = {"kind": "WALLET", "quantity": "5", "reference": "1"}
SENT: dict[str, Json] = {"recipient": SAM, **NOTICE}
INPUTS: dict[str, tuple[str, dict[str, Json], str]] = {
    "Credit-Notice": (TOKEN, {"sender": SAM, **NOTICE}, "ucm-6-token"),
    "Withdraw": (SAM, {"coin": "TOKEN", "quantity": "5"}, "ucm-8-token"),
    "Debit-Notice": (TOKEN, SENT, "ucm-12-token"),
    "Bounce": (
        TOKEN,
        {"action": "Transfer", "reason": "ZERO_AMOUNT", "input": SENT},
        "ucm-13-withdrawal",
    ),
    "Limit-Order": (
        DMAC,
        {"side": "ASK", "lots": "2", "price": "30", "hint": "0", "max_fills": "8"},
        "ucm-17-ask",
    ),
    "Cancel-Order": (DMAC, {"order": "1"}, "ucm-22-ask"),
    "Market-Order": (
        DMAC,
        {"side": "ASK", "amount": "1", "max_fills": "8"},
        "ucm-29-ask",
    ),
}
"""For each action who calls it, an input that has its form, and a case that accepts such a one."""

WRONG: dict[str, tuple[str, str, Json]] = {
    "kind": ("unknown", "no kind", "CONTRACT"),
    "coin": ("lower-case", "lower case", "token"),
    "quantity": ("negative", "a sign", "-500"),
    "reference": ("negative", "a sign", "-1"),
    "lots": ("fraction", "a fraction", "1.5"),
    "price": ("float", "a fraction", "0.01"),
    "hint": ("negative", "a sign", "-1"),
    "max_fills": ("negative", "a sign", "-1"),
    "amount": ("fraction", "a fraction", "0.5"),
    "order": ("negative", "a sign", "-1"),
    "sender": ("name", "no id", "Sam"),
    "recipient": ("name", "no id", "Sam"),
    "action": ("null", "null", None),
    "reason": ("null", "null", None),
    "side": ("lower-case", "lower case", "ask"),
    "input": ("null", "null", None),
}
"""For each field a value that it does not take."""


def genesis(book: CaseBook) -> None:
    """Add the cases of genesis (UCM-1)."""
    fields = ("parameters", "order_count", "request_count")
    book.accept("ucm-1-empty", "An exchange starts empty", *map(look, fields), genesis=exchange())
    book.accept(
        "ucm-1-least",
        "A lot may be one unit, and the minimum too",
        look("parameters"),
        genesis=exchange(lot=1, minimum=1),
    )
    book.accept(
        "ucm-1-largest",
        "Lot and minimum may be as large as numbers are",
        look("parameters"),
        genesis=exchange(lot=LARGEST, minimum=LARGEST),
    )
    for name, title, start in (
        ("one-process", "An asset is not exchanged for itself", exchange(token=ASSET)),
        ("no-lot", "A lot is at least one unit", exchange(lot=0)),
        ("no-minimum", "The minimum is at least one unit", exchange(minimum=0)),
    ):
        book.reject_genesis(
            f"ucm-1-{name}", title, start, Reason.BAD_PARAMETERS, neighbour="ucm-1-least"
        )


def names(book: CaseBook) -> None:
    """Add the cases of action names (UCM-2)."""
    whole = {"sender": SAM, **NOTICE}
    for name, op in (
        ("unknown", "Transfer"),
        ("lower-case", "credit-notice"),
        ("upper-case", "CREDIT-NOTICE"),
        ("space", "Credit-Notice "),
        ("no-hyphen", "CreditNotice"),
        ("genesis", "Parameters"),
    ):
        book.reject(
            f"ucm-2-{name}",
            f"The action {op!r} is refused",
            raw(op, TOKEN, cast(Json, whole), Reason.UNKNOWN_ACTION),
            neighbour="ucm-6-token",
            genesis=exchange(),
        )
    book.reject(
        "ucm-2-before-input",
        "An unknown action is refused as such, whatever its input",
        raw("Burn", EVE, "nonsense", Reason.UNKNOWN_ACTION),
        neighbour="ucm-6-token",
        genesis=exchange(),
    )


def inputs(book: CaseBook) -> None:
    """Add the cases of inputs (UCM-3)."""
    for op, (_, whole, _) in INPUTS.items():
        name = op.lower().replace("-", "")
        _refuse(book, f"{name}-extra", op, {**whole, "note": "x"}, "a field too many")
        for field in whole:
            partial = {key: value for key, value in whole.items() if key != field}
            _refuse(book, f"{name}-no-{_hyphened(field)}", op, partial, f"no {field}")
            if (op, field) not in {("Credit-Notice", "sender"), ("Limit-Order", "price")}:
                _wrong(book, op, field, WRONG[field])
    for name, data in (("null", None), ("array", []), ("string", "x"), ("boolean", True)):
        _refuse(book, f"input-{name}", "Withdraw", cast(Json, data), f"a {name}")
    for op, field, values in (
        ("Credit-Notice", "sender", NOT_ID),
        ("Limit-Order", "price", NOT_NATURAL),
        ("Market-Order", "side", NOT_SIDE),
    ):
        for name, (about, value) in values.items():
            if value != WRONG[field][2]:
                _wrong(book, op, field, (name, about, value))
    _wrong(book, "Limit-Order", "price", WRONG["price"])
    _bounces(book)
    _genesis_inputs(book)


def _bounces(book: CaseBook) -> None:
    """Refuse bounces of what the exchange never sends."""
    _, whole, _ = INPUTS["Bounce"]
    for name, about, action, sent in (
        ("other-action", "another action", "Credit-Notice", SENT),
        ("lower-case", "an action in lower case", "transfer", SENT),
        ("bounce", "a bounce", "Bounce", SENT),
        ("no-reference", "a transfer without reference", "Transfer", _without("reference")),
        ("no-quantity", "a transfer without quantity", "Transfer", _without("quantity")),
        ("more", "a transfer with a field too many", "Transfer", {**SENT, "note": "x"}),
        ("array", "an array for the transfer", "Transfer", ["1"]),
    ):
        data = cast(Json, {**whole, "action": action, "input": sent})
        _refuse(book, f"bounce-of-{name}", "Bounce", data, about)


def _without(field: str) -> dict[str, Json]:
    return {name: value for name, value in SENT.items() if name != field}


def _genesis_inputs(book: CaseBook) -> None:
    """Refuse a genesis of another form."""
    start = exchange()
    for name, about, broken in (
        ("extra", "a field too many", {**start, "fee": "1"}),
        ("no-lot", "no lot", {key: value for key, value in start.items() if key != "lot"}),
        ("asset", "no id", {**start, "asset": "U"}),
        ("lot", "a sign", {**start, "lot": "-1"}),
        ("minimum", "a fraction", {**start, "minimum": "0.5"}),
    ):
        book.reject_genesis(
            f"ucm-3-genesis-{name}",
            f"A genesis is refused: {about}",
            broken,
            Reason.INVALID_INPUT,
            neighbour="ucm-1-empty",
        )


def _hyphened(field: str) -> str:
    return field.replace("_", "-")


def _wrong(book: CaseBook, op: str, field: str, wrong: tuple[str, str, Json]) -> None:
    """Refuse an input for one field: what the case is called, what is wrong, and the value."""
    name, about, value = wrong
    _, whole, _ = INPUTS[op]
    case = f"{op.lower().replace('-', '')}-{_hyphened(field)}-{name}"
    _refuse(book, case, op, {**whole, field: value}, f"{about} in {field}")


def _refuse(book: CaseBook, name: str, op: str, data: Json, about: str) -> None:
    """Refuse one input of somebody who could afford it."""
    caller, _, neighbour = INPUTS[op]
    book.reject(
        f"ucm-3-{name}",
        f"The input of {op} is refused: {about}",
        deposit(SAM, 900),
        assets(DMAC, 9),
        raw(op, caller, data, Reason.INVALID_INPUT),
        neighbour=neighbour,
        genesis=exchange(),
    )
