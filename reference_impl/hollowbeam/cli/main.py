"""``hb``: every command of Hollow BEAM, and of whoever plugs into it.

A command is an entry point of group ``hollowbeam.commands``: a ``typer.Typer`` or a function. It is
imported when it is called, or when the help lists it, so its module must be light: what is heavy is
imported inside the command. ``EXAMPLES`` in the module of a function end its help.

Exit codes: what the command returns; 2 for a wrong command line or a missing extra; 130 when
interrupted; 70 for a bug of ours, never for bad input.
"""

from __future__ import annotations

import platform
import shlex
import sys
import traceback
from collections.abc import Iterator, Mapping
from importlib.metadata import EntryPoint, entry_points
from typing import Annotated, Any, Final, NoReturn, cast

import typer
from typer.core import TyperGroup

from hollowbeam import __version__

COMMAND_GROUP: Final = "hollowbeam.commands"
EXIT_USAGE: Final = 2
EXIT_BUG: Final = 70
SENTENCE: Final = 200
"""The characters of a command's first sentence that the list of commands shows."""

HELP_OPTIONS: Final = {"help_option_names": ["-h", "--help"]}

EXAMPLES: Final = """\b
Examples:
  hb conform                  judge the reference
  hb conform -- ./my-adapter  judge yours, in whatever language
  hb spec STK-4               read one clause
  hb prove --only STK         prove one room
  hb COMMAND --help           what a command does, with examples
"""

# Top-level modules that an extra brings, by the name of the extra.
EXTRAS: Final = {
    "Crypto": "eth",
    "coincurve": "eth",
    "crosshair": "prove",
    "z3": "prove",
    "furo": "docs",
    "myst_parser": "docs",
    "sphinx": "docs",
    "sphinx_copybutton": "docs",
    "sphinx_needs": "docs",
}


class InstalledCommands(Mapping[str, Any]):
    """The commands of all installed packages, by name; reading one imports it."""

    def __init__(self) -> None:
        self._found = {found.name: found for found in entry_points(group=COMMAND_GROUP)}

    def __getitem__(self, name: str) -> Any:
        return load_command(self._found[name])

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._found))

    def __len__(self) -> int:
        return len(self._found)


class SentenceGroup(TyperGroup):
    """A group whose help gives each command its whole first sentence."""

    def format_commands(self, _context: Any, formatter: Any) -> None:
        """List every command with its whole first sentence, over several lines if need be."""
        rows = [
            (name, command.get_short_help_str(SENTENCE)) for name, command in self.commands.items()
        ]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


class CommandGroup(SentenceGroup):
    """A group whose commands are found by entry point."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        # Only ever read: for a name, for all names, and for the names close to a mistyped one.
        self.commands = cast("Any", InstalledCommands())

    def list_commands(self, _context: Any) -> list[str]:
        """Give the names alone: importing every command is for the help to ask."""
        return list(self.commands)


def load_command(found: EntryPoint) -> Any:
    """Import a command; one that cannot be imported says so when listed and when called."""
    try:
        target = found.load()
    except (ImportError, AttributeError) as error:
        target = unavailable(found, error)
    if not isinstance(target, typer.Typer):
        application = typer.Typer(add_completion=False, rich_markup_mode=None)
        examples = getattr(sys.modules.get(target.__module__), "EXAMPLES", None)
        application.command(epilog=examples, context_settings=HELP_OPTIONS)(target)
        target = application
    command = typer.main.get_command(target)
    command.name = found.name
    return command


def unavailable(found: EntryPoint, error: Exception) -> Any:
    """Stand in for a command of a package that is not whole, so that the others still work."""

    def explain() -> NoReturn:
        typer.echo(f"hb {found.name}: {found.value} cannot be imported: {error}", err=True)
        raise typer.Exit(EXIT_USAGE)

    explain.__doc__ = f"(cannot be imported: {error})"
    return explain


def show_version(wanted: bool) -> None:
    """Print the version and end, when the option is given."""
    if wanted:
        typer.echo(f"hollowbeam {__version__}")
        raise typer.Exit


application = typer.Typer(
    cls=CommandGroup,
    no_args_is_help=True,
    rich_markup_mode=None,  # plain text: the rich help alone takes 0.2 s to import
    epilog=EXAMPLES,
    context_settings=HELP_OPTIONS,
    pretty_exceptions_enable=False,
)


@application.callback()
def hb(
    version: Annotated[
        bool,
        typer.Option("--version", callback=show_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Hollow BEAM: the reference, its proofs, and a conformance suite for any language."""


def missing_extra(error: ModuleNotFoundError) -> str | None:
    """Name the extra that brings the missing module; None if no extra of ours does."""
    return EXTRAS.get((error.name or "").partition(".")[0])


def report_bug() -> None:
    """Say that the fault is ours, and give what a report needs."""
    traceback.print_exc()
    arguments = shlex.join(sys.argv[1:])
    system = f"{platform.python_version()} on {platform.platform()}"
    sys.stderr.write(
        "\nThis is a bug in Hollow BEAM, not in your input. "
        "Please open an issue with the lines above and these:\n"
        f"  hollowbeam {__version__}, Python {system}\n"
        f"  hb {arguments}\n"
    )


def main() -> NoReturn:
    """Run ``hb`` with the arguments of this process, and end it."""
    try:
        application(prog_name="hb")
    except KeyboardInterrupt:
        sys.exit(130)
    except ModuleNotFoundError as error:
        extra = missing_extra(error)
        if extra is None:
            report_bug()
            sys.exit(EXIT_BUG)
        sys.stderr.write(
            f"hb: this needs the module {error.name}, which the extra '{extra}' brings:\n"
            f"  python3 run.py setup            in a clone\n"
            f"  pip install 'hollowbeam[{extra}]'   elsewhere\n"
        )
        sys.exit(EXIT_USAGE)
    except Exception:  # noqa: BLE001 - the last resort: whatever escapes a command is our bug
        report_bug()
        sys.exit(EXIT_BUG)
    sys.exit(0)
