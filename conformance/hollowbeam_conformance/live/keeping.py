"""A failure as a case: named, filed under the likeliest clause, and saved as the vectors are."""

from __future__ import annotations

import hashlib
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any

import rfc8785

from hollowbeam_conformance.live.clauses import nearest_clause, needs
from hollowbeam_conformance.live.domains import Step
from hollowbeam_conformance.live.partner import Failure, as_case
from hollowbeam_conformance.live.shrinking import requests_of
from hollowbeam_conformance.run.suite import Case, Suite


def case_of(
    suite: Suite,
    steps: list[Step],
    failure: Failure,
    suspects: AbstractSet[str] = frozenset(),
) -> Case:
    """Make a case of steps that fail, filed under a clause; one of the ``suspects`` is likelier."""
    role = steps[0]["role"]
    clause = nearest_clause(suite, steps[-1], role, failure, suspects)
    name = hashlib.sha256(rfc8785.dumps([role, *requests_of(steps)])).hexdigest()[:8]
    ops = {step["op"] for step in steps if "op" in step}
    return as_case(
        steps,
        id=f"live-{clause.lower()}-{name}",
        clause=clause,
        title=_title(steps[-1]),
        requires=frozenset[str]().union(*(needs(suite, role, op) for op in ops)),
    )


def save(case: Case, directory: Path | None) -> Path:
    """Write a case to a file of its own, if there is a directory for it. Raises: OSError."""
    path = Path(f"{case.id}.jsonl")
    if directory is None:
        return path
    directory.mkdir(parents=True, exist_ok=True)
    (directory / path).write_bytes(rfc8785.dumps(written(case)) + b"\n")
    return directory / path


def _title(step: Step) -> str:
    what = step.get("op") or "The genesis"
    code = step["expect"].get("reject", {}).get("code")
    return f"{what} is refused: {code}" if code else f"{what} is accepted"


def written(case: Case) -> dict[str, Any]:
    """Write a case as the vectors hold it."""
    return {
        "id": case.id,
        "clause": case.clause,
        "title": case.title,
        "role": case.role,
        "requires": sorted(case.requires),
        "kind": case.kind,
        "neighbour": None,
        "saboteurs": [],
        "steps": list(case.steps),
    }
