"""What a worker does in its one fresh process. Nothing of the shipped code is imported before."""

from __future__ import annotations

import builtins
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module, metadata
from pkgutil import walk_packages
from types import ModuleType
from typing import Any

from hollowbeam_models.proving.tasks import OUR_PACKAGES, Replay, Task, Verb, task_from_json
from hollowbeam_models.saboteur import SabotageError, sabotaged


def perform(request: dict[str, Any]) -> dict[str, Any]:
    """Perform a task; the answer is JSON."""
    task = task_from_json(request)
    if task.saboteur is not None:
        try:
            sabotaged(task.saboteur)
        except SabotageError as error:
            return {"inapplicable": str(error)}
    verbs: dict[Verb, Callable[[Task], dict[str, Any]]] = {
        Verb.LIST: catalogue,
        Verb.PROVE: attempt,
        Verb.REPLAY: run_all_again,
    }
    return verbs[task.verb](task)


def catalogue(task: Task) -> dict[str, Any]:
    """Give the theorems of a package, and the modules, ours and not, that importing them needs.

    ``imports``: which modules each of ours asks for.
    """
    with noting_imports() as imports:
        package = import_module(task.module)
        for module in walk_packages(package.__path__, f"{task.module}."):
            import_module(module.name)
    from hollowbeam_models.symbolic import explore  # noqa: F401, PLC0415 - for what it imports
    from hollowbeam_models.theorem import REGISTRY  # noqa: PLC0415 - after any saboteur

    return {
        "solver": metadata.version("z3-solver"),
        "foreign": sorted(name for name in sys.modules if not is_ours(name, task.module)),
        "imports": {
            name: sorted(asked & sys.modules.keys())
            for name, asked in imports.items()
            if is_ours(name, task.module)
        },
        "theorems": [
            {
                "id": theorem.id,
                "title": theorem.title,
                "module": theorem.body.__module__,
                "clauses": theorem.clauses,
                "rejects": [reason.value for reason in theorem.rejects],
                "saboteurs": theorem.saboteurs,
                "cited": theorem.cited,
            }
            for theorem in REGISTRY.values()
            if theorem.body.__module__.startswith(f"{task.module}.")
        ],
    }


@contextmanager
def noting_imports() -> Iterator[dict[str, set[str]]]:
    """Note which modules, and names that may be modules, each module asks for in the block."""
    plain = builtins.__import__
    noted: dict[str, set[str]] = defaultdict(set)

    def note(name: str, asking: Any = None, *others: Any) -> Any:
        parts = others[1] if len(others) > 1 else None
        if asking is not None:
            noted[asking["__name__"]].update((name, *(f"{name}.{part}" for part in parts or ())))
        return plain(name, asking, *others)

    builtins.__import__ = note  # type: ignore[assignment]  # as ``import`` calls it
    try:
        yield noted
    finally:
        builtins.__import__ = plain


def attempt(task: Task) -> dict[str, Any]:
    """Try to prove a theorem."""
    import_module(task.module)
    theorem = theorem_named(task.theorem)
    from hollowbeam_models.symbolic.explore import (  # noqa: PLC0415 - after any saboteur
        Verdict,
        contradict,
        explore,
    )

    started = time.perf_counter()
    found = contradict(theorem, task.seeds[0]) if task.saboteur is not None else None
    if found is None or found.outcome != Verdict.REFUTED:
        found = explore(theorem, *task.seeds)  # and hear all that is wrong
    seconds = time.perf_counter() - started
    example = found.counterexample
    return {
        "outcome": found.outcome.value,
        "problems": found.problems,
        "paths": found.paths,
        "conditions": found.conditions,
        "queries": found.queries,
        "labels": found.labels,
        "reasons": found.reasons,
        "assumptions": found.assumptions,
        "seconds": seconds,
        "sources": sources(task.module),
        "counterexample": None
        if example is None
        else {
            "label": example.label,
            "arguments": example.arguments,
            "witness": example.json,
            "is_to_induction": example.is_to_induction,
            "is_whole": example.is_whole,
        },
    }


def run_all_again(task: Task) -> dict[str, Any]:
    """Run the bodies of theorems with witnesses, one after the other."""
    import_module(task.module)
    return {"answers": [run_again(replay) for replay in task.replays]}


def run_again(asked: Replay) -> dict[str, Any]:
    """Run the body of a theorem with a witness; ``fails`` says whether that contradicts it."""
    theorem = theorem_named(asked.theorem)
    from hollowbeam_models.symbolic.counterexample import (  # noqa: PLC0415 - after any saboteur
        witness_of,
    )
    from hollowbeam_models.symbolic.replay import End, replay  # noqa: PLC0415

    try:
        witness = witness_of(theorem, asked.witness)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return {"unreadable": f"the witness does not fit {theorem.id}: {error}"}
    outcome = replay(theorem, witness)
    declared = {reason.value for reason in theorem.rejects}
    fails = outcome.end in {End.DISPROVED, End.RAISED} or (
        outcome.end == End.REJECTED and outcome.detail not in declared
    )
    return {"ending": str(outcome), "fails": fails}


def prepare(module: str) -> None:
    """Import a module of theorems, and look its sources over once for all tasks."""
    import_module(module)
    from hollowbeam_models.symbolic.coverage import Coverage  # noqa: PLC0415 - loads the engine
    from hollowbeam_models.symbolic.lint import misread  # noqa: PLC0415
    from hollowbeam_models.theorem import REGISTRY  # noqa: PLC0415

    for theorem in REGISTRY.values():
        if theorem.body.__module__ == module:
            misread(theorem)
            Coverage(theorem.about)


def theorem_named(name: str) -> Any:
    """Give a theorem that is imported, and with it the shipped code that it is about.

    Raises KeyError where no module declares a theorem of this id.
    """
    from hollowbeam_models.theorem import REGISTRY  # noqa: PLC0415 - after any saboteur

    return REGISTRY[name]


def sources(module: str) -> list[str]:
    """Give the files of our modules that this process has imported: what the answer rests on."""
    files = [
        found.__file__
        for name, found in list(sys.modules.items())
        if is_ours(name, module) and isinstance(found, ModuleType) and found.__file__ is not None
    ]
    main = sys.modules["__main__"].__file__  # the zygote, under its other name
    return sorted({*files, *([main] if main is not None else [])})


def is_ours(name: str, module: str) -> bool:
    """Say whether a module belongs to our packages, or to that of the theorems."""
    return name.partition(".")[0] in {*OUR_PACKAGES, module.partition(".")[0]}
