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
from hollowbeam.protocol.relayer.admission import Pair
from hollowbeam.protocol.relayer.crank import CrankId, Cranks, Phase, Purse, PurseId
from hollowbeam.protocol.relayer.duties import deliverable_since, due
from hollowbeam.protocol.relayer.envelope import Relay
from hollowbeam.protocol.relayer.funding import Origin
from hollowbeam.protocol.relayer.state import Progress, RelayerState, RelayKey, Way
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
    few = st.sampled_from("120" if _rarely(draw) else "123")
    rates: Json = {"step": draw(few), "bounce": draw(few)}
    part = draw(st.sampled_from((*["relayer"] * 7, *["cranks"] * 3, *["log"] * 2)))
    if part == "log":
        return {"part": part, "network": NETWORK, "process": TARGETS[0]}
    if part == "cranks":
        return {"part": part, "rates": rates}
    patience = draw(st.sampled_from((1, 2, 3, 2, 1, 0)))
    deadline = patience + draw(st.sampled_from((1, 2, 1, 4, 0) if _rarely(draw) else (1, 2)))
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
    return max(
        0, cost + draw(st.sampled_from((emitted, 0))) * whole + draw(st.sampled_from((1, 0, 2, -1)))
    )


@st.composite
def _question(draw: st.DrawFn, state: Cranks) -> Move:
    emitted = draw(st.sampled_from((2, 3, 1, 0)))
    args = {
        "origin": draw(st.sampled_from(list(Origin))).value,
        "budget": str(draw(_budgets(state, emitted))),
        "hops": str(draw(st.sampled_from((1, 1, 2, 0)))),
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
    # Most of what happens is about one pair, so that it goes far; but a pass may serve several.
    source, target, branch = draw(
        st.sampled_from((*[(0, 0, 0)] * 9, (0, 1, 0), (1, 0, 0), (0, 0, 1), (0, 1, 0), (0, 0, 1)))
    )
    pair = (SOURCES[source], Nat(branch), TARGETS[target])
    key: RelayKey = (*pair, Nat(draw(_sequences(state, pair))))
    told = _Told(state, key, source, target)
    if _rarely(draw, RANGE):
        return draw(st.sampled_from(_ANY))(draw, told)
    return draw(st.sampled_from(_further(told)))(draw, told)


def _sequences(state: RelayerState, pair: Pair) -> st.SearchStrategy[int]:
    """Draw the message whose turn it is, one that waits behind it, or one that may be lost."""
    lane = state.lanes.get(pair)
    may_be_lost = range(lane.settled, lane.next)
    settled = [lane.settled - 1] * 2 if lane.settled else []
    turn = (*[lane.next] * 16, *[*may_be_lost] * 6, *settled)
    return st.sampled_from((*turn, lane.next + 1, max(0, lane.next - 1)))


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

    def ends(self) -> list[int]:
        """Give the heights at which patience or the deadline ends, and those beside them."""
        terms, since = self.state.terms, deliverable_since(self.state, self.key)
        again = self.delivery.tried_at + terms.patience + 1
        bounds = (since + terms.patience, since + terms.deadline, again)
        return [*bounds, *(bound + by for bound in bounds for by in (-1, 1))]

    def is_at_an_end(self) -> bool:
        """Say whether something becomes due, or a fault, just about now."""
        return self.state.height in self.ends()

    def waits_already(self) -> bool:
        """Say whether patience would be over if what is missing had been there."""
        return self.state.height >= self.ends()[0]

    def has_several(self) -> bool:
        """Say whether a pass has more than one message to bring."""
        known = (key for key, _ in self.state.deliveries.items())
        return sum(due(self.state, key) != Way.NOTHING for key in known) > 1

    def least(self, *, bounce: bool) -> int:
        """Give the least budget of a message."""
        rates = self.state.terms.rates
        return rates.bounce if bounce else rates.step + rates.bounce


_Draw = Callable[[st.DrawFn, _Told], Move]


def _learn(draw: st.DrawFn, told: _Told) -> Move:
    bounce = _rarely(draw, 3)
    budget = max(0, told.least(bounce=bounce) + draw(st.sampled_from((*[0] * 9, 1, 9, -1))))
    message = message_of(told.source, told.key[1], told.target, told.key[3], budget)
    if bounce:
        message = replace(message, action=BOUNCE)
    survivor = draw(st.sampled_from((0, 0, 0, 1)))
    durable = told.state.slots.get((told.key[0], told.key[3]))
    if durable.durable and durable.assignment == assignment(told.key[3], 1):
        survivor = 1
    relay: Relay = proven(message, slot=told.key[3], survivor=survivor)
    host = HOST_ADDRESS
    if _rarely(draw, 2 * RANGE):
        relay = SPOILED[draw(st.sampled_from(sorted(SPOILED)))](message)
    elif _rarely(draw, 2 * RANGE):
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
    """Move the clock to where something becomes due, or one before or after; or a little."""
    now = told.state.height
    ends = [height for height in told.ends() if height > now]
    height = draw(st.sampled_from((*ends[:2], *ends, *ends, now + 1, now + 1, now, now - 1)))
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
    *(_take, _leave, _deliver, _work, _fault, _wrap, _wrap, _wrap),
)


def _further(told: _Told) -> tuple[_Draw, ...]:
    """Give what brings a message, or one before it, further, and what happens meanwhile."""
    unsettled = told.lane.settled < told.lane.next
    before: tuple[_Draw, ...] = (_settle, _settle, _rewind) if unsettled else ()
    passes = (_work,) * 6 if told.has_several() else ()
    return (*_onward(told), *_charge(told), *_judged(told), *before, *passes)


def _onward(told: _Told) -> tuple[_Draw, ...]:
    """Give what a message lacks before it is deliverable, in any order; or what follows then."""
    if told.delivery.progress == Progress.NONE:
        return (*[_learn] * 12, _observe, _observe, _confirm, _advance)
    durable = told.state.slots.get((told.key[0], told.delivery.slot))
    if durable.durable and durable.assignment != told.delivery.assignment:
        return (_learn, _learn, _guarantee, _deliver, _work)
    # What comes last comes late, so that the wait is seen to begin with it.
    waits = (_advance,) * (1 if told.waits_already() else 6)
    if not durable.durable:
        guaranteed = told.delivery.guaranteed
        return (*[_confirm] * 3, *(waits if guaranteed else [_guarantee] * 5), _deliver)
    if not told.delivery.guaranteed:
        return (*[_guarantee] * 3, *waits, _deliver)
    return _asked(told)


def _asked(told: _Told) -> tuple[_Draw, ...]:
    """Give what may become of a message that is deliverable, most of all when it falls due."""
    if not told.is_at_an_end():
        return (*[_deliver] * 3, *[_advance] * 4, _fault, _observe)
    again = (_rewind, _rewind) if told.delivery.progress != Progress.POSTED else ()
    asked = (_deliver, _fault, _fault) * 3
    return (*asked, *[_advance] * 4, *again, _deliver, _observe, _work, _guarantee, _confirm)


def _charge(told: _Told) -> tuple[_Draw, ...]:
    """Let a relayer answer for a process early, and seldom give it up."""
    if told.state.charges.get(told.key[0]).held:
        return (_leave,) if told.is_at_an_end() else ()
    return (_take,) * 4


def _judged(told: _Told) -> tuple[_Draw, ...]:
    """Ask who is at fault once a deadline is over, also for what nobody has to deliver."""
    return (_fault,) if told.state.height >= told.ends()[1] else ()
