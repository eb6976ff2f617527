"""The group edwards25519, to make and to explain signatures that two Ed25519 equations tell apart.

RFC 8032 lets a verifier check ``S·B = R + k·A`` or the same times the cofactor 8. The second, as
ZIP-215 fixes it, accepts more: points of small order, and encodings that are not canonical. This is
plain arithmetic, far too slow and too leaky to sign with.
"""

from __future__ import annotations

from hashlib import sha512
from typing import Final, TypeAlias

PRIME: Final = 2**255 - 19
ORDER: Final = 2**252 + 27742317777372353535851937790883648493
D: Final = -121665 * pow(121666, -1, PRIME) % PRIME
_ROOT_OF_MINUS_ONE: Final = pow(2, (PRIME - 1) // 4, PRIME)

Point: TypeAlias = tuple[int, int, int, int]
"""Extended coordinates (X, Y, Z, T): x = X/Z, y = Y/Z, xy = T/Z."""

IDENTITY: Final[Point] = (0, 1, 1, 0)


def add(one: Point, other: Point) -> Point:
    """Add two points (RFC 8032, section 5.1.4)."""
    a = (one[1] - one[0]) * (other[1] - other[0]) % PRIME
    b = (one[1] + one[0]) * (other[1] + other[0]) % PRIME
    c = 2 * one[3] * other[3] * D % PRIME
    d = 2 * one[2] * other[2] % PRIME
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % PRIME, g * h % PRIME, f * g % PRIME, e * h % PRIME


def multiply(scalar: int, point: Point) -> Point:
    """Add a point to itself so many times."""
    product = IDENTITY
    while scalar > 0:
        if scalar & 1:
            product = add(product, point)
        point = add(point, point)
        scalar >>= 1
    return product


def same(one: Point, other: Point) -> bool:
    """Tell whether two points are the same, whatever their Z."""
    return (one[0] * other[2] - other[0] * one[2]) % PRIME == 0 and (
        one[1] * other[2] - other[1] * one[2]
    ) % PRIME == 0


def decode(encoded: bytes) -> Point | None:
    """Read a point as ZIP-215 does: y may be at or above the prime, and x = 0 may be negative."""
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number % 2**255 % PRIME
    square = (y * y - 1) * pow(D * y * y + 1, -1, PRIME) % PRIME
    x = pow(square, (PRIME + 3) // 8, PRIME)
    if x * x % PRIME != square:
        x = x * _ROOT_OF_MINUS_ONE % PRIME
    if x * x % PRIME != square:
        return None
    if x % 2 != sign:
        x = -x % PRIME
    return x, y, 1, x * y % PRIME


def encode(point: Point) -> bytes:
    """Write a point (RFC 8032, section 5.1.2)."""
    inverse = pow(point[2], -1, PRIME)
    x, y = point[0] * inverse % PRIME, point[1] * inverse % PRIME
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _decoded(y: int) -> Point:
    point = decode(y.to_bytes(32, "little"))
    assert point is not None
    return point


BASE: Final = _decoded(4 * pow(5, -1, PRIME) % PRIME)
_ORDER_EIGHT: Final = _decoded(0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7)
TORSION: Final = tuple(multiply(index, _ORDER_EIGHT) for index in range(8))
"""The eight points whose order divides 8."""


def challenge(r: bytes, owner: bytes, message: bytes) -> int:
    """Give the number k that a signature answers."""
    return int.from_bytes(sha512(r + owner + message).digest(), "little") % ORDER


def fits_with_cofactor(owner: bytes, message: bytes, signature: bytes) -> bool:
    """Check a signature by the equation with the cofactor, as ZIP-215 fixes it."""
    a, r = decode(owner), decode(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= ORDER:
        return False
    # Deployed code hashes the points as it writes them, or as they came; either may have signed.
    ks = {
        challenge(encode(r), encode(a), message),
        challenge(signature[:32], owner, message),
    }
    left = multiply(8 * s, BASE)
    return any(same(left, multiply(8, add(r, multiply(k, a)))) for k in ks)
