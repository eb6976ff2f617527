"""The registry of reasons, and what a rejection says."""

from __future__ import annotations

import json
import pickle
import re

import pytest

from hollowbeam.kernel.errors import Reason, Rejection, require
from hollowbeam.kernel.records import to_json


@pytest.mark.parametrize("reason", Reason)
def test_a_reason_is_its_code_and_names_its_clause(reason: Reason) -> None:
    assert reason.name == reason.value == str(reason)
    assert re.fullmatch(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*", reason)
    assert re.fullmatch(r"[A-Z][A-Z0-9]+-[1-9][0-9]*", reason.clause)
    assert re.fullmatch(r"[a-z].*[^. ]", reason.meaning)


def test_each_clause_and_each_meaning_stands_once() -> None:
    clauses = [reason.clause for reason in Reason]
    meanings = [reason.meaning for reason in Reason]
    assert len(set(clauses)) == len(set(meanings)) == len(Reason)


def test_the_clauses_of_a_room_stand_in_their_order() -> None:
    numbers: dict[str, list[int]] = {}
    for reason in Reason:
        room, _, number = reason.clause.partition("-")
        numbers.setdefault(room, []).append(int(number))
    assert {"MSG", "STK"} <= numbers.keys()
    assert numbers == {room: sorted(of_room) for room, of_room in numbers.items()}


def test_a_reason_is_written_as_its_code() -> None:
    assert json.dumps(Reason.NOT_READY) == '"NOT_READY"'
    assert to_json(Reason.NOT_READY) == "NOT_READY"
    assert Reason("NOT_READY") is Reason.NOT_READY  # type: ignore[call-arg]
    assert pickle.loads(pickle.dumps(Reason.NOT_READY)) is Reason.NOT_READY
    with pytest.raises(ValueError, match="'READY' is not a valid Reason"):
        Reason("READY")  # type: ignore[call-arg]


def test_a_rejection_has_a_reason_and_a_text_for_people() -> None:
    plain = Rejection(Reason.ZERO_AMOUNT)
    assert (plain.reason, plain.detail) == (Reason.ZERO_AMOUNT, "")
    assert str(plain) == "ZERO_AMOUNT: the amount is zero"
    told = Rejection(Reason.ZERO_AMOUNT, "of 5 none is left")
    assert (told.reason, told.detail) == (Reason.ZERO_AMOUNT, "of 5 none is left")
    assert str(told) == "ZERO_AMOUNT: of 5 none is left"


def test_require_refuses_unless_the_condition_holds() -> None:
    require(True, Reason.ZERO_AMOUNT)
    require(1, Reason.ZERO_AMOUNT, "unsaid")
    for condition in (False, 0, "", None):
        with pytest.raises(Rejection) as refusal:
            require(condition, Reason.NOT_READY, "said")
        assert (refusal.value.reason, refusal.value.detail) == (Reason.NOT_READY, "said")
    with pytest.raises(Rejection, match="NOT_READY: the leaving stake is not ready yet"):
        require(False, Reason.NOT_READY)


def test_the_truth_of_a_condition_is_asked_once() -> None:
    class Symbol:
        asked = 0

        def __bool__(self) -> bool:
            self.asked += 1
            return True

    symbol = Symbol()
    require(symbol, Reason.NOT_READY)
    assert symbol.asked == 1
