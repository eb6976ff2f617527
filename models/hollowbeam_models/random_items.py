"""Random items for property tests: valid ones in every form they may have, and damaged ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from hypothesis import strategies as st

from hollowbeam.kernel.errors import Reason, Rejection
from hollowbeam.kernel.wallets import Wallet
from hollowbeam.protocol.message.item import SIGNATURE_BYTES, Item, SignatureType
from hollowbeam.protocol.message.signing import sign_item
from hollowbeam.protocol.message.tags import MAXIMUM_TAG_BYTES, Tag, encode_tags

Result = TypeVar("Result")

NAMES: Final = st.binary(min_size=1, max_size=40) | st.sampled_from([b"n", b"n" * 1024])
TAG_LISTS: Final = st.lists(
    st.tuples(NAMES, st.binary(min_size=1, max_size=60) | st.just(b"v" * 1500)), max_size=12
).filter(lambda tags: len(encode_tags(tags)) <= MAXIMUM_TAG_BYTES - 200)
OPTIONAL_FIELDS: Final = st.just(b"") | st.binary(min_size=32, max_size=32)
_PAYLOADS: Final = st.binary(max_size=200)


def write_long(number: int, extra: int = 0) -> bytes:
    """Write an Avro long, ``extra`` bytes longer than it needs to be, at most ten in all."""
    rest = 2 * number if number >= 0 else -2 * number - 1
    groups = [rest % 128]
    while rest := rest // 128:
        groups.append(rest % 128)
    groups += [0] * min(extra, 10 - len(groups))
    return bytes([group + 128 for group in groups[:-1]] + groups[-1:])


@st.composite
def encodings(draw: st.DrawFn, tags: list[tuple[bytes, bytes]]) -> bytes:
    """Encode tags in one of the many ways: any blocks, sized or not, and long longs."""
    extras = st.sampled_from([0, 0, 0, 1, 9])
    parts, rest = [], tags
    while rest:
        count = draw(st.integers(1, len(rest)))
        block, rest = rest[:count], rest[count:]
        body = b"".join(write_long(len(part), draw(extras)) + part for tag in block for part in tag)
        if draw(st.booleans()):
            parts += [write_long(-count, draw(extras)), write_long(len(body), draw(extras)), body]
        else:
            parts += [write_long(count, draw(extras)), body]
    if not parts and draw(st.booleans()):
        return b""
    return b"".join((*parts, write_long(0, draw(extras))))


@st.composite
def unsigned_items(draw: st.DrawFn, wallets: Sequence[Wallet]) -> Item:
    """Draw an item that can be read, under a signature that does not hold."""
    wallet = draw(st.sampled_from(wallets))
    signature_type = SignatureType(wallet.signature_type)
    size = SIGNATURE_BYTES[wallet.signature_type]
    tags = draw(TAG_LISTS)
    return Item(
        signature_type,
        draw(st.binary(min_size=1, max_size=8)).ljust(size, b"\x5a"),
        wallet.owner,
        draw(OPTIONAL_FIELDS),
        draw(OPTIONAL_FIELDS),
        draw(encodings(tags)),
        tuple(Tag(*tag) for tag in tags),
        draw(_PAYLOADS),
    )


@st.composite
def signed_items(draw: st.DrawFn, wallets: Sequence[Wallet]) -> Item:
    """Draw an item that is signed by one of the wallets."""
    wallet = draw(st.sampled_from(wallets))
    return sign_item(
        wallet,
        target=draw(OPTIONAL_FIELDS),
        anchor=draw(OPTIONAL_FIELDS),
        tags=draw(TAG_LISTS),
        data=draw(_PAYLOADS),
    )


@st.composite
def mutated(draw: st.DrawFn, originals: st.SearchStrategy[bytes]) -> bytes:
    """Damage some bytes: flip bits, cut, insert, repeat, overwrite with extreme numbers."""
    raw = bytearray(draw(originals))
    for _ in range(draw(st.integers(1, 3))):
        # Lengths and tags lie behind signature and owner: most damage is done there.
        start = draw(st.integers(0, len(raw)) | st.integers(min(len(raw), 90), len(raw)))
        end = min(len(raw), start + draw(st.sampled_from([0, 1, 2, 8, 32, 2000])))
        kind = draw(st.sampled_from(["flip", "cut", "insert", "repeat", "extreme"]))
        if kind == "flip" and start < len(raw):
            raw[start] ^= 1 << draw(st.integers(0, 7))
        elif kind == "cut":
            del raw[start:end]
        elif kind == "insert":
            raw[start:start] = draw(st.binary(min_size=1, max_size=9))
        elif kind == "repeat":
            raw[start:start] = raw[start:end]
        else:
            extreme = [b"\xff" * 8, bytes(8), b"\x80" * 10, b"\x01" + bytes(7), b"\x02"]
            raw[start:end] = draw(st.sampled_from(extreme))
    return bytes(raw)


def outcome_of(work: Callable[[], Result]) -> Result | Rejection:
    """Do something; give the rejection if it is refused. Nothing else may come out of it."""
    try:
        return work()
    except Rejection as rejection:
        return rejection


def reason_of(work: Callable[[], object]) -> Reason | None:
    """Do something; give the reason if it is refused."""
    outcome = outcome_of(work)
    return outcome.reason if isinstance(outcome, Rejection) else None
