"""Cases of hosts that come and go: rebuilt lanes and takeovers (SEQ-27, SEQ-28)."""

from __future__ import annotations

from collections.abc import Sequence

from hollowbeam.kernel.encoding import base64url, decimal
from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.records import to_json
from hollowbeam.kernel.vocabulary import Nat
from hollowbeam.protocol.arweave import Block
from hollowbeam.protocol.message.item import serialize_item
from hollowbeam.protocol.message.signing import sign_item
from hollowbeam.protocol.sequencer.bundles import BUNDLE_TAGS, post, write_bundle
from hollowbeam_conformance.fill.cases import Act, CaseBook
from hollowbeam_conformance.fill.sequencer_forced import BUNDLE
from hollowbeam_conformance.fill.sequencer_logs import ENTRIES, ITEMS, STANDBY
from hollowbeam_conformance.fill.sequencer_relays import PAIR
from hollowbeam_conformance.fill.sequencer_scene import (
    LOG,
    QUEUE,
    advance,
    ask,
    follow,
    submit,
)
from hollowbeam_models.sequencer_world import (
    ALICE,
    BOB,
    HOST,
    MET,
    PROCESS,
    ROOT,
    SOURCE,
    SOURCE_ENTRY,
    STRANGER,
    SUCCESSOR,
    attested,
    block,
    block_id,
    emitted,
    entry,
    genesis,
    log,
    message,
    relay,
    relayed,
    term,
)

FIRST, SECOND, THIRD, FOURTH = ENTRIES
POSTED = block(ROOT, post(HOST, ENTRIES[:2]))
NEXT = genesis(who=SUCCESSOR, terms=(term(HOST, end=2), term(SUCCESSOR, 1, begin=2)))
"""The next host, before its term: the first two slots survived."""


def rebuild(*blocks: Block, bundles: Sequence[bytes] = (), reason: Reason | None = None) -> Act:
    """Let a host read its lane from the blocks above the root, and from other bundles."""
    return ask(
        "rebuild",
        reason,
        blocks=[to_json(each) for each in blocks],
        bundles=list(map(base64url, bundles)),
    )


def rebuilt(book: CaseBook) -> None:
    """Add the cases of rebuilt lanes (SEQ-27)."""
    book.accept(
        "seq-27-nothing",
        "Without bundles the lane is as it began",
        submit(ITEMS[0]),
        rebuild(),
        *LOG,
        genesis=genesis(),
    )
    book.accept(
        "seq-27-posted",
        "A lane is rebuilt from the bundles in blocks",
        rebuild(POSTED),
        *LOG,
        genesis=genesis(),
    )
    book.accept(
        "seq-27-kept",
        "A lane is rebuilt from bundles that its host kept, in any order",
        rebuild(bundles=[write_bundle(HOST, ENTRIES[2:]), write_bundle(HOST, ENTRIES[:2])]),
        *LOG,
        genesis=genesis(),
    )
    book.accept(
        "seq-27-goes-on",
        "A rebuilt lane goes on after its last slot",
        rebuild(POSTED),
        advance(POSTED),
        submit(message(BOB, 1)),
        *LOG,
        genesis=genesis(),
    )
    book.reject(
        "seq-8-rebuilt",
        "A digest of a rebuilt lane is refused",
        rebuild(POSTED),
        submit(ITEMS[0], Reason.ALREADY_ASSIGNED),
        neighbour="seq-27-goes-on",
        genesis=genesis(),
    )
    book.accept(
        "seq-27-lost",
        "A digest whose slot lies in no bundle is free again",
        submit(ITEMS[2]),
        rebuild(POSTED),
        submit(ITEMS[2]),
        *LOG,
        genesis=genesis(),
    )
    book.accept(
        "seq-27-gap",
        "A lane ends before the first slot that lies in no bundle",
        rebuild(bundles=[write_bundle(HOST, [FIRST, THIRD, FOURTH])]),
        *LOG,
        genesis=genesis(),
    )
    usurped = entry(message(BOB, 1), by=STRANGER)
    rival = entry(message(BOB, 1))
    for name, title, bundles in (
        ("usurper", "Slots of a stranger are passed over", [[usurped], ENTRIES[:2]]),
        ("first", "Of two assignments of a slot the first counts", [ENTRIES[:2], [rival]]),
        ("rival", "Whatever was assigned after it", [[rival], ENTRIES[:2]]),
    ):
        book.accept(
            f"seq-27-{name}",
            title,
            rebuild(bundles=[write_bundle(HOST, each) for each in bundles]),
            *LOG,
            genesis=genesis(),
        )
    relays = log(relay(0), relay(1))
    book.accept(
        "seq-27-pairs",
        "The pairs of a rebuilt lane stand where its relays brought them",
        rebuild(bundles=[write_bundle(HOST, relays)]),
        *LOG,
        PAIR,
        genesis=genesis(),
    )
    _queues(book)


def _queues(book: CaseBook) -> None:
    """Add the cases of a host that stopped while items of a block were due."""
    first, second = message(ALICE, 1), message(ALICE, 2)
    one = block(ROOT, first, second)
    half = entry(first, at=one)
    book.accept(
        "seq-27-half",
        "What was due when the host stopped is due again",
        rebuild(one, bundles=[write_bundle(HOST, [half])]),
        *LOG,
        *QUEUE,
        submit(second),
        *QUEUE,
        genesis=genesis(),
    )
    book.reject(
        "seq-11-rebuilt",
        "And comes first, as before",
        rebuild(one, bundles=[write_bundle(HOST, [half])]),
        submit(message(BOB, 1), Reason.FORCED_FIRST),
        neighbour="seq-27-half",
        genesis=genesis(),
    )
    held = block(ROOT, BUNDLE)
    book.accept(
        "seq-27-source",
        "What lies in the block of the anchor is durable for who read the log again",
        rebuild(held, bundles=[write_bundle(HOST, [entry(first, at=held)])]),
        advance(block(held), guaranteed=[MET]),
        submit(relay(0)),
        *LOG,
        genesis=genesis(),
    )
    tagged = sign_item(
        HOST,
        tags=((b"App-Name", b"A bundler"), *BUNDLE_TAGS),
        data=write_bundle(HOST, ENTRIES[:2]),
    )
    book.accept(
        "seq-16-tagged",
        "A bundle in a block may have further tags, as bundlers give it",
        rebuild(block(ROOT, serialize_item(tagged))),
        *LOG,
        genesis=genesis(),
    )
    later = block(one, BUNDLE)
    book.accept(
        "seq-27-anchor",
        "The lane stands at the anchor of its last slot, not at the last block",
        rebuild(one, later, bundles=[write_bundle(HOST, [half])]),
        *LOG,
        submit(second),
        advance(later),
        *LOG,
        genesis=genesis(),
    )


def followed(book: CaseBook) -> None:
    """Add the cases of what others assign while items of a block are due (SEQ-5, SEQ-12)."""
    first, second = message(ALICE, 1), message(ALICE, 2)
    full = block(ROOT, first, second)
    one = entry(first, at=full)
    book.accept(
        "seq-12-followed",
        "What another host assigned of the anchor's block is passed over",
        advance(full),
        *QUEUE,
        follow(one),
        *QUEUE,
        follow(entry(second, one, at=full)),
        *QUEUE,
        genesis=STANDBY,
    )
    elsewhere = emitted(target=SOURCE)
    book.reject(
        "seq-5-followed-relay",
        "An entry whose relay belongs elsewhere is refused",
        follow(
            entry(relayed(attested(SOURCE_ENTRY, elsewhere), [elsewhere])), Reason.WRONG_PROCESS
        ),
        neighbour="seq-24-first",
        genesis=STANDBY,
    )
    book.accept(
        "seq-12-not-durable",
        "A relay in a block whose source may still be lost makes nothing due",
        advance(block(ROOT, relay(0)), guaranteed=[MET]),
        *QUEUE,
        submit(first),
        genesis=genesis(),
    )


def takeovers(book: CaseBook) -> None:
    """Add the cases of takeovers (SEQ-28)."""
    begin = ask("take-over", term="1")
    first, second = message(ALICE, 1), message(ALICE, 2)
    full = block(ROOT, first, second, relay(0))
    book.accept(
        "seq-28-due",
        "What was due under the anchor is due under the next host as well",
        rebuild(full, bundles=[write_bundle(HOST, [entry(first, at=full)])]),
        begin,
        *QUEUE,
        submit(second),
        *QUEUE,
        genesis=genesis(who=SUCCESSOR, terms=(term(HOST, end=1), term(SUCCESSOR, 1, begin=1))),
    )
    book.accept(
        "seq-28-continues",
        "The next host goes on after the highest durable slot",
        rebuild(POSTED),
        begin,
        advance(POSTED),
        submit(message(BOB, 1)),
        *LOG,
        genesis=NEXT,
    )
    book.accept(
        "seq-28-free-again",
        "A digest whose slot was lost with its host is free again",
        rebuild(POSTED),
        begin,
        submit(ITEMS[2]),
        *LOG,
        genesis=NEXT,
    )
    book.reject(
        "seq-8-taken-over",
        "A digest that survived its host has its slot for ever",
        rebuild(POSTED),
        begin,
        submit(ITEMS[1], Reason.ALREADY_ASSIGNED),
        neighbour="seq-28-free-again",
        genesis=NEXT,
    )
    late = [write_bundle(HOST, ENTRIES)]
    book.accept(
        "seq-28-fenced",
        "Slots that the old host gave past the survivors are not taken over",
        rebuild(POSTED, bundles=late),
        begin,
        *LOG,
        genesis=NEXT,
    )
    book.reject(
        "seq-20-too-few",
        "A host that knows too few survivors does not begin",
        ask("take-over", Reason.WRONG_SLOT, term="1"),
        neighbour="seq-28-continues",
        genesis=NEXT,
    )
    book.reject(
        "seq-17-not-its-term",
        "Nobody takes over in the term of another",
        rebuild(POSTED),
        ask("take-over", Reason.NOT_HOST, term="2"),
        neighbour="seq-28-continues",
        genesis=NEXT,
    )
    book.reject(
        "seq-19-taken-over",
        "A term that began does not begin again",
        rebuild(POSTED),
        begin,
        ask("take-over", Reason.STALE_TERM, term="1"),
        neighbour="seq-28-continues",
        genesis=NEXT,
    )
    book.reject(
        "seq-19-earlier",
        "No term begins before the present one",
        ask("take-over", Reason.STALE_TERM, term="0"),
        neighbour="seq-28-continues",
        genesis=NEXT,
    )
    third = entry(ITEMS[2], SECOND, by=SUCCESSOR, term=Nat(1))
    both = block(POSTED, post(SUCCESSOR, [third]))
    book.accept(
        "seq-28-rebuilt",
        "A lane of two terms is rebuilt with the host of its last",
        rebuild(POSTED, both),
        *LOG,
        submit(ITEMS[3]),
        genesis=NEXT,
    )


def places(book: CaseBook) -> None:
    """Add the cases of the sort key (SEQ-29)."""
    fields = {
        "network": "hb-test",
        "process": PROCESS,
        "slot": "7",
        "term": "1",
        "message": PROCESS,
        "digest": PROCESS,
        "height": "1234567",
        "block": block_id("a block"),
        "timestamp": "1700000000000",
        "previous": PROCESS,
    }
    for name, title, changes in (
        ("usual", "Height, timestamp and slot, filled with zeros", {}),
        ("zero", "Zeros alone", {"slot": "0", "height": "0", "timestamp": "0"}),
        (
            "full",
            "As many digits as there is room for",
            {"slot": "99999999", "height": "999999999999", "timestamp": "9999999999999"},
        ),
        ("long", "A slot of nine digits is written whole", {"slot": decimal(123_456_789)}),
    ):
        book.accept(
            f"seq-29-{name}",
            f"The place of an assignment as text: {title.lower()}",
            ask("sort-key", assignment={**fields, **changes}),
            genesis=genesis(),
        )
