"""Cases of rewards: how much, whose, and when they are paid (STK-28 to STK-32)."""

from __future__ import annotations

from hollowbeam.kernel.errors import Reason
from hollowbeam_conformance.fill.cases import Act, CaseBook, look
from hollowbeam_conformance.fill.staking_history import (
    ALICE,
    BOB,
    CAROL,
    FISHER,
    JUDGE,
    OTHER_EVIDENCE,
    WINDOW,
    commit,
    liquid,
    network,
    settle,
    slash,
)
from hollowbeam_conformance.fill.staking_slashing import BURNED, HEIGHT, ONCE, fault

THIRD = network(reward_rate=3_333)
HALF = network(reward_rate=5_000)
CLOSES = HEIGHT + WINDOW
MILD = slash(60, "OMISSION", HEIGHT)


def amounts(book: CaseBook) -> None:
    """Add the cases of how much waits and how much burns (STK-28)."""
    book.accept(
        "stk-28-rounded",
        "A reward rounds down and the rest of the penalty burns",
        ONCE,
        MILD,
        fault(),
        BURNED,
        genesis=THIRD,
    )
    book.accept(
        "stk-28-half",
        "A reward may be half of the penalty",
        ONCE,
        slash(60, "WRONG_RESULT", HEIGHT),
        fault(),
        BURNED,
        genesis=HALF,
    )
    book.accept(
        "stk-28-one-unit",
        "The reward of a small penalty may be nothing",
        ONCE,
        MILD,
        fault(),
        BURNED,
        genesis=network(reward_rate=333),
    )
    book.accept(
        "stk-28-total",
        "After a further penalty the reward is the share of all that was taken",
        ONCE,
        MILD,
        slash(61, "WRONG_RESULT", HEIGHT),
        slash(62, "EQUIVOCATION", HEIGHT),
        fault(),
        BURNED,
        genesis=THIRD,
    )


def claims(book: CaseBook) -> None:
    """Add the cases of whose the reward is (STK-29)."""
    already = Reason.ALREADY_SLASHED
    mine, others = commit(20), commit(21, OTHER_EVIDENCE, BOB)
    cases: tuple[tuple[str, str, tuple[Act, ...]], ...] = (
        ("claimed", "The reward is for the fisher whose commitment is shown", (mine, MILD)),
        ("last-in-time", "The last commitment before the slash counts", (others, commit(60), MILD)),
        (
            "not-shown",
            "A commitment that is not shown does not count",
            (mine, slash(60, "OMISSION", HEIGHT, evidence=OTHER_EVIDENCE)),
        ),
        (
            "other-fisher",
            "A commitment counts for no other fisher",
            (mine, slash(60, "OMISSION", HEIGHT, fisher=BOB)),
        ),
        (
            "committed-by-another",
            "Who records a commitment does not matter",
            (commit(20, caller=BOB), MILD),
        ),
        (
            "earlier",
            "An earlier commitment takes the claim, without any penalty",
            (
                mine,
                others,
                slash(60, "OMISSION", HEIGHT, evidence=OTHER_EVIDENCE, fisher=BOB),
                slash(61, "OMISSION", HEIGHT),
            ),
        ),
        (
            "first-claim",
            "A fault without claimant takes the first one",
            (mine, slash(60, "OMISSION", HEIGHT, fisher=CAROL), slash(61, "OMISSION", HEIGHT)),
        ),
        (
            "higher-later",
            "A higher rate shown with a later commitment leaves the claimant",
            (
                mine,
                others,
                MILD,
                slash(61, "WRONG_RESULT", HEIGHT, evidence=OTHER_EVIDENCE, fisher=BOB),
            ),
        ),
        (
            "higher-earlier",
            "A higher rate shown with an earlier commitment takes the claim, too",
            (
                mine,
                others,
                slash(60, "OMISSION", HEIGHT, evidence=OTHER_EVIDENCE, fisher=BOB),
                slash(61, "WRONG_RESULT", HEIGHT),
            ),
        ),
        (
            "too-late-higher",
            "A commitment made after the first slash never counts, whatever it shows",
            (MILD, commit(61), slash(62, "WRONG_RESULT", HEIGHT)),
        ),
    )
    for name, title, steps in cases:
        book.accept(f"stk-29-{name}", title, ONCE, *steps, fault(), genesis=HALF)
    refusals: tuple[tuple[str, str, tuple[Act, ...]], ...] = (
        (
            "too-late",
            "A commitment made after the first slash adds nothing",
            (MILD, commit(61), slash(62, "OMISSION", HEIGHT, already)),
        ),
        (
            "later",
            "A later commitment adds nothing",
            (
                mine,
                others,
                MILD,
                slash(61, "OMISSION", HEIGHT, already, evidence=OTHER_EVIDENCE, fisher=BOB),
            ),
        ),
        (
            "same",
            "The same commitment adds nothing",
            (mine, MILD, slash(61, "OMISSION", HEIGHT, already)),
        ),
    )
    for name, title, steps in refusals:
        book.reject(f"stk-29-{name}", title, ONCE, *steps, neighbour="stk-29-earlier", genesis=HALF)


def payments(book: CaseBook) -> None:
    """Add the cases of rewards that are paid well after the window (STK-32)."""
    late = 900
    claimed = (ONCE, commit(20), MILD)
    book.accept(
        "stk-32-claimed",
        "Settling pays the claimant, whoever calls",
        *claimed,
        settle(late),
        liquid(FISHER),
        liquid(CAROL),
        fault(),
        BURNED,
        genesis=HALF,
    )
    book.accept(
        "stk-32-unclaimed",
        "A reward without claimant burns",
        ONCE,
        MILD,
        settle(late),
        liquid(FISHER),
        fault(),
        BURNED,
        genesis=HALF,
    )
    book.accept(
        "stk-32-nothing",
        "A reward of 0 is settled, too",
        *claimed,
        settle(late, caller=JUDGE),
        liquid(FISHER),
        fault(),
        genesis=network(),
    )
    book.accept(
        "stk-32-earliest",
        "The last claimant is paid, and no earlier one",
        ONCE,
        commit(20),
        commit(21, fisher=BOB),
        slash(60, "OMISSION", HEIGHT, fisher=BOB),
        slash(61, "OMISSION", HEIGHT),
        settle(late),
        liquid(FISHER),
        liquid(BOB),
        genesis=HALF,
    )
    book.accept(
        "stk-32-offender",
        "An offender who reports itself receives at most half of what it lost",
        ONCE,
        commit(20, fisher=ALICE, caller=ALICE),
        slash(60, "EQUIVOCATION", HEIGHT, fisher=ALICE),
        settle(late, caller=ALICE),
        liquid(ALICE),
        BURNED,
        genesis=HALF,
    )


def unknown(book: CaseBook) -> None:
    """Add the cases of faults that are not open (STK-30)."""
    absent = Reason.UNKNOWN_FAULT
    cases: tuple[tuple[str, str, tuple[Act, ...]], ...] = (
        ("unknown", "A fault that nobody reported is not settled", (settle(900, absent),)),
        ("twice", "A fault is not settled twice", (MILD, settle(900), settle(901, absent))),
        ("slot", "Another slot is another fault", (MILD, settle(900, absent, slot=1))),
        ("term", "Another term is another fault", (MILD, settle(900, absent, term=1))),
        ("role", "Another role is another fault", (MILD, settle(900, absent, role="RELAYER"))),
        (
            "offender",
            "Another offender has another fault",
            (MILD, settle(900, absent, offender=BOB)),
        ),
    )
    for name, title, steps in cases:
        book.reject(
            f"stk-30-{name}", title, ONCE, *steps, neighbour="stk-32-unclaimed", genesis=HALF
        )


def open_claims(book: CaseBook) -> None:
    """Add both sides of the height at which claims close (STK-31)."""
    further = slash(80, "WRONG_RESULT", 75)
    for name, title, steps in (
        ("closed", "One block after the claims close, the reward is paid", (MILD,)),
        ("further", "A further slash does not move that height", (MILD, further)),
    ):
        book.accept(
            f"stk-31-{name}",
            title,
            ONCE,
            commit(20),
            *steps,
            settle(CLOSES + 1),
            liquid(FISHER),
            genesis=HALF,
        )
        book.reject(
            f"stk-31-open-{name}",
            "At the height at which the claims close, the reward still waits",
            ONCE,
            commit(20),
            *steps,
            settle(CLOSES, Reason.CLAIMS_OPEN),
            neighbour=f"stk-31-{name}",
            genesis=HALF,
        )
    book.reject(
        "stk-31-at-once",
        "A reward is not paid right after the slash",
        ONCE,
        commit(20),
        MILD,
        settle(60, Reason.CLAIMS_OPEN, caller=FISHER),
        neighbour="stk-31-closed",
        genesis=HALF,
    )


def after_settling(book: CaseBook) -> None:
    """Add the cases of rewards once a fault was settled (STK-28, STK-29)."""
    settled = settle(CLOSES + 1)
    book.accept(
        "stk-28-settled",
        "All of a penalty burns once the reward was settled",
        ONCE,
        commit(20),
        MILD,
        settled,
        slash(110, "WRONG_RESULT", 100),
        fault(),
        BURNED,
        look("commitment_count"),
        genesis=HALF,
    )
    book.reject(
        "stk-29-settled",
        "Once the reward was settled, no earlier commitment counts",
        ONCE,
        commit(20),
        commit(21, fisher=BOB),
        slash(60, "OMISSION", HEIGHT, fisher=BOB),
        settled,
        slash(110, "OMISSION", 100, Reason.ALREADY_SLASHED),
        neighbour="stk-28-settled",
        genesis=HALF,
    )
