"""The domain of room sequencer: lanes that requests lead to, and what their hosts may be asked."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from hypothesis import strategies as st

from hollowbeam.kernel.actor import Kind
from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.errors import Rejection
from hollowbeam.kernel.vocabulary import (
    ZERO,
    Address,
    AssignmentHash,
    BlockId,
    Digest,
    MessageId,
    Nat,
    ProcessId,
)
from hollowbeam.protocol.commitments import Anchor, Assignment
from hollowbeam.protocol.relayer.admission import Evidence, Facts, Pair
from hollowbeam.protocol.relayer.envelope import Claims
from hollowbeam.protocol.sequencer.admission import assign, settle
from hollowbeam.protocol.sequencer.lane import open_lane
from hollowbeam.protocol.sequencer.state import (
    NO_RELAY,
    OPEN,
    Head,
    Header,
    Lane,
    Published,
    Request,
    Route,
    Waiting,
)
from hollowbeam_models.domains.sequencer_moves import moves, starts
from hollowbeam_models.strategies import Aim, Domain, pool, values

__all__ = ["moves", "sequencer", "sequencer_aims", "starts"]

NETWORK: Final = pool()[0]
HOST: Final = Address(pool()[1])
PROCESS: Final = ProcessId(pool()[0])
SOURCES: Final = [ProcessId(name) for name in pool(2)]
BLOCKS: Final = [BlockId(name) for name in pool()]
DIGESTS: Final = [Digest(name) for name in pool(6)]
ASSIGNMENT: Final = AssignmentHash(pool()[0])
MOST_WAITING: Final = 4
MOST_STEPS: Final = 5
FEW: Final = st.integers(0, 2).map(Nat)
PROVEN: Final = Claims(
    Kind.PROCESS,
    on_network=True,
    of_source=True,
    to_target=True,
    included=True,
    attested=True,
)
MET: Final = Evidence(HOST, durable=True, surviving=ASSIGNMENT, guaranteed=True)


def relay_facts(source: ProcessId, branch: Nat, sequence: Nat) -> Facts:
    """Give the facts of a relay that lacks nothing."""
    target = Address(PROCESS)
    return Facts(PROVEN, source, branch, target, sequence, HOST, ASSIGNMENT, MET)


def request_of(waiting: Waiting, at: Nat) -> Request:
    """Bring an item that waits."""
    facts = relay_facts(waiting.source, waiting.branch, waiting.sequence)
    return Request(
        message=MessageId(waiting.digest),
        digest=waiting.digest,
        is_addressed=True,
        is_relay=waiting.is_relay,
        relay=facts if waiting.is_relay else NO_RELAY,
        timestamp=at,
    )


def items() -> st.SearchStrategy[Waiting]:
    """Draw an item: a message, or a relay of one of a few pairs."""
    digests = st.sampled_from(DIGESTS)
    relays = st.builds(
        Waiting, digests, st.just(value=True), st.sampled_from(SOURCES), st.just(ZERO), FEW
    )
    return st.one_of(st.builds(Waiting, digests), relays)


@st.composite
def lanes(draw: st.DrawFn) -> Lane:
    """Draw a lane that some requests lead to, with items that wait; mostly at rest."""
    lane = open_lane(
        NETWORK,
        PROCESS,
        HOST,
        Anchor(draw(FEW), BLOCKS[0]),
        depth=draw(FEW),
        term=draw(FEW),
        since=draw(FEW),
    )
    for item in draw(st.lists(items(), max_size=MOST_STEPS)):
        with suppress(Rejection):
            lane = assign(lane, request_of(item, Nat(5))).state
    most = draw(st.sampled_from((0, MOST_WAITING, MOST_WAITING)))
    waiting = draw(st.lists(items(), max_size=most))
    waiting.sort(key=lambda item: item.is_relay)
    queue: Map[Nat, Waiting] = Map(Waiting())
    for number, item in enumerate(waiting):
        queue = queue.set(Nat(number), item)
    relays = Nat(sum(not item.is_relay for item in waiting))
    lane = replace(lane, waiting=queue, relays=relays, count=Nat(len(waiting)))
    return settle(lane) if draw(st.integers(0, 3)) else lane


def sequencer_aims(state: Any) -> list[Aim]:
    """Give what to aim at in a lane or at the end of a log: what comes next, and what shows it."""
    if isinstance(state, Head):
        return [_after(state)]
    if not isinstance(state, Lane):
        return []
    due = state.waiting.get(state.first)
    fresh = [Waiting(digest) for digest in DIGESTS if state.assigned.get(digest) == 0]
    pairs = [(source, ZERO, state.received.get(_pair(source))) for source in SOURCES]
    unused = [item.digest for item in fresh] or [DIGESTS[0]]
    relays = [Waiting(digest, True, *pairs[0]) for digest in unused]
    source, branch, sequence = pairs[0]
    later = [Waiting(digest, True, source, branch, Nat(sequence + 1)) for digest in unused]
    others = [Waiting(digest, True, *pairs[1]) for digest in unused[::-1]]
    known = [Waiting(digest) for digest in DIGESTS if state.assigned.get(digest)]
    single = [*fresh[:1], *relays[:1], due, *later[:1], *known[:1]]
    aims = [_aim(state, [request_of(item, state.since)]) for item in single]
    several = [*fresh[:2], *others[:1]]
    ordered = [*relays[:1], *later[1:2]]
    return [
        *aims,
        *(
            _aim(state, [request_of(item, state.since) for item in some])
            for some in (several, several, ordered, ordered)
        ),
    ]


def _pair(source: ProcessId) -> Pair:
    return (source, ZERO, Address(PROCESS))


def _aim(lane: Lane, requests: Sequence[Request]) -> Aim:
    """Aim at some requests, at an entry that holds the first, and at the next block."""
    if not requests:
        return {}
    request = requests[0]
    made = Assignment(
        network=lane.network,
        process=lane.process,
        slot=lane.slot,
        term=lane.term,
        message=request.message,
        digest=request.digest,
        height=lane.height,
        block=lane.block,
        timestamp=request.timestamp,
        previous=lane.head,
    )
    route = Route(lane.host, ZERO, OPEN)
    begun = Route(HOST, lane.slot, OPEN)
    relay = request.relay
    shown = Published(
        signer=lane.host,
        route=route,
        is_seen=True,
        message=request.message,
        digest=request.digest,
        is_addressed=True,
        is_relay=request.is_relay,
        source=relay.source,
        branch=relay.branch,
        sequence=relay.sequence,
    )
    height = Nat(lane.height + 1)
    header = Header(height, BLOCKS[1], lane.block, Nat(7), Nat(height + lane.depth))
    moved = replace(made, height=height, block=BLOCKS[1])
    return {
        Request: requests,
        Assignment: [made, made, moved, replace(made, slot=Nat(lane.slot + 1))],
        Published: [shown],
        Header: [header, replace(header, tip=Nat(height + lane.depth + 1))],
        Route: [begun],
        Address: [HOST],
        Digest: [*(each.digest for each in requests), *DIGESTS],
        Nat: [lane.first, Nat(lane.term + 1), lane.height, ZERO],
        BlockId: [lane.block, BLOCKS[2]],
        str: [lane.network],
    }


def _after(head: Head) -> Aim:
    """Aim at what links to the end of a log."""
    previous = head.hash if head.slot else AssignmentHash(PROCESS)
    made = Assignment(
        network=NETWORK,
        process=PROCESS,
        slot=head.slot,
        term=head.term,
        message=MessageId(DIGESTS[0]),
        digest=DIGESTS[0],
        height=head.height,
        block=BLOCKS[0],
        timestamp=ZERO,
        previous=previous,
    )
    shown = Published(
        signer=HOST,
        route=Route(HOST, ZERO, OPEN),
        is_seen=True,
        message=made.message,
        digest=made.digest,
        is_addressed=True,
        is_relay=False,
        source=PROCESS,
        branch=ZERO,
        sequence=ZERO,
    )
    later = replace(made, term=Nat(head.term + 1), height=Nat(head.height + 1))
    return {Assignment: [made, later], Published: [shown], str: [NETWORK]}


@cache
def sequencer() -> Domain:
    """Give the domain of room sequencer: lanes arbitrary, and such as requests lead to."""
    small = st.integers(0, 9).map(Nat)
    headers = st.builds(Head, small, values(AssignmentHash), FEW, FEW)
    inputs: dict[Any, st.SearchStrategy[Any]] = {Head: headers, Waiting: items()}
    reached = lanes()
    states = st.one_of(reached, reached, reached, values(Lane, inputs))
    return MappingProxyType({**inputs, Lane: states})
