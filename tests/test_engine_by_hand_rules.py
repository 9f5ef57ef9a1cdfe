"""Call-backs, diversions, and groups that live rules open and close, worked by hand: exact times in seconds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from behaviour_by_hand import ONE, bot, move, rule, simulated, single
from hand_built import C, Live, Team, Type, center, deferred, on_all_day
from stand_in_attempts import StandInAttempts

from ccsim.distributions import make_law
from ccsim.engine.logs import Act, Outcome
from ccsim.model.behaviour import Behaviour, Bound, Context, MoveFrom
from ccsim.model.center import CenterModel, LawByTime, WorkLaw
from ccsim.scenario.schema import Distribution

# --- call-backs -----------------------------------------------------------------------------------------------------


def test_a_call_back_keeps_its_place_frees_the_line_and_has_no_patience() -> None:
    model = single(channel=Live(lines=2))
    rules = (rule(callback=True, accepted=ONE * 0.6, ring=20.0),)
    contacts = [C(0, 0.0, talk=100.0), C(0, 1.0, talk=30.0, patience=5.0), C(0, 2.0, talk=30.0)]
    u = {(1, "callback"): 0.5, (2, "callback"): 0.7, "reach": 0.0}
    logs = simulated(model, Behaviour(rules=rules), contacts, StandInAttempts(u=u))
    log = logs.contacts
    assert [Outcome(o) for o in log.outcome] == [Outcome.ANSWERED, Outcome.CALLED_BACK, Outcome.ANSWERED]
    assert (log.accepted[1], log.dialled[1], log.answered[1], log.talk_end[1]) == (1.0, 100.0, 120.0, 150.0)
    assert log.answered[2] == 150.0
    assert [Act(a) for a in logs.decisions.act] == [Act.CALLBACK, Act.DECLINED]
    mine = logs.agents.work_contact == 1
    assert (logs.agents.work_start[mine].tolist(), logs.agents.work_end[mine].tolist()) == ([100.0], [150.0])


def test_who_does_not_pick_up_is_dialled_again_and_then_not_reached() -> None:
    rules = (rule(callback=True, ring=20.0, attempts=2, retry_after=300.0, reach=0.5),)
    contacts = [C(0, 0.0, talk=100.0), C(0, 1.0, talk=30.0)]
    moves = {(0, MoveFrom.NOT_REACHED): (move(0, after=1000.0),)}
    u = {(1, "reach", 0, 1): 0.6, (1, "reach", 0, 2): 0.7}
    logs = simulated(single(), Behaviour(rules=rules, moves=moves), contacts, StandInAttempts(u=u))
    log = logs.contacts
    assert Outcome(log.outcome[1]) == Outcome.NOT_REACHED
    assert (log.dials[1], log.left[1]) == (2, 120.0 + 300.0 + 20.0)
    assert log.arrived[2] == 1440.0
    picked_up = simulated(single(), Behaviour(rules=rules), contacts, StandInAttempts(u={**u, (1, "reach", 0, 2): 0.4}))
    assert Outcome(picked_up.contacts.outcome[1]) == Outcome.CALLED_BACK
    assert picked_up.contacts.answered[1] == 440.0
    mine = picked_up.agents.work_contact == 1
    assert picked_up.agents.work_start[mine].tolist() == [100.0, 420.0]
    assert picked_up.agents.work_end[mine].tolist() == [120.0, 470.0]


def test_the_offer_waits_for_its_condition_and_its_hours() -> None:
    rules = (rule(callback=True, expected_wait=Bound(">", 60.0), between=np.array([[0.0, 500.0]])),)
    contacts = [C(0, 0.0, talk=1000.0), C(0, 10.0), C(0, 70.0), C(0, 71.0), C(0, 600.0)]
    logs = simulated(single(), Behaviour(rules=rules), contacts, StandInAttempts())
    assert np.isnan(logs.contacts.accepted).tolist() == [True, True, True, False, True]
    assert logs.decisions.value.tolist() == [61.0]


# --- diversions and groups --------------------------------------------------------------------------------------------


def test_a_diverted_contact_arrives_anew_in_its_new_type_once() -> None:
    model = center(
        [Live(), Live()], [Type(0), Type(1)], [Team((0,), duties=on_all_day(1)), Team((1,), duties=on_all_day(1))]
    )
    rules = (rule(0, divert_type=1), rule(1, divert_type=0))
    contacts = [C(0, 0.0, talk=100.0), C(0, 10.0, talk=5.0), C(1, 0.0, talk=50.0)]
    logs = simulated(model, Behaviour(rules=rules), contacts, StandInAttempts(every_talk=9.0)).contacts
    assert Outcome(logs.outcome[1]) == Outcome.DIVERTED
    assert (logs.type[3], logs.customer[3], logs.leg[3], logs.arrived[3]) == (1, 1, 1, 10.0)
    assert (Outcome(logs.outcome[3]), logs.answered[3], logs.talk_end[3]) == (Outcome.ANSWERED, 50.0, 59.0)


def test_a_diverted_repeat_contact_still_has_to_be_told_again() -> None:
    teams = [Team((0,), duties=on_all_day(1), resolution={0: 0.0}), Team((1,), duties=on_all_day(1))]
    model = center([Live(), Live()], [Type(0), Type(1)], teams)
    behaviour = Behaviour(
        rules=(rule(0, divert_type=1),),
        moves={(0, MoveFrom.UNRESOLVED): (move(0, after=10.0),)},
        most_attempts=2,
        context=Context(shared=False, repeat_aht=2.0),
    )
    contacts = [C(0, 0.0, talk=10.0), C(0, 15.0, talk=100.0)]
    u = {(1, "divert"): 0.0, (1, "move"): 0.99}
    log = simulated(model, behaviour, contacts, StandInAttempts(u=u, every_talk=9.0)).contacts
    again = (log.customer == 0) & (log.leg == 1)
    assert (log.talk_end[again] - log.answered[again]).tolist() == [18.0]


def test_a_contact_can_be_diverted_to_self_service() -> None:
    rules = (rule(divert_bot=0),)
    behaviour = Behaviour(rules=rules, bots=(bot(fronts=()),))
    contacts = [C(0, 0.0, talk=100.0), C(0, 10.0, talk=5.0)]
    log = simulated(single(), behaviour, contacts, StandInAttempts(u={"bot": 0.1})).contacts
    assert Outcome(log.outcome[1]) == Outcome.DIVERTED
    assert (log.type[2], log.leg[2], log.bot[2]) == (0, 1, 0)
    assert (Outcome(log.outcome[2]), log.left[2]) == (Outcome.CONTAINED, 40.0)


def test_a_group_is_added_while_many_wait_and_withdrawn_again() -> None:
    model = center(
        [Live()],
        [Type()],
        [Team((0,), duties=on_all_day(1)), Team((0,), duties=on_all_day(1))],
        preferences={0: [(0, 0, 0.0)]},
    )
    rules = (rule(waiting=Bound(">", 1.0), until=Bound("<", 1.0), add_group=1),)
    contacts = [C(0, 0.0, talk=100.0), C(0, 1.0, talk=10.0), C(0, 2.0, talk=10.0), C(0, 3.0, talk=30.0), C(0, 90.0)]
    logs = simulated(model, Behaviour(rules=rules), contacts, StandInAttempts())
    log = logs.contacts
    assert log.answered.tolist() == [0.0, 2.0, 12.0, 22.0, 100.0]
    assert log.agent.tolist() == [0, 1, 1, 1, 0]
    assert [Act(a) for a in logs.decisions.act] == [Act.GROUP_ADDED, Act.ENDED]
    assert logs.decisions.time.tolist() == [2.0, 22.0]


def test_a_closed_group_takes_none_until_the_rule_ends() -> None:
    model = center(
        [Live(), Live()], [Type(0), Type(1)], [Team((0, 1), duties=on_all_day(1)), Team((0,), duties=on_all_day(1))]
    )
    rules = (rule(0, waiting=Bound(">=", 1.0), until=Bound("<", 1.0), close_group=0),)
    contacts = [C(0, 0.0, talk=50.0), C(0, 0.0, talk=60.0), C(0, 1.0, talk=5.0), C(1, 20.0, talk=10.0)]
    logs = simulated(model, Behaviour(rules=rules), contacts, StandInAttempts()).contacts
    assert (logs.answered[2], logs.agent[2]) == (60.0, 1)
    assert logs.answered[3] == 50.0


def test_an_added_group_need_not_wait_out_its_delay() -> None:
    model = center(
        [Live()],
        [Type()],
        [Team((0,), duties=on_all_day(1)), Team((0,), duties=on_all_day(1))],
        preferences={0: [(0, 0, 0.0), (1, 1, 500.0)]},
    )
    rules = (rule(waiting=Bound(">=", 2.0), until=Bound("<", 1.0), add_group=1),)
    contacts = [C(0, 0.0, talk=1000.0), C(0, 1.0, talk=10.0), C(0, 2.0, talk=10.0)]
    log = simulated(model, Behaviour(rules=rules), contacts, StandInAttempts()).contacts
    assert log.answered.tolist() == [0.0, 2.0, 12.0]


# --- several rules, hours, idle agents ------------------------------------------------------------------------------


def with_help(agents: int = 1) -> CenterModel:
    """One agent who takes the calls, and others whom only rules add."""
    return center(
        [Live()],
        [Type()],
        [Team((0,), duties=on_all_day(1)), Team((0,), duties=on_all_day(agents))],
        preferences={0: [(0, 0, 0.0)]},
    )


def test_two_rules_may_add_the_same_group() -> None:
    rules = (
        rule(waiting=Bound(">=", 1.0), until=Bound("<", 1.0), add_group=1),
        rule(waiting=Bound(">=", 2.0), until=Bound("<", 2.0), add_group=1),
    )
    contacts = [C(0, 0.0, talk=500.0), C(0, 1.0, talk=50.0), C(0, 2.0, talk=50.0), C(0, 3.0, talk=50.0)]
    log = simulated(with_help(), Behaviour(rules=rules), contacts, StandInAttempts()).contacts
    assert log.answered.tolist() == [0.0, 1.0, 51.0, 101.0]


def test_a_group_rule_with_nothing_but_hours_holds_through_them() -> None:
    rules = (rule(between=np.array([[100.0, 200.0]]), add_group=1),)
    contacts = [C(0, 0.0, talk=1000.0), C(0, 50.0, talk=10.0), C(0, 150.0, talk=10.0), C(0, 250.0, talk=10.0)]
    logs = simulated(with_help(), Behaviour(rules=rules), contacts, StandInAttempts())
    assert logs.contacts.answered.tolist() == [0.0, 100.0, 150.0, 1000.0]
    assert [Act(a) for a in logs.decisions.act] == [Act.GROUP_ADDED, Act.ENDED]
    assert logs.decisions.time.tolist() == [100.0, 200.0]


def test_a_group_that_a_rule_on_idle_agents_closed_opens_again() -> None:
    """The letters of the second type wait while fewer than two agents are idle."""
    model = center([Live(), deferred()], [Type(0), Type(1)], [Team((0, 1), duties=on_all_day(2))])
    rules = (rule(1, idle=Bound("<", 2.0), until=Bound(">=", 2.0), close_group=0),)
    contacts = [C(0, 0.0, talk=100.0), C(1, 50.0, talk=10.0), C(1, 150.0, talk=10.0), C(1, 150.0, talk=10.0)]
    logs = simulated(model, Behaviour(rules=rules), contacts, StandInAttempts())
    assert logs.contacts.answered.tolist() == [0.0, 100.0, 150.0, 160.0]


def test_an_added_group_goes_when_a_contact_taken_at_once_shows_that_nobody_waits() -> None:
    rules = (rule(expected_wait=Bound(">", 50.0), until=Bound("<=", 25.0), predictor="last_answered", add_group=1),)
    contacts = [C(0, 0.0, talk=100.0), C(0, 10.0, talk=10.0), C(0, 20.0, talk=10.0)]
    contacts += [C(0, 500.0, talk=10.0), C(0, 600.0, talk=10.0)]
    logs = simulated(with_help(), Behaviour(rules=rules), contacts, StandInAttempts())
    assert [Act(a) for a in logs.decisions.act] == [Act.GROUP_ADDED, Act.ENDED]
    assert logs.decisions.time.tolist() == [100.0, 500.0]


def test_nobody_is_diverted_to_a_live_channel_that_is_closed() -> None:
    teams = [Team((0,), duties=on_all_day(1)), Team((1,), duties=on_all_day(1))]
    model = center([Live(), Live(windows=((0.0, 100.0),))], [Type(0), Type(1)], teams)
    rules = (rule(0, divert_type=1),)
    contacts = [C(0, 0.0, talk=1000.0), C(0, 50.0), C(0, 150.0)]
    log = simulated(model, Behaviour(rules=rules), contacts, StandInAttempts()).contacts
    assert [Outcome(o) for o in log.outcome[:3]] == [Outcome.ANSWERED, Outcome.DIVERTED, Outcome.ANSWERED]


def test_who_declines_a_call_back_is_not_offered_another() -> None:
    rules = (rule(callback=True, accepted=ONE * 0.2), rule(callback=True, accepted=ONE))
    logs = simulated(single(), Behaviour(rules=rules), [C(0, 0.0, talk=100.0), C(0, 1.0)], StandInAttempts())
    assert [Act(a) for a in logs.decisions.act] == [Act.DECLINED]
    assert Outcome(logs.contacts.outcome[1]) == Outcome.ANSWERED


def test_call_backs_take_no_room_from_those_on_the_line() -> None:
    rules = (rule(callback=True, accepted=ONE * 0.6, reach=1.0),)
    u = {(1, "callback"): 0.5, (2, "callback"): 0.7, (3, "callback"): 0.7}
    contacts = [C(0, 0.0, talk=100.0), C(0, 1.0), C(0, 2.0), C(0, 3.0)]
    log = simulated(single(max_waiting=1), Behaviour(rules=rules), contacts, StandInAttempts(u=u)).contacts
    expected = [Outcome.ANSWERED, Outcome.CALLED_BACK, Outcome.ANSWERED, Outcome.BLOCKED]
    assert [Outcome(o) for o in log.outcome] == expected


def test_who_waits_for_a_call_back_at_the_closing_that_drops_is_not_reached() -> None:
    model = single(channel=Live(windows=((0.0, 60.0),), drops=True))
    rules = (rule(callback=True, accepted=ONE * 0.6),)
    u = {(1, "callback"): 0.5, (2, "callback"): 0.7}
    contacts = [C(0, 0.0, talk=100.0), C(0, 1.0), C(0, 2.0)]
    log = simulated(model, Behaviour(rules=rules), contacts, StandInAttempts(u=u)).contacts
    assert [Outcome(o) for o in log.outcome[1:]] == [Outcome.NOT_REACHED, Outcome.DROPPED]


@pytest.mark.parametrize(("at", "offered"), [(20.0, True), (1500.0, False)])
def test_agents_on_a_break_do_not_shorten_the_expected_wait(at: float, offered: bool) -> None:
    """Of three agents two are out from 10 to 1010 s: two handle times over one agent, then over three."""
    teams = [Team((0,), duties=on_all_day(3), breaks={0: ((10.0, 1000.0),), 1: ((10.0, 1000.0),)})]
    model = center([Live()], [Type()], teams)
    law = LawByTime(np.zeros(1), (make_law(Distribution(family="constant", parameters={"value": 100.0})),))
    model = replace(model, types=(replace(model.types[0], work=(WorkLaw(law, None),)),))
    rules = (rule(callback=True, expected_wait=Bound(">", 60.0), predictor="queue_length"),)
    contacts = [C(0, at - 1.0, talk=400.0), C(0, at - 1.0, talk=400.0), C(0, at - 1.0, talk=400.0), C(0, at)]
    contacts = contacts[2:] if offered else contacts
    logs = simulated(model, Behaviour(rules=rules), contacts, StandInAttempts())
    assert (len(logs.decisions.act) == 1) == offered
    assert logs.decisions.value.tolist() == ([100.0] if offered else [])


def test_who_a_rule_adds_does_not_shorten_the_wait_by_which_it_ends() -> None:
    """Two handle times over the two who may take it anyway; with the six added it would be over at once, and begin
    anew, for ever."""
    teams = [Team((0,), duties=on_all_day(1)), Team((0,), duties=on_all_day(1)), Team((0,), duties=on_all_day(6))]
    model = center([Live()], [Type()], teams, preferences={0: [(0, 0, 0.0), (1, 0, 0.0)]})
    law = LawByTime(np.zeros(1), (make_law(Distribution(family="constant", parameters={"value": 100.0})),))
    model = replace(model, types=(replace(model.types[0], work=(WorkLaw(law, None),)),))
    terms = {"expected_wait": Bound(">", 60.0), "until": Bound("<=", 30.0), "idle": Bound("<", 1.0)}
    rules = (rule(add_group=2, predictor="queue_length", **terms),)
    contacts = [C(0, 0.0, talk=400.0), C(0, 0.0, talk=400.0), C(0, 10.0, talk=20.0), C(0, 20.0, talk=20.0)]
    logs = simulated(model, Behaviour(rules=rules), contacts, StandInAttempts())
    assert logs.decisions.act.tolist() == [Act.GROUP_ADDED]
    assert (logs.decisions.time.tolist(), logs.decisions.value.tolist()) == ([10.0], [100.0])
    assert logs.contacts.answered.tolist() == [0.0, 0.0, 10.0, 20.0]


def test_closing_a_group_that_may_not_take_the_type_anyway_changes_nothing() -> None:
    teams = [Team((0,), duties=on_all_day(1)), Team((0,), duties=on_all_day(1))]
    model = center([Live()], [Type()], teams, preferences={0: [(0, 0, 0.0)]})
    rules = (rule(close_group=1, waiting=Bound(">", 0.0), until=Bound("<=", 0.0)),)
    contacts = [C(0, 0.0, talk=50.0), C(0, 10.0, talk=20.0)]
    logs = simulated(model, Behaviour(rules=rules), contacts, StandInAttempts())
    assert logs.decisions.act.tolist() == [Act.GROUP_CLOSED, Act.ENDED]
    assert logs.contacts.answered.tolist() == [0.0, 50.0]
