"""Sequences for the role sequencer: blocks, items, relays, entries, and hosts that come and go."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any, Final, TypeAlias

from hypothesis import strategies as st

from hollowbeam.kernel.encoding import Json, base64url, decimal
from hollowbeam.kernel.records import to_json
from hollowbeam.kernel.vocabulary import AssignmentHash, BlockId, Digest, Nat
from hollowbeam.protocol.arweave import Block
from hollowbeam.protocol.commitments import Entry
from hollowbeam.protocol.sequencer.bundles import post, write_bundle
from hollowbeam.protocol.sequencer.state import Lane
from hollowbeam_models.sequencer_world import (
    ALICE,
    BOB,
    CAROL,
    DEPTH,
    HOST,
    MET,
    NOW,
    OUTBOX,
    PROCESS,
    ROOT,
    SECOND,
    SOURCE,
    SOURCE_ENTRY,
    SOURCE_HOST,
    STRANGER,
    SUCCESSOR,
    attested,
    block,
    block_id,
    digest_of,
    entry,
    genesis,
    log,
    message,
    relay,
    relayed,
    term,
)

Move: TypeAlias = tuple[str, dict[str, Any]]
"""An operation of the role, and its arguments."""

SIZES: Final = (0, 1, 3, 5)
"""How many items lie in a block, beside a bundle."""

WRONG_ONE_IN: Final = 6

MESSAGES: Final = tuple(message(who, number) for number in range(2) for who in (ALICE, BOB, CAROL))
RELAYS: Final = tuple(relay(index, by=by) for index in range(3) for by in (ALICE, BOB))
INHERITED: Final = {
    relayed(attested(SOURCE_ENTRY, *OUTBOX, by=who, term=Nat(number)), OUTBOX): (who, number)
    for who, number in ((SUCCESSOR, 0), (STRANGER, 0), (SOURCE_HOST, 1))
}
"""Relays of the first message, attested by another than the host: by whom, and in which term."""

FOREIGN: Final = (
    message(ALICE, 9, target=SOURCE),
    message(ALICE, 9, kind="Spawn"),
    message(ALICE, 9, network="hb-other"),
)
LOG: Final = tuple(log(*MESSAGES))
SOURCE_BUNDLE: Final = post(SOURCE_HOST, [SOURCE_ENTRY])


@cache
def by_digest() -> dict[str, bytes]:
    """Give each item of this world by its digest."""
    return {digest_of(item): item for item in (*MESSAGES, *RELAYS, *FOREIGN)}


@cache
def posted(begin: int, end: int) -> bytes:
    """Give the item that brings some slots of the log into a block."""
    return post(HOST, LOG[begin:end])


def starts() -> st.SearchStrategy[Json]:
    """Draw a host of the process, mostly in term 0 and mostly its own."""
    survivors = st.integers(0, 3)
    taken = survivors.map(
        lambda kept: genesis(
            who=SUCCESSOR, terms=(term(HOST, end=kept), term(SUCCESSOR, 1, begin=kept))
        )
    )
    depths = st.integers(0, DEPTH).map(lambda depth: genesis(depth=depth))
    terms = st.integers(1, 3).map(lambda number: genesis(number=number))
    standby = st.just(genesis(who=STRANGER, terms=(term(HOST),)))
    heirs = st.just(genesis(terms=(term(HOST), term(SUCCESSOR, 1, process=SOURCE, begin=1))))
    return st.one_of(
        st.just(genesis()), depths, depths, terms, taken, heirs, heirs, heirs, taken, standby
    )


def moves(role: Any) -> st.SearchStrategy[Move]:
    """Draw what a host may be asked, aimed at its lane; now and then it is wrong."""
    lane: Lane = role.seat.lane
    if lane.first < lane.count:
        due = by_digest().get(lane.waiting.get(lane.first).digest, MESSAGES[0])
        first = _submits(lane, st.just(due))
    else:
        first = _submits(lane, _items())
    usual = (first, first, first, _submits(lane, _items()), _advances(lane), _advances(lane))
    ticks: st.SearchStrategy[Move] = st.just(("tick", {}))
    inherited = _submits(lane, st.sampled_from(sorted(INHERITED)))
    others = (
        ticks,
        _follows(lane),
        _follows(lane),
        _rebuilds(),
        _takeovers(lane),
        inherited,
        inherited,
    )
    return st.one_of(*usual, *usual, *others, _bundles(), _reads(), _compares(lane), _texts(lane))


def _items() -> st.SearchStrategy[bytes]:
    return st.one_of(
        st.sampled_from(MESSAGES),
        st.sampled_from(RELAYS),
        st.sampled_from(RELAYS[:2]),
        st.sampled_from((*MESSAGES, *FOREIGN)),
    )


@st.composite
def _submits(draw: st.DrawFn, lane: Lane, items: st.SearchStrategy[bytes]) -> Move:
    usual = (NOW, NOW, NOW, lane.since, lane.since)
    edges = (max(lane.since - 1, 0), 10**13 - 1, 10**13)
    at = draw(st.sampled_from((*usual, *edges)))
    signed, total = draw(st.sampled_from(((3, 3), (3, 3), (0, 0), (2, 3), (67, 100))))
    args: dict[str, Any] = {
        "item": base64url(draw(items)),
        "timestamp": decimal(at),
        "signed": decimal(signed),
        "total": decimal(total),
    }
    return "submit", args


@st.composite
def _blocks(draw: st.DrawFn, lane: Lane) -> Block:
    """Draw the block that comes next; its items are messages, relays, and bundles of others."""
    size = draw(st.sampled_from(SIZES))
    chosen = draw(st.lists(_items(), min_size=size, max_size=size))
    if draw(st.booleans()):
        chosen.append(draw(st.sampled_from((SOURCE_BUNDLE, posted(0, 2), posted(2, 4)))))
    below = replace(ROOT, height=lane.height, id=lane.block, timestamp=lane.since)
    return block(below, *chosen, later=draw(st.sampled_from((0, SECOND, SECOND))))


@st.composite
def _advances(draw: st.DrawFn, lane: Lane) -> Move:
    to = draw(_blocks(lane))
    tip = to.height + lane.depth + draw(st.sampled_from((0, 0, 1, 5)))
    if draw(st.integers(1, WRONG_ONE_IN)) == 1:
        wrong = draw(st.sampled_from(("height", "same", "previous", "tip")))
        if wrong == "height":
            to = replace(to, height=Nat(to.height + 1))
        elif wrong == "same":
            to = replace(to, height=lane.height)
        elif wrong == "previous":
            to = replace(to, previous=block_id("another"))
        else:
            tip = to.height + lane.depth - 1
    met: list[Json] = [MET] if draw(st.integers(0, 3)) else []
    return "advance", {"block": to_json(to), "tip": decimal(max(tip, 0)), "guaranteed": met}


def _sampled(choices: tuple[tuple[str, Any], ...]) -> st.SearchStrategy[tuple[str, Any]]:
    return st.sampled_from(choices)


@st.composite
def _entries(draw: st.DrawFn, lane: Lane) -> Entry:
    """Draw an entry that links, or one with one thing wrong."""
    changes: dict[str, Any] = {
        "slot": lane.slot,
        "term": lane.term,
        "previous": lane.head,
        "height": lane.height,
        "block": lane.block,
    }
    by = HOST
    if draw(st.integers(1, 3)) == 1:
        wrong, value = draw(
            _sampled(
                (
                    ("slot", Nat(lane.slot + 1)),
                    ("slot", Nat(max(lane.slot - 1, 0))),
                    ("term", Nat(lane.term + 1)),
                    ("previous", AssignmentHash(SOURCE)),
                    ("height", Nat(max(lane.height - 1, 0))),
                    ("block", BlockId(SOURCE)),
                    ("digest", Digest(SOURCE)),
                    ("network", "hb-other"),
                    ("process", SOURCE),
                    ("by", STRANGER),
                    ("by", SUCCESSOR),
                )
            )
        )
        if wrong == "by":
            by = value
        else:
            changes[wrong] = value
    process = changes.pop("process", PROCESS)
    return entry(draw(_items()), by=by, process=process, **changes)


@st.composite
def _follows(draw: st.DrawFn, lane: Lane) -> Move:
    return "follow", {"entry": to_json(draw(_entries(lane)))}


@st.composite
def _rebuilds(draw: st.DrawFn) -> Move:
    """Draw a chain of a block or two, and bundles of the log in any order."""
    parts = draw(st.lists(st.sampled_from(((0, 2), (2, 4), (1, 3), (0, 1))), max_size=3))
    one = block(ROOT, *MESSAGES[: draw(st.integers(0, 2))], posted(0, draw(st.integers(0, 2))))
    half = entry(MESSAGES[0], at=one)
    rival = entry(MESSAGES[3])
    extra = draw(st.sampled_from(((), (half,), (rival,))))
    bundles = [write_bundle(HOST, LOG[begin:end]) for begin, end in parts]
    if extra:
        bundles.insert(draw(st.integers(0, len(bundles))), write_bundle(HOST, extra))
    blocks = [one][: draw(st.integers(0, 1))]
    return "rebuild", {
        "blocks": [to_json(each) for each in blocks],
        "bundles": [base64url(raw) for raw in bundles],
    }


def _takeovers(lane: Lane) -> st.SearchStrategy[Move]:
    numbers = st.sampled_from((1, 1, lane.term, lane.term + 1))
    return numbers.map(lambda number: ("take-over", {"term": decimal(number)}))


def _bundles() -> st.SearchStrategy[Move]:
    sizes = st.integers(0, 3)
    return sizes.map(lambda size: ("bundle", {"entries": [to_json(each) for each in LOG[:size]]}))


@st.composite
def _reads(draw: st.DrawFn) -> Move:
    raw = write_bundle(HOST, LOG[: draw(st.integers(0, 2))])
    cut = draw(st.sampled_from((0, 0, 0, 1, 40)))
    return "read", {"bundle": base64url(raw[: len(raw) - cut])}


@st.composite
def _compares(draw: st.DrawFn, lane: Lane) -> Move:
    one = draw(_entries(lane)).assignment
    other = draw(st.one_of(st.just(one), _entries(lane).map(lambda each: each.assignment)))
    return "equivocates", {"one": to_json(one), "other": to_json(other)}


@st.composite
def _texts(draw: st.DrawFn, lane: Lane) -> Move:
    return "sort-key", {"assignment": to_json(draw(_entries(lane)).assignment)}
