"""Role staking: the HB contract."""

from __future__ import annotations

from hollowbeam.kernel.records import from_json
from hollowbeam_conformance.roles.contract import ContractRole
from hollowbeam_contracts.staking import Genesis, genesis, handle, view


class Role(ContractRole):
    """The HB contract, as a process sees it."""

    def __init__(self) -> None:
        super().__init__(lambda start: genesis(from_json(Genesis, start)), handle, view)
