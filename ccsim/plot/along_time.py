"""A measure by interval or by day, with its band over replications and the bounds of targets about it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ccsim.estimation.targets import quantity
from ccsim.measures.definition import Measure
from ccsim.plot.style import (
    DASHES,
    LINES,
    MARKS,
    PALE,
    TARGET,
    Scale,
    dressed,
    labelled,
    legend,
    new_axes,
    plain,
    scale_of,
    words_of,
)
from ccsim.plot.subjects import Span, Subject, drawn, measured, subjects
from ccsim.plot.time_axis import DAY, clock, steps
from ccsim.report import series
from ccsim.report.load import interval_seconds
from ccsim.report.run import Run, run_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from ccsim.study.result import Result


def by_interval(
    results: Result | Run | str | Path,
    measure: str,
    of: str | Sequence[str] | None = None,
    *,
    scope: str | None = None,
    date: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a measure by interval as steps, shaded from low to high.

    Parameters
    ----------
    results : a result, or the folder of a run.
    measure : by its name in `measures.csv`.
    of : one or several contact types, channels, segments, agent groups, appointments, bots; None: all together.
    scope : of the names; alone: all its names.
    date : only this day, `2026-03-02`.
    ax : to draw on; None: a new figure's.

    Raises
    ------
    ResultsError
        No results, no such measure, name or date, or not by interval.
    """
    run = run_of(results)
    known = measured(run, measure)
    chosen = subjects(run, known, "interval", of, scope)
    tables = {one: drawn(series.by_interval(run.measures, measure, *one), date) for one in chosen}
    seconds = interval_seconds(run.measures)
    seconds = DAY if np.isnan(seconds) else seconds
    ax, scale = _begun(run, known, tables, "interval", ax)
    for place, (subject, table) in enumerate(tables.items()):
        x, mean, low, high = steps(table, seconds, series.BAND)
        colour = LINES[place % len(LINES)]
        ax.fill_between(x, scale.factor * low, scale.factor * high, step="post", color=colour, alpha=0.22, linewidth=0)
        ax.plot(
            x,
            scale.factor * mean,
            drawstyle="steps-post",
            color=colour,
            linestyle=DASHES[place % len(DASHES)],
            linewidth=1.6,
            label=plain(_label(run, subject, len(tables))),
        )
    return _ended(run, known, tables, scale, seconds, ax)


def by_day(
    results: Result | Run | str | Path,
    measure: str,
    of: str | Sequence[str] | None = None,
    *,
    scope: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a measure by day as points with their intervals; parameters as of `by_interval`.

    Raises
    ------
    ResultsError
        No results, no such measure or name, or not by day.
    """
    run = run_of(results)
    known = measured(run, measure)
    chosen = subjects(run, known, "day", of, scope)
    tables = {one: series.by_day(run.measures, measure, *one) for one in chosen}
    ax, scale = _begun(run, known, tables, "day", ax)
    apart = np.timedelta64(round(DAY * 0.5 / len(tables)), "s")
    for place, (subject, table) in enumerate(tables.items()):
        noon = table["start"].to_numpy().astype("datetime64[s]") + np.timedelta64(12, "h")
        mean, low, high = (scale.factor * table[column].to_numpy() for column in series.BAND)
        ax.errorbar(
            noon + apart * (2 * place - len(tables) + 1) // 2,
            mean,
            yerr=np.nan_to_num(np.maximum((mean - low, high - mean), 0)),
            color=LINES[place % len(LINES)],
            marker=MARKS[place % len(MARKS)],
            linestyle="none",
            capsize=3,
            elinewidth=1.3,
            label=plain(_label(run, subject, len(tables))),
        )
    return _ended(run, known, tables, scale, DAY, ax)


def _begun(
    run: Run, measure: Measure, tables: dict[Subject, pd.DataFrame], span: Span, ax: Axes | None
) -> tuple[Axes, Scale]:
    largest = max(float(np.nanmax(one[list(series.BAND)].to_numpy(), initial=0.0)) for one in tables.values())
    ax = new_axes() if ax is None else ax
    scale = scale_of(measure, largest, run.summary["currency"])
    dressed(ax, f"{_called(measure, tables)} by {span}, {run.title}", labelled(measure.name, scale))
    return ax, scale


def _called(measure: Measure, tables: dict[Subject, pd.DataFrame]) -> str:
    words = words_of(measure.name)
    words = words[0].upper() + words[1:]
    only = next(iter(tables)) if len(tables) == 1 else None
    return f"{words} of {only.name}" if only is not None and only.scope != "all" else words


def _label(run: Run, subject: Subject, of: int) -> str:
    return subject.name if of > 1 else f"mean, with its {100 * run.summary['confidence']:.6g} % interval"


def _ended(
    run: Run, measure: Measure, tables: dict[Subject, pd.DataFrame], scale: Scale, seconds: float, ax: Axes
) -> Axes:
    """Targets, limits of both axes, legend; a word where there is nothing to draw."""
    import pandas as pd

    starts = pd.concat([table["start"] for table in tables.values()])
    if starts.empty:
        ax.text(0.5, 0.5, "nothing happened", transform=ax.transAxes, ha="center", color=PALE)
        return ax
    clock(ax, starts, seconds)
    for place, subject in enumerate(tables):
        targets = series.bounds(run.measures, run.summary, measure.name, *subject)
        for target in targets.to_dict("records"):
            side = "least" if target["at_least"] else "most"
            of = f" for {subject.name}" if len(tables) > 1 else ""
            bound = quantity(target["bound"], measure.unit, run.summary["currency"])
            said = f"target {target['name']}{of}: at {side} {bound}"
            ax.axhline(
                scale.factor * target["bound"],
                color=TARGET if len(tables) == 1 else LINES[place % len(LINES)],
                linestyle=(0, (7, 2, 1.5, 2)),
                linewidth=1.4,
                label=plain(f"{said} ({target['verdict']})"),
            )
    _limits(measure, scale, ax)
    if len(tables) > 1 or len(ax.get_legend_handles_labels()[1]) > 1:
        legend(ax)
    return ax


def _limits(measure: Measure, scale: Scale, ax: Axes) -> None:
    """From 0 where values cannot be negative; shares end at 100 % unless they all are small."""
    bottom, top = ax.get_ylim()
    if measure.unit in ("score", "points"):
        return
    if measure.unit == "share" and measure.highest == 1 and top > 40:
        ax.set_ylim(0, 102)
    elif bottom > 0 or measure.lowest == 0:
        ax.set_ylim(0, max(top, 1e-9))
