"""Claims on scalars and codecs, for CrossHair: a second engine that shares no code with ours.

Each function is one claim: for all arguments that meet ``pre``, ``post`` holds of what is returned.
CrossHair runs the same shipped functions as the theorems do, with its own symbolic values. Those
named in ``CONFIRMED`` it confirms for all values; of the others, on texts and bytes of any length,
it can only say that it found nothing against them.

Where a function that is called has a contract of its own, CrossHair takes the contract in place of
the code. So what the rounding helpers promise stands in their own docstrings, and is checked there.
"""

from __future__ import annotations

from typing import Final

from hollowbeam.kernel.arithmetic import share, share_up
from hollowbeam.kernel.encoding import base64url, base64url_decode, decimal, decimal_decode
from hollowbeam.kernel.errors import Rejection
from hollowbeam.kernel.signatures import SECP256K1_ORDER, is_canonical_ethereum
from hollowbeam.kernel.vocabulary import BASIS_POINTS, Nat
from hollowbeam.protocol.message.tags import zig_zag_decode, zig_zag_encode


def shares_make_the_amount(amount: int, rate: int) -> int:
    """Add a share and its complement's, of whose code only the contracts are used here.

    pre: amount >= 0 and 0 <= rate <= 10_000
    post: __return__ == amount
    """
    return share(Nat(amount), Nat(rate)) + share_up(Nat(amount), Nat(BASIS_POINTS - rate))


def zig_zag_undoes(number: int) -> int:
    """Encode, then decode.

    post: __return__ == number
    """
    return zig_zag_decode(zig_zag_encode(number))


def zig_zag_is_onto(code: int) -> int:
    """Decode, then encode.

    pre: code >= 0
    post: __return__ == code
    """
    return zig_zag_encode(zig_zag_decode(code))


def zig_zag_codes_are_natural(number: int) -> int:
    """Encode.

    post: __return__ >= 0
    post: __return__ < 2**64 or not -(2**63) <= number < 2**63
    """
    return zig_zag_encode(number)


def canonical_is_the_lower_half(r: int, s: int, v: int) -> bool:
    """Ask whether a signature is canonical.

    post: __return__ == (v in (27, 28) and 1 <= r < order() and 1 <= s and 2 * s < order())
    """
    return is_canonical_ethereum(r, s, v)


def order() -> int:
    """Give the order of secp256k1, for contracts to name."""
    return SECP256K1_ORDER


def decimal_undoes(number: int) -> int:
    """Write an integer, then read it.

    pre: -(2**256) < number < 2**256
    post: __return__ == number
    """
    return decimal_decode(decimal(number))


def decimal_is_strict(text: str) -> str:
    """Read a decimal, then write it: of each number one text is read.

    post: __return__ == text
    """
    try:
        return decimal(decimal_decode(text))
    except Rejection:
        return text


def base64url_undoes(data: bytes) -> bytes:
    """Write bytes, then read them.

    post: __return__ == data
    """
    return base64url_decode(base64url(data))


def base64url_is_strict(text: str) -> str:
    """Read a text, then write it: of each byte string one text is read.

    post: __return__ == text
    """
    try:
        return base64url(base64url_decode(text))
    except Rejection:
        return text


CONFIRMED: Final = (
    shares_make_the_amount,
    zig_zag_undoes,
    zig_zag_is_onto,
    zig_zag_codes_are_natural,
    canonical_is_the_lower_half,
)
"""What CrossHair confirms for all values."""

NOT_REFUTED: Final = (decimal_undoes, decimal_is_strict, base64url_undoes, base64url_is_strict)
"""What it searches for counterexamples, and finds none."""
