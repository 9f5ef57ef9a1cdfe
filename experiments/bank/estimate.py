"""What the bank scenario says, estimated from the bank's own call log.

    python estimate.py LOGS OUT

LOGS is the Technion "Anonymous Bank" call log (Guedj & Mandelbaum) of January and February 1999 as one CSV (may be
gzipped) with the columns date, type, priority, q_start_s, q_time, outcome, ser_start_s, ser_time, server: a row per
call, times in seconds after midnight, durations in seconds. OUT receives the tables of `scenarios/bank` and
`estimates.csv`, every other figure that stands in its scenario.yaml. No row of the log is copied.

Words: a contact is *offered* when it joined the queue or was answered at once; who hung up inside the IVR is not.
PE (the English line of PS) counts as PS. TT (the bank's own call-backs) is work that agents do besides.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd

INTERVAL = 1800
FIRST, LAST = 14, 48  # half-hours of the day: 07:00 to 24:00
AFTERNOON = ("sun", "tue", "thu")  # bank branches open again in the afternoon
WEEK = ("sun", "mon", "tue", "wed", "thu")
WEEKDAY = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
TYPES = {"PS": "ps", "PE": "ps", "NE": "ne", "NW": "nw", "IN": "in"}
TOLD_OF_THE_QUEUE = ("ps", "ps_priority", "nw")  # NE and IN seldom have more than one waiting
SPLIT = ("ps", "ne")  # types in which customers of high priority are known
HEAD_START = 90.0
SESSION_GAP = 900  # an agent is taken to be there between two calls less than 15 minutes apart
PAUSE = 60  # seconds: a longer pause between contacts is an absence, not wrap-up
ONSET, SETTLED, STEP = 60, 600, 30  # seconds since somebody waits: the first minute, ten minutes, half minutes
TOLD = 120  # seconds: who leaves because of the queue he was told of, has left by then
BEHIND = 4  # so many waiting or more are one class
BANDS = {"00:00": 0, "09:00": 9, "16:00": 16, "21:00": 21}  # talk by time of day, first hour of each
INTERNET_CALLS = 15  # who answered at least so many IN calls has the skill
PROBABILITIES = (
    [0.005, 0.01, 0.02, 0.03, 0.04] + [k / 100 for k in range(5, 100, 5)] + [0.98, 0.99, 0.995]
)  # of the patience tables


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


def high_share(calls: pd.DataFrame, contact: str) -> float:
    """Share of high priority among the waiting who were identified.

    The log gives a priority only to calls that joined the queue: nearly all answered at once carry a 0. The share
    over all calls (37 % for PS) is therefore too low; the share among those who had to wait does not depend on that.
    """
    waiting = calls[(calls.contact == contact) & (calls.q_start_s > 0) & (calls.priority > 0)]
    return float((waiting.priority == 2).mean())


def variation(calls: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Overdispersion by moments: contacts ~ Poisson(profile x day factor x noise), factors shared or a type's own.

    Day: Var(total) = mean + cv^2 mean^2. Noise, given the day's total: E(residual^2) = m + cv^2 m^2, and its lag-1
    correlation from neighbouring residuals. The scenario splits PS and NE by priority, and what is a type's own is
    drawn apart for each half of the split; so PS has only the shared factor, which is chosen so that all contacts
    together vary as recorded, and NE and NW have what they vary by beyond it.
    """
    names = ["ps", "ne", "nw", "all"]
    day, noise, correlation, expected = {}, {}, {}, {}
    for name in names:
        table = counts(calls, None if name == "all" else name)
        n, mean = table.to_numpy(), profile(table)
        totals, means = n.sum(axis=1), mean.sum(axis=1)
        days_of_kind = np.array([(kinds(table) == kind).sum() for kind in kinds(table)])
        unbiased = days_of_kind / (days_of_kind - 1)
        day[name] = ((totals - means) ** 2 * unbiased).mean() / (means**2).mean() - 1 / means.mean()
        m = mean * (totals / means)[:, None]
        left = n - m
        freedom = n.size / (n.size - 2 * n.shape[1] - len(n))
        noise[name] = ((left**2).sum() * freedom - m.sum()) / (m**2).sum()
        covariance = (left[:, :-1] * left[:, 1:]).sum() / (m[:, :-1] * m[:, 1:]).sum()
        correlation[name] = covariance / noise[name]
        expected[name] = m
    own_day, own_noise = {}, {}
    shared_day, shared_noise = day["all"], noise["all"]
    for _ in range(50):  # a fixed point: what the types vary by on their own is part of what all vary by
        for name in ("ne", "nw"):
            own_day[name] = max((1 + day[name]) / (1 + shared_day) - 1, 0.0)
            own_noise[name] = max((1 + noise[name]) / (1 + shared_noise) - 1, 0.0)
        weight = {name: float((expected[name] ** 2).sum() / (expected["all"] ** 2).sum()) for name in own_day}
        shared_day = day["all"] - sum(weight[name] * own_day[name] * (1 + shared_day) for name in own_day)
        shared_noise = noise["all"] - sum(weight[name] * own_noise[name] * (1 + shared_noise) for name in own_noise)
    result = {
        f"{name} (recorded)": {
            "day cv": day[name] ** 0.5,
            "intraday cv": noise[name] ** 0.5,
            "lag 1": correlation[name],
        }
        for name in names
    }
    result["shared"] = {"day cv": shared_day**0.5, "intraday cv": shared_noise**0.5, "correlation": correlation["all"]}
    for name in own_day:
        result[f"{name} (own)"] = {"day cv": own_day[name] ** 0.5, "intraday cv": own_noise[name] ** 0.5}
    return result


def ahead(calls: pd.DataFrame) -> pd.Series:
    """How many of his own line (type, and priority in PS and NE) wait already when a contact has to join the queue."""
    waited = calls[calls.contact.notna() & (calls.q_start_s > 0)]
    line = waited.contact.where(~waited.contact.isin(SPLIT) | (waited.priority < 2), waited.contact + "_priority")
    parts = []
    for _, own in waited.groupby([waited.day, line]):
        joined, left = own.q_start_s.to_numpy(), (own.q_start_s + own.q_time).to_numpy()
        before = np.searchsorted(np.sort(joined), joined) - np.searchsorted(np.sort(left), joined, side="right")
        parts.append(pd.Series(np.maximum(before, 0), index=own.index))
    return pd.concat(parts).reindex(calls.index)


def hazards(times: np.ndarray, gone: np.ndarray, last: int) -> np.ndarray:
    """Kaplan-Meier hazard of leaving in each second 0 to `last`."""
    seconds = np.arange(last + 1)
    at_risk = len(times) - np.searchsorted(np.sort(times), seconds)
    return np.bincount(times[gone & (times <= last)].astype(int), minlength=last + 1) / np.maximum(at_risk, 1)


def patience(calls: pd.DataFrame, chosen: pd.Series, told: bool) -> tuple[list[float], dict[str, float], list[float]]:
    """Kaplan-Meier quantiles of the patience of the waiting; an answer censors (Brown et al. 2005, section 5).

    Callers are told their place in the queue, and the longer it is the more leave within two minutes; later leaving
    does not depend on it. With `told`, patience is that of customers with nobody of their line before them (the first
    two minutes) and of all (after), and the last result is the share who leave by two minutes beyond that, with 1, 2,
    3, and `BEHIND` or more before them. It stands in the scenario as balking.

    Whole seconds are taken as the middle of theirs. Beyond the last well observed wait (30 customers still there)
    the tail is exponential with the hazard of the second half of what was observed.
    """
    waited = calls[chosen & (calls.q_start_s > 0) & (calls.q_time > 0)]
    times = waited.q_time.to_numpy()
    gone = ~waited.answered.to_numpy()
    last = int(np.sort(times)[-30])
    hazard = hazards(times, gone, last)
    balking = []
    if told:
        before = np.minimum(waited.ahead.to_numpy(), BEHIND)
        by_place = [hazards(times[before == k], gone[before == k], TOLD) for k in range(BEHIND + 1)]
        hazard[: TOLD + 1] = by_place[0]
        stays = [float(np.prod(1 - own)) for own in by_place]
        balking = [max(1 - stay / stays[0], 0.0) for stay in stays[1:]]
    survival = np.cumprod(1 - hazard)
    half = last / 2
    exposure = np.clip(times, half, last).sum() - half * len(times)
    tail = (gone & (times > half) & (times <= last)).sum() / exposure
    values = []
    for p in PROBABILITIES:
        if 1 - p >= survival[last]:
            values.append(float(np.argmax(survival <= 1 - p)) - 0.5)
        else:
            values.append(last + float(np.log(survival[last] / (1 - p)) / tail))
    facts = {"waited": len(waited), "abandoned": int(gone.sum()), "observed_to_s": last, "survival": survival[last]}
    return values, facts | {"tail_hazard_per_min": 60 * tail}, balking


def sessions(calls: pd.DataFrame) -> pd.DataFrame:
    """Agents there by day, half-hour and team: contiguous calls of an agent, gaps up to 15 minutes bridged.

    He was there before his first contact and after his last, idle: as long as his mean gap between contacts that day.
    """
    internet = calls[(calls.contact == "in") & calls.answered].groupby("server").size()
    skilled = set(internet[internet >= INTERNET_CALLS].index)
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
            rows.append((day, server in skilled, starts[first] - idle, ends[after - 1] + idle))
    spans = pd.DataFrame(rows, columns=["day", "internet", "start", "end"])
    tables = []
    for slot in range(FIRST, LAST):
        inside = (spans.end.clip(upper=(slot + 1) * INTERVAL) - spans.start.clip(lower=slot * INTERVAL)).clip(lower=0)
        present = (inside / INTERVAL).groupby([spans.day, spans.internet]).sum().unstack(fill_value=0.0)
        tables.append(present.assign(slot=slot).set_index("slot", append=True))
    table = pd.concat(tables).rename(columns={False: "regular", True: "internet"})
    return table.reindex(columns=["regular", "internet"]).fillna(0.0)


def under_way(calls: pd.DataFrame, chosen: pd.Series, start: str, length: str, seconds: int = 100_000) -> np.ndarray:
    """How many of the chosen calls of one day are under way in each second, from `start` for `length` seconds."""
    track = np.zeros(seconds)
    begin = calls.loc[chosen, start].to_numpy(dtype=int)
    np.add.at(track, begin, 1)
    np.add.at(track, np.minimum(begin + calls.loc[chosen, length].to_numpy(dtype=int), seconds - 1), -1)
    return track.cumsum()


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


def whole(values: np.ndarray) -> np.ndarray:
    """Whole numbers for a week, (weekdays, half-hours), that keep each half-hour's sum over the week within one.

    2.4 positions become 2, 2, 3, 2, 3. Half-hours start at different points (golden ratio), so that days stay even.
    """
    phase = np.arange(values.shape[1]) * 0.6180339887 % 1.0
    running = np.floor(np.vstack([phase, phase + np.cumsum(values, axis=0)]))
    return np.diff(running, axis=0).astype(int)


def clock(slot: int) -> str:
    return f"{slot // 2:02d}:{slot % 2 * 30:02d}"


def week(by_kind: dict[str, np.ndarray]) -> np.ndarray:
    """Values of a week, (weekdays, half-hours), from those of its kinds of days."""
    return np.array([by_kind["afternoon" if weekday in AFTERNOON else "morning"] for weekday in WEEK])


def write_week(path: Path, column: str, values: np.ndarray, decimals: int) -> None:
    """A row per half-hour of the week, Sunday to Thursday."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"weekday,start,{column}"]
    for weekday, day in zip(WEEK, values, strict=True):
        lines += [
            f"{weekday},{clock(slot)},{value:.{decimals}f}" for slot, value in zip(range(FIRST, LAST), day, strict=True)
        ]
    path.write_text("\n".join(lines) + "\n")


def main(logs: Path, out: Path) -> None:
    calls = read(logs)
    facts: list[tuple[str, str, float]] = [("log", "full days", calls.day.nunique())]

    shares = {name: high_share(calls, name) for name in SPLIT}
    for name in ["ps", "ne", "nw", "in"]:
        table = counts(calls, name)
        by_kind = {str(kind): own.mean().to_numpy() for kind, own in table.groupby(kinds(table))}
        parts = {name: 1.0}
        if name in SPLIT:
            facts.append((name, "share of high priority", shares[name]))
            parts = {name: 1 - shares[name], f"{name}_priority": shares[name]}
        for part, share in parts.items():
            write_week(out / "forecasts" / f"{part}.csv", "contacts", share * week(by_kind), 3)
        own = calls[(calls.contact == name) & calls.answered & (calls.ser_time > 0)].ser_time
        facts.append((name, "contacts per day", table.to_numpy().sum() / len(table)))
        facts.append((name, "talk mean s", own.mean()))
        facts.append((name, "talk cv", own.std() / own.mean()))
        if name in ("ps", "nw"):
            band = np.searchsorted([3600 * hour for hour in BANDS.values()], calls.joined[own.index], side="right") - 1
            for start, part in zip(BANDS, [own[band == k] for k in range(len(BANDS))], strict=True):
                facts.append((name, f"talk mean s from {start}", part.mean()))
                facts.append((name, f"talk cv from {start}", part.std() / part.mean()))

    varies = variation(calls)
    shared_day = varies["shared"]["day cv"]
    for name, figures in varies.items():
        facts += [(name, figure, value) for figure, value in figures.items()]

    low = calls.priority < 2
    groups = {
        "ps": (calls.contact == "ps") & low,
        "ps_priority": (calls.contact == "ps") & ~low,
        "ne": calls.contact == "ne",
        "nw": calls.contact == "nw",
        "in": calls.contact == "in",
    }
    calls["ahead"] = ahead(calls)
    for name, chosen in groups.items():
        values, figures, balking = patience(calls, chosen, told=name in TOLD_OF_THE_QUEUE)
        path = out / "patience" / f"{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        rows = [f"{p:g},{value:.1f}" for p, value in zip(PROBABILITIES, values, strict=True)]
        path.write_text("\n".join(["p,value", *rows]) + "\n")
        facts += [(name, f"patience: {figure}", value) for figure, value in figures.items()]
        facts += [(name, f"balking with {k} before him", share) for k, share in enumerate(balking, start=1)]

    pause = pauses(calls)
    mean_pause = pause[:-1].sum()
    talk = calls[calls.answered & calls.contact.notna() & (calls.ser_time > 0)].ser_time.mean()
    levels = [k for k in PROBABILITIES if k < 1 - pause[-2]]
    rows = [f"{p:g},{np.argmax(pause <= 1 - p)}" for p in levels] + [f"{1 - pause[-2]:.3f},{PAUSE}", f"1,{PAUSE}"]
    (out / "wrap_up.csv").write_text("\n".join(["p,value", "0,0", *rows]) + "\n")
    facts.append(("agents", "pause up to 60 s: mean s", mean_pause))

    there = sessions(calls)
    there["there"] = there.regular + there.internet
    answer = response(calls, there.there)
    for since, row in answer[answer.index % 120 == 0].iterrows():
        facts.append(("agents", f"talking / there, {since:.0f} s since somebody waits", row.share))
        facts.append(("agents", f"joined / there, {since:.0f} s since somebody waits", row.joined))
    began = answer[answer.index < ONSET]
    per_talking = (talk + mean_pause) / talk  # positions to have one agent talking
    at_once_share = began.talking.sum() / began.there.sum() * per_talking
    away = min(float(answer.joined[SETTLED]) * per_talking, 1 - at_once_share)  # nobody comes who is not there
    halfway = answer[answer.joined * per_talking >= away / 2].first_in_line.iloc[0]
    facts.append(("agents", "net positions / agents there, at once", at_once_share))
    facts.append(("agents", "net positions / agents there, coming back", away))
    facts.append(("agents", "first in line has waited when half of them are back, s", halfway))
    days = there.there.groupby("day").sum()
    facts.append(("agents", "agent hours there per day", days.mean() / 2))
    facts.append(("agents", "day cv", days.std() / days.mean()))
    follows = followed(counts(calls), there.there)
    facts.append(("agents", "correlation with contacts, days of a kind", follows["days"]))
    facts.append(("agents", "correlation with contacts, half-hours given the day", follows["half-hours"]))
    facts.append(("shared", "day cv given the staff", shared_day * (1 - follows["days"] ** 2) ** 0.5))
    kind = np.where([WEEKDAY[day.day_of_week] in AFTERNOON for day, _ in there.index], "afternoon", "morning")
    mean = there.groupby([kind, "slot"])[["regular", "internet", "there"]].mean()
    kinds_of_day = ("morning", "afternoon")
    share = {"regular": at_once_share, "internet": at_once_share, "there": at_once_share + away}
    positions = {
        team: week({name: mean.loc[name][team].to_numpy() * share[team] for name in kinds_of_day}) for team in share
    }
    at_once = whole(positions["regular"] + positions["internet"])
    internet = np.maximum(whole(positions["internet"]), 1)  # the skill is never missing altogether
    regular = np.maximum(at_once - internet, 0)
    returning = np.maximum(whole(positions["there"]) - at_once, 0)
    positions["returning"] = positions["there"] - positions["regular"] - positions["internet"]
    for team, numbers in {"regular": regular, "internet": internet, "returning": returning}.items():
        write_week(out / "staffing" / f"{team}.csv", "agents", numbers, 0)
        facts.append((team, "position hours a week, estimated", positions[team].sum() / 2))
        facts.append((team, "position hours a week, whole numbers", numbers.sum() / 2))

    lines = ["name,figure,value"] + [f'{name},"{figure}",{value:.4g}' for name, figure, value in facts]
    (out / "estimates.csv").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
