"""A process that has loaded the solver and nothing of the shipped code, and forks for each task.

``python -m hollowbeam_models.proving.zygote FOLDER`` reads one request a line and answers each with
one line; workers keep the bytecode of our modules in the folder. A fork is a fresh process: the
solver was loaded but never used, so its counts of work are those of a first use, and a saboteur
still comes before the first import of what it edits.

The zygote forks *warm* processes, since imports would cost more than most proofs: one has imported
the engine, and forks another for each module of theorems, which has imported that. Tasks on the
shipped source fork from the last, those on a sabotaged source from the engine, or from the zygote
where the engine itself needs what is sabotaged.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from importlib import import_module
from typing import IO, Any, Final, TypeAlias

PROCESSOR_SECONDS: Final = 120
"""What one task may take. The solver's effort is bounded apart; this bounds Python itself."""

ENGINE: Final = "hollowbeam_models.symbolic.explore"

Answer: TypeAlias = dict[str, Any]

TOO_LATE: Final[Answer] = {"imported": True}
"""Of a process that has imported what a saboteur is to edit; no answer to a task."""


def main() -> None:
    """Serve requests until there are no more."""
    with suppress(ModuleNotFoundError):  # a worker says what is missing when it needs it
        import_module("z3")
    rooms = Warm(in_a_fork)
    engine = Warm(partial(on_the_engine, rooms), rooms.close)

    def answer(request: Any) -> Answer:
        if isinstance(request, list):
            return preload(request)
        found = TOO_LATE if request["verb"] == "list" else engine.ask(ENGINE, request)
        return in_a_fork(request) if found == TOO_LATE else found

    serve(sys.stdin, sys.stdout, answer)
    engine.close()


def on_the_engine(rooms: Warm, request: Any) -> Answer:
    """Perform a task where the engine is imported; TOO_LATE if what is to be sabotaged is too."""
    if request["saboteur"] is None:
        return rooms.ask(request["module"], request)
    return TOO_LATE if request["saboteur"]["module"] in sys.modules else in_a_fork(request)


def serve(requests: IO[str], answers: IO[str], answer: Callable[[Any], Answer]) -> None:
    """Answer each line with a line."""
    for line in requests:
        answers.write(json.dumps(answer(json.loads(line))) + "\n")
        answers.flush()


class Warm:
    """Processes that have imported one module more than this one; each starts when it is asked.

    In each of them ``answer`` answers, and ``end`` is called when there are no more requests.
    """

    def __init__(
        self, answer: Callable[[Any], Answer], end: Callable[[], None] = lambda: None
    ) -> None:
        self._answer = answer
        self._end = end
        self._pipes: dict[str, tuple[IO[str], IO[str]]] = {}
        self._processes: list[int] = []

    def ask(self, module: str, request: Any) -> Answer:
        """Let the process that has imported the module answer."""
        if module not in self._pipes:
            self._pipes[module] = self._start(module)
        requests, answers = self._pipes[module]
        requests.write(json.dumps(request) + "\n")
        requests.flush()
        line = answers.readline()
        return dict(json.loads(line)) if line else {"crash": f"{module} ends the process"}

    def close(self) -> None:
        """Let the processes end, and wait for them."""
        for requests, answers in self._pipes.values():
            requests.close()
            answers.close()
        for process in self._processes:
            os.waitpid(process, 0)

    def _start(self, module: str) -> tuple[IO[str], IO[str]]:
        read_request, write_request = os.pipe()
        read_answer, write_answer = os.pipe()
        process = os.fork()
        if process == 0:
            os.close(write_request)
            os.close(read_answer)
            for requests, _ in self._pipes.values():  # or their readers would never see an end
                requests.close()
            with suppress(BaseException):  # what is wrong is met again, and told, by each task
                set_apart()
                import_module(module)
            gc.freeze()  # or each fork would copy all of it in its first collection
            with suppress(KeyboardInterrupt, BrokenPipeError):
                serve(os.fdopen(read_request), os.fdopen(write_answer, "w"), self._answer)
                self._end()
            os._exit(0)
        self._processes.append(process)
        os.close(read_request)
        os.close(write_answer)
        return os.fdopen(write_request, "w"), os.fdopen(read_answer)


def set_apart() -> None:
    """Keep what runs here from the answers and from the checkout.

    What the code under proof prints must not pass for an answer. What one worker compiled, the next
    one reads: the folder is new in each run, so bytecode is never older than its source.
    """
    os.dup2(2, 1)
    sys.dont_write_bytecode, sys.pycache_prefix = False, sys.argv[1]


def preload(modules: list[str]) -> Answer:
    """Import modules that are not ours, once for all forks."""
    for name in modules:
        with suppress(ImportError):  # what cannot be imported alone is imported where it is needed
            import_module(name)
    return {}


def in_a_fork(request: Any) -> Answer:
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


def perform_and_end(request: Any, writing: int) -> None:
    """Be the child: answer through the pipe, and never return."""
    code = 1
    try:
        # The hard limit is one second later, should the soft one be caught.
        limits = (PROCESSOR_SECONDS, PROCESSOR_SECONDS + 1)
        resource.setrlimit(resource.RLIMIT_CPU, limits)
        set_apart()
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
