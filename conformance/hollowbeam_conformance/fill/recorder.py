"""The reference, asked step by step, with what each step answers and changes written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeAlias

from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.encoding import Json
from hollowbeam.kernel.records import key_text, to_json
from hollowbeam_conformance.testee import reply

Outcome: TypeAlias = dict[str, Json]
"""One of ``ok {out, effects, digest}``, ``reject {code}`` and ``fault {detail}``."""


class Recorder:
    """One session of the reference. Its steps are those of a case, once they were asked."""

    def __init__(self) -> None:
        self._roles: list[Any] = []

    @property
    def role(self) -> Any:
        """The role that was reset last; a reset that was refused leaves a role without state."""
        return self._roles[-1]

    def ask(self, request: Mapping[str, Json]) -> Outcome:
        """Give the outcome of a reset, a step or a view."""
        outcome: Outcome = reply(self._roles, dict(request))
        return outcome

    def record(self, request: Mapping[str, Json], *, changes: bool = True) -> dict[str, Any]:
        """Ask, and give the request with what it must answer and what it changed, path by path."""
        looks = not changes or request["verb"] != "step"
        before = {} if looks else self._paths()
        written: dict[str, Any] = {**request, "expect": self.ask(request)}
        changed = {} if looks else self._changes(before, self._paths())
        return {**written, "changes": changed} if changed else written

    def _paths(self) -> dict[str, Json]:
        """Give all paths of the state that differ from their default, with what they hold."""
        state = getattr(self.role, "state", None)
        if state is None:
            return {}
        found: dict[str, Json] = {}
        for field in fields(state):
            value = getattr(state, field.name)
            if isinstance(value, Map):
                for key, entry in value.items():
                    found[f"{field.name}/{key_text(key)}"] = to_json(entry)
            else:
                found[field.name] = to_json(value)
        return found

    def _changes(self, before: Mapping[str, Json], after: Mapping[str, Json]) -> dict[str, Json]:
        """Give what every path that differs holds now."""
        changed = [
            path for path in sorted({*before, *after}) if before.get(path) != after.get(path)
        ]
        return {path: self._now(path) for path in changed}

    def _now(self, path: str) -> Json:
        ok = self.ask({"verb": "view", "path": path})["ok"]
        return ok.get("out") if isinstance(ok, dict) else None
