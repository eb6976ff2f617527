"""Cases of the ledger of cranks: every cut accounts for the budget (RLY-22 to RLY-26)."""

from __future__ import annotations

from hollowbeam.kernel.errors import Reason
from hollowbeam_conformance.fill.cases import Act, CaseBook, Look
from hollowbeam_conformance.fill.relayer_scene import identifier, ledger

CRANK = identifier("a crank")
OTHER_CRANK = identifier("another crank")
ROOT = identifier("a root message")
OTHER_ROOT = identifier("another root message")
CHILD, TWIN, GRANDCHILD = (identifier(name) for name in ("a child", "its twin", "a grandchild"))
BOUNCED = identifier("a Bounce")


def start(
    budget: int = 100,
    hops: int = 3,
    message: str = ROOT,
    crank: str = CRANK,
    reason: Reason | None = None,
) -> Act:
    """Start a crank, or add to one."""
    args = {"crank": crank, "message": message, "budget": str(budget), "hops": str(hops)}
    return Act("start", dict(args), reason)


def evaluate(emitted: int = 0, message: str = ROOT, reason: Reason | None = None) -> Act:
    """Let a message take effect."""
    return Act("evaluate", {"message": message, "emitted": str(emitted)}, reason)


def emit(child: str = CHILD, message: str = ROOT, reason: Reason | None = None) -> Act:
    """Let an evaluated message emit another."""
    return Act("emit", {"message": message, "child": child}, reason)


def close(message: str = ROOT, reason: Reason | None = None) -> Act:
    """Give back what a message did not give on."""
    return Act("close", {"message": message}, reason)


def fail(message: str = ROOT, bounce: str = BOUNCED, reason: Reason | None = None) -> Act:
    """Let a message err."""
    return Act("fail", {"message": message, "bounce": bounce}, reason)


def totals(crank: str = CRANK) -> tuple[Look, ...]:
    """Look at what was put into a crank, what it spent and what went back."""
    return tuple(Look(f"{field}/{crank}") for field in ("funded", "spent", "refunded"))


def purse(message: str) -> Look:
    """Look at the purse of a message."""
    return Look(f"purses/{message}")


def starts(book: CaseBook) -> None:
    """Add the cases of a budget that enters a crank (RLY-22)."""
    book.accept(
        "rly-22-start",
        "A root message brings its budget into flight",
        start(),
        purse(ROOT),
        *totals(),
        genesis=ledger(),
    )
    book.accept(
        "rly-22-two",
        "Cranks are counted apart",
        start(),
        start(50, message=OTHER_ROOT, crank=OTHER_CRANK),
        *totals(),
        *totals(OTHER_CRANK),
        genesis=ledger(),
    )
    book.accept(
        "rly-22-fresh-budget",
        "A redelivery brings a fresh budget into the same crank",
        start(),
        start(50, message=OTHER_ROOT),
        *totals(),
        genesis=ledger(),
    )
    book.accept(
        "rly-22-poor",
        "A budget that pays for nothing enters as well",
        start(0),
        purse(ROOT),
        *totals(),
        genesis=ledger(),
    )
    book.reject(
        "rly-22-again",
        "A message is paid for once",
        start(),
        start(reason=Reason.PURSE_EXISTS),
        neighbour="rly-22-fresh-budget",
        genesis=ledger(),
    )


def evaluations(book: CaseBook) -> None:
    """Add the cases of a message that takes effect (RLY-23)."""
    book.accept(
        "rly-23-evaluate",
        "An evaluated message has spent its price, and keeps the rest until it is done",
        start(),
        evaluate(),
        purse(ROOT),
        *totals(),
        genesis=ledger(),
    )
    book.accept(
        "rly-23-emitting",
        "What it will give is set aside",
        start(),
        evaluate(2),
        purse(ROOT),
        genesis=ledger(),
    )
    for name, title, steps in (
        ("unknown", "What was never started is not evaluated", ()),
        ("again", "Nothing is evaluated twice", (start(), evaluate())),
    ):
        book.reject(
            f"rly-23-{name}",
            title,
            *steps,
            evaluate(reason=Reason.NOT_IN_FLIGHT),
            neighbour="rly-23-evaluate",
            genesis=ledger(),
        )
    book.reject(
        "rly-23-unfunded",
        "A step that cannot fund what it emits does not take effect, and is still in flight",
        start(budget=7),
        evaluate(1, reason=Reason.OUT_OF_BUDGET),
        purse(ROOT),
        neighbour="rly-23-emitting",
        genesis=ledger(),
    )


def emissions(book: CaseBook) -> None:
    """Add the cases of what a message emits (RLY-24)."""
    book.accept(
        "rly-24-emit",
        "An emitted message takes its share along, with one hop less",
        start(),
        evaluate(1),
        emit(),
        purse(ROOT),
        purse(CHILD),
        *totals(),
        genesis=ledger(),
    )
    book.accept(
        "rly-24-twins",
        "Two have equal shares",
        start(),
        evaluate(2),
        emit(),
        emit(TWIN),
        purse(ROOT),
        purse(CHILD),
        purse(TWIN),
        genesis=ledger(),
    )
    none = Reason.NOTHING_TO_EMIT
    for name, title, steps, last in (
        ("early", "Nothing is emitted before the evaluation", (start(),), emit(reason=none)),
        ("none", "Nor where nothing is to be", (start(), evaluate()), emit(reason=none)),
        (
            "more",
            "Nor more than was funded",
            (start(), evaluate(1), emit()),
            emit(TWIN, reason=none),
        ),
        ("unknown", "Nor by a message that there is not", (), emit(reason=none)),
        (
            "taken",
            "Nor under the name of a message that there is",
            (start(), start(message=CHILD), evaluate(1)),
            emit(reason=Reason.PURSE_EXISTS),
        ),
    ):
        book.reject(
            f"rly-24-{name}", title, *steps, last, neighbour="rly-24-emit", genesis=ledger()
        )


def closings(book: CaseBook) -> None:
    """Add the cases of a message that is done (RLY-25)."""
    book.accept(
        "rly-25-close",
        "What is not given on goes back",
        start(),
        evaluate(),
        close(),
        purse(ROOT),
        *totals(),
        genesis=ledger(),
    )
    book.accept(
        "rly-25-nothing",
        "What gave away all that it had is done as well",
        start(budget=3),
        evaluate(),
        close(),
        purse(ROOT),
        *totals(),
        genesis=ledger(),
    )
    book.accept(
        "rly-25-remainder",
        "So does what could not be shared",
        start(budget=3 + 3 * 5 + 2),
        evaluate(3),
        emit(),
        emit(TWIN),
        emit(GRANDCHILD),
        close(),
        *totals(),
        genesis=ledger(),
    )
    for name, title, steps, reason in (
        ("flying", "Nothing goes back before the evaluation", (start(),), Reason.NOT_CLOSABLE),
        ("unknown", "Nor of a message that there is not", (), Reason.NOT_CLOSABLE),
        (
            "again",
            "Nor twice",
            (start(), evaluate(), close()),
            Reason.NOT_CLOSABLE,
        ),
        (
            "emitting",
            "Nor before all is emitted",
            (start(), evaluate(2), emit()),
            Reason.NOT_CLOSABLE,
        ),
    ):
        book.reject(
            f"rly-25-{name}",
            title,
            *steps,
            close(reason=reason),
            neighbour="rly-25-close",
            genesis=ledger(),
        )
    book.reject(
        "rly-22-closed",
        "What is done is never paid for again",
        start(),
        evaluate(),
        close(),
        start(reason=Reason.PURSE_EXISTS),
        neighbour="rly-25-close",
        genesis=ledger(),
    )
    book.reject(
        "rly-23-closed",
        "Nor evaluated again",
        start(),
        evaluate(),
        close(),
        evaluate(reason=Reason.NOT_IN_FLIGHT),
        neighbour="rly-25-close",
        genesis=ledger(),
    )


def failures(book: CaseBook) -> None:
    """Add the cases of a message that errs (RLY-26)."""
    delivered = (start(), evaluate(1), emit(), close())
    book.accept(
        "rly-26-root",
        "A root that errs pays its step and has the rest back",
        start(),
        fail(),
        purse(ROOT),
        purse(BOUNCED),
        *totals(),
        genesis=ledger(),
    )
    book.accept(
        "rly-26-relay",
        "A relay that errs comes back as a Bounce with all the rest",
        *delivered,
        fail(CHILD),
        purse(CHILD),
        purse(BOUNCED),
        *totals(),
        genesis=ledger(),
    )
    book.accept(
        "rly-26-bounce-of-a-bounce",
        "A Bounce that errs does not bounce: what is left goes back",
        *delivered,
        fail(CHILD),
        fail(BOUNCED, TWIN),
        purse(BOUNCED),
        purse(TWIN),
        *totals(),
        genesis=ledger(),
    )
    book.accept(
        "rly-26-poor",
        "A root that cannot pay its step errs all the same, and all that it brought is spent",
        start(budget=2),
        fail(),
        purse(ROOT),
        *totals(),
        genesis=ledger(),
    )
    book.accept(
        "rly-26-least",
        "The least funded relay on its last hop still comes back, and its Bounce is evaluated",
        start(budget=3 + 5, hops=1),
        evaluate(1),
        emit(),
        close(),
        fail(CHILD),
        evaluate(message=BOUNCED),
        close(BOUNCED),
        *totals(),
        genesis=ledger(),
    )
    for name, title, steps, last in (
        ("unknown", "What was never started does not err", (), fail(reason=Reason.NOT_IN_FLIGHT)),
        (
            "evaluated",
            "Nor does what took effect",
            (start(), evaluate()),
            fail(reason=Reason.NOT_IN_FLIGHT),
        ),
        (
            "again",
            "Nor twice",
            (start(), fail()),
            fail(reason=Reason.NOT_IN_FLIGHT),
        ),
        (
            "taken",
            "A Bounce does not have the name of another message",
            (*delivered, start(message=BOUNCED)),
            fail(CHILD, reason=Reason.PURSE_EXISTS),
        ),
    ):
        book.reject(
            f"rly-26-{name}", title, *steps, last, neighbour="rly-26-relay", genesis=ledger()
        )


def ping_pong(book: CaseBook) -> None:
    """Add the case of two processes that answer each other for ever (RLY-20)."""
    names = [identifier(f"volley {number}") for number in range(4)]
    volleys: list[Act] = [start(budget=1_000, hops=3, message=names[0])]
    for number in range(3):
        volleys += [
            evaluate(1, names[number]),
            emit(names[number + 1], names[number]),
            close(names[number]),
        ]
    book.accept(
        "rly-26-ping-pong",
        "Two processes that answer each other end within their hops (ao 1057)",
        *volleys,
        evaluate(1, names[3], Reason.OUT_OF_HOPS),
        fail(names[3]),
        evaluate(1, BOUNCED, Reason.OUT_OF_HOPS),
        evaluate(0, BOUNCED),
        close(BOUNCED),
        *totals(),
        genesis=ledger(),
    )
