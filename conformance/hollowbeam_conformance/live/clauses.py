"""What the vectors know about operations: the features they need, and the clauses they are near."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from hollowbeam.kernel.errors import Reason
from hollowbeam_conformance.live.domains import Step
from hollowbeam_conformance.live.partner import Failure
from hollowbeam_conformance.run.judge import Kind
from hollowbeam_conformance.run.suite import Suite
from hollowbeam_conformance.run.values import difference

NO_CLAUSE: Final = "LIVE-1"
"""Stands for a clause where the vectors know none: a case must name one."""


def needs(suite: Suite, role: str, op: str) -> frozenset[str]:
    """Give the features without which no case asks for an operation."""
    asking = [
        case.requires
        for case in suite.cases
        if case.role == role and any(step.get("op") == op for step in case.steps)
    ]
    return frozenset.intersection(*asking) if asking else frozenset()


def nearest_clause(suite: Suite, step: Step, role: str, failure: Failure) -> str:
    """Name the likeliest clause: of the reason involved, else what is judged first about this.

    The reason is the one that was expected, else the one that was given. Its clause is that of the
    first case of the role that ends with it, for a room may refuse for a reason that another owns.
    """
    cases = [case for case in suite.cases if case.role == role]
    given = failure.problem.actual
    for outcome in (step["expect"], given if isinstance(given, dict) else {}):
        refusal = outcome.get("reject")
        code = refusal.get("code") if isinstance(refusal, dict) else None
        ends = [case for case in cases if _code(case.steps[-1]) == code is not None]
        same = [case for case in ends if case.steps[-1].get("op") == step.get("op")]
        owners = [reason.clause for reason in Reason if reason == code]
        found = [*(case.clause for case in (*same, *ends)), *owners]
        if found:
            return found[0]
    about = [case for case in cases if _accepts(case.steps[-1], step)]
    member = _member(failure)
    naming = [case for case in about if member and member in _out(case.steps[-1])]
    using = [case for case in cases if any(_accepts(each, step) for each in case.steps)]
    first = next(iter([*naming, *about, *using, *cases]), None)
    return first.clause if first else NO_CLAUSE


def _code(step: Mapping[str, Any]) -> str | None:
    code: str | None = step["expect"].get("reject", {}).get("code")
    return code


def _accepts(known: Mapping[str, Any], step: Step) -> bool:
    """Whether a step of a case is this operation, accepted."""
    names = ("verb", "op")
    return all(known.get(name) == step.get(name) for name in names) and "ok" in known["expect"]


def _member(failure: Failure) -> str:
    """Name the member of a result in which the first difference is."""
    problem = failure.problem
    if problem.kind is not Kind.WRONG_OUT:
        return ""
    first = difference(problem.expected, problem.actual)
    return (first.path if first else "").partition(".")[0].partition("[")[0]


def _out(step: Mapping[str, Any]) -> Mapping[str, Any]:
    out = step["expect"]["ok"].get("out")
    return out if isinstance(out, dict) else {}
