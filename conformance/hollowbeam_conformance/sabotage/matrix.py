"""Judge each saboteur through the public adapter, and lay out which clauses the findings name.

A saboteur is judged by the roles that its module can reach. The answers of the others are those of
the control, which passes all of their cases, so they add no finding and change no order. Of the
roles that it reaches, those judged after its own can only add findings behind the first, so they
are asked only where nothing was found before them.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from typing import Any, Final

from hollowbeam_conformance.run.isolation import prepare, scratch_directory
from hollowbeam_conformance.run.process import Limits
from hollowbeam_conformance.run.report import Report
from hollowbeam_conformance.run.session import Options, Session
from hollowbeam_conformance.run.suite import Suite
from hollowbeam_conformance.sabotage.reach import roles_reached
from hollowbeam_models.saboteur import Saboteur

LIMITS: Final = Limits(reply_seconds=5.0)
"""A saboteur that hangs is caught as one that hangs; nobody needs to wait for long."""

CONTROL: Final = "CONTROL"
"""The reference without any edit: it must pass, or the matrix says nothing."""


@dataclass(frozen=True, slots=True)
class Row:
    """What the suite found of one saboteur.

    ``clauses`` are those that the findings name, in the order of the suite, each with the number of
    its cases that failed; ``first`` is the case of the first finding.
    """

    saboteur: str
    clause: str
    breaks: str
    verdict: str
    clauses: dict[str, int]
    first: str
    seconds: float
    reason: str = ""

    @property
    def caught(self) -> bool:
        """Whether something was found."""
        return bool(self.clauses)

    @property
    def named_first(self) -> bool:
        """Whether the first finding names the clause that the saboteur breaks."""
        return next(iter(self.clauses), "") == self.clause

    @property
    def is_right(self) -> bool:
        """Whether the suite did what it must; of the control, that it found nothing."""
        if self.saboteur == CONTROL:
            return self.verdict == "conforms"
        return self.caught and self.named_first

    def to_json(self) -> dict[str, Any]:
        """Write the row."""
        return {**asdict(self), "caught": self.caught, "named_first": self.named_first}


def judge_all(
    suite: Suite, saboteurs: Sequence[Saboteur], jobs: int | None = None
) -> Iterator[Row]:
    """Judge the control and every saboteur, several at a time, and give rows as they come."""
    control = Saboteur(CONTROL, "", "", "", "", "nothing: the reference as it is")
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(jobs or os.cpu_count() or 1, mp_context=context) as pool:
        waiting: list[Future[Row]] = [
            pool.submit(judge, suite, each) for each in (control, *saboteurs)
        ]
        try:
            for done in as_completed(waiting):
                yield done.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def judge(suite: Suite, saboteur: Saboteur) -> Row:
    """Judge one saboteur, as any implementation is judged."""
    if saboteur.id == CONTROL:
        return row(saboteur, _judged(suite, saboteur, ()))
    before, after = in_order(suite, saboteur)
    report = _judged(suite, saboteur, before)
    if after and not report.findings:
        report = _judged(suite, saboteur, after)
    return row(saboteur, report)


def in_order(suite: Suite, saboteur: Saboteur) -> tuple[list[str], list[str]]:
    """Part the roles that it reaches: up to the one that judges its clause, and those behind."""
    reached = set(roles_reached(saboteur.module))
    roles = [role for role in suite.roles if role in reached]
    own = {case.role for case in suite.cases if case.clause == saboteur.clause}
    end = max((roles.index(role) + 1 for role in own & reached), default=len(roles))
    return roles[:end], roles[end:]


def _judged(suite: Suite, saboteur: Saboteur, roles: Sequence[str]) -> Report:
    with scratch_directory() as scratch:
        launch = prepare(command_of(saboteur), level="none", limits=LIMITS, scratch=scratch)
        options = Options(patterns=roles, asked_alone=0)  # leaks count like any other finding
        return Session(suite, launch, limits=LIMITS, options=options).run()


def command_of(saboteur: Saboteur) -> list[str]:
    """Give the command that starts the reference with the edit, or for the control without."""
    command = [sys.executable, "-m", "hollowbeam", "testee"]
    return command if saboteur.id == CONTROL else [*command, "--saboteur", saboteur.id]


def row(saboteur: Saboteur, report: Report) -> Row:
    """Sum up a report."""
    clauses: dict[str, int] = {}
    for finding in report.findings:
        clauses[finding.clause] = clauses.get(finding.clause, 0) + 1
    return Row(
        saboteur=saboteur.id,
        clause=saboteur.clause,
        breaks=saboteur.breaks,
        verdict=report.verdict,
        clauses=clauses,
        first=report.findings[0].case if report.findings else "",
        seconds=report.seconds,
        reason=report.reason,
    )
