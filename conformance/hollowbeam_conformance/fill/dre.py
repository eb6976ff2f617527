"""Cases of room dre, in their order of dependence.

A case looks at what its clause is about and at nothing else, so that a finding names the clause
that is broken; a history at the end compares everything.
"""

from __future__ import annotations

from hollowbeam_conformance.fill import (
    dre_acting,
    dre_following,
    dre_lasting,
    dre_returning,
    dre_sending,
)
from hollowbeam_conformance.fill.cases import Case
from hollowbeam_conformance.fill.dre_scene import Book

ORDER = (
    # A process comes to be, and acts.
    dre_following.begun,
    dre_acting.spawned,
    dre_acting.results,
    dre_acting.calls,
    # The log that it follows.
    dre_following.foreign,
    dre_following.misplaced,
    dre_following.hosts,
    dre_following.anchors,
    dre_following.items,
    # What it sends.
    dre_sending.numbers,
    dre_sending.funding,
    # Errors, and what the kernel lets act.
    dre_returning.errors,
    dre_sending.fields,
    dre_following.voids,
    dre_acting.expiry,
    dre_acting.unborn,
    dre_acting.spawned_again,
    dre_acting.prices,
    dre_acting.spawn_needs_no_stake,
    dre_acting.stakes,
    dre_acting.not_spawned,
    dre_acting.modules,
    dre_returning.bounces,
    dre_sending.reserved,
    dre_sending.quotas,
    dre_sending.deep,
    dre_returning.traps,
    dre_returning.gas,
    # What waits.
    dre_sending.erred_numbers,
    dre_returning.parked,
    dre_returning.redelivered,
    dre_acting.redelivered_without_stake,
    # What lasts.
    dre_lasting.equivocations,
    dre_lasting.reading,
    dre_lasting.looking,
    dre_lasting.branches,
    dre_sending.children,
    dre_lasting.born_of_a_process,
    dre_lasting.snapshots,
    dre_lasting.branches_after_going_back,
    dre_lasting.evaluated_again,
    dre_lasting.guarantees,
    dre_lasting.convictions,
    dre_lasting.history,
)
"""What is judged, one group after the other."""


def cases() -> tuple[Case, ...]:
    """Fill in all cases of the room."""
    book = Book()
    for add in ORDER:
        add(book)
    return book.cases()
