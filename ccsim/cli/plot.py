"""`ccsim plot`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@click.command(short_help="Draw a measure of a run, a comparison, a risk analysis or a sweep, or what a check found.")
@click.argument("folder", metavar="DIR")
@click.argument("measure", metavar="MEASURE", required=False)
@click.option(
    "--of",
    "names",
    multiple=True,
    metavar="NAME",
    help="Of this contact type, channel, segment, agent group, appointment or bot, of a check of this target; several: "
    "a line each.",
)
@click.option(
    "--scope", metavar="SCOPE", help="What NAME is, where that is not clear; alone: all of contact, agents, …"
)
@click.option(
    "--by",
    type=click.Choice(("interval", "day", "week", "input")),
    help="week: a heat map of weekdays and times, for occupancy; input: of a risk analysis, what each input carries. "
    "[default: interval, or day for what has none]",
)
@click.option("--group", "groups", multiple=True, metavar="NAME", help="With load: only agents of this group.")
@click.option("--date", metavar="DATE", help="Only this day: 2026-03-02.")
@click.option(
    "--factor", "factors", multiple=True, metavar="NAME", help="Of a sweep: this factor; two: both as a heat map. [all]"
)
@click.option("-o", "--out", metavar="PICTURE", help="A .png, .svg or .pdf file.")
def plot(
    folder: str,
    measure: str | None,
    names: tuple[str, ...],
    scope: str | None,
    by: str | None,
    groups: tuple[str, ...],
    date: str | None,
    factors: tuple[str, ...],
    out: str | None,
) -> None:
    """Draw a measure of a run, a comparison or a sweep, with its intervals and the targets about it.

    DIR is what a command with --out DIR wrote; MEASURE a name in its measures.csv (of a sweep: in its results; of a
    comparison or a stress test: what was compared; of a risk analysis: a target's name too), or one of

    \b
      load      of a run: the work that comes, in erlangs, against agents on duty
      waits     of a run: what 50, 80, 90, 95 % of each contact type wait at most
      targets   of a check: how far each lies from its bound, and what was decided
      baseline  of a check: how much better or worse than it

    Without MEASURE it says what can be drawn of DIR.

    \b
      ccsim plot out service_level --of account_call -o service_level.svg
      ccsim plot out asa --scope channel --by day -o asa.png
      ccsim plot out occupancy --by week -o occupancy.pdf
      ccsim plot out load --of account_call --group account_team --date 2026-03-02 -o monday.png
      ccsim plot risk few_hang_up -o what_may_happen.svg
      ccsim plot risk cost --by input -o what_carries_it.svg
      ccsim plot sweep service_level -o effects.svg
      ccsim plot sweep service_level --factor team --factor patience -o heat.png
      ccsim plot check targets -o targets.png
    """
    from ccsim.report.check import INDEX
    from ccsim.report.comparison import COMPARISON, STRESS
    from ccsim.report.folders import held
    from ccsim.report.risk import RISK
    from ccsim.study.picture_files import check_picture
    from ccsim.study.saving import SUMMARY
    from ccsim.study.sweep_folder import MANIFEST

    index, what = held(folder)
    if measure is None or index not in (SUMMARY, COMPARISON, STRESS, RISK, INDEX, MANIFEST):
        from ccsim.plot.names import told

        raise click.UsageError(told(folder))
    if out is None:
        raise click.UsageError(f"add -o FILE: where to draw it, as in -o {measure}.svg (or .png, .pdf)")
    if index == MANIFEST:
        of_a_sweep(
            folder, measure, names, factors, {"--scope": scope, "--by": by, "--group": groups, "--date": date}, out
        )
        return
    if factors:
        raise click.UsageError(f"--factor is of a sweep, and {folder} holds {what}")
    if index == RISK:
        check_picture(out)
        save(of_risk(folder, measure, names, scope, by, {"--group": groups, "--date": date}), out)
        return
    if by == "input":
        raise click.UsageError(f"--by input is of a risk analysis, and {folder} holds {what}")
    refuse(measure, {"--of": names, "--by": by, "--date": date, "--group": groups})
    if measure == "load" and len(names) > 1:
        raise click.UsageError("load is of one contact type or channel, or of all: give --of once")
    if by == "week" and scope not in (None, "agents"):
        raise click.UsageError("--by week is of agents: it has no other --scope")
    check_picture(out)
    along_time: dict[str, object] = {"--by": by, "--group": groups, "--date": date}
    if index in (COMPARISON, STRESS):
        axes = of_comparison(folder, measure, names, scope, along_time, what)
    elif index == INDEX:
        axes = of_check(folder, measure, names, {"--scope": scope, **along_time})
    else:
        axes = of_run(folder, measure, names, scope, by, groups, date)
    save(axes, out)


def of_check(folder: str, measure: str, names: tuple[str, ...], others: dict[str, object]) -> Axes:
    """Targets about their bounds, or differences about the baseline."""
    from ccsim.plot import baseline, targets
    from ccsim.plot.names import OF_CHECK, told

    wrong = [option for option, value in others.items() if value]
    if wrong:
        raise click.UsageError(f"{folder} holds a check, whose pictures have no {', '.join(wrong)}")
    if measure not in OF_CHECK:
        raise click.UsageError(f"no {measure!r} to draw: {told(folder)}")
    return targets(folder, names or None) if measure == "targets" else baseline(folder, names or None)


def of_comparison(
    folder: str, measure: str, names: tuple[str, ...], scope: str | None, others: dict[str, object], held: str
) -> Axes:
    """How each alternative differs from the base."""
    from ccsim.plot import differences

    wrong = [option for option, value in others.items() if value]
    if wrong or len(names) > 1:
        what = f"has no {', '.join(wrong)}" if wrong else "is of one thing: give --of once"
        raise click.UsageError(f"{folder} holds {held}, whose picture {what}")
    return differences(folder, measure, names[0] if names else None, scope=scope)


def of_risk(
    folder: str,
    what: str,
    names: tuple[str, ...],
    scope: str | None,
    by: str | None,
    others: dict[str, object],
) -> Axes:
    """What may happen, or what each input carries of it."""
    from ccsim.plot import distribution, input_shares

    wrong = [option for option, value in {**others, f"--by {by}": by not in (None, "input")}.items() if value]
    if wrong or len(names) > 1:
        said = f"has no {', '.join(wrong)}" if wrong else "is of one thing: give --of once"
        raise click.UsageError(f"{folder} holds a risk analysis, whose picture {said}")
    draw = input_shares if by == "input" else distribution
    return draw(folder, what, names[0] if names else None, scope=scope)


def of_run(
    folder: str,
    measure: str,
    names: tuple[str, ...],
    scope: str | None,
    by: str | None,
    groups: tuple[str, ...],
    date: str | None,
) -> Axes:
    """A measure along time, or over the week."""
    from ccsim.measures.catalogue import MEASURES
    from ccsim.plot import by_day, by_interval, load, occupancy, waits
    from ccsim.report.run import run_of

    run = run_of(folder)
    if measure == "load":
        return load(run, names[0] if names else None, scope=scope, groups=groups or None, date=date)
    if measure == "waits":
        return waits(run, scope or "contact")
    if by == "week":
        return occupancy(run, names or None, measure=measure)
    if by == "day" or (by is None and measure in MEASURES and "interval" not in MEASURES[measure].spans):
        return by_day(run, measure, names or None, scope=scope)
    return by_interval(run, measure, names or None, scope=scope, date=date)


def of_a_sweep(
    folder: str,
    measure: str,
    names: tuple[str, ...],
    factors: tuple[str, ...],
    given: dict[str, object],
    out: str,
) -> None:
    """Main effects, or with two factors a heat map."""
    wrong = [option for option, value in given.items() if value]
    if wrong:
        raise click.UsageError(f"a sweep has no {', '.join(wrong)}")
    if len(names) > 1 or len(factors) > 2:
        raise click.UsageError("of a sweep give --of once, and --factor once or twice")
    from ccsim.study.picture_files import check_picture

    check_picture(out)
    from ccsim.plot import heat_map, main_effects

    of = names[0] if names else None
    if len(factors) == 2:
        save(heat_map(folder, measure, factors, of=of), out)
    else:
        save(main_effects(folder, measure, factors or None, of=of), out)


def save(axes: Axes, out: str) -> None:
    from ccsim.study.picture_files import save_picture

    figure = axes.get_figure(root=True)
    assert figure is not None
    save_picture(figure, out)
    click.echo(f"wrote {out}", err=True)


def refuse(measure: str, given: dict[str, object]) -> None:
    """Options that do not go together."""
    has_no = {"load": ("--by",), "waits": ("--of", "--by", "--date", "--group")}.get(measure, ("--group",))
    wrong = [option for option in has_no if given[option]]
    if not wrong and given["--by"] in ("day", "week") and given["--date"]:
        raise click.UsageError(f"--by {given['--by']} has no --date")
    if wrong:
        raise click.UsageError(f"{measure} has no {', '.join(wrong)}")
