"""Theorems: minting is pro rata, once an epoch, and under the cap."""

from __future__ import annotations

from hollowbeam.kernel.actor import Call
from hollowbeam.kernel.arithmetic import pro_rata
from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import Address, Nat
from hollowbeam_contracts.staking.actions import Mint
from hollowbeam_contracts.staking.emission import mint
from hollowbeam_contracts.staking.invariants import epoch_weight_covers, is_within_cap, supply
from hollowbeam_contracts.staking.state import StakingState
from hollowbeam_contracts.staking.weights import at_anchor, weight_in_epoch
from hollowbeam_models.theorem import assume, implies, prove, rejection_of, theorem
from hollowbeam_models.theorems.staking.measures import is_sound, liquid


@theorem(
    "THM-STK-30",
    clauses=("STK-33", "STK-34", "STK-35", "STK-36"),
    about=(mint,),
    rejects=(Reason.STALE_ANCHOR, Reason.NO_WEIGHT, Reason.ALREADY_MINTED, Reason.NOTHING_TO_MINT),
)
def minting_is_pro_rata_and_capped(
    state: StakingState, call: Call, action: Mint, someone: Address
) -> None:
    """A mint pays the caller's share of the emission, rounded down, and never exceeds the cap."""
    parameters = state.parameters
    assume(is_sound(state))
    now = at_anchor(state, call)
    assume(is_within_cap(now) & epoch_weight_covers(now))
    key = (call.caller, action.role)
    weight = weight_in_epoch(now, key)
    after = mint(now, call, action).state
    amount = after.minted - state.minted
    prove(supply(after) == supply(state) + amount, "what is minted is there")
    prove(is_within_cap(after), "within the cap")
    prove(amount > 0, "something is minted")
    prove(amount * now.epoch_weight <= parameters.emission * weight, "never more than the share")
    capped = after.issued + after.minted == parameters.cap
    exact = (amount + 1) * now.epoch_weight > parameters.emission * weight
    prove(exact | capped, "less than one unit short, or all that the cap leaves")
    prove(liquid(after, call.caller) - liquid(state, call.caller) == amount, "the caller has it")
    prove(weight_in_epoch(after, key) == weight, "weight stays")
    prove(state.bonds.get(key).minted != after.epoch + 1, "once an epoch")
    prove(after.bonds.get(key).minted == after.epoch + 1, "and that is recorded")
    if someone != call.caller:
        prove(liquid(after, someone) == liquid(state, someone), "nobody else is paid")


@theorem(
    "THM-STK-32",
    clauses=("STK-33", "STK-34", "STK-36"),
    about=(mint,),
)
def a_refused_mint_names_the_first_broken_demand(
    state: StakingState, call: Call, action: Mint
) -> None:
    """Of several demands that a mint breaks, the first in order of the chapter is named."""
    assume(is_sound(state) & (call.anchor >= state.anchor))
    now = at_anchor(state, call)
    key = (call.caller, action.role)
    weight = weight_in_epoch(now, key)
    assume(epoch_weight_covers(now) & is_within_cap(now))
    reason = rejection_of(mint, state, call, action)
    if weight == 0:
        prove(reason == Reason.NO_WEIGHT, "first the weight")
        return
    if state.bonds.get(key).minted == now.epoch + 1:
        prove(reason == Reason.ALREADY_MINTED, "then the epoch")
        return
    share = pro_rata(state.parameters.emission, weight, now.epoch_weight)
    if share == 0 or state.issued + state.minted == state.parameters.cap:
        prove(reason == Reason.NOTHING_TO_MINT, "then the amount")
    else:
        prove(reason is None, "else it is accepted")


@theorem("THM-STK-31", clauses=("STK-35",), about=(pro_rata,), rejects=())
def shares_never_exceed_the_emission(emission: Nat, one: Nat, other: Nat, total: Nat) -> None:
    """Shares of weights within the total add up to at most the emission; joining gains no less."""
    assume((total > 0) & (one + other <= total))
    mine, theirs = pro_rata(emission, one, total), pro_rata(emission, other, total)
    prove(mine + theirs <= emission, "within the emission")
    prove(mine + theirs <= pro_rata(emission, Nat(one + other), total), "splitting never gains")
    prove(implies(one == total, mine == emission), "who has all the weight has it all")
