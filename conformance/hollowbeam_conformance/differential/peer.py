"""arbundles in node, as one long-lived process that judges batches of items."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import IO, Final

from hollowbeam.protocol.message.item import Item

ADAPTER: Final = Path(__file__).resolve().parents[2] / "adapters" / "arbundles"

_HASH_BYTES: Final = 32


class Verdict(StrEnum):
    """What arbundles makes of an item; ENDLESS: its tag decoder runs in circles."""

    REFUSED = "refused"
    ACCEPTED = "accepted"
    ENDLESS = "endless"


_VERDICTS: Final = tuple(Verdict)


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict and, for an accepted item, the hash of what was read in it."""

    verdict: Verdict
    reading: bytes = b""


class PeerError(Exception):
    """The process ended, or answers what it should not."""


def absent() -> str:
    """Say why arbundles cannot be asked; empty where it can."""
    if shutil.which("node") is None:
        return "node is not installed"
    if not (ADAPTER / "node_modules" / "arbundles").is_dir():
        return "run: npm ci --ignore-scripts --prefix conformance/adapters/arbundles"
    return ""


class Peer:
    """The process. A batch is sent by ``ask``; ``answers`` then waits for what it says."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._asked = 0

    def ask(self, items: Sequence[bytes]) -> None:
        """Send a batch; the answers to the batch before it must have been taken."""
        assert self._asked == 0
        self._asked = len(items)
        frames = [len(items).to_bytes(4, "little")]
        for item in items:
            frames += (len(item).to_bytes(4, "little"), item)
        pipe = _open(self._process.stdin)
        try:
            pipe.write(b"".join(frames))
            pipe.flush()
        except BrokenPipeError as error:
            raise PeerError("arbundles' process has ended") from error

    def answers(self) -> list[Answer]:
        """Take the answers to the batch that was sent."""
        asked, self._asked = self._asked, 0
        return [self._answer() for _ in range(asked)]

    def judge(self, items: Sequence[bytes]) -> list[Answer]:
        """Send a batch and wait for its answers."""
        self.ask(items)
        return self.answers()

    def _answer(self) -> Answer:
        code = self._take(1)[0]
        if code >= len(_VERDICTS):
            raise PeerError(f"arbundles' process answers {code}")
        verdict = _VERDICTS[code]
        if verdict is Verdict.ACCEPTED:
            return Answer(verdict, self._take(_HASH_BYTES))
        return Answer(verdict)

    def _take(self, length: int) -> bytes:
        taken = _open(self._process.stdout).read(length)
        if len(taken) < length:
            raise PeerError("arbundles' process has ended")
        return taken


@contextmanager
def peer() -> Iterator[Peer]:
    """Start arbundles for the block; see ``absent``."""
    command = ["node", "--max-old-space-size=2048", "differential.mjs"]
    with subprocess.Popen(  # noqa: S603 - a program of ours
        command, cwd=ADAPTER, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        try:
            yield Peer(process)
        finally:
            process.kill()


def _open(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe


def reading_of(item: Item, *, as_text: bool = False) -> bytes:
    """Hash what is read in an item, as the process does.

    ``as_text``: names and values of tags as they are after arbundles has read them as UTF-8.
    """
    fields = [sha256(item.signature).digest(), item.owner, item.target, item.anchor, item.data]
    for tag in item.tags:
        fields += map(_through_text, tag) if as_text else tag
    framed = b"".join(len(field).to_bytes(4, "little") + field for field in fields)
    return sha256(framed).digest()


def _through_text(field: bytes) -> bytes:
    return field.decode(errors="replace").encode()
