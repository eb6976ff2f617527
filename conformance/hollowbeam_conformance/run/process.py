"""One implementation as a process: requests in, replies out, within limits.

Whatever the process does (dies, hangs, floods, closes its pipes, leaves children behind) ends as a
reply or as a ``Broken`` that says which; nothing that it does raises anything else here.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

CHUNK = 65_536
STDERR_KEPT = 4_096
"""The last bytes of standard error are kept for the report."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one process may use. Sizes in bytes, times in seconds."""

    reply_seconds: float = 10.0
    start_seconds: float = 30.0
    stop_seconds: float = 5.0
    line_bytes: int = 8 << 20
    total_bytes: int = 1 << 30
    memory_bytes: int = 4 << 30
    cpu_seconds: int = 900
    file_bytes: int = 64 << 20
    open_files: int = 256


class Fate(StrEnum):
    """How a process can fail to answer."""

    CRASH = "crash"
    HANG = "hang"
    FLOOD = "flood"
    CLOSED = "closed"


class Broken(Exception):
    """The process gave no reply and is of no more use."""

    def __init__(self, fate: Fate, detail: str) -> None:
        super().__init__(detail)
        self.fate = fate
        self.detail = detail


class NotStarted(Exception):
    """The command cannot be run at all."""


class Process:
    """A started implementation. Close it, always: that kills its whole process group."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        directory: str,
        environment: Mapping[str, str],
        confine: Callable[[], None] | None,
        limits: Limits,
    ) -> None:
        self._limits = limits
        self._buffer = bytearray()
        self._scanned = 0
        self._received = 0
        self._stderr = bytearray()
        try:
            self._process = subprocess.Popen(  # noqa: S603 - running it is what the user asks
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=0,
                cwd=directory,
                env=dict(environment),
                start_new_session=True,
                preexec_fn=confine,  # noqa: PLW1509 - this program runs no threads
            )
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            raise NotStarted(f"cannot run {command[0]}: {error}") from error
        pipes = (self._process.stdin, self._process.stdout, self._process.stderr)
        self._stdin, self._stdout, self._error = (pipe.fileno() for pipe in pipes if pipe)
        self._poll = select.poll()
        for descriptor in (self._stdin, self._stdout, self._error):
            os.set_blocking(descriptor, False)
        self._poll.register(self._stdout, select.POLLIN)
        self._poll.register(self._error, select.POLLIN)
        self._exit: int | None = None
        if hasattr(os, "pidfd_open"):
            with contextlib.suppress(OSError):
                self._exit = os.pidfd_open(self._process.pid)
                self._poll.register(self._exit, select.POLLIN)

    def exchange(self, line: bytes, seconds: float) -> bytes:
        """Send one line, return the next line that comes back, without its end.

        Raises: Broken, when no line comes within ``seconds`` or the limits.
        """
        deadline = time.monotonic() + seconds
        pending = self._write(memoryview(line))
        if pending:
            self._poll.register(self._stdin, select.POLLOUT)
        try:
            while True:
                reply = self._take()
                if reply is not None:
                    return reply
                wait = deadline - time.monotonic()
                if wait <= 0:
                    raise Broken(Fate.HANG, f"no reply within {seconds:g} s")
                pending = self._attend(wait, pending)
        finally:
            if pending:
                self._forget(self._stdin)

    def _attend(self, wait: float, pending: memoryview) -> memoryview:
        """Wait for something to happen, and see to it; return what is still to be written."""
        slice_seconds = wait if self._exit else min(wait, 0.05)
        for descriptor, _ in self._poll.poll(slice_seconds * 1000):
            if descriptor == self._stdin:
                pending = self._write(pending)
                if not pending:
                    self._forget(self._stdin)
            elif descriptor == self._stdout:
                self._read()
            elif descriptor == self._error:
                self._read_error()
            else:
                self._exited()
        if not self._exit and self._peek() is not None:
            self._exited()
        return pending

    def has_more(self) -> bool:
        """Whether bytes came that no request asked for."""
        return bool(self._buffer.strip())

    def unread(self) -> bytes:
        """Give the first bytes that no request asked for."""
        return bytes(self._buffer[:200])

    def stderr(self) -> str:
        """Give the end of what the process wrote to its standard error."""
        with contextlib.suppress(OSError):
            for _ in range(64):
                if not self._keep(os.read(self._error, CHUNK)):
                    break
        return bytes(self._stderr).decode("utf-8", "backslashreplace")

    def ends_within(self, seconds: float) -> bool:
        """Whether the process ends by itself in time; what it still wrote is kept."""
        deadline = time.monotonic() + seconds
        while self._peek() is None:
            wait = deadline - time.monotonic()
            if wait <= 0:
                return False
            for descriptor, _ in self._poll.poll(min(wait, 0.05) * 1000):
                if descriptor == self._error:
                    self._read_error()
                elif descriptor == self._stdout:
                    self._drain()
        self._drain()
        return True

    def leaves_behind(self) -> bool:
        """Whether processes of its group outlive it; asked once it has ended."""
        self._process.wait()
        return _lives(self._process.pid)

    def close(self) -> None:
        """Kill the process with its group, and forget it."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()
        if self._exit is not None:
            os.close(self._exit)
            self._exit = None
        self._process.wait()

    def _write(self, data: memoryview) -> memoryview:
        """Write what the pipe takes; nobody reading is no error yet, for the exit tells more."""
        try:
            return data[os.write(self._stdin, data) :]
        except BlockingIOError:
            return data
        except OSError:
            return data[:0]

    def _take(self) -> bytes | None:
        end = self._buffer.find(b"\n", self._scanned)
        if end < 0:
            self._scanned = len(self._buffer)
            if self._scanned > self._limits.line_bytes:
                raise Broken(Fate.FLOOD, f"a line of more than {self._limits.line_bytes} bytes")
            return None
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 1]
        self._scanned = 0
        return line

    def _read(self) -> None:
        try:
            data = os.read(self._stdout, CHUNK)
        except BlockingIOError:
            return
        if not data:
            self._closed()
        self._buffer += data
        self._received += len(data)
        if self._received > self._limits.total_bytes:
            raise Broken(Fate.FLOOD, f"more than {self._limits.total_bytes} bytes in all")

    def _closed(self) -> None:
        """Tell a dead process from one that closed its standard output."""
        if self.ends_within(0.5):
            raise Broken(Fate.CRASH, self._obituary())
        raise Broken(Fate.CLOSED, "standard output is closed, the process lives on")

    def _exited(self) -> None:
        """Count what the process wrote before it ended; after that there is no more."""
        self._drain()
        if b"\n" not in self._buffer:
            raise Broken(Fate.CRASH, self._obituary())

    def _drain(self) -> None:
        with contextlib.suppress(OSError):
            while len(self._buffer) <= self._limits.line_bytes:
                data = os.read(self._stdout, CHUNK)
                if not data:
                    self._forget(self._stdout)
                    return
                self._buffer += data

    def _obituary(self) -> str:
        status = self._peek() or 0
        if status < 0:
            return f"killed by {signal.Signals(-status).name}"
        partial = " in the middle of a line" if self._buffer.strip() else ""
        return f"exited with status {status}{partial}"

    def _peek(self) -> int | None:
        """Give the exit status without burying the process: its id must not be used again yet."""
        if not hasattr(os, "waitid"):
            return self._process.poll()
        found = os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG)
        if found is None:
            return None
        return found.si_status if found.si_code == os.CLD_EXITED else -found.si_status

    def _read_error(self) -> None:
        with contextlib.suppress(BlockingIOError):
            if not self._keep(os.read(self._error, CHUNK)):
                self._forget(self._error)

    def _forget(self, descriptor: int) -> None:
        with contextlib.suppress(KeyError):
            self._poll.unregister(descriptor)

    def _keep(self, data: bytes) -> bool:
        self._stderr += data
        del self._stderr[:-STDERR_KEPT]
        return bool(data)


def _lives(group: int) -> bool:
    """Whether a process group has a member that is more than a dead entry in the table."""
    processes = Path("/proc")
    if not processes.joinpath("self", "stat").exists():
        with contextlib.suppress(ProcessLookupError):
            os.killpg(group, 0)
            return True
        return False
    for entry in processes.glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, IndexError, ValueError):
            # The name may hold anything, so what counts comes after the last parenthesis.
            state, _parent, member_of, *_ = (
                entry.read_text("utf-8", "replace").rpartition(")")[2].split()
            )
            if int(member_of) == group and state not in "ZX":
                return True
    return False
