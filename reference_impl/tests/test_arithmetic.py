"""The rounding helpers, on plain integers and in CrossHair's symbolic ones.

To see what CrossHair says of the contracts in the docstrings:

    crosshair check --analysis_kind=PEP316 --report_all hollowbeam.kernel.arithmetic
"""

import subprocess
import sys
from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hollowbeam.kernel.arithmetic import pro_rata, share, share_up
from hollowbeam.kernel.vocabulary import BASIS_POINTS, NAT_LIMIT, Nat

deterministic = settings(derandomize=True, deadline=None, max_examples=200)

# Small numbers meet the edges of rounding, large ones the width of the wire.
naturals = st.one_of(st.integers(0, 30), st.integers(0, NAT_LIMIT - 1)).map(Nat)
positives = naturals.map(lambda number: Nat(number + 1))
rates = st.one_of(st.integers(0, BASIS_POINTS), naturals).map(Nat)


@deterministic
@given(naturals, naturals, positives)
def test_pro_rata_is_the_floor_of_the_exact_quotient(amount: Nat, part: Nat, whole: Nat) -> None:
    assert pro_rata(amount, part, whole) == floor(Fraction(amount * part, whole))


@deterministic
@given(naturals, st.lists(naturals, min_size=1))
def test_parts_of_a_whole_never_receive_more_than_the_amount(amount: Nat, parts: list[Nat]) -> None:
    whole = Nat(sum(parts) or 1)
    paid = sum(pro_rata(amount, part, whole) for part in parts)
    assert max(0, amount - len(parts)) * bool(sum(parts)) <= paid <= amount


@deterministic
@given(naturals, rates)
def test_share_is_the_floor_and_share_up_the_ceiling(amount: Nat, rate: Nat) -> None:
    exact = Fraction(amount * rate, BASIS_POINTS)
    assert (share(amount, rate), share_up(amount, rate)) == (floor(exact), ceil(exact))


@deterministic
@given(naturals, st.integers(0, BASIS_POINTS).map(Nat))
def test_a_share_and_the_complement_rounded_up_make_the_amount(amount: Nat, rate: Nat) -> None:
    assert share(amount, rate) + share_up(amount, Nat(BASIS_POINTS - rate)) == amount


def test_crosshair_confirms_every_contract() -> None:
    pytest.importorskip("crosshair")
    command = ["check", "--analysis_kind=PEP316", "--report_all", "hollowbeam.kernel.arithmetic"]
    checked = subprocess.run(
        [sys.executable, "-m", "crosshair", *command], capture_output=True, text=True, check=False
    )
    verdicts = [line.split("info: ")[-1] for line in checked.stdout.splitlines()]
    assert verdicts == ["Confirmed over all paths."] * 6, checked.stdout + checked.stderr
