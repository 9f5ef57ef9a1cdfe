"""`stress:` in a scenario file: what may stand there, what may not, and what it does not touch."""

from __future__ import annotations

from pathlib import Path

import pytest
from variation_base import TEXT, write

from ccsim.errors import ScenarioError
from ccsim.scenario import fingerprint, from_dict, json_schema, load
from ccsim.study.checked import checked

OWN = """\
stress:
  campaign: [contacts.rated.arrivals*=125%]
  flu:
    - agents.shifted.absence=12%
    - agents.tabled.staffing[mon]-=1
  plain day: ["contacts.daily.arrivals={per_day: 100}"]
"""


def _with(tmp_path: Path, own: str) -> Path:
    return write(tmp_path, TEXT + own)


def test_lines_are_kept_as_typed(tmp_path: Path) -> None:
    scenario = load(_with(tmp_path, OWN))
    assert scenario.stress == {
        "campaign": ("contacts.rated.arrivals*=125%",),
        "flu": ("agents.shifted.absence=12%", "agents.tabled.staffing[mon]-=1"),
        "plain day": ("contacts.daily.arrivals={per_day: 100}",),
    }
    assert checked(tmp_path / "s.yaml") == scenario


def test_what_may_be_asked_is_not_what_a_scenario_is(tmp_path: Path) -> None:
    plain = load(write(tmp_path))
    asked = load(_with(tmp_path, OWN))
    assert plain.stress == {} and fingerprint(asked) == fingerprint(plain)


def test_an_overlay_removes_and_adds_lines(tmp_path: Path) -> None:
    _with(tmp_path, OWN)
    top = tmp_path / "top.yaml"
    top.write_text("extends: s.yaml\nstress: {flu: null, campaign: [contacts.*.handle_time+=10 s]}\n", encoding="utf-8")
    assert load(top).stress == {
        "campaign": ("contacts.*.handle_time+=10 s",),
        "plain day": ("contacts.daily.arrivals={per_day: 100}",),
    }


def test_a_scenario_changed_by_hand_may_break_a_line_that_is_not_asked_for(tmp_path: Path) -> None:
    file = _with(tmp_path, 'stress: {gone: ["journeys.rated.abandoned[0].probability=60%"]}\n')
    assert load(file, ["journeys.rated=null"]).stress
    with pytest.raises(ScenarioError, match=r"stress\.gone\[0\]"):
        checked(file, ["journeys.rated=null"])


def test_editors_know_it() -> None:
    described = json_schema()["properties"]["stress"]
    assert described["additionalProperties"]["items"]["type"] == "string" and "ccsim stress" in described["description"]


CASES = {
    "stress: 3": ["58:9: stress: expected a mapping (name: value), got 3"],
    "stress: {one: nonsense}": ["58:15: stress.one: expected a list, got 'nonsense' (one alone is written [nonsense])"],
    "stress: {one: []}": ["58:15: stress.one: the list is empty"],
    "stress: {one: [nonsense]}": [
        "58:16: stress.one[0]: expected PATH=VALUE, PATH+=VALUE, PATH-=VALUE or PATH*=VALUE, got 'nonsense'"
    ],
    "stress: {one: [5]}": ["58:16: stress.one[0]: expected a change, like contacts.*.arrivals*=120%, got 5"],
    "stress: {one: [a.b={c: 1}]}": None,
    "stress:\n  one:\n    - a.b: 3": [
        "60:7: stress.one[0]: expected a change, like contacts.*.arrivals*=120%, in quotes where it holds ': ', a "
        "bracket or a brace, got a mapping with a.b"
    ],
    "stress: {one: [contacts.x.arrivals*=2, agents.tabled.staffing*=0.5], two: [agents.tabeld.staffing+=1]}": [
        "58:16: stress.one[0]: contacts.x.arrivals*=2: contacts.x: no 'x' in contacts",
        "58:76: stress.two[0]: agents.tabeld.staffing+=1: agents.tabeld: no 'tabeld' in agents (did",
    ],
    "stress: {one: [contacts.rated.arrivals+=2]}": [
        "58:16: stress.one[0]: contacts.rated.arrivals+=2: contacts.rated.arrivals: so many more on which days?"
    ],
    "stress: {one: [contacts.rated.priority+=1]}": [
        "58:16: stress.one[0]: contacts.rated.priority+=1: contacts.rated.priority: is not said in the scenario"
    ],
    "stress: {one: [contacts.forecast.priority=2]}": [
        "58:16: stress.one[0]: contacts.forecast.priority=2: contacts.forecast.priority: changes nothing"
    ],
}


@pytest.mark.parametrize("own", CASES, ids=list(CASES))
def test_faults(tmp_path: Path, own: str) -> None:
    file = _with(tmp_path, own + "\n")
    with pytest.raises(ScenarioError) as refused:
        checked(file)
    told = str(refused.value).splitlines()
    expected = CASES[own]
    if expected is None:
        assert told and all(str(file) in line for line in told)
        return
    assert len(told) == len(expected), told
    for line, start in zip(told, expected, strict=True):
        assert line.startswith(f"{file}:{start}"), line


def test_faults_of_the_file_and_of_its_list_come_at_once(tmp_path: Path) -> None:
    text = TEXT.replace("cost_per_hour: 16", "cost_per_our: 16") + "stress: {one: [contacts.rated.patience=4]}\n"
    with pytest.raises(ScenarioError) as refused:
        checked(write(tmp_path, text), ["contacts.ratd.priority=2"])
    told = str(refused.value)
    assert "cost_per_hour" in told and "contacts.ratd" in told and "stress.one[0]" in told


def test_without_a_file() -> None:
    mapping = {
        "calendar": {"start": "2026-03-02"},
        "channels": {"voice": {"kind": "live"}},
        "contacts": {"calls": {"channel": "voice", "arrivals": {"rate": "60 per h"}, "handle_time": "4 min"}},
        "agents": {"team": {"skills": ["calls"], "staffing": 5}},
        "stress": {"busy": ["contacts.*.arrivals*=2"]},
    }
    assert from_dict(mapping).stress == {"busy": ("contacts.*.arrivals*=2",)}
