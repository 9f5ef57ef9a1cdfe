"""Tables of the report that stand in the page itself: contacts, agents, days, customers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from ccsim.measures.catalogue import find
from ccsim.report.answer import moment
from ccsim.report.clocks import kinds_in
from ccsim.report.flows import skills
from ccsim.report.numbers import pair, shown
from ccsim.report.outcomes import self_service
from ccsim.report.series import BAND, by_day, experience, journeys, names_of, over_horizon
from ccsim.report.words import Said, measure_name, said

if TYPE_CHECKING:
    import pandas as pd

CONTACTS = ("offered", "service_level", "abandonment_rate", "asa", "wait_p90", "aht")
GROUPS = ("occupancy", "overtime", "paid_hours", "cost_staff")
DAYS = ("offered", "service_level", "abandonment_rate", "asa")
MOST_DAYS = 31
WHOLE = 10.0  # contacts from which on only whole ones are told
MOST_ROWS = 400  # of days of all scopes, some 200 kB


@dataclass(frozen=True)
class Cell:
    """A value, and in small type its interval."""

    value: Said | str
    interval: str = ""


@dataclass(frozen=True)
class Table:
    """`key` names its caption; the first cell of a row is its heading."""

    key: str
    columns: list[Said]
    rows: list[list[Cell]] = field(default_factory=list)


@dataclass(frozen=True)
class DayTable(Table):
    """`bodies`: rows by scope, of which the page shows the one chosen."""

    bodies: dict[str, list[list[Cell]]] = field(default_factory=dict)


def contacts(measures: pd.DataFrame, summary: dict[str, Any]) -> Table:
    names = names_of(measures, "contact")
    heads = [(said("contact_type")), *(said(f"short_{measure}") for measure in CONTACTS)]
    rows = [[Cell(name), *_cells(measures, "contact", name, CONTACTS, summary)] for name in names]
    if len(names) > 1:
        live = {one["live"] for one in summary.get("center", {}).get("contacts", [])}
        mixed = len(live) > 1  # waits of calls and of mail have no common mean
        own = [Cell("") if mixed and one in ("asa", "wait_p90") else None for one in CONTACTS]
        whole = _cells(measures, "all", "all", CONTACTS, summary)
        rows.append([Cell(said("all")), *(left or cell for left, cell in zip(own, whole, strict=True))])
    return Table("table_contacts", heads, rows)


def groups(measures: pd.DataFrame, summary: dict[str, Any]) -> Table:
    people = {one["name"]: one["people"] for one in summary.get("center", {}).get("groups", [])}
    costing = over_horizon(measures, ("cost_staff",), "agents")["mean"].sum() > 0
    wanted = GROUPS if costing else GROUPS[:-1]
    heads = [said("group"), said("people"), *(said(f"short_{measure}") for measure in wanted)]
    names = names_of(measures, "agents")
    rows = [
        [Cell(name), Cell(str(people.get(name, ""))), *_cells(measures, "agents", name, wanted, summary)]
        for name in names
    ]
    if len(names) > 1:
        together = Cell(str(sum(people.values())) if people else "")
        rows.append([Cell(said("all_groups")), together, *_cells(measures, "all", "all", wanted, summary)])
    return Table("table_groups", heads, rows)


def who_answered(measures: pd.DataFrame) -> Table | None:
    """What each group took of each contact type, with its share; nothing where there is one group."""
    table = skills(measures)
    if not len(table):
        return None
    groups = [name for name in names_of(measures, "agents") if name in set(table["group"])]
    heads = [said("contact_type"), *(_name(one) for one in groups)]
    rows = [
        [Cell(name), *(_taken(measures, "skill", f"{name}/{group}") for group in groups)]
        for name in dict.fromkeys(table["type"])
    ]
    rows.append([Cell(said("all")), *(_taken(measures, "agents", group) for group in groups)])
    return Table("table_skills", heads, rows)


def _taken(measures: pd.DataFrame, scope: str, name: str) -> Cell:
    """How many contacts, and in small type which share; nothing where the group has not the skill."""
    rows = over_horizon(measures, ("taken", "taken_share"), scope, [name])
    if len(rows) < 2:
        return Cell("")
    taken, share = rows["mean"]
    return Cell(shown(taken, "contacts"), shown(share, "share"))


def days(measures: pd.DataFrame, summary: dict[str, Any], scopes: list[dict[str, str]]) -> DayTable | None:
    """Day by day of every scope that the page lets choose (`ccsim.report.figures.by_hours`); of all contacts alone
    where that would be too long."""
    names = names_of(measures, "day")
    if not 2 <= len(names) <= MOST_DAYS:
        return None
    all_alone = len(names) * len(scopes) > MOST_ROWS or not scopes
    wanted_scopes = ["all/all"] if all_alone else [one["key"] for one in scopes]
    bodies = {key: _of_days(measures, summary, key, names) for key in wanted_scopes}
    heads = [said("date"), *(said(f"short_{measure}") for measure in DAYS)]
    return DayTable("days_of_all" if all_alone else "table_days", heads, [], bodies)


def _of_days(measures: pd.DataFrame, summary: dict[str, Any], key: str, names: list[str]) -> list[list[Cell]]:
    scope, _, own = key.partition("/")
    live = {one["live"] for one in kinds_in(summary.get("center", {}), scope, own)}
    wanted = DAYS[:-1] if len(live) > 1 else DAYS  # waits of calls and of mail have no common mean
    tables = {
        measure: {row["day"]: row for row in by_day(measures, measure, scope, own).to_dict("records")}
        for measure in wanted
    }
    rows = []
    for name in names:
        cells = []
        for measure in DAYS:
            if name not in tables.get(measure, {}):
                cells.append(Cell(""))
                continue
            mean, low, high = (float(tables[measure][name][end]) for end in BAND)
            cells.append(_cell(mean, low, high, find(measure).unit, summary["currency"]))
        rows.append([Cell(_day(name)), *cells])
    return rows


def customers(measures: pd.DataFrame, summary: dict[str, Any]) -> Table | None:
    """Journeys and experience, a row for each measure, a column for all and for each segment."""
    import pandas as pd

    found = pd.concat([journeys(measures), experience(measures)])
    wanted = [str(one) for one in found.loc[found["mean"] != 0, "measure"]]  # without what never happened
    if not wanted:
        return None
    segments = names_of(measures, "segment")
    segments = segments if len(segments) > 1 else []
    heads = [said("measure"), said("all_customers"), *(_name(one) for one in segments)]
    rows = []
    for measure in wanted:
        cells = _cells(measures, "all", "all", (measure,), summary)
        for name in segments:
            cells += _cells(measures, "segment", name, (measure,), summary)
        rows.append([Cell(measure_name(measure)), *cells])
    return Table("table_segments", heads, rows)


def bots(measures: pd.DataFrame, summary: dict[str, Any]) -> Table | None:
    table = self_service(measures)
    if not len(table):
        return None
    wanted = tuple(dict.fromkeys(table["measure"]))
    heads = [said("name"), *(measure_name(one) for one in wanted)]
    rows = [
        [Cell(name), *_cells(measures, "self_service", name, wanted, summary)]
        for name in dict.fromkeys(map(str, table["name"]))
    ]
    return Table("table_self_service", heads, rows)


def _cells(
    measures: pd.DataFrame, scope: str, name: str, wanted: tuple[str, ...], summary: dict[str, Any]
) -> list[Cell]:
    found = {row["measure"]: row for row in over_horizon(measures, wanted, scope, [name]).to_dict("records")}
    cells = []
    for measure in wanted:
        if measure not in found:
            cells.append(Cell(""))
            continue
        mean, low, high = (float(found[measure][key]) for key in BAND)
        cells.append(_cell(mean, low, high, find(measure).unit, summary["currency"]))
    return cells


def _cell(mean: float, low: float, high: float, unit: str, currency: str) -> Cell:
    """A value with its interval, if it has one: of one replication there is none, nor of a plan without chance."""
    whole = unit == "contacts" and mean >= WHOLE  # nobody sees half a contact
    if not high > low:
        return Cell(shown(float(round(mean)) if whole else mean, unit, currency))
    if whole:
        mean, low, high = (float(round(one)) for one in (mean, low, high))
    return Cell(*pair(mean, low, high, unit, currency))


def _day(name: str) -> Said:
    date.fromisoformat(name)
    return moment(name)


def _name(name: str) -> Said:
    return lambda language: name
