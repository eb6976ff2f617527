"""Cases of inputs: exactly the fields of an action, each of its type (STK-3)."""

from __future__ import annotations

from typing import cast

from hollowbeam.kernel.encoding import Json
from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import NAT_LIMIT
from hollowbeam_conformance.fill.cases import CaseBook
from hollowbeam_conformance.fill.staking_history import (
    ALICE,
    BOB,
    DISPUTE,
    EVIDENCE,
    FISHER,
    JUDGE,
    PROCESS,
    network,
    raw,
    transfer,
)

LARGEST = NAT_LIMIT - 1

NOT_NATURAL: dict[str, tuple[str, Json]] = {
    "leading-zero": ("a leading zero", "01"),
    "zero-twice": ("two zeros", "00"),
    "negative": ("a sign", "-1"),
    "negative-zero": ("minus zero", "-0"),
    "plus": ("a plus sign", "+1"),
    "empty": ("no digits", ""),
    "space": ("a space", " 1"),
    "fraction": ("a fraction", "1.0"),
    "exponent": ("an exponent", "1e3"),
    "hexadecimal": ("another base", "0x10"),
    "foreign-digit": ("a digit of another script", "\u0661"),
    "too-large": ("2^256", str(NAT_LIMIT)),
    "hundred-digits": ("a hundred digits", "1" * 100),
    "boolean": ("a boolean", True),
    "null": ("null", None),
    "array": ("an array", ["1"]),
}
NOT_ID: dict[str, tuple[str, Json]] = {
    "empty": ("nothing", ""),
    "short": ("42 characters", ALICE[:-1]),
    "long": ("44 characters", ALICE + "A"),
    "padded": ("padding", ALICE + "="),
    "other-alphabet": ("the alphabet of base64", "+/" + ALICE[2:]),
    "loose-bits": ("bits beyond the last byte", ALICE[:-1] + "B"),
    "line-break": ("a line break", ALICE[:-1] + "\n"),
    "boolean": ("a boolean", False),
    "null": ("null", None),
    "object": ("an object", {}),
}
NOT_ROLE: dict[str, tuple[str, Json]] = {
    "lower-case": ("lower case", "dre"),
    "unknown": ("no role", "VALIDATOR"),
    "empty": ("nothing", ""),
    "null": ("null", None),
}
INPUTS: dict[str, tuple[dict[str, Json], str]] = {
    "Transfer": ({"recipient": BOB, "amount": "1"}, "stk-8-moves"),
    "Stake": ({"role": "DRE", "amount": "300"}, "stk-9-dre"),
    "Unstake": ({"role": "DRE", "amount": "1"}, "stk-11-dre"),
    "Withdraw": ({"role": "DRE"}, "stk-16-dre"),
    "Commit": ({"commitment": EVIDENCE}, "stk-19-first"),
    "Slash": (
        {
            "kind": "OMISSION",
            "offender": ALICE,
            "role": "DRE",
            "process": PROCESS,
            "term": "0",
            "slot": "0",
            "height": "0",
            "evidence": EVIDENCE,
            "fisher": FISHER,
        },
        "stk-24-omission",
    ),
    "Settle": (
        {"offender": ALICE, "role": "DRE", "process": PROCESS, "term": "0", "slot": "0"},
        "stk-32-unclaimed",
    ),
    "Mint": ({"role": "DRE"}, "stk-35-whole"),
    "Open-Dispute": ({"dispute": DISPUTE, "holder": ALICE, "role": "DRE"}, "stk-38-opens"),
    "Close-Dispute": ({"dispute": DISPUTE, "upheld": True}, "stk-40-upheld"),
}
"""For each action an input that has its form, and a case in which such an input is accepted."""


def inputs(book: CaseBook) -> None:
    """Add the cases of inputs (STK-3)."""
    book.accept(
        "stk-3-largest-number",
        "A number may be as large as 2^256 - 1",
        transfer(ALICE, 1, BOB, LARGEST - 1),
        genesis=network(((ALICE, LARGEST),), cap=LARGEST),
    )
    for op, (whole, _) in INPUTS.items():
        name = op.lower().replace("-", "")
        _refuse(book, f"{name}-extra", op, {**whole, "note": "x"}, "a field too many")
        for field in whole:
            partial = {key: value for key, value in whole.items() if key != field}
            _refuse(book, f"{name}-no-{field}", op, partial, f"no {field}")
    for name, data in (("null", None), ("array", []), ("string", "x"), ("boolean", True)):
        _refuse(book, f"input-{name}", "Transfer", cast(Json, data), f"a {name}")
    _refuse(book, "input-empty", "Withdraw", {}, "nothing in it")
    for op, field, wrong in (
        ("Transfer", "amount", NOT_NATURAL),
        ("Transfer", "recipient", NOT_ID),
        ("Stake", "role", NOT_ROLE),
    ):
        for name, (about, value) in wrong.items():
            _wrong(book, op, field, (name, about, value))
    _each_field(book)
    _genesis_inputs(book)


def _each_field(book: CaseBook) -> None:
    """Refuse one wrong value in every other field, so that none is read loosely."""
    wrong: dict[str, tuple[str, str, Json]] = {
        "amount": ("negative", "a sign", "-1"),
        "term": ("negative", "a sign", "-1"),
        "slot": ("negative", "a sign", "-1"),
        "height": ("negative", "a sign", "-1"),
        "role": ("lower-case", "lower case", "dre"),
        "kind": ("unknown", "no kind of fault", "SILENCE"),
        "upheld": ("text", "a text", "true"),
    }
    others = ("loose-bits", "bits beyond the last byte", EVIDENCE[:-1] + "B")
    for op, (whole, _) in INPUTS.items():
        for field in whole:
            if (op, field) in {
                ("Transfer", "amount"),
                ("Transfer", "recipient"),
                ("Stake", "role"),
            }:
                continue
            _wrong(book, op, field, wrong.get(field, others))
    _wrong(book, "Slash", "kind", ("empty", "nothing", ""))
    _wrong(book, "Close-Dispute", "upheld", ("null", "null", None))
    _wrong(book, "Close-Dispute", "upheld", ("number", "a number as text", "1"))


def _genesis_inputs(book: CaseBook) -> None:
    """Refuse a genesis of another form."""
    start = network()
    parameters = cast(dict[str, Json], start["parameters"])
    for name, about, broken in (
        ("extra", "a field too many", {**start, "network": "x"}),
        ("no-allocations", "no allocations", {"parameters": parameters}),
        (
            "extra-parameter",
            "a parameter too many",
            {**start, "parameters": {**parameters, "x": "1"}},
        ),
        ("adjudicator", "no id", {**start, "parameters": {**parameters, "adjudicator": "judge"}}),
        ("negative-cap", "a sign", {**start, "parameters": {**parameters, "cap": "-1"}}),
        ("allocations-object", "an object for an array", {**start, "allocations": {ALICE: "1"}}),
        ("allocation-pair", "an array for an object", {**start, "allocations": [[ALICE, "1"]]}),
    ):
        book.reject_genesis(
            f"stk-3-genesis-{name}",
            f"A genesis is refused: {about}",
            cast(dict[str, Json], broken),
            Reason.INVALID_INPUT,
            neighbour="stk-1-allocations",
        )


def _wrong(book: CaseBook, op: str, field: str, wrong: tuple[str, str, Json]) -> None:
    """Refuse an input for one field: what the case is called, what is wrong, and the value."""
    name, about, value = wrong
    whole, _ = INPUTS[op]
    case = f"{op.lower().replace('-', '')}-{field}-{name}"
    _refuse(book, case, op, {**whole, field: value}, f"{about} in {field}")


def _refuse(book: CaseBook, name: str, op: str, data: Json, about: str) -> None:
    """Refuse one input; it is the first action, so that no other condition fails before it."""
    book.reject(
        f"stk-3-{name}",
        f"The input of {op} is refused: {about}",
        raw(op, JUDGE, 1, data, Reason.INVALID_INPUT),
        neighbour=INPUTS[op][1],
        genesis=network(),
    )
