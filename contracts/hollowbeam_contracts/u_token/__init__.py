"""A token, U or wrapped U: transfers with notices, and a bridge that mints (chapter u_token)."""

from hollowbeam_contracts.u_token.actions import Genesis
from hollowbeam_contracts.u_token.contract import ACTIONS, MODULE, genesis, handle, view

__all__ = ["ACTIONS", "MODULE", "Genesis", "genesis", "handle", "view"]
