"""arbundles' tag decoder, as far as it tells whether it comes to an end.

Its numbers are read in floating point from the fifth group on, bytes beyond the end are zeros, and
a negative length moves it backwards: so it may read the same tags again and again, until the count
of the block, up to 2**53 and beyond, is used up.
"""

from __future__ import annotations

import math
from typing import Final

MOST_TAGS: Final = 4096
"""No decoder that goes forwards finds so many tags in the tag bytes that arbundles looks at."""


class _PastTheEndError(Exception):
    """The decoder would throw."""


class _Decoder:
    """A position in tag bytes that only some numbers move forwards."""

    def __init__(self, encoded: bytes) -> None:
        self.encoded = encoded
        self.position: float = 0

    def long(self) -> float:
        """Read a number: in integers up to four groups, else in floating point."""
        number: float = 0
        weight: float = 1
        groups = 0
        while True:
            byte = self._byte()
            number += (byte & 127) * weight
            weight *= 128
            groups += 1
            if byte < 128:  # noqa: PLR2004 - the last group has no continuation bit
                break
            if groups == 4:  # noqa: PLR2004 - 28 bits
                number, weight = float(number), float(weight)
        if math.isnan(number) or math.isinf(number):
            return number
        return -(number + 1) / 2 if number % 2 else number / 2

    def text(self) -> None:
        """Pass a length and as many bytes."""
        length = self.long()
        self.position += length
        if self.position > len(self.encoded):
            raise _PastTheEndError

    def skip(self) -> None:
        """Pass a number."""
        while self._byte() >= 128:  # noqa: PLR2004 - the continuation bit
            pass

    def _byte(self) -> int:
        position = self.position
        self.position += 1
        if 0 <= position < len(self.encoded):
            return self.encoded[int(position)]
        return 0


def runs_in_circles(encoded: bytes) -> bool:
    """Tell whether the decoder finds more tags than there can be."""
    decoder = _Decoder(encoded)
    found = 0
    try:
        while found <= MOST_TAGS:
            count = decoder.long()
            if count == 0 or math.isnan(count):
                return False
            if count < 0:
                count = -count
                decoder.skip()
            while count > 0 and found <= MOST_TAGS:
                decoder.text()
                decoder.text()
                found += 1
                count -= 1
    except _PastTheEndError:
        return False
    return True
