"""Cases of value that comes and goes: deposits, withdrawals, requests (UCM-4 to UCM-13)."""

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
    delivered,
    deposit,
    escrow,
    exchange,
    free,
    request,
    returned,
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


def closed(book: CaseBook) -> None:
    """Add the cases of requests whose transfer took place (UCM-12)."""
    book.accept(
        "ucm-12-token",
        "A Debit-Notice closes the request; the units are no longer in escrow",
        deposit(SAM, 300),
        withdraw(SAM, "TOKEN", 120),
        delivered(TOKEN, 1, SAM, 120),
        request(1),
        escrow(),
        free(SAM),
        genesis=exchange(),
    )
    book.accept(
        "ucm-12-any-order",
        "Requests may be closed in any order, each in its own coin",
        deposit(SAM, 300),
        deposit(SAM, 9, ASSET),
        withdraw(SAM, "TOKEN", 120),
        withdraw(SAM, "ASSET", 9),
        withdraw(SAM, "TOKEN", 10),
        delivered(TOKEN, 3, SAM, 10),
        delivered(ASSET, 2, SAM, 9),
        *map(request, (1, 2, 3)),
        escrow(),
        escrow("ASSET"),
        genesis=exchange(),
    )


def restored(book: CaseBook) -> None:
    """Add the cases of requests whose transfer came back (UCM-13)."""
    book.accept(
        "ucm-13-withdrawal",
        "A transfer that bounces is free again for its recipient, and may be withdrawn again",
        deposit(SAM, 300),
        withdraw(SAM, "TOKEN", 120),
        returned(TOKEN, 1, SAM, 120),
        request(1),
        free(SAM),
        free(TOKEN),
        escrow(),
        withdraw(SAM, "TOKEN", 300),
        request(2),
        genesis=exchange(),
    )
    book.accept(
        "ucm-13-asset",
        "A transfer of the asset that bounces restores the asset alone",
        deposit(SAM, 300),
        deposit(SAM, 9, ASSET),
        withdraw(SAM, "TOKEN", 120),
        withdraw(SAM, "ASSET", 9),
        returned(ASSET, 2, SAM, 9),
        *map(request, (1, 2)),
        free(SAM),
        free(SAM, "ASSET"),
        genesis=exchange(),
    )


def unknown(book: CaseBook) -> None:
    """Add the cases of answers to no request (UCM-10)."""
    reason = Reason.UNKNOWN_REQUEST
    asked = (deposit(SAM, 300), withdraw(SAM, "TOKEN", 120))
    for name, title, acts, neighbour in (
        (
            "never",
            "A number that no request had",
            [delivered(TOKEN, 2, SAM, 1, reason)],
            "12-token",
        ),
        (
            "zero",
            "Number 0 is no request, even for nothing",
            [delivered(TOKEN, 0, SAM, 0, reason)],
            "12-token",
        ),
        (
            "closed-twice",
            "A request is closed once",
            [delivered(TOKEN, 1, SAM, 120), delivered(TOKEN, 1, SAM, 120, reason)],
            "12-token",
        ),
        (
            "bounced-after-delivery",
            "A transfer that took place does not come back as well",
            [delivered(TOKEN, 1, SAM, 120), returned(TOKEN, 1, SAM, 120, reason)],
            "13-withdrawal",
        ),
        (
            "bounced-twice",
            "A transfer comes back once",
            [returned(TOKEN, 1, SAM, 120), returned(TOKEN, 1, SAM, 120, reason)],
            "13-withdrawal",
        ),
        (
            "delivered-after-bounce",
            "A transfer that came back did not take place",
            [returned(TOKEN, 1, SAM, 120), delivered(TOKEN, 1, SAM, 120, reason)],
            "12-token",
        ),
    ):
        book.reject(
            f"ucm-10-{name}",
            title,
            *asked,
            *acts,
            neighbour=f"ucm-{neighbour}",
            genesis=exchange(),
        )


def wrong(book: CaseBook) -> None:
    """Add the cases of answers that do not fit (UCM-11)."""
    reason = Reason.WRONG_NOTICE
    asked = (deposit(SAM, 300), withdraw(SAM, "TOKEN", 120))
    for name, title, act, neighbour in (
        (
            "other-coin",
            "The process of the asset does not close a request of the token",
            delivered(ASSET, 1, SAM, 120, reason),
            "12-token",
        ),
        (
            "stranger",
            "A stranger does not close a request",
            delivered(EVE, 1, SAM, 120, reason),
            "12-token",
        ),
        (
            "recipient",
            "The owner of the request does not close it",
            delivered(SAM, 1, SAM, 120, reason),
            "12-token",
        ),
        (
            "other-recipient",
            "A notice of a transfer to another is refused",
            delivered(TOKEN, 1, EVE, 120, reason),
            "12-token",
        ),
        (
            "less",
            "A notice of one unit less is refused",
            delivered(TOKEN, 1, SAM, 119, reason),
            "12-token",
        ),
        (
            "more",
            "A notice of one unit more is refused",
            delivered(TOKEN, 1, SAM, 121, reason),
            "12-token",
        ),
        (
            "bounce-of-other-coin",
            "The process of the asset does not restore a request of the token",
            returned(ASSET, 1, SAM, 120, reason),
            "13-withdrawal",
        ),
        (
            "bounce-of-stranger",
            "Nobody restores what is on its way to itself by a forged bounce",
            returned(SAM, 1, SAM, 120, reason),
            "13-withdrawal",
        ),
    ):
        book.reject(
            f"ucm-11-{name}",
            title,
            *asked,
            act,
            neighbour=f"ucm-{neighbour}",
            genesis=exchange(),
        )
    book.accept(
        "ucm-11-bounce-in-any-words",
        "A bounce of a pending request is never refused for what else it says",
        *asked,
        returned(TOKEN, 1, EVE, 1),
        free(SAM),
        free(EVE),
        genesis=exchange(),
    )
    book.accept(
        "ucm-11-kind-does-not-count",
        "A Debit-Notice may name another kind of recipient",
        *asked,
        delivered(TOKEN, 1, SAM, 120, kind=PROCESS),
        request(1),
        genesis=exchange(),
    )
