"""`ccsim schema`."""

from __future__ import annotations

import json

import click

from ccsim.cli.say import say


@click.command(short_help="Print the JSON Schema of scenario files.")
def schema() -> None:
    """Print the JSON Schema of scenario files, for editors.

    \b
    ccsim schema > ccsim.schema.json
    and in the first line of a scenario:
    # yaml-language-server: $schema=ccsim.schema.json
    """
    from ccsim.scenario import json_schema

    say(json.dumps(json_schema(), indent=2, ensure_ascii=False))
