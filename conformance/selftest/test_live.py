"""Live testing: a seed repeats what is drawn; each misbehaviour is found and shrunk."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from typer.testing import CliRunner

from hollowbeam.cli.main import application
from hollowbeam_conformance import roles
from hollowbeam_conformance.live.clauses import NO_CLAUSE, nearest_clause, needs
from hollowbeam_conformance.live.domains import BrokenReference, Domain, Sequences, domain_of
from hollowbeam_conformance.live.partner import Failure, as_case
from hollowbeam_conformance.live.session import SEED_LIMIT, LiveSession, Options
from hollowbeam_conformance.live.shrinking import MOST_STEPS, Shrinker, requests_of
from hollowbeam_conformance.run.isolation import prepare
from hollowbeam_conformance.run.judge import Kind, Problem
from hollowbeam_conformance.run.process import Limits
from hollowbeam_conformance.run.report import Report
from hollowbeam_conformance.run.session import Session
from hollowbeam_conformance.run.suite import Case, Suite, read_cases
from hollowbeam_conformance.run.wire import Case as CaseLine

SELFTEST = Path(__file__).parent
LIMITS = Limits(
    reply_seconds=20,
    start_seconds=20,
    stop_seconds=20,
    line_bytes=1 << 20,
    total_bytes=1 << 30,
    memory_bytes=256 << 20,
)
LIVE = Callable[..., Report]


def counter() -> ModuleType:
    spec = importlib.util.spec_from_file_location("live_counter", SELFTEST / "counter.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def domain(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let the reference have the role ``counter``, and give its domain."""
    module = counter()
    monkeypatch.setattr(roles, "ROLES", (*roles.ROLES, "counter"))
    monkeypatch.setitem(sys.modules, f"{roles.__name__}.counter", module)
    return module


def zoo(behaviour: str) -> list[str]:
    return [sys.executable, "-I", "-S", str(SELFTEST / "zoo.py"), behaviour]


@pytest.fixture
def live(suite: Suite, domain: Domain, tmp_path: Path) -> LIVE:
    """Give a function that tests a behaviour of the zoo live."""

    def test(behaviour: str, save: str = "kept", limits: Limits = LIMITS, **wanted: Any) -> Report:
        scratch = tmp_path / "scratch"
        scratch.mkdir(exist_ok=True)
        launch = prepare(zoo(behaviour), level="process", limits=limits, scratch=str(scratch))
        options = Options(
            **{"seed": 1, "rounds": 2, "max_seconds": 300.0, **wanted},
            save=tmp_path / save,
            domains=lambda role: domain if role == "counter" else None,
        )
        return LiveSession(suite, launch, limits=limits, options=options).run()

    return test


def steps_of(place: Path) -> list[str]:
    """Write the requests of a saved case, each in a few words."""
    (path,) = place.iterdir()
    case = json.loads(path.read_text(encoding="utf-8"))
    CaseLine.model_validate(case)
    return [
        " ".join(
            [step.get("op", step["verb"]), *step.get("args", step.get("genesis", {})).values()]
        )
        for step in case["steps"]
    ]


@dataclass(frozen=True, slots=True)
class Guilty:
    """What is found of a behaviour, and the minimal trace that shows it."""

    kind: str
    clause: str
    steps: tuple[str, ...]
    limits: Limits = LIMITS


HURRIED = Limits(reply_seconds=1.0, start_seconds=20, stop_seconds=20, total_bytes=4 << 20)

GUILTY = {
    "Overdraft": Guilty("wrong-outcome", "CNT-3", ("reset 0", "Take 1")),
    "LiesAboutFeatures": Guilty("wrong-code", "CNT-3", ("reset 0", "Take 1")),
    "ChangesOnRefusal": Guilty("wrong-state", "CNT-3", ("reset 0", "Take 1", "Take 0")),
    "WrongEffects": Guilty("wrong-effects", "CNT-3", ("reset 0", "Take 0")),
    "WrongRoot": Guilty("wrong-state", "CNT-1", ("reset 0",)),
    "WithoutRoot": Guilty("wrong-state", "CNT-2", ("reset 0", "Add 4")),
    "Faulty": Guilty("fault", "CNT-3", ("reset 0", "Take 0")),
    "JsonNumbers": Guilty("malformed", "CNT-1", ("reset 0", "Read")),
    "KillsItself": Guilty("crash", "CNT-3", ("reset 0", "Take 0")),
    "IgnoresReset": Guilty("state-leak", "", ()),
    "Unstable": Guilty("unstable", "CNT-1", ()),
    "HangsMidRun": Guilty("hang", "", (), HURRIED),
    "EndlessLine": Guilty("flood", "", (), HURRIED),
    "DiesMidBatch": Guilty("crash", "CNT-3", ("reset 0", "Take 0")),
}


@pytest.mark.parametrize("behaviour", GUILTY)
def test_each_misbehaviour_is_found_and_shrunk(behaviour: str, live: LIVE, tmp_path: Path) -> None:
    wanted = GUILTY[behaviour]
    report = live(behaviour, limits=wanted.limits)
    assert (report.verdict, report.exit_code) == ("findings", 1)
    (found,) = [found for found in report.findings if found.case.startswith("live-")]
    steps = tuple(steps_of(tmp_path / "kept"))
    assert (found.kind, steps if wanted.steps else ()) == (wanted.kind, wanted.steps)
    assert wanted.clause in {"", found.clause}


def test_an_honest_implementation_passes_and_the_report_says_what_was_drawn(live: LIVE) -> None:
    report = live("Honest")
    assert (report.verdict, report.exit_code, report.findings) == ("conforms", 0, [])
    assert report.live is not None
    (run,) = report.live.roles
    assert (run.role, run.sequences) == ("counter", 50)
    assert set(run.accepted) == {"reset", "Add", "Take", "Read"}
    assert set(run.refused) == {"INSUFFICIENT"}
    assert run.steps == report.counts.steps
    assert set(report.control.values()) <= {"flagged", "no occasion"}
    assert (report.certificate, report.counts.passed) == (None, 1)


def test_a_seed_repeats_a_run_exactly_and_another_does_not(domain: Domain) -> None:
    def drawn(key: str) -> list[Any]:
        found: list[Any] = []
        Sequences("counter", domain, lambda _: True).each(key, found.append)
        return found

    assert drawn("5/counter/0") == drawn("5/counter/0")
    assert drawn("5/counter/0") != drawn("6/counter/0")


def test_the_same_failure_is_shrunk_to_the_same_case(live: LIVE, tmp_path: Path) -> None:
    written = []
    for place in ("first", "second"):
        live("ChangesOnRefusal", save=place)
        (path,) = (tmp_path / place).iterdir()
        written.append((path.name, path.read_bytes()))
    assert written[0] == written[1]


def test_the_default_seed_is_fresh_and_told_afterwards(live: LIVE) -> None:
    seeds = {live("Honest", seed=None, rounds=1).seed for _ in range(2)}
    assert len(seeds) == 2
    assert all(seed is not None and 0 <= seed < SEED_LIMIT for seed in seeds)


def test_a_saved_case_fails_again_and_passes_for_the_honest(live: LIVE, tmp_path: Path) -> None:
    report = live("Overdraft")
    (path,) = (tmp_path / "kept").iterdir()
    assert report.findings[0].reproduce == f"hb conform --case {path}"
    suite = read_cases([path], Suite("HB.1", "", tmp_path, ()))
    verdicts = {}
    for behaviour in ("Overdraft", "Honest"):
        launch = prepare(
            zoo(behaviour), level="process", limits=LIMITS, scratch=str(tmp_path / "scratch")
        )
        verdicts[behaviour] = Session(suite, launch, limits=LIMITS).run().verdict
    assert verdicts == {"Overdraft": "findings", "Honest": "conforms"}


def test_further_failures_are_gathered_when_asked_for(live: LIVE) -> None:
    report = live("AcceptsAll", max_failures=3)
    assert len(report.findings) == 1, "every sequence fails at its reset: one failure, found once"
    assert (report.verdict, report.reason) == ("findings", "")


def test_a_role_without_a_domain_is_not_tested(live: LIVE) -> None:
    report = live("StrangeRole")
    assert (report.verdict, report.exit_code) == ("could-not-test", 2)
    assert report.notes == ["no sequences can be drawn for the role emperor"]
    assert report.reason == "it claims no role for which sequences can be drawn"


def test_an_implementation_that_does_not_start_is_not_tested(live: LIVE) -> None:
    report = live("CrashAtStart")
    assert (report.verdict, report.exit_code) == ("could-not-test", 2)
    assert report.notes == ["it wrote to standard error: no such database"]


def test_a_broken_reference_is_no_verdict(live: LIVE, domain: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(domain.Role, "_ok", lambda *_: {"fault": {"detail": "ours"}})
    with pytest.raises(BrokenReference, match="ours"):
        live("Honest")


def test_an_error_in_a_domain_is_no_verdict(live: LIVE, domain: Any, monkeypatch: Any) -> None:
    def moves(_role: Any) -> Any:
        raise LookupError("ours")

    monkeypatch.setattr(domain, "moves", moves)
    with pytest.raises(LookupError, match="ours"):
        live("Honest")


def test_operations_are_asked_only_with_the_features_that_they_need(suite: Suite) -> None:
    assert needs(suite, "counter", "Add") == frozenset()
    assert needs(suite, "counter", "Unheard") == frozenset()


def failing(step: dict[str, Any], kind: Kind, expected: Any, actual: Any) -> tuple[Any, Failure]:
    return step, Failure(Problem(kind, "", expected, actual, 0), 0, b"")


def test_the_clause_is_that_of_the_reason_or_of_the_operation(suite: Suite) -> None:
    refusal = {"reject": {"code": "INSUFFICIENT_BALANCE"}}
    accepted: dict[str, Any] = {"verb": "step", "op": "Add", "expect": {"ok": {}}}
    refused = {**accepted, "expect": refusal}
    clauses = [
        nearest_clause(suite, step, role, failure)
        for role, (step, failure) in (
            ("counter", failing(refused, Kind.WRONG_OUTCOME, refusal, {"ok": {}})),
            ("counter", failing(accepted, Kind.WRONG_OUTCOME, {"ok": {}}, refusal)),
            ("counter", failing({**accepted, "op": "Take"}, Kind.WRONG_STATE, "x", "y")),
            ("reader", failing(accepted, Kind.WRONG_STATE, "x", "y")),
            ("nobody", failing(accepted, Kind.WRONG_STATE, "x", "y")),
        )
    ]
    assert clauses == ["STK-7", "STK-7", "CNT-3", "RDR-1", NO_CLAUSE]


def test_the_clause_is_that_of_the_reason_that_a_result_should_say(suite: Suite) -> None:
    def erring(clause: str, reason: str) -> Case:
        step = {"verb": "step", "op": "Read", "args": {}, "expect": {"ok": {"out": said(reason)}}}
        reset = {"verb": "reset", "role": "reader", "genesis": {}, "expect": {"ok": {}}}
        return as_case([reset, step], id=clause.lower(), clause=clause, title=clause)

    def said(reason: str, spent: str = "1") -> dict[str, str]:
        return {"status": "ERROR" if reason else "OK", "reason": reason, "spent": spent}

    def named(expected: dict[str, str], actual: dict[str, str]) -> str:
        step = {"verb": "step", "op": "Read", "expect": {"ok": {"out": expected}}}
        failure = failing(step, Kind.WRONG_OUT, expected, actual)[1]
        return nearest_clause(larger, step, "reader", failure)

    cases = (*suite.cases, erring("RDR-8", "EXPIRED"), erring("RDR-9", "TRAP"))
    larger = replace(suite, cases=cases)
    assert named(said("TRAP"), said("EXPIRED")) == "RDR-9"
    assert named(said(""), said("EXPIRED")) == "RDR-8"
    assert named(said("OUT_OF_GAS"), said("EXPIRED")) == "RDR-8"
    assert named(said("TRAP"), said("TRAP", "2")) == "RDR-8", "the reason is right; the first case"


def test_shrinking_ends_and_keeps_what_is_needed(domain: Domain) -> None:
    """A failure that needs three steps of forty, and a number above 20, is left with those."""
    from hollowbeam_conformance.live.domains import recorded  # noqa: PLC0415 - reads the role

    assert domain
    reset = {"verb": "reset", "role": "counter", "genesis": {"value": "9"}}
    add = {"verb": "step", "op": "Add", "args": {"amount": "77"}}
    read: dict[str, Any] = {"verb": "step", "op": "Read", "args": {}}
    asked = 0

    def ask(steps: Any) -> Failure | None:
        nonlocal asked
        asked += len(steps)
        total = 0
        for position, step in enumerate(steps):
            amount = int(step.get("args", {}).get("amount", "0"))
            total += amount > 20
            if total >= 2 and step.get("op") == "Read":
                return Failure(Problem(Kind.WRONG_OUT, "", probe=position), position, b"")
        return None

    steps = recorded([reset, *[add, read] * 20])
    failure = ask(steps)
    assert failure is not None
    shrinker = Shrinker(ask, steps, failure)
    shrinker.run()
    twenty_one = {"verb": "step", "op": "Add", "args": {"amount": "21"}}
    start = {"verb": "reset", "role": "counter", "genesis": {"value": "0"}}
    assert requests_of(shrinker.steps) == [start, twenty_one, twenty_one, read]
    assert asked < MOST_STEPS


@pytest.mark.parametrize("role", ["message", "staking"])
def test_the_domain_of_a_role_meets_every_reason_of_its_room(role: str) -> None:
    """Most reasons within a few rounds; a domain that never reaches one tests nothing of it."""
    domain = domain_of(role)
    assert domain is not None
    met: set[str] = set()
    accepted: set[str] = set()

    def consume(steps: list[dict[str, Any]]) -> None:
        for step in steps:
            if "reject" in step["expect"]:
                met.add(step["expect"]["reject"]["code"])
            else:
                accepted.add(step.get("op", ""))

    for number in range(6):
        Sequences(role, domain, lambda _: True).each(f"reasons/{role}/{number}", consume)
    from hollowbeam.kernel.errors import Reason  # noqa: PLC0415

    prefix = {"message": "MSG-", "staking": "STK-"}[role]
    within = {"MALFORMED_BUNDLE", "ID_MISMATCH"}
    wanted = {str(each) for each in Reason if each.clause.startswith(prefix)}
    assert wanted - met - within == set()
    operations = {
        "message": {"", "verify", "read", "digest", "bundle", "message", "decode"},
        "staking": {"", "Transfer", "Stake", "Unstake", "Withdraw", "Commit", "Slash", "Settle"}
        | {"Mint", "Open-Dispute", "Close-Dispute"},
    }
    assert accepted == operations[role]


def test_the_command_tests_live_and_says_how_to_repeat_it(tmp_path: Path) -> None:
    arguments = ["--live", "--role", "staking", "--seed", "3", "--max-time", "0"]
    options = [*arguments, "--isolation", "process", "--save", str(tmp_path / "kept")]
    done = CliRunner().invoke(application, ["conform", *options])
    assert (done.exit_code, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0].endswith("answers all that was drawn as the reference does")
    assert lines[1].startswith("  staking ")
    repeat = next(line for line in lines if "seed 3" in line)
    assert " conform --isolation process --live --seed 3 --role staking --max-time 0" in repeat
    assert not (tmp_path / "kept").exists()


def test_a_live_session_selects_no_cases() -> None:
    done = CliRunner().invoke(application, ["conform", "--live", "--only", "STK-1"])
    assert done.exit_code == 2
    assert "takes none, selects none and knows none" in done.stderr
