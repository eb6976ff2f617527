"""What survives every host: the logs as they lie in confirmed bundles (SEQ-25 to SEQ-27)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.errors import Rejection
from hollowbeam.kernel.transition import implements
from hollowbeam.kernel.vocabulary import (
    NOBODY,
    ZERO,
    Address,
    AssignmentHash,
    BlockId,
    Nat,
    ProcessId,
)
from hollowbeam.protocol.arweave import NO_BLOCK, Block
from hollowbeam.protocol.commitments import (
    Anchor,
    Assignment,
    Entry,
    assignment_hash,
    is_signed,
    signer_of,
)
from hollowbeam.protocol.message.signing import read_item
from hollowbeam.protocol.relayer.admission import Evidence, attester
from hollowbeam.protocol.relayer.envelope import Relay
from hollowbeam.protocol.sequencer.bundles import bundles_in, entries_in
from hollowbeam.protocol.sequencer.lane import follow, link
from hollowbeam.protocol.sequencer.reading import Known, read_request
from hollowbeam.protocol.sequencer.state import NO_ASSIGNMENT, Head, Lane, Published, Route

Routes: TypeAlias = Map[tuple[ProcessId, Nat], Route]
"""Who hosts a process in a term."""

Seen: TypeAlias = Map[Nat, BlockId]
"""The blocks that a reader sees, by height."""


Candidates: TypeAlias = list[tuple[Assignment, Published]]
"""Entries with what they show, in the order in which they were confirmed."""


@dataclass(frozen=True, slots=True)
class Durable:
    """All logs as far as they lie in blocks up to an anchor.

    ``loose`` are entries that come after one that is not there yet.
    """

    slots: Map[tuple[ProcessId, Nat], AssignmentHash]
    heads: Map[ProcessId, Head]
    seen: Seen
    loose: tuple[tuple[Assignment, Published], ...] = ()


def nothing_durable(anchor: Anchor) -> Durable:
    """Begin at an anchor, before any bundle."""
    seen = Map.of(NO_BLOCK, {anchor.height: anchor.block})
    return Durable(Map(NO_ASSIGNMENT), Map(Head()), seen)


@implements("SEQ-25")
def observe(durable: Durable, network: str, routes: Routes, block: Block) -> Durable:
    """Read the bundles of the next confirmed block."""
    durable = replace(durable, seen=durable.seen.set(block.height, block.id))
    loose = list(durable.loose)
    for bundle in bundles_in(block.items):
        for entry in entries_in(bundle):
            loose += _shown(entry, network, routes, durable.seen)
    by_slot: dict[tuple[ProcessId, Nat], Candidates] = {}
    for candidate in loose:
        by_slot.setdefault((candidate[0].process, candidate[0].slot), []).append(candidate)
    for process in dict.fromkeys(assignment.process for assignment, _ in loose):
        durable = _linked(durable, network, process, by_slot)
    heads = durable.heads
    later = (each for each in loose if each[0].slot > heads.get(each[0].process).slot)
    return replace(durable, loose=tuple(later))


def _linked(
    durable: Durable,
    network: str,
    process: ProcessId,
    by_slot: dict[tuple[ProcessId, Nat], Candidates],
) -> Durable:
    """Link to the log of a process whatever follows, of each slot the first that does."""
    head, slots = durable.heads.get(process), durable.slots
    while True:
        for assignment, shown in by_slot.get((process, head.slot), []):
            try:
                longer = link(head, network, assignment, shown).state
            except Rejection:
                continue
            slots = slots.set((process, assignment.slot), longer.hash)
            head = longer
            break
        else:
            return replace(durable, slots=slots, heads=durable.heads.set(process, head))


def _shown(
    entry: Entry, network: str, routes: Routes, seen: Seen
) -> Iterator[tuple[Assignment, Published]]:
    try:
        yield entry.assignment, show(entry, network, routes, seen)
    except Rejection:
        return


@implements("SEQ-17", "SEQ-18", "SEQ-22", "SEQ-23")
def show(entry: Entry, network: str, routes: Routes, seen: Seen) -> Published:
    """Reduce a published entry to what its log asks of it.

    Rejects: what is wrong with its item: as ``read_item`` (MSG-1 to MSG-15), as ``read_request``.
    """
    assignment, signature = entry.assignment, entry.signature
    signed = is_signed(signature, assignment_hash(assignment))
    item = read_item(entry.item)
    request = read_request(item, network, assignment.process, ZERO, unknown)
    facts = request.relay
    return Published(
        signer=signer_of(signature) if signed else NOBODY,
        route=routes.get((assignment.process, assignment.term)),
        is_seen=seen.get(assignment.height) == assignment.block,
        message=request.message,
        digest=request.digest,
        is_addressed=request.is_addressed
        and (not request.is_relay or facts.target == Address(assignment.process)),
        is_relay=request.is_relay,
        source=facts.source,
        branch=facts.branch,
        sequence=facts.sequence,
    )


def unknown(_: Relay) -> Evidence:
    """Know nothing of the source of a relay, as who reads a log need not."""
    return Evidence(host=NOBODY, durable=False, surviving=NO_ASSIGNMENT, guaranteed=False)


@implements("SEQ-27")
def rebuild(lane: Lane, bundles: Iterable[bytes], routes: Routes, seen: Seen) -> Lane:
    """Read the log of a lane from bundles, in the order in which they were confirmed.

    ``lane`` is as it was opened. Of the entries of a slot the first that links counts. The lane
    ends where the log does; what waits at its anchor is for ``host.resume``.
    """
    by_slot: dict[Nat, Candidates] = {}
    for bundle in bundles:
        for entry in entries_in(bundle):
            if entry.assignment.process == lane.process:
                for assignment, shown in _shown(entry, lane.network, routes, seen):
                    by_slot.setdefault(assignment.slot, []).append((assignment, shown))
    while (longer := _longer(lane, by_slot.get(lane.slot, []))) is not None:
        lane = longer
    return lane


def _longer(lane: Lane, candidates: Candidates) -> Lane | None:
    for assignment, shown in candidates:
        try:
            return follow(lane, assignment, shown).state
        except Rejection:
            continue
    return None


@implements("SEQ-26")
def has_supermajority(signed: Nat, total: Nat) -> bool:
    """Say whether more than two thirds of the weight of the sequencers signed."""
    return 3 * signed > 2 * total


@implements("SEQ-25", "SEQ-26")
def survivor(
    bundled: AssignmentHash, named: AssignmentHash, signed: Nat, total: Nat
) -> AssignmentHash:
    """Give the assignment of a slot that survives: that in a bundle, else that of the weight.

    Empty if the slot may still be lost. ``named`` is what so much weight signed.
    """
    if bundled != NO_ASSIGNMENT:
        return bundled
    return named if has_supermajority(signed, total) else NO_ASSIGNMENT


@implements("SEQ-9")
def hosts_of(routes: Routes, process: ProcessId) -> dict[Nat, Address]:
    """Give who hosts a process in each of its terms."""
    return {term: route.host for (named, term), route in routes.items() if named == process}


@implements("SEQ-9", "SEQ-25", "SEQ-26")
def known_from(
    durable: Durable,
    routes: Routes,
    is_guaranteed: Callable[[Relay], bool],
    signed: Nat = ZERO,
    total: Nat = ZERO,
) -> Known:
    """Give what is known of a relay's source by an anchor.

    ``signed`` of the ``total`` weight of the sequencers signed the assignment that the relay names.
    """

    def known(relay: Relay) -> Evidence:
        result = relay.attestation.result
        signer = signer_of(relay.attestation.signature)
        bundled = durable.slots.get((result.process, result.slot))
        surviving = survivor(bundled, result.assignment, signed, total)
        return Evidence(
            host=attester(signer, hosts_of(routes, result.process), result.term),
            durable=surviving != NO_ASSIGNMENT,
            surviving=surviving,
            guaranteed=is_guaranteed(relay),
        )

    return known
