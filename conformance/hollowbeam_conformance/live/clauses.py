"""What the vectors know about operations: the features they need, and the clauses they are near."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any, Final

from hollowbeam.kernel.errors import Reason
from hollowbeam_conformance.live.domains import VIEW, Step
from hollowbeam_conformance.live.partner import Failure
from hollowbeam_conformance.run.judge import Kind
from hollowbeam_conformance.run.suite import Case, Suite
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


def nearest_clause(
    suite: Suite,
    step: Step,
    role: str,
    failure: Failure,
    suspects: AbstractSet[str] = frozenset(),
) -> str:
    """Name the likeliest clause: of the reason involved, else what is judged first about this.

    The reason is the one that was expected, else the one that was given. Its clause is that of the
    first case of the role that ends with it, for a room may refuse for a reason that another owns.
    A result may say for which reason something erred: where it should say another, that counts too.
    Without a reason, one of the ``suspects`` goes before other clauses.
    """
    cases = [case for case in suite.cases if case.role == role]
    for told in (_refusal, _error):
        codes = told(step["expect"]), told(_given(failure))
        for code in codes if codes[0] != codes[1] else ():
            ends = [case for case in cases if told(_last(case)["expect"]) == code is not None]
            ends.sort(key=lambda case: case.kind != "reject")
            same = [case for case in ends if _last(case).get("op") == step.get("op")]
            owners = [reason.clause for reason in Reason if told is _refusal and reason == code]
            found = [*(case.clause for case in (*same, *ends)), *owners]
            if found:
                return found[0]
    about = [case for case in cases if _accepts(case.steps[-1], step)]
    member = _member(failure)
    naming = [case for case in about if member and member in _out(case.steps[-1])]
    using = [case for case in cases if any(_accepts(each, step) for each in case.steps)]
    found = [case.clause for case in (*naming, *about, *using, *cases)]
    return next(iter([*(each for each in found if each in suspects), *found]), NO_CLAUSE)


def _last(case: Case) -> Mapping[str, Any]:
    """Give the last step of a case; afterwards it may only look."""
    return next((step for step in reversed(case.steps) if step["verb"] != VIEW), case.steps[-1])


def _given(failure: Failure) -> Mapping[str, Any]:
    """Give the outcome that came, as far as there is one."""
    given = failure.problem.actual
    if failure.kind is Kind.WRONG_OUT:
        return {"ok": {"out": given}}
    return given if isinstance(given, dict) else {}


def _refusal(outcome: Mapping[str, Any]) -> str | None:
    """Name the reason for which something is refused."""
    return _text(outcome.get("reject"), "code")


def _error(outcome: Mapping[str, Any]) -> str | None:
    """Name the reason for which something erred, as its result says."""
    accepted = outcome.get("ok")
    return _text(accepted.get("out"), "reason") if isinstance(accepted, dict) else None


def _text(value: Any, name: str) -> str | None:
    text = value.get(name) if isinstance(value, dict) else None
    return text if isinstance(text, str) and text else None


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
