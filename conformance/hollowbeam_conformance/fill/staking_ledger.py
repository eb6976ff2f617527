"""Cases of what is spent: transfers, stakes and deposits (STK-6 to STK-9)."""

from __future__ import annotations

from hollowbeam.kernel.errors import Reason
from hollowbeam_conformance.fill.cases import CaseBook, emitting
from hollowbeam_conformance.fill.staking_history import (
    ALICE,
    BOB,
    CAROL,
    DAVE,
    DEPOSIT,
    DUTIES,
    HOLDINGS,
    ROLES,
    bond,
    liquid,
    network,
    open_dispute,
    stake,
    transfer,
    unstake,
)

HELD = dict(HOLDINGS)


def transfers(book: CaseBook) -> None:
    """Add the cases of transfers that succeed (STK-8)."""
    book.accept(
        "stk-8-moves",
        "A transfer takes its amount from the caller and gives it to the recipient",
        transfer(ALICE, 1, DAVE, 300),
        liquid(ALICE),
        liquid(DAVE),
        liquid(BOB),
        genesis=network(),
    )
    book.accept(
        "stk-8-adds",
        "A transfer adds to what the recipient has",
        transfer(ALICE, 1, BOB, 300),
        transfer(CAROL, 2, BOB, 1),
        liquid(BOB),
        genesis=network(),
    )
    book.accept(
        "stk-8-to-oneself",
        "A transfer to oneself changes no balance",
        transfer(ALICE, 1, ALICE, 300),
        liquid(ALICE),
        genesis=network(),
    )


def zero_amounts(book: CaseBook) -> None:
    """Add the cases of amounts of 0 (STK-6)."""
    zero = Reason.ZERO_AMOUNT
    book.accept(
        "stk-6-one",
        "An amount of 1 is accepted",
        transfer(ALICE, 1, BOB, 1),
        genesis=network(),
    )
    for name, about, act, neighbour in (
        ("transfer", "A transfer", transfer(ALICE, 1, BOB, 0, zero), "stk-6-one"),
        (
            "transfer-to-oneself",
            "A transfer to oneself",
            transfer(ALICE, 1, ALICE, 0, zero),
            "stk-6-one",
        ),
        ("stake", "A stake", stake(ALICE, 1, "DRE", 0, zero), "stk-9-dre"),
        ("unstake", "An unstake", unstake(ALICE, 1, "DRE", 0, zero), "stk-11-dre"),
    ):
        title = f"{about} of 0 is refused"
        book.reject(f"stk-6-{name}", title, act, neighbour=neighbour, genesis=network())


def overdrafts(book: CaseBook) -> None:
    """Add the cases of transfers that the balance decides (STK-7)."""
    poor = Reason.INSUFFICIENT_BALANCE
    book.accept(
        "stk-7-exact",
        "The whole balance may be transferred, and no entry of it remains",
        transfer(ALICE, 1, BOB, HELD[ALICE]),
        liquid(ALICE),
        liquid(BOB),
        genesis=network(),
    )
    for name, title, act in (
        (
            "overdraft",
            "One unit more than the balance is refused",
            transfer(ALICE, 1, BOB, 5_001, poor),
        ),
        ("nothing", "Who has nothing transfers nothing", transfer(DAVE, 1, BOB, 1, poor)),
        ("to-oneself", "No overdraft to oneself either", transfer(ALICE, 1, ALICE, 5_001, poor)),
        ("huge", "An amount far above all there is", transfer(ALICE, 1, BOB, 2**256 - 1, poor)),
    ):
        book.reject(f"stk-7-{name}", title, act, neighbour="stk-7-exact", genesis=network())
    book.reject(
        "stk-7-spent",
        "What was spent is not spent again",
        transfer(BOB, 1, CAROL, 600),
        transfer(BOB, 2, DAVE, 401, poor),
        neighbour="stk-7-exact",
        genesis=network(),
    )


def routes(book: CaseBook) -> None:
    """Add two ways to the same balances (STK-8): the root does not tell them apart."""
    book.accept(
        "stk-8-direct",
        "Bob gives Carol 10 units himself",
        transfer(BOB, 1, CAROL, 4),
        transfer(BOB, 3, CAROL, 6),
        genesis=network(),
    )
    book.accept(
        "stk-8-around",
        "The same balances by another way have the same root",
        transfer(BOB, 1, ALICE, 10),
        transfer(ALICE, 2, DAVE, 10),
        transfer(DAVE, 3, CAROL, 10),
        genesis=network(((CAROL, 500), (ALICE, 5_000), (BOB, 1_000), (DAVE, 0))),
    )


def overdrawn_stakes(book: CaseBook) -> None:
    """Add the cases of stakes that the balance decides (STK-7)."""
    book.accept(
        "stk-7-stake-exact",
        "The whole balance may be staked",
        stake(ALICE, 1, "DRE", HELD[ALICE]),
        liquid(ALICE),
        genesis=network(),
    )
    for role in ROLES:
        book.reject(
            f"stk-7-stake-{role.lower()}",
            f"One unit more than the balance is not staked in the role {role}",
            stake(ALICE, 1, role, HELD[ALICE] + 1, Reason.INSUFFICIENT_BALANCE),
            neighbour="stk-7-stake-exact",
            genesis=network(),
        )
    book.reject(
        "stk-7-staked",
        "What is staked is not spent",
        stake(BOB, 1, "DRE", 600),
        transfer(BOB, 2, DAVE, 401, Reason.INSUFFICIENT_BALANCE),
        neighbour="stk-7-exact",
        genesis=network(),
    )


def overdrawn_deposits(book: CaseBook) -> None:
    """Add the cases of deposits that the balance decides (STK-7)."""
    book.accept(
        "stk-7-deposit-exact",
        "The whole balance may be a deposit",
        open_dispute(1, caller=DAVE),
        liquid(DAVE),
        genesis=network(((DAVE, DEPOSIT),)),
    )
    book.reject(
        "stk-7-deposit",
        "A deposit of one unit more than the balance is refused",
        open_dispute(1, reason=Reason.INSUFFICIENT_BALANCE, caller=DAVE),
        neighbour="stk-7-deposit-exact",
        genesis=network(((DAVE, DEPOSIT - 1),)),
    )
    book.accept(
        "stk-7-deposit-of-zero",
        "A deposit of 0 costs nothing, even who has nothing",
        open_dispute(1, caller=DAVE),
        genesis=network(dispute_deposit=0),
    )


def stakes(book: CaseBook) -> None:
    """Add the cases of first stakes, each far above every minimum (STK-9)."""
    for role in DUTIES:
        book.accept(
            f"stk-9-{role.lower()}",
            f"A stake is taken from the balance and bonded in the role {role}",
            stake(ALICE, 1, role, 300),
            liquid(ALICE),
            bond(ALICE, role),
            genesis=network(),
        )
    book.accept(
        "stk-9-leaves-as-one",
        "What was staked in two steps leaves as one (elsewhere: the second replaced the first)",
        emitting(stake(ALICE, 1, "PARTICIPANT", 30)),
        emitting(stake(ALICE, 2, "PARTICIPANT", 4)),
        emitting(unstake(ALICE, 3, "PARTICIPANT", 31)),
        genesis=network(),
    )


def more_stakes(book: CaseBook) -> None:
    """Add the cases of stakes beside others (STK-9), once weights are judged."""
    book.accept(
        "stk-9-adds",
        "A further stake adds to the first",
        stake(ALICE, 1, "DRE", 300),
        stake(ALICE, 2, "DRE", 7),
        bond(ALICE),
        genesis=network(),
    )
    book.accept(
        "stk-9-apart",
        "Stakes of two roles and of two holders stay apart",
        stake(ALICE, 1, "DRE", 300),
        stake(ALICE, 1, "RELAYER", 200),
        stake(BOB, 1, "DRE", 100),
        stake(ALICE, 1, "PARTICIPANT", 50),
        *(bond(ALICE, role) for role in ROLES),
        bond(BOB),
        genesis=network(),
    )
