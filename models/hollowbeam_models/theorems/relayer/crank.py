"""Theorems: every cut of a crank accounts for its budget, and every crank ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import Nat
from hollowbeam.protocol.relayer.crank import (
    Close,
    CrankId,
    Cranks,
    Emit,
    Evaluate,
    Fail,
    Phase,
    Purse,
    PurseId,
    Start,
    close,
    emit,
    evaluate,
    fail,
    no_cranks,
    start,
)
from hollowbeam.protocol.relayer.funding import Origin, Rates, rates_are_sound
from hollowbeam.protocol.relayer.invariants import budget_is_accounted, in_flight, purse_is_sound
from hollowbeam_models.theorem import assume, ite, prove, theorem

INVARIANTS = ("INV-RLY-1", "INV-RLY-2")


def depth(purse: Purse) -> Nat:
    """Measure: how many messages may still follow one another from here."""
    return Nat(2 * purse.hops + ite(purse.origin == Origin.BOUNCE, 0, 1))


def work(state: Cranks) -> Nat:
    """Measure: bounds how many more evaluations, emissions and closings there can be."""

    def work_of(_: PurseId, purse: Purse) -> Nat:
        flying = purse.budget * (3 * depth(purse) + 3) + 2
        opened = purse.budget * (3 * depth(purse) + 2) + 1
        rest: Nat = ite(purse.phase == Phase.OPEN, opened, 0)
        whole: Nat = ite(purse.phase == Phase.FLYING, flying, rest)
        return whole

    return Nat(state.purses.sum(work_of))


def keeps(
    state: Cranks,
    transition: Callable[[Cranks, Any], Any],
    action: Any,
    crank: CrankId,
    *touched: PurseId,
) -> Cranks:
    """Show that an action keeps both invariants, wherever they held."""
    assume(rates_are_sound(state.rates))
    assume(budget_is_accounted(state, crank))
    for message in touched:
        assume(purse_is_sound(state, message))
    after: Cranks = transition(state, action).state
    prove(budget_is_accounted(after, crank), "INV-RLY-1")
    for message in touched:
        prove(purse_is_sound(after, message), "INV-RLY-2")
    prove(after.rates == state.rates, "its prices stay")
    return after


def stays(before: Cranks, after: Cranks, other: PurseId, *touched: PurseId) -> None:
    """Show that no other purse than those that an action names changes."""
    if all(other != message for message in touched):
        prove(after.purses.get(other) == before.purses.get(other), "no other purse changes")


@theorem("THM-RLY-20", clauses=INVARIANTS, about=(no_cranks,), rejects=(Reason.BAD_PARAMETERS,))
def an_empty_ledger_accounts_for_all(rates: Rates, crank: CrankId, message: PurseId) -> None:
    """Where nothing was started nothing is in flight, and every evaluation has a price."""
    state = no_cranks(rates)
    prove((rates.step >= 1) & (rates.bounce >= 1), "nothing is free")
    prove(budget_is_accounted(state, crank), "INV-RLY-1")
    prove(purse_is_sound(state, message), "INV-RLY-2")


@theorem(
    "THM-RLY-21", clauses=(*INVARIANTS, "RLY-22"), about=(start,), rejects=(Reason.PURSE_EXISTS,)
)
def a_budget_enters_its_crank_once(
    state: Cranks, action: Start, crank: CrankId, other: PurseId
) -> None:
    """A root message brings exactly its budget into exactly its crank."""
    after = keeps(state, start, action, crank, action.message, other)
    entered = in_flight(after, crank) - in_flight(state, crank)
    prove(entered == ite(crank == action.crank, action.budget, 0), "the budget enters its crank")
    begun = after.purses.get(action.message)
    prove((begun.phase == Phase.FLYING) & (begun.origin == Origin.ROOT), "it is on its way")
    prove((begun.budget == action.budget) & (begun.hops == action.hops), "with what it was given")
    stays(state, after, other, action.message)


@theorem(
    "THM-RLY-22",
    clauses=(*INVARIANTS, "RLY-23"),
    about=(evaluate,),
    rejects=(Reason.NOT_IN_FLIGHT, Reason.OUT_OF_BUDGET, Reason.OUT_OF_HOPS),
)
def an_evaluation_accounts_for_its_budget(
    state: Cranks, action: Evaluate, crank: CrankId, other: PurseId
) -> None:
    """Paying for a message moves its price from in flight to spent, and the crank shrinks."""
    before = state.purses.get(action.message)
    after = keeps(state, evaluate, action, crank, action.message, other)
    prove(before.phase == Phase.FLYING, "only what is on its way is paid for")
    paid = after.spent.get(crank) - state.spent.get(crank)
    prove(in_flight(after, crank) + paid == in_flight(state, crank), "what is spent leaves")
    shrinks = in_flight(after, before.crank) < in_flight(state, before.crank)
    prove(shrinks, "every evaluation costs something")
    stays(state, after, other, action.message)


@theorem(
    "THM-RLY-23",
    clauses=(*INVARIANTS, "RLY-24"),
    about=(emit,),
    rejects=(Reason.NOTHING_TO_EMIT, Reason.PURSE_EXISTS),
)
def an_emission_shares_the_budget(
    state: Cranks, action: Emit, crank: CrankId, other: PurseId
) -> None:
    """An emitted message has its gift of what emitted it, in one crank, and lies deeper."""
    parent = state.purses.get(action.message)
    after = keeps(state, emit, action, crank, action.message, action.child, other)
    child = after.purses.get(action.child)
    prove(in_flight(after, crank) == in_flight(state, crank), "nothing leaves the crank")
    prove(child.crank == parent.crank, "it is of the same crank")
    prove(child.origin == Origin.RELAY, "it bounces if it errs")
    whole = state.rates.step + state.rates.bounce
    prove((child.budget == parent.gift) & (child.budget >= whole), "it is funded")
    prove(depth(child) < depth(parent), "fewer may follow it")
    prove(child.hops == parent.left, "it has the hops that were set aside")
    stays(state, after, other, action.message, action.child)


@theorem(
    "THM-RLY-24",
    clauses=(*INVARIANTS, "RLY-25"),
    about=(close,),
    rejects=(Reason.NOT_CLOSABLE,),
)
def a_remainder_goes_back(state: Cranks, action: Close, crank: CrankId, other: PurseId) -> None:
    """What a message does not give on is refunded when it is done."""
    before = state.purses.get(action.message)
    after = keeps(state, close, action, crank, action.message, other)
    prove(before.phase == Phase.OPEN, "only of what took effect")
    back = after.refunded.get(before.crank) - state.refunded.get(before.crank)
    prove(back == before.budget, "all that is left goes back")
    prove(after.purses.get(action.message).phase == Phase.CLOSED, "it is done for good")
    stays(state, after, other, action.message)


@theorem(
    "THM-RLY-25",
    clauses=(*INVARIANTS, "RLY-26"),
    about=(fail,),
    rejects=(Reason.NOT_IN_FLIGHT, Reason.PURSE_EXISTS),
)
def a_failure_accounts_for_its_budget(
    state: Cranks, action: Fail, crank: CrankId, other: PurseId
) -> None:
    """What errs pays its price; a relay's rest is its Bounce's, which is funded and lies deeper."""
    before = state.purses.get(action.message)
    after = keeps(state, fail, action, crank, action.message, action.bounce, other)
    if before.origin == Origin.RELAY:
        bounce = after.purses.get(action.bounce)
        prove((bounce.phase == Phase.FLYING) & (bounce.crank == before.crank), "it comes back")
        prove(bounce.origin == Origin.BOUNCE, "as a Bounce, which bounces no more")
        prove(bounce.budget >= state.rates.bounce, "its Bounce is funded")
        prove(depth(bounce) < depth(before), "fewer may follow it")
        prove(bounce.hops == max(before.hops, 1) - 1, "it has a hop less, if there is one")
        stays(state, after, other, action.message, action.bounce)
    else:
        spent = after.spent.get(before.crank) - state.spent.get(before.crank)
        back = after.refunded.get(before.crank) - state.refunded.get(before.crank)
        prove(spent + back == before.budget, "a root and a Bounce end there")
        stays(state, after, other, action.message)
    prove(after.purses.get(action.message).phase == Phase.CLOSED, "it is done for good")


def falls(
    state: Cranks,
    transition: Callable[[Cranks, Any], Any],
    action: Any,
    message: PurseId,
) -> None:
    """Show that an action leaves less work."""
    assume(rates_are_sound(state.rates))
    assume(purse_is_sound(state, message))
    after = transition(state, action).state
    prove(work(after) < work(state), "less is left to do")


@theorem(
    "THM-RLY-26",
    clauses=("RLY-20", "RLY-23"),
    about=(evaluate,),
    rejects=(Reason.NOT_IN_FLIGHT, Reason.OUT_OF_BUDGET, Reason.OUT_OF_HOPS),
)
def an_evaluation_leaves_less_to_do(state: Cranks, action: Evaluate) -> None:
    """A crank ends: evaluating one of its messages leaves less work than there was."""
    falls(state, evaluate, action, action.message)


@theorem(
    "THM-RLY-27",
    clauses=("RLY-20", "RLY-24"),
    about=(emit,),
    rejects=(Reason.NOTHING_TO_EMIT, Reason.PURSE_EXISTS),
)
def an_emission_leaves_less_to_do(state: Cranks, action: Emit) -> None:
    """A crank ends: emitting leaves less work, since what is emitted has a hop less."""
    falls(state, emit, action, action.message)


@theorem(
    "THM-RLY-28",
    clauses=("RLY-25",),
    about=(close,),
    rejects=(Reason.NOT_CLOSABLE,),
)
def closing_leaves_less_to_do(state: Cranks, action: Close) -> None:
    """A crank ends: what is done leaves no work."""
    falls(state, close, action, action.message)


@theorem(
    "THM-RLY-29",
    clauses=("RLY-21", "RLY-26"),
    about=(fail,),
    rejects=(Reason.NOT_IN_FLIGHT, Reason.PURSE_EXISTS),
)
def a_failure_leaves_less_to_do(state: Cranks, action: Fail) -> None:
    """A crank ends: a message that errs leaves its Bounce at most, and that does not bounce."""
    falls(state, fail, action, action.message)


@theorem("THM-RLY-30", clauses=("RLY-22",), about=(start,), acceptance=True)
def a_new_budget_always_enters(state: Cranks, action: Start) -> None:
    """A budget that a new message brings is never refused, into whichever crank."""
    assume(state.purses.get(action.message).phase == Phase.NONE)
    after = start(state, action).state
    prove(after.purses.get(action.message).phase == Phase.FLYING, "accepted")


@theorem("THM-RLY-31", clauses=("RLY-23", "INV-RLY-2"), about=(evaluate,), acceptance=True)
def what_was_emitted_can_be_evaluated(state: Cranks, action: Evaluate) -> None:
    """A message that was emitted, and a Bounce, can always be paid for, however little it brings.

    What it emits in turn is paid for by what it brings beyond its price; here it emits nothing.
    """
    purse = state.purses.get(action.message)
    assume(purse_is_sound(state, action.message) & (purse.phase == Phase.FLYING))
    assume((purse.origin != Origin.ROOT) & (action.emitted == 0))
    after = evaluate(state, action).state
    prove(after.purses.get(action.message).phase == Phase.OPEN, "accepted")


@theorem("THM-RLY-32", clauses=("RLY-24", "RLY-25"), about=(emit, close), acceptance=True)
def what_was_evaluated_can_be_ended(state: Cranks, action: Emit) -> None:
    """What was evaluated can always emit the next of its messages, and when it has none, close."""
    purse = state.purses.get(action.message)
    assume(purse_is_sound(state, action.message) & (purse.phase == Phase.OPEN))
    assume(state.purses.get(action.child).phase == Phase.NONE)
    if purse.children > 0:
        after = emit(state, action).state
        prove(after.purses.get(action.message).children == purse.children - 1, "one less to emit")
    else:
        after = close(state, Close(action.message)).state
        prove(after.purses.get(action.message).phase == Phase.CLOSED, "done")


@theorem("THM-RLY-33", clauses=("RLY-26",), about=(fail,), acceptance=True)
def whatever_flies_may_fail(state: Cranks, action: Fail) -> None:
    """A message on its way can always err, whatever it brings: nothing waits for ever."""
    assume(state.purses.get(action.message).phase == Phase.FLYING)
    assume(state.purses.get(action.bounce).phase == Phase.NONE)
    after = fail(state, action).state
    prove(after.purses.get(action.message).phase == Phase.CLOSED, "accepted")
