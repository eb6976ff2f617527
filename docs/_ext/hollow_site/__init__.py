"""The site of Hollow BEAM as a Sphinx extension: cards, evidence, tables and pictures."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

from hollow_site import cards, evidence, pages, pictures, words


def setup(app: Sphinx) -> dict[str, Any]:
    """Register every part."""
    for part in (evidence, cards, pages, words, pictures):
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
