"""Value that comes, waits and goes: deposits, withdrawals, requests and their answers."""

from __future__ import annotations

from dataclasses import replace

from hollowbeam.kernel.actor import Bounce, Call, Emission, Kind
from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.errors import Reason, require
from hollowbeam.kernel.records import from_json
from hollowbeam.kernel.transition import Step, implements, select
from hollowbeam.kernel.vocabulary import Address, Nat
from hollowbeam_contracts.notices import TRANSFER, CreditNotice, DebitNotice, Transfer
from hollowbeam_contracts.ucm.actions import Returned, Withdraw
from hollowbeam_contracts.ucm.state import AccountKey, Coin, Parameters, Request, UcmState

Free = Map[AccountKey, Nat]


def credit(free: Free, coin: Coin, owner: Address, amount: Nat) -> Free:
    """Give free units to a holder."""
    return free.set((coin, owner), Nat(free.get((coin, owner)) + amount))


@implements("UCM-7")
def debit(free: Free, coin: Coin, owner: Address, amount: Nat) -> Free:
    """Take free units from a holder.

    Rejects: INSUFFICIENT_BALANCE (UCM-7).
    """
    held = free.get((coin, owner))
    require(held >= amount, Reason.INSUFFICIENT_BALANCE)
    return free.set((coin, owner), Nat(held - amount))


def process_of(parameters: Parameters, coin: Coin) -> Address:
    """Give the process that keeps a coin."""
    return select(coin == Coin.ASSET, parameters.asset, parameters.token)


@implements("UCM-4", "UCM-5", "UCM-6")
def deposit(state: UcmState, call: Call, notice: CreditNotice) -> Step[UcmState]:
    """Credit whoever sent units to the exchange (UCM-6).

    Rejects: UNKNOWN_TOKEN (UCM-4), ZERO_AMOUNT (UCM-5).
    """
    parameters = state.parameters
    is_known = (call.caller == parameters.asset) | (call.caller == parameters.token)
    require(is_known, Reason.UNKNOWN_TOKEN)
    require(notice.quantity > 0, Reason.ZERO_AMOUNT)
    coin = select(call.caller == parameters.asset, Coin.ASSET, Coin.TOKEN)
    return Step(
        replace(
            state,
            free=credit(state.free, coin, notice.sender, notice.quantity),
            escrow=state.escrow.set(coin, Nat(state.escrow.get(coin) + notice.quantity)),
        )
    )


@implements("UCM-5", "UCM-8")
def withdraw(state: UcmState, call: Call, action: Withdraw) -> Step[UcmState]:
    """Ask for a transfer of free units to their holder (UCM-8).

    Rejects: ZERO_AMOUNT (UCM-5), INSUFFICIENT_BALANCE (UCM-7).
    """
    require(action.quantity > 0, Reason.ZERO_AMOUNT)
    free = debit(state.free, action.coin, call.caller, action.quantity)
    number = Nat(state.request_count + 1)
    request = Request(action.coin, call.caller, call.kind, action.quantity)
    return Step(
        replace(state, free=free, pending=state.pending.set(number, request), request_count=number)
    )


@implements("UCM-9")
def transfer_for(state: UcmState, number: Nat) -> Emission:
    """Write the message that asks for what a request is about."""
    request = state.pending.get(number)
    return Emission(
        Kind.PROCESS,
        process_of(state.parameters, request.coin),
        TRANSFER,
        Transfer(request.recipient, request.kind, request.quantity, number),
    )


@implements("UCM-10", "UCM-11")
def asked(state: UcmState, call: Call, reference: Nat) -> Request:
    """Find the request that a process answers.

    Rejects: UNKNOWN_REQUEST (UCM-10), WRONG_NOTICE (UCM-11) from another process.
    """
    request = state.pending.get(reference)
    require(request.quantity > 0, Reason.UNKNOWN_REQUEST)
    keeper = process_of(state.parameters, request.coin)
    require(call.caller == keeper, Reason.WRONG_NOTICE)
    return request


@implements("UCM-11", "UCM-12")
def settle(state: UcmState, call: Call, notice: DebitNotice) -> Step[UcmState]:
    """Close a request whose transfer took place (UCM-12).

    Rejects: UNKNOWN_REQUEST (UCM-10), WRONG_NOTICE (UCM-11).
    """
    request = asked(state, call, notice.reference)
    fits = (notice.recipient == request.recipient) & (notice.quantity == request.quantity)
    require(fits, Reason.WRONG_NOTICE)
    left = Nat(state.escrow.get(request.coin) - request.quantity)
    return Step(
        replace(
            state,
            pending=state.pending.set(notice.reference, Request()),
            escrow=state.escrow.set(request.coin, left),
        )
    )


@implements("UCM-13")
def restore(state: UcmState, call: Call, action: Returned) -> Step[UcmState]:
    """Close a request whose transfer came back: its recipient has the units free (UCM-13).

    Rejects: UNKNOWN_REQUEST (UCM-10), WRONG_NOTICE (UCM-11).
    """
    request = asked(state, call, action.reference)
    return Step(
        replace(
            state,
            pending=state.pending.set(action.reference, Request()),
            free=credit(state.free, request.coin, request.recipient, request.quantity),
        )
    )


@implements("UCM-3")
def bounce(state: UcmState, call: Call, action: Bounce) -> Step[UcmState]:
    """Read which transfer came back, and close its request; the exchange asks for nothing else.

    Rejects: INVALID_INPUT (UCM-3), UNKNOWN_REQUEST (UCM-10), WRONG_NOTICE (UCM-11).
    """
    require(action.action == TRANSFER, Reason.INVALID_INPUT, "only transfers come back")
    return restore(state, call, Returned(from_json(Transfer, action.input).reference))
