"""The only rounding there is: parts of an amount, towards zero or away from it.

Only ``+``, ``*`` and ``//`` are used, so the functions read symbolic integers as they read plain
ones. CrossHair checks the contracts in the docstrings (see ``tests/test_arithmetic.py``).
"""

from __future__ import annotations

from hollowbeam.kernel.vocabulary import BASIS_POINTS, Nat


def pro_rata(amount: Nat, part: Nat, whole: Nat) -> Nat:
    """Give ``part`` of ``whole`` of the amount, rounded down.

    Parts that add up to the whole never receive more than the amount between them.

    pre: amount >= 0
    pre: part >= 0
    pre: whole > 0
    post: __return__ >= 0
    post: __return__ * whole <= amount * part < (__return__ + 1) * whole
    """
    return Nat(amount * part // whole)


def share(amount: Nat, basis_points: Nat) -> Nat:
    """Give so many ten-thousandths of the amount, rounded down.

    pre: amount >= 0
    pre: basis_points >= 0
    post: __return__ >= 0
    post: __return__ * 10_000 <= amount * basis_points < (__return__ + 1) * 10_000
    """
    return Nat(amount * basis_points // BASIS_POINTS)


def share_up(amount: Nat, basis_points: Nat) -> Nat:
    """Give so many ten-thousandths of the amount, rounded up.

    With a rate of at most 10,000 the result is at most the amount.

    pre: amount >= 0
    pre: basis_points >= 0
    post: __return__ >= 0
    post: (__return__ - 1) * 10_000 < amount * basis_points <= __return__ * 10_000
    """
    return Nat((amount * basis_points + (BASIS_POINTS - 1)) // BASIS_POINTS)
