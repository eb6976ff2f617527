"""Cases of weights: how much stake counts, and from when to when (STK-17, STK-18)."""

from __future__ import annotations

from hollowbeam_conformance.fill.cases import CaseBook, look
from hollowbeam_conformance.fill.staking_history import (
    ALICE,
    BOB,
    CAROL,
    DUTIES,
    EPOCH,
    HOLDINGS,
    MINIMA,
    bond,
    network,
    stake,
    transfer,
    unstake,
    withdraw,
)

ACTIVE = look("active_weight")
OF_EPOCH = look("epoch_weight")
ISSUED = sum(amount for _, amount in HOLDINGS)


def weights(book: CaseBook) -> None:
    """Add the cases of what one stake weighs (STK-17)."""
    for role in DUTIES:
        for name, title, amount in (
            ("minimum", "The least stake that has weight", MINIMA[role]),
            ("below", "One unit less has none", MINIMA[role] - 1),
            ("large", "All of a large stake has weight", 4_999),
        ):
            book.accept(
                f"stk-17-{name}-{role.lower()}",
                f"{title} in the role {role}",
                stake(ALICE, 1, role, amount),
                ACTIVE,
                genesis=network(),
            )
    book.accept(
        "stk-17-participant",
        "A participant's stake has no weight",
        stake(ALICE, 1, "PARTICIPANT", 4_000),
        ACTIVE,
        genesis=network(),
    )


def rolling(book: CaseBook) -> None:
    """Add the cases of when stake counts (STK-18), by bonds without weight where a bond changes."""
    twice = stake(ALICE, 10, "PARTICIPANT", 30)
    book.accept(
        "stk-18-same-epoch",
        "Stake that arrives in an epoch does not weigh in it",
        twice,
        stake(ALICE, 20, "PARTICIPANT", 4),
        bond(ALICE, "PARTICIPANT"),
        genesis=network(),
    )
    for name, title, height in (
        ("next-epoch", "In the next epoch, a bond that changes weighs what it was", EPOCH),
        ("later-epoch", "After epochs without a change, too", 5 * EPOCH + 7),
    ):
        book.accept(
            f"stk-18-{name}",
            title,
            twice,
            stake(ALICE, height, "PARTICIPANT", 4),
            bond(ALICE, "PARTICIPANT"),
            genesis=network(),
        )
    arrived = stake(ALICE, 10, "DRE", 300)
    for name, title, heights in (
        ("total-stays", "Within an epoch its weight stays", (20, 99)),
        ("total-rolls", "An epoch begins with the active weight", (100,)),
        ("total-skips", "It does so after skipped epochs, too", (730, 790, 800)),
    ):
        book.accept(
            f"stk-18-{name}",
            title,
            arrived,
            *(transfer(BOB, height, CAROL, 1) for height in heights),
            OF_EPOCH,
            ACTIVE,
            genesis=network(),
        )


def moving(book: CaseBook) -> None:
    """Add the cases of how the active weight follows bonds (STK-17), and the epoch's (STK-18)."""
    for name, title, amounts in (
        ("grows", "The active weight grows with the stake", (300, 25)),
        ("reaches-minimum", "At the minimum, all of the stake begins to weigh", (60, 39, 1)),
        ("sums", "Below the minimum, further stake does not weigh either", (60, 39)),
    ):
        book.accept(
            f"stk-17-{name}",
            title,
            *(stake(ALICE, 10 + place, "DRE", part) for place, part in enumerate(amounts)),
            ACTIVE,
            genesis=network(),
        )
    book.accept(
        "stk-17-total",
        "The active weight is the total of all roles and holders",
        stake(ALICE, 10, "DRE", 300),
        stake(ALICE, 10, "RELAYER", 60),
        stake(BOB, 10, "SEQUENCER", 39),
        stake(CAROL, 10, "PARTICIPANT", 400),
        stake(CAROL, 10, "DRE", 100),
        ACTIVE,
        genesis=network(),
    )
    book.accept(
        "stk-18-arrives",
        "Stake that arrives adds to the weight of the next epoch only",
        stake(ALICE, 10, "DRE", 300),
        stake(ALICE, 110, "DRE", 50),
        OF_EPOCH,
        transfer(BOB, 200, CAROL, 1),
        OF_EPOCH,
        genesis=network(),
    )


def leaving(book: CaseBook) -> None:
    """Add the cases of the weight of stake that leaves (STK-17, STK-18)."""
    book.accept(
        "stk-17-shrinks",
        "The active weight shrinks with the stake",
        stake(ALICE, 10, "DRE", 300),
        unstake(ALICE, 20, "DRE", 200),
        ACTIVE,
        genesis=network(),
    )
    book.accept(
        "stk-17-falls-below",
        "Below the minimum, the stake that stays has no weight",
        stake(ALICE, 10, "DRE", 300),
        unstake(ALICE, 20, "DRE", 201),
        ACTIVE,
        genesis=network(),
    )
    book.accept(
        "stk-18-leaves",
        "Stake that leaves weighs until the epoch ends",
        stake(ALICE, 10, "DRE", 300),
        unstake(ALICE, 110, "DRE", 120),
        bond(ALICE),
        OF_EPOCH,
        unstake(ALICE, 199, "DRE", 1),
        bond(ALICE),
        OF_EPOCH,
        stake(ALICE, 200, "DRE", 2),
        bond(ALICE),
        OF_EPOCH,
        genesis=network(),
    )
    book.accept(
        "stk-18-came-and-left",
        "Stake that comes and leaves within an epoch never weighs",
        stake(ALICE, 10, "DRE", 300),
        unstake(ALICE, 20, "DRE", 300),
        transfer(BOB, 100, CAROL, 1),
        OF_EPOCH,
        bond(ALICE),
        genesis=network(),
    )


def withdrawn(book: CaseBook) -> None:
    """Add the case of a withdrawal, which weighs nothing (STK-18)."""
    book.accept(
        "stk-18-withdrawn",
        "A withdrawal changes no weight",
        stake(ALICE, 10, "DRE", 300),
        unstake(ALICE, 20, "DRE", 100),
        withdraw(ALICE, 480, "DRE"),
        bond(ALICE),
        OF_EPOCH,
        ACTIVE,
        genesis=network(),
    )
