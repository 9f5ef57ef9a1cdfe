"""Results to stdout."""

from __future__ import annotations

import click

from ccsim.errors import OutputError


def say(text: str) -> None:
    """Print `text`.

    Raises
    ------
    OutputError
        Where stdout takes no more (a full disk); a reader who has left is click's to handle.
    """
    try:
        click.echo(text)
    except BrokenPipeError:
        raise
    except OSError as refusal:
        raise OutputError(f"ccsim: cannot print the results: {refusal.strerror or refusal}") from refusal
