"""Life cycles of room staking: bonds, faults and disputes of a small network."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from hollow_site.machines import Life, Machine
from hollowbeam.kernel.actor import Call
from hollowbeam.kernel.encoding import Json, base64url
from hollowbeam.kernel.records import from_json
from hollowbeam.kernel.vocabulary import Address, Nat
from hollowbeam_contracts.staking.actions import Genesis
from hollowbeam_contracts.staking.contract import ACTIONS, genesis, handle
from hollowbeam_contracts.staking.state import Bond, Dispute, Slashing, StakingState


def _of_bond(bond: Bond) -> str:
    if bond.leaving == 0:
        return "staked" if bond.stake else "no stake"
    return "staked and leaving" if bond.stake else "leaving"


def _of_fault(record: Slashing) -> str:
    return str(record.status)


def _of_dispute(dispute: Dispute) -> str:
    return str(dispute.status)


MACHINES: Final = {
    "bond": Machine(
        "bonds",
        _of_bond,
        {"no stake": (0, 1), "staked": (1, 0), "leaving": (1, 2), "staked and leaving": (2, 1)},
    ),
    "fault": Machine("faults", _of_fault, {"NONE": (0, 0), "OPEN": (1, 0), "SETTLED": (2, 0)}),
    "dispute": Machine("disputes", _of_dispute, {"NONE": (0, 0), "OPEN": (1, 0), "CLOSED": (2, 0)}),
}

HOLDER, OTHER, JUDGE, ID = (base64url(bytes([number]) * 32) for number in range(1, 5))
_ROLE: dict[str, Json] = {"role": "DRE"}
_FAULT: dict[str, Json] = {**_ROLE, "offender": HOLDER, "process": ID, "term": "0", "slot": "0"}
_SLASH: dict[str, Json] = {**_FAULT, "evidence": ID, "fisher": OTHER}

GENESIS: Json = {
    "parameters": {
        "adjudicator": JUDGE,
        "epoch_length": "2",
        "evidence_window": "2",
        "dispute_bound": "2",
        "dispute_deposit": "1",
        "minimum_dre": "1",
        "minimum_relayer": "1",
        "minimum_sequencer": "1",
        "rate_equivocation": "10000",
        "rate_invalid_assignment": "5000",
        "rate_wrong_result": "5000",
        "rate_omission": "5000",
        "reward_rate": "5000",
        "emission": "1",
        "cap": "100",
    },
    "allocations": [{"address": HOLDER, "amount": "4"}, {"address": OTHER, "amount": "1"}],
}

ALPHABET: tuple[tuple[str, str, dict[str, Json]], ...] = (
    ("Stake", HOLDER, {**_ROLE, "amount": "2"}),
    ("Unstake", HOLDER, {**_ROLE, "amount": "1"}),
    ("Unstake", HOLDER, {**_ROLE, "amount": "2"}),
    ("Withdraw", HOLDER, _ROLE),
    ("Mint", HOLDER, _ROLE),
    ("Slash", JUDGE, {**_SLASH, "kind": "OMISSION", "height": "0"}),
    ("Slash", JUDGE, {**_SLASH, "kind": "EQUIVOCATION", "height": "0"}),
    ("Slash", JUDGE, {**_SLASH, "kind": "EQUIVOCATION", "height": "8"}),
    ("Settle", OTHER, _FAULT),
    ("Open-Dispute", OTHER, {**_ROLE, "dispute": ID, "holder": HOLDER}),
    ("Close-Dispute", JUDGE, {"dispute": ID, "upheld": True}),
)
ANCHORS = (0, 8)
"""Now, and when everything that waits has waited long enough."""


def _step(action: str, caller: str, data: dict[str, Json], anchor: int) -> Callable[..., object]:
    call = Call(Address(caller), Nat(anchor))
    return lambda state: handle(state, call, action, data).state


def _start() -> StakingState:
    return genesis(from_json(Genesis, GENESIS))


LIFE: Final = Life(
    machines=MACHINES,
    depth=5,
    start=_start,
    steps=tuple(
        (action, _step(action, caller, data, anchor))
        for action, caller, data in ALPHABET
        for anchor in ANCHORS
    ),
    order=tuple(ACTIONS),
)
