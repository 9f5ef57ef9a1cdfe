"""Results to stdout."""

from __future__ import annotations

import os
import sys

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
        # What is still in its buffer would fail once more, and loudly, as Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise OutputError(f"ccsim: cannot print the results: {refusal.strerror or refusal}") from refusal
