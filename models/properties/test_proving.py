"""``hb prove`` from end to end, on a miniature of shipped code, theorems and saboteurs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from hollowbeam.service.traceability.results import RESULTS, read_results
from hollowbeam_models.proving.campaign import Campaign, CampaignError, Options, run
from hollowbeam_models.proving.command import (
    UsageError,
    Wanted,
    prove,
    replay_file,
    seeds_of,
)
from hollowbeam_models.proving.pool import Pool, next_task
from hollowbeam_models.proving.results import differences
from hollowbeam_models.proving.tasks import Replay, Task, Verb
from hollowbeam_models.proving.verdicts import CLAIM, PROVED, Declaration, Outcome, Trial
from hollowbeam_models.saboteur import all_saboteurs

pytest.importorskip("z3")

MINIATURE: Final = {
    "__init__.py": '"""A miniature of a room."""\n',
    "shipped.py": '''"""What is shipped."""

from hollowbeam.kernel.errors import Reason, require
from hollowbeam.kernel.vocabulary import Nat


def half(amount: Nat) -> Nat:
    """Give half of an amount, rounded down; zero is refused."""
    require(amount > 0, Reason.ZERO_AMOUNT)
    return Nat(amount // 2)


def cube(number: Nat) -> Nat:
    """Multiply."""
    return Nat(number * number * number)
''',
    "proved/__init__.py": '"""Theorems that hold."""\n',
    "proved/room.py": '''"""One theorem."""

from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import Nat
from hollowbeam_models.theorem import prove, theorem
from miniature.shipped import half


@theorem("THM-MINI-1", clauses=("MINI-1",), about=(half,), rejects=(Reason.ZERO_AMOUNT,))
def halves_are_within(amount: Nat) -> None:
    """Two halves are at most the amount, and at most one unit less."""
    found = half(amount)
    prove(2 * found <= amount, "not more")
    prove(2 * found + 1 >= amount, "at most one less")
''',
    "broken/__init__.py": '"""Theorems that do not count."""\n',
    "broken/room.py": '''"""One theorem for each way not to be proved."""

import os

from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import Nat
from hollowbeam_models.theorem import assume, prove, theorem
from miniature.shipped import cube, half


@theorem("THM-MINI-2", clauses=("MINI-1",), about=(half,), rejects=(Reason.ZERO_AMOUNT,))
def halves_make_the_whole(amount: Nat) -> None:
    """Two halves are the amount: false where it is odd."""
    prove(2 * half(amount) == amount, "both halves")


@theorem("THM-MINI-3", clauses=("MINI-1",), about=(half,), rejects=(Reason.ZERO_AMOUNT,))
def nothing_is_claimed(amount: Nat) -> None:
    """An assumption that never holds proves anything."""
    assume(amount < 0)
    prove(half(amount) == 7, "anything")


@theorem("THM-MINI-4", clauses=("MINI-2",), about=(cube,))
def cubes_have_no_triples(one: Nat, two: Nat, three: Nat) -> None:
    """True, as Euler showed; more than the solver knows."""
    assume((one > 0) & (two > 0))
    prove(cube(one) + cube(two) != cube(three), "no triple")


@theorem("THM-MINI-5", clauses=("MINI-2",), about=(cube,))
def the_process_ends(number: Nat) -> None:
    """A body that takes its process down."""
    os._exit(7)


@theorem("THM-MINI-6", clauses=("MINI-1",), about=(half,))
def a_reason_is_not_declared(amount: Nat) -> None:
    """A rejection that the theorem does not declare refutes it."""
    prove(half(amount) >= 0, "natural")


@theorem("THM-MINI-7", clauses=("MINI-2",), about=(cube,))
def nothing_controls_it(number: Nat) -> None:
    """True, of this code and of other code: no saboteur shows what it says."""
    prove(cube(number) >= 0, "natural")
''',
    "resting/__init__.py": '"""Theorems that rest on others."""\n',
    "resting/room.py": '''"""One that rests on what is proved, one on what is not, one on that."""

from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import Nat
from hollowbeam_models.theorem import prove, theorem, use
from miniature.shipped import half

REJECTS = (Reason.ZERO_AMOUNT,)


@theorem("THM-MINI-1", clauses=("MINI-1",), about=(half,), rejects=REJECTS)
def halves_are_within(amount: Nat) -> None:
    """Two halves are at most the amount."""
    prove(2 * half(amount) <= amount, "not more")


@theorem("THM-MINI-2", clauses=("MINI-1",), about=(half,), rejects=REJECTS)
def halves_make_the_whole(amount: Nat) -> None:
    """Two halves are the amount: false where it is odd."""
    prove(2 * half(amount) == amount, "both halves")


@theorem(
    "THM-MINI-3",
    clauses=("MINI-1",),
    about=(half,),
    rejects=REJECTS,
    saboteurs=("SAB-MINI-1a",),
    cites=(halves_make_the_whole,),
)
def no_amount_is_odd(amount: Nat) -> None:
    """Half of a coin is none or more."""
    use(halves_make_the_whole, amount)
    prove((half(amount) > 0) | (amount == 0), "a half")
    prove(half(amount) <= amount, "not more")


@theorem(
    "THM-MINI-4",
    clauses=("MINI-1",),
    about=(half,),
    rejects=REJECTS,
    saboteurs=("SAB-MINI-1a",),
    cites=(no_amount_is_odd,),
)
def half_a_coin_is_a_coin(amount: Nat) -> None:
    """Half of a coin is a coin."""
    use(no_amount_is_odd, amount)
    prove(half(amount) > 0, "a coin")


@theorem(
    "THM-MINI-5",
    clauses=("MINI-1",),
    about=(half,),
    rejects=REJECTS,
    saboteurs=("SAB-MINI-1a",),
    cites=(halves_are_within,),
)
def half_is_within(amount: Nat) -> None:
    """Half is less than the amount."""
    use(halves_are_within, amount)
    prove(half(amount) < amount, "less")
''',
    "saboteurs/__init__.py": '"""Saboteurs of the miniature."""\n',
    "saboteurs/room.py": '''"""One that is refuted, and one that no theorem speaks of."""

from hollowbeam_models.saboteur import Saboteur

SABOTEURS = (
    Saboteur("SAB-MINI-1a", "MINI-1", "miniature.shipped", "amount // 2", "amount // 2 + 1",
             "a half is too much", ("THM-MINI-1",)),
    Saboteur("SAB-MINI-2a", "MINI-2", "miniature.shipped", "* number * number", "* number",
             "a cube is a square"),
)
''',
    "survivors/__init__.py": '"""Saboteurs that are not refuted."""\n',
    "survivors/room.py": '''"""One for each way not to be refuted."""

from hollowbeam_models.saboteur import Saboteur


def edit(letter: str, old: str, new: str) -> Saboteur:
    return Saboteur(
        f"SAB-MINI-1{letter}", "MINI-1", "miniature.shipped", old, new, "nothing", ("THM-MINI-1",)
    )


SABOTEURS = (
    edit("s", "amount // 2", "(amount + amount) // 4"),
    edit("i", "amount // 3", "amount"),
    edit("t", "amount // 2", "amount // 'two'"),
    edit("z", "amount // 2", "amount // (amount - amount)"),
    edit("x", "Nat(amount // 2)", "Nat(amount // 2"),
)
''',
}
"""A package with shipped code, two packages of theorems and two of saboteurs."""

PROVED_ROOM: Final = "miniature.proved"
BROKEN_ROOM: Final = "miniature.broken"


@pytest.fixture(autouse=True)
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Write the miniature, let this process and its workers import it, and forget it after."""
    for name, text in MINIATURE.items():
        path = tmp_path / "miniature" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / RESULTS).parent.mkdir(parents=True)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    all_saboteurs.cache_clear()
    for name in [name for name in sys.modules if name.partition(".")[0] == "miniature"]:
        del sys.modules[name]


def options(room: str, *patterns: str, saboteurs: str = "miniature.saboteurs") -> Options:
    """Give the options of a run on the miniature."""
    return Options(jobs=2, patterns=patterns, theorems=room, saboteurs=saboteurs)


def shown(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def test_a_process_keeps_to_the_modules_that_it_has_prepared() -> None:
    waiting = deque(Task(Verb.PROVE, module) for module in ("a", "a", "b", "a", "b"))
    prepared: dict[int, set[str]] = {1: set(), 2: set()}
    order = [(process, next_task(waiting, process, prepared).module) for process in (1, 2, 1, 2)]
    assert order == [(1, "a"), (2, "b"), (1, "a"), (2, "b")]
    assert next_task(waiting, 2, prepared).module == "a"
    assert not waiting


def test_a_theorem_is_proved_and_its_saboteur_refuted() -> None:
    heard: list[tuple[int, int, str]] = []
    report = run(options(PROVED_ROOM), lambda *what: heard.append(what))
    (verdict,) = report.verdicts
    assert (verdict.outcome, verdict.status, verdict.problems) == (Outcome.PROVED, PROVED, ())
    attempt = verdict.attempt
    assert attempt.labels == ("at most one less", "not more")
    assert attempt.reasons == ("ZERO_AMOUNT",)
    assert (attempt.paths, attempt.conditions) == (2, 2)
    (refutation,) = verdict.refutations
    assert (refutation.saboteur, refutation.trial) == ("SAB-MINI-1a", Trial.REFUTED)
    assert refutation.label == "not more"
    assert refutation.counterexample is not None
    assert refutation.counterexample.arguments == (("amount", "1"),)
    assert [saboteur.id for saboteur in report.untried] == ["SAB-MINI-2a"]
    assert report.exit_code == 0
    # All seeds, one sabotaged attempt, and its witness on the shipped code.
    assert [done for done, _, _ in heard] == [1, 2, 3]
    assert {total for _, total, _ in heard[-1:]} == {3}
    # Tasks end in any order; each is heard of once.
    assert sorted(name for _, _, name in heard) == [
        "THM-MINI-1",
        "THM-MINI-1 against SAB-MINI-1a",
        "miniature.proved.room, witnesses on the shipped source",
    ]


def test_witnesses_that_have_no_answer_together_are_tried_alone() -> None:
    declaration = Declaration("THM-MINI-1", "", "miniature.proved.room", (), (), ())
    campaign = Campaign(options(PROVED_ROOM), [declaration], [])
    both = (Replay("THM-MINI-1", {}, "SAB-MINI-1a"), Replay("THM-MINI-1", {}, "SAB-MINI-1b"))
    together = Task(Verb.REPLAY, declaration.module, replays=both)
    alone = [replace(together, replays=(replay,)) for replay in both]
    assert list(campaign.hear(together, {"crash": "signal 11"})) == alone
    assert list(campaign.hear(alone[0], {"crash": "signal 11"})) == []
    assert list(campaign.hear(together, {"answers": [{"fails": False}] * 2})) == []


BROKEN: Final = {
    "THM-MINI-2": (Outcome.REFUTED, ("false: both halves",), 1),
    "THM-MINI-3": (Outcome.INVALID, ("nothing is claimed, or the assumptions can never hold",), 1),
    "THM-MINI-4": (Outcome.UNDECIDED, ("not decided: no triple",), 2),
    "THM-MINI-5": (Outcome.INVALID, ("the process ended with exit code 7",), 1),
    "THM-MINI-6": (
        Outcome.REFUTED,
        ("a path ends in a rejection that is not declared: ZERO_AMOUNT",),
        1,
    ),
    "THM-MINI-7": (Outcome.INVALID, ("nothing controls it: no saboteur must refute it",), 1),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_not_proved_says_why(name: str) -> None:
    report = run(options(BROKEN_ROOM, name))
    (verdict,) = report.verdicts
    outcome, problems, code = BROKEN[name]
    assert (verdict.outcome, verdict.status) == (outcome, CLAIM)
    assert verdict.problems[: len(problems)] == problems
    assert report.exit_code == code


SURVIVORS: Final = {
    "SAB-MINI-1s": (Trial.SURVIVED, "the theorem is proved on the sabotaged source too"),
    "SAB-MINI-1i": (Trial.BROKEN, "stands 0 times in miniature.shipped, not once"),
    "SAB-MINI-1t": (Trial.BROKEN, "unsupported: 'two' is not an integer"),
    "SAB-MINI-1z": (Trial.BROKEN, "a path ends in ZeroDivisionError"),
    "SAB-MINI-1x": (Trial.BROKEN, "SyntaxError"),
}


@pytest.mark.parametrize("name", SURVIVORS)
def test_a_saboteur_that_is_not_refuted_is_reported(name: str) -> None:
    report = run(options(PROVED_ROOM, name, saboteurs="miniature.survivors"))
    (refutation,) = report.refutations
    trial, detail = SURVIVORS[name]
    assert (refutation.saboteur, refutation.trial) == (name, trial)
    assert detail in refutation.detail
    assert report.verdicts[0].outcome == Outcome.PROVED
    assert report.verdicts[0].status == CLAIM
    assert report.exit_code == 1


def test_a_witness_that_fails_on_the_shipped_code_too_refutes_nothing() -> None:
    path = Path("miniature/survivors/room.py")
    path.write_text(path.read_text("utf-8").replace("THM-MINI-1", "THM-MINI-2"), encoding="utf-8")
    report = run(options(BROKEN_ROOM, "SAB-MINI-1s", saboteurs="miniature.survivors"))
    (refutation,) = report.refutations
    assert refutation.trial == Trial.UNCONVINCING
    assert refutation.detail == "its witness on the shipped code: disproved: both halves"


def test_patterns_name_ids_rooms_prefixes_clauses_and_saboteurs() -> None:
    def found(*patterns: str) -> list[str]:
        report = run(options(BROKEN_ROOM, *patterns))
        return [verdict.theorem.id for verdict in report.verdicts]

    assert found("thm-mini-2", "THM-MINI-6") == ["THM-MINI-2", "THM-MINI-6"]
    assert found("MINI-1") == ["THM-MINI-2", "THM-MINI-3", "THM-MINI-6"]
    with pytest.raises(CampaignError, match="no theorem matches THM-MINI"):
        found("THM-MINI")


def test_a_theorem_that_rests_on_what_is_not_proved_is_not_proved() -> None:
    path = Path("miniature/saboteurs/room.py")
    controls = '("THM-MINI-1", "THM-MINI-2")'
    path.write_text(path.read_text("utf-8").replace('("THM-MINI-1",)', controls), "utf-8")
    report = run(options("miniature.resting", "THM-MINI-4", "THM-MINI-5"))
    assert {verdict.theorem.id: verdict.outcome for verdict in report.verdicts} == {
        "THM-MINI-1": Outcome.PROVED,
        "THM-MINI-2": Outcome.REFUTED,
        "THM-MINI-3": Outcome.INVALID,
        "THM-MINI-4": Outcome.INVALID,
        "THM-MINI-5": Outcome.PROVED,
    }
    assert [verdict.problems for verdict in report.verdicts[1:4]] == [
        ("false: both halves",),
        ("it rests on THM-MINI-2, which is not proved",),
        ("it rests on THM-MINI-3, which is not proved",),
    ]


def test_theorems_that_cannot_be_imported_are_no_verdict() -> None:
    Path("miniature/proved/room.py").write_text("import nowhere", encoding="utf-8")
    with pytest.raises(CampaignError, match="No module named 'nowhere'"):
        run(options(PROVED_ROOM))


def test_the_table_and_the_sum(capsys: pytest.CaptureFixture[str], checkout: Path) -> None:
    assert prove(options(PROVED_ROOM), Wanted(root=checkout, write=True)) == 0
    first, line, *rest = shown(capsys).splitlines()
    assert first.split() == ["theorem", "status", "paths", "conditions", "time", "saboteurs"]
    assert line.split()[:2] == ["✓", "THM-MINI-1"]
    assert "proved (unbounded)      2           2" in line
    assert line.endswith("1/1")
    assert "1 proved, 1 of 1 saboteurs refuted and replayed" in rest
    assert "1 saboteurs are not a matter of proof: `hb saboteurs` judges them" in rest


def test_a_counterexample_is_shown_saved_and_replayed(
    capsys: pytest.CaptureFixture[str], checkout: Path
) -> None:
    assert prove(options(BROKEN_ROOM, "THM-MINI-2"), Wanted(root=checkout)) == 1
    lines = shown(capsys).splitlines()
    start = lines.index("✗ THM-MINI-2  Two halves are the amount: false where it is odd.")
    assert lines[start + 1 : start + 4] == [
        "  false: both halves",
        "    amount = 1",
        "  reproduce hb prove --replay .hb/failures/THM-MINI-2.json",
    ]
    saved = checkout / ".hb/failures/THM-MINI-2.json"
    assert replay_file(saved, BROKEN_ROOM) == 1
    assert shown(capsys) == "  amount = 1\n✗ THM-MINI-2  disproved: both halves\n"
    mended = saved.read_text("utf-8").replace('"amount": "1"', '"amount": "2"')
    saved.write_text(mended, encoding="utf-8")
    assert replay_file(saved, BROKEN_ROOM) == 0
    assert shown(capsys).endswith("✓ THM-MINI-2  accepted\n")


def test_what_holds_no_counterexample_is_not_replayed(checkout: Path) -> None:
    path = checkout / "example.json"
    with pytest.raises(UsageError, match="holds no counterexample"):
        replay_file(path, BROKEN_ROOM)
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(UsageError, match="holds no counterexample"):
        replay_file(path, BROKEN_ROOM)
    example: dict[str, Any] = {"witness": {"arguments": {}}, "arguments": {}}
    path.write_text(json.dumps({"theorem": "THM-MINI-9", "counterexample": example}), "utf-8")
    with pytest.raises(UsageError, match="there is no theorem THM-MINI-9"):
        replay_file(path, BROKEN_ROOM)
    path.write_text(json.dumps({"theorem": "THM-MINI-2", "counterexample": example}), "utf-8")
    with pytest.raises(UsageError, match="the witness does not fit THM-MINI-2"):
        replay_file(path, BROKEN_ROOM)


def test_the_report_as_json(checkout: Path) -> None:
    wanted = Wanted(json="report.json", root=checkout)
    assert prove(options(BROKEN_ROOM, "THM-MINI-2", "THM-MINI-6"), wanted) == 1
    report = json.loads((checkout / "report.json").read_bytes())
    assert (report["exit_code"], report["seeds"]) == (1, [1, 2, 3])
    assert [(found["id"], found["outcome"], found["status"]) for found in report["theorems"]] == [
        ("THM-MINI-2", "refuted", "claim"),
        ("THM-MINI-6", "refuted", "claim"),
    ]
    assert report["theorems"][0]["counterexample"] == {
        "label": "disproved: both halves",
        "arguments": {"amount": "1"},
        "witness": {
            "arguments": {"amount": "1"},
            "calls": [],
            "loops": [],
            "answers": [],
            "roots": {},
            "is_whole": True,
        },
        "is_to_induction": False,
        "is_whole": True,
    }


def test_json_on_standard_output_is_alone_there(
    capsys: pytest.CaptureFixture[str], checkout: Path
) -> None:
    assert prove(options(PROVED_ROOM, "MINI-1"), Wanted(json="-", root=checkout)) == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out)["theorems"][0]["id"] == "THM-MINI-1"
    assert "1 proved" in captured.err


def test_results_are_written_and_then_demanded(
    capsys: pytest.CaptureFixture[str], checkout: Path
) -> None:
    everything = options(PROVED_ROOM)
    assert prove(everything, Wanted(root=checkout)) == 1
    assert "results.json is not what this run shows\n  it does not exist" in shown(capsys)
    assert prove(everything, Wanted(root=checkout, write=True)) == 0
    path = checkout / RESULTS
    written = path.read_bytes()
    assert prove(everything, Wanted(root=checkout)) == 0
    one_job = Options(jobs=1, theorems=PROVED_ROOM, saboteurs="miniature.saboteurs")
    assert prove(one_job, Wanted(root=checkout, write=True)) == 0
    assert path.read_bytes() == written
    assert f"{RESULTS} is as it was" in shown(capsys)
    (result,) = json.loads(written)["theorems"].values()
    assert result == {
        "status": "proved (unbounded)",
        "paths": 2,
        "conditions": 2,
        "labels": ["at most one less", "not more"],
        "rejects": ["ZERO_AMOUNT"],
        "assumptions": [],
        "refuted": {"SAB-MINI-1a": "not more"},
        "sources": [
            "miniature/__init__.py",
            "miniature/proved/__init__.py",
            "miniature/proved/room.py",
            "miniature/saboteurs/room.py",
            "miniature/shipped.py",
        ],
    }


def test_a_result_is_fresh_until_a_source_changes(
    capsys: pytest.CaptureFixture[str], checkout: Path
) -> None:
    everything = options(PROVED_ROOM)
    assert prove(everything, Wanted(root=checkout, write=True)) == 0
    assert read_results(checkout).status("THM-MINI-1") == "proved (unbounded)"
    shipped = checkout / "miniature/shipped.py"
    shipped.write_text(MINIATURE["shipped.py"] + "# another word\n", encoding="utf-8")
    results = read_results(checkout)
    assert results.status("THM-MINI-1") == "claim (stale)"
    result = results.of("THM-MINI-1")
    assert result is not None
    assert (result.changed, result.refuted) == (("miniature/shipped.py",), ("SAB-MINI-1a",))
    shown(capsys)
    assert prove(everything, Wanted(root=checkout)) == 1
    text = shown(capsys)
    assert "  miniature/shipped.py: changed\n  run `hb prove --write`" in text
    assert prove(everything, Wanted(root=checkout, check=False)) == 0
    shipped.unlink()
    assert read_results(checkout).status("THM-MINI-1") == "claim (stale)"


def test_differences_are_told_in_words() -> None:
    old = {
        "z3": "1",
        "seeds": [1],
        "files": {"a": "1", "b": "1"},
        "theorems": {"THM-MINI-1": {"paths": 1, "labels": ["x"]}, "THM-MINI-2": {}},
    }
    new = {
        "z3": "2",
        "seeds": [1],
        "files": {"a": "2", "c": "1"},
        "theorems": {"THM-MINI-1": {"paths": 2, "labels": []}, "THM-MINI-3": {}},
    }
    assert differences(json.dumps(old).encode(), json.dumps(new).encode()) == [
        "z3: 1, now 2",
        "THM-MINI-1: paths 1, now 2; labels of 1, now of 0",
        "THM-MINI-2: gone",
        "THM-MINI-3: new",
        "a: changed",
        "b: gone",
        "c: new",
    ]
    assert differences(b"{}", b"{}") == []
    assert differences(b"{", b"{}") == ["it is not what `hb prove --write` writes"]


def test_only_a_full_run_of_a_checkout_writes_results(checkout: Path) -> None:
    with pytest.raises(UsageError, match="--write needs a full run"):
        prove(options(PROVED_ROOM, "MINI-1"), Wanted(root=checkout, write=True))
    with pytest.raises(UsageError, match="--write needs a checkout"):
        prove(options(PROVED_ROOM), Wanted(write=True))


@pytest.mark.parametrize("text", ["", "x", "1,1", "1,-2", "1,,2"])
def test_seeds_are_distinct_numbers(text: str) -> None:
    assert seeds_of("3,1") == (3, 1)
    with pytest.raises(UsageError, match="--seeds takes distinct numbers"):
        seeds_of(text)


def test_an_interrupted_run_leaves_no_process_behind() -> None:
    pool = Pool(2)
    task = Task(Verb.PROVE, "miniature.proved.room", "THM-MINI-1", (1,))

    def interrupted(*_: object) -> Iterator[Task]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), pool:
        pool.run([task, task, task], interrupted)
    assert [code is not None for code in pool.exit_codes] == [True, True]


def test_a_task_without_end_is_cut_off() -> None:
    endless = "while True:\n    pass\n"
    Path("miniature/endless.py").write_text(endless, encoding="utf-8")
    task = Task(Verb.LIST, "miniature.endless")
    program = (
        "import json, sys\n"
        "from hollowbeam_models.proving import zygote\n"
        "zygote.PROCESSOR_SECONDS = 1\n"
        "print(json.dumps(zygote.in_a_fork(json.loads(sys.argv[2]))))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(Path.cwd()), json.dumps(task.to_json())],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == {"exhausted": "no answer within 1 s of processor time"}


def hb(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run ``hb prove`` on the real theorems, from somewhere else."""
    command = [sys.executable, "-m", "hollowbeam", "prove", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_command_proves_a_theorem_of_ours() -> None:
    done = hb("--only", "THM-MSG-5", "--json", "-")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    (found,) = report["theorems"]
    assert (found["id"], found["status"]) == ("THM-MSG-5", "proved (unbounded)")
    assert [trial["id"] for trial in found["saboteurs"]] == ["SAB-MSG-6a"]
    assert found["saboteurs"][0]["trial"] == "refuted"
    assert "hb prove: 3 of 3" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--only", "nothing"), "hb prove: no theorem matches nothing"),
        (("--seeds", "one"), "hb prove: --seeds takes distinct numbers"),
        (("--replay", "nowhere.json"), "hb prove: nowhere.json holds no counterexample"),
        (("--write", "--only", "STK"), "hb prove: --write needs a full run"),
    ],
)
def test_what_cannot_be_done_ends_in_2(arguments: tuple[str, ...], words: str) -> None:
    done = hb(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(words)
