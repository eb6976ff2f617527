"""The HB contract: HyperCoin, stake in roles, slashes, emission and disputes (chapter staking)."""

from hollowbeam_contracts.staking.actions import Genesis
from hollowbeam_contracts.staking.contract import ACTIONS, genesis, handle, view

__all__ = ["ACTIONS", "Genesis", "genesis", "handle", "view"]
