"""``hb message inspect``: what it prints, and the codes it ends with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from hollowbeam.cli import message_inspect
from hollowbeam.cli.message import app
from hollowbeam.kernel.encoding import base64url
from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.wallets import Ed25519Wallet, EthereumWallet
from hollowbeam.protocol.message.bundle import parse_bundle, serialize_bundle
from hollowbeam.protocol.message.item import Item, serialize_item
from hollowbeam.protocol.message.signing import item_digest, item_id, sign_item
from hollowbeam.service.files import write_wallet

WALLET = Ed25519Wallet(
    bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
)
ADDRESS = "If4x36FUomFia_hUBG_SJxt77UtqvkWqWId-9H-XIbk"
ID = base64url(bytes(range(32)))
ITEM = sign_item(
    WALLET, target=bytes(range(32)), tags=[(b"Name", b"line\nbreak")], data=b"\xffdata"
)
RAW = serialize_item(ITEM)


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


def test_the_help_gives_each_command_its_whole_sentence() -> None:
    words = " ".join(hb("--help").stdout.split())
    assert "or name the clause that it breaks. sign Sign an item" in words
    assert "completion" not in words


def test_a_valid_item_is_shown_with_its_names() -> None:
    done = hb("inspect", "-", given=RAW)
    assert done.exit_code == 0
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    assert lines == [
        f"id              {item_id(ITEM)}",
        f"digest          {item_digest(ITEM)}",
        "signature type  2, Ed25519",
        f"address         {ADDRESS}",
        f"target          {ID}",
        "anchor          none",
        "tags            1",
        r"                Name = line\nbreak",
        f"data            5 bytes, of {len(RAW)} in all",
        "                0xff64617461",
        "valid",
    ]


def test_a_valid_item_as_json() -> None:
    code, value = inspected(RAW)
    assert code == 0
    assert value == {
        "item": {
            "id": item_id(ITEM),
            "digest": item_digest(ITEM),
            "address": ADDRESS,
            "signature_type": "2",
            "owner": base64url(WALLET.owner),
            "target": ID,
            "anchor": None,
            "tags": [[base64url(b"Name"), base64url(b"line\nbreak")]],
            "data": base64url(b"\xffdata"),
        },
        "message": None,
        "refused": None,
    }


def test_a_refused_item_names_the_clause_and_points_at_the_byte() -> None:
    done = hb("inspect", "-", given=RAW[:98] + b"\x02" + RAW[99:])
    assert done.exit_code == 1
    rows = {
        start: " ".join(f"{byte:02x}" for byte in RAW[start : start + 16]) for start in (80, 112)
    }
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    assert lines[:3] == [
        "refused: MSG-3 BAD_PRESENCE_BYTE",
        "  a presence byte is neither 0 nor 1",
        "  the presence byte of the target is 2 (byte 98)",
    ]
    assert lines[3].startswith(f"        80 {rows[80]}  ")
    changed = " ".join(f"{byte:02x}" for byte in (*RAW[96:98], 2, *RAW[99:112]))
    assert lines[4].startswith(f"        96 {changed}  ")
    pointer = lines[5]
    assert pointer.strip() == "^^"
    assert lines[4][pointer.index("^") :][:2] == "02"
    assert lines[6].startswith(f"       112 {rows[112]}  ")
    assert lines[7:] == ["  read the clause: hb spec MSG-3"]


def test_what_is_missing_at_the_end_is_pointed_at_there() -> None:
    done = hb("inspect", "-", given=RAW[:96])
    lines = done.stdout.splitlines()
    assert lines[2] == "  the owner takes 32 bytes, 30 are left (byte 66)"
    done = hb("inspect", "-", given=b"")
    assert [line.rstrip() for line in done.stdout.splitlines()][2:5] == [
        "  the signature type takes 2 bytes, 0 are left (byte 0)",
        "         0",
        "           ^ the end",
    ]


@pytest.mark.parametrize(
    ("raw", "reason", "offset"),
    [
        (b"", Reason.TRUNCATED, "0"),
        (b"\x09\x00", Reason.UNKNOWN_SIGNATURE_TYPE, "0"),
        (RAW[:97], Reason.TRUNCATED, "66"),
        (RAW[:98] + b"\x02" + RAW[99:], Reason.BAD_PRESENCE_BYTE, "98"),
        (RAW[:132] + b"\x81" + RAW[133:], Reason.TOO_MANY_TAGS, "132"),
        (RAW[:140] + b"\x01\x10" + RAW[142:], Reason.TAGS_TOO_LONG, "140"),
        (RAW[:148] + b"\x04" + RAW[149:], Reason.MALFORMED_TAGS, "166"),
        (RAW[:132] + b"\x02" + RAW[133:], Reason.TAG_COUNT_MISMATCH, "132"),
        (RAW[:-1] + b"b", Reason.INVALID_ED25519_SIGNATURE, None),
    ],
    ids=lambda value: value if isinstance(value, Reason) else "",
)
def test_each_refusal_as_json(raw: bytes, reason: Reason, offset: str | None) -> None:
    code, value = inspected(raw)
    assert code == 1
    refused = value["refused"]
    assert refused.pop("detail").endswith("" if offset is None else f"(byte {offset})")
    assert refused == {
        "reason": str(reason),
        "clause": reason.clause,
        "meaning": reason.meaning,
        "offset": offset,
    }
    assert (value["item"] is None) is (offset is not None)
    assert value["message"] is None


def test_the_tag_that_is_refused_is_the_one_pointed_at() -> None:
    tag_bytes = b"\x02\x02n\x02v" + b"\x04\x02m\x02w\x02o\x00" + b"\x00"
    head = RAW[:98] + bytes(2) + (3).to_bytes(8, "little") + len(tag_bytes).to_bytes(8, "little")
    _, value = inspected(head + tag_bytes)
    assert value["refused"]["reason"] == "TAG_VALUE_LENGTH"
    assert value["refused"]["detail"] == "the value of tag 3 has 0 bytes (byte 126)"
    assert (head + tag_bytes)[126:129] == b"\x02o\x00"


def message(**changed: Any) -> Item:
    tags = {"Data-Protocol": "HollowBEAM", "Variant": "HB.1", "Type": "Message"}
    tags |= {"Network": "main", "Action": "Transfer"}
    fields: dict[str, Any] = {"target": bytes(32), "anchor": bytes(32), "data": b'{"a":"1"}'}
    pairs = [(name.encode(), value.encode()) for name, value in tags.items()]
    return sign_item(WALLET, tags=pairs, **(fields | changed))


def test_a_message_is_shown_as_its_network_reads_it() -> None:
    raw = serialize_item(message())
    done = hb("inspect", "--network", "main", "-", given=raw)
    assert done.exit_code == 0
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    assert lines[-5:] == [
        "message         Message",
        f"caller          {ADDRESS}",
        "action          Transfer",
        'input           {"a":"1"}',
        "valid",
    ]
    code, value = inspected(raw, "--network", "main")
    assert code == 0
    assert value["message"] == {
        "caller": ADDRESS,
        "principal": ADDRESS,
        "target": base64url(bytes(32)),
        "type": "Message",
        "action": "Transfer",
        "input": {"a": "1"},
    }


@pytest.mark.parametrize(
    ("network", "changed", "reason"),
    [
        ("other", {}, Reason.WRONG_NETWORK),
        ("main", {"anchor": b""}, Reason.MISSING_ANCHOR),
        ("main", {"data": b"1"}, Reason.NOT_HB_JSON),
    ],
)
def test_an_item_that_is_no_message_is_shown_and_refused(
    network: str, changed: dict[str, Any], reason: Reason
) -> None:
    code, value = inspected(serialize_item(message(**changed)), "--network", network)
    assert code == 1
    assert value["item"]["address"] == ADDRESS
    assert value["message"] is None
    assert value["refused"]["reason"] == str(reason)
    done = hb("inspect", "--network", network, "-", given=serialize_item(message(**changed)))
    assert f"refused: {reason.clause} {reason}" in done.stdout


def test_base64url_is_read_with_and_without_a_line_feed() -> None:
    for ending in ("", "\n"):
        given = (base64url(RAW) + ending).encode()
        assert inspected(given, "--base64url")[1]["item"]["id"] == item_id(ITEM)
    done = hb("inspect", "--base64url", "-", given=b"not base64url!")
    assert done.exit_code == 2
    assert "- does not hold base64url" in done.stderr


def test_a_bundle_is_shown_item_by_item() -> None:
    raw = bytearray(serialize_bundle([ITEM, message(), ITEM]))
    entries = parse_bundle(bytes(raw))
    raw[entries[1].offset + 98] = 7
    raw[32 + 2 * 64 + 63] ^= 1
    done = hb("inspect", "--bundle", "-", given=bytes(raw))
    assert done.exit_code == 1
    lines = [line.split() for line in done.stdout.splitlines()]
    presence = entries[1].offset + 98
    shown = [base64url(entry.id) for entry in parse_bundle(bytes(raw))]
    assert lines[1] == ["0", shown[0], str(entries[0].offset), str(len(RAW)), "valid"]
    refusal = ["MSG-3", "BAD_PRESENCE_BYTE", "at", "byte", str(presence)]
    assert lines[2][:2] == ["1", shown[1]]
    assert lines[2][4:] == refusal
    assert lines[3][4:] == ["MSG-20", "ID_MISMATCH"]
    assert lines[4] == ["3", "items,", "2", "refused"]
    code, value = inspected(bytes(raw), "--bundle")
    assert code == 1
    reasons = [item["refused"] and item["refused"]["reason"] for item in value["items"]]
    assert reasons == [None, "BAD_PRESENCE_BYTE", "ID_MISMATCH"]
    assert [item["id"] for item in value["items"]] == shown


def test_what_is_no_bundle_is_refused_as_a_whole() -> None:
    done = hb("inspect", "--bundle", "-", given=RAW)
    assert done.exit_code == 1
    assert done.stdout.startswith("refused: MSG-19 MALFORMED_BUNDLE\n")
    code, value = inspected(RAW, "--bundle")
    assert code == 1
    assert value["refused"]["clause"] == "MSG-19"
    assert inspected(serialize_bundle([]), "--bundle") == (0, {"items": []})


def test_a_file_that_is_not_there_could_not_be_read(at: Path) -> None:
    done = hb("inspect", str(at / "none.bin"))
    assert done.exit_code == 2
    assert "none.bin: No such file or directory" in done.stderr
    assert done.stdout == ""
    assert hb("inspect", str(at)).exit_code == 2


@settings(
    derandomize=True,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.binary(max_size=200) | st.builds(lambda cut: RAW[:cut], st.integers(0, len(RAW))),
    st.sampled_from([(), ("--bundle",), ("--network", "main")]),
    st.booleans(),
)
def test_any_bytes_are_shown_or_refused(
    raw: bytes, options: tuple[str, ...], as_json: bool
) -> None:
    done = hb("inspect", *options, *(["--json"] if as_json else []), "-", given=raw)
    assert done.exit_code in {0, 1}
    assert done.exception is None or isinstance(done.exception, SystemExit)
    assert ("refused" in done.stdout) is True or done.exit_code == 0


def test_nothing_that_a_terminal_obeys_is_printed() -> None:
    item = sign_item(WALLET, tags=[(b"\x1b[31m", b"\x9b2J\r")], data="\x1b]0;x\x07\u202e".encode())
    done = hb("inspect", "-", given=serialize_item(item))
    assert done.exit_code == 0
    assert all(letter.isprintable() or letter == "\n" for letter in done.stdout)


def test_long_data_is_cut() -> None:
    assert message_inspect.printable(b"a" * 500) == "a" * 400 + " … 100 bytes more"
    assert message_inspect.printable("é".encode() * 300).endswith("… 200 bytes more")


def test_rows_of_bytes_point_at_the_byte_and_stay_within_a_terminal() -> None:
    for offset in range(len(RAW) + 1):
        rows = list(message_inspect.hex_rows(RAW, offset))
        (pointer,) = (place for place, row in enumerate(rows) if row.style == "bold red")
        column = rows[pointer].plain.index("^")
        pointed = rows[pointer - 1].plain[column : column + 2].strip()
        assert pointed == RAW[offset : offset + 1].hex()
        assert max(row.cell_len for row in rows) <= 80


def test_every_kind_of_item_says_who_signed() -> None:
    done = hb("inspect", "-", given=serialize_item(sign_item(EthereumWallet(bytes(31) + b"\x07"))))
    assert done.exit_code == 0
    assert "signature type  3, Ethereum (secp256k1)" in done.stdout
