"""Cases of how a relayer follows logs, and of whom it answers for (RLY-31 to RLY-33, RLY-35)."""

from __future__ import annotations

from hollowbeam.kernel.errors import Reason
from hollowbeam_conformance.fill.cases import CaseBook, Look
from hollowbeam_conformance.fill.relayer_duties_scene import (
    advance,
    delivery,
    lane,
    learn,
    leave,
    observe,
    ready,
    rewind,
    settle,
    take,
)
from hollowbeam_conformance.fill.relayer_scene import (
    SOURCE,
    TARGET,
    relayer,
)


def observed(book: CaseBook) -> None:
    """Add the cases of what the target's log holds (RLY-31)."""
    book.accept(
        "rly-31-observe",
        "A relay in the target's log counts, whoever brought it",
        advance(3),
        observe(),
        lane(),
        genesis=relayer(),
    )
    book.accept(
        "rly-31-branches",
        "Branches count apart",
        observe(),
        observe(1),
        observe(branch=1),
        lane(),
        lane(1),
        genesis=relayer(),
    )
    for name, title, first, last in (
        ("again", "The same is not observed twice", observe(), observe(0, Reason.ALREADY_RELAYED)),
        ("skipped", "A log has no gap", observe(), observe(2, Reason.OUT_OF_SEQUENCE)),
    ):
        book.reject(
            f"rly-31-{name}",
            title,
            first,
            last,
            neighbour="rly-31-branches",
            genesis=relayer(),
        )


def settled(book: CaseBook) -> None:
    """Add the cases of relays that are durable in their target's log (RLY-32)."""
    book.accept(
        "rly-32-settle",
        "What is durable there is forgotten",
        *ready(),
        observe(),
        settle(),
        lane(),
        delivery(),
        genesis=relayer(),
    )
    book.accept(
        "rly-32-in-sequence",
        "One after the other",
        *ready(0, 1),
        observe(),
        observe(1),
        settle(),
        settle(1),
        lane(),
        delivery(1),
        genesis=relayer(),
    )
    for name, title, steps, last in (
        ("unseen", "What the log does not hold is not durable there", (), Reason.NOT_OBSERVED),
        ("again", "Nothing is settled twice", (observe(), settle()), Reason.ALREADY_RELAYED),
    ):
        book.reject(
            f"rly-32-{name}",
            title,
            *steps,
            settle(reason=last),
            neighbour="rly-32-in-sequence",
            genesis=relayer(),
        )
    book.reject(
        "rly-32-skipped",
        "Nor is anything settled before what came first",
        observe(),
        observe(1),
        settle(1, Reason.OUT_OF_SEQUENCE),
        neighbour="rly-32-in-sequence",
        genesis=relayer(),
    )
    book.reject(
        "rly-27-settled",
        "What is durable in its target's log is not taken up again",
        observe(),
        settle(),
        learn(reason=Reason.ALREADY_RELAYED),
        neighbour="rly-27-observed",
        genesis=relayer(),
    )
    book.accept(
        "rly-27-observed",
        "What is in the log, but may be lost with its host, is taken up",
        observe(),
        learn(),
        delivery(),
        genesis=relayer(),
    )


def rewound(book: CaseBook) -> None:
    """Add the cases of a target whose host was replaced (RLY-33)."""
    book.accept(
        "rly-33-lost",
        "Relays that were not durable are lost with the host: the pair goes back",
        *ready(0, 1, 2),
        observe(),
        observe(1),
        settle(),
        advance(6),
        rewind(),
        lane(),
        delivery(),
        delivery(1),
        genesis=relayer(),
    )
    book.accept(
        "rly-33-nothing-lost",
        "Where all was durable only the time begins again",
        observe(),
        settle(),
        advance(6),
        rewind(),
        lane(),
        genesis=relayer(),
    )
    book.accept(
        "rly-33-onward",
        "Then the log of the new host is observed",
        observe(),
        observe(1),
        settle(),
        rewind(),
        observe(1),
        lane(),
        genesis=relayer(),
    )


def charges(book: CaseBook) -> None:
    """Add the cases of the processes that a relayer answers for (RLY-35)."""
    charge = Look(f"charges/{SOURCE}")
    for name, title, steps in (
        ("take", "A relayer answers for a process since it took it", (advance(3), take())),
        (
            "take-again",
            "Told again, its time does not begin again",
            (advance(3), take(), advance(9), take()),
        ),
        ("leave", "It may leave", (advance(3), take(), advance(9), leave())),
        (
            "return",
            "If it comes back, its time begins then",
            (advance(3), take(), leave(), advance(9), take()),
        ),
        (
            "leave-another",
            "Who leaves one process answers for the others as before",
            (advance(3), take(), take(TARGET), advance(9), leave(TARGET)),
        ),
    ):
        book.accept(f"rly-35-{name}", title, *steps, charge, genesis=relayer())
