"""The checked-in results: what the site and ``hb trace`` say of each theorem rests on them.

They hold no times and no paths of a machine, so that two runs on the same sources write the same
bytes. A result names the files that its worker imported; it is fresh while these are as they were.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import hollowbeam_models
from hollowbeam_models.proving.verdicts import Report, Trial, Verdict

RESULTS: Final = "models/hollowbeam_models/results.json"
_PERMISSIONS: Final = 0o644


def find_checkout() -> Path | None:
    """Give the root of the checkout that runs here; None for an installed package."""
    package = Path(hollowbeam_models.__file__).parent
    root = package.parents[1]
    return root if root / RESULTS == package / Path(RESULTS).name else None


def results_of(report: Report, root: Path, saboteurs: Mapping[str, Sequence[str]]) -> bytes:
    """Write the results of a full run. ``saboteurs``: the files in which each saboteur stands."""
    theorems = {
        verdict.theorem.id: _result(verdict, root, saboteurs)
        for verdict in sorted(report.verdicts, key=lambda verdict: _order(verdict.theorem.id))
    }
    sources = sorted({name for result in theorems.values() for name in result["sources"]})
    written = {
        "z3": report.solver,
        "seeds": list(report.seeds),
        "files": {name: sha256((root / name).read_bytes()).hexdigest() for name in sources},
        "theorems": theorems,
    }
    return (json.dumps(written, indent=1, ensure_ascii=False) + "\n").encode()


def _order(identifier: str) -> tuple[str, int]:
    """Sort ``THM-STK-2`` before ``THM-STK-10``."""
    room, _, number = identifier.rpartition("-")
    return room, int(number)


def _result(verdict: Verdict, root: Path, saboteurs: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    attempt = verdict.attempt
    controls = [file for found in verdict.refutations for file in saboteurs[found.saboteur]]
    return {
        "status": verdict.status,
        "paths": attempt.paths,
        "conditions": attempt.conditions,
        "labels": list(attempt.labels),
        "rejects": list(attempt.reasons),
        "assumptions": [
            *attempt.assumptions,
            *(f"{name}, which is proved apart" for name in verdict.theorem.cited),
        ],
        "refuted": {
            found.saboteur: found.label
            for found in verdict.refutations
            if found.trial == Trial.REFUTED
        },
        "sources": sorted({*_inside(root, attempt.sources), *_inside(root, controls)}),
    }


def _inside(root: Path, files: Iterable[str]) -> list[str]:
    """Give the files that lie in the checkout, by their paths in it."""
    inside = [Path(file) for file in files if Path(file).is_relative_to(root)]
    return [file.relative_to(root).as_posix() for file in inside]


def conditions_of(root: Path | None) -> dict[str, int]:
    """Give how many conditions each theorem had, by the checked-in results if they can be read."""
    try:
        written = json.loads((root / RESULTS).read_bytes()) if root is not None else {}
        return {name: int(found["conditions"]) for name, found in written["theorems"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def files_of_saboteurs(package: str) -> dict[str, tuple[str, ...]]:
    """Give the files of the room's module, or package, that lists each saboteur."""
    modules = {
        name: module
        for name, module in sys.modules.items()
        if name.startswith(f"{package}.") and isinstance(module, ModuleType)
    }
    found: dict[str, tuple[str, ...]] = {}
    for name, module in modules.items():
        if name.count(".") != package.count(".") + 1:
            continue
        files = tuple(
            str(part.__file__)
            for other, part in modules.items()
            if other == name or other.startswith(f"{name}.")
        )
        found.update({saboteur.id: files for saboteur in module.SABOTEURS})
    return found


def differences(written: bytes, fresh: bytes) -> list[str]:
    """Say in words where checked-in results are not those of this run; nothing if they are."""
    if written == fresh:
        return []
    try:
        old, new = json.loads(written), json.loads(fresh)
        theorems = _changes(old["theorems"], new["theorems"], _what_changed)
        files = _changes(old["files"], new["files"], lambda _old, _new: "changed")
        tools = [
            f"{name}: {old[name]}, now {new[name]}"
            for name in ("z3", "seeds")
            if old[name] != new[name]
        ]
        found = [*tools, *theorems, *files]
    except (ValueError, KeyError, TypeError, AttributeError):
        return ["it is not what `hb prove --write` writes"]
    return found or ["its layout"]


def _changes(
    old: Mapping[str, Any], new: Mapping[str, Any], say: Callable[[Any, Any], str]
) -> Iterator[str]:
    for name in sorted({*old, *new}):
        if name not in old or name not in new:
            yield f"{name}: {'new' if name in new else 'gone'}"
        elif old[name] != new[name]:
            yield f"{name}: {say(old[name], new[name])}"


def _what_changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    return "; ".join(
        f"{name} {_short(old.get(name))}, now {_short(new[name])}"
        for name in new
        if old.get(name) != new[name]
    )


def _short(value: Any) -> str:
    return f"of {len(value)}" if isinstance(value, list | dict) else str(value)


def write(path: Path, data: bytes) -> None:
    """Write a file so that a reader sees the old content or the new. Raises OSError."""
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        Path(temporary).chmod(_PERMISSIONS)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
