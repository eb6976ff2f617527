"""What a client looks up in the book before it orders. None of it is trusted."""

from __future__ import annotations

from hollowbeam.kernel.vocabulary import ZERO, Nat
from hollowbeam_contracts.ucm.book import best_rank, rank_of
from hollowbeam_contracts.ucm.rings import first
from hollowbeam_contracts.ucm.state import LEVELS, Side, UcmState


def hint_for(state: UcmState, side: Side, price: Nat) -> Nat:
    """Find the price of the next better level of a side, zero if there is none.

    It walks the levels from the best one, so it takes as many steps as there are better ones.
    """
    rank, found = rank_of(side, price), ZERO
    here = best_rank(state.links, side)
    while here and here < rank:
        found = here
        here = state.links.get((side, LEVELS, here)).after
    return rank_of(side, found) if found else ZERO


def prices(state: UcmState, side: Side) -> list[Nat]:
    """List the prices of a side that are open, from the best on."""
    found: list[Nat] = []
    here = best_rank(state.links, side)
    while here:
        found.append(rank_of(side, here))
        here = state.links.get((side, LEVELS, here)).after
    return found


def queue(state: UcmState, side: Side, price: Nat) -> list[Nat]:
    """List the numbers of the orders at a price, from the oldest on."""
    rank = rank_of(side, price)
    found: list[Nat] = []
    here = first(state.links, side, rank)
    while here:
        found.append(here)
        here = state.links.get((side, rank, here)).after
    return found
