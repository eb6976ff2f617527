"""Theorems of rings: what inserting and removing keep, and that the first is the least."""

from __future__ import annotations

from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import Nat
from hollowbeam_contracts.ucm.rings import Links, first, insert, last, remove
from hollowbeam_contracts.ucm.state import Side
from hollowbeam_models.theorem import assume, both, either, every, implies, negate, prove, theorem
from hollowbeam_models.theorems.ucm.words import (
    assume_rings,
    is_at,
    is_in,
    is_same,
    prove_rings,
)


@theorem(
    "THM-UCM-40",
    clauses=("UCM-18", "UCM-19"),
    about=(insert,),
    rejects=(Reason.STALE_HINT,),
)
def inserting_adds_exactly_a_key(links: Links, side: Side, ring: Nat, place: Nat, key: Nat) -> None:
    """Whatever place is named, a key that is inserted stands where it belongs, and nothing else."""
    assume_rings(links)
    assume((key > 0) & negate(links.get((side, ring, key)).is_open))
    after = insert(links, side, ring, place, key)
    prove_rings(after)
    prove(
        every(
            after,
            lambda at, node: node.is_open == (links.get(at).is_open | is_at(at, side, ring, key)),
        ),
        "exactly the key is added",
    )
    prove(
        every(after, lambda at, node: is_in(at, side, ring) | is_same(node, links.get(at))),
        "other rings are as they were",
    )


@theorem("THM-UCM-41", clauses=("UCM-22",), about=(remove,))
def removing_takes_exactly_a_key(links: Links, side: Side, ring: Nat, key: Nat) -> None:
    """A key that is removed is gone from its ring, and nothing else is."""
    assume_rings(links)
    assume((key > 0) & links.get((side, ring, key)).is_open)
    after = remove(links, side, ring, key)
    prove_rings(after)
    prove(
        every(
            after,
            lambda at, node: (
                node.is_open == (links.get(at).is_open & negate(is_at(at, side, ring, key)))
            ),
        ),
        "exactly the key is gone",
    )
    prove(
        every(after, lambda at, node: is_in(at, side, ring) | is_same(node, links.get(at))),
        "other rings are as they were",
    )


@theorem("THM-UCM-42", clauses=("UCM-23",), about=(first, last))
def the_first_is_the_least(links: Links, side: Side, ring: Nat, key: Nat) -> None:
    """What comes first in a ring is open and the least of all, what comes last the greatest."""
    assume_rings(links)
    least, greatest = first(links, side, ring), last(links, side, ring)
    is_open = links.get((side, ring, key)).is_open
    ends = links.get((side, ring, least)).before, links.get((side, ring, greatest)).after
    prove((ends[0] == 0) & (ends[1] == 0), "nothing lies beyond the ends")
    prove(implies(is_open, (least > 0) & (least <= key)), "none is less than the first")
    prove(implies(least > 0, links.get((side, ring, least)).is_open), "the first is there")
    prove(implies(is_open, (greatest >= key) & (key > 0)), "none is greater than the last")
    prove(implies(greatest > 0, links.get((side, ring, greatest)).is_open), "the last is there")


@theorem("THM-UCM-43", clauses=("UCM-18",), about=(insert,), acceptance=True)
def a_good_hint_is_accepted(links: Links, side: Side, ring: Nat, place: Nat, key: Nat) -> None:
    """A key is inserted after any place that stands before it with nothing in between."""
    assume_rings(links)
    assume((place < key) & negate(links.get((side, ring, key)).is_open))
    assume((place == 0) | links.get((side, ring, place)).is_open)
    between = links.get((side, ring, links.get((side, ring, place)).after))
    assume(
        every(
            links,
            lambda at, node: negate(
                both(is_in(at, side, ring), node.is_open, at[2] > place, at[2] < key)
            ),
        )
    )
    assume(either(between.is_open, negate(between.is_open)))
    after = insert(links, side, ring, place, key)
    prove(after.get((side, ring, key)).is_open, "accepted")
