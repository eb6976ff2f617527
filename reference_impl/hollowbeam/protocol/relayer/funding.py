"""What a step costs, and how the rest is given on with what it emits (RLY-17 to RLY-21).

Everything that follows from a root message is paid by its budget, hop by hop, before it is sent:
whatever is in an outbox can be evaluated, and can come back.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, unique

from hollowbeam.kernel.actor import Kind
from hollowbeam.kernel.errors import Reason, require
from hollowbeam.kernel.transition import implements, select
from hollowbeam.kernel.vocabulary import ZERO, Nat


@unique
class Origin(StrEnum):
    """Where the message of a step comes from: a wallet, an outbox, or an outbox as a Bounce."""

    ROOT = "ROOT"
    RELAY = "RELAY"
    BOUNCE = "BOUNCE"


@dataclass(frozen=True, slots=True)
class Rates:
    """What is paid for evaluating a message, and for evaluating the Bounce of one."""

    step: Nat
    bounce: Nat


@dataclass(frozen=True, slots=True)
class Funding:
    """What becomes of the budget of a step: spent + refunded + gifts = budget.

    ``gift`` is the budget of each message to a process, ``hops`` are its hops.
    """

    spent: Nat
    refunded: Nat
    gift: Nat
    hops: Nat


@implements("RLY-17")
def rates_are_sound(rates: Rates) -> bool:
    """Say whether every evaluation costs something, so that no crank is for ever."""
    return (rates.step >= 1) & (rates.bounce >= 1)


@implements("RLY-18")
def price(rates: Rates, origin: Origin) -> Nat:
    """Give what evaluating a message costs."""
    return rates.bounce if origin == Origin.BOUNCE else rates.step


@implements("RLY-18", "RLY-19", "RLY-20")
def fund(rates: Rates, origin: Origin, budget: Nat, hops: Nat, emitted: Nat) -> Funding:
    """Pay for a step that took effect, and give each message that it emits an equal share.

    ``emitted`` counts the messages to processes; a message to a wallet costs nothing.

    Rejects: OUT_OF_BUDGET (RLY-19), OUT_OF_HOPS (RLY-20).
    """
    cost = price(rates, origin)
    require(budget >= cost, Reason.OUT_OF_BUDGET)
    rest = Nat(budget - cost)
    if emitted == 0:
        return Funding(spent=cost, refunded=rest, gift=ZERO, hops=ZERO)
    require(hops > 0, Reason.OUT_OF_HOPS)
    gift = Nat(rest // emitted)
    require(gift >= rates.step + rates.bounce, Reason.OUT_OF_BUDGET)
    return Funding(spent=cost, refunded=Nat(rest - gift * emitted), gift=gift, hops=Nat(hops - 1))


@implements("RLY-18", "RLY-21")
def fund_failure(rates: Rates, origin: Origin, budget: Nat, hops: Nat) -> Funding:
    """Pay for a step that erred; a relay other than a Bounce gives all the rest to its Bounce.

    Total: a budget below the price is spent to its end. A Bounce needs no hops.
    """
    spent = min(price(rates, origin), budget)
    rest = Nat(budget - spent)
    if origin == Origin.RELAY:
        left = select(hops > 0, Nat(hops - 1), ZERO)
        return Funding(spent=spent, refunded=ZERO, gift=rest, hops=left)
    return Funding(spent=spent, refunded=rest, gift=ZERO, hops=ZERO)


def share_of(funding: Funding, kind: Kind) -> tuple[Nat, Nat]:
    """Give the budget and the hops of an emitted message: none of either for a wallet."""
    if kind == Kind.PROCESS:
        return funding.gift, funding.hops
    return ZERO, ZERO
