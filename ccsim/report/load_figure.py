"""Load against people by interval: of all together, of pools and of groups; in words when it is more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from ccsim.report.answer import spoken_moment
from ccsim.report.at_risk import Broken
from ccsim.report.load import added, load_and_staff, side_by_side
from ccsim.report.load_choices import LoadChoice, choices, shortest
from ccsim.report.load_shares import LoadShares
from ccsim.report.numbers import bound, compact
from ccsim.report.series import names_of
from ccsim.report.slots import slots
from ccsim.report.words import Said, and_more, as_is, joined, said, spoken

if TYPE_CHECKING:
    import pandas as pd

    from ccsim.report.figures import Axis

Json = dict[str, Any]
DRAWN = ("offered", "aht", "agents_on_duty", "agents_scheduled", "occupancy", "taken_share")
TOLD = 4  # stretches of too much work, the worst
MOST_NUMBERS = 30_000  # of all choices, some 150 kB
NAMED = 3  # types or groups, beyond which they are counted


class Loads(NamedTuple):
    """The work of each choice; `order` are their places, who is shortest when the plan breaks first."""

    works: list[Work]
    order: list[int]


def loads(measures: pd.DataFrame, along: Axis, summary: Json, found: list[Broken]) -> Loads | None:
    """Work of all together, of pools and of groups against their people; none by day, where peaks would be gone.

    Deferred work can wait: where there are live contacts, too, it is these that may be too much. `found` are
    the targets as `ccsim.report.at_risk.broken` orders them.
    """
    if along.daily:
        return None
    center = summary.get("center", {})
    options, contacts = choices(center), center.get("contacts", [])
    own = measures[measures["measure"].isin(DRAWN) & measures["scope"].isin(("all", "contact", "agents", "skill"))]
    shares = LoadShares(own, {one["name"]: one.get("groups", ()) for one in contacts}, side_by_side(summary))
    works = [Work(own, one, summary, shares) for one in options]  # of few rows: each is looked up many times
    return Loads(works, shortest(options, [one.table for one in works], found, center))


def load(found: Loads | None, along: Axis, summary: Json) -> Json | None:
    """Work in erlangs against agents on duty, scheduled and busy, a variant for each choice, opening on who is shortest
    when the plan breaks."""
    if found is None:
        return None
    works, order = found
    center = summary.get("center", {})
    kept = _within(order, [one.numbers for one in works])
    variants = {str(place): _variant(along, works[place], center, cut=len(kept) < len(works)) for place in sorted(kept)}
    options = [(place, works[place].choice) for place in sorted(kept)]
    heads = [{"key": str(place), "name": one.name, "under": one.under} for place, one in options]
    shown = {"choices": heads, "first": str(order[0]), "noted": True}
    return {"id": "load", "kind": "series", "variants": variants, **shown}


def _within(order: list[int], numbers: list[int]) -> set[int]:
    """Places that the page can carry, all together (place 0) and the shortest of people before others."""
    kept, left = {0}, MOST_NUMBERS - numbers[0]
    for place in order:
        if place and (numbers[place] <= left or len(kept) == 1):
            kept.add(place)
            left -= numbers[place]
    return kept


class Work:
    """What is drawn of a choice: its load, `live` what of it is judged, and its people by interval."""

    def __init__(self, measures: pd.DataFrame, choice: LoadChoice, summary: Json, shares: LoadShares) -> None:
        self.choice, pool = choice, choice.pool
        contacts = summary.get("center", {}).get("contacts", [])
        deferred = {one["name"] for one in contacts if not one["live"]}
        beside = side_by_side(summary)

        def work(types: Iterable[str]) -> pd.DataFrame:
            if choice.shared:
                return shares.load(pool.groups[0], types)
            return added([shares.whole(one) for one in types])

        types = pool.types or tuple(names_of(measures, "contact"))  # an old summary does not name them
        live = [one for one in pool.types if one not in deferred]
        self.mixed = bool(live) and len(live) < len(pool.types)
        self.can_exceed = bool(live) or not pool.types
        self.beside = any(beside.get(("contact", one), 1) > 1 for one in pool.types)
        own = [(one, shares.over_horizon(one, pool.groups[0])) for one in pool.types] if choice.shared else []
        self.shares = [as_is(f"{name} {bound(round(share, 2), 'share')}") for name, share in own]
        self.table = load_and_staff(measures, work(types), pool.groups if choice.under else None)
        self.table["live"] = _on(self.table, work(live)) if self.mixed else self.table["erlangs"]

    @property
    def numbers(self) -> int:
        return len(self.table) * (5 if self.mixed else 4)


def _variant(along: Axis, work: Work, center: Json, cut: bool) -> Json:
    table, pool, mixed = work.table, work.choice.pool, work.mixed
    table = table[table["interval"].isin(along.place)]
    over = table[(table["live"] > table["agents_on_duty"] + 1e-9) & work.can_exceed]
    lines = [
        _line(along, table, "live", "erlangs_live" if mixed else "erlangs", "c1", "solid", fill=True),
        *([_line(along, table, "erlangs", "erlangs_deferred", "c5", "dot")] if mixed else []),
        _line(along, table, "agents_on_duty", "on_duty", "c2", "solid"),
        _line(along, table, "agents_scheduled", "scheduled", "c3", "dot", hidden=True),
        _line(along, table, "agents_busy", "busy", "c4", "dash"),
        *([_line(along, over, "live", "exceeds", "c6", "solid", marks=True)] if len(over) else []),
    ]
    note: list[Said] = []
    if work.choice.shared:
        note.append(said("load_share", group=pool.groups[0], shares=joined(work.shares)))
    elif work.choice.under:
        note.append(said("load_pool", types=names_said(pool.types), groups=names_said(pool.groups)))
    note.append(_excess(over, table, along, center) if work.can_exceed else said("load_deferred"))
    if not work.choice.under and len(pool.groups) > 1:
        note.append(said("load_together"))
    if mixed:
        note.append(said("load_live"))
    if work.beside:
        note.append(said("load_beside"))
    if cut:
        note.append(said("load_cut"))
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


def _excess(over: pd.DataFrame, table: pd.DataFrame, along: Axis, center: Json) -> Said:
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
    times = [_stretch(first, last, along.seconds, center) for _, first, last in worst]
    key = "load_exceeds_mostly" if len(stretches) > TOLD else "load_exceeds"
    happens = int(((table["live"] > 0) | (table["agents_on_duty"] > 0)).sum())
    return said(key, n=len(over), all=happens, slots=slots(along.seconds), times=joined(times))


def _stretch(first: str, last: str, seconds: float, center: Json) -> Said:
    """Day, begin and end; `24:00` ends a day."""
    end = datetime.fromisoformat(last[:16]) + timedelta(seconds=seconds)
    until = "24:00" if end.date() > date.fromisoformat(last[:10]) else end.strftime("%H:%M")
    begins = spoken_moment(first, center)
    return lambda language: f"{begins(language)}–{until}"


def names_said(names: tuple[str, ...]) -> Said:
    """Some names, and how many more."""
    named = len(names) if len(names) <= NAMED + 1 else NAMED
    return joined([as_is(", ".join(names[:named])), *and_more(len(names) - named)], " ")


def _on(table: pd.DataFrame, load: pd.DataFrame) -> pd.Series[float]:
    """A load by the intervals of a table, 0 where nothing comes."""
    return table["interval"].map(load.set_index("interval")["erlangs"]).fillna(0.0)
