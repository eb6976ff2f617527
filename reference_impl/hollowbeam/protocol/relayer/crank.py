"""The ledger of cranks: at every cut, budget = spent + refunded + in flight (RLY-22 to RLY-26).

A crank is a root message and all that follows from it. Each of its messages has a *purse*. Whoever
evaluates need not keep this ledger; it says what all evaluations together come to.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum, unique
from typing import Final, NewType

from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.errors import Reason, require
from hollowbeam.kernel.transition import Step, implements
from hollowbeam.kernel.vocabulary import ZERO, Nat
from hollowbeam.protocol.relayer.funding import (
    Origin,
    Rates,
    fund,
    fund_failure,
    rates_are_sound,
)

CrankId = NewType("CrankId", str)
"""A crank: the digest of its root message."""

PurseId = NewType("PurseId", str)
"""A message with a budget: the digest of a root message, or an outbox identity."""

NO_CRANK: Final = CrankId("")


@unique
class Phase(StrEnum):
    """What became of a message: it is on its way, it was paid for and emits, it is done."""

    NONE = "NONE"
    FLYING = "FLYING"
    OPEN = "OPEN"
    CLOSED = "CLOSED"


@dataclass(frozen=True, slots=True)
class Purse:
    """The budget of one message.

    While it is open, ``children`` messages are still to be emitted, each with ``gift`` and
    ``left`` hops.
    """

    phase: Phase = Phase.NONE
    crank: CrankId = NO_CRANK
    origin: Origin = Origin.ROOT
    budget: Nat = ZERO
    hops: Nat = ZERO
    gift: Nat = ZERO
    left: Nat = ZERO
    children: Nat = ZERO


@dataclass(frozen=True, slots=True)
class Cranks:
    """What was put into each crank, what it spent and gave back, and each of its purses."""

    rates: Rates
    purses: Map[PurseId, Purse]
    funded: Map[CrankId, Nat]
    spent: Map[CrankId, Nat]
    refunded: Map[CrankId, Nat]


@dataclass(frozen=True, slots=True)
class Start:
    """A root message, or the redelivery of a parked Bounce: its budget enters the crank."""

    crank: CrankId
    message: PurseId
    budget: Nat
    hops: Nat


@dataclass(frozen=True, slots=True)
class Evaluate:
    """A message takes effect, and emits so many messages to processes."""

    message: PurseId
    emitted: Nat


@dataclass(frozen=True, slots=True)
class Emit:
    """One of the messages that an evaluated message emits."""

    message: PurseId
    child: PurseId


@dataclass(frozen=True, slots=True)
class Close:
    """An evaluated message has emitted all: what is left goes back."""

    message: PurseId


@dataclass(frozen=True, slots=True)
class Fail:
    """A message errs; ``bounce`` is the identity of its Bounce, if it has one."""

    message: PurseId
    bounce: PurseId


@implements("RLY-17")
def no_cranks(rates: Rates) -> Cranks:
    """Make the ledger in which nothing was started.

    Rejects: BAD_PARAMETERS (RLY-17).
    """
    require(rates_are_sound(rates), Reason.BAD_PARAMETERS)
    return Cranks(rates, purses=Map(Purse()), funded=Map(ZERO), spent=Map(ZERO), refunded=Map(ZERO))


@implements("RLY-22")
def start(state: Cranks, action: Start) -> Step[Cranks]:
    """Let a budget into a crank.

    Rejects: PURSE_EXISTS (RLY-22).
    """
    _require_new(state, action.message)
    purse = Purse(
        phase=Phase.FLYING,
        crank=action.crank,
        origin=Origin.ROOT,
        budget=action.budget,
        hops=action.hops,
    )
    return Step(
        replace(
            state,
            purses=state.purses.set(action.message, purse),
            funded=_more(state.funded, action.crank, action.budget),
        )
    )


@implements("RLY-23")
def evaluate(state: Cranks, action: Evaluate) -> Step[Cranks]:
    """Pay for a message that takes effect, and set aside what it gives to those that it emits.

    Rejects: NOT_IN_FLIGHT (RLY-23), OUT_OF_BUDGET (RLY-19), OUT_OF_HOPS (RLY-20).
    """
    purse = _flying(state, action.message)
    funding = fund(state.rates, purse.origin, purse.budget, purse.hops, action.emitted)
    paid = replace(
        purse,
        phase=Phase.OPEN,
        budget=Nat(purse.budget - funding.spent),
        gift=funding.gift,
        left=funding.hops,
        children=action.emitted,
    )
    return Step(
        replace(
            state,
            purses=state.purses.set(action.message, paid),
            spent=_more(state.spent, purse.crank, funding.spent),
        )
    )


@implements("RLY-24")
def emit(state: Cranks, action: Emit) -> Step[Cranks]:
    """Give an emitted message its share.

    Rejects: NOTHING_TO_EMIT (RLY-24), PURSE_EXISTS (RLY-22).
    """
    purse = state.purses.get(action.message)
    require(purse.children > 0, Reason.NOTHING_TO_EMIT)
    _require_new(state, action.child)
    rest = replace(purse, budget=Nat(purse.budget - purse.gift), children=Nat(purse.children - 1))
    child = Purse(
        phase=Phase.FLYING,
        crank=purse.crank,
        origin=Origin.RELAY,
        budget=purse.gift,
        hops=purse.left,
    )
    purses = state.purses.set(action.message, rest)
    return Step(replace(state, purses=purses.set(action.child, child)))


@implements("RLY-25")
def close(state: Cranks, action: Close) -> Step[Cranks]:
    """Give back what an evaluated message did not give on.

    Rejects: NOT_CLOSABLE (RLY-25).
    """
    purse = state.purses.get(action.message)
    require(purse.phase == Phase.OPEN, Reason.NOT_CLOSABLE)
    require(purse.children == 0, Reason.NOT_CLOSABLE)
    return Step(
        replace(
            state,
            purses=state.purses.set(action.message, _closed(purse)),
            refunded=_more(state.refunded, purse.crank, purse.budget),
        )
    )


@implements("RLY-26")
def fail(state: Cranks, action: Fail) -> Step[Cranks]:
    """Pay for a message that errs; the rest is its Bounce's if it came from an outbox, else back.

    Rejects: NOT_IN_FLIGHT (RLY-23), PURSE_EXISTS (RLY-22).
    """
    purse = _flying(state, action.message)
    funding = fund_failure(state.rates, purse.origin, purse.budget, purse.hops)
    purses = state.purses.set(action.message, _closed(purse))
    if purse.origin == Origin.RELAY:
        _require_new(state, action.bounce)
        bounce = Purse(
            phase=Phase.FLYING,
            crank=purse.crank,
            origin=Origin.BOUNCE,
            budget=funding.gift,
            hops=funding.hops,
        )
        purses = purses.set(action.bounce, bounce)
    return Step(
        replace(
            state,
            purses=purses,
            spent=_more(state.spent, purse.crank, funding.spent),
            refunded=_more(state.refunded, purse.crank, funding.refunded),
        )
    )


def _flying(state: Cranks, message: PurseId) -> Purse:
    """Find the purse of a message that is on its way.

    Rejects: NOT_IN_FLIGHT (RLY-23).
    """
    purse = state.purses.get(message)
    require(purse.phase == Phase.FLYING, Reason.NOT_IN_FLIGHT)
    return purse


def _require_new(state: Cranks, message: PurseId) -> None:
    """Refuse a message that has a purse.

    Rejects: PURSE_EXISTS (RLY-22).
    """
    require(state.purses.get(message).phase == Phase.NONE, Reason.PURSE_EXISTS)


def _closed(purse: Purse) -> Purse:
    """Empty a purse for good; it stays on record, so that no message is paid for twice."""
    return Purse(phase=Phase.CLOSED, crank=purse.crank, origin=purse.origin)


def _more(amounts: Map[CrankId, Nat], crank: CrankId, amount: Nat) -> Map[CrankId, Nat]:
    return amounts.set(crank, Nat(amounts.get(crank) + amount))
