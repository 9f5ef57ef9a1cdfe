"""What may happen when inputs are not known: a distribution against its bound, and what each input carries of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ccsim.errors import ResultsError
from ccsim.measures.catalogue import find
from ccsim.plot.style import INK, LINES, PALE, TARGET, dressed, legend, new_axes, plain, rows_of, scale_of, words_of
from ccsim.report.risk import RiskTables
from ccsim.report.risk_outcomes import Outcome
from ccsim.scenario.durations import duration_text
from ccsim.scenario.node import nearest

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ccsim.study.risk_result import Risk

KEPT, BROKEN, BAR = LINES[2], TARGET, LINES[0]


def distribution(
    results: Risk | RiskTables | str | Path,
    what: str,
    name: str | None = None,
    *,
    scope: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw what may happen: the long run filled, single horizons as an outline, what is asked dashed.

    Parameters
    ----------
    results : of `ccsim.risk`, or the folder that `ccsim risk --out DIR` wrote.
    what : a target by its name, or a measure: `asa`, `service_level_within_60`.
    name, scope : of a measure: of which contact type, channel, group, …; None: of all, or of what alone there is.
    ax : to draw on; None: a new figure's.

    Raises
    ------
    ResultsError
        No results, no target and no measure of this name, or no horizon has a value.
    """
    one = chosen(RiskTables.of(results), what, name, scope)
    bins = one.bins()
    if bins is None:
        raise ResultsError(f"no horizon has a value of {what}")
    ax = new_axes() if ax is None else ax
    factor, label = _scale(one, float(np.abs(bins.edges).max()))
    edges = bins.edges * factor
    good = np.array(bins.good)
    sides = ((good, KEPT, "long run: met"), (~good, BROKEN, "long run: missed"))
    for here, colour, called in sides if one.bound is not None else ((good, BAR, "in the long run"),):
        if bins.long_run[here].any():
            ax.bar(edges[:-1][here], bins.long_run[here], np.diff(edges)[here], 0, align="edge", color=colour,
                   alpha=0.85, label=called)  # fmt: skip
    ax.stairs(bins.horizon, edges, color=INK, linewidth=0.9, label="single horizons")
    if one.bound is not None:
        ax.axvline(one.bound * factor, color=INK, linewidth=1.2, linestyle="--", label="asked")
    dressed(ax, _title(one), "")
    ax.set_xlabel(plain(label), fontsize=9.5, color=PALE)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    legend(ax)
    return ax


def input_shares(
    results: Risk | RiskTables | str | Path,
    what: str,
    name: str | None = None,
    *,
    scope: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw which uncertain input carries how much of the variance in the long run, with intervals.

    Parameters and errors are as of `distribution`; ResultsError also where nothing varies with the inputs.
    """
    one = chosen(RiskTables.of(results), what, name, scope)
    rows = one.carried
    if not rows:
        raise ResultsError(f"the inputs make no difference to {what} that could be told from chance")
    ax = new_axes((8.0, 1.4 + 0.4 * len(rows))) if ax is None else ax
    first, low, high = (np.array([100 * row[f"first{end}"] for row in rows]) for end in ("", "_low", "_high"))
    places = range(len(rows))
    ax.barh(places, first, height=0.5, color=BAR)
    ax.errorbar(first, places, xerr=[first - low, high - first], fmt="none", ecolor=INK, elinewidth=0.9, capsize=3)
    dressed(ax, f"{_name(one)}: what each input carries", "")
    rows_of(ax, [row["input"] for row in rows])
    ax.set_xlim(0, 100)
    ax.spines["left"].set_visible(False)
    ax.set_xlabel("of the variance in the long run, %", fontsize=9.5, color=PALE)
    return ax


def names_of(tables: RiskTables) -> list[str]:
    """Targets, then measures."""
    every = tables.outcomes
    targets = [str(one.target["target"]) for one in every if one.target is not None]
    measures = [str(one.measure["measure"]) for one in every if one.target is None and one.measure is not None]
    return list(dict.fromkeys([*targets, *measures]))


def chosen(tables: RiskTables, what: str, name: str | None, scope: str | None) -> Outcome:
    """What a target of this name is about, else a measure.

    Raises
    ------
    ResultsError
        There is neither, a target was asked for as of something, or the measure is of several things; says what there
        is.
    """
    every = tables.outcomes
    targets = {str(one.target["target"]): one for one in every if one.target is not None}
    if what in targets and name is None and scope is None:
        return targets[what]
    rows = [(one.measure, one) for one in every if one.target is None and one.measure is not None]
    own = [(row, one) for row, one in rows if row["measure"] == what]
    if not own:
        if what in targets:
            raise ResultsError(f"{what} is a target: it has no --of NAME and no --scope SCOPE")
        known = names_of(tables)
        raise ResultsError(f"no target or measure {what}{nearest(what, known)}: there are {', '.join(known)}")
    fits = [(row, one) for row, one in own if scope in (None, row["scope"]) and name in (None, row["name"])]
    of_all = [(row, one) for row, one in fits if row["scope"] == "all"]
    if len(fits) > 1 and name is None and scope is None and of_all:
        fits = of_all
    if len(fits) != 1:
        of = ", ".join("all" if row["scope"] == "all" else f"{row['scope']} {row['name']}" for row, _ in own)
        raise ResultsError(f"{what} is of {of}: choose with --of NAME or --scope SCOPE")
    return fits[0][1]


def _name(one: Outcome) -> str:
    if one.target is not None:
        return str(one.target["target"])
    assert one.measure is not None
    return words_of(one.measure["measure"]) + ("" if one.measure["scope"] == "all" else f" of {one.measure['name']}")


def _title(one: Outcome) -> str:
    """With how probably a target is met."""
    if one.target is None:
        return _name(one)
    long_run = one.target["met_long_run"]
    met = one.target["met_horizon"] if long_run is None else long_run
    how = "by one horizon" if long_run is None else "in the long run"
    return f"{_name(one)}: met {how} with {100 * met:.0f} %"


def _scale(one: Outcome, largest: float) -> tuple[float, str]:
    """What values are multiplied by, and what they are called."""
    row = one.target if one.target is not None else one.measure
    assert row is not None
    measure = find(row["measure"])
    of = "" if row["scope"] == "all" else f" of {row['name']}"
    words = f"{words_of(row['measure'])}{of}"
    if one.target is not None:
        stands = one.target["as_it_is"]
        asked = stands["asked"]
        if asked["probability"] is not None or asked["per"] != "horizon":
            return 100.0, f"{asked['per']}s in which {words} is kept, %"
        if measure.quantile is not None:
            return 100.0, f"waits{of} up to {duration_text(stands['bound'])}, %"
    factor, unit = scale_of(measure, largest, one.currency)
    return factor, f"{words}, {unit}" if unit and unit not in words.split() else words
