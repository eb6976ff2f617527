"""The JSON Schemas of frames, cases and reports, generated from the models."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from hollowbeam_conformance.run import wire
from hollowbeam_conformance.run.report import Report

DIALECT = "https://json-schema.org/draft/2020-12/schema"
MODELS: dict[str, tuple[str, TypeAdapter[Any]]] = {
    "request.json": ("One line from the suite to the implementation", wire.REQUEST),
    "reply.json": ("One line from the implementation to the suite", wire.REPLY),
    "case.json": ("One line of a vector file", TypeAdapter(wire.Case)),
    "index.json": ("The index of the vectors", TypeAdapter(wire.Index)),
    "report.json": ("What a session found", TypeAdapter(Report)),
}


def schemas() -> dict[str, str]:
    """Give the text of each schema by the name of its file."""
    written = {}
    for name, (title, model) in MODELS.items():
        schema = {**model.json_schema(), "$schema": DIALECT, "title": title}
        written[name] = json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    return written


def write_schemas(directory: Path) -> None:
    """Write all schemas into a directory. Raises: OSError."""
    directory.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (directory / name).write_text(text, encoding="utf-8")
