"""The vectors: read, checked against their own laws, and made ready to be asked."""

from __future__ import annotations

import fnmatch
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from hollowbeam_conformance.run import wire
from hollowbeam_conformance.run.judge import Probe

REASONS = "reasons"
STATE_ROOT = "state-root"


class BrokenSuite(Exception):
    """The vectors are not what they must be: nothing can be tested with them."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case, as it is run. ``data`` is its line, parsed."""

    id: str
    clause: str
    title: str
    role: str
    kind: str
    requires: frozenset[str]
    neighbour: str | None
    saboteurs: tuple[str, ...]
    steps: tuple[dict[str, Any], ...]

    @property
    def codes(self) -> bool:
        """Whether a reason is compared."""
        return any("reject" in step["expect"] for step in self.steps)

    @property
    def digests(self) -> bool:
        """Whether a root is compared."""
        return any("digest" in step["expect"].get("ok", {}) for step in self.steps)


@dataclass(frozen=True, slots=True)
class Suite:
    """All cases of a specification, in order. ``hash`` is the SHA-256 (hex) of the index.

    ``elsewhere`` are the roles of the specification that other cases judge.
    """

    spec: str
    hash: str
    directory: Path
    cases: tuple[Case, ...]
    retired: dict[str, str] = field(default_factory=dict)
    elsewhere: tuple[str, ...] = ()

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles in the order of their first case."""
        return tuple(dict.fromkeys(case.role for case in self.cases))

    def select(
        self, role: str | None, patterns: Sequence[str], *, smoke: bool = False
    ) -> tuple[Case, ...]:
        """Choose cases by role, and by patterns that match an id, a clause or a role.

        ``smoke``: the first case of each clause alone. A case that refuses brings its neighbour
        along: alone it would pass whoever refuses all.
        """
        wanted = [
            case
            for case in self.cases
            if (role is None or case.role == role)
            and (not patterns or any(_matches(case, pattern) for pattern in patterns))
        ]
        if smoke:
            wanted = list({case.clause: case for case in reversed(wanted)}.values())
        ids = {case.id for case in wanted} | {case.neighbour for case in wanted}
        return tuple(case for case in self.cases if case.id in ids)


def _matches(case: Case, pattern: str) -> bool:
    names = (case.id, case.clause, case.role)
    return any(fnmatch.fnmatchcase(name.lower(), pattern.lower()) for name in names)


def load(directory: Path) -> Suite:
    """Read the vectors of one specification. Raises: BrokenSuite, naming the place."""
    path = directory / "index.json"
    try:
        raw = path.read_bytes()
        index = wire.Index.model_validate_json(raw)
    except (OSError, ValidationError) as error:
        raise BrokenSuite(f"{path}: {error}") from None
    lines = _lines(directory, index)
    cases = tuple(_case(entry, lines[entry.id]) for entry in index.cases)
    retired = {tombstone.id: tombstone.reason for tombstone in index.tombstones}
    suite = Suite(index.spec, hashlib.sha256(raw).hexdigest(), directory, cases, retired)
    faults = list(check(suite))
    if faults:
        raise BrokenSuite("; ".join(faults[:5]))
    return suite


def read_cases(paths: Sequence[Path], whole: Suite) -> Suite:
    """Read files of cases that no index lists, a case a line, beside the ``whole`` suite.

    Raises: BrokenSuite.
    """
    lines: list[tuple[Path, bytes]] = []
    for path in paths:
        try:
            lines += [(path, line) for line in path.read_bytes().splitlines() if line.strip()]
        except OSError as error:
            raise BrokenSuite(f"{path}: {error.strerror}") from None
    cases: dict[str, Case] = {}
    for path, line in lines:
        try:
            wire.Case.model_validate_json(line)
            case = _made(json.loads(line))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise BrokenSuite(f"{path}: {where}: {first['msg']}") from None
        if case.id in cases:
            raise BrokenSuite(f"{path}: two cases are called {case.id}")
        cases[case.id] = case
    written = hashlib.sha256(b"\n".join(line for _, line in lines)).hexdigest()
    return Suite(whole.spec, written, paths[0].parent, tuple(cases.values()), elsewhere=whole.roles)


def _lines(directory: Path, index: wire.Index) -> dict[str, bytes]:
    """Read the line of each case, and see that it is the one that the index means."""
    lines: dict[str, bytes] = {}
    for role, clause in dict.fromkeys((entry.role, entry.clause) for entry in index.cases):
        path = directory / role / f"{clause}.jsonl"
        wanted = [e for e in index.cases if (e.role, e.clause) == (role, clause)]
        try:
            found = path.read_bytes().splitlines()
        except OSError as error:
            raise BrokenSuite(f"{path}: {error}") from None
        if len(found) != len(wanted):
            raise BrokenSuite(f"{path}: {len(found)} cases, the index has {len(wanted)}")
        for entry, line in zip(wanted, found, strict=True):
            if hashlib.sha256(line).hexdigest() != entry.sha256:
                raise BrokenSuite(f"{path}: {entry.id} is not the case that the index means")
            if entry.id in lines:
                raise BrokenSuite(f"{path}: two cases are called {entry.id}")
            lines[entry.id] = line
    return lines


def _case(entry: wire.IndexEntry, line: bytes) -> Case:
    """Make a case from its line. Its hash was checked, so a full validation is for the writer."""
    data = json.loads(line)
    if (data["id"], data["clause"], data["role"]) != (entry.id, entry.clause, entry.role):
        raise BrokenSuite(f"{entry.id}: the line and the index disagree")
    return _made(data)


def _made(data: dict[str, Any]) -> Case:
    return Case(
        id=data["id"],
        clause=data["clause"],
        title=data["title"],
        role=data["role"],
        kind=data["kind"],
        requires=frozenset(data.get("requires", ())),
        neighbour=data.get("neighbour"),
        saboteurs=tuple(data.get("saboteurs", ())),
        steps=tuple(data["steps"]),
    )


def check(suite: Suite) -> Iterable[str]:
    """Name each law that the cases break.

    A case that is about a refusal (of a step, or of a part of what comes out) has a neighbour that
    accepts, in the same role and run whenever the case is: else an implementation that refuses
    everything would pass. A case that accepts ends so. A retired id is not used again.
    """
    by_id = {case.id: case for case in suite.cases}
    for case in suite.cases:
        if case.id in suite.retired:
            yield f"{case.id}: the id is retired"
        if case.steps[0]["verb"] != "reset":
            yield f"{case.id}: a case begins with a reset"
        if case.kind == "accept" and "reject" in case.steps[-1]["expect"]:
            yield f"{case.id}: kind is accept, yet the last step is refused"
        if case.kind != "reject":
            continue
        other = by_id.get(case.neighbour or "")
        if other is None or other.kind != "accept" or other.role != case.role:
            yield f"{case.id}: no neighbour that accepts"
        elif not other.requires <= case.requires:
            yield f"{case.id}: the neighbour {other.id} needs more features than the case"


def probes(case: Case, *, by_view: bool) -> list[Probe]:
    """List the requests of a case with their right answers.

    ``by_view``: the implementation has no state root, so each change is asked for. Either way a
    refusal at the end must leave what the case changed before as it was.
    """
    result: list[Probe] = []
    known: dict[str, Any] = {}
    settled = True
    for position, step in enumerate(case.steps):
        result.append(_probe(step, position))
        if step["verb"] == "reset":
            known.clear()
        accepted = "ok" in step["expect"]
        changes = step.get("changes", {})
        known.update(changes)
        settled = accepted
        if accepted and by_view:
            result.extend(_views(changes, position))
    if not settled:
        result.extend(_views(known, len(case.steps) - 1))
    return result


def upto(case: Case, step: int) -> tuple[list[Probe], int]:
    """List the requests up to a step, then a view of all that was changed so far.

    The second result is how many requests come before the views.
    """
    known: dict[str, Any] = {}
    result = []
    for position, data in enumerate(case.steps[: step + 1]):
        result.append(_probe(data, position))
        if data["verb"] == "reset":
            known.clear()
        known.update(data.get("changes", {}))
    return result + _views(known, step), len(result)


def _views(paths: dict[str, Any], step: int) -> list[Probe]:
    return [
        Probe({"verb": "view", "path": path}, "ok", step, out=value, effects=[], path=path)
        for path, value in paths.items()
    ]


def _probe(step: dict[str, Any], position: int) -> Probe:
    request = {key: value for key, value in step.items() if key not in {"expect", "changes"}}
    expect = step["expect"]
    if "reject" in expect:
        return Probe(request, "reject", position, code=expect["reject"]["code"])
    ok = expect["ok"]
    out = ok.get("out")
    return Probe(
        request,
        "ok",
        position,
        out=out,
        effects=ok.get("effects", []),
        digest=ok.get("digest"),
        partial=request["verb"] == "step" and type(out) is dict,
    )
