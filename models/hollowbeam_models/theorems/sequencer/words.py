"""Words that the theorems of the sequencer share."""

from __future__ import annotations

from typing import Any

from hollowbeam.kernel.actor import Kind
from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import Address, Digest, Nat
from hollowbeam.protocol.commitments import Assignment
from hollowbeam.protocol.relayer.admission import Facts, Pair
from hollowbeam.protocol.sequencer.invariants import (
    digest_stands_in_the_log,
    none_before_is_admissible,
    queue_is_sound,
    relays_wait_last,
)
from hollowbeam.protocol.sequencer.state import (
    TIMESTAMP_LIMIT,
    Lane,
    Published,
    Request,
    Waiting,
)
from hollowbeam_models.theorem import both, implies

RELAY_REASONS = (
    Reason.NOT_RELAYABLE,
    Reason.WRONG_NETWORK,
    Reason.FOREIGN_LEAF,
    Reason.MISDIRECTED,
    Reason.NOT_INCLUDED,
    Reason.UNATTESTED,
    Reason.NOT_EVALUATOR,
    Reason.NOT_DURABLE,
    Reason.ABANDONED,
    Reason.NOT_GUARANTEED,
    Reason.ALREADY_RELAYED,
    Reason.OUT_OF_SEQUENCE,
)
"""Why a relay is refused."""

TURN_REASONS = (
    Reason.FORCED_FIRST,
    Reason.ALREADY_ASSIGNED,
    Reason.ALREADY_RELAYED,
    Reason.OUT_OF_SEQUENCE,
)
"""Why a good request is refused: it is not its turn."""

REASONS = (
    Reason.WRONG_PROCESS,
    Reason.BAD_TIMESTAMP,
    Reason.FORCED_FIRST,
    Reason.ALREADY_ASSIGNED,
    *RELAY_REASONS,
)
"""Why an assignment is refused."""

LINK_REASONS = (
    Reason.WRONG_NETWORK,
    Reason.NOT_HOST,
    Reason.FENCED,
    Reason.STALE_TERM,
    Reason.WRONG_SLOT,
    Reason.BROKEN_CHAIN,
    Reason.STALE_ANCHOR,
    Reason.UNKNOWN_ANCHOR,
    Reason.OTHER_MESSAGE,
    Reason.WRONG_PROCESS,
)
"""Why an entry is not linked."""


def is_sound(lane: Lane, index: Nat, digest: Digest) -> bool:
    """Say INV-SEQ-0 to INV-SEQ-3 of one waiting item and one digest."""
    return (
        queue_is_sound(lane)
        & relays_wait_last(lane, index)
        & none_before_is_admissible(lane, index)
        & digest_stands_in_the_log(lane, digest)
    )


def pair_of_relay(relay: Facts) -> Pair:
    """Name the pair of a relay."""
    return (relay.source, relay.branch, relay.target)


def is_in_time(lane: Lane, request: Request) -> bool:
    """The timestamp is not before the anchor's block, and has thirteen digits."""
    return (request.timestamp >= lane.since) & (request.timestamp < TIMESTAMP_LIMIT)


def proves_itself(relay: Facts) -> bool:
    """Everything holds that a relay shows."""
    claims = relay.claims
    return (
        (claims.kind == Kind.PROCESS)
        & claims.on_network
        & claims.of_source
        & claims.to_target
        & claims.included
        & claims.attested
    )


def has_good_source(relay: Facts) -> bool:
    """The source slot is durable and surviving, its evaluator is its host, its guarantee is met."""
    evidence = relay.evidence
    return (
        (relay.evaluator == evidence.host)
        & evidence.durable
        & (relay.assignment == evidence.surviving)
        & evidence.guaranteed
    )


def is_good(lane: Lane, request: Request) -> Any:
    """Nothing is wrong with a request but, perhaps, that it is not its turn."""
    relay = request.relay
    good_relay = proves_itself(relay) & has_good_source(relay)
    return both(
        request.is_addressed,
        is_in_time(lane, request),
        implies(request.is_relay, good_relay & (relay.target == Address(lane.process))),
    )


def is_next(lane: Lane, request: Request) -> Any:
    """The digest is new, and a relay is the next of its pair."""
    expected = lane.received.get(pair_of_relay(request.relay))
    fresh = lane.assigned.get(request.digest) == 0
    return both(fresh, implies(request.is_relay, request.relay.sequence == expected))


def stands_for(waiting: Waiting, request: Request) -> bool:
    """A waiting item is the one that a request brings."""
    relay = request.relay
    return (
        (waiting.digest == request.digest)
        & (waiting.is_relay == request.is_relay)
        & (waiting.source == relay.source)
        & (waiting.branch == relay.branch)
        & (waiting.sequence == relay.sequence)
    )


def is_published_by(lane: Lane, assignment: Assignment, shown: Published) -> bool:
    """The host of a lane published an assignment, and the reader sees its anchor."""
    route = shown.route
    return (
        (shown.signer == lane.host)
        & (route.host == lane.host)
        & (route.begin <= assignment.slot)
        & (assignment.slot < route.end)
        & shown.is_seen
        & shown.is_addressed
    )
