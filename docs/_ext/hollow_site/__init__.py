"""The site of Hollow BEAM as a Sphinx extension: cards, evidence, tables and pictures."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from hollow_site import cards, evidence, pages, pictures, words


def setup(app: Sphinx) -> dict[str, Any]:
    """Register every part; a change of any is a reason to read every page again."""
    sources = b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.rglob("*.py")))
    app.add_config_value("hollow_site", sha256(sources).hexdigest(), "env", frozenset({str}))
    for part in (evidence, cards, pages, words, pictures):
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
