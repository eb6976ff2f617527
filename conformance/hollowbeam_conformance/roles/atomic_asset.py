"""Role atomic_asset: an asset in whole or fractional units."""

from __future__ import annotations

from hollowbeam_conformance.roles.contract import ContractRole
from hollowbeam_contracts.atomic_asset import MODULE


class Role(ContractRole):
    """An asset, as a process sees it."""

    def __init__(self) -> None:
        super().__init__(MODULE.start, MODULE.handle, MODULE.view)
