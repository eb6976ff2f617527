"""What is true of every reachable state of a relayer and of the ledger of cranks."""

from __future__ import annotations

from hollowbeam.kernel.actor import Kind
from hollowbeam.kernel.transition import select
from hollowbeam.kernel.vocabulary import ZERO, Nat
from hollowbeam.protocol.relayer.crank import CrankId, Cranks, Phase, Purse, PurseId
from hollowbeam.protocol.relayer.funding import Origin
from hollowbeam.protocol.relayer.learning import least_budget
from hollowbeam.protocol.relayer.state import Delivery, Lane, Progress, RelayerState, RelayKey


def in_flight(state: Cranks, crank: CrankId) -> Nat:
    """Add up the budgets of all purses of a crank."""

    def budget_in(_: PurseId, purse: Purse) -> Nat:
        return select(purse.crank == crank, purse.budget, ZERO)

    return Nat(state.purses.sum(budget_in))


def budget_is_accounted(state: Cranks, crank: CrankId) -> bool:
    """INV-RLY-1: funded = spent + refunded + in flight."""
    spent, refunded = state.spent.get(crank), state.refunded.get(crank)
    return state.funded.get(crank) == spent + refunded + in_flight(state, crank)


def purse_is_sound(state: Cranks, message: PurseId) -> bool:
    """INV-RLY-2: what was emitted can pay for itself and its Bounce, and what is done holds none.

    An open purse can pay all that it still emits, with fewer hops than its own.
    """
    purse, rates = state.purses.get(message), state.rates
    flying, opened = purse.phase == Phase.FLYING, purse.phase == Phase.OPEN
    whole = rates.step + rates.bounce
    pays = (purse.origin != Origin.RELAY) | (purse.budget >= whole)
    returns = (purse.origin != Origin.BOUNCE) | (purse.budget >= rates.bounce)
    gives = purse.budget >= purse.children * purse.gift
    emits = (purse.children == 0) | ((purse.gift >= whole) & (purse.left < purse.hops))
    empty = (purse.budget == 0) & (purse.children == 0)
    return (
        (flying & pays & returns & (purse.children == 0))
        | (opened & gives & emits)
        | ((purse.phase == Phase.CLOSED) & empty)
        | ((purse.phase == Phase.NONE) & (purse == Purse()))
    )


def delivery_is_sound(state: RelayerState, key: RelayKey) -> bool:
    """INV-RLY-3: a message that is known goes to a process and is funded; its past is past."""
    delivery = state.deliveries.get(key)
    least = least_budget(state.terms.rates, delivery.is_bounce)
    known = (delivery.kind == Kind.PROCESS) & (delivery.budget >= least)
    past = (delivery.guaranteed_at <= state.height) & (delivery.tried_at <= state.height)
    return select(delivery.progress == Progress.NONE, delivery == Delivery(), known & past)


def lane_is_sound(lane: Lane) -> bool:
    """INV-RLY-4: what is durable in a log was assigned."""
    return lane.settled <= lane.next
