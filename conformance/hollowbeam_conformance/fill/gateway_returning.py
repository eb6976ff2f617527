"""Cases of subscribers that fall behind, are cut off and come back (GTW-20, 21, 24, 26, 28, 29)."""

from __future__ import annotations

from dataclasses import replace

from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import AssignmentHash
from hollowbeam.protocol.commitments import sign
from hollowbeam_conformance.fill.cases import CaseBook, look
from hollowbeam_conformance.fill.gateway_history import (
    ALICE,
    BOB,
    FORK,
    LOG,
    NEW,
    NEW_ON_FORK,
    PROCESS,
    QUEUE,
    STRANGER,
    acknowledge,
    act,
    backfill,
    begun,
    confirm,
    cut_off,
    deliver,
    publish,
    publish_all,
    resume,
    start,
    subscribe,
    subscription,
    take_over,
)

FULL = (deliver(),) * QUEUE
"""As many deliveries as a queue takes."""


def kept_no_longer(book: CaseBook) -> None:
    """Add the cases of a cursor older than what is kept (GTW-24)."""
    book.accept(
        "gtw-24-oldest",
        "The oldest entry that is kept is sent",
        *begun(slots=6),
        subscribe(2),
        deliver(),
        genesis=start(),
    )
    book.reject(
        "gtw-24-older",
        "An entry that was let go of is not skipped: it is to be backfilled",
        *begun(slots=6),
        subscribe(1),
        deliver(Reason.NOT_KEPT),
        neighbour="gtw-24-oldest",
        genesis=start(),
    )
    book.reject(
        "gtw-24-beginning",
        "Nor is it skipped if it is the very first",
        *begun(slots=6),
        subscribe(),
        deliver(Reason.NOT_KEPT),
        neighbour="gtw-24-oldest",
        genesis=start(),
    )


def backfills(book: CaseBook) -> None:
    """Add the cases of entries that were fetched elsewhere (GTW-26)."""
    wrong = Reason.OUT_OF_ORDER
    book.accept(
        "gtw-26-old",
        "A subscriber whose cursor is older than what is kept is brought up to it, then served",
        *begun(slots=6),
        subscribe(),
        backfill(LOG.entries[0]),
        backfill(LOG.entries[1]),
        deliver(),
        subscription(),
        look(f"oldest/{PROCESS}"),
        genesis=start(),
    )
    unsigned = replace(LOG.entries[0], signature=sign(STRANGER, AssignmentHash(PROCESS)))
    book.accept(
        "gtw-26-hash-vouches",
        "The hash vouches for a backfilled entry; its source and its signature do not matter",
        *begun(slots=6),
        subscribe(),
        backfill(unsigned),
        genesis=start(),
    )
    book.accept(
        "gtw-26-kept",
        "An entry that is still kept may be backfilled as well",
        *begun(slots=2),
        subscribe(),
        backfill(LOG.entries[0]),
        genesis=start(),
    )
    for name, title, entry, reason in (
        ("skipped", "A source that skips a slot is refused", LOG.entries[1], wrong),
        ("other", "A source that gives another branch is refused", FORK.entries[2], wrong),
        (
            "item",
            "A source that gives another item is refused",
            replace(LOG.entries[0], item=LOG.entries[1].item),
            Reason.OTHER_MESSAGE,
        ),
    ):
        book.reject(
            f"gtw-26-{name}",
            title,
            *begun(slots=6),
            subscribe(2 if name == "other" else 0),
            backfill(entry, reason),
            neighbour="gtw-26-old",
            genesis=start(),
        )
    book.reject(
        "gtw-26-again",
        "An entry that was backfilled is not sent twice in a row",
        *begun(slots=6),
        subscribe(),
        backfill(LOG.entries[0]),
        backfill(LOG.entries[0], wrong),
        neighbour="gtw-26-old",
        genesis=start(),
    )
    book.reject(
        "gtw-26-not-there",
        "Nothing is backfilled beyond the log",
        *begun(slots=2),
        subscribe(2),
        backfill(LOG.entries[2], Reason.UP_TO_DATE),
        neighbour="gtw-26-kept",
        genesis=start(),
    )
    book.reject(
        "gtw-26-full",
        "A full queue takes no backfilled entry either",
        *begun(slots=8),
        subscribe(),
        *(backfill(entry) for entry in LOG.entries[:QUEUE]),
        backfill(LOG.entries[QUEUE], Reason.QUEUE_FULL),
        neighbour="gtw-26-old",
        genesis=start(),
    )


def cut_offs(book: CaseBook) -> None:
    """Add the cases of subscribers that are too slow (GTW-28)."""
    book.accept(
        "gtw-28-full",
        "Who lets its queue fill up may be cut off, and its cursor stays",
        *begun(slots=5),
        subscribe(1),
        *FULL,
        cut_off(),
        subscription(),
        genesis=start(),
    )
    book.accept(
        "gtw-28-some",
        "What was acknowledged before the cut stays acknowledged",
        *begun(slots=6),
        subscribe(2),
        deliver(),
        acknowledge(2),
        *FULL,
        cut_off(),
        subscription(),
        genesis=start(),
    )
    book.reject(
        "gtw-28-below",
        "Who has room in its queue is not cut off",
        *begun(slots=5),
        subscribe(1),
        *FULL[1:],
        cut_off(Reason.NOT_SLOW),
        neighbour="gtw-28-full",
        genesis=start(),
    )


def not_served(book: CaseBook) -> None:
    """Add the cases of who has no subscription, or is cut off (GTW-20)."""
    gone = Reason.NOT_SUBSCRIBED
    for name, step in (
        ("deliver", deliver(gone)),
        ("backfill", backfill(LOG.entries[0], gone)),
        ("acknowledge", acknowledge(0, gone)),
        ("cut-off", cut_off(gone)),
        ("resume", resume(gone)),
    ):
        book.reject(
            f"gtw-20-{name}",
            "Who did not subscribe is not served, though others are",
            *begun(slots=2),
            subscribe(who=BOB),
            step,
            neighbour="gtw-25-first",
            genesis=start(),
        )
    for name, step in (
        ("deliver", deliver(gone)),
        ("backfill", backfill(LOG.entries[1], gone)),
        ("acknowledge", acknowledge(1, gone)),
        ("cut-off", cut_off(gone)),
    ):
        book.reject(
            f"gtw-20-after-the-cut-{name}",
            "Who was cut off is not served until it resumes",
            *begun(slots=5),
            subscribe(1),
            *FULL,
            cut_off(),
            step,
            neighbour="gtw-28-full",
            genesis=start(),
        )


def resumptions(book: CaseBook) -> None:
    """Add the cases of subscribers that come back (GTW-29)."""
    book.accept(
        "gtw-29-cut-off",
        "Who was cut off resumes at its cursor, and nothing is skipped",
        *begun(slots=5),
        subscribe(1),
        *FULL,
        cut_off(),
        resume(),
        subscription(),
        deliver(),
        genesis=start(),
    )
    book.accept(
        "gtw-29-lost",
        "What was sent and not acknowledged is sent again after a lost connection",
        *begun(slots=4),
        subscribe(),
        *FULL,
        acknowledge(0),
        resume(),
        deliver(),
        deliver(),
        subscription(),
        genesis=start(),
    )
    book.accept(
        "gtw-29-own-cursor",
        "Who was cut off may also subscribe anew, with the cursor that it knows itself",
        *begun(slots=5),
        subscribe(1),
        *FULL,
        cut_off(),
        subscribe(2),
        subscription(),
        deliver(),
        genesis=start(),
    )


def rewritten(book: CaseBook) -> None:
    """Add the cases of a log that a takeover rewrote under a subscriber (GTW-21, GTW-28)."""
    book.accept(
        "gtw-21-below",
        "A takeover above what was sent disturbs nobody",
        *begun(slots=7),
        subscribe(3),
        deliver(),
        take_over(),
        *publish_all(NEW.entries[4:6]),
        deliver(),
        acknowledge(4),
        genesis=start(),
    )
    book.accept(
        "gtw-28-rewritten",
        "Whose queue is full of slots that a takeover cut may be cut off, and its cursor stays",
        *begun(slots=7),
        subscribe(3),
        *FULL,
        take_over(),
        cut_off(),
        subscription(),
        genesis=start(),
    )
    lost = Reason.LOG_REWRITTEN
    for name, step in (
        ("deliver", deliver(lost)),
        ("backfill", backfill(NEW.entries[4], lost)),
        ("acknowledge", acknowledge(4, lost)),
    ):
        book.reject(
            f"gtw-21-{name}",
            "Who was sent slots that a takeover gave anew is not served on top of them",
            *begun(slots=7),
            subscribe(3),
            deliver(),
            deliver(),
            take_over(),
            *publish_all(NEW.entries[4:6]),
            step,
            neighbour="gtw-21-below",
            genesis=start(),
        )
    book.reject(
        "gtw-21-not-yet",
        "Nor before the slots are given anew",
        *begun(slots=7),
        subscribe(3),
        deliver(),
        deliver(),
        take_over(),
        acknowledge(4, lost),
        neighbour="gtw-21-below",
        genesis=start(),
    )
    book.accept(
        "gtw-21-resumed",
        "If its cursor is in what survived, it resumes there and is sent the new slots",
        *begun(slots=7),
        subscribe(3),
        deliver(),
        deliver(),
        take_over(),
        publish(NEW.entries[4]),
        resume(),
        deliver(),
        deliver(),
        subscription(),
        genesis=start(),
    )
    book.reject(
        "gtw-21-resume",
        "If its cursor is not, it has to subscribe with another one",
        *begun(slots=7),
        subscribe(3),
        deliver(),
        deliver(),
        acknowledge(4),
        take_over(),
        publish(NEW.entries[4]),
        resume(lost),
        neighbour="gtw-21-resumed",
        genesis=start(),
    )
    book.accept(
        "gtw-21-subscribed",
        "Once it has fallen back itself, it subscribes with its new cursor",
        *begun(slots=7),
        subscribe(3),
        deliver(),
        deliver(),
        acknowledge(4),
        take_over(),
        publish(NEW.entries[4]),
        subscribe(4, NEW),
        deliver(),
        genesis=start(),
    )
    book.accept(
        "gtw-21-whole-story",
        "A fork, a takeover on its other branch, a slow subscriber: it ends with the durable log",
        *begun(FORK, 4),
        subscribe(1, FORK),
        *FULL,
        cut_off(),
        confirm(LOG, 1),
        confirm(LOG, 2),
        *publish_all(FORK.entries[4:6]),
        take_over(NEW_ON_FORK),
        *publish_all(NEW_ON_FORK.entries[4:7]),
        resume(),
        act("deliver", Reason.NOT_KEPT, subscriber=ALICE, process=PROCESS),
        backfill(FORK.entries[1]),
        acknowledge(1),
        backfill(FORK.entries[2]),
        deliver(),
        deliver(),
        acknowledge(4),
        subscription(),
        genesis=start(),
    )
