"""Cases of whole items, read and verified: the accepted edges of MSG-1 to MSG-10 once more.

They need no operation ``read``; the refusals of these clauses are their neighbours.
"""

from __future__ import annotations

from hollowbeam_conformance.fill.cases import CaseBook, act
from hollowbeam_conformance.fill.items import (
    ANCHOR,
    ARWEAVE,
    ED25519,
    ETHEREUM,
    TARGET,
    Draft,
    block,
    long,
    pairs,
    sized_block,
    tagged,
    text,
)
from hollowbeam_conformance.fill.message_fields import FILLING_TAG, LONGEST_VALUE, NAME_VALUE


def add(book: CaseBook) -> None:
    """Add the cases of whole items."""
    for name, signer in (("ed25519", ED25519), ("arweave", ARWEAVE), ("ethereum", ETHEREUM)):
        title = f"An item of signature type {signer.signature_type} is accepted"
        item = Draft().signed(signer)
        _accept(book, f"msg-1-accept-{name}", title, item, "signature_type", "owner")
    title = "An item without any optional field is accepted"
    _accept(book, "msg-2-accept-empty", title, Draft().signed(ED25519), "owner")
    for name, draft in (
        ("neither", Draft()),
        ("target", Draft(target=TARGET)),
        ("anchor", Draft(anchor=ANCHOR)),
        ("both", Draft(target=TARGET, anchor=ANCHOR)),
    ):
        title = f"Target and anchor: {name}"
        item = draft.signed(ED25519)
        _accept(book, f"msg-3-accept-{name}", title, item, "target", "anchor")
    title = "128 tags are accepted"
    item = tagged(*[(b"n", b"v")] * 128).signed(ED25519)
    _accept(book, "msg-4-accept-128-tags", title, item)
    title = "4096 tag bytes are accepted"
    item = tagged(LONGEST_VALUE, FILLING_TAG).signed(ED25519)
    _accept(book, "msg-5-accept-4096-bytes", title, item)
    _encodings(book)
    title = "Two tags, declared and encoded, are accepted"
    item = tagged(NAME_VALUE, (b"second", b"2")).signed(ED25519)
    _accept(book, "msg-7-accept-2-of-2", title, item, "tags")
    for length in (1, 1024):
        item = tagged((b"n" * length, b"v")).signed(ED25519)
        title = f"A name of {length} bytes is accepted"
        _accept(book, f"msg-8-accept-{length}-bytes", title, item, "tags")
    for length in (1, 3072):
        item = tagged((b"n", b"v" * length)).signed(ED25519)
        title = f"A value of {length} bytes is accepted"
        _accept(book, f"msg-9-accept-{length}-bytes", title, item, "tags")
    for name, signer in (("ed25519", ED25519), ("arweave", ARWEAVE), ("ethereum", ETHEREUM)):
        draft = tagged(NAME_VALUE, target=TARGET, anchor=ANCHOR, data=b"\0data\0")
        title = f"Data end an item of type {signer.signature_type} that has every field"
        _accept(book, f"msg-10-accept-{name}", title, draft.signed(signer), "data")


def _encodings(book: CaseBook) -> None:
    for name, title, tag_bytes, count in (
        ("one-block", "Tags in one block are accepted", block([NAME_VALUE]) + b"\0", 1),
        (
            "two-blocks",
            "Tags in two blocks are accepted",
            block([NAME_VALUE]) * 2 + b"\0",
            2,
        ),
        (
            "sized-block",
            "A block with a negative count and its size is accepted",
            sized_block([NAME_VALUE]) + b"\0",
            1,
        ),
        (
            "long-length",
            "A length of a name in ten bytes is accepted",
            long(1) + long(4, extra=9) + b"name" + long(1) + b"v\0",
            1,
        ),
        (
            "long-count",
            "A count in ten bytes is accepted",
            long(1, extra=9) + pairs([NAME_VALUE]) + b"\0",
            1,
        ),
        (
            "long-end",
            "An end of the array in ten bytes is accepted",
            block([NAME_VALUE]) + long(0, extra=9),
            1,
        ),
        (
            "not-text",
            "Names and values that are not UTF-8 are accepted as they are",
            block([(b"\xff\xfe\x00", b"\x80\xc0")]) + b"\0",
            1,
        ),
        ("empty-array", "No tags in one byte are accepted", b"\0", 0),
    ):
        item = Draft(tag_bytes=tag_bytes, tag_count=count).signed(ED25519)
        _accept(book, f"msg-6-accept-{name}", title, item, "tags")


def _accept(book: CaseBook, case_id: str, title: str, item: bytes, *about: str) -> None:
    book.accept(case_id, title, act("verify", item=text(item), about=about))
