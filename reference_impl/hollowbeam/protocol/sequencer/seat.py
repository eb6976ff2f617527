"""A host at work: a lane with what its host knows, and what it is asked to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.dispatch import dispatch
from hollowbeam.kernel.encoding import Json, base64url
from hollowbeam.kernel.records import to_json
from hollowbeam.kernel.transition import Step, implements
from hollowbeam.kernel.vocabulary import ZERO, Address, Nat, ProcessId, ResultHash
from hollowbeam.kernel.wallets import Ed25519Wallet, Wallet
from hollowbeam.protocol.arweave import Block, anchor_of
from hollowbeam.protocol.commitments import (
    Anchor,
    Assignment,
    Entry,
    Signature,
    Tick,
    result_hash,
    sign,
    tick_hash,
)
from hollowbeam.protocol.message.signing import address_of
from hollowbeam.protocol.relayer.envelope import Relay
from hollowbeam.protocol.sequencer import host, lane
from hollowbeam.protocol.sequencer.admission import settle
from hollowbeam.protocol.sequencer.bundles import bundles_in, entries_in, post, write_bundle
from hollowbeam.protocol.sequencer.durable import (
    Durable,
    Routes,
    known_from,
    nothing_durable,
    observe,
    rebuild,
    show,
)
from hollowbeam.protocol.sequencer.reading import Known
from hollowbeam.protocol.sequencer.state import Lane, Route


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a process in the registry: its host, and its slots, ``end`` excluded."""

    process: ProcessId
    term: Nat
    host: Address
    begin: Nat
    end: Nat


@dataclass(frozen=True, slots=True)
class Genesis:
    """What a host begins with. ``seed`` is that of its Ed25519 key, ``depth`` in blocks."""

    network: str
    process: ProcessId
    seed: bytes
    term: Nat
    depth: Nat
    anchor: Anchor
    since: Nat
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Seat:
    """A host of one process. ``opened`` is its lane as it was opened.

    ``guaranteed`` are the results that meet the guarantee of the process, as far as is known.
    """

    wallet: Wallet
    opened: Lane
    lane: Lane
    routes: Routes
    durable: Durable
    guaranteed: frozenset[ResultHash]


@dataclass(frozen=True, slots=True)
class Advance:
    """A block, the height of the last one that is seen, and results whose guarantee is met now."""

    block: Block
    tip: Nat
    guaranteed: tuple[ResultHash, ...]


@dataclass(frozen=True, slots=True)
class Submit:
    """An item, and the weight that signed the assignment which it names if it is a relay."""

    item: bytes
    timestamp: Nat
    signed: Nat
    total: Nat


@dataclass(frozen=True, slots=True)
class Nothing:
    """No arguments."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Entries to be written as a bundle."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """A bundle to be read."""

    bundle: bytes


@dataclass(frozen=True, slots=True)
class Follow:
    """An entry that a host published."""

    entry: Entry


@dataclass(frozen=True, slots=True)
class Rebuild:
    """The confirmed blocks above the anchor at which the lane was opened, and further bundles."""

    blocks: tuple[Block, ...]
    bundles: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class TakeOver:
    """A later term, of which this host is the host."""

    term: Nat


@dataclass(frozen=True, slots=True)
class Compare:
    """Two assignments that one key signed."""

    one: Assignment
    other: Assignment


@dataclass(frozen=True, slots=True)
class Write:
    """An assignment whose place in the order is to be written."""

    assignment: Assignment


@dataclass(frozen=True, slots=True)
class SignedTick:
    """A tick as it is published."""

    tick: Tick
    signature: Signature


def begin(start: Genesis) -> Seat:
    """Open the lane of a process at an anchor."""
    routes: Routes = Map(Route())
    for each in start.terms:
        routes = routes.set((each.process, each.term), Route(each.host, each.begin, each.end))
    opened = lane.open_lane(
        start.network,
        start.process,
        routes.get((start.process, start.term)).host,
        start.anchor,
        depth=start.depth,
        term=start.term,
        since=start.since,
    )
    durable = nothing_durable(start.anchor)
    return Seat(Ed25519Wallet(start.seed), opened, opened, routes, durable, frozenset())


def known_to(seat: Seat, signed: Nat = ZERO, total: Nat = ZERO) -> Known:
    """Give what a host knows of the sources of relays at its anchor."""

    def is_guaranteed(relay: Relay) -> bool:
        return result_hash(relay.attestation.result) in seat.guaranteed

    return known_from(seat.durable, seat.routes, is_guaranteed, signed, total)


def advance(seat: Seat, action: Advance) -> Step[Seat]:
    """Take the next block as the anchor; what lies in it is durable from now on.

    Rejects: as ``host.advance``.
    """
    block = action.block
    seat = replace(
        seat,
        durable=observe(seat.durable, seat.lane.network, seat.routes, block),
        guaranteed=seat.guaranteed.union(action.guaranteed),
    )
    done = host.advance(seat.lane, block, action.tip, known_to(seat))
    return Step(replace(seat, lane=done.state))


def submit(seat: Seat, action: Submit) -> Step[Seat]:
    """Assign an item and sign its receipt; the effect is the entry.

    Rejects: NOT_HOST (SEQ-17), as ``host.submit``.
    """
    host.check_host(seat.lane, seat.wallet)
    known = known_to(seat, action.signed, action.total)
    done = host.submit(seat.lane, action.item, action.timestamp, known)
    entries = tuple(host.receipt(seat.wallet, made, action.item) for made in done.effects)
    return Step(replace(seat, lane=done.state), entries)


def tick(seat: Seat, _: Nothing) -> Step[Seat]:
    """Sign that there is nothing to assign.

    Rejects: NOT_HOST (SEQ-17), FORCED_FIRST (SEQ-11).
    """
    host.check_host(seat.lane, seat.wallet)
    done = lane.tick(seat.lane)
    ticks = (SignedTick(made, sign(seat.wallet, tick_hash(made))) for made in done.effects)
    return Step(replace(seat, lane=done.state), tuple(ticks))


def bundle(seat: Seat, action: Bundle) -> Step[Seat]:
    """Write entries as a bundle, and the item that brings it into a block."""
    written = write_bundle(seat.wallet, action.entries)
    posted = post(seat.wallet, action.entries)
    return Step(seat, out={"bundle": base64url(written), "item": base64url(posted)})


def read(seat: Seat, action: Read) -> Step[Seat]:
    """Read the entries of a bundle."""
    return Step(seat, out=[to_json(entry) for entry in entries_in(action.bundle)])


def follow(seat: Seat, action: Follow) -> Step[Seat]:
    """Add an entry that another published.

    Rejects: as ``show``, as ``lane.follow``.
    """
    entry = action.entry
    shown = show(entry, seat.lane.network, seat.routes, seat.durable.seen)
    done = lane.follow(seat.lane, entry.assignment, shown)
    return Step(replace(seat, lane=settle(done.state)))


@implements("SEQ-27")
def rebuild_from(seat: Seat, action: Rebuild) -> Step[Seat]:
    """Forget the lane, and read it again from the bundles in blocks and from others.

    The host stands at the anchor where the log ends; it goes on from there block by block.
    """
    opened = seat.opened
    seen = nothing_durable(Anchor(opened.height, opened.block)).seen
    bundles: list[bytes] = []
    for block in action.blocks:
        seen = seen.set(block.height, block.id)
        bundles += bundles_in(block.items)
    rebuilt = rebuild(opened, (*bundles, *action.bundles), seat.routes, seen)
    durable = nothing_durable(Anchor(opened.height, opened.block))
    for block in action.blocks:
        if block.height <= rebuilt.height:
            durable = observe(durable, opened.network, seat.routes, block)
    seat = replace(seat, lane=rebuilt, durable=durable)
    for block in action.blocks:
        if anchor_of(block) == Anchor(rebuilt.height, rebuilt.block):
            seat = replace(seat, lane=host.resume(rebuilt, block, known_to(seat)))
    return Step(seat)


def take_over(seat: Seat, action: TakeOver) -> Step[Seat]:
    """Begin a later term.

    Rejects: as ``lane.take_over``.
    """
    route = seat.routes.get((seat.lane.process, action.term))
    own = address_of(seat.wallet.owner)
    done = lane.take_over(seat.lane, action.term, route, own)
    return Step(replace(seat, lane=done.state))


def compare(seat: Seat, action: Compare) -> Step[Seat]:
    """Say whether two assignments of one key are a fault."""
    return Step(seat, out=lane.equivocates(action.one, action.other))


def write(seat: Seat, action: Write) -> Step[Seat]:
    """Write the place of an assignment as text."""
    return Step(seat, out=lane.sort_key(action.assignment))


OPERATIONS: dict[str, tuple[type[Any], Callable[[Seat, Any], Step[Seat]]]] = {
    "advance": (Advance, advance),
    "submit": (Submit, submit),
    "tick": (Nothing, tick),
    "bundle": (Bundle, bundle),
    "read": (Read, read),
    "follow": (Follow, follow),
    "rebuild": (Rebuild, rebuild_from),
    "take-over": (TakeOver, take_over),
    "equivocates": (Compare, compare),
    "sort-key": (Write, write),
}
"""What a host can be asked: the operation, its arguments, and what does it."""


def handle(seat: Seat, op: str, args: Json) -> Step[Seat]:
    """Do what is asked.

    Rejects: UNKNOWN_ACTION (STK-2), INVALID_INPUT (STK-3), and what the operation rejects.
    """
    return dispatch(OPERATIONS, op, args, seat)
