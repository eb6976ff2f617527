"""``python -m hollowbeam_conformance.differential``: draw, judge, count, and say what was found."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from random import Random
from typing import Annotated, Any, Final

import typer

from hollowbeam.kernel.encoding import base64url
from hollowbeam.kernel.errors import Reason
from hollowbeam_conformance.differential.divergences import (
    DIVERGENCES,
    TAGS_AS_TEXT,
    TAGS_AS_TEXT_WHY,
)
from hollowbeam_conformance.differential.items import draw
from hollowbeam_conformance.differential.judge import ACCEPTED, Judgement, judge, minimised
from hollowbeam_conformance.differential.peer import Peer, absent, peer

BATCH: Final = 200
BLOCK: Final = 5_000
FINDINGS_SHOWN: Final = 5

EXIT_FINDINGS: Final = 1
EXIT_COULD_NOT_TEST: Final = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """An item, as small as it was made, whose judgement should not be."""

    item: str
    clause: str
    judgement: Judgement


@dataclass(slots=True)
class Tally:
    """How many items came to which judgement (without faults), and what was found."""

    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Take another tally in."""
        self.counts.update(other.counts)
        self.findings += other.findings

    @property
    def items(self) -> int:
        """All items that were judged."""
        return self.counts.total()

    @property
    def malformed(self) -> int:
        """The items that we do not accept."""
        return sum(count for key, count in self.counts.items() if key[0] != ACCEPTED)


def block(against: Peer, seed: int, number: int, size: int) -> Tally:
    """Judge the items of one block; seed and number name them."""
    random = Random(f"{seed}/{number}")  # noqa: S311 - what is drawn shall be drawn again
    tally = Tally()
    for start in range(0, size, BATCH):
        raws = [draw(random) for _ in range(min(BATCH, size - start))]
        for raw, judgement in zip(raws, judge(against, raws), strict=True):
            tally.counts[judgement.ours, judgement.theirs, judgement.divergence] += 1
            if judgement.fault and len(tally.findings) < FINDINGS_SHOWN:
                small = minimised(against, raw)
                tally.findings.append(Finding(base64url(small), _clause(judgement), judgement))
    return tally


def _clause(judgement: Judgement) -> str:
    return _CLAUSES.get(judgement.ours, "MSG-33")


_CLAUSES: Final = {reason.value: reason.clause for reason in Reason}


def tallies(items: int, seed: int, jobs: int) -> Iterator[Tally]:
    """Judge so many items, block by block; how many processes do it changes nothing."""
    sizes = [min(BLOCK, items - start) for start in range(0, items, BLOCK)]
    numbers = range(len(sizes))
    if jobs == 1:
        with peer() as against:
            for number, size in enumerate(sizes):
                yield block(against, seed, number, size)
        return
    with ProcessPoolExecutor(jobs, initializer=_start_peer) as pool:
        yield from pool.map(_block_of_worker, [seed] * len(sizes), numbers, sizes)


_worker = ExitStack()
_peers: list[Peer] = []


def _start_peer() -> None:
    """Start the worker's own arbundles; its end of input comes with the worker's end."""
    _peers.append(_worker.enter_context(peer()))


def _block_of_worker(seed: int, number: int, size: int) -> Tally:
    return block(_peers[0], seed, number, size)


def differential(
    items: Annotated[int, typer.Option(min=1, help="How many items to draw.")] = 100_000,
    seed: Annotated[int, typer.Option(help="Names the items that are drawn.")] = 1,
    jobs: Annotated[int, typer.Option(min=1, help="How many processes, each with a node.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Read malformed items here and by arbundles; every disagreement must be a known one."""
    reason = absent()
    if reason:
        typer.echo(f"arbundles cannot be asked: {reason}", err=True)
        raise typer.Exit(EXIT_COULD_NOT_TEST)
    tally = Tally()
    began = time.monotonic()
    for part in tallies(items, seed, jobs):
        tally.add(part)
        if sys.stderr.isatty():
            rate = tally.items / (time.monotonic() - began)
            progress = f"\r{tally.items:,} of {items:,} items, {rate:,.0f} a second"
            typer.echo(progress, err=True, nl=False)
    if sys.stderr.isatty():
        typer.echo(err=True)
    typer.echo(f"{tally.items / (time.monotonic() - began):,.0f} items a second", err=True)
    typer.echo(json.dumps(described(tally, seed), indent=1) if as_json else text(tally, seed))
    if tally.findings:
        raise typer.Exit(EXIT_FINDINGS)


def described(tally: Tally, seed: int) -> dict[str, Any]:
    """Describe a tally as JSON; the same for the same items and seed."""
    return {
        "seed": seed,
        "items": tally.items,
        "malformed": tally.malformed,
        "judgements": [
            {"ours": ours, "arbundles": theirs, "divergence": divergence, "items": count}
            for (ours, theirs, divergence), count in sorted(tally.counts.items())
        ],
        "findings": [asdict(finding) for finding in tally.findings],
    }


def text(tally: Tally, seed: int) -> str:
    """Describe a tally for people: reason by verdict, then why, then what was found."""
    rows = [("ours", "arbundles", "items", "divergence")]
    rows += [(*key[:2], f"{count:,}", key[2]) for key, count in sorted(tally.counts.items())]
    lines = [f"{row[0]:28}{row[1]:12}{row[2]:>11}  {row[3]}".rstrip() for row in rows]
    lines += ["", f"{tally.items:,} items of seed {seed}, {tally.malformed:,} of them malformed"]
    used = {divergence for _, _, divergence in tally.counts}
    reasons = {divergence.name: divergence.why for divergence in DIVERGENCES}
    reasons[TAGS_AS_TEXT] = TAGS_AS_TEXT_WHY
    lines += [f"  {name}: arbundles {why}" for name, why in reasons.items() if name in used]
    for finding in tally.findings[:FINDINGS_SHOWN]:
        lines += [
            "",
            f"FOUND {finding.clause}: {finding.judgement.ours}; {finding.judgement.fault}",
        ]
        lines.append(f"  item {finding.item}")
    lines += ["", f"{len(tally.findings)} findings" if tally.findings else "no findings"]
    return "\n".join(lines)
