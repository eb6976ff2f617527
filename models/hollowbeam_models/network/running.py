"""Running the exchange: by a schedule of faults first, and fairly afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from hashlib import sha256
from typing import Any, Final, TypeVar

from hollowbeam.kernel.encoding import Json, encode
from hollowbeam.kernel.records import to_json
from hollowbeam.kernel.vocabulary import Nat
from hollowbeam.protocol import arweave
from hollowbeam_models.network.exchange import Exchange
from hollowbeam_models.network.schedule import Choice, Deed, Schedule
from hollowbeam_models.network.world import Event, World

MOST_BLOCKS: Final = 200
"""So many blocks after the last fault, everything must have ended."""

Thing = TypeVar("Thing")

Watch = Callable[[Exchange], None]
"""Looks at the network at a boundary between two messages; raises what it finds."""


class Unfinished(AssertionError):
    """The exchange did not end although nothing went wrong any more."""


def apply(world: World, choice: Choice) -> None:
    """Do what a choice says; where there is nothing to do it to, nothing happens."""
    _DEEDS[choice.deed](world, choice.number)


def _chosen(found: Sequence[Thing], number: int) -> Iterator[Thing]:
    """Give the thing that a number picks, or nothing where there is none."""
    if found:
        yield found[number % len(found)]


def _wake(world: World, number: int) -> None:
    for node in _chosen(list(world.awake()), number):
        node.wake(world)


def _crash(world: World, number: int) -> None:
    for name in _chosen(sorted(world.nodes), number):
        world.down.add(name)
        world.nodes[name].crash()
        world.record(name, "crashed")


def _restart(world: World, number: int) -> None:
    for name in _chosen(sorted(world.down), number):
        world.down.discard(name)


def _reorganise(world: World, number: int) -> None:
    world.reorganise(Nat(1 + number % world.network.depth), number)


def _lose(world: World, number: int) -> None:
    for item in _chosen(world.pending, number):
        world.pending.remove(item)


def _take_over(world: World, number: int) -> None:
    for process in _chosen(sorted(world.routes), number):
        world.take_over(process)


def _handle(world: World, number: int, *, goes: bool, arrives: bool) -> None:
    """Take a packet of the wire: it goes from there, or not, and arrives, or not."""
    for packet in _chosen(world.wire, number):
        if goes:
            del world.wire[number % len(world.wire)]
        if arrives:
            world.deliver(packet)


_DEEDS: Final[Mapping[Deed, Callable[[World, int], None]]] = {
    Deed.DELIVER: partial(_handle, goes=True, arrives=True),
    Deed.DUPLICATE: partial(_handle, goes=False, arrives=True),
    Deed.DROP: partial(_handle, goes=True, arrives=False),
    Deed.MINE: lambda world, _: world.mine(),
    Deed.WAKE: _wake,
    Deed.CRASH: _crash,
    Deed.RESTART: _restart,
    Deed.REORGANISE: _reorganise,
    Deed.LOSE: _lose,
    Deed.TAKE_OVER: _take_over,
}


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
