"""What ``hb message sign`` and ``hb message keygen`` do."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import typer

from hollowbeam.cli.message import MessageKind, WalletKind
from hollowbeam.cli.message_inspect import read_input
from hollowbeam.kernel.encoding import base64url_decode
from hollowbeam.kernel.errors import Rejection
from hollowbeam.kernel.wallets import (
    ArweaveWallet,
    BadWallet,
    Ed25519Wallet,
    EthereumWallet,
    Wallet,
)
from hollowbeam.protocol.message.envelope import (
    ACTION,
    DATA_PROTOCOL,
    NETWORK,
    PROTOCOL,
    PROTOCOL_VARIANT,
    TYPE,
    VARIANT,
    read_message,
)
from hollowbeam.protocol.message.item import OPTIONAL_FIELD_BYTES, Item, serialize_item
from hollowbeam.protocol.message.signing import address_of, item_digest, item_id, sign_item
from hollowbeam.service.files import STANDARD_STREAM, read_wallet, write_bytes, write_wallet

_GENERATE: Final[dict[WalletKind, Callable[[], Wallet]]] = {
    WalletKind.ARWEAVE: ArweaveWallet.generate,
    WalletKind.ED25519: Ed25519Wallet.generate,
    WalletKind.ETHEREUM: EthereumWallet.generate,
}


@dataclass(frozen=True, slots=True)
class Draft:
    """The fields of an item as the command line gives them."""

    data: str | None
    data_file: str | None
    tags: list[str]
    target: str
    anchor: str
    kind: MessageKind | None
    network: str
    action: str


def run(wallet_file: str, salt: int | None, draft: Draft, out: str) -> int:
    """Sign an item and write it; return the exit code."""
    if out == STANDARD_STREAM and sys.stdout.isatty():
        raise typer.BadParameter("an item is no text for a terminal: name a file with --out")
    wallet = _wallet(wallet_file, salt)
    try:
        item = _signed(wallet, draft)
    except Rejection as rejection:
        typer.echo(f"refused: {rejection.reason.clause} {rejection}", err=True)
        return 1
    try:
        write_bytes(out, serialize_item(item))
    except OSError as error:
        raise typer.BadParameter(f"cannot write {out}: {error.strerror}") from error
    typer.echo(f"id     {item_id(item)}\ndigest {item_digest(item)}", err=True)
    return 0


def run_keygen(kind: WalletKind, out: Path) -> None:
    """Make a wallet and write it."""
    wallet = _GENERATE[kind]()
    try:
        write_wallet(out, wallet)
    except OSError as error:
        raise typer.BadParameter(f"cannot write {out}: {error.strerror}") from error
    typer.echo(f"address {address_of(wallet.owner)}", err=True)


def _signed(wallet: Wallet, draft: Draft) -> Item:
    """Sign the item of a draft; a message must be one that its network admits.

    Rejects: as ``sign_item``, ``read_message``.
    """
    if draft.data is not None and draft.data_file is not None:
        raise typer.BadParameter("give --data or --data-file, not both")
    data = (draft.data or "").encode()
    if draft.data_file is not None:
        data = read_input(draft.data_file)
    anchor = _bytes32("--anchor", draft.anchor)
    if draft.kind is MessageKind.MESSAGE and not anchor:
        anchor = secrets.token_bytes(OPTIONAL_FIELD_BYTES)
    item = sign_item(
        wallet,
        target=_bytes32("--target", draft.target),
        anchor=anchor,
        tags=[*_protocol_tags(draft), *map(_tag, draft.tags)],
        data=data,
    )
    if draft.kind is not None:
        read_message(item, draft.network)
    return item


def _protocol_tags(draft: Draft) -> list[tuple[bytes, bytes]]:
    """Give the tags that make an item a message (MSG-24 to MSG-31), none for another item."""
    if draft.kind is None:
        if draft.network or draft.action:
            raise typer.BadParameter("--network and --action are of a message: give --type")
        return []
    tags = [
        (DATA_PROTOCOL, PROTOCOL),
        (VARIANT, PROTOCOL_VARIANT),
        (TYPE, draft.kind.encode()),
        (NETWORK, draft.network.encode()),
        (ACTION, draft.action.encode()),
    ]
    return [(name, value) for name, value in tags if value]


def _tag(pair: str) -> tuple[bytes, bytes]:
    """Read NAME=VALUE; the name ends at the first equals sign."""
    name, equals, value = pair.partition("=")
    if not equals:
        raise typer.BadParameter(f"--tag {pair!r} has no '=' between name and value")
    return name.encode(), value.encode()


def _bytes32(option: str, text: str) -> bytes:
    """Read 32 bytes from base64url, or none from the empty text."""
    try:
        value = base64url_decode(text)
    except Rejection as rejection:
        raise typer.BadParameter(f"{option} {text!r} is not base64url") from rejection
    if len(value) not in {0, OPTIONAL_FIELD_BYTES}:
        raise typer.BadParameter(f"{option} is {len(value)} bytes, not 32 (43 characters)")
    return value


def _wallet(name: str, salt: int | None) -> Wallet:
    """Read a wallet; a salt length is for an Arweave wallet alone."""
    try:
        wallet = read_wallet(name)
    except (OSError, BadWallet) as error:
        cause = error.strerror if isinstance(error, OSError) else error
        raise typer.BadParameter(f"cannot read the wallet {name}: {cause}") from error
    if salt is None:
        return wallet
    if not isinstance(wallet, ArweaveWallet):
        raise typer.BadParameter("--salt is for an Arweave wallet")
    return wallet.with_salt(salt)
