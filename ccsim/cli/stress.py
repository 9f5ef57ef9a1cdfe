"""`ccsim stress`."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

import ccsim.cli.options as options
from ccsim.cli.compare import show_and_save, tell_ending
from ccsim.cli.run import cores, told


@click.command(short_help="What if: more volume, longer AHT, absence, one agent more or less.")
@click.argument("file", metavar="FILE")
@options.changes
@click.option("--replications", type=click.IntRange(min=2), help="Of each line, instead of what the scenario says.")
@click.option("--seed", type=click.IntRange(min=0), help="Of the customers of all lines, instead of the scenario's.")
@options.jobs()
@options.engine("the scenario's")
@options.confidence("Of all intervals together", "the scenario's")
@click.option("--json", "as_json", is_flag=True, help="Print stress.json instead of the table.")
@click.option("--out", metavar="DIR", help="Write report.html, stress.json and stress.csv to this folder.")
@options.lang
@options.xlsx()
@options.quiet()
def stress(
    file: str,
    changes: tuple[str, ...],
    replications: int | None,
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
    """What happens when things turn out otherwise, which target breaks, and what one more person brings.

    Volume 10 % higher and lower, AHT 15 s longer and shorter, absence 3 points higher, each reminder left out; then one
    agent more and one less in each group. A section `stress` in the file says a list of its own:

    \b
      stress:
        campaign: [contacts.*.arrivals*=125%]
        flu: [agents.voice.absence=12%, agents.chat.absence=12%]

    All lines meet the same customers, so that a difference shows the change and nothing else. Ends with status 0
    whenever it ran, whatever the targets say.
    """
    from ccsim.study.stress import STRESS
    from ccsim.study.stress import stress as stressed

    options.check_xlsx(xlsx)
    if out is not None:
        from ccsim.study.comparison_files import check
        from ccsim.study.saving import REPORT

        check(Path(out), STRESS, (REPORT,))
    with told(quiet) as how:
        found = stressed(
            file,
            changes=changes,
            replications=replications,
            seed=seed,
            jobs=jobs or cores(),
            engine=engine,  # type: ignore[arg-type]
            confidence=confidence,
            **how,
        )
    from ccsim.cli.stress_table import stress_table

    show_and_save(found, lambda: stress_table(found), as_json, out, xlsx, quiet, partial(found.save, language=lang))
    tell_ending(found.base, found.comparison.notes)
