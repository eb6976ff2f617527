"""The site: its pictures are what the code does, and a build notices what is missing."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from hollowbeam.protocol.message.item import parse_item
from hollowbeam_conformance.fill.staking_history import ALICE

DOCS = Path(__file__).parents[2] / "docs"
FILES = {
    "reference_impl/hollowbeam/kernel/errors.py": """\
class Reason:
    LOCKED = "LOCKED", "DOR-1", "the door is locked"
""",
    "spec/door.md": """\
# Door

:::{clause} A locked door stays shut
:id: DOR-1
:reason: LOCKED

An `Open` of a locked door MUST be rejected with LOCKED.
:::
""",
    "spec/errors.md": "# Errors\n\n```{table-of} reasons\n```\n",
    "docs/index.md": """\
# Doors

```{toctree}
../spec/door
../spec/errors
_generated/rooms/door
```
""",
    "contracts/hollowbeam_contracts/door.py": '''\
@implements("DOR-1")
def open_door(state):
    """Open a door."""
    require(not state.is_locked, Reason.LOCKED)
''',
    "models/hollowbeam_models/theorems/door.py": '''\
@theorem("THM-DOR-1", clauses=("DOR-1",), about=(open_door,), rejects=(Reason.LOCKED,))
def no_locked_door_opens(state):
    """No locked door opens."""
    prove(is_safe(open_door(state)), "safe")
''',
    "models/hollowbeam_models/saboteurs/door.py": """\
SABOTEURS = (
    Saboteur("SAB-DOR-1a", "DOR-1", "hollowbeam_contracts.door", "not x", "x < y", "it opens"),
)
""",
    "conformance/hollowbeam_conformance/vectors/HB.1/door/DOR-1.jsonl": (
        '{"id":"dor-1-locked","clause":"DOR-1","title":"a locked door","role":"door",'
        '"kind":"reject","saboteurs":["SAB-DOR-1a"],"steps":[]}\n'
    ),
}


@pytest.fixture(scope="module", autouse=True)
def _extension() -> Any:
    """Make the extension importable, where what it needs is installed."""
    pytest.importorskip("sphinx_needs")
    sys.path.insert(0, str(DOCS / "_ext"))
    yield
    sys.path.remove(str(DOCS / "_ext"))


def build(root: Path, changes: dict[str, str | None]) -> tuple[int, str, str]:
    """Build the site of the small checkout; give the exit code, the warnings and the chapter."""
    for name, text in {**FILES, **changes}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is not None:
            path.write_text(text, encoding="utf-8")
    for name in ("_ext", "_static", "_templates"):
        shutil.copytree(DOCS / name, root / "docs" / name)
    for name in ("conf.py", "needs.toml"):
        shutil.copy(DOCS / name, root / "docs" / name)
    options = ["-n", "-W", "--keep-going", "-q", "-b", "html", "-c", str(root / "docs")]
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", *options, str(root), str(root / "site")],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    chapter = (root / "site" / "spec" / "door.html").read_text(encoding="utf-8")
    return done.returncode, done.stderr, chapter


def test_a_card_shows_what_stands_behind_its_clause(tmp_path: Path) -> None:
    code, warnings, chapter = build(tmp_path, {})
    assert (code, warnings) == (0, "")
    for shown in (
        'id="DOR-1"',
        '<strong class="hb-word hb-must">MUST</strong>',
        'href="errors.html#LOCKED"',
        '<span class="nf">open_door</span>',
        'href="../docs/_generated/rooms/door.html#THM-DOR-1"',
        '<span class="hb-status hb-claim">claim</span>',
        '<span class="hb-old">- not x</span><span class="hb-new">+ x &lt; y</span>',
        'href="../docs/_generated/rooms/door.html#dor-1-locked"',
        'href="../source/contracts/hollowbeam_contracts/door.py.html#L-1"',
    ):
        assert shown in chapter
    for page in ("index.html", "source/contracts/hollowbeam_contracts/door.py.html"):
        assert (tmp_path / "site" / page).is_file()


def test_a_build_fails_for_a_clause_without_case_or_saboteur(tmp_path: Path) -> None:
    code, warnings, _ = build(
        tmp_path,
        {
            "conformance/hollowbeam_conformance/vectors/HB.1/door/DOR-1.jsonl": None,
            "models/hollowbeam_models/saboteurs/door.py": "SABOTEURS = ()\n",
        },
    )
    assert code == 1
    assert "clause_without_case: failed" in warnings
    assert "clause_without_saboteur: failed" in warnings


def test_a_build_fails_for_what_does_not_exist(tmp_path: Path) -> None:
    loose = (
        "\nSee DOR-7.\n"
        "\n```{state-picture} door\n```\n"
        "\n```{sequence-of} dor-2-none\n```\n"
        "\n```{sequence-of} dor-1-locked\n```\n"
    )
    code, warnings, _ = build(tmp_path, {"spec/door.md": FILES["spec/door.md"] + loose})
    assert code == 1
    for expected in (
        "DOR-7 does not exist",
        "there is no life cycle 'door'",
        "the vectors have no case 'dor-2-none'",
        "nobody calls anything in the case dor-1-locked",
    ):
        assert expected in warnings


def test_life_cycles_are_those_of_the_contract() -> None:
    machines = import_module("hollow_site.machines")
    found = {name: cycle.arrows for name, cycle in machines.life_cycles("staking").items()}
    assert found["fault"] == {
        ("NONE", "OPEN"): ("Slash",),
        ("OPEN", "OPEN"): ("Slash",),
        ("OPEN", "SETTLED"): ("Settle",),
        ("SETTLED", "SETTLED"): ("Slash",),
    }
    assert found["dispute"] == {
        ("NONE", "OPEN"): ("Open-Dispute",),
        ("OPEN", "CLOSED"): ("Close-Dispute",),
    }
    assert found["bond"]["no stake", "staked"] == ("Stake",)
    assert {arrow for arrow in found["bond"] if arrow[0] == "no stake"} == {("no stake", "staked")}


@pytest.mark.parametrize("room", ["staking", "gateway"])
def test_a_life_cycle_is_explored_to_its_end(room: str) -> None:
    machines = import_module("hollow_site.machines")
    found = {name: cycle.arrows for name, cycle in machines.life_cycles(room).items()}
    depth = machines.life_of(room).depth
    for other in (depth - 1, depth + 1):
        cycles = machines.life_cycles(room, other)
        assert {name: cycle.arrows for name, cycle in cycles.items()} == found


def test_a_room_of_which_nothing_is_declared_has_no_life_cycles() -> None:
    machines = import_module("hollow_site.machines")
    assert machines.life_of("door") is None
    assert machines.life_cycles("door") == {}


def test_the_picture_of_an_item_is_cut_where_the_parser_cuts() -> None:
    layouts = import_module("hollow_site.layouts")
    raw = layouts.sample()
    fields = {field.name: field.data for field in layouts.fields_of(raw)}
    item = parse_item(raw)
    assert b"".join(fields.values()) == raw
    assert fields["signature"] == item.signature
    assert fields["target"] == item.target
    assert fields["tag bytes"] == item.tag_bytes
    assert fields["data"] == item.data
    assert all(f">{name}</text>" in str(layouts.draw_item("x", "item")) for name in fields)


def test_a_conversation_says_what_changed_and_why_not() -> None:
    sequences = import_module("hollow_site.sequences")
    bond = {"stake": "5", "leaving": "0"}
    stake = {"caller": ALICE, "anchor": "7", "input": {"role": "DRE", "amount": "5"}}
    case: dict[str, Any] = {
        "id": "x",
        "title": "a <case>",
        "steps": [
            {"verb": "reset", "role": "staking", "genesis": {}, "expect": {"ok": {}}},
            {
                "verb": "step",
                "op": "Stake",
                "args": stake,
                "expect": {"ok": {}},
                "changes": {"anchor": "7", f"bonds/{ALICE}/DRE": bond},
            },
            {
                "verb": "step",
                "op": "Unstake",
                "args": stake,
                "expect": {"ok": {}},
                "changes": {f"bonds/{ALICE}/DRE": {**bond, "leaving": "5"}},
            },
            {"verb": "view", "path": "liquid", "expect": {"ok": {}}},
            {
                "verb": "step",
                "op": "Withdraw",
                "args": {**stake, "input": {"role": "DRE", "evidence": "x" * 30}},
                "expect": {"reject": {"code": "NOT_READY"}},
            },
        ],
    }
    tie = "\N{NO-BREAK SPACE}"
    said = sequences.Exchange
    assert sequences.exchanges(case) == [
        said("7", "Alice", "Stake DRE, 5", "", None, (f"bonds/Alice/DRE: stake{tie}5",)),
        said("7", "Alice", "Unstake DRE, 5", "", None, (f"bonds/Alice/DRE: leaving{tie}5",)),
        said("7", "Alice", "Withdraw", f"role{tie}DRE, evidence{tie}{'x' * 30}", "NOT_READY", ()),
    ]
    picture = str(sequences.draw_sequence("x", case))
    assert 'aria-label="a &lt;case&gt;"' in picture
    assert picture.count('class="arrow"') == 2
    assert picture.count('class="refused"') == 1
    assert ">refused: NOT_READY</text>" in picture
