"""A suite in miniature for the role of ``zoo.py``, and sessions with its behaviours."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hollowbeam_conformance.run.isolation import prepare
from hollowbeam_conformance.run.process import Limits
from hollowbeam_conformance.run.report import Report
from hollowbeam_conformance.run.session import Listener, Options, Session, nobody
from hollowbeam_conformance.run.suite import Suite, load

ZOO = Path(__file__).with_name("zoo.py")
ROOTS = {
    "0": "myUDB_ImgTq8Zt0zTVwJJQbbw9Yhq43poKiXQadZmgc",
    "2": "v8PcBVJ-FngszYyO7W-W_h-xvWXpk6icJcsBmYIH_Qk",
    "3": "yVCDA_f3KOW0S8zl5J8Nc14Knrl9IBFgaDf7N7rX9d4",
    "5": "CrDdrQSKi1l_TR4zuKHfKf9RjrII2N7tMVoR-Aaohzs",
    "6": "6G4re4CY-h20DWSl0vTfUMaA2r8ay76--jiwWKYaumY",
    "7": "5u585IrbYTZVNuIYscfeWBVpSHsEOlgcT9grzW1qWqU",
    "9": "vl-NHxCOegQVLbxSH3jL5w8O28ZyLCPlSwllFM6_tbI",
}
"""State roots of the counter, computed elsewhere: SHA-256 of ``counter`` and the number."""


def ok(value: str, out: Any = None, by: str | None = None) -> dict[str, Any]:
    """Expect a step to be accepted: the number after it, its result, the amount that it emits."""
    body: dict[str, Any] = {"out": out, "effects": [] if by is None else [{"by": by}]}
    return {"ok": {**body, "digest": ROOTS[value]}}


def reset(value: str) -> dict[str, Any]:
    return {
        "verb": "reset",
        "role": "counter",
        "genesis": {"value": value},
        "expect": ok(value),
    }


def step(op: str, expect: dict[str, Any], now: str | None = None, **args: Any) -> dict[str, Any]:
    changes = {} if now is None else {"changes": {"value": now}}
    return {"verb": "step", "op": op, "args": args, "expect": expect, **changes}


INSUFFICIENT = {"reject": {"code": "INSUFFICIENT"}}


def case(identity: str, *steps: dict[str, Any], **parts: Any) -> dict[str, Any]:
    room, number, _ = identity.split("-", 2)
    return {
        "id": identity,
        "clause": f"{room.upper()}-{number}",
        "title": f"What {identity} shows",
        "role": "counter",
        "requires": [],
        "kind": "accept",
        "neighbour": None,
        "saboteurs": [],
        "steps": list(steps),
        **parts,
    }


CASES: tuple[dict[str, Any], ...] = (
    case("cnt-1-zero", reset("0"), step("Read", ok("0", {"value": "0"}))),
    case("cnt-1-seven", reset("7"), step("Read", ok("7", {"value": "7"}))),
    case(
        "cnt-2-add",
        reset("0"),
        step("Add", ok("3", by="3"), "3", amount="3"),
        step("Add", ok("7", by="4"), "7", amount="4"),
        step("Read", ok("7", {"value": "7"})),
    ),
    case("cnt-3-all", reset("5"), step("Take", ok("0", by="-5"), "0", amount="5")),
    case(
        "cnt-3-overdraft",
        reset("5"),
        step("Add", ok("6", by="1"), "6", amount="1"),
        step("Take", INSUFFICIENT, amount="7"),
        kind="reject",
        neighbour="cnt-3-all",
    ),
    case(
        "cnt-4-after-refusal",
        reset("2"),
        step("Take", INSUFFICIENT, amount="3"),
        step("Take", ok("0", by="-2"), "0", amount="2"),
        kind="reject",
        neighbour="cnt-3-all",
    ),
    case(
        "cnt-5-look",
        reset("9"),
        {"verb": "view", "path": "value", "expect": {"ok": {"out": "9"}}},
    ),
    case(
        "rdr-1-see",
        {"verb": "reset", "role": "reader", "genesis": {}, "expect": {"ok": {}}},
        role="reader",
        requires=["sight"],
    ),
)

Write = Callable[..., Path]


@pytest.fixture
def write_suite(tmp_path: Path) -> Write:
    """Give a function that writes cases as vectors, and answers in which directory."""

    def write(
        cases: Iterable[dict[str, Any]] = CASES, tombstones: Iterable[dict[str, str]] = ()
    ) -> Path:
        directory = tmp_path / "vectors"
        entries = []
        files: dict[Path, list[str]] = {}
        for data in cases:
            line = json.dumps(data)
            path = directory / data["role"] / f"{data['clause']}.jsonl"
            files.setdefault(path, []).append(line + "\n")
            names = ("id", "role", "clause", "kind", "requires", "saboteurs")
            entry = {name: data[name] for name in names}
            entries.append({**entry, "sha256": hashlib.sha256(line.encode()).hexdigest()})
        for path, lines in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("".join(lines), encoding="utf-8")
        index = {"spec": "HB.1", "cases": entries, "tombstones": list(tombstones)}
        directory.mkdir(exist_ok=True)
        (directory / "index.json").write_text(json.dumps(index), encoding="utf-8")
        return directory

    return write


@pytest.fixture
def cases() -> tuple[dict[str, Any], ...]:
    return CASES


@pytest.fixture
def suite(write_suite: Write) -> Suite:
    return load(write_suite())


def zoo_command(behaviour: str) -> list[str]:
    return [sys.executable, "-I", "-S", str(ZOO), behaviour]


GENEROUS = Limits(
    reply_seconds=20,
    start_seconds=20,
    stop_seconds=20,
    line_bytes=1 << 20,
    total_bytes=4 << 20,
    memory_bytes=256 << 20,
)

Meet = Callable[..., Report]


@pytest.fixture
def meet(suite: Suite, tmp_path: Path) -> Meet:
    """Give a function that judges a behaviour of the zoo.

    Limits are generous where nothing should take long, so that a busy machine changes no verdict.
    """

    def judge(
        behaviour: str,
        options: Options | None = None,
        level: str = "process",
        listener: Listener = nobody,
        **limits: Any,
    ) -> Report:
        scratch = tmp_path / "scratch"
        scratch.mkdir(exist_ok=True)
        bounds = replace(GENEROUS, **limits)
        launch = prepare(zoo_command(behaviour), level=level, limits=bounds, scratch=str(scratch))
        session = Session(suite, launch, limits=bounds, options=options, listener=listener)
        return session.run()

    return judge
