"""`ccsim compare`."""

from __future__ import annotations

import json
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import ccsim.cli.options as options
from ccsim.cli.run import UNFINISHED, cores, told
from ccsim.cli.say import say, say_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ccsim.cli.variations import Variation
    from ccsim.scenario.change import Change
    from ccsim.scenario.schema import Scenario
    from ccsim.study.comparison import Comparison
    from ccsim.study.result import Result
    from ccsim.study.risk_result import Risk
    from ccsim.study.selected import Selected
    from ccsim.study.stress import Stress


@click.command(short_help="What a change does: paired differences on the same customers, with a verdict.")
@click.argument("base", metavar="BASE")
@click.argument("others", metavar="[OTHER]...", nargs=-1)
@click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="CHANGE",
    help="Changes of the base that together make one alternative: agents.voice.staffing[mon]+=2",
)
@click.option(
    "--with",
    "variations",
    multiple=True,
    metavar="'NAME: CHANGE; CHANGE'",
    help="Changes of the base as an alternative of their own; any number of them.",
)
@click.option(
    "--everywhere",
    "shared",
    multiple=True,
    metavar="CHANGE",
    help="A change of the base and of every alternative, such as a busy week: contacts.*.arrivals*=120%",
)
@click.option(
    "--measure",
    "measures",
    multiple=True,
    metavar="MEASURE",
    help="Compare only this: asa, 'asa of sales', 'occupancy of agents team', 'asa of sales on mon'. [default: those "
    "of the targets, and the headlines]",
)
@click.option(
    "--margin",
    "margins",
    multiple=True,
    metavar="MEASURE=VALUE",
    help="Least difference that matters: abandonment_rate='0.3 points', asa='5 s', cost='2 %' of the base's; "
    "of a share only points.",
)
@click.option("--replications", type=click.IntRange(min=2), help="Of each system, instead of what the base says.")
@click.option("--seed", type=click.IntRange(min=0), help="Of the customers of all systems, instead of the base's.")
@options.jobs()
@options.engine("the base's")
@options.confidence("Of all intervals together", "the base's")
@click.option("--json", "as_json", is_flag=True, help="Print comparison.json instead of the table.")
@click.option(
    "--out",
    metavar="DIR",
    help="Write report.html, comparison.json and comparison.csv to this folder (--select: selection.).",
)
@options.lang
@options.xlsx()
@click.option(
    "--select",
    metavar="MEASURE",
    help="Of many alternatives find the best by one measure, in as few replications as a guarantee allows.",
)
@click.option(
    "--delta",
    metavar="VALUE",
    help="With --select: the least difference worth finding, as for --margin (per cent: of the base's value after 20 "
    "replications).",
)
@options.quiet()
def compare(
    base: str,
    others: tuple[str, ...],
    changes: tuple[str, ...],
    variations: tuple[str, ...],
    shared: tuple[str, ...],
    measures: tuple[str, ...],
    margins: tuple[str, ...],
    replications: int | None,
    seed: int | None,
    jobs: int | None,
    engine: str | None,
    confidence: float | None,
    as_json: bool,
    out: str | None,
    lang: str,
    xlsx: str | None,
    select: str | None,
    delta: str | None,
    quiet: bool,
) -> None:
    """Compare alternatives with a base: what is better, what is worse, what it costs, which targets are met.

    BASE and OTHER are scenario files or folders; an alternative without a file is typed as changes of the base:

    \b
      ccsim compare bank --set agents.voice.staffing[mon]+=2 --set agents.chat.staffing[mon]-=2
      ccsim compare bank --with 'two more: agents.voice.staffing+=2' \\
        --with 'due first: routing.contact_rule=earliest_deadline'
      ccsim compare today.yaml pooled.yaml --everywhere 'contacts.*.arrivals*=120%'

    All are simulated on the same customers, so that a difference shows the change and nothing else. Ends with status 0
    whenever it ran, whatever the verdicts say.
    """
    refuse(select, delta, {"--measure": measures, "--margin": margins, "--replications": replications})
    names, scenarios = alternatives(base, others, changes, variations, shared)
    options.check_xlsx(xlsx, [table for one in scenarios for table in one.tables])
    common: dict[str, Any] = {"names": names, "seed": seed, "jobs": jobs or cores(), "engine": engine}
    common["confidence"] = confidence
    if out is not None:
        from ccsim.study.comparison_files import COMPARISON, check
        from ccsim.study.saving import REPORT
        from ccsim.study.selected import SELECTION

        check(Path(out), COMPARISON if select is None else SELECTION, (REPORT,))
    if select is not None and delta is not None:
        from ccsim.cli.select_table import select_table
        from ccsim.study.select import select as selected

        with told(quiet) as how:
            selection = selected(scenarios[0], *scenarios[1:], measure=select, delta=delta, **how, **common)
        saving = partial(selection.save, language=lang)
        show_and_save(selection, lambda: select_table(selection), as_json, out, xlsx, quiet, saving)
        tell(selection.notes[: selection.early], bool(selection.lost))
        return
    from ccsim.study.compare import compare as compared

    common |= {"measures": measures or None, "margins": typed_margins(margins), "replications": replications}
    with told(quiet) as how:
        comparison = compared(scenarios[0], *scenarios[1:], **how, **common)
    from ccsim.cli.compare_table import compare_table

    saving = partial(comparison.save, language=lang)
    show_and_save(comparison, lambda: compare_table(comparison), as_json, out, xlsx, quiet, saving)
    tell_ending(comparison.base, comparison.notes)


def refuse(select: str | None, delta: str | None, given: dict[str, Any]) -> None:
    """Options that do not go together."""
    if (select is None) != (delta is None):
        raise click.UsageError("--select MEASURE and --delta VALUE go together")
    if select is not None:
        wrong = [option for option, value in given.items() if value]
        if wrong:
            raise click.UsageError(
                f"--select decides by one measure, after as many replications as it takes: it has no {', '.join(wrong)}"
            )


def alternatives(
    base: str, others: tuple[str, ...], changes: tuple[str, ...], variations: tuple[str, ...], shared: tuple[str, ...]
) -> tuple[list[str], list[Scenario]]:
    """The names of the alternatives, and all scenarios, the base first; all with the `shared` changes.

    Raises
    ------
    ScenarioError
        With the faults of all files and changes.
    """
    from ccsim.cli.variations import together, variation
    from ccsim.errors import ScenarioError
    from ccsim.scenario.load import load, source
    from ccsim.study.systems import loaded

    if not (others or changes or variations):
        raise click.UsageError("nothing to compare with: give another scenario, --set CHANGE or --with 'NAME: CHANGE'")
    typed = [variation(text) for text in variations]
    if changes:
        typed.insert(0, together(changes))
    everywhere, idle = without_neutral(together(shared, "--everywhere"))
    make: Callable[..., Scenario] = partial(load, base)
    loaders: list[Callable[[], Scenario]] = [partial(everywhere.of, make)]
    with suppress(ScenarioError):  # `load` tells it too, with what else is wrong
        make = source(base).scenario  # read once
        loaders = [partial(everywhere.of, partial(where_possible, make, idle))]
    loaders += [partial(with_shared, other, everywhere.changes) for other in others]
    loaders += [partial(one.beside(everywhere).of, make) for one in typed]
    scenarios = loaded(loaders)
    names = [called(other, one.name, scenarios[0].name) for other, one in zip(others, scenarios[1:], strict=False)]
    return [*names, *(one.name for one in typed)], scenarios


def without_neutral(shared: Variation) -> tuple[Variation, tuple[Change, ...]]:
    """Changes that change something, and those that never do, such as *=100% in a loop over volumes."""
    from dataclasses import replace

    from ccsim.scenario.change_arithmetic import is_neutral

    idle = tuple(one for one in shared.changes if is_neutral(one))
    for one in idle:
        click.echo(f"ccsim: --everywhere {one.text} changes nothing", err=True)
    return replace(shared, changes=tuple(one for one in shared.changes if one not in idle)), idle


def where_possible(make: Callable[..., Scenario], idle: Sequence[Change], changes: Sequence[Change]) -> Scenario:
    """The scenario with the changes; those that change nothing have to be possible nevertheless."""
    if idle:
        make(idle, idle=True)
    return make(changes)


def with_shared(file: str, shared: Sequence[Change]) -> Scenario:
    """A scenario with changes that all systems share, some of which it may say already."""
    from ccsim.scenario.load import source

    return source(file).scenario(shared, idle=True)


def called(file: str, name: str, base: str) -> str:
    """The scenario's name, or that of its file where an overlay did not give it one of its own."""
    if name != base:
        return name
    path = Path(file).resolve()
    return path.parent.name if path.name == "scenario.yaml" else path.stem


def typed_margins(margins: tuple[str, ...], option: str = "--margin") -> dict[str, str]:
    """`MEASURE=VALUE` by measure."""
    found = {}
    for text in margins:
        measure, equals, value = text.partition("=")
        if not equals or not measure.strip() or not value.strip():
            raise click.UsageError(f"{option} takes MEASURE=VALUE, like abandonment_rate='0.3 points', got {text!r}")
        found[measure.strip()] = value.strip()
    return found


def show_and_save(
    found: Comparison | Selected | Stress | Risk,
    table: Callable[[], list[str]],
    as_json: bool,
    out: str | None,
    xlsx: str | None,
    quiet: bool,
    saving: Callable[[str], list[Path]] | None = None,
) -> None:
    """Results on stdout, then in their folder; `saving`: instead of as their `save` does."""
    try:
        if as_json:
            say(json.dumps(found.summary(), ensure_ascii=False, allow_nan=False))
        else:
            say_table(table)
    finally:  # after the table, which a full disk leaves; and where nobody can read the table too
        written = (saving or found.save)(out) if out is not None else []
        options.save_xlsx(found, xlsx, quiet)
    if written and not quiet:
        click.echo(f"wrote {', '.join(path.name for path in written)} to {out}", err=True)


def tell_ending(base: Result, notes: tuple[str, ...]) -> None:
    """As `tell`, of systems that were simulated together: `notes` begin with what cut them short, if anything did."""
    tell(notes[: int(base.interrupted) + bool(base.lost)], bool(base.lost))


def tell(notes: tuple[str, ...], lost: bool) -> None:
    """What cut it short, on stderr."""
    for note in notes:
        click.echo(f"ccsim: {note}", err=True)
    if lost:
        click.get_current_context().exit(UNFINISHED)
