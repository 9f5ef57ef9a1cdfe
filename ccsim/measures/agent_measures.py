"""Measures of agents, by clock time, and of the center as a whole."""

from __future__ import annotations

from ccsim.measures.definition import BY_DAY, EVERY_SPAN, Better, Feature, Measure, Span


def _of_duty(name: str, numerator: str, meaning: str, better: Better | None = None) -> Measure:
    return Measure(name, "share", "agents", (numerator,), ("duty",), meaning, highest=1.0, better=better)


def _time(name: str, meaning: str, needs: Feature | None = None, better: Better | None = None) -> Measure:
    return Measure(name, "s", "agents", (name,), (), meaning, needs=needs, better=better)


def _money(name: str, meaning: str, needs: Feature | None = None, better: Better | None = None) -> Measure:
    return Measure(name, "money", "agents", (name,), (), meaning, BY_DAY, needs=needs, better=better)


AGENT_MEASURES = (
    Measure(
        "agents_on_duty",
        "agents",
        "agents",
        ("on_duty",),
        ("span",),
        "agents on duty, breaks apart and overtime included, averaged over the interval; for a day and the horizon "
        "over the opening time of the group's channels",
    ),
    Measure(
        "agents_scheduled",
        "agents",
        "agents",
        ("on_plan",),
        ("span",),
        "agents planned to be on duty, averaged like agents_on_duty",
    ),
    _of_duty("occupancy", "busy", "time with a contact, of time on duty and overtime"),
    Measure(
        "occupancy_scheduled", "share", "agents", ("busy",), ("scheduled",), "time with a contact, of scheduled time"
    ),
    _of_duty("occupancy_live", "busy_live", "occupancy by live contacts alone"),
    _of_duty("slot_use", "load", "mean load over capacity, on duty and in overtime"),
    _time("idle", "time on duty without a contact, all agents added"),
    _time("overtime", "time at work past the plan, all agents added", better="less"),
    _time(
        "late_wait",
        "idle time in which hosts were held for a customer who came, all agents added",
        "appointments",
        better="less",
    ),
    _time(
        "no_show_wait",
        "idle time in which hosts were held for nobody who came, all agents added",
        "appointments",
        better="less",
    ),
    Measure("utilisation", "share", "agents", ("busy",), ("paid",), "time with a contact, of paid time", BY_DAY),
    Measure(
        "paid_hours",
        "h",
        "agents",
        ("paid_hours",),
        (),
        "plan over (1 - shrinkage), and overtime",
        BY_DAY,
        better="less",
    ),
    Measure(
        "fte",
        "fte",
        "agents",
        ("paid_hours",),
        ("full_time_hours",),
        "paid hours over those of a full-timer: full_time_week a week, a fifth of it a day in what is left of one",
        ("horizon",),
        better="less",
    ),
    _money("cost_staff", "paid hours at cost_per_hour", better="less"),
    _money("cost_idle", "idle at cost_per_hour; a part of cost_staff"),
    _money("cost_overtime", "overtime at cost_per_hour; a part of cost_staff", better="less"),
    _money("cost_late_wait", "late_wait at cost_per_hour; a part of cost_idle", "appointments", better="less"),
    _money("cost_no_show_wait", "no_show_wait at cost_per_hour; a part of cost_idle", "appointments", better="less"),
)

SKILL_MEASURES = (
    Measure(
        "taken",
        "contacts",
        "skills",
        ("taken",),
        (),
        "contacts served by an agent of the group, answered or called back; of an interrupted one the first agent's",
        BY_DAY,
        needs="groups",
    ),
    Measure(
        "taken_share",
        "share",
        "skills",
        ("taken",),
        ("takeable",),
        "taken, of the contacts served by any group, of the same type or of all types that the group may take",
        BY_DAY,
        highest=1.0,
        needs="groups",
    ),
    Measure(
        "taken_resolution",
        "share",
        "skills",
        ("taken_resolved",),
        ("taken",),
        "resolved, of the taken",
        BY_DAY,
        highest=1.0,
        needs="groups",
        better="more",
    ),
)

COSTS = ("cost_staff", "cost_channel", "cost_lines", "cost_self_service", "cost_reminders", "cost_proactive")
"""Kinds of cost that add up to that of the center."""


def _of_center(
    name: str,
    unit: str,
    numerator: tuple[str, ...],
    meaning: str,
    denominator: tuple[str, ...] = (),
    spans: tuple[Span, ...] = BY_DAY,
    needs: Feature | None = None,
    better: Better | None = None,
) -> Measure:
    return Measure(name, unit, "center", numerator, denominator, meaning, spans, needs=needs, better=better)


CENTER_MEASURES = (
    _of_center(
        "cost", "money", COSTS, "staff, channels, lines, self-service, reminders and proactive service", better="less"
    ),
    _of_center(
        "cost_per_resolved",
        "money",
        COSTS,
        "cost for each need settled: contacts that agents resolved, sessions truly contained",
        ("settled",),
        better="less",
    ),
    _of_center(
        "prevented",
        "contacts",
        ("prevented",),
        "contacts that proactive service made needless; they do not arrive",
        spans=EVERY_SPAN,
        needs="proactive",
        better="more",
    ),
    _of_center(
        "cost_proactive", "money", ("cost_proactive",), "what proactive service costs", needs="proactive", better="less"
    ),
    _of_center("cost_lines", "money", ("cost_lines",), "what lines cost, used or not", needs="lines", better="less"),
)
