"""Who comes, who does not and why, with reminders: closed forms of the rules, worked out here.

Ten slots of an hour every day, one host who does nothing else, everybody booked five days before. 10 % cancel of their
own accord before any reminder. Of the rest, half (a segment) have the odds given by the lead, half twice these. Three
reminders, two of them to the same address: who has no right number there gets neither.
"""

from __future__ import annotations

import math
from typing import Any

from experiments.validation.case import START, Case, Quantity
from experiments.validation.sessions import COST, DAYS, diary, opening, sessions_open

NAME = "F-Reminders"
OWN = 0.10
BY_LEAD = {"1 d": 0.40, "9 d": 0.60}  # 50 % at a lead of 5 d
REASONS = {"forgot": 0.6, "emergency": 0.25, "solved_elsewhere": 0.15}
ODDS = {"average": 1.0, "careless": 2.0}
REMINDERS: dict[str, dict[str, Any]] = {
    "post": {"channel": "post", "before": "48 h", "reach": 0.9, "open": 0.5, "remembers": 0.3, "cancels": 0.4},
    "sms_day": {"channel": "sms", "before": "24 h", "reach": 0.7, "open": 0.9, "remembers": 0.7, "cancels": 0.3},
    "sms_hours": {"channel": "sms", "before": "2 h", "reach": 0.7, "open": 0.8, "remembers": 0.6, "cancels": 0.2},
}
GRACE, PROTECTED, LATE_MEAN, LATE_SD = 10.0, 5.0, 2.0, 4.0  # minutes


def _escapes(effect: str) -> float:
    """Probability that none of the reminders has this effect on somebody on whom it could."""
    passed = 1.0
    for address in ("post", "sms"):
        of_address = [r for r in REMINDERS.values() if r["channel"] == address]
        reach = of_address[0]["reach"]
        passed *= 1.0 - reach + reach * math.prod(1.0 - r["open"] * r[effect] for r in of_address)
    return passed


def _exact() -> dict[str, float]:
    """Shares of all booked; minutes of holding for each who comes, or does not."""
    missing = sum(0.5 * 0.5 * odds / (0.5 + 0.5 * odds) for odds in ODDS.values())
    unseen, uncancelled = _escapes("remembers"), _escapes("cancels")
    left = 1.0 - OWN
    others = left * missing * (1.0 - REASONS["forgot"])
    forgot = left * missing * REASONS["forgot"] * unseen
    would_come = left * (1.0 - missing) + left * missing * REASONS["forgot"] * (1.0 - unseen)
    edge, start = (GRACE - LATE_MEAN) / LATE_SD, -LATE_MEAN / LATE_SD
    in_time = _below(edge)
    # E[max(lateness, 0); lateness <= grace] of a normal law
    lateness = LATE_MEAN * (in_time - _below(start)) + LATE_SD * (_density(start) - _density(edge))
    return {
        "cancelled of their own accord": OWN,
        "cancelled by a reminder": others * (1.0 - uncancelled),
        "forgot": forgot,
        "emergency": others * uncancelled * REASONS["emergency"] / (1.0 - REASONS["forgot"]),
        "solved elsewhere": others * uncancelled * REASONS["solved_elsewhere"] / (1.0 - REASONS["forgot"]),
        "too late": would_come * (1.0 - in_time),
        "kept": would_come * in_time,
        "mean_late_wait": PROTECTED + lateness / in_time,
        "mean_no_show_wait": PROTECTED + GRACE,
    }


def _below(x: float) -> float:
    return 0.5 * math.erfc(-x / math.sqrt(2.0))


def _density(x: float) -> float:
    return math.exp(-0.5 * x * x) / math.sqrt(2.0 * math.pi)


PAIRS = {
    "cancelled of their own accord": ("bookings.cancelled", "bookings.booked"),
    "cancelled by a reminder": ("bookings.cancelled_by_reminder", "bookings.booked"),
    "forgot": ("bookings.forgot", "bookings.booked"),
    "emergency": ("bookings.emergency", "bookings.booked"),
    "solved elsewhere": ("bookings.solved_elsewhere", "bookings.booked"),
    "too late": ("bookings.too_late", "bookings.booked"),
    "kept": ("sessions.shows", "bookings.booked"),
    "mean_late_wait": ("bookings.late_wait", "sessions.shows"),
    "mean_no_show_wait": ("bookings.no_show_wait", "bookings.missed"),
}


def reminders() -> Case:
    opens_min = 660.0
    slots = [60.0 * (i + 1) for i in range(10)]  # the host is there before the first
    return Case(
        name=NAME,
        source="closed form",
        scenario={
            "name": NAME,
            "calendar": {"start": START, "days": DAYS, "interval": "60 min"},
            "opening": opening(opens_min),
            "segments": {segment: {"share": 0.5} for segment in ODDS},
            "channels": {"video": {"kind": "appointment"}},
            "contacts": {"visit": {"channel": "video", "handle_time": "5 min"}},
            "agents": {"host": {"skills": ["visit"], "staffing": 1}},
            "appointments": {
                "session": {
                    "contact": "visit",
                    "agents": "host",
                    "slot": "60 min",
                    "diary": "diary.csv",
                    "no_show": {"by_lead": BY_LEAD, "reasons": REASONS, "segments": ODDS},
                    "cancellation": {"share": OWN, "before": "3 d"},
                    "punctuality": {"normal": {"mean": f"{LATE_MEAN:g} min", "sd": f"{LATE_SD:g} min"}},
                    "grace": f"{GRACE:g} min",
                    "protect_before": f"{PROTECTED:g} min",
                    "reminders": list(REMINDERS),
                }
            },
            "reminders": REMINDERS,
        },
        files={"diary.csv": diary(slots, lead="5 d")},
        quantities=tuple(Quantity(what, exact, *PAIRS[what]) for what, exact in _exact().items()),
        measured=sessions_open(opens_min),
        contacts=COST * DAYS * len(slots),
        main="forgot",
    )


CASES: tuple[Case, ...] = (reminders(),)
