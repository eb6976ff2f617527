"""The probe: a small module that does to an evaluator all that a module can do.

It is normative, so that the room can be judged without any real contract. Its actions keep a total
and the last call, emit what they are told to, err, fail, use up gas, and receive Bounces.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Final

from hollowbeam.kernel.actor import BOUNCE, Call, Emission, Kind, Module
from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.dispatch import dispatch
from hollowbeam.kernel.encoding import Json, base64url
from hollowbeam.kernel.errors import Reason, Rejection, require
from hollowbeam.kernel.hashing import Tag, tagged_hash
from hollowbeam.kernel.records import from_json, to_json
from hollowbeam.kernel.transition import Step
from hollowbeam.kernel.vocabulary import NOBODY, ZERO, Address, ModuleId, Nat

PROBE: Final = ModuleId(base64url(tagged_hash(Tag.MODULE, b"python:probe:HB.1")))


@dataclass(frozen=True, slots=True)
class Probe:
    """The state of the probe.

    ``bounced`` counts the Bounces that it received from each process. ``caller`` and the fields
    after it are those of the last call that took effect.
    """

    bounced: Map[Address, Nat]
    total: Nat = ZERO
    refuses: bool = False
    reason: str = ""
    caller: Address = NOBODY
    kind: Kind = Kind.WALLET
    principal: Address = NOBODY
    process: Address = NOBODY
    slot: Nat = ZERO
    anchor: Nat = ZERO
    timestamp: Nat = ZERO
    budget: Nat = ZERO
    hops: Nat = ZERO


@dataclass(frozen=True, slots=True)
class Start:
    """The first input: the total to begin with."""

    total: Nat


@dataclass(frozen=True, slots=True)
class Add:
    """Add to the total."""

    amount: Nat


@dataclass(frozen=True, slots=True)
class Message:
    """A message to emit, as told. The target is no id where that is to be tried."""

    kind: Kind
    target: str
    action: str
    input: Json
    expires: Nat


@dataclass(frozen=True, slots=True)
class Emit:
    """Emit messages, in order."""

    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Err:
    """Add to the total, and then refuse the action: nothing of it may be left."""

    amount: Nat


@dataclass(frozen=True, slots=True)
class Refuse:
    """Receive Bounces from now on, or err at each."""

    refuses: bool


@dataclass(frozen=True, slots=True)
class Nothing:
    """The input of an action without one."""


@dataclass(frozen=True, slots=True)
class Bounced:
    """The input of a Bounce."""

    action: str
    reason: str
    input: Json


def start(data: Json) -> Probe:
    """Begin with a total.

    Rejects: INVALID_INPUT (STK-3); ZERO_AMOUNT (STK-6) for a total of 0.
    """
    total = from_json(Start, data).total
    require(total > 0, Reason.ZERO_AMOUNT)
    return Probe(Map(ZERO), total=total)


def handle(state: Probe, call: Call, name: str, data: Json) -> Step[Probe]:
    """Do as told.

    Rejects: UNKNOWN_ACTION (STK-2), INVALID_INPUT (STK-3), and what the action rejects.
    """
    return dispatch(ACTIONS, name, data, _called(state, call), call)


def _called(state: Probe, call: Call) -> Probe:
    """Remember a call."""
    return replace(
        state,
        caller=call.caller,
        kind=call.kind,
        principal=call.principal,
        process=call.process,
        slot=call.slot,
        anchor=call.anchor,
        timestamp=call.timestamp,
        budget=call.budget,
        hops=call.hops,
    )


def add(state: Probe, _: Call, action: Add) -> Step[Probe]:
    """Add to the total."""
    return Step(replace(state, total=Nat(state.total + action.amount)))


def emit(state: Probe, _: Call, action: Emit) -> Step[Probe]:
    """Emit messages, and count them in the total."""
    messages = tuple(
        Emission(each.kind, Address(each.target), each.action, each.input, each.expires)
        for each in action.messages
    )
    return Step(replace(state, total=Nat(state.total + len(messages))), messages)


def err(state: Probe, call: Call, action: Err) -> Step[Probe]:
    """Refuse the action. Rejects: INSUFFICIENT_BALANCE (STK-7)."""
    add(state, call, Add(action.amount))
    raise Rejection(Reason.INSUFFICIENT_BALANCE)


def fail(_: Probe, __: Call, ___: Nothing) -> Step[Probe]:
    """Fail as code fails."""
    raise ZeroDivisionError


def exhaust(_: Probe, __: Call, ___: Nothing) -> Step[Probe]:
    """Use up all gas. Rejects: OUT_OF_GAS (DRE-20)."""
    raise Rejection(Reason.OUT_OF_GAS)


def mumble(state: Probe, _: Call, __: Nothing) -> Step[Probe]:
    """Emit what is no message."""
    return Step(state, ({"to": "nobody"},))


def refuse(state: Probe, _: Call, action: Refuse) -> Step[Probe]:
    """Receive Bounces from now on, or err at each."""
    return Step(replace(state, refuses=action.refuses))


def receive(state: Probe, call: Call, action: Bounced) -> Step[Probe]:
    """Count a Bounce, and remember its reason. Rejects: NOT_READY (STK-14) if it refuses them."""
    require(not state.refuses, Reason.NOT_READY)
    count = Nat(state.bounced.get(call.caller) + 1)
    return Step(replace(state, bounced=state.bounced.set(call.caller, count), reason=action.reason))


ACTIONS: Final[dict[str, tuple[type[Any], Any]]] = {
    "Add": (Add, add),
    "Emit": (Emit, emit),
    "Err": (Err, err),
    "Fail": (Nothing, fail),
    "Exhaust": (Nothing, exhaust),
    "Mumble": (Nothing, mumble),
    "Refuse": (Refuse, refuse),
    BOUNCE: (Bounced, receive),
}
"""Each action's name, the type of its input, and what it does."""


def view(state: Probe, path: str) -> Json:
    """Read a field, or how often a process bounced at ``bounced/process``.

    Rejects: INVALID_INPUT (STK-3) for a path that names nothing.
    """
    name, _, key = path.partition("/")
    if name == "bounced" and key:
        return to_json(state.bounced.get(from_json(Address, key)))
    require(not key and name in _FIELDS, Reason.INVALID_INPUT)
    value: Json = to_json(getattr(state, name))
    return value


_FIELDS: Final = frozenset(field.name for field in fields(Probe)) - {"bounced"}

MODULE: Final = Module(PROBE, start, handle, view)
