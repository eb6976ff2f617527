"""Entries and bundles for the role sequencer: as a host writes them, or with one thing wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from hypothesis import strategies as st

from hollowbeam.kernel.encoding import base64url_decode, encode
from hollowbeam.kernel.records import to_json
from hollowbeam.kernel.vocabulary import AssignmentHash, BlockId, Digest, MessageId, Nat, ProcessId
from hollowbeam.kernel.wallets import Ed25519Wallet
from hollowbeam.protocol.arweave import Block
from hollowbeam.protocol.commitments import Assignment, Entry
from hollowbeam.protocol.message.bundle import serialize_bundle
from hollowbeam.protocol.message.item import Item, parse_item, serialize_item
from hollowbeam.protocol.message.signing import sign_item
from hollowbeam.protocol.sequencer.bundles import ASSIGNMENT, BUNDLE_TAGS, Statement
from hollowbeam.protocol.sequencer.seat import Seat
from hollowbeam_models.domains.choosing import choose, seldom
from hollowbeam_models.domains.sequencer_items import KEYS, World
from hollowbeam_models.sequencer_world import HOST, NOW, SOURCE, STRANGER, SUCCESSOR, entry

REMEMBERED: Final = 4096
"""So many signed items are remembered: signing is what costs."""

WRONG: Final[tuple[tuple[str, Any], ...]] = (
    ("previous", AssignmentHash(SOURCE)),
    ("block", BlockId(SOURCE)),
    ("digest", Digest(SOURCE)),
    ("message", MessageId(SOURCE)),
    ("network", "hb-other"),
    ("process", ProcessId(SOURCE)),
    ("timestamp", Nat(0)),
    ("by", STRANGER),
    ("by", SUCCESSOR),
    ("by", HOST),
)
"""What may be wrong with an entry, whatever is at its place otherwise."""

ITEM_TAGS: Final = (
    (b"Data-Protocol", b"HollowBEAM"),
    (b"Variant", b"HB.1"),
    (b"Type", ASSIGNMENT),
)


def terms_of(seat: Seat) -> list[int]:
    """List the terms of the process of a lane."""
    return [term for (process, term), _ in seat.routes.items() if process == seat.lane.process]


def key_of(seat: Seat, term: int) -> Ed25519Wallet:
    """Give the key of the host of a term; of a term without one, a host's all the same."""
    return KEYS.get(seat.routes.get((seat.lane.process, Nat(term))).host, HOST)


def due_item(seat: Seat, world: World) -> bytes | None:
    """Give the item that is due, if one is."""
    lane = seat.lane
    due = lane.first < lane.count
    return world.with_digest(lane.waiting.get(lane.first).digest) if due else None


def draw_item(draw: st.DrawFn, world: World) -> bytes:
    """Draw an item for a log: a message, a relay, or now and then what belongs nowhere."""
    kind = choose(draw, ("messages", "messages", "relays", "relays", "others"))
    known = {"messages": world.messages, "relays": tuple(world.relays), "others": world.others}
    return choose(draw, known[kind] or world.messages)


def draw_entry(draw: st.DrawFn, seat: Seat, world: World) -> Entry:
    """Draw an entry that links to a lane; one in three has one thing wrong."""
    lane = seat.lane
    term = choose(draw, (lane.term, lane.term, *terms_of(seat)))
    height, block = lane.height, lane.block
    if seldom(draw, 4):
        height, block = choose(draw, list(seat.durable.seen.items()))
    changes: dict[str, Any] = {
        "slot": lane.slot,
        "term": Nat(term),
        "previous": lane.head,
        "height": height,
        "block": block,
    }
    by = key_of(seat, term)
    if seldom(draw, 3):
        wrong, value = choose(draw, (*WRONG, *_near(lane.slot, term, height)))
        by = value if wrong == "by" else by
        changes |= {} if wrong == "by" else {wrong: value}
    process = changes.pop("process", lane.process)
    due = due_item(seat, world)
    item = due if due is not None and seldom(draw, 2) else draw_item(draw, world)
    made = entry(item, by=by, process=process, **changes)
    return replace(made, item=b"") if seldom(draw, 40) else made


def _near(slot: int, term: int, height: int) -> tuple[tuple[str, Any], ...]:
    """List places that are nearly the right one."""
    numbers = {"slot": slot, "term": term, "height": height}
    near = [(name, number + step) for name, number in numbers.items() for step in (1, -1, 2)]
    return tuple((name, Nat(number)) for name, number in near if number >= 0)


def draw_log(
    draw: st.DrawFn, seat: Seat, world: World, after: Sequence[Entry], at: Block
) -> list[Entry]:
    """Draw up to four entries that go on after others, by who hosts their slots."""
    made = list(after)
    for _ in range(choose(draw, (0, 1, 2, 2, 3, 4))):
        slot = len(made)
        hosting = [
            term
            for term in terms_of(seat)
            if _holds(seat, term, slot) and (not made or term >= made[-1].assignment.term)
        ]
        term = Nat(choose(draw, hosting or [0]))
        by, process = key_of(seat, term), seat.lane.process
        last = made[-1] if made else None
        item = draw_item(draw, world)
        made.append(entry(item, last, by=by, process=process, at=at, term=term))
    return made[len(after) :]


def _holds(seat: Seat, term: int, slot: int) -> bool:
    route = seat.routes.get((seat.lane.process, Nat(term)))
    return route.begin <= slot < route.end


# Bundles.


@lru_cache(maxsize=REMEMBERED)
def _parsed(raw: bytes) -> Item:
    return parse_item(raw)


@lru_cache(maxsize=REMEMBERED)
def _statement(
    assignment: Assignment, signature: Any, by: Ed25519Wallet, kind: bytes, spoiled: str
) -> Item:
    """Wrap an assignment as a host does, but for what is changed."""
    tags = (*ITEM_TAGS[:2], (b"Type", kind), (b"Network", assignment.network.encode()))
    data = encode(to_json(Statement(assignment, signature)))
    data = {"": data, "space": data + b" ", "cut": data[:-1], "empty": b"{}"}[spoiled]
    return sign_item(by, target=base64url_decode(assignment.process), tags=tags, data=data)


def draw_bundle(draw: st.DrawFn, entries: Sequence[Entry], *, wrong_one_in: int = 4) -> bytes:
    """Draw a bundle of entries; now and then one thing in it is not as a host writes it."""
    at = choose(draw, range(len(entries))) if entries and seldom(draw, wrong_one_in) else -1
    items: list[Item] = []
    for position, each in enumerate(entries):
        wrong = choose(draw, _WRONG_PARTS) if position == at else ""
        kind = choose(draw, (b"Message", b"Note", b"assignment")) if wrong == "type" else ASSIGNMENT
        by = STRANGER if wrong == "by" else HOST
        form = wrong if wrong in {"space", "cut", "empty"} else ""
        said = _statement(each.assignment, each.signature, by, kind, form)
        if wrong == "forged":
            said = replace(said, data=said.data + b" ")
        carried = _parsed(each.item)
        parts = {
            "no message": [said],
            "no assignment": [carried],
            "behind": [said, carried],
            "twice": [carried, said, said],
            "forged message": [replace(carried, data=b"[]"), said],
        }
        items += parts.get(wrong, [carried, said])
    return serialize_bundle(items)


_WRONG_PARTS: Final = (
    "type", "by", "space", "cut", "empty", "forged", "no message", "no assignment", "behind",
    "twice", "forged message",
)  # fmt: skip

_TAGS: Final = (
    (*BUNDLE_TAGS, (b"App-Name", b"test")),
    BUNDLE_TAGS[::-1],
    BUNDLE_TAGS[:1],
    BUNDLE_TAGS[1:],
    (BUNDLE_TAGS[0], (b"Bundle-Version", b"1.0.0")),
    ((b"Bundle-Format", b"json"), BUNDLE_TAGS[1]),
)
"""Other tags than a host writes; with the first two of them it is a bundle still."""


def draw_post(draw: st.DrawFn, entries: Sequence[Entry]) -> bytes:
    """Draw an item that brings a bundle into a block; now and then it does not quite."""
    tags = choose(draw, _TAGS) if seldom(draw, 8) else BUNDLE_TAGS
    posted = serialize_item(_posted(tags, draw_bundle(draw, entries, wrong_one_in=8)))
    return posted[:-1] + b"!" if seldom(draw, 24) else posted


@lru_cache(maxsize=REMEMBERED)
def _posted(tags: tuple[tuple[bytes, bytes], ...], bundle: bytes) -> Item:
    return sign_item(HOST, tags=tags, data=bundle)


def draw_pair(draw: st.DrawFn, seat: Seat, world: World) -> tuple[Assignment, Assignment]:
    """Draw two assignments that are equal but for a member or two."""
    one = draw_entry(draw, seat, world).assignment
    other = one
    for _ in range(choose(draw, (0, 1, 1, 1, 2))):
        field, value = choose(draw, _MEMBERS)
        other = replace(other, **{field: value})
    return one, other


_MEMBERS: Final[tuple[tuple[str, Any], ...]] = (
    *(pair for pair in WRONG if pair[0] != "by"),
    ("slot", Nat(7)),
    ("term", Nat(3)),
    ("height", Nat(5)),
    ("timestamp", Nat(NOW + 1)),
)
