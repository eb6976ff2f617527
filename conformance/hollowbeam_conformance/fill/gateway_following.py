"""Cases of what a follower makes of an entry (GTW-1 to GTW-11)."""

from __future__ import annotations

from dataclasses import replace

from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import AssignmentHash, Nat
from hollowbeam.protocol.commitments import Signature, assignment_hash, sign
from hollowbeam.protocol.message.item import serialize_item
from hollowbeam_conformance.fill.cases import CaseBook
from hollowbeam_conformance.fill.gateway_history import (
    ETHEREUM,
    FORK,
    HOST,
    LOG,
    NETWORK,
    OTHER_LOG,
    OTHER_PROCESS,
    PROCESS,
    STRANGER,
    SUCCESSOR,
    Log,
    appoint,
    assigned,
    begun,
    head_at,
    identifier,
    item,
    publish,
    publish_all,
    published,
    start,
    tail,
)

FIRST, SECOND, THIRD, FOURTH = LOG.entries[:4]


def parameters(book: CaseBook) -> None:
    """Add the cases of what a gateway begins with (GTW-1)."""
    book.accept(
        "gtw-1-least",
        "A queue of 1 and a retention of 1 are enough",
        appoint(LOG),
        genesis=start(1, 1),
    )
    for name, queue, retention in (("queue", 0, 1), ("retention", 1, 0)):
        book.reject_genesis(
            f"gtw-1-no-{name}",
            f"A {name} of 0 is refused",
            start(queue, retention),
            Reason.BAD_PARAMETERS,
            neighbour="gtw-1-least",
        )


def next_entries(book: CaseBook) -> None:
    """Add the cases of entries of the next slot (GTW-9)."""
    book.accept(
        "gtw-9-first",
        "The first entry names the id of its process, and the log has one slot",
        *begun(slots=1),
        tail(),
        head_at(1),
        genesis=start(),
    )
    book.accept(
        "gtw-9-chain",
        "Each entry names the one before it, and the log grows by one slot each",
        *begun(slots=4),
        tail(),
        head_at(4),
        genesis=start(),
    )
    book.accept(
        "gtw-9-apart",
        "The logs of two processes grow apart, even under one host",
        *begun(slots=2),
        *begun(OTHER_LOG, 1),
        publish(THIRD),
        publish(OTHER_LOG.entries[1]),
        tail(),
        tail(OTHER_PROCESS),
        genesis=start(),
    )


def duplicates(book: CaseBook) -> None:
    """Add the cases of entries that come again (GTW-10)."""
    book.accept(
        "gtw-10-last",
        "The last entry comes again, as a sequencer that retries sends it, and changes nothing",
        *begun(slots=2),
        publish(SECOND),
        tail(),
        genesis=start(),
    )
    book.accept(
        "gtw-10-old",
        "Old entries come again in any order, and the log stays as it is",
        *begun(slots=4),
        *publish_all((SECOND, FIRST, SECOND, FOURTH)),
        tail(),
        head_at(2),
        genesis=start(),
    )


def gaps(book: CaseBook) -> None:
    """Add the cases of entries beyond a gap (GTW-11)."""
    book.accept(
        "gtw-11-one",
        "An entry after a missing one names the gap and is not kept",
        *begun(slots=1),
        publish(THIRD),
        tail(),
        head_at(3),
        genesis=start(),
    )
    book.accept(
        "gtw-11-from-nothing",
        "The first entry that is seen may be a late one: all before it is missing",
        appoint(LOG),
        publish(FOURTH),
        tail(),
        genesis=start(),
    )
    book.accept(
        "gtw-11-closed",
        "What is missing is backfilled in order, from whomever, and the gap is closed",
        *begun(slots=1),
        *publish_all((FOURTH, THIRD, SECOND, FOURTH, THIRD, FOURTH)),
        tail(),
        head_at(4),
        genesis=start(),
    )


def networks(book: CaseBook) -> None:
    """Add the cases of entries of another network (GTW-2)."""
    for name, network in (("other", "another network"), ("case", NETWORK.upper()), ("none", "")):
        made = assigned(1, LOG.head(1), "message 1", network=network)
        book.reject(
            f"gtw-2-{name}",
            "An entry of another network is refused, though its host signed it",
            *begun(slots=1),
            publish(published(made, "message 1"), Reason.WRONG_NETWORK),
            neighbour="gtw-9-chain",
            genesis=start(),
        )


def items(book: CaseBook) -> None:
    """Add the cases of entries with another item than was assigned (GTW-3)."""
    other = item(PROCESS, "a message that nobody assigned")
    carried = serialize_item(item(PROCESS, "message 1"))
    for name, title, raw in (
        ("other", "Another message than was assigned is refused", serialize_item(other)),
        ("empty", "An entry without an item is refused", b""),
        ("junk", "Bytes that are no item are refused", b"no item"),
        ("cut", "An item whose end is missing is refused", carried[:-1]),
        ("longer", "A byte more than the item is refused", carried + b"!"),
        ("signature", "An item with another signature has another id", _spoiled(carried)),
    ):
        book.reject(
            f"gtw-3-{name}",
            title,
            *begun(slots=1),
            publish(replace(SECOND, item=raw), Reason.OTHER_MESSAGE),
            neighbour="gtw-9-chain",
            genesis=start(),
        )
    for name in ("message", "digest"):
        made = assigned(1, LOG.head(1), "message 1", **{name: identifier("a message")})
        book.reject(
            f"gtw-3-wrong-{name}",
            f"An assignment whose {name} is not that of the item is refused, though it is signed",
            *begun(slots=1),
            publish(published(made, "message 1"), Reason.OTHER_MESSAGE),
            neighbour="gtw-9-chain",
            genesis=start(),
        )


def _spoiled(raw: bytes) -> bytes:
    """Change the first byte of the signature of an item."""
    return raw[:2] + bytes((raw[2] ^ 1,)) + raw[3:]


def terms(book: CaseBook) -> None:
    """Add the cases of terms that were not heard of (GTW-4)."""
    book.reject(
        "gtw-4-process",
        "An entry of a process that is not followed is refused",
        *begun(slots=1),
        publish(OTHER_LOG.entries[0], Reason.UNKNOWN_TERM),
        neighbour="gtw-9-apart",
        genesis=start(),
    )
    later = assigned(1, LOG.head(1), "message 1", term=Nat(1))
    book.reject(
        "gtw-4-later",
        "An entry of a later term waits until the registry tells of it",
        *begun(slots=1),
        publish(published(later, "message 1"), Reason.UNKNOWN_TERM),
        neighbour="gtw-9-chain",
        genesis=start(),
    )


def hosts(book: CaseBook) -> None:
    """Add the cases of who signs an entry (GTW-5)."""
    made = SECOND.assignment
    value = SECOND.signature.value
    spoiled = value[:-1] + bytes((value[-1] ^ 1,))
    usurped = replace(SECOND.signature, owner=STRANGER.owner)
    foreign = sign(STRANGER, assignment_hash(made))
    for name, title, signature in (
        ("stranger", "A stranger signed the entry", foreign),
        ("spoiled", "The signature does not verify", replace(SECOND.signature, value=spoiled)),
        ("usurped", "The host signed, and a stranger stands as the owner", usurped),
        ("claimed", "A stranger signed as the host", replace(foreign, owner=HOST.owner)),
        ("of-another", "The signature is of the entry before", FIRST.signature),
        ("short", "The signature is cut short", replace(SECOND.signature, value=value[:63])),
        ("empty", "There is no signature", replace(SECOND.signature, owner=b"", value=b"")),
        ("type", "The signature is said to be of another type", _typed(3)),
        ("no-type", "No signature has this type", _typed(0)),
    ):
        book.reject(
            f"gtw-5-{name}",
            f"{title}: the entry is refused",
            *begun(slots=1),
            publish(replace(SECOND, signature=signature), Reason.NOT_HOST),
            neighbour="gtw-9-chain",
            genesis=start(),
        )
    book.reject(
        "gtw-5-other-process",
        "The host of another process has no say here",
        *begun(slots=1),
        appoint(OTHER_LOG, wallet=SUCCESSOR),
        publish(replace(SECOND, signature=sign(SUCCESSOR, assignment_hash(made))), Reason.NOT_HOST),
        neighbour="gtw-9-chain",
        genesis=start(),
    )
    ethereum = Log(PROCESS).grown(2, "message", ETHEREUM)
    book.accept(
        "gtw-5-ethereum",
        "A host signs by the rules of any signature type",
        appoint(ethereum, wallet=ETHEREUM),
        *publish_all(ethereum.entries),
        genesis=start(),
    )
    late = LOG.entries[3]
    book.reject(
        "gtw-5-beyond-a-gap",
        "An entry beyond a gap is refused too if a stranger signed it",
        *begun(slots=1),
        publish(
            replace(late, signature=sign(STRANGER, assignment_hash(late.assignment))),
            Reason.NOT_HOST,
        ),
        neighbour="gtw-11-one",
        genesis=start(),
    )


def _typed(kind: int) -> Signature:
    return replace(SECOND.signature, type=Nat(kind))


def conflicts(book: CaseBook) -> None:
    """Add the cases of a slot that was given twice (GTW-7)."""
    book.reject(
        "gtw-7-last",
        "The host gave the last slot to another message as well: evidence, and refused",
        *begun(slots=3),
        publish(FORK.entries[2], Reason.CONFLICTING_ASSIGNMENT),
        neighbour="gtw-10-last",
        genesis=start(),
    )
    book.reject(
        "gtw-7-old",
        "An old slot is not given again, as duplicate nonces of deployed schedulers were",
        *begun(slots=6),
        publish(FORK.entries[2], Reason.CONFLICTING_ASSIGNMENT),
        neighbour="gtw-10-old",
        genesis=start(),
    )
    later = assigned(1, LOG.head(1), "message 1", timestamp=Nat(1))
    book.reject(
        "gtw-7-same-message",
        "The same message assigned again with another timestamp is another assignment",
        *begun(slots=3),
        publish(published(later, "message 1"), Reason.CONFLICTING_ASSIGNMENT),
        neighbour="gtw-10-old",
        genesis=start(),
    )


def chains(book: CaseBook) -> None:
    """Add the cases of entries that do not name the head (GTW-8)."""
    for name, title, slots, previous in (
        ("other", "An entry that names another head is refused", 2, identifier("a head")),
        ("skipped", "An entry that names the head before the last is refused", 2, LOG.head(1)),
        ("process", "Only the first entry names the process", 1, PROCESS),
        ("first", "The first entry names the process, and no other", 0, OTHER_PROCESS),
    ):
        text = f"message {slots}"
        made = assigned(slots, previous, text)
        book.reject(
            f"gtw-8-{name}",
            title,
            *begun(slots=slots),
            publish(published(made, text), Reason.BROKEN_CHAIN),
            neighbour="gtw-9-chain",
            genesis=start(),
        )
    book.reject(
        "gtw-8-other-branch",
        "The next entry of another branch is refused: the one before it was another",
        *begun(slots=3),
        publish(FORK.entries[3], Reason.BROKEN_CHAIN),
        neighbour="gtw-9-chain",
        genesis=start(),
    )
    book.reject(
        "gtw-8-term-at-zero",
        "A log that starts at slot 0 starts with the id of its process",
        appoint(LOG, reason=Reason.BROKEN_CHAIN, head=AssignmentHash(identifier("a head"))),
        neighbour="gtw-9-first",
        genesis=start(),
    )
