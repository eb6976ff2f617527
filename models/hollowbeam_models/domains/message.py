"""The domain of room message, for live testing: items, bundles, messages and texts."""

from __future__ import annotations

from hashlib import sha256
from typing import Any, Final

from hypothesis import strategies as st

from hollowbeam.kernel.encoding import Json, base64url
from hollowbeam_models.domains.choosing import choose
from hollowbeam_models.domains.message_items import (
    ANCHOR,
    TARGET,
    Draft,
    Tags,
    item,
    signer,
    sound,
)
from hollowbeam_models.domains.spoiled import Move

_NETWORKS: Final = ("test", "test", "test", "main", "")
_SIGNATURE_BYTES: Final = {1: 512, 2: 64, 3: 65}

_HEAD: Final[Tags] = (
    (b"Data-Protocol", b"HollowBEAM"),
    (b"Variant", b"HB.1"),
    (b"Type", b"Message"),
    (b"Network", b"test"),
    (b"Action", b"Transfer"),
)
_OTHERWISE: Final = {
    b"Data-Protocol": (b"ao", b"hollowbeam"),
    b"Variant": (b"HB.2", b"HB"),
    b"Type": (b"Spawn", b"Relay", b"UNKNOWN", b"message", b""),
    b"Network": (b"main", b"tes", b"\xff"),
    b"Action": (b"\xff", b"Stake", "Ä".encode(), b" "),
}

_TEXTS: Final = (
    (b"null", b"true", b'"x"', b"[]", b"{}", b'{"a":"1","b":[null,false]}', b'{"b":"1","a":"2"}'),
    (b'{"a":"1","a":"2"}', b'{"a":{"b":"1","b":"1"}}', b'{"a":"1","b":"2","a":"1"}'),
    (b"1", b"-1", b"1.5", b"1e3", b"NaN", b'{"a":5}', b"[5]", b"[-Infinity]"),
    (b' {"a":"1"}', b'{"a":"1"} ', b'{"a":"1"}\n', b'{"a": "1"}', b"\xef\xbb\xbf{}"),
    (b'"\\u0041"', b'"\\ud800"', b'"\\ud83d\\ude00"', b'"\\udc00"', b'"\\/"', b'"\\n"', b'"\n"'),
    (b'"\xff"', b"", b"{", b"[,]", b'{"a":}', b"True", b"'x'", b"[1,]", b'"a" "b"'),
    ('"é"'.encode(), '{"\U0001f600":"1","\uffee":"2"}'.encode()),
    ('{"\uffee":"1","\U0001f600":"2"}'.encode(), b'"\\u001f"', b'"\\u00e9"'),
    tuple(b"[" * depth + b"]" * depth for depth in (63, 64, 65, 66)),
    tuple(b'{"a":' * depth + b"null" + b"}" * depth for depth in (63, 64, 65)),
)
"""Texts that are HB-JSON and texts that nearly are, by what is odd about them."""


def _text(draw: st.DrawFn) -> bytes:
    return choose(draw, choose(draw, _TEXTS))


def starts() -> st.SearchStrategy[Json]:
    """Draw the one genesis that there is."""
    return st.just({})


def moves(_role: Any) -> st.SearchStrategy[Move]:
    """Draw an operation with its input; none depends on another."""
    return _ANY_MOVE


@st.composite
def _moves(draw: st.DrawFn) -> Move:
    how = choose(draw, _OPERATIONS)
    if how == "message":
        return _message(draw)
    if how == "bundle":
        return how, {"bundle": base64url(bundle(draw))}
    if how == "decode":
        return how, {"json": base64url(_text(draw)), "canonical": choose(draw, _YES)}
    return how, {"item": base64url(item(draw))}


_OPERATIONS: Final = (
    *["verify"] * 3, "read", "digest", "message", "message", "bundle", "decode", "decode",
)  # fmt: skip
_ANY_MOVE: Final = _moves()
_YES: Final = (True, False)


def _message(draw: st.DrawFn) -> Move:
    """Draw an item that carries a message, with at most two things wrong."""
    tags = list(_HEAD)
    fields = {"target": TARGET, "anchor": ANCHOR}
    if choose(draw, _YES):
        tags[2] = (b"Type", choose(draw, (b"Spawn", b"Relay", b"Attestation")))
    for _ in range(choose(draw, (0, 1, 1, 2))):
        _spoil(draw, tags, fields)
    data = choose(draw, (b'{"quantity":"5"}', b"null", _text(draw)))
    draft = Draft(tuple(tags), fields["target"], fields["anchor"], data)
    network = choose(draw, _NETWORKS)
    return "message", {"item": base64url(draft.signed(signer(draw))), "network": network}


def _spoil(draw: st.DrawFn, tags: list[tuple[bytes, bytes]], fields: dict[str, bytes]) -> None:
    """Take away, change or repeat a tag or a field."""
    how = choose(draw, ("drop", "change", "repeat", "field", "case", "more"))
    if how == "field":
        fields[choose(draw, ("target", "anchor"))] = b""
        return
    if how == "more" or not tags:
        tags.append((b"Note", b"x"))
        return
    at = choose(draw, range(len(tags)))
    name, value = tags[at]
    others = _OTHERWISE.get(name, (b"y",))
    if how == "drop":
        del tags[at]
    elif how == "change":
        tags[at] = (name, choose(draw, others) or b"-")
    elif how == "repeat":
        tags.append((name, choose(draw, (value, b"again"))))
    else:
        tags[at] = (name.lower(), value)


def bundle(draw: st.DrawFn) -> bytes:
    """Draw a bundle of up to three items; what the header says of them may be wrong."""
    held = [
        sound(draw).signed(signer(draw)) if choose(draw, range(3)) else item(draw)
        for _ in range(choose(draw, (0, 1, 2, 2, 3)))
    ]
    ids = [_id_of(raw) for raw in held]
    sizes = [len(raw) for raw in held]
    count, end = len(held), b""
    how = choose(draw, ("sound", "id", "size", "count", "end", "cut"))
    at = choose(draw, range(max(1, count)))
    if how == "id" and held:
        ids[at] = sha256(ids[at]).digest()
    elif how == "size" and held:
        sizes[at] += choose(draw, (-1, 1, 2**64, 2**255))
    elif how == "count":
        count += choose(draw, (1, 2**64, 2**128))
    elif how == "end":
        end = choose(draw, (b"\0", b"x"))
    header = b"".join(_number(max(0, size)) + name for size, name in zip(sizes, ids, strict=True))
    whole = _number(count) + header + b"".join(held) + end
    return whole[: -choose(draw, range(1, 34))] if how == "cut" else whole


def _id_of(raw: bytes) -> bytes:
    """Hash the bytes that stand where a signature stands, as far as there are any."""
    size = _SIGNATURE_BYTES.get(int.from_bytes(raw[:2], "little"), 64)
    return sha256(raw[2 : 2 + size]).digest()


def _number(value: int) -> bytes:
    return value.to_bytes(32, "little")
