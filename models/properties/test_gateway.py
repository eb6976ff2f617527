"""Room gateway against books kept naively, over random histories of logs, forks and subscribers.

The books hold whole logs as lists and are written from the chapter. After every step gateway and
books agree: on the reason, and then nothing changed; or on what comes out, what is sent, and all
that is known of logs, terms and subscriptions. All invariants hold.
"""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from hollowbeam.kernel.encoding import base64url_decode
from hollowbeam.kernel.errors import Rejection
from hollowbeam.kernel.records import from_json
from hollowbeam.kernel.vocabulary import Nat
from hollowbeam.protocol.commitments import (
    Assignment,
    Signature,
    assignment_hash,
    is_signed,
    signer_of,
)
from hollowbeam.protocol.gateway import Genesis, begin, follow, handle
from hollowbeam.protocol.gateway.invariants import (
    durable_is_reached,
    queue_is_bounded,
    survivor_is_kept,
    terms_are_apart,
)
from hollowbeam.protocol.gateway.state import Gateway, TailStatus, TermStatus, Verdict
from hollowbeam.protocol.message.item import parse_item
from hollowbeam.protocol.message.signing import item_digest, item_id
from hollowbeam_conformance.roles import role
from hollowbeam_models.domains.gateway_moves import (
    NETWORK,
    PROCESSES,
    SUBSCRIBERS,
    entry_of,
    moves,
    starts,
)

HISTORIES = 80
STEPS = 40


class Refused(Exception):
    """The books refuse a step, for the reason that is named."""


def refuse(condition: bool, reason: str) -> None:
    """Refuse a step if the condition holds."""
    if condition:
        raise Refused(reason)


class Log:
    """A log as a list of entries from its beginning; what lies before the beginning is unknown."""

    def __init__(self, start: int, head: str) -> None:
        self.start = start
        self.first = head
        self.entries: list[tuple[str, Any]] = []
        self.durable = start
        self.terms: list[dict[str, Any]] = []
        self.survivors = {start: head}
        self.oldest = 0

    @property
    def slots(self) -> int:
        return self.start + len(self.entries)

    def head(self, slots: int) -> str | None:
        """Give the head after so many slots, if it is known."""
        if slots == self.start:
            return self.first
        if self.start < slots <= self.slots:
            return self.entries[slots - self.start - 1][0]
        return None

    def cut(self, slots: int) -> None:
        del self.entries[slots - self.start :]

    def settle(self, slots: int, head: str) -> None:
        refuse(slots < self.durable, "DURABLE_SLOT")
        refuse(self.survivors.get(slots, head) != head, "CONFLICTING_HEAD")
        self.survivors[slots] = head
        if slots <= self.slots:
            if self.head(slots) == head:
                self.durable = slots
            else:
                self.cut(self.durable)


class Books:
    """Everything that the chapter says of a gateway."""

    def __init__(self, queue: int, retention: int) -> None:
        self.queue, self.retention = queue, retention
        self.logs: dict[str, Log] = {}
        self.subscribers: dict[tuple[str, str], dict[str, Any]] = {}

    def act(self, op: str, args: dict[str, Any]) -> tuple[Any, list[Any]]:
        """Do an operation: what comes out, and what is sent. Raises Refused."""
        done: tuple[Any, list[Any]] = getattr(self, op)(**args)
        return done

    def _tail(self, process: str) -> dict[str, str]:
        log = self.logs[process]
        return {
            "status": "FOLLOWED",
            "slots": str(log.slots),
            "durable": str(log.durable),
            "term": str(log.terms[-1]["term"]),
        }

    def appoint(
        self, process: str, term: str, host: str, start: str, head: str
    ) -> tuple[Any, list[Any]]:
        log = self.logs.get(process)
        begins = int(start)
        refuse(log is not None and int(term) <= log.terms[-1]["term"], "STALE_TERM")
        refuse(begins == 0 and head != process, "BROKEN_CHAIN")
        if log is None:
            log = self.logs[process] = Log(begins, head)
        else:
            refuse(begins < log.terms[-1]["start"], "DURABLE_SLOT")
            log.settle(begins, head)
            if log.slots > begins:
                log.cut(begins)
            log.terms[-1]["end"] = begins
        log.terms.append({"term": int(term), "host": host, "start": begins, "end": None})
        return self._tail(process), []

    def confirm(self, process: str, slots: str, head: str) -> tuple[Any, list[Any]]:
        refuse(process not in self.logs, "UNKNOWN_PROCESS")
        self.logs[process].settle(int(slots), head)
        return self._tail(process), []

    def publish(self, entry: dict[str, Any]) -> tuple[Any, list[Any]]:
        given = entry["assignment"]
        refuse(given["network"] != NETWORK, "WRONG_NETWORK")
        self._check_item(entry)
        assignment = from_json(Assignment, given)
        head = assignment_hash(assignment)
        log = self.logs.get(given["process"])
        terms = [term for term in log.terms if term["term"] == int(given["term"])] if log else []
        refuse(not terms, "UNKNOWN_TERM")
        (term,) = terms
        assert log is not None
        signature = from_json(Signature, entry["signature"])
        is_of_host = is_signed(signature, head) and signer_of(signature) == term["host"]
        refuse(not is_of_host, "NOT_HOST")
        slot = int(given["slot"])
        refuse(slot < term["start"], "FENCED")
        refuse(term["end"] is not None and slot >= term["end"], "FENCED")
        before = log.slots
        verdict = "NEXT" if slot == before else "GAP" if slot > before else "DUPLICATE"
        if verdict == "DUPLICATE":
            refuse(log.head(slot + 1) != head, "CONFLICTING_ASSIGNMENT")
        if verdict == "NEXT":
            refuse(log.survivors.get(slot + 1, head) != head, "CONFLICTING_ASSIGNMENT")
            refuse(given["previous"] != log.head(slot), "BROKEN_CHAIN")
            log.entries.append((head, entry))
            if log.survivors.get(slot + 1) == head:
                log.durable = slot + 1
            log.oldest = max(min(log.oldest, before), log.slots - self.retention, 0)
        return {"verdict": verdict, "first": str(before), "until": str(slot)}, []

    @staticmethod
    def _check_item(entry: dict[str, Any]) -> None:
        try:
            item = parse_item(base64url_decode(entry["item"]))
        except Rejection:
            raise Refused("OTHER_MESSAGE") from None
        given = entry["assignment"]
        is_other = (item_id(item), item_digest(item)) != (given["message"], given["digest"])
        refuse(is_other, "OTHER_MESSAGE")

    def subscribe(
        self, subscriber: str, process: str, cursor: str, head: str
    ) -> tuple[Any, list[Any]]:
        log = self.logs.get(process)
        refuse(log is None or log.head(int(cursor)) != head, "WRONG_CURSOR")
        made = {"status": "ACTIVE", "cursor": int(cursor), "sent": int(cursor)}
        self.subscribers[subscriber, process] = {**made, "head": head, "last": head}
        return None, []

    def _served(self, subscriber: str, process: str) -> dict[str, Any]:
        held = self.subscribers.get((subscriber, process))
        if held is None or held["status"] != "ACTIVE":
            raise Refused("NOT_SUBSCRIBED")
        refuse(self.logs[process].head(held["sent"]) != held["last"], "LOG_REWRITTEN")
        return held

    def _ready(self, subscriber: str, process: str) -> dict[str, Any]:
        held = self._served(subscriber, process)
        refuse(held["sent"] == self.logs[process].slots, "UP_TO_DATE")
        refuse(held["sent"] - held["cursor"] >= self.queue, "QUEUE_FULL")
        return held

    def _send(self, held: dict[str, Any], subscriber: str, entry: Any, head: str) -> Any:
        held["sent"] += 1
        held["last"] = head
        return None, [{"subscriber": subscriber, "entry": entry}]

    def deliver(self, subscriber: str, process: str) -> tuple[Any, list[Any]]:
        held, log = self._ready(subscriber, process), self.logs[process]
        refuse(held["sent"] < log.oldest, "NOT_KEPT")
        head, entry = log.entries[held["sent"] - log.start]
        done: tuple[Any, list[Any]] = self._send(held, subscriber, entry, head)
        return done

    def backfill(self, subscriber: str, entry: dict[str, Any]) -> tuple[Any, list[Any]]:
        self._check_item(entry)
        process = entry["assignment"]["process"]
        held = self._ready(subscriber, process)
        head = assignment_hash(from_json(Assignment, entry["assignment"]))
        refuse(head != self.logs[process].head(held["sent"] + 1), "OUT_OF_ORDER")
        done: tuple[Any, list[Any]] = self._send(held, subscriber, entry, head)
        return done

    def acknowledge(self, subscriber: str, process: str, slot: str) -> tuple[Any, list[Any]]:
        held = self._served(subscriber, process)
        refuse(int(slot) >= held["sent"], "NOT_DELIVERED")
        if int(slot) >= held["cursor"]:
            held["cursor"] = int(slot) + 1
            held["head"] = self.logs[process].head(held["cursor"])
        return None, []

    def cut_off(self, subscriber: str, process: str) -> tuple[Any, list[Any]]:
        held = self.subscribers.get((subscriber, process))
        if held is None or held["status"] != "ACTIVE":
            raise Refused("NOT_SUBSCRIBED")
        refuse(held["sent"] - held["cursor"] < self.queue, "NOT_SLOW")
        held.update(status="CUT_OFF", sent=held["cursor"], last=held["head"])
        return None, []

    def resume(self, subscriber: str, process: str) -> tuple[Any, list[Any]]:
        held = self.subscribers.get((subscriber, process))
        if held is None:
            raise Refused("NOT_SUBSCRIBED")
        refuse(self.logs[process].head(held["cursor"]) != held["head"], "LOG_REWRITTEN")
        held.update(status="ACTIVE", sent=held["cursor"], last=held["head"])
        return None, []


def assert_equal(state: Gateway, books: Books) -> None:
    """Compare all that is known, and look at the invariants."""
    for process in PROCESSES:
        log, tail = books.logs.get(process), state.tails.get(process)
        assert (tail.status == TailStatus.FOLLOWED) == (log is not None)
        assert durable_is_reached(state, process)
        if log is None:
            continue
        latest = log.terms[-1]["term"]
        assert (tail.slots, tail.durable, tail.term) == (log.slots, log.durable, latest)
        assert state.oldest.get(process) == log.oldest
        for slots in range(log.slots + 12):
            key = (process, Nat(slots))
            assert state.heads.get(key) == (log.head(slots) or "")
            assert state.survivors.get(key) == log.survivors.get(slots, "")
            assert survivor_is_kept(state, key)
        for one in range(latest + 2):
            assert all(
                terms_are_apart(state, process, Nat(one), Nat(other)) for other in range(latest + 2)
            )
        for term in log.terms:
            held = state.terms.get((process, Nat(term["term"])))
            is_open = term["end"] is None
            assert held.status == (TermStatus.OPEN if is_open else TermStatus.CLOSED)
            assert (held.host, held.start) == (term["host"], term["start"])
            assert held.end == (term["end"] or 0)
        for who in SUBSCRIBERS:
            kept = state.subscriptions.get((who, process))
            known = books.subscribers.get((who, process))
            assert queue_is_bounded(state, (who, process))
            if known is not None:
                assert {name: getattr(kept, name) for name in known} == known


SEEN: Counter[str] = Counter()


@settings(
    max_examples=HISTORIES,
    deadline=None,
    database=None,
    derandomize=True,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)
@given(st.data())
def walk(data: st.DataObject) -> None:
    """Walk through one history."""
    start = data.draw(starts())
    asked: Any = role("gateway")
    bounds: dict[str, Any] = start  # type: ignore[assignment]  # an object, as starts says
    queue, retention = int(bounds["queue"]), int(bounds["retention"])
    if 0 in {queue, retention}:
        with pytest.raises(Rejection, match="BAD_PARAMETERS"):
            asked.reset(start)
        return
    asked.reset(start)
    books = Books(queue, retention)
    for _ in range(STEPS):
        op, args = data.draw(moves(asked))
        before, after = asked.archive, deepcopy(books)
        try:
            out, effects = after.act(op, args)
        except Refused as refused:
            expected: Any = {"reject": str(refused)}
        else:
            expected, books = {"out": out, "effects": effects}, after
        try:
            ok = asked.step(op, args)["ok"]
            answered = {"out": ok["out"], "effects": ok["effects"]}
        except Rejection as rejection:
            answered = {"reject": str(rejection.reason)}
            assert asked.archive is before
        assert answered == expected
        assert_equal(asked.state, books)
        SEEN[answered.get("reject", op)] += 1


def test_gateway_and_books_agree() -> None:
    """They agree over random histories, with all operations and almost all reasons."""
    SEEN.clear()
    walk()
    operations = {"appoint", "confirm", "publish", "subscribe", "deliver", "backfill"}
    assert operations | {"acknowledge", "cut_off", "resume"} <= set(SEEN)
    assert {
        "WRONG_NETWORK", "OTHER_MESSAGE", "UNKNOWN_TERM", "NOT_HOST", "FENCED", "BROKEN_CHAIN",
        "CONFLICTING_ASSIGNMENT", "STALE_TERM", "DURABLE_SLOT",
        "WRONG_CURSOR", "NOT_SUBSCRIBED", "LOG_REWRITTEN", "UP_TO_DATE",
        "QUEUE_FULL", "NOT_KEPT", "OUT_OF_ORDER", "NOT_DELIVERED", "NOT_SLOW",
    } <= set(SEEN)  # fmt: skip


@settings(max_examples=40, deadline=None, database=None, derandomize=True)
@given(st.lists(st.integers(0, 5), max_size=30), st.lists(st.integers(0, 5), max_size=30))
def test_whoever_saw_the_same_slots_ends_equal(one: list[int], other: list[int]) -> None:
    """Two followers that see the entries of a log in any order, again and again, end equal.

    Each backfills the gaps that it is told of; then both have the log up to the same slot.
    """
    process = PROCESSES[0]
    entries = []
    previous: Any = process
    for slot in range(6):
        entries.append(entry_of(process, slot, 0, previous, 0, 0))
        previous = assignment_hash(entries[-1].assignment)
    ends = []
    for order in (one, other):
        archive = begin(Genesis(NETWORK, Nat(1), Nat(3)))
        host = signer_of(entries[0].signature)
        args: Any = {"process": process, "term": "0", "host": host, "start": "0", "head": process}
        archive = handle(archive, "appoint", args).state
        follower = archive.gateway
        for slot in [*order, 5]:
            step = follow(follower, entries[slot])
            if step.out.verdict == Verdict.GAP:
                for missing in range(step.out.first, step.out.until + 1):
                    step = follow(step.state, entries[missing])
            assert step.out.verdict in {Verdict.NEXT, Verdict.DUPLICATE}
            follower = step.state
        ends.append(follower)
    assert ends[0] == ends[1]
    assert ends[0].tails.get(process).slots == 6
