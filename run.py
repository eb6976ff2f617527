#!/usr/bin/env python3
"""Set up and run Hollow BEAM on a machine that has only git and Python 3.11 or newer.

python3 run.py conform     judge the reference implementation
python3 run.py test        run all tests
python3 run.py COMMAND     any command of ``hb``; ``--help`` lists them
python3 run.py setup       install everything a contributor needs, and end

The first call makes ``.venv`` from ``requirements.lock`` (pinned by hash), with uv if it is there,
else with pip, and installs only what the command needs. Standard library only; progress on stderr.
"""

from __future__ import annotations

import compileall
import hashlib
import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "hollowbeam-setup"
LOCK = ROOT / "requirements.lock"
SOURCES = ("reference_impl", "contracts", "models", "conformance")

SUPPORTED = ((3, 11), (3, 12), (3, 13))
SUPPORTED_TEXT = "Python 3.11, 3.12 or 3.13"

# The uses that .ci/lock.py writes into the lock. A command that is not here needs only "hb".
USE_OF_COMMAND = {
    "bench": "all",
    "prove": "prove",
    "setup": "all",
    "spec": "docs",
    "test": "test",
}


class SetupError(Exception):
    """The environment cannot be made; the text says what to do."""


def say(text: str) -> None:
    """Tell the person at the terminal; stdout belongs to the command."""
    sys.stderr.write("run.py: " + text + "\n")
    sys.stderr.flush()


def run(command: list[str]) -> None:
    """Run a step of the set-up; its output goes to stderr."""
    subprocess.run(command, stdout=sys.stderr, check=True, cwd=ROOT)


def answers(command: list[str]) -> bool:
    """Tell whether a program runs and succeeds."""
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


def supports(python: str) -> bool:
    """Tell whether this interpreter is of a supported version."""
    check = f"import sys; sys.exit(sys.version_info[:2] not in {SUPPORTED})"
    return answers([python, "-c", check])


def find_python() -> str | None:
    """Find an interpreter of a supported version; this one first."""
    if sys.version_info[:2] in SUPPORTED:
        return sys.executable
    names = [f"python{major}.{minor}" for major, minor in reversed(SUPPORTED)]
    found = (shutil.which(name) for name in names)
    return next((python for python in found if python and supports(python)), None)


def make_environment(uv: str | None) -> None:
    """Make an empty ``.venv``, in place of one that does not work."""
    if VENV.exists():
        say("the .venv that is there does not work; making it anew")
        shutil.rmtree(VENV)
    python = find_python()
    if uv:
        run([uv, "venv", "--quiet", "--python", python or ">=3.11,<3.14", str(VENV)])
        return
    if not python:
        raise SetupError(
            f"Hollow BEAM needs {SUPPORTED_TEXT}; this is Python {platform.python_version()},"
            " and no other is on the PATH. Install one and call it, for example: python3.12 run.py"
        )
    # Some systems split ensurepip off: then the pip of the system fills the environment.
    has_ensurepip = answers([python, "-c", "import ensurepip"])
    options = [] if has_ensurepip else ["--without-pip"]
    run([python, "-m", "venv", *options, str(VENV)])


def installer(uv: str | None) -> list[str]:
    """Find the command that installs into ``.venv``."""
    if uv:
        return [uv, "pip", "install", "--quiet", "--compile-bytecode", "--python", str(PYTHON)]
    quiet = ["install", "--quiet", "--disable-pip-version-check", "--no-input"]
    if answers([str(PYTHON), "-m", "pip", "--version"]):
        return [str(PYTHON), "-m", "pip", *quiet]
    outer = find_python() or sys.executable
    if answers([outer, "-m", "pip", "--python", str(PYTHON), "--version"]):
        return [outer, "-m", "pip", "--python", str(PYTHON), *quiet]
    raise SetupError(
        "neither uv nor a pip of version 22.3 or newer is here to install with."
        " Install uv, or your system's packages for venv and pip (Debian: python3-venv)."
    )


def requirements(uses: set[str]) -> str:
    """Take from the lock what the given uses need; a package that names no use is always needed."""
    blocks = re.split(r"^(?=[^\s#])", LOCK.read_text(encoding="utf-8"), flags=re.MULTILINE)
    chosen = []
    for block in blocks:
        named = re.search(r"^ +# for (.*)$", block, flags=re.MULTILINE)
        if named is None or uses.intersection(named.group(1).split(", ")):
            chosen.append(block)
    return "".join(chosen)


def install(uses: set[str]) -> None:
    """Make ``.venv`` hold what the given uses need, and the project itself, editable."""
    uv = shutil.which("uv")
    if not supports(str(PYTHON)):
        make_environment(uv)
    add = installer(uv)
    wanted = VENV / "requirements.txt"
    wanted.write_text(requirements(uses), encoding="utf-8")
    run([*add, "--require-hashes", "-r", str(wanted)])
    run([*add, "--no-deps", "--no-build-isolation", "-e", str(ROOT)])
    # Compiled even where Python is told to write no bytecode: imports are most of a short command.
    for source in SOURCES:
        compileall.compile_dir(str(ROOT / source), quiet=2)


def fingerprint() -> str:
    """Identify what an environment is made from."""
    content = LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes() + os.fsencode(ROOT)
    return hashlib.sha256(content).hexdigest()


def set_up(use: str) -> None:
    """Make sure that ``.venv`` serves the use.

    The stamp says what it was made from and for; it is written last, so that half is never whole.
    """
    made_from, made_for = "", set()
    if STAMP.exists() and PYTHON.exists():
        made_from, *rest = STAMP.read_text(encoding="utf-8").split() or [""]
        made_for = set(rest)
    uses = made_for | {use}
    if made_from == fingerprint() and requirements(uses) == requirements(made_for):
        return
    say(f"installing for: {', '.join(sorted(uses))} (once, into .venv) ...")
    started = time.monotonic()
    if STAMP.exists():
        STAMP.unlink()
    try:
        install(uses)
    except (subprocess.CalledProcessError, OSError) as error:
        failed = error if isinstance(error, OSError) else shlex.join(error.cmd)
        raise SetupError(
            f"the set-up did not finish: {failed}\n"
            "The lines above say why; without a network nothing can be fetched."
            " What was installed is kept: call again to go on."
        ) from error
    STAMP.write_text(" ".join([fingerprint(), *sorted(uses)]), encoding="utf-8")
    say(f"ready after {time.monotonic() - started:.0f} s")


def become(command: list[str]) -> int:
    """Run the command in this process's place, so that signals and exit codes are its own."""
    if os.name != "nt":
        os.execv(command[0], command)  # noqa: S606 - it is the interpreter that was just set up
    try:
        return subprocess.run(command, check=False).returncode
    except KeyboardInterrupt:
        return 130


def main() -> int:
    """Set up what the command needs, then run it."""
    command, *rest = sys.argv[1:] or ["--help"]
    try:
        set_up(USE_OF_COMMAND.get(command, "hb"))
    except SetupError as error:
        say(str(error))
        return 2
    except KeyboardInterrupt:
        say("interrupted; call again to go on")
        return 130
    if command == "setup":
        return 0
    if command == "test":
        os.chdir(ROOT)
        return become([str(PYTHON), "-m", "pytest", "-n", "auto", "--dist", "worksteal", *rest])
    return become([str(PYTHON), "-m", "hollowbeam", command, *rest])


if __name__ == "__main__":
    sys.exit(main())
