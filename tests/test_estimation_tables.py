"""Estimates and targets of customers, appointments and self-service: where there are any, and where there are none."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import get_args

import pytest
from journeys_by_hand import CHATS, HOUR, PROACTIVE, B, K, day, everything, rule, served
from measures_by_hand import center, history

from ccsim.engine.logs import BookingOutcome, BotResult, Missed, Outcome
from ccsim.errors import ScenarioError
from ccsim.estimation import Accumulator
from ccsim.measures import MEASURES, Meter
from ccsim.measures.definition import Feature
from ccsim.measures.features import features_of
from ccsim.model.behaviour import Behaviour, Move, MoveFrom
from ccsim.scenario.schema import Target

_EVERYTHING = everything(proactive=PROACTIVE)
_VOICE, *_OTHERS = _EVERYTHING.channels
MODEL = replace(_EVERYTHING, channels=(replace(_VOICE, lines=9, line_cost_per_second=0.001), *_OTHERS))
FIRST, TEN = "2026-03-02T00:00:00+00:00", "2026-03-02T10:00:00+00:00"


def replication(abandoned: int, missed: int):
    """So many of four calls are abandoned, so many of two appointments missed; one chat is contained."""
    calls = [K(c, 100.0, Outcome.ABANDONED, left=130.0, waited=True) for c in range(abandoned)]
    calls += [served(c, 100.0, 100.0, 200.0) for c in range(abandoned, 4)]
    chat = K(4, 100.0, Outcome.CONTAINED, left=160.0, type=CHATS, bot=0, bot_end=160.0, bot_result=BotResult.CONTAINED)
    outcomes = [BookingOutcome.NO_SHOW] * missed + [BookingOutcome.CANCELLED] * (2 - missed)
    reason = [Missed.FORGOT] * missed + [Missed.NONE] * (2 - missed)
    bookings = [B(5 + i, 2000.0, 10 * HOUR, outcomes[i], reason=reason[i]) for i in range(2)]
    return day(MODEL, [*calls, chat], bookings)


@pytest.fixture(scope="module")
def gathered():
    accumulator = Accumulator(MODEL, {}, 0.9)
    meter = Meter(MODEL)
    for abandoned, missed in ((4, 2), (0, 2), (4, 1)):
        accumulator.add(meter.read(*replication(abandoned, missed)))
    return accumulator


def test_every_measure_and_every_scope(gathered):
    rows = list(gathered.estimates().rows())
    assert {row.measure for row in rows} == set(MEASURES)
    scopes = ["all", "contact", "channel", "segment", "agents", "skill", "appointment", "self_service", "day"]
    assert list(dict.fromkeys(row.scope for row in rows)) == scopes
    horizon = {(row.scope, row.measure) for row in rows if not row.interval or row.scope == "day"}
    for name, measure in MEASURES.items():
        shown = {scope for scope, of in horizon if of == name}
        assert shown == {scope for scope in measure.scopes if scope != "day" or "day" in measure.spans}
    by_interval = {row.measure for row in rows if len(row.interval) > len("2026-03-02")}
    assert by_interval == {name for name, measure in MEASURES.items() if "interval" in measure.spans}


def test_scores_stay_on_their_scales(gathered):
    estimates = gathered.estimates()
    nps = estimates.get("contact", "calls", "nps")
    assert nps.mean == pytest.approx(100 * (4 - 8) / 12)
    assert nps.mean - nps.half_width < -100  # three replications: from all pleased to none
    assert (nps.low, nps.high) == (-100, min(nps.mean + nps.half_width, 100))
    csat = estimates.get("contact", "calls", "csat")
    abandoned = 4.6 - 0.12 / 2 - 2.5
    assert csat.mean == pytest.approx((8 * abandoned + 4 * 4.6) / 12)
    assert csat.low == max(csat.mean - csat.half_width, 1)
    assert estimates.get("contact", "chats", "csat").mean == pytest.approx(4.6)


def test_what_each_table_says(gathered):
    estimates = gathered.estimates()
    assert estimates.get("appointment", "advice", "no_show_rate").mean == 1
    assert estimates.get("appointment", "advice", "no_show", TEN).mean == pytest.approx(5 / 3)
    assert estimates.get("appointment", "advice", "customers", TEN).mean == 0  # by the request
    assert estimates.get("self_service", "assistant", "containment").mean == 1
    assert estimates.get("contact", "calls", "lost_value").mean == pytest.approx(80 / 3)
    assert estimates.get("all", "all", "cost_per_resolved").mean > 0
    above, below = gathered.per_replication("appointment", "advice", "customer_resolution")
    assert above.tolist() == [0, 0, 0] and below.tolist() == [2, 2, 2]
    for place in (
        ("contact", "calls", "no_show_rate"),
        ("self_service", "assistant", "asa"),
        ("agents", "team", "csat"),
    ):
        with pytest.raises(KeyError):
            estimates.get(*place)


def test_a_plain_center_has_none_of_it():
    plain = center()
    assert features_of(plain) == frozenset()
    accumulator = Accumulator(plain, {})
    accumulator.add(Meter(plain).read(*history(plain, [])))
    names = {row.measure for row in accumulator.estimates().rows()}
    assert names == {name for name, measure in MEASURES.items() if measure.needs is None}
    for name in ("csat", "customers", "no_show_rate", "containment", "called_back", "prevented"):
        with pytest.raises(KeyError):
            accumulator.estimates().get("all", "all", name)


def test_features_of_a_center():
    plain = center()

    def of(**behaviour):
        return features_of(replace(plain, behaviour=Behaviour(**behaviour)))

    assert of(rules=(rule(add_group=0),)) == frozenset()
    assert of(rules=(rule(callback=True),)) == {"customers", "callbacks"}
    assert of(rules=(rule(divert_bot=0),)) == {"customers", "diversions"}
    assert of(proactive=PROACTIVE) == {"proactive"}
    assert of(moves={(0, MoveFrom.ABANDONED): ()}) == frozenset()
    assert of(moves={(0, MoveFrom.ABANDONED): (Move(0, -1, None, None),)}) == {"customers"}
    assert features_of(MODEL) == set(get_args(Feature))


# --- targets ----------------------------------------------------------------------------------------------------


def verdict(**target):
    accumulator = Accumulator(MODEL, {"goal": Target(**target)}, 0.9)
    meter = Meter(MODEL)
    for abandoned, missed in ((2, 2), (1, 2), (2, 1)):
        accumulator.add(meter.read(*replication(abandoned, missed)))
    return accumulator.verdicts()[0]


def test_targets_on_appointments_self_service_and_customers():
    shows = verdict(measure="no_show_rate", appointment="advice", at_most=0.5)
    assert shows.sentence == "no_show_rate of appointment advice at most 50 %"
    assert (shows.scope, shows.scope_name, shows.verdict) == ("appointment", "advice", "missed")
    bot = verdict(measure="containment", self_service="assistant", at_least=0.3)
    assert bot.sentence == "containment of self-service assistant at least 30 %"
    assert bot.verdict == "met"
    happy = verdict(measure="csat", contact="chats", at_least=4.2)
    assert (happy.sentence, happy.verdict, happy.detail) == ("csat of chats at least 4.2", "met", "between 4.6 and 4.6")
    assert verdict(measure="nps", at_least=-50).sentence == "nps at least -50 points"
    assert verdict(measure="customers", appointment="advice", at_least=3).verdict == "missed"
    assert verdict(measure="late_wait", agents="advisers", at_most=60.0).verdict == "met"


@pytest.mark.parametrize(
    ("asked", "least", "counted", "judged"),
    [
        ({"measure": "no_show_rate", "appointment": "advice", "at_most": 0.1}, 2, "bookings", "0 of 1 intervals"),
        ({"measure": "no_show_rate", "appointment": "advice", "at_most": 0.1}, 3, "bookings", "nothing to judge"),
        ({"measure": "not_booked_rate", "appointment": "advice", "at_most": 0.1}, 2, "requests", "1 of 1 intervals"),
        ({"measure": "containment", "at_least": 0.1}, 1, "sessions", "1 of 1 intervals"),
        ({"measure": "lost_rate", "contact": "calls", "at_most": 0.9}, 4, "customers", "1 of 1 intervals"),
        ({"measure": "lost_rate", "contact": "calls", "at_most": 0.9}, 5, "customers", "nothing to judge"),
    ],
)
def test_ignore_below_counts_what_the_measure_is_about(asked, least, counted, judged):
    found = verdict(**asked, per="interval", ignore_below=least)
    assert found.sentence.endswith(f"the intervals with {least} {counted} or more")
    assert found.detail.startswith(judged)


def test_lost_value_counts_contacts_where_every_customer_is_one():
    plain = center()
    target = Target(measure="lost_value", at_most=1.0, per="interval", ignore_below=3)
    accumulator = Accumulator(plain, {"goal": target})
    for _ in range(2):
        accumulator.add(Meter(plain).read(*history(plain, [])))
    assert accumulator.verdicts()[0].sentence.endswith("with 3 contacts or more")


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"measure": "no_show_rate", "at_most": 0.1}, "no_show_rate needs appointments, and the scenario has none"),
        ({"measure": "containment", "at_least": 0.1}, "containment needs self-service, and the scenario has none"),
        ({"measure": "callback_wait", "at_most": 9.0}, "callback_wait needs a rule that offers call-backs"),
        (
            {"measure": "cost", "at_most": 9.0, "per": "day", "ignore_below": 1},
            "ignore_below counts contacts, customers",
        ),
    ],
)
def test_what_a_plain_center_cannot_be_asked(asked, why):
    with pytest.raises(ScenarioError, match=why):
        Accumulator(center(), {"goal": Target(**asked)})


def test_cost_per_kept_is_not_given_for_a_segment(gathered):
    estimates = gathered.estimates()
    assert estimates.get("appointment", "advice", "no_show").mean > 0
    with pytest.raises(KeyError, match="cost_per_kept is not given for a segment"):
        estimates.get("segment", "old", "cost_per_kept")
    assert not [row for row in estimates.rows() if (row.scope, row.measure) == ("segment", "cost_per_kept")]
    with pytest.raises(ScenarioError, match="cost_per_kept is not measured for segment 'old'"):
        verdict(measure="cost_per_kept", segment="old", at_most=5)


def test_a_measure_of_appointments_is_not_that_of_a_contact():
    with pytest.raises(ScenarioError, match="no_show_rate is not measured for contact 'calls'"):
        Accumulator(MODEL, {"goal": Target(measure="no_show_rate", contact="calls", at_most=0.1)})


def test_days_of_a_measure_of_customers():
    target = {"measure": "customer_resolution", "contact": "calls", "at_least": 0.4, "per": "day", "probability": 0.9}
    found = verdict(**target)
    assert found.estimate is not None and found.estimate.mean == 1
    assert found.detail == "3 of 3 simulated days meet it"
    assert math.isnan(verdict(**target | {"appointment": None, "contact": "mail"}).estimate.mean)
