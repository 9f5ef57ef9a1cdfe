"""`report.html` of a run: the answer first, then why, then what it rests on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from ccsim.report import (
    answer,
    answer_when,
    appointment_plots,
    figures,
    load_figure,
    occupancy_map,
    plots,
    register,
    tables,
    wait_plots,
)
from ccsim.report.at_risk import broken, named_first
from ccsim.report.clocks import by_opening_hours
from ccsim.report.journeys_taken import journeys_taken
from ccsim.report.numbers import bound
from ccsim.report.replay import elsewhere, lost, replay
from ccsim.report.sankey import sankey
from ccsim.report.shell import drawn, reproduced, shell, with_changes
from ccsim.report.short_of_people import how_many_more, who_is_short
from ccsim.report.words import Said, as_is, joined, said, told

if TYPE_CHECKING:
    import pandas as pd

    from ccsim.report.run import Run

WANTED = (
    *("offered", "aht", "agents_on_duty", "agents_scheduled", "occupancy", "abandonment_rate", "asa", "wait_p90"),
    "taken_share",
)


def page(run: Run, language: str = "en", script_file: str = "") -> str:
    """The page as text, opening in a language; `script_file`: where plotly is instead of in the page."""
    summary = run.summary
    over_time, whole = _split(run.measures, summary)
    along = figures.axis(over_time, float(summary.get("center", {}).get("interval", 1800.0)))
    at_risk = broken(over_time, summary)
    hours, choice = figures.by_hours(over_time, summary, along, at_risk)
    contacts = summary.get("center", {}).get("contacts", [])
    live = [one["name"] for one in contacts if one["live"]]
    deferred = [one["name"] for one in contacts if not one["live"]]
    loads = load_figure.loads(over_time, along, summary, at_risk)
    staff = drawn(
        load_figure.load(loads, along, summary),
        occupancy_map.occupancy(over_time, _first_weekday(summary)),
    )
    went = drawn(
        sankey(whole),
        wait_plots.waited(run.waits, live, "waited"),
        wait_plots.quantiles(whole, live, "quantiles"),
        wait_plots.waited(run.waits, deferred, "waited_deferred"),
        wait_plots.quantiles(whole, deferred, "quantiles_deferred"),
    )
    appointments = drawn(
        appointment_plots.bookings(whole),
        appointment_plots.missed(whole, "reasons"),
        appointment_plots.missed(whole, "lead"),
        appointment_plots.hosts(whole),
    )
    money = plots.money(whole, summary["currency"])
    customers = tables.customers(whole, summary)
    inputs = register.register(summary.get("inputs", []))
    clocks = by_opening_hours(summary.get("center", {}))
    verdict, holds = answer.verdict(summary)
    targets = answer.target_rows(summary)
    warnings = [*summary.get("warnings", []), *summary["notes"]]
    sections = [
        *("answer", "by_interval", "replay", "staff", "contacts"),
        *(["appointments"] if appointments else []),
        *(["customers"] if customers else []),
        *(["money"] if money else []),
        "warnings",
        *(["assumptions"] if inputs else []),
        "reproduce",
    ]
    confidence = bound(summary["confidence"], "share")
    provenance = summary["provenance"]
    facts = said("facts", replications=provenance["replications"], seed=provenance["seed"], confidence=confidence)
    return shell(
        "run.html.j2",
        heading=provenance["scenario"],
        changes=provenance["changes"],
        version=provenance["versions"]["ccsim"],
        lead=[*([answer.place(summary["center"])] if "center" in summary else []), facts],
        sections=sections,
        figures=[*hours, *staff, *went, *appointments, *([money] if money else [])],
        language=language,
        script_file=script_file,
        more={"axis": along.json(), "first": choice["first"]},
        run=run,
        band=said("band", confidence=confidence),
        verdict=verdict,
        mark=answer.MARKS.get(verdict, ""),
        holds=answer_when.holds(verdict, holds, at_risk, summary),
        counts=answer.counts(summary),
        risks=answer_when.risks(at_risk, summary),
        weak=answer_when.weak(at_risk, summary),
        allowed=answer_when.allowed(at_risk, summary),
        short=who_is_short(loads, at_risk, summary),
        short_when_weak=all(one.met for one in named_first(at_risk)),  # the times it speaks of stand there
        more_people=how_many_more(summary),
        at_once=answer_when.RISKS,
        breaks=answer_when.what_breaks(at_risk, summary),
        costs=answer.costs(whole, summary),
        targets=targets,
        not_met=answer.not_met(targets),
        undecided=answer.uncertain_means(summary),
        worst=answer_when.worst_intervals(at_risk, summary["currency"]),
        scopes=choice["scopes"],
        first=choice["first"],
        daily=along.daily,
        complete=choice["complete"],
        hours=hours,
        staff=staff,
        went=went,
        appointments=appointments,
        money=money,
        contact_table=tables.contacts(whole, summary),
        skill_table=tables.who_answered(whole),
        group_table=tables.groups(whole, summary),
        day_table=tables.days(over_time, summary, choice["scopes"]),
        clocks=clocks,
        hows={f"{key}_deferred": _deferred(key, clocks) for key in ("waited", "quantiles")} if clocks else {},
        customer_table=customers,
        journey_table=journeys_taken(run.records, summary),
        bot_table=tables.bots(whole, summary),
        replay=replay(run.records, over_time, summary, at_risk),
        elsewhere=elsewhere(at_risk, summary),
        lost=lost(run.records),
        warnings=[told(one, summary.get("sentences", {})) for one in dict.fromkeys(warnings)],
        register=inputs,
        known=register.known(summary.get("inputs", [])),
        inputs=sum(len(alike.rows) for alike in inputs if alike.inputs),
        in_words=lambda value: told(value, summary.get("sentences", {})),
        reproduce=_reproduce(summary),
    )


def _split(measures: pd.DataFrame, summary: dict[str, Any]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What is drawn along time, and what holds over the whole horizon or a day: each small beside all there is."""
    asked = {one["measure"] for one in summary["targets"]}
    along = measures["measure"].isin([*WANTED, "service_level", *asked]) & (measures["interval"] != "")
    whole = (measures["interval"] == "") | (measures["interval"].isna())
    return measures[along | whole], measures[whole]


def _deferred(key: str, clocks: Said) -> Said:
    """How a figure of deferred contacts is read where their service level goes by another clock."""
    return joined([said(f"fig_{key}_deferred_how"), clocks], " ")


def _first_weekday(summary: dict[str, Any]) -> int:
    return date.fromisoformat(summary["center"]["first_day"]).weekday() if "center" in summary else 0


def _reproduce(summary: dict[str, Any]) -> list[tuple[str, Said | str]]:
    provenance = summary["provenance"]
    reason = told(provenance["engine_reason"], summary.get("sentences", {}))
    rows: list[tuple[str, Said | str]] = [
        ("scenario", provenance["scenario"]),
        ("changes", with_changes(provenance["changes"])),
        ("fingerprint", provenance["fingerprint"]),
        ("command", f"ccsim run FILE --seed {provenance['seed']} --replications {provenance['replications']}"),
        ("engine", joined([as_is(provenance["engine"]), reason if callable(reason) else as_is(reason)], ": ")),
        ("policy", provenance["policy"] or ""),
    ]
    return reproduced(rows, provenance["versions"], sorted(summary.get("files", ())))
