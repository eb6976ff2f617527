"""Kernel: what one update of an authenticated map and its new root cost, as the map grows."""

from __future__ import annotations

import random
from collections.abc import Iterator
from statistics import median
from typing import Final

from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.encoding import base64url
from hollowbeam.kernel.vocabulary import Address

from hollowbeam_conformance.bench.measure import Measurement, in_turns, one_core, seconds_per_unit

SIZES: Final = (100, 1_000, 10_000, 100_000, 1_000_000)
QUICK_SIZES: Final = (100, 1_000, 10_000)
UPDATES: Final = 200
GROWTH_LIMIT: Final = 6.0
"""A path is log2(n) nodes long: 3 times as long at a million keys as at a hundred; caches miss too."""


def address(source: random.Random) -> Address:
    """Draw an address."""
    return Address(base64url(source.randbytes(32)))
