"""Cases of a ledger, for each room that keeps one: the same histories under its own clauses.

At the start Alice has a thousand units and nobody else has any. A step that shows several clauses
at once is judged by its effects alone where the state is another clause's, or by looks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hollowbeam.kernel.encoding import Json
from hollowbeam.kernel.errors import Reason
from hollowbeam_conformance.fill.cases import CaseBook, emitting
from hollowbeam_conformance.fill.ledger_words import (
    ALICE,
    BOB,
    CAROL,
    DAVE,
    LARGEST,
    MALLORY,
    PROCESS,
    SHOP,
    WALLET,
    balance,
    bounce,
    call,
    claim,
    credit,
    moved,
    transfer,
)

HELD = 1_000
SPARE = 600


@dataclass(frozen=True, slots=True)
class Rules:
    """The clauses of a room, each as the prefix of its cases, and its genesis.

    ``start`` gives a genesis in which Alice has so many units and nobody else any.
    """

    action: str
    entry: str
    zero: str
    poor: str
    moves: str
    oneself: str
    asked: str
    told: str
    returned: str
    owed: str
    idle: str
    start: Callable[[int], dict[str, Json]]

    @property
    def genesis(self) -> dict[str, Json]:
        """The usual genesis."""
        return self.start(HELD)

    @property
    def accepted(self) -> str:
        """A case in which a transfer is accepted."""
        return f"{self.moves}-moves"


def notices(book: CaseBook, rules: Rules) -> None:
    """Add the cases of what a transfer emits, first where it emits one message alone."""
    for name, title, act in (
        (
            "wallet",
            "A wallet that asked is told by a Debit-Notice",
            transfer(ALICE, ALICE, 300, reference=7),
        ),
        (
            "process",
            "A process that asked is told by a Debit-Notice",
            transfer(ALICE, ALICE, 300, by=PROCESS, reference=LARGEST),
        ),
        (
            "oneself",
            "Whoever gives to itself is told once, whatever it calls itself",
            transfer(ALICE, ALICE, 2, to=PROCESS),
        ),
    ):
        book.accept(f"{rules.asked}-{name}", title, emitting(act), genesis=rules.genesis)
    for name, title, act in (
        ("wallet", "A wallet is told of its credit", transfer(ALICE, BOB, 300, reference=7)),
        (
            "process",
            "A process is told of its credit, by whose kind and reference it came",
            transfer(ALICE, SHOP, 2, to=PROCESS, by=PROCESS, reference=8),
        ),
        (
            "from-wallet",
            "A process is told that a wallet sent it",
            transfer(ALICE, SHOP, HELD - 1, to=PROCESS, reference=LARGEST),
        ),
    ):
        book.accept(f"{rules.told}-{name}", title, emitting(act), genesis=rules.genesis)


def moves(book: CaseBook, rules: Rules) -> None:
    """Add the cases of what a transfer moves."""
    book.accept(
        rules.accepted,
        "A transfer takes its quantity from the caller and gives it to the recipient",
        transfer(ALICE, BOB, 300),
        balance(ALICE),
        balance(BOB),
        balance(CAROL),
        genesis=rules.genesis,
    )
    book.accept(
        f"{rules.moves}-adds",
        "A transfer adds to what the recipient has",
        transfer(ALICE, BOB, 300),
        transfer(ALICE, CAROL, 200),
        transfer(CAROL, BOB, 2),
        balance(BOB),
        genesis=rules.genesis,
    )


def to_oneself(book: CaseBook, rules: Rules) -> None:
    """Add the cases of transfers to oneself."""
    book.accept(
        f"{rules.oneself}-to-oneself",
        "A transfer to oneself changes nothing",
        transfer(ALICE, ALICE, 300),
        balance(ALICE),
        genesis=rules.genesis,
    )


def names(book: CaseBook, rules: Rules, wrong: Mapping[str, str]) -> None:
    """Add the cases of actions that there are not; ``wrong`` gives more of them."""
    theft: Json = {"target": MALLORY, "qty": "-500"}
    taken: Json = {"txID": SHOP, "qty": "500"}
    for name, title, act in (
        (
            "allow",
            "An allowance of a negative quantity raises nothing: there are no allowances",
            call("Allow", MALLORY, theft, Reason.UNKNOWN_ACTION),
        ),
        (
            "claim",
            "Nobody claims what another was allowed: there is nothing to claim",
            call("Claim", MALLORY, taken, Reason.UNKNOWN_ACTION),
        ),
        (
            "reject",
            "Nobody rejects an allowance to be paid it",
            call("Reject", MALLORY, taken, Reason.UNKNOWN_ACTION),
        ),
        (
            "approve",
            "Nobody spends for another: there is no TransferFrom",
            call("TransferFrom", MALLORY, moved(MALLORY, "500"), Reason.UNKNOWN_ACTION),
        ),
    ):
        book.reject(
            f"{rules.action}-{name}",
            title,
            act,
            neighbour=rules.accepted,
            genesis=rules.genesis,
        )
    for name, op in {
        "lower-case": "transfer",
        "space": "Transfer ",
        "credit-notice": "Credit-Notice",
        "debit-notice": "Debit-Notice",
        "genesis": "Genesis",
        **wrong,
    }.items():
        book.reject(
            f"{rules.action}-{name}",
            f"The action {op!r} is refused",
            call(op, ALICE, moved(BOB, "1"), Reason.UNKNOWN_ACTION),
            neighbour=rules.accepted,
            genesis=rules.genesis,
        )
    book.reject(
        f"{rules.action}-before-input",
        "An unknown action is refused as such, whatever its input",
        call("Steal", ALICE, "nonsense", Reason.UNKNOWN_ACTION),
        neighbour=rules.accepted,
        genesis=rules.genesis,
    )


def zero(book: CaseBook, rules: Rules) -> None:
    """Add the cases of transfers of nothing."""
    book.accept(
        f"{rules.zero}-one",
        "A quantity of 1 is accepted",
        transfer(ALICE, BOB, 1),
        genesis=rules.genesis,
    )
    for name, title, act in (
        ("transfer", "A transfer of 0 is refused", transfer(ALICE, BOB, 0, Reason.ZERO_AMOUNT)),
        (
            "to-oneself",
            "A transfer of 0 to oneself is refused",
            transfer(ALICE, ALICE, 0, Reason.ZERO_AMOUNT),
        ),
        (
            "before-balance",
            "Who has nothing is refused a transfer of 0 for its quantity",
            transfer(DAVE, BOB, 0, Reason.ZERO_AMOUNT, by=PROCESS),
        ),
    ):
        book.reject(
            f"{rules.zero}-{name}",
            title,
            act,
            neighbour=f"{rules.zero}-one",
            genesis=rules.genesis,
        )


def overdrafts(book: CaseBook, rules: Rules) -> None:
    """Add the cases of transfers that the balance decides."""
    poor = Reason.INSUFFICIENT_BALANCE
    exact = f"{rules.poor}-exact"
    book.accept(
        exact,
        "The whole balance may be transferred, and no entry of it remains",
        transfer(ALICE, BOB, HELD),
        balance(ALICE),
        balance(BOB),
        genesis=rules.genesis,
    )
    for name, title, act in (
        (
            "overdraft",
            "One unit more than the balance is refused",
            transfer(ALICE, BOB, HELD + 1, poor),
        ),
        ("nothing", "Who has nothing gives nothing", transfer(DAVE, BOB, 1, poor)),
        (
            "to-oneself",
            "No overdraft to oneself either",
            transfer(ALICE, ALICE, HELD + 1, poor),
        ),
        ("huge", "A quantity far above all there is", transfer(ALICE, BOB, LARGEST, poor)),
    ):
        book.reject(f"{rules.poor}-{name}", title, act, neighbour=exact, genesis=rules.genesis)
    book.reject(
        f"{rules.poor}-spent",
        "What was spent is not spent again",
        transfer(ALICE, SHOP, SPARE, to=PROCESS),
        transfer(ALICE, BOB, HELD - SPARE + 1, poor),
        neighbour=exact,
        genesis=rules.genesis,
    )


def routes(book: CaseBook, rules: Rules) -> None:
    """Add what is moved where whole balances may be: the root does not tell the way."""
    book.accept(
        f"{rules.moves}-around",
        "Units that went around leave the root as it was",
        transfer(ALICE, BOB, 10),
        transfer(BOB, SHOP, 10, to=PROCESS),
        transfer(SHOP, ALICE, 10, by=PROCESS),
        genesis=rules.genesis,
    )
    book.accept(
        f"{rules.oneself}-all-to-oneself",
        "A transfer of all to oneself changes nothing",
        transfer(ALICE, ALICE, HELD, by=PROCESS, to=PROCESS),
        balance(ALICE),
        genesis=rules.genesis,
    )


def returns(book: CaseBook, rules: Rules) -> None:
    """Add the cases of what a bounced Credit-Notice moves back."""
    sent = transfer(ALICE, SHOP, SPARE, to=PROCESS, reference=3)
    came_back = bounce(SHOP, credit(ALICE, SPARE, reference=3))
    book.accept(
        f"{rules.returned}-whole",
        "A transfer that bounced is as if it had not been",
        sent,
        came_back,
        balance(ALICE),
        balance(SHOP),
        claim(ALICE, SHOP),
        genesis=rules.genesis,
    )
    book.accept(
        f"{rules.returned}-beside",
        "A bounce leaves what the receiver has beside it",
        transfer(ALICE, BOB, 100),
        transfer(BOB, SHOP, 70, to=PROCESS),
        sent,
        came_back,
        balance(SHOP),
        balance(BOB),
        genesis=rules.genesis,
    )
    book.accept(
        f"{rules.returned}-to-process",
        "A bounce moves back to the process that sent it",
        transfer(ALICE, CAROL, 50, to=PROCESS),
        transfer(CAROL, SHOP, 20, by=PROCESS, to=PROCESS),
        bounce(SHOP, credit(CAROL, 20, kind=PROCESS)),
        balance(CAROL),
        balance(ALICE),
        genesis=rules.genesis,
    )
    book.accept(
        f"{rules.returned}-spent-in-part",
        "A bounce of more than the receiver still has moves back what is there, and is accepted",
        sent,
        transfer(SHOP, BOB, 450, by=PROCESS),
        emitting(came_back),
        balance(ALICE),
        balance(SHOP),
        balance(BOB),
        genesis=rules.genesis,
    )
    book.accept(
        f"{rules.returned}-spent",
        "A bounce to a receiver that has nothing left moves nothing, and is accepted",
        sent,
        transfer(SHOP, BOB, SPARE, by=PROCESS),
        emitting(came_back),
        balance(ALICE),
        balance(BOB),
        genesis=rules.genesis,
    )
    book.accept(
        f"{rules.returned}-forged",
        "A process that bounces what it was never sent gives away its own units and no others",
        transfer(ALICE, MALLORY, 5, to=PROCESS),
        emitting(bounce(MALLORY, credit(BOB, 900))),
        *map(balance, (ALICE, BOB, MALLORY)),
        genesis=rules.genesis,
    )
    book.accept(
        f"{rules.returned}-largest",
        "The largest quantity there is bounces like any other",
        emitting(bounce(MALLORY, credit(MALLORY, LARGEST, kind=PROCESS))),
        balance(ALICE),
        genesis=rules.genesis,
    )
    book.accept(
        f"{rules.returned}-to-itself",
        "A process that bounces a credit of its own moves nothing",
        transfer(ALICE, SHOP, 5, to=PROCESS),
        bounce(SHOP, credit(SHOP, 5, kind=PROCESS)),
        balance(SHOP),
        genesis=rules.genesis,
    )


def claims(book: CaseBook, rules: Rules) -> None:
    """Add the cases of what is owed where too little was there."""
    sent = transfer(ALICE, SHOP, SPARE, to=PROCESS)
    spent = transfer(SHOP, BOB, 450, by=PROCESS)
    whole = bounce(SHOP, credit(ALICE, SPARE))
    book.accept(
        f"{rules.owed}-part",
        "What could not be moved back is owed to the sender",
        sent,
        spent,
        whole,
        claim(ALICE, SHOP),
        claim(SHOP, ALICE),
        genesis=rules.genesis,
    )
    book.accept(
        f"{rules.owed}-all",
        "Where nothing is left, all of it is owed",
        sent,
        transfer(SHOP, BOB, SPARE, by=PROCESS),
        whole,
        claim(ALICE, SHOP),
        genesis=rules.genesis,
    )
    book.accept(
        f"{rules.owed}-adds",
        "What is owed adds up, for each that is owed and each that owes",
        sent,
        spent,
        whole,
        bounce(SHOP, credit(ALICE, 7)),
        bounce(SHOP, credit(BOB, 9)),
        bounce(CAROL, credit(ALICE, 11)),
        claim(ALICE, SHOP),
        claim(BOB, SHOP),
        claim(ALICE, CAROL),
        genesis=rules.genesis,
    )
    book.accept(
        f"{rules.owed}-limit",
        "What is owed stays at the largest number there is",
        bounce(SHOP, credit(ALICE, LARGEST - 1)),
        bounce(SHOP, credit(ALICE, 2)),
        claim(ALICE, SHOP),
        bounce(SHOP, credit(ALICE, LARGEST)),
        claim(ALICE, SHOP),
        genesis=rules.genesis,
    )
    book.accept(
        f"{rules.owed}-no-force",
        "A claim moves nothing: who owes may spend what comes in later, and who is owed takes none",
        bounce(SHOP, credit(BOB, 10)),
        transfer(ALICE, SHOP, 10, to=PROCESS),
        transfer(SHOP, CAROL, 10, by=PROCESS),
        claim(BOB, SHOP),
        balance(CAROL),
        genesis=rules.genesis,
    )


def idle(book: CaseBook, rules: Rules) -> None:
    """Add the cases of bounces that do nothing."""
    sent = transfer(ALICE, SHOP, SPARE, to=PROCESS)
    debit: Json = {"recipient": SHOP, "kind": PROCESS, "quantity": "600", "reference": "0"}
    part = credit(ALICE, SPARE)
    for name, title, act in (
        (
            "debit-notice",
            "A bounced Debit-Notice changes nothing: the transfer took place",
            bounce(SHOP, debit, action="Debit-Notice"),
        ),
        (
            "wallet",
            "A wallet that says that a Credit-Notice bounced changes nothing",
            bounce(SHOP, part, by=WALLET),
        ),
        (
            "stranger",
            "Nobody takes by a bounce what was sent to another",
            bounce(MALLORY, credit(MALLORY, SPARE), by=WALLET),
        ),
        (
            "other-action",
            "A bounce of another action changes nothing, even with the input of a credit",
            bounce(SHOP, part, action="Transfer"),
        ),
        (
            "debit-as-credit",
            "Nor does that of a Debit-Notice with the input of a credit",
            bounce(SHOP, part, action="Debit-Notice"),
        ),
        ("no-action", "A bounce of no action changes nothing", bounce(SHOP, part, action="")),
        (
            "lower-case",
            "A bounce of credit-notice changes nothing: names are compared byte by byte",
            bounce(SHOP, part, action="credit-notice"),
        ),
        ("null", "A bounce of null is accepted and changes nothing", bounce(SHOP, None)),
        (
            "negative",
            "A bounced credit of a negative quantity is accepted and moves nothing",
            bounce(SHOP, {**part, "quantity": "-600"}),
        ),
        (
            "fraction",
            "A bounced credit of a fraction is accepted and moves nothing",
            bounce(SHOP, {**part, "quantity": "0.5"}),
        ),
        (
            "no-sender",
            "A bounced credit without a sender is accepted and moves nothing",
            bounce(SHOP, {name: part[name] for name in part if name != "sender"}),
        ),
        (
            "extra",
            "A bounced credit with a field too many is accepted and moves nothing",
            bounce(SHOP, {**part, "note": "x"}),
        ),
        (
            "bounce",
            "A bounce of a bounce changes nothing",
            bounce(SHOP, {"action": "Credit-Notice", "reason": "", "input": part}, action="Bounce"),
        ),
    ):
        book.accept(
            f"{rules.idle}-{name}",
            title,
            sent,
            act,
            balance(SHOP),
            genesis=rules.genesis,
        )
    book.accept(
        f"{rules.idle}-zero",
        "A bounced credit of 0 changes nothing",
        sent,
        bounce(SHOP, credit(ALICE, 0)),
        balance(SHOP),
        genesis=rules.genesis,
    )
