"""A process for each benchmark, so that none is slowed down by what another left in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection

from hollowbeam_conformance.bench.measure import Benchmark, Measurement


def apart(benchmark: Benchmark, *, quick: bool) -> Iterator[Measurement]:
    """Run a benchmark in a fork of this process, and give its values as they come.

    Raises what the benchmark raises; EOFError if its process ends before it.
    """
    context = get_context("fork")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(benchmark, quick, sending))
    process.start()
    sending.close()
    try:
        while (found := receiving.recv()) is not None:
            if isinstance(found, Exception):
                raise found
            yield found
    finally:
        receiving.close()
        process.join()


def _send(benchmark: Benchmark, quick: bool, sending: Connection) -> None:
    """Send each value, what was raised if anything was, and None at the end."""
    with suppress(KeyboardInterrupt, BrokenPipeError):
        try:
            for found in benchmark.run(quick):
                sending.send(found)
        except Exception as error:  # noqa: BLE001 - it is raised where the values are read
            sending.send(error)
        sending.send(None)
