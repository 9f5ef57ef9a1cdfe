"""What the bank scenario says, estimated from the bank's own call log.

    python estimate.py LOGS OUT

LOGS as described in record.py. OUT receives the tables of `scenarios/bank` and `estimates.csv`, every other figure that
stands in its scenario.yaml, and the evidence. No row of the log is copied.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from agents import PAUSE, SETTLED, TEAMS, followed, pauses, response, sessions
from customers import PROBABILITIES, ahead, high_share, overtakes, patience, variation
from record import AFTERNOON, FIRST, LAST, SPLIT, WEEK, WEEKDAY, clock, counts, kinds, read

TOLD_OF_THE_QUEUE = ("ps", "ps_priority", "nw")  # NE and IN seldom have more than one waiting
BY_TIME = ("ps", "nw")  # types with enough contacts at all hours for talk by time of day
BANDS = {"00:00": 0, "09:00": 9, "16:00": 16, "21:00": 21}  # talk by time of day, first hour of each
ONSET = 60  # seconds since somebody waits: nobody is back yet

Facts = list[tuple[str, str, float]]


def whole(values: np.ndarray) -> np.ndarray:
    """Whole numbers for a week, (weekdays, half-hours), that keep each half-hour's sum over the week within one.

    2.4 positions become 2, 2, 3, 2, 3. Half-hours start at different points (golden ratio), so that days stay even.
    """
    phase = np.arange(values.shape[1]) * 0.6180339887 % 1.0
    running = np.floor(np.vstack([phase, phase + np.cumsum(values, axis=0)]))
    return np.diff(running, axis=0).astype(int)


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


def demand(calls: pd.DataFrame, out: Path) -> Facts:
    """Forecasts, talk, variation."""
    facts: Facts = []
    for name in ["ps", "ne", "nw", "in"]:
        table = counts(calls, name)
        by_kind = {str(kind): own.mean().to_numpy() for kind, own in table.groupby(kinds(table))}
        parts = {name: 1.0}
        if name in SPLIT:
            high = high_share(calls, name)
            facts.append((name, "share of high priority", high))
            parts = {name: 1 - high, f"{name}_priority": high}
        for part, share in parts.items():
            write_week(out / "forecasts" / f"{part}.csv", "contacts", share * week(by_kind), 3)
        own = calls[(calls.contact == name) & calls.answered & (calls.ser_time > 0)].ser_time
        facts.append((name, "contacts per day", table.to_numpy().sum() / len(table)))
        facts.append((name, "talk mean s", own.mean()))
        facts.append((name, "talk cv", own.std() / own.mean()))
        if name in BY_TIME:
            band = np.searchsorted([3600 * hour for hour in BANDS.values()], calls.joined[own.index], side="right") - 1
            for k, start in enumerate(BANDS):
                talk = own[band == k]
                facts.append((name, f"talk mean s from {start}", talk.mean()))
                facts.append((name, f"talk cv from {start}", talk.std() / talk.mean()))
    for name, figures in variation(calls).items():
        facts += [(name, figure, value) for figure, value in figures.items()]
    return facts


def waiting(calls: pd.DataFrame, out: Path) -> Facts:
    """Patience and balking, and whether the head start was at work."""
    facts: Facts = []
    low = calls.priority < 2
    groups = {
        "ps": (calls.contact == "ps") & low,
        "ps_priority": (calls.contact == "ps") & ~low,
        "ne": calls.contact == "ne",
        "nw": calls.contact == "nw",
        "in": calls.contact == "in",
    }
    calls = calls.assign(ahead=ahead(calls))
    for name, chosen in groups.items():
        values, figures, balking = patience(calls, chosen, told=name in TOLD_OF_THE_QUEUE)
        path = out / "patience" / f"{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        rows = [f"{p:g},{value:.1f}" for p, value in zip(PROBABILITIES, values, strict=True)]
        path.write_text("\n".join(["p,value", *rows]) + "\n")
        facts += [(name, f"patience: {figure}", value) for figure, value in figures.items()]
        facts += [(name, f"balking with {k} before him", share) for k, share in enumerate(balking, start=1)]
    facts += [("ps", f"head start at work {period}", share) for period, share in overtakes(calls).items()]
    return facts


def staffing(calls: pd.DataFrame, shared_day_cv: float, out: Path) -> Facts:
    """Pauses, net positions at hand and coming back, and how staff goes with demand."""
    facts: Facts = []
    pause = pauses(calls)
    mean_pause = pause[:-1].sum()
    talk = calls[calls.answered & calls.contact.notna() & (calls.ser_time > 0)].ser_time.mean()
    levels = [k for k in PROBABILITIES if k < 1 - pause[-2]]
    rows = [f"{p:g},{np.argmax(pause <= 1 - p)}" for p in levels] + [f"{1 - pause[-2]:.3f},{PAUSE}", f"1,{PAUSE}"]
    (out / "wrap_up.csv").write_text("\n".join(["p,value", "0,0", *rows]) + "\n")
    facts.append(("agents", "pause up to 60 s: mean s", mean_pause))

    there = sessions(calls)
    there["there"] = there[list(TEAMS)].sum(axis=1)
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
    facts.append(("shared", "day cv given the staff", shared_day_cv * (1 - follows["days"] ** 2) ** 0.5))
    kind = np.where([WEEKDAY[day.day_of_week] in AFTERNOON for day, _ in there.index], "afternoon", "morning")
    mean = there.groupby([kind, "slot"]).mean()
    by_team = {
        team: week({name: mean.loc[name][team].to_numpy() for name in ("morning", "afternoon")}) for team in mean
    }
    positions = {team: at_once_share * by_team[team] for team in TEAMS}
    positions["returning"] = away * by_team["there"]
    filled = np.cumsum(list(positions.values()), axis=0)  # rounded as running sums, so that all together stay right
    running = np.maximum.accumulate([whole(level) for level in filled])
    numbers_of = dict(zip(positions, np.diff(running, axis=0, prepend=np.zeros_like(running[:1])), strict=True))
    lone = numbers_of["internet"] + numbers_of["internet_investors"] == 0
    for other in ("all_round", "prospects", "investors"):  # IN is never missing altogether: one of these changes team
        change = lone & (numbers_of[other] > 0)
        numbers_of["internet"] += change
        numbers_of[other] -= change
        lone &= ~change
    for team, numbers in numbers_of.items():
        write_week(out / "staffing" / f"{team}.csv", "agents", numbers, 0)
        facts.append((team, "position hours a week, estimated", positions[team].sum() / 2))
        facts.append((team, "position hours a week, whole numbers", numbers.sum() / 2))
    return facts


def main(logs: Path, out: Path) -> None:
    calls = read(logs)
    facts = [("log", "full days", float(calls.day.nunique())), *demand(calls, out), *waiting(calls, out)]
    shared_day_cv = next(value for name, figure, value in facts if (name, figure) == ("shared", "day cv"))
    facts += staffing(calls, shared_day_cv, out)
    lines = ["name,figure,value"] + [f'{name},"{figure}",{value:.4g}' for name, figure, value in facts]
    (out / "estimates.csv").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
