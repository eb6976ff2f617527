"""What is concluded from the answers of workers: of each theorem, and of each saboteur."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Any, Final

from hollowbeam_models.saboteur import Saboteur

PROVED: Final = "proved (unbounded)"
"""The status of a theorem that holds for every value of its arguments' types."""

CLAIM: Final = "claim"
"""The status of a theorem of which less was shown than it takes to count."""

UNCONTROLLED: Final = "nothing controls it: no saboteur must refute it"
"""The problem of a theorem that might be proved of any code."""


@unique
class Outcome(StrEnum):
    """What one theorem, or one trial of a saboteur, came to; the worst comes first."""

    REFUTED = "refuted"
    INVALID = "invalid"
    UNDECIDED = "undecided"
    PROVED = "proved"


@unique
class Trial(StrEnum):
    """What came of one saboteur against one theorem. Only the first is as it should be."""

    REFUTED = "refuted"
    SURVIVED = "survived"
    UNDECIDED = "undecided"
    BROKEN = "broken"
    UNCONVINCING = "unconvincing"


@dataclass(frozen=True, slots=True)
class Declaration:
    """A theorem as its module declares it. ``cited``: theorems that its proof rests on."""

    id: str
    title: str
    module: str
    clauses: tuple[str, ...]
    rejects: tuple[str, ...]
    saboteurs: tuple[str, ...]
    cited: tuple[str, ...] = ()


def declaration_of(value: Mapping[str, Any]) -> Declaration:
    """Read what a worker lists."""
    many = {name: tuple(value[name]) for name in ("clauses", "rejects", "saboteurs", "cited")}
    return Declaration(id=value["id"], title=value["title"], module=value["module"], **many)


@dataclass(frozen=True, slots=True)
class Counterexample:
    """Values with which a theorem fails in plain Python; ``witness`` is what a replay reads.

    ``is_to_induction``: it starts inside a loop. ``is_whole``: what is assumed of every entry holds
    of all of its entries, not only of those that the proof read.
    """

    label: str
    arguments: tuple[tuple[str, str], ...]
    witness: Any
    is_to_induction: bool
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Attempt:
    """What one worker found: one theorem, on one version of the source."""

    outcome: Outcome
    problems: tuple[str, ...]
    paths: int = 0
    conditions: int = 0
    queries: int = 0
    labels: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    seconds: float = 0.0
    sources: tuple[str, ...] = ()
    counterexample: Counterexample | None = None


def attempt_of(answer: Mapping[str, Any]) -> Attempt:
    """Read a worker's answer; one that ended without an answer decided nothing."""
    if "exhausted" in answer:
        return Attempt(Outcome.UNDECIDED, (str(answer["exhausted"]),))
    for failure in ("crash", "inapplicable"):
        if failure in answer:
            return Attempt(Outcome.INVALID, (str(answer[failure]),))
    example = answer["counterexample"]
    if example is not None:
        arguments = tuple((name, text) for name, text in example["arguments"])
        example = Counterexample(**{**example, "arguments": arguments})
    many = ("problems", "labels", "reasons", "assumptions", "sources")
    return Attempt(
        **{
            **answer,
            **{name: tuple(answer[name]) for name in many},
            "outcome": Outcome(answer["outcome"]),
            "counterexample": example,
        }
    )


@dataclass(frozen=True, slots=True)
class Refutation:
    """One saboteur against one theorem. ``label`` is the claim that fails, where one does."""

    saboteur: str
    theorem: str
    trial: Trial
    label: str
    detail: str
    seconds: float
    counterexample: Counterexample | None


def refutation_of(
    saboteur: str, theorem: str, attempt: Attempt, shipped: Mapping[str, Any] | None
) -> Refutation:
    """Judge a trial. ``shipped`` is what the witness does on the shipped code, if it was asked."""
    example = attempt.counterexample
    trial, label, detail = Trial.BROKEN, "", "; ".join(attempt.problems)
    if attempt.outcome == Outcome.PROVED:
        trial, detail = Trial.SURVIVED, "the theorem is proved on the sabotaged source too"
    elif attempt.outcome == Outcome.UNDECIDED:
        trial = Trial.UNDECIDED
    elif is_refuted(attempt) and example is not None:
        trial, label, detail = Trial.REFUTED, claim_of(example), ""
        answer = shipped or {}
        if answer.get("fails", True):
            how = answer.get("ending") or "; ".join(map(str, answer.values()))
            trial, detail = Trial.UNCONVINCING, f"its witness on the shipped code: {how}"
    return Refutation(saboteur, theorem, trial, label, detail, attempt.seconds, example)


def is_refuted(attempt: Attempt) -> bool:
    """Say whether a claim, or the list of reasons, was contradicted; a crash says nothing."""
    example = attempt.counterexample
    return (
        attempt.outcome == Outcome.REFUTED
        and example is not None
        and not example.label.startswith("raised")
    )


def claim_of(example: Counterexample) -> str:
    """Name what fails: the label of a claim, or the rejection that was not declared."""
    return example.label.removeprefix("disproved: ")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was shown of one theorem, by all seeds and all its saboteurs that were asked for.

    ``is_controlled``: some saboteur must refute it, whether this run was asked for that one or not.
    ``baseless``: the theorems that its proof rests on and that are not proved themselves.
    """

    theorem: Declaration
    attempt: Attempt
    refutations: tuple[Refutation, ...]
    is_controlled: bool
    baseless: tuple[str, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """Give what was found; a proof that nothing controls or that rests on none is invalid."""
        if self._is_hollow or (self.attempt.outcome == Outcome.PROVED and self.baseless):
            return Outcome.INVALID
        return self.attempt.outcome

    @property
    def _is_hollow(self) -> bool:
        return self.attempt.outcome == Outcome.PROVED and not self.is_controlled

    @property
    def survivors(self) -> tuple[Refutation, ...]:
        """Give the trials that did not refute the theorem as they should."""
        return tuple(found for found in self.refutations if found.trial != Trial.REFUTED)

    @property
    def status(self) -> str:
        """Say what may be said of the theorem: never more than was shown."""
        return PROVED if self.outcome == Outcome.PROVED and not self.survivors else CLAIM

    @property
    def problems(self) -> tuple[str, ...]:
        """Give why the theorem is not proved, each reason once."""
        if self._is_hollow:
            return (UNCONTROLLED,)
        if self.attempt.outcome == Outcome.PROVED and self.baseless:
            return tuple(f"it rests on {name}, which is not proved" for name in self.baseless)
        return self.attempt.problems


@dataclass(frozen=True, slots=True)
class Report:
    """One run of the prover. ``untried``: saboteurs that no theorem speaks of."""

    solver: str
    seeds: tuple[int, ...]
    verdicts: tuple[Verdict, ...]
    untried: tuple[Saboteur, ...]
    is_full: bool
    seconds: float

    @property
    def refutations(self) -> Sequence[Refutation]:
        """Give every trial, theorem by theorem."""
        return [found for verdict in self.verdicts for found in verdict.refutations]

    @property
    def exit_code(self) -> int:
        """0: all is proved and every saboteur refuted. 1: something is wrong. 2: not decided."""
        outcomes = {verdict.outcome for verdict in self.verdicts}
        trials = {found.trial for found in self.refutations}
        if outcomes & {Outcome.REFUTED, Outcome.INVALID}:
            return 1
        if trials - {Trial.REFUTED, Trial.UNDECIDED}:
            return 1
        return 2 if Outcome.UNDECIDED in outcomes or Trial.UNDECIDED in trials else 0
