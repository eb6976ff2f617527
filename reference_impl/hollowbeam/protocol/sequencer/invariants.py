"""What is true of every reachable lane. Proofs, property tests and the simulator share these."""

from __future__ import annotations

from hollowbeam.kernel.vocabulary import Digest, Nat
from hollowbeam.protocol.relayer.admission import Pair
from hollowbeam.protocol.sequencer.admission import is_admissible
from hollowbeam.protocol.sequencer.state import Lane


def queue_is_sound(lane: Lane) -> bool:
    """INV-SEQ-0: the marks of the queue lie inside it."""
    return (lane.relays <= lane.count) & (lane.first <= lane.count)


def relays_wait_last(lane: Lane, index: Nat) -> bool:
    """INV-SEQ-1: what waits before the mark of the relays is no relay."""
    is_relay = lane.waiting.get(index).is_relay
    return (index >= lane.relays) | (is_relay ^ True)


def none_before_is_admissible(lane: Lane, index: Nat) -> bool:
    """INV-SEQ-2: no item that was passed over could be assigned now."""
    return (index >= lane.first) | (is_admissible(lane, lane.waiting.get(index)) ^ True)


def digest_stands_in_the_log(lane: Lane, digest: Digest) -> bool:
    """INV-SEQ-3: the number of a digest is that of a slot of the log."""
    return lane.assigned.get(digest) <= lane.slot


def slots_are_unique(lane: Lane, one: Digest, other: Digest) -> bool:
    """INV-SEQ-4: no slot was given to two digests."""
    number = lane.assigned.get(one)
    return (number == 0) | (number != lane.assigned.get(other)) | (one == other)


def relays_take_slots(lane: Lane) -> bool:
    """INV-SEQ-5: no more relays were counted than there are slots."""

    def counted(_: Pair, sequence: Nat) -> Nat:
        return sequence

    total: Nat = lane.received.sum(counted)
    return total <= lane.slot
