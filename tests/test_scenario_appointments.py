"""Appointments and reminders: what a file may say of them, how a diary is read, and what is refused."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from scenario_rich import RICH, changed

from ccsim.errors import ScenarioError
from ccsim.scenario import Scenario, fingerprint, from_dict, load
from ccsim.scenario.schema import Distribution, ShareBySegment
from ccsim.scenario.schema_bookings import Appointment, Confirm, DiaryRow, NoShow, Reminder, Unconfirmed

DAY = 86_400.0
CLINIC: dict[str, Any] = {
    "calendar": {"start": "2026-03-02", "days": 5},
    "opening": {"mon-fri": "08:00-18:00"},
    "segments": {"new": {"share": 0.5}, "old": {"share": 0.5}},
    "channels": {"video": {"kind": "appointment"}, "mail": {"kind": "deferred"}},
    "contacts": {
        "visit": {"channel": "video", "handle_time": "20 min"},
        "asking": {"channel": "mail", "arrivals": {"per_day": 9}, "handle_time": "2 min"},
    },
    "agents": {"doctors": {"skills": ["visit", "asking"], "staffing": 4}},
    "appointments": {
        "consultation": {
            "contact": "visit",
            "agents": "doctors",
            "slot": "30 min",
            "requests": {"rate": "6 per h"},
            "lead_time": "3 d",
        }
    },
    "reminders": {"sms": {"channel": "sms", "before": "24 h"}},
}


def clinic(folder: Path | str = ".", **changes: Any) -> Scenario:
    """The clinic with keys of its appointment changed; None removes."""
    mapping = copy.deepcopy(CLINIC)
    said = {**mapping["appointments"]["consultation"], **changes}
    mapping["appointments"]["consultation"] = {key: value for key, value in said.items() if value is not None}
    return from_dict(mapping, folder)


def appointment(folder: Path | str = ".", **changes: Any) -> Appointment:
    return clinic(folder, **changes).appointments["consultation"]


def refused(folder: Path | str = ".", **changes: Any) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        clinic(folder, **changes)
    return [": ".join(line.split(": ")[1:]) for line in str(caught.value).replace(f"{folder}/", "").split("\n")]


@pytest.fixture
def rich(tmp_path: Path) -> Scenario:
    file = tmp_path / "rich.yaml"
    file.write_text(RICH, encoding="utf-8")
    return load(file)


# --- what is said -----------------------------------------------------------------------------------------------


def test_a_plain_appointment_has_a_default_for_the_rest() -> None:
    plain = appointment()
    assert (plain.slot, plain.horizon, plain.grace, plain.protect_before) == (1800.0, 14 * DAY, 600.0, 0.0)
    assert plain.no_show is None and plain.punctuality is None and plain.cancellation is None
    assert plain.requests is not None and plain.requests.rate == ((0.0, 6 / 3600),)
    assert plain.diary == () and plain.reminders == () and not plain.standby
    assert clinic().contacts["visit"].arrivals is None
    assert clinic().warnings == ()


def test_all_that_can_be_said(rich: Scenario) -> None:
    said = rich.appointments["advice"]
    assert said.requests is not None and said.requests.per_day is not None
    assert said.requests.per_day["mon"] == 60 and "sat" not in said.requests.per_day
    assert said.requests.profile == ((0.0, 0.0), (32_400.0, 2.0), (43_200.0, 1.0), (72_000.0, 0.0))
    assert said.no_show == NoShow(
        by_lead=((0.0, 0.05), (DAY, 0.21), (7 * DAY, 0.27)),
        reasons={"forgot": 0.45, "emergency": 0.3, "solved_elsewhere": 0.25},
        segments={"digital": 1.2},
        missed_before=1.6,
        day_cv=0.09,
    )
    assert said.cancellation is not None
    assert said.cancellation.share.segments == {"digital": 0.1, "traditional": 0.06}
    assert said.cancellation.before == Distribution(family="exponential", parameters={"mean": 2 * DAY})
    assert said.punctuality == Distribution(family="normal", parameters={"mean": -120.0, "sd": 240.0})
    assert (said.grace, said.protect_before, said.overbooking, said.standby) == (480.0, 300.0, 0.05, True)
    assert said.reminders == ("whatsapp", "sms")
    assert said.unconfirmed == Unconfirmed(at=21_600.0, call="reminding", remembers=0.9, cancels=0.6)
    assert rich.channels["video"].kind == "appointment" and rich.channels["video"].cost_per_second == 0.01 / 60
    assert rich.segments["digital"].value == 300.0


def test_reminders(rich: Scenario) -> None:
    assert rich.reminders["whatsapp"] == Reminder(
        channel="whatsapp",
        before=DAY,
        reach=0.92,
        open=0.8,
        cost=0.05,
        send_between=(28_800.0, 72_000.0),
        confirm=Confirm(),
    )
    assert rich.reminders["sms"].confirm == Confirm(answers=0.5, rebooks=0.2)
    plain = clinic(reminders=["sms"]).reminders["sms"]
    assert plain == Reminder(channel="sms", before=DAY) and (plain.reach, plain.open) == (0.95, 0.8)
    mapping = copy.deepcopy(CLINIC)
    mapping["reminders"]["sms"]["confirm"] = False
    assert from_dict(mapping).reminders["sms"].confirm is None


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("-2 min", Distribution(family="constant", parameters={"value": -120.0})),
        ("- 1 min 30 s", Distribution(family="constant", parameters={"value": -90.0})),
        ({"constant": "-2 min"}, Distribution(family="constant", parameters={"value": -120.0})),
        ("3 min", Distribution(family="constant", parameters={"value": 180.0})),
        (
            {"normal": {"mean": "-2 min", "sd": "4 min"}},
            Distribution(family="normal", parameters={"mean": -120.0, "sd": 240.0}),
        ),
        (
            {"normal": {"mean": 0, "sd": "4 min"}, "at_most": "15 min"},
            Distribution(family="normal", parameters={"mean": 0.0, "sd": 240.0}, at_most=900.0),
        ),
        (
            {"normal": {"mean": "2 min", "cv": 2, "at_most": "15 min"}},
            Distribution(family="normal", parameters={"mean": 120.0, "cv": 2.0}, at_most=900.0),
        ),
        (
            {"exponential": {"mean": "3 min"}},
            Distribution(family="exponential", parameters={"mean": 180.0}),
        ),
    ],
)
def test_punctuality_may_be_early(said: Any, meant: Distribution) -> None:
    assert appointment(punctuality=said).punctuality == meant


def test_shorter_ways_to_say_it() -> None:
    assert appointment(no_show="12%").no_show == NoShow(by_lead=((0.0, 0.12),))
    part = appointment(no_show={"by_lead": {"0 d": "5%"}, "reasons": {"forgot": "60%", "emergency": "40%"}}).no_show
    assert part is not None and part.reasons == {"forgot": 0.6, "emergency": 0.4, "solved_elsewhere": 0.0}
    assert appointment(cancellation={"share": "8%", "before": "2 d"}).cancellation is not None
    assert appointment(reminders=[]).reminders == ()


def test_a_profile_of_requests_goes_by_the_hours_in_which_appointments_are_made() -> None:
    hourly = clinic(requests={"per_day": 40, "profile": [1.0] * 20}).appointments["consultation"].requests
    assert hourly is not None and hourly.profile is not None
    assert [start for start, weight in hourly.profile if weight][::19] == [8 * 3600.0, 17.5 * 3600.0]


def test_a_lead_time_may_differ_by_time_of_day() -> None:
    law = appointment(lead_time={"by_time": {"08:00": "1 d", "12:00": "3 d"}}).lead_time
    assert law is not None and len(getattr(law, "laws", ())) == 3


def test_unconfirmed_places_may_be_released() -> None:
    mapping = copy.deepcopy(CLINIC)
    mapping["reminders"]["sms"]["confirm"] = True
    mapping["appointments"]["consultation"] |= {"reminders": ["sms"], "unconfirmed": {"at": "4 h", "release": True}}
    said = from_dict(mapping).appointments["consultation"].unconfirmed
    assert said == Unconfirmed(at=4 * 3600.0, release=True)


def test_an_appointment_may_be_booked_by_moves_alone() -> None:
    mapping = copy.deepcopy(CLINIC)
    del mapping["appointments"]["consultation"]["requests"]
    mapping["journeys"] = {"asking": {"resolved": [{"book": "consultation", "probability": "10%"}]}}
    assert from_dict(mapping).appointments["consultation"].requests is None
    del mapping["journeys"]
    with pytest.raises(ScenarioError, match=r"appointments\.consultation: nobody books it: say requests or a diary"):
        from_dict(mapping)


def test_a_reminder_further_ahead_than_bookings_is_a_warning() -> None:
    assert clinic(reminders=["sms"], horizon="12 h").warnings == (
        "appointments.consultation.reminders: 'sms' goes out 24 h before the slot, and bookings are made at most 12 h"
        " ahead: it is never sent",
    )


# --- what is refused --------------------------------------------------------------------------------------------


def test_neither_requests_nor_a_diary() -> None:
    assert refused(requests=None) == [
        "appointments.consultation: nobody books it: say requests or a diary (or book it by a move under journeys)"
    ]


def test_a_lead_time_is_needed_for_wishes() -> None:
    assert refused(lead_time=None) == [
        "appointments.consultation.requests: needs a lead_time: how long ahead customers wish their slot"
    ]


def test_every_kind_of_negative_time_but_punctuality_is_refused() -> None:
    for key in ("grace", "protect_before", "horizon", "slot", "lead_time"):
        assert any("must not be negative" in fault for fault in refused(**{key: "-5 min"})), key
    before = {"share": "5%", "before": {"normal": {"mean": "-2 min", "sd": "4 min"}}}
    assert any("must not be negative" in fault for fault in refused(cancellation=before))


def test_bookings_that_no_machine_can_hold() -> None:
    (fault,) = refused(requests={"per_day": 2_000_000})
    assert fault == (
        "appointments.consultation.requests: 30,000,000 requests, those before the first day included, are expected in"
        " a replication, 30,000,045 with the other types: at most 20,000,000 in all can be simulated"
    )
    assert appointment(requests={"per_day": 1_000_000}).requests is not None


# --- the diary --------------------------------------------------------------------------------------------------


def diary(folder: Path, text: str, **changes: Any) -> Scenario:
    (folder / "d.csv").write_text(text, encoding="utf-8")
    return clinic(folder, diary="d.csv", **changes)


def rows(scenario: Scenario) -> tuple[DiaryRow, ...]:
    return scenario.appointments["consultation"].diary


def test_a_diary_is_read_in_the_order_of_its_slots(tmp_path: Path) -> None:
    text = (
        "slot,places,lead_time,segment\n"
        "2026-03-03 09:00,2,3,new\n2026-03-02 08:30,1,36 h,\n2026-03-02 08:30,1,,old\n2026-03-09 10:00,3,0.5,\n"
    )
    scenario = diary(tmp_path, text)
    assert rows(scenario) == (
        DiaryRow(slot=30_600.0, places=1, lead_time=1.5 * DAY),
        DiaryRow(slot=30_600.0, places=1, segment="old"),
        DiaryRow(slot=DAY + 32_400.0, places=2, lead_time=3 * DAY, segment="new"),
        DiaryRow(slot=7 * DAY + 36_000.0, places=3, lead_time=0.5 * DAY),
    )
    assert scenario.understood == (
        "d.csv: comma-separated, decimal point, ISO dates, 7 places booked, lead times in days, columns slot, places,"
        " lead_time, segment",
    )
    assert scenario.tables == (str((tmp_path / "d.csv").resolve()),) and scenario.warnings == ()


def test_a_diary_as_a_spanish_tool_writes_it(tmp_path: Path) -> None:
    text = (
        "\ufeffFecha;Hora de la cita;Cupos;Días de antelación;Segmento\n16/03/2026;8:30;2;1,5;new\n3/03/2026;9:00;1;;\n"
    )
    scenario = diary(tmp_path, text)
    assert rows(scenario)[0] == DiaryRow(slot=DAY + 32_400.0, places=1)
    assert rows(scenario)[1] == DiaryRow(slot=14 * DAY + 30_600.0, places=2, lead_time=1.5 * DAY, segment="new")
    assert "day-first dates" in scenario.understood[0] and "decimal comma" in scenario.understood[0]


def test_a_diary_in_a_workbook(tmp_path: Path) -> None:
    from datetime import datetime, timedelta

    from openpyxl import Workbook

    book = Workbook()
    assert book.active is not None
    book.active.title = "Agenda"
    book.active.append(["Slot", "Booked", "Lead time"])
    book.active.append([datetime(2026, 3, 2, 9, 0), 2, 4])
    book.active.append([datetime(2026, 3, 2, 9, 30), 1, timedelta(hours=30)])
    book.save(tmp_path / "d.xlsx")
    found = rows(clinic(tmp_path, diary="d.xlsx#Agenda"))
    assert [(row.places, row.lead_time) for row in found] == [(2, 4 * DAY), (1, 30 * 3600.0)]


def test_a_diary_stands_alone_where_it_says_lead_times(tmp_path: Path) -> None:
    text = "slot,places,lead_time\n2026-03-02 09:00,1,3\n"
    alone = diary(tmp_path, text, requests=None, lead_time=None).appointments["consultation"]
    assert alone.requests is None and alone.lead_time is None and len(alone.diary) == 1
    (tmp_path / "d.csv").write_text("slot,places\n2026-03-02 09:00,1\n", encoding="utf-8")
    assert refused(tmp_path, diary="d.csv", requests=None, lead_time=None) == [
        "appointments.consultation.diary: has places without a lead time: add a column lead_time, or say lead_time here"
    ]
    assert appointment(tmp_path, diary="d.csv", requests=None).diary[0].lead_time is None


def test_slots_far_from_the_calendar_are_left_out_and_closed_ones_told(tmp_path: Path) -> None:
    slots = (
        "2026-01-05 09:00,1",
        "2026-02-25 09:00,1",
        "2026-03-02 21:00,1",
        "2026-03-03 09:00,0",
        "2026-05-01 09:00,1",
    )
    text = "\n".join(("slot,places", *slots))
    scenario = diary(tmp_path, text)
    assert [row.slot / DAY for row in rows(scenario)] == [-5 + 0.375, 0.875]
    told = [warning.replace(f"{tmp_path}/", "") for warning in scenario.warnings]
    assert told == [
        "d.csv: 2 of 5 rows, the first on line 2, lie further than the booking horizon from 2026-03-02 to 2026-03-06"
        " and are left out",
        "d.csv: 1 of 5 rows, the first on line 4, are slots outside the opening hours",
    ]
    assert rows(diary(tmp_path, text, horizon="60 d"))[0].slot == (-56 + 0.375) * DAY


def test_times_of_a_diary_where_clocks_change(tmp_path: Path) -> None:
    mapping = copy.deepcopy(CLINIC)
    mapping["calendar"] = {"start": "2026-03-28", "days": 3, "timezone": "Europe/Madrid"}
    mapping["opening"] = "00:00-24:00"
    mapping["appointments"]["consultation"]["diary"] = "d.csv"
    (tmp_path / "d.csv").write_text("slot,places\n2026-03-29 02:30,1\n2026-03-29 09:00,1\n", encoding="utf-8")
    scenario = from_dict(mapping, tmp_path)
    assert [row.slot for row in rows(scenario)] == [DAY + 8 * 3600.0]
    assert "1 slots, the first on line 2, at times that the clock skips are left out" in scenario.warnings[0]


TABLES = [
    (
        "slot,plces\n2026-03-02 09:00,1\n",
        ["no column 'places' (is 'plces' meant?), got 'slot', 'plces'; accepted names: places, booked"],
    ),
    ("slot,places\n2026-04-02 09:00,1\n", ["no booked slot lies inside the calendar, 2026-03-02 to 2026-03-06"]),
    (
        "slot,places,segment\n2026-03-02 09:00,1,odl\n2026-03-02,1.5,new\n09:00,-1,new\n",
        [
            "no segment 'odl' (did you mean 'old'?)",
            "must have a time of day, got '2026-03-02'",
            "must be a whole number of places, got '1.5'",
            "must have a date as well as a time, since the horizon has several days, got '09:00'",
            "must not be negative, got '-1'",
        ],
    ),
    (
        "slot,places,lead_time\n2026-03-02 09:00,1,-3\n2026-03-02 10:00,20000,36:00\n2026-03-02 11:00,1,soon\n",
        [
            "must not be negative, got '-3'",
            "must be at most 10000 places, got 20000",
            "must be days, or a duration with its unit like 36 h, got '36:00'",
            "must be days, or a duration with its unit like 36 h, got 'soon'",
        ],
    ),
]


@pytest.mark.parametrize(("text", "expected"), TABLES)
def test_faults_of_a_diary_stand_in_the_diary(tmp_path: Path, text: str, expected: list[str]) -> None:
    (tmp_path / "d.csv").write_text(text, encoding="utf-8")
    found = refused(tmp_path, diary="d.csv")
    assert len(found) == len(expected)
    for message, part in zip(found, expected, strict=True):
        assert part in message


def test_dates_that_cannot_be_told(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("slot,places\n02/03/2026 09:00,1\n", encoding="utf-8")
    (fault,) = refused(tmp_path, diary="d.csv")
    assert "say `dates: dmy` (or mdy) beside `diary: d.csv`" in fault
    assert appointment(tmp_path, diary="d.csv", dates="dmy").diary[0].slot == 32_400.0


# --- overlays ---------------------------------------------------------------------------------------------------


def overlaid(tmp_path: Path, top: str, base: str = RICH) -> Scenario:
    (tmp_path / "base.yaml").write_text(base, encoding="utf-8")
    (tmp_path / "top.yaml").write_text("extends: base.yaml\n" + top, encoding="utf-8")
    return load(tmp_path / "top.yaml")


def test_an_overlay_changes_bookings_by_name(tmp_path: Path) -> None:
    top = """
appointments:
  advice:
    requests: {rate: 9 per h}
    no_show: {by_lead: {1 d: 20%, 3 d: 24%}}
    cancellation: {share: {digital: 12%}}
    punctuality: 1 min
    reminders: [sms]
    unconfirmed: {at: 1 h, release: true}
reminders: {sms: {before: 3 h, confirm: {answers: 70%}}}
contacts: {reminding: null}
agents: {writers: {skills: [mails]}}
"""
    said = overlaid(tmp_path, top).appointments["advice"]
    assert said.requests is not None and said.requests.per_day is None and said.requests.profile is None
    assert said.no_show is not None and said.no_show.missed_before == 1.6
    assert said.no_show.by_lead == ((DAY, 0.2), (3 * DAY, 0.24))
    assert said.cancellation is not None
    assert said.cancellation.share == ShareBySegment(default=0.12, segments={"digital": 0.12, "traditional": 0.06})
    assert said.punctuality == Distribution(family="constant", parameters={"value": 60.0})
    assert said.reminders == ("sms",)
    assert said.unconfirmed == Unconfirmed(at=3600.0, release=True)
    assert overlaid(tmp_path, top).reminders["sms"].confirm == Confirm(answers=0.7, rebooks=0.2)


def test_what_an_overlay_leaves_idle_is_a_warning(tmp_path: Path) -> None:
    nothing = overlaid(tmp_path, "appointments: {advice: {reminders: [], unconfirmed: null}}\n")
    assert nothing.warnings == ("contacts.reminding: nothing leads here: it never comes",)
    assert nothing.appointments["advice"].reminders == ()


@pytest.mark.parametrize(
    ("top", "message"),
    [
        ("appointments: {advise: {grace: 5 min}}", "appointments.advise: not in base.yaml (did you mean 'advice'?)"),
        ("reminders: {smss: {before: 3 h}}", "reminders.smss: not in base.yaml (did you mean 'sms'?)"),
        (
            "reminders: {sms2: null}",
            "reminders.sms2: nothing to remove: what is extended has no 'sms2' (did you mean 'sms'?)",
        ),
    ],
)
def test_misspelt_names_in_an_overlay(tmp_path: Path, top: str, message: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        overlaid(tmp_path, top)
    assert str(caught.value).endswith(message)


# --- the value --------------------------------------------------------------------------------------------------


def test_the_fingerprint_is_of_bookings_too(tmp_path: Path) -> None:
    one = fingerprint(clinic())
    assert fingerprint(clinic(grace="600 s")) == one
    assert fingerprint(clinic(grace="601 s")) != one
    both = [
        fingerprint(clinic(cancellation={"share": share, "before": "1 d"}))
        for share in ({"new": "5%", "old": "8%"}, {"old": "8%", "new": "5%"})
    ]
    assert both[0] == both[1]
    text = "slot,places\n2026-03-02 09:00,1\n"
    assert fingerprint(diary(tmp_path, text)) != one
    assert fingerprint(diary(tmp_path, text)) == fingerprint(diary(tmp_path, text.replace("slot", "cita")))


def test_bookings_cannot_be_changed(rich: Scenario) -> None:
    with pytest.raises(TypeError, match="cannot be changed"):
        rich.appointments["other"] = rich.appointments["advice"]
    assert rich.appointments["advice"].no_show is not None
    with pytest.raises(TypeError, match="cannot be changed"):
        rich.appointments["advice"].no_show.segments["digital"] = 2.0


def test_a_group_that_hosts_needs_the_skill(tmp_path: Path) -> None:
    file = tmp_path / "s.yaml"
    file.write_text(changed("{advice_video: 100%, calls: 130%}", "{calls: 130%}"), encoding="utf-8")
    with pytest.raises(ScenarioError, match="group 'advisers' hosts 'advice_video' and has no skill for it"):
        load(file)
