"""A sheet: columns with a title, a kind of value, and how each kind is shown."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING, Any, Literal

from ccsim.measures.catalogue import find
from ccsim.measures.definition import Measure

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["text", "date", "time", "share", "seconds", "money", "number", "tenths", "integer"]

FORMATS: dict[Kind, str] = {
    "text": "General",
    "date": "yyyy\\-mm\\-dd",
    "time": "hh:mm",
    "share": "0.0%",
    "seconds": "#,##0.0",
    "money": "#,##0.00",
    "number": "#,##0.00",
    "tenths": "#,##0.0",
    "integer": "0",
}
"""Codes of the file format: each language's spreadsheet shows its own separators."""
_BY_UNIT: dict[str, Kind] = {
    "share": "share",
    "s": "seconds",
    "money": "money",
    "score": "number",
    "h": "number",
    "fte": "number",
    "agents": "number",
    "attempts": "number",
    "changes": "number",
}


@dataclass(frozen=True)
class Column:
    """Values of a column; `kind` of all, or of each."""

    title: str
    values: Sequence[Any]
    kind: Kind | Sequence[Kind] = "text"

    def kinds(self) -> Iterator[Kind]:
        if isinstance(self.kind, str):
            yield from [self.kind] * len(self.values)
        else:
            yield from self.kind


@dataclass(frozen=True)
class Sheet:
    """A table of a workbook; all columns are equally long."""

    name: str
    columns: tuple[Column, ...]
    keys: int = 0
    """Columns that stay in view when the others are scrolled."""

    @property
    def rows(self) -> int:
        return len(self.columns[0].values) if self.columns else 0


def kind_of(unit: str) -> Kind:
    """How values of a measure are shown; counts are means over replications, so they have a decimal."""
    return _BY_UNIT.get(unit, "tenths")


def unit_words(unit: str, currency: str) -> str:
    """Unit of values as they are shown: shares in %, money in the scenario's currency."""
    return {"share": "%", "money": currency, "fte": "FTE", "score": ""}.get(unit, unit)


def titled(measure: Measure, currency: str) -> str:
    """`asa (s)`, `cost (USD)`; shares and counts need no unit."""
    unit = {"s": "s", "h": "h", "money": currency}.get(measure.unit, "")
    return f"{measure.name} ({unit})" if unit else measure.name


def value(raw: Any) -> str | float | int | date | time | None:
    """A value that a cell can hold; None: an empty cell, where there is no number."""
    if raw is None or isinstance(raw, str | date | time):
        return raw or None if isinstance(raw, str) else raw
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    if hasattr(raw, "item"):
        return value(raw.item())
    return raw if isinstance(raw, int) or math.isfinite(raw) else None


def sheet_of(
    name: str,
    frame: pd.DataFrame,
    currency: str,
    *,
    by_unit: Sequence[str] = (),
    kinds: dict[str, Kind] | None = None,
    drop: Sequence[str] = (),
) -> Sheet:
    """A table as a sheet.

    Columns `by_unit` are in the unit that stands in the row's column `unit`; others of `kinds`, or of the measure that
    they are named after (`asa`, `asa_low`), or as they are.
    """
    columns = []
    for title in (str(one) for one in frame.columns if one not in drop):
        raw = frame[title].tolist()
        if title == "unit":
            columns.append(Column(title, [unit_words(one, currency) for one in raw]))
        elif title in by_unit:
            columns.append(Column(title, raw, [kind_of(unit) for unit in frame["unit"]]))
        elif kinds and title in kinds:
            columns.append(Column(title, raw, kinds[title]))
        else:
            columns.append(_named(title, raw, currency))
    return Sheet(name, tuple(columns))


def _named(title: str, raw: Sequence[Any], currency: str) -> Column:
    for end in ("", "_difference", "_low", "_high"):
        try:
            measure = find(title.removesuffix(end))
        except KeyError:
            continue
        if title.endswith(end):
            unit = titled(measure, currency).removeprefix(measure.name)
            return Column(title + unit, raw, kind_of(measure.unit))
    plain = [value(one) for one in raw]
    if any(isinstance(one, float) for one in plain):
        return Column(title, plain, "number")
    return Column(title, plain, "integer" if any(isinstance(one, int) for one in plain) else "text")
