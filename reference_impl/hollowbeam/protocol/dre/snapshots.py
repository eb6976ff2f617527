"""Snapshots: a process at one slot, from which anyone may go on as if they had never stopped."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, NewType

from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.encoding import Json, base64url, encode
from hollowbeam.kernel.hashing import Tag, tagged_hash
from hollowbeam.kernel.records import to_json
from hollowbeam.kernel.transition import implements
from hollowbeam.kernel.vocabulary import Nat
from hollowbeam.protocol.dre.state import Kernel, ProcessState

SnapshotHash = NewType("SnapshotHash", str)
"""What a snapshot commits to: see ``snapshot_hash``."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All of a process before its next slot: the kernel's part and the contract's part."""

    kernel: Kernel
    contents: Any


@implements("DRE-26")
def take(state: ProcessState) -> Snapshot:
    """Take a snapshot of a process."""
    return Snapshot(state.kernel, state.contents)


@implements("DRE-26")
def restore(snapshot: Snapshot) -> ProcessState:
    """Go on from a snapshot, whose hash was compared with the one that was published."""
    return ProcessState(snapshot.kernel, snapshot.contents)


@implements("DRE-26")
def is_due(slot: Nat, last: Nat, interval: Nat) -> bool:
    """Say whether a snapshot must be taken: ``interval`` slots came since the last one."""
    return slot >= last + interval


@implements("DRE-26")
def snapshot_hash(kernel: Kernel) -> SnapshotHash:
    """Hash a snapshot: the kernel's part, its maps and the contract's part by their roots."""
    members: dict[str, Json] = {}
    for field in fields(kernel):
        value = getattr(kernel, field.name)
        members[field.name] = base64url(value.root) if isinstance(value, Map) else to_json(value)
    return SnapshotHash(base64url(tagged_hash(Tag.SNAPSHOT, encode(members))))
