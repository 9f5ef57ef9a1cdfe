"""What figures over the whole time are made of: words, names, values with their units, error bars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ccsim.report.numbers import compact
from ccsim.report.words import spoken as spoken

if TYPE_CHECKING:
    import pandas as pd

Json = dict[str, Any]
COLOURS = ("c1", "c2", "c3", "c4", "c5", "c6", "c7")
ROW, FEWEST = 34, 150  # pixels: of a bar with its room, and of what stands around them


def word(key: str, **values: Any) -> Json:
    return {"$word": key, **values}


def text(name: str) -> Json:
    return {"$name": name}


def plot(key: str, data: list[Json], layout: Json, columns: list[Json], rows: list[list[Any]]) -> Json:
    return {"id": key, "kind": "plot", "data": data, "layout": layout, "columns": columns, "rows": rows}


def choice(key: str, by: list[str], options: dict[str, Json]) -> Json:
    """A figure of which the page shows the one chosen."""
    return {"id": key, "kind": "plot", "by": by, "options": options}


def bound_marks(value: float | None, told: str, size: float, ends: tuple[float, float]) -> Json:
    """The bound of a target as a dashed line, its name where the values at both `ends` leave most room."""
    if value is None:
        return {}
    left = abs(ends[0] - value) > abs(ends[1] - value)
    at = float(f"{value / size:.6g}")
    line = {"color": {"$colour": "ink"}, "width": 1.5, "dash": "dash"}
    name = {
        **bound_name(told),
        "xref": "paper",
        "x": 0 if left else 1,
        "xanchor": "left" if left else "right",
        "y": at,
        "yanchor": "bottom",
    }
    shape = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": at, "y1": at, "line": line}
    return {"shapes": [shape], "annotations": [name]}


def bound_name(told: str) -> Json:
    """What the line of a bound is called, still without its place."""
    font = {"size": 11, "color": {"$colour": "ink"}}
    ground = {"bgcolor": {"$colour": "paper"}, "borderpad": 1, "opacity": 0.9}
    return {"text": word("bound_line", bound=told), "font": font, "showarrow": False, **ground}


def cell(value: float, unit: str, currency: str = "") -> list[Any]:
    """A value and its unit: CSV has the one, the table shows both."""
    return [*compact([value]), unit, currency]


def precise(value: float | None, unit: str, currency: str = "") -> list[Any]:
    """As `cell`, with seven digits, which differences need; None: no value."""
    return [None if value is None else compact([value], 7)[0], unit, currency]


def error_bars(table: pd.DataFrame, size: float = 1.0) -> Json:
    return whiskers((table["high"] - table["mean"]) / size, (table["mean"] - table["low"]) / size)


def whiskers(
    up: Any, down: Any, digits: int = 4, *, colour: str = "ink", thickness: float = 1.2, width: int = 3
) -> Json:
    """How far intervals reach on either side."""
    return {
        "type": "data",
        "symmetric": False,
        "array": compact(up, digits),
        "arrayminus": compact(down, digits),
        "thickness": thickness,
        "width": width,
        "color": {"$colour": colour},
    }
