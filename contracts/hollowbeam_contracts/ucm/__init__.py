"""The exchange of an asset for a token: a book of orders and a request queue (chapter ucm)."""

from hollowbeam_contracts.ucm.contract import ACTIONS, MODULE, genesis, handle, view
from hollowbeam_contracts.ucm.search import hint_for
from hollowbeam_contracts.ucm.state import Parameters

__all__ = ["ACTIONS", "MODULE", "Parameters", "genesis", "handle", "hint_for", "view"]
