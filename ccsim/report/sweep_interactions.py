"""Figure of what pairs of factors do only together, and which pairs matter, in a sentence (Sobol' indices)."""

from __future__ import annotations

import numpy as np

from ccsim.report.numbers import compact
from ccsim.report.plot_parts import FEWEST, ROW, Json, cell, choice, spoken, text, whiskers, word
from ccsim.report.sweep_axes import Axes
from ccsim.report.sweep_influence import Influences, Interaction
from ccsim.report.sweep_points import Points, short
from ccsim.report.words import Said, and_more, joined, said

MOST_PAIRS = 15  # that are drawn and listed, the largest
NAMED = 3  # pairs that are named, of more
LEAST = 0.01  # of the variation: what is less matters to nobody, however sure it is


def interactions(points: Points, influences: Influences, axes: Axes) -> Json | None:
    """Bars with intervals, a pair each, the largest on top; None where no pair is known."""
    options = {}
    for measured in axes.measures:
        own = influences.interactions(measured)
        if own:
            options[measured.key] = _bars(points, own)
    return choice("interactions", ["measure"], options) | {"noted": True} if options else None


def told(points: Points, own: list[Interaction]) -> Said:
    """The pairs that surely matter, or that none does."""
    sure = [pair for pair in own if pair.low > 0 and pair.size >= LEAST]
    if not sure:
        return said("interactions_none" if any(pair.high >= LEAST for pair in own) else "interactions_nothing")
    parts = [
        said(
            "interaction",
            pair=name(points, pair),
            share=_share(pair.size),
            low=_share(pair.low),
            high=_share(pair.high),
        )
        for pair in sure[:NAMED]
    ]
    return said("interactions_sure", pairs=joined([*parts, *and_more(len(sure) - NAMED)], "; "))


def name(points: Points, pair: Interaction) -> str:
    return " × ".join(short(points.factors[place]["name"], 28) for place in pair.factors)


def _share(value: float) -> str:
    return f"{100 * value:.0f}"


def _bars(points: Points, own: list[Interaction]) -> Json:
    shown = own[:MOST_PAIRS]
    names = [text(name(points, pair)) for pair in shown]
    size, low, high = (np.array([getattr(pair, field) for pair in shown]) for field in ("size", "low", "high"))
    bars = {
        "type": "bar",
        "orientation": "h",
        "name": word("second_index"),
        "y": names,
        "x": compact(size),
        "error_x": whiskers(high - size, size - low, 3, thickness=1.4, width=4),
        "marker": {"color": {"$colour": "c3"}},
        "hovertemplate": "%{y}: %{x:.1%}<extra>%{fullData.name}</extra>",
    }
    layout = {
        "height": FEWEST + ROW * len(shown),
        "bargap": 0.35,
        "xaxis": {"title": {"text": word("second_index")}, "tickformat": ".0%"},
        "yaxis": {"autorange": "reversed", "type": "category"},
        "showlegend": False,
    }
    rows = [
        [text(name(points, pair)), *(cell(value, "share") for value in (pair.size, pair.low, pair.high))]
        for pair in shown
    ]
    columns = [word("pair"), word("second_index"), word("low"), word("high")]
    return {"data": [bars], "layout": layout, "columns": columns, "rows": rows, "note": spoken(told(points, own))}
