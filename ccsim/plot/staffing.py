"""Load against people by interval, and how full they are over the week."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ccsim.errors import ResultsError
from ccsim.plot.style import INK, LINES, PALE, SHEET, TARGET, dressed, legend, new_axes, plain, words_of
from ccsim.plot.subjects import drawn, measured, subjects
from ccsim.plot.time_axis import clock, steps
from ccsim.report.load import interval_seconds, load_and_staff, occupancy_by_weekday, offered_load, side_by_side
from ccsim.report.run import Run, run_of
from ccsim.report.series import names_of
from ccsim.scenario.node import nearest

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ccsim.study.result import Result

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
OF_DUTY = ("occupancy", "occupancy_live", "occupancy_scheduled", "slot_use")
"""Measures that a heat map is for."""


def load(
    results: Result | Run | str | Path,
    of: str | None = None,
    *,
    scope: str | None = None,
    groups: Sequence[str] | None = None,
    date: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the work that comes, in erlangs, against agents on duty, by interval; where it is more, it is marked.

    A contact that is served beside others takes a part of an agent: of three chats at a time each a third.

    Parameters
    ----------
    results : a result, or the folder of a run.
    of, scope : one contact type or channel whose work is drawn; None: all.
    groups : agent groups that are counted; None: all.
    date : only this day, `2026-03-02`.
    ax : to draw on; None: a new figure's.

    Raises
    ------
    ResultsError
        No results, or no such name or date.
    """
    run = run_of(results)
    (subject,) = subjects(run, measured(run, "offered"), "interval", of, scope if of is not None else None)
    _groups(run, groups)
    work = offered_load(run.measures, *subject, side_by_side(run.summary))
    table = drawn(load_and_staff(run.measures, work, groups), date)
    ax = new_axes() if ax is None else ax
    whose = f" of {subject.name}" if subject.scope != "all" else ""
    dressed(ax, f"Work{whose} against people, {run.title}", "erlangs, agents")
    if table.empty:
        return ax
    seconds = interval_seconds(run.measures)
    x, erlangs, duty = steps(table, seconds, ("erlangs", "agents_on_duty"))
    people = "agents on duty" + (f": {', '.join(groups)}" if groups is not None else "")
    ax.fill_between(x, 0, duty, step="post", color="#c9d3da", linewidth=0, label=plain(people))
    if np.nanmax(erlangs - duty) > 0:
        ax.fill_between(
            x,
            duty,
            np.maximum(duty, erlangs),
            step="post",
            facecolor="#F2B48C",
            edgecolor=TARGET,
            hatch="////",
            linewidth=0.0,
            label="more work comes than people are there",
        )
    ax.plot(x, duty, drawstyle="steps-post", color=PALE, linewidth=1.0)
    ax.plot(x, erlangs, drawstyle="steps-post", color=LINES[0], linewidth=1.8, label="offered load, erlangs")
    ax.set_ylim(bottom=0)
    clock(ax, table["start"], seconds)
    legend(ax)
    return ax


def occupancy(
    results: Result | Run | str | Path,
    groups: str | Sequence[str] | None = None,
    *,
    measure: str = "occupancy",
    ax: Axes | None = None,
) -> Axes:
    """Draw a heat map of the week: groups and weekdays down, time of day across.

    Parameters
    ----------
    results : a result, or the folder of a run.
    groups : one or several agent groups; None: all.
    measure : occupancy, occupancy_live, occupancy_scheduled or slot_use.
    ax : to draw on; None: a new figure's, as high as it takes.

    Raises
    ------
    ResultsError
        No results, no such group, or a measure that is no share of time on duty.
    """
    if measure not in OF_DUTY:
        raise ResultsError(
            f"no heat map of {measure!r}{nearest(measure, list(OF_DUTY))}: it is for {', '.join(OF_DUTY)}"
        )
    run = run_of(results)
    chosen = _groups(run, [groups] if isinstance(groups, str) else groups)
    table = occupancy_by_weekday(run.measures, measure)
    table = table[table["name"].isin(chosen) & (table["agents_scheduled"] > 0)]  # in overtime all are busy
    days = sorted(table["weekday"].unique())
    ax = new_axes((SHEET[0], 1.5 + 0.24 * max(len(days) * len(chosen), 3))) if ax is None else ax
    words = words_of(measure)
    dressed(ax, f"{words[0].upper()}{words[1:]} over the week, {run.title}", "")
    ax.grid(False)
    if table.empty:
        return ax
    minutes = table["time"].str.slice(0, 2).astype(int) * 60 + table["time"].str.slice(3, 5).astype(int)
    length = round(interval_seconds(run.measures) / 60)
    first, last = int(minutes.min()), int(minutes.max()) + length
    row_of = {one: place for place, one in enumerate((name, day) for name in chosen for day in days)}
    cells = np.full((len(row_of), (last - first) // length), np.nan)
    rows = [row_of[one] for one in zip(table["name"], table["weekday"], strict=True)]
    cells[rows, (minutes - first) // length] = 100 * table["mean"]
    ax.set_facecolor("#eef1f3")
    image = ax.pcolormesh(
        np.arange(first, last + 1, length) / 60,
        np.arange(len(row_of) + 1),
        cells,
        cmap="YlGnBu",
        vmin=0,
        vmax=100,
        edgecolors="white",
        linewidth=0.4,
    )
    ax.set_ylim(len(row_of), 0)
    _rows_named(ax, chosen, [WEEKDAYS[day] for day in days])
    hours = range(-(-first // 60), last // 60 + 1, 1 if last - first <= 16 * 60 else 2)
    ax.set_xticks(list(hours), [f"{hour:02d}:00" for hour in hours])
    bar = ax.figure.colorbar(image, ax=ax, pad=0.015, aspect=30)
    bar.set_label("%", color=PALE, fontsize=9)
    bar.ax.tick_params(labelsize=8.5, colors=PALE)
    bar.outline.set_visible(False)
    return ax


def _rows_named(ax: Axes, groups: Sequence[str], days: Sequence[str]) -> None:
    """Weekdays as ticks, the group before its first, a line between groups."""
    ax.set_yticks([place + 0.5 for place in range(len(groups) * len(days))], list(days) * len(groups))
    ax.tick_params(axis="y", length=0, labelsize=8)
    ax.spines[["left", "bottom"]].set_visible(False)
    for place, name in enumerate(groups):
        at = place * len(days)
        if place:
            ax.axhline(at, color=INK, linewidth=0.8)
        ax.annotate(
            plain(name),
            (0, at + len(days) / 2),
            xycoords=("axes fraction", "data"),
            xytext=(-34, 0),
            textcoords="offset points",
            ha="right",
            va="center",
            fontsize=9,
            color=INK,
        )


def _groups(run: Run, groups: Sequence[str] | None) -> list[str]:
    known = names_of(run.measures, "agents")
    for name in groups or ():
        if name not in known:
            raise ResultsError(f"no agent group {name!r}{nearest(name, known)}; there are {', '.join(known)}")
    return list(groups) if groups is not None else known
