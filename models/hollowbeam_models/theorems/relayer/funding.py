"""Theorems: what is emitted is paid for, the way there and the way back."""

from __future__ import annotations

from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import Nat
from hollowbeam.protocol.relayer.funding import (
    Origin,
    Rates,
    fund,
    fund_failure,
    price,
    rates_are_sound,
)
from hollowbeam_models.theorem import assume, implies, prove, theorem


@theorem(
    "THM-RLY-10",
    clauses=("RLY-18", "RLY-19", "RLY-20"),
    about=(fund, price),
    rejects=(Reason.OUT_OF_BUDGET, Reason.OUT_OF_HOPS),
)
def every_emission_and_its_bounce_are_funded(
    rates: Rates, origin: Origin, budget: Nat, hops: Nat, emitted: Nat
) -> None:
    """What a step spends, gives and refunds is its budget; each gift pays a step and a Bounce."""
    assume(rates_are_sound(rates))
    done = fund(rates, origin, budget, hops, emitted)
    given = done.gift * emitted
    prove(done.spent + done.refunded + given == budget, "nothing is made or lost")
    prove(done.refunded >= 0, "nothing is given twice")
    cost = rates.bounce if origin == Origin.BOUNCE else rates.step
    prove(done.spent == cost, "the price of the step is spent")
    if emitted > 0:
        prove(done.gift >= rates.step + rates.bounce, "each gift pays the way and the way back")
        prove(done.hops == hops - 1, "one hop less")
        prove(done.refunded < emitted, "only what cannot be shared goes back")
    else:
        prove(done.refunded == budget - cost, "without emissions all the rest goes back")


@theorem("THM-RLY-11", clauses=("RLY-19", "RLY-20"), about=(fund,), acceptance=True)
def a_step_that_can_pay_is_never_refused(
    rates: Rates, origin: Origin, budget: Nat, hops: Nat, emitted: Nat, gift: Nat
) -> None:
    """A budget that holds the price and a full gift for each message suffices, given a hop."""
    assume(rates_are_sound(rates))
    assume(gift >= rates.step + rates.bounce)
    assume(budget >= price(rates, origin) + gift * emitted)
    assume((hops > 0) | (emitted == 0))
    done = fund(rates, origin, budget, hops, emitted)
    prove(implies(emitted > 0, done.gift >= gift), "each is given at least so much")


@theorem("THM-RLY-12", clauses=("RLY-18", "RLY-21"), about=(fund_failure,), acceptance=True)
def a_failed_relay_can_always_come_back(
    rates: Rates, origin: Origin, budget: Nat, hops: Nat
) -> None:
    """A step that errs pays its price, and what came from an outbox returns with all the rest."""
    done = fund_failure(rates, origin, budget, hops)
    prove(done.spent + done.refunded + done.gift == budget, "nothing is made or lost")
    prove(done.spent == min(price(rates, origin), budget), "it pays the price, or all it has")
    if origin == Origin.RELAY:
        funded = budget >= rates.step + rates.bounce
        prove(implies(funded, done.gift >= rates.bounce), "its Bounce is funded")
        prove(done.refunded == 0, "nothing goes back before it")
        prove(done.hops == max(hops, 1) - 1, "one hop less, if there is one")
    else:
        prove(done.gift == 0, "a root and a Bounce do not bounce")
