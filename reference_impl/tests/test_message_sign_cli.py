"""``hb message sign`` and ``hb message keygen``: what they write, or that all is as it was."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from hollowbeam.cli.message import app
from hollowbeam.kernel.encoding import base64url
from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.wallets import Ed25519Wallet
from hollowbeam.protocol.message.item import serialize_item
from hollowbeam.protocol.message.signing import item_digest, item_id, read_item, sign_item
from hollowbeam.service.files import read_wallet, write_wallet

WALLET = Ed25519Wallet(bytes(32))
ID = base64url(bytes(range(32)))


def hb(*arguments: str, given: bytes = b"") -> Result:
    """Run ``hb message`` in this process."""
    return CliRunner().invoke(app, list(arguments), input=given, env={"COLUMNS": "100"})


def names_in(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty directory that has a wallet."""
    monkeypatch.chdir(tmp_path)
    write_wallet(tmp_path / "me.json", WALLET)
    return tmp_path


def inspected(raw: bytes, *options: str) -> tuple[int, dict[str, Any]]:
    done = hb("inspect", "--json", *options, "-", given=raw)
    return done.exit_code, json.loads(done.stdout)


# sign


def test_an_item_is_signed_and_its_names_are_printed(at: Path) -> None:
    tags = ["--tag", "Content-Type=text/plain", "--tag", "a=b=c"]
    done = hb("sign", "--wallet", "me.json", "--data", "hello", *tags, "--out", "item.bin")
    assert done.exit_code == 0
    item = read_item((at / "item.bin").read_bytes())
    assert item == sign_item(
        WALLET, tags=[(b"Content-Type", b"text/plain"), (b"a", b"b=c")], data=b"hello"
    )
    assert done.stderr == f"id     {item_id(item)}\ndigest {item_digest(item)}\n"
    assert done.stdout == ""
    assert names_in(at) == ["item.bin", "me.json"]


def test_an_item_goes_to_standard_output(at: Path) -> None:
    (at / "data").write_bytes(b"\x00\xff")
    done = hb("sign", "--wallet", "me.json", "--data-file", "data", "--out", "-")
    assert done.exit_code == 0
    assert done.stdout_bytes == serialize_item(sign_item(WALLET, data=b"\x00\xff"))


def test_an_item_is_not_thrown_at_a_terminal(at: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from hollowbeam.cli import message_sign  # noqa: PLC0415 - its module is replaced in part

    terminal = SimpleNamespace(stdout=SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr(message_sign, "sys", terminal)
    done = hb("sign", "--wallet", "me.json", "--out", "-")
    assert done.exit_code == 2
    assert "an item is no text for a terminal" in done.stderr
    assert names_in(at) == ["me.json"]


def test_a_message_gets_its_tags_and_a_new_anchor_each_time(at: Path) -> None:
    options = ["--type", "Message", "--network", "main", "--action", "Transfer"]
    options += ["--target", ID, "--data", '{"quantity":"5"}', "--tag", "Note=x"]
    anchors = set()
    for name in ("one.bin", "two.bin"):
        done = hb("sign", "--wallet", "me.json", *options, "--out", name)
        assert done.exit_code == 0
        raw = (at / name).read_bytes()
        code, value = inspected(raw, "--network", "main")
        assert code == 0
        anchors.add(value["item"]["anchor"])
        assert value["message"]["action"] == "Transfer"
        assert value["message"]["target"] == ID
        names = [bytes(name) for name, _ in read_item(raw).tags]
        assert names == [b"Data-Protocol", b"Variant", b"Type", b"Network", b"Action", b"Note"]
    assert len(anchors) == 2


def test_a_given_anchor_is_kept(at: Path) -> None:
    done = hb("sign", "--wallet", "me.json", "--anchor", ID, "--out", "item.bin")
    assert done.exit_code == 0
    assert read_item((at / "item.bin").read_bytes()).anchor == bytes(range(32))


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--tag", "a="], Reason.TAG_VALUE_LENGTH),
        (["--tag", "=a"], Reason.TAG_NAME_LENGTH),
        (["--tag", "a=b"] * 129, Reason.TOO_MANY_TAGS),
        (["--tag", "a=" + "b" * 3000] * 2, Reason.TAGS_TOO_LONG),
        (["--type", "Message", "--network", "main"], Reason.MISSING_TARGET),
        (["--type", "Message", "--network", "main", "--target", ID], Reason.MISSING_ACTION),
        (
            ["--type", "Message", "--network", "m", "--target", ID, "--action", "A"],
            Reason.NOT_HB_JSON,
        ),
        (["--type", "Spawn"], Reason.WRONG_NETWORK),
        (["--type", "Relay", "--network", "m", "--tag", "Network=m"], Reason.DUPLICATE_TAG),
    ],
)
def test_what_would_be_refused_is_not_signed(at: Path, options: list[str], reason: Reason) -> None:
    (at / "item.bin").write_bytes(b"as it was")
    done = hb("sign", "--wallet", "me.json", *options, "--out", "item.bin")
    assert done.exit_code == 1
    assert done.stderr.startswith(f"refused: {reason.clause} {reason}: ")
    assert (at / "item.bin").read_bytes() == b"as it was"
    assert names_in(at) == ["item.bin", "me.json"]


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--wallet", "none.json"], "cannot read the wallet none.json: No such file or directory"),
        (["--wallet", "text"], "cannot read the wallet text: not JSON"),
        (["--wallet", "list"], "not a JSON object"),
        (["--wallet", "me.json", "--tag", "no-equals"], "has no '='"),
        (["--wallet", "me.json", "--target", "AAAA"], "--target is 3 bytes, not 32"),
        (["--wallet", "me.json", "--anchor", "?"], "--anchor '?' is not base64url"),
        (["--wallet", "me.json", "--action", "A"], "give --type"),
        (["--wallet", "me.json", "--salt", "32"], "--salt is for an Arweave wallet"),
        (["--wallet", "me.json", "--data", "a", "--data-file", "text"], "not both"),
        (["--wallet", "me.json", "--data-file", "none"], "cannot read none"),
    ],
)
def test_what_cannot_be_read_is_said(at: Path, options: list[str], complaint: str) -> None:
    (at / "text").write_text("not JSON", encoding="utf-8")
    (at / "list").write_text("[]", encoding="utf-8")
    done = hb("sign", *options, "--out", "item.bin")
    assert done.exit_code == 2
    assert complaint in " ".join(done.stderr.replace("│", " ").split())
    assert not (at / "item.bin").exists()


def test_where_nothing_can_be_written_nothing_is(at: Path) -> None:
    done = hb("sign", "--wallet", "me.json", "--out", "nowhere/item.bin")
    assert done.exit_code == 2
    assert "cannot write nowhere/item.bin: No such file or directory" in done.stderr
    assert names_in(at) == ["me.json"]


# keygen


@pytest.mark.parametrize(("kind", "number"), [("ed25519", 2), ("ethereum", 3), ("arweave", 1)])
def test_a_new_wallet_signs(at: Path, kind: str, number: int) -> None:
    done = hb("keygen", "--kind", kind, "--out", "new.json")
    assert done.exit_code == 0
    wallet = read_wallet(str(at / "new.json"))
    assert wallet.signature_type == number
    assert stat.S_IMODE((at / "new.json").stat().st_mode) == 0o600
    salt = ["--salt", "478"] if kind == "arweave" else []
    assert hb("sign", "--wallet", "new.json", *salt, "--out", "item.bin").exit_code == 0
    code, value = inspected((at / "item.bin").read_bytes())
    assert code == 0
    assert done.stderr == f"address {value['item']['address']}\n"


def test_a_wallet_is_never_written_over(at: Path) -> None:
    before = (at / "me.json").read_bytes()
    done = hb("keygen", "--kind", "ed25519", "--out", "me.json")
    assert done.exit_code == 2
    assert "cannot write me.json: File exists" in done.stderr
    assert (at / "me.json").read_bytes() == before
    assert names_in(at) == ["me.json"]
