"""Cases of room relayer, in their order of dependence.

First what a relay is and proves, then what a log admits, what a step costs, the ledger of a crank,
and last a relayer at work, which needs all of these.
"""

from __future__ import annotations

from hollowbeam_conformance.fill import (
    relayer_admission,
    relayer_cranks,
    relayer_duties,
    relayer_following,
    relayer_funding,
    relayer_learning,
    relayer_relays,
)
from hollowbeam_conformance.fill.cases import Case, CaseBook

ORDER = (
    # The relay.
    relayer_relays.identities,
    relayer_relays.items,
    relayer_relays.readings,
    relayer_relays.proven,
    relayer_relays.wallets,
    relayer_relays.networks,
    relayer_relays.sources,
    relayer_relays.targets,
    relayer_relays.inclusion,
    relayer_relays.attestations,
    # The log of a target.
    relayer_admission.admitted,
    relayer_admission.repeated,
    relayer_admission.skipped,
    relayer_admission.evaluators,
    relayer_admission.durability,
    relayer_admission.guarantees,
    relayer_admission.precedence,
    # Budgets.
    relayer_funding.terms,
    relayer_funding.prices,
    relayer_funding.budgets,
    relayer_funding.hops,
    relayer_funding.failures,
    relayer_cranks.starts,
    relayer_cranks.evaluations,
    relayer_cranks.emissions,
    relayer_cranks.closings,
    relayer_cranks.failures,
    relayer_cranks.ping_pong,
    # A relayer: what it knows, then what it does.
    relayer_learning.clock,
    relayer_learning.learned,
    relayer_learning.unproven,
    relayer_learning.unfunded,
    relayer_learning.durable,
    relayer_learning.guaranteed,
    relayer_following.observed,
    relayer_following.settled,
    relayer_following.rewound,
    relayer_following.charges,
    relayer_duties.deliverable,
    relayer_duties.sends,
    relayer_duties.posts,
    relayer_duties.faults,
)
"""What is judged, one group after the other."""


def cases() -> tuple[Case, ...]:
    """Fill in all cases of the room."""
    book = CaseBook("relayer")
    for add in ORDER:
        add(book)
    return book.cases()
