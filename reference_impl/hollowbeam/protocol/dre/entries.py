"""Following a log: whether an entry is the next one, and the message that it brings.

An entry that does not link is no slot of the log, and the process stays where it is. One that links
has its slot, whatever it brings: what should never have been assigned is void, and errs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from hollowbeam.kernel.actor import BOUNCE
from hollowbeam.kernel.encoding import Json, base64url, decode, encode
from hollowbeam.kernel.errors import Reason, Rejection, require
from hollowbeam.kernel.records import from_json
from hollowbeam.kernel.transition import implements
from hollowbeam.kernel.vocabulary import NOBODY, ZERO, Address, Identity, Nat, ProcessId
from hollowbeam.protocol.commitments import (
    Assignment,
    Entry,
    OutboxMessage,
    assignment_hash,
    is_signed,
    signer_of,
)
from hollowbeam.protocol.dre.facts import NO_MESSAGE, Context, Facts, Purpose
from hollowbeam.protocol.dre.spawning import SPAWN
from hollowbeam.protocol.dre.state import Kernel
from hollowbeam.protocol.message.envelope import Kind, Message, read_message
from hollowbeam.protocol.message.item import Item, parse_item
from hollowbeam.protocol.message.signing import item_digest, item_id, verify_item
from hollowbeam.protocol.relayer.envelope import identity, read_relay, verify_relay
from hollowbeam.protocol.relayer.funding import Origin
from hollowbeam.protocol.sequencer.lane import link
from hollowbeam.protocol.sequencer.state import Head, Published

REDELIVER: Final = "Redeliver"
"""The kernel's action by which a wallet pays for a parked Bounce to be delivered again."""


@dataclass(frozen=True, slots=True)
class Redeliver:
    """The input of the action Redeliver: the identity of the parked Bounce."""

    bounce: Identity


@dataclass(frozen=True, slots=True)
class Task:
    """A message of the log, ready for evaluation; ``caller`` is whom the contract sees."""

    facts: Facts
    caller: Address = NOBODY
    principal: Address = NOBODY
    action: str = ""
    input: Json = None


@implements("DRE-2", "DRE-3", "DRE-4", "DRE-5", "DRE-6")
def follow(kernel: Kernel, assignment: Assignment, shown: Published) -> None:
    """Refuse an entry that is not the next one of the log.

    Rejects: WRONG_PROCESS (SEQ-5) for the log of another process, then as ``link``.
    """
    require(assignment.process == kernel.process, Reason.WRONG_PROCESS)
    head = Head(slot=kernel.slot, hash=kernel.log, term=kernel.term, height=kernel.height)
    link(head, kernel.network, assignment, shown)


def read_entry(kernel: Kernel, entry: Entry, context: Context) -> Task:
    """Check that an entry links, and read the message that it brings.

    Rejects: as ``parse_item`` (MSG-1 to MSG-9), then as ``follow``.
    """
    item = parse_item(entry.item)
    follow(kernel, entry.assignment, _published(kernel, entry, item, context))
    height = entry.assignment.height
    if not context.is_admissible:
        return void(height)
    try:
        return _read(kernel, item, height, context)
    except Rejection:
        return void(height)


@implements("DRE-7")
def void(height: Nat) -> Task:
    """Give the task of an entry that should never have been assigned: it pays for nothing."""
    return Task(Facts(Origin.ROOT, Purpose.ACT, height, is_admissible=False))


def _published(kernel: Kernel, entry: Entry, item: Item, context: Context) -> Published:
    """Say what an entry shows; of the pair of a relay nothing is asked here."""
    signature, hashed = entry.signature, assignment_hash(entry.assignment)
    digest = item_digest(item)
    addressed = base64url(item.target) if item.target else digest
    return Published(
        signer=signer_of(signature) if is_signed(signature, hashed) else NOBODY,
        route=context.route,
        is_seen=context.is_seen,
        message=item_id(item),
        digest=digest,
        is_addressed=addressed == kernel.process,
        is_relay=False,
        source=ProcessId(""),
        branch=ZERO,
        sequence=ZERO,
    )


@implements("DRE-7")
def _read(kernel: Kernel, item: Item, height: Nat, context: Context) -> Task:
    """Read the message of an item.

    Rejects: as ``verify_item`` (MSG-12 to MSG-15), ``read_message`` and ``verify_relay``.
    """
    verify_item(item)
    message = read_message(item, kernel.network)
    if message.kind is Kind.RELAY:
        relay = read_relay(item, kernel.network)
        verify_relay(relay, kernel.network, Address(kernel.process))
        return relayed(relay.message, height)
    return _signed(message, item, height, context)


@implements("DRE-8", "DRE-13")
def relayed(message: OutboxMessage, height: Nat) -> Task:
    """Give what a relayed message asks for; everything about it was fixed at its emission."""
    facts = Facts(
        origin=Origin.BOUNCE if message.action == BOUNCE else Origin.RELAY,
        purpose=Purpose.SPAWN if message.action == SPAWN else Purpose.ACT,
        height=height,
        expires=message.expires,
        budget=message.budget,
        hops=message.hops,
        identity=identity(message),
        source=Address(message.source),
        branch=message.branch,
    )
    return Task(facts, Address(message.source), message.principal, message.action, message.input)


@implements("DRE-12", "DRE-22", "DRE-27")
def _signed(message: Message, item: Item, height: Nat, context: Context) -> Task:
    """Read a wallet's message, with what the node knows of the wallet at the anchor."""
    facts = Facts(
        origin=Origin.ROOT,
        purpose=Purpose.ACT,
        height=height,
        stake=context.stake,
        budget=context.budget,
        hops=context.hops,
    )
    caller, principal = message.caller, message.principal
    if message.kind is Kind.SPAWN:
        facts = replace(facts, purpose=Purpose.SPAWN)
        return Task(facts, caller, principal, SPAWN, decode(item.data))
    action = message.action or ""
    if action == REDELIVER:
        facts = replace(facts, purpose=Purpose.REDELIVER, identity=_wanted(message.input))
    return Task(facts, caller, principal, action, message.input)


def _wanted(data: Json) -> Identity:
    """Read which Bounce is to be delivered again; what names none is the identity of nothing."""
    try:
        return from_json(Redeliver, data).bounce
    except Rejection:
        return NO_MESSAGE


def content_of(task: Task) -> str:
    """Write the input of a Bounce as text, for the time that it may be parked."""
    return encode(task.input).decode()
