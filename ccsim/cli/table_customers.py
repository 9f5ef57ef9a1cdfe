"""The parts of `ccsim run`'s table that only some centers have: self-service, appointments, call-backs, customers.

Each returns no line for a center without it.
"""

from __future__ import annotations

from itertools import pairwise
from textwrap import wrap
from typing import TYPE_CHECKING

from ccsim.cli.layout import EMPTY, WIDTH, cell, duration, fixed, percent
from ccsim.cli.table_columns import Column, mean, measured, table_of
from ccsim.measures.appointment_measures import LEAD_BANDS, REASONS
from ccsim.measures.catalogue import find
from ccsim.measures.features import features_of

if TYPE_CHECKING:
    from ccsim.study.result import Result

OFFERS = ("called_back", "not_reached", "diverted")
STAY = "\u00a0"


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
            lines += broken(f"{measure.replace('_', ' ')} ({find(measure).meaning}): {', '.join(several)}")
    if measured(result, "prevented"):
        lines += broken(f"prevented ({find('prevented').meaning}): {cell(result, 'all', 'all', 'prevented')}")
    return lines


def self_service(result: Result) -> list[str]:
    """A row for each bot or menu."""
    bots = [("self_service", bot.name) for bot in result.model.behaviour.bots]
    if not bots:
        return []
    columns = [
        Column("sessions", "sessions", halves=2),
        Column("contained %", "containment", halves=3),
        Column("of these falsely %", "false_containment", percent),
        Column("gave up %", "gave_up_rate", percent),
        Column("handed over", "handed_over", halves=1),
        Column("turned away", "turned_away", whole, spare=True),
        Column("length", "session_time", duration),
        Column(f"cost {result.scenario.currency}".rstrip(), "cost_self_service", money, spare=True),
    ]
    return table_of(result, "SELF-SERVICE", bots, columns)


def appointments(result: Result) -> list[str]:
    """A row for each appointment; below, why customers missed them and what that cost."""
    diaries = [("appointment", one.name) for one in result.model.appointments]
    if not diaries:
        return []
    columns = [
        Column("booked", "booked", halves=2),
        Column("kept", "kept", halves=1),
        Column("no-show %", "no_show_rate", halves=3),
        Column("late %", "late_rate", percent),
        Column("cancelled %", "cancellation_rate", percent),
        Column("diary %", "diary_use", percent),
        Column("reminders", "reminders_sent", whole, spare=True),
        Column(f"{result.scenario.currency or 'cost'}/kept", "cost_per_kept", two_digits, spare=True),
    ]
    lines = table_of(result, "APPOINTMENTS", diaries, columns)
    if mean(result, "all", "all", "no_show") > 0:
        lines += broken(f"no-shows by reason: {reasons(result)}; by lead: {leads(result)}")
    kept_free = any(one.protect_before > 0 for one in result.model.appointments)
    before = ", protect_before included" if kept_free else ""
    waits = f"{held(result, 'no_show_wait')}, for those who came {held(result, 'late_wait')}{before}"
    return [*lines, *broken(f"hosts waited for customers who did not come {waits}"), *places(result)]


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
    return broken("; ".join(said)) if said else []


def customers(result: Result) -> list[str]:
    """A row for each segment, or for all where the scenario names none: what customers lived through."""
    if not followed(result):
        return []
    segments = result.model.segments
    scopes = [("segment", name) for name in segments] if segments != ("all",) else [("all", "all")]
    currency = result.scenario.currency
    columns = [
        Column("customers", "customers", halves=1),
        Column("attempts", "contacts_per_customer", two_digits),
        Column("settled %", "customer_resolution", halves=3),
        Column("FCR %", "first_contact_resolution", percent),
        Column("CSAT", "csat", halves=4),
        Column("NPS", "nps", halves=2),
        Column("CES", "ces", two_digits),
        Column(f"lost {currency}".rstrip(), "lost_value", money, spare=True),
        Column(f"at risk {currency}".rstrip(), "churn_cost", money, spare=True),
    ]
    lines = table_of(result, "CUSTOMERS", scopes, columns)
    if share(result, "first_contact_resolution") == EMPTY:
        window = duration(result.scenario.experience.first_contact_window)
        lines += broken(f"FCR %: nobody's window of {window} (experience.first_contact_window) ends inside this run")
    if mean(result, "all", "all", "attempts_cut") > 0:
        cut, most = cell(result, "all", "all", "attempts_cut"), result.model.behaviour.most_attempts
        lines += broken(f"{cut} customers were cut off after {most} attempts (journeys.most_attempts)")
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
    return broken(f"{shown}; of staff, idle {idle}, overtime {overtime}")


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


def broken(text: str) -> list[str]:
    """Lines of a text in which numbers stay with their half widths and units."""
    kept = text.replace(" ± ", f"{STAY}±{STAY}").replace(" %", f"{STAY}%")
    return [line.replace(STAY, " ") for line in wrap(kept, WIDTH, subsequent_indent="  ", break_long_words=False)]


def money(amount: float) -> str:
    return fixed(amount, 0 if abs(amount) >= 100 else 2)


def two_digits(number: float) -> str:
    return fixed(number, 2)


def whole(number: float) -> str:
    return fixed(number, 0)
