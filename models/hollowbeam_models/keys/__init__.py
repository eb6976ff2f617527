"""Throwaway test keys: public, protecting nothing. Never send anything of value to them.

``arweave.json`` is an Arweave wallet (JWK, RSA 4096). ``arweave_salted.json`` holds signatures by
it of the empty item (no target, anchor, tags, data), with a random salt of 32 bytes, as wallets in
a browser make, and of 478 bytes, the longest that fits, as node makes; a salted signature differs
each time that it is made, so these two are frozen.
"""

from __future__ import annotations

from importlib.resources import files


def key_file(name: str) -> str:
    """Read a file of this package."""
    return (files(__package__) / name).read_text(encoding="utf-8")
