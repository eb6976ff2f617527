"""A process that has loaded the solver and nothing of the shipped code, and forks for each task.

``python -m hollowbeam_models.proving.zygote FOLDER`` reads one request a line and answers each with
one line; workers keep the bytecode of our modules in the folder. A fork is a fresh process: the
solver was loaded but never used, so its counts of work are those of a first use, and a saboteur
still comes before the first import of what it edits.

The zygote forks *warm* processes, since imports would cost more than most proofs. One has imported
the engine. It forks others: one for each module of theorems, which has imported that, for tasks on
the shipped source; and one that has imported what needs nothing that any saboteur edits. That one
forks one more for each module that saboteurs edit, which has imported what theorems need beside it.
Where the engine itself needs what is sabotaged, the zygote forks.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from importlib import import_module
from importlib.abc import MetaPathFinder
from typing import IO, Any, Final, TypeAlias

from hollowbeam_models.proving.worker import perform, prepare

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
    needed: dict[str, list[str]] = {}
    rooms = Warm(prepare, in_a_fork)
    spared = Warm(lambda edited: import_without({edited}, needed[edited]), in_a_fork)
    untouched = Warm(
        lambda _: import_without(
            set(needed), {name for names in needed.values() for name in names}
        ),
        lambda request: spared.ask(request["saboteur"]["module"], request),
        (spared,),
    )
    answer_on_the_engine = partial(on_the_engine, rooms, untouched)
    engine = Warm(import_module, answer_on_the_engine, (rooms, untouched))

    def answer(request: Any) -> Answer:
        if "foreign" in request:
            import_foreign(request["foreign"])
            needed.update(request["needed"])
            return {}
        found = TOO_LATE if request["verb"] == "list" else engine.ask(ENGINE, request)
        return in_a_fork(request) if found == TOO_LATE else found

    serve(sys.stdin, sys.stdout, answer)
    engine.close()


def on_the_engine(rooms: Warm, untouched: Warm, request: Any) -> Answer:
    """Perform a task where the engine is imported; TOO_LATE if what is to be sabotaged is too."""
    if request["saboteur"] is None:
        return rooms.ask(request["module"], request)
    if request["saboteur"]["module"] in sys.modules:
        return TOO_LATE
    return untouched.ask("all that no saboteur edits", request)


def serve(requests: IO[str], answers: IO[str], answer: Callable[[Any], Answer]) -> None:
    """Answer each line with a line."""
    for line in requests:
        answers.write(json.dumps(answer(json.loads(line))) + "\n")
        answers.flush()


_asked: Final[list[IO[str]]] = []
"""The pipes into the warm processes of this one."""


class Warm:
    """Processes that have imported more than this one; each starts when it is first asked.

    ``prepare`` imports what its name says, ``answer`` answers there; ``inner`` are processes that
    it forks in turn.
    """

    def __init__(
        self,
        prepare: Callable[[str], object],
        answer: Callable[[Any], Answer],
        inner: tuple[Warm, ...] = (),
    ) -> None:
        self._prepare = prepare
        self._answer = answer
        self._inner = inner
        self._pipes: dict[str, tuple[IO[str], IO[str]]] = {}
        self._processes: list[int] = []

    def ask(self, name: str, request: Any) -> Answer:
        """Let the process that is prepared so answer."""
        if name not in self._pipes:
            self._pipes[name] = self._start(name)
        requests, answers = self._pipes[name]
        requests.write(json.dumps(request) + "\n")
        requests.flush()
        line = answers.readline()
        return dict(json.loads(line)) if line else {"crash": f"{name} ends the process"}

    def close(self) -> None:
        """Let the processes end, and wait for them."""
        for requests, answers in self._pipes.values():
            requests.close()
            answers.close()
        for process in self._processes:
            os.waitpid(process, 0)

    def _start(self, name: str) -> tuple[IO[str], IO[str]]:
        read_request, write_request = os.pipe()
        read_answer, write_answer = os.pipe()
        process = os.fork()
        if process == 0:
            os.close(write_request)
            os.close(read_answer)
            for requests in _asked:  # or their readers would never see an end
                requests.close()
            _asked.clear()
            with suppress(BaseException):  # what is wrong is met again, and told, by each task
                set_apart()
                self._prepare(name)
            gc.freeze()  # or each fork would copy all of it in its first collection
            with suppress(KeyboardInterrupt, BrokenPipeError):
                serve(os.fdopen(read_request), os.fdopen(write_answer, "w"), self._answer)
                for warm in self._inner:
                    warm.close()
            os._exit(0)
        self._processes.append(process)
        os.close(read_request)
        os.close(write_answer)
        requests = os.fdopen(write_request, "w")
        _asked.append(requests)
        return requests, os.fdopen(read_answer)


def set_apart() -> None:
    """Keep what runs here from the answers and from the checkout.

    What the code under proof prints must not pass for an answer. What one worker compiled, the next
    one reads: the folder is new in each run, so bytecode is never older than its source.
    """
    os.dup2(2, 1)
    sys.dont_write_bytecode, sys.pycache_prefix = False, sys.argv[1]


def import_foreign(modules: list[str]) -> None:
    """Import modules that are not ours, once for all forks."""
    for name in modules:
        with suppress(ImportError):  # what cannot be imported alone is imported where it is needed
            import_module(name)


def import_without(edited: Iterable[str], wanted: Iterable[str]) -> None:
    """Import those of some modules that need none which saboteurs edit.

    An import that fails leaves no module behind, but all those that it needed and that did not.
    """
    barrier = Barrier(frozenset(edited))
    sys.meta_path.insert(0, barrier)
    for name in sorted(wanted):
        with suppress(ImportError):
            import_module(name)
    sys.meta_path.remove(barrier)


class Barrier(MetaPathFinder):
    """Lets none of some modules be imported."""

    def __init__(self, modules: frozenset[str]) -> None:
        self._modules = modules

    def find_spec(self, fullname: str, _path: object, _target: object = None) -> None:
        """Leave a module to the finders behind. Raises ImportError for one of those."""
        if fullname in self._modules:
            raise ImportError(f"{fullname} is left to be sabotaged", name=fullname)


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
        gc.set_threshold(50_000, 20, 20)  # a task is short, and most of what it makes has no cycles
        set_apart()
        try:
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
