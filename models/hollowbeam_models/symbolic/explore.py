"""Explores every path of a theorem, and holds it to the rules by which a theorem counts.

A theorem is *proved* if no path contradicts it and every rule is kept: its assumptions can hold;
some satisfiable path reaches each claim; the reasons that end some path are the declared ones; no
path ends in any other exception; run in CPython, the model of each path ends as the path did; and
these runs execute every statement of the functions that it is about.

It is *refuted* by values that contradict it when they are run in CPython; *undecided* where the
solver knows no answer; *invalid* where it breaks a rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum, unique
from typing import Any, Final

from hollowbeam.kernel.transition import interpreted_by
from hollowbeam_models.symbolic.citing import known_by_theorems
from hollowbeam_models.symbolic.counterexample import Counterexample, counterexample_of
from hollowbeam_models.symbolic.coverage import Coverage, is_plain
from hollowbeam_models.symbolic.lifting import lifting
from hollowbeam_models.symbolic.lint import misread
from hollowbeam_models.symbolic.path import Path
from hollowbeam_models.symbolic.replay import End, Outcome, Witness, outcome_of, replay_towards
from hollowbeam_models.symbolic.shapes import hints_of
from hollowbeam_models.symbolic.signals import Diverged, Stop, Unsupported
from hollowbeam_models.symbolic.solving import Findings, Refuted, Trail, Undecided
from hollowbeam_models.symbolic.values import hosted_by
from hollowbeam_models.symbolic.witness import path_witnesses, witnesses
from hollowbeam_models.theorem import Theorem, read_by

MOST_PATHS: Final = 2_000


@unique
class Verdict(StrEnum):
    """What an exploration says of a theorem."""

    PROVED = "proved"
    REFUTED = "refuted"
    UNDECIDED = "undecided"
    INVALID = "invalid"


@dataclass(frozen=True)
class Exploration:
    """What the paths of a theorem showed."""

    id: str
    outcome: Verdict
    problems: tuple[str, ...]
    """Why it is not proved, in words."""
    paths: int
    conditions: int
    queries: int
    labels: tuple[str, ...]
    """The claims that some satisfiable path reaches, in alphabetical order."""
    reasons: tuple[str, ...]
    """The reasons for which some satisfiable path is refused, in alphabetical order."""
    statements: int
    covered: int
    """How many statements there are to cover, and how many the runs executed."""
    assumptions: tuple[str, ...]
    cited: tuple[str, ...]
    """The theorems that it rests on."""
    counterexample: Counterexample | None


@dataclass
class _Survey:
    """What is known of a theorem while its paths are explored."""

    theorem: Theorem
    coverage: Coverage
    findings: Findings = field(default_factory=Findings)
    problems: list[str] = field(default_factory=list)
    outcome: Verdict = Verdict.PROVED
    paths: int = 0
    reasons: set[str] = field(default_factory=set)
    counterexample: Counterexample | None = None

    def fail(self, verdict: Verdict, problem: str) -> None:
        """Note why the theorem is not proved; the first verdict stands."""
        if self.outcome == Verdict.PROVED:
            self.outcome = verdict
        if problem not in self.problems:
            self.problems.append(problem)


def explore(theorem: Theorem, *seeds: int) -> Exploration:
    """Explore all paths of a theorem; the first seed leads, and the others must confirm it.

    What is run in CPython, such as the model that reaches a claim, is no truer with another seed.
    What is believed without a run, each *unsat*, must come from every seed. What is found depends
    on the theorem, the seeds and the version of the solver alone.
    """
    survey = _Survey(theorem, Coverage(theorem.about), Findings(seeds=seeds))
    for problem in misread(theorem):
        survey.fail(Verdict.INVALID, f"misread: {problem}")
    if not survey.problems:
        _survey_paths(survey)
    if survey.outcome == Verdict.PROVED:
        for problem in _broken_rules(survey):
            survey.fail(Verdict.INVALID, problem)
    return _concluded(survey)


def contradict(theorem: Theorem, seed: int) -> Exploration:
    """Look for what contradicts a theorem, and for nothing else.

    No rule of counting is looked after, which takes less time than ``explore``. What is found is
    run in CPython all the same, so nothing is refuted here that holds.
    """
    survey = _Survey(theorem, Coverage(()), Findings(is_counting=False, seeds=(seed,)))
    _survey_paths(survey)
    return _concluded(survey)


def _concluded(survey: _Survey) -> Exploration:
    findings, coverage = survey.findings, survey.coverage
    return Exploration(
        id=survey.theorem.id,
        outcome=survey.outcome,
        problems=tuple(survey.problems),
        paths=survey.paths,
        conditions=findings.claims,
        queries=findings.queries,
        labels=tuple(sorted(label for label, reached in findings.labels.items() if reached)),
        reasons=tuple(sorted(survey.reasons)),
        statements=len(coverage.statements),
        covered=len(coverage.statements) - len(coverage.missed),
        assumptions=tuple(sorted(findings.assumptions)),
        cited=tuple(sorted(findings.cited)),
        counterexample=survey.counterexample,
    )


def _survey_paths(survey: _Survey) -> None:
    """Follow each path until there are none left or the theorem is refuted."""
    waiting = [Trail()]
    while waiting and survey.outcome in {Verdict.PROVED, Verdict.UNDECIDED}:
        if survey.paths == MOST_PATHS:
            survey.fail(Verdict.UNDECIDED, f"there are more than {MOST_PATHS} paths")
            return
        survey.paths += 1
        path = Path(waiting.pop(), survey.findings)
        try:
            _follow(survey, path)
        except (Unsupported, Diverged) as problem:
            survey.fail(Verdict.INVALID, f"{type(problem).__name__.lower()}: {problem}")
        waiting += path.forks


def _follow(survey: _Survey, path: Path) -> None:
    """Execute the body along one path, and judge how it ends."""
    theorem = survey.theorem
    hints = dict(hints_of(theorem.body))
    hints.pop("return", None)
    arguments = path.arguments
    path.theorem = theorem
    with (
        hosted_by(path),
        read_by(path),
        interpreted_by(path),
        lifting(),
        known_by_theorems(theorem),
    ):
        try:
            for name, annotation in hints.items():
                arguments[name] = path.make(annotation, name)
            theorem.body(**arguments)
            outcome = Outcome(End.ACCEPTED)
        except Refuted as refuted:
            expected = Outcome(End.DISPROVED, refuted.label)
            _refute(survey, expected, witnesses(path, arguments, refuted.condition))
            return
        except Undecided as undecided:
            survey.fail(Verdict.UNDECIDED, f"not decided: {undecided.label}")
            return
        except Stop as stop:
            if type(stop) is Stop:
                return
            outcome = outcome_of(stop)
        except Exception as error:  # noqa: BLE001 - whatever ends a path is judged
            outcome = outcome_of(error)
        _judge(survey, path, arguments, outcome)


def _judge(survey: _Survey, path: Path, arguments: dict[str, Any], outcome: Outcome) -> None:
    """Hold the end of a path to what the theorem declares, and to a run of its model."""
    declared = {reason.value for reason in survey.theorem.rejects}
    refused = outcome.end == End.REJECTED and outcome.detail not in declared
    if refused or outcome.end == End.RAISED:
        if not path.is_impossible():
            _refute(survey, outcome, witnesses(path, arguments))
        return
    if not survey.findings.is_counting or not path.is_satisfiable():
        return
    if outcome.end == End.REJECTED:
        survey.reasons.add(outcome.detail)
    ended = Outcome(End.DISCARDED)
    for witness in path_witnesses(path, arguments):
        with survey.coverage.watching():
            ended, _ = replay_towards(outcome, survey.theorem, witness)
        if ended == outcome:
            return
    survey.fail(Verdict.INVALID, f"a path ends in {outcome}, and a run of its model in {ended}")


def _refute(survey: _Survey, expected: Outcome, candidates: Iterator[Witness]) -> None:
    """Run values that should contradict the theorem, and keep the first that do."""
    ended = None
    for witness in candidates:
        ended, run = replay_towards(expected, survey.theorem, witness)
        if ended == expected:
            survey.counterexample = counterexample_of(str(expected), run)
            survey.fail(Verdict.REFUTED, _what_is_refuted(expected))
            return
    if ended is not None:
        survey.fail(
            Verdict.UNDECIDED,
            f"{_what_is_refuted(expected)}, in a model whose run ends in {ended}",
        )
    else:
        survey.fail(Verdict.UNDECIDED, f"no model: {_what_is_refuted(expected)}")


def _what_is_refuted(outcome: Outcome) -> str:
    if outcome.end == End.DISPROVED:
        return f"false: {outcome.detail}"
    if outcome.end == End.REJECTED:
        return f"a path ends in a rejection that is not declared: {outcome.detail}"
    return f"a path ends in {outcome.detail}"


def _broken_rules(survey: _Survey) -> Iterator[str]:
    """Give the rules of counting that a theorem without contradiction breaks."""
    findings, theorem = survey.findings, survey.theorem
    yield from findings.problems
    if not findings.labels:
        yield "nothing is claimed, or the assumptions can never hold"
    for label, reached in findings.labels.items():
        if not reached:
            yield f"no satisfiable path reaches the claim: {label}"
    for reason in theorem.rejects:
        if reason.value not in survey.reasons:
            yield f"declared, but no path is refused for it: {reason.value}"
    for statement in survey.coverage.missed:
        yield f"not covered: {statement}"
    for name in theorem.cited:
        if name not in findings.cited:
            yield f"cited, but not used: {name}"
    if not any(is_plain(function) for function in theorem.about):
        yield "it is about no function whose body proofs can see"
