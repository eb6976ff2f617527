"""What live testing draws for the rooms: a seed gives the same, whatever was drawn before it."""

from __future__ import annotations

import subprocess
import sys

from hollowbeam_conformance.live.domains import domain_of
from hollowbeam_conformance.roles import ROLES

DRAW = """
import sys, zlib
from hollowbeam_conformance.live.domains import Sequences, domain_of

for role in sys.argv[1].split():
    sequences = Sequences(role, domain_of(role), lambda op: True)
    for key in sys.argv[2].split():
        drawn = []
        sequences.each(key, drawn.append)
    print(role, zlib.crc32(repr(drawn).encode()))
"""
"""Draws round after round of each role, and tells the last one from others."""


def last_of(roles: list[str], *keys: str) -> list[str]:
    """Draw rounds in a fresh process; give a line for the last one of each role."""
    command = [sys.executable, "-c", DRAW, " ".join(roles), " ".join(keys)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()


def test_a_round_does_not_depend_on_those_before_it() -> None:
    roles = [role for role in ROLES if domain_of(role) is not None]
    alone = last_of(roles, "last")
    assert [line.split()[0] for line in alone] == roles
    assert last_of(roles, "first", "second", "last") == alone
