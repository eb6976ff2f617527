"""``hb conform`` as a user meets it: exit codes, what is printed, and lines that can be pasted."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from hollowbeam.cli.main import application
from hollowbeam_conformance.commands import conform as command
from hollowbeam_conformance.run.render import FILES
from hollowbeam_conformance.run.report import Report
from hollowbeam_conformance.run.schemas import schemas

ZOO = Path(__file__).with_name("zoo.py")
Conform = Callable[..., Result]


@pytest.fixture
def conform(write_suite: Any) -> Conform:
    """Give a function that judges a behaviour by the suite in miniature."""
    vectors = write_suite()

    def judge(behaviour: str, *options: str) -> Result:
        adapter = ["--", sys.executable, "-I", "-S", str(ZOO), behaviour]
        arguments = ["--vectors", str(vectors), "--isolation", "process", *options, *adapter]
        return CliRunner().invoke(application, ["conform", *arguments])

    return judge


@pytest.mark.parametrize(
    ("behaviour", "code"), [("Honest", 0), ("Overdraft", 1), ("CrashAtStart", 2), ("NoRoles", 2)]
)
def test_the_exit_code_is_the_verdict(behaviour: str, code: int, conform: Conform) -> None:
    done = conform(behaviour)
    assert done.exit_code == code
    assert done.stderr == ""
    assert done.stdout.splitlines()[0][0] == {0: "✓", 1: "✗", 2: "!"}[code]


def test_a_reproduce_line_can_be_pasted(conform: Conform) -> None:
    found = Report.model_validate_json(conform("Overdraft", "--format", "json").stdout)
    again = shlex.split(found.findings[0].reproduce)
    done = subprocess.run([*again], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert "✗ cnt-3-overdraft  What cnt-3-overdraft shows" in done.stdout
    assert "cnt-4-after-refusal" not in done.stdout


def test_a_reproduce_line_keeps_what_matters(conform: Conform, monkeypatch: Any) -> None:
    monkeypatch.setattr(command, "_program", lambda: ["hb"])
    options = ["--keep", "A B", "--reply-timeout", "3", "--memory", "512", "--max-failures", "1"]
    found = Report.model_validate_json(conform("Overdraft", "--format", "json", *options).stdout)
    line = found.findings[0].reproduce
    assert shlex.split(line)[4:] == [
        *("--isolation", "process", "--keep", "A B", "--reply-timeout", "3", "--memory", "512"),
        *("--only", "cnt-3-overdraft", "--", sys.executable, "-I", "-S", str(ZOO), "Overdraft"),
    ]


def test_a_leak_is_reproduced_with_its_seed(conform: Conform, monkeypatch: Any) -> None:
    monkeypatch.setattr(command, "_program", lambda: ["hb"])
    options = ["--format", "json", "--seed", "4", "--role", "counter"]
    found = Report.model_validate_json(conform("IgnoresReset", *options).stdout)
    leaks = [each.reproduce for each in found.findings if each.kind == "state-leak"]
    assert leaks
    assert all(" --role counter --seed 4 -- " in line for line in leaks)


def test_known_failures_are_taken_from_a_file(conform: Conform, tmp_path: Path) -> None:
    known = tmp_path / "known"
    known.write_text("cnt-3-overdraft we lend\ncnt-4-after-refusal we lend\n")
    assert conform("Overdraft", "--expect-failures", str(known)).exit_code == 0
    assert conform("Honest", "--expect-failures", str(known)).exit_code == 1
    known.write_text("cnt-3-overdraft\n")
    done = conform("Overdraft", "--expect-failures", str(known))
    assert (done.exit_code, done.stdout, done.stderr) == (
        2,
        "",
        f"hb conform: {known}:1: cnt-3-overdraft has no reason\n",
    )


def test_reports_are_written_beside_what_is_printed(conform: Conform, tmp_path: Path) -> None:
    places = [tmp_path / "all", tmp_path / "one.html"]
    done = conform("Honest", *(part for place in places for part in ("--report", str(place))))
    assert done.exit_code == 0
    assert sorted(path.name for path in places[0].iterdir()) == sorted(FILES)
    assert places[1].read_text().startswith("<!doctype html>")
    assert done.stderr.splitlines()[1] == f"written: {places[1]}"


@pytest.mark.parametrize(
    ("form", "begins"),
    [
        ("text", "✓ "),
        ("json", "{\n"),
        ("junit", "<?xml "),
        ("html", "<!doctype html>"),
        ("github", "::notice "),
    ],
)
def test_every_form_can_be_printed(form: str, begins: str, conform: Conform) -> None:
    assert conform("Honest", "--format", form).stdout.startswith(begins)


def test_cases_are_listed_without_being_run(conform: Conform) -> None:
    done = conform("CrashAtStart", "--list", "--only", "cnt-3-overdraft")
    assert done.exit_code == 0
    assert [line.split()[:3] for line in done.stdout.splitlines()] == [
        ["counter", "CNT-3", "cnt-3-all"],
        ["counter", "CNT-3", "cnt-3-overdraft"],
    ]
    assert conform("CrashAtStart", "--list", "--only", "nothing").exit_code == 2


def test_the_smoke_test_is_short_and_no_certificate(conform: Conform) -> None:
    found = Report.model_validate_json(conform("Honest", "--smoke", "--format", "json").stdout)
    assert (found.exit_code, found.counts.passed) == (0, 5)
    assert found.certificate is not None
    assert found.certificate.obstacles == ["only a part of the suite was selected"]


def test_a_role_is_the_whole_where_no_other_is_claimed(conform: Conform) -> None:
    done = conform("Honest", "--role", "counter", "--format", "json")
    alone = Report.model_validate_json(done.stdout).certificate
    assert alone is not None
    assert (alone.certified, alone.obstacles) == (True, [])


def test_one_of_two_claimed_roles_is_a_part() -> None:
    """The reference claims both rooms."""
    done = CliRunner().invoke(
        application, ["conform", "--role", "staking", "--isolation", "process", "--format", "json"]
    )
    part = Report.model_validate_json(done.stdout).certificate
    assert part is not None
    assert part.obstacles == ["only a part of the suite was selected"]


def test_a_command_that_is_not_there_is_not_tested(write_suite: Any) -> None:
    arguments = ["--vectors", str(write_suite()), "--isolation", "process", "--", "./no-such-thing"]
    done = CliRunner().invoke(application, ["conform", *arguments])
    assert done.exit_code == 2
    assert done.stdout.startswith("! could not test: cannot run ./no-such-thing: ")


def test_broken_vectors_are_said_to_be(tmp_path: Path) -> None:
    done = CliRunner().invoke(application, ["conform", "--vectors", str(tmp_path)])
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"hb conform: {tmp_path / 'index.json'}: ")


def test_schemas_are_written(tmp_path: Path) -> None:
    done = CliRunner().invoke(application, ["conform", "--schemas", str(tmp_path / "new")])
    assert done.exit_code == 0
    written = {path.name: path.read_text() for path in (tmp_path / "new").iterdir()}
    assert written == schemas()
    assert all(json.loads(text)["title"] for text in written.values())


INTERRUPTS = """
import json, os, signal, sys
hello = json.loads(sys.stdin.readline())
reply = {"id": hello["id"], "name": "x", "version": "1", "spec": "HB.1", "roles": ["counter"]}
print(json.dumps({**reply, "features": []}), flush=True)
sys.stdin.readline()
os.kill(os.getppid(), signal.SIGINT)
signal.pause()
"""


def test_an_interrupted_run_still_reports(write_suite: Any) -> None:
    options = ["--vectors", str(write_suite()), "--isolation", "process", "--format", "json"]
    adapter = [sys.executable, "-I", "-S", "-c", INTERRUPTS]
    done = subprocess.run(
        [sys.executable, "-m", "hollowbeam", "conform", *options, "--", *adapter],
        capture_output=True,
        check=False,
        timeout=60,
    )
    report = Report.model_validate_json(done.stdout)
    assert (done.returncode, done.stderr, report.verdict) == (130, b"", "interrupted")
    assert (report.counts.run, report.counts.not_run) == (0, 7)
