"""Cases of hostile bytes: MSG-33. Each was made to crash a reader, to stall it or to mislead it."""

from __future__ import annotations

from hollowbeam.kernel.errors import Reason
from hollowbeam_conformance.fill.cases import CaseBook, act, refused
from hollowbeam_conformance.fill.items import ED25519, ETHEREUM, Draft, block, long, text
from hollowbeam_conformance.fill.message_bundles import bundle
from hollowbeam_conformance.fill.message_carried import NETWORK, message

NOT_AN_ABSCISSA = 5
"""No point of secp256k1 has this x: 5^3 + 7 is no square modulo its prime."""

PLAIN = "msg-33-plain"


def add(book: CaseBook) -> None:
    """Add the cases of hostile bytes."""
    title = "An item with nothing hostile in it is accepted"
    item = Draft(data=b"peace").signed(ED25519)
    book.accept(PLAIN, title, act("verify", item=text(item), about=("data",)))
    _signatures(book)
    _numbers(book)
    _random_bytes(book)
    _bundles(book)
    _messages(book)


def _refuse(book: CaseBook, case_id: str, title: str, item: bytes, reason: Reason) -> None:
    book.reject(case_id, title, refused(reason, "verify", item=text(item)), neighbour=PLAIN)


def _signatures(book: CaseBook) -> None:
    r, s = NOT_AN_ABSCISSA.to_bytes(32, "big"), (1).to_bytes(32, "big")
    reason = Reason.INVALID_ETHEREUM_SIGNATURE
    for v in (27, 28):
        title = f"An r that is the abscissa of no point is refused, v = {v}"
        item = Draft().item(3, r + s + bytes((v,)), ETHEREUM.owner)
        _refuse(book, f"msg-33-no-point-v-{v}", title, item, reason)
    title = "An owner that is no point is refused"
    item = Draft().item(3, Draft().signed(ETHEREUM)[2:67], b"\x04" + bytes(64))
    _refuse(book, "msg-33-no-owner-ethereum", title, item, reason)
    title = "An Ed25519 owner that is no point is refused"
    item = Draft().item(2, Draft().signed(ED25519)[2:66], (2).to_bytes(32, "little"))
    _refuse(book, "msg-33-no-owner-ed25519", title, item, Reason.INVALID_ED25519_SIGNATURE)
    title = "An RSA owner whose every bit is set is refused"
    item = Draft().item(1, b"\x01" * 512, b"\xff" * 512)
    _refuse(book, "msg-33-no-owner-arweave", title, item, Reason.INVALID_RSA_SIGNATURE)


def _numbers(book: CaseBook) -> None:
    for name, title, tag_bytes in (
        ("count-2-to-the-62", "2^62 tags in no bytes are refused at once", long(2**62)),
        ("count-minus-2-to-the-62", "So are -2^62", long(-(2**62)) + long(0)),
        (
            "length-2-to-the-62",
            "A name of 2^62 bytes is refused at once",
            long(1) + long(2**62) + b"n",
        ),
        ("unfinished-numbers", "4096 bytes of numbers that do not end are refused", b"\x80" * 4096),
        ("empty-tags", "Empty tags without end are refused", long(2**61) + bytes(4000)),
        (
            "blocks-of-minus-one",
            "Blocks that claim to lead back to their start are refused",
            (long(-1) + long(-3)) * 100,
        ),
    ):
        item = Draft(tag_bytes=tag_bytes, tag_count=1).signed(ED25519)
        _refuse(book, f"msg-33-{name}", title, item, Reason.MALFORMED_TAGS)
    title = "Names that end inside the next name are read by their lengths"
    tags = [(b"\x02n", b"\x00"), (b"\x00", b"\x00\x00")]
    item = Draft(tag_bytes=block(tags) + b"\0", tag_count=2).signed(ED25519)
    book.accept("msg-33-nested-tags", title, act("verify", item=text(item), about=("tags",)))


def _random_bytes(book: CaseBook) -> None:
    for name, title, item, reason in (
        ("ones", "Bytes of ones alone", b"\xff" * 300, Reason.UNKNOWN_SIGNATURE_TYPE),
        ("zeros", "Zero bytes alone", bytes(2000), Reason.UNKNOWN_SIGNATURE_TYPE),
        ("text", "A text", b'{"format":2,"id":"x"}', Reason.UNKNOWN_SIGNATURE_TYPE),
        ("twos", "Bytes of twos alone", b"\x02" * 300, Reason.UNKNOWN_SIGNATURE_TYPE),
        (
            "type-and-zeros",
            "A signature type and zeros",
            b"\x02\x00" + bytes(114),
            Reason.INVALID_ED25519_SIGNATURE,
        ),
    ):
        _refuse(book, f"msg-33-{name}", f"{title} are no item", item, reason)


def _bundles(book: CaseBook) -> None:
    largest = 2**256 - 1
    item = Draft(data=b"peace").signed(ED25519)
    for name, title, raw in (
        ("count-largest", "2^256 - 1 items are refused at once", bundle([item], count=largest)),
        ("size-largest", "An item of 2^256 - 1 bytes is refused", bundle([item], sizes=[largest])),
        (
            "sizes-wrap",
            "Sizes whose sum is right modulo 2^256 are refused",
            bundle([item, b""], sizes=[len(item) + 2**255, 2**255]),
        ),
    ):
        step = refused(Reason.MALFORMED_BUNDLE, "bundle", bundle=text(raw))
        case_id = f"msg-33-bundle-{name}"
        book.reject(case_id, title, step, neighbour="msg-19-three", requires=("bundles",))


def _messages(book: CaseBook) -> None:
    title = "An action that is not UTF-8 names no action"
    item = text(message({b"Action": b"\xff\xfe"}))
    step = refused(Reason.MISSING_ACTION, "message", item=item, network=NETWORK)
    neighbour = "msg-31-text"
    case_id = "msg-33-action-not-text"
    book.reject(case_id, title, step, neighbour=neighbour, requires=("protocol",))
    for name, title, json in (
        ("deep", "20,000 levels are refused", b"[" * 20_000),
        ("deep-objects", "5,000 levels of objects are refused", b'{"a":' * 5_000),
        ("quotes", "A string that never ends is refused", b'"' + b'\\"[' * 5_000),
        ("digits", "A number of 10,000 digits is refused", b"9" * 10_000),
    ):
        step = refused(Reason.NOT_HB_JSON, "decode", json=text(json), canonical=False)
        case_id = f"msg-33-json-{name}"
        book.reject(case_id, title, step, neighbour="msg-22-deepest", requires=("protocol",))
