"""Histories of room relayer for live testing: of a log, of a ledger, of a relayer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from hypothesis import strategies as st

from hollowbeam.kernel.actor import BOUNCE
from hollowbeam.kernel.encoding import Json, base64url
from hollowbeam.kernel.records import to_json
from hollowbeam.kernel.vocabulary import Nat
from hollowbeam.protocol.relayer.crank import CrankId, Cranks, Phase, Purse, PurseId
from hollowbeam.protocol.relayer.duties import deliverable_since
from hollowbeam.protocol.relayer.envelope import Relay
from hollowbeam.protocol.relayer.funding import Origin
from hollowbeam.protocol.relayer.state import Progress, RelayerState, RelayKey
from hollowbeam_models.domains.relayer_relays import (
    CARRIER_SEED,
    HOST_ADDRESS,
    NETWORK,
    RELABELLED,
    SOURCES,
    SPOILED,
    STRANGERS_ADDRESS,
    TARGETS,
    assignment,
    item_of,
    message_of,
    proven,
)
from hollowbeam_models.strategies import pool

Move = tuple[str, dict[str, Any]]

NAMES: Final = [PurseId(name) for name in pool(9)]
CRANKS: Final = [CrankId(name) for name in pool(2)]
ODDS: Final = 5
"""One in about so many steps is drawn without an aim.

What is rare is drawn at the end of a range: what draws likes the beginning.
"""


RANGE: Final = 9
"""Of so many steps of a ledger one starts a crank, and one asks what a step costs."""


def _rarely(draw: st.DrawFn, odds: int = ODDS) -> bool:
    return draw(st.integers(0, odds)) == odds


@st.composite
def starts(draw: st.DrawFn) -> Json:
    """Draw the genesis of one of the three parts; now and then with a rate or wait out of range."""
    few = st.sampled_from(("1", "2", "3", "4", "0") if _rarely(draw, 9) else "123")
    rates: Json = {"step": draw(few), "bounce": draw(few)}
    part = draw(st.sampled_from((*["relayer"] * 7, *["cranks"] * 2, *["log"] * 2)))
    if part == "log":
        return {"part": part, "network": NETWORK, "process": TARGETS[0]}
    if part == "cranks":
        return {"part": part, "rates": rates}
    patience = draw(st.integers(0, 3))
    deadline = patience + draw(st.sampled_from((1, 1, 2, 4, 0)))
    terms: Json = {"rates": rates, "patience": str(patience), "deadline": str(deadline)}
    seed = base64url(CARRIER_SEED)
    return {"part": part, "network": NETWORK, "seed": seed, "terms": terms}


def moves(role: Any) -> st.SearchStrategy[Move]:
    """Draw a step aimed at the state of the role: mostly acceptable, often at a boundary."""
    state = role.state
    if isinstance(state, RelayerState):
        return relayer_moves(state)
    return crank_moves(state) if isinstance(state, Cranks) else log_moves(state)


@st.composite
def log_moves(draw: st.DrawFn, state: Any) -> Move:
    """Draw a relay for a log: mostly the next of a pair, sometimes spoiled in one way."""
    source, branch = draw(st.integers(0, 1)), draw(st.sampled_from((0, 0, 1)))
    next_one = state.received.get((SOURCES[source], Nat(branch), TARGETS[0]))
    sequence = max(0, next_one + draw(st.sampled_from((0, 0, 0, 0, 1, -1, 2))))
    ways = (*SPOILED, *RELABELLED) if _rarely(draw, 2) else ("",)
    args: dict[str, Any] = {
        "item": item_of(source, branch, 0, sequence, draw(st.sampled_from(ways)))
    }
    op = draw(st.sampled_from((*["admit"] * 6, "verify", "read")))
    if op == "admit":
        evidence: dict[str, Json] = {
            "host": HOST_ADDRESS,
            "durable": True,
            "surviving": assignment(0),
            "guaranteed": True,
        }
        if _rarely(draw, 3):
            evidence |= draw(
                st.sampled_from(
                    (
                        {"host": STRANGERS_ADDRESS},
                        {"durable": False},
                        {"surviving": assignment(0, 1)},
                        {"guaranteed": False},
                    )
                )
            )
        args["evidence"] = evidence
    return op, args


@st.composite
def crank_moves(draw: st.DrawFn, state: Cranks) -> Move:
    """Draw what becomes of a message of a ledger, or a question about a budget."""
    known = [name for name in NAMES if state.purses.get(name).phase != Phase.NONE]
    new = [name for name in NAMES if name not in known] or NAMES
    live = [name for name in known if state.purses.get(name).phase != Phase.CLOSED]
    how = draw(st.integers(0, RANGE))
    if how == RANGE or not live:
        return draw(_start(state, draw(st.sampled_from((*new, *NAMES)))))
    if how == RANGE - 1:
        return draw(_question(state))
    aimed = not _rarely(draw)
    name = draw(st.sampled_from(live if aimed else NAMES))
    child = draw(st.sampled_from(new if aimed or draw(st.booleans()) else NAMES))
    return draw(_next_of(state, name, child, aimed=aimed))


@st.composite
def _start(draw: st.DrawFn, state: Cranks, name: PurseId) -> Move:
    budget = draw(st.one_of(_budgets(state, 2), st.integers(20, 60)))
    return "start", {
        "crank": draw(st.sampled_from(CRANKS)),
        "message": name,
        "budget": str(budget),
        "hops": str(draw(st.sampled_from((0, 1, 2, 3)))),
    }


@st.composite
def _budgets(draw: st.DrawFn, state: Cranks, emitted: int) -> int:
    """Draw a budget around what a step needs."""
    rates = state.rates
    cost = draw(st.sampled_from((rates.step, rates.bounce)))
    whole = rates.step + rates.bounce
    return max(0, cost + draw(st.sampled_from((0, emitted))) * whole + draw(st.integers(-1, 2)))


@st.composite
def _question(draw: st.DrawFn, state: Cranks) -> Move:
    emitted = draw(st.sampled_from((0, 1, 2, 3)))
    args = {
        "origin": draw(st.sampled_from(list(Origin))).value,
        "budget": str(draw(_budgets(state, emitted))),
        "hops": str(draw(st.sampled_from((0, 1, 2)))),
    }
    if draw(st.booleans()):
        return "fund-failure", args
    return "fund", {**args, "emitted": str(emitted)}


@st.composite
def _next_of(draw: st.DrawFn, state: Cranks, name: PurseId, child: PurseId, *, aimed: bool) -> Move:
    """Draw what may come next for a message; without an aim, anything."""
    purse: Purse = state.purses.get(name)
    ops: tuple[str, ...] = ("evaluate", "emit", "close", "fail")
    if aimed and purse.phase == Phase.FLYING:
        ops = ("evaluate", "evaluate", "evaluate", "fail")
    elif aimed and purse.phase == Phase.OPEN:
        ops = (*["emit"] * 5, "close") if purse.children else ("close",)
    op = draw(st.sampled_from(ops))
    args: dict[str, Any] = {"message": name}
    if op == "evaluate":
        args["emitted"] = str(draw(st.sampled_from((0, 1, 1, 2, 2, 3))))
    if op == "emit":
        args["child"] = child
    if op == "fail":
        args["bounce"] = child
    return op, args


@st.composite
def relayer_moves(draw: st.DrawFn, state: RelayerState) -> Move:
    """Draw what a relayer is told or does: mostly what brings some message further."""
    # Most of what happens is about one pair, so that it goes far.
    source, target = draw(st.sampled_from((*[(0, 0)] * 8, (0, 1), (1, 0))))
    branch = draw(st.sampled_from((*[0] * 9, 1)))
    pair = (SOURCES[source], Nat(branch), TARGETS[target])
    lane = state.lanes.get(pair)
    sequence = max(0, lane.next + draw(st.sampled_from((0, 0, 0, 0, 1, -1))))
    key: RelayKey = (*pair, Nat(sequence))
    told = _Told(state, key, source, target)
    if _rarely(draw):
        return draw(st.sampled_from(_ANY))(draw, told)
    return draw(st.sampled_from(_further(told)))(draw, told)


class _Told:
    """What a step may be about: a message, and where its relayer is with it."""

    def __init__(self, state: RelayerState, key: RelayKey, source: int, target: int) -> None:
        self.state, self.key, self.source, self.target = state, key, source, target
        self.delivery = state.deliveries.get(key)
        self.lane = state.lanes.get((key[0], key[1], key[2]))
        self.slot = self.delivery.slot or key[3]

    @property
    def pair(self) -> dict[str, Any]:
        """Name the pair."""
        source, branch, target, _ = self.key
        return {"source": source, "branch": str(branch), "target": target}

    def named(self, sequence: int) -> dict[str, Any]:
        """Name a message of the pair."""
        return {**self.pair, "sequence": str(max(0, sequence))}

    def least(self, *, bounce: bool) -> int:
        """Give the least budget of a message."""
        rates = self.state.terms.rates
        return rates.bounce if bounce else rates.step + rates.bounce


_Draw = Callable[[st.DrawFn, _Told], Move]


def _learn(draw: st.DrawFn, told: _Told) -> Move:
    bounce = _rarely(draw, 3)
    budget = max(0, told.least(bounce=bounce) + draw(st.sampled_from((0, 0, 0, 1, 9, -1))))
    message = message_of(told.source, told.key[1], told.target, told.key[3], budget)
    if bounce:
        message = replace(message, action=BOUNCE)
    survivor = draw(st.sampled_from((0, 0, 0, 1)))
    durable = told.state.slots.get((told.key[0], told.key[3]))
    if durable.durable and durable.assignment == assignment(told.key[3], 1):
        survivor = 1
    relay: Relay = proven(message, slot=told.key[3], survivor=survivor)
    host = HOST_ADDRESS
    if _rarely(draw):
        relay = SPOILED[draw(st.sampled_from(sorted(SPOILED)))](message)
    elif _rarely(draw, 9):
        host = STRANGERS_ADDRESS
    return "learn", {"relay": to_json(relay), "host": host}


def _confirm(draw: st.DrawFn, told: _Told) -> Move:
    known = told.delivery.assignment or assignment(told.slot)
    choices = (known, known, known, assignment(told.slot), assignment(told.slot, 1))
    args = {"process": told.key[0], "slot": str(told.slot)}
    return "confirm", {**args, "assignment": draw(st.sampled_from(choices))}


def _guarantee(draw: st.DrawFn, told: _Told) -> Move:
    known = told.delivery.assignment or assignment(told.slot)
    named = draw(st.sampled_from((known, known, known, assignment(told.slot, 1))))
    return "guarantee", {**told.named(told.key[3]), "assignment": named}


def _observe(draw: st.DrawFn, told: _Told) -> Move:
    near = draw(st.sampled_from((0, 0, 0, 0, 1, -1)))
    return "observe", told.named(told.lane.next + near)


def _settle(draw: st.DrawFn, told: _Told) -> Move:
    near = draw(st.sampled_from((0, 0, 0, 0, 1, -1)))
    return "settle", told.named(told.lane.settled + near)


def _rewind(_: st.DrawFn, told: _Told) -> Move:
    return "rewind", told.pair


def _advance(draw: st.DrawFn, told: _Told) -> Move:
    """Move the clock a little, or to where patience or the deadline ends."""
    now, terms = told.state.height, told.state.terms
    since = deliverable_since(told.state, told.key)
    tried = told.delivery.tried_at
    due = (since + terms.patience, since + terms.deadline, tried + terms.patience + 1)
    near = [height + by for height in due for by in (0, -1) if height + by >= now]
    height = draw(st.sampled_from((*near, *near, now, now + 1, now + 1, now + 2, now - 1)))
    return "advance", {"height": str(max(0, height))}


def _take(_: st.DrawFn, told: _Told) -> Move:
    return "take", {"process": told.key[0]}


def _leave(_: st.DrawFn, told: _Told) -> Move:
    return "leave", {"process": told.key[0]}


def _deliver(_: st.DrawFn, told: _Told) -> Move:
    return "deliver", told.named(told.key[3])


def _work(_: st.DrawFn, __: _Told) -> Move:
    return "work", {}


def _fault(_: st.DrawFn, told: _Told) -> Move:
    return "fault", told.named(told.key[3])


def _wrap(draw: st.DrawFn, told: _Told) -> Move:
    message = message_of(told.source, told.key[1], told.target, told.key[3])
    if draw(st.booleans()):
        return "identity", {"message": to_json(message)}
    return "wrap", {"relay": to_json(proven(message))}


_ANY: Final[tuple[_Draw, ...]] = (
    *(_learn, _confirm, _guarantee, _observe, _settle, _rewind, _advance),
    *(_take, _leave, _deliver, _work, _fault, _wrap),
)


def _further(told: _Told) -> tuple[_Draw, ...]:
    """Give what brings a message, or one before it, further, and what happens meanwhile."""
    unsettled = told.lane.settled < told.lane.next
    before: tuple[_Draw, ...] = (_settle, _settle, _rewind) if unsettled else ()
    return (*_onward(told), *before)


def _onward(told: _Told) -> tuple[_Draw, ...]:
    if told.delivery.progress == Progress.NONE:
        return (_learn, _learn, _learn, _learn, _confirm, _advance)
    durable = told.state.slots.get((told.key[0], told.delivery.slot))
    if not durable.durable:
        return (_confirm, _confirm, _confirm, _guarantee, _guarantee, _advance, _deliver, _work)
    if durable.assignment != told.delivery.assignment:
        return (_learn, _guarantee, _deliver, _work)
    if not told.delivery.guaranteed:
        return (_guarantee, _guarantee, _guarantee, _advance, _deliver)
    meanwhile = (_observe, _observe, _fault, _rewind, _guarantee, _confirm)
    held = told.state.charges.get(told.key[0]).held
    charge: tuple[_Draw, ...] = (_leave, _take) if held else (_take, _take, _take)
    return (
        _advance,
        _fault,
        _deliver,
        _advance,
        _work,
        *charge,
        *[_advance] * 3,
        *[_fault] * 3,
        *meanwhile,
    )
