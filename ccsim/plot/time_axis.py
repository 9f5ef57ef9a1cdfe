"""Time as planners read it: days of the week with their dates, hours below them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from ccsim.plot.style import FAINT, PALE

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from ccsim.arrays import FloatArray

DAY = 86400.0
FEW_DAYS = 2
"""Up to so many the hours are written too."""


def steps(table: pd.DataFrame, seconds: float, columns: tuple[str, ...]) -> tuple[np.ndarray, ...]:
    """Starts and values of intervals as steps: each lasts to its end; where none follows, the line is broken, and where
    clocks go back."""
    starts = table["start"].to_numpy().astype("datetime64[s]")
    length = np.timedelta64(round(seconds), "s")
    last = np.ones(len(starts), bool)
    last[:-1] = starts[1:] != starts[:-1] + length
    at = np.flatnonzero(last) + 1
    ends = starts[last] + length
    x = np.insert(starts, np.repeat(at, 2), np.repeat(ends, 2))
    values: list[FloatArray] = []
    for column in columns:
        y = table[column].to_numpy(dtype=float)
        values.append(np.insert(y, np.repeat(at, 2), np.column_stack((y[last], np.full(len(at), np.nan))).ravel()))
    return (x, *values)


def clock(axes: Axes, starts: pd.Series, seconds: float) -> None:
    """Ticks and limits for intervals, or days, that begin at `starts`."""
    import matplotlib.dates

    dates: Any = matplotlib.dates  # says nothing of its types

    first, last = starts.min().to_pydatetime(), starts.max().to_pydatetime() + timedelta(seconds=seconds)
    days = (last.date() - first.date()).days + (last.hour + last.minute > 0)
    by_day = seconds >= DAY
    margin = (last - first) * 0.01
    axes.set_xlim(first - margin, last + margin)
    if days <= FEW_DAYS and not by_day:
        hours = (last - first).total_seconds() / 3600
        apart = 1 if hours <= 14 else 2 if hours <= 26 else 4
        axes.xaxis.set_major_locator(dates.HourLocator(byhour=range(0, 24, apart)))
        axes.xaxis.set_major_formatter(dates.DateFormatter("%H:%M"))
        _days_named(axes, first, last, below=18)
    elif days <= 21:
        axes.xaxis.set_major_locator(dates.DayLocator())
        axes.xaxis.set_major_formatter(dates.DateFormatter(""))
        if not by_day:
            axes.xaxis.set_minor_locator(dates.HourLocator(byhour=(6, 12, 18) if days <= 4 else (12,)))
            axes.xaxis.set_minor_formatter(dates.DateFormatter("%H:%M" if days <= 8 else ""))
        axes.tick_params(axis="x", which="minor", labelsize=7.5, colors=PALE, length=2)
        _days_named(axes, first, last, below=16 if days <= 8 and not by_day else 5)
    else:
        locator = dates.AutoDateLocator(minticks=4, maxticks=10)
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(dates.DateFormatter("%d %b"))


def _days_named(axes: Axes, first: Any, last: Any, below: float) -> None:
    """A name below the middle of what is shown of each day, a line at each midnight."""
    import matplotlib.dates
    import pandas as pd

    date2num: Any = matplotlib.dates.date2num

    days = pd.date_range(pd.Timestamp(first).normalize(), pd.Timestamp(last), freq="D")
    begin, end = pd.Timestamp(first), pd.Timestamp(last)
    for day in days:
        left, right = max(day, begin), min(day + pd.Timedelta(days=1), end)
        if right <= left:
            continue
        if day > begin:
            axes.axvline(date2num(day), color=FAINT, linewidth=0.9, zorder=0)
        text = f"{day:%a} {day.day} {day:%b}" if len(days) <= 8 else f"{day:%a}\n{day.day} {day:%b}"
        axes.annotate(
            text,
            (date2num(left + (right - left) / 2), 0),
            xycoords=axes.get_xaxis_transform(),
            xytext=(0, -below),
            textcoords="offset points",
            ha="center",
            va="top",
            fontsize=9 if len(days) <= 8 else 7.5,
            color=PALE,
        )
