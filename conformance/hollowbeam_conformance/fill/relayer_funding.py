"""Cases of what a step costs and gives on (RLY-17 to RLY-21)."""

from __future__ import annotations

from dataclasses import replace

from hollowbeam.kernel.errors import Reason
from hollowbeam_conformance.fill.cases import Act, CaseBook
from hollowbeam_conformance.fill.relayer_scene import DEADLINE, ledger, relayer

STEP, BOUNCE = 3, 2
WHOLE = STEP + BOUNCE


def fund(
    budget: int, emitted: int = 0, hops: int = 3, origin: str = "ROOT", reason: Reason | None = None
) -> Act:
    """Ask what becomes of the budget of a step that takes effect, and of its hops."""
    args = {
        "origin": origin,
        "budget": str(budget),
        "hops": str(hops),
        "emitted": str(emitted),
    }
    return Act("fund", dict(args), reason)


def shares(budget: int, emitted: int = 0, hops: int = 3, origin: str = "ROOT") -> Act:
    """Ask what becomes of the budget alone."""
    return replace(fund(budget, emitted, hops, origin), about=("spent", "refunded", "gift"))


def failure(budget: int, hops: int = 3, origin: str = "ROOT") -> Act:
    """Ask what becomes of the budget of a step that errs."""
    return Act("fund-failure", {"origin": origin, "budget": str(budget), "hops": str(hops)})


def terms(book: CaseBook) -> None:
    """Add the cases of rates and waits in and out of range (RLY-17)."""
    bad = Reason.BAD_PARAMETERS
    book.accept("rly-17-least", "The least rates are one", shares(9), genesis=ledger(1, 1))
    for name, title, start in (
        ("step", "An evaluation is never free: then a crank would not end", ledger(0, 2)),
        ("bounce", "Nor is that of a Bounce", ledger(3, 0)),
    ):
        book.reject_genesis(f"rly-17-free-{name}", title, start, bad, neighbour="rly-17-least")
    book.accept(
        "rly-17-patience",
        "Patience may end one block before the deadline",
        Act("advance", {"height": "1"}),
        genesis=relayer(patience=DEADLINE - 1),
    )
    for name, title, start in (
        ("late", "A relay is not posted when it is too late", relayer(patience=DEADLINE)),
        ("step", "A relayer knows no free evaluations either", relayer(step=0)),
        ("bounce", "Nor free Bounces", relayer(bounce=0)),
    ):
        book.reject_genesis(
            f"rly-17-relayer-{name}", title, start, bad, neighbour="rly-17-patience"
        )


def prices(book: CaseBook) -> None:
    """Add the cases of what a step costs and gives (RLY-18)."""
    for name, title, step in (
        ("root", "A root message pays the price of a step", shares(10)),
        ("relay", "So does a relay", shares(10, origin="RELAY")),
        ("bounce", "A Bounce pays the price of a Bounce", shares(10, origin="BOUNCE")),
        ("without-hops", "A step that emits nothing to a process needs no hop", shares(10, hops=0)),
        ("shared", "What a step emits has equal shares", shares(STEP + 2 * 7, 2)),
        ("remainder", "What cannot be shared goes back", shares(STEP + 3 * 7 + 2, 3)),
        ("all", "All that is left is given, however much", shares(1_000, 2)),
    ):
        book.accept(f"rly-18-{name}", title, step, genesis=ledger())


def budgets(book: CaseBook) -> None:
    """Add both sides of the least budgets (RLY-19)."""
    short = Reason.OUT_OF_BUDGET
    for name, title, step, neighbour in (
        ("step", "Below its price a step errs", fund(STEP - 1, reason=short), "rly-19-exact"),
        (
            "bounce",
            "So does a Bounce",
            fund(BOUNCE - 1, origin="BOUNCE", reason=short),
            "rly-19-exact-bounce",
        ),
        ("nothing", "So does a message without a budget", fund(0, reason=short), "rly-19-exact"),
        (
            "one",
            "A gift that does not pay a step and its Bounce is refused: an unfunded emission",
            fund(STEP + WHOLE - 1, 1, reason=short),
            "rly-19-enough",
        ),
        (
            "two",
            "So is one of two that together lack one",
            fund(STEP + 2 * WHOLE - 1, 2, reason=short),
            "rly-19-two-paid",
        ),
        (
            "none-left",
            "So is an emission of which the step leaves nothing",
            fund(STEP, 1, reason=short),
            "rly-19-enough",
        ),
        (
            "many",
            "No step emits more than its budget can bring back",
            fund(STEP + 100 * WHOLE - 1, 100, reason=short),
            "rly-19-many-paid",
        ),
    ):
        book.reject(f"rly-19-{name}", title, step, neighbour=neighbour, genesis=ledger())
    for name, title, step in (
        ("exact", "The whole budget may be the price", shares(STEP)),
        ("exact-bounce", "Also of a Bounce", shares(BOUNCE, origin="BOUNCE")),
        ("enough", "A gift that just pays a step and its Bounce is given", shares(STEP + WHOLE, 1)),
        ("two-paid", "So are two", shares(STEP + 2 * WHOLE, 2)),
        (
            "many-paid",
            "A hundred are emitted if each is paid",
            shares(STEP + 100 * WHOLE, 100),
        ),
    ):
        book.accept(f"rly-19-{name}", title, step, genesis=ledger())


def hops(book: CaseBook) -> None:
    """Add the cases of the last hop (RLY-20)."""
    none = Reason.OUT_OF_HOPS
    book.reject(
        "rly-20-none",
        "Without a hop nothing is emitted to a process, whatever the budget",
        fund(1_000, 1, hops=0, reason=none),
        neighbour="rly-20-last",
        genesis=ledger(),
    )
    book.reject(
        "rly-20-bounce",
        "Nor by the handler of a Bounce",
        fund(1_000, 1, hops=0, origin="BOUNCE", reason=none),
        neighbour="rly-20-last",
        genesis=ledger(),
    )
    book.reject(
        "rly-20-before-gift",
        "Of no hop and too small a gift, the hop is the reason",
        fund(STEP + 1, 1, hops=0, reason=none),
        neighbour="rly-20-last",
        genesis=ledger(),
    )
    book.reject(
        "rly-19-before-hops",
        "Of a budget below the price and no hop, the budget is the reason",
        fund(STEP - 1, 1, hops=0, reason=Reason.OUT_OF_BUDGET),
        neighbour="rly-20-last",
        genesis=ledger(),
    )
    book.accept(
        "rly-20-less",
        "What is emitted has one hop less",
        fund(100, 1, hops=7),
        genesis=ledger(),
    )
    book.accept(
        "rly-20-last",
        "The last hop may be used; what is emitted then has none",
        fund(100, 1, hops=1),
        genesis=ledger(),
    )


def failures(book: CaseBook) -> None:
    """Add the cases of a step that errs (RLY-21)."""
    for name, title, step in (
        ("root", "A root that errs pays its step and has the rest back", failure(10)),
        (
            "relay",
            "A relay that errs pays its step, its Bounce has the rest",
            failure(10, 3, "RELAY"),
        ),
        ("bounce", "A Bounce that errs pays, and does not bounce", failure(10, origin="BOUNCE")),
        ("poor", "A root that cannot pay its step pays what it has", failure(2)),
        ("penniless", "Also if that is nothing", failure(0)),
        ("least", "The least relay can just come back", failure(WHOLE, origin="RELAY")),
        (
            "last-hop",
            "Without a hop a relay still comes back",
            failure(WHOLE, 0, "RELAY"),
        ),
        ("one-hop", "With one hop its Bounce has none", failure(WHOLE, 1, "RELAY")),
    ):
        book.accept(f"rly-21-{name}", title, step, genesis=ledger())
