"""Cases of stake that leaves a role and is paid out (STK-10 to STK-16)."""

from __future__ import annotations

from hollowbeam.kernel.errors import Reason
from hollowbeam_conformance.fill.cases import CaseBook, look
from hollowbeam_conformance.fill.staking_history import (
    ALICE,
    BOB,
    BOUND,
    CAROL,
    DAVE,
    DUTIES,
    EPOCH,
    OTHER_DISPUTE,
    ROLES,
    WINDOW,
    bond,
    close_dispute,
    liquid,
    network,
    open_dispute,
    stake,
    unstake,
    withdraw,
)


def leaving_with_duties(book: CaseBook) -> None:
    """Add the cases of unstaking from roles with duties (STK-11)."""
    for role in DUTIES:
        book.accept(
            f"stk-11-{role.lower()}",
            f"Stake of the role {role} leaves after epoch, evidence window and dispute bound",
            stake(ALICE, 10, role, 300),
            unstake(ALICE, 130, role, 100),
            bond(ALICE, role),
            liquid(ALICE),
            genesis=network(),
        )
    for name, where, height in (("first", "first", 3 * EPOCH), ("last", "last", 4 * EPOCH - 1)):
        book.accept(
            f"stk-11-{name}-block",
            f"The wait counts from the end of the epoch, from its {where} block too",
            stake(ALICE, 10, "DRE", 300),
            unstake(ALICE, height, "DRE", 100),
            bond(ALICE),
            genesis=network(),
        )
    book.accept(
        "stk-11-same-epoch",
        "Stake that leaves in the epoch in which it came waits as long",
        stake(ALICE, 10, "DRE", 300),
        unstake(ALICE, 20, "DRE", 100),
        bond(ALICE),
        genesis=network(),
    )
    book.accept(
        "stk-11-joins",
        "Stake that leaves joins what is leaving and renews the wait of all of it",
        stake(ALICE, 10, "DRE", 300),
        unstake(ALICE, 20, "DRE", 50),
        unstake(ALICE, 120, "DRE", 60),
        bond(ALICE),
        genesis=network(),
    )
    book.accept(
        "stk-11-no-window",
        "Without window and bound, the wait ends with the epoch",
        stake(ALICE, 10, "DRE", 300),
        unstake(ALICE, 120, "DRE", 100),
        bond(ALICE),
        genesis=network(evidence_window=0, dispute_bound=0),
    )


def leaving_participants(book: CaseBook) -> None:
    """Add the cases of unstaking as a participant (STK-12)."""
    for name, title, heights in (
        ("participant", "A participant's stake waits for an epoch's length", (10, 130)),
        ("at-once", "A participant may leave at once, and waits as long", (10, 10)),
        ("renewed", "A further unstake renews the wait", (10, 130, 170)),
    ):
        first, *others = heights
        book.accept(
            f"stk-12-{name}",
            title,
            stake(ALICE, first, "PARTICIPANT", 300),
            *(unstake(ALICE, height, "PARTICIPANT", 100) for height in others),
            bond(ALICE, "PARTICIPANT"),
            genesis=network(),
        )


def overdrawn_unstakes(book: CaseBook) -> None:
    """Add the cases of unstaking too much (STK-10)."""
    little = Reason.INSUFFICIENT_STAKE
    for role in ROLES:
        book.accept(
            f"stk-10-whole-{role.lower()}",
            f"The whole stake of the role {role} may leave",
            stake(ALICE, 1, role, 300),
            unstake(ALICE, 2, role, 300),
            bond(ALICE, role),
            genesis=network(),
        )
        book.reject(
            f"stk-10-more-{role.lower()}",
            f"One unit more than the stake of the role {role} is refused",
            stake(ALICE, 1, role, 300),
            unstake(ALICE, 2, role, 301, little),
            neighbour=f"stk-10-whole-{role.lower()}",
            genesis=network(),
        )
    for name, title, *steps in (
        ("nothing", "Who has no stake unstakes nothing", unstake(ALICE, 2, "DRE", 1, little)),
        (
            "other-role",
            "Stake of another role does not count",
            stake(ALICE, 1, "RELAYER", 300),
            unstake(ALICE, 2, "DRE", 1, little),
        ),
        (
            "other-holder",
            "Stake of another holder does not count",
            stake(ALICE, 1, "DRE", 300),
            unstake(BOB, 2, "DRE", 1, little),
        ),
    ):
        book.reject(
            f"stk-10-{name}", title, *steps, neighbour="stk-10-whole-dre", genesis=network()
        )
    book.reject(
        "stk-10-leaving",
        "What is leaving does not leave again",
        stake(ALICE, 1, "DRE", 300),
        unstake(ALICE, 2, "DRE", 200),
        unstake(ALICE, 3, "DRE", 101, little),
        neighbour="stk-10-whole-dre",
        genesis=network(),
    )


READY = EPOCH + WINDOW + BOUND
"""When stake is paid out that left a role with duties in epoch 0."""


def withdrawals(book: CaseBook) -> None:
    """Add the cases of withdrawals well after the wait (STK-16)."""
    for role in ROLES:
        book.accept(
            f"stk-16-{role.lower()}",
            f"A withdrawal pays what has left the role {role}, and nothing else",
            stake(ALICE, 1, role, 300),
            unstake(ALICE, 2, role, 100),
            withdraw(ALICE, READY + 500, role),
            liquid(ALICE),
            bond(ALICE, role),
            genesis=network(),
        )
    book.accept(
        "stk-16-all",
        "A withdrawal pays at once all that left in several steps",
        stake(ALICE, 1, "DRE", 300),
        unstake(ALICE, 2, "DRE", 100),
        unstake(ALICE, 3, "DRE", 200),
        withdraw(ALICE, READY + 500, "DRE"),
        liquid(ALICE),
        bond(ALICE),
        genesis=network(),
    )


def nothing_to_withdraw(book: CaseBook) -> None:
    """Add the cases of withdrawals without leaving stake (STK-13)."""
    nothing = Reason.NOTHING_TO_WITHDRAW
    left = (stake(ALICE, 1, "DRE", 300), unstake(ALICE, 2, "DRE", 100))
    for name, title, steps in (
        ("no-bond", "Who never staked withdraws nothing", (withdraw(DAVE, 900, "DRE", nothing),)),
        (
            "staked",
            "Stake that stays is not withdrawn",
            (left[0], withdraw(ALICE, 900, "DRE", nothing)),
        ),
        (
            "other-role",
            "Nothing has left the other role",
            (*left, withdraw(ALICE, 900, "RELAYER", nothing)),
        ),
        ("other-holder", "Only the holder withdraws", (*left, withdraw(BOB, 900, "DRE", nothing))),
        (
            "twice",
            "What was withdrawn is not withdrawn again",
            (*left, withdraw(ALICE, 900, "DRE"), withdraw(ALICE, 900, "DRE", nothing)),
        ),
    ):
        book.reject(f"stk-13-{name}", title, *steps, neighbour="stk-16-dre", genesis=network())


def waits(book: CaseBook) -> None:
    """Add both sides of the end of each wait (STK-14)."""
    early = Reason.NOT_READY
    for role in ROLES:
        ready = 20 + EPOCH if role == "PARTICIPANT" else READY
        left = (stake(ALICE, 10, role, 300), unstake(ALICE, 20, role, 100))
        book.accept(
            f"stk-14-ready-{role.lower()}",
            f"Leaving stake of the role {role} is paid out at the height at which it is ready",
            *left,
            withdraw(ALICE, ready, role),
            liquid(ALICE),
            genesis=network(),
        )
        book.reject(
            f"stk-14-early-{role.lower()}",
            f"Leaving stake of the role {role} is not paid out one block early",
            *left,
            withdraw(ALICE, ready - 1, role, early),
            neighbour=f"stk-14-ready-{role.lower()}",
            genesis=network(),
        )
    renewed = (
        stake(ALICE, 10, "DRE", 300),
        unstake(ALICE, 20, "DRE", 100),
        unstake(ALICE, 150, "DRE", 1),
    )
    book.accept(
        "stk-14-ready-renewed",
        "A renewed wait ends for all of it at once",
        *renewed,
        withdraw(ALICE, READY + EPOCH, "DRE"),
        genesis=network(),
    )
    book.reject(
        "stk-14-early-renewed",
        "A renewed wait holds what was to leave before, too",
        *renewed,
        withdraw(ALICE, READY + EPOCH - 1, "DRE", early),
        neighbour="stk-14-ready-renewed",
        genesis=network(),
    )


def disputed(book: CaseBook) -> None:
    """Add the cases of withdrawals under dispute (STK-15)."""
    held = Reason.DISPUTED
    left = (stake(ALICE, 10, "DRE", 300), unstake(ALICE, 20, "DRE", 100))
    late = READY + 5
    book.reject(
        "stk-15-disputed",
        "Stake is not paid out while a dispute names its holder in the role",
        *left,
        open_dispute(READY - 1),
        withdraw(ALICE, late, "DRE", held),
        neighbour="stk-15-closed",
        genesis=network(),
    )
    book.accept(
        "stk-15-closed",
        "Once the dispute is closed, it is",
        *left,
        open_dispute(READY - 1),
        close_dispute(late),
        withdraw(ALICE, late, "DRE"),
        genesis=network(),
    )
    book.reject(
        "stk-15-two",
        "Of two disputes, each holds the stake",
        *left,
        open_dispute(READY - 1),
        open_dispute(READY - 1, OTHER_DISPUTE, caller=CAROL),
        close_dispute(late),
        withdraw(ALICE, late, "DRE", held),
        neighbour="stk-15-closed",
        genesis=network(),
    )
    book.reject(
        "stk-15-lapsed",
        "A dispute that lapsed holds the stake until somebody closes it",
        *left,
        open_dispute(30),
        withdraw(ALICE, late, "DRE", held),
        neighbour="stk-15-closed",
        genesis=network(),
    )
    for name, title, other in (
        ("other-role", "A dispute in another role", open_dispute(READY - 1, role="RELAYER")),
        ("other-holder", "A dispute of another holder", open_dispute(READY - 1, holder=CAROL)),
    ):
        book.accept(
            f"stk-15-{name}",
            f"{title} holds nothing",
            *left,
            other,
            withdraw(ALICE, late, "DRE"),
            genesis=network(),
        )
    book.reject(
        "stk-15-before-ready",
        "Of a wait and a dispute, the wait is the reason",
        *left,
        open_dispute(READY - 2),
        withdraw(ALICE, READY - 1, "DRE", Reason.NOT_READY),
        neighbour="stk-15-closed",
        genesis=network(),
    )
    book.accept(
        "stk-15-counted",
        "Open disputes are counted by holder and role",
        open_dispute(30),
        open_dispute(30, OTHER_DISPUTE, caller=CAROL),
        look(f"open_disputes/{ALICE}/DRE"),
        look(f"open_disputes/{ALICE}/RELAYER"),
        genesis=network(),
    )
