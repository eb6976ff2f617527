"""Cases of subscriptions: what is kept, sent and acknowledged (GTW-18, 19, 22, 23, 25, 27)."""

from __future__ import annotations

from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import AssignmentHash
from hollowbeam_conformance.fill.cases import CaseBook, look
from hollowbeam_conformance.fill.gateway_history import (
    ALICE,
    BOB,
    FORK,
    LOG,
    NEW,
    OTHER_LOG,
    OTHER_PROCESS,
    PROCESS,
    QUEUE,
    RETENTION,
    acknowledge,
    appoint,
    begun,
    deliver,
    head_at,
    identifier,
    publish,
    start,
    subscribe,
    subscription,
    take_over,
)

FULL = (deliver(),) * QUEUE
"""As many deliveries as a queue takes."""


def retention_of_one_term(book: CaseBook) -> None:
    """Add the cases of what is kept (GTW-18)."""
    book.accept(
        "gtw-18-all",
        "As many entries as the retention says are kept",
        *begun(slots=RETENTION),
        look(f"oldest/{PROCESS}"),
        genesis=start(),
    )
    book.accept(
        "gtw-18-oldest",
        "With one entry more the oldest is let go of, and its head stays",
        *begun(slots=RETENTION + 1),
        look(f"oldest/{PROCESS}"),
        head_at(1),
        genesis=start(),
    )


def retention_after_a_cut(book: CaseBook) -> None:
    """Add the cases of what is kept after a takeover, and of what comes again (GTW-18)."""
    book.accept(
        "gtw-18-again",
        "An old entry that comes again is not kept again",
        *begun(slots=RETENTION + 2),
        publish(LOG.entries[0]),
        publish(LOG.entries[8]),
        look(f"oldest/{PROCESS}"),
        genesis=start(),
    )
    book.accept(
        "gtw-18-gap",
        "An entry beyond a gap lets go of nothing, even where a log begins late",
        appoint(LOG, RETENTION + 2),
        publish(LOG.entries[RETENTION + 3]),
        look(f"oldest/{PROCESS}"),
        genesis=start(),
    )
    book.accept(
        "gtw-18-cut",
        "A log that a takeover cut below what was kept keeps its new entries",
        *begun(slots=9),
        take_over(),
        look(f"oldest/{PROCESS}"),
        publish(NEW.entries[4]),
        look(f"oldest/{PROCESS}"),
        genesis=start(),
    )


def subscriptions(book: CaseBook) -> None:
    """Add the cases of cursors (GTW-19)."""
    wrong = Reason.WRONG_CURSOR
    book.accept(
        "gtw-19-beginning",
        "Who has nothing subscribes from slot 0",
        *begun(slots=2),
        subscribe(),
        subscription(),
        genesis=start(),
    )
    book.accept(
        "gtw-19-empty",
        "A log without slots can be subscribed to",
        *begun(),
        subscribe(),
        genesis=start(),
    )
    book.accept(
        "gtw-19-end",
        "Who has all that there is subscribes for what comes",
        *begun(slots=2),
        subscribe(2),
        subscription(),
        genesis=start(),
    )
    book.accept(
        "gtw-19-old",
        "A cursor may be older than what is kept",
        *begun(slots=9),
        subscribe(1),
        genesis=start(),
    )
    book.accept(
        "gtw-19-anew",
        "Who subscribes again is served from its new cursor on, whatever it acknowledged",
        *begun(slots=4),
        subscribe(),
        subscribe(2),
        subscription(),
        subscribe(1),
        subscription(),
        genesis=start(),
    )
    book.accept(
        "gtw-19-apart",
        "Two subscribers and two processes stay apart",
        *begun(slots=2),
        *begun(OTHER_LOG, 1),
        subscribe(1),
        subscribe(0, who=BOB),
        subscribe(1, OTHER_LOG),
        subscription(),
        subscription(BOB),
        subscription(ALICE, OTHER_PROCESS),
        genesis=start(),
    )
    for name, title, step, neighbour in (
        (
            "ahead",
            "A cursor ahead of the log is refused",
            subscribe(3, reason=wrong),
            "gtw-19-end",
        ),
        (
            "other-branch",
            "A cursor of another branch is refused, so that nobody is served on top of it",
            subscribe(3, FORK, wrong),
            "gtw-19-end",
        ),
        (
            "zero",
            "A cursor of 0 has the process as its head",
            subscribe(reason=wrong, head=AssignmentHash(identifier("a head"))),
            "gtw-19-beginning",
        ),
        (
            "unknown",
            "A process that is not followed has no cursor",
            subscribe(0, OTHER_LOG, wrong),
            "gtw-19-beginning",
        ),
    ):
        slots = 2 if name == "ahead" else 4
        book.reject(
            f"gtw-19-{name}",
            title,
            *begun(slots=slots),
            step,
            neighbour=neighbour,
            genesis=start(),
        )
    book.reject(
        "gtw-19-cut",
        "A cursor in slots that a takeover cut is refused",
        *begun(slots=7),
        take_over(),
        subscribe(6, reason=wrong),
        neighbour="gtw-19-end",
        genesis=start(),
    )


def deliveries(book: CaseBook) -> None:
    """Add the cases of what is sent (GTW-25)."""
    book.accept(
        "gtw-25-first",
        "The first delivery is the entry at the cursor",
        *begun(slots=3),
        subscribe(1),
        deliver(),
        subscription(),
        genesis=start(),
    )
    book.accept(
        "gtw-25-order",
        "Deliveries are in the order of slots, and none is skipped",
        *begun(slots=3),
        subscribe(),
        deliver(),
        deliver(),
        subscription(),
        genesis=start(),
    )
    book.accept(
        "gtw-25-apart",
        "Each subscriber is sent its own next entry",
        *begun(slots=3),
        *begun(OTHER_LOG, 1),
        subscribe(),
        subscribe(2, who=BOB),
        subscribe(0, OTHER_LOG),
        deliver(),
        deliver(who=BOB),
        deliver(process=OTHER_PROCESS),
        deliver(),
        subscription(BOB),
        genesis=start(),
    )
    book.accept(
        "gtw-25-live",
        "What is published later is sent later",
        *begun(slots=1),
        subscribe(1),
        publish(LOG.entries[1]),
        deliver(),
        genesis=start(),
    )


def up_to_date(book: CaseBook) -> None:
    """Add the cases of a subscriber that has all there is (GTW-22)."""
    book.reject(
        "gtw-22-nothing",
        "Nothing is sent of a log without slots",
        *begun(),
        subscribe(),
        deliver(Reason.UP_TO_DATE),
        neighbour="gtw-25-live",
        genesis=start(),
    )
    book.reject(
        "gtw-22-all",
        "Nothing is sent to who was sent all there is",
        *begun(slots=2),
        subscribe(1),
        deliver(),
        deliver(Reason.UP_TO_DATE),
        neighbour="gtw-25-first",
        genesis=start(),
    )


def bounds(book: CaseBook) -> None:
    """Add the cases of a queue that fills up (GTW-23), and of what is named first (GTW-22)."""
    book.accept(
        "gtw-23-bound",
        "As many slots as a queue has room for are sent without an acknowledgement",
        *begun(slots=5),
        subscribe(1),
        *FULL,
        subscription(),
        genesis=start(),
    )
    book.reject(
        "gtw-23-full",
        "A full queue takes nothing more",
        *begun(slots=5),
        subscribe(1),
        *FULL,
        deliver(Reason.QUEUE_FULL),
        neighbour="gtw-23-bound",
        genesis=start(),
    )
    book.reject(
        "gtw-22-full",
        "Who was sent all there is and has a full queue hears of the former",
        *begun(slots=4),
        subscribe(1),
        *FULL,
        deliver(Reason.UP_TO_DATE),
        neighbour="gtw-23-bound",
        genesis=start(),
    )


def acknowledgements(book: CaseBook) -> None:
    """Add the cases of what moves a cursor (GTW-27)."""
    book.accept(
        "gtw-27-one",
        "An acknowledgement moves the cursor behind its slot",
        *begun(slots=4),
        subscribe(),
        deliver(),
        deliver(),
        acknowledge(0),
        subscription(),
        genesis=start(),
    )
    book.accept(
        "gtw-27-several",
        "The acknowledgement of a slot is one of all before it",
        *begun(slots=4),
        subscribe(),
        *FULL,
        acknowledge(2),
        subscription(),
        genesis=start(),
    )
    book.accept(
        "gtw-27-again",
        "An acknowledgement that comes late or again moves nothing back",
        *begun(slots=4),
        subscribe(),
        *FULL,
        acknowledge(1),
        acknowledge(0),
        acknowledge(1),
        subscription(),
        genesis=start(),
    )
    for name, title, step in (
        ("next", "A slot that was not sent is not acknowledged", acknowledge),
        ("far", "Nobody acknowledges what lies far ahead", acknowledge),
    ):
        slot = 1 if name == "next" else 3
        book.reject(
            f"gtw-27-{name}",
            title,
            *begun(slots=4),
            subscribe(),
            deliver(),
            step(slot, Reason.NOT_DELIVERED),
            neighbour="gtw-27-one",
            genesis=start(),
        )


def full_queues(book: CaseBook) -> None:
    """Add the cases of a subscriber that does not acknowledge (GTW-23)."""
    book.accept(
        "gtw-23-acknowledged",
        "Each acknowledgement makes room for one more",
        *begun(slots=5),
        subscribe(1),
        *FULL,
        acknowledge(1),
        deliver(),
        subscription(),
        genesis=start(),
    )
    book.accept(
        "gtw-23-others",
        "A slow subscriber holds up nobody else",
        *begun(slots=5),
        subscribe(1),
        *FULL,
        subscribe(1, who=BOB),
        *((deliver(who=BOB),) * QUEUE),
        publish(LOG.entries[5]),
        genesis=start(),
    )
