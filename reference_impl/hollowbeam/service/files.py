"""Files that commands read and write: bytes, and wallets."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from hollowbeam.kernel.wallets import BadWallet, Wallet, wallet_from_jwk

STANDARD_STREAM: Final = "-"
"""The name that stands for standard input, or standard output."""

PRIVATE: Final = 0o600
PUBLIC: Final = 0o644


def read_bytes(name: str) -> bytes:
    """Read a file, or standard input where the name is ``-``; raises OSError."""
    if name == STANDARD_STREAM:
        return sys.stdin.buffer.read()
    return Path(name).read_bytes()


def write_bytes(name: str, data: bytes) -> None:
    """Write a file, or to standard output where the name is ``-``; raises OSError."""
    if name == STANDARD_STREAM:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        write_atomically(Path(name), data)


def write_atomically(path: Path, data: bytes, *, mode: int = PUBLIC, replace: bool = True) -> None:
    """Write a file so that whoever opens it sees the old content or the new, never a part.

    The content is on the disk before it gets the name. A link stays a link, and a device or a pipe
    is written to. With ``replace`` false, whatever exists is left alone and FileExistsError raised.
    Raises OSError where the file cannot be written.
    """
    if replace:
        path = path.resolve()
        if path.exists() and not path.is_file():
            with path.open("wb") as file:
                file.write(data)
            return
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(mode)
        if replace:
            Path(temporary).replace(path)
        else:
            path.hardlink_to(temporary)  # unlike a rename, this fails where the name is taken
    finally:
        with suppress(FileNotFoundError):
            Path(temporary).unlink()


def read_wallet(name: str) -> Wallet:
    """Read a wallet from a file of JSON.

    Raises OSError; BadWallet for what is no wallet; MissingExtra for a secp256k1 key where the
    extra ``eth`` is not installed.
    """
    try:
        jwk: Any = json.loads(read_bytes(name))
    except (ValueError, RecursionError) as error:
        raise BadWallet(f"not JSON: {error}") from error
    if not isinstance(jwk, dict):
        raise BadWallet("not a JSON object")
    return wallet_from_jwk(jwk)


def write_wallet(path: Path, wallet: Wallet) -> None:
    """Write a new wallet, readable by its owner alone; raises FileExistsError, OSError."""
    text = json.dumps(wallet.to_jwk(), indent=1) + "\n"
    write_atomically(path, text.encode(), mode=PRIVATE, replace=False)
