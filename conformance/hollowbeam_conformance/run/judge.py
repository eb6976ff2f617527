"""What is wrong with a reply: bytes in, problems out, nothing remembered.

The judge compares with plain equality, for speed, and looks closer only where that fails.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from pydantic import ValidationError

from hollowbeam_conformance.run import wire
from hollowbeam_conformance.run.values import (
    ABSENT,
    Difference,
    NotAReply,
    Number,
    difference,
    number_within,
    parse,
)

OUTCOMES = ("ok", "reject", "unsupported", "fault")
CODES_WITHIN = "reasons"
"""The member of a result that holds codes, as of the items of a bundle."""


class Kind(StrEnum):
    """What can be wrong. The first group departs from the specification, the second from the
    adapter protocol, the third is about the expected failures of the user.
    """  # noqa: D205 - one sentence a group reads best as it stands

    WRONG_OUTCOME = "wrong-outcome"
    WRONG_CODE = "wrong-code"
    WRONG_OUT = "wrong-out"
    WRONG_EFFECTS = "wrong-effects"
    WRONG_STATE = "wrong-state"
    FAULT = "fault"
    UNSUPPORTED = "unsupported"
    UNSTABLE = "unstable"
    LEAK = "state-leak"

    MALFORMED = "malformed"
    WRONG_ID = "wrong-id"
    WRONG_COUNT = "wrong-count"
    UNSOLICITED = "unsolicited"
    CRASH = "crash"
    HANG = "hang"
    FLOOD = "flood"
    CLOSED = "closed"
    BAD_STOP = "bad-stop"

    STALE = "stale-expectation"


BREAKING = frozenset(
    {Kind.MALFORMED, Kind.WRONG_ID, Kind.WRONG_COUNT, Kind.UNSOLICITED}
    | {Kind.CRASH, Kind.HANG, Kind.FLOOD, Kind.CLOSED}
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one reply.

    ``probe`` is the position of the request in its batch; ``first`` is where inside a value the
    difference begins.
    """

    kind: Kind
    detail: str
    expected: Any = ABSENT
    actual: Any = ABSENT
    probe: int | None = None
    first: Difference | None = None

    @property
    def breaks(self) -> bool:
        """Whether the conversation is out of step, so that the process is started anew.

        A malformed outcome in a sound frame does no such harm.
        """
        inside = self.kind is Kind.MALFORMED and self.probe is not None
        return self.kind in BREAKING and not inside


@dataclass(frozen=True, slots=True)
class Probe:
    """One request and its right answer. ``step`` is the step of the case that it belongs to.

    ``path`` is set when the runner asks for a value that the step changed, or must not change.
    """

    request: dict[str, Any]
    outcome: str
    step: int
    out: Any = None
    effects: Any = ()
    digest: str | None = None
    code: str | None = None
    partial: bool = False
    path: str | None = None

    @property
    def expected(self) -> dict[str, Any]:
        """The right answer as a reply gives it, without what is null or empty."""
        if self.outcome == "reject":
            return {"reject": {"code": self.code}}
        parts: dict[str, Any] = {} if self.out is None else {"out": self.out}
        parts |= {"effects": list(self.effects)} if self.effects else {}
        parts |= {} if self.digest is None else {"digest": self.digest}
        return {"ok": parts}


@dataclass(frozen=True, slots=True)
class Judge:
    """Compares replies with probes, as far as the features of the implementation go."""

    compare_codes: bool
    compare_digests: bool
    features: frozenset[str] = frozenset()

    def batch(self, line: bytes, frame_id: int, probes: Sequence[Probe]) -> Problem | None:
        """Find the first thing wrong with the reply to a batch."""
        try:
            replies = self._replies(line, frame_id, len(probes))
            if isinstance(replies, Problem):
                return replies
            for position, (probe, reply) in enumerate(zip(probes, replies, strict=True)):
                problem = self.outcome(probe, reply, position)
                if problem:
                    return problem
        except RecursionError:
            return Problem(Kind.MALFORMED, "the reply is nested too deeply")
        return None

    def outcome(self, probe: Probe, reply: Any, position: int) -> Problem | None:
        """Find what is wrong with one outcome."""
        if type(reply) is not dict or len(reply) != 1:
            return malformed(reply, position)
        ((kind, body),) = reply.items()
        if type(body) is not dict or kind not in OUTCOMES:
            return malformed(reply, position)
        if kind == probe.outcome == "ok":
            return self._accepted(probe, body, position)
        problem = malformed(reply, position)
        if problem:
            return problem
        if kind == probe.outcome == "reject":
            return self._rejected(probe, body, position)
        return self._other(probe, kind, body, position)

    def single(self, line: bytes, frame_id: int, probe: Probe, position: int) -> Problem | None:
        """Find what is wrong with the reply to one request, alone on its line."""
        try:
            frame = self._frame(line, frame_id)
            if isinstance(frame, Problem):
                return replace(frame, probe=position)
            return self.outcome(probe, frame, position)
        except RecursionError:
            return Problem(Kind.MALFORMED, "the reply is nested too deeply", probe=position)

    def _frame(self, line: bytes, frame_id: int) -> dict[str, Any] | Problem:
        """Open a reply; what is left of it has no id."""
        try:
            frame = parse(line)
        except NotAReply as error:
            return Problem(Kind.MALFORMED, str(error), actual=line[:200].decode("utf-8", "replace"))
        got = frame.pop("id", ABSENT)
        if not isinstance(got, Number) or got.text != str(frame_id):
            return Problem(Kind.WRONG_ID, "the reply answers another request", frame_id, got)
        return frame

    def _replies(self, line: bytes, frame_id: int, count: int) -> list[Any] | Problem:
        frame = self._frame(line, frame_id)
        if isinstance(frame, Problem):
            return frame
        replies = frame.get("replies")
        if type(replies) is not list or len(frame) != 1:
            detail = "the reply to a batch has an id and replies, and nothing else"
            return Problem(Kind.MALFORMED, detail, ["id", "replies"], frame)
        if len(replies) != count:
            detail = "a batch has as many replies as requests"
            return Problem(Kind.WRONG_COUNT, detail, count, len(replies))
        return replies

    def _accepted(self, probe: Probe, body: dict[str, Any], position: int) -> Problem | None:
        if not body.keys() <= {"out", "effects", "digest"}:
            return malformed({"ok": body}, position)
        out, effects, digest = body.get("out"), body.get("effects", []), body.get("digest")
        if out != probe.out and not (probe.partial and _covers(self._compared(probe), out)):
            return malformed({"ok": body}, position) or self._wrong_out(probe, out, position)
        if effects != probe.effects:
            found = _other_value("effects", probe.effects, effects, position)
            return malformed({"ok": body}, position) or found
        if self.compare_digests and digest != probe.digest and probe.digest is not None:
            detail = "the state after this step has another root"
            found = Problem(Kind.WRONG_STATE, detail, probe.digest, digest or ABSENT, position)
            return malformed({"ok": body}, position) or found
        if digest is not None and type(digest) is not str:
            return malformed({"ok": body}, position)
        return None

    def _wrong_out(self, probe: Probe, out: Any, position: int) -> Problem:
        if probe.path is not None:
            detail = f"{probe.path} has another value than expected"
            return Problem(Kind.WRONG_STATE, detail, probe.out, out, position)
        expected, seen = probe.out, out
        if probe.partial and isinstance(out, dict):
            expected = self._compared(probe)
            seen = {key: out[key] for key in expected if key in out}
        return _other_value("out", expected, seen, position)

    def _compared(self, probe: Probe) -> dict[str, Any]:
        """Give the members of a result that are compared: ``reasons`` only if they are claimed."""
        if self.compare_codes or CODES_WITHIN not in probe.out:
            expected: dict[str, Any] = probe.out
            return expected
        return {key: value for key, value in probe.out.items() if key != CODES_WITHIN}

    def _rejected(self, probe: Probe, body: dict[str, Any], position: int) -> Problem | None:
        code = body.get("code", ABSENT)
        if not self.compare_codes or code == probe.code:
            return None
        detail = "refused, but for another reason"
        return Problem(Kind.WRONG_CODE, detail, probe.code, code, position)

    def _other(self, probe: Probe, kind: str, body: dict[str, Any], position: int) -> Problem:
        expected = probe.expected
        actual = {kind: body}
        if kind == "fault":
            return Problem(Kind.FAULT, "the implementation broke", expected, actual, position)
        if kind == "unsupported":
            feature = body.get("feature")
            detail = (
                f"hello claims {feature}, and the reply denies it"
                if feature in self.features
                else "hello claims all that this case needs"
            )
            return Problem(Kind.UNSUPPORTED, detail, expected, actual, position)
        verb = {"ok": "accepted what must be refused", "reject": "refused what must be accepted"}
        return Problem(Kind.WRONG_OUTCOME, verb[kind], expected, actual, position)


def _other_value(name: str, expected: Any, actual: Any, position: int) -> Problem:
    """Say where a result or its effects begin to differ from what is expected."""
    kind, what = {
        "out": (Kind.WRONG_OUT, "another result"),
        "effects": (Kind.WRONG_EFFECTS, "other effects"),
    }[name]
    first = difference(expected, actual, name) or Difference(name, expected, actual)
    return Problem(kind, f"{what}, first at {first.path}", expected, actual, position, first)


def _covers(expected: Any, out: Any) -> bool:
    """Whether every member that is expected is there; a case names only those of its clause."""
    if type(expected) is not dict or type(out) is not dict:
        return False
    return all(key in out and out[key] == value for key, value in expected.items())


def malformed(reply: Any, position: int | None) -> Problem | None:
    """Say what makes this no outcome; None if it is one."""
    number = number_within(reply)
    if number:
        detail = f"{number} is a JSON number; integers are decimal strings"
        return Problem(Kind.MALFORMED, detail, "no numbers", reply, position)
    named = [key for key in OUTCOMES if key in reply] if isinstance(reply, dict) else []
    if len(named) != 1 or len(reply) != 1:
        detail = "an outcome is exactly one of ok, reject, unsupported and fault"
        return Problem(Kind.MALFORMED, detail, "exactly one outcome", reply, position)
    try:
        wire.OUTCOME.validate_python(reply)
    except ValidationError as error:
        first = next((e for e in error.errors() if e["loc"][1:2] == (named[0],)), error.errors()[0])
        where = ".".join(str(part) for part in first["loc"][1:])
        detail = f"{where}: {first['msg']}"
        return Problem(Kind.MALFORMED, detail, f"a well-formed {named[0]}", reply, position)
    return None
