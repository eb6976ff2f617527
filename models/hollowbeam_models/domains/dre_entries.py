"""The next entry of a log in random histories, and entries that are wrong in one way."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Final

from hypothesis import strategies as st

from hollowbeam.kernel.encoding import Json, decode, encode
from hollowbeam.kernel.vocabulary import AssignmentHash, Identity, ModuleId, Nat, ProcessId
from hollowbeam.protocol.commitments import (
    Entry,
    OutboxMessage,
    assignment_hash,
    is_signed,
    signer_of,
)
from hollowbeam.protocol.dre.evaluator import Evaluator
from hollowbeam.protocol.dre.spawning import spawned_id
from hollowbeam.protocol.dre.state import Kernel, Life
from hollowbeam.protocol.message.item import Item, parse_item, serialize_item
from hollowbeam.protocol.relayer.envelope import wrap
from hollowbeam_models.domains.choosing import choose, seldom
from hollowbeam_models.domains.dre_log import (
    NETWORK,
    OTHER_NETWORK,
    Place,
    address,
    assigned,
    emitted,
    message_item,
    process_of,
    relay_item,
    relay_of,
    signed_by,
    some_id,
    spawn_item,
    spawning,
    wallet,
)
from hollowbeam_models.domains.dre_messages import SOURCE, asked, shallow

CHILD: Final = Nat(4)
"""Which of its spawns the source made the process by, if it did."""

SPAWNS: Final = (
    spawning("5"),
    spawning("5", minimum_stake=3, guarantee="FINAL"),
    spawning("0"),
    spawning("5", module=ModuleId(some_id("unwritten code"))),
)
"""What wallets spawn: two processes that can be, and two that never will be."""

BY_RELAY: Final = (len(SPAWNS), len(SPAWNS) + 1)
"""The starts of a process that another process spawned, on its branch 0 or 1."""

_CHILDREN: Final = (
    *[spawning("6", minimum_stake=2)] * 8,
    spawning("0"),
    spawning("6", module=ModuleId(some_id("unwritten code"))),
)


def process_for(number: int) -> ProcessId:
    """Give the process of a start: spawned by a wallet, or by a process."""
    if number not in BY_RELAY:
        return process_of(_spawned(number))
    return spawned_id(NETWORK, ProcessId(SOURCE), Nat(BY_RELAY.index(number)), CHILD)


@cache
def _spawned(number: int) -> Item:
    """Give the Spawn of a start."""
    return spawn_item("dmac", SPAWNS[number])


_PROCESSES: Final = {process_for(number): number for number in (*range(len(SPAWNS)), *BY_RELAY)}

_WRONG: Final = (
    *("slot", "chain", "term", "host", "back", "network"),
    *("process", "signed", "item", "elsewhere", "id"),
)


def next_entry(draw: st.DrawFn, evaluator: Evaluator) -> Entry:
    """Draw the next entry, now and then of a later term."""
    kernel = evaluator.state.kernel
    height = Nat(kernel.height + choose(draw, (1, 1, 1, 0, 7)))
    term = Nat(kernel.term + seldom(draw, 8))
    place = Place(kernel.process, kernel.log, kernel.slot, term, height)
    return assigned(place, _item(draw, evaluator, height))


def wrong_entry(draw: st.DrawFn, evaluator: Evaluator) -> Entry:
    """Draw the next entry, wrong in one way where that can be."""
    kernel = evaluator.state.kernel
    height = Nat(kernel.height + choose(draw, (1, 0)))
    place = Place(kernel.process, kernel.log, kernel.slot, kernel.term, height)
    item, wrong = _item(draw, evaluator, height), choose(draw, _WRONG)
    changed: dict[str, Place] = {
        "slot": replace(place, slot=Nat(abs(place.slot + choose(draw, (-1, 1))))),
        "chain": replace(place, previous=AssignmentHash(some_id("another log"))),
        "term": replace(place, term=Nat(max(0, place.term - 1))),
        "back": replace(place, height=Nat(max(0, kernel.height - 1))),
        "network": replace(place, network=OTHER_NETWORK),
        "process": replace(place, process=ProcessId(some_id("another process"))),
    }
    if wrong == "elsewhere":
        item = message_item("sam", some_id("another process"), "Add", {"amount": "1"})
    host = "another host" if wrong == "host" else "host"
    entry = assigned(changed.get(wrong, place), item, host=host)
    if wrong == "signed":
        return _badly_signed(entry)
    if wrong == "id":
        renamed = replace(entry.assignment, message=type(entry.assignment.message)(SOURCE))
        return signed_by("host", renamed, entry.item)
    if wrong == "item":
        return replace(entry, item=_altered(entry.item))
    return entry


def followed(entry: Entry, before: Kernel, now: Kernel) -> Entry:
    """Give an entry of one log as it stands in another one, signed anew by whoever signed it."""
    assignment = entry.assignment
    moved = replace(
        assignment,
        slot=Nat(max(0, assignment.slot - before.slot + now.slot)),
        previous=now.log if assignment.previous == before.log else assignment.previous,
    )
    signer = signer_of(entry.signature)
    host = next((name for name in ("host", "another host") if address(name) == signer), None)
    if host is None or moved == assignment:
        return entry
    again = signed_by(host, moved, entry.item)
    is_right = is_signed(entry.signature, assignment_hash(assignment))
    return again if is_right else _badly_signed(again)


def _badly_signed(entry: Entry) -> Entry:
    """Spoil the signature."""
    value = bytes([entry.signature.value[0] ^ 1]) + entry.signature.value[1:]
    return replace(entry, signature=replace(entry.signature, value=value))


def _altered(raw: bytes) -> bytes:
    """Change the data of an item, and leave its signature."""
    item = parse_item(raw)
    return serialize_item(replace(item, data=item.data + b" "))


def _item(draw: st.DrawFn, evaluator: Evaluator, height: Nat) -> Item:
    """Draw a message for the process; of one that is not born mostly its Spawn."""
    kernel = evaluator.state.kernel
    born = kernel.life is Life.BORN
    if seldom(draw, 20) if born else not seldom(draw, 5):
        return _birth(draw, _PROCESSES[kernel.process])
    parked = [key for key, _ in kernel.parked.items()]
    refuses = getattr(evaluator.state.contents, "refuses", False)
    if born and (parked or refuses) and choose(draw, (True, True, False)):
        return _about_bounces(draw, kernel, height, parked, refuses=refuses)
    kind = choose(draw, (*["wallet"] * 5, *["relay"] * 5, *["bounce"] * 3, "odd"))
    if kind == "odd":
        return _odd(draw, kernel.process)
    if kind == "bounce":
        return _bounce(draw, kernel, height)
    action, data = asked(draw)
    if kind == "relay":
        return _relayed(draw, kernel, action, shallow(data), height)
    return _said(draw, kernel, action, data)


def _birth(draw: st.DrawFn, number: int) -> Item:
    """Draw the Spawn of a process; one that is relayed may be another's, or one that errs."""
    if number not in BY_RELAY:
        return _spawned(number)
    data: Json = {
        "number": str(CHILD + seldom(draw, 6)),
        "spawn": dict(choose(draw, _CHILDREN)),
    }
    branch = BY_RELAY.index(number)
    return relay_item(emitted(process_for(number), "Spawn", data, source=SOURCE, branch=branch))


def _about_bounces(
    draw: st.DrawFn, kernel: Kernel, height: Nat, parked: list[Identity], *, refuses: bool
) -> Item:
    """Go on with a Bounce that is parked, or with one that is about to be."""
    if refuses and seldom(draw, 5):
        return _said(draw, kernel, "Refuse", {"refuses": False})
    if not parked or (refuses and choose(draw, (True, False, False))):
        return _bounce(draw, kernel, height)
    wanted: str = choose(draw, (*parked * 6, some_id("no bounce")))
    return _said(draw, kernel, "Redeliver", {"bounce": wanted})


def _bounce(draw: st.DrawFn, kernel: Kernel, height: Nat) -> Item:
    back: Json = {"action": "Add", "reason": choose(draw, ("EXPIRED", "TRAP")), "input": None}
    return _relayed(draw, kernel, "Bounce", back, height)


def _said(draw: st.DrawFn, kernel: Kernel, action: str, data: Json) -> Item:
    """Let a wallet say something."""
    signer = choose(draw, ("sam", "dmac"))
    return _message_item(signer, kernel.process, action, encode(data), kernel.slot)


@cache
def _message_item(signer: str, process: str, action: str, data: bytes, nonce: int) -> Item:
    return message_item(signer, process, action, decode(data), nonce=nonce)


def _relayed(draw: st.DrawFn, kernel: Kernel, action: str, data: Json, height: Nat) -> Item:
    """Draw the means of a message of another process, which are its Bounce's as well."""
    budget = choose(draw, (60, 60, 60, 20, 3, 2, 1, 0))
    hops = choose(draw, (3, 3, 1, 0))
    expires = choose(draw, (0, 0, 0, 0, height, height + 1, height - 1))
    text = encode(data)
    return _relay_item(kernel.process, action, text, kernel.slot, budget, hops, expires)


@cache
def _relay_item(  # noqa: PLR0913, PLR0917 - the parts of a message
    process: str, action: str, data: bytes, sequence: int, budget: int, hops: int, expires: int
) -> Item:
    message: OutboxMessage = emitted(
        process,
        action,
        decode(data),
        source=SOURCE,
        sequence=sequence,
        budget=budget,
        hops=hops,
        expires=expires,
    )
    return relay_item(message)


def _odd(draw: st.DrawFn, process: str) -> Item:
    """Draw an item that should never have been assigned, and is."""
    if choose(draw, (True, False)):
        message = emitted(process, "Add", {"amount": "2"}, source=SOURCE)
        forged = replace(relay_of([message]), message=replace(message, input={"amount": "9"}))
        return wrap(forged, wallet("relayer"))
    network = choose(draw, (NETWORK, NETWORK, OTHER_NETWORK))
    item = message_item("sam", process, "Add", {"amount": "2"}, network=network)
    return replace(item, data=b'{"amount":"7"}')
