"""Build the site of the specification, and show it."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import typer

SITE = "docs/_build/html"


def build(root: Path, output: Path | None, *, show: bool) -> int:
    """Build the site of a checkout; return 0, 1 if there are warnings, 2 if there is no site.

    Raises ModuleNotFoundError where the extra ``docs`` is not installed.
    """
    from sphinx.cmd.build import main as sphinx  # noqa: PLC0415 - an extra

    folder = output or root / SITE
    quietly = ["-n", "-W", "--keep-going", "-q", "-j", "auto"]
    options = [*quietly, "-b", "html", "-c", str(root / "docs")]
    code = sphinx([*options, str(root), str(folder)])
    entrance = folder.resolve() / "index.html"
    if not entrance.is_file():
        typer.echo("hb spec: the site could not be built", err=True)
        return 2
    typer.echo(entrance)
    if show and not webbrowser.open(entrance.as_uri()):
        typer.echo("hb spec: no browser could be started; open the file above", err=True)
    return 1 if code else 0
