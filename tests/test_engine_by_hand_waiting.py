"""Days worked by hand: waiting, patience, blocking, balking, lines, and events that fall on the same instant.

Every expected time follows from the numbers in the test and one rule of the semantics, named in its docstring.
"""

from __future__ import annotations

import pytest
from hand_built import C, Day, Live, Team, Type, center, on_all_day

ONE = [Team(skills=(0,), duties=on_all_day(1))]
TWO = [Team(skills=(0,), duties=on_all_day(2))]


def one_queue(agents: int = 1, **type_settings: object) -> object:
    return center([Live()], [Type(**type_settings)], [Team(skills=(0,), duties=on_all_day(agents))])  # type: ignore[arg-type]


def test_first_come_first_served_and_patience_from_joining():
    """The third leaves 30 s after joining at 20; the second, who came before him, is served at 100."""
    day = Day(one_queue(), [C(0, 0, talk=100), C(0, 10, talk=50, patience=95), C(0, 20, talk=30, patience=30)])
    assert day[0].outcome == "answered" and not day[0].waited and day.served(0) == (0, 0)
    assert day[1].outcome == "answered" and day[1].waited and day.served(1) == (100, 0)
    assert day[1].talk_end == 150 and day[1].handled == 150
    assert day[2].outcome == "abandoned" and day[2].left == 50 and day[2].answered is None and day[2].agent == -1


def test_agent_is_busy_until_the_end_of_wrap_up():
    day = Day(one_queue(), [C(0, 0, talk=60, wrap_up=40), C(0, 70, talk=10)])
    assert (day[0].talk_end, day[0].handled) == (60, 100)
    assert day.served(1) == (100, 0)
    assert day.work(0) == [(0, 0, 100)]


def test_patience_that_ends_as_an_agent_frees_is_answered():
    """Ends of work (2) precede patience (5) at one instant."""
    day = Day(one_queue(), [C(0, 0, talk=60, wrap_up=40), C(0, 10, talk=5, patience=90)])
    assert day[1].outcome == "answered" and day.served(1) == (100, 0)


def test_patience_that_ends_one_tick_before_an_agent_frees_is_lost():
    day = Day(one_queue(), [C(0, 0, talk=100), C(0, 10, talk=5, patience=90 - 2.0**-20)])
    assert day[1].outcome == "abandoned" and day[1].left == 100 - 2.0**-20


def test_patience_that_ends_as_an_agent_comes_on_duty_is_answered():
    """The roster (1) precedes patience (5)."""
    model = center([Live()], [Type()], [Team(skills=(0,), duties=(((100.0, 1000.0),),))])
    day = Day(model, [C(0, 40, talk=5, patience=60)])
    assert day[0].outcome == "answered" and day[0].waited and day.served(0) == (100, 0)


def test_arrival_as_an_agent_frees_does_not_wait():
    """Ends of work (2) precede arrivals (3)."""
    day = Day(one_queue(), [C(0, 0, talk=100), C(0, 100, talk=5)])
    assert not day[1].waited and day.served(1) == (100, 0)


def test_the_one_who_waited_is_served_before_the_one_who_comes_as_the_agent_frees():
    day = Day(one_queue(), [C(0, 0, talk=100), C(0, 100, talk=5), C(0, 50, talk=10)])
    assert day.served(2) == (100, 0)
    assert day[1].waited and day.served(1) == (110, 0)


def test_no_patience_at_all_and_no_agent_leaves_at_once():
    """Patience 0 s: he joins the queue (3) and leaves it at the same instant (5)."""
    day = Day(one_queue(), [C(0, 0, talk=100), C(0, 20, talk=5, patience=0.0)])
    assert day[1].outcome == "abandoned" and day[1].waited and day[1].left == 20


def test_simultaneous_arrivals_go_by_type_then_ordinal():
    model = center([Live()], [Type(), Type()], [Team(skills=(0, 1), duties=on_all_day(1))])
    day = Day(model, [C(1, 5, talk=10), C(0, 5, talk=20), C(0, 5, talk=30)])
    assert [day.served(i)[0] for i in (1, 2, 0)] == [5, 25, 55]


def test_zero_talk_takes_no_time_and_frees_the_agent_at_once():
    """An end of talk created at this instant precedes the arrivals of the same instant."""
    day = Day(one_queue(), [C(0, 5, talk=0), C(0, 5, talk=7), C(0, 6, talk=0)])
    assert day.served(0) == (5, 0) and day[0].handled == 5
    assert day.served(1) == (5, 0) and not day[1].waited
    assert day.served(2) == (12, 0)


def test_durations_are_rounded_once_half_to_even_to_the_time_grid():
    tick = 2.0**-20
    day = Day(one_queue(), [C(0, 0, talk=10 + 0.5 * tick), C(0, 1, talk=10 + 1.5 * tick), C(0, 2, talk=1)])
    assert day[0].talk_end == 10
    assert day[1].talk_end == 20 + 2 * tick
    assert day[2].answered == 20 + 2 * tick


def test_talk_and_wrap_up_take_the_skill_factor_alike():
    model = center([Live()], [Type()], [Team(skills=(0,), duties=on_all_day(1), factor={0: 1.5})])
    day = Day(model, [C(0, 0, talk=60, wrap_up=20)])
    assert (day[0].talk_end, day[0].handled) == (90, 120)


# --- blocking, lines, balking ----------------------------------------------------------------------


def test_max_waiting_blocks_only_who_would_wait():
    day = Day(one_queue(max_waiting=1), [C(0, 0, talk=50), C(0, 10, talk=20), C(0, 20, talk=9), C(0, 70, talk=5)])
    assert [day[i].outcome for i in range(4)] == ["answered", "answered", "blocked", "answered"]
    assert day[2].answered is None and day[2].agent == -1
    assert not day[3].waited and day.served(3) == (70, 0)


def test_max_waiting_of_zero_lets_nobody_wait():
    day = Day(one_queue(max_waiting=0), [C(0, 0, talk=50), C(0, 49, talk=20), C(0, 50, talk=9)])
    assert [day[i].outcome for i in range(3)] == ["answered", "blocked", "answered"]


def test_max_waiting_counts_its_own_type_only():
    model = center([Live()], [Type(), Type(max_waiting=1)], [Team(skills=(0, 1), duties=on_all_day(1))])
    day = Day(model, [C(0, 0, talk=50), C(0, 10, talk=1), C(0, 11, talk=1), C(1, 12, talk=1), C(1, 13, talk=1)])
    assert [day[i].outcome for i in range(5)] == ["answered"] * 4 + ["blocked"]


def test_arrival_precedes_the_end_of_patience_of_the_same_instant():
    """The place in the queue is not yet free when the newcomer asks for it."""
    day = Day(one_queue(max_waiting=1), [C(0, 0, talk=500), C(0, 10, patience=40), C(0, 50, talk=5)])
    assert day[1].outcome == "abandoned" and day[1].left == 50
    assert day[2].outcome == "blocked"


def test_lines_are_held_from_arrival_to_the_end_of_talk_not_of_wrap_up():
    model = center([Live(lines=2)], [Type()], ONE)
    day = Day(
        model,
        [C(0, 0, talk=100, wrap_up=50), C(0, 10, talk=5), C(0, 20, talk=5), C(0, 100, talk=5), C(0, 101, talk=5)],
    )
    assert [day[i].outcome for i in range(5)] == ["answered", "answered", "blocked", "answered", "blocked"]
    assert [day.served(i)[0] for i in (1, 3)] == [150, 155]


def test_a_line_is_freed_by_abandonment_and_not_taken_by_the_blocked():
    model = center([Live(lines=2)], [Type()], ONE)
    day = Day(model, [C(0, 0, talk=100), C(0, 10, patience=20), C(0, 30), C(0, 31, talk=5), C(0, 32)])
    assert [day[i].outcome for i in range(5)] == ["answered", "abandoned", "blocked", "answered", "blocked"]


def test_without_a_line_even_an_idle_agent_does_not_help():
    model = center([Live(lines=1)], [Type()], TWO)
    day = Day(model, [C(0, 0, talk=100), C(0, 10, talk=5), C(0, 100, talk=5)])
    assert [day[i].outcome for i in range(3)] == ["answered", "blocked", "answered"]


def test_lines_are_shared_by_the_types_of_a_channel_and_by_no_other():
    model = center([Live(lines=1), Live()], [Type(0), Type(0), Type(1)], [Team(skills=(0, 1, 2), duties=on_all_day(3))])
    day = Day(model, [C(0, 0, talk=100), C(1, 10, talk=5), C(2, 20, talk=5)])
    assert [day[i].outcome for i in range(3)] == ["answered", "blocked", "answered"]


def test_balking_by_number_already_waiting_and_only_by_who_would_wait():
    """0 % with nobody waiting, 50 % from one on: a uniform of 0.4 balks, 0.5 does not (balks when below)."""
    model = one_queue(balking=((0, 0.0), (1, 0.5)))
    day = Day(
        model,
        [
            C(0, 0, talk=100, balking=0.0),
            C(0, 10, talk=10, balking=0.0),
            C(0, 20, talk=10, balking=0.4),
            C(0, 30, talk=10, balking=0.5),
        ],
    )
    assert [day[i].outcome for i in range(4)] == ["answered", "answered", "balked", "answered"]
    assert day[2].waited and day[2].answered is None
    assert [day.served(i)[0] for i in (1, 3)] == [100, 110]


def test_blocking_comes_before_balking():
    model = one_queue(balking=((0, 1.0),), max_waiting=0)
    day = Day(model, [C(0, 0, talk=100), C(0, 10)])
    assert day[1].outcome == "blocked"


# --- the contact rules -----------------------------------------------------------------------------

BUSY_UNTIL_100 = C(0, 0, talk=100)


def order_taken(
    contact_rule: str, types: list[Type], contacts: list[C], order: dict[int, int] | None = None
) -> list[int]:
    """The order in which one agent, busy until 100, takes the others (10 s each)."""
    team = Team(skills=tuple(range(len(types))), duties=on_all_day(1), order=order or {})
    day = Day(center([Live()], types, [team], contact_rule=contact_rule), [BUSY_UNTIL_100, *contacts])
    times = [day[i].answered for i in range(1, len(contacts) + 1)]
    assert sorted(t for t in times if t is not None) == [100 + 10 * i for i in range(len(contacts))]
    return sorted(range(len(contacts)), key=lambda i: times[i] or 0.0)


def c(kind: int, at: float) -> C:
    return C(kind, at, talk=10)


def test_rule_priority_smaller_number_first_then_longest_wait():
    types = [Type(priority=2), Type(priority=1), Type(priority=2)]
    assert order_taken("priority", types, [c(0, 30), c(2, 20), c(1, 90), c(1, 80)]) == [3, 2, 1, 0]


def test_rule_longest_wait_knows_no_priority():
    types = [Type(priority=2), Type(priority=1), Type(priority=2)]
    assert order_taken("longest_wait", types, [c(0, 30), c(2, 20), c(1, 90), c(1, 80)]) == [1, 0, 3, 2]


def test_rule_longest_wait_adds_the_head_start():
    """At 100 type 0 has waited 60 s; type 1 20 s with 90 s ahead. At 110 the other of type 1: 9.5 + 90 > 70."""
    types = [Type(), Type(head_start=90.0)]
    assert order_taken("longest_wait", types, [c(0, 40), c(1, 80), c(1, 100.5)]) == [1, 2, 0]


def test_rule_priority_knows_no_head_start():
    assert order_taken("priority", [Type(), Type(head_start=90.0)], [c(0, 40), c(1, 80)]) == [0, 1]


def test_head_start_is_not_a_waiting_time_in_the_log():
    types = [Type(), Type(head_start=90.0)]
    team = Team(skills=(0, 1), duties=on_all_day(1))
    day = Day(center([Live()], types, [team], contact_rule="longest_wait"), [BUSY_UNTIL_100, c(0, 40), c(1, 80)])
    assert day[2].answered == 100 and day[1].answered == 110


def test_rule_weighted_wait():
    """At 100: 70 s x 1 against 40 s x 2: type 1 first. At 110 his follower: 15 s x 2 = 30 against 80."""
    assert order_taken("weighted_wait", [Type(), Type(weight=2.0)], [c(0, 30), c(1, 60), c(1, 95)]) == [1, 0, 2]


def test_rule_earliest_deadline():
    """Deadlines 30 + 200 = 230, 60 + 60 = 120, 90 + 60 = 150."""
    types = [Type(answer_within=200.0), Type(answer_within=60.0)]
    assert order_taken("earliest_deadline", types, [c(0, 30), c(1, 60), c(1, 90)]) == [1, 2, 0]


def test_rule_group_order_with_an_inner_class():
    """Type 2 first; types 0 and 1 are one class: the longest wait."""
    types = [Type(), Type(), Type()]
    taken = order_taken("group_order", types, [c(0, 20), c(1, 10), c(2, 95), c(0, 5)], order={2: 0, 0: 1, 1: 1})
    assert taken == [2, 3, 1, 0]


@pytest.mark.parametrize("rule", ["priority", "longest_wait", "weighted_wait", "earliest_deadline"])
def test_ties_go_by_joining_then_key(rule: str):
    assert order_taken(rule, [Type(), Type()], [c(1, 30), c(0, 30), c(1, 20)]) == [2, 1, 0]


def test_tie_of_weighted_waits_goes_to_who_joined_first():
    """At 100: 80 s x 1 = 40 s x 2."""
    assert order_taken("weighted_wait", [Type(weight=2.0), Type()], [c(0, 60), c(1, 20)]) == [1, 0]
