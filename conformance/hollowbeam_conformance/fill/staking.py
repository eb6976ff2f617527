"""Cases of room staking, in their order of dependence.

Each action is first judged where the rules about weight, time and reward cannot be seen, then those
rules one by one, by what was judged before. So a finding names the clause that is broken, where an
order by number would name whoever happens to need it first.
"""

from __future__ import annotations

from hollowbeam_conformance.fill import (
    staking_disputes,
    staking_emission,
    staking_entry,
    staking_faults,
    staking_inputs,
    staking_leaving,
    staking_ledger,
    staking_rewards,
    staking_slashing,
    staking_weights,
)
from hollowbeam_conformance.fill.cases import Case, CaseBook

ORDER = (
    # The way in, and transfers.
    staking_entry.genesis,
    staking_ledger.transfers,
    staking_entry.names,
    staking_inputs.inputs,
    staking_entry.anchors,
    staking_entry.epochs,
    staking_ledger.zero_amounts,
    staking_ledger.overdrafts,
    staking_ledger.routes,
    # Stake and its weight; a second stake shows both, so the first comes alone.
    staking_ledger.stakes,
    staking_weights.weights,
    staking_weights.rolling,
    staking_weights.moving,
    staking_ledger.more_stakes,
    staking_ledger.overdrawn_stakes,
    # Stake that leaves.
    staking_leaving.leaving_with_duties,
    staking_leaving.leaving_participants,
    staking_leaving.overdrawn_unstakes,
    staking_weights.leaving,
    staking_leaving.withdrawals,
    staking_weights.withdrawn,
    staking_leaving.nothing_to_withdraw,
    staking_leaving.waits,
    # Disputes, and what they hold.
    staking_disputes.opened,
    staking_disputes.id_taken,
    staking_disputes.participants,
    staking_disputes.judges,
    staking_disputes.unknown,
    staking_disputes.decided,
    staking_disputes.lapsed,
    staking_disputes.id_used,
    staking_ledger.overdrawn_deposits,
    staking_leaving.disputed,
    # Slashes without reward: the penalty alone.
    staking_slashing.commitments,
    staking_slashing.penalties,
    staking_slashing.reporters,
    staking_slashing.windows,
    staking_slashing.disputed_windows,
    staking_slashing.participants,
    staking_slashing.at_risk,
    staking_slashing.charges,
    staking_faults.differences,
    staking_faults.repeated,
    # Rewards.
    staking_rewards.amounts,
    staking_rewards.claims,
    staking_rewards.payments,
    staking_rewards.unknown,
    staking_rewards.open_claims,
    staking_faults.after_settling,
    staking_rewards.after_settling,
    # Emission.
    staking_emission.shares,
    staking_emission.without_weight,
    staking_emission.last_shares,
    staking_emission.again,
    staking_emission.capped,
)
"""What is judged, one group after the other."""


def cases() -> tuple[Case, ...]:
    """Fill in all cases of the room."""
    book = CaseBook("staking")
    for add in ORDER:
        add(book)
    return book.cases()
