"""Days worked by hand: where two rules meet, as a closing and a second duty, or a break and a busy share.

Every expected time follows from the numbers in the test and the rule named in its docstring.
"""

from __future__ import annotations

from hand_built import DAY, C, Day, Live, Team, Type, center, deferred, on_all_day

TICK = 2.0**-20

# --- overflow of work that returns -----------------------------------------------------------------


def test_returned_work_overflows_by_its_own_joining_though_an_earlier_delay_ended_in_hand():
    """Joined at 10; in agent 0's hands at 55 (delay 45); back in the queue at 60; agent 2 may take it from 10 + 90."""
    teams = [
        Team(skills=(0,), duties=(((0.0, 60.0),),)),
        Team(skills=(0,), duties=(((500.0, 600.0),),)),
        Team(skills=(0,), duties=on_all_day(1)),
    ]
    preferences = {0: [(0, 0, 0.0), (1, 1, 45.0), (2, 2, 90.0)]}
    day = Day(center([deferred(interruptible=True)], [Type()], teams, preferences=preferences), [C(0, 10, talk=100)])
    assert day.work(0) == [(0, 10, 60), (2, 100, 150)]


# --- least_occupied --------------------------------------------------------------------------------


def test_break_is_no_time_at_work_for_the_busy_share():
    """Agent 0: 50 s of 60 before his break, frozen as it ends: 5/6. Agent 1: 50 s of 100. At 200 agent 1 takes it."""
    team = Team(skills=(0,), duties=on_all_day(2), breaks={0: ((60.0, 100.0),)})
    day = Day(
        center([Live()], [Type()], [team], agent_rule="least_occupied"),
        [C(0, 0, talk=50), C(0, 50, talk=50), C(0, 200, talk=1)],
    )
    assert [day.served(i)[1] for i in range(3)] == [0, 1, 1]


def test_work_given_back_was_busy_time():
    """Agent 0 wrote mail from 0 until his break at 60: share 1. Agent 1: 40 s of 50. At 200 agent 1 takes the call."""
    teams = [
        Team(skills=(0, 1), duties=on_all_day(1), breaks={0: ((60.0, 40.0),)}),
        Team(skills=(0,), duties=on_all_day(1)),
    ]
    model = center([Live(), deferred(interruptible=True)], [Type(0), Type(1)], teams, agent_rule="least_occupied")
    day = Day(model, [C(1, 0, talk=110), C(0, 10, talk=40), C(0, 200, talk=1)])
    assert day.work(0) == [(0, 0, 60), (0, 100, 150)]
    assert day.served(1) == (10, 1) and day.served(2) == (200, 1)


# --- who looks for work together -------------------------------------------------------------------


def test_round_after_round_beside_a_channel_that_drains():
    """Three chats wait for two agents with two places each who come on at 100: 0, 1, then 0 again."""
    team = Team(skills=(0, 1), duties=(((100.0, DAY),), ((100.0, DAY),)))
    day = Day(
        center([Live(drain=True), Live(concurrency=2)], [Type(0), Type(1)], [team]),
        [C(1, 10 + i, talk=50) for i in range(3)],
    )
    assert [day.served(i) for i in range(3)] == [(100, 0), (100, 1), (100, 0)]


def test_agent_who_drains_takes_others_when_the_call_gives_up():
    """The call of 10 keeps the agent's second place empty until it leaves at 40: the chat of 20 is taken then."""
    team = Team(skills=(0, 1), duties=on_all_day(1))
    day = Day(
        center([Live(drain=True), Live(concurrency=2)], [Type(0), Type(1)], [team]),
        [C(1, 0, talk=500), C(0, 10, talk=5, patience=30), C(1, 20, talk=5)],
    )
    assert day[1].outcome == "abandoned" and day.served(2) == (40, 0)


def test_channels_that_open_together_are_open_when_agents_look():
    """Both open at 100; the mail of the better priority is taken first though its channel stands second in the file."""
    hours = ((100.0, 1000.0),)
    model = center(
        [deferred(windows=hours), deferred(windows=hours)],
        [Type(0, priority=2.0), Type(1, priority=1.0)],
        [Team(skills=(0, 1), duties=on_all_day(1))],
    )
    day = Day(model, [C(0, 10, talk=10), C(1, 20, talk=10)])
    assert day.served(1) == (100, 0) and day.served(0) == (110, 0)


def test_agent_whose_shift_ends_at_an_opening_takes_nothing():
    """At 100 agent 0 goes, agent 1 comes on, and the mail of 10 may be begun."""
    team = Team(skills=(0,), duties=(((0.0, 100.0),), ((100.0, DAY),)))
    day = Day(center([deferred(windows=((100.0, 1000.0),))], [Type()], [team]), [C(0, 10, talk=10)])
    assert day.served(0) == (100, 1) and day.presence(0) == [("on_duty", 0, 100)]


# --- held by a closing -----------------------------------------------------------------------------


def test_agent_held_by_a_closing_goes_when_the_channel_opens_again():
    """The contact of 980 may use agent 1 from 1080 on and holds him past his shift; at 1010 its channel is not closed
    any more, so he goes, and agent 0 takes it when he frees."""
    teams = [Team(skills=(0,), duties=on_all_day(1)), Team(skills=(0,), duties=on_all_day(1, 1000.0))]
    model = center(
        [Live(windows=((0.0, 1000.0), (1010.0, 2000.0)))],
        [Type()],
        teams,
        preferences={0: [(0, 0, 0.0), (1, 1, 100.0)]},
    )
    day = Day(model, [C(0, 900, talk=300), C(0, 980, talk=5)])
    assert day.presence(1) == [("on_duty", 0, 1000), ("overtime", 1000, 1010)]
    assert day.served(1) == (1200, 0)


def test_agent_held_by_one_closing_takes_what_waits_at_the_next():
    """Held from 1000 for the contact of 990 (his from 1290 on); the second channel closes at 1100 with one waiting."""
    teams = [Team(skills=(0, 1), duties=on_all_day(1)), Team(skills=(0, 1), duties=on_all_day(1, 1000.0))]
    model = center(
        [Live(windows=((0.0, 1000.0),)), Live(windows=((0.0, 1100.0),))],
        [Type(0), Type(1)],
        teams,
        preferences={0: [(0, 0, 0.0), (1, 1, 300.0)], 1: [(0, 0, 0.0), (1, 0, 0.0)]},
    )
    day = Day(model, [C(0, 900, talk=2000), C(0, 990, talk=5), C(1, 1050, talk=20)])
    assert day.served(2) == (1100, 1) and day.served(1) == (1290, 1)
    assert day.presence(1) == [("on_duty", 0, 1000), ("overtime", 1000, 1295)]


def test_second_duty_does_not_let_him_go_from_a_closing():
    """On duty at the closing of 1000, again 1010 to 1020, busy until 1100: the contact of 980 still holds him."""
    team = Team(skills=(0,), duties=(((0.0, 1000.0), (1010.0, 1020.0)),))
    day = Day(center([Live(windows=((0.0, 1000.0),))], [Type()], [team]), [C(0, 960, talk=140), C(0, 980, talk=5)])
    assert day.served(1) == (1100, 0)
    assert day.presence(0) == [
        ("on_duty", 0, 1000),
        ("overtime", 1000, 1010),
        ("on_duty", 1010, 1020),
        ("overtime", 1020, 1105),
    ]


def test_drop_takes_the_waiting_of_all_types_of_the_channel():
    """The agent is kept idle from both types. The first leaves; the second is not answered in between."""
    team = Team(skills=(0, 1), duties=on_all_day(1, 1000.0), reserve={0: 1, 1: 1})
    model = center([Live(windows=((0.0, 1000.0),), drops=True, drain=True)], [Type(), Type()], [team])
    day = Day(model, [C(0, 900, talk=10), C(1, 950, talk=10)])
    assert [day[i].outcome for i in range(2)] == ["dropped", "dropped"]


# --- duties ----------------------------------------------------------------------------------------


def test_adjoining_duties_do_not_renew_seniority():
    """Agent 1, on two duties that meet at 100, has been idle since 0; agent 0 since 20."""
    team = Team(skills=(0,), duties=(((0.0, 300.0),), ((0.0, 100.0), (100.0, 300.0))))
    day = Day(center([Live()], [Type()], [team]), [C(0, 10, talk=10), C(0, 150, talk=10)])
    assert [day.served(i)[1] for i in range(2)] == [0, 1]


def test_break_runs_on_where_one_duty_follows_another():
    team = Team(skills=(0,), duties=(((0.0, 100.0), (100.0, 300.0)),), breaks={0: ((80.0, 50.0),)})
    day = Day(center([Live()], [Type()], [team]), [C(0, 90, talk=10)])
    assert day.served(0) == (130, 0)
    assert day.presence(0) == [("on_duty", 0, 80), ("break", 80, 130), ("on_duty", 130, 300)]


# --- deferred work ---------------------------------------------------------------------------------


def test_other_deferred_work_that_comes_waits_for_the_work_set_aside():
    """Mail (0-40) is set aside for a chat until 90. The form of 50 would fit beside the chat, but mail goes first."""
    model = center(
        [Live(concurrency=2), deferred(interruptible=True), deferred(concurrency=2)],
        [Type(0), Type(1), Type(2)],
        [Team(skills=(0, 1, 2), duties=on_all_day(1))],
    )
    day = Day(model, [C(1, 0, talk=100), C(0, 40, talk=50), C(2, 50, talk=20)])
    assert day.work(0) == [(0, 0, 40), (0, 90, 150)]
    assert day[2].waited and day.served(2) == (150, 0)


def test_interruptible_work_stands_behind_live_contacts_only():
    """All wait at 100. Mail (priority 1) precedes the form (2), which nothing interrupts; a call (3) precedes mail."""
    model = center(
        [Live(), deferred(interruptible=True), deferred()],
        [Type(0, priority=3.0), Type(1, priority=1.0), Type(2, priority=2.0)],
        [Team(skills=(0, 1, 2), duties=on_all_day(1))],
    )
    day = Day(model, [C(0, 0, talk=100), C(2, 10, talk=10), C(1, 20, talk=10)])
    assert day.served(2) == (100, 0) and day.served(1) == (110, 0)
    day = Day(model, [C(0, 0, talk=100), C(1, 20, talk=10), C(0, 30, talk=10)])
    assert day.served(2) == (100, 0) and day.served(1) == (110, 0)


# --- the clock -------------------------------------------------------------------------------------


def test_time_does_not_go_back_when_the_pace_falls_as_a_contact_ends():
    """The chat's 60 s and 2 ticks at pace 3/4 end at 80 s and 3 ticks, rounded up by a third of a tick: a quarter of
    a tick more is done than there was. At that instant the visitor ends first and two chats come: four in hand at pace
    1/4, of which minus one tick is left, that is nothing."""
    model = center(
        [Live(concurrency=2), Live(concurrency=4, pace=(1.0, 1.0, 0.75, 0.25))],
        [Type(0), Type(1)],
        [Team(skills=(0, 1), duties=on_all_day(1))],
    )
    end = 80 + 3 * TICK
    day = Day(
        model,
        [
            C(0, 0, talk=end),
            C(1, 0, talk=60 + 2 * TICK),
            C(1, 0, talk=500),
            C(1, 10, talk=50, wrap_up=0),
            C(1, 11, talk=50),
        ],
    )
    assert day.served(3) == (end, 0) and day.served(4) == (end, 0)
    assert day[1].talk_end == end


def test_run_ends_with_what_happened_not_with_the_patience_of_those_long_served():
    day = Day(
        center([Live()], [Type()], [Team(skills=(0,), duties=on_all_day(1))]),
        [C(0, DAY - 100, talk=50, patience=2 * DAY), C(0, DAY - 60, talk=100, patience=DAY)],
    )
    assert day.logs.end == DAY + 50


def test_equal_ranks_are_one_pool_whatever_their_numbers():
    """Both groups are of rank 1 and none of rank 0: agent 1, idle longer, takes the second."""
    teams = [Team(skills=(0,), duties=on_all_day(1)), Team(skills=(0,), duties=on_all_day(1))]
    model = center([Live()], [Type()], teams, preferences={0: [(0, 1, 0.0), (1, 1, 0.0)]})
    day = Day(model, [C(0, 0, talk=10), C(0, 50, talk=10)])
    assert [day.served(i)[1] for i in range(2)] == [0, 1]


def test_reserve_that_grows_by_an_agent_at_interruptible_work_is_used():
    """One agent is to stay idle from mail. Alone, agent 0 takes none; agent 1 comes on at 100: two are idle, and so are
    two when agent 1 writes, so agent 0 takes the other."""
    team = Team(skills=(0, 1), duties=(((0.0, DAY),), ((100.0, DAY),)), reserve={1: 1})
    model = center([Live(), deferred(interruptible=True)], [Type(0), Type(1)], [team])
    day = Day(model, [C(1, 10, talk=50), C(1, 20, talk=50)])
    assert [day.served(i) for i in range(2)] == [(100, 1), (100, 0)]


def test_count_rise_below_those_still_at_work_brings_nobody():
    """At 100 three fall to none: idle agent 2 leaves. At 110 one is planned, two are at work: the surplus of one is
    whoever ends next, agent 0 at 150; who waits since 120 is agent 1's at 200."""
    team = Team(skills=(0,), counts=((0.0, 3), (100.0, 0), (110.0, 1)))
    day = Day(center([Live()], [Type()], [team]), [C(0, 0, talk=150), C(0, 1, talk=199), C(0, 120, talk=10)])
    assert day.served(2) == (200, 1)
    assert day.presence(0) == [("on_duty", 0, 100), ("overtime", 100, 150)]
    assert day.presence(2) == [("on_duty", 0, 100)]
