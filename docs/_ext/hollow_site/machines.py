"""Life cycles of records, found by running the shipped transitions: no arrow is written by hand.

A small network is explored: from its genesis every call of an alphabet is tried in every state that
was reached, breadth first. An arrow is a pair of conditions of a record, before and after an
accepted call that changed the record. What is declared here is the alphabet, how a record's
condition is named, and where its box stands; a condition without a box is an error.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from hollowbeam.kernel.actor import Call
from hollowbeam.kernel.authenticated_map import Map, state_root
from hollowbeam.kernel.encoding import Json, base64url
from hollowbeam.kernel.errors import Rejection
from hollowbeam.kernel.records import from_json
from hollowbeam.kernel.vocabulary import Address, Nat
from hollowbeam_contracts.staking.actions import Genesis
from hollowbeam_contracts.staking.contract import ACTIONS, genesis, handle
from hollowbeam_contracts.staking.state import Bond, Dispute, Slashing, StakingState

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
class LifeCycle:
    """A machine with the arrows that were found, each with its actions, and how many were run."""

    machine: Machine
    arrows: Mapping[Arrow, tuple[str, ...]]
    calls: int
    states: int


def _of_bond(bond: Bond) -> str:
    if bond.leaving == 0:
        return "staked" if bond.stake else "no stake"
    return "staked and leaving" if bond.stake else "leaving"


def _of_fault(record: Slashing) -> str:
    return str(record.status)


def _of_dispute(dispute: Dispute) -> str:
    return str(dispute.status)


MACHINES: Mapping[str, Machine] = {
    "staking.bond": Machine(
        "bonds",
        _of_bond,
        {"no stake": (0, 1), "staked": (1, 0), "leaving": (1, 2), "staked and leaving": (2, 1)},
    ),
    "staking.fault": Machine(
        "faults", _of_fault, {"NONE": (0, 0), "OPEN": (1, 0), "SETTLED": (2, 0)}
    ),
    "staking.dispute": Machine(
        "disputes", _of_dispute, {"NONE": (0, 0), "OPEN": (1, 0), "CLOSED": (2, 0)}
    ),
}

HOLDER, OTHER, JUDGE, ID = (base64url(bytes([number]) * 32) for number in range(1, 5))
_ROLE: dict[str, Json] = {"role": "DRE"}
_FAULT: dict[str, Json] = {**_ROLE, "offender": HOLDER, "process": ID, "term": "0", "slot": "0"}
_SLASH: dict[str, Json] = {**_FAULT, "evidence": ID, "fisher": OTHER}

GENESIS: Json = {
    "parameters": {
        "adjudicator": JUDGE,
        "epoch_length": "2",
        "evidence_window": "2",
        "dispute_bound": "2",
        "dispute_deposit": "1",
        "minimum_dre": "1",
        "minimum_relayer": "1",
        "minimum_sequencer": "1",
        "rate_equivocation": "10000",
        "rate_invalid_assignment": "5000",
        "rate_wrong_result": "5000",
        "rate_omission": "5000",
        "reward_rate": "5000",
        "emission": "1",
        "cap": "100",
    },
    "allocations": [{"address": HOLDER, "amount": "4"}, {"address": OTHER, "amount": "1"}],
}

ALPHABET: tuple[tuple[str, str, dict[str, Json]], ...] = (
    ("Stake", HOLDER, {**_ROLE, "amount": "2"}),
    ("Unstake", HOLDER, {**_ROLE, "amount": "1"}),
    ("Unstake", HOLDER, {**_ROLE, "amount": "2"}),
    ("Withdraw", HOLDER, _ROLE),
    ("Mint", HOLDER, _ROLE),
    ("Slash", JUDGE, {**_SLASH, "kind": "OMISSION", "height": "0"}),
    ("Slash", JUDGE, {**_SLASH, "kind": "EQUIVOCATION", "height": "0"}),
    ("Slash", JUDGE, {**_SLASH, "kind": "EQUIVOCATION", "height": "8"}),
    ("Settle", OTHER, _FAULT),
    ("Open-Dispute", OTHER, {**_ROLE, "dispute": ID, "holder": HOLDER}),
    ("Close-Dispute", JUDGE, {"dispute": ID, "upheld": True}),
)
ANCHORS = (0, 8)
"""Now, and when everything that waits has waited long enough."""

DEPTH = 5
"""Calls in a row. One fewer finds every arrow already, and one more finds no other."""


@cache
def life_cycles(depth: int = DEPTH) -> dict[str, LifeCycle]:
    """Explore so many calls in a row, and give the arrows of every machine by its name."""
    start = genesis(from_json(Genesis, GENESIS))
    found: dict[str, dict[Arrow, set[str]]] = {name: defaultdict(set) for name in MACHINES}
    seen, level, calls = {state_root(start)}, [start], 0
    for _ in range(depth):
        reached: list[StakingState] = []
        for before in level:
            for action, after in _successors(before):
                calls += 1
                for name, arrow in _arrows(before, after):
                    found[name][arrow].add(action)
                root = state_root(after)
                if root not in seen:
                    seen.add(root)
                    reached.append(after)
        level = reached
    order = list(ACTIONS)
    return {
        name: LifeCycle(
            MACHINES[name],
            {arrow: tuple(sorted(actions, key=order.index)) for arrow, actions in arrows.items()},
            calls,
            len(seen),
        )
        for name, arrows in found.items()
    }


def _successors(before: StakingState) -> Iterator[tuple[str, StakingState]]:
    """Give every state that one accepted call leads to."""
    for action, caller, data in ALPHABET:
        for anchor in ANCHORS:
            try:
                step = handle(before, Call(Address(caller), Nat(anchor)), action, data)
            except Rejection:
                continue
            yield action, step.state


def _arrows(before: StakingState, after: StakingState) -> Iterator[tuple[str, Arrow]]:
    """Give what a call did to the condition of each record that it changed."""
    for name, machine in MACHINES.items():
        old: Map[Any, Any] = getattr(before, machine.collection)
        new: Map[Any, Any] = getattr(after, machine.collection)
        for key in {key for each in (old, new) for key, _ in each.items()}:
            if old.get(key) != new.get(key):
                yield name, (machine.condition(old.get(key)), machine.condition(new.get(key)))
