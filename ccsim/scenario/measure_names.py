"""Names of measures that a scenario file may speak of, with the unit their values are written in.

What they mean is defined in `ccsim.measures`, further down the pipe.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Literal

from ccsim.scenario.node import nearest

Unit = Literal["share", "time", "number"]
Table = Literal["contacts", "customers", "appointments", "self_service", "agents", "skills", "center"]
Feature = Literal["appointments", "self_service", "callbacks", "diversions", "proactive", "lines", "groups"]

SERVICE_LEVELS = (
    "service_level",
    "service_level_excluding_short",
    "service_level_answered",
    "service_level_met_or_left",
    "service_level_incl_blocked",
)


def _units(share: str = "", time: str = "", number: str = "") -> dict[str, Unit]:
    of: tuple[tuple[Unit, str], ...] = (("share", share), ("time", time), ("number", number))
    return {name: unit for unit, names in of for name in names.split()}


TABLES: dict[Table, dict[str, Unit]] = {
    "contacts": {
        **dict.fromkeys(SERVICE_LEVELS, "share"),
        **_units(
            share="abandonment_rate blocking_rate delay_probability resolution",
            time="asa mean_wait wait_p50 wait_p80 wait_p90 wait_p95 wait_max mean_time_to_abandon callback_wait aht",
            number="queue_length arrived first_attempts retried blocked contained diverted offered answered balked"
            " abandoned called_back not_reached dropped backlog cost_channel",
        ),
    },
    "customers": _units(
        share="customer_resolution first_contact_resolution lost_rate churn",
        time="time_to_resolution",
        number="customers contacts_per_customer channel_switches attempts_cut csat nps ces churn_cost lost_value",
    ),
    "appointments": _units(
        share="not_booked_rate no_show_rate no_show_rate_forgot no_show_rate_emergency no_show_rate_solved_elsewhere"
        " no_show_rate_lead_under_1d no_show_rate_lead_1d_to_3d no_show_rate_lead_3d_to_7d"
        " no_show_rate_lead_7d_to_14d no_show_rate_lead_14d_up late_rate cancellation_rate diary_use",
        time="lead_time",
        number="requests not_booked booked kept no_show late_no_show cancelled pending slots_refilled standby_served"
        " reminders_sent reminders_skipped cost_reminders cost_per_kept places",
    ),
    "self_service": _units(
        share="containment false_containment gave_up_rate",
        time="session_time",
        number="sessions handed_over turned_away cost_self_service",
    ),
    "agents": _units(
        share="occupancy occupancy_scheduled occupancy_live slot_use utilisation",
        time="idle overtime late_wait no_show_wait",
        number="agents_on_duty agents_scheduled paid_hours fte cost_staff cost_idle cost_overtime cost_late_wait"
        " cost_no_show_wait",
    ),
    "skills": _units(share="taken_share taken_resolution", number="taken"),
    "center": _units(number="cost cost_per_resolved prevented cost_proactive cost_lines"),
}
SCOPES: dict[Table, tuple[str, ...]] = {
    "contacts": ("contact", "channel", "segment"),
    "customers": ("contact", "channel", "segment", "appointment"),
    "appointments": ("appointment", "segment"),
    "self_service": ("self_service",),
    "agents": ("agents",),
    "skills": ("agents",),
    "center": (),
}
"""What a target may speak of; all together is said by naming none. `scopes` tells of the exceptions."""

MEASURE_UNITS: dict[str, Unit] = {name: unit for units in TABLES.values() for name, unit in units.items()}
TABLE_OF: dict[str, Table] = {name: table for table, units in TABLES.items() for name in units}

RANGES: dict[str, tuple[float, float]] = {"csat": (1.0, 5.0), "ces": (1.0, 7.0), "nps": (-100.0, 100.0)}
"""Numbers that lie on a scale; others are at least 0."""

NOT_BY_INTERVAL = (
    "cost_per_kept",
    "utilisation",
    "paid_hours",
    "fte",
    "cost_staff",
    "cost_idle",
    "cost_overtime",
    "cost_late_wait",
    "cost_no_show_wait",
    *("cost", "cost_per_resolved", "cost_proactive", "cost_lines"),
    *("taken", "taken_share", "taken_resolution"),
)
NOT_BY_DAY = ("fte",)
NOT_BY_SEGMENT = ("cost_per_kept",)  # hosts are held for nobody in particular

NEEDS: dict[str, Feature] = {
    **dict.fromkeys(TABLES["appointments"], "appointments"),
    **dict.fromkeys(("late_wait", "no_show_wait", "cost_late_wait", "cost_no_show_wait"), "appointments"),
    **dict.fromkeys(TABLES["self_service"], "self_service"),
    "contained": "self_service",
    **dict.fromkeys(("called_back", "not_reached", "callback_wait"), "callbacks"),
    "diverted": "diversions",
    **dict.fromkeys(("prevented", "cost_proactive"), "proactive"),
    "cost_lines": "lines",
    **dict.fromkeys(TABLES["skills"], "groups"),
}
"""Measures of what a scenario need not have."""

NEEDED: dict[Feature, str] = {
    "appointments": "appointments",
    "self_service": "self_service",
    "callbacks": "a rule that offers call-backs (orchestration)",
    "diversions": "a rule that diverts (orchestration)",
    "proactive": "proactive",
    "lines": "a line_cost (channels)",
    "groups": "a second agent group",
}


SPOKEN: dict[str, str] = {
    name: measure
    for measure, names in {
        "service_level": "sl sla tsf ns nds servicelevel service servicio nivel nivel_de_servicio nivel_de_servico",
        "abandonment_rate": "abandon abandono abandonment abandonos abn abandon_rate abandonment% tasa_de_abandono"
        " taxa_de_abandono",
        "asa": "tme wait waits average_wait avg_wait espera tiempo_medio_de_espera tempo_medio_de_espera",
        "aht": "tma tmo att handle_time average_handle_time",
        "wait_p90": "p90 wait_90 90%_wait",
        "occupancy": "occ ocupacao ocupacion occupation",
        "utilisation": "utilization utilizacao utilizacion",
        "offered": "calls volume contacts llamadas chamadas ligacoes ofrecidas oferecidas",
        "first_contact_resolution": "fcr resolucion_en_primer_contacto",
        "no_show_rate": "noshow no-show noshows no-shows ausencias faltas",
        "blocking_rate": "blocking busy_rate bloqueo bloqueio",
        "queue_length": "queue cola fila",
        "cost": "costo coste custo costs",
        "paid_hours": "hours horas horas_pagas",
        "fte": "ftes",
    }.items()
    for name in names.split()
}
"""What planners call a measure, in their trade's letters or in Spanish or Portuguese, without accents."""


def nearest_measure(word: str, known: Iterable[str] = MEASURE_UNITS) -> str:
    """` (did you mean 'service_level'?)` for `SL`; nothing where none of the `known` is near."""
    names = list(known)
    plain = "".join(c for c in unicodedata.normalize("NFKD", word.strip().lower()) if not unicodedata.combining(c))
    meant = SPOKEN.get(re.sub(r"\s+", "_", plain.removesuffix("%").strip() or plain), "")
    return f" (did you mean '{meant}'?)" if meant in names else nearest(word, names)


def scopes(measure: str) -> tuple[str, ...]:
    """What a target of this measure may speak of."""
    return tuple(scope for scope in SCOPES[TABLE_OF[measure]] if scope != "segment" or measure not in NOT_BY_SEGMENT)
