"""Sequences for the role sequencer: blocks, items, relays, entries, and hosts that come and go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final, TypeAlias

from hypothesis import strategies as st

from hollowbeam.kernel.encoding import Json, base64url, decimal
from hollowbeam.kernel.records import to_json
from hollowbeam.kernel.vocabulary import ZERO, Address, Nat
from hollowbeam.protocol.arweave import Block
from hollowbeam.protocol.commitments import Entry
from hollowbeam.protocol.message.signing import address_of
from hollowbeam.protocol.sequencer.seat import Seat
from hollowbeam.protocol.sequencer.state import NO_ASSIGNMENT
from hollowbeam_models.domains.choosing import choose, seldom
from hollowbeam_models.domains.sequencer_items import (
    SPAWN,
    World,
    small_world,
    spawned_world,
    whole_world,
)
from hollowbeam_models.domains.sequencer_logs import (
    draw_bundle,
    draw_entry,
    draw_log,
    draw_pair,
    draw_post,
    due_item,
    terms_of,
)
from hollowbeam_models.domains.spoiled import spoil
from hollowbeam_models.sequencer_world import (
    DEPTH,
    HOST,
    NOW,
    PROCESS,
    ROOT,
    SECOND,
    SOURCE,
    STRANGER,
    SUCCESSOR,
    block,
    block_id,
    digest_of,
    genesis,
    term,
)

Move: TypeAlias = tuple[str, dict[str, Any]]
"""An operation of the role, and its arguments."""

SIZES: Final = (0, 1, 2, 3, 5)
"""How many items lie in a block, beside a bundle."""

WEIGHTS: Final = ((3, 3), (3, 3), (0, 0), (0, 3), (2, 3), (67, 100), (66, 100))
"""Who signed the slot of a relay, and of how many: often all, and at the boundary."""

SPAWNED: Final = digest_of(SPAWN)

OFTEN: Final = {
    "submit": 12,
    "advance": 8,
    "follow": 5,
    "tick": 2,
    "rebuild": 3,
    "take-over": 1,
    "read": 3,
    "bundle": 1,
    "equivocates": 2,
    "sort-key": 1,
}
"""How often each operation is asked of a host that has nothing to hurry with."""

_NAMES: Final = tuple(name for name, times in OFTEN.items() for _ in range(times))
_DUE: Final = (*_NAMES, *["submit"] * 30)
_STANDBY: Final = (*(each for each in _NAMES if each not in {"submit", "tick"}), "submit", "tick")
_HEIR: Final = (*_STANDBY, *["take-over"] * 6, *["follow"] * 6)


def _names(seat: Seat) -> tuple[str, ...]:
    """Give what a host is asked: what is due, mostly, and of one that stands by, to follow."""
    lane, own = seat.lane, address_of(seat.wallet.owner)
    if lane.host == own:
        return _DUE if lane.first < lane.count else _NAMES
    return _HEIR if _own_terms(seat) else _STANDBY


def _own_terms(seat: Seat) -> list[int]:
    """List the later terms that are the host's own."""
    own, process = address_of(seat.wallet.owner), seat.lane.process
    later = (term for term in terms_of(seat) if term > seat.lane.term)
    return [term for term in later if seat.routes.get((process, Nat(term))).host == own]


@st.composite
def small_starts(draw: st.DrawFn) -> dict[str, Json]:
    """Draw a host of a process: its own, one that goes on with it, or one that stands by."""
    depth = choose(draw, (*range(DEPTH + 1), DEPTH))
    kept = choose(draw, (0, 0, 1, 1, 2, 3))
    match choose(draw, ("own", "own", "own", "later", "taken", "taken", "heirs", "standby")):
        case "later":
            return genesis(number=choose(draw, (1, 2, 3)), depth=depth)
        case "taken":
            terms = (term(HOST, end=kept), term(SUCCESSOR, 1, begin=kept))
            who = choose(draw, (SUCCESSOR, SUCCESSOR, STRANGER))
            return genesis(who=who, terms=terms, depth=depth)
        case "heirs":
            heir = term(SUCCESSOR, 1, process=SOURCE, begin=1)
            return genesis(terms=(term(HOST), heir), depth=depth)
        case "standby":
            return genesis(who=STRANGER, terms=(term(HOST),), depth=depth)
        case _:
            return genesis(depth=depth)


@st.composite
def starts(draw: st.DrawFn) -> dict[str, Json]:
    """Draw a host as in ``small_starts``, or in overlapping terms, or of a spawned process."""
    if seldom(draw, 6):
        who, depth = choose(draw, (STRANGER, SUCCESSOR, HOST)), choose(draw, range(DEPTH + 1))
        return genesis(who=who, terms=(term(HOST), term(SUCCESSOR, 1)), depth=depth)
    start: dict[str, Any] = draw(small_starts())
    if seldom(draw, 10):
        own = [each for each in start["terms"] if each["process"] == PROCESS]
        moved = [{**each, "process": SPAWNED} for each in own]
        return {**start, "process": SPAWNED, "terms": moved}
    return start


def moves(role: Any) -> st.SearchStrategy[Move]:
    """Draw what a host may be asked, aimed at its lane; now and then it is wrong."""
    seat: Seat = role.seat
    return _moves(seat, spawned_world() if seat.lane.process == SPAWNED else whole_world())


def small_moves(seat: Seat, ops: tuple[str, ...]) -> st.SearchStrategy[Move]:
    """Draw some of the operations, in the world of which a few lists can tell all."""
    return _small_moves(seat, ops)


@st.composite
def _small_moves(draw: st.DrawFn, seat: Seat, ops: tuple[str, ...]) -> Move:
    op = choose(draw, [name for name in _names(seat) if name in ops])
    return op, _ARGS[op](draw, seat, small_world())


@st.composite
def _moves(draw: st.DrawFn, seat: Seat, world: World) -> Move:
    op = choose(draw, _names(seat))
    move = op, _ARGS[op](draw, seat, world)
    return _misshapen(draw, move) if seldom(draw, 24) else move


def _misshapen(draw: st.DrawFn, move: Move) -> Move:
    """Spoil the form of a move; its arguments stay an object, as every request has it."""
    op, spoiled = spoil(draw, (move[0], {"input": move[1]}))
    return (op, spoiled["input"]) if isinstance(spoiled["input"], dict) else move


def _item(draw: st.DrawFn, seat: Seat, world: World) -> bytes:
    """Draw an item to be handed in: what is due, mostly; else often the next of a pair."""
    due = due_item(seat, world)
    if due is not None and not seldom(draw, 3):
        return due
    kind = choose(draw, (*["message", "next", "durable"] * 3, "relay", "relay", "other", "broken"))
    relays = _relays(seat, world, ahead=0)
    if kind == "durable":
        relays = _latest(seat, world, relays) or relays
    if kind in {"next", "durable"} and relays:
        return choose(draw, relays)
    if kind == "relay" and world.relays:
        return choose(draw, tuple(world.relays))
    known = {"other": world.others, "broken": world.broken}.get(kind, ())
    return choose(draw, known or world.messages)


def _relays(seat: Seat, world: World, ahead: int) -> list[bytes]:
    """List the relays that come next in their pairs, or so many after the next."""
    received = seat.lane.received
    return [
        relay
        for relay, carried in world.relays.items()
        if 0 <= carried.sequence - received.get((SOURCE, carried.branch, Address(PROCESS))) <= ahead
    ]


def _is_durable(seat: Seat, world: World, relay: bytes) -> bool:
    return seat.durable.slots.get((SOURCE, world.relays[relay].slot)) != NO_ASSIGNMENT


def _latest(seat: Seat, world: World, relays: list[bytes]) -> list[bytes]:
    """Keep the relays of durable slots, those of the last slot again."""
    durable = [each for each in relays if _is_durable(seat, world, each)]
    last = max((world.relays[each].slot for each in durable), default=ZERO)
    return [*durable, *(each for each in durable if world.relays[each].slot == last)]


def _submit(draw: st.DrawFn, seat: Seat, world: World) -> dict[str, Json]:
    since = seat.lane.since
    at = choose(draw, (*[NOW] * 8, since, since, max(since - 1, 0), 10**13 - 1, 10**13))
    item = _item(draw, seat, world)
    is_durable = item in world.relays and _is_durable(seat, world, item)
    signed, total = (0, 0) if is_durable and seldom(draw, 2) else choose(draw, WEIGHTS)
    return {
        "item": base64url(item),
        "timestamp": decimal(at),
        "signed": decimal(signed),
        "total": decimal(total),
    }


def _lying(draw: st.DrawFn, seat: Seat, world: World) -> list[bytes]:
    """Draw what lies in a block for the process: messages, relays, or some of everything."""
    usual = (*world.messages, *world.messages, *world.relays, *world.others, *world.broken)
    near = _relays(seat, world, ahead=1)
    pools = (world.messages, near, _latest(seat, world, near), tuple(world.relays), usual)
    pool = choose(draw, [each for each in pools if each])
    return [choose(draw, pool) for _ in range(choose(draw, SIZES))]


def _logs(draw: st.DrawFn, seat: Seat, world: World) -> list[bytes]:
    """Draw bundles in a block: of the log of the source, and now and then of the own log.

    Often they fill the place at which the log of the source stands.
    """
    if not world.logs:
        return [choose(draw, world.bundles)] if world.bundles and seldom(draw, 2) else []
    slot = seat.durable.heads.get(SOURCE).slot
    due = [each for each in world.logs if each[0].assignment.slot == slot]
    posted = [
        draw_post(draw, choose(draw, due if due and seldom(draw, 3) else world.logs))
        for _ in range(choose(draw, (0, 1, 1, 2)))
    ]
    if seldom(draw, 4):
        posted.append(draw_post(draw, draw_log(draw, seat, world, (), ROOT)))
    return posted


def _advance(draw: st.DrawFn, seat: Seat, world: World) -> dict[str, Json]:
    lane = seat.lane
    below = replace(ROOT, height=lane.height, id=lane.block, timestamp=lane.since)
    items = (*_logs(draw, seat, world), *_lying(draw, seat, world))
    to = block(below, *items, later=choose(draw, (0, SECOND, SECOND)))
    tip = to.height + lane.depth + choose(draw, (0, 0, 1, 5))
    match choose(draw, (*[""] * 20, "skip", "same", "back", "previous", "tip", "tip")):
        case "skip":
            to = replace(to, height=Nat(to.height + 1))
            tip += 1
        case "same":
            to = replace(to, height=lane.height)
        case "back":
            to = replace(to, height=Nat(max(lane.height - 1, 0)))
        case "previous":
            to = replace(to, previous=block_id("another"))
        case "tip":
            tip = choose(draw, (to.height + lane.depth - 1, to.height))
    met = choose(draw, (world.met, world.met, world.met, world.met[:1], world.met[1:], ()))
    return {"block": to_json(to), "tip": decimal(max(tip, 0)), "guaranteed": list(met)}


def _follow(draw: st.DrawFn, seat: Seat, world: World) -> dict[str, Json]:
    return {"entry": to_json(draw_entry(draw, seat, world))}


def _rebuild(draw: st.DrawFn, seat: Seat, world: World) -> dict[str, Json]:
    """Draw a chain of up to two blocks, and bundles of a log at them; sometimes of rivals."""
    logs = [draw_log(draw, seat, world, (), ROOT)]
    blocks: list[Block] = []
    bundles: list[bytes] = []
    for _ in range(choose(draw, (0, 1, 1, 2))):
        items = [*_logs(draw, seat, world), *_lying(draw, seat, world)]
        if seldom(draw, 2):
            items.append(draw_post(draw, logs[-1]))
        blocks.append(block(blocks[-1] if blocks else ROOT, *items))
        before: list[Entry] = [each for log in logs for each in log]
        logs.append(draw_log(draw, seat, world, before, blocks[-1]))
    if seldom(draw, 3):
        logs.append(draw_log(draw, seat, world, (), ROOT))
    for log in logs:
        cut = choose(draw, range(len(log) + 1))
        bundles += [draw_bundle(draw, part) for part in (log[:cut], log[cut:]) if part]
    if seldom(draw, 3):
        bundles.reverse()
    return {
        "blocks": [to_json(each) for each in blocks],
        "bundles": [base64url(raw) for raw in bundles],
    }


def _take_over(draw: st.DrawFn, seat: Seat, _: World) -> dict[str, Json]:
    number, own = seat.lane.term, _own_terms(seat)
    if own and not seldom(draw, 3):
        return {"term": decimal(choose(draw, own))}
    return {"term": decimal(choose(draw, (1, *terms_of(seat), number, number + 1)))}


def _tick(_: st.DrawFn, __: Seat, ___: World) -> dict[str, Json]:
    return {}


def _bundle(draw: st.DrawFn, seat: Seat, world: World) -> dict[str, Json]:
    return {"entries": [to_json(each) for each in draw_log(draw, seat, world, (), ROOT)]}


def _read(draw: st.DrawFn, seat: Seat, world: World) -> dict[str, Json]:
    raw = draw_bundle(draw, draw_log(draw, seat, world, (), ROOT), wrong_one_in=2)
    cut = choose(draw, (1, 40)) if seldom(draw, 8) else 0
    return {"bundle": base64url(raw[: len(raw) - cut])}


def _equivocates(draw: st.DrawFn, seat: Seat, world: World) -> dict[str, Json]:
    one, other = draw_pair(draw, seat, world)
    return {"one": to_json(one), "other": to_json(other)}


def _sort_key(draw: st.DrawFn, seat: Seat, world: World) -> dict[str, Json]:
    return {"assignment": to_json(draw_entry(draw, seat, world).assignment)}


_ARGS: Final[dict[str, Callable[[st.DrawFn, Seat, World], dict[str, Json]]]] = {
    "submit": _submit,
    "advance": _advance,
    "follow": _follow,
    "tick": _tick,
    "rebuild": _rebuild,
    "take-over": _take_over,
    "read": _read,
    "bundle": _bundle,
    "equivocates": _equivocates,
    "sort-key": _sort_key,
}
