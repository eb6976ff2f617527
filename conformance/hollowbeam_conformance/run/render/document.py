"""A report as JSON: the model itself."""

from __future__ import annotations

from hollowbeam_conformance.run.report import Report


def document(report: Report) -> str:
    """Write the whole report; ``conformance/schemas/report.json`` is its schema."""
    return report.model_dump_json(indent=2) + "\n"
