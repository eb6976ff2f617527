"""Cases of relays, and of durable slots (SEQ-9, SEQ-25, SEQ-26)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from hollowbeam.kernel.actor import Kind
from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import Address, Nat, ProcessId, Root
from hollowbeam.protocol.commitments import OutboxMessage, result_hash
from hollowbeam.protocol.sequencer.bundles import post
from hollowbeam_conformance.fill.cases import CaseBook, look
from hollowbeam_conformance.fill.sequencer_scene import (
    LOG,
    advance,
    submit,
)
from hollowbeam_models.sequencer_world import (
    ALICE,
    ATTESTED,
    HOST,
    MET,
    OUTBOX,
    PROCESS,
    ROOT,
    SOURCE,
    SOURCE_ENTRY,
    SOURCE_HOST,
    STRANGER,
    attested,
    block,
    emitted,
    entry,
    genesis,
    message,
    relay,
    relayed,
    term,
)

PAIR = look(f"received/{SOURCE}/0/{PROCESS}")
EMPTY = block(ROOT)
KNOWN = advance(EMPTY, guaranteed=[MET])
"""The guarantee of the result is met; its slot lies in no bundle."""

SIGNED: Final[dict[str, Any]] = {"signed": 3, "total": 3}
"""All the weight of the sequencers signed the assignment."""


def relays(book: CaseBook) -> None:
    """Add the cases of admission (SEQ-9)."""
    book.accept(
        "seq-9-first",
        "A proven relay takes a slot, and its pair moves by one",
        KNOWN,
        submit(relay(0), **SIGNED),
        *LOG,
        PAIR,
        genesis=genesis(),
    )
    book.accept(
        "seq-9-in-sequence",
        "Relays of a pair are admitted one after the other",
        KNOWN,
        *(submit(relay(index), **SIGNED) for index in range(3)),
        *LOG,
        PAIR,
        genesis=genesis(),
    )
    book.accept(
        "seq-9-no-relay",
        "A message moves no pair",
        KNOWN,
        submit(relay(0), **SIGNED),
        submit(message(ALICE, 1)),
        PAIR,
        genesis=genesis(),
    )
    skipped = emitted(1)
    book.reject(
        "seq-9-skipped",
        "A relay that skips one of its pair is refused",
        KNOWN,
        submit(relay(1), Reason.OUT_OF_SEQUENCE, **SIGNED),
        neighbour="seq-9-in-sequence",
        genesis=genesis(),
    )
    book.reject(
        "seq-9-race",
        "The second of two relayers that race is refused",
        KNOWN,
        submit(relay(0), **SIGNED),
        submit(relay(0, by=STRANGER), Reason.ALREADY_RELAYED, **SIGNED),
        neighbour="seq-9-in-sequence",
        genesis=genesis(),
    )
    book.reject(
        "seq-9-retry",
        "A relayer that retries finds its relay assigned",
        KNOWN,
        submit(relay(0), **SIGNED),
        submit(relay(0), Reason.ALREADY_ASSIGNED, **SIGNED),
        neighbour="seq-9-in-sequence",
        genesis=genesis(),
    )
    other = attested(SOURCE_ENTRY, skipped)
    met = advance(EMPTY, guaranteed=[MET, result_hash(other.result)])
    book.reject(
        "seq-9-hole",
        "A sequence with a hole in it stops before the hole",
        met,
        submit(relay(0), **SIGNED),
        submit(relay(2), Reason.OUT_OF_SEQUENCE, **SIGNED),
        neighbour="seq-9-in-sequence",
        genesis=genesis(),
    )
    _branches(book)
    _forged(book)


def _branches(book: CaseBook) -> None:
    """Add the cases of pairs on another branch, and from another source."""
    message_on_branch = emitted(0, branch=Nat(1))
    again = attested(SOURCE_ENTRY, message_on_branch)
    book.accept(
        "seq-9-branch",
        "Another branch of the source is another pair",
        advance(EMPTY, guaranteed=[MET, result_hash(again.result)]),
        submit(relay(0), **SIGNED),
        submit(relayed(again, [message_on_branch]), **SIGNED),
        PAIR,
        look(f"received/{SOURCE}/1/{PROCESS}"),
        genesis=genesis(),
    )


def _forged(book: CaseBook) -> None:
    """Add the cases of relays that do not prove what they bring."""
    for name, title, reason, forged in (
        (
            "wallet",
            "A message to a wallet is not relayed",
            Reason.NOT_RELAYABLE,
            _alone(emitted(0, kind=Kind.WALLET)),
        ),
        (
            "network",
            "A relay replayed from another network is refused",
            Reason.WRONG_NETWORK,
            _alone(emitted(0, network="hb-other")),
        ),
        (
            "leaf",
            "A result of one process proves no message of another",
            Reason.FOREIGN_LEAF,
            _alone(emitted(0, source=ProcessId(PROCESS))),
        ),
        (
            "misdirected",
            "A relay to another process is refused",
            Reason.MISDIRECTED,
            _alone(emitted(0, target=Address(SOURCE))),
        ),
        (
            "forged",
            "A forged relay, whose message stands in no outbox, is refused",
            Reason.NOT_INCLUDED,
            relayed(ATTESTED, [replace(OUTBOX[0], budget=Nat(10**6)), *OUTBOX[1:]]),
        ),
        (
            "empty-root",
            "An outbox of nothing proves nothing",
            Reason.NOT_INCLUDED,
            relayed(attested(SOURCE_ENTRY), [OUTBOX[0]]),
        ),
        (
            "zero-root",
            "A root of zeros proves nothing",
            Reason.NOT_INCLUDED,
            relayed(attested(SOURCE_ENTRY, OUTBOX[0], outbox_root=Root("A" * 43)), [OUTBOX[0]]),
        ),
        (
            "unattested",
            "A relay of a result that nobody attested is refused",
            Reason.UNATTESTED,
            relayed(
                replace(ATTESTED, signature=attested(SOURCE_ENTRY, OUTBOX[0]).signature), OUTBOX
            ),
        ),
        (
            "stranger",
            "A result that a stranger attests is refused",
            Reason.NOT_EVALUATOR,
            relayed(attested(SOURCE_ENTRY, *OUTBOX, by=STRANGER), OUTBOX),
        ),
        (
            "no-host",
            "A result of a term that nobody hosts is refused",
            Reason.NOT_EVALUATOR,
            relayed(attested(SOURCE_ENTRY, *OUTBOX, term=Nat(1)), OUTBOX),
        ),
    ):
        book.reject(
            f"seq-9-{name}",
            title,
            KNOWN,
            submit(forged, reason, **SIGNED),
            neighbour="seq-9-first",
            genesis=genesis(),
        )
    book.reject(
        "seq-9-guarantee",
        "A relay whose result does not meet the guarantee is refused",
        advance(EMPTY),
        submit(relay(0), Reason.NOT_GUARANTEED, **SIGNED),
        neighbour="seq-9-first",
        genesis=genesis(),
    )


def _alone(message: OutboxMessage) -> bytes:
    """Carry the one message of an outbox."""
    return relayed(attested(SOURCE_ENTRY, message), [message])


def weights(book: CaseBook) -> None:
    """Add the cases of durability by weight (SEQ-26)."""
    book.accept(
        "seq-26-more",
        "A slot is durable with the signatures of more than two thirds",
        KNOWN,
        submit(relay(0), signed=67, total=100),
        PAIR,
        genesis=genesis(),
    )
    for name, title, signed, total in (
        ("two-thirds", "Two thirds exactly are not enough", 2, 3),
        ("less", "Less than two thirds is not enough", 66, 100),
        ("none", "No weight at all is not enough", 0, 100),
        ("nothing", "Nothing of nothing is not enough", 0, 0),
    ):
        book.reject(
            f"seq-26-{name}",
            title,
            KNOWN,
            submit(relay(0), Reason.NOT_DURABLE, signed=signed, total=total),
            neighbour="seq-26-more",
            genesis=genesis(),
        )


def durable(book: CaseBook) -> None:
    """Add the cases of durability by bundles (SEQ-25)."""
    posted = block(ROOT, post(SOURCE_HOST, [SOURCE_ENTRY]))
    seen = advance(posted, guaranteed=[MET])
    book.accept(
        "seq-25-bundle",
        "A slot is durable once its bundle lies in a block up to the anchor",
        seen,
        submit(relay(0)),
        PAIR,
        genesis=genesis(),
    )
    book.reject(
        "seq-25-not-yet",
        "A relay of a slot that is not yet durable is refused",
        KNOWN,
        submit(relay(0), Reason.NOT_DURABLE),
        neighbour="seq-25-bundle",
        genesis=genesis(),
    )
    rival = entry(message(ALICE, 901, target=SOURCE), by=SOURCE_HOST, process=SOURCE)
    lost = attested(rival, OUTBOX[0])
    seen_both = advance(posted, guaranteed=[MET, result_hash(lost.result)])
    book.reject(
        "seq-25-abandoned",
        "A double assignment: the relay of the one that did not survive is refused",
        seen_both,
        submit(relayed(lost, OUTBOX[:1]), Reason.ABANDONED),
        neighbour="seq-25-bundle",
        genesis=genesis(),
    )
    book.reject(
        "seq-25-bundle-over-weight",
        "What lies in a bundle survives, whoever signed another",
        seen_both,
        submit(relayed(lost, OUTBOX[:1]), Reason.ABANDONED, **SIGNED),
        neighbour="seq-25-bundle",
        genesis=genesis(),
    )
    twice = block(ROOT, post(SOURCE_HOST, [SOURCE_ENTRY]), post(SOURCE_HOST, [rival]))
    book.accept(
        "seq-25-first",
        "Of two assignments of a slot in two bundles the first survives",
        advance(twice, guaranteed=[MET]),
        submit(relay(0)),
        PAIR,
        genesis=genesis(),
    )
    by_other = entry(message(ALICE, 901, target=SOURCE), by=STRANGER, process=SOURCE)
    usurped = block(ROOT, post(STRANGER, [by_other]), post(SOURCE_HOST, [SOURCE_ENTRY]))
    book.accept(
        "seq-25-usurper",
        "An assignment by another than the host of its term is no slot",
        advance(usurped, guaranteed=[MET]),
        submit(relay(0)),
        PAIR,
        genesis=genesis(),
    )
    _later_slots(book)


def _later_slots(book: CaseBook) -> None:
    """Add the cases of slots whose predecessors come later, or are of another host."""
    second = entry(message(ALICE, 902, target=SOURCE), SOURCE_ENTRY, by=SOURCE_HOST, process=SOURCE)
    out = [emitted(0)]
    result = attested(second, *out)
    met = [result_hash(result.result)]
    late = block(ROOT, post(SOURCE_HOST, [second]))
    filled = block(late, post(SOURCE_HOST, [SOURCE_ENTRY]))
    book.reject(
        "seq-25-gap",
        "A gap: a slot whose predecessor lies in no bundle is not durable",
        advance(late, guaranteed=met),
        submit(relayed(result, out), Reason.NOT_DURABLE),
        neighbour="seq-25-filled",
        genesis=genesis(),
    )
    book.accept(
        "seq-25-filled",
        "A slot is durable when its predecessor is, in whichever order they came",
        advance(late, guaranteed=met),
        advance(filled),
        submit(relayed(result, out)),
        PAIR,
        genesis=genesis(),
    )
    third = entry(message(ALICE, 903, target=SOURCE), second, by=SOURCE_HOST, process=SOURCE)
    last = attested(third, *out)
    furthest = block(ROOT, post(SOURCE_HOST, [third]))
    further = block(furthest, post(SOURCE_HOST, [second]))
    book.accept(
        "seq-25-far",
        "However far ahead a slot came, it is durable once all before it are",
        advance(furthest, guaranteed=[result_hash(last.result)]),
        advance(further),
        advance(block(further, post(SOURCE_HOST, [SOURCE_ENTRY]))),
        submit(relayed(last, out)),
        PAIR,
        genesis=genesis(),
    )
    successor = (
        term(HOST),
        term(SOURCE_HOST, process=SOURCE, end=1),
        term(STRANGER, 1, process=SOURCE, begin=1),
    )
    taken = replace(
        entry(
            message(ALICE, 902, target=SOURCE),
            SOURCE_ENTRY,
            by=STRANGER,
            process=SOURCE,
            term=Nat(1),
        )
    )
    later = attested(taken, *out, by=STRANGER)
    both = block(ROOT, post(SOURCE_HOST, [SOURCE_ENTRY, second]), post(STRANGER, [taken]))
    begin = genesis(terms=successor)
    begin["terms"] = begin["terms"][:-1]  # type: ignore[index]
    book.accept(
        "seq-25-takeover",
        "After a takeover the next host's slot is durable, and the old host's is fenced",
        advance(both, guaranteed=[result_hash(later.result)]),
        submit(relayed(later, out)),
        PAIR,
        genesis=begin,
    )
    stale = attested(second, *out)
    book.reject(
        "seq-25-double-spend",
        "A slot that a takeover cut off is never relayed: nothing is spent twice",
        advance(both, guaranteed=[result_hash(stale.result)]),
        submit(relayed(stale, out), Reason.ABANDONED),
        neighbour="seq-25-takeover",
        genesis=begin,
    )
