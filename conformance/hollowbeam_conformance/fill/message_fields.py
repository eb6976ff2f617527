"""Cases of the fields of an item: MSG-1 to MSG-10."""

from __future__ import annotations

from hollowbeam.kernel.errors import Reason
from hollowbeam_conformance.fill.cases import CaseBook, act, refused
from hollowbeam_conformance.fill.items import (
    ANCHOR,
    ARWEAVE,
    ED25519,
    ETHEREUM,
    TARGET,
    Draft,
    Ed25519Signer,
    block,
    long,
    pairs,
    sized_block,
    tagged,
    text,
)

NAME_VALUE = (b"name", b"value")
LONGEST_VALUE = (b"n", b"v" * 3072)
# A tag that fills the tag bytes up to 4096 beside LONGEST_VALUE.
FILLING_TAG = (b"m", b"w" * 1014)


def add(book: CaseBook) -> None:
    """Add the cases of the fields."""
    _signature_types(book)
    _layout(book)
    _optional_fields(book)
    _tag_count(book)
    _tag_length(book)
    _tag_encoding_accepted(book)
    _tag_encoding_refused(book)
    _tag_numbers_refused(book)
    _declared_and_encoded(book)
    _tag_sizes(book)
    _data(book)


def _read(book: CaseBook, case_id: str, title: str, item: bytes, *about: str) -> None:
    """Add a case in which the fields are read and no signature is checked."""
    book.accept(case_id, title, act("read", item=text(item), about=about), requires=("read",))


def _refuse(  # noqa: PLR0913, PLR0917 - the parts of a case
    book: CaseBook, case_id: str, title: str, item: bytes, reason: Reason, neighbour: str
) -> None:
    """Add a case in which an item, correctly signed, is refused for one of its fields."""
    book.reject(case_id, title, refused(reason, "verify", item=text(item)), neighbour=neighbour)


def _signature_types(book: CaseBook) -> None:
    reason, neighbour = Reason.UNKNOWN_SIGNATURE_TYPE, "msg-1-accept-ed25519"
    for name, signer in (("ed25519", ED25519), ("arweave", ARWEAVE), ("ethereum", ETHEREUM)):
        title = f"Signature type {signer.signature_type} is read"
        _read(book, f"msg-1-read-{name}", title, Draft().signed(signer), "signature_type")
    for number, why in (
        (0, "it is zero"),
        (4, "its layout is that of type 2"),
        (7, "other protocols know it"),
        (0x0102, "only its low byte is 2"),
        (0x0200, "it is 2 with its bytes swapped"),
        (0xFFFF, "it is the largest"),
    ):
        item = Draft().signed(Ed25519Signer(ED25519.seed, number))
        title = f"Signature type {number} is refused: {why}"
        _refuse(book, f"msg-1-type-{number}", title, item, reason, neighbour)


def _layout(book: CaseBook) -> None:
    reason, neighbour = Reason.TRUNCATED, "msg-2-accept-empty"
    for name, signer in (("ed25519", ED25519), ("arweave", ARWEAVE), ("ethereum", ETHEREUM)):
        title = f"Signature and owner of type {signer.signature_type} have their lengths"
        _read(book, f"msg-2-read-{name}", title, Draft().signed(signer), "owner")
    empty = Draft().signed(ED25519)
    for length, where in (
        (0, "no bytes at all"),
        (1, "half a signature type"),
        (2, "a signature type alone"),
        (65, "the signature lacks a byte"),
        (97, "the owner lacks a byte"),
        (98, "no presence byte of the target"),
        (99, "no presence byte of the anchor"),
        (100, "no number of tags"),
        (107, "the number of tags lacks a byte"),
        (108, "no length of the tag bytes"),
        (115, "the length of the tag bytes lacks a byte"),
    ):
        title = f"A truncated item is refused: {where}"
        _refuse(book, f"msg-2-cut-at-{length}", title, empty[:length], reason, neighbour)
    for name, signer, length in (("arweave", ARWEAVE, 1026), ("ethereum", ETHEREUM, 132)):
        title = f"An item of type {signer.signature_type} that ends after its owner is refused"
        item = Draft().signed(signer)[:length]
        _refuse(book, f"msg-2-cut-{name}", title, item, reason, f"msg-1-accept-{name}")
    short_tags = Draft(tag_bytes=block([NAME_VALUE]) + b"\0", tag_count=1, tag_length=14)
    title = "Tag bytes that run past the end by one byte are refused"
    _refuse(book, "msg-2-tag-bytes-cut", title, short_tags.signed(ED25519), reason, neighbour)
    title = "An item of one byte whose signature type would be known is refused as truncated"
    _refuse(book, "msg-2-one-byte", title, b"\x02", reason, neighbour)


def _optional_fields(book: CaseBook) -> None:
    reason, neighbour = Reason.BAD_PRESENCE_BYTE, "msg-3-accept-neither"
    title = "An item without target and anchor is read"
    _read(book, "msg-3-read-neither", title, Draft().signed(ED25519), "target", "anchor")
    title = "A target of 32 bytes is read"
    _read(book, "msg-3-read-target", title, Draft(target=TARGET).signed(ED25519), "target")
    title = "An anchor of 32 bytes is read"
    _read(book, "msg-3-read-anchor", title, Draft(anchor=ANCHOR).signed(ED25519), "anchor")
    title = "Target and anchor are read, in this order"
    both = Draft(target=TARGET, anchor=ANCHOR).signed(ED25519)
    _read(book, "msg-3-read-both", title, both, "target", "anchor")
    for presence in (2, 128, 255):
        title = f"The presence byte {presence} of a target that is not there is refused"
        item = Draft(target_presence=presence).signed(ED25519)
        _refuse(book, f"msg-3-target-{presence}", title, item, reason, neighbour)
        title = f"The presence byte {presence} of an anchor that is not there is refused"
        item = Draft(anchor_presence=presence).signed(ED25519)
        _refuse(book, f"msg-3-anchor-{presence}", title, item, reason, neighbour)
    title = "The presence byte 2 before a target is refused"
    item = Draft(target=TARGET, target_presence=2).signed(ED25519)
    _refuse(book, "msg-3-target-2-present", title, item, reason, "msg-3-accept-target")
    title = "The presence byte 2 before an anchor is refused"
    item = Draft(anchor=ANCHOR, anchor_presence=2).signed(ED25519)
    _refuse(book, "msg-3-anchor-2-present", title, item, reason, "msg-3-accept-anchor")


def _tag_count(book: CaseBook) -> None:
    reason, neighbour = Reason.TOO_MANY_TAGS, "msg-4-accept-128-tags"
    short = (b"n", b"v")
    _read(book, "msg-4-read-128-tags", "128 tags are read", tagged(*[short] * 128).signed(ED25519))
    item = tagged(*[short] * 129).signed(ED25519)
    _refuse(book, "msg-4-129-tags", "129 tags are refused", item, reason, neighbour)
    one = block([short]) + b"\0"
    for count, name in (
        (2**32 + 1, "2-to-the-32"),
        (2**53 + 1, "2-to-the-53"),
        (2**63 + 1, "sign"),
    ):
        title = f"{count} tags are refused, though only one is there"
        item = Draft(tag_bytes=one, tag_count=count).signed(ED25519)
        _refuse(book, f"msg-4-{name}-and-1-tags", title, item, reason, neighbour)
    title = "The number of tags is judged before the length of the tag bytes is read"
    item = Draft(tag_count=129).signed(ED25519)[:108]
    _refuse(book, "msg-4-before-the-length", title, item, reason, neighbour)


def _tag_length(book: CaseBook) -> None:
    reason, neighbour = Reason.TAGS_TOO_LONG, "msg-5-accept-4096-bytes"
    item = tagged(LONGEST_VALUE, FILLING_TAG).signed(ED25519)
    _read(book, "msg-5-read-4096-bytes", "4096 tag bytes are read", item)
    item = tagged(LONGEST_VALUE, (b"mm", FILLING_TAG[1])).signed(ED25519)
    _refuse(book, "msg-5-4097-bytes", "4097 tag bytes are refused", item, reason, neighbour)
    for length, name in ((2**32, "2-to-the-32"), (2**64 - 1, "largest-number-of")):
        title = f"{length} tag bytes are refused, though none is there"
        item = Draft(tag_length=length).signed(ED25519)
        _refuse(book, f"msg-5-{name}-bytes", title, item, reason, neighbour)
    title = "The length of the tag bytes is judged before the bytes are looked for"
    item = Draft(tag_length=4097).signed(ED25519)
    _refuse(book, "msg-5-before-the-end", title, item, reason, neighbour)


def _tag_encoding_accepted(book: CaseBook) -> None:
    first, second, third = NAME_VALUE, (b"second", b"2"), (b"name", b"again")
    for name, title, tag_bytes, count in (
        ("one-block", "Tags in one block are read", block([first, second]) + b"\0", 2),
        (
            "two-blocks",
            "Tags in two blocks are read, in order",
            block([first]) + block([second, third]) + b"\0",
            3,
        ),
        (
            "sized-block",
            "A block with a negative count and its size in bytes is read",
            sized_block([first, second]) + b"\0",
            2,
        ),
        (
            "mixed-blocks",
            "Blocks with and without a size are read",
            sized_block([first]) + block([second]) + sized_block([third]) + b"\0",
            3,
        ),
        (
            "long-count",
            "A count in ten bytes, where one would do, is read",
            long(1, extra=9) + pairs([first]) + b"\0",
            1,
        ),
        (
            "long-end",
            "An end of the array in ten bytes is read",
            block([first]) + long(0, extra=9),
            1,
        ),
        (
            "long-length",
            "A length of a name in ten bytes is read",
            long(1) + long(4, extra=9) + b"name" + long(1) + b"v\0",
            1,
        ),
        (
            "not-text",
            "Names and values are bytes, not text",
            block([(b"\xff\xfe\x00", b"\x80\xc0")]) + b"\0",
            1,
        ),
        ("no-bytes", "No tag bytes are no tags", b"", 0),
        ("empty-array", "An array without blocks is no tags", b"\0", 0),
    ):
        item = Draft(tag_bytes=tag_bytes, tag_count=count).signed(ED25519)
        _read(book, f"msg-6-read-{name}", title, item, "tags")


def _tag_encoding_refused(book: CaseBook) -> None:
    one = block([NAME_VALUE])
    for name, title, tag_bytes, neighbour in (
        ("no-end", "An array without its end is refused", one, "one-block"),
        ("byte-after", "A byte after the end of the array is refused", one + b"\0\0", "one-block"),
        ("two-arrays", "A second array is refused", (one + b"\0") * 2, "one-block"),
        (
            "block-longer",
            "A block with one byte less than its size is refused",
            sized_block([NAME_VALUE], 1) + b"\0",
            "sized-block",
        ),
        (
            "block-shorter",
            "A block with one byte more than its size is refused",
            sized_block([NAME_VALUE], -1) + b"\0",
            "sized-block",
        ),
        *(
            (
                f"block-size-minus-{size}",
                f"A block with the size -{size} is refused",
                long(-1) + long(-size) + pairs([NAME_VALUE]) + b"\0",
                "sized-block",
            )
            for size in (1, 2, 3, 4, 11)
        ),
        (
            "block-size-largest",
            "A block with the size 2^63 - 1 is refused",
            long(-1) + long(2**63 - 1) + pairs([NAME_VALUE]) + b"\0",
            "sized-block",
        ),
        (
            "count-too-large",
            "A block with fewer tags than its count is refused",
            long(2) + pairs([NAME_VALUE]) + b"\0",
            "one-block",
        ),
        (
            "count-smallest",
            "A block with the count -2^63 is refused",
            long(-(2**63)) + long(11) + pairs([NAME_VALUE]) + b"\0",
            "sized-block",
        ),
    ):
        item = Draft(tag_bytes=tag_bytes, tag_count=1).signed(ED25519)
        accept = f"msg-6-accept-{neighbour}"
        _refuse(book, f"msg-6-{name}", title, item, Reason.MALFORMED_TAGS, accept)
    title = "Bytes that are no array are refused, though no tags are declared"
    item = Draft(tag_bytes=b"\xff\xff").signed(ED25519)
    accept = "msg-6-accept-empty-array"
    _refuse(book, "msg-6-garbage-of-no-tags", title, item, Reason.MALFORMED_TAGS, accept)
    title = "The encoding is judged before the lengths of names"
    item = Draft(tag_bytes=block([(b"", b"v")]), tag_count=1).signed(ED25519)
    accept = "msg-6-accept-one-block"
    _refuse(book, "msg-6-before-names", title, item, Reason.MALFORMED_TAGS, accept)


def _tag_numbers_refused(book: CaseBook) -> None:
    value = long(1) + b"v\0"
    for name, title, length in (
        ("length-past-the-end", "A name that runs past the tag bytes is refused", long(50)),
        ("length-negative", "A name with a negative length is refused", long(-1)),
        ("length-2-to-the-32", "A length of 2^32 + 4 is refused", long(2**32 + 4)),
        ("length-11-bytes", "A length in eleven bytes is refused", long(4, extra=10)),
        (
            "length-65-bits",
            "A length of 4 with a 65th bit is refused",
            bytes((0x88, *[0x80] * 8, 0x02)),
        ),
    ):
        tag_bytes = long(1) + length + b"name" + value
        item = Draft(tag_bytes=tag_bytes, tag_count=1).signed(ED25519)
        neighbour = "msg-6-accept-long-length"
        _refuse(book, f"msg-6-{name}", title, item, Reason.MALFORMED_TAGS, neighbour)
    # Read with a wrong weight for its third group, the length would be that of the name: 65.
    misread = bytes((0x82, 0x80, 0x01)) + b"n" * 65
    item = Draft(tag_bytes=long(1) + misread + value, tag_count=1).signed(ED25519)
    title = "A length of 8193 in three bytes runs past the tag bytes and is refused"
    neighbour = "msg-6-accept-long-length"
    _refuse(book, "msg-6-length-3-bytes", title, item, Reason.MALFORMED_TAGS, neighbour)
    title = "A number that does not end is refused"
    item = Draft(tag_bytes=block([NAME_VALUE]) + b"\x80", tag_count=1).signed(ED25519)
    neighbour = "msg-6-accept-long-end"
    _refuse(book, "msg-6-unfinished", title, item, Reason.MALFORMED_TAGS, neighbour)


def _declared_and_encoded(book: CaseBook) -> None:
    reason, neighbour = Reason.TAG_COUNT_MISMATCH, "msg-7-accept-2-of-2"
    two = block([NAME_VALUE, (b"second", b"2")]) + b"\0"
    title = "Two tags, declared and encoded, are read"
    item = Draft(tag_bytes=two, tag_count=2).signed(ED25519)
    _read(book, "msg-7-read-2-of-2", title, item)
    for declared, encoded, tag_bytes in (
        (0, 2, two),
        (1, 2, two),
        (3, 2, two),
        (128, 2, two),
        (1, 0, b""),
        (2, 0, b"\0"),
    ):
        title = f"{declared} tags declared, {encoded} encoded, are refused"
        item = Draft(tag_bytes=tag_bytes, tag_count=declared).signed(ED25519)
        case_id = f"msg-7-{declared}-of-{encoded}"
        _refuse(book, case_id, title, item, reason, neighbour)
    title = "The number of tags is judged before the lengths of names"
    item = Draft(tag_bytes=block([(b"", b"v")]) + b"\0", tag_count=2).signed(ED25519)
    _refuse(book, "msg-7-before-names", title, item, reason, neighbour)


def _tag_sizes(book: CaseBook) -> None:
    for clause, part, limit, reason in (
        (8, "name", 1024, Reason.TAG_NAME_LENGTH),
        (9, "value", 3072, Reason.TAG_VALUE_LENGTH),
    ):

        def item(length: int, part: str = part) -> bytes:
            tag = (b"n" * length, b"v") if part == "name" else (b"n", b"v" * length)
            return tagged(NAME_VALUE, tag).signed(ED25519)

        for length in (1, limit):
            title = f"A {part} of {length} bytes is read"
            _read(book, f"msg-{clause}-read-{length}-bytes", title, item(length), "tags")
        for length, neighbour in ((0, 1), (limit + 1, limit)):
            title = f"A {part} of {length} bytes is refused"
            accept = f"msg-{clause}-accept-{neighbour}-bytes"
            _refuse(book, f"msg-{clause}-{length}-bytes", title, item(length), reason, accept)
    title = "Of one tag, the name is judged before the value"
    both = tagged((b"", b"")).signed(ED25519)
    accept = "msg-8-accept-1-bytes"
    _refuse(book, "msg-8-before-the-value", title, both, Reason.TAG_NAME_LENGTH, accept)
    title = "The first tag is judged before the second"
    both = tagged((b"n", b""), (b"", b"v")).signed(ED25519)
    accept = "msg-9-accept-1-bytes"
    _refuse(book, "msg-9-before-the-next-tag", title, both, Reason.TAG_VALUE_LENGTH, accept)


def _data(book: CaseBook) -> None:
    for name, title, data in (
        ("none", "An item may have no data", b""),
        ("zeros", "Zero bytes at the end are data", b"data\0\0\0"),
        ("item", "Data that look like an item are data", Draft(data=b"in").signed(ED25519)),
    ):
        _read(book, f"msg-10-read-{name}", title, Draft(data=data).signed(ED25519), "data")
    title = "Data follow the tag bytes"
    item = tagged(NAME_VALUE, data=b"data").signed(ED25519)
    _read(book, "msg-10-read-after-tags", title, item, "data")
