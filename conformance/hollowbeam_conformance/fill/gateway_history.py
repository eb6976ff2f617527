"""Words for the cases of room gateway: who hosts what, what they assign, who listens.

The keys are throwaway keys made of names. Every log is signed as its host would sign it, so that a
case breaks its own clause alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from typing import Any

from hollowbeam.kernel.encoding import Json, base64url
from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.records import to_json
from hollowbeam.kernel.vocabulary import AssignmentHash, BlockId, Nat, ProcessId
from hollowbeam.kernel.wallets import Ed25519Wallet, EthereumWallet, Wallet
from hollowbeam.protocol.commitments import Assignment, Entry, assignment_hash, sign
from hollowbeam.protocol.message.item import Item, serialize_item
from hollowbeam.protocol.message.signing import address_of, item_digest, item_id, sign_item
from hollowbeam_conformance.fill.cases import Act, Look, look


def seed(name: str) -> bytes:
    """Give the 32 bytes that stand for a name."""
    return sha256(name.encode()).digest()


def identifier(name: str) -> str:
    """Give the id that stands for a name."""
    return base64url(seed(name))


NETWORK = "hollow-beam-test"
HOST: Wallet = Ed25519Wallet(seed("the host"))
SUCCESSOR: Wallet = Ed25519Wallet(seed("the next host"))
STRANGER: Wallet = Ed25519Wallet(seed("a stranger"))
SENDER: Wallet = Ed25519Wallet(seed("a sender of messages"))
ETHEREUM: Wallet = EthereumWallet(seed("a host with a key of Ethereum"))
PROCESS = identifier("a process")
OTHER_PROCESS = identifier("another process")
ALICE = identifier("Alice, who listens")
BOB = identifier("Bob, who listens too")

QUEUE = 3
RETENTION = 4

OTHERS = "Network"
"""Who publishes entries and tells of terms: whoever has them."""


def _of_entry(entry: Mapping[str, Any]) -> str:
    """Write an entry by its place."""
    assignment = entry["assignment"]
    return f"slot {assignment['slot']} of term {assignment['term']}"


SHOWN = {"entry": _of_entry}
"""How the site writes what is too long to be shown."""

QUIET = frozenset({"heads"})
"""What the site leaves out of its pictures."""


@cache
def item(process: str, text: str) -> Item:
    """Give the item of a message to a process."""
    return sign_item(SENDER, target=seed(process), anchor=seed(text), data=text.encode())


def assigned(slot: int, previous: str, text: str, **fields: Any) -> Assignment:
    """Assign a message that says a text; fields that are given differ from the usual ones."""
    process = fields.get("process", PROCESS)
    message = item(process, text)
    usual = Assignment(
        network=NETWORK,
        process=ProcessId(process),
        slot=Nat(slot),
        term=Nat(0),
        message=item_id(message),
        digest=item_digest(message),
        height=Nat(7 + slot),
        block=BlockId(identifier(f"block {7 + slot}")),
        timestamp=Nat(1_700_000_000_000 + 1_000 * slot),
        previous=AssignmentHash(previous),
    )
    return replace(usual, **fields)


def published(assignment: Assignment, text: str, wallet: Wallet = HOST) -> Entry:
    """Sign an assignment and publish it with the item that says the text."""
    carried = serialize_item(item(assignment.process, text))
    return Entry(assignment, sign(wallet, assignment_hash(assignment)), carried)


def head(entry: Entry) -> str:
    """Give the head of a log that ends with an entry."""
    return assignment_hash(entry.assignment)


@dataclass(frozen=True, slots=True)
class Log:
    """The entries of a process from slot 0."""

    process: str
    entries: tuple[Entry, ...] = ()

    def head(self, slots: int) -> str:
        """Give the head after so many slots."""
        return head(self.entries[slots - 1]) if slots else self.process

    def upto(self, slots: int) -> Log:
        """Give the log of the first slots."""
        return Log(self.process, self.entries[:slots])

    def grown(self, slots: int, words: str, wallet: Wallet = HOST, term: int = 0) -> Log:
        """Give the log with so many slots, the new ones saying other words."""
        entries = list(self.entries)
        for slot in range(len(entries), slots):
            before = head(entries[-1]) if entries else self.process
            text = f"{words} {slot}"
            made = assigned(slot, before, text, process=self.process, term=Nat(term))
            entries.append(published(made, text, wallet))
        return Log(self.process, tuple(entries))


LOG = Log(PROCESS).grown(9, "message")
"""What the host assigned in term 0."""

FORK = LOG.upto(2).grown(9, "other message")
"""What the same host signed as well, from slot 2 on."""

NEW = LOG.upto(4).grown(9, "new message", SUCCESSOR, term=1)
"""What the next host assigned in term 1, which starts at slot 4."""

NEW_ON_FORK = FORK.upto(4).grown(9, "new message", SUCCESSOR, term=1)
"""What the next host assigned in term 1 after it found the fork durable, up to slot 3."""

OTHER_LOG = Log(OTHER_PROCESS).grown(4, "message")
"""A log of another process, with the same host."""


def start(queue: int = QUEUE, retention: int = RETENTION) -> dict[str, Json]:
    """Give a genesis."""
    return {"network": NETWORK, "queue": str(queue), "retention": str(retention)}


def act(op: str, reason: Reason | None = None, /, **fields: Any) -> Act:
    """Do an operation; with a reason, it is refused for it. Numbers are plain."""
    written = {name: to_json(value) for name, value in fields.items()}
    return Act(op, written, reason)


def appoint(
    log: Log,
    start: int = 0,
    term: int = 0,
    wallet: Wallet = HOST,
    reason: Reason | None = None,
    **fields: Any,
) -> Act:
    """Tell of a term that starts after the first slots of a log."""
    usual = {
        "process": log.process,
        "term": term,
        "host": address_of(wallet.owner),
        "start": start,
        "head": log.head(start),
    }
    return act("appoint", reason, **{**usual, **fields})


def take_over(log: Log = NEW, start: int = 4, reason: Reason | None = None, **fields: Any) -> Act:
    """Tell of term 1 of the next host."""
    return appoint(log, start, 1, SUCCESSOR, reason, **fields)


def confirm(log: Log, slots: int, reason: Reason | None = None, **fields: Any) -> Act:
    """Tell that the first slots of a log are durable."""
    usual = {"process": log.process, "slots": slots, "head": log.head(slots)}
    return act("confirm", reason, **{**usual, **fields})


def publish(entry: Entry, reason: Reason | None = None) -> Act:
    """Publish an entry."""
    return act("publish", reason, entry=entry)


def publish_all(entries: Sequence[Entry]) -> tuple[Act, ...]:
    """Publish entries, one after the other."""
    return tuple(map(publish, entries))


def begun(log: Log = LOG, slots: int = 0) -> tuple[Act, ...]:
    """Tell of term 0 and publish the first slots of a log."""
    return (appoint(log), *publish_all(log.entries[:slots]))


def subscribe(
    cursor: int = 0,
    log: Log = LOG,
    reason: Reason | None = None,
    who: str = ALICE,
    **fields: Any,
) -> Act:
    """Subscribe to a log from a cursor on."""
    usual = {"subscriber": who, "process": log.process, "cursor": cursor, "head": log.head(cursor)}
    return act("subscribe", reason, **{**usual, **fields})


def deliver(reason: Reason | None = None, who: str = ALICE, process: str = PROCESS) -> Act:
    """Send a subscriber the next entry."""
    return act("deliver", reason, subscriber=who, process=process)


def backfill(entry: Entry, reason: Reason | None = None, who: str = ALICE) -> Act:
    """Send a subscriber an entry that was fetched."""
    return act("backfill", reason, subscriber=who, entry=entry)


def acknowledge(
    slot: int, reason: Reason | None = None, who: str = ALICE, process: str = PROCESS
) -> Act:
    """Acknowledge all slots up to one."""
    return act("acknowledge", reason, subscriber=who, process=process, slot=slot)


def cut_off(reason: Reason | None = None, who: str = ALICE, process: str = PROCESS) -> Act:
    """Stop serving a subscriber."""
    return act("cut_off", reason, subscriber=who, process=process)


def resume(reason: Reason | None = None, who: str = ALICE, process: str = PROCESS) -> Act:
    """Serve a subscriber again."""
    return act("resume", reason, subscriber=who, process=process)


def tail(process: str = PROCESS) -> Look:
    """Look at the tail of a log."""
    return look(f"tails/{process}")


def head_at(slots: int, process: str = PROCESS) -> Look:
    """Look at the head after so many slots."""
    return look(f"heads/{process}/{slots}")


def subscription(who: str = ALICE, process: str = PROCESS) -> Look:
    """Look at a subscription."""
    return look(f"subscriptions/{who}/{process}")
