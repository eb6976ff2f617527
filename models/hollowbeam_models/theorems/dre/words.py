"""Words that the theorems of the DRE share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hollowbeam.kernel.errors import Reason, Rejection
from hollowbeam.protocol.dre.facts import Answer, Facts, Purpose, Rules
from hollowbeam.protocol.relayer.funding import Origin, price
from hollowbeam_models.theorem import both, implies


def attempt_of(answer: Answer, errs: bool) -> Callable[[], Answer]:
    """Give a handler that answers, or errs; nobody looks into it otherwise."""

    def attempt() -> Answer:
        if errs:
            raise Rejection(Reason.TRAP)
        return answer

    return attempt


def is_read(facts: Facts) -> Any:
    """Say what every message has that was read from an entry.

    Only wallets ask for redelivery, a Bounce spawns nothing, and what is void pays nothing.
    """
    return both(
        implies(facts.purpose == Purpose.REDELIVER, facts.origin == Origin.ROOT),
        implies(facts.origin == Origin.BOUNCE, facts.purpose == Purpose.ACT),
        implies(facts.is_admissible == False, facts.origin == Origin.ROOT),  # noqa: E712
        implies(facts.is_admissible == False, facts.budget == 0),  # noqa: E712
    )


def is_funded(facts: Facts, rules: Rules) -> Any:
    """Say what the kernel of its source saw to: a relay pays for itself and for its Bounce."""
    needed = rules.rates.step + rules.rates.bounce
    return both(
        implies(facts.origin == Origin.RELAY, facts.budget >= needed),
        implies(facts.origin == Origin.BOUNCE, facts.budget >= rules.rates.bounce),
    )


def affords(facts: Facts, rules: Rules) -> bool:
    """Say whether the budget pays for the step itself."""
    return facts.budget >= price(rules.rates, facts.origin)
