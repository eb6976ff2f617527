"""From the bytes of an item to what a lane asks of it (SEQ-5, SEQ-10)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cmp_to_key
from typing import TypeAlias

from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.errors import Rejection
from hollowbeam.kernel.transition import implements
from hollowbeam.kernel.vocabulary import Address, BlockId, Nat, ProcessId
from hollowbeam.protocol.message.envelope import Kind, read_message
from hollowbeam.protocol.message.item import Item
from hollowbeam.protocol.message.signing import read_item
from hollowbeam.protocol.relayer.admission import Evidence, check_source, facts_of
from hollowbeam.protocol.relayer.envelope import Relay, check, read_relay
from hollowbeam.protocol.sequencer.order import Place, group_of, precedes
from hollowbeam.protocol.sequencer.state import NO_RELAY, Request, Waiting

Known: TypeAlias = Callable[[Relay], Evidence]
"""What a host knows of the source of a relay."""


@implements("SEQ-5")
def lane_of(item: Item, network: str) -> ProcessId:
    """Say into which lane an item belongs; the one that a Spawn makes has the Spawn's digest.

    Rejects: as ``read_message`` (MSG-22 to MSG-31), as ``read_relay``.
    """
    message = read_message(item, network)
    if message.kind is Kind.SPAWN:
        return ProcessId(message.digest)
    if message.kind is Kind.RELAY:
        return ProcessId(read_relay(item, network).message.target)
    return ProcessId(message.target or "")


@implements("SEQ-5", "SEQ-9")
def read_request(
    item: Item, network: str, process: ProcessId, timestamp: Nat, known: Known
) -> Request:
    """Reduce an item whose signature was verified to what its lane asks.

    Rejects: as ``read_message`` (MSG-22 to MSG-31), as ``read_relay``.
    """
    message = read_message(item, network)
    facts = NO_RELAY
    if message.kind is Kind.RELAY:
        relay = read_relay(item, network)
        facts = facts_of(relay, network, Address(process), known(relay))
    return Request(
        message=message.id,
        digest=message.digest,
        is_addressed=message.kind is Kind.RELAY or lane_of(item, network) == process,
        is_relay=message.kind is Kind.RELAY,
        relay=facts,
        timestamp=timestamp,
    )


@implements("SEQ-10")
def waiting_in(
    block: BlockId, items: tuple[bytes, ...], network: str, process: ProcessId, known: Known
) -> tuple[Map[Nat, Waiting], Nat, Nat]:
    """Give what waits for a process in a block, in forced order, how many precede relays, and all.

    An item that no lane of this process could ever admit under this anchor does not wait.
    """
    placed: list[tuple[Place, Waiting]] = []
    for position, raw in enumerate(items):
        for item, waiting in _waits(raw, network, process, known):
            group = group_of(block, item.owner)
            placed.append((Place(waiting.is_relay, group, Nat(position)), waiting))
    placed.sort(key=lambda each: _IN_ORDER(each[0]))
    queue: Map[Nat, Waiting] = Map(Waiting())
    for number, (_, waiting) in enumerate(placed):
        queue = queue.set(Nat(number), waiting)
    relays = sum(not place.is_relay for place, _ in placed)
    return queue, Nat(relays), Nat(len(placed))


def _compare(one: Place, other: Place) -> int:
    return -1 if precedes(one, other) else 1


_IN_ORDER = cmp_to_key(_compare)


def _waits(
    raw: bytes, network: str, process: ProcessId, known: Known
) -> Iterator[tuple[Item, Waiting]]:
    """Give the item if it waits for the process, else nothing."""
    try:
        item = read_item(raw)
        request = read_request(item, network, process, Nat(0), known)
        if request.is_relay:
            check(request.relay.claims)
            check_source(request.relay)
    except Rejection:
        return
    facts = request.relay
    if request.is_addressed:
        waiting = Waiting(
            request.digest, request.is_relay, facts.source, facts.branch, facts.sequence
        )
        yield item, waiting
