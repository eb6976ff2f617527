"""Cases of room u_token, in their order of dependence.

What a transfer emits is judged before what it moves, and both before what is refused; then what
bounces, and the bridge in the same order.
"""

from __future__ import annotations

from typing import Final

from hollowbeam.kernel.encoding import Json
from hollowbeam.kernel.errors import Reason
from hollowbeam_conformance.fill import ledger_cases, u_token_bridge
from hollowbeam_conformance.fill.cases import Case, CaseBook, look
from hollowbeam_conformance.fill.ledger_cases import Rules
from hollowbeam_conformance.fill.ledger_inputs import SHARED, Inputs, genesis_inputs, inputs
from hollowbeam_conformance.fill.ledger_words import ALICE, BOB, CAROL, LARGEST, WALLET, balance
from hollowbeam_conformance.fill.u_token_words import LOCK, OUTSIDE, alone, token

RULES: Final = Rules(
    action="tok-2",
    entry="tok-3",
    zero="tok-4",
    poor="tok-5",
    moves="tok-6",
    oneself="tok-7",
    asked="tok-8",
    told="tok-9",
    returned="tok-10",
    owed="tok-11",
    idle="tok-12",
    start=alone,
)
INPUTS: Final[Inputs] = {
    **SHARED,
    "Mint": {
        "lock": LOCK,
        "height": "0",
        "recipient": BOB,
        "kind": WALLET,
        "quantity": "1",
        "reference": "0",
    },
    "Burn": {"recipient": OUTSIDE, "quantity": "1", "reference": "0"},
}


def genesis(book: CaseBook) -> None:
    """Add the cases of genesis (TOK-1)."""
    constants = ("name", "ticker", "denomination", "authority", "confirmations")
    book.accept(
        "tok-1-allocations",
        "Genesis gives each address its allocation and counts what it issues",
        *map(balance, (ALICE, BOB, CAROL)),
        *map(look, (*constants, "issued", "minted", "released", "release_count")),
        genesis=token((ALICE, 1_000), (BOB, 20)),
    )
    book.accept(
        "tok-1-nobody",
        "A wrapped token starts without any units",
        look("issued"),
        genesis=token(),
    )
    book.accept(
        "tok-1-address-twice",
        "Allocations of one address add up",
        balance(ALICE),
        look("issued"),
        genesis=token((ALICE, 30), (BOB, 5), (ALICE, 12), (CAROL, 0)),
    )
    book.accept(
        "tok-1-largest",
        "All allocations may add up to the largest number there is",
        look("issued"),
        genesis=token((ALICE, LARGEST - 1), (BOB, 1)),
    )
    for name, holdings in (
        ("together", ((ALICE, LARGEST), (BOB, 1))),
        ("same-address", ((ALICE, 2**255), (ALICE, 2**255))),
    ):
        book.reject_genesis(
            f"tok-1-too-much-{name}",
            f"Allocations of 2^256 units are refused: {name.replace('-', ' ')}",
            token(*holdings),
            Reason.BAD_PARAMETERS,
            neighbour="tok-1-largest",
        )


def names(book: CaseBook, rules: Rules) -> None:
    """Add the cases of action names (TOK-2)."""
    ledger_cases.names(book, rules, {"lower-mint": "mint", "release": "Release"})


def every_input(book: CaseBook, rules: Rules) -> None:
    """Add the cases of inputs (TOK-3)."""
    inputs(book, rules, INPUTS)
    wrong: dict[str, Json] = {
        "name": None,
        "ticker": True,
        "denomination": "-6",
        "authority": "the bridge",
        "confirmations": "1.5",
        "allocations": [{"address": ALICE, "quantity": "-1"}],
    }
    genesis_inputs(book, "tok-3", token((ALICE, 1)), wrong, "tok-1-allocations")


LEDGER: Final = (
    ledger_cases.notices,
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
BRIDGE: Final = (
    u_token_bridge.mint_notices,
    u_token_bridge.mints,
    u_token_bridge.authority,
    u_token_bridge.zero_mints,
    u_token_bridge.confirmations,
    u_token_bridge.once,
    u_token_bridge.limit,
    u_token_bridge.burn_notices,
    u_token_bridge.burns,
    u_token_bridge.zero_burns,
    u_token_bridge.poor_burns,
    u_token_bridge.backing,
    u_token_bridge.information,
)


def cases() -> tuple[Case, ...]:
    """Fill in all cases of the room."""
    book = CaseBook("u_token")
    genesis(book)
    for add in LEDGER:
        add(book, RULES)
    for bridge in BRIDGE:
        bridge(book)
    return book.cases()
