"""Life cycles of records, found by running the shipped transitions: no arrow is written by hand.

A small world is explored: from its start every step of an alphabet is tried in every state that
was reached, breadth first. An arrow is a pair of conditions of a record, before and after an
accepted step that changed the record. What is declared for a room, in the module of ``lives`` that
has its name, is the alphabet, how a record's condition is named, and where its box stands; a
condition without a box is an error.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from hollowbeam.kernel.authenticated_map import Map, state_root
from hollowbeam.kernel.errors import Rejection

Arrow = tuple[str, str]
"""The conditions of a record before and after."""


@dataclass(frozen=True, slots=True)
class Machine:
    """The life of one kind of record: how its condition is named, and where each name stands.

    Places are columns and rows of the picture; the first condition is that of an absent record.
    """

    collection: str
    condition: Callable[[Any], str]
    places: Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Life:
    """What is explored of a room: its start, and named steps, each a state from a state.

    A step may refuse. ``depth`` steps in a row are tried: one fewer finds every arrow already, and
    one more finds no other. ``order`` gives the order of the names beside an arrow. ``seen`` gives
    the state whose collections are looked at, where there is more than that.
    """

    machines: Mapping[str, Machine]
    depth: int
    start: Callable[[], Any]
    steps: tuple[tuple[str, Callable[[Any], Any]], ...]
    order: tuple[str, ...]
    seen: Callable[[Any], Any] = lambda state: state


@dataclass(frozen=True, slots=True)
class LifeCycle:
    """A machine with the arrows that were found, each with its actions, and how many were run."""

    machine: Machine
    arrows: Mapping[Arrow, tuple[str, ...]]
    calls: int
    states: int


def life_of(room: str) -> Life | None:
    """Give what is explored of a room; None if nothing is declared."""
    name = f"hollow_site.lives.{room}"
    if not room.isidentifier() or find_spec(name) is None:
        return None
    life: Life = import_module(name).LIFE
    return life


@cache
def life_cycles(room: str, depth: int | None = None) -> dict[str, LifeCycle]:
    """Explore a room, and give the arrows of each of its machines by name.

    Gives nothing for a room of which nothing is declared.
    """
    life = life_of(room)
    if life is None:
        return {}
    start = life.start()
    found: dict[str, dict[Arrow, set[str]]] = {name: defaultdict(set) for name in life.machines}
    seen, level, calls = {state_root(life.seen(start))}, [start], 0
    for _ in range(life.depth if depth is None else depth):
        reached: list[Any] = []
        for before in level:
            for action, after in _successors(life, before):
                calls += 1
                for name, arrow in _arrows(life, before, after):
                    found[name][arrow].add(action)
                root = state_root(life.seen(after))
                if root not in seen:
                    seen.add(root)
                    reached.append(after)
        level = reached
    return {
        name: LifeCycle(
            life.machines[name],
            {
                arrow: tuple(sorted(actions, key=life.order.index))
                for arrow, actions in arrows.items()
            },
            calls,
            len(seen),
        )
        for name, arrows in found.items()
    }


def _successors(life: Life, before: Any) -> Iterator[tuple[str, Any]]:
    """Give every state that one accepted step leads to."""
    for action, step in life.steps:
        try:
            yield action, step(before)
        except Rejection:
            continue


def _arrows(life: Life, before: Any, after: Any) -> Iterator[tuple[str, Arrow]]:
    """Give what a step did to the condition of each record that it changed."""
    for name, machine in life.machines.items():
        old: Map[Any, Any] = getattr(life.seen(before), machine.collection)
        new: Map[Any, Any] = getattr(life.seen(after), machine.collection)
        for key in {key for each in (old, new) for key, _ in each.items()}:
            if old.get(key) != new.get(key):
                yield name, (machine.condition(old.get(key)), machine.condition(new.get(key)))
