"""What the clinic scenario says about bookings and no-shows, estimated from a log of medical appointments.

    python -m experiments.clinic.estimate LOG [--tables scenarios/clinic] [--out experiments/clinic/results]

LOG is a CSV (or .csv.gz) with the columns ScheduledDay, AppointmentDay, Age, SMS_received, No-show and `patient` (key),
a booked appointment a row (README.md). Printed, and written to `estimates.csv`: every figure of
`scenarios/clinic/scenario.yaml` that comes from the log. Written to `--tables`: lead_times.csv, requests_by_hour.csv.
No row of the log is copied.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

SMS_FROM = 3  # days of lead from which the clinics sent an SMS
LEADS = [(0, 0), (1, 1), (2, 2), (3, 4), (5, 9), (10, 13), (14, 20), (21, 27), (28, 400)]  # bands, days
WISHES = {1: (1, 1), 2: (2, 2), 3: (3, 3), 4: (4, 4), 5: (5, 5), 6: (6, 6), 7: (7, 10), 14: (11, 17), 21: (18, 24)}
WISHES[28] = (25, 31)  # from a week on in whole weeks; longer ones (8 %) are left out
SAME_DAY = ("30 min", "5 h")  # the log knows no hour of the appointment: assumed
SEGMENTS = {"young": (0, 30), "adults": (31, 60), "seniors": (61, 200)}  # age
OPEN = range(7, 18)  # hours of the scenario's day
FULL_DAY = 1000  # appointments; a Saturday with 39 is left out

Facts = list[tuple[str, float]]


def read(path: Path) -> pd.DataFrame:
    """One appointment a row: lead (days), missed, sms, age, when booked, day of the appointment, band of lead."""
    log = pd.read_csv(path)
    booked, day = pd.to_datetime(log.ScheduledDay), pd.to_datetime(log.AppointmentDay).dt.normalize()
    lead = (day - booked.dt.normalize()).dt.days
    table = pd.DataFrame({"patient": log.patient, "booked": booked, "day": day, "lead": lead, "age": log.Age})
    table = table.assign(missed=log["No-show"] == "Yes", sms=log.SMS_received == 1)
    table = table[(table.lead >= 0) & (table.day.map(table.day.value_counts()) >= FULL_DAY)]
    table["band"] = np.searchsorted([last for _, last in LEADS], table.lead)
    without = table[table.lead >= SMS_FROM].groupby("day").sms.max()
    return table.assign(sms_day=~table.day.isin(without[~without].index))


def odds_ratio(table: pd.DataFrame, exposed: pd.Series, strata: list[str]) -> float:
    """Mantel-Haenszel odds ratio of missing, exposed against not, within strata."""
    above = below = 0.0
    for _, rows in table.assign(exposed=exposed).groupby(strata):
        a, b = (rows.missed & rows.exposed).sum(), (~rows.missed & rows.exposed).sum()
        c, d = (rows.missed & ~rows.exposed).sum(), (~rows.missed & ~rows.exposed).sum()
        above, below = above + a * d / len(rows), below + b * c / len(rows)
    return above / below


def by_lead(table: pd.DataFrame) -> Facts:
    """Share missed without a reminder: from SMS_FROM on that of the days on which nobody was sent one."""
    without = table[(table.lead < SMS_FROM) | ~table.sms_day]
    facts: Facts = [("days", table.day.nunique()), ("days without any SMS", table.day[~table.sms_day].nunique())]
    facts += [("missed, all", table.missed.mean())]
    for band, (first, last) in enumerate(LEADS):
        rows = without[without.band == band]
        name = f"{first}" if first == last else f"{first} to {last}"
        share = rows.missed.mean()
        facts += [
            (f"missed without SMS, lead {name} d", share),
            (f"  its standard error, lead {name} d", (share * (1 - share) / len(rows)) ** 0.5),
            (f"  mean lead, lead {name} d", rows.lead.mean()),
        ]
    return facts


def segments(table: pd.DataFrame) -> Facts:
    """Shares by age, and odds of missing that leave the shares by lead as they are on average."""
    of = pd.Series("", index=table.index)
    for name, (youngest, oldest) in SEGMENTS.items():
        of[table.age.between(youngest, oldest)] = name
    raw = {name: odds_ratio(table, of == name, ["band"]) for name in SEGMENTS}
    relative = dict.fromkeys(SEGMENTS, 1.0)
    for name in ("young", "seniors"):  # against adults
        both = of.isin([name, "adults"])
        relative[name] = odds_ratio(table[both], (of == name)[both], ["band"])
    share = table.groupby("band").missed.transform("mean")
    base = share / (1 - share)
    low, high = 0.1, 10.0
    for _ in range(60):  # the common factor that leaves the number missed as it is
        factor = (low * high) ** 0.5
        odds = base * of.map(relative) * factor
        low, high = (factor, high) if (odds / (1 + odds)).sum() < table.missed.sum() else (low, factor)
    facts: Facts = []
    for name in SEGMENTS:
        rows = table[of == name]
        facts += [
            (f"share of {name}", len(rows) / len(table)),
            (f"missed, {name}", rows.missed.mean()),
            (f"odds ratio {name} against all others, within lead", raw[name]),
            (f"odds of {name} against the average", relative[name] * factor),
        ]
    return facts


def history(table: pd.DataFrame) -> Facts:
    """Odds of missing after a missed one, and how many of those who missed book again, and when."""
    visit = table.groupby(["patient", "day"], as_index=False).missed.max()
    pairs = table.merge(visit, on="patient", suffixes=("", "_before"))
    pairs = pairs[(pairs.day_before < pairs.booked.dt.normalize()) & (pairs.lead > 0)]
    last = pairs.sort_values("day_before").drop_duplicates(["patient", "day", "booked"], keep="last")
    facts: Facts = [("odds ratio after a missed one, within lead", odds_ratio(last, last.missed_before, ["band"]))]

    first = visit[visit.missed & (visit.day < visit.day.min() + pd.Timedelta(days=8))]
    again = first.merge(table[["patient", "booked", "day"]], on="patient", suffixes=("", "_next"))
    gap = (again.booked.dt.normalize() - again.day).dt.days
    for most in (0, 1, 3, 7):
        soon = again[(gap >= 0) & (gap <= most) & (again.day_next > again.day)].drop_duplicates(["patient", "day"])
        facts.append((f"of those who missed: booked again within {most} d", len(soon) / len(first)))
    return facts


def days_differ(table: pd.DataFrame) -> Facts:
    """Cv of a factor that all odds of a day have in common: what is left of the days' scatter beyond chance."""
    expected = table.groupby(["band", pd.cut(table.age, [-1, 30, 60, 200])], observed=True).missed.transform("mean")
    parts = pd.DataFrame({"day": table.day, "off": table.missed - expected, "v": expected * (1 - expected)})
    sums = parts.groupby("day").sum()
    scatter = ((sums.off / sums.v) ** 2 - 1 / sums.v).sum() / (len(sums) - 1)
    rate = table.groupby("day").missed.mean()
    return [("sd of the days' share missed", rate.std()), ("cv of the day's odds beyond chance", scatter**0.5)]


def reminders(table: pd.DataFrame) -> Facts:
    """What the SMS did, seen in three ways; see README.md for why they differ."""
    long = table[table.lead >= SMS_FROM]
    sent_days = long[long.sms_day]
    clean = long[long.sms | ~long.sms_day]
    return [
        ("SMS: share sent on days with SMS", sent_days.sms.mean()),
        ("SMS odds ratio, sent or not, within lead", odds_ratio(long, long.sms, ["lead"])),
        ("SMS odds ratio, sent or not, within lead and day", odds_ratio(long, long.sms, ["lead", "day"])),
        ("SMS odds ratio, sent against days without, within lead", odds_ratio(clean, clean.sms, ["band"])),
        ("days with SMS against days without, all, within lead", odds_ratio(long, long.sms_day, ["band"])),
        ("the same for leads without SMS (should be 1)", odds_ratio(*short(table), ["band"])),
    ]


def short(table: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    rows = table[table.lead < SMS_FROM]
    return rows, rows.sms_day


def wishes(table: pd.DataFrame) -> tuple[Facts, list[str]]:
    """The law of lead times and the lines of lead_times.csv: same day, 1 to 6 days, then whole weeks."""
    counted = {0: float((table.lead == 0).sum())}
    counted |= {days: float(table.lead.between(*band).sum()) for days, band in WISHES.items()}
    total = sum(counted.values())
    facts: Facts = [("leads beyond 31 d, left out", float((table.lead > 31).mean()))]
    lines, reached = ["p,value"], 0.0
    for days, count in counted.items():
        share = count / total
        facts.append((f"lead {days} d", share))
        low, high = SAME_DAY if days == 0 else (f"{days} d", f"{days} d")
        lines += [f"{reached + 1e-6 if days else 0:.6f},{low}", f"{min(reached + share, 1):.6f},{high}"]
        reached += share
    return facts, lines


def requests(table: pd.DataFrame) -> tuple[Facts, list[str]]:
    """When bookings are made: share by weekday (one week whose bookings the log holds nearly all), and by hour."""
    week = table[(table.booked.dt.strftime("%F").between("2016-05-02", "2016-05-06")) & (table.lead <= 13)]
    by_weekday = week.groupby(week.booked.dt.day_name().str[:3].str.lower(), sort=False).size() / len(week) * 5
    hour = table.booked.dt.hour
    facts: Facts = [(f"bookings on {day} against the average", share) for day, share in by_weekday.items()]
    facts.append(("bookings outside 07:00-18:00", float((~hour.isin(OPEN)).mean())))
    by_hour = hour.value_counts(normalize=True)
    facts += [(f"bookings {of:02d}:00", by_hour[of]) for of in OPEN]
    return facts, ["start,weight", *(f"{of:02d}:00,{100 * by_hour[of]:.1f}" for of in OPEN)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("log", type=Path)
    parser.add_argument("--tables", type=Path, default=Path("scenarios/clinic"))
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results")
    asked = parser.parse_args()
    table = read(asked.log)
    facts: Facts = [("appointments", len(table)), *by_lead(table), *segments(table), *history(table)]
    facts += [*days_differ(table), *reminders(table)]
    lead, lead_lines = wishes(table)
    when, hour_lines = requests(table)
    facts += lead + when
    for name, value in facts:
        print(f"{name:64s} {value:10.4g}" if value < 1000 else f"{name:64s} {value:10,.0f}")
    asked.out.mkdir(parents=True, exist_ok=True)
    lines = ["figure,value"] + [f'"{name.strip()}",{value:.4g}' for name, value in facts]
    (asked.out / "estimates.csv").write_text("\n".join(lines) + "\n")
    (asked.tables / "lead_times.csv").write_text("\n".join(lead_lines) + "\n")
    (asked.tables / "requests_by_hour.csv").write_text("\n".join(hour_lines) + "\n")


if __name__ == "__main__":
    main()
