"""Cases of disputes (STK-37 to STK-41, and what STK-20 and STK-22 say of them)."""

from __future__ import annotations

from hollowbeam.kernel.errors import Reason
from hollowbeam_conformance.fill.cases import CaseBook, Look
from hollowbeam_conformance.fill.staking_history import (
    ALICE,
    BOB,
    BOUND,
    CAROL,
    DAVE,
    DISPUTE,
    DUTIES,
    JUDGE,
    OTHER_DISPUTE,
    close_dispute,
    liquid,
    network,
    open_dispute,
    stake,
)

OPENED = 20
LAPSES = OPENED + BOUND


def _dispute(name: str = DISPUTE) -> Look:
    return Look(f"disputes/{name}")


def _named(who: str = ALICE, role: str = "DRE") -> Look:
    return Look(f"open_disputes/{who}/{role}")


def opened(book: CaseBook) -> None:
    """Add the cases of opening a dispute (STK-38)."""
    book.accept(
        "stk-38-opens",
        "An open dispute holds the challenger's deposit and names the holder in the role",
        open_dispute(OPENED),
        _dispute(),
        _named(),
        liquid(BOB),
        genesis=network(),
    )
    for role in DUTIES:
        book.accept(
            f"stk-38-{role.lower()}",
            f"A staked holder is challenged in the role {role}",
            stake(ALICE, 10, role, 300),
            open_dispute(OPENED, role=role),
            _dispute(),
            _named(role=role),
            genesis=network(),
        )
    book.accept(
        "stk-38-oneself",
        "Who challenges themselves pays the deposit, too",
        open_dispute(OPENED, caller=ALICE),
        liquid(ALICE),
        _named(),
        genesis=network(),
    )
    book.accept(
        "stk-38-two",
        "Two disputes of one holder in one role are counted as two",
        open_dispute(OPENED),
        open_dispute(OPENED + 1, OTHER_DISPUTE, caller=CAROL),
        _named(),
        genesis=network(),
    )
    book.accept(
        "stk-38-apart",
        "Disputes of other roles and holders are counted apart",
        open_dispute(OPENED),
        open_dispute(OPENED, OTHER_DISPUTE, role="RELAYER"),
        _named(),
        _named(role="RELAYER"),
        _named(CAROL),
        genesis=network(),
    )


def id_taken(book: CaseBook) -> None:
    """Add the cases of an id that is open already (STK-37)."""
    taken = Reason.DISPUTE_EXISTS
    for name, title, act in (
        ("same", "The same dispute is not opened twice", open_dispute(30, reason=taken)),
        ("other-challenger", "Nor by somebody else", open_dispute(30, reason=taken, caller=CAROL)),
        ("other-holder", "Nor against somebody else", open_dispute(30, reason=taken, holder=CAROL)),
        (
            "poor",
            "Of a taken id and a low balance, the id is the reason",
            open_dispute(30, reason=taken, caller=DAVE),
        ),
    ):
        book.reject(
            f"stk-37-{name}",
            title,
            open_dispute(OPENED),
            act,
            neighbour="stk-38-two",
            genesis=network(),
        )


def id_used(book: CaseBook) -> None:
    """Add the cases of an id that was used before (STK-37)."""
    for name, title, closing in (
        ("closed", "The id of a closed dispute is not used again", close_dispute(30)),
        ("lapsed", "Nor that of one that lapsed", close_dispute(LAPSES + 1, caller=BOB)),
    ):
        book.reject(
            f"stk-37-{name}",
            title,
            open_dispute(OPENED),
            closing,
            open_dispute(LAPSES + 2, reason=Reason.DISPUTE_EXISTS),
            neighbour="stk-37-another",
            genesis=network(),
        )
    book.accept(
        "stk-37-another",
        "After a closed dispute another one is opened under another id",
        open_dispute(OPENED),
        close_dispute(30),
        open_dispute(31, OTHER_DISPUTE),
        _named(),
        genesis=network(),
    )


def participants(book: CaseBook) -> None:
    """Add the case of a participant, whom nobody challenges (STK-22)."""
    book.reject(
        "stk-22-dispute",
        "A participant is not challenged",
        stake(ALICE, 10, "PARTICIPANT", 300),
        open_dispute(OPENED, reason=Reason.ROLE_NOT_SLASHABLE, role="PARTICIPANT"),
        neighbour="stk-38-dre",
        genesis=network(),
    )
    book.reject(
        "stk-22-dispute-poor",
        "Of a participant and a low balance, the role is the reason",
        open_dispute(OPENED, reason=Reason.ROLE_NOT_SLASHABLE, caller=DAVE, role="PARTICIPANT"),
        neighbour="stk-38-dre",
        genesis=network(),
    )


def judges(book: CaseBook) -> None:
    """Add the cases of who may not close a dispute (STK-20)."""
    for name, caller in (("stranger", CAROL), ("challenger", BOB), ("holder", ALICE)):
        for upheld in (True, False):
            verdict = "upheld" if upheld else "denied"
            book.reject(
                f"stk-20-close-{name}-{verdict}",
                f"The {name} does not close a dispute as {verdict}",
                open_dispute(OPENED),
                close_dispute(30, reason=Reason.NOT_ADJUDICATOR, caller=caller, upheld=upheld),
                neighbour="stk-40-upheld",
                genesis=network(),
            )


def unknown(book: CaseBook) -> None:
    """Add the cases of a dispute that was never opened (STK-39)."""
    for name, title, caller in (
        ("unknown", "A dispute that nobody opened is not closed", JUDGE),
        (
            "before-caller",
            "Of an unknown dispute and a wrong caller, the dispute is the reason",
            BOB,
        ),
    ):
        book.reject(
            f"stk-39-{name}",
            title,
            close_dispute(30, reason=Reason.UNKNOWN_DISPUTE, caller=caller),
            neighbour="stk-40-upheld",
            genesis=network(),
        )
    book.reject(
        "stk-39-other",
        "Nor is one closed under another's id",
        open_dispute(OPENED),
        close_dispute(30, OTHER_DISPUTE, Reason.UNKNOWN_DISPUTE),
        neighbour="stk-40-upheld",
        genesis=network(),
    )


def decided(book: CaseBook) -> None:
    """Add the cases of a dispute that the adjudicator closes (STK-40)."""
    for name, title, upheld in (
        ("upheld", "The deposit of who was right goes back", True),
        ("denied", "The deposit of who was wrong goes to the holder", False),
    ):
        book.accept(
            f"stk-40-{name}",
            title,
            open_dispute(OPENED),
            close_dispute(30, upheld=upheld),
            _dispute(),
            _named(),
            liquid(BOB),
            liquid(ALICE),
            genesis=network(),
        )
    book.accept(
        "stk-40-new-holder",
        "A holder who had nothing receives the deposit",
        open_dispute(OPENED, holder=DAVE),
        close_dispute(30, upheld=False),
        liquid(DAVE),
        genesis=network(),
    )
    book.accept(
        "stk-40-oneself",
        "A dispute with oneself gives nothing",
        open_dispute(OPENED, caller=ALICE),
        close_dispute(30, upheld=False),
        liquid(ALICE),
        genesis=network(),
    )
    book.accept(
        "stk-40-one-of-two",
        "Closing one of two disputes leaves the other open",
        open_dispute(OPENED),
        open_dispute(OPENED, OTHER_DISPUTE, caller=CAROL),
        close_dispute(30),
        _named(),
        _dispute(OTHER_DISPUTE),
        genesis=network(),
    )
    book.reject(
        "stk-39-closed",
        "A closed dispute is not closed again",
        open_dispute(OPENED),
        close_dispute(30),
        close_dispute(31, reason=Reason.UNKNOWN_DISPUTE),
        neighbour="stk-40-upheld",
        genesis=network(),
    )


def lapsed(book: CaseBook) -> None:
    """Add both sides of the height at which a dispute lapses (STK-41)."""
    book.accept(
        "stk-41-last-verdict",
        "At the height at which a dispute lapses the adjudicator still decides",
        open_dispute(OPENED),
        close_dispute(LAPSES, upheld=False),
        liquid(ALICE),
        liquid(BOB),
        genesis=network(),
    )
    book.reject(
        "stk-41-too-early",
        "At that height nobody else closes it",
        open_dispute(OPENED),
        close_dispute(LAPSES, reason=Reason.NOT_ADJUDICATOR, caller=CAROL),
        neighbour="stk-41-stranger-upheld",
        genesis=network(),
    )
    for name, caller in (("stranger", CAROL), ("holder", ALICE), ("adjudicator", JUDGE)):
        for upheld in (True, False):
            verdict = "upheld" if upheld else "denied"
            book.accept(
                f"stk-41-{name}-{verdict}",
                f"One block later the {name} closes it as {verdict}; the deposit goes back",
                open_dispute(OPENED),
                close_dispute(LAPSES + 1, caller=caller, upheld=upheld),
                liquid(ALICE),
                liquid(BOB),
                genesis=network(),
            )
    book.accept(
        "stk-41-no-bound",
        "With a bound of 0 a dispute lapses with its block",
        open_dispute(OPENED),
        close_dispute(OPENED + 1, caller=CAROL, upheld=False),
        liquid(BOB),
        genesis=network(dispute_bound=0),
    )
