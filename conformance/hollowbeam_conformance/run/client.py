"""The suite's side of the conversation: frames with ids, one at a time."""

from __future__ import annotations

import contextlib
import json
from typing import Any

from pydantic import ValidationError

from hollowbeam_conformance.run import wire
from hollowbeam_conformance.run.isolation import Launch
from hollowbeam_conformance.run.judge import OUTCOMES
from hollowbeam_conformance.run.process import Broken, Fate, Limits, NotStarted, Process
from hollowbeam_conformance.run.values import NotAReply, Number, harmless, parse, show


class BadHello(Exception):
    """The implementation did not introduce itself in a way that allows a test.

    ``gone``: it did not even live long enough to answer.
    """

    gone = False


def _gone(detail: str) -> BadHello:
    error = BadHello(detail)
    error.gone = True
    return error


def encode(value: Any) -> bytes:
    """Write a value as compact JSON."""
    return _encoder.encode(value).encode()


_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)


class Client:
    """Starts the implementation, and starts it again where it broke."""

    def __init__(self, launch: Launch, limits: Limits, spec: str) -> None:
        self._launch = launch
        self._limits = limits
        self._spec = spec
        self._process: Process | None = None
        self._id = 0

    def start(self) -> wire.HelloReply:
        """Start a fresh process and hear who it is. Raises: BadHello."""
        self.close()
        launch = self._launch
        try:
            self._process = Process(
                launch.command,
                directory=launch.directory,
                environment=launch.environment,
                confine=launch.confine,
                limits=self._limits,
            )
            hello = {"verb": "hello", "protocol": wire.PROTOCOL, "specs": [self._spec]}
            line, frame_id = self._ask(hello, self._limits.start_seconds)
        except NotStarted as error:
            raise _gone(str(error)) from None
        except Broken as broken:
            detail = f"no reply to hello: {broken.fate}, {broken.detail}"
            raise (_gone(detail) if broken.fate is Fate.CRASH else BadHello(detail)) from None
        return self._introduced(line, frame_id)

    def _introduced(self, line: bytes, frame_id: int) -> wire.HelloReply:
        try:
            frame = parse(line)
        except NotAReply as error:
            raise BadHello(f"the reply to hello: {error}") from None
        outcomes = [key for key in OUTCOMES if key in frame]
        if outcomes:
            raise BadHello(f"hello was answered with {show(frame, 300)}")
        got = frame.get("id")
        if not isinstance(got, Number) or got.text != str(frame_id):
            raise BadHello(f"the reply to hello has id {show(got, 50)}, not {frame_id}")
        try:
            reply = wire.HelloReply.model_validate({**frame, "id": frame_id})
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise BadHello(f"the reply to hello: {where}: {first['msg']}") from None
        if reply.spec != self._spec:
            raise BadHello(
                f"it speaks {harmless(reply.spec, 50)}, the suite asked for {self._spec}"
            )
        return reply

    def batch(self, requests: bytes) -> tuple[bytes, int]:
        """Send a batch, given as a JSON array; return the reply and the id it must have.

        Raises: Broken.
        """
        self._id += 1
        line = b'{"id":%d,"verb":"batch","requests":%b}\n' % (self._id, requests)
        return self._running().exchange(line, self._limits.reply_seconds), self._id

    def single(self, request: dict[str, Any]) -> tuple[bytes, int]:
        """Send one request alone. Raises: Broken."""
        return self._ask(request, self._limits.reply_seconds)

    def unsolicited(self) -> str | None:
        """Show what came without being asked for, if anything."""
        process = self._running()
        return show(process.unread().decode("utf-8", "replace")) if process.has_more() else None

    def stderr(self) -> str:
        """Show the end of what the current process wrote to its standard error."""
        return harmless(self._process.stderr()) if self._process else ""

    def stop(self) -> list[str]:
        """Ask the process to end; say what was not as it must be."""
        if self._process is None:
            return []
        try:
            line, frame_id = self._ask({"verb": "stop"}, self._limits.reply_seconds)
            frame = parse(line)
        except (Broken, NotAReply) as error:
            return [f"stop was not answered: {error}"]
        notes = []
        got = frame.get("id")
        if "ok" not in frame or not isinstance(got, Number) or got.text != str(frame_id):
            notes.append(f"stop was answered with {show(frame, 300)}, not with its id and ok")
        seconds = self._limits.stop_seconds
        if not self._process.ends_within(seconds):
            notes.append(f"still running {seconds:g} s after stop")
        elif self._process.leaves_behind():
            notes.append("it ended, and left processes behind")
        if self._process.has_more():
            notes.append(f"more output after the reply to stop: {self.unsolicited()}")
        return notes

    def close(self) -> None:
        """Kill whatever still runs."""
        if self._process is not None:
            with contextlib.suppress(OSError):
                self._process.close()
            self._process = None

    def _ask(self, request: dict[str, Any], seconds: float) -> tuple[bytes, int]:
        self._id += 1
        line = encode({"id": self._id, **request}) + b"\n"
        return self._running().exchange(line, seconds), self._id

    def _running(self) -> Process:
        assert self._process is not None, "start comes first"
        return self._process
