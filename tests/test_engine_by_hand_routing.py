"""Days worked by hand: which agent takes a contact. Preferences, overflow, reservations and the agent rules."""

from __future__ import annotations

import pytest
from hand_built import C, Day, Live, Team, Type, center, on_all_day


def two_groups(after: float) -> object:
    """Own group first; the other (agent 1) after `after` seconds of waiting."""
    teams = [Team(skills=(0, 1), duties=on_all_day(1)), Team(skills=(0, 1), duties=on_all_day(1))]
    return center([Live()], [Type(), Type()], teams, preferences={0: [(0, 0, 0.0), (1, 1, after)], 1: [(0, 0, 0.0)]})


def test_first_rank_with_a_free_agent_wins():
    day = Day(two_groups(0.0), [C(0, 0, talk=50), C(0, 10, talk=50), C(0, 55, talk=5), C(0, 70, talk=5)])
    assert [day.served(i) for i in range(4)] == [(0, 0), (10, 1), (55, 0), (70, 0)]


def test_overflow_is_open_to_the_other_group_only_after_its_delay():
    day = Day(two_groups(45.0), [C(0, 0, talk=200), C(0, 10, talk=5)])
    assert day[1].waited and day.served(1) == (55, 1)


def test_own_group_that_frees_before_the_delay_takes_it():
    day = Day(two_groups(45.0), [C(0, 0, talk=30), C(0, 10, talk=5)])
    assert day.served(1) == (30, 0)


def test_own_group_that_frees_at_the_delay_takes_it():
    """Ends of talk (2) precede timers (4)."""
    day = Day(two_groups(45.0), [C(0, 0, talk=55), C(0, 10, talk=5)])
    assert day.served(1) == (55, 0)


def test_overflow_at_the_end_of_patience_still_answers():
    """Timers (4) precede patience (5)."""
    day = Day(two_groups(45.0), [C(0, 0, talk=200), C(0, 10, talk=5, patience=45)])
    assert day.served(1) == (55, 1)


def test_after_the_delay_the_other_group_takes_it_when_it_frees():
    """Group 1 is busy with a contact that came to it at 20 + 45 = 65 until 100."""
    day = Day(two_groups(45.0), [C(0, 0, talk=500), C(0, 20, talk=35), C(0, 30, talk=5)])
    assert day.served(1) == (65, 1) and day.served(2) == (100, 1)


def test_other_group_that_frees_before_the_delay_leaves_it_waiting_and_takes_it_at_the_timer():
    """Agent 1 frees at 70 for a contact that may use him from 80 + 45 = 125 on."""
    day = Day(two_groups(45.0), [C(0, 0, talk=500), C(0, 10, talk=15), C(0, 30, talk=5), C(0, 80, talk=5)])
    assert [day.served(i) for i in (1, 2, 3)] == [(55, 1), (75, 1), (125, 1)]


def test_each_contact_waits_for_the_overflow_by_its_own_joining():
    """The one of 10 may use group 1 from 55 on; the newcomer of 50 from 95 on."""
    day = Day(two_groups(45.0), [C(0, 0, talk=500), C(0, 10, talk=15), C(0, 50, talk=5)])
    assert [day.served(i) for i in (1, 2)] == [(55, 1), (95, 1)]


def test_group_that_is_no_preference_never_takes_it():
    day = Day(two_groups(0.0), [C(1, 0, talk=100), C(1, 10, talk=5)])
    assert day.served(1) == (100, 0)


def test_freed_agent_takes_only_what_his_group_may():
    """Agent 1 (no preference of type 1) frees at 60 and takes the type 0 of 40, not the type 1 of 20."""
    day = Day(two_groups(0.0), [C(0, 0, talk=100), C(0, 10, talk=50), C(1, 20, talk=5), C(0, 40, talk=5)])
    assert day.served(3) == (60, 1) and day.served(2) == (100, 0)


# --- reservation -----------------------------------------------------------------------------------


def test_reservation_counts_idle_agents_before_taking_one():
    """Two agents, one kept: type 1 is taken with two idle, not with one; at 50 one is idle (the freed one): still not;
    at 60 two are: taken, by the agent who frees."""
    team = Team(skills=(0, 1), duties=on_all_day(2), reserve={1: 1})
    model = center([Live()], [Type(), Type()], [team])
    day = Day(model, [C(1, 0, talk=50), C(1, 5, talk=7), C(0, 10, talk=50)])
    assert day.served(0) == (0, 0) and day.served(2) == (10, 1)
    assert day[1].waited and day.served(1) == (60, 1)


def test_reservation_holds_when_an_agent_frees_before_the_type_that_is_kept_for():
    """Only one idle at the completion of 50: type 0 of 30 is taken though type 1 of 5 waits longer."""
    team = Team(skills=(0, 1), duties=on_all_day(2), reserve={1: 1})
    day = Day(
        center([Live()], [Type(), Type()], [team]),
        [C(1, 0, talk=50), C(1, 5, talk=7), C(0, 10, talk=50), C(0, 30, talk=20)],
    )
    assert day.served(3) == (50, 0)
    assert day.served(1) == (70, 0)


def test_reservation_is_fulfilled_when_an_agent_comes_on_duty():
    team = Team(skills=(0, 1), duties=(((0.0, 1000.0),), ((100.0, 1000.0),)), reserve={1: 1})
    day = Day(center([Live()], [Type(), Type()], [team]), [C(1, 5, talk=7)])
    assert day[0].waited and day[0].answered == 100


# --- agent rules -----------------------------------------------------------------------------------


def taken_by(agent_rule: str, teams: list[Team], contacts: list[C], types: int = 1) -> list[int]:
    day = Day(center([Live()], [Type()] * types, teams, agent_rule=agent_rule), contacts)
    assert all(not day[i].waited for i in range(len(contacts)))
    return [day[i].agent for i in range(len(contacts))]


def test_rule_longest_idle_is_the_order_of_becoming_available():
    team = Team(skills=(0,), duties=on_all_day(3))
    contacts = [C(0, 0, talk=30), C(0, 1, talk=10), C(0, 50), C(0, 51), C(0, 52)]
    assert taken_by("longest_idle", [team], contacts) == [0, 1, 2, 1, 0]


def test_longest_idle_of_two_who_free_at_one_instant_goes_by_the_order_of_events():
    """Both end at 30; ends of work go by agent index."""
    team = Team(skills=(0,), duties=on_all_day(2))
    assert taken_by("longest_idle", [team], [C(0, 0, talk=30), C(0, 1, talk=29), C(0, 50, talk=9), C(0, 51)]) == [
        0,
        1,
        0,
        1,
    ]


def test_rule_least_occupied_is_frozen_at_becoming_available():
    """Agent 0 works 0-10 (share 1.0 when he frees), agent 1 60-80 (0.25 at 80). At 100 the longest idle is 0."""
    team = Team(skills=(0,), duties=on_all_day(2))
    contacts = [C(0, 0, talk=10), C(0, 60, talk=20), C(0, 100, talk=1)]
    assert taken_by("least_occupied", [team], contacts) == [0, 1, 1]
    assert taken_by("longest_idle", [team], contacts) == [0, 1, 0]


def test_rule_fastest_ranks_groups_then_longest_idle():
    teams = [
        Team(skills=(0,), duties=on_all_day(1)),
        Team(skills=(0,), duties=on_all_day(2), factor={0: 0.8}),
    ]
    contacts = [C(0, 0, talk=100), C(0, 1, talk=100), C(0, 2, talk=100)]
    assert taken_by("fastest", teams, contacts) == [1, 2, 0]


def test_rule_best_resolution_ranks_groups():
    teams = [
        Team(skills=(0,), duties=on_all_day(1), resolution={0: 0.7}),
        Team(skills=(0,), duties=on_all_day(1), resolution={0: 0.9}),
    ]
    assert taken_by("best_resolution", teams, [C(0, 0, talk=100), C(0, 1, talk=100)]) == [1, 0]


def test_rule_most_specialised_takes_the_group_with_fewest_skills():
    teams = [Team(skills=(0, 1), duties=on_all_day(1)), Team(skills=(0,), duties=on_all_day(1))]
    assert taken_by("most_specialised", teams, [C(0, 0, talk=100), C(0, 1, talk=100)], types=2) == [1, 0]


def test_rule_random_takes_the_nth_by_index_of_the_contact_s_own_uniform():
    """floor(u n)-th of those who may take it: of 4: 0.8 -> 3; of 0, 1, 2: 0.4 -> 1; of 0, 2: 0.6 -> 2; then 0."""
    team = Team(skills=(0,), duties=on_all_day(4))
    contacts = [C(0, i, talk=100, routing=u) for i, u in enumerate([0.8, 0.4, 0.6, 0.99])]
    assert taken_by("random", [team], contacts) == [3, 1, 2, 0]


@pytest.mark.parametrize(
    "rule", ["longest_idle", "least_occupied", "fastest", "best_resolution", "most_specialised", "random"]
)
def test_every_rule_respects_ranks(rule: str):
    """The group of rank 1 is the better by every rule."""
    teams = [
        Team(skills=(0, 1), duties=on_all_day(1), factor={0: 2.0}, resolution={0: 0.1}),
        Team(skills=(0,), duties=on_all_day(1)),
    ]
    model = center(
        [Live()],
        [Type(), Type()],
        teams,
        agent_rule=rule,
        preferences={0: [(0, 0, 0.0), (1, 1, 0.0)], 1: [(0, 0, 0.0)]},
    )
    day = Day(model, [C(0, 0, talk=10, routing=0.9), C(0, 5, talk=10, routing=0.1)])
    assert [day.served(i) for i in range(2)] == [(0, 0), (5, 1)]


def test_resolution_is_the_same_uniform_against_the_serving_group_s_probability():
    teams = [
        Team(skills=(0,), duties=on_all_day(1), resolution={0: 0.7}),
        Team(skills=(0,), duties=on_all_day(1), resolution={0: 0.9}),
    ]
    day = Day(center([Live()], [Type()], teams), [C(0, 0, talk=100, resolution=0.8), C(0, 1, talk=100, resolution=0.8)])
    assert [bool(day.logs.contacts.resolved[day.row[i]]) for i in range(2)] == [False, True]


def test_rule_random_beside_a_channel_that_drains():
    """Of agents 0, 1, 2 who hold nothing: floor(0.4 x 3) = 1; of 0 and 2: floor(0.99 x 2) = 1, agent 2."""
    team = Team(skills=(0,), duties=on_all_day(3))
    day = Day(
        center([Live(drain=True)], [Type()], [team], agent_rule="random"),
        [C(0, 0, talk=100, routing=0.4), C(0, 1, talk=100, routing=0.99)],
    )
    assert [day.served(i) for i in range(2)] == [(0, 1), (1, 2)]
