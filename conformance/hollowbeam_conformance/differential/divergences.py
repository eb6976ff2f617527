"""Where arbundles departs from the clauses: each departure, and how to tell it from any other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.signatures import is_canonical_ethereum, verify_ethereum
from hollowbeam_conformance.differential.circles import runs_in_circles
from hollowbeam_conformance.differential.edwards import fits_with_cofactor
from hollowbeam_conformance.differential.fields import fields_of
from hollowbeam_conformance.differential.peer import Verdict

_TYPES_OF_ARBUNDLES: Final = frozenset({4, 5, 6, 7})
_ETHEREUM_FORMS: Final = frozenset({4, 6, 7})


@dataclass(frozen=True, slots=True)
class Divergence:
    """What arbundles makes of items that we refuse for one of these reasons, and why.

    ``explains`` looks at the item: a disagreement that it does not explain is another one.
    """

    name: str
    reasons: frozenset[Reason]
    verdict: Verdict
    why: str
    explains: Callable[[bytes], bool]


def explanation(raw: bytes, reason: Reason, verdict: Verdict) -> Divergence | None:
    """Find the divergence that explains a disagreement about an item that we refuse."""
    for divergence in DIVERGENCES:
        if (
            reason in divergence.reasons
            and verdict is divergence.verdict
            and divergence.explains(raw)
        ):
            return divergence
    return None


def _always(_: bytes) -> bool:
    """Ask for nothing more: the reason alone says what arbundles does not check."""
    return True


def _is_type_of_arbundles(raw: bytes) -> bool:
    return int.from_bytes(raw[:2], "little") in _TYPES_OF_ARBUNDLES


def _declared_tags(raw: bytes) -> int:
    """Read the number of tags that an item declares, the field before its length and its tags."""
    fields = fields_of(raw)
    assert fields is not None
    start = len(raw) - len(fields.data) - len(fields.tag_bytes) - 16
    return int.from_bytes(raw[start : start + 8], "little")


def _declares_no_tags(raw: bytes) -> bool:
    return _declared_tags(raw) == 0


def _declares_tags(raw: bytes) -> bool:
    return _declared_tags(raw) > 0


def _runs_in_circles(raw: bytes) -> bool:
    fields = fields_of(raw)
    return fields is not None and runs_in_circles(fields.tag_bytes)


def _fits_with_cofactor(raw: bytes) -> bool:
    fields = fields_of(raw)
    return fields is not None and fits_with_cofactor(
        fields.owner, fields.signed_hash, fields.signature
    )


def _fits_with_another_v(raw: bytes) -> bool:
    """Tell whether r and s verify for the owner's point, whatever v and the point's form say."""
    fields = fields_of(raw)
    if fields is None or fields.owner[0] not in _ETHEREUM_FORMS:
        return False
    signature, owner = fields.signature[:64], b"\x04" + fields.owner[1:]
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    return any(
        is_canonical_ethereum(r, s, v)
        and verify_ethereum(owner, fields.signed_hash, signature + bytes((v,)))
        for v in (27, 28)
    )


def _accepts(
    name: str, reasons: set[Reason], why: str, explains: Callable[[bytes], bool] = _always
) -> Divergence:
    return Divergence(name, frozenset(reasons), Verdict.ACCEPTED, why, explains)


DIVERGENCES: Final = (
    _accepts(
        "signature-types",
        {Reason.UNKNOWN_SIGNATURE_TYPE},
        "knows the types 4 to 7 of other chains as well",
        _is_type_of_arbundles,
    ),
    _accepts(
        "missing-bytes",
        {Reason.TRUNCATED},
        "reads a field that runs past the end as the bytes that are there, or none",
    ),
    _accepts(
        "presence-byte",
        {Reason.BAD_PRESENCE_BYTE},
        "reads every presence byte but 1 as absent",
    ),
    _accepts("tag-count", {Reason.TOO_MANY_TAGS}, "sets no limit on the number of tags"),
    _accepts(
        "undeclared-tags",
        {Reason.MALFORMED_TAGS, Reason.TAG_COUNT_MISMATCH},
        "does not look at tag bytes where it is declared that there are no tags",
        _declares_no_tags,
    ),
    _accepts(
        "tag-encoding",
        {Reason.MALFORMED_TAGS},
        "takes bytes past the end of the tags for zeros, skips sizes of blocks and bytes after the"
        " array unread, lets lengths be negative and numbers exceed 64 bits",
        _declares_tags,
    ),
    _accepts(
        "tag-lengths",
        {Reason.TAG_NAME_LENGTH, Reason.TAG_VALUE_LENGTH},
        "checks no length of a name or a value when it verifies",
    ),
    _accepts(
        "cofactor",
        {Reason.INVALID_ED25519_SIGNATURE},
        "checks Ed25519 with the cofactor, as ZIP-215 does: owners of small order, and parts of"
        " small order in R or the owner, are accepted",
        _fits_with_cofactor,
    ),
    _accepts(
        "recovery",
        {Reason.MALLEABLE_SIGNATURE, Reason.INVALID_ETHEREUM_SIGNATURE},
        "checks r and s for the owner's point: it ignores v, and takes the point in hybrid form",
        _fits_with_another_v,
    ),
    Divergence(
        "endless",
        frozenset(
            {
                Reason.UNKNOWN_SIGNATURE_TYPE,
                Reason.BAD_PRESENCE_BYTE,
                Reason.TRUNCATED,
                Reason.TOO_MANY_TAGS,
                Reason.MALFORMED_TAGS,
            }
        ),
        Verdict.ENDLESS,
        "follows a negative length backwards, so that its tag decoder can run in circles",
        _runs_in_circles,
    ),
)

TAGS_AS_TEXT: Final = "tags-as-text"
TAGS_AS_TEXT_WHY: Final = (
    "accepts as we do, but reads names and values of tags as UTF-8, and what is none as U+FFFD"
)
