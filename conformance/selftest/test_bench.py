"""``hb bench``: how values are judged, written and compared; that each benchmark measures."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import typer
from cryptography.exceptions import InvalidSignature
from typer.testing import CliRunner

from hollowbeam.protocol.message.signing import verify_item
from hollowbeam_conformance.bench import (
    catalogue,
    commands,
    items,
    maps,
    matching,
    report,
    runner,
    transfers,
)
from hollowbeam_conformance.bench.apart import apart
from hollowbeam_conformance.bench.command import bench
from hollowbeam_conformance.bench.measure import (
    Benchmark,
    Measurement,
    Verdict,
    in_turns,
    median_ratio,
    number,
    one_core,
    seconds_per_unit,
)

SPEED = Measurement("speed", 4.0, "x", at_least=2.0, note="side by side")
COST = Measurement("cost", 1_234.5, "µs", at_most=1_000.0)
COUNT = Measurement("count", 7.0, "items")
ABSENT = Measurement("absent", None, "s", at_most=20.0, note="there is no z3")


@pytest.mark.parametrize(
    ("measured", "verdict", "limit"),
    [
        (SPEED, Verdict.KEPT, "≥ 2.00"),
        (replace(SPEED, value=2.0), Verdict.KEPT, "≥ 2.00"),
        (replace(SPEED, value=1.99), Verdict.BROKEN, "≥ 2.00"),
        (COST, Verdict.BROKEN, "≤ 1,000"),
        (replace(COST, value=1_000.0), Verdict.KEPT, "≤ 1,000"),
        (COUNT, Verdict.INFORMATION, ""),
        (ABSENT, Verdict.SKIPPED, "≤ 20.00"),
    ],
)
def test_a_value_is_judged_by_its_limit(
    measured: Measurement, verdict: Verdict, limit: str
) -> None:
    assert (measured.verdict, measured.limit) == (verdict, limit)


@pytest.mark.parametrize(
    ("value", "text"), [(0.126, "0.13"), (99.994, "99.99"), (100.4, "100"), (12_345.6, "12,346")]
)
def test_a_number_has_the_digits_that_tell_something(value: float, text: str) -> None:
    assert number(value) == text


def test_measures_take_turns_and_the_first_round_is_discarded() -> None:
    turns: list[str] = []

    def one() -> float:
        turns.append("one")
        return len(turns)

    def other() -> float:
        turns.append("other")
        return 10 * len(turns)

    assert in_turns([one, other], rounds=2) == [[3, 5], [40, 60]]
    assert turns == ["one", "other"] * 3


def test_the_median_of_the_ratios_of_neighbours_is_quoted() -> None:
    assert median_ratio([2.0, 30.0, 8.0], [1.0, 10.0, 2.0]) == 3.0


def test_work_is_repeated_and_divided_by_its_units() -> None:
    calls: list[None] = []

    def work() -> int:
        calls.append(None)
        sum(range(10_000))
        return 5

    once = seconds_per_unit(work, 0.0)
    assert (len(calls), once >= 0) == (1, True)
    assert seconds_per_unit(work, 0.01) * 5 * (len(calls) - 1) >= 0.01


def test_one_core_is_given_back() -> None:
    if not hasattr(os, "sched_getaffinity"):
        pytest.skip("this system does not tell the cores of a process")
    before = os.sched_getaffinity(0)
    with one_core():
        assert os.sched_getaffinity(0) == {max(before)}
    assert os.sched_getaffinity(0) == before


@pytest.mark.parametrize(
    ("measured", "code"),
    [
        ([SPEED, COUNT], 0),
        ([SPEED, COST], 1),
        ([COST, ABSENT], 1),
        ([SPEED, ABSENT], 2),
        ([], 2),
    ],
)
def test_the_exit_code_is_that_of_the_worst(measured: list[Measurement], code: int) -> None:
    assert report.exit_code(measured) == code


def test_the_table_aligns_its_columns() -> None:
    assert report.table([SPEED, COST, COUNT, ABSENT]) == (
        "speed    4.00  x      ≥ 2.00   kept     side by side\n"
        "cost    1,234  µs     ≤ 1,000  BROKEN\n"
        "count    7.00  items           -\n"
        "absent         s      ≤ 20.00  skipped  there is no z3\n"
    )


def test_the_table_says_what_was_before() -> None:
    before = {"speed": 5.0, "cost": 1_236.0, "absent": 3.0, "gone": 1.0}
    assert report.table([SPEED, COST, COUNT, ABSENT], before) == (
        "speed    4.00  x      ≥ 2.00   kept     was 5.00 (-20 %)  side by side\n"
        "cost    1,234  µs     ≤ 1,000  BROKEN   was 1,236 (+0 %)\n"
        "count    7.00  items           -\n"
        "absent         s      ≤ 20.00  skipped                    there is no z3\n"
    )


def test_no_change_is_told_of_zero() -> None:
    assert report.change(COUNT, {"count": 0.0}) == "was 0.00"


def test_what_is_saved_is_read_again() -> None:
    raw = report.to_json([SPEED, ABSENT], quick=True)
    saved = json.loads(raw)
    assert saved["quick"] is True
    assert saved["machine"] == report.machine()
    assert saved["measurements"] == [
        {
            "name": "speed",
            "value": 4.0,
            "unit": "x",
            "at_most": None,
            "at_least": 2.0,
            "note": "side by side",
            "verdict": "kept",
        },
        {
            "name": "absent",
            "value": None,
            "unit": "s",
            "at_most": 20.0,
            "at_least": None,
            "note": "there is no z3",
            "verdict": "skipped",
        },
    ]
    assert report.read_values(raw) == {"speed": 4.0}


@pytest.mark.parametrize(
    "raw",
    [b"", b"[]", b"{}", b'{"measurements": [{"name": "a"}]}', b'{"measurements": [{"value": 1}]}'],
)
def test_what_was_not_saved_here_is_refused(raw: bytes) -> None:
    with pytest.raises(report.NoReport, match=r"^not a file that `hb bench` saved: "):
        report.read_values(raw)


def test_the_processor_is_named_where_the_system_tells_it(tmp_path: Path) -> None:
    source = tmp_path / "cpuinfo"
    source.write_text("processor\t: 0\nmodel name\t: Abacus: 2\nmodel name\t: other\n", "utf-8")
    assert report.cpu_model(source) == "Abacus: 2"
    assert report.cpu_model(tmp_path / "absent") != ""


@pytest.mark.parametrize(
    ("patterns", "names"),
    [
        (["maps"], ["maps"]),
        (["items"], ["items/arweave", "items/ed25519", "items/ethereum"]),
        (["ITEMS/e*"], ["items/ed25519", "items/ethereum"]),
        (["runner/reference", "help"], ["runner/reference", "help"]),
        (["map"], []),
    ],
)
def test_benchmarks_are_chosen_by_pattern(patterns: list[str], names: list[str]) -> None:
    assert [each.name for each in catalogue.chosen(patterns)] == names


def test_without_pattern_all_are_chosen_and_their_names_differ() -> None:
    assert catalogue.chosen([]) == list(catalogue.CATALOGUE)
    assert len({each.name for each in catalogue.CATALOGUE}) == len(catalogue.CATALOGUE)


@pytest.mark.parametrize("kind", items.KINDS.values(), ids=items.KINDS)
def test_the_bare_check_accepts_and_refuses_as_the_reference(kind: items.Kind) -> None:
    item = items.sample(kind.wallet())[0]
    assert (len(item.data), len(item.signature) > 0) == (1024, True)
    kind.bare(item)
    verify_item(item)
    with pytest.raises((InvalidSignature, AssertionError)):
        kind.bare(replace(item, data=bytes(1024)))


def test_an_absent_peer_is_a_value_that_could_not_be_measured(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    kind = items.KINDS["ed25519"]
    with items.peer() as other:
        speed, cost, ratio = items.measure_kind(kind, other, seconds=0.0, rounds=1)
    assert speed.value is not None
    assert cost.value is not None
    assert (cost.at_most, ratio.at_least) == (1.5, 2.0)
    assert (ratio.verdict, ratio.note) == (Verdict.SKIPPED, "node is not installed")


@pytest.mark.skipif(bool(items.absent()), reason=items.absent())
def test_the_peer_measures_itself() -> None:
    with items.peer() as other:
        *_, ratio = items.measure_kind(items.KINDS["ed25519"], other, seconds=0.0, rounds=1)
    assert ratio.value is not None
    assert ratio.note.startswith("arbundles ")


def test_maps_are_measured_as_they_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(maps, "QUICK_SIZES", (10, 100))
    found = list(maps.measure(quick=True))
    assert [(each.name, each.at_most) for each in found] == [
        ("map of 10 keys, update and root", None),
        ("map of 100 keys, update and root", None),
        ("map of 100 keys, update and root, to 10", 4.0),
        ("map of 100 keys, inclusion proof", None),
        ("map of 100 keys, inclusion proof, hashes to log2", 1.25),
    ]
    assert all(each.value for each in found)
    assert found[-1].verdict is Verdict.KEPT


def test_transfers_are_measured_as_accounts_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfers, "QUICK_SIZES", (10, 100))
    found = list(transfers.measure(quick=True))
    assert [(each.name, each.at_most) for each in found] == [
        ("transfer among 10 accounts, evaluated", None),
        ("transfer among 100 accounts, evaluated", None),
        ("transfer among 100 accounts, evaluated, to 10", 4.0),
    ]
    assert all(each.value for each in found)


def test_matching_is_measured_as_the_book_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "QUICK_SIZES", (20, 200))
    found = list(matching.measure(quick=True))
    assert [(each.name, each.at_most) for each in found] == [
        ("rest and cancel, 20 orders", None),
        ("fill, 20 orders", None),
        ("rest and cancel, 200 orders", None),
        ("rest and cancel, 200 orders, to 20", 2.0),
        ("fill, 200 orders", None),
        ("fill, 200 orders, to 20", 2.0),
    ]
    assert all(each.value for each in found)


def test_the_trivial_adapter_conforms_to_the_trivial_suite() -> None:
    assert runner.session_seconds(runner.trivial_suite(3), runner.TRIVIAL) > 0


def test_steps_are_divided_by_what_they_cost_beyond_the_first_case(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    suite = runner.trivial_suite(3)  # three cases of six steps
    costs = {1: 1.0, 3: 1.5}
    monkeypatch.setattr(runner, "session_seconds", lambda part, _: costs[len(part.cases)])
    assert runner.steps_per_second(suite, runner.TRIVIAL) == 12 / 0.5
    costs[3] = 1.0
    with pytest.raises(runner.Unmeasurable, match=r"^the suite is too short to be measured$"):
        runner.steps_per_second(suite, runner.TRIVIAL)


def test_a_session_that_fails_is_not_measured() -> None:
    suite = runner.trivial_suite(3)
    wrong = {**suite.cases[1].steps[1], "expect": {"ok": {"out": {"caller": "another"}}}}
    case = replace(suite.cases[1], steps=(suite.cases[1].steps[0], wrong))
    broken = replace(suite, cases=(suite.cases[0], case, suite.cases[2]))
    with pytest.raises(runner.Unmeasurable, match=r"^findings: "):
        runner.steps_per_second(broken, runner.TRIVIAL)
    found = runner.rate("name", broken, runner.TRIVIAL, 10.0, quick=True)
    assert (found.value, found.at_least, found.verdict) == (None, 10.0, Verdict.SKIPPED)
    with pytest.raises(runner.Unmeasurable, match=r"^could-not-test: "):
        runner.steps_per_second(suite, (sys.executable, "-c", "raise SystemExit(3)"))


def test_a_suite_is_repeated_until_it_is_long_enough() -> None:
    suite = runner.trivial_suite(2)  # 12 steps
    assert [len(runner.repeated(suite, steps).cases) for steps in (0, 12, 13, 36)] == [2, 2, 4, 6]


def test_without_vectors_the_reference_is_not_measured(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(runner, "VECTORS", tmp_path)
    (found,) = runner.measure_reference(quick=True)
    assert (found.verdict, found.note) == (
        Verdict.SKIPPED,
        "there are no vectors: run `hb vectors`",
    )


def test_a_command_is_timed_and_must_succeed() -> None:
    done = commands.seconds_of("true", (sys.executable, "-S", "-c", ""), limit=60.0, rounds=2)
    assert (done.verdict, done.limit) == (Verdict.KEPT, "≤ 60.00")
    failing = (sys.executable, "-S", "-c", "print('lost'); raise SystemExit(3)")
    failed = commands.seconds_of("false", failing, limit=60.0)
    assert (failed.value, failed.verdict, failed.note) == (
        None,
        Verdict.SKIPPED,
        "exit code 3: lost",
    )


def test_a_command_that_takes_too_long_is_ended_and_breaks_its_limit() -> None:
    endless = (sys.executable, "-S", "-c", "import signal; signal.pause()")
    ended = commands.seconds_of("endless", endless, limit=0.01)
    assert (ended.value, ended.verdict, ended.note) == (0.1, Verdict.BROKEN, "ended by force")


def test_each_benchmark_has_a_process_of_its_own() -> None:
    def run(quick: bool) -> Iterator[Measurement]:
        yield Measurement(str(quick), float(os.getpid()), "")
        raise ValueError("no more")

    values = apart(Benchmark("mine", "", run), quick=True)
    first = next(values)
    assert (first.name, first.value != os.getpid()) == ("True", True)
    with pytest.raises(ValueError, match=r"^no more$"):
        next(values)


@pytest.fixture
def hb_bench(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[..., tuple[int, str, str]]:
    """Answer how to call the command, in an empty folder, with four benchmarks of one value."""

    def benchmark(measured: Measurement) -> Benchmark:
        def run(_quick: bool) -> Iterator[Measurement]:
            yield measured

        return Benchmark(measured.name, "", run)

    found = tuple(map(benchmark, (SPEED, COST, COUNT, ABSENT)))
    monkeypatch.setattr(catalogue, "CATALOGUE", found)
    monkeypatch.setattr(report, "machine", lambda: {"python": "P", "cores": 2, "cpu": "C"})
    monkeypatch.chdir(tmp_path)
    application = typer.Typer(rich_markup_mode=None)
    application.command()(bench)

    def call(*arguments: str) -> tuple[int, str, str]:
        done = CliRunner().invoke(application, arguments)
        return done.exit_code, done.stdout, done.stderr

    return call


def test_the_command_prints_saves_and_judges(
    hb_bench: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    saved = "saved as .hb/bench.json\n"
    kept = "speed  4.00  x  ≥ 2.00  kept  side by side\n\nP, 2 cores, C\n"
    assert hb_bench("--only", "speed") == (0, kept, saved)
    assert report.read_values((tmp_path / ".hb" / "bench.json").read_bytes()) == {"speed": 4.0}
    broken = "cost  1,234  µs  ≤ 1,000  BROKEN\n\nP, 2 cores, C\n1 limits broken\n"
    assert hb_bench("--only", "cost") == (1, broken, saved)
    skipped = "absent    s  ≤ 20.00  skipped  there is no z3\n\nP, 2 cores, C\n1 not measured\n"
    assert hb_bench("--only", "absent")[0] == 2
    assert hb_bench("--only", "absent")[1].splitlines()[1:] == skipped.splitlines()[1:]


def test_the_command_compares_with_a_saved_run(
    hb_bench: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    assert hb_bench("--only=count", "--json=before.json")[0] == 0
    code, output, _ = hb_bench("--only=count", "--against=before.json")
    assert (code, output.splitlines()[0]) == (0, "count  7.00  items  -  was 7.00 (+0 %)")
    (tmp_path / "other.json").write_text("[]", "utf-8")
    code, _, complaint = hb_bench("--against=other.json")
    assert (code, "cannot compare with other.json: not a file" in complaint) == (2, True)
    assert hb_bench("--against=absent.json")[0] == 2


def test_an_unknown_benchmark_is_answered_with_the_names(
    hb_bench: Callable[..., tuple[int, str, str]],
) -> None:
    code, _, complaint = hb_bench("--only", "sped")
    assert code == 2
    assert "nothing is called that; there are speed, cost, count, absent" in complaint
