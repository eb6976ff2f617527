"""What an evaluator remembers of a process: the kernel's part, and the contract's part.

The kernel's part is one flat record, so that a proof can read it and a snapshot can commit to it.
The contract's part is whatever its module makes of it: nothing here looks inside.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum, unique
from typing import Any, Final

from hollowbeam.kernel.authenticated_map import Map, state_root
from hollowbeam.kernel.encoding import base64url
from hollowbeam.kernel.transition import implements
from hollowbeam.kernel.vocabulary import (
    NOBODY,
    ZERO,
    Address,
    AssignmentHash,
    Identity,
    ModuleId,
    Nat,
    ProcessId,
    ResultHash,
    Root,
)
from hollowbeam.protocol.dre.guarantees import Guarantee


@unique
class Life(StrEnum):
    """Whether the Spawn of a process was evaluated. A lane exists before its process does."""

    UNBORN = "UNBORN"
    BORN = "BORN"


@unique
class Parking(StrEnum):
    """Whether a Bounce waits to be delivered again. Absent is NONE."""

    NONE = "NONE"
    PARKED = "PARKED"


@dataclass(frozen=True, slots=True)
class Parked:
    """A Bounce whose handler erred: from which process it came, and its input as canonical text."""

    status: Parking = Parking.NONE
    source: Address = NOBODY
    input: str = ""


@dataclass(frozen=True, slots=True)
class Nothing:
    """The contract's state of a process that is not born yet: a record without fields."""


UNBORN: Final = Nothing()
NO_MODULE: Final = ModuleId("A" * 43)
"""The module of a process that is not born yet: 32 bytes of zero, since its results are relayed."""


@dataclass(frozen=True, slots=True)
class Kernel:
    """The kernel's part of a process.

    ``slot`` is the next one, ``term`` and ``height`` those of the last assignment, ``log`` and
    ``results`` the heads of the two chains. ``state`` is the root of the contract's part.
    ``spawned`` counts the processes that it spawned, ``sent`` the messages to each target on this
    ``branch``. ``parked`` holds the Bounces that wait.
    """

    network: str
    process: ProcessId
    log: AssignmentHash
    results: ResultHash
    state: Root
    sent: Map[Address, Nat]
    parked: Map[Identity, Parked]
    life: Life = Life.UNBORN
    module: ModuleId = NO_MODULE
    scheduler: Address = NOBODY
    relayer: Address = NOBODY
    minimum_stake: Nat = ZERO
    guarantee: Guarantee = Guarantee.ATTESTED
    branch: Nat = ZERO
    slot: Nat = ZERO
    term: Nat = ZERO
    height: Nat = ZERO
    spawned: Nat = ZERO


@dataclass(frozen=True, slots=True)
class ProcessState:
    """A process as its evaluator has it: ``contents`` is the contract's state, a pure value."""

    kernel: Kernel
    contents: Any = field(default=UNBORN)


def root_of(contents: object) -> Root:
    """Give the root of a contract's state."""
    return Root(base64url(state_root(contents)))


ROOT_OF_NOTHING: Final[Root] = root_of(UNBORN)


@implements("DRE-1")
def start_process(network: str, process: ProcessId) -> ProcessState:
    """Begin with a process before its slot 0: it has an id and a lane, and nothing else."""
    kernel = Kernel(
        network=network,
        process=process,
        log=AssignmentHash(process),
        results=ResultHash(process),
        state=ROOT_OF_NOTHING,
        sent=Map(ZERO),
        parked=Map(Parked()),
    )
    return ProcessState(kernel)
