"""``hb trace``: a small sound checkout, and each way in which it can be broken."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from hollowbeam.cli.trace import EXAMPLES, escaped, trace
from hollowbeam.service.traceability.findings import Finding
from hollowbeam.service.traceability.inspection import Coverage, inspect
from hollowbeam.service.traceability.tree import NoCheckoutError, find_root

DATA = Path(__file__).parent / "data"

REGISTRY = "reference_impl/hollowbeam/kernel/errors.py"
CHAPTER = "spec/door.md"
CODE = "contracts/hollowbeam_contracts/door.py"
THEOREMS = "models/hollowbeam_models/theorems/door.py"
SABOTEURS = "models/hollowbeam_models/saboteurs/door.py"
PROPERTIES = "models/properties/test_door.py"
FILL = "conformance/hollowbeam_conformance/fill/door.py"
VECTORS = "conformance/hollowbeam_conformance/vectors/HB.1/door"
RESULTS = "models/hollowbeam_models/results.json"

SOUND = {
    "README.md": "# Doors\n\nSee DOR-1, SHA-256 and ANS-104.\n",
    REGISTRY: """\
class Reason:
    LOCKED = "LOCKED", "DOR-1", "the door is locked"
""",
    CHAPTER: """\
# Door

:::{clause} A locked door stays shut
:id: DOR-1
:reason: LOCKED

An `Open` of a locked door MUST be rejected with LOCKED.
:::

:::{clause} A door is opened
:id: DOR-2

An `Open` sets `is_open`, as DOR-1 allows.
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


@implements("DOR-1", "DOR-2")
def open_door(state):
    """Open a door."""
    require(not state.is_locked, Reason.LOCKED)
    return replace(state, is_open=True)
''',
    THEOREMS: '''\
@theorem(
    "THM-DOR-1",
    clauses=("DOR-1",),
    about=(open_door,),
    rejects=(Reason.LOCKED,),
    saboteurs=("SAB-DOR-1a",),
)
def opening_is_safe(state):
    """No door is opened that is locked."""
    holds = is_safe(open_door(state))
    prove(holds, "safe")
''',
    SABOTEURS: """\
SABOTEURS = (
    Saboteur(
        "SAB-DOR-1a",
        "DOR-1",
        "hollowbeam_contracts.door",
        "not state.is_locked, Reason",
        "True, Reason",
        "every door opens",
        ("THM-DOR-1",),
    ),
    Saboteur(
        "SAB-DOR-2a",
        "DOR-2",
        "hollowbeam_contracts.door",
        "is_open=True",
        "is_open=False",
        "no door opens",
    ),
)
""",
    PROPERTIES: "",
    FILL: "",
    f"{VECTORS}/DOR-1.jsonl": """\
{"id": "dor-1-locked", "clause": "DOR-1", "title": "locked", "role": "door", "kind": "reject", \
"saboteurs": ["SAB-DOR-1a"], "steps": [{"expect": {"reject": {"code": "LOCKED"}}}]}
""",
    f"{VECTORS}/DOR-2.jsonl": """\
{"id": "dor-2-open", "clause": "DOR-2", "title": "open", "role": "door", "kind": "accept", \
"saboteurs": ["SAB-DOR-2a"], "steps": [{"expect": {"ok": {}}}]}
""",
}
"""A checkout of one room in which nothing is to be mended; results are written by ``prove``."""


@dataclass(frozen=True)
class Checkout:
    """A checkout on the disk."""

    root: Path

    def write(self, path: str, text: str) -> None:
        """Write one file."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace a text that stands once."""
        source = (self.root / path).read_text(encoding="utf-8")
        assert source.count(old) == 1, f"{old!r} in {path}"
        self.write(path, source.replace(old, new))

    def prove(self, **changes: object) -> None:
        """Write results of the sources as they stand now."""
        result = {
            "status": "proved (unbounded)",
            "paths": 2,
            "conditions": 1,
            "labels": ["safe"],
            "rejects": ["LOCKED"],
            "assumptions": [],
            "refuted": {"SAB-DOR-1a": "safe"},
            "sources": [CODE],
            **changes,
        }
        digest = sha256((self.root / CODE).read_bytes()).hexdigest()
        results = {"z3": "5.4", "seeds": [1, 2, 3], "files": {CODE: digest}}
        self.write(RESULTS, json.dumps({**results, "theorems": {"THM-DOR-1": result}}))

    def findings(self) -> list[str]:
        """Inspect it, and write each finding on one line."""
        return [shown(finding) for finding in inspect(self.root).findings]


def shown(finding: Finding) -> str:
    return f"{finding.place} {finding.kind}: {finding.what}; {finding.remedy}"


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    made = Checkout(tmp_path)
    for path, text in SOUND.items():
        made.write(path, text)
    made.prove()
    return made


def test_nothing_is_to_be_mended_in_a_sound_checkout(checkout: Checkout) -> None:
    found = inspect(checkout.root)
    assert found.findings == ()
    assert found.coverage == (Coverage("door", clauses=2, code=2, theorem=1, saboteur=2, case=2),)


DOR_1 = f"{VECTORS}/DOR-1.jsonl"
BREAKS = tomllib.loads((DATA / "trace_breaks.toml").read_text(encoding="utf-8"))["break"]


@pytest.mark.parametrize("wrong", BREAKS, ids=lambda wrong: wrong["name"])
def test_each_break_is_found_and_nothing_else(checkout: Checkout, wrong: dict[str, Any]) -> None:
    checkout.edit(wrong["path"], wrong["old"], wrong["new"])
    checkout.prove()
    assert checkout.findings() == wrong["findings"]


@pytest.mark.parametrize(
    ("path", "what"),
    [
        (PROPERTIES, "property tests; write models/properties/test_door.py"),
        (FILL, f"cases; write {FILL} or {FILL.removesuffix('.py')}/__init__.py"),
    ],
)
def test_a_missing_place_is_found(checkout: Checkout, path: str, what: str) -> None:
    (checkout.root / path).unlink()
    assert checkout.findings() == [f"{path}:1 missing-place: the room door has no {what}"]


def test_a_room_may_be_a_package_in_each_place(checkout: Checkout) -> None:
    (checkout.root / FILL).unlink()
    checkout.write(FILL.replace(".py", "/__init__.py"), "")
    assert checkout.findings() == []


def test_a_chapter_alone_lacks_every_other_place(checkout: Checkout) -> None:
    checkout.write("spec/window.md", "# Window\n")
    found = [finding.split("; ")[0] for finding in checkout.findings()]
    assert found == [
        (
            "conformance/hollowbeam_conformance/fill/window.py:1 missing-place:"
            " the room window has no cases"
        ),
        (
            "models/hollowbeam_models/saboteurs/window.py:1 missing-place:"
            " the room window has no saboteurs"
        ),
        (
            "models/hollowbeam_models/theorems/window.py:1 missing-place:"
            " the room window has no theorems"
        ),
        "models/properties/test_window.py:1 missing-place: the room window has no property tests",
        (
            "reference_impl/hollowbeam/protocol/window.py:1 missing-place:"
            " the room window has no transitions"
        ),
    ]


def test_a_result_of_other_sources_is_stale(checkout: Checkout) -> None:
    checkout.edit(CODE, "Open a door.", "Open one door.")
    assert checkout.findings() == [
        (
            f"{THEOREMS}:1 stale-result: the result of THM-DOR-1 is of other sources;"
            " run `hb prove --write`"
        )
    ]
    assert inspect(checkout.root).coverage[0].theorem == 0


def test_a_claim_covers_no_clause(checkout: Checkout) -> None:
    checkout.prove(status="claim")
    assert checkout.findings() == []
    assert inspect(checkout.root).coverage[0].theorem == 0


def test_results_that_cannot_be_read_are_found(checkout: Checkout) -> None:
    checkout.write(RESULTS, "{}")
    assert checkout.findings() == [
        (
            f"{RESULTS}:1 malformed: {RESULTS} is not what `hb prove --write` writes:"
            " KeyError('files'); write it like its neighbours"
        ),
        f"{THEOREMS}:1 no-result: THM-DOR-1 has no result; run `hb prove --write`",
    ]


def test_code_that_does_not_parse_is_found_first(checkout: Checkout) -> None:
    checkout.edit(CODE, '"""Open a door."""', '"""Open a door."')
    checkout.prove()
    found = [finding.split(": ")[0] for finding in checkout.findings()]
    assert found == [
        f"{CODE}:8 malformed",
        f"{CHAPTER}:3 no-code",
        f"{CHAPTER}:10 no-code",
        f"{CHAPTER}:16 no-predicate",
        f"{CHAPTER}:16 no-theorem",
    ]


@pytest.mark.parametrize(
    "path",
    [
        "reference_impl/tests/test_door.py",
        "docs/_build/door.md",
        "conformance/adapters/node_modules/door.js",
        "docs/.cache/door.md",
        "docs/door.svg",
        "conformance/hollowbeam_conformance/vectors/__pycache__/__init__.cpython-312.pyc",
    ],
)
def test_what_nobody_wrote_is_not_read(checkout: Checkout, path: str) -> None:
    checkout.write(path, "THM-DOR-404")
    assert checkout.findings() == []


def test_what_a_theorem_lists_may_stand_in_constants(checkout: Checkout) -> None:
    checkout.edit(THEOREMS, "is_safe(open_door(state))", "open_door(state).is_open")
    checkout.edit(THEOREMS, 'clauses=("DOR-1",)', 'clauses=("DOR-1", *INVARIANTS)')
    checkout.edit(THEOREMS, "rejects=(Reason.LOCKED,)", "rejects=(*REASONS, Reason.LOCKED)")
    text = (checkout.root / THEOREMS).read_text(encoding="utf-8")
    constants = 'INVARIANTS = ("INV-DOR-1",)\nREASONS = (Reason.LOCKED,) + (Reason.SHUT,)\n\n\n'
    checkout.write(THEOREMS, constants + text)
    found = inspect(checkout.root)
    assert list(map(shown, found.findings)) == [
        f"{THEOREMS}:5 dangling-id: THM-DOR-1 names SHUT, which does not exist; mend the id"
    ]
    (theorem,) = found.tree.theorems
    assert theorem.clauses == ("DOR-1", "INV-DOR-1")
    assert theorem.rejects == ("LOCKED", "SHUT", "LOCKED")


def test_the_reasons_of_a_bundle_are_expected(checkout: Checkout) -> None:
    checkout.edit(
        DOR_1,
        '{"expect": {"reject": {"code": "LOCKED"}}}',
        '{"op": "bundle", "expect": {"ok": {"out": {"reasons": [null, "LOCKED"]}}}}',
    )
    assert checkout.findings() == []


def test_the_checkout_is_found_from_any_folder_in_it(checkout: Checkout, tmp_path: Path) -> None:
    assert find_root(checkout.root / "models" / "properties") == checkout.root
    outside = tmp_path.parent
    with pytest.raises(NoCheckoutError) as raised:
        find_root(outside)
    assert str(raised.value) == f"{outside} lies in no checkout of Hollow BEAM"


@pytest.fixture
def hb_trace() -> Callable[..., tuple[int, str, str]]:
    application = typer.Typer(rich_markup_mode=None)
    application.command(epilog=EXAMPLES)(trace)

    def call(*arguments: str) -> tuple[int, str, str]:
        done = CliRunner().invoke(application, arguments)
        return done.exit_code, done.stdout, done.stderr

    return call


def test_the_command_shows_a_table_of_a_sound_checkout(
    checkout: Checkout, hb_trace: Callable[..., tuple[int, str, str]]
) -> None:
    table = """\
room  clauses         code      theorem     saboteur         case
door        2      2 100 %      1  50 %      2 100 %      2 100 %

1 reasons, 1 invariants, 1 theorems, 2 saboteurs, 2 cases; nothing to mend
"""
    folder = f"--checkout={checkout.root}"
    assert hb_trace(folder) == (0, table, "")
    assert hb_trace(folder, "--format=github") == (0, table, "")
    row = {"room": "door", "clauses": 2, "code": 2, "theorem": 1, "saboteur": 2, "case": 2}
    code, output, _ = hb_trace(folder, "--format=json")
    assert (code, json.loads(output)) == (0, {"findings": [], "rooms": [row]})


def test_the_command_writes_findings_in_each_format(
    checkout: Checkout, hb_trace: Callable[..., tuple[int, str, str]]
) -> None:
    checkout.edit(CODE, '"DOR-1", "DOR-2")', '"DOR-2")')
    checkout.prove()
    folder = f"--checkout={checkout.root}"
    remedy = 'mark the function that enforces it with @implements("DOR-1")'
    text = f"{CHAPTER}:3: DOR-1 has no code [no-code]\n    {remedy}\n\n1 thing to mend\n"
    assert hb_trace(folder) == (1, text, "")
    annotation = f"::error file={CHAPTER},line=3,title=no-code::DOR-1 has no code: {remedy}\n"
    assert hb_trace(folder, "--format=github") == (1, annotation, "")
    finding = {
        "path": CHAPTER,
        "line": 3,
        "kind": "no-code",
        "what": "DOR-1 has no code",
        "remedy": remedy,
    }
    code, output, _ = hb_trace(folder, "--format=json")
    assert (code, json.loads(output)["findings"]) == (1, [finding])


def test_several_rooms_are_added_up(
    checkout: Checkout, hb_trace: Callable[..., tuple[int, str, str]]
) -> None:
    for path in (CODE, THEOREMS, SABOTEURS, PROPERTIES, FILL):
        checkout.write(path.replace("door", "hinge"), "")
    checkout.write("spec/hinge.md", "# Hinge\n")
    assert hb_trace(f"--checkout={checkout.root}")[1].splitlines()[:4] == [
        "room   clauses         code      theorem     saboteur         case",
        "door         2      2 100 %      1  50 %      2 100 %      2 100 %",
        "hinge        0      0 100 %      0 100 %      0 100 %      0 100 %",
        "all          2      2 100 %      1  50 %      2 100 %      2 100 %",
    ]


def test_the_command_needs_a_checkout(
    tmp_path: Path, hb_trace: Callable[..., tuple[int, str, str]]
) -> None:
    complaint = (
        f"hb trace: {tmp_path} lies in no checkout of Hollow BEAM;"
        " go to a clone, or name one with --checkout\n"
    )
    assert hb_trace(f"--checkout={tmp_path}") == (2, "", complaint)


def test_annotations_are_escaped() -> None:
    assert escaped("50 %\nof a:b, c\r") == "50 %25%0Aof a:b, c%0D"
    assert escaped("a:b,c%", ":,") == "a%3Ab%2Cc%25"
