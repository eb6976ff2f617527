"""Cases of value that comes and goes: deposits, withdrawals, requests (UCM-4 to UCM-9)."""

from __future__ import annotations

from hollowbeam.kernel.errors import Reason
from hollowbeam_conformance.fill.cases import CaseBook, look
from hollowbeam_conformance.fill.ucm_history import (
    ASSET,
    DMAC,
    EVE,
    FUND,
    LARGEST,
    OTHER,
    PROCESS,
    SAM,
    TOKEN,
    deposit,
    escrow,
    exchange,
    free,
    request,
    withdraw,
)


def deposits(book: CaseBook) -> None:
    """Add the cases of deposits (UCM-6)."""
    book.accept(
        "ucm-6-token",
        "Units of the token are free for whoever sent them",
        deposit(SAM, 300),
        free(SAM),
        free(SAM, "ASSET"),
        free(TOKEN),
        escrow(),
        genesis=exchange(),
    )
    book.accept(
        "ucm-6-asset",
        "Units of the asset are free for whoever sent them",
        deposit(DMAC, 12, ASSET),
        free(DMAC, "ASSET"),
        free(DMAC),
        escrow("ASSET"),
        genesis=exchange(),
    )
    book.accept(
        "ucm-6-adds",
        "A further deposit adds to the first; holders and coins stay apart",
        deposit(SAM, 300),
        deposit(SAM, 7),
        deposit(DMAC, 5),
        deposit(SAM, 11, ASSET),
        *(free(who, coin) for who in (SAM, DMAC) for coin in ("TOKEN", "ASSET")),
        escrow(),
        escrow("ASSET"),
        genesis=exchange(),
    )
    book.accept(
        "ucm-6-process",
        "A process may deposit as a wallet does; the reference of the notice says nothing",
        deposit(FUND, 40, kind=PROCESS, reference=LARGEST),
        free(FUND),
        genesis=exchange(),
    )
    book.accept(
        "ucm-6-largest",
        "A deposit may be as large as numbers are",
        deposit(SAM, LARGEST),
        free(SAM),
        genesis=exchange(),
    )


def strangers(book: CaseBook) -> None:
    """Add the cases of notices that others send (UCM-4)."""
    unknown = Reason.UNKNOWN_TOKEN
    for name, title, keeper in (
        ("token", "A deposit of a token that the exchange does not trade is refused", OTHER),
        ("wallet", "Nobody credits itself with a notice of its own", EVE),
    ):
        book.reject(
            f"ucm-4-other-{name}",
            title,
            deposit(EVE, 300, keeper, unknown),
            neighbour="ucm-6-token",
            genesis=exchange(),
        )
    book.reject(
        "ucm-4-before-amount",
        "Of an unknown token and a quantity of 0, the token is the reason",
        deposit(EVE, 0, OTHER, unknown),
        neighbour="ucm-6-token",
        genesis=exchange(),
    )
    book.reject(
        "ucm-4-claim-of-another",
        "A holder cannot have what another sent: no notice but a keeper's counts, and it names "
        "who sent",
        deposit(SAM, 100, ASSET),
        deposit(EVE, 100, EVE, unknown),
        neighbour="ucm-6-token",
        genesis=exchange(),
    )


def zero_amounts(book: CaseBook) -> None:
    """Add the cases of deposits of 0 (UCM-5)."""
    book.accept(
        "ucm-5-deposit-of-one",
        "A deposit of one unit is accepted",
        deposit(SAM, 1),
        genesis=exchange(),
    )
    book.reject(
        "ucm-5-deposit",
        "A deposit of 0 is refused",
        deposit(SAM, 0, reason=Reason.ZERO_AMOUNT),
        neighbour="ucm-5-deposit-of-one",
        genesis=exchange(),
    )


def withdrawals(book: CaseBook) -> None:
    """Add the cases of withdrawals of the token (UCM-8); each emits what UCM-9 says."""
    book.accept(
        "ucm-8-token",
        "A withdrawal takes what is free and asks for a transfer to its caller",
        deposit(SAM, 300),
        withdraw(SAM, "TOKEN", 120),
        free(SAM),
        request(1),
        escrow(),
        look("request_count"),
        genesis=exchange(),
    )


def emissions(book: CaseBook) -> None:
    """Add the cases of what is emitted (UCM-9)."""
    book.accept(
        "ucm-9-asset",
        "A withdrawal of the asset asks the process of the asset",
        deposit(DMAC, 12, ASSET),
        withdraw(DMAC, "ASSET", 7),
        request(1),
        genesis=exchange(),
    )
    book.accept(
        "ucm-9-numbers",
        "Each request has the next number, and its message refers to it",
        deposit(SAM, 300),
        deposit(SAM, 9, ASSET),
        withdraw(SAM, "TOKEN", 1),
        withdraw(SAM, "ASSET", 2),
        withdraw(SAM, "TOKEN", 1),
        *map(request, (1, 2, 3)),
        genesis=exchange(),
    )
    book.accept(
        "ucm-9-process",
        "A transfer to a process says so",
        deposit(FUND, 50, kind=PROCESS),
        withdraw(FUND, "TOKEN", 40, by=PROCESS),
        request(1),
        genesis=exchange(),
    )


def overdrafts(book: CaseBook) -> None:
    """Add the cases of withdrawals that are too large, or of nothing (UCM-5, UCM-7)."""
    poor = Reason.INSUFFICIENT_BALANCE
    book.accept(
        "ucm-7-all",
        "All that is free may be withdrawn",
        deposit(SAM, 300),
        withdraw(SAM, "TOKEN", 300),
        free(SAM),
        genesis=exchange(),
    )
    book.reject(
        "ucm-5-withdrawal",
        "A withdrawal of 0 is refused",
        deposit(SAM, 300),
        withdraw(SAM, "TOKEN", 0, Reason.ZERO_AMOUNT),
        neighbour="ucm-8-token",
        genesis=exchange(),
    )
    for name, title, act in (
        ("overdraft", "One unit more than is free is refused", withdraw(SAM, "TOKEN", 301, poor)),
        ("another", "Who deposited nothing withdraws nothing", withdraw(EVE, "TOKEN", 1, poor)),
        ("coin", "One coin does not pay for the other", withdraw(SAM, "ASSET", 1, poor)),
        ("huge", "An amount far above all there is", withdraw(SAM, "TOKEN", LARGEST, poor)),
    ):
        book.reject(
            f"ucm-7-{name}",
            title,
            deposit(SAM, 300),
            act,
            neighbour="ucm-7-all",
            genesis=exchange(),
        )
    book.reject(
        "ucm-7-on-its-way",
        "What was withdrawn is not withdrawn again",
        deposit(SAM, 300),
        withdraw(SAM, "TOKEN", 200),
        withdraw(SAM, "TOKEN", 101, poor),
        neighbour="ucm-7-all",
        genesis=exchange(),
    )
