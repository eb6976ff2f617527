"""The whole network trades one asset: in peace, under faults, and with a rule taken away."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from hollowbeam.cli.main import application
from hollowbeam.kernel.vocabulary import Nat
from hollowbeam.protocol.dre.guarantees import Guarantee
from hollowbeam.protocol.relayer import admission, duties
from hollowbeam.protocol.relayer.admission import admit
from hollowbeam.protocol.relayer.state import Progress
from hollowbeam.protocol.sequencer import admission as lanes
from hollowbeam.protocol.sequencer import reading
from hollowbeam_models.network import records
from hollowbeam_models.network.audit import Audit, settled
from hollowbeam_models.network.books import Broken
from hollowbeam_models.network.campaign import boundaries, drawn, outcome_of, shortest, swept
from hollowbeam_models.network.exchange import Exchange, exchange
from hollowbeam_models.network.running import Unfinished, finish, run, trace_hash
from hollowbeam_models.network.schedule import Choice, Deed, draw, shorten

DEEDS = 60


def peaceful() -> Exchange:
    here = exchange()
    finish(here, Audit())
    settled(here)
    return here


def test_the_exchange_of_the_seed_ends_as_it_says() -> None:
    here = peaceful()
    trace = records.write(here, "evaluator A")
    assert trace["balances"] == {
        "DMac": {"HyperCoin": 0, "staked": 100, "leaving": 0, "U": 10_000_000, "Asset": 0},
        "Sam": {"HyperCoin": 0, "staked": 0, "leaving": 50, "U": 0, "Asset": 1},
        "UCM": {"HyperCoin": 0, "staked": 0, "leaving": 0, "U": 0, "Asset": 0},
    }
    slots = {
        name: len(here.world.chronicle.slots(process))
        for name, process in here.processes.named().items()
    }
    assert slots == {"HB": 4, "U": 3, "Asset": 3, "UCM": 7}


def test_a_process_acts_on_what_meets_its_own_demands() -> None:
    here = exchange(guarantee=Guarantee.ATTESTED)
    finish(here, Audit())
    settled(here)
    assert len(here.world.chronicle.landed) == 6


@pytest.mark.parametrize("guarantee", [Guarantee.QUORUM, Guarantee.FINAL])
def test_a_process_acts_on_nothing_that_falls_short_of_its_demands(guarantee: Guarantee) -> None:
    here = exchange(guarantee=guarantee)
    with pytest.raises(Unfinished):
        finish(here, Audit())
    chronicle = here.world.chronicle
    assert chronicle.landed == set()
    assert [message.action for message in chronicle.flying.values()] == ["Credit-Notice"] * 2


def test_the_same_run_has_the_same_trace() -> None:
    assert trace_hash(peaceful().world) == trace_hash(peaceful().world)


@pytest.mark.parametrize("seed", range(4))
def test_faults_lose_nothing(seed: int) -> None:
    (trial,) = drawn([seed], DEEDS)
    outcome = outcome_of(trial)
    assert outcome.broken == ""


def test_the_same_seed_has_the_same_trace() -> None:
    one, again = drawn([3, 3], DEEDS)
    assert outcome_of(one) == outcome_of(again)


@pytest.mark.parametrize("deed", Deed)
def test_one_fault_of_each_kind_again_and_again(deed: Deed) -> None:
    here = exchange()
    run(here, tuple(Choice(deed, number, 60) for number in range(25)), Audit())
    settled(here)


def skip_source(_: Any) -> None:
    """Stand in for the check that a relay's source is durable."""


def deliverable_at_once(state: Any, key: Any) -> bool:
    is_known = state.deliveries.get(key).progress != Progress.NONE
    return bool(is_known & (state.lanes.get(key[:3]).next == key[3]))


def without_durability(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(admission, "check_source", skip_source)
    patch.setattr(reading, "check_source", skip_source)
    patch.setattr(duties, "is_deliverable", deliverable_at_once)


def without_sequence(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(admission, "next_after", lambda expected, given: max(expected, Nat(given + 1)))


def without_digests(patch: pytest.MonkeyPatch) -> None:
    def counted(lane: Any, request: Any) -> Any:
        return admit(lane.received, request.relay) if request.is_relay else lane.received

    patch.setattr(lanes, "received_with", counted)


@pytest.mark.parametrize(
    ("remove", "claim"),
    [
        (without_durability, "only durable slots are ever relayed"),
        (without_sequence, "a relay takes effect at most once"),
        (without_digests, "a digest is assigned once"),
    ],
)
def test_the_audit_notices_when_a_rule_is_gone(
    remove: Callable[[pytest.MonkeyPatch], None], claim: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    remove(monkeypatch)
    with pytest.raises(Broken) as broken:
        run(exchange(), draw(0, DEEDS), Audit())
    assert str(broken.value) == claim


def test_a_failing_schedule_is_shortened_to_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    without_digests(monkeypatch)
    broken = "Broken: a digest is assigned once"
    assert shortest(next(drawn([0], 4)), broken) == ()


def test_shortening_keeps_only_what_fails() -> None:
    schedule = draw(5, 30)
    wanted = {schedule[7].deed, schedule[19].deed}

    def is_needed(candidate: tuple[Choice, ...]) -> bool:
        return wanted <= {choice.deed for choice in candidate}

    shorter = shorten(schedule, is_needed)
    assert {choice.deed for choice in shorter} == wanted
    assert [(choice.number, choice.after) for choice in shorter] == [(0, 0)] * len(wanted)


def test_a_trace_is_checked_from_its_blocks() -> None:
    trace = json.loads(json.dumps(records.write(peaceful(), "evaluator A")))
    assert records.check(trace) == 17


def falsify_balance(trace: Any) -> None:
    trace["balances"]["DMac"]["U"] += 1


def falsify_result(trace: Any) -> None:
    trace["attestations"][3]["result"]["spent"] = "7"


def falsify_signature(trace: Any) -> None:
    first, second = trace["attestations"][:2]
    first["signature"] = second["signature"]


def falsify_block(trace: Any) -> None:
    next(block for block in trace["blocks"] if block["items"])["items"].pop()


@pytest.mark.parametrize(
    ("falsify", "claim"),
    [
        (falsify_balance, "the balances follow from the blocks"),
        (falsify_result, "gives the result that is attested"),
        (falsify_signature, "its evaluator signed it"),
        (falsify_block, "has its id"),
    ],
)
def test_a_false_trace_is_found_out(falsify: Callable[[Any], None], claim: str) -> None:
    trace = json.loads(json.dumps(records.write(peaceful(), "evaluator A")))
    falsify(trace)
    with pytest.raises(Broken) as broken:
        records.check(trace)
    assert claim in str(broken.value)


def test_the_demo_trades_and_its_trace_verifies(tmp_path: Path) -> None:
    trace, report = tmp_path / "trade.json", tmp_path / "report.json"
    options = ["demo", "--quick", "--trace", str(trace), "--json", str(report)]
    done = CliRunner().invoke(application, options)
    assert done.exit_code == 0
    assert "✓ HyperCoin, U and the asset are conserved" in done.output
    told = json.loads(report.read_text(encoding="utf-8"))
    assert (told["messages"], told["conserved"], told["settled"]) == (17, True, True)
    assert told["balances"]["after"]["Sam"]["Asset"] == 1
    assert CliRunner().invoke(application, ["demo", "--verify", str(trace)]).exit_code == 0


@pytest.mark.parametrize("messages", [1, 9, 14])
def test_the_demo_may_be_cut_anywhere(messages: int) -> None:
    options = ["demo", "--quick", "--stop-after", str(messages)]
    done = CliRunner().invoke(application, options)
    assert done.exit_code == 0
    assert f"Cut after {messages} messages" in done.output


def test_what_is_no_trace_is_said_to_be_none(tmp_path: Path) -> None:
    no_trace = tmp_path / "no.json"
    assert CliRunner().invoke(application, ["demo", "--verify", str(no_trace)]).exit_code == 2
    no_trace.write_text('{"format": "hollow-beam-trace/1"}', encoding="utf-8")
    assert CliRunner().invoke(application, ["demo", "--verify", str(no_trace)]).exit_code == 2
    no_trace.write_text('{"format": "another"}', encoding="utf-8")
    assert CliRunner().invoke(application, ["demo", "--verify", str(no_trace)]).exit_code == 1


def test_the_simulation_reports_each_seed() -> None:
    options = ["simulate", "--seeds", "2", "--deeds", "10", "--jobs", "1", "--json", "-"]
    done = CliRunner().invoke(application, options)
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    ends = [(each["trial"], each["broken"]) for each in told["trials"]]
    assert ends == [("seed 0", ""), ("seed 1", "")]
    assert told["shortest"] is None


def test_each_fault_is_tried_at_each_boundary() -> None:
    trials = list(swept(0, 1))
    kinds = set(Deed) - {Deed.RESTART}
    assert len(trials) == len(kinds) * boundaries()
    assert {trial.schedule[0].deed for trial in trials} == kinds
    assert {trial.schedule[0].after for trial in trials} == set(range(boundaries()))


def test_a_sweep_reports_each_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    options = ["simulate", "--first", "900", "--every", "100000", "--jobs", "1"]
    done = CliRunner().invoke(application, options)
    assert done.exit_code == 0
    assert done.output.startswith("9 faults, one at a time, over ")
    without_durability(monkeypatch)
    done = CliRunner().invoke(application, options)
    assert done.exit_code == 1
    assert "✗ crash at boundary 900: Broken: only durable slots are ever relayed" in done.output
    assert "reproduce: hb simulate --first 900 --every 100000" in done.output
