"""Each misbehaviour of the zoo gets its verdict: kind, place, counts and exit code, every time."""

from __future__ import annotations

import ast
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hollowbeam_conformance.run.report import Report

CASES = 7
"""Cases of the role ``counter`` in the suite in miniature."""


@dataclass(frozen=True, slots=True)
class Guilty:
    """Kinds of findings and how many of each; how many cases passed; where the first one is."""

    kinds: dict[str, int]
    passed: int
    first: str
    step: int | None
    detail: str
    not_run: int = 0
    limits: tuple[tuple[str, Any], ...] = ()


SHORT_REPLY = (("reply_seconds", 1.0),)
SHORT_STOP = (("stop_seconds", 0.3),)
ALONE = "; one by one, the same requests are answered rightly"
LEFT_OVER = (
    "; alone in a fresh process the same requests are answered rightly, so something is left over"
    " from the cases before"
)


def given_up(kind: str, step: int | None, detail: str) -> Guilty:
    """Break the process in each of the first five cases, after which no more are run."""
    return Guilty({kind: 5}, 0, "cnt-1-zero", step, detail, not_run=2)


GUILTY: dict[str, Guilty] = {
    "LiesAboutRoles": Guilty(
        {"unsupported": 7}, 0, "cnt-1-zero", 1, "hello claims all that this case needs"
    ),
    "LiesAboutFeatures": Guilty(
        {"wrong-code": 2}, 5, "cnt-3-overdraft", 3, "refused, but for another reason"
    ),
    "AcceptsAll": Guilty(
        {"wrong-state": 7}, 0, "cnt-1-zero", 1, "the state after this step has another root"
    ),
    "RejectsAll": Guilty({"wrong-outcome": 7}, 0, "cnt-1-zero", 1, "refused what must be accepted"),
    "Faulty": Guilty({"fault": 3}, 4, "cnt-3-all", 2, "the implementation broke"),
    "Overdraft": Guilty(
        {"wrong-outcome": 2}, 5, "cnt-3-overdraft", 3, "accepted what must be refused"
    ),
    "ChangesOnRefusal": Guilty(
        {"wrong-state": 2}, 5, "cnt-3-overdraft", 3, "value has another value than expected"
    ),
    "WrongEffects": Guilty(
        {"wrong-effects": 4},
        3,
        "cnt-2-add",
        2,
        "other effects, first at effects[1]",
    ),
    "WrongRoot": Guilty(
        {"wrong-state": 7}, 0, "cnt-1-zero", 1, "the state after this step has another root"
    ),
    "WithoutRoot": Guilty(
        {"wrong-state": 1}, 6, "cnt-2-add", 3, "value has another value than expected"
    ),
    "IgnoresReset": Guilty(
        {"state-leak": 3, "wrong-state": 2},
        2,
        "cnt-1-seven",
        1,
        "the state after this step has another root" + LEFT_OVER,
    ),
    "Unstable": Guilty(
        {"unstable": 1},
        6,
        "cnt-1-zero",
        2,
        "another result, first at out.value; asked again, the same requests are answered rightly",
    ),
    "JsonNumbers": Guilty(
        {"malformed": 3},
        4,
        "cnt-1-zero",
        2,
        "ok.out.value is a JSON number; integers are decimal strings",
    ),
    "TwoOutcomes": Guilty(
        {"malformed": 2},
        5,
        "cnt-3-overdraft",
        3,
        "an outcome is exactly one of ok, reject, unsupported and fault",
    ),
    "WrongJson": given_up("malformed", 1, "the line is not JSON: Expecting value, character 22"),
    "NotUtf8": given_up("malformed", 1, "the line is not UTF-8: byte 31"),
    "Echo": given_up(
        "malformed", 1, "an outcome is exactly one of ok, reject, unsupported and fault"
    ),
    "WrongVerb": given_up(
        "malformed", None, "the reply to a batch has an id and replies, and nothing else" + ALONE
    ),
    "WrongId": given_up("wrong-id", 1, "the reply answers another request"),
    "WrongCount": Guilty(
        {"wrong-count": 2},
        5,
        "cnt-3-overdraft",
        None,
        "a batch has as many replies as requests" + ALONE,
    ),
    "OutOfOrder": Guilty(
        {"wrong-out": 5, "wrong-effects": 2},
        0,
        "cnt-1-zero",
        1,
        "another result, first at out",
    ),
    "Twice": given_up(
        "unsolicited", 2, "more output than one reply; alone: the reply answers another request"
    ),
    "Chatty": given_up(
        "unsolicited",
        2,
        "more output than one reply; alone: the line is not JSON: Expecting value, character 0",
    ),
    "DiesMidBatch": Guilty(
        {"crash": 3}, 4, "cnt-3-all", 2, "exited with status 9 in the middle of a line"
    ),
    "KillsItself": Guilty({"crash": 3}, 4, "cnt-3-all", 2, "killed by SIGKILL"),
    "HangsMidRun": Guilty(
        {"hang": 1, "bad-stop": 1},
        6,
        "cnt-3-all",
        None,
        "no reply within 1 s" + ALONE,
        limits=SHORT_REPLY,
    ),
    "TooSlow": Guilty(
        {"hang": 1, "bad-stop": 1},
        6,
        "cnt-3-all",
        None,
        "no reply within 1 s" + ALONE,
        limits=SHORT_REPLY,
    ),
    "Floods": Guilty(
        {"malformed": 1, "bad-stop": 1},
        6,
        "cnt-3-all",
        None,
        "the line is not JSON: Extra data, character 2" + ALONE,
    ),
    "EndlessLine": Guilty(
        {"flood": 1, "bad-stop": 1},
        6,
        "cnt-3-all",
        None,
        "a line of more than 1048576 bytes" + ALONE,
    ),
    "ClosesOutput": Guilty(
        {"closed": 1, "bad-stop": 1},
        6,
        "cnt-3-all",
        None,
        "standard output is closed, the process lives on" + ALONE,
    ),
    "MemoryHog": Guilty(
        {"crash": 1, "bad-stop": 1}, 6, "cnt-3-all", None, "exited with status 1" + ALONE
    ),
    "IgnoresStop": Guilty(
        {"bad-stop": 1},
        7,
        "stop",
        None,
        "stop was not answered: no reply within 1 s",
        limits=SHORT_REPLY,
    ),
    "LivesOn": Guilty(
        {"bad-stop": 1}, 7, "stop", None, "still running 0.3 s after stop", limits=SHORT_STOP
    ),
    "LeavesChildren": Guilty(
        {"bad-stop": 1}, 7, "stop", None, "it ended, and left processes behind"
    ),
    "TalksAfterStop": Guilty(
        {"bad-stop": 1}, 7, "stop", None, 'more output after the reply to stop: "bye\\n"'
    ),
}

UNTESTED: dict[str, tuple[str, dict[str, float]]] = {
    "CrashAtStart": ("no reply to hello: crash, exited with status 3", {}),
    "HangAtHello": ("no reply to hello: hang, no reply within 0.3 s", {"start_seconds": 0.3}),
    "NoiseBeforeHello": (
        "the reply to hello: the line is not JSON: Expecting value, character 0",
        {},
    ),
    "FloodAtStart": ("no reply to hello: flood, a line of more than 1048576 bytes", {}),
    "OtherSpec": ("it speaks HB.0, the suite asked for HB.1", {}),
    "NamelessHello": ("the reply to hello: name: Field required", {}),
    "NoRoles": ("it claims no role that is selected; the suite has counter, reader", {}),
    "StrangeRole": ("it claims no role that is selected; the suite has counter, reader", {}),
    "LacksAll": ("no case was run: it lacks the features sight", {}),
}

INNOCENT = ("Honest", "JustInTime", "FloodsErrors")


def kinds(report: Report) -> dict[str, int]:
    return dict(Counter(found.kind for found in report.findings))


@pytest.mark.parametrize("behaviour", GUILTY)
def test_what_misbehaves_is_found_guilty_of_it(behaviour: str, meet: Any) -> None:
    guilty = GUILTY[behaviour]
    limits = dict(guilty.limits)
    report = meet(behaviour, **limits)
    first = report.findings[0]
    assert (report.verdict, report.exit_code) == ("findings", 1)
    assert kinds(report) == guilty.kinds
    assert (first.case, first.step, first.detail) == (guilty.first, guilty.step, guilty.detail)
    failed = sum(guilty.kinds.values()) - guilty.kinds.get("bad-stop", 0)
    counts = report.counts
    assert (counts.selected, counts.passed, counts.failed, counts.not_run) == (
        CASES,
        guilty.passed,
        failed,
        guilty.not_run,
    )
    assert report.certificate is not None
    assert not report.certificate.certified


@pytest.mark.parametrize("behaviour", UNTESTED)
def test_what_cannot_be_tested_is_not_said_to_fail(behaviour: str, meet: Any) -> None:
    reason, limits = UNTESTED[behaviour]
    report = meet(behaviour, **limits)
    assert (report.verdict, report.exit_code, report.reason) == ("could-not-test", 2, reason)
    assert report.findings == []
    assert report.counts.run == 0


@pytest.mark.parametrize("behaviour", INNOCENT)
def test_what_behaves_conforms(behaviour: str, meet: Any) -> None:
    report = meet(behaviour)
    assert (report.verdict, report.exit_code, report.reason) == ("conforms", 0, "")
    assert (report.counts.run, report.counts.passed, report.counts.steps) == (CASES, CASES, 19)
    assert set(report.control.values()) == {"flagged"}
    assert report.certificate is not None
    assert report.certificate.obstacles == []
    assert report.restarts == 0


def test_the_whole_zoo_is_judged() -> None:
    tree = ast.parse(Path(__file__).with_name("zoo.py").read_text(encoding="utf-8"))
    animals = {node.name for node in tree.body if isinstance(node, ast.ClassDef)} - {"Later"}
    assert animals == {*GUILTY, *UNTESTED, *INNOCENT}
    assert len(GUILTY) + len(UNTESTED) >= 40


def test_a_crash_at_the_start_shows_what_was_said_and_what_may_help(meet: Any) -> None:
    assert meet("CrashAtStart").notes == [
        "it wrote to standard error: no such database",
        (
            "it starts in an empty directory with a scrubbed environment; try --directory . or"
            " --keep NAME if it needs more"
        ),
    ]


def test_a_role_that_the_suite_does_not_have_is_named(meet: Any) -> None:
    assert meet("StrangeRole").notes == ["it claims roles that this suite does not have: emperor"]


def test_a_wrong_root_is_followed_to_the_value_that_differs(meet: Any) -> None:
    second = meet("ChangesOnRefusal").findings[1]
    assert (second.case, second.places) == (
        "cnt-4-after-refusal",
        ['value: expected "0", actual "1"'],
    )


def test_a_root_computed_otherwise_is_told_from_another_state(meet: Any) -> None:
    assert meet("WrongRoot").findings[2].places == [
        (
            "every value that the case changes reads as expected: the root is computed otherwise,"
            " or something else changed as well"
        )
    ]


def test_a_trace_ends_where_the_answer_is_wrong(meet: Any) -> None:
    trace = meet("Overdraft").findings[0].trace
    assert [line.verdict for line in trace] == ["right", "right", "wrong", "unknown"]
    assert trace[2].request == '{"verb": "step", "op": "Take", "args": {"amount": "7"}}'
    assert trace[2].expected == '{"reject": {"code": "INSUFFICIENT"}}'


def test_a_crash_is_traced_to_its_request(meet: Any) -> None:
    found = meet("KillsItself").findings[0]
    assert [line.verdict for line in found.trace] == ["right", "wrong"]
    assert found.trace[1].actual == "(crash: killed by SIGKILL)"
