"""The HB contract: HyperCoin, stake in roles, slashes, emission and disputes (chapter staking)."""

from hollowbeam_contracts.staking.actions import Genesis
from hollowbeam_contracts.staking.contract import ACTIONS, MODULE, genesis, handle, view

__all__ = ["ACTIONS", "MODULE", "Genesis", "genesis", "handle", "view"]
