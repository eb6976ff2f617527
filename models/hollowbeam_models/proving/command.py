"""What ``hb prove`` does: run, show, save counterexamples, keep the checked-in results fresh."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.text import Text

from hollowbeam_models.proving import results
from hollowbeam_models.proving.campaign import THEOREMS, CampaignError, Options, run
from hollowbeam_models.proving.pool import Answer, Pool
from hollowbeam_models.proving.progress import shown
from hollowbeam_models.proving.show import (
    WIDTH,
    counterexample_to_json,
    report_to_json,
    show_report,
)
from hollowbeam_models.proving.tasks import Replay, Task, Verb
from hollowbeam_models.proving.verdicts import Report, Verdict

DEFAULT_SEEDS: Final = (1, 2, 3)
FAILURES: Final = Path(".hb/failures")
STANDARD_OUTPUT: Final = "-"

_MOST_LINES: Final = 20


class UsageError(Exception):
    """What was asked cannot be done; the text says why."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to do with the report. ``root`` is the checkout whose results these are, if any."""

    json: str | None = None
    write: bool = False
    check: bool = True
    root: Path | None = None
    failures: Path = FAILURES


def prove(options: Options, wanted: Wanted) -> int:
    """Run the prover and give the exit code."""
    if find_spec("z3") is None:
        raise ModuleNotFoundError("the solver is not installed", name="z3")
    is_default = not options.patterns and options.seeds == DEFAULT_SEEDS
    if wanted.write and not is_default:
        raise UsageError("--write needs a full run: no --only, and the seeds 1,2,3")
    if wanted.write and wanted.root is None:
        raise UsageError("--write needs a checkout: this is an installed package")
    with shown() as listener:
        try:
            report = run(options, listener)
        except CampaignError as error:
            raise UsageError(str(error)) from error
    reproduce = save_failures(report, wanted.failures)
    console = console_for(sys.stderr if wanted.json == STANDARD_OUTPUT else sys.stdout)
    show_report(console, report, reproduce)
    code = report.exit_code
    if is_default and wanted.root is not None and (wanted.write or wanted.check):
        code = worse(code, keep_results(console, report, wanted, options.saboteurs))
    if wanted.json is not None:
        write_json(wanted.json, {**report_to_json(report), "exit_code": code})
    return code


def worse(one: int, other: int) -> int:
    """Give the exit code of two: a finding (1) before a doubt (2) before none (0)."""
    return 1 if 1 in {one, other} else max(one, other)


def console_for(stream: Any) -> Console:
    """Give the console on a stream; where that is no terminal, lines are as wide as a log's."""
    return Console(file=stream, highlight=False, width=None if stream.isatty() else WIDTH)


def save_failures(report: Report, folder: Path) -> dict[str, str]:
    """Write each counterexample to a file; give the command that replays it, by theorem."""
    commands = {}
    for verdict in report.verdicts:
        if verdict.attempt.counterexample is not None:
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / f"{verdict.theorem.id}.json"
            results.write(path, json_bytes(failure_of(verdict)))
            commands[verdict.theorem.id] = f"hb prove --replay {shlex.quote(str(path))}"
    return commands


def failure_of(verdict: Verdict) -> dict[str, Any]:
    """Give what a replay needs, and what a person wants to see."""
    return {
        "theorem": verdict.theorem.id,
        "counterexample": counterexample_to_json(verdict.attempt.counterexample),
    }


def keep_results(console: Console, report: Report, wanted: Wanted, saboteurs: str) -> int:
    """Write the checked-in results, or compare them with this run: 1 if they differ."""
    assert wanted.root is not None
    path = wanted.root / results.RESULTS
    fresh = results.results_of(report, wanted.root, results.files_of_saboteurs(saboteurs))
    written = path.read_bytes() if path.is_file() else b""
    if wanted.write:
        if written != fresh:
            results.write(path, fresh)
        console.print(
            Text(f"{results.RESULTS} is {'as it was' if written == fresh else 'written'}")
        )
        return 0
    if written == fresh:
        return 0
    console.print(Text(f"\n✗ {results.RESULTS} is not what this run shows", "bold red"))
    found = results.differences(written, fresh) if written else ["it does not exist"]
    for line in found[:_MOST_LINES]:
        console.print(Text(f"  {line}"))
    if len(found) > _MOST_LINES:
        console.print(Text(f"  and {len(found) - _MOST_LINES} more"))
    console.print(Text("  run `hb prove --write` and commit the file"))
    return 1


def write_json(name: str, value: Any) -> None:
    """Write JSON to a file, or to standard output."""
    if name == STANDARD_OUTPUT:
        sys.stdout.write(json_bytes(value).decode())
    else:
        results.write(Path(name), json_bytes(value))


def json_bytes(value: Any) -> bytes:
    """Give JSON that a person can read too."""
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode()


def replay_file(path: Path, theorems: str = THEOREMS) -> int:
    """Run a saved counterexample again: 1 if it still contradicts its theorem."""
    try:
        saved = json.loads(path.read_bytes())
        name, example = saved["theorem"], saved["counterexample"]
        witness, arguments = example["witness"], dict(example["arguments"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path} holds no counterexample of `hb prove`: {error}") from error
    answer = replayed(name, witness, theorems)
    if "ending" not in answer:
        raise UsageError("\n".join(map(str, answer.values())))
    console = console_for(sys.stdout)
    for argument, text in arguments.items():
        console.print(Text(f"  {argument} = {text}"), soft_wrap=True)
    mark, colour = ("✗", "bold red") if answer["fails"] else ("✓", "bold green")
    console.print(Text(f"{mark} {name}  {answer['ending']}", colour))
    return int(answer["fails"])


def replayed(name: str, witness: Any, theorems: str) -> Answer:
    """Run the body of a theorem with a witness, in a fresh process."""
    with Pool(1) as pool:
        listed = pool.ask(Task(Verb.LIST, theorems))
        modules = {found["id"]: found["module"] for found in listed.get("theorems", ())}
        if name not in modules:
            raise UsageError(f"there is no theorem {name}")
        answer = pool.ask(Task(Verb.REPLAY, modules[name], replays=(Replay(name, witness),)))
        return dict(answer["answers"][0]) if "answers" in answer else answer


def seeds_of(text: str) -> tuple[int, ...]:
    """Read ``1,2,3``. Raises UsageError for anything but distinct natural numbers."""
    try:
        seeds = tuple(int(part) for part in text.split(","))
    except ValueError:
        seeds = ()
    if not seeds or min(seeds) < 0 or len(set(seeds)) != len(seeds):
        raise UsageError(f"--seeds takes distinct numbers such as 1,2,3, not {text!r}")
    return seeds


def options_of(seeds: str, jobs: int, patterns: Sequence[str], root: Path | None) -> Options:
    """Put the options of the command line together."""
    costs = results.conditions_of(root)
    return Options(seeds=seeds_of(seeds), jobs=jobs, patterns=tuple(patterns), costs=costs)
