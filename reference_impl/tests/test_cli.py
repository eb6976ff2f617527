"""The frame of ``hb``: commands by entry point, loaded lazily, and what each failure says."""

from __future__ import annotations

import json
import subprocess
import sys
import types
from collections.abc import Callable
from importlib.metadata import EntryPoint
from typing import Any

import pytest
import typer

from hollowbeam import __version__
from hollowbeam.cli import main as frame

# What a command may need but the help must not wait for.
HEAVY = (
    "Crypto",
    "coincurve",
    "crosshair",
    "cryptography",
    "hypothesis",
    "pydantic_core",
    "sphinx",
    "z3",
)


def run(arguments: list[str]) -> subprocess.CompletedProcess[str]:
    """Run ``python -m hollowbeam`` in a process of its own."""
    command = [sys.executable, "-m", "hollowbeam", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture
def plug(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Callable[..., int]]:
    """Give a function that plugs commands in, and answers how to call ``hb`` with them."""

    def plug_in(**commands: Any) -> Callable[..., int]:
        module = types.ModuleType("plugged")
        vars(module).update(commands)
        monkeypatch.setitem(sys.modules, "plugged", module)
        found = [EntryPoint(name, f"plugged:{name}", frame.COMMAND_GROUP) for name in commands]
        found.append(EntryPoint("broken", "plugged_nowhere:broken", frame.COMMAND_GROUP))
        monkeypatch.setattr(frame, "entry_points", lambda **_group: found)

        def call(*arguments: str) -> int:
            monkeypatch.setattr(sys, "argv", ["hb", *arguments])
            with pytest.raises(SystemExit) as ended:
                frame.main()
            code = ended.value.code
            assert isinstance(code, int)
            return code

        return call

    return plug_in


def test_version_is_that_of_the_package() -> None:
    done = run(["--version"])
    assert (done.returncode, done.stdout, done.stderr) == (0, f"hollowbeam {__version__}\n", "")


def test_help_lists_every_command_and_each_can_be_imported() -> None:
    done = run(["--help"])
    listed = done.stdout.partition("Commands:\n")[2].partition("\n\n")[0]
    names = [line.split()[0] for line in listed.splitlines() if line[2:3].strip()]
    assert done.returncode == 0
    assert "cannot be imported" not in done.stdout
    assert names == [
        "bench",
        "conform",
        "demo",
        "message",
        "prove",
        "saboteurs",
        "simulate",
        "spec",
        "testee",
        "trace",
        "vectors",
    ]


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import json, sys\n"
        "from hollowbeam.cli.main import application\n"
        "try:\n    application(['--help'])\n"
        "except SystemExit:\n    pass\n"
        f"print(json.dumps([name for name in {HEAVY} if name in sys.modules]), file=sys.stderr)\n"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert json.loads(done.stderr) == []


def test_a_function_and_an_application_are_commands(
    plug: Callable[..., Callable[..., int]], capsys: pytest.CaptureFixture[str]
) -> None:
    application = typer.Typer(add_completion=False)

    @application.command()
    def first() -> None:
        typer.echo("first")

    @application.command()
    def second() -> None:
        typer.echo("second")

    def plain(words: list[str]) -> None:
        typer.echo(" ".join(words))

    hb = plug(several=application, plain=plain)
    assert (hb("several", "second"), capsys.readouterr().out) == (0, "second\n")
    assert (hb("plain", "--", "node", "-x"), capsys.readouterr().out) == (0, "node -x\n")


def test_the_help_lists_whole_sentences(
    plug: Callable[..., Callable[..., int]], capsys: pytest.CaptureFixture[str]
) -> None:
    def long() -> None:
        """Say in many words what this command does, in so many that one line is not enough.

        And more.
        """

    assert plug(long=long)("--help") == 0
    words = " ".join(capsys.readouterr().out.split())
    assert "long Say in many words what this command does, in so many that one line is" in words
    assert "one line is not enough. Examples:" in words
    assert "And more" not in words


def test_the_help_of_a_command_ends_with_the_examples_of_its_module(
    plug: Callable[..., Callable[..., int]], capsys: pytest.CaptureFixture[str]
) -> None:
    def one() -> None:
        """Do one thing."""

    one.__module__ = "plugged"
    hb = plug(one=one, EXAMPLES="\b\nExamples:\n  hb one  do it\n  hb one  do it again\n")
    assert hb("one", "-h") == 0
    assert capsys.readouterr().out.endswith(
        "\n  Examples:\n    hb one  do it\n    hb one  do it again\n"
    )


def test_a_command_gives_its_exit_code(plug: Callable[..., Callable[..., int]]) -> None:
    def findings() -> None:
        raise typer.Exit(1)

    assert plug(findings=findings)("findings") == 1


def test_only_the_called_command_is_imported(
    plug: Callable[..., Callable[..., int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []
    load = frame.load_command

    def record(found: EntryPoint) -> Any:
        loaded.append(found.name)
        return load(found)

    monkeypatch.setattr(frame, "load_command", record)
    hb = plug(one=lambda: None, two=lambda: None)
    assert hb("two") == 0
    assert loaded == ["two"]


def test_an_unknown_command_is_answered_with_the_nearest(
    plug: Callable[..., Callable[..., int]], capsys: pytest.CaptureFixture[str]
) -> None:
    hb = plug(conform=lambda: None)
    assert hb("confrom") == frame.EXIT_USAGE
    assert "No such command 'confrom'. Did you mean 'conform'?" in capsys.readouterr().err


def test_a_broken_plugin_spoils_nothing_but_itself(
    plug: Callable[..., Callable[..., int]], capsys: pytest.CaptureFixture[str]
) -> None:
    hb = plug(whole=lambda: None)
    assert hb("--help") == 0
    assert (
        "broken  (cannot be imported: No module named 'plugged_nowhere')" in capsys.readouterr().out
    )
    assert hb("whole") == 0
    assert hb("broken") == frame.EXIT_USAGE
    assert capsys.readouterr().err == (
        "hb broken: plugged_nowhere:broken cannot be imported: No module named 'plugged_nowhere'\n"
    )


def test_an_interrupt_exits_130(plug: Callable[..., Callable[..., int]]) -> None:
    def wait() -> None:
        raise KeyboardInterrupt

    assert plug(wait=wait)("wait") == 130


def test_a_missing_extra_is_named(
    plug: Callable[..., Callable[..., int]], capsys: pytest.CaptureFixture[str]
) -> None:
    def prove() -> None:
        raise ModuleNotFoundError("No module named 'z3.z3'", name="z3.z3")

    assert plug(prove=prove)("prove") == frame.EXIT_USAGE
    assert "pip install 'hollowbeam[prove]'" in capsys.readouterr().err


@pytest.mark.parametrize("error", [ValueError("broken"), ModuleNotFoundError("no x", name="x")])
def test_anything_else_is_reported_as_our_bug(
    plug: Callable[..., Callable[..., int]],
    capsys: pytest.CaptureFixture[str],
    error: Exception,
) -> None:
    def fail(word: str) -> None:
        assert word == "two words"
        raise error

    assert plug(fail=fail)("fail", "two words") == frame.EXIT_BUG
    complaint = capsys.readouterr().err
    assert complaint.startswith("Traceback (most recent call last):\n")
    assert (
        f"{type(error).__name__}: {error}\n\nThis is a bug in Hollow BEAM, not in your" in complaint
    )
    assert complaint.endswith("\n  hb fail 'two words'\n")
