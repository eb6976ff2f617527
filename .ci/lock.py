"""Write ``requirements.lock`` from ``uv.lock``: hash-pinned, without addresses, for every use.

Each package says for which uses ``run.py`` installs it, so that a first ``conform`` stays light.
Any pip can also install the whole file. Run after ``uv lock``; ``--check`` only compares.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"

HEADER = """\
# Written by .ci/lock.py from uv.lock. "for" names the uses for which run.py installs a package.
"""

USE = ("--extra", "eth", "--group", "build")
PROVE = ("--extra", "prove")
TEST = ("--group", "test")
DOCS = ("--extra", "docs")
LINT = ("--group", "lint")

# What each use needs; the names are those of run.py.
USES = {
    "hb": USE,
    "prove": (*USE, *PROVE),
    "test": (*USE, *PROVE, *TEST),
    "docs": (*USE, *DOCS),
    "all": (*USE, *PROVE, *TEST, *DOCS, *LINT),
}


def export(*selection: str) -> dict[str, str]:
    """Give the pinned block of each package of a selection of extras and groups, by its name."""
    command = ["uv", "export", "--frozen", "--quiet", "--no-header", "--no-annotate"]
    command += ["--no-emit-project", "--no-default-groups", *selection]
    text = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    blocks = re.split(r"^(?=\S)", text, flags=re.MULTILINE)
    return {block.partition(" ")[0]: block for block in blocks if block}


def lock() -> str:
    """Write out the lock: each package once, with the uses that need it."""
    selections = {use: export(*selection) for use, selection in USES.items()}
    lines = [HEADER]
    for package, block in selections["all"].items():
        uses = [use for use, blocks in selections.items() if package in blocks]
        lines += [block.rstrip("\n"), f"\n    # for {', '.join(uses)}\n"]
    return "".join(lines)


def main() -> int:
    """Write the lock, or with ``--check`` say whether it is stale."""
    text = lock()
    if "--check" not in sys.argv[1:]:
        LOCK.write_text(text, encoding="utf-8")
        return 0
    if LOCK.read_text(encoding="utf-8") == text:
        return 0
    sys.stderr.write("requirements.lock is stale: run uv lock, then python .ci/lock.py\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
