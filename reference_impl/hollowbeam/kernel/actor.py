"""The shape of an actor: who calls it, what it says, and how a module is put behind a process.

An actor answers ``handle(state, call, action, input)`` with a ``Step`` whose effects are the
emissions that it makes, in order, or with a ``Rejection``. It sees nothing but these arguments.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Any, Final

from hollowbeam.kernel.encoding import Json
from hollowbeam.kernel.transition import Step
from hollowbeam.kernel.vocabulary import NOBODY, ZERO, Address, ModuleId, Nat

BOUNCE: Final = "Bounce"
"""The action of the one message that the kernel itself sends: a relay that erred comes back."""


@unique
class Kind(StrEnum):
    """What an address names. A message to a wallet is a record: nobody relays it."""

    WALLET = "WALLET"
    PROCESS = "PROCESS"


@dataclass(frozen=True, slots=True)
class Call:
    """Who calls a process, when, and with what means.

    ``caller`` is the wallet that signed, or the process that emitted. ``principal`` is the wallet
    that signed the root of the crank; nothing is authorised by it. ``process`` is the actor itself.
    ``anchor`` is a height in Arweave blocks, ``timestamp`` milliseconds, for information only.
    """

    caller: Address
    anchor: Nat
    kind: Kind = Kind.WALLET
    principal: Address = NOBODY
    process: Address = NOBODY
    slot: Nat = ZERO
    timestamp: Nat = ZERO
    budget: Nat = ZERO
    hops: Nat = ZERO


@dataclass(frozen=True, slots=True)
class Emission:
    """A message that an actor emits: to whom, and the action with its input.

    ``input`` is the frozen record of the action, or its HB-JSON. ``expires`` is the last anchor
    height at which the message may be assigned, zero for no limit.
    """

    kind: Kind
    target: Address
    action: str
    input: Any
    expires: Nat = ZERO


@dataclass(frozen=True, slots=True)
class Bounce:
    """The input of a Bounce: the action and the input that came back, and why."""

    action: str
    reason: str
    input: Json


@dataclass(frozen=True, slots=True)
class Module:
    """Code behind a process: a first state from its input, and a transition; both pure.

    ``start`` and ``handle`` answer with a Rejection for whatever they refuse. Another exception is
    a trap: the action errs, and so does nothing else.
    """

    id: ModuleId
    start: Callable[[Json], Any]
    handle: Callable[[Any, Call, str, Json], Step[Any]]
    view: Callable[[Any, str], Json]
