"""`ccsim run`."""

from __future__ import annotations

import json
import os
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

import ccsim.cli.options as options
from ccsim.cli.say import say, say_table

if TYPE_CHECKING:
    from pathlib import Path

    from ccsim.scenario.schema import Scenario
    from ccsim.study.record_files import RecordsFormat
    from ccsim.study.result import Result

UNFINISHED = 2


@click.command(short_help="Simulate a scenario: measures, intervals, targets.")
@click.argument("file", metavar="FILE")
@options.changes
@click.option("--out", metavar="DIR", help="Write report.html, summary.json, measures.csv, waits.csv to this folder.")
@options.lang
@click.option(
    "--records",
    is_flag=True,
    help="With --out: also every contact, customer and booking, and agents' time; report.html plays a day of it.",
)
@click.option(
    "--records-format",
    type=click.Choice(("parquet", "csv")),
    help="With --records. [default: parquet, or csv where pyarrow is not installed]",
)
@options.xlsx()
@click.option("--json", "as_json", is_flag=True, help="Print summary.json instead of the table.")
@click.option("--replications", type=click.IntRange(min=1), help="Exactly so many, instead of what the scenario says.")
@click.option("--seed", type=click.IntRange(min=0), help="Instead of the scenario's seed.")
@options.jobs()
@options.engine("the scenario's engine")
@options.quiet("warnings, compilation and files written")
@click.option(
    "--trace",
    "--explain",
    "contact",
    metavar="CONTACT_ID",
    help="Tell the journey of one customer instead, by any contact of his: account_call/2026-03-02T10:30/17. "
    "The reference engine tells it.",
)
@click.option("--replication", type=click.IntRange(min=1), default=1, show_default=True, help="With --trace: in which.")
def run(
    file: str,
    changes: tuple[str, ...],
    out: str | None,
    lang: str,
    records: bool,
    records_format: RecordsFormat | None,
    xlsx: str | None,
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
    if contact is not None and (as_json or out is not None or records or xlsx is not None):
        raise click.UsageError("--trace tells of one customer and has no --json, --out, --xlsx or --records")
    if records and out is None:
        raise click.UsageError("--records needs --out DIR")
    if records_format is not None and not records:
        raise click.UsageError("--records-format needs --records")
    from ccsim.scenario import load

    scenario = load(file, changes)
    if contact is not None:
        from ccsim.cli.layout import flowing
        from ccsim.study.explain import explain

        if engine == "compiled" and not quiet:
            announce("the reference engine tells journeys; the compiled one has the same")
        say_table(lambda: flowing(explain(scenario, contact, replication=replication, seed=seed)))
        return
    options.check_xlsx(xlsx, scenario.tables)
    how = {"replications": replications, "seed": seed, "jobs": jobs or cores(), "engine": engine}
    with ExitStack() as stack:
        saving = None
        if out is not None:
            from ccsim.study.record_files import records_format as chosen
            from ccsim.study.record_tables import tables_of
            from ccsim.study.saving import Saving

            form = chosen(records_format) if records else None
            if form == "csv" and records_format is None:
                click.echo(
                    "pyarrow is not installed: records are written as CSV (pip install 'ccsim[parquet]')", err=True
                )
            saving = stack.enter_context(Saving(out, form, scenario.tables, tables_of(scenario)))
        result = simulated(scenario, quiet, saving.add if saving is not None and records else None, how)
        try:
            show(result, file, as_json)
        finally:  # after the table, which a full disk leaves; and where nobody can read the table too
            written = saving.commit(result, lang) if saving is not None else []
            options.save_xlsx(result, xlsx, quiet)
    if saving is not None:
        tell_files(written, saving.removed, quiet)
    tell(result, scenario, file, quiet)


def simulated(scenario: Scenario, quiet: bool, each: Callable[..., None] | None, options: dict[str, Any]) -> Result:
    from ccsim.study.assumptions import COMMAND_LINE
    from ccsim.study.simulate import simulate

    with told(quiet) as how:
        return replace(simulate(scenario, each=each, **how, **options), given_at=COMMAND_LINE)


def announce(sentence: str) -> None:
    from ccsim.cli.ink import clean

    click.echo(clean(f"ccsim: {sentence}"), err=True)


def show(result: Result, file: str, as_json: bool) -> None:
    """Results on stdout."""
    if as_json:
        say(json.dumps(result.summary(), ensure_ascii=False, allow_nan=False))
        return
    from ccsim.cli.table import table

    say_table(lambda: table(result, file))


def tell_files(written: list[Path], removed: list[Path], quiet: bool) -> None:
    """Files written and removed, on stderr."""
    if removed:
        names = ", ".join(path.name for path in removed)
        click.echo(f"removed {names} of an earlier run from {removed[0].parent}", err=True)
    if written and not quiet:
        click.echo(f"wrote {', '.join(path.name for path in written)} to {written[0].parent}", err=True)


def tell(result: Result, scenario: Scenario, file: str, quiet: bool) -> None:
    """What was taken for granted, how many warnings there are, and what cut the run short, on stderr."""
    from ccsim.model.warnings import warn

    for sentence in () if quiet else scenario.assumed:
        announce(sentence)
    warnings = 0 if quiet else len(warn(scenario, result.model))
    if warnings:
        click.echo(
            f"{warnings} warning{'s' if warnings > 1 else ''}, shown by: ccsim validate {shlex.quote(file)}"
            + "".join(f" --set {shlex.quote(change)}" for change in scenario.changes),
            err=True,
        )
    for note in result.notes[: int(result.interrupted) + bool(result.lost)]:
        click.echo(f"ccsim: {note}", err=True)
    if result.lost:
        click.get_current_context().exit(UNFINISHED)


@contextmanager
def told(quiet: bool, what: str = "replications") -> Iterator[dict[str, Any]]:
    """What a simulation calls on its way: a bar with the time left where stderr is a terminal, announcements."""
    if quiet:
        yield {}
    elif not sys.stderr.isatty():
        yield {"announce": announce}
    else:
        from ccsim.cli.progress import bar

        with bar(what) as (show_progress, above):
            yield {"progress": show_progress, "announce": lambda sentence: above(f"ccsim: {sentence}")}


def cores() -> int:
    """Cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1
