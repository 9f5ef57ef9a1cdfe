"""How long customers waited: quantiles of each contact type side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ccsim.errors import ResultsError
from ccsim.plot.style import LINES, MARKS, PALE, SHEET, dressed, legend, new_axes, rows_of
from ccsim.report.run import Run, run_of
from ccsim.report.series import wait_quantiles
from ccsim.scenario.durations import duration_text
from ccsim.scenario.node import nearest

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ccsim.study.result import Result

SCOPES = ("contact", "channel", "segment", "all")
MARKED = (0.0, 10.0, 30.0, 60.0, 180.0, 600.0, 1800.0, 3600.0, 4 * 3600.0, 12 * 3600.0, 86400.0, 3 * 86400.0)
LINEAR = 10.0
"""Seconds up to which the axis is linear; beyond it is logarithmic, so that seconds and hours stand side by side."""


def waits(results: Result | Run | str | Path, scope: str = "contact", *, ax: Axes | None = None) -> Axes:
    """Draw waits that 50, 80, 90 and 95 % of the offered do not exceed, with their intervals.

    Parameters
    ----------
    results : a result, or the folder of a run.
    scope : contact, channel, segment or all: a row for each of its names.
    ax : to draw on; None: a new figure's, as high as it takes.

    Raises
    ------
    ResultsError
        No results, or a scope that has no waits.
    """
    if scope not in SCOPES:
        raise ResultsError(f"no waits by {scope!r}{nearest(scope, list(SCOPES))}: they are by {', '.join(SCOPES)}")
    run = run_of(results)
    table = wait_quantiles(run.measures, scope).dropna(subset=["mean"])
    names = list(dict.fromkeys(table["name"]))
    ax = new_axes((SHEET[0], 1.4 + 0.5 * max(len(names), 2))) if ax is None else ax
    dressed(ax, f"Waits, {run.title}", "")
    for place, (percent, rows) in enumerate(table.groupby("percent")):
        at = np.array([names.index(name) for name in rows["name"]]) + 0.16 * (place - 1.5)
        mean, low, high = (rows[column].to_numpy() for column in ("mean", "low", "high"))
        ax.errorbar(
            mean,
            at,
            xerr=np.nan_to_num(np.maximum((mean - low, high - mean), 0)),
            color=LINES[place],
            marker=MARKS[place],
            markersize=5.5,
            linestyle="none",
            elinewidth=1.2,
            capsize=2.5,
            label=f"{percent} % wait at most",
        )
    rows_of(ax, names)
    longest = float(np.nanmax(table[["mean", "high"]].to_numpy(), initial=LINEAR))
    ax.set_xscale("symlog", linthresh=LINEAR, linscale=0.6)
    marked = [one for one in MARKED if one <= 1.3 * longest]
    ax.set_xticks(marked, ["0" if one == 0 else _short(one) for one in marked])
    ax.set_xticks([], minor=True)
    ax.set_xlim(-LINEAR * 0.08, longest * 1.25)
    ax.set_xlabel("wait of the offered (call-backs and backlog apart)", fontsize=9.5, color=PALE)
    if len(table):
        legend(ax)
    return ax


def _short(seconds: float) -> str:
    if seconds >= 86400:
        return f"{seconds / 86400:g} d"
    return (
        f"{seconds / 60:g} min"
        if 60 <= seconds < 3600
        else duration_text(seconds)
        if seconds < 60
        else f"{seconds / 3600:g} h"
    )
