"""From what a handler emits to the leaves of an outbox: checked, counted, funded, numbered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from hollowbeam.kernel.actor import BOUNCE, Bounce, Emission, Kind
from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.encoding import MAXIMUM_DEPTH, Json, base64url_decode, encode
from hollowbeam.kernel.errors import Rejection
from hollowbeam.kernel.records import from_json, to_json
from hollowbeam.kernel.transition import implements
from hollowbeam.kernel.vocabulary import NAT_LIMIT, NOBODY, ZERO, Address, Nat
from hollowbeam.protocol.commitments import OutboxMessage
from hollowbeam.protocol.dre.chain import number
from hollowbeam.protocol.dre.facts import Answer
from hollowbeam.protocol.dre.spawning import SPAWN, NumberedSpawn, Spawn, spawned_id
from hollowbeam.protocol.dre.state import Kernel
from hollowbeam.protocol.relayer.funding import Funding, share_of

MAXIMUM_INPUT_DEPTH: Final = 60
"""Levels of an emitted input: it must fit into a relay, and once more into a Bounce in a relay."""

ID_BYTES: Final = 32


class IllFormed(Exception):
    """A module emitted what is no message; it traps."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A message before it is funded and numbered. ``spawn`` is what it spawns, if it does."""

    kind: Kind
    target: Address
    action: str
    input: Json
    expires: Nat
    spawn: Spawn | None = None


@implements("DRE-19")
def drafted(emissions: Any) -> tuple[Draft, ...]:
    """Read what a module emits. Raises IllFormed, or whatever reading raises, never a Rejection."""
    try:
        return tuple(map(_draft, emissions))
    except Rejection as refusal:
        raise IllFormed(str(refusal)) from refusal


def _draft(emission: Any) -> Draft:
    if not isinstance(emission, Emission):
        raise IllFormed("not an emission")
    data = to_json(emission.input)
    encode(_nested(data, MAXIMUM_INPUT_DEPTH))
    kind, action, expires = Kind(emission.kind), emission.action, emission.expires
    if not isinstance(action, str) or not isinstance(expires, int):
        raise IllFormed("an action is a text, an expiry a number")
    encode(action)
    if not 0 <= expires < NAT_LIMIT:
        raise IllFormed("the expiry is no height")
    spawns = action == SPAWN and kind is Kind.PROCESS and emission.target == NOBODY
    if not spawns and len(base64url_decode(emission.target)) != ID_BYTES:
        raise IllFormed("the target is no id")
    spawn = from_json(Spawn, data) if spawns else None
    return Draft(kind, Address(emission.target), action, data, Nat(expires), spawn)


def _nested(value: Json, levels: int) -> Json:
    """Put a value as deep as only one with so many levels may stand."""
    for _ in range(MAXIMUM_DEPTH - levels):
        value = [value]
    return value


@implements("DRE-14", "DRE-17", "DRE-18")
def count(drafts: Sequence[Draft]) -> Answer:
    """Count what the kernel pays for, and see whether an action of the kernel's is among it."""
    return Answer(
        processes=Nat(sum(each.kind is Kind.PROCESS for each in drafts)),
        spawns=Nat(sum(each.spawn is not None for each in drafts)),
        is_reserved=any(map(is_reserved, drafts)),
    )


@implements("DRE-17")
def is_reserved(message: Draft) -> bool:
    """Say whether a message names an action that no contract may send.

    That is a Bounce, or a Spawn of a process whose id the contract chose.
    """
    return message.action == BOUNCE or (message.action == SPAWN and message.spawn is None)


@implements("DRE-16")
def bounce(action: str, reason: str, data: Json, source: Address) -> Draft:
    """Draft the Bounce of a relay that erred."""
    return Draft(Kind.PROCESS, source, BOUNCE, to_json(Bounce(action, reason, data)), ZERO)


@implements("DRE-23", "DRE-28")
def send(
    kernel: Kernel, drafts: Sequence[Draft], principal: Address, funding: Funding
) -> tuple[tuple[OutboxMessage, ...], Map[Address, Nat]]:
    """Give funded messages their numbers, in order; also give the counters after them."""
    sent, spawned, messages = kernel.sent, kernel.spawned, []
    for each in drafts:
        message = each
        if each.spawn is not None:
            message = _named(kernel, each, spawned)
            spawned = Nat(spawned + 1)
        sent, sequence = number(sent, message.target)
        messages.append(_leaf(kernel, message, sequence, principal, funding))
    return tuple(messages), sent


def _named(kernel: Kernel, message: Draft, spawned: Nat) -> Draft:
    """Give a Spawn the id of the process that it makes as its target."""
    assert message.spawn is not None
    target = spawned_id(kernel.network, kernel.process, kernel.branch, spawned)
    data = to_json(NumberedSpawn(spawned, message.spawn))
    return replace(message, target=Address(target), input=data)


def _leaf(
    kernel: Kernel, message: Draft, sequence: Nat, principal: Address, funding: Funding
) -> OutboxMessage:
    budget, hops = share_of(funding, message.kind)
    return OutboxMessage(
        network=kernel.network,
        source=kernel.process,
        branch=kernel.branch,
        kind=message.kind,
        target=message.target,
        sequence=sequence,
        action=message.action,
        input=message.input,
        principal=principal,
        budget=budget,
        hops=hops,
        expires=message.expires,
    )
