"""`ccsim new`."""

from __future__ import annotations

import shlex

import click

from ccsim.cli.say import say

TEMPLATES = ("voice", "multichannel", "appointments")


@click.command(short_help="Write a commented scenario folder that runs.")
@click.argument("name", metavar="NAME")
@click.option(
    "--template", type=click.Choice(TEMPLATES), default="voice", show_default=True, help="What to start from."
)
def new(name: str, template: str) -> None:
    """Write a commented scenario folder that runs: NAME/scenario.yaml and its tables."""
    from ccsim.scenario import new as write

    write(name, template)
    folder = shlex.quote(name)
    say(f"{name}/scenario.yaml is ready. Try:  ccsim validate {folder}   and   ccsim run {folder}")
