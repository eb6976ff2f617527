"""Cases of the message that an item carries: MSG-24 to MSG-32, and its input (MSG-22)."""

from __future__ import annotations

from collections.abc import Mapping

from hollowbeam.kernel.errors import Reason
from hollowbeam_conformance.fill.cases import CaseBook, act, refused
from hollowbeam_conformance.fill.items import (
    ANCHOR,
    ARWEAVE,
    ED25519,
    ETHEREUM,
    TARGET,
    Signer,
    tagged,
    text,
)

NETWORK = "test"
PROTOCOL = ("protocol",)
TAGS: Mapping[bytes, bytes] = {
    b"Data-Protocol": b"HollowBEAM",
    b"Variant": b"HB.1",
    b"Type": b"Message",
    b"Network": NETWORK.encode(),
    b"Action": b"Transfer",
}
INPUT = b'{"quantity":"5"}'


def add(book: CaseBook) -> None:
    """Add the cases of messages."""
    _repeated_tags(book)
    _protocol(book)
    _kinds(book)
    _network(book)
    _demands_of_a_message(book)
    _input(book)
    _order(book)
    _who(book)


def message(
    changed: Mapping[bytes, bytes] | None = None,
    *more: tuple[bytes, bytes],
    signer: Signer = ED25519,
    target: bytes = TARGET,
    anchor: bytes = ANCHOR,
    data: bytes = INPUT,
) -> bytes:
    """Sign a message whose tags are ``TAGS``, but for what is changed; nothing leaves a tag out."""
    tags = [(name, value) for name, value in {**TAGS, **(changed or {})}.items() if value]
    return tagged(*tags, *more, target=target, anchor=anchor, data=data).signed(signer)


def _accept(book: CaseBook, case_id: str, title: str, item: bytes, *about: str) -> None:
    step = act("message", item=text(item), network=NETWORK, about=about)
    book.accept(case_id, title, step, requires=PROTOCOL)


def _refuse(  # noqa: PLR0913, PLR0917 - the parts of a case
    book: CaseBook, case_id: str, title: str, item: bytes, reason: Reason, neighbour: str
) -> None:
    step = refused(reason, "message", item=text(item), network=NETWORK)
    book.reject(case_id, title, step, neighbour=neighbour, requires=PROTOCOL)


def _repeated_tags(book: CaseBook) -> None:
    _accept(book, "msg-24-each-once", "Each protocol tag stands once", message())
    title = "Other tags may be repeated, among them names in other letters"
    other = [(b"Name", b"a"), (b"Name", b"b"), (b"network", b"x"), (b"Networks", b"y")]
    _accept(book, "msg-24-other-tags", title, message(None, *other))
    reason = Reason.DUPLICATE_TAG
    for name, value in TAGS.items():
        title = f"The tag {name.decode()} twice is refused, though both say the same"
        item = message(None, (b"Name", b"a"), (name, value))
        case_id = f"msg-24-{name.decode().lower()}-twice"
        _refuse(book, case_id, title, item, reason, "msg-24-each-once")
    title = "The tag Action twice, with two values, is refused"
    item = message(None, (b"Action", b"Burn"))
    _refuse(book, "msg-24-two-actions", title, item, reason, "msg-24-each-once")
    title = "The tag Network twice is refused, though one names this network"
    item = message({b"Network": b"other"}, (b"Network", NETWORK.encode()))
    _refuse(book, "msg-24-two-networks", title, item, reason, "msg-24-each-once")


def _protocol(book: CaseBook) -> None:
    for clause, name, reason, wrong in (
        (25, b"Data-Protocol", Reason.WRONG_PROTOCOL, (b"", b"ao", b"hollowbeam", b"HollowBEAM ")),
        (26, b"Variant", Reason.UNKNOWN_VARIANT, (b"", b"HB.2", b"hb.1", b"HB.1.0")),
    ):
        title = f"The tag {name.decode()} is {TAGS[name].decode()}"
        _accept(book, f"msg-{clause}-named", title, message())
        for number, value in enumerate(wrong):
            title = f"The tag {name.decode()} is refused where it is {value.decode() or 'absent'!r}"
            item = message({name: value})
            case_id = f"msg-{clause}-wrong-{number}"
            _refuse(book, case_id, title, item, reason, f"msg-{clause}-named")
        title = f"The tag {name.decode()} under a name in small letters is not there"
        item = message({name: b""}, (name.lower(), TAGS[name]))
        _refuse(book, f"msg-{clause}-small", title, item, reason, f"msg-{clause}-named")


def _kinds(book: CaseBook) -> None:
    for kind in (b"Message", b"Spawn", b"Relay"):
        title = f"The type {kind.decode()} is known"
        case_id = f"msg-27-{kind.decode().lower()}"
        _accept(book, case_id, title, message({b"Type": kind}), "type")
    for number, value in enumerate((b"", b"message", b"Result", b"Messages", b"\xff")):
        title = f"The type {value!r} is refused"
        item = message({b"Type": value})
        case_id = f"msg-27-unknown-{number}"
        _refuse(book, case_id, title, item, Reason.UNKNOWN_TYPE, "msg-27-message")


def _network(book: CaseBook) -> None:
    reason, neighbour = Reason.WRONG_NETWORK, "msg-28-named"
    _accept(book, neighbour, "The network is named", message())
    for number, value in enumerate((b"", b"main", b"Test", b"test2", b"tes")):
        title = f"The network {value.decode() or 'that is absent'!r} is refused"
        item = message({b"Network": value})
        _refuse(book, f"msg-28-other-{number}", title, item, reason, neighbour)
    for kind in (b"Spawn", b"Relay"):
        title = f"A {kind.decode()} for another network is refused"
        item = message({b"Type": kind, b"Network": b"main"})
        case_id = f"msg-28-other-{kind.decode().lower()}"
        _refuse(book, case_id, title, item, reason, neighbour)
    step = act("message", item=text(message({b"Network": b"main"})), network="main", about=())
    title = "Another network admits what names it"
    book.accept("msg-28-elsewhere", title, step, requires=PROTOCOL)


def _demands_of_a_message(book: CaseBook) -> None:
    for clause, field, reason, target, anchor, tags in (
        (29, "target", Reason.MISSING_TARGET, b"", ANCHOR, {}),
        (30, "anchor", Reason.MISSING_ANCHOR, TARGET, b"", {}),
        (31, "action", Reason.MISSING_ACTION, TARGET, ANCHOR, {b"Action": b""}),
    ):
        about = () if field == "anchor" else (field,)
        neighbour = f"msg-{clause}-there"
        _accept(book, neighbour, f"A Message has its {field}", message(), *about)
        title = f"A Message without {field} is refused"
        item = message(tags, target=target, anchor=anchor)
        _refuse(book, f"msg-{clause}-missing", title, item, reason, neighbour)
        for kind in (b"Spawn", b"Relay"):
            title = f"A {kind.decode()} without {field} is admitted"
            item = message({b"Type": kind, **tags}, target=target, anchor=anchor)
            _accept(book, f"msg-{clause}-{kind.decode().lower()}", title, item, *about)
    title = "Actions are text, of which nothing is cut"
    item = message({b"Action": " größer\n".encode()})
    _accept(book, "msg-31-text", title, item, "action")


def _input(book: CaseBook) -> None:
    title = "The data of a Message are its input"
    _accept(book, "msg-22-input", title, message(), "input")
    title = "The data of a Message need not be in canonical form"
    _accept(book, "msg-22-input-free", title, message(data=b' {"b":"1", "a":null}'), "input")
    for name, title, data in (
        ("none", "A Message without data is refused: nothing is no value", b""),
        ("number", "A Message with a number in its data is refused", b'{"quantity":5}'),
        ("text", "A Message whose data are plain text is refused", b"Hello"),
    ):
        item = message(data=data)
        case_id = f"msg-22-input-{name}"
        _refuse(book, case_id, title, item, Reason.NOT_HB_JSON, "msg-22-input")
    for kind in (b"Spawn", b"Relay"):
        title = f"The data of a {kind.decode()} are not read here"
        item = message({b"Type": kind}, data=b"\0\xff")
        _accept(book, f"msg-22-input-{kind.decode().lower()}", title, item, "input")


def _order(book: CaseBook) -> None:
    """Add the cases that break a clause and all those that are checked after it."""
    broken = dict.fromkeys(TAGS, b"wrong") | {b"Action": b""}
    admitted = {name: TAGS[name] for name in (b"Data-Protocol", b"Variant", b"Type", b"Network")}
    for clause, reason, right, more, neighbour in (
        (24, Reason.DUPLICATE_TAG, (), ((b"Network", b"test"),), "each-once"),
        (25, Reason.WRONG_PROTOCOL, (), (), "named"),
        (26, Reason.UNKNOWN_VARIANT, (b"Data-Protocol",), (), "named"),
        (27, Reason.UNKNOWN_TYPE, (b"Data-Protocol", b"Variant"), (), "message"),
        (28, Reason.WRONG_NETWORK, (b"Data-Protocol", b"Variant", b"Type"), (), "named"),
        (29, Reason.MISSING_TARGET, tuple(admitted), (), "there"),
    ):
        tags = broken | {name: TAGS[name] for name in right}
        item = message(tags, *more, target=b"", anchor=b"", data=b"")
        title = f"{reason} is named before what is checked later"
        accept = f"msg-{clause}-{neighbour}"
        _refuse(book, f"msg-{clause}-first", title, item, reason, accept)
    title = "MISSING_ANCHOR is named before what is checked later"
    item = message({b"Action": b""}, anchor=b"", data=b"")
    _refuse(book, "msg-30-first", title, item, Reason.MISSING_ANCHOR, "msg-30-there")
    title = "MISSING_ACTION is named before what is wrong with the input"
    item = message({b"Action": b""}, data=b"")
    _refuse(book, "msg-31-first", title, item, Reason.MISSING_ACTION, "msg-31-there")


def _who(book: CaseBook) -> None:
    for name, signer in (("ed25519", ED25519), ("arweave", ARWEAVE), ("ethereum", ETHEREUM)):
        title = f"The owner of type {signer.signature_type} is caller and principal"
        _accept(book, f"msg-32-{name}", title, message(signer=signer), "caller", "principal")
    title = "Tags that name a caller or a principal are tags like any other"
    item = message(None, (b"Caller", b"x"), (b"Principal", b"x"), (b"From-Process", b"x"))
    _accept(book, "msg-32-tags", title, item, "caller", "principal")
    forged = bytes((*item[:-1], item[-1] ^ 1))
    title = "A message whose signature does not hold has no caller"
    reason = Reason.INVALID_ED25519_SIGNATURE
    _refuse(book, "msg-32-forged", title, forged, reason, "msg-32-ed25519")
