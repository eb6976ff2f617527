"""What is true of the kernel's part of every process. Proofs and property tests share these."""

from __future__ import annotations

from hollowbeam.protocol.dre.facts import Rules
from hollowbeam.protocol.dre.state import NO_MODULE, ROOT_OF_NOTHING, Kernel, Life


def is_within_quota(kernel: Kernel, rules: Rules) -> bool:
    """INV-DRE-1: no process spawns more than the network allows (DRE-18)."""
    return kernel.spawned <= rules.spawn_quota


def is_empty_before_birth(kernel: Kernel) -> bool:
    """INV-DRE-2: before its Spawn a process has no code, no state and no offspring."""
    is_empty = (
        (kernel.module == NO_MODULE) & (kernel.spawned == 0) & (kernel.state == ROOT_OF_NOTHING)
    )
    return (kernel.life == Life.BORN) | is_empty
