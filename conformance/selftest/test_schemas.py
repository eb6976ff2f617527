"""The published JSON Schemas: fresh, and true of every frame and every case."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from hollowbeam_conformance.run import process
from hollowbeam_conformance.run.render.document import document
from hollowbeam_conformance.run.schemas import schemas
from hollowbeam_conformance.vectors import DIRECTORY

PUBLISHED = Path(__file__).parents[1] / "schemas"


def validator(name: str) -> Any:
    schema = json.loads((PUBLISHED / name).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_the_published_schemas_are_those_of_the_models() -> None:
    published = {path.name: path.read_text(encoding="utf-8") for path in PUBLISHED.glob("*.json")}
    assert published == schemas(), "write them anew: hb conform --schemas conformance/schemas"


def test_every_vector_is_a_case() -> None:
    case = validator("case.json")
    lines = [
        line
        for path in sorted(DIRECTORY.rglob("*.jsonl"))
        for line in path.read_bytes().splitlines()
    ]
    index = json.loads((DIRECTORY / "index.json").read_bytes())
    validator("index.json").validate(index)
    assert len(lines) == len(index["cases"]) > 0
    for line in lines:
        case.validate(json.loads(line))


def test_every_frame_of_a_session_is_of_the_schemas(
    meet: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    frames: list[tuple[bytes, bytes]] = []
    original = process.Process.exchange

    def exchange(self: process.Process, line: bytes, seconds: float) -> bytes:
        reply = original(self, line, seconds)
        frames.append((line, reply))
        return reply

    monkeypatch.setattr(process.Process, "exchange", exchange)
    report = meet("WithoutRoot")
    requests, replies = validator("request.json"), validator("reply.json")
    for request, reply in frames:
        requests.validate(json.loads(request))
        replies.validate(json.loads(reply))
    verbs = [json.loads(request)["verb"] for request, _ in frames]
    assert verbs == ["hello", *["batch"] * 8, "hello", "batch", "stop"]
    validator("report.json").validate(json.loads(document(report)))


@pytest.mark.parametrize(
    "frame",
    [
        {"id": 1, "ok": {"out": 5}},
        {"id": 1, "ok": {}, "reject": {}},
        {"id": 1, "reject": {"code": "X", "because": "y"}},
        {"id": -1, "ok": {}},
        {"ok": {}},
        {"id": 1, "ok": {"digest": "short"}},
        {"id": 1, "replies": [{}]},
    ],
)
def test_what_is_no_reply_is_refused(frame: dict[str, Any]) -> None:
    assert not validator("reply.json").is_valid(frame)
