"""Cases of emission (STK-33 to STK-36)."""

from __future__ import annotations

from hollowbeam.kernel.errors import Reason
from hollowbeam_conformance.fill.cases import CaseBook, look
from hollowbeam_conformance.fill.staking_history import (
    ALICE,
    BOB,
    DAVE,
    HOLDINGS,
    bond,
    liquid,
    mint,
    network,
    slash,
    stake,
    unstake,
)

ISSUED = sum(amount for _, amount in HOLDINGS)


def shares(book: CaseBook) -> None:
    """Add the cases of what a mint pays (STK-35)."""
    alone = stake(ALICE, 10, "DRE", 300)
    book.accept(
        "stk-35-whole",
        "Who has all the weight mints the whole emission",
        alone,
        mint(ALICE, 110, "DRE"),
        liquid(ALICE),
        look("minted"),
        genesis=network(),
    )
    for name, title, amount in (
        ("exact", "Two holders share the emission by weight", 100),
        ("rounded", "Each share rounds down, and the remainder is not minted", 150),
    ):
        book.accept(
            f"stk-35-{name}",
            title,
            alone,
            stake(BOB, 11, "DRE", amount),
            mint(ALICE, 110, "DRE"),
            mint(BOB, 111, "DRE"),
            liquid(ALICE),
            liquid(BOB),
            look("minted"),
            genesis=network(),
        )
    book.accept(
        "stk-35-epoch-weight",
        "Weight that arrives in the epoch does not lower the shares",
        alone,
        stake(BOB, 110, "DRE", 300),
        mint(ALICE, 120, "DRE"),
        liquid(ALICE),
        genesis=network(),
    )
    book.accept(
        "stk-35-roles",
        "A holder mints for each role",
        alone,
        stake(ALICE, 10, "SEQUENCER", 100),
        mint(ALICE, 110, "DRE"),
        mint(ALICE, 110, "SEQUENCER"),
        liquid(ALICE),
        genesis=network(),
    )
    book.accept(
        "stk-35-slashed",
        "A slash lowers the share of its epoch, and raises nobody else's",
        alone,
        stake(BOB, 10, "DRE", 100),
        slash(120, "INVALID_ASSIGNMENT", 110),
        mint(ALICE, 130, "DRE"),
        mint(BOB, 130, "DRE"),
        look("minted"),
        genesis=network(),
    )


def without_weight(book: CaseBook) -> None:
    """Add the cases of minting without weight (STK-33); Bob has weight meanwhile."""
    none = Reason.NO_WEIGHT
    other = stake(BOB, 10, "DRE", 300)
    for name, title, steps in (
        ("nobody", "Who has no stake mints nothing", (mint(DAVE, 110, "DRE", none),)),
        (
            "new",
            "Stake mints nothing in the epoch in which it came",
            (stake(ALICE, 100, "DRE", 300), mint(ALICE, 199, "DRE", none)),
        ),
        (
            "below-minimum",
            "Stake below the minimum mints nothing",
            (stake(ALICE, 11, "DRE", 99), mint(ALICE, 110, "DRE", none)),
        ),
        (
            "participant",
            "A participant mints nothing",
            (stake(ALICE, 11, "PARTICIPANT", 300), mint(ALICE, 110, "PARTICIPANT", none)),
        ),
        (
            "other-role",
            "Weight in another role mints nothing",
            (stake(ALICE, 11, "RELAYER", 300), mint(ALICE, 110, "DRE", none)),
        ),
        (
            "left",
            "Stake that left in an earlier epoch mints nothing",
            (
                stake(ALICE, 11, "DRE", 300),
                unstake(ALICE, 110, "DRE", 300),
                mint(ALICE, 200, "DRE", none),
            ),
        ),
        (
            "slashed",
            "Stake that was slashed below the minimum mints nothing",
            (
                stake(ALICE, 11, "DRE", 199),
                slash(120, "INVALID_ASSIGNMENT", 110),
                mint(ALICE, 130, "DRE", none),
            ),
        ),
    ):
        book.reject(
            f"stk-33-{name}", title, other, *steps, neighbour="stk-35-whole", genesis=network()
        )
    book.reject(
        "stk-33-no-weight-at-all",
        "Where nobody has weight, nobody mints",
        mint(ALICE, 110, "DRE", none),
        neighbour="stk-35-whole",
        genesis=network(),
    )


def last_shares(book: CaseBook) -> None:
    """Add the case of a mint with stake that has left since the epoch began (STK-35)."""
    alone = stake(ALICE, 10, "DRE", 300)
    book.accept(
        "stk-35-leaving",
        "Stake that leaves mints in the last epoch in which it weighs",
        alone,
        unstake(ALICE, 110, "DRE", 300),
        mint(ALICE, 120, "DRE"),
        liquid(ALICE),
        bond(ALICE),
        genesis=network(),
    )


def again(book: CaseBook) -> None:
    """Add the cases of minting again (STK-34)."""
    alone = stake(ALICE, 10, "DRE", 300)
    for name, title, height in (
        ("next-epoch", "In the next epoch a role mints again", 200),
        ("later-epoch", "What was not minted in skipped epochs is lost", 770),
    ):
        book.accept(
            f"stk-34-{name}",
            title,
            alone,
            mint(ALICE, 110, "DRE"),
            mint(ALICE, height, "DRE"),
            liquid(ALICE),
            bond(ALICE),
            genesis=network(),
        )
    for name, title, height in (
        ("same", "at the same height", 100),
        ("last", "in its last block", 199),
    ):
        book.reject(
            f"stk-34-{name}",
            f"A role does not mint again in the epoch, {title}",
            alone,
            mint(ALICE, 100, "DRE"),
            mint(ALICE, height, "DRE", Reason.ALREADY_MINTED),
            neighbour="stk-34-next-epoch",
            genesis=network(),
        )
    book.reject(
        "stk-34-changed",
        "Nor after its stake changed",
        alone,
        mint(ALICE, 100, "DRE"),
        stake(ALICE, 110, "DRE", 100),
        mint(ALICE, 120, "DRE", Reason.ALREADY_MINTED),
        neighbour="stk-34-next-epoch",
        genesis=network(),
    )


def capped(book: CaseBook) -> None:
    """Add the cases of the cap and of shares of 0 (STK-36)."""
    nothing = Reason.NOTHING_TO_MINT
    alone = stake(ALICE, 10, "DRE", 300)
    short = network(cap=ISSUED + 400)
    book.accept(
        "stk-36-rest",
        "A mint pays no more than the cap leaves",
        alone,
        mint(ALICE, 110, "DRE"),
        liquid(ALICE),
        look("minted"),
        genesis=short,
    )
    book.reject(
        "stk-36-spent",
        "At the cap nothing is minted any more",
        alone,
        mint(ALICE, 110, "DRE"),
        mint(ALICE, 210, "DRE", nothing),
        neighbour="stk-36-rest",
        genesis=short,
    )
    book.accept(
        "stk-36-exactly",
        "The cap may be reached by exactly the share",
        alone,
        mint(ALICE, 110, "DRE"),
        look("minted"),
        genesis=network(cap=ISSUED + 1_000),
    )
    book.reject(
        "stk-36-no-room",
        "Where genesis issued all of the cap, nothing is minted",
        alone,
        mint(ALICE, 110, "DRE", nothing),
        neighbour="stk-36-rest",
        genesis=network(cap=ISSUED),
    )
    book.reject(
        "stk-36-no-emission",
        "Without emission nothing is minted",
        alone,
        mint(ALICE, 110, "DRE", nothing),
        neighbour="stk-35-whole",
        genesis=network(emission=0),
    )
    shared = (stake(ALICE, 10, "DRE", 300), stake(BOB, 10, "DRE", 301))
    book.reject(
        "stk-36-small-share",
        "A share that rounds down to 0 is refused",
        *shared,
        mint(ALICE, 110, "DRE", nothing),
        neighbour="stk-36-unit",
        genesis=network(emission=2),
    )
    book.accept(
        "stk-36-unit",
        "A share of 1 is minted",
        *shared,
        mint(BOB, 110, "DRE"),
        liquid(BOB),
        genesis=network(emission=2),
    )
