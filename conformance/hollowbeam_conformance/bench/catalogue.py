"""All benchmarks by name, each imported when it is run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fnmatch import fnmatchcase
from typing import Final

from hollowbeam_conformance.bench.measure import Benchmark, Measurement


def _item(name: str) -> Callable[[bool], Iterator[Measurement]]:
    def run(quick: bool) -> Iterator[Measurement]:
        from hollowbeam_conformance.bench import items  # noqa: PLC0415 - needs the extra eth

        return items.measure(name, quick=quick)

    return run


def _maps(quick: bool) -> Iterator[Measurement]:
    from hollowbeam_conformance.bench import maps  # noqa: PLC0415

    return maps.measure(quick=quick)


def _transfers(quick: bool) -> Iterator[Measurement]:
    from hollowbeam_conformance.bench import transfers  # noqa: PLC0415

    return transfers.measure(quick=quick)


def _cranks(quick: bool) -> Iterator[Measurement]:
    from hollowbeam_conformance.bench import cranks  # noqa: PLC0415

    return cranks.measure(quick=quick)


def _matching(quick: bool) -> Iterator[Measurement]:
    from hollowbeam_conformance.bench import matching  # noqa: PLC0415

    return matching.measure(quick=quick)


def _runner(name: str) -> Callable[[bool], Iterator[Measurement]]:
    def run(quick: bool) -> Iterator[Measurement]:
        from hollowbeam_conformance.bench import runner  # noqa: PLC0415

        measures = {"trivial": runner.measure_trivial, "reference": runner.measure_reference}
        return measures[name](quick=quick)

    return run


def _command(name: str) -> Callable[[bool], Iterator[Measurement]]:
    def run(quick: bool) -> Iterator[Measurement]:
        from hollowbeam_conformance.bench import commands  # noqa: PLC0415

        measures = {
            "help": commands.measure_help,
            "prove": commands.measure_prove,
            "spec": commands.measure_spec,
            "conform": commands.measure_conform,
        }
        return measures[name](quick=quick)

    return run


CATALOGUE: Final = (
    Benchmark("items/arweave", "parse and verify, RSA-PSS", _item("arweave")),
    Benchmark("items/ed25519", "parse and verify, Ed25519", _item("ed25519")),
    Benchmark("items/ethereum", "parse and verify, secp256k1", _item("ethereum")),
    Benchmark("maps", "authenticated maps from 100 to 1,000,000 keys", _maps),
    Benchmark("transfers", "a token's transfers, 100 to 1,000,000 accounts", _transfers),
    Benchmark("cranks", "a message from its host to its result", _cranks),
    Benchmark("matching", "orders of the exchange, from 100 to 100,000 that rest", _matching),
    Benchmark("runner/trivial", "the runner and the pipe alone", _runner("trivial")),
    Benchmark("runner/reference", "the runner with the reference", _runner("reference")),
    Benchmark("help", "hb --help", _command("help")),
    Benchmark("prove", "hb prove", _command("prove")),
    Benchmark("spec", "the site from nothing", _command("spec")),
    Benchmark("conform", "hb conform", _command("conform")),
)


def chosen(patterns: Sequence[str]) -> list[Benchmark]:
    """Give the benchmarks whose name, or the first part of whose name, matches a pattern.

    All of them where there is no pattern.
    """

    def matches(name: str) -> bool:
        names = (name, name.partition("/")[0])
        return any(fnmatchcase(each, pattern.lower()) for each in names for pattern in patterns)

    return [each for each in CATALOGUE if not patterns or matches(each.name)]
