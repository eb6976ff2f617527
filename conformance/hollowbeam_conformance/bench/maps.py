"""Kernel: what an update of an authenticated map with its new root costs, as the map grows.

A path is about log2(n) nodes long, so the cost may grow like the logarithm of the number of keys,
and twice as fast: memory is slower than caches. The keys are drawn from all that there are.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from statistics import mean, median
from typing import Final

from hollowbeam.kernel.authenticated_map import HASH_SIZE, Map, verify_map_proof
from hollowbeam.kernel.encoding import base64url
from hollowbeam.kernel.vocabulary import Address, Nat
from hollowbeam_conformance.bench.measure import Measurement, one_core, seconds_per_unit

SIZES: Final = (100, 1_000, 10_000, 100_000, 1_000_000)
QUICK_SIZES: Final = SIZES[:3]
UPDATES: Final = 200
PROOFS: Final = 200
GROWTH_LIMIT: Final = 2.0
PROOF_LIMIT: Final = 1.25
"""A path is 1.3 nodes longer than log2(n) on average, which is most at a hundred keys."""

Balances = Map[Address, Nat]


def measure(*, quick: bool) -> Iterator[Measurement]:
    """Measure updates at each size, and proofs at the largest."""
    sizes = QUICK_SIZES if quick else SIZES
    # Two sources, so that the keys do not depend on how many updates there was time for.
    source, updates = random.Random(1), random.Random(2)  # noqa: S311 - no secrets
    balances: Balances = Map(Nat(0))
    keys: list[Address] = []
    first = 0.0
    with one_core():
        for size in sizes:
            while len(keys) < size:
                keys.append(Address(base64url(source.randbytes(HASH_SIZE))))
                balances = balances.set(keys[-1], Nat(len(keys)))
            assert len(balances.root) == HASH_SIZE
            cost = update_seconds(balances, keys, updates, rounds=3 if quick else 9)
            first = first or cost
            name = f"map of {size:,} keys, update and root"
            yield Measurement(name, cost * 1e6, "µs")
            if size != sizes[0]:
                limit = GROWTH_LIMIT * math.log(size, sizes[0])
                yield Measurement(f"{name}, to {sizes[0]}", cost / first, "x", at_most=limit)
        yield from proof_sizes(balances, keys, source)


def update_seconds(
    balances: Balances, keys: list[Address], source: random.Random, rounds: int
) -> float:
    """Give the processor seconds of one update with its root, the median of some rounds."""

    def work() -> int:
        changed = balances
        for key in source.choices(keys, k=UPDATES):
            changed = changed.set(key, Nat(source.getrandbits(60) + 1))
            assert changed.root
        return UPDATES

    work()
    return median(seconds_per_unit(work, 0.02) for _ in range(rounds))


def proof_sizes(
    balances: Balances, keys: list[Address], source: random.Random
) -> Iterator[Measurement]:
    """Prove some keys, check the proofs, and give the mean of their sizes."""
    root, sizes = balances.root, []
    for key in source.sample(keys, min(PROOFS, len(keys))):
        proof = balances.prove(key)
        assert verify_map_proof(root, key, balances.get(key), proof, Nat(0))
        sizes.append(len(proof.siblings))
    name = f"map of {len(keys):,} keys, inclusion proof"
    yield Measurement(name, HASH_SIZE * mean(sizes), "bytes")
    shortest = math.log2(len(keys))
    yield Measurement(f"{name}, hashes to log2", mean(sizes) / shortest, "x", at_most=PROOF_LIMIT)
