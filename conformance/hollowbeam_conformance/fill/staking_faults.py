"""Cases of faults that are shown more than once (STK-26, STK-27).

Faults are told apart by their process until STK-26 tells apart slots.
"""

from __future__ import annotations

from hollowbeam.kernel.errors import Reason
from hollowbeam_conformance.fill.cases import Act, CaseBook
from hollowbeam_conformance.fill.staking_history import (
    ALICE,
    BOB,
    DAVE,
    OTHER_EVIDENCE,
    OTHER_PROCESS,
    WINDOW,
    bond,
    network,
    settle,
    slash,
    stake,
)
from hollowbeam_conformance.fill.staking_slashing import BURNED, HEIGHT, ONCE, fault


def differences(book: CaseBook) -> None:
    """Add the cases of further slashes of one fault (STK-27)."""
    mild = slash(60, "OMISSION", HEIGHT)
    more = stake(ALICE, 61, "DRE", 700)
    cases: tuple[tuple[str, str, tuple[Act, ...]], ...] = (
        ("higher", "A higher rate takes the difference", (mild, slash(61, "WRONG_RESULT", HEIGHT))),
        (
            "step-by-step",
            "Each higher rate takes its difference, up to all",
            (
                mild,
                slash(61, "WRONG_RESULT", HEIGHT),
                slash(62, "INVALID_ASSIGNMENT", HEIGHT),
                slash(63, "EQUIVOCATION", HEIGHT),
            ),
        ),
        (
            "later-stake",
            "Stake that arrives after a fault was slashed does not pay for it",
            (mild, more, slash(62, "WRONG_RESULT", HEIGHT)),
        ),
        (
            "earlier-height",
            "A proof with an earlier height is counted on what was at risk",
            (mild, more, slash(62, "WRONG_RESULT", HEIGHT - 1)),
        ),
        (
            "later-height",
            "A later deed is counted on the stake of then",
            (mild, more, slash(80, "WRONG_RESULT", 70)),
        ),
        (
            "later-height-same-kind",
            "A later deed of the same kind costs its rate of what came since",
            (mild, more, slash(80, "OMISSION", 70)),
        ),
        (
            "later-height-same-stake",
            "A later deed with no more stake is counted on what was at risk",
            (mild, slash(80, "WRONG_RESULT", 70)),
        ),
        (
            "what-is-left",
            "A difference takes no more than what other faults left",
            (
                slash(60, "INVALID_ASSIGNMENT", HEIGHT),
                slash(61, "INVALID_ASSIGNMENT", HEIGHT, process=OTHER_PROCESS),
                slash(62, "EQUIVOCATION", HEIGHT),
            ),
        ),
        (
            "less-left",
            "A later deed is never counted on less than before",
            (
                mild,
                slash(61, "INVALID_ASSIGNMENT", HEIGHT, process=OTHER_PROCESS),
                slash(80, "WRONG_RESULT", 70),
            ),
        ),
    )
    for name, title, steps in cases:
        book.accept(
            f"stk-27-{name}", title, ONCE, *steps, bond(ALICE), fault(), BURNED, genesis=network()
        )
    book.accept(
        "stk-27-rounded",
        "A difference is that of the rounded penalties",
        stake(ALICE, 10, "DRE", 301),
        mild,
        slash(61, "WRONG_RESULT", HEIGHT),
        fault(),
        BURNED,
        genesis=network(),
    )


def repeated(book: CaseBook) -> None:
    """Add the cases of a fault that costs nothing more, and of other faults (STK-26)."""
    already = Reason.ALREADY_SLASHED
    first = slash(60, "WRONG_RESULT", HEIGHT)
    for name, title, act in (
        ("same", "The same proof again is refused", slash(61, "WRONG_RESULT", HEIGHT, already)),
        ("lower", "A lower rate is refused", slash(61, "OMISSION", HEIGHT, already)),
        (
            "other-evidence",
            "Other evidence of the same kind is refused",
            slash(61, "WRONG_RESULT", HEIGHT, already, evidence=OTHER_EVIDENCE, fisher=BOB),
        ),
        (
            "later-height",
            "A later deed that costs no more is refused",
            slash(80, "WRONG_RESULT", 70, already),
        ),
    ):
        book.reject(
            f"stk-26-{name}",
            title,
            ONCE,
            first,
            act,
            neighbour="stk-27-higher",
            genesis=network(),
        )
    book.reject(
        "stk-26-nothing-left",
        "A higher rate is refused where nothing is left",
        ONCE,
        first,
        slash(61, "EQUIVOCATION", HEIGHT, process=OTHER_PROCESS),
        slash(62, "EQUIVOCATION", HEIGHT, already),
        neighbour="stk-27-higher",
        genesis=network(),
    )
    for name, act, seen in (
        ("slot", slash(61, "WRONG_RESULT", HEIGHT, slot=7), fault(slot=7)),
        ("term", slash(61, "WRONG_RESULT", HEIGHT, term=1), fault(term=1)),
        ("process", slash(61, "WRONG_RESULT", HEIGHT, process=OTHER_PROCESS), fault(OTHER_PROCESS)),
    ):
        book.accept(
            f"stk-26-other-{name}",
            f"The same kind of fault in another {name} is another fault",
            ONCE,
            first,
            act,
            seen,
            bond(ALICE),
            genesis=network(),
        )
    book.accept(
        "stk-26-largest",
        "Term and slot of a fault may be the largest number there is",
        ONCE,
        slash(60, "OMISSION", HEIGHT, term=2**256 - 1, slot=2**256 - 1),
        genesis=network(),
    )
    book.accept(
        "stk-26-other-offender",
        "The same slot of another offender is another fault",
        ONCE,
        stake(BOB, 10, "DRE", 300),
        first,
        slash(61, "WRONG_RESULT", HEIGHT, offender=BOB),
        bond(BOB),
        bond(DAVE),
        genesis=network(),
    )


def after_settling(book: CaseBook) -> None:
    """Add the cases of slashes after the reward was settled (STK-26, STK-27)."""
    settled = (ONCE, slash(60, "OMISSION", HEIGHT), settle(HEIGHT + WINDOW + 1))
    book.accept(
        "stk-27-settled",
        "A later deed against a settled fault is slashed, and the fault stays settled",
        *settled,
        slash(110, "WRONG_RESULT", 100),
        bond(ALICE),
        fault(),
        BURNED,
        genesis=network(),
    )
    book.accept(
        "stk-27-settled-more-stake",
        "It is counted on the stake of then",
        *settled,
        stake(ALICE, 95, "DRE", 700),
        slash(110, "EQUIVOCATION", 100),
        bond(ALICE),
        fault(),
        genesis=network(),
    )
    book.reject(
        "stk-26-settled",
        "A settled fault is not slashed again at its rate",
        *settled,
        slash(110, "OMISSION", 100, Reason.ALREADY_SLASHED),
        neighbour="stk-27-settled",
        genesis=network(),
    )
