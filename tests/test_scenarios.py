"""Every scenario that ships: it reads without a fault, it runs, and no contact gets lost."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

import ccsim.scenario
from ccsim import model, workload
from ccsim.engine import simpy_engine
from ccsim.engine.logs import BookingOutcome, Logs, Missed, Origin, Outcome
from ccsim.measures import MEASURES
from ccsim.model.warnings import warn
from ccsim.scenario import schema, schema_behaviour, schema_bookings

SCENARIOS = Path(__file__).parents[1] / "scenarios"
BANK = SCENARIOS / "bank"
CLINIC = SCENARIOS / "clinic"
EXPERIMENTS = SCENARIOS.parent / "experiments"
NO_PLACE = (BookingOutcome.NOT_BOOKED, BookingOutcome.CONTAINED, BookingOutcome.REQUESTED)
NEW_TABLES = ("appointments", "customers", "self_service")
VARIANTS = sorted(path for path in SCENARIOS.glob("*/*.yaml") if path.name != "scenario.yaml")
ALL = sorted([*SCENARIOS.glob("*.yaml"), *(path.parent for path in SCENARIOS.glob("*/scenario.yaml"))])


def name(path: Path) -> str:
    return path.stem


def contacts_of(path: Path) -> float:
    with path.open(newline="") as file:
        return sum(float(row["contacts"]) for row in csv.DictReader(file))


def test_the_scenarios_are_there():
    assert {name(path) for path in ALL} >= {"bank", "clinic", "minimal", "multichannel", "retail_bank"}


def test_minimal_has_fewer_than_twenty_lines():
    assert len((SCENARIOS / "minimal.yaml").read_text().splitlines()) < 20


@pytest.mark.parametrize("path", ALL, ids=name)
def test_reads_without_a_fault(path: Path):
    scenario = ccsim.scenario.load(path)
    assert scenario.targets, "a scenario to learn from asks for something"
    for contact, said in scenario.contacts.items():
        assert any(contact in group.skills for group in scenario.agents.values())
        if scenario.channels[said.channel].kind == "live":
            assert said.patience is not None, f"{contact} would wait for ever"


@pytest.mark.parametrize("path", VARIANTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_variant_reads_and_differs_from_what_it_extends(path: Path):
    variant, base = ccsim.scenario.load(path), ccsim.scenario.load(path.parent)
    assert variant.name != base.name and set(variant.contacts) == set(base.contacts)
    # of both weeks the first day has nobody who comes back from the days before, and says so
    assert all("nobody was there before the first day" in one for one in warn(variant, model.build(variant)))


@pytest.mark.parametrize("path", ALL, ids=name)
def test_one_replication_loses_nobody(path: Path):
    scenario = ccsim.scenario.load(path)
    center = model.build(scenario)
    drawn = workload.draw(center, scenario.simulation.seed, 0)
    logs = simpy_engine.run(center, drawn)
    log = logs.contacts

    assert log.rows >= drawn.rows > 0
    np.testing.assert_array_equal(log.type[: drawn.rows], drawn.type)
    first = log.origin == Origin.FIRST
    assert first[: drawn.rows].all() and not first[drawn.rows :].any()
    if not (scenario.journeys.moves or scenario.self_service or scenario.appointments):
        assert log.rows == drawn.rows
    for kind, contact in enumerate(center.types):
        outcome = log.outcome[log.type == kind]
        assert len(outcome) > 0, contact.name
        assert set(outcome) <= set(Outcome)
        counted = {end: int((outcome == end).sum()) for end in Outcome}
        if center.channels[contact.channel].live:
            assert counted[Outcome.BACKLOG] == 0
        else:
            assert counted[Outcome.BALKED] == counted[Outcome.DROPPED] == 0
    answered = log.outcome == Outcome.ANSWERED
    assert np.isfinite(log.answered[answered]).all()
    assert (log.answered[answered] >= log.joined[answered]).all() and (log.joined >= log.arrived).all()
    assert (log.handled[answered] >= log.talk_end[answered]).all()
    gone = (log.outcome == Outcome.ABANDONED) & first
    waited = log.left[gone] - log.joined[gone]
    np.testing.assert_array_equal(waited, drawn.patience[: drawn.rows][gone[: drawn.rows]])
    if scenario.appointments:
        every_kept_appointment_is_a_contact(center, logs)
        no_slot_holds_more_than_its_places(center, logs)


def every_kept_appointment_is_a_contact(center: model.CenterModel, logs: Logs) -> None:
    bookings = logs.bookings
    inside = (bookings.slot >= 0) & (bookings.slot < center.timeline.horizon)  # earlier: only booked
    kept = (bookings.outcome == BookingOutcome.KEPT) & inside
    assert kept.any()
    assert (kept == (bookings.contact >= 0)).all()
    became = bookings.contact[kept]
    assert (logs.contacts.origin[became] == Origin.APPOINTMENT).all() and len(set(became)) == kept.sum()
    assert (np.isfinite(bookings.slot) == ~np.isin(bookings.outcome, NO_PLACE)).all()


def no_slot_holds_more_than_its_places(center: model.CenterModel, logs: Logs) -> None:
    bookings = logs.bookings
    for k, diary in enumerate(center.appointments):
        holds = (
            (bookings.appointment == k) & np.isfinite(bookings.slot) & (bookings.outcome != BookingOutcome.CANCELLED)
        )
        slot = np.searchsorted(diary.slots, bookings.slot[holds])
        np.testing.assert_array_equal(diary.slots[slot], bookings.slot[holds])
        given = np.zeros(len(diary.slots), dtype=int)
        for entry in diary.diary:
            given[entry.slot] += entry.places
        assert (np.bincount(slot, minlength=len(given)) <= np.maximum(diary.places, given)).all()


def test_bank_forecasts_are_what_was_estimated():
    """The scenario's week and the figures written beside the estimation agree on contacts per day, within 2 %."""
    estimates = Path(__file__).parents[1] / "experiments" / "bank" / "results" / "estimates.csv"
    with estimates.open(newline="") as file:
        estimated = {(row["name"], row["figure"]): float(row["value"]) for row in csv.DictReader(file)}
    parts = {"ps": ["ps", "ps_priority"], "ne": ["ne", "ne_priority"], "nw": ["nw"], "in": ["in"]}
    for service, files in parts.items():
        week = sum(contacts_of(BANK / "forecasts" / f"{part}.csv") for part in files)
        assert week / 5 == pytest.approx(estimated[service, "contacts per day"], rel=0.02)


def test_bank_keeps_the_rules_of_the_record():
    """Head starts of 90 s, first come first served besides, open on the bank's five days from 07:00 to 24:00."""
    scenario = ccsim.scenario.load(BANK)
    ahead = {contact for contact, said in scenario.contacts.items() if said.head_start}
    assert ahead == {"ps_priority", "ne_priority"}
    assert {scenario.contacts[contact].head_start for contact in ahead} == {90.0}
    assert scenario.routing.contact_rule == "longest_wait"
    hours = scenario.opening.default
    assert hours is not None
    weekdays = {day for day, windows in hours.by_weekday.items() if windows}
    assert weekdays == {"sun", "mon", "tue", "wed", "thu"}
    assert {hours.by_weekday[day] for day in weekdays} == {((7 * 3600.0, 86400.0),)}


def test_bank_patience_is_not_exponential():
    """Brown et al. (2005): many leave within the first minute, the others stay long; cv of it is well above 1."""
    center = model.build(ccsim.scenario.load(BANK))
    kinds = {contact.name: contact for contact in center.types}
    for contact in ("ps", "nw"):
        patience = kinds[contact].patience
        assert patience is not None
        median, tail = patience[0].laws[0].quantile(np.array([0.5, 0.9]))
        assert tail / median > np.log(10) / np.log(2) * 1.3, "heavier than exponential"


def test_multichannel_day_has_the_size_it_claims():
    """2,000 to 4,000 contacts expected on each working day, on four channels."""
    scenario = ccsim.scenario.load(SCENARIOS / "multichannel")
    assert set(scenario.channels) == {"voice", "chat", "branch", "email"}
    center = model.build(scenario)
    drawn = workload.draw(center, scenario.simulation.seed, 0)
    per_day = np.bincount(center.timeline.interval_day[drawn.interval], minlength=7)
    working = [k for k, day in enumerate(center.timeline.dates) if day.weekday() < 5]
    assert len(working) == 5
    assert all(2000 <= per_day[k] <= 4000 for k in working)


def clinic_estimates() -> dict[str, float]:
    with (EXPERIMENTS / "clinic" / "results" / "estimates.csv").open(newline="") as file:
        return {row["figure"]: float(row["value"]) for row in csv.DictReader(file)}


def test_clinic_says_what_was_estimated():
    """Shares missed by lead, segments and the other odds of the scenario are those of the log, as rounded there."""
    figures, scenario = clinic_estimates(), ccsim.scenario.load(CLINIC)
    diary = scenario.appointments["consultations"]
    assert diary.no_show is not None
    said = dict(diary.no_show.by_lead)
    bands = ["0", "1", "2", "3 to 4", "5 to 9", "10 to 13", "14 to 20", "21 to 27", "28 to 400"]
    at = [0.0, 14 / 24, 2.0, 4.0, 7.0, 11.0, 16.0, 23.0, 30.0]  # days; the next day begins at 14 h
    for band, lead in zip(bands, at, strict=True):
        share, error = (figures[f"{what}, lead {band} d"] for what in ("missed without SMS", "its standard error"))
        assert said[86_400 * lead] == pytest.approx(share, abs=error + 0.005)
    for segment, odds in diary.no_show.segments.items():
        assert odds == pytest.approx(figures[f"odds of {segment} against the average"], abs=0.02)
        assert scenario.segments[segment].share == pytest.approx(figures[f"share of {segment}"], abs=0.002)
    assert diary.no_show.missed_before == pytest.approx(figures["odds ratio after a missed one, within lead"], abs=0.05)
    assert diary.no_show.day_cv == pytest.approx(figures["cv of the day's odds beyond chance"], abs=0.01)


def test_clinic_reminds_as_the_log_shows():
    """Who is sent the SMS has odds of missing of 0.77, at the share missed by leads of three days and more."""
    scenario, missed = ccsim.scenario.load(CLINIC), 0.31
    sms, reasons = scenario.reminders["sms_24h"], scenario.appointments["consultations"].no_show.reasons
    read = sms.reach * sms.open
    remember, cancel = read * reasons["forgot"] * sms.remembers, read * (1 - reasons["forgot"]) * sms.cancels
    odds = missed * (1 - remember - cancel) / (1 - missed + missed * remember)
    assert odds / (missed / (1 - missed)) == pytest.approx(0.77, abs=0.01)


def test_clinic_policies_help_the_same_patients_more_and_more():
    """Under common random numbers each policy sees the same requests, and fewer of them forget."""
    seen, forgot = [], []
    for policy in ("none", "sms_24h", "whatsapp_24h_sms_2h"):
        scenario = ccsim.scenario.load(CLINIC / f"{policy}.yaml")
        two_days = scenario.calendar.model_copy(update={"days": 2})
        center = model.build(scenario.model_copy(update={"calendar": two_days}))
        drawn = workload.draw(center, scenario.simulation.seed, 0)
        bookings = simpy_engine.run(center, drawn).bookings
        seen.append(drawn.requests)
        forgot.append(int(((bookings.outcome == BookingOutcome.NO_SHOW) & (bookings.reason == Missed.FORGOT)).sum()))
    for requests in seen[1:]:
        np.testing.assert_array_equal(requests.time, seen[0].time)
        np.testing.assert_array_equal(requests.lead, seen[0].lead)
    assert forgot[0] > forgot[1] > forgot[2] > 0


def test_retail_bank_uses_every_section():
    scenario = ccsim.scenario.load(SCENARIOS / "retail_bank")
    assert {"voice", "chat", "branch", "email", "video"} <= set(scenario.channels)
    for section in ("self_service", "appointments", "reminders", "orchestration", "proactive", "segments", "targets"):
        assert getattr(scenario, section), section
    assert scenario.journeys.moves and scenario.context.repeat_aht > 1
    rules = scenario.orchestration.values()
    actions = {rule.offer or ("divert" if rule.divert_to else "add" if rule.add_group else "close") for rule in rules}
    assert actions == {"callback", "divert", "add"}


ADVANCED = (SCENARIOS / "ADVANCED.md").read_text(encoding="utf-8")


def test_the_examples_of_the_advanced_page_are_sound(tmp_path: Path):
    """All of them together, laid on the bank: they name the same things."""
    examples = re.findall(r"```yaml\n(.*?)```", ADVANCED, re.S)
    assert len(examples) >= 6
    overlay = tmp_path / "examples.yaml"
    base = SCENARIOS / "retail_bank" / "scenario.yaml"
    overlay.write_text(f"extends: {base}\nname: Examples\n" + "\n".join(examples), encoding="utf-8")
    scenario = ccsim.scenario.load(overlay)
    assert scenario.reminders["sms_two_hours"].cost == 0.03
    assert scenario.experience == schema.Experience(), "the preset as the page spells it out"


def test_the_advanced_page_names_every_key():
    records = (
        *(schema_bookings.Appointment, schema_bookings.NoShow, schema_bookings.Cancellation),
        *(schema_bookings.Unconfirmed, schema_bookings.Reminder, schema_bookings.Confirm),
        *(schema_behaviour.SelfService, schema_behaviour.Returns, schema_behaviour.HandOver, schema_behaviour.Move),
        *(schema_behaviour.Context, schema_behaviour.When, schema_behaviour.CallBack, schema_behaviour.Rule),
        *(schema_behaviour.Proactive, schema_behaviour.Score, schema_behaviour.Nps, schema_behaviour.Experience),
    )
    keys = {key for record in records for key in record.model_fields}
    outcomes = set(get_args(schema_behaviour.MoveFrom))
    assert [key for key in sorted(keys | outcomes) if not re.search(rf"\b{key}\b", ADVANCED)] == []


def test_the_advanced_page_names_the_measures_of_appointments_customers_and_self_service():
    """Those by reason and by lead time as a family."""
    told = set(re.findall(r"\w+", ADVANCED))
    missing = [name for name, measure in MEASURES.items() if measure.table in NEW_TABLES and name not in told]
    assert [name for name in missing if not name.startswith("no_show_rate_")] == []
