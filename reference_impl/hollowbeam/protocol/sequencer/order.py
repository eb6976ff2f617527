"""The order in which the items of one block are assigned (SEQ-10)."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from hollowbeam.kernel.encoding import base64url_decode
from hollowbeam.kernel.transition import implements
from hollowbeam.kernel.vocabulary import BlockId, Nat


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item of a block stands: relays last, then the number of its owner, then the place.

    No two items of a block have one position.
    """

    is_relay: bool
    group: Nat
    position: Nat


@implements("SEQ-10")
def group_of(block: BlockId, owner: bytes) -> Nat:
    """Give the number of an owner in a block: nobody knows it before the block is mined."""
    return Nat(int.from_bytes(sha256(base64url_decode(block) + owner).digest(), "big"))


@implements("SEQ-10")
def precedes(one: Place, other: Place) -> bool:
    """Say whether an item is assigned before another of its block."""
    alike = one.is_relay == other.is_relay
    sooner = (one.is_relay ^ True) & other.is_relay
    by_group = one.group < other.group
    by_position = (one.group == other.group) & (one.position < other.position)
    return sooner | (alike & (by_group | by_position))
