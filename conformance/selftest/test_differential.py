"""The mass comparison with arbundles: a small run of it, and each of its parts."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from random import Random
from typing import Any, cast

import pytest
from typer import Typer
from typer.testing import CliRunner

from hollowbeam.kernel.encoding import base64url_decode
from hollowbeam.kernel.errors import Reason, Rejection
from hollowbeam.kernel.signatures import verify_ed25519
from hollowbeam.protocol.message.item import parse_item
from hollowbeam.protocol.message.refusal import RefusedAt
from hollowbeam.protocol.message.signing import read_item, signed_hash
from hollowbeam_conformance.differential import command, edwards, judge, peer
from hollowbeam_conformance.differential.circles import runs_in_circles
from hollowbeam_conformance.differential.divergences import DIVERGENCES, explanation
from hollowbeam_conformance.differential.fields import fields_of, signed, wallets
from hollowbeam_conformance.differential.items import draw, own_items, real_items
from hollowbeam_conformance.differential.peer import Answer, Peer, Verdict

needs_arbundles = pytest.mark.skipif(bool(peer.absent()), reason=peer.absent() or "installed")

application = Typer()
application.command()(command.differential)


@needs_arbundles
def test_two_thousand_items_have_no_unexplained_disagreement() -> None:
    arguments = ["--items", "2000", "--seed", "7", "--json"]
    done = CliRunner().invoke(application, arguments)
    assert done.exit_code == 0, done.output
    result = json.loads(done.stdout)
    assert (result["items"], result["seed"], result["findings"]) == (2000, 7, [])
    counted = sum(judgement["items"] for judgement in result["judgements"])
    assert counted == 2000
    assert 1500 < result["malformed"] < 2000
    reasons = {judgement["ours"] for judgement in result["judgements"]}
    of_items = {reason for reason in Reason if reason.clause in ITEM_CLAUSES}
    assert reasons == {"accepted", *of_items}
    divergences = {judgement["divergence"] for judgement in result["judgements"]}
    assert {divergence.name for divergence in DIVERGENCES} - divergences <= {"endless"}


ITEM_CLAUSES = {f"MSG-{number}" for number in [*range(1, 10), *range(12, 16)]}


@needs_arbundles
def test_how_many_processes_read_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "BLOCK", 40)
    counts = []
    for jobs in (1, 2):
        total = command.Tally()
        for part in command.tallies(120, 3, jobs):
            total.add(part)
        counts.append(total.counts)
    assert counts[0] == counts[1]
    assert counts[0].total() == 120


def test_a_seed_names_its_items() -> None:
    first, second = Random("1/0"), Random("1/0")
    drawn = [draw(first) for _ in range(300)]
    assert drawn == [draw(second) for _ in range(300)]
    assert drawn != [draw(Random("2/0")) for _ in range(300)]


def test_arbundles_missing_is_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "absent", lambda: "it is not here")
    done = CliRunner().invoke(application, ["--items", "10"])
    assert done.exit_code == 2
    assert "arbundles cannot be asked: it is not here" in done.output


# What is signed again holds, where nothing was changed.


def test_real_items_are_real() -> None:
    assert Counter(raw[0] for raw in real_items()) == {1: 9, 2: 9, 3: 9}
    for raw in real_items():
        read_item(raw)


@pytest.mark.parametrize("raw", own_items())
def test_an_item_signed_again_is_the_same(raw: bytes) -> None:
    blank = raw[:2] + bytes(64) + raw[66:]
    assert signed(blank) == raw
    fields, item = fields_of(raw), parse_item(raw)
    assert fields is not None
    assert (fields.signed_hash, fields.owner) == (signed_hash(item), item.owner)


# A fake arbundles gives what answers it is told to give.


class Told:
    """A peer that answers as told."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.asked = 0

    def ask(self, items: list[bytes]) -> None:
        self.asked = len(items)

    def answers(self) -> list[Answer]:
        return [self.answer] * self.asked


def told(verdict: Verdict, reading: bytes = b"") -> Peer:
    return cast("Peer", Told(Answer(verdict, reading)))


GOOD = own_items()[5]
BAD = GOOD[:-1] + b"!"


def test_an_unexplained_disagreement_is_a_fault() -> None:
    accepted = told(Verdict.ACCEPTED, bytes(32))
    cases: list[tuple[Peer, bytes, str, str]] = [
        (accepted, GOOD, "accepted", "arbundles reads other fields in it"),
        (told(Verdict.REFUSED), GOOD, "accepted", "arbundles: refused"),
        (told(Verdict.ENDLESS), GOOD, "accepted", "arbundles: endless"),
        (
            accepted,
            BAD,
            "INVALID_ED25519_SIGNATURE",
            "arbundles: accepted, and nothing explains it",
        ),
        (told(Verdict.ENDLESS), b"", "TRUNCATED", "arbundles: endless, and nothing explains it"),
        (told(Verdict.ENDLESS), b"\0\0", "UNKNOWN_SIGNATURE_TYPE", "arbundles: endless, and"),
        (told(Verdict.REFUSED), BAD, "INVALID_ED25519_SIGNATURE", ""),
    ]
    for against, raw, ours, fault in cases:
        (judgement,) = judge.judge(against, [raw])
        assert judgement.ours == ours
        assert judgement.fault.startswith(fault)
        assert bool(judgement.fault) is bool(fault)


@pytest.mark.parametrize(
    ("broken", "ours", "fault"),
    [
        (ValueError("a bug"), "ValueError", "ValueError: a bug\n"),
        (RecursionError("deep"), "RecursionError", "RecursionError: deep\n"),
    ],
)
def test_another_exception_than_a_rejection_is_a_fault(
    monkeypatch: pytest.MonkeyPatch, broken: Exception, ours: str, fault: str
) -> None:
    def fail(_: bytes) -> None:
        raise broken

    monkeypatch.setattr(judge, "read_item", fail)
    (judgement,) = judge.judge(told(Verdict.REFUSED), [b""])
    assert (judgement.ours, judgement.divergence) == (ours, "")
    assert judgement.fault.endswith(fault)


def test_a_reader_that_does_not_keep_its_word_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    good = read_item(GOOD)
    monkeypatch.setattr(judge, "read_item", lambda _: replace(good, data=b"other"))
    (judgement,) = judge.judge(told(Verdict.ACCEPTED), [GOOD])
    assert judgement.fault == "written again, the item has other bytes"

    def refuse(_: bytes) -> None:
        raise RefusedAt(Reason.TRUNCATED, 500)

    monkeypatch.setattr(judge, "read_item", refuse)
    (judgement,) = judge.judge(told(Verdict.REFUSED), [GOOD])
    assert (judgement.ours, judgement.fault) == ("TRUNCATED", "refused at byte 500")


def test_a_finding_is_made_small_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(raw: bytes) -> Any:
        if b"\x07" in raw:
            raise KeyError("seven")
        raise Rejection(Reason.TRUNCATED)

    monkeypatch.setattr(judge, "read_item", read)
    monkeypatch.setattr(command, "draw", lambda _: bytes(range(200)))
    tally = command.block(told(Verdict.REFUSED), 1, 0, 20)
    assert tally.counts == {("KeyError", "refused", ""): 20}
    assert len(tally.findings) == command.FINDINGS_SHOWN
    assert {base64url_decode(finding.item) for finding in tally.findings} == {b"\x07"}
    lines = command.text(tally, 1).splitlines()
    assert lines[-1] == "5 findings"
    assert "FOUND MSG-33: KeyError; Traceback (most recent call last):" in lines
    assert "  item Bw" in lines


# Each divergence explains what it should, and not its neighbour.


def test_a_divergence_that_is_narrower_than_its_reason_looks_at_the_item() -> None:
    unexplained = [
        (b"\x08\0", Reason.UNKNOWN_SIGNATURE_TYPE, Verdict.ACCEPTED),
        (BAD, Reason.INVALID_ED25519_SIGNATURE, Verdict.ACCEPTED),
        (own_items()[9][:-1] + b"!", Reason.INVALID_ETHEREUM_SIGNATURE, Verdict.ACCEPTED),
        (GOOD, Reason.TAG_COUNT_MISMATCH, Verdict.ACCEPTED),
        (GOOD, Reason.TAGS_TOO_LONG, Verdict.ACCEPTED),
        (GOOD, Reason.TAG_COUNT_MISMATCH, Verdict.ENDLESS),
    ]
    assert [case for case in unexplained if explanation(*case) is not None] == []
    explained = explanation(b"\x07\0", Reason.UNKNOWN_SIGNATURE_TYPE, Verdict.ACCEPTED)
    assert explained is not None
    assert explained.name == "signature-types"


@pytest.mark.parametrize(
    ("encoded", "circles"),
    [
        (b"", False),
        (b"\0", False),
        (b"\2\2a\2b\0", False),
        (b"\2\2a\2b", False),
        (b"\1\6\2a\2b\0", False),
        (b"\xfe\xff\xff\xff\x0f\2a\2b\0", False),
        # A block of many tags, whose names of length -1 stand still: the value is read again.
        (b"\xfe\xff\xff\xff\x0f\1", True),
        (b"\xfe\xff\xff\xff\xff\xff\xff\xff\xff\x01\1", True),
        # The same in a block of one tag: it ends.
        (b"\2\1\1", False),
        # Negative lengths lead before the beginning, where all is zero; so does the next count.
        (b"\4\x13\0", False),
    ],
)
@needs_arbundles
def test_arbundles_runs_in_circles_where_it_is_said_to(encoded: bytes, circles: bool) -> None:
    assert runs_in_circles(encoded) is circles
    numbers = (1).to_bytes(8, "little") + len(encoded).to_bytes(8, "little")
    raw = own_items()[4][: 2 + 64 + 32] + b"\0\0" + numbers + encoded + bytes(40)
    with peer.peer() as against:
        (answer,) = against.judge([raw])
    assert (answer.verdict is Verdict.ENDLESS) is circles


def test_the_curve_is_that_of_ed25519() -> None:
    assert edwards.multiply(edwards.ORDER, edwards.BASE)[0] == 0
    assert len({edwards.encode(point) for point in edwards.TORSION}) == 8
    owner, message = wallets()[2].owner, b"message"
    signature = wallets()[2].sign(message)
    assert edwards.fits_with_cofactor(owner, message, signature)
    assert not edwards.fits_with_cofactor(owner, b"other", signature)
    torsion = edwards.encode(edwards.TORSION[1])
    small = torsion + bytes(32)
    assert edwards.fits_with_cofactor(torsion, message, small)
    assert not verify_ed25519(torsion, message, small)
    above = edwards.ORDER.to_bytes(32, "little")
    assert not edwards.fits_with_cofactor(torsion, message, torsion + above)
