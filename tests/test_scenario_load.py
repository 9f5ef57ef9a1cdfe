"""What a scenario says once it is read: units resolved, complete, immutable, the same from a file or from Python."""

from __future__ import annotations

import copy
import pickle
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from scenario_base import BASE

from ccsim.errors import ScenarioError
from ccsim.scenario import Scenario, fingerprint, from_dict, load
from ccsim.scenario.schema import BySegment, ByTime, Distribution, Preference, Skill

PLAIN: dict[str, Any] = {
    "calendar": {"start": "2026-03-02", "days": 2},
    "channels": {"voice": {"kind": "live"}, "mail": {"kind": "deferred"}},
    "contacts": {
        "calls": {"channel": "voice", "arrivals": {"rate": "60 per h"}, "handle_time": "4 min"},
        "mails": {"channel": "mail", "arrivals": {"per_day": 60}, "handle_time": "6 min"},
    },
    "agents": {"team": {"skills": ["calls", "mails"], "staffing": 5}},
}


def said(section: str, **changes: Any) -> Scenario:
    """The plain scenario with a section's keys changed."""
    mapping = copy.deepcopy(PLAIN)
    mapping[section] = {**mapping.get(section, {}), **changes}
    return from_dict(mapping)


def call(**changes: Any) -> Any:
    """The plain contact type with keys changed; None removes."""
    contact = {**PLAIN["contacts"]["calls"], **changes}
    kept = {key: value for key, value in contact.items() if value is not None}
    return said("contacts", calls=kept).contacts["calls"]


def team(**changes: Any) -> Any:
    """The plain group with keys changed; None removes."""
    group = {**PLAIN["agents"]["team"], **changes}
    return said("agents", team={key: value for key, value in group.items() if value is not None}).agents["team"]


@pytest.fixture
def base(tmp_path: Path) -> Scenario:
    file = tmp_path / "base.yaml"
    file.write_text(BASE, encoding="utf-8")
    return load(file)


# --- what is said -----------------------------------------------------------------------------------------------


def test_defaults_of_a_plain_scenario() -> None:
    scenario = from_dict(PLAIN)
    assert scenario.calendar.interval == 1800 and scenario.calendar.timezone == "UTC"
    assert scenario.opening.default is None
    assert scenario.simulation.replications == 30 and scenario.simulation.max_replications == 1280
    assert scenario.contacts["calls"].patience is None
    assert scenario.contacts["calls"].answer_within is None
    assert scenario.agents["team"].skills == {"calls": Skill(), "mails": Skill()}
    assert scenario.routing.preferences == {} and scenario.targets == {}
    assert Path(scenario.folder).is_absolute()


def test_calendar_and_holidays() -> None:
    calendar = said("calendar", days=30, holidays="CO", warm_up="8 h", interval="15 min").calendar
    assert calendar.holidays == {date(2026, 3, 23)}
    assert (calendar.warm_up, calendar.interval) == (28_800.0, 900.0)
    given = said("calendar", days=30, holidays=["2026-03-04", "2027-01-01"]).calendar
    assert given.holidays == {date(2026, 3, 4)}


def test_opening_in_its_three_forms(base: Scenario) -> None:
    assert base.opening.default is not None
    assert base.opening.default.by_weekday["sat"] == ((32_400.0, 50_400.0),)
    assert "sun" not in base.opening.default.by_weekday
    assert base.opening.channels["email"].receives == "always"
    assert base.opening.channels["email"].hours is None
    short = said("opening", **{"mon-fri": "08:00-20:00", "2026-03-02": "closed", "holidays": "10:00-14:00"}).opening
    assert short.default is not None
    assert short.default.dates == {date(2026, 3, 2): ()} and short.default.holidays == ((36_000.0, 50_400.0),)
    every_day = from_dict({**PLAIN, "opening": "00:00-24:00"}).opening
    assert every_day.default is not None and set(every_day.default.by_weekday.values()) == {((0.0, 86_400.0),)}
    by_channel = said("opening", voice={"mon-sun": "09:00-17:00", "at_close": "drop"}).opening
    assert by_channel.default is None
    assert by_channel.channels["voice"].at_close == "drop"
    assert by_channel.channels["voice"].hours is not None


def test_laws() -> None:
    constant = Distribution(family="constant", parameters={"value": 180.0})
    assert call(patience="3 min").patience == constant
    assert call(patience={"constant": "3 min"}).patience == constant
    assert call(patience="never").patience == Distribution(family="never")
    assert call(handle_time={"gamma": {"mean": "7 min", "cv": "60%", "at_most": "1 h"}}).handle_time == Distribution(
        family="gamma", parameters={"mean": 420.0, "cv": 0.6}, at_most=3600.0
    )
    assert call(handle_time={"exponential": {"rate": "15 per h"}}).handle_time.parameters == {"rate": 15 / 3600}
    mixture = call(
        handle_time={"mixture": {"parts": ["30 s", {"exponential": {"mean": "5 min"}}], "weights": ["25%", 0.75]}}
    ).handle_time
    assert [part.family for part in mixture.parameters["parts"]] == ["constant", "exponential"]
    assert mixture.parameters["weights"] == (0.25, 0.75)
    quantiles = call(patience={"empirical": {"quantiles": {"10%": "5 s", "0.9": "4 min"}}}).patience
    assert quantiles.parameters["quantiles"] == {0.1: 5.0, 0.9: 240.0}


def test_laws_by_time_hold_through_midnight() -> None:
    law = call(handle_time={"by_time": {"18:00": "3 min", "8:00": "4 min"}}).handle_time
    assert isinstance(law, ByTime)
    assert law.starts == (0.0, 28_800.0, 64_800.0)
    assert [part.parameters["value"] for part in law.laws] == [180.0, 240.0, 180.0]


def test_patience_by_segment_and_time() -> None:
    mapping = {**PLAIN, "segments": {"a": {"share": "40%"}, "b": {"share": 0.6}}}
    by_time = {"by_time": {"00:00": "1 min", "12:00": "2 min"}}
    mapping["contacts"] = {"calls": {**PLAIN["contacts"]["calls"], "patience": {"default": "5 min", "b": by_time}}}
    mapping["agents"] = {"team": {"skills": ["calls"], "staffing": 1}}
    patience = from_dict(mapping).contacts["calls"].patience
    assert isinstance(patience, BySegment)
    assert isinstance(patience.default, Distribution)
    assert isinstance(patience.segments["b"], ByTime)


def test_arrivals() -> None:
    assert call(arrivals={"rate": "60 per h"}).arrivals.rate == ((0.0, 60 / 3600),)
    assert call(arrivals={"rate": {"00:00": "0 per h", "08:00": "60 per h"}}).arrivals.rate == (
        (0.0, 0.0),
        (28_800.0, 60 / 3600),
    )
    per_day = call(arrivals={"per_day": {"mon-fri": 300, "sat": 80}}).arrivals.per_day
    assert per_day["wed"] == 300 and per_day["sat"] == 80 and "sun" not in per_day
    weights = call(arrivals={"per_day": 100, "profile": [1.0] * 48}).arrivals.profile
    assert len(weights) == 48 and weights[1] == (1800.0, 1.0)
    own = call(arrivals={"per_day": 100, "day_variation": {"cv": 0.2}, "intraday": {"cv": "8%"}}).arrivals
    assert own.day_variation.cv == 0.2 and own.intraday.cv == 0.08


def test_tables_are_read_and_what_was_understood_is_kept(tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text("hora;llamadas\n00:00;12,5\n12:00;8\n", encoding="utf-8")
    (tmp_path / "s.csv").write_text("start,agents\n00:00,3\n12:00,4\n", encoding="utf-8")
    mapping = copy.deepcopy(PLAIN)
    mapping["contacts"]["calls"]["arrivals"] = {"forecast": "f.csv"}
    mapping["agents"]["team"]["staffing"] = "s.csv"
    scenario = from_dict(mapping, tmp_path)
    rows = scenario.contacts["calls"].arrivals.forecast
    assert rows is not None and [row.contacts for row in rows] == [12.5, 8.0, 12.5, 8.0]
    staffing = scenario.agents["team"].staffing
    assert isinstance(staffing, tuple) and [row.agents for row in staffing] == [3, 4, 3, 4]
    assert scenario.contacts["calls"].arrivals.source == "f.csv"
    assert len(scenario.understood) == 2 and "semicolon" in scenario.understood[0]


def test_the_order_of_dates_is_said_beside_the_table(tmp_path: Path) -> None:
    rows = "".join(f"0{day}/03/2026 {hour:02d}:00,{day}\n" for day in (2, 3) for hour in range(24))
    (tmp_path / "f.csv").write_text("start,contacts\n" + rows, encoding="utf-8")
    (tmp_path / "s.csv").write_text("start,agents\n" + rows, encoding="utf-8")
    mapping = copy.deepcopy(PLAIN)
    mapping["contacts"]["calls"]["arrivals"] = {"forecast": "f.csv"}
    mapping["agents"]["team"]["staffing"] = "s.csv"
    with pytest.raises(ScenarioError) as caught:
        from_dict(mapping, tmp_path)
    assert len(caught.value.faults) == 2 and str(caught.value).count("dates: dmy") == 2
    mapping["contacts"]["calls"]["arrivals"]["dates"] = "dmy"
    mapping["agents"]["team"]["dates"] = "dmy"
    scenario = from_dict(mapping, tmp_path)
    forecast = scenario.contacts["calls"].arrivals.forecast
    assert forecast is not None and sum(row.contacts for row in forecast) == 24 * (2 + 3)
    assert isinstance(scenario.agents["team"].staffing, tuple)


def test_balking_and_costs() -> None:
    assert call(balking="2%").balking == ((0, 0.02),)
    assert call(balking={"20": "15%", 0: "0%", 5: 0.03}).balking == ((0, 0.0), (5, 0.03), (20, 0.15))
    both = said("channels", voice={"kind": "live", "cost": ["0.6 per min", "0.05 per contact"]}).channels["voice"]
    assert (both.cost_per_second, both.cost_per_contact) == (0.01, 0.05)


def test_skills_in_their_three_shapes() -> None:
    assert team(skills=["calls"]).skills == {"calls": Skill(aht=1.0)}
    assert team(skills={"calls": "115%", "mails": 0.9}).skills == {"calls": Skill(aht=1.15), "mails": Skill(aht=0.9)}
    own = team(skills={"calls": {"handle_time": "5 min", "resolution": "70%"}}).skills["calls"]
    assert own.handle_time == Distribution(family="constant", parameters={"value": 300.0}) and own.resolution == 0.7


def test_shifts() -> None:
    shift = {
        "agents": 8,
        "days": "mon,wed",
        "from": "22:00",
        "to": "06:00",
        "breaks": {"tea": {"at": "02:00", "for": "15 min"}},
    }
    group = team(staffing=None, shifts={"night": shift}, absence="5%", late_login="3 min", shrinkage="30%")
    night = group.shifts["night"]
    assert (night.start, night.end, night.days) == (79_200.0, 108_000.0, ("mon", "wed"))
    assert night.breaks["tea"].at == 93_600.0 and night.breaks["tea"].length == 900.0
    assert (group.absence.share, group.late_login, group.shrinkage) == (0.05, 180.0, 0.3)
    again = team(staffing=None, shifts={"night": {**shift, "to": "30:00"}})
    assert again.shifts["night"] == night
    every_day = team(staffing=None, shifts={"s": {"agents": 1, "from": "08:00", "to": "08:00"}}).shifts["s"]
    assert every_day.end - every_day.start == 86_400.0 and len(every_day.days) == 7
    bad_days = team(staffing=None, shifts={"s": {**shift}}, absence={"share": "5%", "day_cv": 0.5})
    assert bad_days.absence.day_cv == 0.5


def test_routing(base: Scenario) -> None:
    assert base.routing.preferences == {
        "calls": ((Preference(group="team"),), (Preference(group="mixed", after=45.0),))
    }
    assert base.routing.reserve == {"team": {"calls": 2}}
    assert base.routing.order == {"mixed": (("calls",), ("mails",))}
    pools = said("routing", preferences={"calls": [["team"]]}, order={"team": [["mails", "calls"]]}).routing
    assert pools.preferences == {"calls": ((Preference(group="team"),),)}
    assert pools.order == {"team": (("mails", "calls"),)}
    assert said("routing", policy="my.module:Mine", agent_rule="random").routing.policy == "my.module:Mine"


def test_targets() -> None:
    floor = {"contact": "calls", "measure": "service_level", "at_least": "60%", "per": "interval", "in": "90%"}
    targets = said(
        "targets",
        floor={**floor, "ignore_below": "10 contacts"},
        asa={"measure": "asa", "at_most": "20 s"},
        tired={"agents": "team", "measure": "occupancy", "at_most": 0.88},
        days={"measure": "service_level", "within": "1 min", "at_least": 0.8, "per": "day", "probability": "90%"},
        money={"measure": "cost", "at_most": 5000},
    ).targets
    assert (targets["floor"].share, targets["floor"].ignore_below) == (0.9, 10.0)
    assert targets["asa"].at_most == 20.0 and targets["money"].at_most == 5000.0
    assert (targets["days"].within, targets["days"].probability) == (60.0, 0.9)


# --- the value --------------------------------------------------------------------------------------------------


def test_a_file_and_its_mapping_say_the_same(base: Scenario) -> None:
    from ruamel.yaml import YAML

    mapping = YAML(typ="safe").load(BASE)
    again = from_dict(mapping, base.folder)
    where = {key: getattr(again, key) for key in ("folder", "target_places", "inputs")}
    assert again == base.model_copy(update=where)


def test_every_value_said_is_kept_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(BASE, encoding="utf-8")
    lines = BASE.splitlines()
    said = {one.path: one for one in load(tmp_path / "base.yaml", ["agents.team.staffing=20"]).inputs}
    currency = said["currency"]
    file, _, line = currency.source.partition(":")
    assert file == "base.yaml" and lines[int(line) - 1].startswith("currency:") and currency.value == "USD"
    assert said["agents.team.staffing"].value == "20" and "base.yaml" not in said["agents.team.staffing"].source
    assert not any(path.startswith("targets") for path in said)


def test_a_mapping_may_extend_a_file(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(BASE, encoding="utf-8")
    scenario = from_dict({"extends": "base.yaml", "agents": {"team": {"staffing": 20}}}, tmp_path)
    assert scenario.agents["team"].staffing == 20 and scenario.currency == "USD"


def test_faults_of_a_mapping_have_a_path_and_no_line() -> None:
    with pytest.raises(ScenarioError) as caught:
        call(handle_time=240)
    assert str(caught.value) == (
        "scenario: contacts.calls.handle_time: "
        "expected a duration with its unit, like 20 s, 5 min, 1.5 h or 2 d, got 240 (did you mean '240 s'?)"
    )


def test_a_mapping_with_what_no_file_could_hold() -> None:
    with pytest.raises(TypeError, match="text, numbers, lists and mappings, not object"):
        from_dict({**PLAIN, "name": object()})


def test_a_mapping_that_holds_itself() -> None:
    mapping: dict[str, Any] = {**PLAIN}
    mapping["demand"] = mapping
    with pytest.raises(TypeError, match="does something hold itself"):
        from_dict(mapping)


def test_the_mapping_is_left_as_it_was() -> None:
    mapping = copy.deepcopy(PLAIN)
    from_dict(mapping)
    assert mapping == PLAIN


def test_a_scenario_cannot_be_changed(base: Scenario) -> None:
    with pytest.raises(ValidationError):
        base.name = "Other"  # type: ignore[misc]
    with pytest.raises(TypeError, match="cannot be changed"):
        base.contacts["calls"] = base.contacts["chats"]
    with pytest.raises(TypeError, match="cannot be changed"):
        base.agents.pop("team")
    law: Any = base.contacts["calls"].talk_time
    with pytest.raises(TypeError, match="cannot be changed"):
        law.parameters["mean"] = 1.0


def test_a_scenario_travels_to_other_processes(base: Scenario) -> None:
    again = pickle.loads(pickle.dumps(base))
    assert again == base and fingerprint(again) == fingerprint(base)
    with pytest.raises(TypeError):
        again.contacts["calls"] = None
    assert copy.deepcopy(base) == base


def test_the_fingerprint_is_of_what_is_said(tmp_path: Path) -> None:
    one = from_dict(PLAIN)
    turned = {key: PLAIN[key] for key in reversed(PLAIN)}
    turned["contacts"] = {key: PLAIN["contacts"][key] for key in reversed(PLAIN["contacts"])}
    assert fingerprint(from_dict(turned, tmp_path)) == fingerprint(one)
    same = copy.deepcopy(PLAIN)
    same["contacts"]["calls"]["handle_time"] = "240 s"
    assert fingerprint(from_dict(same)) == fingerprint(one)
    other = copy.deepcopy(PLAIN)
    other["contacts"]["calls"]["handle_time"] = "241 s"
    assert fingerprint(from_dict(other)) != fingerprint(one)
    assert len(fingerprint(one)) == 64


def test_the_fingerprint_is_of_the_tables_content(tmp_path: Path) -> None:
    mapping = copy.deepcopy(PLAIN)
    prints = []
    for name, rows in (("a.csv", "00:00,12"), ("b.csv", "00:00,12"), ("c.csv", "00:00,13")):
        (tmp_path / name).write_text(f"start,contacts\n{rows}\n12:00,5\n", encoding="utf-8")
        mapping["contacts"]["calls"]["arrivals"] = {"forecast": name}
        prints.append(fingerprint(from_dict(mapping, tmp_path)))
    assert prints[0] == prints[1] != prints[2]


def test_a_scenario_names_the_files_its_tables_came_from(tmp_path):
    (tmp_path / "calls.csv").write_text("start,contacts\n2026-03-02 08:00,20\n2026-03-02 09:00,20\n")
    (tmp_path / "scenario.yaml").write_text(
        "calendar: {start: 2026-03-02, interval: 1 h}\nopening: {mon: '08:00-10:00'}\nchannels: {voice: {kind: live}}\n"
        "contacts: {calls: {channel: voice, arrivals: {forecast: calls.csv}, handle_time: 4 min}}\n"
        "agents: {team: {skills: [calls], staffing: 3}}\n"
    )
    assert load(tmp_path).tables == (str((tmp_path / "calls.csv").resolve()),)


def test_tables_are_named_as_the_scenario_names_them(tmp_path: Path) -> None:
    for folder in ("forecasts", "rosters"):
        (tmp_path / folder).mkdir()
    (tmp_path / "forecasts" / "ps.csv").write_text("start,contacts\n08:00,20\n09:00,20\n")
    (tmp_path / "rosters" / "ps.csv").write_text("start,agents\n08:00,2\n10:00,0\n")
    (tmp_path / "scenario.yaml").write_text(
        "calendar: {start: 2026-03-02, interval: 1 h}\nopening: {mon: '08:00-10:00'}\nchannels: {voice: {kind: live}}\n"
        "contacts: {calls: {channel: voice, arrivals: {forecast: forecasts/ps.csv}, handle_time: 4 min}}\n"
        "agents: {team: {skills: [calls], staffing: rosters/ps.csv}}\n"
    )
    assert [line.partition(": ")[0] for line in load(tmp_path).understood] == ["forecasts/ps.csv", "rosters/ps.csv"]
    assert load(tmp_path).currency == ""
