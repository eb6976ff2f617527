"""Cases, whose expectations are filled in by running the reference.

An author says what is done and whether it is accepted or for which reason it is refused; the
reference answers the rest: what comes out, the digest, what changes. A book of cases refuses to be
built where the reference does not do what the author says, so a case is never an echo of a bug that
nobody looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from hollowbeam.kernel.encoding import Json
from hollowbeam.kernel.errors import Reason
from hollowbeam_conformance.fill.recorder import Outcome, Recorder

_ID = re.compile(r"([a-z]+-[1-9][0-9]*)(-[a-z0-9]+)+")


class CaseError(Exception):
    """A case is not what its author says. Always a mistake of ours."""


@dataclass(frozen=True, slots=True)
class Act:
    """An operation of a case.

    ``reason`` is why it is refused, or None where it is accepted; ``about`` names the members of
    ``out`` that the case is about, or is None where it is about all that comes out. With ``emits``
    the case is about the effects alone, and another one about the state.
    """

    op: str
    args: dict[str, Json]
    reason: Reason | None = None
    about: tuple[str, ...] | None = None
    emits: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """A look at one path of the state."""

    path: str


@dataclass(frozen=True, slots=True)
class Case:
    """A trace from genesis with what each step must answer; one line of a vector file."""

    id: str
    clause: str
    title: str
    role: str
    requires: tuple[str, ...]
    kind: str
    neighbour: str | None
    saboteurs: tuple[str, ...]
    steps: tuple[dict[str, Json], ...]

    def to_json(self) -> dict[str, Json]:
        """Write the case as the vectors hold it."""
        return {
            "id": self.id,
            "clause": self.clause,
            "title": self.title,
            "role": self.role,
            "requires": list(self.requires),
            "kind": self.kind,
            "neighbour": self.neighbour,
            "saboteurs": list(self.saboteurs),
            "steps": list(self.steps),
        }


class CaseBook:
    """The cases of one role, in the order in which they are to be judged.

    That is an order of dependence: a case exercises what cases before it have judged and its own
    clause, so that the first finding names the likeliest cause.
    """

    def __init__(self, role: str) -> None:
        self._role = role
        self._recorder = Recorder()
        self._cases: dict[str, Case] = {}

    def accept(
        self,
        case_id: str,
        title: str,
        *steps: Act | Look,
        genesis: dict[str, Json] | None = None,
        requires: Iterable[str] = (),
        saboteurs: Iterable[str] = (),
    ) -> None:
        """Add a case whose last step is accepted."""
        last = steps[-1]
        if isinstance(last, Act) and last.reason is not None:
            raise CaseError(f"{case_id}: accepted, yet the last step is refused")
        self._add(case_id, title, steps, genesis, requires, saboteurs, "accept", None)

    def reject(  # noqa: PLR0913 - the parts of a case, by keyword
        self,
        case_id: str,
        title: str,
        *steps: Act | Look,
        neighbour: str,
        genesis: dict[str, Json] | None = None,
        requires: Iterable[str] = (),
        saboteurs: Iterable[str] = (),
    ) -> None:
        """Add a case in which something is refused; ``neighbour`` just passes.

        The refusal is the last step's, or a part of what comes out, as for an item of a bundle.
        """
        self._add(case_id, title, steps, genesis, requires, saboteurs, "reject", neighbour)

    def reject_genesis(  # noqa: PLR0913 - the parts of a case, by keyword
        self,
        case_id: str,
        title: str,
        genesis: dict[str, Json],
        reason: Reason,
        *,
        neighbour: str,
        requires: Iterable[str] = (),
        saboteurs: Iterable[str] = (),
    ) -> None:
        """Add a case whose genesis is refused."""
        self._add(case_id, title, (), genesis, requires, saboteurs, "reject", neighbour, reason)

    def cases(self) -> tuple[Case, ...]:
        """Give all cases, once it is sure that each rejection has its neighbour.

        Raises CaseError where a neighbour is missing or is itself a rejection.
        """
        for case in self._cases.values():
            if case.neighbour is None:
                continue
            neighbour = self._cases.get(case.neighbour)
            if neighbour is None or neighbour.kind != "accept":
                raise CaseError(f"{case.id}: the neighbour {case.neighbour} is not an accept case")
        return tuple(self._cases.values())

    def _add(  # noqa: PLR0913, PLR0917 - the parts of a case
        self,
        case_id: str,
        title: str,
        steps: tuple[Act | Look, ...],
        genesis: dict[str, Json] | None,
        requires: Iterable[str],
        saboteurs: Iterable[str],
        kind: str,
        neighbour: str | None,
        reason: Reason | None = None,
    ) -> None:
        match = _ID.fullmatch(case_id)
        if match is None or case_id in self._cases:
            raise CaseError(f"{case_id}: the id is malformed or taken")
        begin: dict[str, Json] = {"verb": "reset", "role": self._role, "genesis": genesis or {}}
        reset: dict[str, Json] = {**begin, "expect": self._begun(case_id, begin, reason)}
        self._cases[case_id] = Case(
            case_id,
            match[1].upper(),
            title,
            self._role,
            tuple(requires),
            kind,
            neighbour,
            tuple(saboteurs),
            (reset, *(self._run(case_id, step) for step in steps)),
        )

    def _begun(self, case_id: str, begin: dict[str, Json], reason: Reason | None) -> Outcome:
        """Begin anew; a refused genesis leaves no state behind."""
        outcome = self._recorder.ask(begin)
        if reason is None:
            return self._accepted(case_id, outcome)
        return self._refused(case_id, "the genesis", outcome, reason)

    def _run(self, case_id: str, step: Act | Look) -> dict[str, Json]:
        """Do one step in the reference, and write down what it answers."""
        if isinstance(step, Look):
            look: dict[str, Json] = {"verb": "view", "path": step.path}
            return {**look, "expect": self._accepted(case_id, self._recorder.ask(look))}
        written = self._recorder.record({"verb": "step", "op": step.op, "args": step.args})
        outcome: Outcome = written["expect"]
        if step.reason is not None:
            if "changes" in written:
                changed = sorted(written["changes"])
                raise CaseError(f"{case_id}: {step.op} is refused, yet changes {changed}")
            return {**written, "expect": self._refused(case_id, step.op, outcome, step.reason)}
        accepted = _about(self._accepted(case_id, outcome), step.about)
        if step.emits:
            written.pop("changes", None)
            accepted = _without_state(accepted)
        return {**written, "expect": accepted}

    @staticmethod
    def _refused(case_id: str, what: str, outcome: Outcome, reason: Reason) -> Outcome:
        refusal: Outcome = {"reject": {"code": str(reason)}}
        if outcome != refusal:
            raise CaseError(f"{case_id}: {what} should be {refusal}, is {outcome}")
        return refusal

    @staticmethod
    def _accepted(case_id: str, outcome: Outcome) -> Outcome:
        if "ok" not in outcome:
            raise CaseError(f"{case_id}: the reference does not accept: {outcome}")
        return outcome


def _about(outcome: Outcome, members: tuple[str, ...] | None) -> Outcome:
    """Keep the members of ``out`` that a case is about."""
    if members is None:
        return outcome
    ok = outcome["ok"]
    out = ok.get("out") if isinstance(ok, dict) else None
    if not isinstance(ok, dict) or not isinstance(out, dict):
        raise CaseError(f"nothing with members comes out: {outcome}")
    return {"ok": {**ok, "out": {member: out[member] for member in members}}}


def _without_state(outcome: Outcome) -> Outcome:
    """Leave the state out of what is expected."""
    ok = outcome["ok"]
    assert isinstance(ok, dict)
    return {"ok": {name: value for name, value in ok.items() if name != "digest"}}


def act(op: str, /, *, about: Iterable[str] | None = None, **args: Json) -> Act:
    """Say that an operation is accepted."""
    return Act(op, args, None, None if about is None else tuple(about))


def refused(reason: Reason, op: str, /, **args: Json) -> Act:
    """Say that an operation is refused, and why."""
    return Act(op, args, reason)


def emitting(step: Act) -> Act:
    """Judge a step by what it emits alone, so that a wrong state is another clause's finding."""
    return replace(step, emits=True)


def look(path: str) -> Look:
    """Look at one path of the state."""
    return Look(path)
