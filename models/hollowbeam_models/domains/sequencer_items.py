"""What lies at hand for a host in live testing: messages, relays, and the log of their source.

Signing is what costs here, so each of these is made once.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final

from hollowbeam.kernel.actor import Kind
from hollowbeam.kernel.vocabulary import ZERO, Address, Nat, ProcessId, ResultHash, Root
from hollowbeam.kernel.wallets import Ed25519Wallet
from hollowbeam.protocol.commitments import Attestation, Entry, OutboxMessage, result_hash
from hollowbeam.protocol.sequencer.bundles import post
from hollowbeam_models.sequencer_world import (
    ALICE,
    ATTESTED,
    BOB,
    CAROL,
    HOST,
    MET,
    OUTBOX,
    PROCESS,
    RELAYER,
    SOURCE,
    SOURCE_ENTRY,
    SOURCE_HOST,
    STRANGER,
    SUCCESSOR,
    address,
    attested,
    digest_of,
    emitted,
    entry,
    message,
    relay,
    relayed,
)

KEYS: Final = {address(who): who for who in (HOST, SUCCESSOR, STRANGER, SOURCE_HOST)}
"""The keys of those who host."""

WALLETS: Final = (ALICE, BOB, CAROL)
MESSAGES: Final = tuple(message(who, number) for number in range(2) for who in WALLETS)
RELAYS: Final = tuple(relay(index, by=by) for index in range(3) for by in (ALICE, BOB))
INHERITED: Final = {
    relayed(attested(SOURCE_ENTRY, *OUTBOX, by=who, term=Nat(number)), OUTBOX): (who, number)
    for who, number in ((SUCCESSOR, 0), (STRANGER, 0), (SOURCE_HOST, 1))
}
"""Relays of the first message, attested by another than the host: by whom, and in which term."""

SPAWN: Final = message(ALICE, 9, kind="Spawn")
FOREIGN: Final = (message(ALICE, 9, target=SOURCE), SPAWN, message(ALICE, 9, network="hb-other"))
SOURCE_BUNDLE: Final = post(SOURCE_HOST, [SOURCE_ENTRY])


@dataclass(frozen=True, slots=True)
class Carried:
    """What a relay carries: a message of this branch and sequence, from this slot of the source."""

    branch: Nat
    sequence: Nat
    slot: Nat


@dataclass(frozen=True, slots=True)
class World:
    """What can be handed to a host.

    ``relays`` tells of each relay what it carries. ``others`` belong nowhere, or prove
    nothing; ``broken`` cannot be read. ``met`` are results that may be guaranteed, ``logs``
    stretches of the log of the source, which may be bundled, and ``bundles`` are bundled already.
    """

    messages: tuple[bytes, ...]
    relays: dict[bytes, Carried] = field(default_factory=dict)
    others: tuple[bytes, ...] = FOREIGN
    broken: tuple[bytes, ...] = ()
    met: tuple[ResultHash, ...] = ()
    logs: tuple[tuple[Entry, ...], ...] = ()
    bundles: tuple[bytes, ...] = ()

    def with_digest(self, digest: str) -> bytes:
        """Find an item that may wait."""
        return _by_digest((*self.messages, *self.relays))[digest]


@cache
def _by_digest(items: tuple[bytes, ...]) -> dict[str, bytes]:
    return {digest_of(each): each for each in items}


@cache
def small_world() -> World:
    """Give a world of which a few lists can tell all: one pair, and one slot of its source."""
    relays = {item: Carried(ZERO, Nat(number // 2), ZERO) for number, item in enumerate(RELAYS)}
    inherited = dict.fromkeys(INHERITED, Carried(ZERO, ZERO, ZERO))
    return World(MESSAGES, relays | inherited, met=(MET,), bundles=(SOURCE_BUNDLE,))


def _later(number: int, after: Entry, by: Ed25519Wallet, term: int = 0) -> Entry:
    """Assign another message in the log of the source."""
    item = message(ALICE, number, target=SOURCE)
    return entry(item, after, by=by, process=SOURCE, term=Nat(term))


@cache
def whole_world() -> World:
    """Give a world with several slots of the source, branches, rivals, heirs and forgeries."""
    second = _later(902, SOURCE_ENTRY, SOURCE_HOST)
    third = _later(903, second, SOURCE_HOST)
    taken = _later(902, SOURCE_ENTRY, SUCCESSOR, 1)
    rival = entry(message(ALICE, 901, target=SOURCE), by=SOURCE_HOST, process=SOURCE)
    usurped = entry(message(ALICE, 901, target=SOURCE), by=STRANGER, process=SOURCE)
    other_branch = (emitted(0, branch=Nat(1)), emitted(1, branch=Nat(1)))
    later_branch = (emitted(0, branch=Nat(2)),)
    proofs: list[tuple[Attestation, tuple[OutboxMessage, ...]]] = [
        (ATTESTED, OUTBOX),
        (attested(SOURCE_ENTRY, *other_branch), other_branch),
        (attested(second, *OUTBOX[:2]), OUTBOX[:2]),
        (attested(third, *later_branch), later_branch),
        (attested(taken, *OUTBOX[:2], by=SUCCESSOR), OUTBOX[:2]),
        (attested(rival, OUTBOX[0]), OUTBOX[:1]),
    ]
    relays = dict(small_world().relays)
    for proof, outbox in proofs[1:]:
        for index, sent in enumerate(outbox):
            carried = Carried(sent.branch, sent.sequence, proof.result.slot)
            relays[relayed(proof, outbox, index)] = carried
    logs = (
        (SOURCE_ENTRY,), (second,), (third,), (SOURCE_ENTRY, second), (second, third),
        (taken,), (rival,), (rival, SOURCE_ENTRY), (usurped, SOURCE_ENTRY), (third, SOURCE_ENTRY),
    )  # fmt: skip
    met = tuple(result_hash(proof.result) for proof, _ in proofs)
    return World(MESSAGES, relays, (*FOREIGN, *_forged()), _broken(), met, logs)


def _forged() -> tuple[bytes, ...]:
    """Give relays that do not prove what they bring."""
    unattested = replace(ATTESTED, signature=attested(SOURCE_ENTRY, OUTBOX[0]).signature)
    alone = (
        emitted(0, kind=Kind.WALLET),
        emitted(0, network="hb-other"),
        emitted(0, source=ProcessId(PROCESS)),
        emitted(0, target=Address(SOURCE)),
    )
    return (
        *(relayed(attested(SOURCE_ENTRY, each), [each]) for each in alone),
        relayed(ATTESTED, [replace(OUTBOX[0], budget=Nat(10**6)), *OUTBOX[1:]]),
        relayed(attested(SOURCE_ENTRY), [OUTBOX[0]]),
        relayed(attested(SOURCE_ENTRY, OUTBOX[0], outbox_root=Root("A" * 43)), [OUTBOX[0]]),
        relayed(unattested, OUTBOX),
        relayed(attested(SOURCE_ENTRY, *OUTBOX, term=Nat(2)), OUTBOX, by=RELAYER),
    )


def _broken() -> tuple[bytes, ...]:
    """Give what is no item, or one whose signature does not hold."""
    whole = message(ALICE, 5)
    return whole[:-1], whole[:-2] + b"[]", b""


@cache
def spawned_world() -> World:
    """Give a world of the process that a Spawn makes: it has the Spawn's digest for its id."""
    process = digest_of(SPAWN)
    sent = tuple(message(who, number, target=process) for number in range(2) for who in WALLETS)
    return World((SPAWN, *sent), others=(MESSAGES[0], *FOREIGN[::2]), broken=_broken())
