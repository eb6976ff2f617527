"""Implementations of the role ``counter`` that misbehave, one way each.

    python zoo.py BEHAVIOUR

A counter holds a natural number. ``Add`` and ``Take`` change it and emit their amount, ``Take`` of
more than there is is refused with ``INSUFFICIENT``, ``Read`` gives the number. What each behaviour
must be found guilty of stands in ``test_zoo.py``. Standard library only: it runs shut in.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import os
import select
import signal
import sys
import time
from typing import Any

Json = Any
REPLIES = 3
"""How many batches the behaviours that break later answer well."""


def root(value: int) -> str:
    """Give the state root of a counter."""
    digest = hashlib.sha256(b"counter" + str(value).encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


class Honest:
    """The right answers. Behaviours override what they do wrong."""

    roles: tuple[str, ...] = ("counter",)
    features: tuple[str, ...] = ("reasons", "state-root")

    def __init__(self) -> None:
        self.value = 0
        self.batches = 0

    def serve(self) -> None:
        for line in sys.stdin.buffer:
            self.answer(json.loads(line))

    def answer(self, request: Json) -> None:
        self.send(json.dumps({"id": request["id"], **self.reply(request)}).encode() + b"\n")
        if request["verb"] == "stop":
            self.stop()

    def send(self, data: bytes) -> None:
        while data:
            data = data[os.write(1, data) :]

    def stop(self) -> None:
        sys.exit(0)

    def reply(self, request: Json) -> Json:
        match request["verb"]:
            case "hello":
                return self.hello()
            case "batch":
                self.batches += 1
                return {"replies": self.replies(request["requests"])}
            case "stop":
                return {"ok": {}}
            case _:
                return self.outcome(request)

    def hello(self) -> Json:
        return {
            "name": "zoo",
            "version": "1",
            "spec": "HB.1",
            "roles": list(self.roles),
            "features": list(self.features),
        }

    def replies(self, requests: list[Json]) -> list[Json]:
        return [self.outcome(request) for request in requests]

    def outcome(self, request: Json) -> Json:
        match request["verb"]:
            case "reset":
                self.value = int(request["genesis"].get("value", "0"))
                return self.ok()
            case "view":
                return {"ok": {"out": str(self.value)}}
            case _:
                return self.operation(request["op"], request["args"])

    def operation(self, op: str, args: Json) -> Json:
        if op == "Read":
            return self.ok({"value": str(self.value)})
        amount = int(args["amount"])
        if op == "Take":
            if amount > self.value:
                return {"reject": {"code": "INSUFFICIENT"}}
            amount = -amount
        self.value += amount
        return self.ok(effects=[{"by": str(amount)}])

    def ok(self, out: Json = None, effects: list[Json] | None = None) -> Json:
        return {"ok": {"out": out, "effects": effects or [], "digest": root(self.value)}}


def block() -> None:
    """Wait for ever, without turning."""
    signal.pause()


# Before and at hello


class CrashAtStart(Honest):
    def serve(self) -> None:
        sys.stderr.write("no such database\n")
        sys.exit(3)


class HangAtHello(Honest):
    def serve(self) -> None:
        block()


class NoiseBeforeHello(Honest):
    def serve(self) -> None:
        self.send(b"Listening on port 8080\n")
        super().serve()


class FloodAtStart(Honest):
    def serve(self) -> None:
        while True:
            self.send(b"y" * 65_536)


class OtherSpec(Honest):
    def hello(self) -> Json:
        return {**super().hello(), "spec": "HB.0"}


class NamelessHello(Honest):
    def hello(self) -> Json:
        return {key: value for key, value in super().hello().items() if key != "name"}


class NoRoles(Honest):
    roles = ()


class StrangeRole(Honest):
    """Claims a role that the suite does not have."""

    roles = ("emperor",)


class LacksAll(Honest):
    """Claims the role, and none of the features that its cases need."""

    roles = ("reader",)


# Lies


class LiesAboutRoles(Honest):
    """Claims a role that it does not have."""

    def outcome(self, _request: Json) -> Json:
        return {"unsupported": {"feature": "counter"}}


class LiesAboutFeatures(Honest):
    """Claims ``reasons`` and gives none."""

    def operation(self, op: str, args: Json) -> Json:
        outcome = super().operation(op, args)
        return {"reject": {}} if "reject" in outcome else outcome


class AcceptsAll(Honest):
    def outcome(self, _request: Json) -> Json:
        return {"ok": {}}


class RejectsAll(Honest):
    def outcome(self, _request: Json) -> Json:
        return {"reject": {"code": "INSUFFICIENT"}}


class Faulty(Honest):
    """Reports its own failure."""

    def operation(self, op: str, args: Json) -> Json:
        if op == "Take":
            return {"fault": {"detail": "division by zero"}}
        return super().operation(op, args)


class Overdraft(Honest):
    """Breaks one rule."""

    def operation(self, op: str, args: Json) -> Json:
        if op == "Take" and int(args["amount"]) > self.value:
            self.value = 0
            return self.ok(effects=[{"by": "0"}])
        return super().operation(op, args)


class ChangesOnRefusal(Honest):
    """Refuses rightly, and changes the state all the same."""

    def operation(self, op: str, args: Json) -> Json:
        outcome = super().operation(op, args)
        self.value += 1 if "reject" in outcome else 0
        return outcome


class WrongEffects(Honest):
    def ok(self, out: Json = None, effects: list[Json] | None = None) -> Json:
        return super().ok(out, [*(effects or []), {"by": "0"}] if effects else effects)


class WrongRoot(Honest):
    """Computes its roots otherwise; the values are right."""

    def ok(self, out: Json = None, effects: list[Json] | None = None) -> Json:
        outcome = super().ok(out, effects)
        outcome["ok"]["digest"] = root(self.value + 1_000)
        return outcome


class WithoutRoot(Honest):
    """Has no state root, and adds wrongly: a view must show it."""

    features = ("reasons",)

    def ok(self, out: Json = None, effects: list[Json] | None = None) -> Json:
        self.value += 1 if effects and effects[0]["by"] == "4" else 0
        return {"ok": {"out": out, "effects": effects or []}}


class IgnoresReset(Honest):
    """Keeps its state from one case to the next."""

    def outcome(self, request: Json) -> Json:
        if request["verb"] == "reset" and self.batches > 1:
            return self.ok()
        return super().outcome(request)


class Unstable(Honest):
    """Answers a question rightly only when it is put again."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    def operation(self, op: str, args: Json) -> Json:
        outcome = super().operation(op, args)
        if op == "Read":
            self.asked += 1
            if self.asked == 1:
                return self.ok({"value": "wrong"})
        return outcome


# Frames


class JsonNumbers(Honest):
    def operation(self, op: str, args: Json) -> Json:
        return self.ok({"value": self.value}) if op == "Read" else super().operation(op, args)


class TwoOutcomes(Honest):
    def operation(self, op: str, args: Json) -> Json:
        outcome = super().operation(op, args)
        return {**outcome, "ok": {}} if "reject" in outcome else outcome


class WrongJson(Honest):
    def answer(self, request: Json) -> None:
        if request["verb"] == "hello":
            super().answer(request)
        else:
            self.send(b'{"id": %d, "replies": [\n' % request["id"])


class NotUtf8(Honest):
    def answer(self, request: Json) -> None:
        if request["verb"] == "hello":
            super().answer(request)
        else:
            self.send(b'{"id": %d, "fault": {"detail": "\xff"}}\n' % request["id"])


class Echo(Honest):
    """Sends every request back."""

    def answer(self, request: Json) -> None:
        if request["verb"] == "hello":
            super().answer(request)
        else:
            self.send(json.dumps(request).encode() + b"\n")


class WrongVerb(Honest):
    """Answers each batch as if it were one step."""

    def reply(self, request: Json) -> Json:
        return self.ok() if request["verb"] == "batch" else super().reply(request)


class WrongId(Honest):
    def reply(self, request: Json) -> Json:
        reply = super().reply(request)
        return reply if request["verb"] == "hello" else {**reply, "id": request["id"] + 1}


class WrongCount(Honest):
    """Stops a batch at the first refusal."""

    def replies(self, requests: list[Json]) -> list[Json]:
        outcomes = super().replies(requests)
        refused = [number for number, outcome in enumerate(outcomes) if "reject" in outcome]
        return outcomes[: refused[0] + 1] if refused else outcomes


class OutOfOrder(Honest):
    def replies(self, requests: list[Json]) -> list[Json]:
        return super().replies(requests)[::-1]


class Twice(Honest):
    """Sends every reply twice."""

    def send(self, data: bytes) -> None:
        super().send(data if b'"name"' in data else data * 2)


class Chatty(Honest):
    """Writes a log line to standard output after each reply."""

    def send(self, data: bytes) -> None:
        super().send(data if b'"name"' in data else data + b"request served\n")


# The process


class DiesMidBatch(Honest):
    def operation(self, op: str, args: Json) -> Json:
        if op == "Take":
            self.send(b'{"id": 7, "replies": [{"ok"')
            sys.exit(9)
        return super().operation(op, args)


class KillsItself(Honest):
    def operation(self, op: str, args: Json) -> Json:
        if op == "Take":
            os.kill(os.getpid(), signal.SIGKILL)
        return super().operation(op, args)


class Later(Honest):
    """Answers some batches well, then does ``harm`` for ever."""

    def reply(self, request: Json) -> Json:
        if request["verb"] != "hello" and self.batches >= REPLIES:
            self.harm()
        return super().reply(request)

    def harm(self) -> None:
        raise NotImplementedError


class HangsMidRun(Later):
    def harm(self) -> None:
        block()


class Floods(Later):
    def harm(self) -> None:
        for number in itertools.count():
            self.send(b"%d bottles of beer\n" % number * 1_000)


class EndlessLine(Later):
    def harm(self) -> None:
        while True:
            self.send(b" " * 65_536)


class ClosesOutput(Later):
    def harm(self) -> None:
        os.close(1)
        block()


class MemoryHog(Later):
    def harm(self) -> None:
        hoard = []
        while True:
            hoard.append(bytearray(os.urandom(1) * (16 << 20)))


class TooSlow(Later):
    """Answers rightly, but long after anyone listens."""

    def harm(self) -> None:
        time.sleep(30)


class FloodsErrors(Honest):
    """Fills its standard error, which is no fault."""

    def reply(self, request: Json) -> Json:
        os.write(2, b"debug " * 20_000 + b"\n")
        return super().reply(request)


class JustInTime(Honest):
    """Answers slowly, once, but within the limit."""

    def reply(self, request: Json) -> Json:
        if request["verb"] == "batch" and not self.batches:
            select.select([], [], [], 0.2)
        return super().reply(request)


# The end


class IgnoresStop(Honest):
    def answer(self, request: Json) -> None:
        if request["verb"] == "stop":
            block()
        super().answer(request)


class LivesOn(Honest):
    def stop(self) -> None:
        block()


class LeavesChildren(Honest):
    """Forks a child that holds its pipes and outlives it."""

    def __init__(self) -> None:
        super().__init__()
        ready, done = os.pipe()
        if os.fork() == 0:
            os.write(done, b"!")
            block()
        os.read(ready, 1)


class TalksAfterStop(Honest):
    def stop(self) -> None:
        self.send(b"bye\n")
        sys.exit(0)


def behaviours() -> dict[str, type[Honest]]:
    """Give every behaviour by its name."""
    found = [Honest]
    for kind in found:
        found += kind.__subclasses__()
    return {kind.__name__: kind for kind in found if kind is not Later}


if __name__ == "__main__":
    behaviours()[sys.argv[1]]().serve()
