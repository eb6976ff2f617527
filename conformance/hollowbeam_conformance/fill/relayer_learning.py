"""Cases of what a relayer learns (RLY-27 to RLY-30, RLY-34)."""

from __future__ import annotations

from dataclasses import replace

from hollowbeam.kernel.actor import BOUNCE, Kind
from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import Nat
from hollowbeam_conformance.fill.cases import CaseBook, Look
from hollowbeam_conformance.fill.relayer_duties_scene import (
    advance,
    confirm,
    delivery,
    guarantee,
    learn,
)
from hollowbeam_conformance.fill.relayer_scene import (
    ANOTHER_NETWORK,
    OTHER_ASSIGNMENT,
    OTHER_SOURCE,
    OTHER_TARGET,
    SLOT,
    SOURCE,
    STRANGER,
    message,
    relay,
    relayer,
)


def clock(book: CaseBook) -> None:
    """Add the cases of the relayer's clock (RLY-34)."""
    book.accept(
        "rly-34-forward",
        "A higher anchor moves the clock",
        advance(5),
        Look("height"),
        genesis=relayer(),
    )
    book.accept(
        "rly-34-same",
        "The same anchor again changes nothing",
        advance(5),
        advance(5),
        Look("height"),
        genesis=relayer(),
    )
    book.reject(
        "rly-34-back",
        "A lower one does not",
        advance(5),
        advance(4, Reason.STALE_ANCHOR),
        neighbour="rly-34-same",
        genesis=relayer(),
    )


def learned(book: CaseBook) -> None:
    """Add the cases of messages that are taken up (RLY-27)."""
    book.accept(
        "rly-27-learn",
        "A proven and funded message is known, with the slot that it comes from",
        learn(),
        delivery(),
        genesis=relayer(),
    )
    book.accept(
        "rly-27-early",
        "A later message of a pair may be known before its turn",
        learn(relay(message(4))),
        delivery(4),
        genesis=relayer(),
    )
    book.accept(
        "rly-27-anywhere",
        "A relayer brings messages to every process",
        learn(relay(message(target=OTHER_TARGET))),
        Look(f"deliveries/{SOURCE}/0/{OTHER_TARGET}/0"),
        genesis=relayer(),
    )
    book.reject(
        "rly-27-again",
        "A message that is known is not taken up again",
        learn(),
        learn(reason=Reason.ALREADY_KNOWN),
        neighbour="rly-27-early",
        genesis=relayer(),
    )
    other = relay(message(input={"quantity": "6"}), slot=Nat(8), assignment=OTHER_ASSIGNMENT)
    book.reject(
        "rly-27-other-result",
        "A second result does not replace the first while both may survive",
        learn(),
        learn(other, Reason.ALREADY_KNOWN),
        delivery(),
        neighbour="rly-27-replaced",
        genesis=relayer(),
    )
    book.reject(
        "rly-27-surviving",
        "Nor once the first is known to survive",
        learn(),
        confirm(),
        learn(other, Reason.ALREADY_KNOWN),
        neighbour="rly-27-replaced",
        genesis=relayer(),
    )
    book.accept(
        "rly-27-replaced",
        "When the slot of the first was lost, the second takes its place",
        learn(),
        guarantee(),
        confirm(assignment=OTHER_ASSIGNMENT),
        learn(relay(message(input={"quantity": "6"}), assignment=OTHER_ASSIGNMENT)),
        delivery(),
        genesis=relayer(),
    )


def unproven(book: CaseBook) -> None:
    """Add the cases of relays that a relayer does not take up (RLY-27)."""
    forged = replace(relay(), message=message(input={"quantity": "1000000"}))
    unsigned = relay()
    signature = replace(unsigned.attestation.signature, value=bytes(64))
    unsigned = replace(unsigned, attestation=replace(unsigned.attestation, signature=signature))
    for name, title, what, reason in (
        (
            "wallet",
            "A message to a wallet is not taken up",
            relay(message(kind=Kind.WALLET)),
            Reason.NOT_RELAYABLE,
        ),
        (
            "network",
            "Nor is one of another network",
            relay(message(network=ANOTHER_NETWORK), network=ANOTHER_NETWORK),
            Reason.WRONG_NETWORK,
        ),
        (
            "foreign",
            "Nor is one that another process is said to emit",
            relay(message(source=OTHER_SOURCE)),
            Reason.FOREIGN_LEAF,
        ),
        ("forged", "Nor is a forged one", forged, Reason.NOT_INCLUDED),
        ("unsigned", "Nor is one of a result that nobody attests", unsigned, Reason.UNATTESTED),
        (
            "stranger",
            "Nor is one that a stranger attests",
            relay(signer=STRANGER),
            Reason.NOT_EVALUATOR,
        ),
    ):
        book.reject(
            f"rly-27-not-{name}",
            title,
            learn(what, reason),
            neighbour="rly-27-learn",
            genesis=relayer(),
        )


def unfunded(book: CaseBook) -> None:
    """Add both sides of the least budget of a message (RLY-28)."""
    bounce = message(action=BOUNCE, hops=Nat(0))
    for name, title, what in (
        ("least", "What pays its step and its Bounce is taken up", message(budget=Nat(5))),
        ("least-bounce", "A Bounce need only pay itself", replace(bounce, budget=Nat(2))),
        ("no-hops", "What has no hop left is taken up", message(hops=Nat(0))),
        ("expired", "So is what may be expired by then", message(expires=Nat(1))),
    ):
        book.accept(f"rly-28-{name}", title, learn(relay(what)), delivery(), genesis=relayer())
    for name, title, what, neighbour in (
        (
            "unfunded",
            "An unfunded emission is not: its source is wrong",
            message(budget=Nat(4)),
            "rly-28-least",
        ),
        (
            "unfunded-bounce",
            "Nor is an unfunded Bounce",
            replace(bounce, budget=Nat(1)),
            "rly-28-least-bounce",
        ),
        ("penniless", "Nor is one without a budget", message(budget=Nat(0)), "rly-28-least"),
    ):
        book.reject(
            f"rly-28-{name}",
            title,
            learn(relay(what), Reason.UNFUNDED),
            neighbour=neighbour,
            genesis=relayer(),
        )


def durable(book: CaseBook) -> None:
    """Add the cases of durable slots (RLY-29)."""
    slot = Look(f"slots/{SOURCE}/{SLOT}")
    book.accept(
        "rly-29-durable",
        "A durable slot is noted with its assignment and the height",
        advance(3),
        confirm(),
        slot,
        genesis=relayer(),
    )
    book.accept(
        "rly-29-again",
        "Told again later, it is as it was",
        advance(3),
        confirm(),
        advance(9),
        confirm(),
        slot,
        genesis=relayer(),
    )
    book.accept(
        "rly-29-apart",
        "Slots and processes are apart",
        confirm(),
        confirm(slot=8, assignment=OTHER_ASSIGNMENT),
        confirm(process=OTHER_SOURCE, assignment=OTHER_ASSIGNMENT),
        slot,
        genesis=relayer(),
    )
    book.reject(
        "rly-29-else",
        "What is durable is not replaced: two cannot both survive",
        confirm(),
        confirm(assignment=OTHER_ASSIGNMENT, reason=Reason.DURABLE_ELSE),
        neighbour="rly-29-again",
        genesis=relayer(),
    )


def guaranteed(book: CaseBook) -> None:
    """Add the cases of guarantees (RLY-30)."""
    book.accept(
        "rly-30-met",
        "A guarantee that is met is noted with the height",
        advance(3),
        learn(),
        guarantee(),
        delivery(),
        genesis=relayer(),
    )
    book.accept(
        "rly-30-again",
        "Told again later, it is met since it was first",
        advance(3),
        learn(),
        guarantee(),
        advance(9),
        guarantee(),
        delivery(),
        genesis=relayer(),
    )
    unknown = Reason.UNKNOWN_RELAY
    book.reject(
        "rly-30-unknown",
        "There is no guarantee for what is not known",
        guarantee(reason=unknown),
        neighbour="rly-30-met",
        genesis=relayer(),
    )
    book.reject(
        "rly-30-other-result",
        "The guarantee of another result does not count",
        learn(),
        guarantee(assignment=OTHER_ASSIGNMENT, reason=unknown),
        neighbour="rly-30-met",
        genesis=relayer(),
    )
