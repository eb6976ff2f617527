"""What is true of every reachable state of an asset. Proofs and tests share these."""

from __future__ import annotations

from hollowbeam_contracts.atomic_asset.state import AssetState
from hollowbeam_contracts.ledger import ClaimKey, claim_is_within_limit, supply


def supply_is_fixed(state: AssetState) -> bool:
    """INV-AST-1: all units of the asset are held, and there is at least one."""
    return (supply(state) == state.units) & (state.units >= 1)


def claim_is_sound(state: AssetState, key: ClaimKey) -> bool:
    """INV-AST-2: what is owed is a number that the wire can say."""
    return claim_is_within_limit(state, key)
