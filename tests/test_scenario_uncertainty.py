"""`uncertainty:` in a scenario file: what may stand there, what may not, and what it does not touch."""

from __future__ import annotations

from pathlib import Path

import pytest
from variation_base import TEXT, write

from ccsim.distributions.amounts import AMOUNTS
from ccsim.errors import ScenarioError
from ccsim.scenario import fingerprint, from_dict, json_schema, load
from ccsim.scenario.sections.uncertainty import WORDS
from ccsim.study.checked import checked

OWN = """\
uncertainty:
  forecast: {change: volume, lognormal: {mean: 100%, cv: 8%}}
  AHT: {change: handle_time, normal: {mean: 0, sd: 12 s}}
  patience: {change: patience, triangular: {low: 80%, mode: 100%, high: 130%}}
  flu: {change: absence, uniform: {low: 0 points, high: 4 points}}
  talk: {change: ["contacts.daily.talk_time*=", "contacts.daily.wrap_up*="], gamma: {mean: 1, cv: 0.05}}
  holiday: {change: "agents.tabled.staffing[mon]-=", one_of: {0: 70%, 1: 20%, 2: 10%}}
  errors: {change: contacts.rated.arrivals*=, empirical: {values: [95%, 101%, 108%]}}
  guess: {change: reminders.day_before.before+=, empirical: {quantiles: {10%: -2 h, 50%: 0, 90%: 90 min}}}
"""


def _with(tmp_path: Path, own: str) -> Path:
    return write(tmp_path, TEXT + own)


def test_inputs_are_kept_with_their_parameters_in_one_unit(tmp_path: Path) -> None:
    scenario = load(_with(tmp_path, OWN))
    found = scenario.uncertainty
    assert list(found) == ["forecast", "AHT", "patience", "flu", "talk", "holiday", "errors", "guess"]
    assert (found["forecast"].change, found["forecast"].family) == (("volume",), "lognormal")
    assert (found["forecast"].parameters, found["forecast"].unit) == ({"mean": 100.0, "cv": 0.08}, "%")
    assert (found["AHT"].parameters, found["AHT"].unit) == ({"mean": 0.0, "sd": 12.0}, "s")
    assert (found["flu"].parameters, found["flu"].unit) == ({"low": 0.0, "high": 4.0}, "%")
    assert found["talk"].change == ("contacts.daily.talk_time*=", "contacts.daily.wrap_up*=")
    assert found["holiday"].parameters == {"chances": {0.0: 0.7, 1.0: 0.2, 2.0: 0.1}}
    assert found["errors"].parameters == {"values": (95.0, 101.0, 108.0)}
    assert found["guess"].parameters == {"quantiles": {0.1: -2.0, 0.5: 0.0, 0.9: 1.5}} and found["guess"].unit == "h"
    assert checked(tmp_path / "s.yaml") == scenario


def test_what_may_be_wrong_is_not_what_a_scenario_is(tmp_path: Path) -> None:
    plain = load(write(tmp_path))
    unsure = load(_with(tmp_path, OWN))
    assert plain.uncertainty == {} and fingerprint(unsure) == fingerprint(plain)


def test_an_overlay_changes_removes_and_adds_inputs(tmp_path: Path) -> None:
    _with(tmp_path, OWN)
    top = tmp_path / "top.yaml"
    top.write_text(
        "extends: s.yaml\nuncertainty:\n  forecast: {uniform: {low: 90%, high: 120%}}\n"
        "  AHT: {normal: {cv: null, sd: 5 s}}\n"
        "  flu: null\n  holiday: {one_of: {0: 50%, 3: 50%}}\n  more: {change: volume, normal: {mean: 1, sd: 0.1}}\n",
        encoding="utf-8",
    )
    with pytest.raises(ScenarioError, match="nothing to remove"):
        load(top)
    top.write_text(top.read_text(encoding="utf-8").replace("cv: null, ", ""), encoding="utf-8")
    found = load(top).uncertainty
    assert (found["forecast"].change, found["forecast"].family) == (("volume",), "uniform")
    assert found["AHT"].parameters == {"mean": 0.0, "sd": 5.0} and "flu" not in found and "more" in found
    assert found["holiday"].parameters == {"chances": {0.0: 0.5, 3.0: 0.5}}


def test_an_overlay_on_a_base_that_cannot_be_read_is_judged_by_what_it_says(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text("calendar: [", encoding="utf-8")
    top = tmp_path / "top.yaml"
    top.write_text(
        "extends: s.yaml\nuncertainty: {one: {lognormal: {cv: 12%}}, two: {change: volum}, three: {norml: 3}}\n",
        encoding="utf-8",
    )
    with pytest.raises(ScenarioError) as refused:
        load(top)
    told = str(refused.value)
    assert "uncertainty.one" not in told
    assert "uncertainty.two.change: expected" in told and "uncertainty.three.norml: unknown key" in told


def test_a_change_may_say_it_otherwise(tmp_path: Path) -> None:
    file = _with(tmp_path, OWN)
    found = load(file, ["uncertainty.forecast.lognormal.cv=12%", "uncertainty.flu=null"]).uncertainty
    assert found["forecast"].parameters["cv"] == 0.12 and "flu" not in found


def test_editors_know_it() -> None:
    described = json_schema()["properties"]["uncertainty"]
    inner = described["additionalProperties"]["properties"]
    assert "ccsim risk" in described["description"] and "volume" in str(inner["change"]["anyOf"][0])
    assert set(inner) == {"change", "normal", "lognormal", "gamma", "uniform", "triangular", "empirical", "one_of"}


CASES = {
    "uncertainty: 3": ["58:14: uncertainty: expected a mapping (name: value), got 3"],
    "uncertainty: {a: 3}": ["58:18: uncertainty.a: expected a mapping (name: value), got 3"],
    "uncertainty: {a: {normal: {mean: 1, sd: 1}}}": [
        "58:18: uncertainty.a.change: missing: volume, handle_time, patience, absence, or a change up to its operator"
    ],
    "uncertainty: {a: {change: volume}}": [
        "58:18: uncertainty.a: say one distribution (normal, lognormal, gamma, uniform, triangular, empirical, one_of)"
    ],
    "uncertainty: {a: {change: volume, normal: {mean: 1, sd: 1}, gamma: {mean: 1, cv: 1}}}": [
        "58:18: uncertainty.a: say one distribution (normal, lognormal, gamma, uniform, triangular, empirical, one_of)"
        ", not normal and gamma"
    ],
    "uncertainty: {a: {chang: volume, normal: {mean: 1, sd: 1}}}": [
        "58:19: uncertainty.a.chang: unknown key (did you mean 'change'?)"
    ],
    "uncertainty: {a: {}}": [
        "58:18: uncertainty.a.change: missing: volume, handle_time, patience, absence, or a change"
    ],
    "uncertainty: {a: {change: volume, norml: {mean: 1, sd: 1}}}": [
        "58:35: uncertainty.a.norml: unknown key (did you mean 'normal'?)"
    ],
    "uncertainty: {a: {change: volum, normal: {mean: 1, sd: 0.1}}}": [
        "58:27: uncertainty.a.change: expected volume, handle_time, patience, absence, or a change up to its operator, "
        "like contacts.*.talk_time*=, got 'volum' (did you mean 'volume'?)"
    ],
    "uncertainty: {a: {change: AHT, normal: {mean: 1, sd: 0.1}}}": [
        "58:27: uncertainty.a.change: expected volume, handle_time, patience, absence, or a change up to its operator, "
        "like contacts.*.talk_time*=, got 'AHT' (did you mean 'handle_time'?)"
    ],
    "uncertainty: {a: {change: [volume, patience], normal: {mean: 1, sd: 0.1}}}": [
        "58:28: uncertainty.a.change: expected a change up to its operator, like agents.voice.staffing[mon]+=, got 'v",
        "58:36: uncertainty.a.change: expected a change up to its operator, like agents.voice.staffing[mon]+=, got 'p",
    ],
    "uncertainty: {a: {change: volume, normal: {mean: 0 s, sd: 5 s}}}": [
        "58:35: uncertainty.a.normal: volume is a factor, like 105%: got values in s"
    ],
    "uncertainty: {a: {change: absence, normal: {mean: 0.1, sd: 0.05}}}": [
        "58:36: uncertainty.a.normal: absence is points, like 2%: got numbers without a unit"
    ],
    "uncertainty: {a: {change: volume, normal: {mean: 100%, sd: 5 s}}}": [
        "58:60: uncertainty.a.normal: expected a share with its sign, like 5%, got '5 s'"
    ],
    "uncertainty: {a: {change: volume, normal: {mean: much, sd: 5%}}}": [
        "58:50: uncertainty.a.normal.mean: expected a number with its unit, like 105%, 15 s or -2 points, got 'much'"
    ],
    "uncertainty: {a: {change: volume, normal: {men: 1, sd: 5%}}}": [
        "58:44: uncertainty.a.normal.men: unknown parameter (did you mean 'mean'?)"
    ],
    "uncertainty: {a: {change: volume, normal: {mean: 1}}}": [
        "58:35: uncertainty.a.normal: normal takes mean and cv, or mean and sd; got mean"
    ],
    "uncertainty: {a: {change: volume, uniform: {low: 110%, high: 90%}}}": [
        "58:35: uncertainty.a.uniform: high must be above low, got low 110 and high 90"
    ],
    "uncertainty: {a: {change: volume, empirical: {values: 3}}}": [
        "58:55: uncertainty.a.empirical.values: expected a list of values, like [95%, 100%, 108%], got 3"
    ],
    "uncertainty: {a: {change: volume, empirical: {quantiles: {half: 3}}}}": [
        "58:59: uncertainty.a.empirical.quantiles.half: expected a probability like 50% or 0.5, got 'half'"
    ],
    "uncertainty: {a: {change: volume, one_of: {}}}": ["58:43: uncertainty.a.one_of: names nothing"],
    "uncertainty: {a: {change: volume, one_of: {1: 40%, 2: 40%}}}": [
        "58:35: uncertainty.a.one_of: the probabilities must sum to 100%, got 80%"
    ],
    "uncertainty: {draw: {change: volume, normal: {mean: 1, sd: 0.1}}}": [
        "58:21: uncertainty.draw: an input cannot be called 'draw': a column of the results is"
    ],
    "uncertainty: {a: {change: volum, normal: {men: 1}}, b: {change: volume, norml: 3}}": [
        "58:27: uncertainty.a.change: expected volume",
        "58:43: uncertainty.a.normal.men: unknown parameter",
        "58:73: uncertainty.b.norml: unknown key (did you mean 'normal'?)",
    ],
}


@pytest.mark.parametrize("own", CASES, ids=list(CASES))
def test_faults(tmp_path: Path, own: str) -> None:
    file = _with(tmp_path, own + "\n")
    with pytest.raises(ScenarioError) as refused:
        load(file)
    told = str(refused.value).splitlines()
    assert len(told) == len(CASES[own]), told
    for line, start in zip(told, CASES[own], strict=True):
        assert line.startswith(f"{file}:{start}"), line


TRIED = {
    "uncertainty:\n  AHT: {change: handle_time, normal: {mean: 0 s, sd: 90 s}}": [
        "59:3: uncertainty.AHT: contacts.rated.handle_time: the mean is 240 s: '278.121 s' less would leave nothing "
        "(at -278.121 s)",
        "59:3: uncertainty.AHT: contacts.recorded.handle_time: the mean is 180 s: '278.121 s' less would leave nothing",
        "59:3: uncertainty.AHT: contacts.daily.talk_time: the mean is 200 s: '278.121 s' less would leave nothing",
    ],
    "uncertainty:\n  volume: {change: volume, normal: {mean: 100%, sd: 40%}}": [
        "59:3: uncertainty.volume: contacts.rated.arrivals: a factor must be above 0, got '-23.6093%' (at -23.6093%)",
    ],
    "uncertainty:\n  flu: {change: absence, uniform: {low: 50 points, high: 120 points}}": [
        "59:3: uncertainty.flu: agents.shifted.absence: a share is at most 100%, got '124.93%' (at 119.93%)",
    ],
    "uncertainty:\n  x: {change: agents.tabeld.staffing+=, one_of: {0: 50%, 1: 50%}}": [
        "59:3: uncertainty.x: agents.tabeld: no 'tabeld' in agents (did you mean 'tabled'?) (at 0)",
    ],
    "uncertainty:\n  x: {change: agents.tabled.staffing+=, uniform: {low: 0, high: 2}}": [
        "59:3: uncertainty.x: agents.tabled.staffing: expected a whole number, got 0.002",
    ],
}


@pytest.mark.parametrize("own", TRIED, ids=list(TRIED))
def test_values_that_the_scenario_refuses_are_told_with_input_and_value(tmp_path: Path, own: str) -> None:
    file = _with(tmp_path, own + "\n")
    load(file)  # as it is there is nothing wrong with it: `run` does not mind
    with pytest.raises(ScenarioError) as refused:
        checked(file)
    told = str(refused.value)
    for start in TRIED[own]:
        assert f"{file}:{start}" in told, told


def test_faults_of_the_file_its_list_and_its_inputs_come_at_once(tmp_path: Path) -> None:
    own = "stress: {one: [contacts.rated.priority=oops]}\n"
    own += "uncertainty: {a: {change: absence, uniform: {low: 90%, high: 2}}}\n"
    with pytest.raises(ScenarioError) as refused:
        checked(write(tmp_path, TEXT + own))
    told = str(refused.value)
    assert "stress.one[0]" in told and "uncertainty.a" in told


def test_without_a_file() -> None:
    mapping = {
        "calendar": {"start": "2026-03-02"},
        "channels": {"voice": {"kind": "live"}},
        "contacts": {"calls": {"channel": "voice", "arrivals": {"rate": "60 per h"}, "handle_time": "4 min"}},
        "agents": {"team": {"skills": ["calls"], "staffing": 5}},
        "uncertainty": {"forecast": {"change": "volume", "normal": {"mean": 1, "sd": 0.05}}},
    }
    assert from_dict(mapping).uncertainty["forecast"].parameters == {"mean": 1.0, "sd": 0.05}


def test_the_advanced_page_names_every_word_and_family() -> None:
    page = (Path(__file__).parents[1] / "scenarios" / "ADVANCED.md").read_text(encoding="utf-8")
    section = page.split("## Uncertain inputs")[1].split("## Measures")[0]
    assert [name for name in (*WORDS, *AMOUNTS) if f"{name}" not in section] == []
