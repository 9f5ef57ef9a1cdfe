"""Measures of appointments, by the interval of their slot, and of self-service, by that of a session's beginning."""

from __future__ import annotations

from typing import NamedTuple

from ccsim.measures.definition import BY_DAY, Better, Measure

REASONS = ("forgot", "emergency", "solved_elsewhere")


class LeadBand(NamedTuple):
    """Leads from `days` up to those of the next band."""

    name: str
    days: float
    words: str


LEAD_BANDS = (
    LeadBand("under_1d", 0.0, "less than 1 day"),
    LeadBand("1d_to_3d", 1.0, "1 day to less than 3 days"),
    LeadBand("3d_to_7d", 3.0, "3 to less than 7 days"),
    LeadBand("7d_to_14d", 7.0, "7 to less than 14 days"),
    LeadBand("14d_up", 14.0, "14 days or more"),
)


def _count(name: str, meaning: str, unit: str = "appointments", better: Better | None = None) -> Measure:
    return Measure(name, unit, "appointments", (name,), (), meaning, needs="appointments", better=better)


def _share(name: str, numerator: str, denominator: str, meaning: str, better: Better | None = None) -> Measure:
    return Measure(
        name,
        "share",
        "appointments",
        (numerator,),
        (denominator,),
        meaning,
        highest=1.0,
        needs="appointments",
        better=better,
    )


APPOINTMENT_MEASURES = (
    _count("requests", "bookings asked for, by the time of the request", "requests"),
    _count(
        "not_booked",
        "requests that found no place inside the horizon, by the time of the request",
        "requests",
        better="less",
    ),
    _share(
        "not_booked_rate",
        "not_booked",
        "asked",
        "not booked, of the requests that self-service did not settle",
        better="less",
    ),
    _count("booked", "places given: kept, no_show, late_no_show, cancelled and pending"),
    _count("kept", "came in time", better="more"),
    _count("no_show", "did not come", better="less"),
    _count("late_no_show", "came after slot + grace", better="less"),
    _count("cancelled", "cancelled, or released by the center"),
    _count("pending", "not settled when the run ends"),
    _share("no_show_rate", "no_show", "due", "did not come, of those due (kept, no_show, late_no_show)", better="less"),
    *(
        _share(
            f"no_show_rate_{reason}",
            f"no_show_{reason}",
            "due",
            "did not come for this reason, of those due",
            better="less",
        )
        for reason in REASONS
    ),
    *(
        _share(
            f"no_show_rate_lead_{band.name}",
            f"no_show_lead_{band.name}",
            f"due_lead_{band.name}",
            f"did not come, of those due that were booked {band.words} ahead",
            better="less",
        )
        for band in LEAD_BANDS
    ),
    _share("late_rate", "late_no_show", "due", "came after slot + grace, of those due", better="less"),
    _share("cancellation_rate", "cancelled", "settled", "cancelled, of the booked that are not pending"),
    Measure(
        "lead_time",
        "s",
        "appointments",
        ("lead_time",),
        ("booked",),
        "mean time from the booking to the slot",
        needs="appointments",
        better="less",
    ),
    _count("slots_refilled", "booked on a place that somebody else had freed"),
    _count("standby_served", "booked from the standby list"),
    _count("reminders_sent", "reminders sent about slots here", "reminders"),
    _count("reminders_skipped", "reminders that were due before the booking was made", "reminders"),
    Measure(
        "cost_reminders",
        "money",
        "appointments",
        ("cost_reminders",),
        (),
        "what the reminders about slots here cost",
        needs="appointments",
        better="less",
    ),
    Measure(
        "cost_per_kept",
        "money",
        "appointments",
        ("cost_reminders", "cost_hosting", "cost_holding"),
        ("kept_at_cost",),
        "reminders, hosts' time held for customers and spent with them, for each appointment kept; not by segment, "
        "since hosts are held for nobody in particular",
        BY_DAY,
        needs="appointments",
        not_for=("segment",),
        better="less",
    ),
    _count("places", "places in the diary, overbooking included; for a segment those of all", "places"),
    Measure(
        "diary_use",
        "share",
        "appointments",
        ("places_used",),
        ("places",),
        "places booked and not cancelled, of all; above 1 where the diary was handed over fuller",
        needs="appointments",
    ),
)


def _of_bot(
    name: str,
    unit: str,
    meaning: str,
    denominator: str | None = None,
    numerator: str = "",
    better: Better | None = None,
) -> Measure:
    below = () if denominator is None else (denominator,)
    above = (numerator or name,)
    if unit == "share":
        return Measure(
            name, unit, "self_service", above, below, meaning, highest=1.0, needs="self_service", better=better
        )
    return Measure(name, unit, "self_service", above, below, meaning, needs="self_service", better=better)


SELF_SERVICE_MEASURES = (
    _of_bot("sessions", "sessions", "contacts and booking requests that self-service took on"),
    _of_bot(
        "containment",
        "share",
        "served without an agent, falsely or not, of the sessions",
        "finished",
        "contained",
        better="more",
    ),
    _of_bot(
        "false_containment",
        "share",
        "taken as served and were not, of the contained",
        "contained",
        "falsely_contained",
        better="less",
    ),
    _of_bot("gave_up_rate", "share", "gave up, of the sessions", "finished", "gave_up", better="less"),
    _of_bot("handed_over", "sessions", "went on to an agent or a booking"),
    _of_bot("turned_away", "sessions", "went on at once: no session was free, or an outage", better="less"),
    _of_bot("session_time", "s", "mean length of a session", "finished"),
    _of_bot("cost_self_service", "money", "sessions at the cost of each", better="less"),
)
