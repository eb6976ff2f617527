"""Hands tasks to workers, as many at a time as there are jobs, and their answers back."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import IO, Any, Self

from hollowbeam_models.proving.tasks import Task

Answer = dict[str, Any]
Listener = Callable[[Task, Answer], Iterable[Task]]
"""Hears of an answer, and gives the tasks that follow from it."""


class Pool:
    """So many zygotes, each performing one task at a time."""

    def __init__(self, jobs: int) -> None:
        # One hash seed for all: nothing that is counted may depend on the order of a set.
        environment = {**os.environ, "PYTHONHASHSEED": "0"}
        self._bytecode = TemporaryDirectory(prefix="hb-prove-")
        command = [sys.executable, "-m", "hollowbeam_models.proving.zygote", self._bytecode.name]
        self._processes = [
            subprocess.Popen(  # noqa: S603 - our own module
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=environment,
                start_new_session=True,
            )
            for _ in range(jobs)
        ]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for process in self._processes:
            if kind is not None:  # the zygote and the task that it waits for are one group
                os.killpg(process.pid, signal.SIGKILL)
            input_of(process).close()
            output_of(process).close()
            process.wait()
        self._bytecode.cleanup()

    @property
    def exit_codes(self) -> list[int | None]:
        """Give how each process ended; None for one that is there."""
        return [process.returncode for process in self._processes]

    def preload(self, foreign: Sequence[str], needed: Mapping[str, Sequence[str]]) -> None:
        """Let each zygote import modules that are not ours, and hear what tasks will need.

        ``needed``: by the module that saboteurs edit, what must be imported to try them.
        """
        for process in self._processes:
            send(process, {"foreign": foreign, "needed": needed})
        for process in self._processes:
            receive(process)

    def ask(self, task: Task) -> Answer:
        """Perform one task before any other."""
        process = self._processes[0]
        send(process, task.to_json())
        return receive(process)

    def run(self, tasks: Iterable[Task], listener: Listener) -> None:
        """Perform the tasks, and those that follow from them, until there are no more."""
        waiting = deque(tasks)
        idle = list(self._processes)
        prepared: dict[int, set[str]] = {process.pid: set() for process in self._processes}
        working: dict[int, tuple[subprocess.Popen[bytes], Task]] = {}
        with selectors.DefaultSelector() as selector:
            while waiting or working:
                while waiting and idle:
                    process = idle.pop()
                    task = next_task(waiting, process.pid, prepared)
                    send(process, task.to_json())
                    descriptor = output_of(process).fileno()
                    working[descriptor] = (process, task)
                    selector.register(descriptor, selectors.EVENT_READ)
                for key, _ in selector.select():
                    selector.unregister(key.fd)
                    process, task = working.pop(key.fd)
                    waiting.extend(listener(task, receive(process)))
                    idle.append(process)


def next_task(waiting: deque[Task], process: int, prepared: dict[int, set[str]]) -> Task:
    """Take the first task for which no other process is prepared alone, or the first of all.

    To import a module of theorems costs more than most of its proofs.
    """
    elsewhere = set().union(*prepared.values()) - prepared[process]
    chosen = next((i for i, task in enumerate(waiting) if task.place not in elsewhere), 0)
    task = waiting[chosen]
    del waiting[chosen]
    prepared[process].add(task.place)
    return task


def input_of(process: subprocess.Popen[bytes]) -> IO[bytes]:
    """Give the pipe into a process, which was made with one."""
    assert process.stdin is not None
    return process.stdin


def output_of(process: subprocess.Popen[bytes]) -> IO[bytes]:
    """Give the pipe out of a process, which was made with one."""
    assert process.stdout is not None
    return process.stdout


def send(process: subprocess.Popen[bytes], request: Any) -> None:
    """Write one line."""
    pipe = input_of(process)
    pipe.write(json.dumps(request).encode() + b"\n")
    pipe.flush()


def receive(process: subprocess.Popen[bytes]) -> Answer:
    """Read one line. Raises RuntimeError where the zygote is gone: its own fault, not a task's."""
    line = output_of(process).readline()
    if not line:
        raise RuntimeError("a worker's parent process ended; its last words are above")
    return dict(json.loads(line))
