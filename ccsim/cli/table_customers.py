"""The parts of `ccsim run`'s table that only some centers have: self-service, appointments, call-backs, customers.

Each returns no line for a center without it.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

from ccsim.cli.layout import EMPTY, cell, duration, fixed, percent, together
from ccsim.cli.table_columns import Column, fitted
from ccsim.cli.table_estimates import Scopes, estimates, mean, measured, names
from ccsim.measures.appointment_measures import LEAD_BANDS, REASONS
from ccsim.measures.catalogue import find
from ccsim.measures.features import features_of

if TYPE_CHECKING:
    from ccsim.study.result import Result

OFFERS = ("called_back", "not_reached", "diverted")


def offers(result: Result) -> list[str]:
    """Contacts that rules dealt with, and those that proactive service spared; below the contacts."""
    lines = []
    for measure in OFFERS:
        several = []
        for kind in result.model.types:
            if mean(result, "contact", kind.name, measure) > 0:
                wait = cell(result, "contact", kind.name, "callback_wait") if measure == "called_back" else ""
                after = f" after {wait}" if wait else ""
                several.append(f"{kind.name} {cell(result, 'contact', kind.name, measure)}{after}")
        if several:
            lines += together(f"{measure.replace('_', ' ')} ({find(measure).meaning}): {', '.join(several)}")
    if measured(result, "prevented"):
        lines += together(f"prevented ({find('prevented').meaning}): {cell(result, 'all', 'all', 'prevented')}")
    return lines


def self_service(result: Result) -> list[str]:
    """A row for each bot or menu."""
    bots = [("self_service", bot.name) for bot in result.model.behaviour.bots]
    if not bots:
        return []
    scopes = with_all(bots)
    cost = f"cost {result.scenario.currency}".rstrip()
    return fitted(
        [
            names("SELF-SERVICE", scopes),
            estimates(result, scopes, "sessions", "sessions", halves=2),
            estimates(result, scopes, "contained %", "containment", halves=4, barred=3),
            estimates(result, scopes, "of these falsely %", "false_containment", percent, goes=14),
            estimates(result, scopes, "gave up %", "gave_up_rate", percent, goes=16),
            estimates(result, scopes, "handed over", "handed_over", halves=1, goes=17),
            *spare(result, scopes, "turned away", "turned_away", whole_number, goes=9),
            estimates(result, scopes, "length", "session_time", duration, goes=15),
            *spare(result, scopes, cost, "cost_self_service", money, goes=8),
        ]
    )


def appointments(result: Result) -> list[str]:
    """A row for each appointment; below, why customers missed them and what that cost."""
    diaries = [("appointment", one.name) for one in result.model.appointments]
    if not diaries:
        return []
    scopes = with_all(diaries)
    lines = fitted(
        [
            names("APPOINTMENTS", scopes),
            estimates(result, scopes, "booked", "booked", halves=2),
            estimates(result, scopes, "kept", "kept", halves=1),
            estimates(result, scopes, "no-show %", "no_show_rate", halves=4, barred=3),
            estimates(result, scopes, "late %", "late_rate", percent, goes=15),
            estimates(result, scopes, "cancelled %", "cancellation_rate", percent, goes=14),
            estimates(result, scopes, "diary %", "diary_use", percent, goes=16),
            *spare(result, scopes, "reminders", "reminders_sent", whole_number, goes=9),
            *spare(result, scopes, f"{result.scenario.currency or 'cost'}/kept", "cost_per_kept", two_digits, goes=8),
        ]
    )
    if mean(result, "all", "all", "no_show") > 0:
        lines += together(f"no-shows by reason: {reasons(result)}; by lead: {leads(result)}")
    kept_free = any(one.protect_before > 0 for one in result.model.appointments)
    before = ", protect_before included" if kept_free else ""
    waits = f"{held(result, 'no_show_wait')}, for those who came {held(result, 'late_wait')}{before}"
    return [*lines, *together(f"hosts waited for customers who did not come {waits}"), *places(result)]


def reasons(result: Result) -> str:
    """`forgot 7.8 %, emergency 5.6 %`, of those due."""
    return ", ".join(f"{one.replace('_', ' ')} {share(result, f'no_show_rate_{one}')}" for one in REASONS)


def leads(result: Result) -> str:
    """`under 1 d 9.1 %, 1 to 3 d 19.1 %`, of those due who booked so long before; bands without any are left out."""
    names = [f"{band.days:g} to {beyond.days:g} d" for band, beyond in pairwise(LEAD_BANDS)]
    names = [f"under {LEAD_BANDS[1].days:g} d", *names[1:], f"from {LEAD_BANDS[-1].days:g} d"]
    shares = [share(result, f"no_show_rate_lead_{band.name}") for band in LEAD_BANDS]
    return ", ".join(f"{name} {shown}" for name, shown in zip(names, shares, strict=True) if shown != EMPTY)


def held(result: Result, kind: str) -> str:
    """`12.3 ± 1.0 h (345 ± 28 USD)`."""
    shown = cell(result, "all", "all", kind)
    if not mean(result, "all", "all", f"cost_{kind}") > 0:
        return shown
    return f"{shown} ({cell(result, 'all', 'all', f'cost_{kind}')} {result.scenario.currency}".rstrip() + ")"


def places(result: Result) -> list[str]:
    """What became of requests without a place and of places given back."""
    said = []
    if mean(result, "all", "all", "not_booked") > 0:
        said.append(f"{cell(result, 'all', 'all', 'not_booked')} requests found no place inside the horizon")
    if mean(result, "all", "all", "slots_refilled") > 0:
        standby = f", {cell(result, 'all', 'all', 'standby_served')} of them from the standby list"
        shown = standby if mean(result, "all", "all", "standby_served") > 0 else ""
        said.append(f"{cell(result, 'all', 'all', 'slots_refilled')} places given back were booked again{shown}")
    return together("; ".join(said)) if said else []


def customers(result: Result) -> list[str]:
    """A row for each segment, or for all where the scenario names none: what customers lived through."""
    if not followed(result):
        return []
    segments = result.model.segments
    scopes = with_all([("segment", name) for name in segments] if segments != ("all",) else [("all", "all")])
    currency = result.scenario.currency
    lines = fitted(
        [
            names("CUSTOMERS", scopes),
            estimates(result, scopes, "customers", "customers", halves=1),
            estimates(result, scopes, "attempts", "contacts_per_customer", two_digits, goes=15),
            estimates(result, scopes, "settled %", "customer_resolution", halves=4, barred=3),
            estimates(result, scopes, "FCR %", "first_contact_resolution", percent, goes=17),
            estimates(result, scopes, "CSAT", "csat", halves=5),
            estimates(result, scopes, "NPS", "nps", halves=2, goes=16),
            estimates(result, scopes, "CES", "ces", two_digits, goes=14),
            *spare(result, scopes, f"lost {currency}".rstrip(), "lost_value", money, goes=9),
            *spare(result, scopes, f"at risk {currency}".rstrip(), "churn_cost", money, goes=8),
        ]
    )
    if share(result, "first_contact_resolution") == EMPTY:
        window = duration(result.scenario.experience.first_contact_window)
        lines += together(f"FCR %: nobody's window of {window} (experience.first_contact_window) ends inside this run")
    if mean(result, "all", "all", "attempts_cut") > 0:
        cut, most = cell(result, "all", "all", "attempts_cut"), result.model.behaviour.most_attempts
        lines += together(f"{cut} customers were cut off after {most} attempts (journeys.most_attempts)")
    return lines


def costs(result: Result) -> list[str]:
    """What it all costs, by kind, where more than agents and channels cost something."""
    kinds = (
        ("lines", "cost_lines"),
        ("self-service", "cost_self_service"),
        ("reminders", "cost_reminders"),
        ("proactive", "cost_proactive"),
    )
    further = [(name, measure) for name, measure in kinds if mean(result, "all", "all", measure) > 0]
    if not further:
        return []
    currency = result.scenario.currency
    parts = [("staff", "cost_staff"), ("channels", "cost_channel"), *further]
    listed = ", ".join(f"{name} {money(mean(result, 'all', 'all', measure))}" for name, measure in parts)
    each = f"{two_digits(mean(result, 'all', 'all', 'cost_per_resolved'))} {currency}".rstrip()
    total = f"{cell(result, 'all', 'all', 'cost')} {currency}".rstrip()
    idle, overtime = (money(mean(result, "all", "all", f"cost_{kind}")) for kind in ("idle", "overtime"))
    shown = f"costs: {listed}; together {total}; {each} for each need settled"
    return together(f"{shown}; of staff, idle {idle}, overtime {overtime}")


def followed(result: Result) -> bool:
    """Whether more may happen to customers than one contact each, or the scenario says how they judge it."""
    from ccsim.scenario.schema_behaviour import Experience

    behaviour = result.model.behaviour
    more = features_of(result.model) & {"appointments", "self_service", "callbacks", "diversions"}
    return bool(more) or any(behaviour.moves.values()) or result.scenario.experience != Experience()


def share(result: Result, measure: str) -> str:
    """`9.1 %`, over everything."""
    shown = percent(mean(result, "all", "all", measure))
    return shown if shown == EMPTY else f"{shown} %"


def with_all(scopes: list[tuple[str, str]]) -> Scopes:
    """The scopes and, where there are several, all of them together."""
    return [*scopes, ("all", "all")] if len(scopes) > 1 else scopes


def spare(
    result: Result, scopes: Scopes, heading: str, measure: str, write: Callable[[float], str], goes: int
) -> list[Column]:
    """A column that is left out where there is nothing of it."""
    if not mean(result, "all", "all", measure) > 0:
        return []
    return [estimates(result, scopes, heading, measure, write, goes=goes)]


def money(amount: float) -> str:
    return fixed(amount, 0 if abs(amount) >= 100 else 2)


def two_digits(number: float) -> str:
    return fixed(number, 2)


def whole_number(number: float) -> str:
    return fixed(number, 0)
