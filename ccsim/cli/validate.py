"""`ccsim validate`."""

from __future__ import annotations

import json

import click

import ccsim.cli.options as options
from ccsim.cli.say import say, say_table


@click.command(short_help="Show what was understood, and what looks wrong.")
@click.argument("file", metavar="FILE")
@options.changes
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def validate(file: str, changes: tuple[str, ...], as_json: bool) -> None:
    """Read and check a scenario without simulating: what was understood, and what looks wrong.

    Faults go to stderr, one a line with file, line and key, and end with status 2; so does a routing policy that cannot
    be imported. Warnings leave it usable: status 0.
    """
    from ccsim.cli.layout import flowing
    from ccsim.model import build
    from ccsim.model.warnings import describe, warn
    from ccsim.study.assumptions import register, rests_on
    from ccsim.study.checked import checked
    from ccsim.study.replication import fresh_policy

    scenario = checked(file, changes)
    model = build(scenario)
    fresh_policy(model.routing)
    understood = [*describe(scenario, model), rests_on(register(scenario, model, {}, ""))]
    warnings = warn(scenario, model)
    if as_json:
        report = {"scenario": scenario.name, "understood": understood, "warnings": warnings}
        say(json.dumps(report, ensure_ascii=False))
        return
    found = f"{len(warnings)} warning{'s' if len(warnings) > 1 else ''}:" if warnings else "no warnings"
    lines = [*understood, "", f"no faults, {found}", *(f"- {warning}" for warning in warnings)]
    say_table(lambda: flowing(lines))
