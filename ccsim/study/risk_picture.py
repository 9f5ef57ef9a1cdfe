"""A picture of risk: for each target what may happen against its bound, and which input carries how much of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ccsim.plot.risk import distribution, input_shares
from ccsim.plot.style import INK, PALE, plain
from ccsim.report.risk import RiskTables
from ccsim.study.picture_files import save_picture

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LEGEND = "filled: in the long run; line: single simulated horizons; dashed: what is asked"
MOST = 8  # targets
WIDTH, ROW = 11.5, 2.1  # inches


def draw(tables: RiskTables, out: Path) -> None:
    save_picture(picture(tables), out)


def picture(tables: RiskTables) -> Figure:
    """The targets, at most `MOST` of them; nothing but the title without any."""
    from matplotlib.figure import Figure

    shown = tables.summary["targets"][:MOST]
    figure = Figure(figsize=(WIDTH, ROW * max(len(shown), 1) + 0.9), facecolor="white", layout="constrained")
    axes = figure.subplots(max(len(shown), 1), 2, squeeze=False, width_ratios=(3, 2))
    for row in axes if not shown else ():
        for axis in row:
            axis.set_axis_off()
    known = {one["target"] for one in tables.summary["shares"] if one["first"] is not None}
    for (left, right), one in zip(axes, shown, strict=False):
        distribution(tables, one["target"], ax=left)
        _quiet(left)
        if one["target"] in known:
            input_shares(tables, one["target"], ax=right)
            _quiet(right)
            right.set_title("", loc="left")
        else:
            right.set_axis_off()
    if shown:
        figure.supxlabel(LEGEND, x=0.012, ha="left", fontsize=8.5, color=PALE)
    title = plain(f"{tables.summary['scenario']}: what may happen, and what carries it")
    figure.suptitle(title, x=0.012, ha="left", fontsize=12.5, color=INK, fontweight="bold")
    return figure


def _quiet(axes: Any) -> None:
    """One of many: what marks mean is said once."""
    legend = axes.get_legend()
    if legend is not None:
        legend.remove()
    axes.set_title(axes.get_title(loc="left"), loc="left", fontsize=9.5, color=INK, fontweight="normal", pad=6)
    axes.xaxis.label.set_size(8.5)
    axes.tick_params(labelsize=8.5)
