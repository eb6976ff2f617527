"""Cases of the bridge: what is minted against locks and burned for releases (TOK-13 to TOK-22)."""

from __future__ import annotations

from hollowbeam.kernel.errors import Reason
from hollowbeam_conformance.fill.cases import CaseBook, emitting, look
from hollowbeam_conformance.fill.ledger_words import (
    ALICE,
    BOB,
    CAROL,
    LARGEST,
    MALLORY,
    PROCESS,
    SHOP,
    balance,
    bounce,
    claim,
    credit,
    transfer,
)
from hollowbeam_conformance.fill.u_token_words import (
    BRIDGE,
    DEPTH,
    INFO,
    LOCK,
    OTHER_LOCK,
    OUTSIDE,
    alone,
    burn,
    mint,
    release,
    token,
)

MINTED = (look("minted"), look("issued"), look(f"locks/{LOCK}"))


def mint_notices(book: CaseBook) -> None:
    """Add the cases of what a mint emits (TOK-18)."""
    for name, title, act in (
        ("wallet", "A wallet is told what the bridge brought it", mint(700, reference=4)),
        (
            "process",
            "A process is told what the bridge brought it",
            mint(1, recipient=SHOP, to=PROCESS, reference=LARGEST),
        ),
        ("authority", "The authority is told like any other", mint(5, recipient=BRIDGE)),
        (
            "by-process",
            "A bridge that is a process says so",
            mint(5, recipient=SHOP, to=PROCESS, by=PROCESS),
        ),
    ):
        book.accept(f"tok-18-{name}", title, emitting(act), genesis=token())


def mints(book: CaseBook) -> None:
    """Add the cases of what a mint changes (TOK-17)."""
    book.accept(
        "tok-17-first",
        "A mint gives its quantity to the recipient and records its lock",
        mint(700),
        balance(BOB),
        balance(BRIDGE),
        *MINTED,
        genesis=token(),
    )
    book.accept(
        "tok-17-adds",
        "A mint adds to what there is",
        mint(700),
        mint(30, recipient=ALICE, lock=OTHER_LOCK),
        balance(ALICE),
        *MINTED,
        genesis=alone(1_000),
    )
    book.accept(
        "tok-17-spent",
        "What was minted is spent like any other unit",
        mint(700),
        transfer(BOB, CAROL, 700),
        balance(CAROL),
        genesis=token(),
    )
    book.accept(
        "tok-17-claim",
        "A mint pays no claim of its recipient, not even one against the authority",
        bounce(SHOP, credit(BOB, 40)),
        mint(700, caller=SHOP, by=PROCESS),
        claim(BOB, SHOP),
        balance(BOB),
        genesis=token(authority=SHOP),
    )
    book.accept(
        "tok-17-bounced",
        "A mint that bounces leaves its units with the authority, and its lock minted",
        mint(700, recipient=SHOP, to=PROCESS),
        bounce(SHOP, credit(BRIDGE, 700)),
        balance(BRIDGE),
        balance(SHOP),
        claim(BRIDGE, SHOP),
        *MINTED,
        genesis=token(),
    )


def authority(book: CaseBook) -> None:
    """Add the cases of who mints (TOK-13)."""
    wrong = Reason.NOT_AUTHORITY
    for name, title, act in (
        ("stranger", "A stranger mints nothing", mint(500, wrong, caller=MALLORY)),
        ("holder", "A holder mints nothing", mint(500, wrong, caller=ALICE)),
        ("process", "A process mints nothing", mint(500, wrong, caller=SHOP, by=PROCESS)),
        (
            "for-the-bridge",
            "Nobody mints for the authority either",
            mint(500, wrong, caller=MALLORY, recipient=BRIDGE),
        ),
        (
            "before-quantity",
            "A stranger who mints nothing is refused as a stranger",
            mint(0, wrong, caller=MALLORY),
        ),
        (
            "before-height",
            "A stranger who mints too early is refused as a stranger",
            mint(5, wrong, caller=MALLORY, height=50),
        ),
    ):
        book.reject(f"tok-13-{name}", title, act, neighbour="tok-17-first", genesis=alone(1_000))
    book.accept(
        "tok-13-other",
        "The authority is who genesis says, and may be a process",
        mint(500, caller=SHOP, by=PROCESS),
        genesis=token(authority=SHOP),
    )


def zero_mints(book: CaseBook) -> None:
    """Add the cases of mints of nothing (TOK-4)."""
    book.accept("tok-4-mint-one", "One unit is minted", mint(1), genesis=token())
    for name, title, act in (
        ("mint", "A mint of 0 is refused", mint(0, Reason.ZERO_AMOUNT)),
        (
            "mint-before-height",
            "A mint of 0 against a lock that is too young is refused for its quantity",
            mint(0, Reason.ZERO_AMOUNT, height=50),
        ),
    ):
        book.reject(f"tok-4-{name}", title, act, neighbour="tok-4-mint-one", genesis=token())


def confirmations(book: CaseBook) -> None:
    """Add the cases of when a lock counts (TOK-14)."""
    early = Reason.LOCK_NOT_CONFIRMED
    book.accept(
        "tok-14-exact",
        "A lock counts at its height and the confirmations",
        mint(5, height=40, anchor=40 + DEPTH),
        genesis=token(),
    )
    book.accept(
        "tok-14-none",
        "A token may ask for no confirmations",
        mint(5, height=40, anchor=40),
        genesis=token(confirmations=0),
    )
    for name, title, act in (
        (
            "one-short",
            "A lock with one confirmation too few does not count",
            mint(5, early, height=40, anchor=39 + DEPTH),
        ),
        ("now", "A lock of now does not count", mint(5, early, height=40, anchor=40)),
        ("future", "A lock of later does not count", mint(5, early, height=LARGEST, anchor=40)),
    ):
        book.reject(f"tok-14-{name}", title, act, neighbour="tok-14-exact", genesis=token())
    book.reject(
        "tok-14-before-lock",
        "A lock that is too young is refused as such, though it was minted",
        mint(5, height=30),
        mint(5, early, height=45),
        neighbour="tok-14-exact",
        genesis=token(),
    )


def once(book: CaseBook) -> None:
    """Add the cases of locks that were minted (TOK-15)."""
    used = Reason.LOCK_MINTED
    book.accept(
        "tok-15-other",
        "Two locks mint, of the same quantity at the same height",
        mint(700),
        mint(700, lock=OTHER_LOCK),
        look("minted"),
        genesis=token(),
    )
    for name, title, act in (
        ("again", "A lock mints once: the same mint again is refused", mint(700, used)),
        ("more", "A lock mints once, whatever the quantity", mint(1, used)),
        ("elsewhere", "A lock mints once, whoever receives", mint(700, used, recipient=CAROL)),
        ("later", "A lock mints once, however late", mint(700, used, anchor=LARGEST)),
        ("height", "A lock mints once, at whatever height", mint(700, used, height=6)),
    ):
        book.reject(
            f"tok-15-{name}",
            title,
            mint(700),
            act,
            neighbour="tok-15-other",
            genesis=token(),
        )
    book.reject(
        "tok-15-bounced",
        "A lock whose mint bounced does not mint again",
        mint(700, recipient=SHOP, to=PROCESS),
        bounce(SHOP, credit(BRIDGE, 700)),
        mint(700, used, recipient=SHOP, to=PROCESS),
        neighbour="tok-15-other",
        genesis=token(),
    )


def limit(book: CaseBook) -> None:
    """Add the cases of the largest supply (TOK-16)."""
    over = Reason.SUPPLY_LIMIT
    book.accept(
        "tok-16-exact",
        "All that was issued and minted may be the largest number there is",
        mint(LARGEST - 1_000),
        look("minted"),
        genesis=alone(1_000),
    )
    for name, title, act in (
        ("one-more", "One unit beyond the largest number is not minted", mint(LARGEST - 999, over)),
        ("overflow", "No supply wraps around", mint(LARGEST, over, recipient=ALICE)),
    ):
        book.reject(f"tok-16-{name}", title, act, neighbour="tok-16-exact", genesis=alone(1_000))
    book.reject(
        "tok-16-together",
        "Two locks together do not exceed the largest number",
        mint(LARGEST),
        mint(1, over, lock=OTHER_LOCK),
        neighbour="tok-16-exact",
        genesis=token(),
    )


def burn_notices(book: CaseBook) -> None:
    """Add the cases of what a burn emits (TOK-21)."""
    for name, title, act in (
        ("wallet", "A wallet is told that it burned", burn(BOB, 300, reference=9)),
        (
            "process",
            "A process is told that it burned",
            burn(BOB, 1, by=PROCESS, recipient=BOB, reference=LARGEST),
        ),
    ):
        book.accept(f"tok-21-{name}", title, mint(700), emitting(act), genesis=token())


def burns(book: CaseBook) -> None:
    """Add the cases of what a burn changes (TOK-20)."""
    counted = (look("released"), look("release_count"), look("minted"))
    book.accept(
        "tok-20-first",
        "A burn takes units from the caller and records their release",
        mint(700),
        burn(BOB, 300),
        balance(BOB),
        balance(OUTSIDE),
        release(1),
        *counted,
        genesis=token(),
    )
    book.accept(
        "tok-20-claim",
        "A burn pays no claim, not even one of who receives the originals",
        bounce(SHOP, credit(BOB, 40)),
        mint(700, recipient=SHOP, to=PROCESS),
        burn(SHOP, 300, recipient=BOB, by=PROCESS),
        claim(BOB, SHOP),
        balance(SHOP),
        genesis=token(),
    )
    book.accept(
        "tok-20-numbers",
        "Releases are numbered, and each stays as it is",
        mint(700),
        mint(50, recipient=CAROL, lock=OTHER_LOCK),
        burn(BOB, 300),
        burn(CAROL, 20, recipient=CAROL),
        burn(BOB, 1),
        *map(release, (1, 2, 3, 4)),
        *counted,
        genesis=token(),
    )


def zero_burns(book: CaseBook) -> None:
    """Add the cases of burns of nothing (TOK-4)."""
    book.accept("tok-4-burn-one", "One unit is burned", mint(9), burn(BOB, 1), genesis=token())
    for name, title, who in (
        ("burn", "A burn of 0 is refused", BOB),
        ("burn-before-balance", "Who has nothing is refused a burn of 0 for its quantity", CAROL),
    ):
        book.reject(
            f"tok-4-{name}",
            title,
            mint(9),
            burn(who, 0, Reason.ZERO_AMOUNT),
            neighbour="tok-4-burn-one",
            genesis=token(),
        )


def poor_burns(book: CaseBook) -> None:
    """Add the cases of burns that the balance decides (TOK-5)."""
    poor = Reason.INSUFFICIENT_BALANCE
    book.accept(
        "tok-5-burn-exact",
        "The whole balance may be burned",
        mint(700),
        mint(50, recipient=CAROL, lock=OTHER_LOCK),
        burn(BOB, 700),
        balance(BOB),
        genesis=token(),
    )
    for name, title, act in (
        ("burn", "One unit more than the balance is not burned", burn(BOB, 701, poor)),
        ("burn-of-others", "Nobody burns what others hold", burn(MALLORY, 1, poor)),
    ):
        book.reject(
            f"tok-5-{name}",
            title,
            mint(700),
            act,
            neighbour="tok-5-burn-exact",
            genesis=token(),
        )
    book.reject(
        "tok-5-burned",
        "What was burned is not spent",
        mint(700),
        burn(BOB, 600),
        transfer(BOB, CAROL, 101, poor),
        neighbour="tok-5-exact",
        genesis=token(),
    )


def backing(book: CaseBook) -> None:
    """Add the cases of what is released at most (TOK-19)."""
    none = Reason.NOT_LOCKED
    book.accept(
        "tok-19-exact",
        "All that was locked may be released, whoever holds the units",
        mint(700),
        burn(ALICE, 700),
        look("released"),
        genesis=alone(1_000),
    )
    for name, title, steps in (
        ("nothing", "What was issued at genesis has no original", (burn(ALICE, 1, none),)),
        ("one-more", "No more is released than was locked", (mint(700), burn(ALICE, 701, none))),
        (
            "again",
            "No more is released than was locked, in several burns",
            (mint(700), burn(BOB, 400), burn(ALICE, 301, none)),
        ),
    ):
        book.reject(f"tok-19-{name}", title, *steps, neighbour="tok-19-exact", genesis=alone(1_000))


def information(book: CaseBook) -> None:
    """Add the cases of what a token tells of itself (TOK-22)."""
    book.accept("tok-22-issued", "A token tells what it is", INFO, genesis=alone(1_000))
    book.accept(
        "tok-22-bridged",
        "The supply is what was issued and minted, less what was released",
        mint(700),
        burn(BOB, 30),
        INFO,
        genesis=alone(1_000),
    )
