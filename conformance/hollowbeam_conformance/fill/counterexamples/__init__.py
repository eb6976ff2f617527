"""Counterexamples: what went wrong before, each with a case that fails when its rule is gone.

Some are of a review of these rules, before they were built; some of systems that came before. The
page ``docs/counterexamples.md`` shows the table, and a selftest runs every row of it.
"""

from __future__ import annotations

from typing import Final

from hollowbeam_conformance.fill.counterexamples import (
    elsewhere,
    hosts,
    relays,
    stakes,
    tokens,
    waiting,
)
from hollowbeam_conformance.fill.counterexamples.records import Counterexample, Section

SECTIONS: Final[tuple[Section, ...]] = (
    *hosts.SECTIONS,
    *relays.SECTIONS,
    *stakes.SECTIONS,
    *tokens.SECTIONS,
    *elsewhere.SECTIONS,
)
"""All that has a case, in the order of the page."""

WAITING: Final = waiting.WAITING
"""All that has none yet."""


def all_counterexamples() -> tuple[Counterexample, ...]:
    """Give the rows of all sections."""
    return tuple(row for section in SECTIONS for row in section.rows)
