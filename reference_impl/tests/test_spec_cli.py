"""``hb spec``: what it says of each kind of id, in a small checkout whose every line is known."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from hollowbeam.cli import spec as command
from hollowbeam.cli import spec_site
from hollowbeam.cli.spec_show import signature
from hollowbeam.service.traceability.tree import find_root

CODE = "contracts/hollowbeam_contracts/door.py"
THEOREMS = "models/hollowbeam_models/theorems/door.py"
RESULTS = "models/hollowbeam_models/results.json"
FILES = {
    "reference_impl/hollowbeam/kernel/errors.py": """\
class Reason:
    LOCKED = "LOCKED", "DOR-1", "the door is locked"
    LOST = "LOST", "DOR-9", "the key is lost"
""",
    "spec/door.md": """\
:::{clause} A locked door stays shut
:id: DOR-1
:reason: LOCKED

An `Open` of a locked door MUST be rejected
with LOCKED.

- The key does not help.
- Nor does a friend.
:::

:::{clause} A door is opened
:id: DOR-2

An `Open` sets `is_open`.
:::

:::{invariant} No locked door is open
:id: INV-DOR-1

A door that is locked is shut.
:::
""",
    CODE: '''\
def is_safe(state):
    """INV-DOR-1: no locked door is open."""
    return not (state.is_locked and state.is_open)


@implements("DOR-1")
def open_door(
    state: State,
    call: Call,
) -> Step[State]:
    """Open a door."""
    require(not state.is_locked, Reason.LOCKED)
    return Step(replace(state, is_open=True))
''',
    THEOREMS: '''\
@theorem("THM-DOR-1", clauses=("DOR-1",), about=(open_door,), rejects=(Reason.LOCKED,))
def no_locked_door_opens(state):
    """No locked door opens."""
    prove(is_safe(open_door(state)), "safe")
''',
    "models/hollowbeam_models/saboteurs/door.py": """\
SABOTEURS = (
    Saboteur(
        "SAB-DOR-1a",
        "DOR-1",
        "hollowbeam_contracts.door",
        "require(not state.is_locked, Reason.LOCKED)",
        "require(True, Reason.LOCKED)",
        "a locked door opens",
        ("THM-DOR-1",),
    ),
)
""",
    "conformance/hollowbeam_conformance/vectors/HB.1/door/DOR-1.jsonl": json.dumps(
        {
            "id": "dor-1-locked",
            "clause": "DOR-1",
            "title": "a locked door",
            "role": "door",
            "kind": "reject",
            "saboteurs": ["SAB-DOR-1a"],
            "steps": [],
        }
    )
    + "\n",
}
THEOREM = {
    "id": "THM-DOR-1",
    "statement": "No locked door opens.",
    "status": "claim",
    "acceptance": False,
    "clauses": ["DOR-1"],
    "about": ["open_door"],
    "rejects": ["LOCKED"],
    "assumptions": [],
    "refuted": [],
    "place": f"{THEOREMS}:1",
}
CASE = {"id": "dor-1-locked", "title": "a locked door", "expects": "reject"}
CLAUSE = {
    "kind": "clause",
    "id": "DOR-1",
    "title": "A locked door stays shut",
    "room": "door",
    "text": "An `Open` of a locked door MUST be rejected\nwith LOCKED.\n\n"
    "- The key does not help.\n- Nor does a friend.",
    "place": "spec/door.md:1",
    "reason": {"code": "LOCKED", "meaning": "the door is locked"},
    "code": [
        {
            "name": "open_door",
            "signature": "def open_door(state: State, call: Call) -> Step[State]",
            "summary": "Open a door.",
            "place": f"{CODE}:6",
            "last_line": 13,
        }
    ],
    "theorems": [THEOREM],
    "saboteurs": [{"id": "SAB-DOR-1a", "breaks": "a locked door opens"}],
    "cases": [CASE],
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Write the checkout."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def hb_spec(root: Path) -> Callable[..., Result]:
    """Give a function that runs the command on the checkout."""
    application = typer.Typer()
    application.command()(command.spec)

    def run(*arguments: str) -> Result:
        words = ["--checkout", str(root), *arguments]
        return CliRunner().invoke(application, words, env={"COLUMNS": "80"})

    return run


def test_a_clause_as_json_is_all_that_is_known_of_it(hb_spec: Callable[..., Result]) -> None:
    done = hb_spec("DOR-1", "--json")
    assert (done.exit_code, json.loads(done.output)) == (0, CLAUSE)


def test_a_clause_in_the_terminal_is_the_same_in_words(hb_spec: Callable[..., Result]) -> None:
    done = hb_spec("dor-1")
    lines = [line.rstrip() for line in done.output.splitlines()]
    assert done.exit_code == 0
    assert lines == [
        "DOR-1  A locked door stays shut",
        "",
        "  An `Open` of a locked door MUST be rejected with LOCKED.",
        "",
        "  - The key does not help.",
        "  - Nor does a friend.",
        "",
        "reason",
        "  LOCKED  the door is locked",
        "code",
        "  def open_door(state: State, call: Call) -> Step[State]",
        f"    {CODE}:6",
        "theorems",
        "  THM-DOR-1  claim  No locked door opens.",
        "saboteurs",
        "  SAB-DOR-1a  a locked door opens",
        "cases",
        "  ✗ dor-1-locked  a locked door",
        "spec/door.md:1",
    ]


def test_of_a_link_the_terminal_shows_its_text(root: Path, hb_spec: Callable[..., Result]) -> None:
    chapter = root / "spec/door.md"
    text = chapter.read_text(encoding="utf-8")
    linked = text.replace("sets `is_open`", "sets `is_open` as in [Notation](notation.md) [1]")
    chapter.write_text(linked, encoding="utf-8")
    lines = [line.rstrip() for line in hb_spec("DOR-2").output.splitlines()]
    assert "  An `Open` sets `is_open` as in Notation [1]." in lines


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "LOCKED",
            {
                "kind": "reason",
                "id": "LOCKED",
                "meaning": "the door is locked",
                "place": "reference_impl/hollowbeam/kernel/errors.py:2",
                "clause": CLAUSE,
            },
        ),
        (
            "LOST",
            {
                "kind": "reason",
                "id": "LOST",
                "meaning": "the key is lost",
                "place": "reference_impl/hollowbeam/kernel/errors.py:3",
                "clause": "DOR-9",
            },
        ),
        ("THM-DOR-1", {"kind": "theorem", **THEOREM, "source": FILES[THEOREMS].rstrip("\n")}),
        (
            "SAB-DOR-1a",
            {
                "kind": "saboteur",
                "id": "SAB-DOR-1a",
                "breaks": "a locked door opens",
                "clause": "DOR-1",
                "module": "hollowbeam_contracts.door",
                "old": "require(not state.is_locked, Reason.LOCKED)",
                "new": "require(True, Reason.LOCKED)",
                "place": "models/hollowbeam_models/saboteurs/door.py:2",
                "theorems": [THEOREM],
                "cases": [CASE],
            },
        ),
        (
            "INV-DOR-1",
            {
                "kind": "invariant",
                "id": "INV-DOR-1",
                "title": "No locked door is open",
                "room": "door",
                "text": "A door that is locked is shut.",
                "place": "spec/door.md:18",
                "predicate": {
                    "name": "is_safe",
                    "place": f"{CODE}:1",
                    "source": FILES[CODE].partition("\n\n\n")[0],
                },
                "theorems": [THEOREM],
            },
        ),
        (
            "dor-1-locked",
            {
                "kind": "case",
                **CASE,
                "clause": "DOR-1",
                "saboteurs": ["SAB-DOR-1a"],
                "place": "conformance/hollowbeam_conformance/vectors/HB.1/door/DOR-1.jsonl:1",
            },
        ),
    ],
)
def test_every_kind_of_id(
    hb_spec: Callable[..., Result], name: str, expected: dict[str, Any]
) -> None:
    value = hb_spec(name, "--json")
    words = hb_spec(name)
    assert (value.exit_code, json.loads(value.output)) == (0, expected)
    assert (words.exit_code, words.output.split()[0]) == (0, name)


@pytest.mark.parametrize(("intact", "status"), [(True, "proved"), (False, "claim (stale)")])
def test_a_theorem_is_called_no_more_than_was_shown(
    root: Path, hb_spec: Callable[..., Result], *, intact: bool, status: str
) -> None:
    result = {
        "status": "proved",
        "paths": 2,
        "conditions": 3,
        "labels": ["safe"],
        "rejects": ["LOCKED"],
        "assumptions": ["doors are made of wood"],
        "refuted": {"SAB-DOR-1a": "safe"},
        "sources": [CODE],
    }
    digest = sha256((root / CODE).read_bytes()).hexdigest() if intact else "00" * 32
    written = {"z3": "5", "seeds": [1], "files": {CODE: digest}, "theorems": {"THM-DOR-1": result}}
    (root / RESULTS).write_text(json.dumps(written), encoding="utf-8")
    shown = json.loads(hb_spec("THM-DOR-1", "--json").output)
    assert shown["status"] == status
    assert shown["assumptions"] == ["doors are made of wood"]
    assert shown["refuted"] == ["SAB-DOR-1a"]


def test_results_of_another_form_are_named(root: Path, hb_spec: Callable[..., Result]) -> None:
    (root / RESULTS).write_text("[]", encoding="utf-8")
    done = hb_spec("DOR-1")
    assert done.exit_code == 2
    assert done.stderr.startswith(f"hb spec: {RESULTS} is not what `hb prove --write` writes")


def test_an_unknown_id_names_its_neighbours(hb_spec: Callable[..., Result]) -> None:
    near, far = hb_spec("DOR-3"), hb_spec("zzz")
    assert (near.exit_code, near.stdout) == (2, "")
    assert near.stderr.startswith("hb spec: nothing has the id DOR-3; near it are DOR-2, DOR-1")
    assert (far.exit_code, far.stderr) == (
        2,
        "hb spec: nothing has the id zzz; hb spec --list names all clauses\n",
    )


def test_the_list_has_every_clause(hb_spec: Callable[..., Result]) -> None:
    lines = [" ".join(line.split()) for line in hb_spec("--list").output.splitlines()]
    values = json.loads(hb_spec("--list", "--json").output)
    assert lines == [
        "clause says reason proved saboteurs cases",
        "DOR-1 A locked door stays shut LOCKED 0 of 1 1 1",
        "DOR-2 A door is opened 0 0",
    ]
    assert values[0] == CLAUSE
    assert [value["id"] for value in values] == ["DOR-1", "DOR-2"]


def test_outside_a_checkout_it_says_what_to_do(tmp_path: Path) -> None:
    done = CliRunner().invoke(_application(), ["--checkout", str(tmp_path), "DOR-1"])
    assert done.exit_code == 2
    assert done.stderr == (
        f"hb spec: {tmp_path} lies in no checkout of Hollow BEAM. The chapters come with the "
        "sources: run this in a clone, or name one with --checkout.\n"
    )


def test_without_a_name_the_checkout_of_the_package_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert command.root_of(None) == find_root(Path(__file__).resolve())


@pytest.mark.parametrize(
    ("ending", "expected"),
    [((0, True), 0), ((1, True), 1), ((2, False), 2)],
    ids=["whole", "with warnings", "not at all"],
)
def test_the_site_is_shown_if_it_was_written(
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *,
    ending: tuple[int, bool],
    expected: int,
) -> None:
    code, writes = ending
    sphinx = pytest.importorskip("sphinx.cmd.build")
    opened: list[str] = []
    entrance = root / "site" / "index.html"

    def build(arguments: list[str]) -> int:
        assert arguments[-2:] == [str(root), str(root / "site")]
        assert {"-n", "-W", "--keep-going"} <= set(arguments)
        if writes:
            entrance.parent.mkdir()
            entrance.write_text("", encoding="utf-8")
        return code

    def opens(uri: str) -> bool:
        opened.append(uri)
        return True

    monkeypatch.setattr(sphinx, "main", build)
    monkeypatch.setattr("webbrowser.open", opens)
    assert spec_site.build(root, root / "site", show=True) == expected
    assert opened == ([entrance.as_uri()] if writes else [])
    assert capsys.readouterr().out == (f"{entrance}\n" if writes else "")


def test_reading_one_clause_imports_neither_sphinx_nor_a_room() -> None:
    program = (
        "import sys\n"
        "from hollowbeam.cli.main import application\n"
        "try:\n    application(['spec', 'STK-4'])\n"
        "except SystemExit:\n    pass\n"
        "heavy = ('sphinx', 'hollowbeam_contracts', 'hollowbeam.protocol', 'z3', 'cryptography')\n"
        "print([name for name in heavy if name in sys.modules], file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        cwd=Path(__file__).parent,
    )
    assert done.stdout.startswith("STK-4  The anchor never goes back\n")
    assert done.stderr == "[]\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def f(a: int) -> int:\n    return a", "def f(a: int) -> int"),
        ("@mark\ndef f(\n    a: int,\n) -> int:\n    ...", "def f(a: int) -> int"),
        ("def f(\n    a: int, b: int\n) -> int:\n    ...", "def f(a: int, b: int) -> int"),
        ("@dataclass\nclass Bond:\n    stake: Nat", "class Bond"),
    ],
)
def test_a_signature_is_one_line(source: str, expected: str) -> None:
    assert signature(source) == expected


def _application() -> typer.Typer:
    application = typer.Typer()
    application.command()(command.spec)
    return application
