"""Cases of terms, takeovers and durable slots (GTW-6 and GTW-12 to GTW-17)."""

from __future__ import annotations

from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import AssignmentHash, Nat
from hollowbeam_conformance.fill.cases import CaseBook, look
from hollowbeam_conformance.fill.gateway_history import (
    FORK,
    HOST,
    LOG,
    NEW,
    NEW_ON_FORK,
    OTHER_LOG,
    OTHER_PROCESS,
    PROCESS,
    SUCCESSOR,
    appoint,
    assigned,
    begun,
    confirm,
    head_at,
    identifier,
    publish,
    publish_all,
    published,
    start,
    tail,
    take_over,
)


def beginnings(book: CaseBook) -> None:
    """Add the cases of the first term of a process (GTW-16)."""
    book.accept(
        "gtw-16-first",
        "The first term opens a log without slots",
        appoint(LOG),
        tail(),
        look(f"terms/{PROCESS}/0"),
        head_at(0),
        genesis=start(),
    )
    book.accept(
        "gtw-16-joining",
        "Who begins with a later term begins at its start, which is durable",
        take_over(),
        tail(),
        head_at(4),
        genesis=start(),
    )


def joined(book: CaseBook) -> None:
    """Add the cases of a follower that joined late (GTW-6, GTW-8, GTW-16): entries are judged."""
    book.accept(
        "gtw-6-first-slot",
        "A new host gives the slot at the start of its term",
        take_over(),
        publish(NEW.entries[4]),
        genesis=start(),
    )
    book.accept(
        "gtw-8-term-at-one",
        "A log that starts at another slot, be it 1, starts with its head there",
        appoint(LOG, 1),
        publish(LOG.entries[1]),
        tail(),
        genesis=start(),
    )
    book.accept(
        "gtw-16-joined",
        "Who joined late follows from there",
        take_over(),
        *publish_all(NEW.entries[4:6]),
        tail(),
        genesis=start(),
    )


def successions(book: CaseBook) -> None:
    """Add the cases of a later term (GTW-16)."""
    book.accept(
        "gtw-16-orderly",
        "The next host goes on after the terminal slot of the one before",
        *begun(slots=4),
        take_over(),
        tail(),
        look(f"terms/{PROCESS}/0"),
        look(f"terms/{PROCESS}/1"),
        *publish_all(NEW.entries[4:6]),
        tail(),
        genesis=start(),
    )
    book.accept(
        "gtw-16-cut",
        "Slots that did not survive a takeover are cut off and given anew",
        *begun(slots=7),
        take_over(),
        tail(),
        head_at(4),
        head_at(5),
        head_at(7),
        *publish_all(NEW.entries[4:6]),
        tail(),
        head_at(5),
        genesis=start(),
    )
    book.accept(
        "gtw-16-behind",
        "Who is behind the start of a term still takes the slots of the one before",
        *begun(slots=2),
        take_over(),
        tail(),
        *publish_all(LOG.entries[2:4]),
        *publish_all(NEW.entries[4:5]),
        tail(),
        genesis=start(),
    )
    third = NEW.upto(6).grown(8, "newest message", HOST, term=5)
    book.accept(
        "gtw-16-skipped",
        "Numbers of terms may be left out, and a host may come back",
        *begun(slots=4),
        take_over(),
        *publish_all(NEW.entries[4:8]),
        appoint(third, 6, 5),
        *publish_all(third.entries[6:8]),
        tail(),
        look(f"terms/{PROCESS}/1"),
        genesis=start(),
    )


def fences(book: CaseBook) -> None:
    """Add the cases of slots that a term does not give (GTW-6)."""
    fenced = Reason.FENCED
    book.reject(
        "gtw-6-start-of-the-next",
        "A host that does not know of its successor goes on, and is not followed",
        *begun(slots=4),
        take_over(),
        publish(LOG.entries[4], fenced),
        neighbour="gtw-16-orderly",
        genesis=start(),
    )
    book.reject(
        "gtw-6-known-before",
        "What was followed before the takeover is not taken again",
        *begun(slots=6),
        take_over(),
        *publish_all(NEW.entries[4:6]),
        publish(LOG.entries[4], fenced),
        neighbour="gtw-16-cut",
        genesis=start(),
    )
    early = assigned(3, LOG.head(3), "early", term=Nat(1))
    book.reject(
        "gtw-6-before-its-start",
        "A new host gives no slot before its start",
        *begun(slots=3),
        take_over(),
        publish(published(early, "early", SUCCESSOR), fenced),
        neighbour="gtw-16-behind",
        genesis=start(),
    )
    book.reject(
        "gtw-6-beyond-a-gap",
        "A fenced entry beyond a gap is refused, and no gap is named",
        *begun(slots=3),
        take_over(),
        publish(LOG.entries[5], fenced),
        neighbour="gtw-16-behind",
        genesis=start(),
    )


def stale(book: CaseBook) -> None:
    """Add the cases of terms that come late (GTW-12)."""
    book.reject(
        "gtw-12-again",
        "A term is not begun twice",
        *begun(slots=5),
        appoint(LOG, 4, reason=Reason.STALE_TERM),
        neighbour="gtw-16-orderly",
        genesis=start(),
    )
    book.reject(
        "gtw-12-earlier",
        "An earlier term does not come back",
        *begun(slots=4),
        take_over(),
        appoint(LOG, 4, reason=Reason.STALE_TERM),
        neighbour="gtw-16-skipped",
        genesis=start(),
    )


def confirmations(book: CaseBook) -> None:
    """Add the cases of slots that the follower has, and that become durable (GTW-15, 17, 13)."""
    book.accept(
        "gtw-15-reached",
        "Slots that the follower has become durable",
        *begun(slots=4),
        confirm(LOG, 3),
        tail(),
        genesis=start(),
    )
    book.reject(
        "gtw-17-unknown",
        "Nothing is confirmed of a process that is not followed",
        *begun(slots=4),
        confirm(OTHER_LOG, 1, Reason.UNKNOWN_PROCESS),
        neighbour="gtw-15-reached",
        genesis=start(),
    )
    book.accept(
        "gtw-13-again",
        "A confirmation may come again, and later ones go further",
        *begun(slots=4),
        confirm(LOG, 2),
        confirm(LOG, 2),
        confirm(LOG, 4),
        tail(),
        genesis=start(),
    )


def survivors(book: CaseBook) -> None:
    """Add the cases of a follower that has another head, or none yet (GTW-15, GTW-9, GTW-7)."""
    book.accept(
        "gtw-15-not-reached",
        "A confirmation ahead of the follower is remembered; it changes no slot",
        *begun(slots=1),
        confirm(LOG, 3),
        tail(),
        look(f"survivors/{PROCESS}/3"),
        genesis=start(),
    )
    book.accept(
        "gtw-9-survivor",
        "When the follower comes to the confirmed head, all slots up to it are durable",
        *begun(slots=1),
        confirm(LOG, 3),
        *publish_all(LOG.entries[1:4]),
        tail(),
        genesis=start(),
    )
    book.reject(
        "gtw-7-survivor",
        "The next slot is not taken from a branch that is known not to survive",
        *begun(slots=2),
        confirm(LOG, 3),
        publish(FORK.entries[2], Reason.CONFLICTING_ASSIGNMENT),
        neighbour="gtw-9-survivor",
        genesis=start(),
    )
    book.accept(
        "gtw-15-falls-back",
        "Of a host that signed two branches the durable one is followed, whichever came first",
        *begun(slots=1),
        confirm(LOG, 1),
        *publish_all(FORK.entries[1:5]),
        confirm(LOG, 3),
        tail(),
        head_at(1),
        head_at(2),
        head_at(5),
        *publish_all(LOG.entries[1:5]),
        tail(),
        head_at(5),
        genesis=start(),
    )


def other_branches(book: CaseBook) -> None:
    """Add the case of a term that starts from a branch that the follower did not take (GTW-15)."""
    book.accept(
        "gtw-15-takeover",
        "A term that starts from another branch cuts to what is durable, and is backfilled",
        *begun(slots=6),
        confirm(LOG, 1),
        take_over(NEW_ON_FORK),
        tail(),
        *publish_all(FORK.entries[1:4]),
        tail(),
        *publish_all(NEW_ON_FORK.entries[4:6]),
        tail(),
        genesis=start(),
    )


def durable(book: CaseBook) -> None:
    """Add the cases of what nobody takes back (GTW-13)."""
    durable_slot = Reason.DURABLE_SLOT
    book.accept(
        "gtw-13-exact",
        "A term may start right after the durable slots",
        *begun(slots=6),
        confirm(LOG, 4),
        take_over(),
        tail(),
        genesis=start(),
    )
    book.reject(
        "gtw-13-takeover",
        "No takeover rewrites a durable slot, so what was relayed from it stands",
        *begun(slots=6),
        confirm(LOG, 5),
        take_over(reason=durable_slot),
        neighbour="gtw-13-exact",
        genesis=start(),
    )
    book.reject(
        "gtw-13-confirmation",
        "Fewer slots than are durable are not confirmed",
        *begun(slots=6),
        confirm(LOG, 5),
        confirm(LOG, 4, durable_slot),
        neighbour="gtw-13-again",
        genesis=start(),
    )
    book.reject(
        "gtw-13-before-the-latest-term",
        "A term does not start before the one that it follows, even for who is behind",
        *begun(slots=1),
        take_over(),
        appoint(LOG, 3, 2, reason=durable_slot),
        neighbour="gtw-16-skipped",
        genesis=start(),
    )


def one_log(book: CaseBook) -> None:
    """Add the cases of two logs that both are said to survive (GTW-14)."""
    conflicting = Reason.CONFLICTING_HEAD
    book.reject(
        "gtw-14-confirmation",
        "Two heads do not both survive after the same slots",
        *begun(slots=2),
        confirm(LOG, 4),
        confirm(FORK, 4, conflicting),
        neighbour="gtw-13-again",
        genesis=start(),
    )
    book.reject(
        "gtw-14-takeover",
        "A term starts from the durable head, and no other",
        *begun(slots=6),
        confirm(LOG, 4),
        take_over(NEW_ON_FORK, reason=conflicting),
        neighbour="gtw-13-exact",
        genesis=start(),
    )
    book.reject(
        "gtw-14-terms",
        "Two terms from the same slot start from the same head",
        *begun(slots=2),
        take_over(),
        appoint(FORK, 4, 2, reason=conflicting),
        neighbour="gtw-16-skipped",
        genesis=start(),
    )
    book.reject(
        "gtw-14-joined",
        "Who joined at a head knows that it survives",
        take_over(),
        confirm(FORK, 4, conflicting),
        neighbour="gtw-16-joining",
        genesis=start(),
    )
    book.reject(
        "gtw-14-apart",
        "Survivors of one process say nothing of another",
        *begun(slots=4),
        *begun(OTHER_LOG, 2),
        confirm(OTHER_LOG, 2),
        confirm(LOG, 2),
        confirm(LOG, 2, conflicting, head=AssignmentHash(identifier("a head"))),
        tail(OTHER_PROCESS),
        neighbour="gtw-13-again",
        genesis=start(),
    )
