"""The domain of room gateway: logs and gateways that a history reaches, and what is near them."""

from __future__ import annotations

from collections.abc import Mapping
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

MOST_SLOTS: Final = 5
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
    for process in PROCESSES[: draw(st.integers(0, 2))]:
        start = draw(st.sampled_from((0, 0, 3)))
        head = AssignmentHash(process if start == 0 else HOSTS[0])
        state = appoint(state, Appoint(process, Nat(0), HOSTS[0], Nat(start), head)).state
        for _ in range(draw(st.integers(0, MOST_SLOTS))):
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
        process = draw(st.sampled_from(PROCESSES))
        slots = state.tails.get(process).slots
        cursor = Nat(draw(st.integers(max(0, slots - 3), slots)))
        head = state.heads.get((process, cursor))
        with suppress(Rejection):
            state = subscribe(state, Subscribe(who, process, cursor, head)).state
            for _ in range(draw(st.integers(0, 3))):
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
        **_subscribed(state, process),
    }
    signer = {Address: [_signer(state, process)]}
    kinds = [fresh, [far, *fresh], [far, fresh[0]], *([seen, [*seen, *fresh]] if seen else [])]
    aims: list[Aim] = [{**common, **signer, Assignment: kind} for kind in kinds]
    return [*aims, common, common]


def _subscribed(state: Follower, process: ProcessId) -> Mapping[Any, Any]:
    """Aim at the subscribers of a process, and at what each of them is due."""
    if not isinstance(state, Gateway):
        return {}
    held = [(key[0], held) for key, held in state.subscriptions.items() if key[1] == process]
    if not held:
        return {}
    who, subscription = held[0]
    due = state.heads.get((process, Nat(subscription.sent + 1)))
    cursors = [Nat(number) for number in range(state.tails.get(process).slots + 1)]
    acknowledged = [Nat(max(0, subscription.sent - 1)), subscription.cursor]
    return {
        Address: [name for name, _ in held],
        SubscriptionKey: [(name, process) for name, _ in held],
        AssignmentHash: [due, due, subscription.last],
        Deliver: [Deliver(name, process) for name, _ in held],
        CutOff: [CutOff(name, process) for name, _ in held],
        Resume: [Resume(name, process) for name, _ in held],
        Acknowledge: [Acknowledge(who, process, slot) for slot in acknowledged],
        Subscribe: [
            Subscribe(who, process, cursor, state.heads.get((process, cursor)))
            for cursor in cursors
        ],
    }


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
