"""Sorted rings inside a Map: to insert at a known place, to remove, to find the least.

A ring is a list from its place zero through ascending keys back to place zero. Its least key stands
after zero, its greatest before. An empty ring is nothing but defaults. All work is constant.
"""

from __future__ import annotations

from dataclasses import replace

from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.errors import Reason, require
from hollowbeam.kernel.transition import implements
from hollowbeam.kernel.vocabulary import ZERO, Nat
from hollowbeam_contracts.ucm.state import LinkKey, Node, Side

Links = Map[LinkKey, Node]


def first(links: Links, side: Side, ring: Nat) -> Nat:
    """Give the least key of a ring, or zero where it is empty."""
    return links.get((side, ring, ZERO)).after


def last(links: Links, side: Side, ring: Nat) -> Nat:
    """Give the greatest key of a ring, or zero where it is empty."""
    return links.get((side, ring, ZERO)).before


@implements("UCM-18")
def insert(links: Links, side: Side, ring: Nat, place: Nat, key: Nat) -> Links:
    """Put a key directly after a place, where nothing but a verified place will do.

    Rejects: STALE_HINT (UCM-18) if the place is not in the ring, or the key does not belong there.
    """
    left = links.get((side, ring, place))
    require((place == 0) | left.is_open, Reason.STALE_HINT)
    follows = (place < key) & ((left.after == 0) | (key < left.after))
    require(follows, Reason.STALE_HINT)
    links = links.set((side, ring, place), replace(left, after=key))
    right = links.get((side, ring, left.after))
    links = links.set((side, ring, left.after), replace(right, before=key))
    return links.set((side, ring, key), Node(is_open=True, after=left.after, before=place))


def remove(links: Links, side: Side, ring: Nat, key: Nat) -> Links:
    """Take a key out of a ring; its neighbours join."""
    node = links.get((side, ring, key))
    left = links.get((side, ring, node.before))
    links = links.set((side, ring, node.before), replace(left, after=node.after))
    right = links.get((side, ring, node.after))
    links = links.set((side, ring, node.after), replace(right, before=node.before))
    return links.set((side, ring, key), Node())
