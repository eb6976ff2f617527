"""Leaving steps out: entries of a log follow what is left; what was wrong stays wrong."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hollowbeam.kernel.records import to_json
from hollowbeam.kernel.vocabulary import AssignmentHash, Nat
from hollowbeam.protocol.commitments import Entry
from hollowbeam_conformance.live.domains import recorded
from hollowbeam_conformance.live.following import without
from hollowbeam_models.domains.dre_log import (
    after,
    assigned,
    beginning,
    message_item,
    process_of,
    spawn_item,
    spawning,
)
from hollowbeam_models.domains.dre_moves import CONTEXT

SPAWN = spawn_item("dmac", spawning("5"))
PROCESS = process_of(SPAWN)
RESET: dict[str, Any] = {
    "verb": "reset",
    "role": "dre",
    "genesis": {
        "network": "hollow-test",
        "process": PROCESS,
        "key": "A" * 43,
        "interval": "1",
        "rules": {"rates": {"step": "2", "bounce": "1"}, "spawn_quota": "2"},
    },
}


def step(op: str, **args: Any) -> dict[str, Any]:
    return {"verb": "step", "op": op, "args": args}


def evaluate(entry: Entry) -> dict[str, Any]:
    return step("evaluate", entry=to_json(entry), **CONTEXT)


def log(*amounts: int) -> list[Entry]:
    """Write the log of a process: its Spawn, then what is added."""
    place, entries = beginning(PROCESS), []
    adds = [message_item("sam", PROCESS, "Add", {"amount": str(each)}) for each in amounts]
    for item in (SPAWN, *adds):
        entries.append(assigned(place, item))
        place = replace(after(place, entries[-1]), height=Nat(place.height + 1))
    return entries


def outcomes(requests: list[dict[str, Any]]) -> list[str]:
    steps = [each["expect"] for each in recorded(requests, changes=False)]
    return [str(each.get("reject", {"code": "ok"})["code"]) for each in steps]


def test_later_entries_link_to_what_is_left() -> None:
    requests = [RESET, *map(evaluate, log(1, 2, 3)), step("result", slot="3")]
    kept = without(requests, 2, 3)
    assert outcomes(kept) == ["ok"] * 5
    assert [each["args"].get("slot") for each in kept[1:]] == [None, None, None, "2"]
    asked = {"verb": "view", "path": "contract/total"}
    assert recorded([*kept, asked])[-1]["expect"] == {"ok": {"out": "10"}}
    assert outcomes(requests[:2] + requests[3:])[2] == "WRONG_SLOT", "as they stand they do not"


def test_what_was_wrong_stays_wrong() -> None:
    *right, last = log(1, 2, 3)
    value = bytes([last.signature.value[0] ^ 1]) + last.signature.value[1:]
    unsigned = replace(last, signature=replace(last.signature, value=value))
    elsewhere = replace(last.assignment, previous=AssignmentHash("B" * 42 + "A"))
    for wrong, reason in (
        (unsigned, "NOT_HOST"),
        (assigned(replace(beginning(PROCESS), slot=Nat(3), height=Nat(200)), SPAWN), None),
        (replace(last, assignment=replace(last.assignment, slot=Nat(9))), None),
        (replace(last, assignment=elsewhere), None),
    ):
        requests = [RESET, *map(evaluate, [*right, wrong])]
        kept = outcomes(without(requests, 2, 3))
        assert kept == [*["ok"] * 3, reason or outcomes(requests)[-1]]


def test_what_cannot_be_read_and_other_rooms_stay_as_they_are() -> None:
    spoiled = step("evaluate", **{**CONTEXT, "entry": {"item": ""}})
    requests = [RESET, *map(evaluate, log(1)), spoiled]
    assert without(requests, 2, 3) == [RESET, requests[1], spoiled]
    staking = [{**RESET, "role": "staking"}, step("Transfer"), step("Bond")]
    assert without(staking, 1, 2) == [staking[0], staking[2]]
