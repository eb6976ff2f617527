"""CrossHair on the scalar helpers and codecs: what it confirms, what it does not refute, controls.

A confirmed claim holds for all values. CrossHair does not end on texts and bytes of any length:
there the test says only that a search of bounded time found nothing, and that the same search finds
a seeded bug.
"""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any, Final

import pytest

from hollowbeam.kernel import arithmetic
from hollowbeam_models import scalar_claims
from hollowbeam_models.saboteur import Saboteur, find_saboteur

pytest.importorskip("crosshair")

CONFIRMED: Final = "info: Confirmed over all paths."
NOT_CONFIRMED: Final = "info: Not confirmed."
SEARCH_SECONDS: Final = 2
PATIENCE_SECONDS: Final = 60
"""Of processor time: what ends at all ends within one."""

# The saboteur comes before CrossHair, whose own imports touch nothing of ours.
PROGRAM: Final = """
import json, sys
from hollowbeam_models.saboteur import Saboteur, sabotaged
edit, *arguments = sys.argv[1:]
if edit:
    sabotaged(Saboteur(*json.loads(edit)))
from crosshair.main import main
main(["check", "--analysis_kind=PEP316", "--report_all", *arguments])
"""


def search(
    *targets: str, saboteur: Saboteur | None = None, seconds: int = PATIENCE_SECONDS
) -> list[tuple[int, str]]:
    """Let CrossHair check targets; give the line and the verdict of each condition, in order."""
    edit = ""
    if saboteur is not None:
        parts = ("id", "clause", "module", "old", "new", "breaks")
        edit = json.dumps([getattr(saboteur, part) for part in parts])
    bound = f"--per_condition_timeout={seconds}"
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, edit, bound, *targets],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in {0, 1}, done.stderr
    found = []
    for line in done.stdout.splitlines():
        place, _, verdict = line.partition(": ")
        found.append((int(place.rpartition(":")[2]), verdict))
    return found


def name_of(claim: Callable[..., Any]) -> str:
    return f"{claim.__module__}.{claim.__qualname__}"


def conditions_of(function: Callable[..., Any]) -> list[int]:
    """Give the lines of the postconditions of a function."""
    lines, first = inspect.getsourcelines(function)
    return [first + n for n, line in enumerate(lines) if line.strip().startswith("post:")]


def claims_of_module() -> set[str]:
    return {
        name
        for name, value in vars(scalar_claims).items()
        if inspect.isfunction(value) and value.__module__ == scalar_claims.__name__
    }


def test_each_claim_is_either_confirmed_or_only_searched() -> None:
    listed = [claim.__name__ for claim in (*scalar_claims.CONFIRMED, *scalar_claims.NOT_REFUTED)]
    assert sorted([*listed, scalar_claims.order.__name__]) == sorted(claims_of_module())


def test_claims_on_scalars_are_confirmed_for_all_values() -> None:
    claims: tuple[Callable[..., Any], ...] = scalar_claims.CONFIRMED
    expected = [(line, CONFIRMED) for claim in claims for line in conditions_of(claim)]
    assert sorted(search(*map(name_of, claims))) == sorted(expected)


@pytest.mark.parametrize("claim", scalar_claims.NOT_REFUTED, ids=lambda claim: claim.__name__)
def test_a_search_of_the_codecs_finds_nothing(claim: Callable[..., Any]) -> None:
    (line,) = conditions_of(claim)
    assert search(name_of(claim), seconds=SEARCH_SECONDS) == [(line, NOT_CONFIRMED)]


def bug(module: str, old: str, new: str) -> Saboteur:
    """Seed a bug that is no saboteur of the suite."""
    return Saboteur("", "", module, old, new, "a control of CrossHair")


CONTROLS: Final = (
    (scalar_claims.zig_zag_undoes, find_saboteur("SAB-MSG-6a")),
    (scalar_claims.canonical_is_the_lower_half, find_saboteur("SAB-MSG-15a")),
    (scalar_claims.canonical_is_the_lower_half, find_saboteur("SAB-MSG-15b")),
    (scalar_claims.canonical_is_the_lower_half, find_saboteur("SAB-MSG-15c")),
    (scalar_claims.canonical_is_the_lower_half, find_saboteur("SAB-MSG-15d")),
    (scalar_claims.decimal_is_strict, find_saboteur("SAB-STK-3e")),
    (
        scalar_claims.base64url_is_strict,
        bug("hollowbeam.kernel.encoding", "if base64url(data) != text:", "if False:"),
    ),
    (
        arithmetic.share_up,
        bug("hollowbeam.kernel.arithmetic", "(BASIS_POINTS - 1)", "BASIS_POINTS"),
    ),
    (
        arithmetic.pro_rata,
        bug("hollowbeam.kernel.arithmetic", "amount * part // whole", "amount // whole * part"),
    ),
)


@pytest.mark.parametrize(
    ("claim", "saboteur"),
    CONTROLS,
    ids=[f"{claim.__name__}-{saboteur.id or 'bug'}" for claim, saboteur in CONTROLS],
)
def test_a_seeded_bug_is_refuted(claim: Callable[..., Any], saboteur: Saboteur) -> None:
    found = search(name_of(claim), saboteur=saboteur)
    refuted = {line for line, verdict in found if verdict.startswith("error: false when calling")}
    assert refuted
    assert refuted <= set(conditions_of(claim))
