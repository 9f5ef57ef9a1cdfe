"""The MMC family, Telethon, Bank and singleQueue as their programs print them, and the benchmark jobs J1 and J2."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from experiments.validation.case import Case, Quantity, exponential, figures, minutes
from experiments.validation.days import calendar, forecast, hours, open_hours
from experiments.validation.one_skill import handled, single

CONTACT_CENTERS = "ContactCenters (Buist & L'Ecuyer)"


def mmc(name: str, quantities: tuple[Quantity, ...], *, at_close: str = "serve", **contact: Any) -> Case:
    """Eight hours from empty, 4.2 calls a minute of 2 min, 12 agents; occupancy over the open hours only."""
    days = 7
    return Case(
        name=name,
        source=f"{CONTACT_CENTERS}; exact by forward equations",
        scenario={
            "name": name,
            "calendar": calendar(days, 60),
            "opening": {"default": hours(8, 8), "at_close": at_close},
            "channels": {"voice": {"kind": "live"}},
            "contacts": {
                "calls": {
                    "channel": "voice",
                    "arrivals": {"rate": "252 per h"},
                    "patience": "never",
                    "handle_time": exponential(2.0),
                    **contact,
                }
            },
            "agents": {"team": {"skills": ["calls"], "staffing": 12}},
        },
        quantities=quantities,
        measured=open_hours(days, 8, 8),
        contacts=2016.0 * days,
    )


def _good(exact: float, below: str, name: str = "good / served") -> Quantity:
    return Quantity(name, exact, "all.answered_within_20", f"all.{below}")


def _a_day(name: str, exact: float, tally: str) -> Quantity:
    """An expectation per day of eight open hours, shown per minute."""
    return Quantity(f"{name} per min", exact / 480, f"all.{tally}", "all.minutes")


# P-MMC and P-MMCAb: figures of the reference collection, inside the program's published intervals. MMCBlocked and
# MMCClrQ: `forward.py`; published: blocked 18.655 [18.05, 19.27] a day, good / served .929, wait .060 min, occupancy
# .689; disconnected .433 a day.
MMC: tuple[Case, ...] = (
    mmc(
        "P-MMC",
        (
            _good(0.900432409281, "answered"),
            Quantity("p_delay", 0.181721946646, "all.waited", "all.offered"),
            Quantity("mean_wait", 0.100680741018, "all.wait_answered", "all.answered"),
            Quantity("occupancy", 0.696934349489, "all.busy", "all.duty"),
        ),
    ),
    mmc(
        "P-MMCAb",
        (
            _good(0.974438111633, "answered"),
            Quantity("p_ab", 59.2632183738 / 2016, "all.abandoned", "all.offered"),
            Quantity("p_delay", 0.126190277664, "all.waited", "all.offered"),
            Quantity("sl_excl_short_ab", 0.968189068578, "all.answered_within_20", "all.stayed_20"),
            Quantity("occupancy", 0.676558344177, "all.busy", "all.duty"),
        ),
        patience=exponential(1.0),
    ),
    mmc(
        "P-MMCBlocked",
        (
            Quantity("p_block", 18.863313796 / 2016, "all.blocked", "all.arrived"),
            _good(0.928363499, "answered"),
            _good(0.919676985, "arrived", "good / arrivals"),
            Quantity("mean_wait", 0.060450133, "all.wait_answered", "all.answered"),
            Quantity("occupancy", 0.690472918, "all.busy", "all.duty"),
        ),
        max_waiting=5,
    ),
    mmc("P-MMCClrQ", (_a_day("disconnected", 0.429073471, "dropped"),), at_close="drop"),
)


def telethon() -> Case:
    """Five sessions of four hours; calls that wait 2 min leave a message, which counts as abandoned here and is told
    apart by its wait. Good over expected arrivals (1000), occupancy over planned hours, both as the source has it;
    figures and their standard errors are of an independent simulation of 200,000 weeks (published: abandoned or message
    36.78 [35.95, 37.61]), of messages the program's own of 1000 weeks."""
    left, message = "left_within_119.999", "left_after_119.999"
    return Case(
        name="P-Telethon",
        source=f"{CONTACT_CENTERS}; independent simulation",
        scenario={
            "name": "P-Telethon",
            "calendar": calendar(5, 60),
            "opening": {"default": hours(6, 4), "at_close": "drop"},
            "channels": {"voice": {"kind": "live", "lines": 24}},
            "contacts": {
                "calls": {
                    "channel": "voice",
                    "arrivals": {"rate": "50 per h"},
                    "patience": {"exponential": {"mean": minutes(2.0), "at_most": minutes(2.0)}},
                    "handle_time": exponential(10.0),
                    "answer_within": "60 s",
                }
            },
            "agents": {"team": {"skills": ["calls"], "staffing": 12}},
        },
        quantities=(
            Quantity("abandoned per min", 0.037023125 / 1.2, "all.abandoned", "all.minutes", 0.00002727 / 1.2),
            Quantity("left before 2 min per min", 0.03182 / 1.2, f"all.{left}", "all.minutes", 0.00065 / 1.96 / 1.2),
            Quantity("messages per min", 0.00496 / 1.2, f"all.{message}", "all.minutes", 0.00018 / 1.96 / 1.2),
            Quantity("good per min", 0.949967725 / 1.2, "all.answered_within_60", "all.minutes", 0.00005833 / 1.2),
            Quantity("disconnected per min", 0.00029355 / 1.2, "all.dropped", "all.minutes", 0.00000158 / 1.2),
            Quantity("occupancy", 0.668694375 * 12, "all.busy_all", "all.minutes", 0.0000559 * 12),
        ),
        measured=open_hours(5, 6, 4),
        thresholds=(60.0, 119.999),
        contacts=1000.0,
    )


def bank() -> Case:
    """Savings and checking agents, three quarters of the time on their own type, 15 lines; five days. Figures and their
    standard errors are of an independent simulation (published: balance abandoned 5.357, blocked 1.826 of 2502). What
    happens less than once a week (savings, checking abandoned) is left out: too rare for Student's t."""
    days = 5
    first_hour = {"savings": 4.0, "checking": 40.0, "balance": 100.0}
    service = {"savings": 5.0, "checking": 5.0, "balance": 1.0}
    patience = {"savings": (3.0, 5.0), "checking": (3.0, 5.0), "balance": (2.5, 3.5)}
    within = {"savings": 60, "checking": 90, "balance": 30}
    good = {"savings": 0.992195824441, "checking": 0.994685412504, "balance": 0.973174625096}
    kinds = tuple(service)
    return Case(
        name="P-Bank",
        source=f"{CONTACT_CENTERS}; independent simulation",
        scenario={
            "name": "P-Bank",
            "calendar": calendar(days, 60),
            "opening": hours(8, 9),
            "channels": {"voice": {"kind": "live", "lines": 15}},
            "contacts": {
                kind: {
                    "channel": "voice",
                    "arrivals": {"forecast": f"{kind}.csv"},
                    "patience": {"uniform": {"low": minutes(patience[kind][0]), "high": minutes(patience[kind][1])}},
                    "handle_time": exponential(service[kind]),
                    "answer_within": f"{within[kind]} s",
                }
                for kind in kinds
            },
            "agents": {
                f"{own}_team": {"skills": {k: 0.75 if k == own else 1.0 for k in kinds}, "staffing": number}
                for own, number in (("savings", 3), ("checking", 4))
            },
            "routing": {
                "agent_rule": "random",
                "contact_rule": "group_order",
                "preferences": {
                    "savings": ["savings_team", "checking_team"],
                    "checking": ["checking_team", "savings_team"],
                    "balance": [["savings_team", "checking_team"]],
                },
                "order": {
                    "savings_team": ["savings", ["checking", "balance"]],
                    "checking_team": ["checking", ["savings", "balance"]],
                },
            },
        },
        files={f"{k}.csv": forecast([rate] + [rate / 2] * 8, 8, 60, days) for k, rate in first_hour.items()},
        quantities=(
            Quantity("balance.p_block", 1.9175 / 2500, "balance.blocked", "balance.arrived", 0.01022 / 2500),
            Quantity("checking.p_block", 0.757666665 / 1000, "checking.blocked", "checking.arrived", 0.00487 / 1000),
            Quantity("balance.p_ab", 5.217 / 2500, "balance.abandoned", "balance.arrived", 0.02115 / 2500),
            *(
                Quantity(f"{k}.good / arrivals", good[k], f"{k}.answered_within_{within[k]}", f"{k}.arrived", 0.0002)
                for k in kinds
            ),
            Quantity("savings.occupancy", 0.253963364198 * 3, "savings_team.busy_all", "all.minutes", 0.0000473 * 3),
            Quantity("checking.occupancy", 0.431893777315 * 4, "checking_team.busy_all", "all.minutes", 0.0000513 * 4),
        ),
        measured=open_hours(days, 8, 9),
        thresholds=(30.0, 60.0, 90.0),
        contacts=3600.0,
        main="balance.p_ab",
    )


def single_queue() -> Case:
    """Thirteen hours, 10 % balk when told to wait, the last staffing stays until the queue is empty.

    Service level: good over arrivals less abandoned within the threshold. Published means of 300 days."""
    days = 7
    return Case(
        name="P-singleQueue",
        source=f"{CONTACT_CENTERS}; published output",
        scenario={
            "name": "P-singleQueue",
            "calendar": calendar(days, 60),
            "opening": hours(8, 13),
            "channels": {"voice": {"kind": "live"}},
            "contacts": {
                "calls": {
                    "channel": "voice",
                    "arrivals": {"forecast": "calls.csv"},
                    "patience": {"exponential": {"mean": "1000 s"}},
                    "balking": "10%",
                    "handle_time": {"exponential": {"mean": "100 s"}},
                }
            },
            "agents": {"team": {"skills": ["calls"], "staffing": [4, 6, 8, 8, 8, 7, 8, 8, 6, 6, 4, 4, 4]}},
        },
        files={
            "calls.csv": forecast(
                [100.0, 150.0, 150.0, 180.0, 200.0, 150.0, 150.0, 150.0, 120.0, 100.0, 80.0, 70.0, 60.0], 8, 60, days
            )
        },
        quantities=(
            Quantity("sl_excl_short_ab 20 s", 0.925, "all.answered_within_20", "all.stayed_20", 0.0025 / 1.96),
            Quantity("sl_excl_short_ab 30 s", 0.944, "all.answered_within_30", "all.stayed_30", 0.0020 / 1.96),
            Quantity("occupancy", 0.558, "all.busy", "all.duty", 0.0015 / 1.96),
        ),
        measured=open_hours(days, 8, 13),
        thresholds=(20.0, 30.0),
        contacts=1660.0 * days,
    )


# --- the benchmark jobs ----------------------------------------------------------------------------

J1: Case = single(
    "J1", 50, 10.0, handled(5.0), patience=exponential(2.0), warm_up_min=60.0, source="closed form (Erlang A)"
)
J1_FIGURES = figures({"p_ab": 0.068935, "mean_wait": 0.137871, "sl_served_of_offered": 0.783872, "occupancy": 0.931065})

J2_TYPES: dict[str, dict[str, Any]] = {
    "type0": {
        "mean_min": 4.0,
        "cv": 0.8,
        "patience_min": 2.0,
        "per_min": [
            2.123142,
            3.184713,
            4.246285,
            5.52017,
            6.581741,
            7.218684,
            7.324841,
            6.900212,
            6.157113,
            5.52017,
            5.307856,
            5.52017,
            5.944798,
            6.26327,
            6.369427,
            6.157113,
            5.626327,
            4.883227,
            4.140127,
            3.397028,
            2.760085,
            2.229299,
            1.804671,
            1.4862,
        ],
    },
    "type1": {
        "mean_min": 5.0,
        "cv": 1.0,
        "patience_min": 3.0,
        "per_min": [
            1.819836,
            2.729754,
            3.639672,
            4.731574,
            5.641492,
            6.187443,
            6.278435,
            5.914468,
            5.277525,
            4.731574,
            4.549591,
            4.731574,
            5.095541,
            5.368517,
            5.459509,
            5.277525,
            4.822566,
            4.185623,
            3.548681,
            2.911738,
            2.365787,
            1.910828,
            1.546861,
            1.273885,
        ],
    },
    "type2": {
        "mean_min": 6.0,
        "cv": 0.7,
        "patience_min": 1.5,
        "per_min": [
            1.213224,
            1.819836,
            2.426448,
            3.154383,
            3.760995,
            4.124962,
            4.185623,
            3.942978,
            3.51835,
            3.154383,
            3.03306,
            3.154383,
            3.397028,
            3.579011,
            3.639672,
            3.51835,
            3.215044,
            2.790416,
            2.365787,
            1.941159,
            1.577191,
            1.273885,
            1.031241,
            0.849257,
        ],
    },
    "type3": {
        "mean_min": 3.0,
        "cv": 1.2,
        "patience_min": 4.0,
        "per_min": [
            0.909918,
            1.364877,
            1.819836,
            2.365787,
            2.820746,
            3.093722,
            3.139217,
            2.957234,
            2.638763,
            2.365787,
            2.274795,
            2.365787,
            2.547771,
            2.684258,
            2.729754,
            2.638763,
            2.411283,
            2.092812,
            1.77434,
            1.455869,
            1.182894,
            0.955414,
            0.77343,
            0.636943,
        ],
    },
}
J2_STAFF: dict[str, list[int]] = {
    "group0": [7, 11, 14, 18, 22, 24, 24, 23, 21, 18, 18, 18, 20, 21, 21, 21, 19, 16, 14, 11, 9, 7, 6, 5],
    "group1": [8, 11, 15, 20, 24, 26, 26, 25, 22, 20, 19, 20, 21, 22, 23, 22, 20, 17, 15, 12, 10, 8, 6, 5],
    "group2": [6, 9, 12, 16, 19, 21, 21, 20, 18, 16, 15, 16, 17, 18, 18, 18, 16, 14, 12, 10, 8, 6, 5, 4],
    "group3": [2, 3, 5, 6, 7, 8, 8, 7, 7, 6, 6, 6, 6, 7, 7, 7, 6, 5, 4, 4, 3, 2, 2, 2],
    "group4": [5, 8, 11, 14, 17, 18, 19, 17, 16, 14, 13, 14, 15, 16, 16, 16, 14, 12, 10, 9, 7, 6, 5, 4],
    "group5": [3, 5, 6, 8, 9, 10, 11, 10, 9, 8, 8, 8, 9, 9, 9, 9, 8, 7, 6, 5, 4, 3, 3, 2],
}
J2_SKILLS: dict[str, dict[str, float]] = {
    "group0": {"type0": 1.0},
    "group1": {"type1": 1.0},
    "group2": {"type2": 1.0},
    "group3": {"type3": 1.0},
    "group4": {"type0": 1.1, "type1": 1.1},
    "group5": {"type2": 1.1, "type3": 1.1},
}


def j2_scenario(rule: str, days: int) -> tuple[dict[str, Any], dict[str, str]]:
    """The multi-skill day of 10,000 calls, `days` times over, and its forecast tables."""
    contacts = {
        name: {
            "channel": "voice",
            "arrivals": {"forecast": f"{name}.csv"},
            "patience": exponential(t["patience_min"]),
            "handle_time": {"lognormal": {"mean": minutes(t["mean_min"]), "cv": t["cv"]}},
        }
        for name, t in J2_TYPES.items()
    }
    scenario = {
        "name": f"J2 {rule}",
        "calendar": calendar(days, 30),
        "opening": hours(8, 12),
        "channels": {"voice": {"kind": "live"}},
        "contacts": contacts,
        "agents": {
            group: {"skills": J2_SKILLS[group], "staffing": staff, "when_staff_falls": rule}
            for group, staff in J2_STAFF.items()
        },
        "routing": {
            "agent_rule": "longest_idle",
            "contact_rule": "group_order",
            "preferences": {
                "type0": ["group0", "group4"],
                "type1": ["group1", "group4"],
                "type2": ["group2", "group5"],
                "type3": ["group3", "group5"],
            },
            "order": {"group4": [["type0", "type1"]], "group5": ["type2", "type3"]},
        },
    }
    files = {f"{name}.csv": forecast([rate * 30 for rate in t["per_min"]], 8, 30, days) for name, t in J2_TYPES.items()}
    return scenario, files


def j2(rule: str) -> Case:
    """Figures: 40,000 days of an independent event loop; one day's sd of P(abandon) is 0.0045."""
    scenario, files = j2_scenario(rule, 1)
    quantities = (Quantity("p_ab", {"count": 0.04193, "named": 0.03878}[rule], "all.abandoned", "all.offered", 2.3e-5),)
    if rule == "count":
        quantities += (
            Quantity("mean_wait", 0.10137, "all.wait", "all.offered", 5e-5),
            Quantity("sl_served_of_offered", 0.86645, "all.answered_within_20", "all.offered", 5e-5),
        )
    return Case(
        name=f"J2-{rule}",
        source="independent event loop, 40,000 days",
        scenario=scenario,
        files=files,
        quantities=quantities,
        measured=((8 * 3600.0, 20 * 3600.0),),
        contacts=10_000.0,
        main="p_ab",
    )


CASES: tuple[Case, ...] = (
    *MMC,
    telethon(),
    bank(),
    single_queue(),
    replace(J1, quantities=J1_FIGURES),
    j2("count"),
    j2("named"),
)
