"""A gateway with the entries that it keeps, and its operations by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias, cast

from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.dispatch import dispatch
from hollowbeam.kernel.encoding import Json
from hollowbeam.kernel.transition import Step, implements
from hollowbeam.kernel.vocabulary import Address, Nat, ProcessId
from hollowbeam.protocol.commitments import Entry, assignment_hash
from hollowbeam.protocol.gateway import actions, follower, service
from hollowbeam.protocol.gateway.follower import verify_entry, verify_item
from hollowbeam.protocol.gateway.state import Gateway, Verdict


@dataclass(frozen=True, slots=True)
class Archive:
    """A gateway and the entries that it keeps, by process and slot; None where it keeps none."""

    gateway: Gateway
    entries: Map[tuple[ProcessId, Nat], Entry | None]


@dataclass(frozen=True, slots=True)
class Sent:
    """An entry on its way to a subscriber."""

    subscriber: Address
    entry: Entry


def begin(start: actions.Genesis) -> Archive:
    """Make a gateway that keeps nothing yet.

    Rejects: BAD_PARAMETERS (GTW-1).
    """
    return Archive(service.genesis(start), Map(None))


@implements("GTW-18")
def publish(archive: Archive, action: actions.Publish) -> Step[Archive]:
    """Verify an entry and keep it if it is the next one; ``out`` says what it was.

    Rejects: as ``verify_entry`` (GTW-2, GTW-3), then as ``extend`` (GTW-4 to GTW-8).
    """
    entry, gateway = action.entry, archive.gateway
    signer = verify_entry(entry, gateway.network)
    step = service.publish(gateway, entry.assignment, signer)
    if step.out.verdict != Verdict.NEXT:
        return Step(replace(archive, gateway=step.state), out=step.out)
    process = entry.assignment.process
    entries = archive.entries.set((process, entry.assignment.slot), entry)
    oldest = step.state.oldest.get(process)
    if oldest > 0:
        entries = entries.set((process, Nat(oldest - 1)), None)
    return Step(Archive(step.state, entries), out=step.out)


def deliver(archive: Archive, action: actions.Deliver) -> Step[Archive]:
    """Send a subscriber the next entry.

    Rejects: as ``service.deliver`` (GTW-20 to GTW-24).
    """
    step = service.deliver(archive.gateway, action)
    slot = step.effects[0].slot
    entry = cast(Entry, archive.entries.get((action.process, slot)))
    return Step(replace(archive, gateway=step.state), (Sent(action.subscriber, entry),))


@implements("GTW-26")
def backfill(archive: Archive, action: actions.Backfill) -> Step[Archive]:
    """Send a subscriber the next entry, fetched from anywhere. Its hash vouches for it.

    Rejects: OTHER_MESSAGE (GTW-3), then as ``service.backfill`` (GTW-20 to GTW-26).
    """
    verify_item(action.entry)
    assignment = action.entry.assignment
    fetched = assignment_hash(assignment)
    step = service.backfill(archive.gateway, action.subscriber, assignment.process, fetched)
    return Step(replace(archive, gateway=step.state), (Sent(action.subscriber, action.entry),))


Operation: TypeAlias = Callable[[Any, Any], Step[Any]]


def _on_gateway(transition: Operation) -> Operation:
    """Let a transition of the gateway alone act on the archive."""

    def act(archive: Archive, action: Any) -> Step[Archive]:
        step = transition(archive.gateway, action)
        return replace(step, state=replace(archive, gateway=step.state))

    return act


OPERATIONS: Final[dict[str, tuple[type[Any], Operation]]] = {
    "appoint": (actions.Appoint, _on_gateway(follower.appoint)),
    "confirm": (actions.Confirm, _on_gateway(follower.confirm)),
    "publish": (actions.Publish, publish),
    "subscribe": (actions.Subscribe, _on_gateway(service.subscribe)),
    "deliver": (actions.Deliver, deliver),
    "backfill": (actions.Backfill, backfill),
    "acknowledge": (actions.Acknowledge, _on_gateway(service.acknowledge)),
    "cut_off": (actions.CutOff, _on_gateway(service.cut_off)),
    "resume": (actions.Resume, _on_gateway(service.resume)),
}
"""Each operation's name on the wire, the type of its arguments, and what it does."""


def handle(archive: Archive, name: str, data: Json) -> Step[Archive]:
    """Do the named operation.

    Rejects: UNKNOWN_ACTION, INVALID_INPUT, and what the operation rejects.
    """
    return dispatch(OPERATIONS, name, data, archive)
