"""``hb message``: look into signed items, and make them.

Exit codes: 0 valid or done, 1 refused (the clause is named), 2 could not read or write.
"""

from __future__ import annotations

from enum import StrEnum, unique
from pathlib import Path
from typing import Annotated

import typer

from hollowbeam.cli.main import HELP_OPTIONS, SentenceGroup

INSPECT_EXAMPLES = """\b
Examples:
  hb message inspect item.bin
  hb message inspect --network main --json item.bin
  hb message inspect --bundle bundle.bin
  cat item.txt | hb message inspect --base64url -
"""

SIGN_EXAMPLES = """\b
Examples:
  hb message sign --wallet me.json --data hello --tag Content-Type=text/plain --out item.bin
  hb message sign --wallet me.json --type Message --network main --action Transfer \\
    --target 43-CHARACTER-ID --data '{"quantity":"5"}' --out item.bin
"""

KEYGEN_EXAMPLES = """\b
Examples:
  hb message keygen --out me.json
  hb message keygen --kind ethereum --out eve.json
"""

app = typer.Typer(
    cls=SentenceGroup,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help="Look into signed items (ANS-104), and make them.",
    context_settings=HELP_OPTIONS,
)


@unique
class WalletKind(StrEnum):
    """The wallets that ``keygen`` makes."""

    ARWEAVE = "arweave"
    ED25519 = "ed25519"
    ETHEREUM = "ethereum"


@unique
class MessageKind(StrEnum):
    """The values of the tag ``Type``."""

    MESSAGE = "Message"
    SPAWN = "Spawn"
    RELAY = "Relay"


@app.command(epilog=INSPECT_EXAMPLES)
def inspect(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The bytes; - is standard input.")],
    network: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Also read the message in it, as this network does."),
    ] = None,
    bundle: Annotated[bool, typer.Option("--bundle", help="The file is a bundle.")] = False,
    text: Annotated[
        bool, typer.Option("--base64url", help="The file holds the bytes as base64url.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show what an item says and whether it is valid, or name the clause that it breaks.

    Exit code 0: valid; 1: refused; 2: the file could not be read.
    """
    from hollowbeam.cli.message_inspect import run  # noqa: PLC0415 - heavy

    raise typer.Exit(run(file, network, bundle=bundle, text=text, as_json=as_json))


@app.command(epilog=SIGN_EXAMPLES)
def sign(  # noqa: PLR0913, PLR0917 - one parameter an option
    wallet: Annotated[str, typer.Option(metavar="FILE", help="The wallet that signs.")],
    out: Annotated[
        str, typer.Option(metavar="FILE", help="Where the item goes; - is standard output.")
    ],
    data: Annotated[str | None, typer.Option(metavar="TEXT", help="The data.")] = None,
    data_file: Annotated[
        str | None, typer.Option(metavar="FILE", help="The data, from a file.")
    ] = None,
    tag: Annotated[
        list[str] | None, typer.Option(metavar="NAME=VALUE", help="A tag; may be repeated.")
    ] = None,
    target: Annotated[str, typer.Option(metavar="ID", help="32 bytes as base64url.")] = "",
    anchor: Annotated[
        str, typer.Option(metavar="ID", help="32 bytes as base64url; random for a Message.")
    ] = "",
    kind: Annotated[
        MessageKind | None, typer.Option("--type", help="Make a message: sets its protocol tags.")
    ] = None,
    network: Annotated[str, typer.Option(metavar="NAME", help="The network of a message.")] = "",
    action: Annotated[str, typer.Option(metavar="NAME", help="The action of a message.")] = "",
    salt: Annotated[
        int | None,
        typer.Option(metavar="BYTES", min=0, max=478, help="Salt of an RSA signature.  [32]"),
    ] = None,
) -> None:
    """Sign an item; with --type, a message that this protocol admits.

    The id and the digest are printed on standard error.

    Exit code 0: signed; 1: no valid item has these fields; 2: could not read or write.
    """
    from hollowbeam.cli.message_sign import Draft, run  # noqa: PLC0415 - heavy

    draft = Draft(data, data_file, tag or [], target, anchor, kind, network, action)
    raise typer.Exit(run(wallet, salt, draft, out))


@app.command(epilog=KEYGEN_EXAMPLES)
def keygen(
    out: Annotated[Path, typer.Option(metavar="FILE", help="A file that does not exist yet.")],
    kind: Annotated[WalletKind, typer.Option(help="The kind of wallet.")] = WalletKind.ARWEAVE,
) -> None:
    """Make a wallet, in a file that only its owner can read; print its address."""
    from hollowbeam.cli.message_sign import run_keygen  # noqa: PLC0415 - heavy

    run_keygen(kind, out)
