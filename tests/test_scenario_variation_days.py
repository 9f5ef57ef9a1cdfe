"""Changes of single days and hours: people of shifts and arrivals; every other day stays as it is, to the bit."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from variation_base import faults, write

import ccsim.model
from ccsim.engine.compiled.engine import CompiledEngine
from ccsim.engine.logs import ContactLog, Logs
from ccsim.engine.simpy_engine import run
from ccsim.model.arrivals import expected_contacts
from ccsim.model.center import CenterModel
from ccsim.scenario import Scenario, fingerprint, from_dict, load
from ccsim.scenario.schema import Shift
from ccsim.workload import draw

MON, TUE = date(2026, 3, 2), date(2026, 3, 3)
CENTER: dict[str, Any] = {
    "calendar": {"start": "2026-03-02", "days": 3, "interval": "30 min", "timezone": "America/Sao_Paulo"},
    "opening": {"mon-fri": "08:00-14:00"},
    "demand": {"day_variation": {"cv": 0.1}},
    "channels": {"voice": {"kind": "live"}, "chat": {"kind": "live", "concurrency": 2, "pace": [1, 0.8]}},
    "contacts": {
        "calls": {
            "channel": "voice",
            "arrivals": {"rate": "60 per h"},
            "patience": {"exponential": {"mean": "4 min"}},
            "handle_time": {"lognormal": {"mean": "5 min", "cv": 0.8}},
        },
        "chats": {
            "channel": "chat",
            "arrivals": {"per_day": 150, "profile": {"08:00": 2, "11:00": 1}},
            "patience": "3 min",
            "handle_time": {"gamma": {"mean": "8 min", "cv": 0.6}},
        },
    },
    "agents": {
        "chat": {
            "skills": ["chats", "calls"],
            "shifts": {
                "manha": {
                    "agents": 10,
                    "from": "08:00",
                    "to": "14:00",
                    "breaks": {"lunch": {"for": "30 min", "between": "10:00-12:00", "at_most_out": "25%"}},
                },
                "tarde": {"agents": 3, "days": "tue-fri", "from": "10:00", "to": "14:00"},
            },
            "absence": "10%",
            "late_login": {"exponential": {"mean": "3 min"}},
        }
    },
}


def center(*changes: str) -> Scenario:
    return from_dict(CENTER, changes=changes)


def shift(scenario: Scenario, name: str = "manha", group: str = "chat") -> Shift:
    shifts = scenario.agents[group].shifts
    assert shifts is not None
    return shifts[name]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("varied"))


# --- people of shifts ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "people"),
    [
        ("shifts.manha.agents[mon]-=2", [8, 10, 10]),
        ("shifts.manha.agents[mon, wed]+=1", [11, 10, 11]),
        ("shifts.manha.agents[2026-03-03]=12", [10, 12, 10]),
        ("shifts.manha.agents[tue-wed]*=125%", [10, 13, 13]),  # 12.5
        ("staffing[mon]-=2", [8, 10, 10]),  # one shift is on Mondays
        ("staffing[mon]=0", [0, 10, 10]),
    ],
)
def test_people_of_a_shift_on_some_days(change: str, people: list[int]) -> None:
    one = shift(center(f"agents.chat.{change}"))
    assert [one.people(date(2026, 3, day)) for day in (2, 3, 4)] == people
    model = ccsim.model.build(center(f"agents.chat.{change}"))
    on_duty = [sum(duty.day == day for agent in named(model, "manha") for duty in agent.duties) for day in range(3)]
    assert on_duty == people


def named(model: CenterModel, shift_name: str) -> list[Any]:
    return [agent for agent in model.agents if agent.name.startswith(f"chat.{shift_name}.")]


def test_all_days_of_a_shift_are_the_shift() -> None:
    whole = fingerprint(center("agents.chat.shifts.manha.agents-=2"))
    assert fingerprint(center("agents.chat.shifts.manha.agents[mon-fri]-=2")) == whole
    assert fingerprint(center("agents.chat.shifts.manha.agents[mon]-=2", "agents.chat.staffing[mon]+=2")) == (
        fingerprint(center())
    )


def test_days_and_all_days_follow_each_other_as_typed() -> None:
    first = shift(center("agents.chat.shifts.manha.agents[mon]-=2", "agents.chat.shifts.manha.agents*=50%"))
    second = shift(center("agents.chat.shifts.manha.agents*=50%", "agents.chat.shifts.manha.agents[mon]-=2"))
    assert [(one.agents, dict(one.on_dates)) for one in (first, second)] == [(5, {MON: 4}), (5, {MON: 3})]


def test_a_star_takes_the_shifts_of_those_days() -> None:
    changed = center("agents.chat.shifts.*.agents[mon]+=1")
    assert shift(changed).people(MON) == 11
    assert shift(changed, "tarde").on_dates == {}


def test_breaks_of_a_day_are_those_of_its_people() -> None:
    """A quarter of 10 are two, of 4 one: they are out one after another."""
    model = ccsim.model.build(center("agents.chat.shifts.manha.agents[mon]=4"))
    starts = [sorted(agent.duties[0].breaks[0].due / 3600 for agent in named(model, "manha") if on(agent, 0))]
    starts += [sorted(pause.due / 3600 - 24 for agent in named(model, "manha") for pause in breaks(agent, 1))]
    assert starts[0] == [10.0, 10.5, 11.0, 11.5]
    assert starts[1] == sorted([10.0, 10.5, 11.0, 11.5, 12.0] * 2)


def on(agent: Any, day: int) -> bool:
    return any(duty.day == day for duty in agent.duties)


def breaks(agent: Any, day: int) -> list[Any]:
    return [pause for duty in agent.duties if duty.day == day for pause in duty.breaks]


WORLDS: dict[tuple[str, ...], tuple[CenterModel, Any, Logs]] = {}


def world(*changes: str) -> tuple[CenterModel, Any, Logs]:
    if changes not in WORLDS:
        model = ccsim.model.build(center(*changes))
        workload = draw(model, 11, 2)
        WORLDS[changes] = model, workload, run(model, workload)
    return WORLDS[changes]


def contacts(model: CenterModel, logs: Logs, days: set[int]) -> list[tuple[Any, ...]]:
    """All that is known of the contacts of some days, who served them by name."""
    log = logs.contacts
    names = [*(agent.name for agent in model.agents), ""]
    columns = [one.name for one in fields(ContactLog) if one.name not in ("agent", "customer")]
    on_days = np.flatnonzero(np.isin(model.timeline.interval_day[log.interval], list(days)))
    told = [tuple(repr(getattr(log, column)[row]) for column in columns) for row in on_days]
    return sorted((*row, names[log.agent[at]]) for row, at in zip(told, on_days, strict=True))


MONDAYS = [
    "agents.chat.shifts.manha.agents[mon]-=2",
    "agents.chat.shifts.manha.agents[mon]+=2",
    "contacts.calls.arrivals[mon]*=120%",
    "contacts.calls.arrivals[mon 10:00-12:15]*=80%",
    "contacts.chats.arrivals[2026-03-02]+=40",
]


@pytest.mark.parametrize("change", MONDAYS)
def test_tuesday_stays_as_it_is_to_the_bit(change: str) -> None:
    model, _, logs = world()
    other, _, changed = world(change)
    assert contacts(model, logs, {1, 2}) == contacts(other, changed, {1, 2})
    assert contacts(model, logs, {0}) != contacts(other, changed, {0})


@pytest.mark.parametrize("change", MONDAYS)
def test_both_engines_write_the_same(change: str) -> None:
    from differ import logs_differ

    model, workload, logs = world(change)
    assert logs_differ(logs, CompiledEngine(model)(model, workload)) == ""


@pytest.mark.parametrize("change", MONDAYS[:2])
def test_people_of_a_changed_day_are_the_same_people(change: str) -> None:
    """Who is away on Monday, and who is late, is so with two people more or less, too."""
    model, workload, _ = world()
    other, changed, _ = world(change)
    here, there = ({agent.name: a for a, agent in enumerate(one.agents)} for one in (model, other))
    assert here.keys() <= there.keys()
    for name, a in here.items():
        assert (workload.absent[a] == changed.absent[there[name]]).all()
        assert (workload.late_login[a] == changed.late_login[there[name]]).all()


# --- arrivals -----------------------------------------------------------------------------------------------------


def per_day(scenario: Scenario, contact: str) -> list[float]:
    model = ccsim.model.build(scenario)
    k = list(scenario.contacts).index(contact)
    expected = expected_contacts(model.types[k].arrivals, model.timeline)
    return [round(float(expected[model.timeline.interval_day == day].sum()), 6) for day in range(3)]


@pytest.mark.parametrize(
    ("contact", "change", "expected"),
    [
        ("rated", "[mon]*=120%", [192, 160, 160]),  # 40 per h, 08:00 to 12:00
        ("rated", "[mon]+=100", [260, 160, 160]),
        ("rated", "[mon-tue]-=100", [60, 60, 160]),
        ("rated", "[tue 10:00-14:00]*=2", [160, 240, 160]),
        ("rated", "[tue 10:00-14:00]+=30 contacts", [160, 190, 160]),
        ("rated", "[09:10-09:20]*=2.5", [170, 170, 170]),
        ("hourly", "[2026-03-03 08:00-10:00]*=50%", [120, 80, 120]),
        ("daily", "[wed]*=1.5", [200, 200, 300]),
        ("daily", "[mon]-=200", [0, 200, 200]),
        ("forecast", "[mon]*=120%", [72, 60, 60]),
        ("forecast", "[tue 09:30-10:30]*=2", [60, 80, 60]),
        ("forecast", "[mon-fri]+=6", [66, 66, 66]),
    ],
)
def test_contacts_expected_on_days_and_hours(file: Path, contact: str, change: str, expected: list[float]) -> None:
    assert per_day(load(file, [f"contacts.{contact}.arrivals{change}"]), contact) == expected


def test_changes_of_arrivals_are_made_in_the_order_typed(file: Path) -> None:
    path = "contacts.rated.arrivals"
    assert per_day(load(file, [f"{path}[mon]+=40", f"{path}*=50%"]), "rated") == [100, 80, 80]
    assert per_day(load(file, [f"{path}*=50%", f"{path}[mon]+=40"]), "rated") == [120, 80, 80]
    assert per_day(load(file, [f"{path}[mon]*=2", f"{path}[mon]+=40"]), "rated") == [360, 160, 160]


def test_the_spread_of_a_forecast_grows_with_it(file: Path) -> None:
    plain, changed = (
        ccsim.model.build(load(file, changes)).types[3].arrivals.interval_cv
        for changes in ([], ["contacts.forecast.arrivals[mon]*=3"])
    )
    assert (plain == changed).all() and plain.any()


def test_mails_come_at_night_where_they_do() -> None:
    said = {**CENTER, "opening": {"mon-fri": "08:00-14:00", "mail": {"receives": "always"}}}
    said["channels"] = {**CENTER["channels"], "mail": {"kind": "deferred"}}
    mails = {"channel": "mail", "arrivals": {"per_day": 240}, "handle_time": "5 min"}
    said["contacts"] = {**CENTER["contacts"], "mails": mails}
    team = {"skills": ["mails"], "staffing": 3}
    said["agents"] = {**CENTER["agents"], "back_office": team}
    changed = from_dict(said, changes=["contacts.mails.arrivals[tue 20:00-22:00]+=10"])
    assert per_day(changed, "mails") == [240, 250, 240]


def test_days_without_contacts_are_told(file: Path) -> None:
    change = "contacts.rated.arrivals[fri-sat]+=20"
    assert load(file, [change]).warnings[-1] == (
        f"--set {change}: no contacts are expected on Sat 2026-03-07: nothing is changed there"
    )


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    contact=st.sampled_from(["calls", "chats"]),
    hour=st.integers(0, 46),
    length=st.integers(1, 12),
    times=st.sampled_from(["20%", "50%", "95%", "105%", "300%"]),
)
def test_customers_of_all_other_intervals_are_the_same(contact: str, hour: int, length: int, times: str) -> None:
    start, end = hour / 2, min(hour / 2 + length / 2, 24)
    hours = f"{int(start):02d}:{int(start % 1 * 60):02d}-{int(end):02d}:{int(end % 1 * 60):02d}"
    change = f"contacts.{contact}.arrivals[tue {hours}]*={times}"
    try:
        scenario = center(change)
    except ccsim.ScenarioError as error:
        assert "no contacts are expected" in str(error)
        assert end <= 8 or start >= 14
        return
    model, workload, _ = world()
    other = ccsim.model.build(scenario)
    changed = draw(other, 11, 2)
    first = 24 + start
    within = range(int(first * 2), int((24 + end) * 2))

    def customers(drawn: Any) -> set[tuple[Any, ...]]:
        columns = ("type", "interval", "ordinal", "arrival", "patience", "resolution")
        rows = zip(*(getattr(drawn, column).tolist() for column in columns), drawn.talk[0].tolist(), strict=True)
        k = model.timeline.edges
        assert len(k) == 3 * 48 + 1
        return {row for row in rows if not (row[1] in within and model.types[row[0]].name == contact)}

    assert customers(workload) == customers(changed)


# --- what cannot be meant -----------------------------------------------------------------------------------------


def test_the_words_to_type_for_each_shift(tmp_path: Path) -> None:
    with pytest.raises(ccsim.ScenarioError) as caught:
        center("agents.chat.staffing[tue]-=2")
    assert str(caught.value) == (
        "--set agents.chat.staffing[tue]-=2: agents.chat.staffing: this group is planned by shifts "
        "(manha on mon-sun, tarde on tue-fri): say in which, "
        "agents.chat.shifts.manha.agents[tue]-=2 or agents.chat.shifts.tarde.agents[tue]-=2"
    )


def test_a_shift_is_changed_by_day_after_it_is_said(file: Path) -> None:
    day, whole = "agents.shifted.shifts.early.agents[mon]-=2", "agents.shifted.shifts.early.agents=4"
    assert faults(file, day, whole) == [
        f"{whole}: agents.shifted.shifts.early.agents: is typed after '{day}', which changes the same: put it before"
    ]
    changed = shift(load(file, [whole, day]), "early", "shifted")
    assert (changed.agents, dict(changed.on_dates)) == (4, {MON: 2})


# --- breaks -------------------------------------------------------------------------------------------------------


def with_people(agents: int, share: str = "25%", window: str = "10:00-11:30") -> dict[str, Any]:
    lunch = {"for": "30 min", "between": window, "at_most_out": share}
    one = {"agents": agents, "from": "08:00", "to": "14:00", "breaks": {"lunch": lunch}}
    return {**CENTER, "agents": {"chat": {"skills": ["chats", "calls"], "shifts": {"manha": one}}}}


@pytest.mark.parametrize("agents", range(1, 30))
def test_a_share_that_is_enough_for_some_people_is_enough_for_any(agents: int) -> None:
    """Four start one after another, so a quarter out at once will do: of 5 people that is two."""
    scenario = from_dict(with_people(agents))
    rounded_up = agents % 4 != 0 and agents > 4
    assert bool(scenario.warnings) == rounded_up
    starts = [pause.due for agent in ccsim.model.build(scenario).agents for pause in breaks(agent, 0)]
    most = max(starts.count(start) for start in starts)
    assert most <= max(1, -(-agents // 4))
    assert len(starts) == agents


def test_a_share_that_is_rounded_up_is_told() -> None:
    told = from_dict(with_people(4), changes=["agents.chat.staffing[mon]+=1"]).warnings
    assert list(told) == [
        "agents.chat.shifts.manha.breaks.lunch: 25% of 5 is 1.25: 2 are out at once, with one less the breaks would "
        "not all fit"
    ]


def test_a_share_that_is_too_small_is_a_fault_that_says_what_would_do() -> None:
    with pytest.raises(ccsim.ScenarioError, match=r"10 breaks .* with 2 out at once: 3 at once would do \(.*: 30%\)"):
        from_dict(with_people(10, "20%"))
    assert from_dict(with_people(10, "30%"), changes=["agents.chat.shifts.manha.agents=9"])


def test_validate_tells_who_is_there_on_which_days() -> None:
    from ccsim.model.describe_shifts import describe_shifts

    scenario = center("agents.chat.staffing[mon]-=2")
    first, second = describe_shifts(scenario.agents["chat"])
    assert first.startswith("  shift manha: 10 people, mon-sun 08:00-14:00, 8 on Mon 2026-03-02 (6 h), lunch 30 min")
    assert second.startswith("  shift tarde: 3 people, tue-fri 10:00-14:00 (4 h)")
