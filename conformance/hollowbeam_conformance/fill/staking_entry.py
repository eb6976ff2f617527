"""Cases of the way in: genesis, names, anchors and epochs (STK-1, STK-2, STK-4, STK-5).

Until STK-4 and STK-5 are judged, anchors grow from step to step and stay far inside epoch 0.
"""

from __future__ import annotations

from typing import cast

from hollowbeam.kernel.encoding import Json
from hollowbeam.kernel.errors import Reason
from hollowbeam_conformance.fill.cases import CaseBook, Look, look
from hollowbeam_conformance.fill.staking_history import (
    ALICE,
    BOB,
    CAROL,
    DAVE,
    EPOCH,
    HOLDINGS,
    call,
    liquid,
    network,
    raw,
    transfer,
)
from hollowbeam_conformance.fill.staking_inputs import INPUTS, LARGEST

TOTAL = sum(amount for _, amount in HOLDINGS)


def genesis(book: CaseBook) -> None:
    """Add the cases of genesis (STK-1)."""
    counted = (look("issued"), look("minted"), look("burned"), look("parameters"))
    book.accept(
        "stk-1-allocations",
        "Genesis gives each address its allocation and counts what it issues",
        *(liquid(who) for who in (ALICE, BOB, CAROL, DAVE)),
        *counted,
        genesis=network(),
    )
    book.accept(
        "stk-1-nobody",
        "A network may start without any HyperCoin",
        *counted,
        genesis=network((), cap=0),
    )
    book.accept(
        "stk-1-address-twice",
        "Allocations of one address add up",
        liquid(ALICE),
        liquid(BOB),
        look("issued"),
        genesis=network(((ALICE, 30), (BOB, 5), (ALICE, 12), (ALICE, 0))),
    )
    book.accept(
        "stk-1-allocation-of-zero",
        "An allocation of 0 is accepted and leaves no entry",
        liquid(ALICE),
        look("issued"),
        genesis=network(((ALICE, 0),)),
    )
    _ranges(book)
    for name, cap, holdings in (
        ("alone", 99, ((ALICE, 100),)),
        ("together", 6_499, HOLDINGS),
        ("with-cap-0", 0, ((ALICE, 1),)),
        ("beyond-256-bits", LARGEST, ((ALICE, LARGEST), (BOB, 1))),
    ):
        book.reject_genesis(
            f"stk-1-above-cap-{name}",
            f"Allocations above the cap are refused: {name.replace('-', ' ')}",
            network(holdings, cap=cap),
            Reason.BAD_PARAMETERS,
            neighbour="stk-1-at-cap",
        )


def _ranges(book: CaseBook) -> None:
    """Add both sides of each boundary of the parameters."""
    book.accept(
        "stk-1-at-cap",
        "Allocations may add up to the cap exactly",
        look("issued"),
        genesis=network(cap=TOTAL),
    )
    book.accept(
        "stk-1-largest-cap",
        "The cap and an allocation may be the largest number there is",
        look("issued"),
        genesis=network(((ALICE, LARGEST),), cap=LARGEST),
    )
    rates = tuple(f"rate_{kind}" for kind in RATES)
    minima = ("minimum_dre", "minimum_relayer", "minimum_sequencer")
    least = {"epoch_length": 1, **dict.fromkeys(rates, 1), **dict.fromkeys(minima, 1)}
    free = {"evidence_window": 0, "dispute_bound": 0, "dispute_deposit": 0, "emission": 0}
    book.accept(
        "stk-1-least-parameters",
        "Every parameter may be the least of its range",
        look("parameters"),
        genesis=network(**least, **free, reward_rate=0),
    )
    book.accept(
        "stk-1-largest-rates",
        "A fault may cost all, and a reward may be half of it",
        look("parameters"),
        genesis=network(**dict.fromkeys(rates, 10_000), reward_rate=5_000),
    )
    for name in least:
        book.reject_genesis(
            f"stk-1-no-{name.replace('_', '-')}",
            f"{name} is at least 1",
            network(**{name: 0}),
            Reason.BAD_PARAMETERS,
            neighbour="stk-1-least-parameters",
        )
    for name, value in (*((rate, 10_001) for rate in rates), ("reward_rate", 5_001)):
        book.reject_genesis(
            f"stk-1-high-{name.replace('_', '-')}",
            f"{name} is less than {value}",
            network(**{name: value}),
            Reason.BAD_PARAMETERS,
            neighbour="stk-1-largest-rates",
        )


RATES = ("equivocation", "invalid_assignment", "wrong_result", "omission")


def names(book: CaseBook) -> None:
    """Add the cases of action names (STK-2)."""
    whole = {"recipient": BOB, "amount": "1"}
    for name, op in (
        ("unknown", "Burn"),
        ("lower-case", "transfer"),
        ("upper-case", "TRANSFER"),
        ("space", "Transfer "),
        ("genesis", "Genesis"),
        ("underscore", "Open_Dispute"),
        ("no-hyphen", "OpenDispute"),
    ):
        book.reject(
            f"stk-2-{name}",
            f"The action {op!r} is refused",
            raw(op, ALICE, 1, cast(Json, whole), Reason.UNKNOWN_ACTION),
            neighbour="stk-8-moves",
            genesis=network(),
        )
    book.reject(
        "stk-2-before-input",
        "An unknown action is refused as such, whatever its input",
        raw("Burn", ALICE, 1, "nonsense", Reason.UNKNOWN_ACTION),
        neighbour="stk-8-moves",
        genesis=network(),
    )


def anchors(book: CaseBook) -> None:
    """Add the cases of anchors (STK-4)."""
    stale = Reason.STALE_ANCHOR
    book.accept(
        "stk-4-same-anchor",
        "Several actions may have one anchor",
        transfer(ALICE, 40, BOB, 1),
        transfer(ALICE, 40, BOB, 2),
        look("anchor"),
        genesis=network(),
    )
    book.reject(
        "stk-4-one-back",
        "An anchor one block back is refused",
        transfer(ALICE, 40, BOB, 1),
        transfer(BOB, 39, ALICE, 1, stale),
        neighbour="stk-4-same-anchor",
        genesis=network(),
    )
    book.reject(
        "stk-4-back-to-zero",
        "An anchor of 0 is refused after any other",
        transfer(ALICE, 1, BOB, 1),
        transfer(ALICE, 0, BOB, 1, stale),
        neighbour="stk-4-same-anchor",
        genesis=network(),
    )
    book.accept(
        "stk-4-clock-of-a-refusal",
        "A refused action does not move the clock: an earlier anchor is accepted after it",
        transfer(ALICE, 20, BOB, 1),
        raw("Transfer", ALICE, 90, {}, Reason.INVALID_INPUT),
        look("anchor"),
        transfer(ALICE, 21, BOB, 1),
        genesis=network(),
    )
    book.reject(
        "stk-4-before-amount",
        "Of an old anchor and an amount of 0, the anchor is the reason",
        transfer(ALICE, 40, BOB, 1),
        transfer(ALICE, 39, BOB, 0, stale),
        neighbour="stk-4-same-anchor",
        genesis=network(),
    )
    for op, (whole, neighbour) in INPUTS.items():
        if op == "Transfer":
            continue
        book.reject(
            f"stk-4-{op.lower().replace('-', '')}",
            f"An old anchor is the reason before any condition of {op}",
            transfer(ALICE, 40, BOB, 1),
            raw(op, ALICE, 39, whole, stale),
            neighbour=neighbour,
            genesis=network(),
        )


def epochs(book: CaseBook) -> None:
    """Add the cases of epochs (STK-5)."""
    epoch: Look = look("epoch")
    for name, title, heights in (
        ("last-block", "The last block of an epoch belongs to it", (EPOCH - 1,)),
        ("first-block", "An epoch begins at a multiple of its length", (EPOCH,)),
        ("next", "The epoch changes between two actions", (EPOCH - 1, EPOCH, EPOCH + 1)),
        ("skipped", "Epochs without actions are skipped", (5, 7 * EPOCH + 3)),
    ):
        steps = [transfer(ALICE, height, BOB, 1) for height in heights]
        book.accept(f"stk-5-{name}", title, *steps, epoch, genesis=network())
    book.accept(
        "stk-5-one-block",
        "With epochs of one block, the epoch is the anchor",
        transfer(ALICE, 12_345, BOB, 1),
        epoch,
        genesis=network(epoch_length=1),
    )
    book.accept(
        "stk-5-largest-anchor",
        "The anchor may be the largest number there is",
        transfer(ALICE, LARGEST, BOB, 1),
        epoch,
        genesis=network(),
    )
    book.accept(
        "stk-5-epoch-of-a-refusal",
        "A refused action does not end the epoch",
        transfer(ALICE, 20, BOB, 1),
        call("Transfer", ALICE, 3 * EPOCH, Reason.INVALID_INPUT, recipient=BOB),
        epoch,
        transfer(ALICE, 21, BOB, 1),
        genesis=network(),
    )
