"""Cases of room atomic_asset, in order of dependence: those of a token, without a bridge."""

from __future__ import annotations

from typing import Final

from hollowbeam.kernel.encoding import Json, decimal
from hollowbeam.kernel.errors import Reason
from hollowbeam_conformance.fill import ledger_cases
from hollowbeam_conformance.fill.cases import Case, CaseBook, Look, emitting, look
from hollowbeam_conformance.fill.ledger_cases import Rules
from hollowbeam_conformance.fill.ledger_inputs import SHARED, genesis_inputs, inputs
from hollowbeam_conformance.fill.ledger_words import (
    ALICE,
    BOB,
    LARGEST,
    PROCESS,
    SHOP,
    balance,
    bounce,
    credit,
    transfer,
)
from hollowbeam_conformance.fill.staking_history import identifier

CONTENT: Final = identifier("a picture")
INFO: Final = Look("info")
WHAT: Final = (
    "title",
    "type",
    "topics/1",
    "topics/2",
    "topics/3",
    "description",
    "content",
    "units",
    "topic_count",
)
"""The paths of what an asset is."""


def asset(units: int = 1, /, **changed: Json) -> dict[str, Json]:
    """Give a genesis in which Alice has all units."""
    return {
        "title": "A picture of a beam",
        "type": "image",
        "topics": ["hollow things", "light"],
        "description": "",
        "content": CONTENT,
        "units": decimal(units),
        "holder": ALICE,
        **changed,
    }


RULES: Final = Rules(
    action="ast-3",
    entry="ast-4",
    zero="ast-5",
    poor="ast-6",
    moves="ast-7",
    oneself="ast-7",
    asked="ast-8",
    told="ast-9",
    returned="ast-10",
    owed="ast-11",
    idle="ast-12",
    start=asset,
)


def genesis(book: CaseBook) -> None:
    """Add the cases of genesis (AST-1, AST-2)."""
    book.accept(
        "ast-1-one",
        "An asset of one unit has one holder",
        balance(ALICE),
        look("units"),
        genesis=asset(),
    )
    book.accept(
        "ast-1-most",
        "An asset may have as many units as the largest number there is",
        balance(ALICE),
        look("units"),
        genesis=asset(LARGEST),
    )
    book.reject_genesis(
        "ast-1-none",
        "An asset without units is refused",
        asset(0),
        Reason.BAD_PARAMETERS,
        neighbour="ast-1-one",
    )
    book.accept(
        "ast-2-all",
        "An asset says what it is",
        *map(look, WHAT),
        genesis=asset(description="A beam that is hollow", topics=["a", "b", "a"]),
    )
    book.accept(
        "ast-2-verbatim",
        "Every text is kept as it was given, blanks and lines among it",
        *map(look, WHAT),
        genesis=asset(title=" Beam ", type=" a ", topics=[" ", "A", "a"], description="\n"),
    )
    book.accept(
        "ast-2-least",
        "A title and a type of one character, no topic and no description are enough",
        *map(look, WHAT),
        genesis=asset(title="A", type="a", topics=[], description=""),
    )
    book.accept(
        "ast-2-most",
        "A title of 150 characters and a description of 300, whatever their bytes",
        *map(look, ("title", "description")),
        genesis=asset(
            title="\N{CJK UNIFIED IDEOGRAPH-6881}" * 150, description="\N{BEAR FACE}" * 300
        ),
    )
    for name, about, changed in (
        ("no-title", "nothing as title", {"title": ""}),
        ("long-title", "a title of 151 characters", {"title": "t" * 151}),
        ("no-type", "nothing as type", {"type": ""}),
        ("long-description", "a description of 301 characters", {"description": "d" * 301}),
        ("empty-topic", "an empty topic", {"topics": ["light", ""]}),
    ):
        book.reject_genesis(
            f"ast-2-{name}",
            f"An asset is refused: {about}",
            asset(1, **changed),
            Reason.BAD_PARAMETERS,
            neighbour="ast-2-least" if name.startswith("no") else "ast-2-most",
        )


def names(book: CaseBook, rules: Rules) -> None:
    """Add the cases of action names (AST-3)."""
    ledger_cases.names(book, rules, {"mint": "Mint", "burn": "Burn", "update": "Update"})


def every_input(book: CaseBook, rules: Rules) -> None:
    """Add the cases of inputs (AST-4)."""
    inputs(book, rules, SHARED)
    wrong: dict[str, Json] = {
        "title": None,
        "type": True,
        "topics": "light",
        "description": None,
        "content": "a picture",
        "units": "0.5",
        "holder": ALICE[:-1],
    }
    genesis_inputs(book, "ast-4", asset(), wrong, "ast-1-one")


def the_only_unit(book: CaseBook) -> None:
    """Add the cases of an asset that cannot be divided (AST-6)."""
    book.accept(
        "ast-6-only",
        "The only unit goes from hand to hand",
        transfer(ALICE, SHOP, 1, to=PROCESS),
        transfer(SHOP, BOB, 1, by=PROCESS),
        *map(balance, (ALICE, SHOP, BOB)),
        genesis=asset(),
    )
    book.reject(
        "ast-6-sold",
        "Whoever sold the only unit does not sell it again",
        transfer(ALICE, SHOP, 1, to=PROCESS),
        transfer(ALICE, BOB, 1, Reason.INSUFFICIENT_BALANCE),
        neighbour="ast-6-only",
        genesis=asset(),
    )


STEPS: Final = (
    transfer(ALICE, SHOP, 4, to=PROCESS),
    bounce(SHOP, credit(ALICE, 4)),
    transfer(ALICE, BOB, 6),
)


def lasting(book: CaseBook, _rules: Rules) -> None:
    """Add the cases of what never changes (AST-14), whatever else the actions may change."""
    book.accept(
        "ast-14-transfer",
        "No transfer changes what an asset is",
        emitting(transfer(ALICE, BOB, 4)),
        *map(look, WHAT),
        genesis=asset(10),
    )
    book.accept(
        "ast-14-bounce",
        "No bounce changes what an asset is",
        *map(emitting, STEPS),
        *map(look, WHAT),
        genesis=asset(10),
    )


def information(book: CaseBook) -> None:
    """Add the cases of what an asset tells of itself (AST-13)."""
    book.accept(
        "ast-13-info",
        "An asset tells what it is, its topics in their order",
        INFO,
        genesis=asset(10, description="A beam", topics=["z", "a", "b"]),
    )
    book.accept("ast-13-no-topics", "An asset has topics or none", INFO, genesis=asset(topics=[]))
    book.accept("ast-13-later", "An asset tells the same later on", *STEPS, INFO, genesis=asset(10))


LEDGER: Final = (
    ledger_cases.notices,
    lasting,
    ledger_cases.moves,
    ledger_cases.to_oneself,
    names,
    every_input,
    ledger_cases.zero,
    ledger_cases.overdrafts,
    ledger_cases.routes,
    ledger_cases.returns,
    ledger_cases.claims,
    ledger_cases.idle,
)


def cases() -> tuple[Case, ...]:
    """Fill in all cases of the room."""
    book = CaseBook("atomic_asset")
    genesis(book)
    for add in LEDGER:
        add(book, RULES)
    the_only_unit(book)
    information(book)
    return book.cases()
