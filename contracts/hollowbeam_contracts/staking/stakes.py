"""Moving HyperCoin: between addresses, into a role, and out of it again."""

from __future__ import annotations

from dataclasses import replace

from hollowbeam.kernel.actor import Call
from hollowbeam.kernel.errors import Reason, require
from hollowbeam.kernel.transition import Step, implements, select
from hollowbeam.kernel.vocabulary import ZERO, Address, Nat
from hollowbeam_contracts.staking.actions import Stake, Transfer, Unstake, Withdraw
from hollowbeam_contracts.staking.state import Role, StakingState
from hollowbeam_contracts.staking.weights import (
    at_anchor,
    bond_in_epoch,
    end_of_epoch,
    with_bond,
)


@implements("STK-7")
def debit(state: StakingState, payer: Address, amount: Nat) -> StakingState:
    """Take liquid HyperCoin from an address.

    Rejects: INSUFFICIENT_BALANCE (STK-7).
    """
    balance = state.liquid.get(payer)
    require(balance >= amount, Reason.INSUFFICIENT_BALANCE)
    return replace(state, liquid=state.liquid.set(payer, Nat(balance - amount)))


def credit(state: StakingState, payee: Address, amount: Nat) -> StakingState:
    """Give liquid HyperCoin to an address."""
    balance = state.liquid.get(payee)
    return replace(state, liquid=state.liquid.set(payee, Nat(balance + amount)))


@implements("STK-6", "STK-8")
def transfer(state: StakingState, call: Call, action: Transfer) -> Step[StakingState]:
    """Give liquid HyperCoin to another address (STK-8).

    Rejects: STALE_ANCHOR, ZERO_AMOUNT (STK-6), INSUFFICIENT_BALANCE (STK-7).
    """
    state = at_anchor(state, call)
    require(action.amount > 0, Reason.ZERO_AMOUNT)
    state = debit(state, call.caller, action.amount)
    return Step(credit(state, action.recipient, action.amount))


@implements("STK-6", "STK-9")
def stake(state: StakingState, call: Call, action: Stake) -> Step[StakingState]:
    """Bond liquid HyperCoin in a role; it has weight from the next epoch on (STK-9).

    Rejects: STALE_ANCHOR, ZERO_AMOUNT (STK-6), INSUFFICIENT_BALANCE (STK-7).
    """
    state = at_anchor(state, call)
    require(action.amount > 0, Reason.ZERO_AMOUNT)
    state = debit(state, call.caller, action.amount)
    key = (call.caller, action.role)
    bond = bond_in_epoch(state, key)
    return Step(with_bond(state, key, replace(bond, stake=Nat(bond.stake + action.amount))))


@implements("STK-11", "STK-12")
def ready_height(state: StakingState, role: Role) -> Nat:
    """Give the height from which stake that leaves a role now is paid out.

    A participant's stake waits one epoch's length. Any other stake has weight until the epoch ends,
    and can be accused for as long as evidence and disputes may take after that.
    """
    parameters = state.parameters
    accountable = (
        end_of_epoch(parameters, state.epoch)
        + parameters.evidence_window
        + parameters.dispute_bound
    )
    waited = state.anchor + parameters.epoch_length
    return select(role == Role.PARTICIPANT, Nat(waited), Nat(accountable))


@implements("STK-6", "STK-10", "STK-11")
def unstake(state: StakingState, call: Call, action: Unstake) -> Step[StakingState]:
    """Let stake leave a role (STK-11).

    Rejects: STALE_ANCHOR, ZERO_AMOUNT (STK-6), INSUFFICIENT_STAKE (STK-10).
    """
    state = at_anchor(state, call)
    require(action.amount > 0, Reason.ZERO_AMOUNT)
    key = (call.caller, action.role)
    bond = bond_in_epoch(state, key)
    require(bond.stake >= action.amount, Reason.INSUFFICIENT_STAKE)
    left = replace(
        bond,
        stake=Nat(bond.stake - action.amount),
        leaving=Nat(bond.leaving + action.amount),
        ready_at=ready_height(state, action.role),
    )
    return Step(with_bond(state, key, left))


@implements("STK-13", "STK-14", "STK-15", "STK-16")
def withdraw(state: StakingState, call: Call, action: Withdraw) -> Step[StakingState]:
    """Pay out all stake that has left a role (STK-16).

    Rejects: STALE_ANCHOR, NOTHING_TO_WITHDRAW (STK-13), NOT_READY (STK-14), DISPUTED (STK-15).
    """
    state = at_anchor(state, call)
    key = (call.caller, action.role)
    bond = bond_in_epoch(state, key)
    require(bond.leaving > 0, Reason.NOTHING_TO_WITHDRAW)
    require(call.anchor >= bond.ready_at, Reason.NOT_READY)
    require(state.open_disputes.get(key) == 0, Reason.DISPUTED)
    state = with_bond(state, key, replace(bond, leaving=ZERO, ready_at=ZERO))
    return Step(credit(state, call.caller, bond.leaving))
