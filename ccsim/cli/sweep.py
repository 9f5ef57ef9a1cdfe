"""`ccsim sweep`."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import click

import ccsim.cli.options as options
from ccsim.cli.run import UNFINISHED, cores, told
from ccsim.cli.say import say, say_table
from ccsim.errors import CcsimError

if TYPE_CHECKING:
    from ccsim.study.sweep_result import Sweep

STOPPED = 130


class Shard(click.ParamType[tuple[int, int]]):
    """`3/16`: the third part of sixteen."""

    name = "K/N"

    def convert(self, value: Any, parameter: click.Parameter | None, context: click.Context | None) -> tuple[int, int]:
        if isinstance(value, tuple):
            return value
        found = re.fullmatch(r"\s*(\d+)\s*/\s*(\d+)\s*", value)
        if found is None or not 1 <= int(found[1]) <= int(found[2]):
            self.fail(f"expected a part of all points, 1/16 to 16/16, got {value!r}", parameter, context)
        return int(found[1]), int(found[2])


@click.command(short_help="A scenario at many points: grids, samples, sensitivities; killed, it goes on.")
@click.argument("paths", metavar="EXPERIMENT", nargs=-1)
@click.option("--out", metavar="DIR", help="Write report.html, the table and effects here; where it was begun, go on.")
@options.jobs("Processes at most, each at a point")
@click.option(
    "--cluster", metavar="ADDRESS", help="Instead of --jobs: the workers of this dask scheduler, tcp://HOST:PORT."
)
@options.engine("the scenario's")
@click.option("--shard", type=Shard(), help="With --out: only this part of all points, for batch queues: 3/16.")
@click.option("--merge", "merged", metavar="OUT", help="Join folders of shards: ccsim sweep --merge OUT DIR...")
@click.option("--retry", is_flag=True, help="Simulate points that failed once more.")
@click.option(
    "--format",
    "table_format",
    type=click.Choice(("parquet", "csv")),
    help="Of the table in DIR. [default: parquet, or csv where pyarrow is not installed]",
)
@options.lang
@options.xlsx()
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON instead of the tables.")
@options.quiet()
def sweep(
    paths: tuple[str, ...],
    out: str | None,
    jobs: int | None,
    cluster: str | None,
    engine: Any,
    shard: tuple[int, int] | None,
    merged: str | None,
    retry: bool,
    table_format: Any,
    lang: str,
    xlsx: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Simulate a scenario at all points of an experiment, every one on the same customers.

    \b
      ccsim sweep experiments/patience/experiment.yaml --out patience
      ccsim sweep experiment.yaml --out big --cluster tcp://scheduler:8786
      ccsim sweep experiment.yaml --out part3 --shard 3/16
      ccsim sweep --merge whole part1 part2 part3

    With --out it can be killed at any moment: the same command goes on, and nothing is simulated twice. Points that
    fail are told and cost no other. Ends with status 0 when every point is finished, 2 when none could be or some are
    missing from what is merged or because a cluster was lost, 130 when it was stopped.
    """
    options.check_xlsx(xlsx)
    if merged is not None:
        given = {"--out": out, "--shard": shard, "--jobs": jobs, "--cluster": cluster}
        refuse({**given, "--engine": engine, "--retry": retry})
        from ccsim.study.sweep import merge

        result, folder = merge(merged, paths, table_format=table_format, language=lang), merged
    else:
        if len(paths) != 1:
            raise click.UsageError(f"give the file of one experiment, not {len(paths)}")
        if cluster is not None and jobs is not None:
            raise click.UsageError("--cluster has workers of its own: say how many there (dask worker), not by --jobs")
        if shard is not None and out is None:
            raise click.UsageError("--shard needs --out DIR: its results are for --merge")
        if out is None and (retry or table_format):
            raise click.UsageError(f"{'--retry' if retry else '--format'} needs --out DIR")
        from ccsim.study.sweep import sweep as swept

        where = {"cluster": cluster} if cluster is not None else {"jobs": jobs or cores()}
        common: dict[str, Any] = {**where, "engine": engine, "retry": retry}
        with told(quiet, "points") as how:
            result = swept(paths[0], out=out, shard=shard, table_format=table_format, language=lang, **how, **common)
        folder = out or ""
    show(result, as_json)
    options.save_xlsx(result, xlsx, quiet)
    if folder and not quiet:
        click.echo(f"wrote {', '.join(files(result, folder))} to {folder}", err=True)
    tell(result, shard, merged is not None)


def refuse(given: dict[str, Any]) -> None:
    wrong = [option for option, value in given.items() if value]
    if wrong:
        raise click.UsageError(f"--merge joins what is finished: it has no {', '.join(wrong)}")


def show(result: Sweep, as_json: bool) -> None:
    """Results on stdout."""
    if as_json:
        say(json.dumps(result.summary(), ensure_ascii=False, allow_nan=False))
        return
    from ccsim.cli.sweep_table import sweep_table

    say_table(lambda: sweep_table(result))


def files(result: Sweep, folder: str) -> list[str]:
    from pathlib import Path

    from ccsim.study.saving import REPORT
    from ccsim.study.sweep_folder import EFFECTS, MANIFEST, RESULTS

    report = () if result.unreported else (REPORT,)
    return [name for name in (*report, *RESULTS.values(), EFFECTS, MANIFEST) if (Path(folder) / name).exists()]


def tell(result: Sweep, shard: tuple[int, int] | None, merged: bool) -> None:
    """What is not there, on stderr: a report, points that failed or are missing; and the exit status."""
    if result.unreported:
        click.echo(f"ccsim: everything is written but report.html: {result.unreported}", err=True)
    for number, fault in list(result.faults.items())[:20]:
        click.echo(f"ccsim: point {number} failed: {fault}", err=True)
    context = click.get_current_context()
    points, missing = len(result.manifest["points"]), result.missing
    if result.interrupted:
        done = points - len(missing)
        click.echo(
            f"ccsim: stopped by Ctrl-C: {done} of {points} points are finished; with --out the same command goes on",
            err=True,
        )
        context.exit(STOPPED)
    if result.lost:
        click.echo(
            f"ccsim: {result.lost}: {points - len(missing)} of {points} points are finished; with --out the same "
            "command goes on",
            err=True,
        )
        context.exit(UNFINISHED)
    if merged and missing:
        click.echo(
            f"ccsim: {len(missing)} of {points} points are missing: {spans(missing)}; simulate their shards, or let "
            f"ccsim sweep EXPERIMENT --out go on here",
            err=True,
        )
        context.exit(UNFINISHED)
    if result.faults and not len(result.frame):
        raise CcsimError("ccsim: every point failed")


def spans(numbers: list[int]) -> str:
    """`3, 7-9`"""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][1] + 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in parts)
