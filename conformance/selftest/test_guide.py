"""The guide for implementers: what it prints is what happens."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner

from hollowbeam.cli.main import application
from hollowbeam_conformance.run.judge import Kind
from hollowbeam_conformance.run.report import EXIT_CODES, Report
from hollowbeam_conformance.testee import serve

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "implementers.md").read_text(encoding="utf-8")
SKELETON = ROOT / "conformance" / "adapters" / "skeleton"


def frames(arrow: str) -> list[dict[str, Any]]:
    return [json.loads(line[2:]) for line in GUIDE.splitlines() if line.startswith(f"{arrow} ")]


def validator(name: str) -> Any:
    return jsonschema.Draft202012Validator(
        json.loads((ROOT / "conformance" / "schemas" / name).read_bytes())
    )


def test_every_frame_is_of_the_schemas() -> None:
    requests, replies = frames("→"), frames("←")
    assert [request["id"] for request in requests] == [reply["id"] for reply in replies]
    assert len(requests) == 8
    for request in requests:
        validator("request.json").validate(request)
    for reply in replies:
        validator("reply.json").validate(reply)


def test_every_reply_is_that_of_the_reference() -> None:
    asked = io.StringIO("".join(json.dumps(frame) + "\n" for frame in requests_in_working_order()))
    answered = io.StringIO()
    serve(asked, answered)
    replies = {reply["id"]: reply for reply in map(json.loads, answered.getvalue().splitlines())}
    for expected in frames("←")[1:]:
        reply = replies[expected["id"]]
        if "ok" in reply:
            reply["ok"] = {key: value for key, value in reply["ok"].items() if value}
        assert reply == expected


def requests_in_working_order() -> list[dict[str, Any]]:
    """Give the requests but hello, with ``stop`` at the end."""
    return sorted(frames("→")[1:], key=lambda request: request["verb"] == "stop")


def test_every_kind_of_finding_and_exit_code_is_explained() -> None:
    table = GUIDE.partition("## Reading a finding")[2].partition("## What the verdict")[0]
    cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("|")]
    named = {name for cell in cells for name in re.findall(r"`([a-z-]+)`", cell)}
    assert named == {str(kind) for kind in Kind}
    assert {int(cell) for cell in cells if cell.strip().isdecimal()} == set(EXIT_CODES.values())


def test_every_option_that_is_named_exists() -> None:
    helped = CliRunner().invoke(application, ["conform", "--help"]).stdout
    commands = re.findall(r"hb conform[^\n`]*|conform --format[^`]*", GUIDE)
    ours = [command.partition(" -- ")[0] for command in commands]
    named = set(re.findall(r"--[a-z][a-z-]+", " ".join(ours)))
    named |= set(re.findall(r"`(--[a-z][a-z-]+)", GUIDE))
    assert len(named) > 10
    assert {option for option in named if f"{option} " not in helped} == set()


def test_the_guide_prints_the_skeleton_as_it_is() -> None:
    assert (SKELETON / "adapter.py").read_text(encoding="utf-8") in GUIDE


@pytest.mark.parametrize(
    "command",
    [[sys.executable, str(SKELETON / "adapter.py")], ["node", str(SKELETON / "adapter.mjs")]],
    ids=["python", "javascript"],
)
def test_a_skeleton_speaks_the_protocol_and_breaks_what_it_has_not(command: list[str]) -> None:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    patterns = ["--only", "msg-1-*", "--only", "msg-2-*"]
    options = ["--format", "json", "--isolation", "process", *patterns]
    done = subprocess.run(
        [sys.executable, "-m", "hollowbeam", "conform", *options, "--", *command],
        capture_output=True,
        check=False,
        timeout=120,
    )
    report = Report.model_validate_json(done.stdout)
    assert done.returncode == 1
    assert {found.kind for found in report.findings} == {"fault"}
    passed = {case.id for case in report.cases if case.verdict == "passed"}
    assert "msg-2-cut-at-0" in passed
    assert {found.clause for found in report.findings} == {"MSG-1", "MSG-2"}
