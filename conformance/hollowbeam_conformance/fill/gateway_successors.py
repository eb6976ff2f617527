"""Cases of hosts that follow each other: who signs in which term, and what is told too late.

They come when takeovers are judged: three terms, a term without a slot, a follower that is behind
(GTW-5, 6, 9, 11, 12, 16, 18).
"""

from __future__ import annotations

from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import Nat
from hollowbeam_conformance.fill.cases import CaseBook, look
from hollowbeam_conformance.fill.gateway_history import (
    HOST,
    LOG,
    NEW,
    PROCESS,
    SUCCESSOR,
    appoint,
    assigned,
    begun,
    confirm,
    publish,
    publish_all,
    published,
    start,
    tail,
    take_over,
)

THIRD = LOG.upto(4).grown(6, "newest message", HOST, term=2)
"""What the first host assigned in term 2, after a term 1 that gave no slot."""

FIFTH = NEW.upto(6).grown(8, "newest message", HOST, term=5)
"""What the first host assigned in term 5, after two slots of term 1."""


def signers(book: CaseBook) -> None:
    """Add the cases of hosts that sign in terms of each other (GTW-5)."""
    book.reject(
        "gtw-5-former-host",
        "A host that was replaced does not sign in the term of the next",
        *begun(slots=4),
        take_over(),
        publish(published(NEW.entries[4].assignment, "new message 4", HOST), Reason.NOT_HOST),
        neighbour="gtw-16-orderly",
        genesis=start(),
    )
    book.reject(
        "gtw-5-next-host",
        "Nor does the next host sign in the term before its own, for who is behind",
        *begun(slots=2),
        take_over(),
        publish(published(LOG.entries[2].assignment, "message 2", SUCCESSOR), Reason.NOT_HOST),
        neighbour="gtw-16-behind",
        genesis=start(),
    )


def behind(book: CaseBook) -> None:
    """Add the cases of a follower that lacks slots of an earlier term (GTW-11, GTW-9)."""
    book.accept(
        "gtw-11-behind",
        "Who is behind a takeover lacks the slots before it as well",
        *begun(slots=1),
        take_over(),
        publish(NEW.entries[5]),
        tail(),
        genesis=start(),
    )
    book.accept(
        "gtw-9-durable",
        "Where all slots are durable, the next is too if it was confirmed before it came",
        *begun(slots=1),
        confirm(LOG, 1),
        confirm(LOG, 2),
        publish(LOG.entries[1]),
        tail(),
        genesis=start(),
    )


def late_terms(book: CaseBook) -> None:
    """Add the cases of terms before the latest that are told of late (GTW-12, GTW-16)."""
    book.accept(
        "gtw-16-empty",
        "A host is replaced before it gave a slot",
        *begun(slots=4),
        take_over(),
        appoint(THIRD, 4, 2),
        *publish_all(THIRD.entries[4:6]),
        tail(),
        look(f"terms/{PROCESS}/1"),
        genesis=start(),
    )
    book.reject(
        "gtw-12-before-the-latest",
        "The term before the latest is not told of again",
        *begun(slots=4),
        take_over(),
        appoint(THIRD, 4, 2),
        take_over(reason=Reason.STALE_TERM),
        neighbour="gtw-16-empty",
        genesis=start(),
    )
    book.reject(
        "gtw-12-left-out",
        "A term whose number was left out does not come afterwards",
        *begun(slots=4),
        take_over(),
        *publish_all(NEW.entries[4:6]),
        appoint(FIFTH, 6, 5),
        appoint(FIFTH, 6, 3, SUCCESSOR, Reason.STALE_TERM),
        neighbour="gtw-16-skipped",
        genesis=start(),
    )


def closed_terms(book: CaseBook) -> None:
    """Add the cases of what a closed term does not give (GTW-6)."""
    book.reject(
        "gtw-6-empty",
        "A host that was replaced before it gave a slot gives none",
        *begun(slots=4),
        take_over(),
        appoint(THIRD, 4, 2),
        publish(NEW.entries[4], Reason.FENCED),
        neighbour="gtw-16-empty",
        genesis=start(),
    )
    early = assigned(3, LOG.head(3), "early", term=Nat(1))
    book.reject(
        "gtw-6-closed-before-its-start",
        "A closed term gives no slot before its start either",
        *begun(slots=3),
        take_over(),
        appoint(FIFTH, 6, 5),
        publish(published(early, "early", SUCCESSOR), Reason.FENCED),
        neighbour="gtw-16-behind",
        genesis=start(),
    )


def kept_after_a_cut(book: CaseBook) -> None:
    """Add the case of a gap in a log that was cut below what is kept (GTW-18)."""
    book.accept(
        "gtw-18-gap-after-a-cut",
        "A log was cut below what was kept: an entry beyond a gap changes nothing of it",
        *begun(slots=9),
        take_over(),
        publish(NEW.entries[5]),
        look(f"oldest/{PROCESS}"),
        genesis=start(),
    )
