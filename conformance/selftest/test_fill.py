"""Cases say what the reference does, or the book refuses to be built; vectors are reproducible."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from hollowbeam.kernel.encoding import Json
from hollowbeam.kernel.errors import Reason
from hollowbeam_conformance.fill.cases import CaseBook, CaseError, act, emitting, look, refused
from hollowbeam_conformance.fill.vectors import Difference, render, store
from hollowbeam_conformance.run.suite import load

NULL = "bnVsbA"  # null
NUMBER = "MQ"  # 1
ITEM_BUNDLE = "A" * 43  # 32 zero bytes: a bundle of no items


def book_of_two() -> CaseBook:
    """Fill one case that is accepted and one that is refused."""
    book = CaseBook("message")
    book.accept("msg-22-null", "Null is a value", act("decode", json=NULL, canonical=False))
    book.reject(
        "msg-22-number",
        "A number is no value",
        refused(Reason.NOT_HB_JSON, "decode", json=NUMBER, canonical=False),
        neighbour="msg-22-null",
        requires=("protocol",),
    )
    return book


def test_a_case_is_filled_with_what_the_reference_answers() -> None:
    accepted, rejected = book_of_two().cases()
    assert accepted.to_json() == {
        "id": "msg-22-null",
        "clause": "MSG-22",
        "title": "Null is a value",
        "role": "message",
        "requires": [],
        "kind": "accept",
        "neighbour": None,
        "saboteurs": [],
        "steps": [
            {"verb": "reset", "role": "message", "genesis": {}, "expect": {"ok": {}}},
            {
                "verb": "step",
                "op": "decode",
                "args": {"json": NULL, "canonical": False},
                "expect": {"ok": {"out": None}},
            },
        ],
    }
    assert rejected.kind == "reject"
    assert rejected.steps[-1]["expect"] == {"reject": {"code": "NOT_HB_JSON"}}


@pytest.mark.parametrize(
    ("step", "complaint"),
    [
        (act("decode", json=NUMBER, canonical=False), "the reference does not accept"),
        (refused(Reason.NOT_HB_JSON, "decode", json=NULL, canonical=False), "should be"),
        (refused(Reason.NOT_CANONICAL, "decode", json=NUMBER, canonical=False), "should be"),
        (look("anything"), "the reference does not accept"),
    ],
)
def test_a_case_that_is_not_so_is_refused(step: object, complaint: str) -> None:
    book = CaseBook("message")
    with pytest.raises(CaseError, match=f"msg-22-x: .*{complaint}"):
        book.reject("msg-22-x", "Not so", step, neighbour="msg-22-y")  # type: ignore[arg-type]


def test_a_step_may_be_judged_by_what_it_emits_alone() -> None:
    alice, bob = "A" * 43, "B" * 42 + "A"
    given: Json = {"recipient": bob, "kind": "WALLET", "quantity": "2", "reference": "0"}
    step = act("Transfer", caller=alice, anchor="1", input=given)
    start: dict[str, Json] = {
        "name": "U",
        "ticker": "U",
        "denomination": "0",
        "authority": bob,
        "confirmations": "0",
        "allocations": [{"address": alice, "quantity": "5"}],
    }
    book = CaseBook("u_token")
    book.accept("tok-6-whole", "Everything is judged", step, genesis=start)
    book.accept("tok-9-emitted", "What is emitted is judged", emitting(step), genesis=start)
    steps: list[Any] = [case.steps[-1] for case in book.cases()]
    whole, emitted = steps
    assert whole["expect"]["ok"].keys() == {"effects", "digest"}
    assert whole["changes"] == {f"balances/{alice}": "3", f"balances/{bob}": "2"}
    assert "changes" not in emitted
    assert emitted["expect"] == {"ok": {"effects": whole["expect"]["ok"]["effects"]}}


def test_a_case_names_the_members_that_it_is_about() -> None:
    book = CaseBook("message")
    step = act("bundle", bundle=ITEM_BUNDLE, about=("ids",))
    book.accept("msg-19-empty", "A bundle may be empty", step)
    (case,) = book.cases()
    assert case.steps[-1]["expect"] == {"ok": {"out": {"ids": []}}}


@pytest.mark.parametrize("case_id", ["msg-22", "MSG-22-x", "msg-22-null", "msg-0-x", "msg-22-a_b"])
def test_an_id_is_well_formed_and_free(case_id: str) -> None:
    book = book_of_two()
    with pytest.raises(CaseError, match="malformed or taken"):
        book.accept(case_id, "Taken", act("decode", json=NULL, canonical=False))


def test_a_rejection_needs_a_neighbour_that_is_accepted() -> None:
    book = book_of_two()
    book.reject(
        "msg-22-alone",
        "Its neighbour is refused too",
        refused(Reason.NOT_HB_JSON, "decode", json=NUMBER, canonical=False),
        neighbour="msg-22-number",
    )
    with pytest.raises(CaseError, match="msg-22-alone: the neighbour msg-22-number"):
        book.cases()


def test_a_case_that_ends_in_a_refusal_is_not_accepted() -> None:
    book = CaseBook("message")
    with pytest.raises(CaseError, match="the last step is refused"):
        book.accept("msg-22-x", "Not so", refused(Reason.NOT_HB_JSON, "decode", json=NUMBER))


def test_vectors_are_one_line_a_case_and_an_index() -> None:
    files = render(book_of_two().cases())
    assert set(files) == {"index.json", "message/MSG-22.jsonl"}
    lines = files["message/MSG-22.jsonl"].splitlines()
    index = json.loads(files["index.json"])
    assert [entry["id"] for entry in index["cases"]] == ["msg-22-null", "msg-22-number"]
    assert [entry["sha256"] for entry in index["cases"]] == [
        sha256(line).hexdigest() for line in lines
    ]


def test_the_runner_reads_what_was_written(tmp_path: Path) -> None:
    files = render(book_of_two().cases())
    written = store(files, directory=tmp_path)
    assert written == dict.fromkeys(files, Difference.MISSING)
    assert [case.id for case in load(tmp_path).cases] == ["msg-22-null", "msg-22-number"]
    assert store(files, directory=tmp_path, check=True) == {}


def test_a_check_writes_nothing_and_names_each_difference(tmp_path: Path) -> None:
    files = render(book_of_two().cases())
    store(files, directory=tmp_path)
    stale, unknown = tmp_path / "message" / "MSG-22.jsonl", tmp_path / "message" / "MSG-99.jsonl"
    stale.write_bytes(b"{}\n")
    unknown.write_bytes(b"{}\n")
    expected = {
        "message/MSG-99.jsonl": Difference.UNKNOWN,
        "message/MSG-22.jsonl": Difference.STALE,
    }
    assert store(files, directory=tmp_path, check=True) == expected
    assert stale.read_bytes() == b"{}\n"
    assert unknown.exists()
    assert store(files, directory=tmp_path) == expected
    assert store(files, directory=tmp_path, check=True) == {}
    assert not unknown.exists()


def test_an_id_never_vanishes_unless_it_is_forgotten_on_purpose(tmp_path: Path) -> None:
    store(render(book_of_two().cases()), directory=tmp_path)
    fewer = render(book_of_two().cases()[:1])
    before = (tmp_path / "index.json").read_bytes()
    assert store(fewer, directory=tmp_path) == {"msg-22-number": Difference.FORGOTTEN}
    assert (tmp_path / "index.json").read_bytes() == before
    store(fewer, directory=tmp_path, forget=True)
    assert [case.id for case in load(tmp_path).cases] == ["msg-22-null"]
