"""Views of the HB contract: fields, entries, absent entries, and paths that name nothing."""

from __future__ import annotations

from dataclasses import fields

import pytest

from hollowbeam.kernel.encoding import base64url
from hollowbeam.kernel.errors import Reason, Rejection
from hollowbeam.kernel.records import from_json, to_json
from hollowbeam.kernel.vocabulary import Address, Nat
from hollowbeam_contracts.staking import genesis, view
from hollowbeam_contracts.staking.actions import Allocation, Genesis
from hollowbeam_contracts.staking.state import Bond, Dispute, Parameters, Slashing, StakingState

ALICE, BOB = (base64url(bytes([byte]) * 32) for byte in (1, 2))


@pytest.fixture(scope="module")
def state() -> StakingState:
    numbers = {field.name: "1" for field in fields(Parameters)}
    parameters = from_json(Parameters, {**numbers, "adjudicator": BOB, "cap": "50"})
    return genesis(Genesis(parameters, (Allocation(Address(ALICE), Nat(50)),)))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("issued", "50"),
        ("epoch_weight", "0"),
        (f"liquid/{ALICE}", "50"),
        (f"liquid/{BOB}", "0"),
        (f"bonds/{ALICE}/DRE", to_json(Bond())),
        (f"faults/{ALICE}/DRE/{BOB}/0/7", to_json(Slashing())),
        (f"commitments/{ALICE}", "0"),
        (f"disputes/{BOB}", to_json(Dispute())),
        (f"open_disputes/{ALICE}/RELAYER", "0"),
    ],
)
def test_a_path_reads_a_field_or_an_entry(state: StakingState, path: str, value: object) -> None:
    assert view(state, path) == value


@pytest.mark.parametrize(
    "path",
    [
        "",
        "nothing",
        "/issued",
        "issued/",
        "issued/0",
        "liquid",
        "liquid/",
        "liquid/alice",
        f"liquid/{ALICE}/",
        f"bonds/{ALICE}",
        f"bonds/{ALICE}/dre",
        f"bonds/{ALICE}/DRE/0",
        f"faults/{ALICE}/DRE/{BOB}/0/07",
        f"faults/{ALICE}/DRE/{BOB}/0/-1",
        "__class__",
    ],
)
def test_a_path_that_names_nothing_is_refused(state: StakingState, path: str) -> None:
    with pytest.raises(Rejection) as refusal:
        view(state, path)
    assert refusal.value.reason is Reason.INVALID_INPUT
