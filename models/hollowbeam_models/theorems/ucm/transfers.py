"""Theorems of the way in and out: deposits, withdrawals, requests, and what answers them."""

from __future__ import annotations

from hollowbeam.kernel.actor import Call, Kind
from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import Address, Nat
from hollowbeam_contracts.notices import CreditNotice, DebitNotice
from hollowbeam_contracts.ucm.actions import Returned, Withdraw
from hollowbeam_contracts.ucm.contract import genesis
from hollowbeam_contracts.ucm.invariants import (
    is_covered,
    owed,
    parameters_are_sound,
    request_is_numbered,
)
from hollowbeam_contracts.ucm.state import Coin, Parameters, UcmState
from hollowbeam_contracts.ucm.transfers import (
    asked,
    credit,
    debit,
    deposit,
    process_of,
    restore,
    settle,
    transfer_for,
    withdraw,
)
from hollowbeam_models.theorem import assume, implies, ite, prove, rejection_of, theorem
from hollowbeam_models.theorems.ucm.words import covers_all


@theorem("THM-UCM-1", clauses=("UCM-1",), about=(genesis,), rejects=(Reason.BAD_PARAMETERS,))
def an_exchange_starts_empty(parameters: Parameters, coin: Coin, who: Address) -> None:
    """An exchange starts with two processes, whole lots, and nothing that it owes."""
    state = genesis(parameters)
    prove(parameters.asset != parameters.token, "two processes")
    prove((parameters.lot > 0) & (parameters.minimum > 0), "the scale is positive")
    prove((owed(state, coin) == 0) & is_covered(state, coin), "nothing is owed")
    prove(state.free.get((coin, who)) == 0, "nobody has anything")
    prove((state.order_count == 0) & (state.request_count == 0), "nothing was counted")
    prove(state.parameters == parameters, "the parameters are kept")


@theorem("THM-UCM-2", clauses=("UCM-1",), about=(genesis, parameters_are_sound), acceptance=True)
def parameters_in_range_are_accepted(parameters: Parameters) -> None:
    """Two processes, and a lot and a minimum of at least one unit, are all that is needed."""
    assume(parameters.asset != parameters.token)
    assume((parameters.lot > 0) & (parameters.minimum > 0))
    state = genesis(parameters)
    prove(state.parameters.lot == parameters.lot, "accepted")


@theorem(
    "THM-UCM-3",
    clauses=("UCM-4", "UCM-5", "UCM-6"),
    about=(deposit, credit),
    rejects=(Reason.UNKNOWN_TOKEN, Reason.ZERO_AMOUNT),
)
def a_deposit_is_free_for_its_sender(
    state: UcmState, call: Call, notice: CreditNotice, coin: Coin, who: Address
) -> None:
    """What one of the two processes tells of is free for its sender, and for nobody else."""
    parameters = state.parameters
    assume(parameters_are_sound(parameters) & is_covered(state, coin))
    after = deposit(state, call, notice).state
    told = ite(call.caller == process_of(parameters, coin), notice.quantity, 0)
    gained = after.free.get((coin, who)) - state.free.get((coin, who))
    prove(
        (call.caller == parameters.asset) | (call.caller == parameters.token), "a keeper tells it"
    )
    prove(notice.quantity > 0, "something came")
    prove(gained == ite(who == notice.sender, told, 0), "exactly the sender has it")
    prove(after.escrow.get(coin) == state.escrow.get(coin) + told, "it is held")
    prove(is_covered(after, coin), "covered")


@theorem("THM-UCM-4", clauses=("UCM-6",), about=(deposit,), acceptance=True)
def what_a_keeper_tells_is_accepted(state: UcmState, call: Call, notice: CreditNotice) -> None:
    """A deposit of either coin is never refused."""
    parameters = state.parameters
    assume((call.caller == parameters.asset) | (call.caller == parameters.token))
    assume(notice.quantity > 0)
    prove(rejection_of(deposit, state, call, notice) is None, "accepted")


@theorem(
    "THM-UCM-5",
    clauses=("UCM-5", "UCM-7", "UCM-8"),
    about=(withdraw, debit),
    rejects=(Reason.ZERO_AMOUNT, Reason.INSUFFICIENT_BALANCE),
)
def a_withdrawal_asks_for_its_own(
    state: UcmState, call: Call, action: Withdraw, coin: Coin, who: Address
) -> None:
    """What is withdrawn was free for the caller, and is asked for, for the caller."""
    number = Nat(state.request_count + 1)
    assume(is_covered(state, coin))
    assume(request_is_numbered(state.request_count, number, state.pending.get(number)))
    after = withdraw(state, call, action).state
    request = after.pending.get(number)
    lost = state.free.get((coin, who)) - after.free.get((coin, who))
    is_own = (who == call.caller) & (coin == action.coin)
    prove(action.quantity > 0, "something is withdrawn")
    prove(lost == ite(is_own, action.quantity, 0), "exactly the caller has less")
    prove((request.coin == action.coin) & (request.quantity == action.quantity), "it is asked for")
    prove((request.recipient == call.caller) & (request.kind == call.kind), "for the caller")
    prove(after.request_count == number, "it has the next number")
    prove(is_covered(after, coin), "covered")


@theorem("THM-UCM-6", clauses=("UCM-7", "UCM-8"), about=(withdraw,), acceptance=True)
def free_funds_are_always_paid_out(state: UcmState, call: Call, action: Withdraw) -> None:
    """Any part of what is free may be withdrawn at any time."""
    held = state.free.get((action.coin, call.caller))
    assume((action.quantity > 0) & (action.quantity <= held))
    after = withdraw(state, call, action).state
    prove(after.request_count > state.request_count, "accepted")


@theorem("THM-UCM-7", clauses=("UCM-9",), about=(transfer_for, process_of))
def a_request_is_asked_of_its_keeper(state: UcmState, number: Nat) -> None:
    """The message of a request goes to the process of its coin, and says what the request says."""
    request = state.pending.get(number)
    emission = transfer_for(state, number)
    prove((emission.kind == Kind.PROCESS) & (emission.expires == 0), "to a process, at any time")
    prove(implies(request.coin == Coin.ASSET, emission.target == state.parameters.asset), "asset")
    prove(implies(request.coin == Coin.TOKEN, emission.target == state.parameters.token), "token")
    prove(emission.input.recipient == request.recipient, "the recipient")
    prove(emission.input.kind == request.kind, "its kind")
    prove(emission.input.quantity == request.quantity, "the quantity")
    prove(emission.input.reference == number, "the reference")


ANSWERED = (Reason.UNKNOWN_REQUEST, Reason.WRONG_NOTICE)


@theorem(
    "THM-UCM-8",
    clauses=("UCM-10", "UCM-11", "UCM-12"),
    about=(settle, asked),
    rejects=ANSWERED,
)
def a_delivery_closes_exactly_its_request(
    state: UcmState, call: Call, notice: DebitNotice, coin: Coin, other: Nat
) -> None:
    """A Debit-Notice of the right process, with the right words, closes its request and no other.

    Nothing becomes free, and what was sent is no longer held.
    """
    assume(covers_all(state) & is_covered(state, coin))
    request = state.pending.get(notice.reference)
    after = settle(state, call, notice).state
    prove(request.quantity > 0, "it was pending")
    prove(call.caller == process_of(state.parameters, request.coin), "its keeper answers")
    prove(notice.recipient == request.recipient, "of the same recipient")
    prove(notice.quantity == request.quantity, "of the same quantity")
    prove(after.pending.get(notice.reference).quantity == 0, "it is closed")
    kept = after.pending.get(other).quantity == state.pending.get(other).quantity
    prove(implies(other != notice.reference, kept), "no other is")
    sent = ite(request.coin == coin, request.quantity, 0)
    prove(after.escrow.get(coin) == state.escrow.get(coin) - sent, "what was sent is not held")
    prove(after.free == state.free, "nothing becomes free")
    prove(is_covered(after, coin), "covered")


@theorem("THM-UCM-9", clauses=("UCM-10", "UCM-11", "UCM-13"), about=(restore,), rejects=ANSWERED)
def a_bounce_only_restores(
    state: UcmState, call: Call, action: Returned, coin: Coin, who: Address, other: Nat
) -> None:
    """A bounce gives what was asked for back to its recipient, and moves nothing else."""
    assume(is_covered(state, coin))
    request = state.pending.get(action.reference)
    after = restore(state, call, action).state
    prove(request.quantity > 0, "it was pending")
    prove(call.caller == process_of(state.parameters, request.coin), "its keeper answers")
    prove(after.pending.get(action.reference).quantity == 0, "it is closed")
    kept = after.pending.get(other).quantity == state.pending.get(other).quantity
    prove(implies(other != action.reference, kept), "no other is")
    gained = after.free.get((coin, who)) - state.free.get((coin, who))
    is_its = (who == request.recipient) & (coin == request.coin)
    prove(gained == ite(is_its, request.quantity, 0), "exactly its recipient has it back")
    prove(after.escrow == state.escrow, "it is held as before")
    prove(is_covered(after, coin), "covered")


@theorem("THM-UCM-10", clauses=("UCM-12", "UCM-13"), about=(settle, restore), rejects=ANSWERED)
def a_request_is_answered_once(
    state: UcmState, call: Call, notice: DebitNotice, later: Call, again: DebitNotice
) -> None:
    """A request that was closed, in either way, is closed in neither way again."""
    assume(covers_all(state) & (again.reference == notice.reference))
    delivered = settle(state, call, notice).state
    restored = restore(state, call, Returned(notice.reference)).state
    answers = (
        rejection_of(settle, delivered, later, again),
        rejection_of(restore, delivered, later, Returned(again.reference)),
        rejection_of(settle, restored, later, again),
        rejection_of(restore, restored, later, Returned(again.reference)),
    )
    for answer in answers:
        prove(answer == Reason.UNKNOWN_REQUEST, "refused")


@theorem("THM-UCM-11", clauses=("UCM-12",), about=(settle,), acceptance=True)
def a_delivery_is_accepted(state: UcmState, call: Call, notice: DebitNotice, coin: Coin) -> None:
    """The notice of a transfer that was asked for is never refused."""
    request = state.pending.get(notice.reference)
    assume(is_covered(state, coin) & (coin == request.coin) & (request.quantity > 0))
    assume(call.caller == process_of(state.parameters, coin))
    assume(notice.recipient == request.recipient)
    assume(notice.quantity == request.quantity)
    after = settle(state, call, notice).state
    prove(after.escrow.get(coin) < state.escrow.get(coin), "accepted")


@theorem("THM-UCM-12", clauses=("UCM-13",), about=(restore,), acceptance=True)
def a_bounce_of_a_pending_request_never_errs(state: UcmState, call: Call, action: Returned) -> None:
    """A transfer that comes back from the process that was asked is never refused."""
    request = state.pending.get(action.reference)
    assume(request.quantity > 0)
    assume(call.caller == process_of(state.parameters, request.coin))
    after = restore(state, call, action).state
    key = (request.coin, request.recipient)
    prove(after.free.get(key) > state.free.get(key), "accepted")
