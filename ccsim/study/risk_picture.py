"""A picture of risk: for each target what may happen against its bound, and which input carries how much of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ccsim.scenario.durations import duration_text
from ccsim.study.paths_picture import COLOURS, INK, PALE
from ccsim.study.picture_files import save_picture

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ccsim.study.risk_findings import TargetRisk
    from ccsim.study.risk_result import Risk

GOOD, BAD, OTHER = COLOURS["favourable"], COLOURS["unfavourable"], COLOURS[""]
LEGEND = "filled: in the long run; line: single simulated horizons; dashed: what is asked"
MOST = 8  # targets
BINS = 36
WIDTH, ROW = 11.5, 2.1  # inches


def draw(risk: Risk, out: Path) -> None:
    save_picture(picture(risk), out)


def picture(risk: Risk) -> Figure:
    """The targets, at most `MOST` of them; nothing but the title without any."""
    from matplotlib.figure import Figure

    shown = risk.of_targets[:MOST]
    rows = max(len(shown), 1)
    figure = Figure(figsize=(WIDTH, ROW * rows + 0.9), facecolor="white", layout="constrained")
    axes = figure.subplots(rows, 2, squeeze=False, width_ratios=(3, 2))
    for row, one in zip(axes, shown, strict=False):
        _distribution(row[0], one)
        _shares(row[1], one, [meant.name for meant in risk.uncertainty.inputs])
    if any(len(one.curve) for one in shown):
        figure.supxlabel(LEGEND, x=0.012, ha="left", fontsize=8.5, color=PALE)
    if not shown:
        for axis in axes[0]:
            axis.set_axis_off()
    title = f"{risk.as_it_is.scenario.name}: what may happen, and what carries it"
    figure.suptitle(title, x=0.012, ha="left", fontsize=12.5, color=INK, fontweight="bold")
    return figure


def _distribution(axes: Any, one: TargetRisk) -> None:
    """The long run filled, green where the target is met; single horizons as an outline."""
    scale, label = _scale(one)
    values = one.values[np.isfinite(one.values)] * scale
    curve = one.curve * scale
    every = np.concatenate((values, curve, [one.bound * scale]))
    width = (float(np.ptp(every)) or 1.0) / BINS
    first, last = (np.floor((end - one.bound * scale) / width) for end in (every.min(), every.max()))
    edges = one.bound * scale + width * np.arange(first, last + 2)  # the bound is one of them
    if len(curve):
        heights, _ = np.histogram(curve, edges)
        middle = (edges[:-1] + edges[1:]) / 2
        good = (middle >= one.bound * scale) if _more_is_met(one) else (middle <= one.bound * scale)
        axes.bar(middle, heights / len(curve), np.diff(edges), color=np.where(good, GOOD, BAD).tolist(), alpha=0.85)
    if len(values):
        heights, _ = np.histogram(values, edges)
        axes.stairs(heights / len(values), edges, color=INK, linewidth=0.9)
    axes.axvline(one.bound * scale, color=INK, linewidth=1.2, linestyle="--")
    met = one.long_run or one.horizon
    how = "in the long run" if one.long_run is not None else "by one horizon"
    axes.set_title(f"{one.target.name}: met {how} with {100 * met.value:.0f} %", fontsize=9.5, color=INK, loc="left")
    axes.set_xlabel(label, fontsize=8.5, color=PALE)
    axes.set_yticks([])
    _plain(axes, ("top", "right", "left"))


def _shares(axes: Any, one: TargetRisk, names: list[str]) -> None:
    """Of the variance of what the target is about; the lines are the intervals."""
    places = range(len(names))
    found = [(100 * share.first, 100 * share.first_low, 100 * share.first_high) for share in one.shares]
    if not np.isfinite(np.array(found)).all():
        axes.set_axis_off()
        return
    firsts = [value for value, _, _ in found]
    errors = [[value - low for value, low, _ in found], [high - value for value, _, high in found]]
    axes.barh(places, firsts, height=0.5, color=OTHER)
    axes.errorbar(firsts, places, xerr=errors, fmt="none", ecolor=INK, elinewidth=0.8, capsize=2)
    axes.set_yticks(places, names, fontsize=8.5, color=INK)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_xlim(0, 100)
    axes.set_xlabel("of the risk, %", fontsize=8.5, color=PALE)
    axes.tick_params(axis="y", length=0)
    _plain(axes, ("top", "right", "left"))


def _scale(one: TargetRisk) -> tuple[float, str]:
    """What values are multiplied by, and what they are called."""
    target = one.target
    if one.long_run is None:
        return 100.0, f"{target.asked.per}s in which {target.subject} is kept, %"
    if target.asked.probability is not None:
        return 100.0, f"days on which {target.subject} is kept, %"
    if target.measure.quantile is not None:
        return 100.0, f"waits up to {duration_text(target.bound)}, %"
    unit = {"share": "%", "money": target.currency}.get(target.measure.unit, target.measure.unit)
    return (100.0 if target.measure.unit == "share" else 1.0), f"{target.subject}, {unit}".rstrip(", ")


def _more_is_met(one: TargetRisk) -> bool:
    """Of a wait quantile it is more waits up to the bound."""
    whole = one.target.measure.quantile is None and one.target.asked.probability is None
    return one.target.at_least if whole else True


def _plain(axes: Any, without: tuple[str, ...]) -> None:
    axes.tick_params(axis="x", labelsize=8.5, colors=PALE)
    axes.spines[list(without)].set_visible(False)
    axes.spines["bottom"].set_color(PALE)
