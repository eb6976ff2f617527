"""Cases of commitments and slashes (STK-19 to STK-25).

Rewards are 0 here, and no slash shows a commitment, so that a case judges the penalty alone. Faults
are told apart by their process until STK-26 tells apart slots.
"""

from __future__ import annotations

from hollowbeam.kernel.errors import Reason
from hollowbeam_conformance.fill.cases import CaseBook, Look, look
from hollowbeam_conformance.fill.staking_history import (
    ALICE,
    BOB,
    BOUND,
    CAROL,
    DUTIES,
    FISHER,
    KINDS,
    OTHER_EVIDENCE,
    OTHER_PROCESS,
    PROCESS,
    WINDOW,
    bond,
    close_dispute,
    commit,
    liquid,
    network,
    open_dispute,
    slash,
    stake,
    unstake,
    withdraw,
)

HEIGHT = 40
ONCE = stake(ALICE, 10, "DRE", 300)
BURNED = look("burned")


def fault(process: str = PROCESS, role: str = "DRE", term: int = 0, slot: int = 0) -> Look:
    """Look at one of Alice's faults."""
    return Look(f"faults/{ALICE}/{role}/{process}/{term}/{slot}")


def commitments(book: CaseBook) -> None:
    """Add the cases of commitments (STK-19)."""
    count = look("commitment_count")
    book.accept(
        "stk-19-first",
        "The first commitment has the number 1",
        commit(20),
        count,
        genesis=network(),
    )
    book.accept(
        "stk-19-numbered",
        "Commitments are numbered in their order",
        commit(20),
        commit(20, OTHER_EVIDENCE),
        commit(21, fisher=BOB, caller=BOB),
        count,
        genesis=network(),
    )
    for name, title, caller in (
        ("twice", "A commitment is not recorded twice", CAROL),
        ("copied", "Nor by somebody else", BOB),
    ):
        book.reject(
            f"stk-19-{name}",
            title,
            commit(20),
            commit(21, reason=Reason.DUPLICATE_COMMITMENT, caller=caller),
            neighbour="stk-19-numbered",
            genesis=network(),
        )


def penalties(book: CaseBook) -> None:
    """Add the cases of first slashes (STK-24)."""
    for kind in KINDS:
        book.accept(
            f"stk-24-{kind.lower().replace('_', '-')}",
            f"A fault of kind {kind} costs its rate of the stake",
            ONCE,
            slash(60, kind, HEIGHT),
            bond(ALICE),
            fault(),
            BURNED,
            genesis=network(),
        )
    for role in DUTIES[1:]:
        book.accept(
            f"stk-24-{role.lower()}",
            f"A fault in the role {role} costs stake of that role",
            stake(ALICE, 10, role, 300),
            stake(ALICE, 11, "DRE", 300),
            slash(60, "OMISSION", HEIGHT, role=role),
            bond(ALICE, role),
            bond(ALICE),
            genesis=network(),
        )
    for name, title, amount in (
        ("rounded", "A penalty rounds up", 301),
        ("one-unit", "The least stake loses one unit, and that is all of it", 1),
    ):
        book.accept(
            f"stk-24-{name}",
            title,
            stake(ALICE, 10, "DRE", amount),
            slash(60, "OMISSION", HEIGHT),
            bond(ALICE),
            fault(),
            BURNED,
            genesis=network(),
        )
    book.accept(
        "stk-24-sealed",
        "A first slash seals the commitments made so far",
        ONCE,
        commit(20, OTHER_EVIDENCE),
        commit(21, OTHER_EVIDENCE, BOB),
        slash(60, "OMISSION", HEIGHT),
        fault(),
        genesis=network(),
    )
    book.accept(
        "stk-24-others",
        "A slash leaves everybody else as they were",
        ONCE,
        stake(BOB, 10, "DRE", 300),
        slash(60, "EQUIVOCATION", HEIGHT),
        bond(BOB),
        liquid(ALICE),
        liquid(BOB),
        genesis=network(),
    )


def reporters(book: CaseBook) -> None:
    """Add the cases of who may not slash (STK-20)."""
    for name, caller in (("stranger", CAROL), ("offender", ALICE), ("fisher", FISHER)):
        book.reject(
            f"stk-20-slash-{name}",
            f"The {name} does not report a fault",
            ONCE,
            slash(60, "OMISSION", HEIGHT, Reason.NOT_ADJUDICATOR, caller=caller),
            neighbour="stk-24-omission",
            genesis=network(),
        )
    book.reject(
        "stk-20-before-role",
        "Of a wrong caller and a participant, the caller is the reason",
        slash(60, "OMISSION", HEIGHT, Reason.NOT_ADJUDICATOR, caller=CAROL, role="PARTICIPANT"),
        neighbour="stk-24-omission",
        genesis=network(),
    )


def windows(book: CaseBook) -> None:
    """Add both sides of the evidence window (STK-21)."""
    outside = Reason.OUTSIDE_EVIDENCE_WINDOW
    for name, title, height in (
        ("present", "A fault may lie at the anchor itself", 70),
        ("last", "In the last block of the window a fault is slashed", 70 - WINDOW),
    ):
        book.accept(
            f"stk-21-{name}",
            title,
            ONCE,
            slash(70, "OMISSION", height),
            fault(),
            genesis=network(),
        )
    for name, title, height, neighbour in (
        ("future", "A fault does not lie in the future", 71, "stk-21-present"),
        ("expired", "One block after the window no fault is slashed", 69 - WINDOW, "stk-21-last"),
    ):
        book.reject(
            f"stk-21-{name}",
            title,
            ONCE,
            slash(70, "OMISSION", height, outside),
            neighbour=neighbour,
            genesis=network(),
        )
    book.reject(
        "stk-21-before-stake",
        "Of an expired fault and no stake, the window is the reason",
        slash(70, "OMISSION", 69 - WINDOW, outside),
        neighbour="stk-21-last",
        genesis=network(),
    )
    book.accept(
        "stk-21-no-window",
        "With a window of 0 a fault is slashed in its own block",
        ONCE,
        slash(70, "OMISSION", 70),
        genesis=network(evidence_window=0),
    )


def disputed_windows(book: CaseBook) -> None:
    """Add both sides of the window while a dispute is open (STK-21)."""
    outside = Reason.OUTSIDE_EVIDENCE_WINDOW
    height = 15  # so that all of it lies in one epoch
    end = height + WINDOW + BOUND
    book.accept(
        "stk-21-disputed",
        "While a dispute names the offender, the window is longer by the dispute bound",
        ONCE,
        open_dispute(height + WINDOW),
        slash(end, "OMISSION", height),
        fault(),
        genesis=network(),
    )
    book.reject(
        "stk-21-disputed-expired",
        "But no longer than that",
        ONCE,
        open_dispute(height + WINDOW),
        slash(end + 1, "OMISSION", height, outside),
        neighbour="stk-21-disputed",
        genesis=network(),
    )
    for name, title, steps in (
        ("closed", "A closed dispute", (open_dispute(60), close_dispute(61))),
        ("other-role", "A dispute in another role", (open_dispute(60, role="RELAYER"),)),
        ("other-holder", "A dispute of another holder", (open_dispute(60, holder=CAROL),)),
    ):
        book.reject(
            f"stk-21-{name}",
            f"{title} does not lengthen the window",
            ONCE,
            *steps,
            slash(height + WINDOW + 1, "OMISSION", height, outside),
            neighbour="stk-21-disputed",
            genesis=network(),
        )


def participants(book: CaseBook) -> None:
    """Add the cases of slashing a participant (STK-22)."""
    for name, title, height in (
        ("slash", "A participant is not slashed", HEIGHT),
        ("before-window", "Of a participant and an expired fault, the role is the reason", 1),
    ):
        book.reject(
            f"stk-22-{name}",
            title,
            stake(ALICE, 10, "PARTICIPANT", 300),
            slash(60, "EQUIVOCATION", height, Reason.ROLE_NOT_SLASHABLE, role="PARTICIPANT"),
            neighbour="stk-24-equivocation",
            genesis=network(),
        )


def at_risk(book: CaseBook) -> None:
    """Add the cases of what is at risk (STK-23)."""
    nothing = Reason.NOTHING_AT_RISK
    left = (ONCE, unstake(ALICE, 20, "DRE", 300))
    book.accept(
        "stk-23-leaving",
        "Stake that is leaving is at risk as if it had stayed",
        *left,
        slash(60, "WRONG_RESULT", HEIGHT),
        bond(ALICE),
        fault(),
        genesis=network(),
    )
    book.accept(
        "stk-23-ready",
        "Stake that is ready is at risk until it is withdrawn",
        *left,
        slash(500, "WRONG_RESULT", 490),
        bond(ALICE),
        genesis=network(),
    )
    for name, title, steps in (
        ("no-bond", "Who has no stake is not slashed", (slash(60, "OMISSION", HEIGHT, nothing),)),
        (
            "other-role",
            "Stake of another role is not at risk",
            (stake(ALICE, 10, "RELAYER", 300), slash(60, "OMISSION", HEIGHT, nothing)),
        ),
        (
            "withdrawn",
            "What was withdrawn is not at risk any more",
            (*left, withdraw(ALICE, 500, "DRE"), slash(500, "OMISSION", 490, nothing)),
        ),
        (
            "taken",
            "Where another fault took all, nothing is at risk",
            (
                ONCE,
                slash(60, "EQUIVOCATION", HEIGHT),
                slash(61, "OMISSION", HEIGHT, nothing, process=OTHER_PROCESS),
            ),
        ),
    ):
        book.reject(f"stk-23-{name}", title, *steps, neighbour="stk-24-omission", genesis=network())


def charges(book: CaseBook) -> None:
    """Add the cases of where a penalty is taken from (STK-25)."""
    for name, title, leaving, kind in (
        ("stake-first", "A penalty is taken from the stake first", 100, "INVALID_ASSIGNMENT"),
        ("exactly", "A penalty may take the stake exactly", 150, "INVALID_ASSIGNMENT"),
        (
            "then-leaving",
            "What exceeds the stake is taken from what is leaving",
            200,
            "INVALID_ASSIGNMENT",
        ),
        ("all", "A penalty may take all of both", 200, "EQUIVOCATION"),
    ):
        book.accept(
            f"stk-25-{name}",
            title,
            ONCE,
            unstake(ALICE, 20, "DRE", leaving),
            slash(60, kind, HEIGHT),
            bond(ALICE),
            look("active_weight"),
            genesis=network(),
        )
    later = slash(130, "INVALID_ASSIGNMENT", 120)
    for name, title, steps in (
        ("weight", "A penalty lowers the weight of the epoch", (ONCE, later)),
        (
            "weight-of-leaving",
            "Stake that leaves loses its weight with its penalty",
            (ONCE, unstake(ALICE, 110, "DRE", 300), later),
        ),
        (
            "more-than-weight",
            "A penalty above the weight leaves none",
            (ONCE, stake(ALICE, 110, "DRE", 700), later),
        ),
    ):
        book.accept(
            f"stk-25-{name}",
            title,
            *steps,
            bond(ALICE),
            look("epoch_weight"),
            look("active_weight"),
            genesis=network(),
        )
