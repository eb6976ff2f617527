"""Draw the bytes of a signed item: made by the reference, cut where its parser cuts it."""

from __future__ import annotations

from dataclasses import dataclass

from hollow_site.svg import Picture
from hollowbeam.kernel.wallets import Ed25519Wallet
from hollowbeam.protocol.message.item import (
    OWNER_BYTES,
    SIGNATURE_BYTES,
    Item,
    SignatureType,
    parse_item,
    serialize_item,
)
from hollowbeam.protocol.message.signing import sign_item

ROW, TOP = 30.0, 74.0
OFFSETS, NAMES, SIZES, BYTES, MEANINGS = 46.0, 60.0, 250.0, 270.0, 470.0
WIDTH = 800.0
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Field:
    """A run of bytes of an item: its name, the bytes, and what they say."""

    name: str
    data: bytes
    meaning: str


def sample() -> bytes:
    """Make a message to a process, signed by the Ed25519 key whose seed is 32 times 7."""
    item = sign_item(
        Ed25519Wallet(bytes([7]) * 32),
        target=bytes(range(32)),
        anchor=bytes(range(32, 64)),
        tags=(
            (b"Data-Protocol", b"HollowBEAM"),
            (b"Variant", b"HB.1"),
            (b"Type", b"Message"),
            (b"Network", b"main"),
            (b"Action", b"Stake"),
        ),
        data=b'{"amount":"5","role":"DRE"}',
    )
    return serialize_item(item)


def fields_of(raw: bytes) -> tuple[Field, ...]:
    """Cut an item into its fields.

    Raises ValueError if the pieces do not make up the item: the picture would lie.
    """
    item = parse_item(raw)
    kind = SignatureType(item.signature_type)
    fields = (
        Field("signature type", kind.to_bytes(2, "little"), f"{kind.value}: {kind.name.title()}"),
        Field("signature", item.signature, _by_type(SIGNATURE_BYTES)),
        Field("owner", item.owner, _by_type(OWNER_BYTES)),
        *_optional("target", item.target),
        *_optional("anchor", item.anchor),
        Field("number of tags", _long(len(item.tags)), f"{len(item.tags)}, little-endian"),
        Field("length of the tag bytes", _long(len(item.tag_bytes)), f"{len(item.tag_bytes)}"),
        Field("tag bytes", item.tag_bytes, _tags(item)),
        Field("data", item.data, "the rest"),
    )
    if b"".join(field.data for field in fields) != raw:
        raise ValueError("the fields are not the bytes of the item")
    return fields


def _optional(name: str, data: bytes) -> tuple[Field, ...]:
    flag = Field(f"presence of the {name}", bytes([bool(data)]), "1: it follows; 0: there is none")
    return (flag, Field(name, data, f"{len(data)} bytes")) if data else (flag,)


def _long(number: int) -> bytes:
    return number.to_bytes(8, "little")


def _by_type(sizes: dict[int, int]) -> str:
    """Say how long a field is by signature type."""
    return "type " + ", ".join(f"{number}: {size}" for number, size in sizes.items()) + " bytes"


def _tags(item: Item) -> str:
    return ", ".join(tag.name.decode() for tag in item.tags[:2]) + ", …"


def draw_item(name: str, title: str) -> Picture:
    """Draw the sample: a strip to scale, and under it a row for each field."""
    raw = sample()
    fields = fields_of(raw)
    picture = Picture(name, title, WIDTH, TOP + ROW * len(fields) + 12)
    offset = 0
    for index, field in enumerate(fields):
        shade = f"strip strip-{index % 2}"
        scale = (WIDTH - 2) / len(raw)
        y = TOP + index * ROW
        picture.box(offset * scale + 1, 8, len(field.data) * scale, 22, shade, corner=0)
        picture.box(NAMES - 8, y - 4, 4, ROW, shade, corner=0)
        picture.text((OFFSETS, y + 15), str(offset), "quiet", "end")
        picture.text((NAMES + 6, y + 15), field.name, "name", "start")
        picture.text((SIZES, y + 15), str(len(field.data)), "label", "end")
        shown = field.data[:SHOWN].hex(" ") + (" …" if len(field.data) > SHOWN else "")
        picture.text((BYTES, y + 15), shown, "change", "start")
        picture.text((MEANINGS, y + 15), field.meaning, "label", "start")
        offset += len(field.data)
    for x, word, anchor in (
        (OFFSETS, "byte", "end"),
        (NAMES + 6, "field", "start"),
        (SIZES, "size", "end"),
        (BYTES, "begins", "start"),
        (MEANINGS, "says", "start"),
    ):
        picture.text((x, TOP - 14), word, "quiet", anchor)
    return picture
