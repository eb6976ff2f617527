"""Room relayer against books kept naively, over random histories of its three parts.

After every step transitions and books agree: on the reason, and then nothing changed; or on all
that is counted, held, known and due. The stated invariants hold.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hollowbeam.kernel.actor import Kind
from hollowbeam.kernel.authenticated_map import Map, state_root
from hollowbeam.kernel.encoding import base64url_decode
from hollowbeam.kernel.errors import Rejection
from hollowbeam.kernel.records import from_json
from hollowbeam.kernel.transition import Step
from hollowbeam.kernel.vocabulary import ZERO, Address, Nat, ProcessId
from hollowbeam.protocol.message.signing import read_item
from hollowbeam.protocol.relayer import agent, crank, duties, invariants, learning, state
from hollowbeam.protocol.relayer.admission import Evidence, Facts, Received, admit, facts_of
from hollowbeam.protocol.relayer.envelope import Claims, Relay, read_relay, verify_relay
from hollowbeam.protocol.relayer.funding import Origin, Rates, fund, fund_failure
from hollowbeam_models.domains.relayer_moves import (
    CRANKS,
    NAMES,
    crank_moves,
    log_moves,
    relayer_moves,
)
from hollowbeam_models.domains.relayer_relays import NETWORK, SOURCES, TARGETS
from hollowbeam_models.relayer_books import Ledger, LogBook, PairName
from hollowbeam_models.relayer_histories import History, MessageName, name_of

STEPS = 40
HISTORIES = 150
usual = settings(derandomize=True, deadline=None, max_examples=HISTORIES)
few = st.integers(1, 3).map(Nat)
PAIRS = [PairName(s, b, t) for s in SOURCES for b in (0, 1) for t in TARGETS]


def attempt(done: Callable[[], Any]) -> tuple[str | None, Any]:
    """Give the reason for which something is refused, or what comes of it."""
    try:
        return None, done()
    except Rejection as refusal:
        return str(refusal.reason), None


def step_of_log(received: Received, op: str, args: dict[str, Any]) -> Received:
    """Read, verify or admit the relay of an item at the first target."""
    relay = read_relay(read_item(base64url_decode(args["item"])), NETWORK)
    if op == "verify":
        verify_relay(relay, NETWORK, TARGETS[0])
    if op == "admit":
        evidence = from_json(Evidence, args["evidence"])
        return admit(received, facts_of(relay, NETWORK, TARGETS[0], evidence))
    return received


@usual
@given(st.data())
def test_a_log_admits_what_the_books_admit(data: st.DataObject) -> None:
    received: Received = Map(ZERO)
    books = LogBook(NETWORK, TARGETS[0])
    for _ in range(data.draw(st.integers(1, STEPS))):
        op, args = data.draw(log_moves(SimpleNamespace(received=received)))
        expected = books.act(op, args)
        reason, after = attempt(lambda: step_of_log(received, op, args))  # noqa: B023 - at once
        assert reason == expected
        received = received if after is None else after
        for pair in PAIRS:
            key = (ProcessId(pair.source), Nat(pair.branch), Address(pair.target))
            assert received.get(key) == books.received(pair)


LEDGER: dict[str, tuple[type[Any], Callable[[Any, Any], Step[Any]]]] = {
    "start": (crank.Start, crank.start),
    "evaluate": (crank.Evaluate, crank.evaluate),
    "emit": (crank.Emit, crank.emit),
    "close": (crank.Close, crank.close),
    "fail": (crank.Fail, crank.fail),
}


def step_of_ledger(ledger: crank.Cranks, op: str, args: dict[str, Any]) -> crank.Cranks:
    """Do a step of a ledger, or ask what a budget comes to and see that no coin is missing."""
    if op in LEDGER:
        record, transition = LEDGER[op]
        after: crank.Cranks = transition(ledger, from_json(record, args)).state
        return after
    origin, budget = Origin(args["origin"]), Nat(int(args["budget"]))
    emitted = int(args.get("emitted", "1"))
    if op == "fund":
        done = fund(ledger.rates, origin, budget, Nat(int(args["hops"])), Nat(emitted))
    else:
        done = fund_failure(ledger.rates, origin, budget, Nat(int(args["hops"])))
    assert done.spent + done.refunded + done.gift * emitted == budget
    return ledger


@usual
@given(st.data(), few, few)
def test_a_ledger_accounts_for_every_coin(data: st.DataObject, step: Nat, bounce: Nat) -> None:
    ledger, books = crank.no_cranks(Rates(step, bounce)), Ledger(step, bounce)
    for _ in range(data.draw(st.integers(1, STEPS))):
        op, args = data.draw(crank_moves(ledger))
        expected = books.act(op, args)
        reason, after = attempt(lambda: step_of_ledger(ledger, op, args))  # noqa: B023 - at once
        assert reason == expected
        ledger = ledger if after is None else after
        for name in CRANKS:
            assert ledger.funded.get(name) == books.put.get(name, 0)
            assert ledger.spent.get(name) == books.spent.get(name, 0)
            assert ledger.refunded.get(name) == books.back.get(name, 0)
            assert invariants.budget_is_accounted(ledger, name)
        for message in NAMES:
            purse, coins = ledger.purses.get(message), books.purses.get(message)
            held = ("NONE", 0, 0) if coins is None else (coins.phase, coins.held, len(coins.gifts))
            assert (purse.phase, purse.budget, purse.children) == held
            if coins is not None and coins.phase == "FLYING":
                assert (purse.origin, purse.hops) == (coins.origin, coins.hops)
            assert invariants.purse_is_sound(ledger, message)


@usual
@given(st.data(), few, few)
def test_a_ping_pong_ends(data: st.DataObject, step: Nat, bounce: Nat) -> None:
    """Two processes answer everything, by as many messages as they may; still it ends."""
    budget, hops = data.draw(st.integers(0, 400)), data.draw(st.integers(0, 4))
    rates = Rates(step, bounce)
    waiting = [(Origin.ROOT, budget, hops)]
    spent = refunded = evaluations = 0
    while waiting:
        origin, purse, left = waiting.pop()
        emitted = data.draw(st.sampled_from((1, 1, 2, 3)))
        evaluations += 1
        reason, done = attempt(lambda: fund(rates, origin, Nat(purse), Nat(left), Nat(emitted)))  # noqa: B023 - at once
        if reason is None:
            waiting += [(Origin.RELAY, done.gift, done.hops)] * emitted
        else:
            done = fund_failure(rates, origin, Nat(purse), Nat(left))
            waiting += [(Origin.BOUNCE, done.gift, done.hops)] * (origin is Origin.RELAY)
        spent, refunded = spent + done.spent, refunded + done.refunded
        in_flight = sum(each[1] for each in waiting)
        assert spent + refunded + in_flight == budget
    assert evaluations <= budget // min(step, bounce) + 1


DUTIES: dict[str, tuple[type[Any], Callable[[Any, Any], Step[Any]]]] = {
    "confirm": (state.Confirm, learning.confirm),
    "guarantee": (state.Guarantee, learning.guarantee),
    "observe": (state.Observe, learning.observe),
    "settle": (state.Settle, learning.settle),
    "rewind": (state.Rewind, learning.rewind),
    "advance": (state.Advance, learning.advance),
    "take": (state.Take, learning.take),
    "leave": (state.Leave, learning.leave),
    "deliver": (state.Deliver, duties.deliver),
}


def step_of_relayer(now: state.RelayerState, op: str, args: dict[str, Any]) -> Step[Any]:
    """Tell a relayer something, or let it do what is due."""
    if op == "learn":
        host = from_json(Address, args["host"])
        return agent.take_up(now, from_json(Relay, args["relay"]), NETWORK, host)
    if op == "work":
        return agent.do_what_is_due(now)
    if op not in DUTIES:
        return Step(now)
    record, transition = DUTIES[op]
    return transition(now, from_json(record, args))


@st.composite
def terms(draw: st.DrawFn) -> state.Terms:
    patience = draw(st.integers(0, 3))
    later = draw(st.integers(1, 4))
    return state.Terms(Rates(draw(few), draw(few)), Nat(patience), Nat(patience + later))


def key_of(name: MessageName) -> state.RelayKey:
    """Give the key of a message."""
    source, branch, target = name.pair
    return (ProcessId(source), Nat(branch), Address(target), Nat(name.sequence))


def agree(now: state.RelayerState, books: History) -> None:
    """Compare what is known of every pair and message, and what is due and missed."""
    assert now.height == books.height
    for pair in PAIRS:
        lane = now.lanes.get(key_of(MessageName(pair, 0))[:3])
        assert (lane.next, lane.settled, lane.since) == books.lane(pair)
        assert invariants.lane_is_sound(lane)
    for name in books.names():
        key, known = key_of(name), books.known(name)
        delivery = now.deliveries.get(key)
        assert (delivery.progress != state.Progress.NONE) == (known is not None)
        if known is not None:
            assert (delivery.slot, delivery.assignment) == (known.slot, known.assignment)
        assert duties.due(now, key) == (books.due(name) or "NOTHING")
        assert duties.is_at_fault(now, key) == books.fault(name)
        assert invariants.delivery_is_sound(now, key)


@usual
@given(st.data(), terms())
def test_a_relayer_does_what_its_history_asks(data: st.DataObject, bound: state.Terms) -> None:
    now = learning.begin(bound)
    rates = bound.rates
    books = History(NETWORK, rates.step, rates.bounce, bound.patience, bound.deadline)
    for _ in range(data.draw(st.integers(1, STEPS))):
        op, args = data.draw(relayer_moves(now))
        if op in {"wrap", "identity", "fault"}:
            continue
        expected, does = books.act(op, args)
        root = state_root(now)
        reason, done = attempt(lambda: step_of_relayer(now, op, args))  # noqa: B023 - at once
        assert reason == expected
        if done is None:
            assert state_root(now) == root
        else:
            sent = [(each.way, name_of(_texts(each))) for each in done.effects]
            assert sent == does
            now = done.state
        agree(now, books)


def _texts(sending: state.Sending) -> dict[str, Any]:
    """Name the message of a sending as the wire does."""
    return {
        "source": sending.source,
        "branch": str(sending.branch),
        "target": sending.target,
        "sequence": str(sending.sequence),
    }


@usual
@given(st.data(), terms())
def test_a_relayer_that_works_at_each_height_is_never_at_fault(
    data: st.DataObject, bound: state.Terms
) -> None:
    now = learning.begin(bound)
    for _ in range(data.draw(st.integers(1, STEPS))):
        op, args = data.draw(relayer_moves(now))
        if op == "advance":
            now = agent.do_what_is_due(now).state
            args = {"height": str(now.height + 1)}
        _, done = attempt(lambda: step_of_relayer(now, op, args))  # noqa: B023 - at once
        now = now if done is None else done.state
        assert not any(duties.is_at_fault(now, key) for key, _ in now.deliveries.items())


def bring(received: Received, sending: state.Sending) -> Received:
    """Bring what a relayer sends to a log that knows all there is to know of its source."""
    host, given_slot = Address(NAMES[0]), state.NO_ASSIGNMENT
    evidence = Evidence(host=host, durable=True, surviving=given_slot, guaranteed=True)
    shown = Claims(
        Kind.PROCESS,
        on_network=True,
        of_source=True,
        to_target=True,
        included=True,
        attested=True,
    )
    place = (sending.source, sending.branch, sending.target, sending.sequence)
    return admit(received, Facts(shown, *place, host, given_slot, evidence))


@dataclass
class Race:
    """Two relayers that know the same messages of one pair, and the log that they bring them to."""

    bound: state.Terms
    count: int
    received: Received = field(default_factory=lambda: Map(ZERO))
    log: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        known = state.Delivery(progress=state.Progress.KNOWN, guaranteed=True)
        keys = [(SOURCES[0], ZERO, TARGETS[0], Nat(n)) for n in range(self.count)]
        deliveries = Map.of(state.Delivery(), dict.fromkeys(keys, known))
        slots = Map.of(state.Durable(), {(SOURCES[0], ZERO): state.Durable(durable=True)})
        one = replace(learning.begin(self.bound), deliveries=deliveries, slots=slots)
        self.racers = [one, one]

    def turn(self, who: int, height: int, *, arrives: bool, sees: bool) -> None:
        """Let one relayer work; what it sends may get lost, and it may look at the log, or not."""
        racer = learning.advance(self.racers[who], state.Advance(Nat(height))).state
        done = agent.do_what_is_due(racer)
        for sending in done.effects if arrives else ():
            reason, after = attempt(lambda: bring(self.received, sending))  # noqa: B023 - at once
            if reason is None:
                self.received = after
                self.log.append(sending.sequence)
            else:
                # It lost a race, or tries again what it did not see arrive.
                assert reason == "ALREADY_RELAYED"
        self.racers[who] = done.state
        seen = done.state.lanes.get((SOURCES[0], ZERO, TARGETS[0])).next
        for sequence in self.log[seen:] if sees else ():
            told = state.Observe(SOURCES[0], ZERO, TARGETS[0], Nat(sequence))
            self.racers[who] = learning.observe(self.racers[who], told).state


@usual
@given(st.data(), terms(), st.integers(1, 4))
def test_racing_relayers_bring_each_message_exactly_once(
    data: st.DataObject, bound: state.Terms, count: int
) -> None:
    """While sendings get lost, at most once and in sequence; once they arrive, every one."""
    race = Race(bound, count)
    flips = st.booleans()
    lossy = data.draw(st.integers(0, 12))
    for height in range(lossy):
        for who in data.draw(st.permutations((0, 1))):
            race.turn(who, height, arrives=data.draw(flips), sees=data.draw(flips))
            assert race.log == list(range(len(race.log)))
    for height in range(lossy, lossy + count):
        for who in (0, 1):
            race.turn(who, height, arrives=True, sees=True)
    assert race.log == list(range(count))
