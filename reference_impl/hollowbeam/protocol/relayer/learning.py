"""What a relayer learns: messages, durable slots, guarantees, and the logs of targets."""

from __future__ import annotations

from dataclasses import replace

from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.errors import Reason, require
from hollowbeam.kernel.transition import Step, implements, select
from hollowbeam.kernel.vocabulary import Nat
from hollowbeam.protocol.relayer.admission import Pair, check_evaluator, next_after
from hollowbeam.protocol.relayer.envelope import check
from hollowbeam.protocol.relayer.funding import Rates, rates_are_sound
from hollowbeam.protocol.relayer.state import (
    Advance,
    Charge,
    Confirm,
    Delivery,
    Durable,
    Guarantee,
    Lane,
    Learn,
    Leave,
    Observe,
    Progress,
    RelayerState,
    RelayKey,
    Rewind,
    Settle,
    Take,
    Terms,
)


@implements("RLY-17")
def terms_are_sound(terms: Terms) -> bool:
    """Say whether evaluations cost something, and a relay is posted before its deadline."""
    return rates_are_sound(terms.rates) & (terms.patience < terms.deadline)


@implements("RLY-17")
def begin(terms: Terms) -> RelayerState:
    """Make the state of a relayer that knows nothing yet.

    Rejects: BAD_PARAMETERS (RLY-17).
    """
    require(terms_are_sound(terms), Reason.BAD_PARAMETERS)
    return RelayerState(
        terms=terms,
        deliveries=Map(Delivery()),
        slots=Map(Durable()),
        lanes=Map(Lane()),
        charges=Map(Charge()),
    )


@implements("RLY-27", "RLY-28")
def learn(state: RelayerState, action: Learn) -> Step[RelayerState]:
    """Take up a message, once its proof holds and it is funded.

    A message that is known is not replaced, unless the assignment that it came from is lost.

    Rejects: as ``check`` (RLY-4 to RLY-9), NOT_EVALUATOR (RLY-10), UNFUNDED (RLY-28),
    ALREADY_RELAYED (RLY-14), ALREADY_KNOWN (RLY-27).
    """
    check(action.claims)
    check_evaluator(action.evaluator, action.host)
    least = least_budget(state.terms.rates, action.is_bounce)
    require(action.budget >= least, Reason.UNFUNDED)
    lane = state.lanes.get((action.source, action.branch, action.target))
    require(action.sequence >= lane.settled, Reason.ALREADY_RELAYED)
    key: RelayKey = (action.source, action.branch, action.target, action.sequence)
    known = state.deliveries.get(key)
    unknown = known.progress == Progress.NONE
    require(unknown | is_lost(state, key), Reason.ALREADY_KNOWN)
    delivery = Delivery(
        progress=Progress.KNOWN,
        kind=action.claims.kind,
        is_bounce=action.is_bounce,
        budget=action.budget,
        slot=action.slot,
        assignment=action.assignment,
    )
    return Step(replace(state, deliveries=state.deliveries.set(key, delivery)))


@implements("RLY-28")
def least_budget(rates: Rates, is_bounce: bool) -> Nat:
    """Give what a message must bring: the price of its step and, unless it is one, its Bounce."""
    return select(is_bounce, rates.bounce, Nat(rates.step + rates.bounce))


@implements("RLY-27")
def is_lost(state: RelayerState, key: RelayKey) -> bool:
    """Say whether another assignment than the one that a message came from became durable."""
    delivery = state.deliveries.get(key)
    slot = state.slots.get((key[0], delivery.slot))
    return slot.durable & (slot.assignment != delivery.assignment)


@implements("RLY-29")
def confirm(state: RelayerState, action: Confirm) -> Step[RelayerState]:
    """Note that an assignment is durable; told again, nothing changes.

    Rejects: DURABLE_ELSE (RLY-29).
    """
    key = (action.process, action.slot)
    known = state.slots.get(key)
    if known.durable:
        require(known.assignment == action.assignment, Reason.DURABLE_ELSE)
        return Step(state)
    durable = Durable(durable=True, assignment=action.assignment, since=state.height)
    return Step(replace(state, slots=state.slots.set(key, durable)))


@implements("RLY-30")
def guarantee(state: RelayerState, action: Guarantee) -> Step[RelayerState]:
    """Note that a message's result meets the guarantee of its target; told again, nothing changes.

    Rejects: UNKNOWN_RELAY (RLY-30).
    """
    key: RelayKey = (action.source, action.branch, action.target, action.sequence)
    known = state.deliveries.get(key)
    is_known = (known.progress != Progress.NONE) & (known.assignment == action.assignment)
    require(is_known, Reason.UNKNOWN_RELAY)
    if known.guaranteed:
        return Step(state)
    met = replace(known, guaranteed=True, guaranteed_at=state.height)
    return Step(replace(state, deliveries=state.deliveries.set(key, met)))


@implements("RLY-31")
def observe(state: RelayerState, action: Observe) -> Step[RelayerState]:
    """Note that the target's log holds the next relay of a pair, whoever brought it.

    Rejects: as ``next_after``.
    """
    pair: Pair = (action.source, action.branch, action.target)
    lane = state.lanes.get(pair)
    seen = replace(lane, next=next_after(lane.next, action.sequence), since=state.height)
    return Step(replace(state, lanes=state.lanes.set(pair, seen)))


@implements("RLY-32")
def settle(state: RelayerState, action: Settle) -> Step[RelayerState]:
    """Forget a message whose relay lies in a durable slot of its target.

    Rejects: as ``next_after``, NOT_OBSERVED (RLY-32).
    """
    pair: Pair = (action.source, action.branch, action.target)
    lane = state.lanes.get(pair)
    settled = next_after(lane.settled, action.sequence)
    require(settled <= lane.next, Reason.NOT_OBSERVED)
    return Step(
        replace(
            state,
            lanes=state.lanes.set(pair, replace(lane, settled=settled)),
            deliveries=state.deliveries.set((*pair, action.sequence), Delivery()),
        )
    )


@implements("RLY-33")
def rewind(state: RelayerState, action: Rewind) -> Step[RelayerState]:
    """Begin a pair again after its durable relays: the rest was lost with the target's host."""
    pair: Pair = (action.source, action.branch, action.target)
    lane = state.lanes.get(pair)
    back = replace(lane, next=lane.settled, since=state.height)
    return Step(replace(state, lanes=state.lanes.set(pair, back)))


@implements("RLY-34")
def advance(state: RelayerState, action: Advance) -> Step[RelayerState]:
    """Move the clock.

    Rejects: STALE_ANCHOR (RLY-34).
    """
    require(action.height >= state.height, Reason.STALE_ANCHOR)
    return Step(replace(state, height=action.height))


@implements("RLY-35")
def take(state: RelayerState, action: Take) -> Step[RelayerState]:
    """Answer for a process from the present height; told again, nothing changes."""
    if state.charges.get(action.process).held:
        return Step(state)
    charge = Charge(held=True, since=state.height)
    return Step(replace(state, charges=state.charges.set(action.process, charge)))


@implements("RLY-35")
def leave(state: RelayerState, action: Leave) -> Step[RelayerState]:
    """Answer for a process no longer; what is known stays, and may be raced for."""
    return Step(replace(state, charges=state.charges.set(action.process, Charge())))
