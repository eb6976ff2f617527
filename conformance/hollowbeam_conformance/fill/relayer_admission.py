"""Cases of admission: from where a relay may come, and in which sequence (RLY-10 to RLY-16)."""

from __future__ import annotations

from hollowbeam.kernel.actor import BOUNCE
from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import Nat
from hollowbeam.protocol.message.signing import address_of
from hollowbeam_conformance.fill.cases import CaseBook, Look
from hollowbeam_conformance.fill.relayer_scene import (
    ANOTHER_NETWORK,
    HOST,
    OTHER_ASSIGNMENT,
    OTHER_SOURCE,
    RIVAL,
    STRANGER,
    admit,
    log,
    message,
    received,
    relay,
)

FIRST, SECOND, THIRD = relay(message(0)), relay(message(1)), relay(message(2))
STRANGERS = address_of(STRANGER.owner)


def admitted(book: CaseBook) -> None:
    """Add the cases of relays that are admitted and counted (RLY-16)."""
    book.accept(
        "rly-16-first",
        "The first relay of a pair is admitted",
        admit(FIRST),
        Look(received()),
        genesis=log(),
    )
    book.accept(
        "rly-16-in-sequence",
        "Each is followed by the next",
        admit(FIRST),
        admit(SECOND),
        admit(THIRD),
        Look(received()),
        genesis=log(),
    )
    book.accept(
        "rly-16-branches",
        "Branches of a source count apart",
        admit(FIRST),
        admit(SECOND),
        admit(relay(message(0, branch=Nat(1)))),
        admit(THIRD),
        Look(received()),
        Look(received(1)),
        genesis=log(),
    )
    book.accept(
        "rly-16-sources",
        "Sources count apart",
        admit(FIRST),
        admit(relay(message(0, source=OTHER_SOURCE), process=OTHER_SOURCE)),
        Look(received()),
        Look(received(source=OTHER_SOURCE)),
        genesis=log(),
    )
    one, other = message(0), message(1, action="Debit-Notice")
    book.accept(
        "rly-16-two-outbox-messages",
        "Both of two messages of one outbox arrive: at most once is not enough (ao 913)",
        admit(relay(one, other, index=0)),
        admit(relay(one, other, index=1)),
        Look(received()),
        genesis=log(),
    )
    book.accept(
        "rly-16-expired",
        "A message past its expiry is admitted: it errs there and its Bounce comes back",
        admit(relay(message(0, expires=Nat(1)))),
        Look(received()),
        genesis=log(),
    )
    book.accept(
        "rly-16-bounce",
        "A Bounce is a relay like any other",
        admit(FIRST),
        admit(relay(message(1, action=BOUNCE, hops=Nat(0)))),
        Look(received()),
        genesis=log(),
    )


def evaluators(book: CaseBook) -> None:
    """Add the cases of who attests (RLY-10)."""
    forged = relay(message(0, input={"quantity": "1000000"}), signer=STRANGER)
    book.reject(
        "rly-10-stranger",
        "An outbox that a stranger attests is forged",
        admit(forged, Reason.NOT_EVALUATOR),
        neighbour="rly-10-new-host",
        genesis=log(),
    )
    book.reject(
        "rly-10-former-host",
        "So is one that the host of another term attests",
        admit(FIRST, Reason.NOT_EVALUATOR, host=STRANGERS),
        neighbour="rly-10-new-host",
        genesis=log(),
    )
    book.accept(
        "rly-10-new-host",
        "The host of the term may attest, whoever it is",
        admit(relay(signer=STRANGER), host=STRANGERS),
        Look(received()),
        genesis=log(),
    )


def durability(book: CaseBook) -> None:
    """Add the cases of slots that may be lost, or were (RLY-11, RLY-12)."""
    book.reject(
        "rly-11-receipt",
        "A receipt is not enough: a slot that may be lost with its host is not relayed",
        admit(FIRST, Reason.NOT_DURABLE, durable=False),
        neighbour="rly-11-then",
        genesis=log(),
    )
    book.accept(
        "rly-11-then",
        "Once the slot is durable its relay is admitted",
        admit(FIRST, Reason.NOT_DURABLE, durable=False),
        admit(FIRST),
        Look(received()),
        genesis=log(),
    )
    book.reject(
        "rly-12-takeover",
        "A result of a slot that a takeover replaced is void: nothing is paid twice",
        admit(FIRST, Reason.ABANDONED, surviving=OTHER_ASSIGNMENT),
        neighbour="rly-12-surviving",
        genesis=log(),
    )
    book.accept(
        "rly-12-surviving",
        "The result of the assignment that survived takes its place",
        admit(FIRST, Reason.ABANDONED, surviving=OTHER_ASSIGNMENT),
        admit(relay(assignment=OTHER_ASSIGNMENT), surviving=OTHER_ASSIGNMENT),
        Look(received()),
        genesis=log(),
    )


def guarantees(book: CaseBook) -> None:
    """Add the cases of a guarantee that is not met yet (RLY-13)."""
    book.reject(
        "rly-13-early",
        "A target that wants more than an attestation waits for it",
        admit(FIRST, Reason.NOT_GUARANTEED, guaranteed=False),
        neighbour="rly-13-met",
        genesis=log(),
    )
    book.accept(
        "rly-13-met",
        "When its guarantee is met the relay is admitted",
        admit(FIRST, Reason.NOT_GUARANTEED, guaranteed=False),
        admit(FIRST),
        genesis=log(),
    )


def repeated(book: CaseBook) -> None:
    """Add the cases of what was relayed before (RLY-14)."""
    again = Reason.ALREADY_RELAYED
    for name, title, by in (
        ("replay", "The same relay is admitted once", None),
        ("race", "Of two relayers that race, the second is refused", RIVAL),
    ):
        book.reject(
            f"rly-14-{name}",
            title,
            admit(FIRST),
            admit(FIRST, again) if by is None else admit(FIRST, again, by=by),
            Look(received()),
            neighbour="rly-16-in-sequence",
            genesis=log(),
        )
    book.reject(
        "rly-14-late",
        "A relay that comes late, after its followers, is refused",
        admit(FIRST),
        admit(SECOND),
        admit(FIRST, again),
        neighbour="rly-16-in-sequence",
        genesis=log(),
    )
    book.reject(
        "rly-14-other-result",
        "So is another message under the same number, by whichever result",
        admit(FIRST),
        admit(relay(message(0, input={"quantity": "6"}), slot=Nat(8)), again),
        neighbour="rly-16-in-sequence",
        genesis=log(),
    )


def skipped(book: CaseBook) -> None:
    """Add the cases of a sequence with a gap (RLY-15)."""
    gap = Reason.OUT_OF_SEQUENCE
    book.reject(
        "rly-15-first-skipped",
        "A pair begins with its first message",
        admit(SECOND, gap),
        neighbour="rly-16-first",
        genesis=log(),
    )
    book.reject(
        "rly-15-one-skipped",
        "No message is skipped",
        admit(FIRST),
        admit(THIRD, gap),
        neighbour="rly-16-in-sequence",
        genesis=log(),
    )
    book.accept(
        "rly-15-filled",
        "What came too early is admitted after what it skipped",
        admit(SECOND, gap),
        admit(FIRST),
        admit(SECOND),
        Look(received()),
        genesis=log(),
    )
    book.reject(
        "rly-15-other-branch",
        "The messages of another branch do not count",
        admit(FIRST),
        admit(relay(message(1, branch=Nat(1))), gap),
        neighbour="rly-16-branches",
        genesis=log(),
    )


def precedence(book: CaseBook) -> None:
    """Add the cases in which several conditions fail; the first is the reason."""
    foreign = relay(message(5), network=ANOTHER_NETWORK)
    for clause, name, title, act in (
        (
            "rly-10",
            "before-durable",
            "Of a stranger and a slot that is not durable, the stranger is the reason",
            admit(relay(signer=STRANGER), Reason.NOT_EVALUATOR, durable=False),
        ),
        (
            "rly-11",
            "before-assignment",
            "Of a slot that is not durable and another assignment, the slot is the reason",
            admit(FIRST, Reason.NOT_DURABLE, durable=False, surviving=OTHER_ASSIGNMENT),
        ),
        (
            "rly-12",
            "before-guarantee",
            "Of a lost slot and a guarantee not met, the slot is the reason",
            admit(FIRST, Reason.ABANDONED, surviving=OTHER_ASSIGNMENT, guaranteed=False),
        ),
        (
            "rly-13",
            "before-sequence",
            "Of a guarantee not met and a gap, the guarantee is the reason",
            admit(SECOND, Reason.NOT_GUARANTEED, guaranteed=False),
        ),
        (
            "rly-5",
            "before-sequence",
            "Of another network's relay and a gap, the network is the reason",
            admit(foreign, Reason.WRONG_NETWORK),
        ),
    ):
        book.reject(f"{clause}-{name}", title, act, neighbour="rly-16-first", genesis=log())
    book.accept(
        "rly-10-signer-of-result",
        "Who brings a relay does not matter",
        admit(FIRST, by=HOST),
        admit(SECOND, by=STRANGER),
        Look(received()),
        genesis=log(),
    )
