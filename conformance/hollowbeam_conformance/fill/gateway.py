"""Cases of room gateway, in their order of dependence.

Following comes first, since what is served is what was followed; of it, what extends a log before
what is refused. Takeovers come when one term is judged, subscriptions last.
"""

from __future__ import annotations

from hollowbeam_conformance.fill import (
    gateway_following,
    gateway_returning,
    gateway_serving,
    gateway_successors,
    gateway_terms,
)
from hollowbeam_conformance.fill.cases import Case, CaseBook

ORDER = (
    # One term: entries that are next, seen, far, wrong.
    gateway_following.parameters,
    gateway_terms.beginnings,
    gateway_following.next_entries,
    gateway_serving.retention_of_one_term,
    gateway_following.duplicates,
    gateway_following.gaps,
    gateway_following.networks,
    gateway_following.items,
    gateway_following.terms,
    gateway_following.hosts,
    gateway_following.conflicts,
    gateway_following.chains,
    # Durable slots, and later terms.
    gateway_terms.confirmations,
    gateway_terms.survivors,
    gateway_terms.joined,
    gateway_terms.successions,
    gateway_successors.signers,
    gateway_successors.behind,
    gateway_terms.stale,
    gateway_successors.late_terms,
    gateway_terms.fences,
    gateway_successors.closed_terms,
    gateway_serving.retention_after_a_cut,
    gateway_successors.kept_after_a_cut,
    gateway_terms.other_branches,
    gateway_terms.durable,
    gateway_terms.one_log,
    # Subscriptions.
    gateway_serving.subscriptions,
    gateway_serving.deliveries,
    gateway_serving.up_to_date,
    gateway_serving.bounds,
    gateway_serving.acknowledgements,
    gateway_serving.full_queues,
    gateway_returning.kept_no_longer,
    gateway_returning.backfills,
    gateway_returning.cut_offs,
    gateway_returning.not_served,
    gateway_returning.resumptions,
    gateway_returning.rewritten,
)
"""What is judged, one group after the other."""


def cases() -> tuple[Case, ...]:
    """Fill in all cases of the room."""
    book = CaseBook("gateway")
    for add in ORDER:
        add(book)
    return book.cases()
