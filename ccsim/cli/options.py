"""Options that several commands have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

import click
from click.core import ParameterSource

from ccsim.cli.quantity import SHARE

LANG = "CCSIM_LANG"
ENGINES = ("auto", "reference", "compiled")

Option = Callable[[Callable[..., Any]], Callable[..., Any]]

changes = click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="CHANGE",
    help="Change the scenario without a file, as often as you like: agents.voice.staffing[mon]+=2, "
    "contacts.*.arrivals*=110%, routing.contact_rule=longest_wait, reminders.sms=null.",
)


def jobs(processes: str = "Processes at most", what: str = "results") -> Option:
    """`what` does not depend on it."""
    return click.option(
        "--jobs",
        type=click.IntRange(min=1),
        help=f"{processes}; {what} do not depend on it. [default: cores, where that is faster]",
    )


def engine(whose: str, what: str = "results") -> Option:
    """Instead of `whose`; `what` does not depend on it."""
    return click.option("--engine", type=click.Choice(ENGINES), help=f"Instead of {whose}; {what} do not depend on it.")


def confidence(of: str, whose: str) -> Option:
    """`95%` or `0.95`; `of` says of what, instead of `whose`."""
    return click.option("--confidence", type=SHARE, help=f"{of}, such as 90% or 0.9. [default: {whose}]")


def quiet(of: str = "compilation and files written") -> Option:
    return click.option("--quiet", is_flag=True, help=f"No progress, no word on {of}.")


def lang(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--lang` of a command with `--out` (or `--merge`), beside which alone it means anything; the environment may
    always say it."""

    @opens_in
    @wraps(command)
    def in_language(*given: Any, out: str | None, **options: Any) -> Any:
        typed = click.get_current_context().get_parameter_source("lang") is ParameterSource.COMMANDLINE
        if typed and out is None and options.get("merged") is None:
            raise click.UsageError("--lang needs --out DIR: it is the language in which report.html opens")
        return command(*given, out=out, **options)

    return in_language


class Language(click.Choice[str]):
    """One that pages are written in."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """
        Raises
        ------
        click.UsageError
            There is no such language; says who asked for it, and which there are.
        """
        if value in self.choices:
            return value
        from ccsim.report.words import LANGUAGES

        by_environment = ctx is not None and ctx.get_parameter_source("lang") is ParameterSource.ENVIRONMENT
        whose = f"the environment variable {LANG}={value}" if by_environment else f"the option --lang {value}"
        *most, last = (f"{code} ({spoken['language']})" for code, spoken in LANGUAGES.items())
        raise click.UsageError(f"{whose} asks for a language that there is not: there are {', '.join(most)} and {last}")


opens_in = click.option(
    "--lang",
    type=Language(("en", "es")),
    default="en",
    envvar=LANG,
    show_default=True,
    show_envvar=True,
    help="Language in which report.html opens; it holds both.",
)


def xlsx() -> Option:
    """A workbook of the tables that a command shows."""
    return click.option(
        "--xlsx", metavar="FILE", help="Also write the tables as a workbook for Excel or LibreOffice: results.xlsx."
    )


def check_xlsx(xlsx: str | None, inputs: Sequence[str] = ()) -> None:
    """Refuses, before anything is simulated, a workbook that could not be written."""
    if xlsx is not None:
        from ccsim.workbook import check_workbook

        check_workbook(xlsx, inputs)


def save_xlsx(found: Any, xlsx: str | None, quiet: bool) -> None:
    """Write the workbook that was asked for, and say so on stderr."""
    if xlsx is not None:
        from ccsim.workbook import save_workbook

        save_workbook(found, xlsx)
        if not quiet:
            click.echo(f"wrote {xlsx}", err=True)
