"""Cases of published logs: bundles, and what links to a log (SEQ-15 to SEQ-24, SEQ-30)."""

from __future__ import annotations

from dataclasses import replace

from hollowbeam.kernel.encoding import base64url, encode
from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.records import to_json
from hollowbeam.kernel.vocabulary import AssignmentHash, Digest, MessageId, Nat, ProcessId
from hollowbeam.protocol.commitments import Entry
from hollowbeam.protocol.message.bundle import serialize_bundle
from hollowbeam.protocol.message.item import Item, parse_item
from hollowbeam.protocol.message.signing import sign_item
from hollowbeam.protocol.sequencer.bundles import Statement, write_bundle
from hollowbeam_conformance.fill.cases import CaseBook, look
from hollowbeam_conformance.fill.sequencer_relays import PAIR
from hollowbeam_conformance.fill.sequencer_scene import (
    LOG,
    advance,
    ask,
    follow,
)
from hollowbeam_models.sequencer_world import (
    ALICE,
    BOB,
    HOST,
    PROCESS,
    ROOT,
    SOURCE,
    STRANGER,
    SUCCESSOR,
    block,
    block_id,
    digest_of,
    entry,
    genesis,
    log,
    message,
    named,
    relay,
    term,
)

ITEMS = tuple(message(ALICE, number) for number in range(4))
ENTRIES = log(*ITEMS)
FIRST, SECOND, THIRD, FOURTH = ENTRIES
ONE = block(ROOT)
STANDBY = genesis(who=STRANGER, terms=(term(HOST),))


def bundles(book: CaseBook) -> None:
    """Add the cases of bundles (SEQ-15, SEQ-16)."""
    for name, title, entries in (
        ("one", "A message comes before the assignment that names it", ENTRIES[:1]),
        ("two", "Entries are written one after the other", ENTRIES[:2]),
        ("none", "A bundle of no entries is a bundle of no items", []),
    ):
        book.accept(
            f"seq-15-{name}",
            title,
            ask("bundle", entries=[to_json(each) for each in entries]),
            genesis=genesis(),
        )
    whole = write_bundle(HOST, ENTRIES)
    message_alone = serialize_bundle([parse_item(ITEMS[0])])
    by_another = write_bundle(STRANGER, ENTRIES)
    for name, title, raw in (
        ("whole", "Entries are read in the order of their assignments", whole),
        (
            "by-another",
            "Who brought an assignment does not matter",
            by_another,
        ),
        ("no-assignment", "A message without an assignment is no entry", message_alone),
        (
            "no-message",
            "An assignment without its message in the bundle is no entry",
            serialize_bundle([_assignment_item(FIRST)]),
        ),
        (
            "message-after",
            "The message may stand behind its assignment",
            serialize_bundle([_assignment_item(FIRST), parse_item(ITEMS[0])]),
        ),
        ("not-canonical", "An assignment in another form is none", _spoiled(b" ")),
        ("not-json", "An assignment that is no HB-JSON is none", _spoiled(b"}")),
        ("cut", "What is no bundle holds no entry", whole[:-1]),
        ("empty", "No bytes hold no entry", b""),
        ("other-type", "An assignment in an item of another type is none", _typed(b"Note")),
        (
            "forged",
            "A forged item is passed over, those beside it are not",
            _with_a_forgery(),
        ),
    ):
        book.accept(f"seq-16-{name}", title, ask("read", bundle=base64url(raw)), genesis=genesis())


def _assignment_item(which: Entry, *, kind: bytes = b"Assignment", more: bytes = b"") -> Item:
    """Wrap an assignment as a host does, but for what is changed."""
    tags = (
        (b"Data-Protocol", b"HollowBEAM"),
        (b"Variant", b"HB.1"),
        (b"Type", kind),
        (b"Network", b"hb-test"),
    )
    data = encode(to_json(Statement(which.assignment, which.signature))) + more
    return sign_item(HOST, target=named("a process"), tags=tags, data=data)


def _spoiled(more: bytes) -> bytes:
    return serialize_bundle([parse_item(ITEMS[0]), _assignment_item(FIRST, more=more)])


def _typed(kind: bytes) -> bytes:
    return serialize_bundle([parse_item(ITEMS[0]), _assignment_item(FIRST, kind=kind)])


def _with_a_forgery() -> bytes:
    """Put an item whose signature does not hold in front."""
    forged = replace(parse_item(ITEMS[3]), data=b"[]")
    return serialize_bundle([forged, parse_item(ITEMS[0]), _assignment_item(FIRST)])


def links(book: CaseBook) -> None:
    """Add the cases of entries that another published (SEQ-17 to SEQ-23)."""
    book.accept(
        "seq-24-first",
        "An entry of the host is followed, slot by slot",
        follow(FIRST),
        follow(SECOND),
        *LOG,
        look(f"assigned/{digest_of(ITEMS[1])}"),
        genesis=STANDBY,
    )
    other = entry(message(BOB, 1), by=STRANGER)
    unsigned = replace(FIRST, signature=SECOND.signature)
    for name, title, reason, before, wrong in (
        (
            "seq-17-stranger",
            "An entry by another than the host of its term is refused",
            Reason.NOT_HOST,
            (),
            other,
        ),
        (
            "seq-17-signature",
            "A signature of another assignment is none",
            Reason.NOT_HOST,
            (),
            unsigned,
        ),
        (
            "seq-17-term",
            "An entry of a term that nobody hosts is refused",
            Reason.NOT_HOST,
            (),
            entry(ITEMS[0], term=Nat(4)),
        ),
        (
            "seq-20-gap",
            "A gap is refused: the slot is not the next",
            Reason.WRONG_SLOT,
            (),
            SECOND,
        ),
        (
            "seq-20-double",
            "A double assignment is refused: the slot was given",
            Reason.WRONG_SLOT,
            (FIRST,),
            entry(message(BOB, 1)),
        ),
        (
            "seq-20-again",
            "An entry that was followed is refused when it comes again",
            Reason.WRONG_SLOT,
            (FIRST,),
            FIRST,
        ),
        (
            "seq-21-chain",
            "An entry that names another before it is refused",
            Reason.BROKEN_CHAIN,
            (FIRST,),
            entry(ITEMS[1], entry(message(BOB, 9))),
        ),
        (
            "seq-21-begin",
            "The first entry names the process itself",
            Reason.BROKEN_CHAIN,
            (),
            entry(ITEMS[0], previous=AssignmentHash(SOURCE)),
        ),
        (
            "seq-22-orphan",
            "An entry at an anchor that is on no chain is void",
            Reason.UNKNOWN_ANCHOR,
            (),
            entry(ITEMS[0], block=block_id("an orphan")),
        ),
        (
            "seq-22-future",
            "An entry at an anchor that is not seen yet has to wait",
            Reason.UNKNOWN_ANCHOR,
            (),
            entry(ITEMS[0], at=ONE),
        ),
        (
            "seq-22-height-10-to-the-9",
            "No assignment ends all windows by a height of its own",
            Reason.UNKNOWN_ANCHOR,
            (),
            entry(ITEMS[0], height=Nat(10**9)),
        ),
        (
            "seq-23-message",
            "An entry whose item is another signing is refused",
            Reason.OTHER_MESSAGE,
            (),
            entry(ITEMS[0], message=MessageId(PROCESS)),
        ),
        (
            "seq-23-digest",
            "An entry whose item is another message is refused",
            Reason.OTHER_MESSAGE,
            (),
            entry(ITEMS[0], digest=Digest(PROCESS)),
        ),
        (
            "seq-5-followed",
            "An entry whose message belongs elsewhere is refused",
            Reason.WRONG_PROCESS,
            (),
            entry(message(ALICE, 1, target=SOURCE)),
        ),
        (
            "seq-5-other-log",
            "An entry of another process is refused",
            Reason.WRONG_PROCESS,
            (),
            entry(ITEMS[0], process=SOURCE),
        ),
        (
            "seq-5-other-network-log",
            "An entry of another network is refused",
            Reason.WRONG_NETWORK,
            (),
            entry(ITEMS[0], network="hb-other"),
        ),
    ):
        book.reject(
            name,
            title,
            *map(follow, before),
            follow(wrong, reason),
            neighbour="seq-24-first",
            genesis=STANDBY,
        )
    book.accept(
        "seq-22-seen",
        "An entry is followed once its anchor is seen",
        follow(FIRST),
        advance(ONE),
        follow(entry(ITEMS[1], FIRST, at=ONE)),
        *LOG,
        genesis=STANDBY,
    )
    at_one = entry(ITEMS[0], at=ONE)
    book.reject(
        "seq-2-followed",
        "An entry whose anchor goes back is refused",
        advance(ONE),
        follow(at_one),
        follow(entry(ITEMS[1], at_one), Reason.STALE_ANCHOR),
        neighbour="seq-22-seen",
        genesis=STANDBY,
    )


def terms(book: CaseBook) -> None:
    """Add the cases of terms in a log (SEQ-18, SEQ-19)."""
    two_terms = genesis(who=STRANGER, terms=(term(HOST, end=2), term(SUCCESSOR, 1, begin=2)))
    third = entry(ITEMS[2], SECOND, by=SUCCESSOR, term=Nat(1))
    book.accept(
        "seq-18-taken-over",
        "A later term goes on where the earlier one ends",
        follow(FIRST),
        follow(SECOND),
        follow(third),
        follow(entry(ITEMS[3], third, by=SUCCESSOR, term=Nat(1))),
        *LOG,
        genesis=two_terms,
    )
    for name, title, before, wrong in (
        (
            "old-host",
            "The old host's slot past the end of its term is refused",
            (FIRST, SECOND),
            THIRD,
        ),
        (
            "too-early",
            "The next host's slot before its term begins is refused",
            (FIRST,),
            entry(ITEMS[1], FIRST, by=SUCCESSOR, term=Nat(1)),
        ),
    ):
        book.reject(
            f"seq-18-{name}",
            title,
            *map(follow, before),
            follow(wrong, Reason.FENCED),
            neighbour="seq-18-taken-over",
            genesis=two_terms,
        )
    overlapping = genesis(who=STRANGER, terms=(term(HOST), term(SUCCESSOR, 1)))
    first = entry(ITEMS[0], by=SUCCESSOR, term=Nat(1))
    book.reject(
        "seq-19-back",
        "A term that goes back is refused",
        follow(first),
        follow(entry(ITEMS[1], first), Reason.STALE_TERM),
        neighbour="seq-18-taken-over",
        genesis=overlapping,
    )


def counted(book: CaseBook) -> None:
    """Add the cases of what a linked entry counts for (SEQ-24)."""
    again = entry(ITEMS[0], FIRST)
    book.accept(
        "seq-24-digest-twice",
        "A digest that a host assigned twice keeps its first slot",
        follow(FIRST),
        follow(again),
        *LOG,
        look(f"assigned/{digest_of(ITEMS[0])}"),
        genesis=STANDBY,
    )
    relays = log(relay(0), relay(1))
    book.accept(
        "seq-24-relays",
        "The relays of a log move their pairs",
        *map(follow, relays),
        *LOG,
        PAIR,
        genesis=STANDBY,
    )
    out_of_order = log(relay(1), relay(0))
    book.accept(
        "seq-24-out-of-sequence",
        "A relay that a host assigned out of its sequence moves no pair",
        *map(follow, out_of_order),
        *LOG,
        PAIR,
        genesis=STANDBY,
    )
    twice = log(relay(0), relay(0))
    book.accept(
        "seq-24-relay-twice",
        "A relay that a host assigned twice moves its pair once",
        *map(follow, twice),
        *LOG,
        PAIR,
        genesis=STANDBY,
    )


def equivocations(book: CaseBook) -> None:
    """Add the cases of equivocation (SEQ-30)."""
    one = FIRST.assignment
    for name, title, other in (
        ("same", "An assignment that is said twice is no fault", one),
        ("next", "Two slots are no fault", SECOND.assignment),
        ("message", "One slot for two messages is a fault", entry(message(BOB, 1)).assignment),
        ("digest", "So is a difference of the digest alone", replace(one, digest=Digest(PROCESS))),
        ("time", "So is a difference of the time alone", replace(one, timestamp=Nat(1))),
        ("anchor", "So is a difference of the anchor alone", replace(one, height=Nat(1))),
        ("term", "One slot in two terms is no fault", replace(one, term=Nat(1))),
        (
            "process",
            "One slot of two processes is no fault",
            replace(one, process=ProcessId(SOURCE)),
        ),
        ("network", "One slot on two networks is no fault", replace(one, network="hb-other")),
    ):
        book.accept(
            f"seq-30-{name}",
            title,
            ask("equivocates", one=to_json(one), other=to_json(other)),
            genesis=genesis(),
        )
