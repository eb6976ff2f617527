"""What ``hb demo`` shows: the exchange as it goes, and what everybody has before and after."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import typer

from hollowbeam.kernel.wallets import ArweaveWallet
from hollowbeam_models.network import records
from hollowbeam_models.network.audit import Audit, settled
from hollowbeam_models.network.books import (
    Books,
    Broken,
    check_conservation,
    in_flight,
    present_books,
    quantity_in,
)
from hollowbeam_models.network.exchange import (
    DMAC_STAKE,
    PRICE,
    SAM_STAKE,
    Exchange,
    U,
    exchange,
)
from hollowbeam_models.network.running import MOST_BLOCKS, Unfinished, go_on
from hollowbeam_models.network.telling import Teller

EVALUATOR: Final = "evaluator A"
NAME_WIDTH: Final = 12
COLUMNS: Final = ("HyperCoin", "staked", "leaving", "U", "Asset")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the person at the terminal asked for."""

    stop_after: int | None
    trace: Path | None
    quick: bool
    report: str | None


def show(wanted: Wanted) -> int:
    """Run the exchange and tell it; give the exit code."""
    started = time.monotonic()
    quiet = wanted.report == "-"
    say = _nothing if quiet else typer.echo
    here = _set_up(wanted, say)
    say(_title("Before"))
    say(_table(_at_first(here)))
    ran = time.monotonic()
    try:
        evaluated = _run(here, wanted, say)
        books = present_books(here, EVALUATOR)
        check_conservation(books)
        if wanted.stop_after is None:
            settled(here)
    except (Broken, Unfinished) as broken:
        typer.echo(f"✗ {broken}", err=True)
        return 1
    seconds = time.monotonic() - ran
    after = records.balances(books, records.people_of(here))
    cut = wanted.stop_after is not None
    say(_title(f"Cut after {evaluated} messages" if cut else "After"))
    say(_table(after))
    for line in _conserved(books, Teller(here)):
        say(line)
    say(
        f"\n{evaluated} messages evaluated over {len(here.world.chain.blocks)} blocks in"
        f" {seconds:.2f} s; {time.monotonic() - started:.1f} s in all, keys included"
    )
    if wanted.trace is not None:
        content = json.dumps(records.write(here, EVALUATOR), indent=1) + "\n"
        wanted.trace.write_text(content, encoding="utf-8")
        say(f"wrote {wanted.trace}; check it with: hb demo --verify {wanted.trace}")
    _report(wanted, here, after, evaluated, seconds)
    return 0


def _nothing(_: str) -> None:
    """Say nothing: standard output belongs to the report."""


def _set_up(wanted: Wanted, say: Any) -> Exchange:
    """Make the keys, and the network."""
    if wanted.quick:
        return exchange()
    say("making two Arweave wallets (RSA, 4096 bits) …")
    return exchange(ArweaveWallet.generate(), ArweaveWallet.generate())


def _at_first(here: Exchange) -> dict[str, dict[str, int]]:
    """Give what genesis gives to each."""
    nothing = dict.fromkeys(COLUMNS, 0)
    return {
        here.dmac.name: {**nothing, "HyperCoin": DMAC_STAKE, "Asset": 1},
        here.sam.name: {**nothing, "HyperCoin": SAM_STAKE, "U": PRICE},
        "UCM": nothing,
    }


def _run(here: Exchange, wanted: Wanted, say: Any) -> int:
    """Run to the end or to the cut, telling every event; give how many messages were evaluated."""
    world, teller, audit = here.world, Teller(here), Audit()
    told = evaluated = 0
    while world.wire or not here.is_done:
        if len(world.chain.blocks) > MOST_BLOCKS:
            raise Unfinished(f"after {MOST_BLOCKS} blocks")
        go_on(world)
        audit(here)
        for event in world.events[told:]:
            for who, what in teller.lines(event):
                say(f"  {typer.style(who.rjust(NAME_WIDTH), bold=True)}  {what}")
            is_new = event.what == "evaluated" and event.node == EVALUATOR
            evaluated += is_new
            if is_new and evaluated == wanted.stop_after:
                return evaluated
        told = len(world.events)
    return evaluated


def _title(words: str) -> str:
    return "\n" + typer.style(words, bold=True)


def _table(rows: dict[str, dict[str, int]]) -> str:
    """Draw who holds what; U in whole units."""
    head = "".join(name.rjust(11) for name in COLUMNS)
    lines = [" " * NAME_WIDTH + head]
    for name, row in rows.items():
        shown = (f"{row[what] / U:g}" if what == "U" else str(row[what]) for what in COLUMNS)
        lines.append(name.ljust(NAME_WIDTH) + "".join(text.rjust(11) for text in shown))
    return "\n".join(lines)


def _conserved(books: Books, teller: Teller) -> list[str]:
    """Say what is conserved, and name the value that is on its way."""
    flying = list(in_flight(books))
    lines = ["", "✓ HyperCoin, U and the asset are conserved, and the exchange covers what it owes"]
    for message in flying:
        ways = f"{teller.name(message.source)} → {teller.name(message.target)}"
        quantity = quantity_in(message.input)
        lines.append(f"  on its way: {ways} {message.action}, quantity {quantity}")
    return lines


def _report(
    wanted: Wanted,
    here: Exchange,
    after: dict[str, dict[str, int]],
    evaluated: int,
    seconds: float,
) -> None:
    """Write the report as JSON."""
    if wanted.report is None:
        return
    content = {
        "balances": {"before": _at_first(here), "after": after},
        "messages": evaluated,
        "blocks": len(here.world.chain.blocks),
        "seconds": round(seconds, 3),
        "conserved": True,
        "settled": wanted.stop_after is None,
    }
    text = json.dumps(content, indent=1) + "\n"
    if wanted.report == "-":
        typer.echo(text, nl=False)
    else:
        Path(wanted.report).write_text(text, encoding="utf-8")


def verify(path: Path) -> int:
    """Check a trace from its blocks alone; give the exit code."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        typer.echo(f"hb demo: {path}: {error}", err=True)
        return 2
    try:
        slots = records.check(content)
    except Broken as broken:
        typer.echo(f"✗ {path}: not so: {broken}", err=True)
        return 1
    except (KeyError, TypeError, ValueError) as error:
        typer.echo(f"hb demo: {path} is no trace of this format: {error!r}", err=True)
        return 2
    attested = len(content["attestations"])
    typer.echo(
        f"✓ {len(content['blocks'])} blocks give {slots} slots; {attested} attested results and"
        " all balances follow from them, and value is conserved"
    )
    return 0
