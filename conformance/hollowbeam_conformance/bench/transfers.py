"""Room u_token: what a transfer costs to evaluate, as the number of accounts grows.

One evaluation reads the input, moves the units, tells both sides and gives the new state root. It
touches two accounts, and each costs a path of about log2(n) nodes; so the cost may grow as that of
an authenticated map does, and no more.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import replace
from statistics import median
from typing import Final

from hollowbeam.kernel.actor import Call, Kind
from hollowbeam.kernel.authenticated_map import HASH_SIZE, state_root
from hollowbeam.kernel.encoding import Json, base64url
from hollowbeam.kernel.vocabulary import Address, Nat
from hollowbeam_conformance.bench.maps import GROWTH_LIMIT, QUICK_SIZES, SIZES
from hollowbeam_conformance.bench.measure import Measurement, one_core, seconds_per_unit
from hollowbeam_contracts.ledger import receive
from hollowbeam_contracts.notices import TRANSFER
from hollowbeam_contracts.u_token import MODULE
from hollowbeam_contracts.u_token.state import TokenState

TRANSFERS: Final = 100
HELD: Final = 1_000_000
ANCHOR: Final = Nat(1)
START: Final[dict[str, Json]] = {
    "name": "U",
    "ticker": "U",
    "denomination": "6",
    "authority": base64url(bytes(HASH_SIZE)),
    "confirmations": "10",
    "allocations": [],
}


def measure(*, quick: bool) -> Iterator[Measurement]:
    """Measure a transfer between two of all accounts, at each number of them."""
    sizes = QUICK_SIZES if quick else SIZES
    # Two sources, so that the accounts do not depend on how many transfers there was time for.
    source, choices = random.Random(1), random.Random(2)  # noqa: S311 - no secrets
    state: TokenState = MODULE.start(START)
    accounts: list[Address] = []
    first = 0.0
    with one_core():
        for size in sizes:
            while len(accounts) < size:
                accounts.append(Address(base64url(source.randbytes(HASH_SIZE))))
                state = receive(state, accounts[-1], Nat(HELD))
            state = replace(state, issued=Nat(HELD * size))
            cost = transfer_seconds(state, accounts, choices, rounds=3 if quick else 9)
            first = first or cost
            name = f"transfer among {size:,} accounts, evaluated"
            yield Measurement(name, cost * 1e6, "µs")
            if size != sizes[0]:
                limit = GROWTH_LIMIT * math.log(size, sizes[0])
                yield Measurement(f"{name}, to {sizes[0]}", cost / first, "x", at_most=limit)


def transfer_seconds(
    state: TokenState, accounts: list[Address], source: random.Random, rounds: int
) -> float:
    """Give the processor seconds of one transfer with its root, the median of some rounds."""

    def work() -> int:
        after = state
        for _ in range(TRANSFERS):
            payer, payee = source.choices(accounts, k=2)
            step = MODULE.handle(after, Call(payer, ANCHOR), TRANSFER, asked(payee, source))
            after = step.state
            assert step.effects
            assert state_root(after)
        return TRANSFERS

    assert state_root(state)
    work()
    return median(seconds_per_unit(work, 0.02) for _ in range(rounds))


def asked(payee: Address, source: random.Random) -> Json:
    """Give the input of a transfer of a few units; no account ever runs out."""
    return {
        "recipient": payee,
        "kind": str(Kind.WALLET),
        "quantity": str(source.randrange(1, HELD // TRANSFERS)),
        "reference": str(source.getrandbits(60)),
    }
