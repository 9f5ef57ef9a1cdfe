"""Names of measures that a scenario file may speak of, with the unit their values are written in.

What they mean is defined in `ccsim.measures`, further down the pipe.
"""

from __future__ import annotations

from typing import Literal

Unit = Literal["share", "time", "number"]

SERVICE_LEVELS = (
    "service_level",
    "service_level_excluding_short",
    "service_level_answered",
    "service_level_met_or_left",
    "service_level_incl_blocked",
)

CONTACT_MEASURES: dict[str, Unit] = {
    **dict.fromkeys(SERVICE_LEVELS, "share"),
    "abandonment_rate": "share",
    "blocking_rate": "share",
    "delay_probability": "share",
    "resolution": "share",
    "asa": "time",
    "mean_wait": "time",
    "wait_p50": "time",
    "wait_p80": "time",
    "wait_p90": "time",
    "wait_p95": "time",
    "wait_max": "time",
    "mean_time_to_abandon": "time",
    "aht": "time",
    "queue_length": "number",
    "arrived": "number",
    "blocked": "number",
    "offered": "number",
    "answered": "number",
    "balked": "number",
    "abandoned": "number",
    "dropped": "number",
    "backlog": "number",
    "lost_value": "number",
    "cost_channel": "number",
}

AGENT_MEASURES: dict[str, Unit] = {
    "agents_on_duty": "number",
    "agents_scheduled": "number",
    "occupancy": "share",
    "occupancy_scheduled": "share",
    "occupancy_live": "share",
    "slot_use": "share",
    "utilisation": "share",
    "idle": "time",
    "overtime": "time",
    "paid_hours": "number",
    "fte": "number",
    "cost_staff": "number",
}

OVERALL_MEASURES: dict[str, Unit] = {"cost": "number", "cost_per_resolved": "number"}

MEASURE_UNITS: dict[str, Unit] = {**CONTACT_MEASURES, **AGENT_MEASURES, **OVERALL_MEASURES}

NOT_BY_INTERVAL = ("utilisation", "paid_hours", "fte", "cost_staff", *OVERALL_MEASURES)
NOT_BY_DAY = ("fte",)

LATER_MEASURES = (
    "no_show_rate",
    "cancellation_rate",
    "late_rate",
    "slots_refilled",
    "standby_served",
    "reminders_sent",
    "cost_per_kept",
    "containment",
    "false_containment",
    "first_contact_resolution",
    "contacts_per_customer",
    "channel_switches",
    "time_to_resolution",
    "csat",
    "nps",
    "ces",
    "churn",
    "callback_wait",
    "no_show_wait",
    "late_wait",
)
