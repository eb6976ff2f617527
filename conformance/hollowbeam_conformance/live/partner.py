"""The implementation in live testing: asked whole sequences, started anew where it broke."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from hollowbeam_conformance.live.domains import Step
from hollowbeam_conformance.run.client import BadHello, Client, encode
from hollowbeam_conformance.run.control import Control
from hollowbeam_conformance.run.judge import Judge, Kind, Probe, Problem
from hollowbeam_conformance.run.process import Broken
from hollowbeam_conformance.run.suite import Case, probes


class Gone(Exception):
    """The implementation cannot be started again."""


@dataclass(frozen=True, slots=True)
class Failure:
    """The first wrong answer to a sequence: which step of it, and what came instead.

    ``line`` is the reply to the batch, empty where there was none.
    """

    problem: Problem
    step: int
    line: bytes
    stderr: str = ""

    @property
    def kind(self) -> Kind:
        """What is wrong."""
        return self.problem.kind


class Partner:
    """Asks sequences, and judges the answers as every session does."""

    def __init__(self, client: Client, judge: Judge, control: Control) -> None:
        self._client = client
        self._judge = judge
        self._control = control
        self._gone = ""
        self.asked = 0
        self.restarts = 0

    def ask(self, steps: Sequence[Step]) -> Failure | None:
        """Ask a sequence; find the first wrong answer.

        A process that broke is started anew, and the requests are asked one by one, to see which of
        them broke it. Raises: Gone, where it could not be started before this.
        """
        if self._gone:
            raise Gone(self._gone)
        asked = self.probes(steps)
        self.asked += len(asked)
        try:
            line, frame_id = self._client.batch(encode([probe.request for probe in asked]))
            problem = self._judge.batch(line, frame_id, asked)
            if problem is None and (extra := self._client.unsolicited()) is not None:
                problem = Problem(Kind.UNSOLICITED, "more output than one reply", "nothing", extra)
        except Broken as broken:
            line, problem = b"", Problem(Kind(broken.fate), broken.detail)
        if problem is None:
            self._control.consider(line, frame_id, asked)
            return None
        if not problem.breaks:
            assert problem.probe is not None, "else the conversation is out of step"
            return Failure(problem, asked[problem.probe].step, line)
        stderr = self._client.stderr()
        failure = Failure(problem, asked[-1].step, b"", stderr)
        try:
            self.restart()
            return self._one_by_one(asked, failure)
        except Gone as gone:
            self._gone = str(gone)
            return failure

    def afresh(self, steps: Sequence[Step]) -> Failure | None:
        """Ask a sequence of a fresh process. Raises: Gone."""
        self.restart()
        return self.ask(steps)

    def restart(self) -> None:
        """Start a fresh process. Raises: Gone."""
        self.restarts += 1
        try:
            self._client.start()
        except BadHello as error:
            raise Gone(f"it could not be started again: {error}") from error

    def probes(self, steps: Sequence[Step]) -> list[Probe]:
        """List the requests of a sequence with their right answers."""
        return probes(as_case(steps), by_view=not self._judge.compare_digests)

    def _one_by_one(self, asked: list[Probe], failure: Failure) -> Failure:
        """Find the request that broke the process; the last one, if none does when asked alone."""
        for position, probe in enumerate(asked):
            try:
                line, frame_id = self._client.single(probe.request)
            except Broken as broken:
                self.restart()
                alone = replace(failure.problem, detail=broken.detail, probe=position)
                return replace(failure, problem=alone, step=probe.step)
            found = self._judge.single(line, frame_id, probe, position)
            if found is not None:
                if found.breaks:
                    self.restart()
                return replace(failure, problem=found, step=probe.step)
        self.restart()
        return failure


def as_case(steps: Sequence[Step], **parts: Any) -> Case:
    """Make a case of a sequence."""
    known: dict[str, Any] = {"id": "live", "clause": "", "title": "", "requires": frozenset()}
    refused = "reject" in steps[-1]["expect"]
    return Case(
        role=steps[0]["role"],
        kind="reject" if refused else "accept",
        neighbour=None,
        saboteurs=(),
        steps=tuple(steps),
        **{**known, **parts},
    )
