"""Role u_token: a token, U or wrapped U."""

from __future__ import annotations

from hollowbeam_conformance.roles.contract import ContractRole
from hollowbeam_contracts.u_token import MODULE


class Role(ContractRole):
    """A token, as a process sees it."""

    def __init__(self) -> None:
        super().__init__(MODULE.start, MODULE.handle, MODULE.view)
