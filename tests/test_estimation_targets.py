"""Targets of each kind: met, missed, uncertain, and what cannot be judged."""

from __future__ import annotations

import numpy as np
import pytest
from measures_by_hand import C, Ch, Team, Type, center, history

from ccsim.engine.logs import Outcome, Presence
from ccsim.errors import ScenarioError
from ccsim.estimation import Accumulator
from ccsim.measures.meter import Meter, thresholds
from ccsim.scenario.schema import Target

MODEL = center(
    channels=(Ch(windows=((0.0, 5400.0), (7200.0, 12600.0))), Ch(live=False, windows=((0.0, 14400.0),))),
    types=(Type("calls", lost_value=1.0), Type("mail", channel=1, answer_within=3600.0)),
    teams=(Team("team"),),
    days=2,
    segments=("new", "old"),
)


def level(interval: int, good: int, bad: int, kind: int = 0, segment: int = 0):
    """In one half-hour `good` contacts answered at once and `bad` ones that abandon after 60 s."""
    at = 1800.0 * interval
    answered = [C(at + i, answered=at + i, talk_end=at + i + 1, type=kind, segment=segment) for i in range(good)]
    lost = [C(at + i, Outcome.ABANDONED, left=at + i + 60, waited=True, type=kind, segment=segment) for i in range(bad)]
    return answered + lost


def verdict(replications, confidence=0.95, **target):
    """The result of one target over replications given as lists of contacts."""
    targets = {"goal": Target(**target)}
    meter, accumulator = Meter(MODEL, thresholds(targets)), Accumulator(MODEL, targets, confidence)
    for number, contacts in enumerate(replications, 1):
        accumulator.add(meter.read(*history(MODEL, contacts, replication=number)))
    (result,) = accumulator.verdicts()
    return result


def varied(good: int, bad: int, interval: int = 0, **more):
    """Ten replications around good / (good + bad)."""
    return [level(interval, good + shift, bad - shift, **more) for shift in (-1, 1, 0, 1, -1, 0, 0, 1, -1, 0)]


# --- over the horizon -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ({"at_least": 0.7}, "met"),
        ({"at_least": 0.8}, "uncertain"),
        ({"at_least": 0.9}, "missed"),
        ({"at_most": 0.9}, "met"),
        ({"at_most": 0.8}, "uncertain"),
        ({"at_most": 0.7}, "missed"),
    ],
)
def test_by_the_interval(bounds, expected):
    result = verdict(varied(16, 4), measure="service_level", contact="calls", **bounds)
    assert result.verdict == expected
    assert result.estimate.mean == pytest.approx(0.8)
    assert result.detail.startswith("between 7")


def test_the_bound_belongs_to_the_target():
    same = [level(0, 8, 2), level(0, 4, 1), level(0, 12, 3), level(0, 28, 7)]  # always 80 %, whatever the volume
    assert verdict(same, measure="service_level", at_least=0.8).verdict == "met"
    assert verdict(same, measure="service_level", at_most=0.8).verdict == "met"
    assert verdict(same, measure="abandonment_rate", at_most=0.2).verdict == "met"


def test_one_replication_is_uncertain_and_says_so():
    result = verdict([level(0, 20, 0)], measure="service_level", at_least=0.8)
    assert result.verdict == "uncertain"
    assert "fewer than two replications" in result.detail


def test_nothing_to_judge_is_uncertain_and_says_so():
    result = verdict([level(0, 5, 0)] * 3, measure="service_level", contact="mail", at_least=0.8)
    assert result.verdict == "uncertain"
    assert "0 / 0" in result.detail


def test_within_asks_for_another_threshold():
    slow = [[C(0.0, answered=30.0), C(100.0, answered=110.0)] for _ in range(3)]
    assert verdict(slow, measure="service_level", contact="calls", at_least=0.9).verdict == "missed"
    result = verdict(slow, measure="service_level", contact="calls", at_least=0.9, within=30.0)
    assert result.verdict == "met"
    assert result.measure == "service_level_within_30"


def test_scopes_of_targets():
    good, bad = level(0, 10, 0, segment=0), level(0, 0, 10, segment=1)
    mixed = [good + bad] * 2
    assert verdict(mixed, measure="service_level", segment="new", at_least=0.9).verdict == "met"
    assert verdict(mixed, measure="service_level", segment="old", at_least=0.9).verdict == "missed"
    assert verdict(mixed, measure="service_level", channel="channel0", at_least=0.5).verdict == "met"
    assert verdict(mixed, measure="service_level", at_least=0.5).verdict == "met"


def test_wait_quantiles_and_money_can_be_targets():
    assert verdict([level(0, 19, 1)] * 3, measure="wait_p90", at_most=0.0).verdict == "met"
    assert verdict([level(0, 19, 1)] * 3, measure="wait_p95", contact="calls", at_least=1.0).verdict == "missed"
    assert verdict([level(0, 19, 1)] * 3, measure="cost", at_most=0.0).verdict == "met"
    assert verdict([level(0, 19, 1)] * 3, measure="lost_value", at_most=0.5).verdict == "missed"


def test_agents():
    targets = {"busy": Target(measure="occupancy", agents="team", at_most=0.88)}
    meter, accumulator = Meter(MODEL), Accumulator(MODEL, targets)
    for until in (700.0, 720.0, 740.0):
        one = [C(0.0, answered=0.0, talk_end=until, handled=until)]
        presence = [(0, Presence.ON_DUTY, 0.0, 1000.0)]
        accumulator.add(meter.read(*history(MODEL, one, presence=presence, work=[(0, 0, 0.0, until)])))
    (result,) = accumulator.verdicts()
    assert result.verdict == "met"
    assert result.estimate.mean == pytest.approx(0.72)
    assert result.sentence == "occupancy of agents team at most 88 %"


# --- per interval and day ---------------------------------------------------------------------------------------


def day(*by_interval):
    """Intervals of two days as (good, bad); the fourth of each day is closed."""
    return [contact for number, (good, bad) in enumerate(by_interval) for contact in level(number, good, bad)]


ASK = {"measure": "service_level", "contact": "calls", "at_least": 0.8, "per": "interval"}


def test_share_of_intervals():
    days = [day((10, 0), (9, 1), (5, 5))] * 3  # two met, one missed, three more open without a call, two closed
    result = verdict(days, **ASK)
    assert result.verdict == "missed"
    assert result.detail.startswith(
        "5 of 6 intervals surely met, 1 surely missed, 0 uncertain; missed: 2026-03-02T01:00"
    )
    assert verdict(days, **ASK, share=0.83).verdict == "met"
    assert verdict(days, **ASK, share=0.84).verdict == "missed"


def test_uncertain_intervals_decide_nothing():
    wavering = [day((10, 0), (8 + shift, 2 - shift)) for shift in (-2, 2, -1, 1)]
    result = verdict(wavering, **ASK)
    assert result.verdict == "uncertain"
    assert result.detail.startswith("5 of 6 intervals surely met, 0 surely missed, 1 uncertain")
    assert verdict(wavering, **ASK, share=0.8).verdict == "met"


def test_intervals_below_the_volume_are_left_out():
    days = [day((10, 0), (9, 1), (2, 2))] * 3
    result = verdict(days, **ASK, ignore_below=5)
    assert result.verdict == "met"
    assert result.detail.startswith("2 of 2 intervals")
    assert verdict(days, **ASK, ignore_below=4).verdict == "missed"
    nothing = verdict(days, **ASK, ignore_below=50)
    assert nothing.verdict == "uncertain"
    assert "no interval has the volume" in nothing.detail


def test_no_interval_with_one_replication():
    result = verdict([day((10, 0), (10, 0))], **ASK)
    assert result.verdict == "uncertain"


def test_per_day():
    days = [day((10, 0), (8, 2), (10, 0), (0, 0), (1, 9))] * 2
    result = verdict(days, **(ASK | {"per": "day"}))
    assert result.verdict == "missed"
    assert result.detail == "1 of 2 days surely met, 1 surely missed, 0 uncertain; missed: 2026-03-03"
    assert verdict(days, **(ASK | {"per": "day"}), share=0.5).verdict == "met"


# --- probability ------------------------------------------------------------------------------------------------

GOOD, BAD = day((10, 0), (0, 0), (0, 0), (0, 0), (9, 1)), day((10, 0), (0, 0), (0, 0), (0, 0), (7, 3))
NINE = {"measure": "service_level", "contact": "calls", "at_least": 0.8, "per": "day"}


def test_share_of_days_with_replications_as_clusters():
    """30 good replications of two good days and 10 of one: 70 of 80 days; clustered deviation by hand."""
    result = verdict([GOOD] * 30 + [BAD] * 10, **NINE, probability=0.9)
    met = np.array([2.0] * 30 + [1.0] * 10)
    half = 2.0226909200367595 * met.std(ddof=1) / np.sqrt(40) / 2
    assert result.estimate.mean == 70 / 80
    assert result.estimate.half_width == pytest.approx(half, rel=1e-9)
    assert result.verdict == "uncertain"
    assert result.detail == "70 of 80 simulated days meet it"
    assert verdict([GOOD] * 30 + [BAD] * 10, **NINE, probability=0.8).verdict == "met"
    assert verdict([GOOD] * 30 + [BAD] * 10, **NINE, probability=0.95).verdict == "missed"


def test_a_spotless_record_is_no_certainty():
    """36 alike replications exclude a probability below 0.025 ** (1 / 36) = 0.9026; 35 only below 0.8999."""
    assert verdict([GOOD] * 36, **NINE, probability=0.9).verdict == "met"
    assert verdict([GOOD] * 35, **NINE, probability=0.9).verdict == "uncertain"
    never = [day((1, 9), (0, 0), (0, 0), (0, 0), (1, 9))] * 10
    assert verdict(never, **NINE, probability=0.9).verdict == "missed"


def test_days_without_contacts_are_not_judged():
    result = verdict([day((10, 0))] * 40, **NINE, probability=0.9)
    assert result.detail == "40 of 40 simulated days meet it"
    empty = verdict([level(0, 1, 0, kind=1)] * 3, **NINE, probability=0.9)
    assert empty.verdict == "uncertain"
    assert "no day has a value" in empty.detail


def test_days_below_the_volume_are_not_judged():
    result = verdict([BAD + day((50, 0))] * 40, **NINE, probability=0.9, ignore_below=20)
    assert result.detail == "40 of 40 simulated days meet it"


def test_probability_of_a_quantile():
    asked = {"measure": "wait_p80", "contact": "calls", "at_most": 10.0, "per": "day", "probability": 0.9}
    result = verdict([GOOD] * 20 + [BAD] * 20, **asked)
    assert result.estimate.mean == pytest.approx(0.75)


# --- words and refusals -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "sentence"),
    [
        (
            {"measure": "service_level", "contact": "calls", "at_least": 0.8},
            "service_level of calls within 20 s at least 80 %",
        ),
        (
            {"measure": "service_level", "at_least": 0.8},
            "service_level within each contact's answer_within at least 80 %",
        ),
        (
            {"measure": "service_level", "channel": "channel1", "within": 14400.0, "at_least": 0.9},
            "service_level of channel channel1 within 4 h at least 90 %",
        ),
        ({"measure": "asa", "at_most": 20.5}, "asa at most 20.5 s"),
        ({"measure": "cost", "at_most": 1000.0}, "cost at most 1000 USD"),
        (
            ASK | {"share": 0.9, "ignore_below": 10},
            "service_level of calls within 20 s at least 80 %, "
            "in at least 90 % of the intervals with 10 contacts or more",
        ),
        (ASK, "service_level of calls within 20 s at least 80 %, in all of the intervals"),
        (NINE | {"probability": 0.9}, "service_level of calls within 20 s at least 80 %, on at least 90 % of the days"),
    ],
)
def test_sentences(target, sentence):
    assert verdict([GOOD] * 2, **target).sentence == sentence


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ({"measure": "servicelevel", "at_least": 0.8}, "targets.goal: no such measure: 'servicelevel'"),
        ({"measure": "asa", "within": 20.0, "at_most": 10.0}, "within is for service levels only: 'asa'"),
        ({"measure": "asa", "contact": "chats", "at_most": 1.0}, "asa is not measured for contact 'chats'"),
        ({"measure": "occupancy", "contact": "calls", "at_most": 1.0}, "occupancy is not measured for contact"),
        ({"measure": "asa", "agents": "team", "at_most": 1.0}, "asa is not measured for agents 'team'"),
        (
            {"measure": "asa", "contact": "calls", "channel": "channel0", "at_most": 1.0},
            "at most, got contact, channel",
        ),
        ({"measure": "asa"}, "exactly one of at_least and at_most"),
        ({"measure": "asa", "at_most": 1.0, "at_least": 0.0}, "exactly one of at_least and at_most"),
        ({"measure": "fte", "at_most": 1.0, "per": "day"}, "fte is not measured per day"),
        ({"measure": "asa", "at_most": 1.0, "per": "interval", "probability": 0.9}, "probability goes with per: day"),
        (
            {"measure": "occupancy", "at_most": 1.0, "per": "interval", "ignore_below": 5},
            "ignore_below counts contacts",
        ),
    ],
)
def test_refused(target, message):
    with pytest.raises(ScenarioError, match=message):
        Accumulator(MODEL, {"goal": Target(**target)})


def test_all_faults_at_once():
    with pytest.raises(ScenarioError) as caught:
        Accumulator(MODEL, {"a": Target(measure="x", at_most=1.0), "b": Target(measure="y", at_most=1.0)})
    assert len(caught.value.faults) == 2
