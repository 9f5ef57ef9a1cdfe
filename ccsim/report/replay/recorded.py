"""One replication as its records tell it: contacts, agents' time, hosts held, bookings and what rules did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ccsim.engine.logs import BookingOutcome, BotResult, Missed, Outcome
from ccsim.report.replay.judging import COLUMNS, Contacts, Judged, Kind, codes, judge

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from ccsim.arrays import FloatArray, IntArray
    from ccsim.study.saved_records import SavedRun

ON_DUTY, BREAK, OVERTIME, HELD, WORK = range(5)
STATES = ("on_duty", "break", "overtime")
OF_BOTS = {"bot": "category", "bot_result": "category", "bot_s": "float64"}
RULE_ACTS = ("group_added", "group_closed", "ended")


@dataclass(frozen=True)
class Stretches:
    """Time of agents, by start: of which agent, from when to when; `what` is a state, a contact type for work.

    `talked` is where the wrap-up of work begins: its end where there is none, or where it is interrupted.
    """

    agent: IntArray
    what: IntArray
    start: FloatArray
    end: FloatArray
    talked: FloatArray

    def between(self, first: float, last: float) -> Stretches:
        """Those that reach into a time."""
        rows = (self.start < last) & (self.end > first)
        return Stretches(**{name: getattr(self, name)[rows] for name in self.__dataclass_fields__})


@dataclass(frozen=True)
class Bookings:
    """Appointments by slot: the time of the slot and of the outcome (NaN: none yet), and what it was."""

    appointment: IntArray
    slot: FloatArray
    settled: FloatArray
    outcome: IntArray
    reason: IntArray


@dataclass(frozen=True)
class Acts:
    """What rules did that concerns more than one contact."""

    at: FloatArray
    rule: list[str]
    act: IntArray


@dataclass(frozen=True)
class Sessions:
    """Contacts and booking requests that came to a bot, those it turned away included; `end` NaN: not in this run."""

    bot: IntArray
    start: FloatArray
    end: FloatArray
    result: IntArray  # BotResult


@dataclass(frozen=True)
class Recorded:
    """A replication. `names` are those of contacts (`ccsim.study.contact_id`); `waited_until`: when the wait of each
    was over (NaN: never); agents stand by group and name, those who were never there apart."""

    contacts: Contacts
    names: list[str]
    judged: Judged
    waited_until: FloatArray
    group: IntArray
    presence: Stretches
    work: Stretches
    bookings: Bookings
    appointments: list[str]
    sessions: Sessions
    acts: Acts
    end: float


def recorded(
    records: SavedRun,
    replication: int,
    kinds: tuple[Kind, ...],
    groups: list[str],
    bots: list[str],
    horizon: float,
    between: tuple[float, float],
) -> Recorded:
    """Reads of a replication what reaches into some time of it.

    Raises
    ------
    NoRecords
        The records of it cannot be read.
    """
    start, until = between
    also = {"contact": "str", "wrap_up_s": "float64", "dialled_s": "float64", **OF_BOTS}
    table = _whole(records, "contacts", {**COLUMNS, **also}, replication, lambda rows: _reaches(rows, start, until))
    contacts = Contacts.of(table, kinds)
    time = {"start_s": "float64", "end_s": "float64"}
    also = {"agent": "str", "group": "category", "state": "category", "contact": "str"}
    end = horizon

    def lasts(rows: pd.DataFrame) -> pd.Series:
        nonlocal end
        end = max(end, rows["end_s"].max())  # of all of them
        return (rows["start_s"] <= until) & (rows["end_s"] > start)

    stretches = _whole(records, "agents", {**also, **time}, replication, lasts)
    held = stretches.iloc[:0]
    if records.has("holds"):
        held = _whole(records, "holds", {"agent": "str", **time}, replication, lasts)
    group_of = codes(stretches["group"], groups)
    known = sorted(set(zip(group_of.tolist(), stretches["agent"].tolist(), strict=True)))
    number = {name: place for place, (_, name) in enumerate(known)}
    agent = np.array([number[name] for name in stretches["agent"]], dtype=np.int64)
    state = codes(stretches["state"], list(STATES))
    work = np.flatnonzero(state < 0)
    row_of = {name: row for row, name in enumerate(table["contact"].tolist())}
    worked = np.array([row_of[name] for name in stretches["contact"].to_numpy()[work]], dtype=np.int64)
    starts, ends = stretches["start_s"].to_numpy(), stretches["end_s"].to_numpy()
    talked = np.fmin(contacts.talk_end[worked], ends[work])
    there = np.flatnonzero(state >= 0)
    presence = _by_start(
        np.concatenate((agent[there], np.array([number[name] for name in held["agent"]], dtype=np.int64))),
        np.concatenate((state[there], np.full(len(held), HELD))),
        np.concatenate((starts[there], held["start_s"].to_numpy())),
        np.concatenate((ends[there], held["end_s"].to_numpy())),
    )
    asked = _appointments(records, bots, replication) if records.has("appointments") else None
    return Recorded(
        contacts=contacts,
        names=table["contact"].tolist(),
        judged=judge(contacts, kinds, end),
        waited_until=_waited_until(contacts, table["dialled_s"].to_numpy(), worked, starts[work]),
        group=np.array([group for group, _ in known], dtype=np.int64),
        presence=presence,
        work=_by_start(agent[work], contacts.kind[worked], starts[work], ends[work], talked),
        **_bookings(asked),
        sessions=_sessions(table, asked, bots),
        acts=_acts(records, replication),
        end=end,
    )


def _reaches(rows: pd.DataFrame, start: float, until: float) -> pd.Series:
    """Contacts that arrive in a time, or are not over when it begins; of whom the records do not tell, all."""
    over = rows["joined_s"] + rows["wait_s"] + rows["talk_s"].fillna(0.0) + rows["wrap_up_s"].fillna(0.0)
    over = over.fillna(rows["arrived_s"] + rows["bot_s"])  # who ended in self-service never joined a queue
    untold = rows["outcome"].isin([Outcome.BACKLOG.name.lower(), Outcome.NOT_REACHED.name.lower()])
    return (rows["arrived_s"] <= until) & ((rows["arrived_s"] >= start) | (over >= start) | untold)


def _waited_until(contacts: Contacts, dialled: FloatArray, worked: IntArray, start: FloatArray) -> FloatArray:
    """To be called back waits until first dialled; what is left over at the end, until it was first begun."""
    begun = np.full(len(contacts.kind), np.inf)
    np.minimum.at(begun, worked, start)
    ended = np.fmin(contacts.answered, contacts.left)
    left_over = contacts.was(Outcome.BACKLOG)
    ended[left_over] = np.where(np.isinf(begun), np.nan, begun)[left_over]
    return np.where(np.isnan(dialled), ended, dialled)


def _appointments(records: SavedRun, bots: list[str], replication: int) -> pd.DataFrame:
    """Bookings, and where there are bots what these did for who asked."""
    columns = {
        "appointment": "str",
        "slot_s": "float64",
        "settled_s": "float64",
        "outcome": "category",
        "reason": "category",
    }
    of_bots = {"requested_s": "float64", **OF_BOTS} if bots else {}
    return _whole(records, "appointments", columns | of_bots, replication)


def _bookings(asked: pd.DataFrame | None) -> dict[str, Any]:
    if asked is None:
        none = np.zeros(0)
        return {
            "appointments": [],
            "bookings": Bookings(none.astype(int), none, none, none.astype(int), none.astype(int)),
        }
    table = asked[asked["slot_s"].notna()].sort_values("slot_s", kind="stable")
    names = sorted(table["appointment"].unique())
    found = Bookings(
        appointment=codes(table["appointment"], names),
        slot=table["slot_s"].to_numpy(),
        settled=table["settled_s"].to_numpy(),
        outcome=codes(table["outcome"], [one.name.lower() for one in BookingOutcome]),
        reason=codes(table["reason"], [one.name.lower() for one in Missed if one >= 0]),
    )
    return {"appointments": names, "bookings": found}


def _sessions(contacts: pd.DataFrame, asked: pd.DataFrame | None, bots: list[str]) -> Sessions:
    """Of contacts, then of booking requests."""
    found = [contacts.rename(columns={"arrived_s": "start_s"})]
    if bots and asked is not None:
        found.append(asked.rename(columns={"requested_s": "start_s"}))
    bot = [codes(one["bot"], bots) for one in found]
    rows = [np.flatnonzero(one >= 0) for one in bot]
    start, lasted = (_joined(found, name, rows) for name in ("start_s", "bot_s"))
    results = [one.name.lower() for one in BotResult if one >= 0]
    result = [codes(one["bot_result"], results)[own] for one, own in zip(found, rows, strict=True)]
    own_bots = [one[own] for one, own in zip(bot, rows, strict=True)]
    return Sessions(np.concatenate(own_bots), start, start + lasted, np.concatenate(result))


def _joined(tables: list[pd.DataFrame], column: str, rows: list[IntArray]) -> FloatArray:
    return np.concatenate([one[column].to_numpy()[own] for one, own in zip(tables, rows, strict=True)])


def _acts(records: SavedRun, replication: int) -> Acts:
    if not records.has("decisions"):
        return Acts(np.zeros(0), [], np.zeros(0, np.int64))
    table = _whole(records, "decisions", {"time_s": "float64", "rule": "str", "act": "category"}, replication)
    act = codes(table["act"], list(RULE_ACTS))
    rows = np.flatnonzero(act >= 0)
    return Acts(table["time_s"].to_numpy()[rows], table["rule"].iloc[rows].tolist(), act[rows])


def _by_start(
    agent: IntArray, what: IntArray, start: FloatArray, end: FloatArray, talked: FloatArray | None = None
) -> Stretches:
    order = np.lexsort((agent, start))
    return Stretches(agent[order], what[order], start[order], end[order], (end if talked is None else talked)[order])


def _whole(
    records: SavedRun,
    name: str,
    columns: dict[str, str],
    replication: int,
    wanted: Callable[[pd.DataFrame], pd.Series] | None = None,
) -> pd.DataFrame:
    """A replication's rows of a table, all or those wanted."""
    import pandas as pd

    plain = {name: "str" if kind == "category" else kind for name, kind in columns.items()}
    pieces = records.pieces(name, columns, replication)
    none = pd.DataFrame({column: [] for column in columns})
    kept = (piece if wanted is None or not len(piece) else piece[wanted(piece)] for piece in (none, *pieces))
    return pd.concat([piece[list(columns)].astype(plain) for piece in kept], ignore_index=True)
