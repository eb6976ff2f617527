"""Words for the cases of room dre: a process, its log as it is written, and what is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from hollowbeam.kernel.encoding import Json, base64url, base64url_decode, decode
from hollowbeam.kernel.errors import Reason, Rejection
from hollowbeam.kernel.records import to_json
from hollowbeam.kernel.vocabulary import Nat, ProcessId
from hollowbeam.protocol.commitments import Entry, OutboxMessage
from hollowbeam.protocol.message.item import Item, parse_item
from hollowbeam_conformance.fill.cases import Act, CaseBook, CaseError, Look
from hollowbeam_models.domains.dre_log import (
    NETWORK,
    address,
    after,
    assigned,
    beginning,
    emitted,
    message_item,
    process_of,
    relay_item,
    some_id,
    spawn_item,
    spawning,
)

FRIEND: Final = some_id("friend")
"""A process that the probe writes to."""

VERDICT: Final = ("status", "reason")

KEY: Final = base64url(bytes(range(32)))

HOST: Final = address("host")
SCHEDULER: Final = address("scheduler")
RELAYER: Final = address("relayer")

OTHERS: Final = "Node"
"""Who has an evaluator evaluate: the node that it belongs to."""


def _of_entry(entry: Mapping[str, Any]) -> str:
    """Write an entry by its slot, and by the action that it brings, as far as it can be read."""
    slot: str = entry["assignment"]["slot"]
    try:
        item = parse_item(base64url_decode(entry["item"]))
    except Rejection:
        return slot
    tags = dict(item.tags)
    kind, action = tags.get(b"Type", b"").decode(), tags.get(b"Action", b"").decode()
    if kind == "Relay":
        brought: Any = decode(item.data)
        return f"{slot}: relayed {brought['message']['action']}"
    return f"{slot}: {action or kind}"


SHOWN: Final = {"entry": _of_entry}
"""How the site writes what is too long to be shown."""

QUIET: Final = frozenset({"route", "is_seen", "is_admissible", "stake", "budget", "hops"})
"""What the site leaves out of its pictures: it is the same in nearly every step."""

CONTEXT: Final[dict[str, Json]] = {
    "route": {"host": HOST, "begin": "0", "end": "1000"},
    "is_seen": True,
    "is_admissible": True,
    "stake": "7",
    "budget": "100",
    "hops": "4",
}
"""What the node is told unless a case says otherwise: a wallet with stake that pays well."""


def to(target: str = FRIEND, **changes: Json) -> dict[str, Json]:
    """Say what the probe is to emit: by default an Add to a process."""
    message: dict[str, Json] = {
        "kind": "PROCESS",
        "target": target,
        "action": "Add",
        "input": {"amount": "1"},
        "expires": "0",
    }
    return message | changes


def child(**changes: Any) -> dict[str, Json]:
    """Say that the probe is to spawn a process."""
    return to("", action="Spawn", input=spawning(**changes))


class Scene:
    """The steps of one case, and the log of its process as far as it is written."""

    def __init__(
        self,
        *,
        born: bool = True,
        process: str = "",
        spawn: dict[str, Json] | None = None,
        interval: int = 1000,
        quota: int = 2,
    ) -> None:
        self.spawn = spawn_item("dmac", spawn or spawning("5"))
        self.process = ProcessId(process) if process else process_of(self.spawn)
        self.place = beginning(self.process)
        self.steps: list[Act | Look] = []
        self.reasons: dict[int, str] = {}
        self.nonce = 0
        self.genesis: dict[str, Json] = {
            "network": NETWORK,
            "process": self.process,
            "key": KEY,
            "interval": str(interval),
            "rules": {"rates": {"step": "2", "bounce": "1"}, "spawn_quota": str(quota)},
        }
        if born:
            self.put(self.spawn)

    def put(
        self,
        item: Item | bytes,
        *,
        reason: Reason | None = None,
        about: tuple[str, ...] | None = VERDICT,
        **context: Any,
    ) -> Entry:
        """Assign an item to the next slot, and have it evaluated; it errs for the reason."""
        entry = assigned(self.place, item)
        self.evaluate(entry, reason=reason, about=about, **context)
        self.place = after(self.place, entry)
        self.place = replace(self.place, height=Nat(self.place.height + 1))
        return entry

    def evaluate(
        self,
        entry: Entry,
        *,
        reason: Reason | None = None,
        about: tuple[str, ...] | None = VERDICT,
        op: str = "evaluate",
        **context: Any,
    ) -> None:
        """Have an entry evaluated, whatever it is."""
        args = {"entry": to_json(entry), **CONTEXT, **context}
        self.reasons[len(self.steps)] = str(reason or "")
        self.steps.append(Act(op, args, None, about))

    def refuse(self, entry: Entry, reason: Reason, **context: Any) -> None:
        """Have an entry refused."""
        args = {"entry": to_json(entry), **CONTEXT, **context}
        self.steps.append(Act("evaluate", args, reason))

    def say(self, action: str, data: Any, **how: Any) -> Entry:
        """Let a wallet ask the process for something."""
        self.nonce += 1
        return self.put(message_item("sam", self.process, action, data, nonce=self.nonce), **how)

    def add(self, **how: Any) -> Entry:
        """Let a wallet ask the probe to add 3."""
        return self.say("Add", {"amount": "3"}, **how)

    def emit(self, *messages: Mapping[str, Json], **how: Any) -> Entry:
        """Let a wallet ask the probe to emit messages."""
        return self.say("Emit", {"messages": list(map(dict, messages))}, **how)

    def relay(
        self,
        action: str,
        data: Any,
        *,
        fields: dict[str, Any] | None = None,
        **how: Any,
    ) -> OutboxMessage:
        """Let a message of another process arrive."""
        message = emitted(self.process, action, data, **(fields or {}))
        self.put(relay_item(message), **how)
        return message

    def relay_entry(self) -> Entry:
        """Let an Add of another process arrive, and give its entry."""
        return self.put(relay_item(emitted(self.process, "Add", {"amount": "2"})))

    def next_entry(self) -> Entry:
        """Write the next entry, an Add, and leave the log as it is."""
        return assigned(self.place, message_item("sam", self.process, "Add", {"amount": "3"}))

    def bounce(self, *, fields: dict[str, Any] | None = None, **how: Any) -> OutboxMessage:
        """Let a Bounce arrive: an Add came back."""
        data: Json = {"action": "Add", "reason": "NO_SUCH_PROCESS", "input": {"amount": "1"}}
        return self.relay("Bounce", data, fields=fields, **how)

    def ask(self, op: str, *, about: tuple[str, ...] | None = None, **args: Json) -> None:
        """Ask for something else."""
        self.steps.append(Act(op, args, None, about))

    def be_refused(self, reason: Reason, op: str, **args: Json) -> None:
        """Ask for something else, and be refused."""
        self.steps.append(Act(op, args, reason))

    def message(self, index: int = 0, *about: str, back: int = 1) -> None:
        """Read a message of the last outbox, or of one before it."""
        slot = str(self.place.slot - back)
        self.ask("message", about=about or None, slot=slot, index=str(index))

    def look(self, *paths: str) -> None:
        """Look at paths of the state."""
        self.steps += [Look(path) for path in paths]


class Book:
    """The cases of the room, and which reasons their results must have."""

    def __init__(self) -> None:
        self._book = CaseBook("dre")
        self._reasons: dict[str, dict[int, str]] = {}

    def accept(self, case: str, title: str, scene: Scene) -> None:
        """Add a case at whose end something takes effect."""
        self._reasons[case] = scene.reasons
        self._book.accept(case, title, *scene.steps, genesis=scene.genesis)

    def reject(self, case: str, title: str, scene: Scene, neighbour: str) -> None:
        """Add a case at whose end something is refused, or errs."""
        self._reasons[case] = scene.reasons
        steps, genesis = scene.steps, scene.genesis
        self._book.reject(case, title, *steps, neighbour=neighbour, genesis=genesis)

    def cases(self) -> tuple[Any, ...]:
        """Give all cases. Raises CaseError where a result has another reason than was said."""
        cases = self._book.cases()
        for case in cases:
            for index, reason in self._reasons[case.id].items():
                step: Any = case.steps[index + 1]
                out = step["expect"]["ok"]["out"]
                if out.get("reason", reason) != reason:
                    raise CaseError(f"{case.id}: step {index + 1} gives {out}, not {reason!r}")
        return cases
