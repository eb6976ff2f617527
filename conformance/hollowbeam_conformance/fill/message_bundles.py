"""Cases of bundles: MSG-19 to MSG-21."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from hollowbeam.kernel.errors import Reason
from hollowbeam_conformance.fill.cases import CaseBook, act, refused
from hollowbeam_conformance.fill.items import (
    ARWEAVE,
    ED25519,
    ETHEREUM,
    OTHER_ED25519,
    Draft,
    tagged,
    text,
)

BUNDLES = ("bundles",)
FIRST = tagged((b"name", b"value"), data=b"first").signed(ED25519)
SECOND = Draft(data=b"second").signed(ETHEREUM)
THIRD = Draft(data=b"third").signed(ARWEAVE)
SIGNATURE_BYTES = {1: 512, 2: 64, 3: 65}


def add(book: CaseBook) -> None:
    """Add the cases of bundles; those of an id come last, since every bundle has ids."""
    _layout_accepted(book)
    _layout_refused(book)
    _bad_items(book)
    _ids(book)


def bundle(
    items: Sequence[bytes],
    *,
    ids: Sequence[bytes] | None = None,
    sizes: Sequence[int] | None = None,
    count: int | None = None,
) -> bytes:
    """Lay items out as a bundle; what the header says of them can be given to differ."""
    ids = [id_of(item) for item in items] if ids is None else ids
    sizes = [len(item) for item in items] if sizes is None else sizes
    header = [_number(len(items) if count is None else count)]
    for size, identity in zip(sizes, ids, strict=True):
        header += [_number(size), identity]
    return b"".join((*header, *items))


def id_of(item: bytes) -> bytes:
    """Hash the bytes that stand where a signature stands, as far as there are any."""
    kind = int.from_bytes(item[:2], "little")
    return sha256(item[2 : 2 + SIGNATURE_BYTES.get(kind, 64)]).digest()


def _number(value: int) -> bytes:
    return value.to_bytes(32, "little")


def _accept(book: CaseBook, case_id: str, title: str, raw: bytes) -> None:
    step = act("bundle", bundle=text(raw), about=("ids", "reasons"))
    book.accept(case_id, title, step, requires=BUNDLES)


def _refuse_one(book: CaseBook, case_id: str, title: str, raw: bytes, neighbour: str) -> None:
    """Add a case in which the bundle is read, and one of its items is refused."""
    step = act("bundle", bundle=text(raw), about=("ids", "reasons"))
    book.reject(case_id, title, step, neighbour=neighbour, requires=BUNDLES)


def _layout_accepted(book: CaseBook) -> None:
    _accept(book, "msg-19-empty", "A bundle of no items is read", bundle([]))
    _accept(book, "msg-19-one", "A bundle of one item is read", bundle([FIRST]))
    title = "Items of all signature types are read, in order"
    _accept(book, "msg-19-three", title, bundle([FIRST, SECOND, THIRD]))
    title = "An item that stands twice is read twice"
    _accept(book, "msg-19-twice", title, bundle([FIRST, FIRST]))
    title = "A bundle as the data of an item of a bundle is data"
    nested = Draft(data=bundle([FIRST])).signed(ED25519)
    _accept(book, "msg-19-nested", title, bundle([nested]))


def _layout_refused(book: CaseBook) -> None:
    two = bundle([FIRST, SECOND])
    sizes = [len(FIRST), len(SECOND)]
    for name, title, raw in (
        ("no-bytes", "No bytes at all are no bundle", b""),
        ("half-a-count", "31 bytes are no bundle", bytes(31)),
        ("header-cut", "A header that ends inside an id is refused", two[:159]),
        ("header-alone", "A header whose items are missing is refused", two[:160]),
        ("item-cut", "A bundle whose last item lacks a byte is refused", two[:-1]),
        ("byte-after", "A byte after the last item is refused", two + b"\0"),
        ("empty-and-byte", "A byte after no items is refused", bundle([]) + b"\0"),
        (
            "count-too-large",
            "A count of three items where there are two is refused",
            bundle([FIRST, SECOND], count=3),
        ),
        (
            "count-too-small",
            "A count of one item where there are two is refused",
            bundle([FIRST, SECOND], count=1),
        ),
        (
            "count-2-to-the-64",
            "A count of 2^64 + 2 items where there are two is refused",
            bundle([FIRST, SECOND], count=2**64 + 2),
        ),
        (
            "size-too-large",
            "A last size one too large is refused",
            bundle([FIRST, SECOND], sizes=[sizes[0], sizes[1] + 1]),
        ),
        (
            "size-too-small",
            "A last size one too small is refused",
            bundle([FIRST, SECOND], sizes=[sizes[0], sizes[1] - 1]),
        ),
        (
            "size-2-to-the-64",
            "A size 2^64 too large is refused",
            bundle([FIRST, SECOND], sizes=[sizes[0] + 2**64, sizes[1]]),
        ),
    ):
        step = refused(Reason.MALFORMED_BUNDLE, "bundle", bundle=text(raw))
        book.reject(f"msg-19-{name}", title, step, neighbour="msg-19-three", requires=BUNDLES)


def _bad_items(book: CaseBook) -> None:
    forged = bytes((*FIRST[:-1], FIRST[-1] ^ 1))
    by_another = Draft().item(2, OTHER_ED25519.sign(bytes(48)), ED25519.owner)
    for name, title, items in (
        ("forged", "A forged item leaves the items beside it", [SECOND, forged, THIRD]),
        ("by-another", "An item signed by another is refused alone", [by_another, FIRST]),
        ("cut", "An item that ends early is refused alone", [FIRST, SECOND[:100], THIRD]),
        ("empty", "An item of no bytes is refused alone", [b"", FIRST]),
        ("unknown-type", "An item of an unknown type is refused alone", [FIRST, b"\x09\x00" * 60]),
        ("all", "A bundle of bad items alone is a bundle", [forged, b"\x00"]),
    ):
        _refuse_one(book, f"msg-21-{name}", title, bundle(items), "msg-19-three")


def _ids(book: CaseBook) -> None:
    ids = [id_of(FIRST), id_of(SECOND)]
    zero = bytes(32)
    for name, title, given in (
        ("zero", "An id of zeros is refused", [zero, ids[1]]),
        ("swapped", "The ids of two items, swapped, are refused", ids[::-1]),
        ("flipped", "An id with one bit changed is refused", [ids[0], _flip(ids[1])]),
        ("of-the-item", "The hash of the item is not its id", [sha256(FIRST).digest(), ids[1]]),
    ):
        raw = bundle([FIRST, SECOND], ids=given)
        _refuse_one(book, f"msg-20-{name}", title, raw, "msg-19-three")
    title = "What is wrong with the item is named before its id"
    raw = bundle([FIRST[:-200], SECOND], ids=[zero, ids[1]])
    _refuse_one(book, "msg-20-after-the-item", title, raw, "msg-19-three")


def _flip(identity: bytes) -> bytes:
    return identity[:-1] + bytes((identity[-1] ^ 1,))
