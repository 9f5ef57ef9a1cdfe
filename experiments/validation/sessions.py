"""Section F: appointment sessions with no-shows, exact finite chains; booked clients among random calls.

A session is a day of one host: everything is booked beforehand (the diary), clients come on the dot or not at all, who
comes is served in the order of the appointments, and the host stays until the last has left. Times in minutes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any

from experiments.validation.case import DAY, START, Case, Quantity, exponential, minutes, per_hour
from experiments.validation.figures_of_customers import by_client, single_figures

CHAIN = "exact finite chain"
OPENS = 6  # o'clock
DAYS = 42  # sessions of a replication
MIXED_DAYS = 10
COST = 4.0  # work of a booked client against that of a random call
WORK = 20.0  # minutes, mean
LIMIT = 900.0  # seconds: the wait limit of the sources

SESSION_PAIRS = {
    "sum_wait_of_shows": ("sessions.wait", "sessions.count"),
    "mean_wait_of_shows": ("sessions.wait", "sessions.shows"),
    "expected_shows": ("sessions.shows", "sessions.count"),
    "mean_session_end": ("sessions.end", "sessions.count"),
    "mean_server_idle_total": ("sessions.idle", "sessions.count"),
    "p_wait_le_limit_of_shows": ("all.answered_within_900", "all.answered"),
    "mean_overtime": ("sessions.overtime", "sessions.count"),
    "p_overtime": ("sessions.over", "sessions.count"),
}
CLIENT_PAIRS = {
    "mean_wait_per_client_given_show": "wait",
    "p_no_wait_per_client": "at_once",
    "p_delay_by_slot": "waited",
    "mean_wait_by_slot": "wait",
    "p_ab_by_slot": "gone",
}


def diary(times_min: Sequence[float], segments: Sequence[str] = (), days: int = DAYS, lead: str = "1 d") -> str:
    """The same clients every day, booked so long before; those of one segment and slot are one row."""
    lines = ["slot,places,lead_time" + (",segment" if segments else "")]
    rows = Counter(zip(times_min, (f",{s}" for s in segments) if segments else [""] * len(times_min), strict=True))
    for day in range(days):
        opens = datetime.fromisoformat(START) + timedelta(days=day, hours=OPENS)
        for (at, segment), places in rows.items():
            lines.append(f"{opens + timedelta(minutes=at):%Y-%m-%d %H:%M:%S.%f},{places},{lead}{segment}")
    return "\n".join(lines) + "\n"


def sessions_open(minutes_open: float, days: int = DAYS) -> tuple[tuple[float, float], ...]:
    opens = OPENS * 3600.0
    return tuple((d * DAY + opens, d * DAY + opens + minutes_open * 60) for d in range(days))


def opening(minutes_open: float) -> dict[str, str]:
    hours, rest = divmod(round(OPENS * 60 + minutes_open), 60)
    return {"mon-sun": f"{OPENS:02d}:00-{hours:02d}:{rest:02d}"}


def of_clients(name: str, *figures: str) -> list[Quantity]:
    """Figures by client, given that he comes."""
    return [
        Quantity(f"client {i + 1}: {what}", exact, f"client{i}.{CLIENT_PAIRS[what]}", f"client{i}.shows")
        for what in figures
        for i, exact in enumerate(by_client(name, what))
    ]


def miss(shows: float) -> dict[str, Any]:
    return {"by_lead": {"1 d": 1.0 - shows}}


def session(
    name: str,
    times_min: Sequence[float],
    shows: float | Sequence[float],
    closing_min: float,
    *,
    handle_time: Any = None,
    quantities: Sequence[Quantity] | None = None,
) -> Case:
    """One host. `shows`: the probability to come, of everybody or by client.

    Clients who come with probabilities of their own are segments of their own: by_lead 50 %, odds miss / show.
    """
    scenario: dict[str, Any] = {
        "name": name,
        "calendar": {"start": START, "days": DAYS, "interval": "60 min"},
        "opening": opening(closing_min),
        "channels": {"video": {"kind": "appointment"}},
        "contacts": {"visit": {"channel": "video", "handle_time": handle_time or exponential(WORK)}},
        "agents": {"host": {"skills": ["visit"], "staffing": 1}},
        "appointments": {
            "session": {"contact": "visit", "agents": "host", "slot": "20 min", "diary": "diary.csv", "grace": "0 s"}
        },
    }
    appointment, segments = scenario["appointments"]["session"], []
    if isinstance(shows, float):
        if shows < 1.0:
            appointment["no_show"] = miss(shows)
    else:
        segments = [f"client{i}" for i in range(len(shows))]
        scenario["segments"] = {segment: {"share": 1 / len(shows)} for segment in segments}
        odds = {segment: (1 - p) / p for segment, p in zip(segments, shows, strict=True)}
        appointment["no_show"] = miss(0.5) | {"segments": odds}
    if quantities is None:
        quantities = [
            *(Quantity(what, exact, *SESSION_PAIRS[what]) for what, exact in single_figures(name).items()),
            *of_clients(name, "mean_wait_per_client_given_show"),
        ]
    return Case(
        name=name,
        source=CHAIN,
        scenario=scenario,
        files={"diary.csv": diary(times_min, segments)},
        quantities=tuple(quantities),
        measured=sessions_open(closing_min),
        thresholds=(LIMIT,),
        contacts=COST * DAYS * len(times_min),
        main="mean_wait_of_shows",
    )


def optimal(name: str, shows: float, intervals: Sequence[float]) -> Case:
    """A schedule that is optimal for mean service 1, here 20 min; a session of no closing time: open long enough."""
    exact = {what: WORK * value for what, value in single_figures(name).items()}
    pairs = SESSION_PAIRS | {"objective": ("sessions.wait_and_end", "sessions.count")}
    exact["objective"] *= 2  # the source weighs waiting and end by one half each
    times = [0.0, *(WORK * t for t in accumulate(intervals))]
    return session(name, times, shows, 300.0, quantities=[Quantity(what, exact[what], *pairs[what]) for what in exact])


def mixed_queue() -> Case:
    """Random calls and booked clients in one queue of longest wait, two hours from empty; clients are as patient as
    callers. `done`, `gone` and `present` are expectations per session, divided by the clients and calls that come."""
    name = "F-MixedQueue"
    exact = single_figures(name)
    pairs = {
        "expected_offered": ("sessions.came", "sessions.count"),
        "mean_queue_time_average": ("all.queue", "all.minutes"),
        "occupancy": ("all.busy", "all.duty"),
        "abandonments_by_horizon": ("sessions.gone", "sessions.count"),
        "completions_by_horizon": ("sessions.done", "sessions.count"),
        "in_system_at_horizon": ("sessions.present", "sessions.count"),
        "p_delay_random_calls": ("calls.waited", "calls.offered"),
        "p_delay_appointments": ("visit.waited", "visit.offered"),
        "mean_wait_appointments": ("visit.wait", "visit.offered"),
        "p_ab_appointments": ("visit.abandoned", "visit.offered"),
    }
    served = {"patience": exponential(3.33333333333), "handle_time": exponential(4.0)}
    return Case(
        name=name,
        source="forward equations with jumps at the slots",
        scenario={
            "name": name,
            "calendar": {"start": START, "days": MIXED_DAYS, "interval": "60 min"},
            "opening": opening(120),
            "channels": {"voice": {"kind": "live"}, "video": {"kind": "appointment"}},
            "contacts": {
                "calls": {**served, "channel": "voice", "arrivals": per_hour(1.0)},
                "visit": {**served, "channel": "video"},
            },
            "agents": {"team": {"skills": ["calls", "visit"], "staffing": 5}},
            "routing": {"contact_rule": "longest_wait"},
            "appointments": {
                "visits": {
                    "contact": "visit",
                    "agents": "team",
                    "slot": "10 min",
                    "diary": "diary.csv",
                    "grace": "0 s",
                    "no_show": miss(0.8),
                }
            },
        },
        files={"diary.csv": diary([10.0 * (i + 1) for i in range(11)], days=MIXED_DAYS)},
        quantities=(
            *(Quantity(what, exact[what], *pair) for what, pair in pairs.items()),
            *of_clients(name, "p_delay_by_slot", "mean_wait_by_slot", "p_ab_by_slot"),
        ),
        measured=sessions_open(120, MIXED_DAYS),
        contacts=(120 + 8.8 * COST) * MIXED_DAYS,
        main="mean_wait_appointments",
    )


EVERY_20 = [WORK * i for i in range(10)]
HETEROGENEOUS = [0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.9, 0.9, 0.6, 0.8]

CASES: tuple[Case, ...] = (
    session("F-Exp-individual-p1", EVERY_20, 1.0, 240.0),
    session("F-Exp-bailey-welch-p1", [0.0, *EVERY_20[:-1]], 1.0, 240.0),
    session("F-Exp-wide24-p1", [24.0 * i for i in range(10)], 1.0, 240.0),
    session("F-Exp-pairs-p0.75", [40.0 * (i // 2) for i in range(10)], 0.75, 200.0),
    session("F-Exp-heterogeneous", EVERY_20, HETEROGENEOUS, 200.0),
    session("F-Erlang4", EVERY_20, 0.8, 200.0, handle_time={"erlang": {"mean": minutes(WORK), "shape": 4}}),
    session(
        "F-Deterministic",
        EVERY_20,
        0.8,
        210.0,
        handle_time=minutes(25.0),
        quantities=[
            *(Quantity(what, exact, *SESSION_PAIRS[what]) for what, exact in single_figures("F-Deterministic").items()),
            *of_clients("F-Deterministic", "mean_wait_per_client_given_show", "p_no_wait_per_client"),
        ],
    ),
    optimal("F-Optimal-n2-p0.7-g0.5", 0.7, [0.173953293534]),
    optimal("F-Optimal-n5-p1-g0.5", 1.0, [0.974604385249, 1.4224797521, 1.40040093874, 1.11364745289]),
    optimal("F-Optimal-n5-p0.5-g0.5", 0.5, [0.0, 0.572089556632, 0.573117207361, 0.266498973662]),
    optimal(
        "F-Optimal-n10-p0.9-g0.5",
        0.9,
        [
            0.845113686365,
            1.36076295393,
            1.44481178135,
            1.4676020566,
            1.46633782973,
            1.44619005322,
            1.39905984975,
            1.29313670944,
            0.977892267391,
        ],
    ),
    optimal(
        "F-Optimal-n10-p0.5-g0.5",
        0.5,
        [
            0.0211920706272,
            0.684747612772,
            0.772306759493,
            0.799697094409,
            0.798784569329,
            0.776136248407,
            0.725953532726,
            0.627437572314,
            0.27807464489,
        ],
    ),
    mixed_queue(),
)
