"""Customers who come again, and self-service, worked by hand: exact times in seconds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from behaviour_by_hand import ONE, bot, move, simulated, single
from hand_built import DAY, HOUR, C, Live, Team, Type, center, customers, deferred, on_all_day
from stand_in_attempts import StandInAttempts

from ccsim.engine.logs import BotResult, Origin, Outcome, Then
from ccsim.engine.simpy_engine import Story, run
from ccsim.model.behaviour import Behaviour, Context, MoveFrom

# --- journeys -----------------------------------------------------------------------------------------------------


def test_who_abandons_redials_after_the_delay_with_a_patience_of_his_own() -> None:
    model = single()
    moves = {(0, MoveFrom.ABANDONED): (move(0, after=60.0),)}
    contacts = [C(0, 0.0, talk=200.0), C(0, 10.0, talk=5.0, patience=20.0)]
    logs = simulated(model, Behaviour(moves=moves), contacts, StandInAttempts(every_talk=7.0)).contacts
    assert logs.rows == 3
    assert (logs.customer[2], logs.attempt[2], logs.leg[2]) == (1, 1, 0)
    assert logs.arrived[2] == 30.0 + 60.0
    assert (logs.answered[2], logs.talk_end[2]) == (200.0, 207.0)
    assert [Then(t) for t in logs.then] == [Then.ENDED, Then.MOVED, Then.ENDED]
    assert Origin(logs.origin[2]) == Origin.MOVE


def test_the_move_is_chosen_in_the_order_of_the_file() -> None:
    model = center([Live(), Live()], [Type(0), Type(1)], [Team((0, 1), duties=on_all_day(1))])
    moves = {(0, MoveFrom.RESOLVED): (move(0, probability=0.3), move(1, probability=0.3))}
    came = {}
    for u in (0.29, 0.3, 0.6):
        attempts = StandInAttempts(u={(0, "move", 0): u, (0, "move", 1): 0.99})
        log = simulated(model, Behaviour(moves=moves), [C(0, 0.0, talk=5.0)], attempts).contacts
        came[u] = log.type[1:].tolist()
    assert came == {0.29: [0], 0.3: [1], 0.6: []}


def test_endless_loops_end_at_the_stated_number_of_attempts() -> None:
    moves = {(0, MoveFrom.UNRESOLVED): (move(0),)}
    model = center([Live()], [Type()], [Team((0,), duties=on_all_day(1), resolution={0: 0.0})])
    log = simulated(model, Behaviour(moves=moves, most_attempts=3), [C(0, 0.0, talk=5.0)], StandInAttempts()).contacts
    assert log.attempt.tolist() == [0, 1, 2]
    assert [Then(t) for t in log.then] == [Then.MOVED, Then.MOVED, Then.CUT]


def test_a_move_into_closed_hours_comes_after_the_next_opening() -> None:
    windows = ((0.0, 100.0), (1000.0, 3000.0))
    model = single(channel=Live(windows=windows))
    attempts = StandInAttempts(u={(0, "move", 1): 0.999, "closed_hours": 0.25}, every_talk=1.0)
    behaviour = Behaviour(moves={(0, MoveFrom.RESOLVED): (move(0, after=95.0, probability=0.9),)})
    log = simulated(model, behaviour, [C(0, 0.0, talk=10.0)], attempts).contacts
    assert log.arrived.tolist() == [0.0, 1000.0 + 0.25 * 1800.0]


def test_a_move_beyond_the_horizon_is_pending() -> None:
    moves = {(0, MoveFrom.RESOLVED): (move(0, after=2 * DAY),)}
    log = simulated(single(), Behaviour(moves=moves), [C(0, 0.0, talk=10.0)], StandInAttempts()).contacts
    assert log.rows == 1
    assert Then(log.then[0]) == Then.PENDING


def test_the_blocked_and_the_balked_move_too() -> None:
    model = single(channel=Live(lines=1), balking=((0, 0.9),))
    moves = {(0, MoveFrom.BLOCKED): (move(0, after=500.0),)}
    log = simulated(model, Behaviour(moves=moves), [C(0, 0.0, talk=50.0), C(0, 1.0)], StandInAttempts()).contacts
    assert Outcome(log.outcome[1]) == Outcome.BLOCKED
    assert log.arrived[2] == 501.0
    model = single(balking=((0, 0.9),))
    moves = {(0, MoveFrom.BALKED): (move(0, after=500.0),)}
    log = simulated(model, Behaviour(moves=moves), [C(0, 0.0, talk=50.0), C(0, 1.0)], StandInAttempts()).contacts
    assert Outcome(log.outcome[1]) == Outcome.BALKED
    assert log.arrived[2] == 501.0


@pytest.mark.parametrize(("shared", "to", "factor"), [(False, 0, 2.0), (True, 0, 1.0), (False, 1, 2.0), (True, 1, 1.0)])
def test_without_shared_data_a_contact_after_an_unresolved_one_takes_longer(
    shared: bool, to: int, factor: float
) -> None:
    team = Team((0, 1), duties=on_all_day(1), resolution={0: 0.0, 1: 1.0})
    model = center([Live(), Live()], [Type(0), Type(1)], [team])
    behaviour = Behaviour(
        moves={(0, MoveFrom.UNRESOLVED): (move(to),)},
        most_attempts=2,
        context=Context(shared=shared, repeat_aht=2.0),
    )
    attempts = StandInAttempts(every_talk=8.0, every_wrap_up=3.0)
    log = simulated(model, behaviour, [C(0, 0.0, talk=5.0)], attempts).contacts
    assert log.talk_end[1] - log.answered[1] == 8.0 * factor
    assert log.handled[1] - log.talk_end[1] == 3.0 * factor


def test_a_redial_on_the_same_channel_has_nothing_to_tell_again_and_a_switch_has() -> None:
    model = center(
        [Live(), Live()], [Type(0), Type(1)], [Team((0,), duties=on_all_day(1)), Team((1,), duties=on_all_day(1))]
    )
    contacts = [C(0, 0.0, talk=100.0), C(0, 1.0, patience=10.0)]
    talk = {}
    for to in (0, 1):
        behaviour = Behaviour(
            moves={(0, MoveFrom.ABANDONED): (move(to, after=300.0),)}, context=Context(shared=False, repeat_aht=1.5)
        )
        log = simulated(model, behaviour, contacts, StandInAttempts(every_talk=10.0)).contacts
        talk[to] = float(log.talk_end[2] - log.answered[2])
    assert talk == {0: 10.0, 1: 15.0}


# --- self-service -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("u", "result", "outcome"),
    [
        (0.39, BotResult.CONTAINED, Outcome.CONTAINED),
        (0.4, BotResult.GAVE_UP, Outcome.CONTAINED),
        (0.5, BotResult.HANDED_OVER, Outcome.ANSWERED),
    ],
)
def test_a_session_ends_as_its_uniform_says(u: float, result: BotResult, outcome: Outcome) -> None:
    logs = simulated(single(), Behaviour(bots=(bot(),)), [C(0, 5.0, talk=10.0)], StandInAttempts(u={"bot": u}))
    log = logs.contacts
    assert (BotResult(log.bot_result[0]), Outcome(log.outcome[0])) == (result, outcome)
    assert log.bot_end[0] == 35.0
    if outcome == Outcome.ANSWERED:
        assert (log.joined[0], log.answered[0], log.talk_end[0]) == (35.0, 35.0, 45.0)
    else:
        assert log.left[0] == 35.0


def test_those_handed_over_take_longer_by_all_factors() -> None:
    assistant = bot(easy_factor=ONE * 1.2, hand_over_aht=0.9, keeps_context=False)
    behaviour = Behaviour(bots=(assistant,), context=Context(shared=False, repeat_aht=1.5))
    attempts = StandInAttempts(u={"bot": 0.9})
    log = simulated(single(), behaviour, [C(0, 0.0, talk=100.0, wrap_up=10.0)], attempts).contacts
    assert log.talk_end[0] - log.answered[0] == pytest.approx(100.0 * 1.2 * 0.9 * 1.5, abs=1e-6)
    assert log.handled[0] - log.talk_end[0] == pytest.approx(10.0 * 1.2 * 0.9 * 1.5, abs=1e-6)


def test_the_falsely_contained_come_back_and_have_to_tell_it_again() -> None:
    assistant = bot(false_containment=ONE * 0.5, returns_to=0, returns_after=600.0)
    behaviour = Behaviour(bots=(assistant,), context=Context(shared=False, repeat_aht=2.0))
    u = {(0, "bot", 0): 0.1, (0, "false_containment", 0): 0.4, (0, "bot", 1): 0.9}
    log = simulated(single(), behaviour, [C(0, 0.0, talk=5.0)], StandInAttempts(u=u, every_talk=10.0)).contacts
    assert BotResult(log.bot_result[0]) == BotResult.FALSELY_CONTAINED
    assert (log.arrived[1], Origin(log.origin[1])) == (630.0, Origin.RETURN)
    assert log.talk_end[1] - log.answered[1] == 20.0


def test_patience_and_waits_run_from_the_end_of_self_service() -> None:
    contacts = [C(0, 0.0, talk=100.0), C(0, 1.0, patience=20.0)]
    log = simulated(single(), Behaviour(bots=(bot(),)), contacts, StandInAttempts(u={"bot": 0.9})).contacts
    assert log.joined[1] == 31.0
    assert (Outcome(log.outcome[1]), log.left[1]) == (Outcome.ABANDONED, 51.0)


def test_a_line_is_held_in_self_service() -> None:
    model = single(channel=Live(lines=1))
    contacts = [C(0, 0.0), C(0, 29.0), C(0, 30.0)]
    log = simulated(model, Behaviour(bots=(bot(),)), contacts, StandInAttempts(u={"bot": 0.1})).contacts
    assert [Outcome(o) for o in log.outcome] == [Outcome.CONTAINED, Outcome.BLOCKED, Outcome.CONTAINED]


def test_full_and_out_of_order_let_contacts_pass() -> None:
    assistant = bot(capacity=1, outages=np.array([[100.0, 200.0]]))
    contacts = [C(0, 0.0, talk=1.0), C(0, 10.0, talk=1.0), C(0, 30.0, talk=1.0), C(0, 100.0, talk=1.0)]
    contacts.append(C(0, 200.0, talk=1.0))
    log = simulated(single(), Behaviour(bots=(assistant,)), contacts, StandInAttempts(u={"bot": 0.1})).contacts
    expected = [BotResult.CONTAINED, BotResult.FULL, BotResult.CONTAINED, BotResult.OUT, BotResult.CONTAINED]
    assert [BotResult(r) for r in log.bot_result] == expected
    assert log.answered[1] == 10.0
    assert log.answered[3] == 100.0


def test_whoever_is_handed_over_after_the_closing_when_all_have_gone_is_dropped() -> None:
    model = center([Live(windows=((0.0, 100.0),))], [Type()], [Team((0,), duties=(((0.0, 100.0),),))])
    behaviour = Behaviour(bots=(bot(),), moves={(0, MoveFrom.DROPPED): (move(0),)})
    log = simulated(model, behaviour, [C(0, 90.0, talk=5.0)], StandInAttempts(u={"bot": 0.9})).contacts
    assert (Outcome(log.outcome[0]), log.left[0]) == (Outcome.DROPPED, 120.0)
    assert Then(log.then[0]) == Then.PENDING


# --- together -------------------------------------------------------------------------------------------------------


def test_the_story_follows_the_customer_through_all_his_contacts() -> None:
    moves = {(0, MoveFrom.ABANDONED): (move(0, after=60.0),)}
    model = replace(single(), behaviour=Behaviour(moves=moves, bots=(bot(),)))
    contacts = [C(0, 0.0, talk=200.0), C(0, 10.0, talk=5.0, patience=20.0)]
    workload, _ = customers(model, contacts)
    attempts = StandInAttempts(u={"bot": 0.9})
    story = Story(1)
    run(model, replace(workload, attempts=attempts), story=story)
    told = str(story._told)
    for words in ("meets assistant", "loses patience", "will come again", "comes with contact 2", "is done"):
        assert words in told


def test_deferred_follow_ups_come_at_any_time() -> None:
    model = center(
        [Live(windows=((0.0, HOUR),)), deferred(windows=((0.0, HOUR), (2 * HOUR, 3 * HOUR)))],
        [Type(0), Type(1)],
        [Team((0, 1), duties=on_all_day(1))],
    )
    moves = {(0, MoveFrom.RESOLVED): (move(1, after=1.5 * HOUR),)}
    log = simulated(model, Behaviour(moves=moves), [C(0, 0.0, talk=60.0)], StandInAttempts()).contacts
    assert log.arrived[1] == 60.0 + 1.5 * HOUR
    assert log.answered[1] == 2 * HOUR
