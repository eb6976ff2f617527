"""Properties of evaluators: histories against an oracle that is written from the chapter alone."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hollowbeam.kernel.actor import Kind
from hollowbeam.kernel.encoding import Json
from hollowbeam.kernel.errors import Rejection
from hollowbeam.kernel.vocabulary import ZERO, Nat
from hollowbeam.protocol.commitments import (
    Entry,
    OutboxMessage,
    Result,
    Status,
    assignment_hash,
    outbox_root,
    result_hash,
)
from hollowbeam.protocol.dre import probe
from hollowbeam.protocol.dre.evaluator import Evaluator, begin, go_back, proceed, resume, try_out
from hollowbeam.protocol.dre.facts import Context, Rules
from hollowbeam.protocol.dre.invariants import is_empty_before_birth, is_within_quota
from hollowbeam.protocol.dre.snapshots import snapshot_hash
from hollowbeam.protocol.dre.state import ProcessState
from hollowbeam.protocol.message.item import Item
from hollowbeam.protocol.relayer.envelope import identity
from hollowbeam.protocol.relayer.funding import Rates
from hollowbeam.protocol.sequencer.state import Route
from hollowbeam_models.domains.dre_log import (
    NETWORK,
    Place,
    address,
    after,
    assigned,
    beginning,
    emitted,
    message_item,
    process_of,
    relay_item,
    some_id,
    spawn_item,
    spawning,
)

MODULES = {probe.PROBE: probe.MODULE}
RULES = Rules(Rates(Nat(2), Nat(1)), Nat(2))
FRIENDS = (some_id("friend"), some_id("another friend"))

HISTORIES = 100
usual = settings(derandomize=True, deadline=None, max_examples=HISTORIES)


@dataclass(frozen=True, slots=True)
class Deed:
    """What is asked of the process: an action of the probe, how it comes, and with what means."""

    action: str
    data: Any
    comes: str
    budget: int
    hops: int
    stake: int


def _messages() -> st.SearchStrategy[dict[str, Json]]:
    return st.builds(
        lambda kind, target, action: {
            "kind": kind,
            "target": target,
            "action": action,
            "input": {"amount": "1"},
            "expires": "0",
        },
        st.sampled_from(["PROCESS", "PROCESS", "WALLET"]),
        st.sampled_from(FRIENDS),
        st.sampled_from(["Add", "Add", "Add", "Add", "Bounce", "Spawn"]),
    )


def _asked() -> st.SearchStrategy[tuple[str, Any]]:
    amounts = st.integers(0, 9).map(lambda amount: {"amount": str(amount)})
    return st.one_of(
        st.tuples(st.just("Add"), amounts),
        st.tuples(
            st.just("Emit"),
            st.lists(_messages(), max_size=3).map(lambda messages: {"messages": messages}),
        ),
        st.tuples(st.just("Err"), amounts),
        st.tuples(st.sampled_from(["Fail", "Mumble", "Fly"]), st.just({})),
        st.tuples(st.just("Refuse"), st.booleans().map(lambda refuses: {"refuses": refuses})),
    )


def deeds() -> st.SearchStrategy[Deed]:
    """Draw what is asked, with means that sometimes do not suffice."""
    return st.builds(
        lambda asked, comes, budget, hops, stake: Deed(
            asked[0], asked[1], comes, budget, hops, stake
        ),
        _asked(),
        st.sampled_from(["wallet", "relay", "bounce"]),
        st.sampled_from([0, 1, 2, 3, 5, 8, 40]),
        st.integers(0, 2),
        st.integers(0, 2),
    )


@dataclass
class Oracle:
    """What the chapter says of a probe: its total, its counters, and what becomes of a budget."""

    gate: int
    total: int = 5
    refuses: bool = False
    sent: dict[str, int] = field(default_factory=dict)
    parked: set[str] = field(default_factory=set)

    def reason(self, deed: Deed) -> str:
        """Give the reason of the error, empty where there is none."""
        price = 1 if deed.comes == "bounce" else 2
        if deed.budget < price:
            return "OUT_OF_BUDGET"
        if deed.comes == "wallet" and deed.stake < self.gate:
            return "INSUFFICIENT_STAKE"
        if deed.comes == "bounce":
            return "NOT_READY" if self.refuses else ""
        refused = {
            "Err": "INSUFFICIENT_BALANCE",
            "Fail": "TRAP",
            "Mumble": "TRAP",
            "Fly": "UNKNOWN_ACTION",
        }
        if deed.action in refused:
            return refused[deed.action]
        return self._unsent(deed, deed.budget - price)

    @staticmethod
    def _unsent(deed: Deed, rest: int) -> str:
        messages = deed.data.get("messages", [])
        if any(each["action"] in {"Bounce", "Spawn"} for each in messages):
            return "RESERVED_ACTION"
        count = sum(each["kind"] == "PROCESS" for each in messages)
        if count and not deed.hops:
            return "OUT_OF_HOPS"
        return "OUT_OF_BUDGET" if count and rest // count < 3 else ""

    def expect(self, deed: Deed, source: str) -> tuple[str, list[tuple[str, int, int]], int, int]:
        """Give the reason, the outbox (target, number, budget), what is spent and refunded."""
        reason = self.reason(deed)
        spent = min(deed.budget, 1 if deed.comes == "bounce" else 2)
        rest = deed.budget - spent
        if reason and deed.comes == "relay":
            return reason, [self._numbered(source, rest)], spent, 0
        if reason or deed.comes == "bounce":
            return reason, [], spent, rest
        if deed.action == "Add":
            self.total += int(deed.data["amount"])
        if deed.action == "Refuse":
            self.refuses = deed.data["refuses"]
        messages = deed.data.get("messages", [])
        self.total += len(messages)
        count = sum(each["kind"] == "PROCESS" for each in messages)
        gift = rest // count if count else 0
        outbox = [
            self._numbered(each["target"], gift if each["kind"] == "PROCESS" else 0)
            for each in messages
        ]
        return "", outbox, spent, rest - gift * count

    def _numbered(self, target: str, budget: int) -> tuple[str, int, int]:
        number = self.sent.get(target, 0)
        self.sent[target] = number + 1
        return target, number, budget


def item_of(deed: Deed, process: str, number: int) -> tuple[Item, str]:
    """Write the deed as an item, and give the identity of what it relays."""
    if deed.comes == "wallet":
        return message_item("sam", process, deed.action, deed.data, nonce=number), ""
    back: Json = {"action": "Add", "reason": "TRAP", "input": None}
    action, data = ("Bounce", back) if deed.comes == "bounce" else (deed.action, deed.data)
    message = emitted(process, action, data, sequence=number, budget=deed.budget, hops=deed.hops)
    return relay_item(message), identity(message)


def context_of(deed: Deed | None = None) -> Context:
    """Say what the node knows of a deed."""
    route = Route(address("host"), ZERO, Nat(1000))
    if deed is None:
        return Context(RULES, route, is_seen=True, budget=Nat(9))
    return replace(
        context_of(), stake=Nat(deed.stake), budget=Nat(deed.budget), hops=Nat(deed.hops)
    )


@dataclass
class Run:
    """An evaluator with the log that it followed."""

    evaluator: Evaluator
    place: Place
    log: list[tuple[Entry, Context]]

    def put(self, item: Item, context: Context) -> tuple[Result, tuple[OutboxMessage, ...]]:
        """Assign an item, and evaluate it."""
        entry = assigned(self.place, item)
        step = proceed(self.evaluator, entry, MODULES, context)
        self.evaluator = step.state
        self.place = after(self.place, entry)
        self.log.append((entry, context))
        return step.out, step.effects


def begun(gate: int, interval: int) -> Run:
    """Begin with a probe that was spawned."""
    spawn = spawn_item("dmac", spawning("5", minimum_stake=gate))
    process = process_of(spawn)
    run = Run(begin(NETWORK, process, Nat(interval)), beginning(process), [])
    run.put(spawn, context_of())
    return run


@usual
@given(st.integers(0, 1), st.lists(deeds(), max_size=12))
def test_every_history_is_what_the_chapter_says(gate: int, history: list[Deed]) -> None:
    run, oracle = begun(gate, 3), Oracle(gate)
    source = some_id("source")
    for number, deed in enumerate(history):
        before = run.evaluator.state
        reason, outbox, spent, refunded = oracle.expect(deed, source)
        item, name = item_of(deed, before.kernel.process, number)
        result, messages = run.put(item, context_of(deed))
        kernel = run.evaluator.state.kernel
        assert (result.reason, result.spent, result.refunded) == (reason, spent, refunded)
        assert [(each.target, each.sequence, each.budget) for each in messages] == outbox
        assert result.outbox_root == outbox_root(messages)
        assert spent + refunded + sum(each.budget for each in messages) == deed.budget
        if deed.comes == "bounce" and reason:
            oracle.parked.add(name)
        assert {key for key, _ in kernel.parked.items()} == oracle.parked
        if result.status is Status.ERROR:
            assert run.evaluator.state.contents == before.contents
        assert probe.view(run.evaluator.state.contents, "total") == str(oracle.total)
        assert dict(kernel.sent.items()) == oracle.sent
        assert is_within_quota(kernel, RULES)
        assert is_empty_before_birth(kernel)


@usual
@given(st.lists(deeds(), max_size=8))
def test_results_are_a_chain_that_anyone_can_follow(history: list[Deed]) -> None:
    run = begun(0, 3)
    for number, deed in enumerate(history):
        run.put(item_of(deed, run.place.process, number)[0], context_of(deed))
    head: str = run.place.process
    for result, (entry, _) in zip(run.evaluator.results, run.log, strict=True):
        assert result.previous == head
        assert result.assignment == assignment_hash(entry.assignment)
        head = result_hash(result)
    assert run.evaluator.state.kernel.results == head


@usual
@given(st.integers(1, 4), st.data(), st.lists(deeds(), max_size=8))
def test_every_snapshot_goes_on_to_the_same_end(
    interval: int, data: st.DataObject, history: list[Deed]
) -> None:
    run = begun(0, interval)
    for number, deed in enumerate(history):
        run.put(item_of(deed, run.place.process, number)[0], context_of(deed))
    straight = run.evaluator
    slots = [snapshot.kernel.slot for snapshot in straight.snapshots]
    assert slots == list(range(0, straight.state.kernel.slot + 1, interval))
    chosen = data.draw(st.sampled_from(straight.snapshots))
    slot = chosen.kernel.slot
    for again in (go_back(straight, slot), resume(chosen, Nat(interval))):
        replayed = again
        for entry, context in run.log[slot:]:
            replayed = proceed(replayed, entry, MODULES, context).state
        assert same(replayed.state, straight.state)
        assert (
            replayed.results[-len(run.log[slot:]) or len(replayed.results) :]
            == (straight.results[slot:])
        )


def same(one: ProcessState, other: ProcessState) -> bool:
    """Say whether two nodes hold the same, both parts of it."""
    alike = snapshot_hash(one.kernel) == snapshot_hash(other.kernel)
    return alike and one.contents == other.contents


@usual
@given(deeds())
def test_a_dry_run_tells_the_result_and_keeps_nothing(deed: Deed) -> None:
    run = begun(0, 2)
    before = run.evaluator
    entry = assigned(run.place, item_of(deed, run.place.process, 1)[0])
    told = try_out(before, entry, MODULES, context_of(deed))
    assert told.state is before
    assert proceed(before, entry, MODULES, context_of(deed)).out == told.out


@usual
@given(st.lists(deeds(), max_size=3), st.integers(0, 400), st.integers(0, 7))
def test_no_altered_entry_is_evaluated_as_another(
    history: list[Deed], position: int, bit: int
) -> None:
    run = begun(0, 3)
    for number, deed in enumerate(history):
        run.put(item_of(deed, run.place.process, number)[0], context_of(deed))
    item = message_item("sam", run.place.process, "Add", {"amount": "3"}, nonce=77)
    entry = assigned(run.place, item)
    raw = bytearray(entry.item)
    raw[position % len(raw)] ^= 1 << bit
    altered = replace(entry, item=bytes(raw))
    try:
        step = proceed(run.evaluator, altered, MODULES, context_of())
    except Rejection:
        return
    raise AssertionError(step.out)


def test_every_kind_of_target_is_numbered() -> None:
    run = begun(0, 3)
    note = {"kind": "WALLET", "target": address("sam"), "action": "Note", "input": None}
    item = message_item(
        "sam", run.place.process, "Emit", {"messages": [{**note, "expires": "0"}] * 2}
    )
    _, messages = run.put(item, context_of())
    assert [(each.kind, each.sequence) for each in messages] == [
        (Kind.WALLET, 0),
        (Kind.WALLET, 1),
    ]
