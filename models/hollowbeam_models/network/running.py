"""Running the exchange: by a schedule of faults first, and fairly afterwards."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any, Final

from hollowbeam.kernel.encoding import Json, encode
from hollowbeam.kernel.records import to_json
from hollowbeam.kernel.vocabulary import Nat
from hollowbeam.protocol import arweave
from hollowbeam_models.network.exchange import Exchange
from hollowbeam_models.network.schedule import Choice, Deed, Schedule
from hollowbeam_models.network.world import Event, World

MOST_BLOCKS: Final = 200
"""So many blocks after the last fault, everything must have ended."""

Watch = Callable[[Exchange], None]
"""Looks at the network at a boundary between two messages; raises what it finds."""


class Unfinished(AssertionError):
    """The exchange did not end although nothing went wrong any more."""


def apply(world: World, choice: Choice) -> None:
    """Do what a choice says; where there is nothing to do it to, nothing happens."""
    number = choice.number
    match choice.deed:
        case Deed.MINE:
            world.mine()
        case Deed.REORGANISE:
            world.reorganise(Nat(1 + number % world.network.depth), number)
        case Deed.TAKE_OVER:
            hosts = sorted(world.names)
            world.take_over(hosts[number % len(hosts)])
        case Deed.WAKE:
            awake = list(world.awake())
            if awake:
                awake[number % len(awake)].wake(world)
        case Deed.CRASH:
            _crash(world, sorted(world.nodes)[number % len(world.nodes)])
        case Deed.RESTART:
            if world.down:
                world.down.discard(sorted(world.down)[number % len(world.down)])
        case Deed.DELIVER | Deed.DUPLICATE | Deed.DROP:
            _handle(world, choice)


def _crash(world: World, name: str) -> None:
    world.down.add(name)
    world.nodes[name].crash()
    world.record(name, "crashed")


def _handle(world: World, choice: Choice) -> None:
    """Deliver, duplicate or drop a packet of the wire."""
    if not world.wire:
        return
    place = choice.number % len(world.wire)
    packet = world.wire[place]
    if choice.deed is not Deed.DUPLICATE:
        del world.wire[place]
    if choice.deed is not Deed.DROP:
        world.deliver(packet)


def run(exchange: Exchange, schedule: Schedule, watch: Watch) -> None:
    """Run by the schedule and then fairly to the end, with a look at each boundary.

    Raises what ``watch`` raises; Unfinished where the exchange does not end.
    """
    world = exchange.world
    for choice in schedule:
        for _ in range(choice.after):
            go_on(world)
            watch(exchange)
        apply(world, choice)
        watch(exchange)
    world.down.clear()
    finish(exchange, watch)


def finish(exchange: Exchange, watch: Watch) -> None:
    """Run fairly to the end. Raises as ``run``."""
    world = exchange.world
    last = arweave.tip(world.chain).height + MOST_BLOCKS
    while world.wire or not exchange.is_done:
        if arweave.tip(world.chain).height >= last:
            raise Unfinished(f"after {MOST_BLOCKS} blocks without a fault")
        go_on(world)
        watch(exchange)


def go_on(world: World) -> None:
    """Deliver the next packet; where none is left, mine a block and wake everybody."""
    if world.wire:
        world.deliver(world.wire.pop(0))
        return
    world.mine()
    for node in world.awake():
        node.wake(world)


def event_json(event: Event) -> dict[str, Json]:
    """Write an event for the trace."""
    about = {name: _plain(value) for name, value in event.about.items()}
    return {"node": event.node, "what": event.what, **about}


def _plain(value: Any) -> Json:
    return to_json(value)


def trace_hash(world: World) -> str:
    """Hash all that happened, in order."""
    return sha256(encode([event_json(event) for event in world.events])).hexdigest()
