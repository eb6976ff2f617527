"""``hb conform``: judge an implementation, in whatever language, by the vectors."""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hollowbeam_conformance.commands.launching import Launching, Level

if TYPE_CHECKING:
    from hollowbeam_conformance.run.report import CaseResult, ClauseInfo, Report
    from hollowbeam_conformance.run.suite import Case, Suite

EXIT_NOT_TESTED = 2

EXAMPLES = """\b
Examples:
  hb conform                                      the reference
  hb conform -- ./my-adapter                      all that it claims
  hb conform --max-failures 1 -- ./my-adapter     until the first failure
  hb conform --only 'MSG-1' -- node adapter.mjs   one clause
  hb conform --report out -- java -jar my.jar     and a page to read, out/report.html
  hb conform --live --role staking -- ./adapter   random sequences, for a minute
  hb conform --case hb-live/live-stk-7-1a2b3c4d.jsonl -- ./adapter   what that found, again
"""


class Format(enum.StrEnum):
    """What is printed."""

    TEXT = "text"
    JSON = "json"
    JUNIT = "junit"
    HTML = "html"
    GITHUB = "github"


def conform(  # noqa: PLR0913, PLR0917 - one parameter for each option
    command: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="-- COMMAND",
            help="Starts the implementation behind the adapter protocol.  [the reference]",
            show_default=False,
        ),
    ] = None,
    role: Annotated[str | None, typer.Option(metavar="ROLE", help="Judge one role alone.")] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="PATTERN", help="A case, a clause or a role, * allowed; repeatable."),
    ] = None,
    smoke: Annotated[
        bool, typer.Option("--smoke", help="Only the first case of each clause.")
    ] = False,
    show_list: Annotated[
        bool, typer.Option("--list", help="List the cases, and run none.")
    ] = False,
    form: Annotated[Format, typer.Option("--format", help="What is printed.")] = Format.TEXT,
    report: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="PLACE",
            help="Also write a directory of all forms, or a .json, .xml, .html, .svg or .txt file;"
            " repeatable.",
        ),
    ] = None,
    live: Annotated[
        bool, typer.Option("--live", help="Draw random sequences, and compare with the reference.")
    ] = False,
    case: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Judge by the cases in a file; repeatable."),
    ] = None,
    save: Annotated[
        Path, typer.Option(metavar="DIRECTORY", help="Where --live saves what fails, as a case.")
    ] = Path("hb-live"),
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Every finding in full, with its trace.")
    ] = False,
    expect_failures: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Known failures, a line for each: CASE REASON."),
    ] = None,
    max_failures: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Stop after N failed cases.  [live: 1]")
    ] = None,
    max_time: Annotated[
        float | None,
        typer.Option(min=0, metavar="SECONDS", help="Stop after this time.  [live: 60]"),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(
            min=0,
            metavar="N",
            help="Run the cases in a random order; with --live, draw these sequences.",
        ),
    ] = None,
    isolation: Annotated[
        Level, typer.Option(help="How far it is shut in; auto takes the best there is.")
    ] = Level.AUTO,
    directory: Annotated[
        str | None,
        typer.Option(metavar="DIRECTORY", help="Start it here.  [an empty directory]"),
    ] = None,
    keep: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Hand on an environment variable; repeatable."),
    ] = None,
    reply_timeout: Annotated[
        float, typer.Option(min=0.001, metavar="SECONDS", help="How long one reply may take.")
    ] = 10.0,
    start_timeout: Annotated[
        float, typer.Option(min=0.001, metavar="SECONDS", help="How long the start may take.")
    ] = 30.0,
    memory: Annotated[
        int, typer.Option(min=1, metavar="MIB", help="How much memory it may use.")
    ] = 4096,
    vectors: Annotated[
        Path | None,
        typer.Option(metavar="DIRECTORY", help="Judge by other vectors.  [those of HB.1]"),
    ] = None,
    schemas: Annotated[
        Path | None,
        typer.Option(metavar="DIRECTORY", help="Write the JSON Schemas there, and end."),
    ] = None,
) -> None:
    """Judge an implementation by the conformance vectors; without a command, the reference.

    The command is started once and asked one line of JSON at a time on its standard input; it
    answers on its standard output. docs/implementers.md leads from nothing to the first verdict.

    Exit code 0: it conforms; 1: findings; 2: could not test; 130: interrupted.
    """
    from dataclasses import replace  # noqa: PLC0415 - a command is light until it is called

    from hollowbeam_conformance.run.process import Limits  # noqa: PLC0415
    from hollowbeam_conformance.run.session import Options  # noqa: PLC0415

    if schemas is not None:
        from hollowbeam_conformance.run.schemas import write_schemas  # noqa: PLC0415

        write_schemas(schemas)
        return
    suite = _suite(vectors)
    if live and (only or smoke or show_list or case or expect_failures):
        raise _not_tested("--live draws its own cases: it takes none, selects none and knows none")
    if case:
        suite = _cases(case, suite)
    if show_list:
        _show(suite.select(role, only or (), smoke=smoke))
        return
    limits = replace(
        Limits(),
        reply_seconds=reply_timeout,
        start_seconds=start_timeout,
        memory_bytes=memory << 20,
    )
    launching = Launching(tuple(command or ()), isolation, directory, tuple(keep or ()), limits)
    given = [] if vectors is None else ["--vectors", str(vectors)]
    if live:
        from hollowbeam_conformance.commands.live import Wishes, judge_live  # noqa: PLC0415

        wishes = Wishes(role, seed, max_time, max_failures, save)
        clauses = _clauses(suite)
        found = judge_live(suite, launching, wishes, clauses, [*_program(), "conform", *given])
        _write(found, report or ())
        _print(found, form, verbose=verbose)
        raise typer.Exit(found.exit_code)
    select = _selecting(role, only or (), smoke=smoke, seed=seed)
    given += [part for path in case or () for part in ("--case", str(path))]
    options = Options(
        role=role,
        patterns=only or (["*"] if case else ()),  # no file of cases is the whole suite
        smoke=smoke,
        seed=seed,
        max_seconds=max_time,
        max_failures=max_failures,
        expected=_expected(expect_failures),
        clauses=_clauses(suite),
        reproduce=_reproducing([*given, *launching.options()], select, launching.command),
    )
    found = _judge(suite, launching, options)
    _write(found, report or ())
    _print(found, form, verbose=verbose)
    raise typer.Exit(found.exit_code)


def _suite(place: Path | None) -> Suite:
    from hollowbeam_conformance.run.suite import BrokenSuite, load  # noqa: PLC0415
    from hollowbeam_conformance.vectors import DIRECTORY  # noqa: PLC0415

    try:
        return load(place or DIRECTORY)
    except BrokenSuite as error:
        raise _not_tested(str(error)) from error


def _cases(paths: Sequence[Path], whole: Suite) -> Suite:
    from hollowbeam_conformance.run.suite import BrokenSuite, read_cases  # noqa: PLC0415

    try:
        return read_cases(paths, whole)
    except BrokenSuite as error:
        raise _not_tested(str(error)) from error


def _expected(path: Path | None) -> dict[str, str]:
    from hollowbeam_conformance.run.verdict import (  # noqa: PLC0415
        BadExpectations,
        read_expectations,
    )

    try:
        return {} if path is None else read_expectations(path)
    except BadExpectations as error:
        raise _not_tested(str(error)) from error


def _not_tested(text: str) -> typer.Exit:
    typer.echo(f"hb conform: {text}", err=True)
    return typer.Exit(EXIT_NOT_TESTED)


def _show(cases: Sequence[Case]) -> None:
    """List cases: role, clause, id, title."""
    for case in cases:
        typer.echo(f"{case.role:<8} {case.clause:<7} {case.id:<40} {case.title}")
    if not cases:
        raise _not_tested("no case is selected")


def _clauses(suite: Suite) -> dict[str, ClauseInfo]:
    """Read titles and places of the clauses, where the chapters are at hand."""
    from hollowbeam.service.traceability.chapters import read_chapter  # noqa: PLC0415
    from hollowbeam.service.traceability.tree import NoCheckoutError, find_root  # noqa: PLC0415
    from hollowbeam_conformance.run.report import ClauseInfo  # noqa: PLC0415

    try:
        root = find_root(Path(__file__))
    except NoCheckoutError:
        return {}
    chapters = [root / "spec" / f"{role}.md" for role in suite.roles]
    found = [
        clause for path in chapters if path.is_file() for clause in read_chapter(root, path).clauses
    ]
    return {clause.id: ClauseInfo(title=clause.title, place=str(clause.place)) for clause in found}


def _selecting(
    role: str | None, only: Sequence[str], *, smoke: bool, seed: int | None
) -> list[str]:
    """Write down the options that choose cases and their order."""
    chosen = [] if role is None else ["--role", role]
    chosen += [part for pattern in only for part in ("--only", pattern)]
    chosen += ["--smoke"] if smoke else []
    return chosen + ([] if seed is None else ["--seed", str(seed)])


def _reproducing(
    options: Sequence[str], select: Sequence[str], command: Sequence[str]
) -> Callable[[str | None], str]:
    """Give the function that writes a command line which can be pasted."""
    import shlex  # noqa: PLC0415

    program = _program()
    tail = ["--", *command] if command else []

    def reproduce(case: str | None) -> str:
        chosen = select if case is None else ["--only", case]
        return shlex.join([*program, "conform", *options, *chosen, *tail])

    return reproduce


def _program() -> list[str]:
    """Say how this program is called from where the user is."""
    import os  # noqa: PLC0415
    import shutil  # noqa: PLC0415
    import sys  # noqa: PLC0415

    script = Path(sys.executable).with_name("hb")
    found = shutil.which("hb")
    if found and Path(found).resolve() == script.resolve():
        return ["hb"]
    called = script if script.exists() else Path(sys.executable)
    here = Path.cwd()
    name = os.path.relpath(called, here) if called.is_relative_to(here) else str(called)
    return [name] if script.exists() else [name, "-m", "hollowbeam"]


def _judge(suite: Suite, launching: Launching, options: object) -> Report:
    """Run the session, with progress on a terminal."""
    from hollowbeam_conformance.run.isolation import (  # noqa: PLC0415
        NotPossible,
        scratch_directory,
    )
    from hollowbeam_conformance.run.session import Options, Session  # noqa: PLC0415

    assert isinstance(options, Options), "made by conform"
    with scratch_directory() as scratch:
        try:
            launch = launching.prepared(scratch, suite.directory)
        except NotPossible as error:
            raise _not_tested(str(error)) from error
        listener, done = _listening()
        try:
            session = Session(
                suite, launch, limits=launching.limits, options=options, listener=listener
            )
            return session.run()
        finally:
            done()


def _listening() -> tuple[Callable[[int, int, CaseResult], None], Callable[[], None]]:
    """Draw the progress once it is known how many cases there are."""
    from contextlib import ExitStack  # noqa: PLC0415

    from hollowbeam_conformance.commands.progress import Progress  # noqa: PLC0415

    stack = ExitStack()
    shown: list[Progress] = []

    def listen(_done: int, total: int, result: CaseResult) -> None:
        if not shown:
            shown.append(stack.enter_context(Progress("conform", total)))
        shown[0].advance(result.id)

    return listen, stack.close


def _write(report: Report, places: Sequence[Path]) -> None:
    from hollowbeam_conformance.run.render import write  # noqa: PLC0415

    for place in places:
        try:
            written = write(report, place)
        except OSError as error:
            raise _not_tested(f"cannot write {place}: {error.strerror}") from error
        typer.echo(f"written: {', '.join(map(str, written))}", err=True)


def _print(report: Report, form: Format, *, verbose: bool) -> None:
    import os  # noqa: PLC0415
    import sys  # noqa: PLC0415

    from hollowbeam_conformance.run.render import FORMATS  # noqa: PLC0415
    from hollowbeam_conformance.run.render.text import text  # noqa: PLC0415

    if form is Format.TEXT:
        colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        printed = text(report, verbose=verbose, colour=colour)
    else:
        printed = FORMATS[form](report)
    typer.echo(printed, nl=False)
