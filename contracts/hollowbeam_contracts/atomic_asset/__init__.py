"""An asset in whole or fractional units; what it is never changes (chapter atomic_asset)."""

from hollowbeam_contracts.atomic_asset.contract import ACTIONS, MODULE, genesis, handle, view
from hollowbeam_contracts.atomic_asset.state import Genesis

__all__ = ["ACTIONS", "MODULE", "Genesis", "genesis", "handle", "view"]
