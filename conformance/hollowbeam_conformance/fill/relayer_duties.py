"""Cases of what a relayer does: sends, posts, and when it is at fault (RLY-36 to RLY-39)."""

from __future__ import annotations

from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import Nat
from hollowbeam_conformance.fill.cases import Act, CaseBook
from hollowbeam_conformance.fill.relayer_duties_scene import (
    advance,
    confirm,
    deliver,
    delivery,
    fault,
    guarantee,
    learn,
    leave,
    observe,
    ready,
    rewind,
    settle,
    take,
    work,
)
from hollowbeam_conformance.fill.relayer_scene import (
    DEADLINE,
    OTHER_ASSIGNMENT,
    OTHER_TARGET,
    PATIENCE,
    TARGET,
    message,
    relay,
    relayer,
)

NOT_DUE = Reason.NOT_DUE


def deliverable(book: CaseBook) -> None:
    """Add the cases of what is sent, and of each condition that is not met (RLY-36)."""
    book.accept(
        "rly-36-send",
        "A known message of a durable slot with its guarantee met is sent",
        *ready(),
        deliver(),
        delivery(),
        genesis=relayer(),
    )
    for name, title, steps in (
        ("unknown", "What is not known is not sent", (confirm(),)),
        ("not-durable", "Nothing is sent before its slot is durable", (learn(), guarantee())),
        (
            "lost",
            "Nor is anything of a slot that was lost",
            (learn(), guarantee(), confirm(assignment=OTHER_ASSIGNMENT)),
        ),
        ("early", "Nor before the guarantee of its target is met", (learn(), confirm())),
        (
            "observed",
            "Nor what the log of its target holds: another relayer was faster",
            (*ready(), observe()),
        ),
    ):
        book.reject(
            f"rly-36-{name}",
            title,
            *steps,
            deliver(reason=NOT_DUE),
            neighbour="rly-36-send",
            genesis=relayer(),
        )
    book.reject(
        "rly-36-skipped",
        "Nor what comes after a message that was not relayed yet",
        *ready(0, 1),
        deliver(1, NOT_DUE),
        neighbour="rly-36-next",
        genesis=relayer(),
    )
    book.accept(
        "rly-36-next",
        "After it, it is",
        *ready(0, 1),
        deliver(),
        observe(),
        deliver(1),
        genesis=relayer(),
    )
    book.accept(
        "rly-36-durable-later",
        "The slot may become durable last",
        learn(),
        guarantee(),
        confirm(),
        deliver(),
        genesis=relayer(),
    )
    book.accept(
        "rly-36-expired",
        "An expired message is sent: it errs there, and its Bounce brings the value back",
        learn(relay(message(expires=Nat(1)))),
        confirm(),
        guarantee(),
        advance(2),
        deliver(),
        genesis=relayer(),
    )


def sends(book: CaseBook) -> None:
    """Add the cases of how often something is sent, and in which order (RLY-37)."""
    book.accept(
        "rly-37-retry",
        "A message is sent again at each height until the log of its target holds it",
        *ready(),
        work(),
        advance(1),
        work(),
        advance(2),
        work(),
        delivery(),
        observe(),
        advance(3),
        work(),
        genesis=relayer(),
    )
    book.reject(
        "rly-37-once",
        "At one height it is sent once",
        *ready(),
        deliver(),
        deliver(reason=NOT_DUE),
        neighbour="rly-37-retry",
        genesis=relayer(),
    )
    book.accept(
        "rly-37-quiet",
        "A pass without anything due does nothing",
        learn(),
        work(),
        genesis=relayer(),
    )
    book.accept(
        "rly-37-one-of-a-pair",
        "Of one pair only the next is sent",
        *ready(0, 1, 2),
        work(),
        observe(),
        work(),
        genesis=relayer(),
    )
    other = message(target=OTHER_TARGET)
    book.accept(
        "rly-37-order",
        "Of several pairs each has its next sent, in the order of their names",
        learn(relay(message(0), other, index=0)),
        learn(relay(message(0), other, index=1)),
        confirm(),
        guarantee(),
        guarantee(target=OTHER_TARGET),
        work(),
        genesis=relayer(),
    )
    names = sorted((TARGET, OTHER_TARGET))
    far, near = message(0, target=names[1]), message(0, target=names[0], branch=Nat(1))
    book.accept(
        "rly-37-order-of-branches",
        "An earlier branch comes first, whatever its target is called",
        learn(relay(far, index=0)),
        learn(relay(near, index=0)),
        confirm(),
        guarantee(target=names[1]),
        guarantee(branch=1, target=names[0]),
        work(),
        genesis=relayer(),
    )
    book.accept(
        "rly-37-two-outbox-messages",
        "Both messages of one outbox are brought (ao 913)",
        *ready(0, 1),
        work(),
        observe(),
        work(),
        observe(1),
        work(),
        genesis=relayer(),
    )
    book.accept(
        "rly-37-takeover",
        "What was lost with its target's host is sent again",
        *ready(),
        deliver(),
        observe(),
        rewind(),
        advance(1),
        deliver(),
        genesis=relayer(),
    )
    book.reject(
        "rly-37-takeover-durable",
        "What was durable there is not",
        *ready(),
        deliver(),
        observe(),
        settle(),
        rewind(),
        advance(1),
        deliver(reason=NOT_DUE),
        neighbour="rly-37-takeover",
        genesis=relayer(),
    )


def posts(book: CaseBook) -> None:
    """Add both sides of patience (RLY-38)."""
    book.accept(
        "rly-38-patient",
        "Until its patience ends a relayer sends",
        take(),
        *ready(),
        advance(PATIENCE - 1),
        work(),
        genesis=relayer(),
    )
    book.accept(
        "rly-38-post",
        "Then it posts the relay on Arweave, where the host of the target cannot pass it by",
        take(),
        *ready(),
        work(),
        advance(PATIENCE),
        work(),
        delivery(),
        genesis=relayer(),
    )
    book.accept(
        "rly-38-posted",
        "A posted relay is not sent again",
        take(),
        *ready(),
        advance(PATIENCE),
        work(),
        advance(2 * PATIENCE),
        work(),
        genesis=relayer(),
    )
    book.accept(
        "rly-38-again",
        "If it is still not assigned after as long again, it is posted anew",
        take(),
        *ready(),
        advance(PATIENCE),
        work(),
        advance(2 * PATIENCE + 1),
        work(),
        delivery(),
        genesis=relayer(),
    )
    book.accept(
        "rly-38-racer",
        "Who does not answer for the source never needs to post",
        *ready(),
        advance(PATIENCE),
        work(),
        genesis=relayer(),
    )
    late = 5
    for name, title, steps in (
        (
            "since-durable",
            "Patience begins when the slot is durable",
            (take(), learn(), guarantee(), advance(late), confirm()),
        ),
        (
            "since-guaranteed",
            "Or when the guarantee is met",
            (take(), learn(), confirm(), advance(late), guarantee()),
        ),
        (
            "since-taken",
            "Or when the relayer takes over from another",
            (*ready(), advance(late), take()),
        ),
        (
            "since-rewound",
            "Or when the host of the target was replaced",
            (take(), *ready(), observe(), advance(late), rewind()),
        ),
    ):
        book.accept(
            f"rly-38-{name}",
            title,
            *steps,
            advance(late + PATIENCE - 1),
            work(),
            advance(late + PATIENCE),
            work(),
            genesis=relayer(),
        )
    book.accept(
        "rly-38-since-predecessor",
        "Or when the message before was assigned",
        take(),
        *ready(0, 1),
        advance(late),
        observe(),
        advance(late + PATIENCE - 1),
        work(),
        advance(late + PATIENCE),
        work(),
        genesis=relayer(),
    )


def faults(book: CaseBook) -> None:
    """Add both sides of the deadline (RLY-39)."""
    steps: dict[str, tuple[str, tuple[Act, ...]]] = {
        "in-time": (
            "Before the deadline nobody is at fault",
            (take(), *ready(), advance(DEADLINE - 1)),
        ),
        "late": ("At the deadline who did nothing is", (take(), *ready(), advance(DEADLINE))),
        "sent": (
            "Sending is not enough: nobody can see that it was sent",
            (take(), *ready(), work(), advance(DEADLINE)),
        ),
        "posted": (
            "Who posted is not",
            (take(), *ready(), advance(PATIENCE), work(), advance(DEADLINE)),
        ),
        "assigned": (
            "Nor who was not needed, since another brought it",
            (take(), *ready(), observe(), advance(DEADLINE)),
        ),
        "not-in-charge": ("Nor who does not answer for the source", (*ready(), advance(DEADLINE))),
        "left": ("Nor who left before", (take(), *ready(), leave(), advance(DEADLINE))),
        "took-over": (
            "Nor who took over late, before the deadline from then",
            (*ready(), advance(5), take(), advance(5 + DEADLINE - 1)),
        ),
        "took-over-late": (
            "After that deadline it is, too",
            (*ready(), advance(5), take(), advance(5 + DEADLINE)),
        ),
        "not-durable": (
            "Nobody is at fault for what could still be lost",
            (take(), learn(), guarantee(), advance(DEADLINE)),
        ),
        "not-guaranteed": (
            "Nor for what its target does not want yet",
            (take(), learn(), confirm(), advance(DEADLINE)),
        ),
    }
    for name, (title, told) in steps.items():
        book.accept(f"rly-39-{name}", title, *told, fault(), genesis=relayer())
    book.accept(
        "rly-39-second",
        "Nor for a message whose predecessor is not relayed: that one alone is missed",
        take(),
        *ready(0, 1),
        advance(DEADLINE),
        fault(0),
        fault(1),
        genesis=relayer(),
    )
