"""Cases of HB-JSON: MSG-22 and MSG-23."""

from __future__ import annotations

from hollowbeam.kernel.errors import Reason
from hollowbeam_conformance.fill.cases import CaseBook, act, refused
from hollowbeam_conformance.fill.items import text

PROTOCOL = ("protocol",)
DEEPEST = 64


def add(book: CaseBook) -> None:
    """Add the cases of values."""
    _values_read(book)
    _values_refused(book)
    _bytes_refused(book)
    _canonical_read(book)
    _canonical_refused(book)


def _read(book: CaseBook, case_id: str, title: str, json: bytes, *, canonical: bool) -> None:
    step = act("decode", json=text(json), canonical=canonical)
    book.accept(case_id, title, step, requires=PROTOCOL)


def _refuse(  # noqa: PLR0913, PLR0917 - the parts of a case
    book: CaseBook,
    case_id: str,
    title: str,
    json: bytes,
    reason: Reason,
    neighbour: str,
    *,
    canonical: bool = False,
) -> None:
    step = refused(reason, "decode", json=text(json), canonical=canonical)
    book.reject(case_id, title, step, neighbour=neighbour, requires=PROTOCOL)


def _values_read(book: CaseBook) -> None:
    for name, title, json in (
        ("null", "null is a value", b"null"),
        ("booleans", "true and false are values", b"[true,false]"),
        ("string", "A string is a value", b'"text"'),
        ("empty", "An empty object, an empty array and an empty string are values", b'[{},[],""]'),
        ("number-text", "An integer is the text of its digits", b'{"quantity":"-12"}'),
        (
            "free-form",
            "White space and the order of keys are free",
            b' {"b" : null,\t"a":\r\n[ ]} ',
        ),
        ("escapes", "Escapes are free", rb'"\u0061\/\"\\\b\f\n\r\t"'),
        ("pair", "A surrogate pair in escapes is one character", rb'"\ud83d\udca1"'),
        (
            "not-normalised",
            "Keys that only look alike differ",
            '{"\u00e9":"1","e\u0301":"2"}'.encode(),
        ),
        ("deepest", "64 levels are read", b"[" * DEEPEST + b"]" * DEEPEST),
        ("wide", "Values side by side are not deep", b"[" + b"[]," * 99 + b"{}]"),
        ("brackets", "Brackets inside strings are not levels", b'["' + b"[" * 99 + b'"]'),
    ):
        _read(book, f"msg-22-{name}", title, json, canonical=False)


def _values_refused(book: CaseBook) -> None:
    for name, title, json, neighbour in (
        ("integer", "An integer is refused", b'{"quantity":12}', "number-text"),
        ("zero", "A bare zero is refused", b"0", "number-text"),
        ("minus-zero", "A minus zero is refused", b"[-0]", "number-text"),
        ("fraction", "A fraction is refused", b"[1.5]", "number-text"),
        ("exponent", "An exponent is refused", b"[1e2]", "number-text"),
        ("nan", "NaN is refused", b"[NaN]", "number-text"),
        ("infinity", "Infinity is refused", b"[-Infinity]", "number-text"),
        ("twice", "A key that stands twice is refused", b'{"a":"1","a":"1"}', "not-normalised"),
        (
            "twice-escaped",
            "A key that stands twice, once in escapes, is refused",
            rb'{"a":"1","\u0061":"2"}',
            "not-normalised",
        ),
        (
            "twice-inside",
            "A key that stands twice in an inner object is refused",
            b'[{"x":{"a":null,"b":null,"a":null}}]',
            "not-normalised",
        ),
        ("high-surrogate", "Half of a pair is refused", rb'"\ud83d"', "pair"),
        ("low-surrogate", "The other half is refused", rb'"\udca1 \ud83d"', "pair"),
        ("surrogate-key", "Half of a pair in a key is refused", rb'{"\udca1":null}', "pair"),
        ("too-deep", "65 levels are refused", b"[" * 65 + b"]" * 65, "deepest"),
        (
            "too-deep-objects",
            "65 levels of objects and arrays are refused",
            b'{"a":[' * 32 + b"{" + b"}" + b"]}" * 32,
            "deepest",
        ),
    ):
        _refuse(book, f"msg-22-{name}", title, json, Reason.NOT_HB_JSON, f"msg-22-{neighbour}")


def _bytes_refused(book: CaseBook) -> None:
    for name, title, json in (
        ("no-bytes", "No bytes are no value", b""),
        ("space", "White space alone is no value", b" "),
        ("two-values", "A second value is refused", b"null null"),
        ("unfinished", "An array that does not end is refused", b"[null"),
        ("comma", "A comma after the last element is refused", b"[null,]"),
        ("comment", "A comment is refused", b"null // nothing"),
        ("apostrophes", "A string in apostrophes is refused", b"'text'"),
        ("bare-key", "A key without quotes is refused", b"{a:null}"),
        ("capital", "True is refused", b"True"),
        ("control", "A control character in a string is refused", b'"a\nb"'),
        ("zero-byte", "A zero byte is refused", b"null\0"),
        ("other-space", "White space that JSON does not know is refused", "\u00a0null".encode()),
        ("form-feed", "A form feed around a value is refused", b"\x0cnull"),
        ("escape-unknown", "An unknown escape is refused", rb'"\x61"'),
        ("escape-short", "An escape of three digits is refused", rb'"\u061"'),
        ("escape-sign", "An escape with a sign is refused", rb'"\u+061"'),
        ("mark", "A byte order mark is refused", b"\xef\xbb\xbfnull"),
        ("utf-16", "UTF-16 is refused", '"a"'.encode("utf-16-le")),
        ("not-utf-8", "Bytes that are not UTF-8 are refused", b'"\xff"'),
        ("overlong", "A character in more bytes than it needs is refused", b'"\xc0\xaf"'),
        ("utf-8-surrogate", "A surrogate in UTF-8 is refused", b'"\xed\xa0\x80"'),
    ):
        _refuse(book, f"msg-22-{name}", title, json, Reason.NOT_HB_JSON, "msg-22-string")


def _canonical_read(book: CaseBook) -> None:
    for name, title, json in (
        ("object", "An object in canonical form is read", b'{"a":"1","b":[true,null]}'),
        ("string", "A string in canonical form is read", rb'"\b\t\n\f\r\"\\\u0000\u001f"'),
        ("literal", "Characters from U+0020 on stand as they are", '"/\x7f\u2028\u00e9"'.encode()),
        ("prefix", "A key stands before its longer neighbour", b'{"":"","a":"","aa":""}'),
        (
            "utf-16-order",
            "Keys are ordered by UTF-16 code units",
            '{"\u20ac":"","\U0001f600":"","\ufb33":""}'.encode(),
        ),
        ("array", "Arrays keep their order", b'["b","a"]'),
    ):
        _read(book, f"msg-23-{name}", title, json, canonical=True)


def _canonical_refused(book: CaseBook) -> None:
    for name, title, json, neighbour in (
        ("space-before", "A space before the value is refused", b' "a"', "string"),
        ("space-after", "A line feed after the value is refused", b'"a"\n', "string"),
        ("space-inside", "A space after a colon is refused", b'{"a": "1"}', "object"),
        ("order", "Keys in another order are refused", b'{"b":"","a":""}', "object"),
        ("order-inside", "Inner keys too", b'[{"b":"","a":""}]', "object"),
        (
            "code-point-order",
            "Keys ordered by code points are refused",
            '{"\u20ac":"","\ufb33":"","\U0001f600":""}'.encode(),
            "utf-16-order",
        ),
        ("solidus", "An escaped solidus is refused", rb'"\/"', "literal"),
        ("letter", "An escaped letter is refused", rb'"\u0061"', "literal"),
        ("delete", "An escaped U+007F is refused", rb'"\u007f"', "literal"),
        ("not-ascii", "An escaped character outside ASCII is refused", rb'"\u00e9"', "literal"),
        ("capital-digits", "An escape in capital digits is refused", rb'"\u001F"', "string"),
        (
            "long-escape",
            "A long escape where a short one exists is refused",
            rb'"\u000a"',
            "string",
        ),
    ):
        _refuse(
            book,
            f"msg-23-{name}",
            title,
            json,
            Reason.NOT_CANONICAL,
            f"msg-23-{neighbour}",
            canonical=True,
        )
    title = "What is no value at all is refused as such"
    reason, neighbour = Reason.NOT_HB_JSON, "msg-23-object"
    _refuse(book, "msg-23-no-value", title, b' {"a":1}', reason, neighbour, canonical=True)
