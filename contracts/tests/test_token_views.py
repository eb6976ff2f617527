"""Views and modules of the token and of the asset: fields, entries, and one record of all."""

from __future__ import annotations

from hashlib import sha256

import pytest

from hollowbeam.kernel.encoding import Json, base64url
from hollowbeam.kernel.errors import Reason, Rejection
from hollowbeam_contracts import atomic_asset, staking, u_token
from hollowbeam_contracts.atomic_asset.state import AssetState
from hollowbeam_contracts.u_token.state import TokenState

ALICE, BOB = (base64url(bytes([byte]) * 32) for byte in (1, 2))
NO_RELEASE: Json = {"holder": "", "recipient": "", "quantity": "0"}


@pytest.fixture(scope="module")
def token() -> TokenState:
    allocations: list[Json] = [{"address": ALICE, "quantity": "50"}]
    start: Json = {
        "name": "U",
        "ticker": "wU",
        "denomination": "6",
        "authority": BOB,
        "confirmations": "10",
        "allocations": allocations,
    }
    state: TokenState = u_token.MODULE.start(start)
    return state


@pytest.fixture(scope="module")
def asset() -> AssetState:
    start: Json = {
        "title": "A",
        "type": "image",
        "topics": ["z", "a"],
        "description": "",
        "content": BOB,
        "units": "3",
        "holder": ALICE,
    }
    state: AssetState = atomic_asset.MODULE.start(start)
    return state


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("name", "U"),
        ("issued", "50"),
        (f"balances/{ALICE}", "50"),
        (f"balances/{BOB}", "0"),
        (f"claims/{ALICE}/{BOB}", "0"),
        (f"locks/{BOB}", "0"),
        ("releases/1", NO_RELEASE),
        (
            "info",
            {"name": "U", "ticker": "wU", "denomination": "6", "authority": BOB, "supply": "50"},
        ),
    ],
)
def test_a_path_of_a_token(token: TokenState, path: str, value: object) -> None:
    assert u_token.view(token, path) == value


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("title", "A"),
        ("topics/2", "a"),
        ("topics/3", ""),
        ("topic_count", "2"),
        (f"balances/{ALICE}", "3"),
    ],
)
def test_a_path_of_an_asset(asset: AssetState, path: str, value: object) -> None:
    assert atomic_asset.view(asset, path) == value


@pytest.mark.parametrize(
    "path",
    [
        "",
        "nothing",
        "info/",
        "info/name",
        "Info",
        "name/0",
        "balances",
        f"claims/{ALICE}",
        "topics",
    ],
)
def test_a_path_that_names_nothing_is_refused(
    token: TokenState, asset: AssetState, path: str
) -> None:
    for module, state in ((u_token.MODULE, token), (atomic_asset.MODULE, asset)):
        with pytest.raises(Rejection) as refusal:
            module.view(state, path)
        assert refusal.value.reason is Reason.INVALID_INPUT


def test_a_module_is_named_by_its_room_and_its_version() -> None:
    for room, module in (
        ("staking", staking.MODULE),
        ("u_token", u_token.MODULE),
        ("atomic_asset", atomic_asset.MODULE),
    ):
        text = f"python:{room}:HB.1".encode()
        assert module.id == base64url(sha256(b"\x09hb/module" + text).digest())
