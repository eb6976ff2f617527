"""How a process comes to be: by a wallet's item, or by a message of another process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hollowbeam.kernel.encoding import Json
from hollowbeam.kernel.transition import implements
from hollowbeam.kernel.vocabulary import NOBODY, Address, ModuleId, Nat, ProcessId
from hollowbeam.protocol.commitments import identity_of
from hollowbeam.protocol.dre.chain import Charter
from hollowbeam.protocol.dre.guarantees import Guarantee

SPAWN: Final = "Spawn"
"""The action by which a process spawns another; its target is nobody, until the kernel names it."""


@dataclass(frozen=True, slots=True)
class Spawn:
    """What a Spawn asks for: code, its first input, and the charter of the process."""

    module: ModuleId
    start: Json
    scheduler: Address
    relayer: Address
    minimum_stake: Nat
    guarantee: Guarantee


@dataclass(frozen=True, slots=True)
class NumberedSpawn:
    """The input of a Spawn that a process emitted; ``number`` counts its spawns, from 0."""

    number: Nat
    spawn: Spawn


@implements("DRE-28")
def spawned_id(network: str, source: ProcessId, branch: Nat, number: Nat) -> ProcessId:
    """Name the process that another one spawns: an outbox identity whose target is nobody."""
    return ProcessId(identity_of(network, source, branch, NOBODY, number))


@implements("DRE-27")
def charter_of(spawn: Spawn) -> Charter:
    """Give what stays of a Spawn."""
    return Charter(
        module=spawn.module,
        scheduler=spawn.scheduler,
        relayer=spawn.relayer,
        minimum_stake=spawn.minimum_stake,
        guarantee=spawn.guarantee,
    )
