"""The corner of the picture of cost against service in which plans are cheap and good, named where there is room."""

from __future__ import annotations

from typing import NamedTuple

from ccsim.report.plot_parts import Json, word

AROUND = 0.08  # of what is drawn, around it
CORNER = (0.42, 0.1)  # parts of the picture that the words in its corner take, on a phone
LABEL = 0.09  # of it that a label stands above its point


class Ends(NamedTuple):
    """Values along an axis with the ends of their intervals, as parts of its `reach`."""

    low: list[float]
    middle: list[float]
    high: list[float]
    reach: list[float]


def ends_along(values: list[Json], size: float) -> Ends:
    """`size` is shown as 1."""
    ends = [
        [(one["mean"] if one[end] is None else one[end]) / size for one in values] for end in ("low", "mean", "high")
    ]
    least, most = min(ends[0]), max(ends[2])
    width = most - least or abs(most) / 10 or 1.0
    first, last = least - AROUND * width, most + AROUND * width
    low, middle, high = ([(one - first) / (last - first) for one in own] for own in ends)
    return Ends(low, middle, high, [first, last])


def corner(across: Ends, up: Ends, more: bool) -> list[Json]:
    """What the corner at the left is, where there is room: no cross and no label of a point in it."""
    right, bottom, top = CORNER[0], 1 - CORNER[1] if more else 0.0, 1.0 if more else CORNER[1]
    for at, (x, y) in enumerate(zip(across.middle, up.middle, strict=True)):
        by_cost = across.low[at] < right and bottom < y < top
        by_service = x < right and up.low[at] < top and up.high[at] > bottom
        by_label = x < right and y < top and y + LABEL > bottom
        if by_cost or by_service or by_label:
            return []
    return [
        {
            "xref": "paper", "yref": "paper", "x": 0.01, "y": 0.99 if more else 0.01, "xanchor": "left",
            "yanchor": "top" if more else "bottom", "showarrow": False, "text": word("best_corner"),
            "font": {"color": {"$colour": "soft"}},
        }
    ]  # fmt: skip
