"""The units of an asset: given to one holder at genesis, and moved as every ledger moves them."""

from __future__ import annotations

from hollowbeam.kernel.actor import Call
from hollowbeam.kernel.errors import Reason, require
from hollowbeam.kernel.transition import Step, implements
from hollowbeam.kernel.vocabulary import Address
from hollowbeam_contracts import ledger
from hollowbeam_contracts.atomic_asset.state import AssetState
from hollowbeam_contracts.notices import CreditNotice, Transfer


@implements("AST-1")
def endow(state: AssetState, holder: Address) -> AssetState:
    """Give all units of an asset to its first holder.

    Rejects: BAD_PARAMETERS (AST-1) for an asset without units.
    """
    require(state.units > 0, Reason.BAD_PARAMETERS)
    return ledger.receive(state, holder, state.units)


@implements("AST-5", "AST-6", "AST-7", "AST-8", "AST-9", "AST-14")
def transfer(state: AssetState, call: Call, action: Transfer) -> Step[AssetState]:
    """Give units to another holder, as every ledger does; the asset stays what it is (AST-14).

    Rejects: ZERO_AMOUNT (AST-5), INSUFFICIENT_BALANCE (AST-6).
    """
    return ledger.transfer(state, call, action)


@implements("AST-10", "AST-11", "AST-12", "AST-14")
def take_back(state: AssetState, call: Call, notice: CreditNotice) -> Step[AssetState]:
    """Move back what a bouncing process still holds, as every ledger does; rejects nothing."""
    return ledger.take_back(state, call, notice)
