"""What was shown of each theorem: the results that the prover writes, and whether they are fresh.

``hb prove --write`` writes them; a result is of the sources that the proof read, and is fresh while
each of these still has the hash that it had then.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

RESULTS = "models/hollowbeam_models/results.json"

CLAIM = "claim"
"""The status of a theorem of which nothing was shown, or of other sources than these."""


class ResultsError(Exception):
    """The file of results cannot be read: it was not written by the prover."""


@dataclass(frozen=True, slots=True)
class Result:
    """What the prover found of one theorem.

    ``labels`` are the claims that it proves, ``rejects`` the reasons that end a path, ``refuted``
    the saboteurs that it refutes, ``witnesses`` the claim that each of them breaks, and ``changed``
    the sources that are no longer what they were; a fresh result has none.
    """

    theorem: str
    status: str
    is_fresh: bool
    paths: int
    conditions: int
    assumptions: tuple[str, ...]
    refuted: tuple[str, ...]
    labels: tuple[str, ...] = ()
    rejects: tuple[str, ...] = ()
    witnesses: Mapping[str, str] = field(default_factory=dict)
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """The results of all theorems, by which solver and from which seeds."""

    by_theorem: Mapping[str, Result] = field(default_factory=dict)
    solver: str = ""
    seeds: tuple[int, ...] = ()

    def of(self, theorem: str) -> Result | None:
        """Give the result of a theorem; None where it was never run."""
        return self.by_theorem.get(theorem)

    def status(self, theorem: str) -> str:
        """Say what may be said of a theorem: never more than was shown."""
        result = self.of(theorem)
        if result is None:
            return CLAIM
        return result.status if result.is_fresh else f"{CLAIM} (stale)"


def read_results(root: Path) -> Results:
    """Read the results of a checkout; there are none where the prover never wrote any.

    Raises ResultsError for a file that is not of the prover's form.
    """
    path = root / RESULTS
    if not path.is_file():
        return Results()
    try:
        written = json.loads(path.read_bytes())
        intact = intact_files(root, written["files"])
        return Results(
            {name: _result(name, found, intact) for name, found in written["theorems"].items()},
            solver=written["z3"],
            seeds=tuple(written["seeds"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ResultsError(f"{RESULTS} is not what `hb prove --write` writes: {error!r}") from error


def intact_files(root: Path, files: Mapping[str, str]) -> frozenset[str]:
    """Give those of the files whose SHA-256 is still the given one."""
    return frozenset(name for name, known in files.items() if _hash(root / name) == known)


def _hash(path: Path) -> str:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _result(theorem: str, found: Mapping[str, Any], intact: frozenset[str]) -> Result:
    refuted: dict[str, str] = dict(found["refuted"])
    sources = tuple(found["sources"])
    # A theorem without sources was not run on anything, so nothing vouches for it.
    altered = tuple(name for name in sources if name not in intact)
    return Result(
        theorem=theorem,
        status=found["status"],
        is_fresh=bool(sources) and not altered,
        paths=found["paths"],
        conditions=found["conditions"],
        assumptions=tuple(found["assumptions"]),
        refuted=tuple(refuted),
        labels=tuple(found["labels"]),
        rejects=tuple(found["rejects"]),
        witnesses=refuted,
        changed=altered,
    )
