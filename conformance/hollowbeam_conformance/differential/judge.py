"""One item read by both: what it is by our reader, by arbundles, and whether that is explained."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from hollowbeam.kernel.errors import Reason, Rejection
from hollowbeam.protocol.message.item import Item, serialize_item
from hollowbeam.protocol.message.refusal import RefusedAt
from hollowbeam.protocol.message.signing import read_item
from hollowbeam_conformance.differential.divergences import TAGS_AS_TEXT, explanation
from hollowbeam_conformance.differential.fields import signed
from hollowbeam_conformance.differential.peer import Answer, Peer, Verdict, reading_of

ACCEPTED: Final = "accepted"
AGREED: Final = ""

_TRIALS: Final = 2_000


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an item came to.

    ``ours`` is ``accepted``, a reason, or the name of an exception that should not be.
    ``divergence`` explains a disagreement; it is empty where both agree. ``fault`` says what is
    wrong with us, or with the list of divergences; it is empty where nothing is.
    """

    ours: str
    theirs: Verdict
    divergence: str = AGREED
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What our reader makes of an item: the item, or the reason, or what went wrong."""

    item: Item | None = None
    reason: Reason | None = None
    exception: str = ""
    fault: str = ""


def read(raw: bytes) -> Reading:
    """Read an item, and see that the reader keeps its word."""
    try:
        item = read_item(raw)
    except Rejection as rejection:
        if isinstance(rejection, RefusedAt) and not 0 <= rejection.offset <= len(raw):
            return Reading(reason=rejection.reason, fault=f"refused at byte {rejection.offset}")
        return Reading(reason=rejection.reason)
    except Exception as error:  # noqa: BLE001 - that nothing else is raised is what we look for
        return Reading(exception=type(error).__name__, fault=traceback.format_exc())
    if serialize_item(item) != raw:
        return Reading(item=item, fault="written again, the item has other bytes")
    return Reading(item=item)


def compare(raw: bytes, reading: Reading, answer: Answer) -> Judgement:
    """Set our reading beside the answer of arbundles."""
    if reading.fault:
        ours = reading.exception or reading.reason or ACCEPTED
        return Judgement(ours, answer.verdict, AGREED, reading.fault)
    if reading.reason is not None:
        return _compare_refused(raw, reading.reason, answer.verdict)
    assert reading.item is not None
    if answer.verdict is not Verdict.ACCEPTED:
        return Judgement(ACCEPTED, answer.verdict, AGREED, f"arbundles: {answer.verdict}")
    if answer.reading == reading_of(reading.item):
        return Judgement(ACCEPTED, answer.verdict)
    if answer.reading == reading_of(reading.item, as_text=True):
        return Judgement(ACCEPTED, answer.verdict, TAGS_AS_TEXT)
    return Judgement(ACCEPTED, answer.verdict, AGREED, "arbundles reads other fields in it")


def _compare_refused(raw: bytes, reason: Reason, theirs: Verdict) -> Judgement:
    if theirs is Verdict.REFUSED:
        return Judgement(reason, theirs)
    found = explanation(raw, reason, theirs)
    if found is None:
        return Judgement(reason, theirs, AGREED, f"arbundles: {theirs}, and nothing explains it")
    return Judgement(reason, theirs, found.name)


def judge(peer: Peer, raws: Sequence[bytes]) -> list[Judgement]:
    """Judge a batch; we read while arbundles does."""
    peer.ask(raws)
    readings = [read(raw) for raw in raws]
    answers = peer.answers()
    return [compare(*each) for each in zip(raws, readings, answers, strict=True)]


def minimised(peer: Peer, raw: bytes) -> bytes:
    """Give a small item, where one is found, that comes to the same judgement."""
    wanted = judge(peer, [raw])[0]
    left = _TRIALS
    shrunk = True
    while shrunk and left > 0:
        shrunk = False
        for smaller in _smaller(raw):
            left -= 1
            if judge(peer, [smaller])[0] == wanted:
                raw, shrunk = smaller, True
                break
            if left == 0:
                break
    return raw


def _smaller(raw: bytes) -> Iterator[bytes]:
    """Leave parts out, long ones first, and write zeros; each as it is, and signed again."""
    length = len(raw)
    while length > 0:
        for start in range(0, len(raw), length):
            end = start + length
            zeros = bytes(len(raw[start:end]))
            for changed in (raw[:start] + raw[end:], raw[:start] + zeros + raw[end:]):
                for candidate in dict.fromkeys((changed, signed(changed))):
                    # Shorter, or as long with more zeros in front: so shrinking ends.
                    if (len(candidate), candidate) < (len(raw), raw):
                        yield candidate
        length //= 2
