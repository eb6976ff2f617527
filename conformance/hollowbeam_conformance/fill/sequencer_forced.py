"""Cases of what must be assigned: items of blocks, their order, and ticks (SEQ-10 to SEQ-14)."""

from __future__ import annotations

from hollowbeam.kernel.errors import Reason
from hollowbeam.protocol.arweave import Block
from hollowbeam.protocol.sequencer.bundles import post
from hollowbeam.protocol.sequencer.order import group_of
from hollowbeam_conformance.fill.cases import CaseBook, Look, emitting, look
from hollowbeam_conformance.fill.sequencer_scene import (
    LOG,
    QUEUE,
    advance,
    ask,
    submit,
)
from hollowbeam_models.sequencer_world import (
    ALICE,
    BOB,
    CAROL,
    MET,
    RELAYER,
    ROOT,
    SOURCE,
    SOURCE_ENTRY,
    SOURCE_HOST,
    STRANGER,
    block,
    genesis,
    message,
    relay,
    wallet,
)

DIRECT = message(CAROL, 50)
FORCED = Reason.FORCED_FIRST
DAVE = wallet("Dave")
MANY = tuple(
    message(who, number)
    for number, who in enumerate((ALICE, BOB, ALICE, CAROL, DAVE, BOB, ALICE, CAROL))
)
"""Items of four owners, mixed."""

BUNDLE = post(SOURCE_HOST, [SOURCE_ENTRY])
"""Slot 0 of the source, durable once it lies in a block."""


def waiting(size: int) -> tuple[Look, ...]:
    """Look at what waits, item by item."""
    return tuple(look(f"waiting/{index}") for index in range(size))


def queues(book: CaseBook) -> None:
    """Add the cases of what waits, and in which order (SEQ-10)."""
    one = block(ROOT, message(ALICE, 1))
    book.accept(
        "seq-10-one",
        "An item of the anchor's block waits for its lane",
        advance(one),
        *QUEUE,
        look("waiting/0"),
        genesis=genesis(),
    )
    book.accept(
        "seq-10-owner",
        "The items of one owner keep their order",
        advance(block(ROOT, *(message(ALICE, number) for number in range(6)))),
        *waiting(6),
        genesis=genesis(),
    )
    book.accept(
        "seq-10-groups",
        "The stake, deposit and order of one wallet keep their order among those of others",
        advance(block(ROOT, *MANY)),
        *waiting(8),
        genesis=genesis(),
    )
    book.accept(
        "seq-10-other-block",
        "In another block the owners come in another order",
        advance(block(ROOT, *MANY, later=7)),
        *waiting(8),
        genesis=genesis(),
    )
    book.accept(
        "seq-10-only-here",
        "What is forged, of another network, type or process does not wait",
        advance(
            block(
                ROOT,
                message(ALICE, 1)[:-1] + b"!",
                message(ALICE, 1, network="hb-other"),
                message(ALICE, 1, kind="Note"),
                message(ALICE, 1, target=SOURCE),
                message(ALICE, 1, kind="Spawn"),
                b"",
                b"not an item at all",
                message(BOB, 2),
            )
        ),
        *QUEUE,
        look("waiting/0"),
        genesis=genesis(),
    )


def next_queues(book: CaseBook) -> None:
    """Add the cases of one block after another (SEQ-10)."""
    one = block(ROOT, message(ALICE, 1))
    book.accept(
        "seq-10-next-block",
        "The items of the next block take the place of those before",
        advance(one),
        submit(message(ALICE, 1)),
        advance(block(one, message(BOB, 2))),
        *QUEUE,
        *waiting(2),
        genesis=genesis(),
    )


def turns(book: CaseBook) -> None:
    """Add the cases of what comes first (SEQ-11)."""
    first, second = message(ALICE, 1), message(ALICE, 2)
    two = block(ROOT, first, second)
    book.accept(
        "seq-11-in-order",
        "What waits is assigned in its order, and then everything else",
        advance(two),
        submit(first),
        submit(second),
        submit(DIRECT),
        *LOG,
        *QUEUE,
        genesis=genesis(),
    )
    book.reject(
        "seq-11-direct",
        "A message handed in is refused while an item of the block is due",
        advance(two),
        submit(DIRECT, FORCED),
        neighbour="seq-11-in-order",
        genesis=genesis(),
    )
    book.reject(
        "seq-11-late",
        "A late block item is refused: it is not its turn",
        advance(two),
        submit(second, FORCED),
        neighbour="seq-11-in-order",
        genesis=genesis(),
    )
    book.reject(
        "seq-11-half",
        "A message handed in is refused while the second item is due",
        advance(two),
        submit(first),
        submit(DIRECT, FORCED),
        neighbour="seq-11-in-order",
        genesis=genesis(),
    )
    book.reject(
        "seq-11-anchor",
        "The anchor does not move while an item is due",
        advance(two),
        submit(first),
        advance(block(two), FORCED),
        neighbour="seq-11-in-order",
        genesis=genesis(),
    )
    book.reject(
        "seq-11-before-anchor",
        "Of an item that is due and an old block, the item is the reason",
        advance(two),
        advance(two, FORCED),
        neighbour="seq-11-in-order",
        genesis=genesis(),
    )
    book.reject(
        "seq-11-before-digest",
        "Of an item that is due and a digest with a slot, the item as well",
        submit(DIRECT),
        advance(two),
        submit(DIRECT, FORCED),
        neighbour="seq-11-in-order",
        genesis=genesis(),
    )
    book.accept(
        "seq-11-refusal-changes-nothing",
        "After a refusal the item is due as before",
        advance(two),
        submit(first),
        submit(second),
        *QUEUE,
        genesis=genesis(),
    )


def ticks(book: CaseBook) -> None:
    """Add the cases of ticks (SEQ-14)."""
    book.accept(
        "seq-14-empty",
        "A host ticks in an empty log",
        emitting(ask("tick")),
        genesis=genesis(),
    )
    book.accept(
        "seq-14-later",
        "A tick names slot, head, term and anchor of its log, and changes nothing",
        submit(DIRECT),
        advance(block(ROOT)),
        ask("tick"),
        *LOG,
        genesis=genesis(number=2),
    )
    first = message(ALICE, 1)
    one = block(ROOT, first)
    book.accept(
        "seq-14-nothing-due",
        "A host ticks once nothing is due",
        advance(one),
        submit(first),
        ask("tick"),
        genesis=genesis(),
    )
    book.reject(
        "seq-11-tick",
        "No host says that nothing is to be assigned while an item is due",
        advance(one),
        ask("tick", FORCED),
        neighbour="seq-14-nothing-due",
        genesis=genesis(),
    )


def passed(book: CaseBook) -> None:
    """Add the cases of what is passed over (SEQ-12)."""
    first, second = message(ALICE, 1), message(ALICE, 2)
    book.accept(
        "seq-12-assigned",
        "An item that was handed in before it lay in a block is not due again",
        submit(first),
        advance(block(ROOT, first, second)),
        *QUEUE,
        submit(second),
        *QUEUE,
        genesis=genesis(),
    )
    book.accept(
        "seq-12-twice",
        "An item that lies in a block twice is due once",
        advance(block(ROOT, first, first)),
        *QUEUE,
        submit(first),
        *QUEUE,
        submit(DIRECT),
        genesis=genesis(),
    )
    book.accept(
        "seq-12-all-known",
        "A block of known items makes nothing due",
        submit(first),
        submit(second),
        advance(block(ROOT, second, first)),
        *QUEUE,
        submit(DIRECT),
        genesis=genesis(),
    )


def forced_relays(book: CaseBook) -> None:
    """Add the cases of relays in blocks (SEQ-10, SEQ-12)."""
    note = message(ALICE, 1)
    begin = (advance(ONE_BUNDLE, guaranteed=[MET]),)
    last = block(ONE_BUNDLE, relay(0), note)
    book.accept(
        "seq-10-relays-last",
        "Relays wait behind all other items of their block",
        *begin,
        advance(last),
        *QUEUE,
        *waiting(2),
        submit(note),
        submit(relay(0)),
        *QUEUE,
        genesis=genesis(),
    )
    book.accept(
        "seq-10-relay-among-many",
        "A relay waits last wherever it lies in the block, and whoever brought it",
        *begin,
        advance(_block_that_favours_the_relayer()),
        *QUEUE,
        *waiting(9),
        genesis=genesis(),
    )
    scrambled = block(ONE_BUNDLE, relay(2), relay(1), relay(0))
    book.accept(
        "seq-12-retried",
        "Relays that lie in a block in the wrong order are all admitted, each in its sequence",
        *begin,
        advance(scrambled),
        *QUEUE,
        submit(relay(0)),
        *QUEUE,
        submit(relay(1)),
        *QUEUE,
        submit(relay(2)),
        *QUEUE,
        *LOG,
        genesis=genesis(),
    )
    book.reject(
        "seq-12-not-yet",
        "A relay that waits for another is not due before it",
        *begin,
        advance(scrambled),
        submit(relay(2), FORCED),
        neighbour="seq-12-retried",
        genesis=genesis(),
    )
    book.accept(
        "seq-12-gap",
        "A relay whose predecessor is nowhere holds nobody up",
        *begin,
        advance(block(ONE_BUNDLE, relay(1))),
        *QUEUE,
        submit(DIRECT),
        genesis=genesis(),
    )
    book.accept(
        "seq-12-filled",
        "A relay of the block is due as soon as its predecessor was handed in",
        *begin,
        advance(block(ONE_BUNDLE, relay(1))),
        submit(DIRECT),
        submit(relay(0)),
        *QUEUE,
        submit(relay(1)),
        *QUEUE,
        genesis=genesis(),
    )
    book.accept(
        "seq-14-waiting",
        "A tick lets wait on what waits for its predecessor",
        *begin,
        advance(block(ONE_BUNDLE, relay(1))),
        ask("tick"),
        *QUEUE,
        submit(relay(0)),
        submit(relay(1)),
        genesis=genesis(),
    )
    rivals = block(ONE_BUNDLE, relay(0), relay(0, by=STRANGER), relay(1))
    book.accept(
        "seq-12-race",
        "Of two relayers that bring one message to a block, the first is admitted",
        *begin,
        advance(rivals),
        *QUEUE,
        submit(FIRST_RIVAL),
        *QUEUE,
        submit(relay(1)),
        *QUEUE,
        submit(DIRECT),
        genesis=genesis(),
    )


ONE_BUNDLE = block(ROOT, BUNDLE)
_RIVALS = block(ONE_BUNDLE, relay(0), relay(0, by=STRANGER), relay(1))


def _block_that_favours_the_relayer() -> Block:
    """Find a block in which the group of the relayer comes first."""
    later = 1
    while True:
        made = block(ONE_BUNDLE, relay(0), *MANY, later=later)
        owners = (RELAYER, ALICE, BOB, CAROL, DAVE)
        if min(owners, key=lambda who: group_of(made.id, who.owner)) is RELAYER:
            return made
        later += 1


def _first_rival() -> bytes:
    """Find which of the two relayers comes first in that block."""
    groups = {by: group_of(_RIVALS.id, by.owner) for by in (RELAYER, STRANGER)}
    return relay(0, by=min(groups, key=groups.__getitem__))


FIRST_RIVAL = _first_rival()
