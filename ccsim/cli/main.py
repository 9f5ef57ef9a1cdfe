"""`ccsim`: parses what was asked, calls one public function, prints. Nothing heavy is imported before it is needed."""

from __future__ import annotations

import difflib
import errno
import os
import sys
from importlib import import_module
from typing import Any

import click

from ccsim.errors import CcsimError

COMMANDS = (
    "new",
    "validate",
    "run",
    "compare",
    "check",
    "stress",
    "risk",
    "sweep",
    "paths",
    "plot",
    "report",
    "schema",
    "erlang",
)
UNUSABLE, INTERRUPTED, BUG = 2, 130, 70
DISK_FULL = "ccsim: no space left on the device that is written to"
REPORT_TO = "please report it with the scenario and this line; CCSIM_DEBUG=1 shows where it happened"


class Commands(click.Group):
    """Imports a command when it is asked for, and turns errors into messages and exit statuses."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"ccsim.cli.{name}"), name)
        return command

    def resolve_command(
        self, context: click.Context, arguments: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = arguments[0]
        if name not in COMMANDS and not context.resilient_parsing:
            near = difflib.get_close_matches(name, COMMANDS, n=1, cutoff=0.4)
            hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(COMMANDS)}"
            raise click.UsageError(f"no command {name!r} ({hint})", context)
        return super().resolve_command(context, arguments)

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except CcsimError as error:
            from ccsim.cli.ink import clean

            click.echo("\n".join(map(clean, str(error).split("\n"))), err=True)
            context.exit(UNUSABLE)
        except KeyboardInterrupt:
            click.echo("ccsim: stopped before anything was finished", err=True)
            context.exit(INTERRUPTED)
        except MemoryError:
            click.echo("ccsim: not enough memory for this", err=True)
            context.exit(UNUSABLE)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:
            if isinstance(error, OSError) and error.errno == errno.ENOSPC:
                click.echo(DISK_FULL, err=True)
                context.exit(UNUSABLE)
            if context.params.get("debug") or os.environ.get("CCSIM_DEBUG") not in (None, "", "0"):
                raise
            said = " ".join(str(error).split())
            click.echo(f"ccsim: sorry, a bug in ccsim: {type(error).__name__}: {said}; {REPORT_TO}", err=True)
            context.exit(BUG)


def print_version(context: click.Context, parameter: click.Parameter, asked: bool) -> None:
    if asked and not context.resilient_parsing:
        from ccsim.version import version

        click.echo(f"ccsim {version()}")
        context.exit()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=print_version, help="Show the version."
)
@click.option("--debug", is_flag=True, help="Show where an unexpected error happened (also CCSIM_DEBUG=1).")
def cli(debug: bool) -> None:
    """Simulate a contact center: staffing, routing and service levels before the day happens.

    FILE is a scenario file (YAML) or a folder that holds scenario.yaml. Results go to stdout, progress and messages to
    stderr. Exit status: 0 done, 2 unusable input, 70 a bug, 130 stopped with nothing finished; `check` has its own.
    """


def main() -> None:
    """Entry point of the installed `ccsim`."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")  # a terminal without "±" shows "?", it does not stop the answer
    try:
        cli.main(prog_name="ccsim")
    except OSError as error:  # of what click prints before any command begins, such as --help
        if error.errno != errno.ENOSPC:
            raise
        click.echo(DISK_FULL, err=True)
        sys.exit(UNUSABLE)
