"""Theorems: the invariants hold at genesis, and every action keeps all of them."""

from __future__ import annotations

from hollowbeam.kernel.actor import Call
from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import Address, Nat
from hollowbeam_contracts.ledger import Allocation, ClaimKey, take_back, transfer
from hollowbeam_contracts.notices import CreditNotice, Transfer
from hollowbeam_contracts.u_token.actions import Burn, Mint
from hollowbeam_contracts.u_token.bridge import burn, mint
from hollowbeam_contracts.u_token.contract import allocate, empty
from hollowbeam_contracts.u_token.invariants import (
    claim_is_sound,
    conserves,
    is_within_limit,
    minted_is_locked,
    release_is_numbered,
    released_is_recorded,
)
from hollowbeam_contracts.u_token.state import TokenState
from hollowbeam_models.theorem import assume, prove, theorem
from hollowbeam_models.theorems.u_token.bridge import BURN_REASONS, MINT_REASONS
from hollowbeam_models.theorems.u_token.ledger import TRANSFER_REASONS

INVARIANTS = ("INV-TOK-1", "INV-TOK-2", "INV-TOK-3", "INV-TOK-4", "INV-TOK-5", "INV-TOK-6")


def assume_invariants(state: TokenState, claim: ClaimKey, number: Nat) -> None:
    """Start in any state in which the invariants hold, at any claim and any release."""
    assume(conserves(state) & minted_is_locked(state) & released_is_recorded(state))
    assume(is_within_limit(state) & claim_is_sound(state, claim))
    assume(release_is_numbered(state, number))
    assume(release_is_numbered(state, Nat(state.release_count + 1)))


def prove_invariants(after: TokenState, claim: ClaimKey, number: Nat) -> None:
    """Claim that the invariants hold, at any claim and any release."""
    prove(conserves(after), "INV-TOK-1")
    prove(minted_is_locked(after), "INV-TOK-2")
    prove(released_is_recorded(after), "INV-TOK-3")
    prove(release_is_numbered(after, number), "INV-TOK-4")
    prove(is_within_limit(after), "INV-TOK-5")
    prove(claim_is_sound(after, claim), "INV-TOK-6")


@theorem("THM-TOK-15", clauses=("TOK-1", *INVARIANTS), about=(empty,), acceptance=True)
def an_empty_token_is_sound(
    name: str,
    ticker: str,
    denomination: Nat,
    authority: Address,
    confirmations: Nat,
    claim: ClaimKey,
    number: Nat,
) -> None:
    """The invariants hold where nobody holds anything yet."""
    prove_invariants(empty(name, ticker, denomination, authority, confirmations), claim, number)


@theorem(
    "THM-TOK-16",
    clauses=("TOK-1", *INVARIANTS),
    about=(allocate,),
    rejects=(Reason.BAD_PARAMETERS,),
)
def an_allocation_keeps_the_invariants(
    state: TokenState, allocation: Allocation, claim: ClaimKey, number: Nat
) -> None:
    """Each allocation of a genesis keeps the invariants."""
    assume_invariants(state, claim, number)
    prove_invariants(allocate(state, allocation), claim, number)


@theorem(
    "THM-TOK-17",
    clauses=("TOK-6", "TOK-7", "TOK-10", "TOK-11", *INVARIANTS),
    about=(transfer, take_back),
    rejects=TRANSFER_REASONS,
)
def moving_units_keeps_the_invariants(
    state: TokenState,
    call: Call,
    action: Transfer,
    notice: CreditNotice,
    bounces: bool,
    claim: ClaimKey,
    number: Nat,
) -> None:
    """Every transfer and every bounce keeps the invariants."""
    assume_invariants(state, claim, number)
    if bounces:
        after = take_back(state, call, notice).state
    else:
        after = transfer(state, call, action).state
    prove_invariants(after, claim, number)


@theorem("THM-TOK-18", clauses=("TOK-17", *INVARIANTS), about=(mint,), rejects=MINT_REASONS)
def minting_keeps_the_invariants(
    state: TokenState, call: Call, action: Mint, claim: ClaimKey, number: Nat
) -> None:
    """Every mint keeps the invariants."""
    assume_invariants(state, claim, number)
    prove_invariants(mint(state, call, action).state, claim, number)


@theorem("THM-TOK-19", clauses=("TOK-20", *INVARIANTS), about=(burn,), rejects=BURN_REASONS)
def burning_keeps_the_invariants(
    state: TokenState, call: Call, action: Burn, claim: ClaimKey, number: Nat
) -> None:
    """Every burn keeps the invariants."""
    assume_invariants(state, claim, number)
    prove_invariants(burn(state, call, action).state, claim, number)
