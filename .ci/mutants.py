#!/usr/bin/env python3
"""Try the tests of both rooms on automatic mutants: ``.ci/mutants.py [mutmut's own arguments]``.

mutmut looks for packages in one folder and leaves every decorated function alone; here packages
have four folders, and each transition is marked with ``@implements``, which does nothing when run.
So the checkout is laid out anew in ``mutants/``, in one folder and without these marks; the
settings are those of ``[tool.mutmut]`` in pyproject.toml. Without arguments all mutants are run and
those that survive are listed. ``.ci/mutants.py show NAME`` shows one. See docs/mutants.md.
"""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STAGE = ROOT / "mutants"

PACKAGES = {
    "hollowbeam": "reference_impl",
    "hollowbeam_contracts": "contracts",
    "hollowbeam_models": "models",
    "hollowbeam_conformance": "conformance",
}
TESTS = (
    "models/properties/test_message*.py",
    "models/properties/test_staking*.py",
    "conformance/selftest/test_vectors.py",
    "reference_impl/tests/test_arbundles_interop.py",
    "reference_impl/tests/test_message_details.py",
    "reference_impl/tests/data/*.json",
    "spec/*.md",
)
MARK = "implements"

# The first failure decides: there is no need to shrink it. What is quick goes first, and of the
# long histories of state machines a few are tried.
CONFTEST = """
from hypothesis import Phase, settings

phases = (Phase.explicit, Phase.generate)
settings.register_profile("mutants", settings(database=None, phases=phases))
settings.load_profile("mutants")


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: "models/properties" in item.nodeid)
    for machine in {item.cls for item in items if hasattr(item.cls, "settings")}:
        machine.settings = settings(machine.settings, max_examples=10)
"""


def lay_out() -> None:
    """Copy packages, tests and settings; what has not changed keeps its time."""
    for package, folder in PACKAGES.items():
        for path in sorted((ROOT / folder / package).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                place = STAGE / "src" / path.relative_to(ROOT / folder)
                put(place, unmarked(path) if path.suffix == ".py" else path.read_bytes())
    shutil.rmtree(STAGE / "tests", ignore_errors=True)
    for pattern in TESTS:
        for path in sorted(ROOT.glob(pattern)):
            put(STAGE / "tests" / path.relative_to(ROOT), path.read_bytes())
    put(STAGE / "tests" / "conftest.py", CONFTEST.encode())
    put(STAGE / "pyproject.toml", (ROOT / "pyproject.toml").read_bytes())


def put(place: Path, content: bytes) -> None:
    """Write a file where it differs, so that mutmut knows what it has tried."""
    if not place.is_file() or place.read_bytes() != content:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


def unmarked(path: Path) -> bytes:
    """Read a module without the marks, the lines of which become empty."""
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines(keepends=True)
    for node in ast.walk(ast.parse(source)):
        for decorator in getattr(node, "decorator_list", ()):
            name = decorator.func if isinstance(decorator, ast.Call) else decorator
            if isinstance(name, ast.Name) and name.id == MARK:
                for number in range(decorator.lineno - 1, decorator.end_lineno):
                    lines[number] = "\n"
    return "".join(lines).encode()


def mutmut(*arguments: str) -> int:
    """Run mutmut in the folder that was laid out."""
    program = str(Path(sys.executable).with_name("mutmut"))
    environment = os.environ | {"PYTHONHASHSEED": "0"}
    command = [program, *arguments]
    return subprocess.run(command, cwd=STAGE, env=environment, check=False).returncode


def main() -> int:
    """Run all, or what is asked for."""
    if sys.argv[1:2] and sys.argv[1] != "run":
        return mutmut(*sys.argv[1:])
    lay_out()
    return mutmut(*(sys.argv[1:] or ["run"])) or mutmut("results")


if __name__ == "__main__":
    sys.exit(main())
