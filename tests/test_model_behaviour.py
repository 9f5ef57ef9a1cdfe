"""Self-service, journeys, live rules, proactive service and experience as numbers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from model_scenarios import HOUR, calendar, clinic, contact, group, hours, law, scenario

from ccsim.errors import NotSupported
from ccsim.model import build
from ccsim.model.behaviour import Behaviour, MoveFrom, Rule
from ccsim.scenario.record import BySegment, ByTime, ShareBySegment
from ccsim.scenario.schema import Channel, Opening, Segment, Simulation, Target
from ccsim.scenario.schema_behaviour import (
    Bound,
    CallBack,
    Context,
    Experience,
    HandOver,
    Journeys,
    Move,
    Outage,
    Proactive,
    Returns,
    Score,
    SelfService,
    When,
)
from ccsim.scenario.schema_behaviour import Rule as RuleAsWritten

DAY = 24 * HOUR
TWO = {"new": Segment(share=0.4, value=900.0), "old": Segment(share=0.6)}


def behaviour(**more: Any) -> Behaviour:
    """Calls and chats, the latter taken by two groups."""
    given: dict[str, Any] = {
        "segments": TWO,
        "channels": {"voice": Channel(kind="live"), "chat": Channel(kind="live")},
        "contacts": {"calls": contact(), "chats": contact("chat")},
        "agents": {"team": group("calls", "chats"), "spare": group("chats")},
    }
    return build(scenario(**{**given, **more})).behaviour


def bot(**more: Any) -> SelfService:
    given: dict[str, Any] = {"time": law("constant", value=90.0), "containment": ShareBySegment(default=0.25)}
    return SelfService(**{**given, **more})


def rule(when: dict[str, Any], do: dict[str, Any], **more: Any) -> Rule:
    said = RuleAsWritten(when=When(**{"contact": "chats", **when}), **do)
    return behaviour(orchestration={"rule": said}, **more).rules[0]


# --- self-service ---------------------------------------------------------------------------------------------------


def test_self_service_as_numbers():
    assistant = bot(
        fronts=("chats", "visit"),
        containment=ShareBySegment(default=0.25, segments={"new": 0.5}),
        gives_up=ShareBySegment(default=0.04),
        false_containment=ShareBySegment(default=0.1),
        returns=Returns(to="calls", after=law("constant", value=HOUR)),
        hand_over=HandOver(keeps_context=False, aht=0.9),
        cost=0.08,
        capacity=40,
        outages=(Outage(start=7200.0, end=9000.0), Outage(start=0.0, end=600.0), Outage(start=8000.0, end=9600.0)),
    )
    contacts = {
        "video_visit": contact("video", arrivals=None, patience=None),
        "calls": contact(),
        "chats": contact(),
    }
    agents = {"hosts": group("video_visit"), "team": group("calls", "chats")}
    given = clinic(segments=TWO, contacts=contacts, agents=agents, self_service={"assistant": assistant})
    (one,) = build(given).behaviour.bots
    assert (one.name, one.fronts, one.fronts_appointments, one.returns_to) == ("assistant", (2,), (0,), 1)
    assert one.containment.tolist() == [0.5, 0.25]
    assert (one.gives_up.tolist(), one.false_containment.tolist()) == ([0.04, 0.04], [0.1, 0.1])
    assert (one.keeps_context, one.hand_over_aht, one.cost, one.capacity) == (False, 0.9, 0.08, 40)
    assert one.time.laws[0].mean == 90.0
    assert one.returns_after is not None
    assert one.returns_after.laws[0].mean == HOUR
    assert one.outages.tolist() == [[0.0, 600.0], [7200.0, 9600.0]]


def test_what_is_not_said_of_self_service():
    (one,) = behaviour(self_service={"assistant": bot()}).bots
    assert (one.fronts, one.fronts_appointments, one.returns_to, one.returns_after) == ((), (), -1, None)
    assert (one.capacity, one.outages.shape, one.easy_factor.tolist()) == (None, (0, 2), [1.0, 1.0])


def test_easy_contacts_leave_first_so_that_the_others_are_longer():
    """Half are contained and 30 % shorter than average: 0.5 x 0.7 + 0.5 x f = 1 gives f = 1.3."""
    contained = ShareBySegment(default=0.5, segments={"old": 1.0})
    (one,) = behaviour(self_service={"assistant": bot(containment=contained, easy_first=0.3)}).bots
    assert one.easy_factor == pytest.approx([1.3, 1.0])


def test_durations_may_go_by_the_time_of_day_but_not_by_segment():
    by_time = ByTime(starts=(0.0, 12 * HOUR), laws=(law("constant", value=60.0), law("constant", value=90.0)))
    (one,) = behaviour(self_service={"assistant": bot(time=by_time)}).bots
    assert one.time.starts.tolist() == [0.0, 12 * HOUR]
    by_segment = BySegment(default=law("constant", value=60.0))
    with pytest.raises(NotSupported, match=r"self_service.assistant: times in self-service by segment"):
        behaviour(self_service={"assistant": bot(time=by_segment)})
    moves = {"calls": {"abandoned": (Move(to="chats", after=by_segment),)}}
    with pytest.raises(NotSupported, match=r"journeys.calls.abandoned: delays by segment"):
        behaviour(journeys=Journeys(moves=moves))


# --- journeys -------------------------------------------------------------------------------------------------------


def test_moves_stand_by_contact_type_and_outcome_in_the_order_of_the_file():
    redial = Move(to="calls", probability=ShareBySegment(default=0.5, segments={"old": 0.2}), after=law("never"))
    found = behaviour(
        journeys=Journeys(moves={"calls": {"abandoned": (redial, Move(to="chats"))}}, most_attempts=4),
        context=Context(shared_across_channels=True, repeat_aht=1.15),
    )
    assert list(found.moves) == [(0, MoveFrom.ABANDONED)]
    first, second = found.moves[0, MoveFrom.ABANDONED]
    assert (first.contact, first.appointment, first.probability.tolist()) == (0, -1, [0.5, 0.2])
    assert (second.contact, second.after, second.probability.tolist()) == (1, None, [1.0, 1.0])
    assert found.most_attempts == 4
    assert (found.context.shared, found.context.repeat_aht) == (True, 1.15)


def test_who_comes_too_late_moves_like_one_who_did_not_come():
    again = {"no_show": (Move(book="visit"),)}
    moves = build(clinic(journeys=Journeys(moves={"video_visit": again}))).behaviour.moves
    assert moves[0, MoveFrom.LATE_NO_SHOW] is moves[0, MoveFrom.NO_SHOW]
    assert moves[0, MoveFrom.NO_SHOW][0].appointment == 0
    nothing = build(clinic(journeys=Journeys(moves={"video_visit": {**again, "late_no_show": ()}}))).behaviour.moves
    assert nothing[0, MoveFrom.LATE_NO_SHOW] == ()


def test_every_outcome_of_the_file_has_its_number():
    every = {one.name.lower(): () for one in MoveFrom}
    moves = behaviour(journeys=Journeys.model_validate({"moves": {"calls": every}})).moves
    assert {outcome for _, outcome in moves} == set(MoveFrom)


# --- live rules -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        (("waiting", ">", 25.0), ("<=", 12.5)),
        (("waiting", ">=", 1.0), ("<", 0.5)),
        (("waiting", ">", 0.0), ("<=", 0.0)),
        (("expected_wait", ">", 180.0), ("<=", 90.0)),
        (("idle", "<", 2.0), (">=", 4.0)),
        (("idle", "<=", 0.0), (">", 0.0)),
    ],
)
def test_a_group_rule_ends_at_half_its_threshold_or_twice_where_it_begins_below(begins, ends):
    quantity, sign, value = begins
    one = rule({quantity: Bound(sign=sign, value=value)}, {"add_group": "spare"})
    assert one.until is not None
    assert (one.until.sign, one.until.value) == ends
    began = getattr(one, quantity)
    assert not any(began.holds(x) and one.until.holds(x) for x in (0.0, 0.5, 1.0, 2.0, 3.0, 4.0, 25.0, 90.0, 181.0))


def test_an_end_that_is_said_stands():
    said = {"waiting": Bound(sign=">", value=25.0), "until": Bound(sign="<", value=10.0)}
    one = rule(said, {"close_group": "team"})
    assert (one.close_group, one.add_group) == (0, -1)
    assert one.until is not None
    assert (one.until.sign, one.until.value) == ("<", 10.0)


def test_a_rule_without_a_quantity_and_one_that_opens_nothing_have_no_end():
    hours_only = rule({"between": ((11 * HOUR, 13 * HOUR),)}, {"add_group": "spare"})
    offers = rule({"waiting": Bound(sign=">", value=25.0)}, {"offer": "callback"})
    assert (hours_only.until, offers.until) == (None, None)


def test_a_call_back_as_numbers():
    do = {
        "offer": "callback",
        "accepted": ShareBySegment(default=0.3, segments={"new": 0.6}),
        "callback": CallBack(reach=0.8, ring=25.0, attempts=3, retry_after=600.0),
    }
    one = rule({"expected_wait": Bound(sign=">", value=180.0), "predictor": "queue_length"}, do)
    assert (one.contact, one.callback, one.accepted.tolist(), one.predictor) == (1, True, [0.6, 0.3], "queue_length")
    assert (one.reach, one.ring, one.attempts, one.retry_after) == (0.8, 25.0, 3, 600.0)
    assert (one.divert_type, one.divert_bot, one.add_group, one.close_group) == (-1, -1, -1, -1)


def test_diversions_to_a_type_and_to_self_service():
    share = {"share": ShareBySegment(default=0.5)}
    waits = {"must_wait": True}
    to_type = rule(waits, {"divert_to": "calls", **share}, self_service={"assistant": bot()})
    to_bot = rule(waits, {"divert_to": "assistant", **share}, self_service={"assistant": bot()})
    assert (to_type.divert_type, to_type.divert_bot, to_type.accepted.tolist()) == (0, -1, [0.5, 0.5])
    assert (to_bot.divert_type, to_bot.divert_bot, to_bot.callback) == (-1, 0, False)


def test_hours_of_a_rule_on_the_wall_clock():
    """Sunday in Madrid has 23 hours; 22:00 to 03:00 goes over midnight, the night before the first day included."""
    when = {"between": ((11 * HOUR, 13 * HOUR), (22 * HOUR, 3 * HOUR))}
    week = calendar(date(2026, 3, 28), 2, timezone="Europe/Madrid")
    one = rule(when, {"add_group": "spare"}, calendar=week)
    assert one.between is not None
    assert (one.between / HOUR).tolist() == [[0, 3], [11, 13], [22, 26], [34, 36], [45, 47]]


def test_a_rule_without_hours_is_always_in_force():
    assert rule({"must_wait": True}, {"offer": "callback"}).between is None


# --- proactive service, experience ----------------------------------------------------------------------------------


def test_proactive_service_as_numbers():
    (one,) = behaviour(proactive={"renewal": Proactive(replaces="chats", share=0.06, cost=0.3)}).proactive
    assert (one.name, one.contact, one.share, one.cost) == ("renewal", 1, 0.06, 0.3)


def test_experience_unless_it_is_said_is_the_usual_one():
    plain = behaviour(self_service={"assistant": bot()}).experience
    assert plain is not None
    assert (plain.csat.base, plain.csat.repeat, plain.ces.switch) == (4.6, -0.4, -0.8)
    assert (plain.promoter_from, plain.detractor_to, plain.first_contact_window) == (4.5, 3.4, 7 * DAY)
    assert plain.churn_csat.tolist() == [1.0, 3.0, 5.0]
    assert plain.churn_probability.tolist() == [0.12, 0.03, 0.005]
    assert plain.segment_value.tolist() == [900.0, 0.0]


def test_experience_as_said():
    said = Experience(csat=Score(base=4.0, no_show=-1.0), churn=((2.0, 0.2),), first_contact_window=DAY)
    found = behaviour(experience=said, segments={}).experience
    assert found is not None
    assert (found.csat.base, found.csat.no_show, found.csat.repeat) == (4.0, -1.0, 0.0)
    assert (found.churn_csat.tolist(), found.first_contact_window) == ([2.0], DAY)
    assert found.segment_value.tolist() == [0.0]


def test_a_plain_scenario_has_no_behaviour():
    found = behaviour(opening=Opening(default=hours(8, 20)))
    assert (found.bots, found.moves, found.rules, found.proactive) == ((), {}, (), ())
    assert found.context.repeat_aht == 1.0
    assert found.experience is None


def test_experience_is_measured_where_a_target_asks_for_it():
    happy = {"happy": Target(measure="csat", at_least=4.0)}
    assert behaviour(targets=happy).experience is not None
    assert behaviour(simulation=Simulation(precision={"nps": 2.0})).experience is not None
    assert behaviour(targets={"quick": Target(measure="asa", at_most=20.0)}).experience is None
