"""Cases of hosts that attest what they inherited, or what they left (SEQ-9)."""

from __future__ import annotations

from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import Nat
from hollowbeam.kernel.wallets import Ed25519Wallet
from hollowbeam.protocol.commitments import Attestation, result_hash
from hollowbeam_conformance.fill.cases import CaseBook
from hollowbeam_conformance.fill.sequencer_relays import EMPTY, PAIR, SIGNED
from hollowbeam_conformance.fill.sequencer_scene import advance, submit
from hollowbeam_models.sequencer_world import (
    ALICE,
    ATTESTED,
    HOST,
    MET,
    OUTBOX,
    RELAYER,
    SOURCE,
    SOURCE_ENTRY,
    SOURCE_HOST,
    STRANGER,
    SUCCESSOR,
    attested,
    entry,
    genesis,
    message,
    relayed,
    term,
)


def successors(book: CaseBook) -> None:
    """Add the cases of who may attest (SEQ-9)."""
    inherited = genesis(
        terms=(
            term(HOST),
            term(HOST, 3),
            term(STRANGER, 1, process=SOURCE, begin=1),
            term(SUCCESSOR, 2, process=SOURCE, begin=2),
        )
    )
    second = entry(
        message(ALICE, 901, target=SOURCE), SOURCE_ENTRY, by=STRANGER, process=SOURCE, term=Nat(1)
    )
    own, late, early = (attested(second, *OUTBOX, by=who) for who in (STRANGER, SUCCESSOR, HOST))
    left = attested(second, *OUTBOX, by=SOURCE_HOST)
    met = advance(EMPTY, guaranteed=[MET, result_hash(own.result)])
    for name, title, attestation in (
        ("next", "What a host vanished before it attested, the next host attests", _by(STRANGER)),
        ("after-next", "So does the host after the next", _by(SUCCESSOR)),
        ("vanished", "Who hosted the term may still attest after its takeover", ATTESTED),
        ("own-term", "The host of a later term attests what it assigned", own),
        ("later-term", "The host after it attests that too", late),
    ):
        book.accept(
            f"seq-9-{name}",
            title,
            met,
            submit(relayed(attestation, OUTBOX), **SIGNED),
            PAIR,
            genesis=inherited,
        )
    for name, title, attestation, neighbour in (
        ("predecessor", "Who hosted earlier terms alone may not attest", left, "own-term"),
        ("other-host", "The host of another process may not attest", _by(HOST), "next"),
        ("other-term", "Nor may it, whatever the term", early, "own-term"),
        ("no-heir", "Who hosts the source in no term may not attest", _by(RELAYER), "next"),
    ):
        book.reject(
            f"seq-9-{name}",
            title,
            met,
            submit(relayed(attestation, OUTBOX), Reason.NOT_EVALUATOR, **SIGNED),
            neighbour=f"seq-9-{neighbour}",
            genesis=inherited,
        )


def _by(who: Ed25519Wallet) -> Attestation:
    """Let somebody attest slot 0 of the source."""
    return attested(SOURCE_ENTRY, *OUTBOX, by=who)
