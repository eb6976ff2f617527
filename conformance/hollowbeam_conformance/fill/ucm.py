"""Cases of room ucm, in their order of dependence.

Value comes in and goes out first, then orders rest alone, then they meet. So a finding names the
clause that is broken, where an order by number would name whoever happens to need it first.
"""

from __future__ import annotations

from hollowbeam_conformance.fill import (
    ucm_answers,
    ucm_book,
    ucm_entry,
    ucm_market,
    ucm_matching,
    ucm_orders,
    ucm_remainders,
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
    ucm_answers.closed,
    ucm_answers.restored,
    ucm_answers.unknown,
    ucm_answers.wrong,
    # Orders that rest.
    ucm_orders.first_orders,
    ucm_orders.prices,
    ucm_orders.fills,
    ucm_orders.minima,
    ucm_orders.unfunded,
    ucm_book.queues,
    ucm_book.cancelled,
    ucm_book.hints,
    ucm_book.not_cancelled,
    # Orders that meet.
    ucm_matching.fills,
    ucm_matching.priorities,
    ucm_matching.rests,
    ucm_matching.ends,
    ucm_market.unequal,
    ucm_remainders.remainders,
    ucm_remainders.buyers,
    ucm_remainders.afterwards,
    # Market orders, and what went wrong elsewhere.
    ucm_market.sales,
    ucm_market.purchases,
    ucm_market.bounds,
    ucm_matching.bounds,
    ucm_remainders.crossing,
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
