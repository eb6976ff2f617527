"""A process that has loaded the solver and nothing of the shipped code, and forks for each task.

``python -m hollowbeam_models.proving.zygote FOLDER`` reads one request a line and answers each with
one line; workers keep the bytecode of our modules in the folder. A fork is a fresh process: the
solver was loaded but never used, so its counts of work are those of a first use, and a saboteur
still comes before the first import of what it edits.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import traceback
from contextlib import suppress
from importlib import import_module
from typing import Any, Final

PROCESSOR_SECONDS: Final = 120
"""What one task may take. The solver's effort is bounded apart; this bounds Python itself."""


def main() -> None:
    """Serve requests until there are no more."""
    with suppress(ModuleNotFoundError):  # a worker says what is missing when it needs it
        import_module("z3")
    for line in sys.stdin:
        request = json.loads(line)
        answer = preload(request) if isinstance(request, list) else in_a_fork(request)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def preload(modules: list[str]) -> dict[str, Any]:
    """Import modules that are not ours, once for all forks."""
    for name in modules:
        with suppress(ImportError):  # what cannot be imported alone is imported where it is needed
            import_module(name)
    return {}


def in_a_fork(request: dict[str, Any]) -> dict[str, Any]:
    """Perform a task in a process of its own; ``crash`` says how it ended without an answer."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        perform_and_end(request, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read()
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code == 0:
        return dict(json.loads(answer))
    if code == -signal.SIGXCPU:
        return {"exhausted": f"no answer within {PROCESSOR_SECONDS} s of processor time"}
    how = f"signal {-code}" if code < 0 else f"exit code {code}"
    return {"crash": f"the process ended with {how}"}


def perform_and_end(request: dict[str, Any], writing: int) -> None:
    """Be the child: answer through the pipe, and never return."""
    code = 1
    try:
        # The hard limit is one second later, should the soft one be caught.
        limits = (PROCESSOR_SECONDS, PROCESSOR_SECONDS + 1)
        resource.setrlimit(resource.RLIMIT_CPU, limits)
        os.dup2(2, 1)  # what the code under proof prints must not pass for an answer
        # What one worker compiled, the next one reads. The folder is new in each run, so that
        # bytecode is never older than its source; the checkout's own is left alone.
        sys.dont_write_bytecode, sys.pycache_prefix = False, sys.argv[1]
        try:
            from hollowbeam_models.proving.worker import perform  # noqa: PLC0415 - after the fork

            answer = perform(request)
        except BaseException as error:  # noqa: BLE001 - whatever ends a task is its answer
            last = traceback.format_exception(error)[-12:]
            answer = {"crash": "".join(last).rstrip()}
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(json.dumps(answer).encode())
        code = 0
    finally:
        os._exit(code)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt, BrokenPipeError):  # the prover is gone, or about to go
        main()
