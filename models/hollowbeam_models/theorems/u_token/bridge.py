"""Theorems: what the bridge brings in is locked, once; what it lets go was burned."""

from __future__ import annotations

from hollowbeam.kernel.actor import Call
from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import NAT_LIMIT, Address, Nat
from hollowbeam_contracts.ledger import Allocation, ClaimKey, supply, take_back, transfer
from hollowbeam_contracts.notices import CreditNotice, Transfer
from hollowbeam_contracts.u_token.actions import Burn, Mint
from hollowbeam_contracts.u_token.bridge import burn, mint
from hollowbeam_contracts.u_token.contract import allocate, information
from hollowbeam_contracts.u_token.invariants import (
    conserves,
    is_within_limit,
    let_go,
    locked,
    minted_is_locked,
    released_is_recorded,
)
from hollowbeam_contracts.u_token.state import LockId, TokenState
from hollowbeam_models.ledger_claims import credited, debited, holds, is_credit, owed
from hollowbeam_models.theorem import assume, both, implies, ite, prove, rejection_of, theorem

MINT_REASONS = (
    Reason.NOT_AUTHORITY,
    Reason.ZERO_AMOUNT,
    Reason.LOCK_NOT_CONFIRMED,
    Reason.LOCK_MINTED,
    Reason.SUPPLY_LIMIT,
)
BURN_REASONS = (Reason.ZERO_AMOUNT, Reason.INSUFFICIENT_BALANCE, Reason.NOT_LOCKED)
EVERY_REASON = (*MINT_REASONS, Reason.INSUFFICIENT_BALANCE, Reason.NOT_LOCKED)


@theorem(
    "THM-TOK-4",
    clauses=("TOK-4", "TOK-13", "TOK-14", "TOK-15", "TOK-16", "TOK-17", "TOK-18"),
    about=(mint,),
    rejects=MINT_REASONS,
)
def a_mint_brings_in_what_one_new_lock_holds(
    state: TokenState, call: Call, action: Mint, someone: Address, other: LockId
) -> None:
    """Only the authority mints, against a confirmed new lock, exactly what that is said to hold.

    The recipient has it and is told, nobody else is touched, and the supply keeps its limit.
    """
    step = mint(state, call, action)
    after = step.state
    prove(call.caller == state.authority, "only the authority mints")
    prove(action.quantity > 0, "the quantity is positive")
    prove(call.anchor >= action.height + state.confirmations, "the lock is confirmed")
    prove(state.locks.get(action.lock) == 0, "the lock is new")
    prove(after.issued + after.minted < NAT_LIMIT, "the supply keeps its limit")
    prove(supply(after) - supply(state) == action.quantity, "so much more is held")
    prove(after.minted - state.minted == action.quantity, "it is counted")
    prove(after.locks.get(action.lock) == action.quantity, "its lock is recorded")
    if other != action.lock:
        prove(after.locks.get(other) == state.locks.get(other), "no other lock changes")
    gained = holds(after, action.recipient) - holds(state, action.recipient)
    prove(gained == action.quantity, "the recipient has it")
    if someone != action.recipient:
        prove(holds(after, someone) == holds(state, someone), "nobody else is touched")
    prove(len(step.effects) == 1, "one is told")
    prove(is_credit(step.effects, call, action), "the recipient is told")
    prove(credited(step, someone) == holds(after, someone) - holds(state, someone), "as it moved")


@theorem(
    "THM-TOK-5",
    clauses=("TOK-4", "TOK-5", "TOK-19", "TOK-20", "TOK-21"),
    about=(burn,),
    rejects=BURN_REASONS,
)
def a_burn_destroys_what_one_new_release_records(
    state: TokenState, call: Call, action: Burn, someone: Address, other: Nat
) -> None:
    """A burn takes units from its caller alone and records their release, within what is locked."""
    step = burn(state, call, action)
    after = step.state
    prove(action.quantity > 0, "the quantity is positive")
    prove(supply(state) - supply(after) == action.quantity, "so much less is held")
    prove(after.released - state.released == action.quantity, "it is counted")
    prove(after.released <= after.minted, "no more is released than was locked")
    paid = holds(state, call.caller) - holds(after, call.caller)
    prove(paid == action.quantity, "the caller pays it")
    if someone != call.caller:
        prove(holds(after, someone) == holds(state, someone), "nobody else is touched")
    number = state.release_count + 1
    prove(after.release_count == number, "releases are numbered")
    release = after.releases.get(Nat(number))
    record = both(release.holder == call.caller, release.recipient == action.recipient)
    prove(record & (release.quantity == action.quantity), "the release is recorded")
    if other != number:
        prove(after.releases.get(other) == state.releases.get(other), "no other release changes")
    prove(len(step.effects) == 1, "one is told")
    notice = step.effects[0].input
    prove(
        both(
            step.effects[0].kind == call.kind,
            notice.recipient == action.recipient,
            notice.reference == action.reference,
        ),
        "of what was asked",
    )
    lost = holds(state, someone) - holds(after, someone)
    prove(debited(step, someone) == lost, "as it moved")


@theorem(
    "THM-TOK-25",
    clauses=("TOK-1", "TOK-17", "TOK-20"),
    about=(transfer, take_back, mint, burn),
    rejects=EVERY_REASON,
)
def nothing_changes_what_a_token_is(
    state: TokenState,
    call: Call,
    which: Nat,
    give: Transfer,
    notice: CreditNotice,
    minting: Mint,
    burning: Burn,
    claim: ClaimKey,
) -> None:
    """No action changes name, ticker, denomination, authority, confirmations or what was issued.

    Nor does any but a bounce change what somebody is owed: no action pays a claim.
    """
    after = act(state, call, which, (give, notice, minting, burning))
    prove(both(after.name == state.name, after.ticker == state.ticker), "it is called the same")
    prove(after.denomination == state.denomination, "its units are as large")
    bridge = both(after.authority == state.authority, after.confirmations == state.confirmations)
    prove(bridge, "its bridge is the same")
    prove(after.issued == state.issued, "nothing more is issued")
    if which != 1:
        prove(owed(after, claim) == owed(state, claim), "no claim changes")


@theorem("THM-TOK-9", clauses=("TOK-3", "TOK-4"), about=(mint, burn))
def only_positive_quantities_are_minted_or_burned(
    state: TokenState, call: Call, mint_of: Mint, burn_of: Burn, quantity: int
) -> None:
    """A mint or a burn of zero or of a negative number of units is refused, whoever calls."""
    minting = Mint(
        mint_of.lock,
        mint_of.height,
        mint_of.recipient,
        mint_of.kind,
        Nat(quantity),
        mint_of.reference,
    )
    burning = Burn(burn_of.recipient, Nat(quantity), burn_of.reference)
    prove(implies(quantity <= 0, rejection_of(mint, state, call, minting) is not None), "no mint")
    reason = rejection_of(burn, state, call, burning)
    prove(implies(quantity <= 0, reason == Reason.ZERO_AMOUNT), "no burn")


def act(
    state: TokenState,
    call: Call,
    which: Nat,
    inputs: tuple[Transfer, CreditNotice, Mint, Burn],
) -> TokenState:
    """Take any of the four actions that change anything."""
    give, notice, minting, burning = inputs
    if which == 0:
        return transfer(state, call, give).state
    if which == 1:
        return take_back(state, call, notice).state
    if which == 2:
        return mint(state, call, minting).state
    return burn(state, call, burning).state


@theorem(
    "THM-TOK-8",
    clauses=("TOK-5", "TOK-10"),
    about=(transfer, take_back, mint, burn),
    rejects=EVERY_REASON,
)
def a_balance_shrinks_by_its_holders_call_alone(
    state: TokenState,
    call: Call,
    which: Nat,
    give: Transfer,
    notice: CreditNotice,
    minting: Mint,
    burning: Burn,
    someone: Address,
) -> None:
    """Whatever anybody else does, nobody's balance gets smaller."""
    assume(someone != call.caller)
    after = act(state, call, which, (give, notice, minting, burning))
    prove(holds(after, someone) >= holds(state, someone), "nobody is robbed")


@theorem("THM-TOK-12", clauses=("TOK-15",), about=(mint,))
def a_minted_lock_never_mints_again(state: TokenState, call: Call, action: Mint) -> None:
    """Against a lock that has minted, every mint is refused, whoever calls, when and how much."""
    was_minted = state.locks.get(action.lock) > 0
    prove(implies(was_minted, rejection_of(mint, state, call, action) is not None), "refused")


@theorem(
    "THM-TOK-13",
    clauses=("TOK-15", "TOK-17"),
    about=(transfer, take_back, mint, burn),
    rejects=EVERY_REASON,
)
def a_minted_lock_stays_minted(
    state: TokenState,
    call: Call,
    which: Nat,
    give: Transfer,
    notice: CreditNotice,
    minting: Mint,
    burning: Burn,
    lock: LockId,
) -> None:
    """No action changes what a lock has minted; with THM-TOK-12, a lock mints at most once."""
    assume(state.locks.get(lock) > 0)
    after = act(state, call, which, (give, notice, minting, burning))
    prove(after.locks.get(lock) == state.locks.get(lock), "it stays as it is")


@theorem(
    "THM-TOK-14",
    clauses=("TOK-17", "TOK-19", "TOK-20"),
    about=(transfer, take_back, mint, burn),
    rejects=EVERY_REASON,
)
def the_supply_is_what_was_issued_and_locked_less_releases(
    state: TokenState,
    call: Call,
    which: Nat,
    give: Transfer,
    notice: CreditNotice,
    minting: Mint,
    burning: Burn,
) -> None:
    """After every action the units held are those issued, and those of all locks less all releases.

    Of a token that issued nothing, that is the proven locks less the releases.
    """
    assume(conserves(state) & minted_is_locked(state) & released_is_recorded(state))
    before = state.releases.sum(let_go)
    assume(state.releases.get(Nat(state.release_count + 1)).quantity == 0)
    after = act(state, call, which, (give, notice, minting, burning))
    prove(after.releases.sum(let_go) >= before, "no release is taken back")
    backed = after.locks.sum(locked) - after.releases.sum(let_go)
    prove(supply(after) == after.issued + backed, "every unit is backed or was issued")
    prove(backed >= 0, "no more is released than was locked")


@theorem("THM-TOK-21", clauses=("TOK-17",), about=(mint,), acceptance=True)
def a_fresh_lock_always_mints(state: TokenState, call: Call, action: Mint) -> None:
    """The authority can always mint against a confirmed new lock, up to the limit of all supply."""
    assume((call.caller == state.authority) & (action.quantity > 0))
    assume(call.anchor >= action.height + state.confirmations)
    assume(state.locks.get(action.lock) == 0)
    assume(state.issued + state.minted + action.quantity < NAT_LIMIT)
    after = mint(state, call, action).state
    prove(after.locks.get(action.lock) > 0, "accepted")


@theorem("THM-TOK-22", clauses=("TOK-20",), about=(burn,), acceptance=True)
def a_wrapped_unit_can_always_go_back(state: TokenState, call: Call, action: Burn) -> None:
    """A holder of a token that issued nothing can always burn what it holds.

    Of another token, what is left of the locks.
    """
    assume(conserves(state) & is_within_limit(state))
    assume((action.quantity > 0) & (holds(state, call.caller) >= action.quantity))
    is_left = state.released + action.quantity <= state.minted
    assume((state.issued == 0) | is_left)
    after = burn(state, call, action).state
    prove(after.release_count == state.release_count + 1, "accepted")


@theorem("THM-TOK-10", clauses=("TOK-1",), about=(allocate,), acceptance=True)
def an_allocation_within_the_limit_is_accepted(state: TokenState, allocation: Allocation) -> None:
    """Genesis may issue any number of units that the wire can say, and gives them as it says."""
    assume(state.issued + state.minted + allocation.quantity < NAT_LIMIT)
    after = allocate(state, allocation)
    gained = holds(after, allocation.address) - holds(state, allocation.address)
    prove(gained == allocation.quantity, "the address has its allocation")
    prove(after.issued - state.issued == allocation.quantity, "it is counted")


@theorem("THM-TOK-24", clauses=("TOK-22",), about=(information,), acceptance=True)
def a_token_tells_its_supply(state: TokenState) -> None:
    """The supply that a token tells of is what all holders hold."""
    assume(conserves(state))
    told = information(state)
    prove(told.supply == supply(state), "the supply is what is held")
    same = both(told.name == state.name, told.ticker == state.ticker)
    prove(same & (told.denomination == state.denomination), "what it is called")
    prove(ite(told.authority == state.authority, True, False), "who speaks for its bridge")
