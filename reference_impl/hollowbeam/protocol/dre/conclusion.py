"""The kernel's verdict on one message: whether it takes effect, and what becomes of its budget.

The handler stands in the middle as a function that nobody looks into. What the kernel decides
before and after it is here, over flat records.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final

from hollowbeam.kernel.errors import Reason, Rejection, require
from hollowbeam.kernel.transition import implements
from hollowbeam.kernel.vocabulary import ZERO, Nat
from hollowbeam.protocol.commitments import Status
from hollowbeam.protocol.dre.facts import Answer, Facts, Purpose, Rules
from hollowbeam.protocol.dre.state import Kernel, Life, Parking
from hollowbeam.protocol.relayer.funding import Funding, Origin, fund, fund_failure, price

NO_REASON: Final = ""


@unique
class Outbox(StrEnum):
    """What a slot leaves in its outbox."""

    EMPTY = "EMPTY"
    BOUNCE = "BOUNCE"
    EMISSIONS = "EMISSIONS"


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What became of a message. ``reason`` is empty where it took effect."""

    status: Status
    reason: str
    outbox: Outbox
    funding: Funding
    spawns: Nat


@implements("DRE-7", "DRE-8", "DRE-9", "DRE-10", "DRE-11", "DRE-12", "DRE-22")
def admit(kernel: Kernel, facts: Facts, rules: Rules) -> None:
    """Decide whether the handler is asked at all.

    Rejects, in this order: INADMISSIBLE (DRE-7); EXPIRED (DRE-8); NO_SUCH_PROCESS (DRE-9) before
    the Spawn, and ALREADY_SPAWNED (DRE-10) for another one after it; OUT_OF_BUDGET (RLY-19) below
    the price of the step; INSUFFICIENT_STAKE (STK-10) below the stake that is demanded (DRE-12);
    NOT_PARKED (DRE-22) for a redelivery of what is not parked.
    """
    require(facts.is_admissible, Reason.INADMISSIBLE)
    require((facts.expires == 0) | (facts.height <= facts.expires), Reason.EXPIRED)
    spawns, is_born = facts.purpose == Purpose.SPAWN, kernel.life == Life.BORN
    require(spawns | is_born, Reason.NO_SUCH_PROCESS)
    require((spawns & is_born) == False, Reason.ALREADY_SPAWNED)  # noqa: E712 - may be symbolic
    require(facts.budget >= price(rules.rates, facts.origin), Reason.OUT_OF_BUDGET)
    is_exempt = (facts.purpose != Purpose.ACT) | (facts.origin != Origin.ROOT)
    require(is_exempt | (facts.stake >= kernel.minimum_stake), Reason.INSUFFICIENT_STAKE)
    is_parked = kernel.parked.get(facts.identity).status == Parking.PARKED
    require((facts.purpose != Purpose.REDELIVER) | is_parked, Reason.NOT_PARKED)


@implements("DRE-14", "DRE-17", "DRE-18")
def pay(kernel: Kernel, facts: Facts, rules: Rules, answer: Answer) -> Funding:
    """Fund all that the handler emits, or nothing.

    Rejects, in this order: RESERVED_ACTION (DRE-17), SPAWN_QUOTA (DRE-18), then as ``fund``:
    OUT_OF_BUDGET (RLY-19), OUT_OF_HOPS (RLY-20).
    """
    require(answer.is_reserved == False, Reason.RESERVED_ACTION)  # noqa: E712 - may be symbolic
    require(kernel.spawned + answer.spawns <= rules.spawn_quota, Reason.SPAWN_QUOTA)
    return fund(rules.rates, facts.origin, facts.budget, facts.hops, answer.processes)


def succeeded(funding: Funding, answer: Answer) -> Conclusion:
    """Conclude that a message took effect."""
    return Conclusion(Status.OK, NO_REASON, Outbox.EMISSIONS, funding, answer.spawns)


@implements("DRE-15", "DRE-16")
def failed(facts: Facts, rules: Rules, reason: str) -> Conclusion:
    """Conclude that a message erred; a relay comes back, but a Bounce does not."""
    funding = fund_failure(rules.rates, facts.origin, facts.budget, facts.hops)
    outbox = Outbox.BOUNCE if facts.origin == Origin.RELAY else Outbox.EMPTY
    return Conclusion(Status.ERROR, reason, outbox, funding, ZERO)


@implements("DRE-15")
def conclude(
    kernel: Kernel, facts: Facts, rules: Rules, attempt: Callable[[], Answer]
) -> Conclusion:
    """Judge a message, asking the handler if the kernel lets it.

    ``attempt`` answers or raises a Rejection, whose reason is then the error. Total.
    """
    try:
        admit(kernel, facts, rules)
        answer = attempt()
        funding = pay(kernel, facts, rules, answer)
    except Rejection as refusal:
        return failed(facts, rules, refusal.reason.value)
    return succeeded(funding, answer)
