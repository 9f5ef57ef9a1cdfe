"""Results to stdout."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import click

from ccsim.errors import OutputError


def say(text: str) -> None:
    """Print `text`.

    Raises
    ------
    OutputError
        Where stdout takes no more (a full disk); a reader who has left is click's to handle.
    """
    _echo(text, None)


def say_table(table: Callable[[], Iterable[str]]) -> None:
    """Print the lines of a table, made for what stdout is; below it, which columns that had no room for.

    Raises
    ------
    OutputError
        As `say`.
    """
    from ccsim.cli.ink import printed
    from ccsim.cli.layout import fitting_screen
    from ccsim.cli.screen import of_stdout, on

    with on(of_stdout()) as screen:
        lines = fitting_screen(list(table()))
        _echo("\n".join(map(printed, lines)), screen.colour)


def _echo(text: str, colour: bool | None) -> None:
    try:
        click.echo(text, color=colour)
    except BrokenPipeError:
        raise
    except OSError as refusal:
        raise OutputError(f"ccsim: cannot print the results: {refusal.strerror or refusal}") from refusal
