"""Load against people by interval: of all together, and of what only some groups may take; in words when it is more."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from ccsim.report.answer import moment
from ccsim.report.load import SideBySide, load_and_staff, load_of_types, side_by_side
from ccsim.report.numbers import compact
from ccsim.report.pools import Pool, pools
from ccsim.report.series import names_of
from ccsim.report.words import Said, as_is, joined, said, spoken

if TYPE_CHECKING:
    import pandas as pd

    from ccsim.report.figures import Axis

Json = dict[str, Any]
TOLD = 4  # stretches of too much work, the worst
NAMED = 3  # types or groups, beyond which they are counted


def load(measures: pd.DataFrame, along: Axis, summary: Json) -> Json | None:
    """Work in erlangs against agents on duty, scheduled and busy, a variant for each pool; none by day, where peaks
    would be gone.

    Deferred work can wait: where a pool has live contacts, too, it is these that may be too much.
    """
    if along.daily:
        return None
    found = pools(summary.get("center", {}))
    deferred = {one["name"] for one in summary.get("center", {}).get("contacts", []) if not one["live"]}
    beside = side_by_side(summary)
    variants, choices = {}, []
    for place, pool in enumerate(found):
        key = str(place)
        variants[key] = _variant(measures, along, pool, deferred, beside, whole=place == 0)
        choices.append({"key": key, "name": {"$name": " + ".join(pool.groups)} if place else {"$word": "all_groups"}})
    return {"id": "load", "kind": "series", "variants": variants, "choices": choices, "noted": True}


def _variant(
    measures: pd.DataFrame, along: Axis, pool: Pool, deferred: set[str], beside: SideBySide, whole: bool
) -> Json:
    types = pool.types or tuple(names_of(measures, "contact"))  # an old summary does not name them
    work = load_of_types(measures, types, beside)
    table = load_and_staff(measures, work, None if whole else pool.groups)
    live = [one for one in pool.types if one not in deferred]
    mixed = bool(live) and len(live) < len(pool.types)
    table["live"] = _on(table, load_of_types(measures, live, beside)) if mixed else table["erlangs"]
    table = table[table["interval"].isin(along.place)]
    can_exceed = bool(live) or not pool.types
    over = table[(table["live"] > table["agents_on_duty"] + 1e-9) & can_exceed]
    lines = [
        _line(along, table, "live", "erlangs_live" if mixed else "erlangs", "c1", "solid", fill=True),
        *([_line(along, table, "erlangs", "erlangs_deferred", "c5", "dot")] if mixed else []),
        _line(along, table, "agents_on_duty", "on_duty", "c2", "solid"),
        _line(along, table, "agents_scheduled", "scheduled", "c3", "dot", hidden=True),
        _line(along, table, "agents_busy", "busy", "c4", "dash"),
        *([_line(along, over, "live", "exceeds", "c6", "solid", marks=True)] if len(over) else []),
    ]
    note: list[Said] = []
    if not whole:
        note.append(said("load_pool", types=names_said(pool.types), groups=names_said(pool.groups)))
    note.append(_excess(over, table, along) if can_exceed else said("load_deferred"))
    if mixed:
        note.append(said("load_live"))
    if any(beside.get(("contact", one), 1) > 1 for one in pool.types):
        note.append(said("load_beside"))
    title = {"$word": "erlangs_or_agents"}
    return {"unit": "agents", "lines": lines, "bounds": [], "title": title, "note": spoken(joined(note, " "))}


def _line(along: Axis, table: pd.DataFrame, column: str, word: str, colour: str, dash: str, **more: bool) -> Json:
    return {
        "name": {"$word": word},
        "colour": colour,
        "shape": "hv",
        "dash": dash,
        "x": along.runs(table["interval"]),
        "mean": compact(table[column]),
        **more,
    }


def _excess(over: pd.DataFrame, table: pd.DataFrame, along: Axis) -> Said:
    """In how many intervals there is more work than people, and the worst stretches of them."""
    if not len(over):
        return said("load_holds")
    stretches: list[tuple[float, str, str]] = []
    before = -1
    for interval, live, duty in over[["interval", "live", "agents_on_duty"]].itertuples(index=False):
        place = along.place[interval]
        missing = float(live - duty)
        if stretches and place == before + 1 and interval[:10] == stretches[-1][1][:10]:
            stretches[-1] = (stretches[-1][0] + missing, stretches[-1][1], interval)
        else:
            stretches.append((missing, interval, interval))
        before = place
    worst = sorted(sorted(stretches, reverse=True)[:TOLD], key=lambda one: along.place[one[1]])
    times = [_stretch(first, last, along.seconds) for _, first, last in worst]
    key = "load_exceeds_mostly" if len(stretches) > TOLD else "load_exceeds"
    happens = int(((table["live"] > 0) | (table["agents_on_duty"] > 0)).sum())
    return said(key, n=len(over), all=happens, times=joined(times))


def _stretch(first: str, last: str, seconds: float) -> Said:
    """Day, begin and end; `24:00` ends a day."""
    end = datetime.fromisoformat(last[:16]) + timedelta(seconds=seconds)
    until = "24:00" if end.date() > date.fromisoformat(last[:10]) else end.strftime("%H:%M")
    begins = moment(first)
    return lambda language: f"{begins(language)}–{until}"


def names_said(names: tuple[str, ...]) -> Said:
    """Some names, and how many more."""
    if len(names) <= NAMED + 1:
        return as_is(", ".join(names))
    return said("names_more", names=", ".join(names[:NAMED]), n=len(names) - NAMED)


def _on(table: pd.DataFrame, load: pd.DataFrame) -> pd.Series[float]:
    """A load by the intervals of a table, 0 where nothing comes."""
    return table["interval"].map(load.set_index("interval")["erlangs"]).fillna(0.0)
