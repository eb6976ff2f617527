"""Cases of room ucm, in their order of dependence.

Value comes in and goes out first, then orders rest alone, then they meet. So a finding names the
clause that is broken, where an order by number would name whoever happens to need it first.
"""

from __future__ import annotations

from hollowbeam_conformance.fill import (
    ucm_entry,
    ucm_market,
    ucm_matching,
    ucm_orders,
    ucm_transfers,
)
from hollowbeam_conformance.fill.cases import Case, CaseBook

ORDER = (
    # The way in, and deposits.
    ucm_entry.genesis,
    ucm_transfers.deposits,
    ucm_entry.names,
    ucm_entry.inputs,
    ucm_transfers.strangers,
    ucm_transfers.zero_amounts,
    # The way out, and what answers it.
    ucm_transfers.withdrawals,
    ucm_transfers.emissions,
    ucm_transfers.overdrafts,
    ucm_transfers.closed,
    ucm_transfers.restored,
    ucm_transfers.unknown,
    ucm_transfers.wrong,
    # Orders that rest.
    ucm_orders.first_orders,
    ucm_orders.prices,
    ucm_orders.fills,
    ucm_orders.minima,
    ucm_orders.unfunded,
    ucm_orders.queues,
    ucm_orders.cancelled,
    ucm_orders.hints,
    ucm_orders.not_cancelled,
    # Orders that meet.
    ucm_matching.fills,
    ucm_matching.priorities,
    ucm_matching.rests,
    ucm_matching.ends,
    ucm_market.unequal,
    ucm_matching.remainders,
    ucm_matching.buyers,
    ucm_matching.afterwards,
    # Market orders, and what went wrong elsewhere.
    ucm_market.sales,
    ucm_market.purchases,
    ucm_market.bounds,
    ucm_matching.bounds,
    ucm_matching.crossing,
    ucm_market.refusals,
    ucm_market.defects,
)
"""What is judged, one group after the other."""


def cases() -> tuple[Case, ...]:
    """Fill in all cases of the room."""
    book = CaseBook("ucm")
    for add in ORDER:
        add(book)
    return book.cases()
