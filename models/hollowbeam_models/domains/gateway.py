"""The domain of room gateway: logs and gateways that a history reaches, and what is near them."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from hypothesis import strategies as st

from hollowbeam.kernel.errors import Rejection
from hollowbeam.kernel.vocabulary import Address, AssignmentHash, Nat, ProcessId
from hollowbeam.protocol.commitments import Assignment, assignment_hash
from hollowbeam.protocol.gateway.actions import (
    Acknowledge,
    Appoint,
    Confirm,
    CutOff,
    Deliver,
    Genesis,
    Resume,
    Subscribe,
)
from hollowbeam.protocol.gateway.follower import appoint, confirm, extend, follow_nothing
from hollowbeam.protocol.gateway.service import (
    acknowledge,
    cut_off,
    deliver,
    genesis,
    publish,
    subscribe,
)
from hollowbeam.protocol.gateway.state import (
    Follower,
    Gateway,
    HeadKey,
    SubscriptionKey,
    TailStatus,
)
from hollowbeam_models.domains.gateway_moves import (
    HOSTS,
    NETWORK,
    PROCESSES,
    SUBSCRIBERS,
    entry_of,
    moves,
    starts,
)
from hollowbeam_models.strategies import Aim, Domain, values

__all__ = ["gateway", "gateway_aims", "moves", "starts"]

_MADE: Final[dict[AssignmentHash, Assignment]] = {}
"""Every assignment that was made, by its hash."""


def _assigned(state: Follower, process: ProcessId, slot: int, branch: int) -> Assignment:
    """Make an assignment of a slot that names the head before it, in the latest term."""
    tail = state.tails.get(process)
    previous = state.heads.get((process, Nat(slot)))
    made = entry_of(process, slot, tail.term, previous, 0, branch).assignment
    return _MADE.setdefault(assignment_hash(made), made)


def _signer(state: Follower, process: ProcessId) -> Address:
    """Give the host of the latest term."""
    return state.terms.get((process, state.tails.get(process).term)).host


@st.composite
def _followed(draw: st.DrawFn, state: Any, grow: Any) -> Any:
    """Draw a history of logs: a first term, slots, confirmations, takeovers."""
    for process in PROCESSES[: draw(st.sampled_from((1, 1, 2)))]:
        start = draw(st.sampled_from((0, 0, 3)))
        head = AssignmentHash(process if start == 0 else HOSTS[0])
        state = appoint(state, Appoint(process, Nat(0), HOSTS[0], Nat(start), head)).state
        for _ in range(draw(st.sampled_from((5, 4, 3, 2, 1, 0)))):
            slots = state.tails.get(process).slots
            made = _assigned(state, process, slots, draw(st.integers(0, 1)))
            with suppress(Rejection):
                state = grow(state, made, _signer(state, process)).state
        with suppress(Rejection):
            state = draw(st.sampled_from((_known, _ahead, _taken_over)))(draw, state, process)
    return state


def _known(draw: st.DrawFn, state: Any, process: ProcessId) -> Any:
    slots = Nat(draw(st.integers(0, state.tails.get(process).slots)))
    return confirm(state, Confirm(process, slots, state.heads.get((process, slots)))).state


def _ahead(draw: st.DrawFn, state: Any, process: ProcessId) -> Any:
    """Confirm the next slot of one of two branches."""
    slots = state.tails.get(process).slots
    made = _assigned(state, process, slots, draw(st.integers(0, 1)))
    return confirm(state, Confirm(process, Nat(slots + 1), assignment_hash(made))).state


def _taken_over(draw: st.DrawFn, state: Any, process: ProcessId) -> Any:
    start = Nat(draw(st.integers(0, state.tails.get(process).slots)))
    head = state.heads.get((process, start))
    return appoint(state, Appoint(process, Nat(1), HOSTS[1], start, head)).state


@st.composite
def followers(draw: st.DrawFn) -> Follower:
    """Draw a follower that a history leads to."""
    state: Follower = draw(_followed(follow_nothing(NETWORK), extend))
    return state


@st.composite
def gateways(draw: st.DrawFn) -> Gateway:
    """Draw a gateway that a history leads to, with subscribers at different places."""
    few = st.integers(1, 3).map(Nat)
    state: Gateway = draw(_followed(genesis(Genesis(NETWORK, draw(few), draw(few))), publish))
    for who in SUBSCRIBERS:
        process = draw(st.sampled_from((PROCESSES[0], PROCESSES[0], PROCESSES[1])))
        slots = state.tails.get(process).slots
        cursor = Nat(draw(st.sampled_from((slots // 2, slots // 2, max(0, slots - 1), 0, slots))))
        head = state.heads.get((process, cursor))
        with suppress(Rejection):
            state = subscribe(state, Subscribe(who, process, cursor, head)).state
            for _ in range(draw(st.sampled_from((0, 1, 1, 3)))):
                state = deliver(state, Deliver(who, process)).state
            then = draw(st.sampled_from(("nothing", "nothing", "acknowledge", "cut off", "cut")))
            if then == "acknowledge":
                state = acknowledge(state, Acknowledge(who, process, cursor)).state
            if then == "cut off":
                state = cut_off(state, CutOff(who, process)).state
            if then == "cut":
                state = _taken_over(draw, state, process)
    return state


def gateway_aims(state: Any) -> list[Aim]:
    """Give what to aim at: in each log the next slot, one that it has, and one beyond a gap."""
    if not isinstance(state, Follower):
        return []
    aims: list[Aim] = []
    for process, tail in state.tails.items():
        if tail.status == TailStatus.FOLLOWED:
            aims += _aims_of(state, process)
    return aims


def _aims_of(state: Follower, process: ProcessId) -> list[Aim]:
    tail = state.tails.get(process)
    slots = tail.slots
    fresh = [_assigned(state, process, slots, branch) for branch in (0, 1)]
    far = entry_of(process, slots + 1, tail.term, assignment_hash(fresh[0]), 0, 0).assignment
    last = _MADE.get(state.heads.get((process, slots)))
    seen = [] if last is None else [last, _assigned(state, process, last.slot, 2)]
    latest = state.terms.get((process, tail.term))
    numbers = [slots, tail.durable, latest.start, Nat(slots + 1)]
    heads = [state.heads.get((process, number)) for number in numbers[:3]]
    survivors = [head for key, head in state.survivors.items() if key[0] == process]
    common: dict[Any, Any] = {
        ProcessId: [process],
        Follower: [state],
        HeadKey: [(process, number) for number in numbers],
        (Appoint, "term"): [Nat(tail.term + 1), Nat(tail.term + 1), tail.term],
        (Appoint, "host"): HOSTS,
        (Appoint, "start"): numbers,
        (Appoint, "head"): [*heads, *survivors],
        (Confirm, "slots"): numbers,
        (Confirm, "head"): [*heads, *survivors, assignment_hash(fresh[1])],
        Nat: [*numbers, tail.term, Nat(0)],
    }
    signer = {Address: [_signer(state, process)]}
    kinds = [fresh, [far, *fresh], [far, fresh[0]], *([seen, [*seen, *fresh]] if seen else [])]
    aims: list[Aim] = [{**common, **signer, Assignment: kind} for kind in kinds]
    served: list[Aim] = [{**common, **each} for each in _subscribed(state, process)]
    return [*served, *aims, common, common]


def _subscribed(state: Follower, process: ProcessId) -> list[Aim]:
    """Aim at each subscriber of a process, and at what it is due."""
    if not isinstance(state, Gateway):
        return []
    slots = state.tails.get(process).slots
    cursors = [Nat(number) for number in range(max(0, slots - 2), slots + 1)]
    aims: list[Aim] = []
    for key, held in state.subscriptions.items():
        due = state.heads.get((process, Nat(held.sent + 1)))
        acknowledged = [Nat(max(0, held.sent - 1)), held.cursor]
        aim: Aim = {
            Address: [key[0]],
            SubscriptionKey: [key],
            AssignmentHash: [due, due, held.last],
            Deliver: [Deliver(*key)],
            CutOff: [CutOff(*key)],
            Resume: [Resume(*key)],
            Acknowledge: [Acknowledge(*key, slot) for slot in acknowledged],
            Subscribe: [
                Subscribe(*key, cursor, state.heads.get((process, cursor))) for cursor in cursors
            ],
        }
        aims += 12 * [aim] if key[1] == process else []
    return aims


@cache
def gateway() -> Domain:
    """Give the domain of room gateway: few processes and hosts, states arbitrary and reachable."""
    inputs: dict[Any, st.SearchStrategy[Any]] = {
        ProcessId: st.sampled_from(PROCESSES),
        Address: st.sampled_from([*HOSTS, *SUBSCRIBERS]),
        Nat: st.one_of(st.integers(0, 6), st.integers(0, 6), st.just(2**64)).map(Nat),
    }
    reached = (followers(), followers(), followers())
    served = (gateways(), gateways(), gateways())
    return MappingProxyType(
        {
            **inputs,
            Follower: st.one_of(values(Follower, inputs), *reached),
            Gateway: st.one_of(values(Gateway, inputs), *served),
        }
    )
