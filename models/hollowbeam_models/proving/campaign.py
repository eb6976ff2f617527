"""One run of the prover: which theorems, which saboteurs, which tasks, and what comes of them."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from itertools import repeat

from hollowbeam_models.proving.pool import Answer, Pool
from hollowbeam_models.proving.tasks import Replay, Task, Verb
from hollowbeam_models.proving.verdicts import (
    Attempt,
    Declaration,
    Outcome,
    Refutation,
    Report,
    Verdict,
    attempt_of,
    declaration_of,
    is_refuted,
    refutation_of,
)
from hollowbeam_models.saboteur import ROOMS, Saboteur, all_saboteurs

THEOREMS = "hollowbeam_models.theorems"
"""The package of all theorems."""


class CampaignError(Exception):
    """The run cannot begin: nothing matches, or the theorems cannot be imported."""


@dataclass(frozen=True, slots=True)
class Options:
    """What to run. ``patterns`` name ids, rooms, prefixes or clauses; none means everything."""

    seeds: tuple[int, ...] = (1, 2, 3)
    jobs: int = 1
    patterns: tuple[str, ...] = ()
    theorems: str = THEOREMS
    saboteurs: str = ROOMS
    """The package of the negative control."""
    costs: Mapping[str, int] = field(default_factory=dict)
    """How long theorems take, in any unit: the longest come first, so that none ends alone."""


Listener = Callable[[int, int, str], None]
"""Hears how many tasks are done, of how many known so far, and what was done last."""


def nobody(_done: int, _total: int, _what: str) -> None:
    """Listen to nothing."""


def run(options: Options, listener: Listener = nobody) -> Report:
    """Prove, refute, and conclude.

    Raises CampaignError where there is nothing to run.
    """
    started = time.perf_counter()
    with Pool(options.jobs) as pool:
        listed = pool.ask(Task(Verb.LIST, options.theorems))
        if "theorems" not in listed:
            raise CampaignError(f"the theorems cannot be imported\n{listed.get('crash', listed)}")
        known = tuple(map(declaration_of, listed["theorems"]))
        saboteurs = tuple(all_saboteurs(options.saboteurs).values())
        campaign = Campaign(options, known, saboteurs, listener)
        pool.preload(listed["foreign"], campaign.needed(listed["imports"]))
        pool.run(campaign.tasks(), campaign.hear)
    return campaign.report(listed["solver"], time.perf_counter() - started)


class Campaign:
    """Knows what was asked and what was answered."""

    def __init__(
        self,
        options: Options,
        known: Sequence[Declaration],
        saboteurs: Sequence[Saboteur],
        listener: Listener = nobody,
    ) -> None:
        self._options = options
        self._listener = listener
        self._attempts: dict[str, Attempt] = {}
        self._sabotaged: dict[tuple[str, str], Attempt] = {}
        self._shipped: dict[tuple[str, str], Answer] = {}
        self._done = 0
        everyone = {saboteur.id: saboteur for saboteur in saboteurs}
        self._pairs = [
            (everyone[name], theorem)
            for theorem in known
            for name in saboteurs_of(theorem, saboteurs)
            if self._is_named(theorem, name)
        ]
        self._trials = Counter(theorem.module for _, theorem in self._pairs)
        self._witnesses: dict[str, list[Replay]] = defaultdict(list)
        asked = {theorem.id for _, theorem in self._pairs}
        asked |= {theorem.id for theorem in known if self._is_named(theorem)}
        for theorem in reversed(known):  # what is cited was declared before
            if theorem.id in asked:
                asked.update(theorem.cited)
        self._theorems = [theorem for theorem in known if theorem.id in asked]
        if not self._theorems:
            raise CampaignError(f"no theorem matches {', '.join(options.patterns) or 'anything'}")
        controls = {theorem.id: saboteurs_of(theorem, saboteurs) for theorem in known}
        self._controlled = {name for name, found in controls.items() if found}
        tried = {name for found in controls.values() for name in found}
        self._untried = [saboteur for saboteur in saboteurs if saboteur.id not in tried]
        self._total = len(self._theorems) + len(self._pairs)

    def _is_named(self, theorem: Declaration, saboteur: str | None = None) -> bool:
        names = [*names_of(theorem, self._options.theorems), *([saboteur] if saboteur else [])]
        patterns = self._options.patterns
        return not patterns or any(
            fnmatchcase(n.upper(), p.upper()) for n in names for p in patterns
        )

    def needed(self, imports: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
        """Give, by the module that saboteurs edit, all that trying them imports."""
        tried: dict[str, set[str]] = defaultdict(set)
        for saboteur, theorem in self._pairs:
            tried[saboteur.module].add(theorem.module)
        return {edited: sorted(closure(imports, modules)) for edited, modules in tried.items()}

    def tasks(self) -> Iterator[Task]:
        """Give what is to be done at first, on the shipped source and on each sabotaged one."""
        costs, seeds = self._options.costs, self._options.seeds
        for theorem in sorted(self._theorems, key=lambda theorem: -costs.get(theorem.id, 0)):
            yield Task(Verb.PROVE, theorem.module, theorem.id, seeds)
        for saboteur, theorem in sorted(self._pairs, key=lambda pair: -costs.get(pair[1].id, 0)):
            yield Task(Verb.PROVE, theorem.module, theorem.id, seeds[:1], saboteur)

    def hear(self, task: Task, answer: Answer) -> Iterable[Task]:
        """Take an answer; witnesses against saboteurs are then tried on the shipped source.

        They are tried together, once a module has them all, and each alone if that has no answer.
        """
        self._done += 1
        following: list[Task] = []
        if task.verb == Verb.REPLAY:
            if "answers" not in answer and len(task.replays) > 1:
                following = [replace(task, replays=(replay,)) for replay in task.replays]
            answers = answer.get("answers", repeat(answer))
            for replay, found in zip(task.replays, answers, strict=False):
                self._shipped[replay.origin, replay.theorem] = found
        elif task.saboteur is None:
            self._attempts[task.theorem] = attempt_of(answer)
        else:
            attempt = attempt_of(answer)
            self._sabotaged[task.saboteur.id, task.theorem] = attempt
            witnesses = self._witnesses[task.module]
            if is_refuted(attempt) and attempt.counterexample is not None:
                witness = attempt.counterexample.witness
                witnesses.append(Replay(task.theorem, witness, task.saboteur.id))
            self._trials[task.module] -= 1
            if witnesses and not self._trials[task.module]:
                following.append(Task(Verb.REPLAY, task.module, replays=tuple(witnesses)))
        self._total += len(following)
        self._listener(self._done, self._total, what_of(task))
        return following

    def report(self, solver: str, seconds: float) -> Report:
        """Conclude from all answers."""
        return Report(
            solver=solver,
            seeds=self._options.seeds,
            verdicts=self._verdicts(),
            untried=tuple(self._untried),
            is_full=not self._options.patterns,
            seconds=seconds,
        )

    def _verdicts(self) -> tuple[Verdict, ...]:
        """Judge each theorem, those first that others rest on: they were declared before."""
        proved: set[str] = set()
        verdicts = []
        for theorem in self._theorems:
            verdict = Verdict(
                theorem,
                self._attempts[theorem.id],
                tuple(self._refutations(theorem)),
                theorem.id in self._controlled,
                tuple(name for name in theorem.cited if name not in proved),
            )
            verdicts.append(verdict)
            if verdict.outcome == Outcome.PROVED:
                proved.add(theorem.id)
        return tuple(verdicts)

    def _refutations(self, theorem: Declaration) -> Iterator[Refutation]:
        for saboteur, against in self._pairs:
            if against.id == theorem.id:
                key = (saboteur.id, theorem.id)
                yield refutation_of(*key, self._sabotaged[key], self._shipped.get(key))


def closure(imports: Mapping[str, Sequence[str]], modules: Iterable[str]) -> set[str]:
    """Give modules, their packages, those that they ask for, and so on."""
    found: set[str] = set()
    waiting = list(modules)
    while waiting:
        module = waiting.pop()
        if module and module not in found:
            found.add(module)
            waiting += [*imports.get(module, ()), module.rpartition(".")[0]]
    return found


def saboteurs_of(theorem: Declaration, saboteurs: Sequence[Saboteur]) -> list[str]:
    """Name the saboteurs that must refute a theorem, in the order of their lists.

    Raises CampaignError where the theorem lists one that does not exist.
    """
    missing = set(theorem.saboteurs) - {saboteur.id for saboteur in saboteurs}
    if missing:
        raise CampaignError(f"{theorem.id} lists saboteurs that do not exist: {sorted(missing)}")
    return [
        saboteur.id
        for saboteur in saboteurs
        if saboteur.id in theorem.saboteurs or theorem.id in saboteur.theorems
    ]


def names_of(theorem: Declaration, package: str) -> list[str]:
    """Give what a pattern may name a theorem by: id, room, prefix of the room, clauses."""
    room = theorem.module.removeprefix(f"{package}.").partition(".")[0]
    return [theorem.id, room, theorem.id.split("-")[1], *theorem.clauses]


def what_of(task: Task) -> str:
    """Say in a few words what a task is."""
    if task.verb == Verb.REPLAY:
        return f"{task.module}, witnesses on the shipped source"
    if task.saboteur is not None:
        return f"{task.theorem} against {task.saboteur.id}"
    return task.theorem
