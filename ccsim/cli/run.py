"""`ccsim run`."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from ccsim.scenario.schema import Scenario

ENGINES = ("auto", "reference", "compiled")
UNFINISHED = 2


@click.command(short_help="Simulate a scenario: measures, intervals, targets.")
@click.argument("file", metavar="FILE")
@click.option("--out", metavar="DIR", help="Write summary.json and measures.csv to this folder.")
@click.option("--records", is_flag=True, help="With --out: also every contact and every stretch of agents' time.")
@click.option("--json", "as_json", is_flag=True, help="Print summary.json instead of the table.")
@click.option("--replications", type=click.IntRange(min=1), help="Exactly so many, instead of what the scenario says.")
@click.option("--seed", type=click.IntRange(min=0), help="Instead of the scenario's seed.")
@click.option("--jobs", type=click.IntRange(min=1), help="Processes; results do not depend on it. [default: cores]")
@click.option("--engine", type=click.Choice(ENGINES), help="Instead of the scenario's engine.")
@click.option("--quiet", is_flag=True, help="No progress, no word on files written.")
@click.option(
    "--trace",
    "--explain",
    "contact",
    metavar="CONTACT_ID",
    help="Tell the life of one contact instead, such as account_call/2026-03-02T10:30/17.",
)
@click.option("--replication", type=click.IntRange(min=1), default=1, show_default=True, help="With --trace: in which.")
def run(
    file: str,
    out: str | None,
    records: bool,
    as_json: bool,
    replications: int | None,
    seed: int | None,
    jobs: int | None,
    engine: str | None,
    quiet: bool,
    contact: str | None,
    replication: int,
) -> None:
    """Simulate a scenario and show its measures with their intervals, and its targets.

    Ends with status 0 whenever it ran, whatever the targets say.
    """
    if records and out is None:
        raise click.UsageError("--records needs --out DIR")
    from ccsim.scenario import load

    scenario = load(file)
    if contact is not None:
        from ccsim.study.explain import explain

        click.echo("\n".join(explain(scenario, contact, replication=replication, seed=seed)))
        return
    options = {"replications": replications, "seed": seed, "jobs": jobs or cores(), "engine": engine}
    simulated(file, scenario, out, records, as_json, quiet, options)


def simulated(
    file: str, scenario: Scenario, out: str | None, records: bool, as_json: bool, quiet: bool, options: dict[str, Any]
) -> None:
    from ccsim.cli.table import table
    from ccsim.model.warnings import warn
    from ccsim.study.saving import Saving, has_parquet
    from ccsim.study.simulate import simulate

    with ExitStack() as stack:
        saving = stack.enter_context(Saving(out)) if out is not None else None
        each = saving.add if records and saving is not None else None
        if each is not None and not has_parquet():
            click.echo("pyarrow is not installed: records are written as CSV (pip install 'ccsim[parquet]')", err=True)
        with progress_bar(quiet) as progress:
            result = simulate(scenario, progress=progress, each=each, **options)
        if as_json:
            click.echo(json.dumps(result.summary(), ensure_ascii=False, allow_nan=False))
        else:
            click.echo("\n".join(table(result)))
        written = (
            saving.commit(result) if saving is not None else []
        )  # after the table: a full disk leaves that at least
    if written and not quiet:
        click.echo(f"wrote {', '.join(path.name for path in written)} to {out}", err=True)
    warnings = 0 if quiet else len(warn(scenario, result.model))
    if warnings:
        click.echo(f"{warnings} warning{'s' if warnings > 1 else ''}: ccsim validate {file}", err=True)
    for note in result.notes[: int(result.interrupted) + bool(result.lost)]:
        click.echo(f"ccsim: {note}", err=True)
    if result.lost:
        click.get_current_context().exit(UNFINISHED)


@contextmanager
def progress_bar(quiet: bool) -> Iterator[Callable[[int, int], None] | None]:
    """A bar with time left on stderr, where that is a terminal."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("replications"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("left"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("replications", total=None)
        yield lambda done, goal: bar.update(task, completed=done, total=goal)


def cores() -> int:
    """Cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1
