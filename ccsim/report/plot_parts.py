"""What figures over the whole time are made of: words, names, values with their units, error bars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ccsim.report.numbers import compact
from ccsim.report.words import LANGUAGES, Said

if TYPE_CHECKING:
    import pandas as pd

Json = dict[str, Any]
COLOURS = ("c1", "c2", "c3", "c4", "c5", "c6", "c7")
ROW, FEWEST = 34, 150  # pixels: of a bar with its room, and of what stands around them


def word(key: str, **values: Any) -> Json:
    return {"$word": key, **values}


def text(name: str) -> Json:
    return {"$name": name}


def spoken(said: Said) -> Json:
    """A sentence in all languages, of which the page shows one."""
    return {"$said": {language: said(language) for language in LANGUAGES}}


def plot(key: str, data: list[Json], layout: Json, columns: list[Json], rows: list[list[Any]]) -> Json:
    return {"id": key, "kind": "plot", "data": data, "layout": layout, "columns": columns, "rows": rows}


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
