"""The vectors: all cases of all rooms as files, one line a case, and an index that orders them.

Reproducible byte for byte: the same cases give the same files, under any hash seed and under
``python -O``. An id that was published never vanishes: it is retired, with a reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import rfc8785

from hollowbeam_conformance.fill import (
    atomic_asset,
    dre,
    gateway,
    message,
    network,
    relayer,
    sequencer,
    staking,
    u_token,
    ucm,
)
from hollowbeam_conformance.fill.cases import Case, CaseError
from hollowbeam_conformance.vectors import DIRECTORY, SPEC

INDEX: Final = "index.json"

ROOMS: Final = (
    message,
    staking,
    gateway,
    relayer,
    sequencer,
    dre,
    u_token,
    atomic_asset,
    ucm,
    network,
)
"""In the order in which they are judged."""

RETIRED: Final[Mapping[str, str]] = {}
"""Ids of cases that were published and taken back, each with the reason; never used again."""


class Difference(StrEnum):
    """How a file differs from what it should be."""

    MISSING = "missing"
    STALE = "stale"
    UNKNOWN = "unknown"
    FORGOTTEN = "id lost"


def all_cases() -> tuple[Case, ...]:
    """Fill in the cases of every room, in the order in which they are judged.

    Raises CaseError where an id stands twice or is retired.
    """
    cases = [case for room in ROOMS for case in room.cases()]
    seen = set(RETIRED)
    for case in cases:
        if case.id in seen:
            raise CaseError(f"{case.id}: the id is taken or retired")
        seen.add(case.id)
    return tuple(cases)


def render(cases: Iterable[Case] | None = None) -> dict[str, bytes]:
    """Give the content of each file by its path below the directory of the vectors."""
    files: dict[str, bytes] = {}
    entries = []
    for case in all_cases() if cases is None else cases:
        line = rfc8785.dumps(case.to_json())
        name = f"{case.role}/{case.clause}.jsonl"
        files[name] = files.get(name, b"") + line + b"\n"
        entries.append(_entry(case, line))
    tombstones = [{"id": name, "reason": reason} for name, reason in sorted(RETIRED.items())]
    index = {"spec": SPEC, "cases": entries, "tombstones": tombstones}
    files[INDEX] = json.dumps(index, indent=1, ensure_ascii=False).encode() + b"\n"
    return files


def _entry(case: Case, line: bytes) -> dict[str, Any]:
    """Describe a case in the index, with the SHA-256 of its line."""
    return {
        "id": case.id,
        "role": case.role,
        "clause": case.clause,
        "kind": case.kind,
        "requires": list(case.requires),
        "saboteurs": list(case.saboteurs),
        "sha256": sha256(line).hexdigest(),
    }


def store(
    files: Mapping[str, bytes],
    *,
    check: bool = False,
    forget: bool = False,
    directory: Path = DIRECTORY,
) -> dict[str, Difference]:
    """Bring the directory to these files, or with ``check`` only say what differs.

    Unless told to forget, nothing is written where an id of the present index would vanish.
    """
    lost = set() if forget else _ids(directory) - set(RETIRED) - _ids_of(files[INDEX])
    if lost and not check:
        return dict.fromkeys(sorted(lost), Difference.FORGOTTEN)
    present = {path.relative_to(directory).as_posix() for path in directory.rglob("*.json*")}
    differences = dict.fromkeys(sorted(present - set(files)), Difference.UNKNOWN)
    for name, content in files.items():
        path = directory / name
        if name not in present:
            differences[name] = Difference.MISSING
        elif path.read_bytes() != content:
            differences[name] = Difference.STALE
    if not check:
        _write(files, differences, directory)
    return differences


def _write(
    files: Mapping[str, bytes], differences: Mapping[str, Difference], directory: Path
) -> None:
    """Write what differs and remove what is unknown, the index last."""
    for name in sorted(differences, key=lambda name: name == INDEX):
        path = directory / name
        if differences[name] is Difference.UNKNOWN:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(files[name])


def _ids(directory: Path) -> set[str]:
    path = directory / INDEX
    return _ids_of(path.read_bytes()) if path.is_file() else set()


def _ids_of(index: bytes) -> set[str]:
    return {entry["id"] for entry in json.loads(index)["cases"]}
