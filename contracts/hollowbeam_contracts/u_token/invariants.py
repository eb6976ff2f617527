"""What is true of every reachable state of a token. Proofs, tests and the simulator share these."""

from __future__ import annotations

from hollowbeam.kernel.vocabulary import NAT_LIMIT, Nat
from hollowbeam_contracts.ledger import ClaimKey, claim_is_within_limit, supply
from hollowbeam_contracts.u_token.state import LockId, Release, TokenState


def locked(_: LockId, quantity: Nat) -> Nat:
    """Measure: what one lock minted."""
    return quantity


def let_go(_: Nat, release: Release) -> Nat:
    """Measure: what one release burned."""
    return release.quantity


def conserves(state: TokenState) -> bool:
    """INV-TOK-1: what is held and what was released is what was issued and minted."""
    return supply(state) + state.released == state.issued + state.minted


def minted_is_locked(state: TokenState) -> bool:
    """INV-TOK-2: ``minted`` is the total of all locks."""
    total: Nat = state.locks.sum(locked)
    return total == state.minted


def released_is_recorded(state: TokenState) -> bool:
    """INV-TOK-3: ``released`` is the total of all releases, and at most what was locked."""
    total: Nat = state.releases.sum(let_go)
    return (total == state.released) & (state.released <= state.minted)


def release_is_numbered(state: TokenState, number: Nat) -> bool:
    """INV-TOK-4: a release has a number from 1 to ``release_count``, and every number one."""
    is_numbered = (number >= 1) & (number <= state.release_count)
    return (state.releases.get(number).quantity > 0) == is_numbered


def is_within_limit(state: TokenState) -> bool:
    """INV-TOK-5: what was ever issued and minted is a number that the wire can say."""
    return state.issued + state.minted < NAT_LIMIT


def claim_is_sound(state: TokenState, key: ClaimKey) -> bool:
    """INV-TOK-6: what is owed is a number that the wire can say."""
    return claim_is_within_limit(state, key)
