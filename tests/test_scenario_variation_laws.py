"""Durations changed as a whole: every family, and what stands by time of day, by segment or in parts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from variation_base import TEXT, faults, write

from ccsim.distributions import make_law
from ccsim.scenario import fingerprint, load
from ccsim.scenario.overlay import FAMILIES
from ccsim.scenario.schema import BySegment, ByTime, Distribution

WRITTEN = {
    "constant": ["5 min", "{constant: 90 s}", "{constant: 5 min, at_most: 4 min}"],
    "exponential": ["{exponential: {mean: 4 min}}", "{exponential: {rate: 15 per h}}"],
    "erlang": [
        "{erlang: {mean: 4 min, shape: 3}}",
        "{erlang: {shape: 3, scale: 80 s}}",
        "{erlang: {mean: 4 min, cv: 0.5}}",
    ],
    "gamma": [
        "{gamma: {mean: 4 min, cv: 0.7}}",
        "{gamma: {mean: 4 min, sd: 2 min}}",
        "{gamma: {shape: 2.5, scale: 70 s}}",
    ],
    "lognormal": ["{lognormal: {mean: 4 min, cv: 0.9}}", "{lognormal: {mu: 5, sigma: 0.7}}"],
    "weibull": [
        "{weibull: {mean: 4 min, shape: 0.8}}",
        "{weibull: {shape: 0.8, scale: 3 min}}",
        "{weibull: {mean: 4 min, sd: 3 min}}",
    ],
    "uniform": ["{uniform: {low: 1 min, high: 3 min}}", "{uniform: {mean: 2 min, cv: 0.3}}"],
    "triangular": ["{triangular: {low: 1 min, mode: 2 min, high: 5 min}}", "{triangular: {mean: 2 min, cv: 0.3}}"],
    "normal": ["{normal: {mean: 2 min, sd: 90 s}}", "{normal: {mean: 2 min, cv: 0.2}}"],
    "hyperexponential": [
        "{hyperexponential: {means: [1 min, 5 min], weights: [50%, 50%]}}",
        "{hyperexponential: {mean: 2 min, cv: 1.5}}",
    ],
    "empirical": [
        "{empirical: {values: [60 s, 90 s, 200 s]}}",
        "{empirical: {quantiles: {10%: 30 s, 50%: 90 s, 90%: 5 min}}}",
        "{empirical: {values: times.csv}}",
    ],
    "mixture": [
        "{mixture: {parts: [{exponential: {mean: 1 min}}, {gamma: {mean: 9 min, cv: 0.5}}], weights: [70%, 30%]}}"
    ],
}
CAPPED = ["{exponential: {mean: 4 min}, at_most: 6 min}", "{lognormal: {mean: 4 min, cv: 0.9, at_most: 10 min}}"]
LAWS = [text for texts in WRITTEN.values() for text in texts] + CAPPED
P = np.linspace(0.01, 0.99, 25)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "times.csv").write_text("value\n60\n90\n200\n")
    return write(tmp_path)


def said(file: Path, law: str) -> Path:
    file.write_text(TEXT.replace("{gamma: {mean: 5 min, cv: 0.6}}", law), encoding="utf-8")
    return file


def handle_time(file: Path, *changes: str) -> Distribution:
    law = load(file, changes).contacts["forecast"].handle_time
    assert isinstance(law, Distribution)
    return law


def test_every_family_is_here() -> None:
    assert {*WRITTEN, "never"} == set(FAMILIES)


@pytest.mark.parametrize("law", LAWS)
def test_a_law_times_a_factor_is_that_of_longer_durations(file: Path, law: str) -> None:
    said(file, law)
    before = make_law(handle_time(file))
    after = make_law(handle_time(file, "contacts.forecast.handle_time*=1.3"))
    assert after.mean == pytest.approx(1.3 * before.mean, rel=1e-12)
    np.testing.assert_allclose(after.quantile(P), 1.3 * before.quantile(P), rtol=1e-9)


@pytest.mark.parametrize("law", LAWS)
def test_a_longer_mean_keeps_the_shape(file: Path, law: str) -> None:
    said(file, law)
    before = make_law(handle_time(file))
    after = make_law(handle_time(file, "contacts.forecast.handle_time+=15 s"))
    assert after.mean == pytest.approx(before.mean + 15, rel=1e-12)
    np.testing.assert_allclose(after.quantile(P) / after.mean, before.quantile(P) / before.mean, rtol=1e-9)


@pytest.mark.parametrize("law", LAWS)
def test_there_and_back_is_the_same_scenario(file: Path, law: str) -> None:
    said(file, law)
    before = fingerprint(load(file))
    path = "contacts.forecast.handle_time"
    assert fingerprint(load(file, [f"{path}+=15.3 s", f"{path}-=15.3 s"])) == before
    assert fingerprint(load(file, [f"{path}*=1.6", f"{path}*=0.625"])) == before


def test_a_mean_as_said_comes_out_without_rounding(file: Path) -> None:
    assert handle_time(file, "contacts.forecast.handle_time+=15 s").parameters == {"mean": 315.0, "cv": 0.6}


def test_each_time_of_day_by_itself(file: Path) -> None:
    said(file, '{by_time: {"08:00": 2 min, "10:00": {exponential: {mean: 4 min}}}}')
    law = load(file, ["contacts.forecast.handle_time+=30 s"]).contacts["forecast"].handle_time
    assert isinstance(law, ByTime)
    assert [make_law(part).mean for part in law.laws] == [270, 150, 270]
    law = load(file, ["contacts.forecast.handle_time.by_time.08:00*=2"]).contacts["forecast"].handle_time
    assert isinstance(law, ByTime)
    assert [make_law(part).mean for part in law.laws] == [240, 240, 240]


def test_each_segment_by_itself_or_one_alone(file: Path) -> None:
    law = load(file, ["contacts.daily.patience*=2"]).contacts["daily"].patience
    assert isinstance(law, BySegment)
    assert law.default == Distribution(family="exponential", parameters={"mean": 360.0})
    assert law.segments["digital"] == Distribution(family="constant", parameters={"value": 180.0})
    law = load(file, ["contacts.daily.patience.digital+=30 s"]).contacts["daily"].patience
    assert isinstance(law, BySegment)
    assert law.default == Distribution(family="exponential", parameters={"mean": 180.0})
    assert law.segments["digital"] == Distribution(family="constant", parameters={"value": 120.0})


def test_one_part_of_a_mixture(file: Path) -> None:
    said(file, WRITTEN["mixture"][0])
    law = handle_time(file, "contacts.forecast.handle_time.mixture.parts[1]*=2")
    assert [part.parameters["mean"] for part in law.parameters["parts"]] == [60, 1080]


def test_those_who_wait_for_ever_do_so_still(file: Path) -> None:
    changed = load(file, ["contacts.*.patience*=2"])
    assert changed.contacts["hourly"].patience == Distribution(family="never")
    assert changed.contacts["rated"].patience == Distribution(family="exponential", parameters={"mean": 480.0})


def test_handle_time_of_talk_and_wrap_up_said_apart(file: Path) -> None:
    longer = load(file, ["contacts.*.handle_time*=1.5"]).contacts["daily"]
    assert isinstance(longer.talk_time, Distribution) and isinstance(longer.wrap_up, Distribution)
    assert (longer.talk_time.parameters["mean"], longer.wrap_up.parameters["mean"]) == (300, 60)
    more = load(file, ["contacts.daily.handle_time+=15 s"]).contacts["daily"]
    assert isinstance(more.talk_time, Distribution) and isinstance(more.wrap_up, Distribution)
    assert (more.talk_time.parameters["mean"], more.wrap_up.parameters["mean"]) == (215, 40)


def test_other_durations_that_are_laws(file: Path) -> None:
    changed = load(
        file,
        ["agents.shifted.late_login*=2", "appointments.session.lead_time+=1 d", "journeys.rated.abandoned[0].after*=2"],
    )
    assert changed.agents["shifted"].late_login == 360
    lead_time = changed.appointments["session"].lead_time
    assert isinstance(lead_time, Distribution) and lead_time.parameters["mean"] == 4 * 86400
    after = changed.journeys.moves["rated"]["abandoned"][0].after
    assert isinstance(after, Distribution) and after.parameters["mean"] == 1800


def test_a_family_said_anew_replaces_the_other(file: Path) -> None:
    law = handle_time(file, "contacts.forecast.handle_time={lognormal: {mean: 6 min, cv: 1}}")
    assert law == Distribution(family="lognormal", parameters={"mean": 360.0, "cv": 1.0})
    moved = load(file, ["journeys.rated.abandoned[0].after={gamma: {mean: 20 min, cv: 0.5}}"])
    assert moved.journeys.moves["rated"]["abandoned"][0].after == Distribution(
        family="gamma", parameters={"mean": 1200.0, "cv": 0.5}
    )


def test_a_constant_of_nothing_can_be_made_longer(file: Path) -> None:
    said(file, "0 s")
    assert handle_time(file, "contacts.forecast.handle_time+=15 s").parameters == {"value": 15.0}


def test_what_cannot_be_shorter(file: Path) -> None:
    path = "contacts.forecast.handle_time"
    assert faults(file, f"{path}-=5 min") == [
        f"{path}-=5 min: {path}: the mean is 300 s: '5 min' less would leave nothing"
    ]
    assert faults(file, f"{path}-=6 min") == [
        f"{path}-=6 min: {path}: the mean is 300 s: '6 min' less would leave nothing"
    ]
    said(file, "2 min")
    assert faults(file, f"{path}-=3 min") == [
        f"{path}-=3 min: {path}: the mean is 120 s: '3 min' less would leave nothing"
    ]
    assert handle_time(file, f"{path}-=2 min").parameters == {"value": 0.0}


def test_what_has_no_length_cannot_be_scaled(file: Path) -> None:
    said(file, "{exponential: {mean: 0}}")
    path = "contacts.forecast.handle_time"
    assert faults(file, f"{path}+=5 s") == [
        f"{path}+=5 s: {path}: its mean is 0 s, and nothing times a factor is longer: say another distribution with '='"
    ]
    assert faults(file, f"{path}*=2") == [f"{path}*=2: {path}: changes nothing: its mean is 0 s"]
    never = "contacts.hourly.patience"
    for change in (f"{never}*=2", f"{never}+=1 min"):
        assert faults(file, change) == [f"{change}: {never}: changes nothing: a time that never ends has no length"]


def test_minutes_and_seconds_are_added_where_they_can_only_be_meant(file: Path) -> None:
    assert handle_time(file, "contacts.forecast.handle_time+=0:15").parameters == {"mean": 315.0, "cv": 0.6}
    assert handle_time(file, "contacts.forecast.handle_time=4:35").parameters == {"value": 275.0}
    assert handle_time(file, "contacts.forecast.handle_time.gamma.mean=4:35").parameters == {"mean": 275.0, "cv": 0.6}
    assert handle_time(file, "contacts.forecast.handle_time.gamma.mean+=4:35").parameters == {"mean": 575.0, "cv": 0.6}
