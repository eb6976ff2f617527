"""``run.py`` without a network: what it installs for which command, and when."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Load ``run.py`` with its ``.venv`` moved to a folder of the test."""
    specification = importlib.util.spec_from_file_location("run_py", ROOT / "run.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    venv = tmp_path / ".venv"
    monkeypatch.setattr(module, "VENV", venv)
    monkeypatch.setattr(module, "STAMP", venv / "hollowbeam-setup")
    monkeypatch.setattr(module, "PYTHON", Path(sys.executable))
    return module


@pytest.fixture
def installed(script: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[set[str]]:
    """Replace the installation by a record of what it was asked for."""
    asked: list[set[str]] = []

    def install(uses: set[str]) -> None:
        asked.append(set(uses))
        script.VENV.mkdir(exist_ok=True)

    monkeypatch.setattr(script, "install", install)
    return asked


def packages(script: ModuleType, *uses: str) -> set[str]:
    """Name the packages that the lock gives to these uses."""
    return set(re.findall(r"^([a-z0-9-]+)==", script.requirements(set(uses)), flags=re.MULTILINE))


def test_the_lock_pins_every_package_by_hash_and_names_no_address(script: ModuleType) -> None:
    text = script.LOCK.read_text()
    blocks = [block for block in re.split(r"^(?=[^\s#])", text, flags=re.MULTILINE)[1:] if block]
    pinned = re.compile(
        r"[a-z0-9-]+==[^ ]+( ; [^\\]+)? \\\n( +--hash=sha256:[0-9a-f]{64}( \\)?\n)+"
    )
    assert [block.splitlines()[0] for block in blocks if not pinned.match(block)] == []
    assert re.findall(r"://|--index|--find-links", text) == []


def test_a_first_verdict_needs_neither_prover_nor_test_tools(script: ModuleType) -> None:
    use = packages(script, "hb")
    assert {"cryptography", "coincurve", "pydantic", "typer"} <= use
    assert not use & {"z3-solver", "pytest", "sphinx", "mypy"}


def test_uses_grow_from_hb_to_all(script: ModuleType) -> None:
    everything = packages(script, "all")
    assert (
        packages(script, "hb") < packages(script, "prove") < packages(script, "test") < everything
    )
    assert packages(script, "hb") < packages(script, "docs") < everything
    assert packages(script, *script.USE_OF_COMMAND.values()) == everything


def test_a_package_that_names_no_use_is_always_taken(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text(
        "# head\na==1 \\\n    --hash=sha256:00\nb==1 \\\n    --hash=sha256:01\n    # for docs\n"
    )
    monkeypatch.setattr(script, "LOCK", lock)
    assert script.requirements({"hb"}) == "# head\na==1 \\\n    --hash=sha256:00\n"


def test_nothing_is_installed_twice(script: ModuleType, installed: list[set[str]]) -> None:
    script.set_up("hb")
    script.set_up("hb")
    script.set_up("test")
    script.set_up("prove")
    script.set_up("hb")
    assert installed == [{"hb"}, {"hb", "test"}]


def test_a_changed_lock_is_installed(
    script: ModuleType,
    installed: list[set[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    script.set_up("hb")
    lock = tmp_path / "requirements.lock"
    lock.write_text(script.LOCK.read_text() + "# changed\n")
    monkeypatch.setattr(script, "LOCK", lock)
    script.set_up("hb")
    assert installed == [{"hb"}, {"hb"}]


def test_a_moved_clone_is_installed_again(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = script.fingerprint()
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    monkeypatch.setattr(script, "ROOT", tmp_path)
    assert script.fingerprint() != before


def test_half_a_set_up_leaves_no_stamp(
    script: ModuleType, installed: list[set[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    script.set_up("hb")

    def fail(_uses: set[str]) -> None:
        raise subprocess.CalledProcessError(1, ["pip", "install"])

    monkeypatch.setattr(script, "install", fail)
    with pytest.raises(script.SetupError, match="did not finish: pip install\n"):
        script.set_up("docs")
    assert installed == [{"hb"}]
    assert not script.STAMP.exists()


def test_an_old_python_without_another_is_told_what_to_do(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(script, "SUPPORTED", ((9, 9),))
    with pytest.raises(script.SetupError, match=r"needs Python 3\.11, 3\.12 or 3\.13; this is"):
        script.make_environment(None)


@pytest.mark.parametrize(
    ("arguments", "use", "becomes"),
    [
        ([], "hb", ["-m", "hollowbeam", "--help"]),
        (["conform", "--", "x"], "hb", ["-m", "hollowbeam", "conform", "--", "x"]),
        (["spec", "STK-4"], "docs", ["-m", "hollowbeam", "spec", "STK-4"]),
        (["test", "-x"], "test", ["-m", "pytest", "-n", "auto", "--dist", "worksteal", "-x"]),
        (["setup"], "all", None),
    ],
)
def test_each_command_gets_its_use(
    script: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    use: str,
    becomes: list[str] | None,
) -> None:
    seen: list[object] = []
    monkeypatch.setattr(script, "set_up", seen.append)
    monkeypatch.setattr(script.os, "chdir", lambda _folder: None)
    monkeypatch.setattr(script, "become", lambda command: seen.append(command[1:]))
    monkeypatch.setattr(sys, "argv", ["run.py", *arguments])
    assert not script.main()
    assert seen == ([use] if becomes is None else [use, becomes])
