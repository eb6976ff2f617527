"""The conformance vectors of each version of the specification, and where they are."""

from __future__ import annotations

from pathlib import Path
from typing import Final

SPEC: Final = "HB.1"
"""The version that this package judges by."""

DIRECTORY: Final = Path(__file__).parent / SPEC
