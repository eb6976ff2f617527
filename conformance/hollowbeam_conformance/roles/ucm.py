"""Role ucm: the exchange."""

from __future__ import annotations

from hollowbeam_conformance.roles.contract import ContractRole
from hollowbeam_contracts.ucm import MODULE


class Role(ContractRole):
    """The exchange, as a process sees it."""

    def __init__(self) -> None:
        super().__init__(MODULE.start, MODULE.handle, MODULE.view)
