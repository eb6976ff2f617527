"""What ``hb message inspect`` does: read an item or a bundle, and show what was found."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from hollowbeam.kernel.encoding import Json, base64url, base64url_decode, encode
from hollowbeam.kernel.errors import Rejection
from hollowbeam.protocol.message.bundle import Entry, parse_bundle, read_bundle
from hollowbeam.protocol.message.described import item_to_json, message_to_json
from hollowbeam.protocol.message.envelope import Message, read_message
from hollowbeam.protocol.message.item import Item, SignatureType, parse_item
from hollowbeam.protocol.message.refusal import RefusedAt
from hollowbeam.protocol.message.signing import address_of, item_digest, item_id, verify_item
from hollowbeam.service.files import read_bytes

_SIGNERS: Final = {
    SignatureType.ARWEAVE: "1, Arweave (RSA-PSS)",
    SignatureType.ED25519: "2, Ed25519",
    SignatureType.ETHEREUM: "3, Ethereum (secp256k1)",
}
_PREVIEW: Final = 400
_NAME_WIDTH: Final = len("signature type")
_ROW: Final = 16
_VISIBLE: Final = range(0x20, 0x7F)


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in the bytes of one item, as far as reading went."""

    item: Item | None
    message: Message | None
    rejection: Rejection | None


def run(file: str, network: str | None, *, bundle: bool, text: bool, as_json: bool) -> int:
    """Print what a file holds; return the exit code: 0 if all of it is valid, else 1."""
    raw = read_input(file, text=text)
    console = Console(highlight=False)
    if not bundle:
        report = inspect_item(raw, network)
        if as_json:
            typer.echo(json.dumps(report_to_json(report)))
        else:
            show_report(console, raw, report)
        return int(report.rejection is not None)
    try:
        found = inspect_bundle(raw)
    except Rejection as rejection:
        if as_json:
            typer.echo(json.dumps({"refused": rejection_to_json(rejection)}))
        else:
            show_rejection(console, raw, rejection)
        return 1
    if as_json:
        typer.echo(json.dumps(bundle_to_json(found)))
    else:
        show_bundle(console, found)
    return int(any(report.rejection is not None for _, report in found))


def read_input(name: str, *, text: bool = False) -> bytes:
    """Read a file, whose content may be base64url; end the command if that cannot be done."""
    try:
        raw = read_bytes(name)
    except OSError as error:
        raise typer.BadParameter(f"cannot read {name}: {error.strerror}") from error
    if not text:
        return raw
    try:
        return base64url_decode(raw.decode("ascii").strip())
    except (UnicodeDecodeError, Rejection) as error:
        raise typer.BadParameter(f"{name} does not hold base64url") from error


def inspect_item(raw: bytes, network: str | None) -> Report:
    """Read an item, and the message in it if a network is named; keep what was read till then."""
    item = message = None
    try:
        item = parse_item(raw)
        verify_item(item)
        if network is not None:
            message = read_message(item, network)
    except Rejection as rejection:
        return Report(item, message, rejection)
    return Report(item, message, None)


def inspect_bundle(raw: bytes) -> list[tuple[Entry, Report]]:
    """Read all items of a bundle.

    Rejects: MALFORMED_BUNDLE (MSG-19).
    """
    pairs = zip(parse_bundle(raw), read_bundle(raw), strict=True)
    return [
        (
            entry,
            Report(None, None, found)
            if isinstance(found, Rejection)
            else Report(found, None, None),
        )
        for entry, found in pairs
    ]


def report_to_json(report: Report) -> dict[str, Json]:
    """Write a report as a value; ``refused`` is null for what is valid."""
    item, message = report.item, report.message
    return {
        "item": None if item is None else {**item_to_json(item), "digest": item_digest(item)},
        "message": None if message is None else message_to_json(message),
        "refused": None if report.rejection is None else rejection_to_json(report.rejection),
    }


def rejection_to_json(rejection: Rejection) -> dict[str, Json]:
    """Write a rejection as a value; ``offset`` is null where no byte is to blame."""
    reason = rejection.reason
    return {
        "reason": str(reason),
        "clause": reason.clause,
        "meaning": reason.meaning,
        "detail": rejection.detail,
        "offset": str(rejection.offset) if isinstance(rejection, RefusedAt) else None,
    }


def bundle_to_json(found: Sequence[tuple[Entry, Report]]) -> dict[str, Json]:
    """Write the reports of a bundle as a value."""
    return {
        "items": [
            {
                "id": base64url(entry.id),
                "offset": str(entry.offset),
                "size": str(len(entry.raw)),
                **report_to_json(report),
            }
            for entry, report in found
        ]
    }


def show_report(console: Console, raw: bytes, report: Report) -> None:
    """Print what an item says, and which clause it breaks, if it does."""
    if report.item is not None:
        _show_fields(console, report.item, len(raw))
    if report.message is not None:
        _show_message(console, report.message)
    if report.rejection is None:
        console.print(Text("valid", "bold green"))
    else:
        show_rejection(console, raw, report.rejection)


def show_rejection(console: Console, raw: bytes, rejection: Rejection) -> None:
    """Print the clause that is broken, and the bytes that break it."""
    reason = rejection.reason
    console.print(Text(f"refused: {reason.clause} {reason}", "bold red"), soft_wrap=True)
    console.print(Text(f"  {reason.meaning}"), soft_wrap=True)
    if rejection.detail:
        console.print(Text(f"  {rejection.detail}"), soft_wrap=True)
    if isinstance(rejection, RefusedAt):
        for row in hex_rows(raw, rejection.offset):
            console.print(row, soft_wrap=True)
    console.print(Text(f"  read the clause: hb spec {reason.clause}", "dim"), soft_wrap=True)


def hex_rows(raw: bytes, offset: int) -> Iterator[Text]:
    """Show the row of bytes with this offset and those beside it, and point at the byte.

    The end of the bytes is a place too: what is missing there is to blame.
    """
    middle = offset - offset % _ROW
    for start in range(max(0, middle - _ROW), middle + _ROW + 1, _ROW):
        row = raw[start : start + _ROW]
        if not row and start != middle:
            continue
        yield Text.assemble(
            (f"  {start:>8}", "dim"),
            "".join(f" {byte:02x}" for byte in row).ljust(3 * _ROW),
            ("  " + "".join(chr(byte) if byte in _VISIBLE else "." for byte in row), "dim"),
        )
        if start == middle:
            here = "^^" if offset < len(raw) else "^ the end"
            yield Text(" " * (11 + 3 * (offset - start)) + here, "bold red")


def show_bundle(console: Console, found: Sequence[tuple[Entry, Report]]) -> None:
    """Print one line for each item of a bundle."""
    table = Table("", "id", "byte", "size", "verdict", box=None, pad_edge=False)
    for number, (entry, report) in enumerate(found):
        verdict = Text("valid", "green")
        if report.rejection is not None:
            verdict = Text(_in_one_line(entry, report.rejection), "red", overflow="fold")
        cells = (base64url(entry.id), str(entry.offset), str(len(entry.raw)))
        table.add_row(str(number), *(Text(cell, overflow="fold") for cell in cells), verdict)
    console.print(table)
    refused = sum(report.rejection is not None for _, report in found)
    console.print(f"{len(found)} items, {refused} refused")


def _in_one_line(entry: Entry, rejection: Rejection) -> str:
    """Name the clause that an item of a bundle breaks, and the byte of the bundle to look at."""
    line = f"{rejection.reason.clause} {rejection.reason}"
    if isinstance(rejection, RefusedAt):
        line += f" at byte {entry.offset + rejection.offset}"
    return line


def printable(data: bytes) -> str:
    """Show bytes in one line that no terminal takes for a command; a long one is cut."""
    shown = data[:_PREVIEW]
    try:
        text = shown.decode()
    except UnicodeDecodeError:
        text = "0x" + shown.hex()
    else:
        text = "".join(
            character if character.isprintable() else repr(character)[1:-1] for character in text
        )
    more = len(data) - len(shown)
    return f"{text} … {more} bytes more" if more else text


def _show_fields(console: Console, item: Item, size: int) -> None:
    _show_rows(
        console,
        [
            ("id", item_id(item)),
            ("digest", item_digest(item)),
            ("signature type", _SIGNERS[item.signature_type]),
            ("address", address_of(item.owner)),
            ("target", base64url(item.target) or "none"),
            ("anchor", base64url(item.anchor) or "none"),
            ("tags", str(len(item.tags))),
            *(("", f"{printable(name)} = {printable(value)}") for name, value in item.tags),
            ("data", f"{len(item.data)} bytes, of {size} in all"),
            *([("", printable(item.data))] if item.data else []),
        ],
    )


def _show_message(console: Console, message: Message) -> None:
    _show_rows(
        console,
        [
            ("message", message.kind.value),
            ("caller", message.caller),
            ("action", printable((message.action or "none").encode())),
            ("input", printable(encode(message.input))),
        ],
    )


def _show_rows(console: Console, rows: Iterable[tuple[str, str]]) -> None:
    """Print names and values in two columns, the same for all that is shown."""
    table = Table.grid(padding=(0, 2))
    table.add_column("name", min_width=_NAME_WIDTH)
    table.add_column("value")
    for name, value in rows:
        table.add_row(Text(name, "bold"), Text(value, overflow="fold"))
    console.print(table)
