"""Items and bundles of arbundles verify here, and ours verify there.

What arbundles made is frozen in ``data/arbundles_items.json`` (by ``data/arbundles_items.mjs``),
with what arbundles itself reads in it. What we make is judged by arbundles in node, where it is
installed: ``npm ci --ignore-scripts --prefix conformance/adapters/arbundles``.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from hollowbeam.kernel.encoding import base64url, base64url_decode
from hollowbeam.kernel.errors import Reason, Rejection
from hollowbeam.kernel.wallets import ArweaveWallet, Ed25519Wallet, EthereumWallet, Wallet
from hollowbeam.protocol.message.bundle import parse_bundle, read_bundle, serialize_bundle
from hollowbeam.protocol.message.described import item_to_json
from hollowbeam.protocol.message.item import Item, parse_item, serialize_item
from hollowbeam.protocol.message.signing import read_item, sign_item

FROZEN = json.loads((Path(__file__).with_name("data") / "arbundles_items.json").read_text())
ADAPTER = Path(__file__).resolve().parents[2] / "conformance" / "adapters" / "arbundles"
TYPES = ("arweave", "ed25519", "ethereum")
KINDS = ("message", "bare", "target-only", "anchor-only", "long-tags")


@cache
def wallets() -> dict[str, Wallet]:
    """Give the keys with which arbundles signed."""
    keys = FROZEN["keys"]
    return {
        "arweave": ArweaveWallet.from_jwk(keys["arweave"]),
        "ed25519": Ed25519Wallet(base64url_decode(keys["ed25519"])),
        "ethereum": EthereumWallet(base64url_decode(keys["ethereum"])),
    }


def frozen(name: str) -> Item:
    return read_item(base64url_decode(FROZEN["items"][name]["item"]))


def test_arbundles_made_each_kind_with_each_signature_type() -> None:
    assert list(FROZEN["items"]) == [f"{signer}-{kind}" for signer in TYPES for kind in KINDS]


@pytest.mark.parametrize("name", FROZEN["items"])
def test_an_item_of_arbundles_verifies_and_reads_as_there(name: str) -> None:
    theirs = dict(FROZEN["items"][name])
    item = frozen(name)
    assert base64url(serialize_item(item)) == theirs.pop("item")
    ours = item_to_json(item)
    del ours["address"]
    assert ours == {
        **theirs,
        "signature_type": str(theirs["signature_type"]),
        # arbundles says that a field is absent by giving no text.
        "target": theirs["target"] or None,
        "anchor": theirs["anchor"] or None,
    }
    assert item.owner == wallets()[name.partition("-")[0]].owner


@pytest.mark.parametrize("name", FROZEN["items"])
def test_signed_here_the_same_item_is_the_same_but_for_a_salt(name: str) -> None:
    signer = name.partition("-")[0]
    theirs = frozen(name)
    ours = sign_item(
        wallets()[signer],
        target=theirs.target,
        anchor=theirs.anchor,
        tags=theirs.tags,
        data=theirs.data,
    )
    if signer == "arweave":
        start = 2 + 512
        assert serialize_item(ours)[start:] == serialize_item(theirs)[start:]
    else:
        assert ours == theirs


@pytest.mark.parametrize("name", FROZEN["items"])
def test_a_changed_item_of_arbundles_does_not_verify(name: str) -> None:
    raw = bytearray(base64url_decode(FROZEN["items"][name]["item"]))
    raw[2 + 40] ^= 1
    signer = name.partition("-")[0]
    with pytest.raises(Rejection) as refusal:
        read_item(bytes(raw))
    assert (
        refusal.value.reason
        is {
            "arweave": Reason.INVALID_RSA_SIGNATURE,
            "ed25519": Reason.INVALID_ED25519_SIGNATURE,
            "ethereum": Reason.INVALID_ETHEREUM_SIGNATURE,
        }[signer]
    )


def test_the_bundle_of_arbundles_is_read_item_by_item() -> None:
    raw = base64url_decode(FROZEN["bundle"])
    items = read_bundle(raw)
    assert [item for item in items if isinstance(item, Rejection)] == []
    assert [item_to_json(item)["id"] for item in items if isinstance(item, Item)] == [
        entry["id"] for entry in FROZEN["items"].values()
    ]
    assert [parse_item(entry.raw) for entry in parse_bundle(raw)] == list(items)
    assert serialize_bundle([item for item in items if isinstance(item, Item)]) == raw


# The other way.


def judged(requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Ask arbundles through its adapter; skip where it is not installed."""
    if shutil.which("node") is None:
        pytest.skip("node is not installed")
    if not (ADAPTER / "node_modules" / "arbundles").is_dir():
        pytest.skip("arbundles is not installed: npm ci --prefix conformance/adapters/arbundles")
    lines = [{"id": 1, "verb": "batch", "requests": requests}, {"id": 2, "verb": "stop"}]
    done = subprocess.run(
        ["node", "adapter.mjs"],
        cwd=ADAPTER,
        input="".join(json.dumps(line) + "\n" for line in lines),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    replies: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[0])["replies"]
    return replies


@cache
def our_items() -> tuple[Item, ...]:
    """Sign items of every kind with every wallet; RSA with no salt, 32 bytes, and the most."""
    arweave = wallets()["arweave"]
    assert isinstance(arweave, ArweaveWallet)
    salted = [arweave.with_salt(salt_bytes) for salt_bytes in (0, 32, 478)]
    signers = [*salted, wallets()["ed25519"], wallets()["ethereum"]]
    target, anchor = bytes(range(32)), bytes(range(32, 64))
    most = [(b"n%d" % number, b"v") for number in range(128)]
    drafts: list[dict[str, Any]] = [
        {},
        {"data": b"data", "target": target},
        {"anchor": anchor, "tags": [(b"Action", b"Transfer"), ("größe".encode(), b"x" * 3072)]},
        {"target": target, "anchor": anchor, "tags": most, "data": bytes(range(256)) * 8},
        {"tags": [(b"n" * 1000, b"v" * 3000)]},
    ]
    return tuple(sign_item(signer, **draft) for signer in signers for draft in drafts)


def step(op: str, **args: str) -> dict[str, Any]:
    return {"verb": "step", "op": op, "args": args}


def test_our_items_verify_in_arbundles_and_read_as_here() -> None:
    requests = [step("verify", item=base64url(serialize_item(item))) for item in our_items()]
    assert judged(requests) == [{"ok": {"out": item_to_json(item)}} for item in our_items()]


def test_our_items_changed_do_not_verify_in_arbundles() -> None:
    requests = []
    for item in our_items():
        raw = bytearray(serialize_item(item))
        raw[2 + 40] ^= 1
        requests.append(step("verify", item=base64url(bytes(raw))))
    assert judged(requests) == [{"reject": {"code": "UNNAMED"}}] * len(our_items())


def test_our_bundle_is_read_by_arbundles() -> None:
    request = step("bundle", bundle=base64url(serialize_bundle(our_items())))
    ids = [item_to_json(item)["id"] for item in our_items()]
    assert judged([request]) == [{"ok": {"out": {"ids": ids}}}]
