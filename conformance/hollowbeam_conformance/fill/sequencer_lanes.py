"""Cases of a lane alone: its beginning, direct assignments, receipts, anchors (SEQ-1 to SEQ-8)."""

from __future__ import annotations

from dataclasses import replace

from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import Nat
from hollowbeam_conformance.fill.cases import CaseBook, emitting, look
from hollowbeam_conformance.fill.sequencer_scene import (
    LOG,
    QUEUE,
    advance,
    ask,
    state,
    submit,
)
from hollowbeam_models.sequencer_world import (
    ALICE,
    BOB,
    DEPTH,
    HOST,
    NOW,
    ROOT,
    SECOND,
    SOURCE,
    STRANGER,
    block,
    digest_of,
    genesis,
    message,
    term,
)

FIRST, SECOND_MESSAGE, THIRD = (message(ALICE, number) for number in (1, 2, 3))
ONE = block(ROOT)
TWO = block(ONE)
THREE = block(TWO)
LARGEST = 2**256 - 1
SPAWN = message(ALICE, 7, kind="Spawn")


def beginnings(book: CaseBook) -> None:
    """Add the cases of a lane's beginning (SEQ-1)."""
    whole = state("network", "process", "depth", "since", *(each.path for each in (*LOG, *QUEUE)))
    book.accept(
        "seq-1-empty",
        "A lane begins at slot 0, with its process for a head",
        *whole,
        genesis=genesis(),
    )
    book.accept(
        "seq-1-later-term",
        "A lane may begin in any term, at any block",
        *whole,
        genesis=genesis(number=3, anchor=THREE),
    )
    book.accept(
        "seq-1-no-host",
        "A lane of a term without a host is nobody's",
        *whole,
        genesis=genesis(terms=(), number=1),
    )


def receipts(book: CaseBook) -> None:
    """Add the cases of receipts (SEQ-13)."""
    book.accept(
        "seq-13-first",
        "The host answers with the assignment, signed, and the item as it came",
        emitting(submit(FIRST)),
        genesis=genesis(),
    )


def slots(book: CaseBook) -> None:
    """Add the cases of assignments (SEQ-7)."""
    book.accept(
        "seq-7-one",
        "An assignment takes the next slot and becomes the head",
        submit(FIRST),
        *LOG,
        look(f"assigned/{digest_of(FIRST)}"),
        genesis=genesis(),
    )
    book.accept(
        "seq-7-three",
        "Slots have no gap, and each assignment names the one before it",
        submit(FIRST),
        submit(SECOND_MESSAGE),
        submit(THIRD),
        *LOG,
        genesis=genesis(),
    )
    book.accept(
        "seq-7-later-term",
        "An assignment bears the term of its host and the anchor of its lane",
        submit(FIRST),
        submit(message(BOB, 1)),
        *LOG,
        genesis=genesis(number=5, anchor=TWO),
    )
    book.accept(
        "seq-7-same-time",
        "Two assignments may have one timestamp, and a later one an earlier",
        submit(FIRST, at=NOW),
        submit(SECOND_MESSAGE, at=NOW),
        submit(THIRD, at=NOW - 1),
        genesis=genesis(),
    )


def addressed(book: CaseBook) -> None:
    """Add the cases of where a message belongs (SEQ-5)."""
    wrong = Reason.WRONG_PROCESS
    book.reject(
        "seq-5-other-target",
        "A message to another process is refused",
        submit(message(ALICE, 1, target=SOURCE), wrong),
        neighbour="seq-7-one",
        genesis=genesis(),
    )
    book.accept(
        "seq-5-spawn",
        "A Spawn belongs into the lane of its own digest, whatever its target",
        submit(SPAWN),
        *LOG,
        genesis=genesis(process=digest_of(SPAWN), terms=(term(HOST, process=digest_of(SPAWN)),)),
    )
    book.accept(
        "seq-5-before-spawn",
        "A lane takes messages before its process is spawned",
        submit(message(ALICE, 1, target=digest_of(SPAWN))),
        submit(SPAWN),
        *LOG,
        genesis=genesis(process=digest_of(SPAWN), terms=(term(HOST, process=digest_of(SPAWN)),)),
    )
    book.reject(
        "seq-5-spawn-elsewhere",
        "A Spawn is refused where its target points",
        submit(SPAWN, wrong),
        neighbour="seq-5-spawn",
        genesis=genesis(),
    )
    book.reject(
        "seq-5-other-network",
        "A message replayed from another network is refused",
        submit(message(ALICE, 1, network="hb-other"), Reason.WRONG_NETWORK),
        neighbour="seq-7-one",
        genesis=genesis(),
    )
    forged = bytearray(FIRST)
    forged[-1] ^= 1
    book.reject(
        "seq-5-forged",
        "An item whose signature does not hold is refused",
        submit(bytes(forged), Reason.INVALID_ED25519_SIGNATURE),
        neighbour="seq-7-one",
        genesis=genesis(),
    )
    book.reject(
        "seq-5-unknown-type",
        "An item of another type is no message",
        submit(message(ALICE, 1, kind="Assignment"), Reason.UNKNOWN_TYPE),
        neighbour="seq-7-one",
        genesis=genesis(),
    )


def timestamps(book: CaseBook) -> None:
    """Add the cases of timestamps (SEQ-6)."""
    bad = Reason.BAD_TIMESTAMP
    book.accept(
        "seq-6-first",
        "A timestamp may be that of the anchor's block",
        submit(FIRST, at=SECOND),
        genesis=genesis(),
    )
    book.reject(
        "seq-6-before",
        "A timestamp before that of the anchor's block is refused",
        submit(FIRST, bad, at=SECOND - 1),
        neighbour="seq-6-first",
        genesis=genesis(),
    )
    book.accept(
        "seq-6-last",
        "A timestamp may have thirteen digits",
        submit(FIRST, at=10**13 - 1),
        genesis=genesis(),
    )
    book.reject(
        "seq-6-after",
        "A timestamp of fourteen digits is refused",
        submit(FIRST, bad, at=10**13),
        neighbour="seq-6-last",
        genesis=genesis(),
    )
    book.reject(
        "seq-6-largest",
        "The largest number there is is no timestamp",
        submit(FIRST, bad, at=LARGEST),
        neighbour="seq-6-last",
        genesis=genesis(),
    )
    book.reject(
        "seq-6-after-process",
        "Of a wrong process and a wrong time, the process is the reason",
        submit(message(ALICE, 1, target=SOURCE), Reason.WRONG_PROCESS, at=0),
        neighbour="seq-6-first",
        genesis=genesis(),
    )


def once(book: CaseBook) -> None:
    """Add the cases of digests (SEQ-8)."""
    again = Reason.ALREADY_ASSIGNED
    book.accept(
        "seq-8-other",
        "Equal messages with other anchors are two messages",
        submit(FIRST),
        submit(SECOND_MESSAGE),
        look(f"assigned/{digest_of(FIRST)}"),
        genesis=genesis(),
    )
    book.reject(
        "seq-8-at-once",
        "A digest that has a slot gets no second one",
        submit(FIRST),
        submit(FIRST, again),
        neighbour="seq-8-other",
        genesis=genesis(),
    )
    book.reject(
        "seq-8-later",
        "A digest is refused however much was assigned since",
        submit(FIRST),
        submit(SECOND_MESSAGE),
        submit(THIRD),
        submit(FIRST, again, at=NOW + 9),
        neighbour="seq-8-other",
        genesis=genesis(),
    )
    book.reject(
        "seq-8-after-time",
        "Of a wrong time and a digest that has a slot, the time is the reason",
        submit(FIRST),
        submit(FIRST, Reason.BAD_TIMESTAMP, at=0),
        neighbour="seq-8-other",
        genesis=genesis(),
    )


def anchors(book: CaseBook) -> None:
    """Add the cases of anchors (SEQ-2 to SEQ-4)."""
    at = state("height", "block", "since")
    book.accept(
        "seq-3-next",
        "The anchor moves to the block that stands on it",
        advance(ONE),
        *at,
        advance(TWO),
        *at,
        genesis=genesis(),
    )
    unlike = block(ONE, later=2 * SECOND)
    for name, title, to in (
        ("skipped", "A block is not skipped", TWO),
        ("orphan", "A block of another branch is refused", block(unlike)),
    ):
        book.reject(
            f"seq-3-{name}",
            title,
            *((advance(ONE), advance(TWO)) if name == "orphan" else ()),
            advance(to, Reason.NOT_NEXT_BLOCK),
            neighbour="seq-3-next",
            genesis=genesis(),
        )
    book.reject(
        "seq-3-height",
        "A block that stands on the anchor, and says that it is two blocks higher, is refused",
        advance(replace(ONE, height=Nat(2)), Reason.NOT_NEXT_BLOCK),
        neighbour="seq-3-next",
        genesis=genesis(),
    )
    stale = Reason.STALE_ANCHOR
    book.reject(
        "seq-2-same",
        "The block of the anchor is no next block",
        advance(ONE),
        advance(ONE, stale),
        neighbour="seq-3-next",
        genesis=genesis(),
    )
    book.reject(
        "seq-2-back",
        "An anchor that goes back is refused",
        advance(ONE),
        advance(TWO),
        advance(ONE, stale),
        neighbour="seq-3-next",
        genesis=genesis(),
    )
    book.reject(
        "seq-2-other-block",
        "Another block of the anchor's height is refused",
        advance(ONE),
        advance(block(ROOT, later=5), stale),
        neighbour="seq-3-next",
        genesis=genesis(),
    )
    few = Reason.UNCONFIRMED_ANCHOR
    book.accept(
        "seq-4-enough",
        "A block is an anchor once as many stand on it as may be reorganised",
        advance(ONE, tip=1 + DEPTH),
        look("height"),
        genesis=genesis(),
    )
    book.reject(
        "seq-4-one-short",
        "A block with one too few on it is no anchor yet",
        advance(ONE, few, tip=DEPTH),
        neighbour="seq-4-enough",
        genesis=genesis(),
    )
    book.reject(
        "seq-4-at-the-tip",
        "The tip is no anchor",
        advance(ONE, few, tip=1),
        neighbour="seq-4-enough",
        genesis=genesis(),
    )
    book.reject(
        "seq-4-below",
        "A block above the tip is no anchor",
        advance(ONE, few, tip=0),
        neighbour="seq-4-enough",
        genesis=genesis(depth=0),
    )
    book.accept(
        "seq-4-depth-0",
        "A chain without reorganisations has its tip for an anchor",
        advance(ONE, tip=1),
        look("height"),
        genesis=genesis(depth=0),
    )


def once_for_ever(book: CaseBook) -> None:
    """Add the cases of digests at later anchors (SEQ-8)."""
    book.reject(
        "seq-8-new-anchor",
        "A digest is refused at a later anchor as well",
        submit(FIRST),
        advance(ONE),
        submit(FIRST, Reason.ALREADY_ASSIGNED),
        neighbour="seq-8-other",
        genesis=genesis(),
    )


def hosts(book: CaseBook) -> None:
    """Add the cases of who may sign (SEQ-17)."""
    book.reject(
        "seq-17-standby",
        "Who does not host the lane signs no assignment of it",
        submit(FIRST, Reason.NOT_HOST),
        neighbour="seq-7-one",
        genesis=genesis(who=STRANGER, terms=(term(HOST),)),
    )
    book.reject(
        "seq-17-standby-tick",
        "Nor a tick",
        ask("tick", Reason.NOT_HOST),
        neighbour="seq-7-one",
        genesis=genesis(who=STRANGER, terms=(term(HOST),)),
    )
