"""How far an implementation is shut in, and an honest account of it.

Levels: ``none`` (limits of time and output alone), ``process`` (limits of the operating system, its
own process group, a scrubbed environment, an empty directory), ``namespace`` (all that, and no
network, no other processes, no files to write, no vectors to read). ``auto`` takes the best that
this machine allows.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hollowbeam_conformance.run.process import Limits

LEVELS = ("auto", "namespace", "process", "none")
UNSHARE = (
    "unshare", "--user", "--map-root-user", "--net", "--mount", "--pid", "--mount-proc", "--ipc",
    "--uts", "--fork", "--kill-child", "--",
)  # fmt: skip
PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "TZ")
"""What a scrubbed environment keeps."""


class NotPossible(Exception):
    """The level that was asked for is not to be had on this machine."""


@dataclass(frozen=True, slots=True)
class Isolation:
    """What was done, and what was not."""

    level: str
    measures: tuple[str, ...]
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Launch:
    """All that is needed to start the implementation, again and again.

    ``given`` is the command as the user wrote it, ``command`` what is run.
    """

    given: tuple[str, ...]
    command: tuple[str, ...]
    directory: str
    environment: Mapping[str, str]
    confine: Callable[[], None] | None
    isolation: Isolation


def prepare(  # noqa: PLR0913 - one keyword for each thing that the user may choose
    command: Sequence[str],
    *,
    level: str,
    limits: Limits,
    scratch: str,
    directory: str | None = None,
    keep: Sequence[str] = (),
    hidden: Sequence[Path] = (),
) -> Launch:
    """Make a command ready to be started at a level.

    ``scratch`` is an empty directory that the implementation may use; ``directory`` is where it
    starts instead, if given; ``keep`` names environment variables to hand on; ``hidden`` are
    directories that it must not see. Raises: NotPossible.
    """
    given = tuple(command)
    absolute = tuple(_absolute(argument) for argument in command)
    if level == "none":
        nothing = Isolation("none", (), ("the command runs like any program of yours",))
        start = str(Path(directory or ".").resolve())
        return Launch(given, absolute, start, dict(os.environ), None, nothing)
    obstacle = _obstacle(scratch) if level in {"auto", "namespace"} else "not asked for"
    if obstacle and level == "namespace":
        raise NotPossible(f"namespaces are not available: {obstacle}")
    confine = _limiter(limits)
    environment = _environment(scratch, keep)
    measures = [
        f"at most {limits.cpu_seconds} s of processor time",
        f"at most {limits.memory_bytes >> 20} MiB of data, files of {limits.file_bytes >> 20} MiB",
        "its own session and process group, killed as one",
        f"environment scrubbed, {', '.join(sorted(environment))} kept",
        f"starts in {directory}" if directory else "starts in an empty directory",
    ]
    start = str(Path(directory).resolve()) if directory else scratch
    if obstacle:
        lacking = (
            f"network, other processes, files and vectors are within reach ({obstacle})",
            "a child that leaves the process group is not killed",
        )
        isolation = Isolation("process", tuple(measures), lacking)
        return Launch(given, absolute, start, environment, confine, isolation)
    measures += [
        "no network",
        "no other processes in sight; all of its own die with it",
        "files read-only, but for 64 MiB of scratch in memory",
        "the vectors are not there to be read",
        "no capabilities, no new privileges",
    ]
    lacking = ("other files of yours can be read", "sockets that are files can be opened")
    isolation = Isolation("namespace", tuple(measures), lacking)
    hide = [str(path.resolve()) for path in hidden if path.is_dir()]
    enclosed = _enclosed(absolute, scratch, start, hide)
    return Launch(given, enclosed, start, environment, confine, isolation)


def _enclosed(
    command: Sequence[str], scratch: str, start: str, hidden: Sequence[str]
) -> tuple[str, ...]:
    script = str(Path(__file__).with_name("enclose.py"))
    return (*UNSHARE, sys.executable, "-I", "-S", script, scratch, start, *hidden, "--", *command)


def _obstacle(scratch: str) -> str:
    """Why namespaces do not work here; empty if they do. It is tried, not guessed."""
    if sys.platform != "linux":
        return "this is not Linux"
    if not shutil.which("unshare"):
        return "the program unshare is not installed"
    command = _enclosed(["true"], scratch, scratch, [])
    try:
        done = subprocess.run(  # noqa: S603 - the command is ours
            command, capture_output=True, timeout=10, check=False, cwd=scratch
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason given"]
    return "" if done.returncode == 0 else lines[-1]


def _absolute(argument: str) -> str:
    """Name a file by its full path, so that the command can start in another directory."""
    # Path.is_file raises for what is too long to be a name, as a program given in place is.
    return os.path.abspath(argument) if os.path.isfile(argument) else argument  # noqa: PTH100, PTH113


def _environment(scratch: str, keep: Sequence[str]) -> dict[str, str]:
    kept = {name: os.environ[name] for name in (*PASSED_ON, *keep) if name in os.environ}
    return {**kept, "HOME": scratch, "TMPDIR": scratch, "LC_ALL": "C.UTF-8"}


def _limiter(limits: Limits) -> Callable[[], None]:
    """Give the function that the child calls before it becomes the command.

    Memory is limited as data, not as address space: node, Go and Java reserve far more address
    space than they use.
    """
    wanted = (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_DATA, limits.memory_bytes),
        (resource.RLIMIT_FSIZE, limits.file_bytes),
        (resource.RLIMIT_NOFILE, limits.open_files),
    )

    def confine() -> None:
        for kind, limit in wanted:
            hard = resource.getrlimit(kind)[1]
            value = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
            resource.setrlimit(kind, (value, value))

    return confine


def scratch_directory() -> tempfile.TemporaryDirectory[str]:
    """Make the empty directory of a session, removed with what is in it at the end."""
    return tempfile.TemporaryDirectory(prefix="hb-conform-", ignore_cleanup_errors=True)
