"""Wide tables that planners paste: a row for each interval or day, a column for each measure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from ccsim.measures.catalogue import find
from ccsim.measures.cells import AFTER
from ccsim.measures.definition import Table
from ccsim.report.run import tidy
from ccsim.report.series import BAND, whole
from ccsim.workbook.sheet import Column, Sheet, kind_of, titled, unit_words

if TYPE_CHECKING:
    import pandas as pd

TITLES: dict[Table, str] = {
    "contacts": "Contacts",
    "customers": "Customers",
    "appointments": "Appointments",
    "self_service": "Self-service",
    "agents": "Agents",
    "skills": "Skills",
    "center": "Cost",
}
DATE = len("2026-03-02")


def over_horizon(systems: dict[str, pd.DataFrame], currency: str) -> Sheet:
    """All measures over the whole horizon with their intervals, of one run or of each system by name."""
    import pandas as pd

    tables = []
    for system, measures in systems.items():
        rows = whole(measures[measures["scope"] != "day"])
        texts = {key: rows[key].astype(object) for key in ("scope", "name", "measure")}
        tables.append(rows.assign(**texts, system=system))
    table = pd.concat(tables, ignore_index=True)
    known = {measure: find(measure) for measure in table["measure"].unique()}
    units = [known[measure].unit for measure in table["measure"]]
    kinds = [kind_of(unit) for unit in units]
    columns = [Column(key, table[key].tolist()) for key in ("scope", "name", "measure")]
    columns.append(Column("unit", [unit_words(unit, currency) for unit in units]))
    columns += [Column(key, table[key].tolist(), kinds) for key in (*BAND, "half_width")]
    columns.append(Column("replications", table["replications"].tolist(), "integer"))
    columns.append(Column("meaning", [known[measure].meaning for measure in table["measure"]]))
    if len(systems) > 1:
        columns.insert(0, Column("system", table["system"].tolist()))
    return Sheet("Measures", tuple(columns))


def by_interval(measures: pd.DataFrame, currency: str) -> Iterator[Sheet]:
    """A sheet for each table of measures: date, start, scope, name, then the measures' means."""
    labels = measures["interval"].astype(str)
    rows = measures[(labels.str.len() > DATE) & (labels != AFTER)]
    yield from _sheets(rows, "by interval", currency)


def by_day(measures: pd.DataFrame, currency: str) -> Iterator[Sheet]:
    """A sheet for each table of measures: date, scope, name, then the measures' means."""
    import pandas as pd

    together = measures[measures["scope"] == "day"]
    together = together.assign(interval=together["name"].astype(object), scope="all", name="all")
    apart = measures[measures["interval"].astype(str).str.len() == DATE]
    texts = {key: apart[key].astype(object) for key in ("scope", "name", "interval", "measure")}
    rows = pd.concat([together.assign(measure=together["measure"].astype(object)), apart.assign(**texts)])
    yield from _sheets(tidy(rows), "by day", currency)


def _sheets(rows: pd.DataFrame, span: str, currency: str) -> Iterator[Sheet]:
    known = {str(measure): find(str(measure)) for measure in rows["measure"].unique()}
    for table, title in TITLES.items():
        wanted = [measure for measure, one in known.items() if one.table == table]
        own = rows[rows["measure"].isin(wanted)]
        if own["mean"].fillna(0.0).any():  # else a sheet of zeros: nothing of this kind ever happened
            yield _wide(own, wanted, f"{title} {span}", currency)


def _wide(rows: pd.DataFrame, wanted: list[str], title: str, currency: str) -> Sheet:
    """Measures that have no value anywhere have no column."""
    grouped = rows.groupby(["scope", "name", "interval"], sort=False, observed=True)
    number = grouped.ngroup().to_numpy()
    first = rows.iloc[np.unique(number, return_index=True)[1]]
    cells = np.full((len(wanted), len(first)), np.nan)
    place = {measure: at for at, measure in enumerate(wanted)}
    cells[rows["measure"].astype(object).map(place).to_numpy(dtype=int), number] = rows["mean"].to_numpy()
    labels = [str(one) for one in first["interval"]]
    starts = _times(labels)
    columns = [Column("date", [one.date() for one in starts], "date")]
    if len(labels[0]) > DATE:
        columns.append(Column("start", [one.time() for one in starts], "time"))
    columns += [Column(key, [str(one) for one in first[key]]) for key in ("scope", "name")]
    keys = len(columns)
    for measure, values in zip(wanted, cells, strict=True):
        if not np.isnan(values).all():
            one = find(measure)
            columns.append(Column(titled(one, currency), values.tolist(), kind_of(one.unit)))
    return Sheet(title, tuple(columns), keys)


def _times(labels: list[str]) -> list[pd.Timestamp]:
    import pandas as pd

    return [pd.Timestamp(label[:16]) for label in labels]
