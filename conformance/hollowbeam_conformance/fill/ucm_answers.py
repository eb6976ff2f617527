"""Cases of what answers a request: a notice closes it, a bounce restores (UCM-10 to UCM-13)."""

from __future__ import annotations

from hollowbeam.kernel.errors import Reason
from hollowbeam_conformance.fill.cases import CaseBook
from hollowbeam_conformance.fill.ucm_history import (
    ASSET,
    EVE,
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
