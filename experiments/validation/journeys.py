"""Section D: redials, call-backs that keep their place, and call-backs of low priority; exact Markov chains."""

from __future__ import annotations

from typing import Any

from experiments.validation.case import Case, Quantity, exponential, figures, per_hour, steady
from experiments.validation.figures_of_customers import single_figures

HOUR = 3600.0
CHAIN = "exact Markov chain"
NO_LIMIT = 1000  # attempts: the chains know no limit

RETRIAL_PAIRS = {
    "attempt_rate": ("all.arrived", "all.minutes"),
    "attempts_per_fresh_call": ("all.arrived", "fresh.arrived"),
    "mean_orbit": ("all.orbit", "all.minutes"),
    "mean_queue": ("all.wait", "all.minutes"),
    "p_ab_per_attempt": ("all.abandoned", "all.arrived"),
    "p_delay_fresh": ("fresh.waited", "fresh.arrived"),
    "p_delay_per_attempt": ("all.waited", "all.arrived"),
    "mean_wait_per_attempt": ("all.wait", "all.arrived"),
    "occupancy": ("all.busy", "all.duty"),
    "p_fresh_call_eventually_served": ("customers.served", "customers.seen"),
    "p_block_fresh": ("fresh.blocked", "fresh.arrived"),
    "p_block_per_attempt": ("all.blocked", "all.arrived"),
    "p_ab_per_admitted_attempt": ("all.abandoned", "all.offered"),
}


def retrial(
    name: str, per_min: float, patience_min: float, retries: dict[str, float], delay_min: float, lines: int | None
) -> Case:
    """Five agents, calls of 4 min; who leaves or finds no line comes back with probability `retries`, with new patience
    and work. Attempts count when they come; customers who first come in the last six hours are not followed."""
    horizon = steady(per_min, 480.0, 4000.0)
    again = {"to": "calls", "after": exponential(delay_min)}
    exact = single_figures(name)
    return Case(
        name=name,
        source=CHAIN,
        scenario={
            "name": name,
            "calendar": horizon.calendar,
            "channels": {"voice": {"kind": "live"} | ({} if lines is None else {"lines": lines})},
            "contacts": {
                "calls": {
                    "channel": "voice",
                    "arrivals": per_hour(per_min),
                    "patience": exponential(patience_min),
                    "handle_time": exponential(4.0),
                }
            },
            "agents": {"team": {"skills": ["calls"], "staffing": 5}},
            "journeys": {
                "most_attempts": NO_LIMIT,
                "calls": {outcome: [again | {"probability": p}] for outcome, p in retries.items()},
            },
        },
        quantities=(
            *(Quantity(what, exact[what], *RETRIAL_PAIRS[what]) for what in exact),
            Quantity(
                "attempts_per_fresh_call, customers followed",
                exact["attempts_per_fresh_call"],
                "customers.contacts",
                "customers.seen",
            ),
            Quantity("attempts cut off", 0.0, "customers.cut", "all.arrived"),
        ),
        measured=(horizon.measured,),
        settles=6 * HOUR,
        contacts=horizon.contacts * exact["attempts_per_fresh_call"],
        main="p_fresh_call_eventually_served",
        confirms_measures=True,
    )


def virtual_hold() -> Case:
    """Who must wait is offered a call-back at once that keeps his place; 30 % accept and are all reached, without
    ringing. Left out as the same figure twice: abandonment of the live kind (of all / 0.7), the mean offered wait
    (that of call-backs x the probability of delay)."""
    name = "D-VirtualHold-2"
    exact = single_figures(name)
    horizon = steady(1.6, 480.0, 4000.0)
    pairs = {
        "p_delay": ("all.waited", "all.offered"),
        "p_ab_of_all_offered": ("all.abandoned", "all.offered"),
        "p_ab_given_queued_live": ("all.abandoned", "all.waited_live"),
        "share_callback": ("all.called_back", "all.offered"),
        "mean_callback_wait": ("all.wait_called_back", "all.called_back"),
        "mean_callbacks_pending": ("all.wait_called_back", "all.minutes"),
        "mean_live_queue": ("all.wait", "all.minutes"),
        "occupancy": ("all.busy", "all.duty"),
    }
    return Case(
        name=name,
        source="closed form (M/M/n+G)",
        scenario={
            "name": name,
            "calendar": horizon.calendar,
            "channels": {"voice": {"kind": "live"}},
            "contacts": {
                "calls": {
                    "channel": "voice",
                    "arrivals": per_hour(1.6),
                    "patience": exponential(4.0),
                    "handle_time": exponential(4.0),
                }
            },
            "agents": {"team": {"skills": ["calls"], "staffing": 6}},
            "orchestration": {
                "virtual_hold": {
                    "when": {"contact": "calls", "must_wait": True},
                    "offer": "callback",
                    "accepted": "30%",
                    "callback": {"reach": "100%", "ring": "0 s"},
                }
            },
        },
        quantities=tuple(Quantity(what, exact[what], *pair) for what, pair in pairs.items()),
        measured=(horizon.measured,),
        contacts=horizon.contacts,
        main="p_ab_given_queued_live",
    )


def callback_of_low_priority() -> Case:
    """40 % of the calls that must wait become call-backs, which never abandon and are made only while two agents or
    more of the six are idle. In the chain a diverted call is not one of `type1` any more, as here. Contacts of the last
    hour are not counted: at the end reservations lapse."""
    name = "D-Callback-reserve1"
    horizon = steady(1.0, 480.0, 4000.0)
    exact = single_figures(name)
    served: dict[str, Any] = {"channel": "voice", "handle_time": exponential(4.0)}
    return Case(
        name=name,
        source=CHAIN,
        scenario={
            "name": name,
            "calendar": horizon.calendar,
            "channels": {"voice": {"kind": "live"}},
            "contacts": {
                "type1": {**served, "arrivals": per_hour(1.0), "patience": exponential(2.0), "priority": 1},
                "type2": {**served, "patience": "never", "priority": 2},
            },
            "agents": {"A": {"skills": ["type1", "type2"], "staffing": 6}},
            "routing": {"reserve": {"A": {"type2": 1}}},
            "orchestration": {
                "call_back": {
                    "when": {"contact": "type1", "must_wait": True},
                    "divert_to": "type2",
                    "share": "40%",
                }
            },
        },
        quantities=(
            *figures({k: v for k, v in exact.items() if k not in TOTALS}, scopes={"group1": "A"}),
            *(Quantity(what, exact[what], *pair) for what, pair in TOTALS.items()),
        ),
        measured=((horizon.measured[0], horizon.measured[1] - HOUR),),
        thresholds=(20.0, 60.0),
        contacts=horizon.contacts,
        main="type2.mean_wait",
        confirms_measures=True,
    )


TOTALS = {
    "mean_in_service": ("all.busy", "all.minutes"),
    "mean_queue_total": ("all.wait", "all.minutes"),
    "type1.p_served": ("type1.answered", "type1.offered"),
    "type2.p_served": ("type2.answered", "type2.offered"),
}

CASES: tuple[Case, ...] = (
    retrial("D-Retrial-moderate", 1.25, 4.0, {"abandoned": 0.6}, 15.0, None),
    retrial("D-Retrial-trunks", 1.5, 2.5, {"abandoned": 0.5, "blocked": 0.7}, 10.0, 8),
    virtual_hold(),
    callback_of_low_priority(),
)
