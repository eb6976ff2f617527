"""Isolation: what a level says is what a program inside it finds."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hollowbeam_conformance.run import isolation
from hollowbeam_conformance.run.isolation import Isolation, Launch, NotPossible, prepare
from hollowbeam_conformance.run.process import Limits, Process

LIMITS = Limits(memory_bytes=1 << 30, cpu_seconds=50, file_bytes=1 << 20, open_files=99)

LOOK_AROUND = """
import json, os, resource, socket, sys

def writes(directory):
    try:
        with open(os.path.join(directory, "written"), "w") as file:
            file.write("x")
        return True
    except OSError:
        return False

outside, hidden = sys.argv[1:]
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
sys.stdin.readline()
print(json.dumps({
    "environment": sorted(os.environ),
    "here": os.getcwd(),
    "writes here": writes("."),
    "writes outside": writes(outside),
    "sees": sorted(os.listdir(hidden)),
    "networks": [name for _, name in socket.if_nameindex()],
    "processes": len([name for name in os.listdir("/proc") if name.isdecimal()]),
    "capabilities": int(status["CapEff"], 16) | int(status["CapBnd"], 16),
    "new privileges": status["NoNewPrivs"].strip() == "0",
    "data": resource.getrlimit(resource.RLIMIT_DATA)[0],
    "time": resource.getrlimit(resource.RLIMIT_CPU)[0],
    "files": resource.getrlimit(resource.RLIMIT_NOFILE)[0],
    "leader": os.getpgid(0) == os.getsid(0),
}), flush=True)
"""

Look = Callable[..., tuple[dict[str, Any], Isolation]]


@pytest.fixture
def look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Look:
    """Give a function that runs a program at a level, and answers what it found there."""
    monkeypatch.chdir(tmp_path)
    for name in ("outside", "hidden", "scratch"):
        (tmp_path / name).mkdir()
    (tmp_path / "hidden" / "answers.jsonl").write_text("secret")

    def around(level: str, **options: Any) -> tuple[dict[str, Any], Isolation]:
        launch = launch_at(tmp_path, level, **options)
        process = Process(
            launch.command,
            directory=launch.directory,
            environment=launch.environment,
            confine=launch.confine,
            limits=LIMITS,
        )
        try:
            return json.loads(process.exchange(b"\n", 20)), launch.isolation
        finally:
            process.close()

    return around


def launch_at(place: Path, level: str, **options: Any) -> Launch:
    arguments = [str(place / "outside"), str(place / "hidden")]
    return prepare(
        [sys.executable, "-I", "-S", "-c", LOOK_AROUND, *arguments],
        level=level,
        limits=LIMITS,
        scratch=str(place / "scratch"),
        hidden=[place / "hidden"],
        **options,
    )


def skip_without_namespaces(place: Path) -> None:
    try:
        launch_at(place, "namespace")
    except NotPossible as error:
        pytest.skip(str(error))


def test_none_shuts_nothing_off_and_says_so(look: Look) -> None:
    found, isolation = look("none")
    assert (isolation.level, isolation.measures) == ("none", ())
    assert isolation.lacking == ("the command runs like any program of yours",)
    assert (found["writes outside"], found["sees"]) == (True, ["answers.jsonl"])
    assert set(found["environment"]) >= set(os.environ)


def test_process_limits_and_scrubs(look: Look, tmp_path: Path) -> None:
    found, isolation = look("process")
    assert isolation.level == "process"
    assert set(found["environment"]) <= {
        "PATH",
        "LD_LIBRARY_PATH",
        "TZ",
        "HOME",
        "TMPDIR",
        "LC_ALL",
    }
    assert (found["data"], found["time"], found["files"]) == (1 << 30, 50, 99)
    assert found["here"] == str(tmp_path / "scratch")
    assert found["leader"]
    assert (found["writes outside"], found["sees"]) == (True, ["answers.jsonl"])
    assert isolation.lacking == (
        "network, other processes, files and vectors are within reach (not asked for)",
        "a child that leaves the process group is not killed",
    )


def test_namespace_shuts_in(look: Look, tmp_path: Path) -> None:
    skip_without_namespaces(tmp_path)
    found, isolation = look("namespace")
    assert isolation.level == "namespace"
    assert found["networks"] == ["lo"]
    assert found["sees"] == []
    assert (found["writes here"], found["writes outside"]) == (True, False)
    assert (found["capabilities"], found["new privileges"]) == (0, False)
    assert found["processes"] == 1
    assert (found["data"], found["time"], found["files"]) == (1 << 30, 50, 99)
    assert list((tmp_path / "scratch").iterdir()) == []


def test_auto_takes_the_best_and_says_why_it_is_not_better(
    look: Look, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(isolation, "_obstacle", lambda _scratch: "not in this kernel")
    found, account = look("auto")
    assert account.level == "process"
    assert account.lacking[0] == (
        "network, other processes, files and vectors are within reach (not in this kernel)"
    )
    assert found["sees"] == ["answers.jsonl"]
    with pytest.raises(NotPossible, match="namespaces are not available: not in this kernel"):
        launch_at(tmp_path, "namespace")


def test_a_variable_is_handed_on_where_it_is_asked_for(
    look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEPT", "1")
    monkeypatch.setenv("NOT_KEPT", "1")
    found, _ = look("process", keep=["KEPT", "NOT_THERE"])
    assert "KEPT" in found["environment"]
    assert "NOT_KEPT" not in found["environment"]


def test_it_starts_where_it_is_told_to(look: Look, tmp_path: Path) -> None:
    found, account = look("process", directory=str(tmp_path / "outside"))
    assert found["here"] == str(tmp_path / "outside")
    assert f"starts in {tmp_path / 'outside'}" in account.measures


@pytest.mark.parametrize("level", ["none", "process"])
def test_a_file_is_found_from_wherever_it_starts(
    level: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "adapter").write_text("")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path)
    launch = prepare(
        ["run", "./adapter", "--flag"],
        level=level,
        limits=LIMITS,
        scratch=str(tmp_path),
        directory="elsewhere",
    )
    assert launch.given == ("run", "./adapter", "--flag")
    assert launch.command == ("run", str(tmp_path / "adapter"), "--flag")
    assert launch.directory == str(tmp_path / "elsewhere")


@pytest.mark.parametrize("behaviour", ["Honest", "LeavesChildren"])
def test_the_zoo_is_judged_within_a_namespace(
    behaviour: str, meet: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "scratch").mkdir()
    (tmp_path / "hidden").mkdir()
    skip_without_namespaces(tmp_path)
    report = meet(behaviour, level="namespace")
    assert (report.exit_code, report.isolation.level) == (0, "namespace")
