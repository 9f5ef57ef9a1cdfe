"""The bank's call log as the other scripts of this folder read it.

One CSV (may be gzipped): the Technion "Anonymous Bank" call log (Guedj & Mandelbaum) of January and February 1999, with
the columns date, type, priority, q_start_s, q_time, outcome, ser_start_s, ser_time, server: a row per call, times in
seconds after midnight, durations in seconds.

Words: a contact is *offered* when it joined the queue or was answered at once; who hung up inside the IVR is not.
PE (the English line of PS) counts as PS. TT (the bank's own call-backs) is work that agents do besides.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

INTERVAL = 1800
FIRST, LAST = 14, 48  # half-hours of the day: 07:00 to 24:00
AFTERNOON = ("sun", "tue", "thu")  # bank branches open again in the afternoon
WEEK = ("sun", "mon", "tue", "wed", "thu")
WEEKDAY = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
TYPES = {"PS": "ps", "PE": "ps", "NE": "ne", "NW": "nw", "IN": "in"}
SPLIT = ("ps", "ne")  # types in which customers of high priority are known


def read(path: Path) -> pd.DataFrame:
    """Calls of the full days (Sunday to Thursday) from 07:00 on, offered only, with the half-hour they came in."""
    calls = pd.read_csv(path)
    calls["day"] = pd.to_datetime(calls.date)
    calls["weekday"] = calls.day.dt.day_of_week.map(lambda k: WEEKDAY[k])
    calls["answered"] = calls.outcome == "AGENT"
    offered = (calls.outcome != "PHANTOM") & (calls.answered | (calls.q_start_s > 0)) & (calls.type != "AA")
    calls = calls[offered & calls.weekday.isin(WEEK)].copy()
    calls["joined"] = np.where(calls.q_start_s > 0, calls.q_start_s, calls.ser_start_s)
    calls["slot"] = calls.joined // INTERVAL
    calls = calls[(calls.slot >= FIRST) & (calls.slot < LAST)].copy()
    calls["kind"] = np.where(calls.weekday.isin(AFTERNOON), "afternoon", "morning")
    calls["contact"] = calls.type.map(TYPES)
    return calls


def counts(calls: pd.DataFrame, contact: str | None = None) -> pd.DataFrame:
    """Offered contacts by day (rows) and half-hour (columns)."""
    chosen = calls[calls.contact.notna()] if contact is None else calls[calls.contact == contact]
    table = chosen.pivot_table(index="day", columns="slot", values="joined", aggfunc="size")
    return table.reindex(index=sorted(calls.day.unique()), columns=range(FIRST, LAST)).fillna(0.0)


def kinds(table: pd.DataFrame) -> np.ndarray:
    """The kind of each day of `table`."""
    names = [WEEKDAY[day.day_of_week] for day in table.index]
    return np.array(["afternoon" if name in AFTERNOON else "morning" for name in names])


def profile(table: pd.DataFrame) -> np.ndarray:
    """Mean of the day's kind in each half-hour, (days, half-hours)."""
    means = table.groupby(kinds(table)).mean()
    return means.loc[kinds(table)].to_numpy()


def under_way(calls: pd.DataFrame, chosen: pd.Series, start: str, length: str, seconds: int = 100_000) -> np.ndarray:
    """How many of the chosen calls of one day are under way in each second, from `start` for `length` seconds."""
    track = np.zeros(seconds)
    begin = calls.loc[chosen, start].to_numpy(dtype=int)
    np.add.at(track, begin, 1)
    np.add.at(track, np.minimum(begin + calls.loc[chosen, length].to_numpy(dtype=int), seconds - 1), -1)
    return track.cumsum()


def clock(slot: int) -> str:
    return f"{slot // 2:02d}:{slot % 2 * 30:02d}"
