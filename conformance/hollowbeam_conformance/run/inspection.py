"""Why a case failed: asked again, more closely, so that the finding shows step and place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hollowbeam_conformance.run.client import Client, encode
from hollowbeam_conformance.run.judge import Judge, Kind, Probe, Problem
from hollowbeam_conformance.run.process import Broken
from hollowbeam_conformance.run.report import Finding, TraceLine
from hollowbeam_conformance.run.suite import Case, upto
from hollowbeam_conformance.run.values import ABSENT, NotAReply, harmless, parse, show

TRACED = 600
"""Characters of a request or an answer in a trace."""


class Inspector:
    """Turns a problem into a finding. ``broke`` says that the process needs to be started anew."""

    def __init__(self, client: Client, judge: Judge) -> None:
        self._client = client
        self._judge = judge
        self.broke = False

    def examine(self, case: Case, asked: Sequence[Probe], problem: Problem, line: bytes) -> Finding:
        """Explain a wrong answer: the trace, whether it comes again, and which values differ."""
        self.broke = False
        found = finding(case, asked, problem)
        wrong = problem.probe if problem.probe is not None else len(asked)
        found.trace = _trace(asked, _replies(line), wrong)
        by_root = problem.kind is Kind.WRONG_STATE and asked[wrong].path is None
        again, count = upto(case, asked[wrong].step) if by_root else (list(asked), len(asked))
        try:
            reply, frame_id = self._client.batch(encode([probe.request for probe in again]))
        except Broken as broken:
            self.broke = True
            found.places.append(f"asked again: {broken.fate}, {broken.detail}")
            return found
        replies = _replies(reply)
        if self._judge.batch(reply, frame_id, again) is None:
            found.kind = str(Kind.UNSTABLE)
            found.detail += "; asked again, the same requests are answered rightly"
        elif by_root:
            found.places = self._places(again[count:], replies[count:])
        return found

    def step_by_step(self, case: Case, asked: Sequence[Probe], problem: Problem) -> Finding:
        """Ask the requests one by one of a fresh process, to see which one breaks it."""
        self.broke = False
        lines: list[TraceLine] = []
        for position, probe in enumerate(asked):
            found, actual = self._ask(probe, position)
            if found is None:
                lines.append(_line(probe, actual, "right"))
                continue
            lines.append(_line(probe, actual, "wrong"))
            lines += [_line(later, "(not asked)", "unknown") for later in asked[position + 1 :]]
            result = finding(case, asked, found)
            result.trace = lines
            if found.kind is not problem.kind:
                result.kind = str(problem.kind)
                result.detail = f"{problem.detail}; alone: {found.detail}"
            return result
        result = finding(case, asked, problem)
        result.trace = lines
        result.detail += "; one by one, the same requests are answered rightly"
        return result

    def right_alone(self, asked: Sequence[Probe]) -> bool:
        """Whether a fresh process answers rightly what was answered wrongly before."""
        try:
            line, frame_id = self._client.batch(encode([probe.request for probe in asked]))
        except Broken:
            return False
        return self._judge.batch(line, frame_id, asked) is None

    def _ask(self, probe: Probe, position: int) -> tuple[Problem | None, str]:
        try:
            line, frame_id = self._client.single(probe.request)
        except Broken as broken:
            self.broke = True
            problem = Problem(Kind(broken.fate), broken.detail, probe.expected, probe=position)
            return problem, f"({broken.fate}: {broken.detail})"
        actual = harmless(line.decode("utf-8", "replace"), TRACED)
        return self._judge.single(line, frame_id, probe, position), actual

    def _places(self, views: Sequence[Probe], replies: Sequence[Any]) -> list[str]:
        places = []
        for probe, reply in zip(views, replies, strict=False):
            problem = self._judge.outcome(probe, reply, 0)
            if problem:
                expected, actual = show(probe.out, TRACED), show(_inner(reply), TRACED)
                places.append(f"{probe.path}: expected {expected}, actual {actual}")
        if not places:
            places.append(
                "every value that the case changes reads as expected: the root is computed "
                "otherwise, or something else changed as well"
            )
        return places


def finding(case: Case, asked: Sequence[Probe], problem: Problem) -> Finding:
    """Write down a problem of a case."""
    return Finding(
        kind=str(problem.kind),
        clause=case.clause,
        case=case.id,
        title=case.title,
        role=case.role,
        detail=harmless(problem.detail),
        step=None if problem.probe is None else asked[problem.probe].step + 1,
        expected=_text(problem.expected),
        actual=_text(problem.actual),
        places=_inside(problem),
    )


def _inside(problem: Problem) -> list[str]:
    """Show what differs inside a long value."""
    first = problem.first
    if first is None or first.expected is problem.expected:
        return []
    expected, actual = (_text(value)[:TRACED] for value in (first.expected, first.actual))
    return [f"{first.path}: expected {expected}, actual {actual}"]


def _text(value: Any) -> str:
    return value if value == ABSENT else show(value, by_name=True)


def _inner(reply: Any) -> Any:
    """Give the value of an accepted view, or the whole reply."""
    if isinstance(reply, dict) and isinstance(reply.get("ok"), dict):
        return reply["ok"].get("out")
    return reply


def _replies(line: bytes) -> list[Any]:
    try:
        replies = parse(line).get("replies")
    except NotAReply:
        return []
    return replies if isinstance(replies, list) else []


def _line(probe: Probe, actual: str, verdict: Any) -> TraceLine:
    return TraceLine(
        request=show(_in_reading_order(probe.request), TRACED),
        expected=show(probe.expected, TRACED),
        actual=actual,
        verdict=verdict,
    )


def _in_reading_order(request: dict[str, Any]) -> dict[str, Any]:
    """Put first what says what is asked; vectors are sorted by name."""
    first = [name for name in ("verb", "role", "op", "path") if name in request]
    return {name: request[name] for name in dict.fromkeys([*first, *request])}


def _trace(asked: Sequence[Probe], replies: Sequence[Any], wrong: int) -> list[TraceLine]:
    """Lay the requests beside their answers; what comes after the wrong one proves nothing."""
    lines = []
    for position, probe in enumerate(asked):
        actual = show(replies[position], TRACED) if position < len(replies) else "(none)"
        verdict = "right" if position < wrong else "wrong" if position == wrong else "unknown"
        lines.append(_line(probe, actual, verdict))
    return lines
