"""What agents do, from the log: who is there, his pauses, and how a queue brings back those who have stepped away."""

from __future__ import annotations

import numpy as np
import pandas as pd
from record import FIRST, INTERVAL, LAST, profile, under_way

SESSION_GAP = 900  # an agent is taken to be there between two calls less than 15 minutes apart
PAUSE = 60  # seconds: a longer pause between contacts is an absence, not wrap-up
SETTLED, STEP = 600, 30  # seconds since somebody waits: ten minutes, by half minutes
INTERNET_CALLS = 15  # who answered at least so many IN calls has the skill
HARDLY_NE, HARDLY_NW = 0.03, 0.10  # of an agent's PS, NE and NW contacts; of all it is 8 % and 20 %
TEAMS = ("all_round", "investors", "prospects", "internet_investors", "internet")  # groups of agents at hand


def teams(calls: pd.DataFrame) -> dict[int, str]:
    """The team of each agent, by what he answered: nobody's skills are in the log, but half of them hardly take NE.

    Internet: who takes IN calls; five of these eight hardly take NE, the others (`internet_investors`) do and, two of
    three, hardly take NW. Of who takes no IN, `investors` hardly take NW, `prospects` hardly take NE.
    """
    answered = calls[calls.answered & calls.contact.notna()]
    table = pd.crosstab(answered.server, answered.contact).reindex(columns=["ps", "ne", "nw", "in"], fill_value=0)
    general = table["ps"] + table["ne"] + table["nw"]
    internet = table["in"] >= INTERNET_CALLS
    hardly_nw, hardly_ne = table["nw"] < HARDLY_NW * general, table["ne"] < HARDLY_NE * general
    cases = [internet & hardly_ne, internet, hardly_nw, hardly_ne]
    names = np.select(cases, ["internet", "internet_investors", "investors", "prospects"], "all_round")
    return dict(zip(table.index.tolist(), names.tolist(), strict=True))


def sessions(calls: pd.DataFrame) -> pd.DataFrame:
    """Agents there by day, half-hour and team: contiguous calls of an agent, gaps up to 15 minutes bridged.

    He was there before his first contact and after his last, idle: as long as his mean gap between contacts that day.
    """
    team = teams(calls)
    rows = []
    answered = calls[calls.answered & (calls.ser_start_s > 0) & (calls.server > 0)]
    for (day, server), own in answered.sort_values("ser_start_s").groupby(["day", "server"]):
        starts = own.ser_start_s.to_numpy(dtype=float)
        ends = np.maximum.accumulate(starts + own.ser_time.to_numpy())
        gaps = starts[1:] - ends[:-1]
        cuts = np.flatnonzero(gaps > SESSION_GAP) + 1
        inside = gaps[gaps <= SESSION_GAP].clip(min=0.0)
        idle = float(inside.mean()) if len(inside) else 0.0
        for first, after in zip([0, *cuts], [*cuts, len(starts)], strict=True):
            rows.append((day, team.get(server, TEAMS[0]), starts[first] - idle, ends[after - 1] + idle))
    spans = pd.DataFrame(rows, columns=["day", "team", "start", "end"])
    tables = []
    for slot in range(FIRST, LAST):
        inside = (spans.end.clip(upper=(slot + 1) * INTERVAL) - spans.start.clip(lower=slot * INTERVAL)).clip(lower=0)
        present = (inside / INTERVAL).groupby([spans.day, spans.team]).sum().unstack(fill_value=0.0)
        tables.append(present.assign(slot=slot).set_index("slot", append=True))
    return pd.concat(tables).reindex(columns=list(TEAMS)).fillna(0.0)


def pauses(calls: pd.DataFrame) -> np.ndarray:
    """Kaplan-Meier survival, by second, of an agent's pause between two contacts while customers wait.

    It begins when a contact ends with customers waiting and is censored when nobody waits any more. The log has no
    wrap-up; this is what there is of it, ringing included. Up to a minute it is taken for wrap-up; longer ones are
    absences, which the net positions leave out.
    """
    lengths, ended = [], []
    for _, own in calls.groupby("day"):
        waiting = under_way(own, own.contact.isin(["ps", "ne", "nw"]) & (own.q_start_s > 0), "q_start_s", "q_time")
        nobody = np.flatnonzero(waiting == 0)
        answered = own[own.answered & (own.ser_start_s > 0) & (own.server > 0)].sort_values("ser_start_s")
        for _, agent in answered.groupby("server"):
            starts = agent.ser_start_s.to_numpy(dtype=int)
            ends = starts + agent.ser_time.to_numpy(dtype=int)
            for end, following in zip(ends[:-1], starts[1:], strict=True):
                if waiting[end] > 0:
                    until = nobody[np.searchsorted(nobody, end)]
                    lengths.append(max(min(following, until) - end, 0))
                    ended.append(following <= until)
    time, seen = np.array(lengths), np.array(ended)
    hazard = [((time == second) & seen).sum() / (time >= second).sum() for second in range(PAUSE + 1)]
    return np.cumprod(1 - np.array(hazard))


def response(calls: pd.DataFrame, there: pd.Series) -> pd.DataFrame:
    """How the agents there (`there`, by day and half-hour) answer a queue, by half minutes since somebody waits.

    While customers wait, every agent who can take a contact is talking or about to; what is missing against the
    agents there has stepped away. Columns: share (talking / there); joined (agents there who took up talking since the
    queue stands: starts less ends of talk, added up, / there); first_in_line (median wait, s, of the first in line).
    Queues that last are those with fewer agents than usual for so many there, so `share` grows too little along a
    queue; `joined` follows each queue and is free of that. The last row is `SETTLED` seconds and more.
    """
    parts = []
    for day, own in calls.groupby("day"):
        talking = under_way(own, own.answered & own.contact.notna() & (own.ser_start_s > 0), "ser_start_s", "ser_time")
        queued = own[own.contact.isin(["ps", "ne", "nw"]) & (own.q_start_s > 0)]
        second = np.arange(len(talking))
        first = np.full(len(talking), len(talking))  # when the first in line joined
        for joined, left in zip(
            queued.q_start_s.astype(int), (queued.q_start_s + queued.q_time).astype(int), strict=True
        ):
            first[joined:left] = np.minimum(first[joined:left], joined)
        waiting = first < len(talking)
        columns = {
            "since": second - np.maximum.accumulate(np.where(waiting, 0, second)),
            "talking": talking,
            "net": np.diff(talking, append=0.0),
            "there": there.loc[day].reindex(second // INTERVAL).fillna(0.0).to_numpy(),
            "first": second - first,
        }
        parts.append(pd.DataFrame(columns)[waiting & (second >= FIRST * INTERVAL) & (second < LAST * INTERVAL)])
    seconds = pd.concat(parts)
    groups = seconds.groupby(np.minimum((seconds.since - 1) // STEP * STEP, SETTLED))
    table = groups[["talking", "net", "there"]].sum()
    joined = (STEP * table.net / table.there).cumsum().shift(fill_value=0.0)
    return table.assign(share=table.talking / table.there, joined=joined, first_in_line=groups["first"].median())


def followed(contacts: pd.DataFrame, there: pd.Series) -> dict[str, float]:
    """Correlation of agents there with contacts, about the mean of their kind of day and half-hour.

    Between days, and between half-hours of a day given that day.
    """
    agents = there.unstack("slot").reindex(index=contacts.index, columns=contacts.columns).fillna(0.0)
    x, y = (table.to_numpy() - profile(table) for table in (contacts, agents))
    days = np.corrcoef(x.mean(axis=1), y.mean(axis=1))[0, 1]
    x, y = (left - left.mean(axis=1, keepdims=True) for left in (x, y))
    return {"days": float(days), "half-hours": float(np.corrcoef(x.ravel(), y.ravel())[0, 1])}
