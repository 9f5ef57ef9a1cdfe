"""`ccsim risk`."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

import ccsim.cli.options as options
from ccsim.cli.compare import show_and_save, tell_ending
from ccsim.cli.quantity import SHARE
from ccsim.cli.run import cores, told


@click.command(short_help="And if the inputs are wrong? What may happen, and which input carries the risk.")
@click.argument("file", metavar="FILE")
@options.changes
@click.option("--draws", type=click.IntRange(min=20), default=100, show_default=True, help="Of the uncertain inputs.")
@click.option("--replications", type=click.IntRange(min=2), default=4, show_default=True, help="Of each draw.")
@click.option(
    "--measure",
    "measures",
    multiple=True,
    metavar="MEASURE",
    help="Only this: asa, 'asa of sales', 'occupancy of agents team'. [default: those of the targets, and the "
    "headlines]",
)
@click.option(
    "--range", "central", type=SHARE, default="90%", show_default=True, help="What ranges hold of what may happen."
)
@click.option("--seed", type=click.IntRange(min=0), help="Of draws and customers, instead of the scenario's.")
@options.jobs()
@options.engine("the scenario's")
@options.confidence("Of each interval (±)", "the scenario's")
@click.option("--json", "as_json", is_flag=True, help="Print risk.json instead of the table.")
@click.option(
    "--out",
    metavar="DIR",
    help="Write report.html, risk.json, risk.csv, draws.csv, quantiles.csv, along.csv and risk.png to this folder.",
)
@options.lang
@options.xlsx()
@options.quiet()
def risk(
    file: str,
    changes: tuple[str, ...],
    draws: int,
    replications: int,
    measures: tuple[str, ...],
    central: float,
    seed: int | None,
    jobs: int | None,
    engine: str | None,
    confidence: float | None,
    as_json: bool,
    out: str | None,
    lang: str,
    xlsx: str | None,
    quiet: bool,
) -> None:
    """What may happen when the inputs are not known exactly, and which of them carries most of the risk.

    A section `uncertainty` in the file names what is not known, what it changes, and how far it may be off:

    \b
      uncertainty:
        forecast: {change: volume, lognormal: {mean: 100%, cv: 8%}}
        AHT: {change: handle_time, normal: {mean: 0 s, sd: 8 s}}
        flu: {change: absence, uniform: {low: 0 points, high: 4 points}}

    Tells for each target how probably it is met, in the long run and by one horizon such as this week, apart from what
    the simulation itself is unsure of. Ends with status 0 whenever it ran, whatever the targets say.
    """
    from ccsim.study.risk import risk as risked
    from ccsim.study.risk_result import FILES, RISK

    options.check_xlsx(xlsx)
    if out is not None:
        from ccsim.study.comparison_files import check

        check(Path(out), RISK, FILES)
    with told(quiet) as how:
        found = risked(
            file,
            changes=changes,
            draws=draws,
            replications=replications,
            measures=measures or None,
            central=central,
            seed=seed,
            jobs=jobs or cores(),
            engine=engine,  # type: ignore[arg-type]
            confidence=confidence,
            **how,
        )
    from ccsim.cli.risk_table import risk_table

    show_and_save(found, lambda: risk_table(found), as_json, out, xlsx, quiet, partial(found.save, language=lang))
    tell_ending(found.as_it_is, found.notes)
