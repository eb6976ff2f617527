"""The judge: the right answer passes, and every other one is named for what it is."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hollowbeam_conformance.run.control import Control
from hollowbeam_conformance.run.judge import BREAKING, Judge, Kind, Probe, Problem
from hollowbeam_conformance.run.values import ABSENT

settings.register_profile("selftest", derandomize=True, deadline=None)
settings.load_profile("selftest")

STRICT = Judge(compare_codes=True, compare_digests=True)
LENIENT = Judge(compare_codes=False, compare_digests=False, features=frozenset({"bundles"}))
STEP = {"verb": "step", "op": "Do", "args": {}}
DIGEST = "A" * 43

hb_json = st.recursive(
    st.none() | st.booleans() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)


def accepts(**parts: Any) -> Probe:
    given: dict[str, Any] = {"effects": [], "digest": DIGEST, **parts}
    return Probe(STEP, "ok", 1, **given)


def refuses(code: str = "TOO_BAD") -> Probe:
    return Probe(STEP, "reject", 1, code=code)


def judged(probe: Probe, outcome: Any, judge: Judge = STRICT) -> Problem | None:
    line = json.dumps({"id": 7, "replies": [outcome]}).encode()
    return judge.batch(line, 7, [probe])


def kind_and_detail(problem: Problem | None) -> tuple[Kind, str]:
    assert problem is not None
    return problem.kind, problem.detail


@given(hb_json, st.lists(hb_json, max_size=2))
def test_the_right_answer_passes(out: Any, effects: list[Any]) -> None:
    probe = accepts(out=out, effects=effects)
    assert judged(probe, {"ok": {"out": out, "effects": effects, "digest": DIGEST}}) is None
    assert STRICT.single(json.dumps({"id": 3, **probe.expected}).encode(), 3, probe, 0) is None


@given(hb_json, hb_json)
def test_another_result_never_passes(expected: Any, actual: Any) -> None:
    problem = judged(accepts(out=expected), {"ok": {"out": actual, "digest": DIGEST}})
    same = json.dumps(expected, sort_keys=True) == json.dumps(actual, sort_keys=True)
    assert (problem is None) == same
    if problem is not None:
        assert problem.kind is Kind.WRONG_OUT
        assert problem.detail.startswith("another result, first at out")


@given(st.dictionaries(st.sampled_from("abc"), hb_json, min_size=1), hb_json)
def test_a_partial_result_is_compared_in_its_members_alone(out: dict[str, Any], more: Any) -> None:
    probe = accepts(out=out, partial=True)
    assert judged(probe, {"ok": {"out": {**out, "z": more}, "digest": DIGEST}}) is None
    name = min(out)
    less = {key: value for key, value in out.items() if key != name}
    assert kind_and_detail(judged(probe, {"ok": {"out": less, "digest": DIGEST}})) == (
        Kind.WRONG_OUT,
        f"another result, first at out.{name}",
    )


@pytest.mark.parametrize(
    ("probe", "outcome", "kind", "detail"),
    [
        (accepts(), {"ok": {}}, Kind.WRONG_STATE, "the state after this step has another root"),
        (
            accepts(),
            {"ok": {"effects": ["x"], "digest": DIGEST}},
            Kind.WRONG_EFFECTS,
            "other effects, first at effects[0]",
        ),
        (
            accepts(),
            {"reject": {"code": "TOO_BAD"}},
            Kind.WRONG_OUTCOME,
            "refused what must be accepted",
        ),
        (refuses(), {"ok": {}}, Kind.WRONG_OUTCOME, "accepted what must be refused"),
        (refuses(), {"reject": {}}, Kind.WRONG_CODE, "refused, but for another reason"),
        (
            refuses(),
            {"reject": {"code": "OTHER"}},
            Kind.WRONG_CODE,
            "refused, but for another reason",
        ),
        (refuses(), {"fault": {}}, Kind.FAULT, "the implementation broke"),
        (
            refuses(),
            {"unsupported": {"feature": "bundles"}},
            Kind.UNSUPPORTED,
            "hello claims all that this case needs",
        ),
        (
            accepts(),
            {"ok": {"out": 1, "digest": DIGEST}},
            Kind.MALFORMED,
            "ok.out is a JSON number; integers are decimal strings",
        ),
        (
            accepts(),
            {"ok": {"digest": "short"}},
            Kind.MALFORMED,
            "ok.digest: String should match pattern '^[A-Za-z0-9_-]{43}$'",
        ),
        (
            accepts(),
            {"ok": {"state": "x"}},
            Kind.MALFORMED,
            "ok.state: Extra inputs are not permitted",
        ),
        (
            accepts(),
            {},
            Kind.MALFORMED,
            "an outcome is exactly one of ok, reject, unsupported and fault",
        ),
        (
            accepts(),
            [],
            Kind.MALFORMED,
            "an outcome is exactly one of ok, reject, unsupported and fault",
        ),
    ],
)
def test_each_wrong_outcome_is_named(probe: Probe, outcome: Any, kind: Kind, detail: str) -> None:
    assert kind_and_detail(judged(probe, outcome)) == (kind, detail)


@pytest.mark.parametrize(
    ("line", "kind", "detail"),
    [
        (b'{"id":8,"replies":[]}', Kind.WRONG_ID, "the reply answers another request"),
        (b'{"replies":[]}', Kind.WRONG_ID, "the reply answers another request"),
        (b'{"id":7.0,"replies":[]}', Kind.WRONG_ID, "the reply answers another request"),
        (b'{"id":"7","replies":[]}', Kind.WRONG_ID, "the reply answers another request"),
        (b'{"id":7,"replies":[]}', Kind.WRONG_COUNT, "a batch has as many replies as requests"),
        (
            b'{"id":7,"ok":{}}',
            Kind.MALFORMED,
            "the reply to a batch has an id and replies, and nothing else",
        ),
        (b"[7]", Kind.MALFORMED, "the line is not a JSON object"),
        (b"", Kind.MALFORMED, "the line is not JSON: Expecting value, character 0"),
        (b'{"id":7,"id":7}', Kind.MALFORMED, "an object has the same key twice"),
        (b"[" * 200_000, Kind.MALFORMED, "the line is nested too deeply"),
    ],
)
def test_each_wrong_frame_is_named_and_breaks_the_conversation(
    line: bytes, kind: Kind, detail: str
) -> None:
    problem = STRICT.batch(line, 7, [accepts()])
    assert problem is not None
    assert (problem.kind, problem.detail, problem.breaks) == (kind, detail, True)


def test_a_malformed_outcome_in_a_sound_frame_does_not_break_the_conversation() -> None:
    problem = judged(accepts(), {"ok": {"out": 1}})
    assert problem is not None
    assert problem.kind in BREAKING
    assert not problem.breaks


def test_what_is_not_claimed_is_not_compared() -> None:
    assert judged(refuses(), {"reject": {}}, LENIENT) is None
    assert judged(accepts(), {"ok": {}}, LENIENT) is None
    reasons = accepts(out={"ids": [None], "reasons": ["BAD"]}, partial=True)
    assert judged(reasons, {"ok": {"out": {"ids": [None]}}}, LENIENT) is None
    assert kind_and_detail(judged(reasons, {"ok": {"out": {"ids": [None]}, "digest": DIGEST}})) == (
        Kind.WRONG_OUT,
        "another result, first at out.reasons",
    )


def test_denying_a_claimed_feature_is_a_lie() -> None:
    assert kind_and_detail(judged(refuses(), {"unsupported": {"feature": "bundles"}}, LENIENT)) == (
        Kind.UNSUPPORTED,
        "hello claims bundles, and the reply denies it",
    )


def test_the_first_wrong_outcome_of_a_batch_is_named() -> None:
    good = {"ok": {"digest": DIGEST}}
    line = json.dumps({"id": 7, "replies": [good, {"fault": {}}, {"reject": {}}]}).encode()
    problem = STRICT.batch(line, 7, [accepts(), accepts(), accepts()])
    assert problem is not None
    assert (problem.kind, problem.probe) == (Kind.FAULT, 1)


def test_the_control_is_flagged_wherever_it_has_an_occasion() -> None:
    probes = [
        accepts(out={"a": "1"}, partial=True),
        Probe({"verb": "view", "path": "p"}, "ok", 1, out="x", effects=[], path="p"),
        refuses(),
    ]
    replies = [
        {"ok": {"out": {"a": "1"}, "digest": DIGEST}},
        {"ok": {"out": "x"}},
        {"reject": {"code": "TOO_BAD"}},
    ]
    control = Control(STRICT)
    control.consider(json.dumps({"id": 7, "replies": replies}).encode(), 7, probes)
    assert set(control.results.values()) == {"flagged"}


def test_a_judge_that_lets_all_pass_is_caught_by_the_control() -> None:
    class Blind(Judge):
        def batch(self, *_: Any) -> None:
            return None

    control = Control(Blind(compare_codes=True, compare_digests=True))
    control.consider(b'{"id":7,"replies":[{"reject":{"code":"TOO_BAD"}}]}', 7, [refuses()])
    assert control.missed == ["reject code", "accepted for refused", "reply id"]


def test_absent_is_no_value_of_an_implementation() -> None:
    problem = judged(accepts(), {"ok": {}})
    assert problem is not None
    assert problem.actual is ABSENT
