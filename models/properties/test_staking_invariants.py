"""Each invariant of room staking on both sides of its edge, and views that name nothing.

An invariant that never fails says nothing: here are states that no history reaches.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from hollowbeam.kernel.actor import Call
from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.encoding import Json, base64url
from hollowbeam.kernel.errors import Reason, Rejection
from hollowbeam.kernel.vocabulary import ZERO, Address, Nat, ProcessId
from hollowbeam_contracts.staking import invariants
from hollowbeam_contracts.staking.contract import empty, handle, view
from hollowbeam_contracts.staking.state import (
    Bond,
    BondKey,
    Dispute,
    DisputeId,
    DisputeStatus,
    FaultKey,
    FaultStatus,
    Parameters,
    Role,
    Slashing,
    StakingState,
)

ALICE, BOB = (Address(base64url(bytes([number]) * 32)) for number in (1, 2))
PROCESS = ProcessId(base64url(bytes(32)))
DISPUTE, OTHER_DISPUTE = (DisputeId(base64url(bytes([number]) * 32)) for number in (3, 4))
KEY: BondKey = (ALICE, Role.DRE)
OTHER: BondKey = (BOB, Role.DRE)
FAULT: FaultKey = (ALICE, Role.DRE, PROCESS, Nat(1), Nat(2))
LENGTH = 10
SOUND = Parameters(
    adjudicator=BOB,
    epoch_length=Nat(LENGTH),
    evidence_window=Nat(5),
    dispute_bound=Nat(5),
    dispute_deposit=Nat(3),
    minimum_dre=Nat(1),
    minimum_relayer=Nat(4),
    minimum_sequencer=Nat(5),
    rate_equivocation=Nat(1),
    rate_invalid_assignment=Nat(10_000),
    rate_wrong_result=Nat(5_000),
    rate_omission=Nat(100),
    reward_rate=Nat(5_000),
    emission=Nat(100),
    cap=Nat(1_000),
)
STATE = replace(empty(SOUND), anchor=Nat(25), epoch=Nat(2))


def bond(**amounts: int) -> StakingState:
    """Give a state with one bond."""
    values: dict[str, Any] = {name: Nat(amount) for name, amount in amounts.items()}
    return replace(STATE, bonds=STATE.bonds.set(KEY, Bond(**values)))


@pytest.mark.parametrize(
    ("changed", "is_sound"),
    [
        ({}, True),
        ({"epoch_length": 1}, True),
        ({"epoch_length": 0}, False),
        ({"rate_equivocation": 0}, False),
        ({"rate_invalid_assignment": 10_001}, False),
        ({"rate_wrong_result": 0}, False),
        ({"rate_omission": 10_001}, False),
        ({"reward_rate": 0}, True),
        ({"reward_rate": 5_001}, False),
        ({"minimum_dre": 0}, False),
        ({"minimum_relayer": 0}, False),
        ({"minimum_sequencer": 0}, False),
        ({"minimum_relayer": 1, "minimum_sequencer": 1}, True),
    ],
)
def test_parameters_are_sound_within_their_ranges(changed: dict[str, int], is_sound: bool) -> None:
    values: dict[str, Any] = {name: Nat(value) for name, value in changed.items()}
    assert invariants.parameters_are_sound(replace(SOUND, **values)) is is_sound


def test_the_supply_is_all_that_is_held_and_all_that_was_burned() -> None:
    assert invariants.supply(STATE) == 0
    state = replace(
        STATE,
        liquid=Map.of(ZERO, {ALICE: Nat(1), BOB: Nat(2)}),
        bonds=Map.of(Bond(), {KEY: Bond(stake=Nat(4), leaving=Nat(8), weighing=Nat(900))}),
        faults=Map.of(Slashing(), {FAULT: Slashing(reward=Nat(16), taken=Nat(900))}),
        disputes=Map.of(Dispute(), {DISPUTE: Dispute(deposit=Nat(32))}),
        burned=Nat(64),
    )
    assert invariants.supply(state) == 127
    for issued, minted, conserved in ((100, 27, True), (0, 127, True), (100, 28, False)):
        counted = replace(state, issued=Nat(issued), minted=Nat(minted))
        assert invariants.conserves(counted) is conserved


@pytest.mark.parametrize(("cap", "holds"), [(127, True), (128, True), (126, False)])
def test_what_was_issued_and_minted_is_within_the_cap(cap: int, holds: bool) -> None:
    capped = replace(STATE, parameters=replace(SOUND, cap=Nat(cap)), issued=Nat(100))
    assert invariants.is_within_cap(replace(capped, minted=Nat(27))) is holds


@pytest.mark.parametrize(
    ("state", "holds"),
    [
        (STATE, True),
        (bond(stake=5, leaving=2, weighing=7, epoch=2), True),
        (bond(stake=5, leaving=2, weighing=8, epoch=2), False),
        # In a later epoch the present stake weighs, whatever weighed before.
        (bond(stake=5, weighing=8, epoch=1), True),
        (bond(stake=5, epoch=3), False),
        (bond(stake=5, weighing=5, epoch=3), False),
    ],
)
def test_what_weighs_can_be_slashed(state: StakingState, holds: bool) -> None:
    assert invariants.bond_is_accountable(state, KEY) is holds
    assert invariants.bond_is_accountable(state, OTHER) is True


@pytest.mark.parametrize(
    ("anchor", "epoch", "holds"),
    [
        (0, 0, True),
        (9, 0, True),
        (10, 0, False),
        (10, 1, True),
        (19, 1, True),
        (9, 1, False),
        (20, 1, False),
        (25, 1, False),
        (25, 3, False),
    ],
)
def test_the_epoch_is_that_of_the_anchor(anchor: int, epoch: int, holds: bool) -> None:
    state = replace(STATE, anchor=Nat(anchor), epoch=Nat(epoch))
    assert invariants.clock_is_sound(state) is holds


def test_weights_add_up() -> None:
    bonds = {
        KEY: Bond(stake=Nat(3), weighing=Nat(9), epoch=Nat(2)),
        OTHER: Bond(stake=Nat(2), weighing=Nat(9), epoch=Nat(1)),
        # Below its minimum, and without duties: no weight.
        (ALICE, Role.RELAYER): Bond(stake=Nat(3), weighing=Nat(3), epoch=Nat(2)),
        (BOB, Role.SEQUENCER): Bond(stake=Nat(4), weighing=Nat(4), epoch=Nat(2)),
        (BOB, Role.PARTICIPANT): Bond(stake=Nat(50), weighing=Nat(50), epoch=Nat(2)),
        (BOB, Role.RELAYER): Bond(stake=Nat(4), weighing=Nat(3), epoch=Nat(2)),
    }
    state = replace(STATE, bonds=Map.of(Bond(), bonds))
    for total in range(8, 12):
        assert invariants.active_weight_is_total(replace(state, active_weight=Nat(total))) is (
            total == 9
        )
        assert invariants.epoch_weight_covers(replace(state, epoch_weight=Nat(total))) is (
            total >= 11
        )
    assert invariants.epoch_weight_covers(replace(state, epoch_weight=Nat(12))) is True


RECORD = Slashing(
    status=FaultStatus.OPEN,
    at_risk=Nat(9),
    taken=Nat(9),
    reward=Nat(4),
    committed=Nat(2),
    sealed=Nat(2),
)


@pytest.mark.parametrize(
    ("changed", "holds"),
    [
        ({}, True),
        ({"taken": 8}, True),
        ({"at_risk": 8}, False),
        ({"reward": 5}, False),
        ({"reward": 3}, False),
        ({"status": FaultStatus.SETTLED}, False),
        ({"status": FaultStatus.SETTLED, "reward": 0}, True),
        ({"status": FaultStatus.NONE, "reward": 0}, False),
        ({"status": FaultStatus.NONE, "reward": 0, "taken": 0}, False),
        ({"status": FaultStatus.NONE, "reward": 0, "committed": 0}, False),
        ({"status": FaultStatus.NONE, "reward": 0, "taken": 0, "committed": 0}, True),
        ({"committed": 3}, False),
        ({"committed": 1}, True),
        ({"sealed": 3, "committed": 3}, True),
        ({"sealed": 4, "committed": 3}, False),
    ],
)
def test_a_fault_takes_what_was_at_risk_and_holds_its_reward(
    changed: dict[str, Any], holds: bool
) -> None:
    record = replace(RECORD, **changed)
    state = replace(STATE, faults=STATE.faults.set(FAULT, record), commitment_count=Nat(3))
    assert invariants.fault_is_sound(state, FAULT) is holds
    elsewhere: FaultKey = (BOB, *FAULT[1:])
    assert invariants.fault_is_sound(state, elsewhere) is True


def test_open_disputes_are_counted_by_holder_and_role() -> None:
    opened = Dispute(DisputeStatus.OPEN, BOB, ALICE, Role.DRE, Nat(3))
    closed = replace(opened, status=DisputeStatus.CLOSED, deposit=ZERO)
    other = replace(opened, role=Role.RELAYER)
    for disputes, counts in (
        ([], [0, 0]),
        ([opened, opened], [2, 0]),
        ([opened, closed], [1, 0]),
        ([opened, other], [1, 1]),
        ([closed, replace(opened, holder=BOB)], [0, 0]),
    ):
        entries = {DisputeId(base64url(bytes([n]) * 32)): d for n, d in enumerate(disputes)}
        for counted in range(3):
            for role, count in zip((Role.DRE, Role.RELAYER), counts, strict=True):
                state = replace(
                    STATE,
                    disputes=Map.of(Dispute(), entries),
                    open_disputes=STATE.open_disputes.set((ALICE, role), Nat(counted)),
                )
                holds = invariants.disputes_are_counted(state, (ALICE, role))
                assert holds is (counted == count)


@pytest.mark.parametrize(
    ("state", "holds"),
    [
        (STATE, True),
        (bond(stake=5, weighing=5, epoch=2), True),
        (bond(stake=5, weighing=6, epoch=2, leaving=1, ready_at=30), True),
        (bond(stake=5, weighing=6, epoch=2, leaving=1, ready_at=29), False),
        (bond(stake=5, weighing=6, epoch=2, leaving=1, ready_at=10), False),
        (bond(stake=6, weighing=5, epoch=2, leaving=1, ready_at=10), True),
    ],
)
def test_leaving_stake_that_weighs_stays_its_epoch(state: StakingState, holds: bool) -> None:
    assert invariants.leaving_outlasts_weight(state, KEY) is holds
    assert invariants.leaving_outlasts_weight(state, OTHER) is True


@pytest.mark.parametrize(
    ("status", "deposit", "holds"),
    [
        (DisputeStatus.OPEN, 3, True),
        (DisputeStatus.OPEN, 0, True),
        (DisputeStatus.CLOSED, 0, True),
        (DisputeStatus.CLOSED, 1, False),
        (DisputeStatus.NONE, 1, False),
    ],
)
def test_only_an_open_dispute_holds_a_deposit(
    status: DisputeStatus, deposit: int, holds: bool
) -> None:
    dispute = Dispute(status=status, deposit=Nat(deposit))
    state = replace(STATE, disputes=STATE.disputes.set(DISPUTE, dispute))
    assert invariants.dispute_is_sound(state, DISPUTE) is holds
    assert invariants.dispute_is_sound(state, OTHER_DISPUTE) is True


def refused(attempt: Callable[[], object]) -> tuple[Reason, str]:
    with pytest.raises(Rejection) as refusal:
        attempt()
    return refusal.value.reason, refusal.value.detail


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        ("", "the state has no field ''"),
        ("stake", "the state has no field 'stake'"),
        ("root/anchor", "the state has no field 'root'"),
        ("anchor/", "'anchor' is not a collection"),
        ("parameters/cap", "'parameters' is not a collection"),
        ("liquid", "not an id"),
        ("liquid/", "not an id"),
        (f"bonds/{ALICE}", "not an array of 2"),
        (f"bonds/{ALICE}/DRE/", "not an array of 2"),
        (f"bonds/{ALICE}/dre", "1: not a Role"),
    ],
)
def test_a_path_that_names_nothing_is_refused(path: str, detail: str) -> None:
    assert refused(lambda: view(STATE, path)) == (Reason.INVALID_INPUT, detail)


def test_a_path_reads_a_field_or_an_entry() -> None:
    state = replace(bond(stake=5), liquid=STATE.liquid.set(BOB, Nat(7)))
    assert view(state, "anchor") == "25"
    assert view(state, f"liquid/{BOB}") == "7"
    assert view(state, f"liquid/{ALICE}") == "0"
    seen = view(state, f"bonds/{ALICE}/DRE")
    assert isinstance(seen, dict)
    assert seen["stake"] == "5"
    sound = view(state, "parameters")
    assert isinstance(sound, dict)
    assert sound["cap"] == "1000"


def test_an_action_that_there_is_not_is_named() -> None:
    call = Call(ALICE, Nat(25))
    assert refused(lambda: handle(STATE, call, "Give", {})) == (
        Reason.UNKNOWN_ACTION,
        "no action 'Give'",
    )


def test_a_weight_of_one_mints() -> None:
    state = replace(bond(stake=1), active_weight=Nat(1), epoch_weight=Nat(1))
    data: Json = {"role": "DRE"}
    minted = handle(state, Call(ALICE, Nat(25)), "Mint", data).state
    assert (minted.minted, minted.liquid.get(ALICE)) == (100, 100)
