"""The domain of room relayer: logs, ledgers and relayers that a history reaches, and near them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from hypothesis import strategies as st

from hollowbeam.kernel.actor import Kind
from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.errors import Rejection
from hollowbeam.kernel.vocabulary import ZERO, Address, AssignmentHash, Nat, ProcessId
from hollowbeam.protocol.relayer.admission import Evidence, Facts, Pair, admit
from hollowbeam.protocol.relayer.crank import (
    Close,
    CrankId,
    Cranks,
    Emit,
    Evaluate,
    Fail,
    Phase,
    PurseId,
    Start,
    close,
    emit,
    evaluate,
    fail,
    no_cranks,
    start,
)
from hollowbeam.protocol.relayer.duties import deliver, deliverable_since
from hollowbeam.protocol.relayer.envelope import Claims
from hollowbeam.protocol.relayer.funding import Rates
from hollowbeam.protocol.relayer.learning import (
    advance,
    begin,
    confirm,
    guarantee,
    learn,
    observe,
    settle,
    take,
)
from hollowbeam.protocol.relayer.state import (
    Advance,
    Confirm,
    Deliver,
    Guarantee,
    Learn,
    Observe,
    RelayerState,
    RelayKey,
    Settle,
    SlotKey,
    Take,
    Terms,
)
from hollowbeam_models.domains.relayer_moves import moves, starts
from hollowbeam_models.strategies import Aim, Domain, pool, values
from hollowbeam_models.theorems.relayer.admission import Wire

__all__ = ["moves", "relayer", "relayer_aims", "starts"]

MOST_RELAYS: Final = 4
_FEW: Final = st.integers(0, 3).map(Nat)
_IDS: Final = pool()
_SOURCE: Final = ProcessId(_IDS[0])
_ASSIGNMENT: Final = AssignmentHash(_IDS[0])
_MESSAGES: Final = [PurseId(name) for name in pool(7)]


def _mostly(chosen: Any, otherwise: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from((*[chosen] * 11, otherwise))


def claims() -> st.SearchStrategy[Claims]:
    """Draw what a relay shows: mostly all of it."""
    yes = _mostly(chosen=True, otherwise=False)
    return st.builds(Claims, _mostly(Kind.PROCESS, Kind.WALLET), yes, yes, yes, yes, yes)


def rates() -> st.SearchStrategy[Rates]:
    """Draw small rates; now and then one of zero."""
    few = st.sampled_from((1, 1, 2, 3, 3, 2, 1, 0)).map(Nat)
    return st.builds(Rates, few, few)


def pairs() -> st.SearchStrategy[Pair]:
    """Draw one of a few pairs."""
    source = st.sampled_from(_IDS[:2]).map(ProcessId)
    return st.tuples(source, st.integers(0, 1).map(Nat), st.sampled_from(_IDS[:1]).map(Address))


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    """Draw what admission asks of a relay: mostly of one that is admissible."""
    source, branch, target = draw(pairs())
    host, given = Address(_IDS[0]), AssignmentHash(_IDS[0])
    yes = _mostly(chosen=True, otherwise=False)
    evidence = Evidence(host, draw(yes), draw(_mostly(given, AssignmentHash(_IDS[1]))), draw(yes))
    evaluator = draw(_mostly(host, Address(_IDS[1])))
    return Facts(draw(claims()), source, branch, target, draw(_FEW), evaluator, given, evidence)


@st.composite
def wires(draw: st.DrawFn) -> Wire:
    """Draw two ends after some relays; each source emitted as many or more."""
    received, emitted = Map[Pair, Nat](ZERO), Map[Pair, Nat](ZERO)
    effects = Map[RelayKey, Nat](ZERO)
    for pair in draw(st.lists(pairs(), max_size=3, unique=True)):
        number = draw(st.integers(0, MOST_RELAYS))
        received = received.set(pair, Nat(number))
        emitted = emitted.set(pair, Nat(number + draw(st.integers(0, 2))))
        for sequence in range(number):
            effects = effects.set((*pair, Nat(sequence)), Nat(1))
    return Wire(emitted, received, effects)


@st.composite
def logs(draw: st.DrawFn) -> Map[Pair, Nat]:
    """Draw the counters of a log."""
    received = Map[Pair, Nat](ZERO)
    for brought in draw(st.lists(facts(), max_size=8)):
        with suppress(Rejection):
            received = admit(received, brought)
    return received


@st.composite
def ledgers(draw: st.DrawFn, prices: st.SearchStrategy[Rates]) -> Cranks:
    """Draw a ledger that a history leads to."""
    chosen = draw(prices)
    state = no_cranks(Rates(Nat(max(chosen.step, 1)), Nat(max(chosen.bounce, 1))))
    fresh = list(_MESSAGES)
    for _ in range(draw(st.integers(1, 8))):
        flying = [name for name, purse in state.purses.items() if purse.phase == Phase.FLYING]
        opened = [name for name, purse in state.purses.items() if purse.phase == Phase.OPEN]
        fails = draw(st.integers(0, 2)) == 0
        with suppress(Rejection):
            if not flying and not opened and fresh:
                root = Start(CrankId(_IDS[0]), fresh.pop(), Nat(draw(st.integers(0, 60))), Nat(3))
                state = start(state, root).state
            elif flying and not fails:
                name = draw(st.sampled_from(flying))
                emitted = Nat(draw(st.integers(0, 2)))
                state = evaluate(state, Evaluate(name, emitted)).state
            elif flying and fresh:
                state = fail(state, Fail(draw(st.sampled_from(flying)), fresh.pop())).state
            elif opened and fresh:
                name = draw(st.sampled_from(opened))
                if state.purses.get(name).children:
                    state = emit(state, Emit(name, fresh.pop())).state
                else:
                    state = close(state, Close(name)).state
    return state


@st.composite
def relayers(draw: st.DrawFn, terms: st.SearchStrategy[Terms]) -> RelayerState:
    """Draw a relayer that a history leads to: it knows a few messages of one pair."""
    chosen = draw(terms)
    safe = Rates(Nat(max(chosen.rates.step, 1)), Nat(max(chosen.rates.bounce, 1)))
    deadline = Nat(max(chosen.deadline, chosen.patience + 1))
    state = begin(Terms(safe, chosen.patience, deadline))
    source, branch, target = draw(pairs())
    host = Address(_IDS[0])
    shown = Claims(Kind.PROCESS, True, True, True, True, True)
    for number in range(draw(st.integers(1, 3))):
        sequence, place = Nat(number), (source, branch, target, Nat(number))
        budget, slot = Nat(draw(st.integers(6, 9))), Nat(number)
        told = Learn(
            shown, source, branch, target, sequence, host, host, slot, _ASSIGNMENT,
            draw(st.booleans()), budget,
        )  # fmt: skip
        durable = Confirm(source, slot, draw(_mostly(_ASSIGNMENT, AssignmentHash(_IDS[1]))))
        steps: list[tuple[Any, Any]] = [
            (learn, told),
            (confirm, durable),
            (guarantee, Guarantee(*place, _ASSIGNMENT)),
            (deliver, Deliver(*place)),
            (observe, Observe(*place)),
            (settle, Settle(*place)),
        ]
        far = draw(st.integers(1, len(steps)))
        for transition, action in steps[:far]:
            later = Nat(state.height + draw(st.sampled_from((0, 0, 1, 2))))
            state = advance(state, Advance(later)).state
            if draw(st.integers(0, 2)) == 0:
                state = take(state, Take(source)).state
            with suppress(Rejection):
                state = transition(state, action).state
    return state


def relayer_aims(state: Any) -> Sequence[Aim]:
    """Give what to aim at: the purses of a ledger, messages of a relayer, pairs of a log."""
    if isinstance(state, Cranks):
        return _crank_aims(state)
    if isinstance(state, RelayerState):
        return [_relay_aim(state, key) for key, _ in state.deliveries.items()]
    received = state.received if isinstance(state, Wire) else state
    if not isinstance(received, Map):
        return []
    return [_pair_aim(pair, number) for pair, number in received.items()]


def _crank_aims(state: Cranks) -> list[Aim]:
    """Aim at each purse, and at a message that has none."""
    held = {name: purse for name, purse in state.purses.items() if purse.phase != Phase.NONE}
    new = [name for name in _MESSAGES if name not in held] or _MESSAGES
    crank = [CrankId(_IDS[0])]
    fields = ((Start, "message"), (Emit, "child"), (Fail, "bounce"))
    fresh: Aim = dict.fromkeys(fields, new)
    return [{**fresh, PurseId: [name], CrankId: crank, Nat: [ZERO, Nat(1)]} for name in held]


def _pair_aim(pair: Pair, number: Nat) -> Aim:
    """Aim at the next relay of a pair, and at the last."""
    source, branch, target = pair
    near = [number, number, Nat(max(number - 1, 0))]
    return {Pair: [pair], ProcessId: [source], Address: [target], Nat: [branch, *near]}


def _relay_aim(state: RelayerState, key: RelayKey) -> Aim:
    """Aim at one message of a relayer: its pair, slot and assignment, and what is due when."""
    source, branch, target, sequence = key
    lane, delivery = state.lanes.get((source, branch, target)), state.deliveries.get(key)
    now, since = state.height, deliverable_since(state, key)
    ends = [Nat(since + state.terms.patience), Nat(since + state.terms.deadline)]
    aim: dict[Any, Sequence[Any]] = {
        ProcessId: [source],
        Address: [target],
        AssignmentHash: [delivery.assignment],
        RelayKey: [key],
        SlotKey: [(source, delivery.slot)],
        (Advance, "height"): [now, Nat(now + 1), *ends],
        (Settle, "sequence"): [lane.settled],
        (Observe, "sequence"): [lane.next],
        (Confirm, "slot"): [delivery.slot],
        (Learn, "sequence"): [sequence, lane.next],
        (Learn, "budget"): [Nat(4), Nat(9)],
    }
    aim[Deliver, "sequence"] = aim[Guarantee, "sequence"] = [sequence]
    for record in (Deliver, Guarantee, Learn, Observe, Settle):
        aim[record, "branch"] = [branch]
    return aim


@cache
def relayer() -> Domain:
    """Give the domain of room relayer."""
    prices = rates()
    few = st.integers(0, 4).map(Nat)
    terms = st.builds(Terms, prices, few, st.integers(0, 6).map(Nat))
    base: dict[Any, st.SearchStrategy[Any]] = {Claims: claims(), Rates: prices, Terms: terms}
    base[Facts] = facts()
    base[Wire] = wires()
    base[Map[Pair, Nat]] = logs()
    base[Cranks] = st.one_of(ledgers(prices), values(Cranks, base))
    base[RelayerState] = relayers(terms)
    return MappingProxyType(base)
