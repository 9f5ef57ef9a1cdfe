"""What `validate` says, each warning provoked once and silent where all is well."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from model_scenarios import HOUR, WEEKDAYS, calendar, contact, group, hours, law, scenario

from ccsim.model import build
from ccsim.model.offered_load import eligible, least_work, overloads
from ccsim.model.warnings import describe, warn
from ccsim.scenario.schema import (
    Absence,
    Arrivals,
    Break,
    ByTime,
    Channel,
    ChannelOpening,
    ForecastRow,
    Opening,
    Preference,
    Routing,
    Scenario,
    Shift,
    Skill,
    StaffingRow,
    Target,
    TraceRow,
)


def said(given: Scenario) -> list[str]:
    return warn(given, build(given))


def per_hour(rate: float) -> Arrivals:
    return Arrivals(rate=((0.0, rate / HOUR),))


def rows(*counts: tuple[float, float, int]) -> tuple[StaffingRow, ...]:
    return tuple(StaffingRow(start=a * HOUR, end=b * HOUR, agents=n) for a, b, n in counts)


def test_nothing_is_said_where_all_is_well():
    assert said(scenario()) == []


def test_table_warnings_come_first():
    assert said(scenario(warnings=("calls.csv: 3 rows outside the horizon",))) == [
        "calls.csv: 3 rows outside the horizon"
    ]


def test_holidays_inside_the_horizon():
    week = calendar(days=2, holidays=frozenset({date(2026, 3, 3), date(2026, 7, 1)}))
    assert said(scenario(calendar=week)) == ["Tue 2026-03-03 is a holiday, closed: voice"]
    assert said(scenario(calendar=week, opening=Opening())) == ["Tue 2026-03-03 is a holiday, no channel is closed"]


def test_a_type_that_no_group_may_take():
    contacts = {"calls": contact(), "chats": contact()}
    without = scenario(contacts=contacts)
    assert said(without) == ["contacts.chats: no group may take it (no group has the skill); nobody will answer"]
    left_out = scenario(
        contacts=contacts,
        agents={"team": group("calls", "chats")},
        routing=Routing(preferences={"chats": ()}),
    )
    assert said(left_out) == [
        "contacts.chats: no group may take it (routing.preferences leaves out team); nobody will answer",
        "agents.team.skills.chats: never used, routing.preferences.chats leaves the group out",
    ]


def test_idle_groups_and_types_without_demand():
    quiet = scenario(
        contacts={"calls": contact(), "chats": contact(arrivals=per_hour(0.0))},
        agents={"team": group("calls"), "spare": group("chats")},
    )
    assert said(quiet) == [
        "contacts.chats: none is expected to come inside the horizon",
        "agents.spare: idle throughout, no contact that comes may be taken by this group",
    ]


def test_demand_with_nobody_on_duty_to_the_minute():
    gap = scenario(
        contacts={"calls": contact(arrivals=per_hour(60.0))},
        agents={"team": group("calls", staffing=rows((8.25, 12, 12), (13, 20, 12)))},
    )
    assert said(gap) == [
        "contacts.calls: 75.0 contacts expected while nobody who may take them is on duty: "
        "Mon 2026-03-02 08:00 to 08:15 (15.0 contacts), Mon 2026-03-02 12:00 to 13:00 (60.0 contacts)"
    ]


def test_a_break_of_all_at_once_leaves_nobody_and_more_stretches_are_counted():
    breaks = {f"b{i}": Break(length=600.0, at=(9 + i) * HOUR) for i in range(5)}
    all_out = scenario(
        opening=Opening(default=hours(8, 16)),
        contacts={"calls": contact(arrivals=per_hour(6.0))},
        agents={
            "team": group(
                "calls", shifts={"s": Shift(agents=3, days=WEEKDAYS, start=8 * HOUR, end=16 * HOUR, breaks=breaks)}
            )
        },
    )
    (sentence,) = said(all_out)
    assert sentence.startswith("contacts.calls: 5.0 contacts expected while nobody")
    assert sentence.endswith("11:00 to 11:10 (1.0 contacts) and 2 more stretches")


def test_a_group_that_is_never_there():
    assert said(scenario(agents={"team": group("calls", staffing=0)})) == [
        "contacts.calls: nobody who may take it is ever on duty"
    ]


def test_deferred_contacts_may_come_while_nobody_is_there():
    night = scenario(
        opening=Opening(default=hours(8, 20), channels={"mail": ChannelOpening(receives="always")}),
        channels={"mail": Channel(kind="deferred")},
        contacts={"letters": contact("mail", arrivals=per_hour(2.0), patience=None)},
        agents={"team": group("letters")},
    )
    assert said(night) == []


def test_load_above_staff_names_the_worst_intervals():
    steps = ((0.0, 30 / HOUR), (10 * HOUR, 90 / HOUR), (10.5 * HOUR, 72 / HOUR), (11 * HOUR, 30 / HOUR))
    busy = scenario(contacts={"calls": contact(arrivals=Arrivals(rate=steps))})
    assert said(busy) == [
        "offered load of calls above the staff that may take it in 2 of 24 intervals with demand; worst: "
        "Mon 2026-03-02 10:00 (7.5 erlangs, 5.0 agents), Mon 2026-03-02 10:30 (6.0 erlangs, 5.0 agents)"
    ]


def test_cross_trained_staff_is_lent_where_it_can_be():
    def shared(calls: float, chats: float) -> list[str]:
        return said(
            scenario(
                contacts={"calls": contact(arrivals=per_hour(calls)), "chats": contact(arrivals=per_hour(chats))},
                agents={
                    "callers": group("calls", staffing=4),
                    "both": group("calls", "chats", staffing=4),
                },
            )
        )

    assert shared(72.0, 12.0) == []  # 6 + 1 erlangs against 8 agents
    assert "offered load of chats above" in shared(24.0, 60.0)[0]  # 5 erlangs against the 4 who know chats
    assert "offered load of calls + chats above" in shared(84.0, 24.0)[0]  # 7 + 2 against 8


def test_chat_load_counts_what_an_agent_gets_done_at_once():
    def chats(rate: float, pace: tuple[float, ...]) -> list[str]:
        return said(
            scenario(
                channels={"chat": Channel(kind="live", concurrency=3, pace=pace)},
                contacts={"chats": contact("chat", arrivals=per_hour(rate), answer_within=45.0)},
                agents={"team": group("chats", staffing=1)},
            )
        )

    assert chats(23.0, (1.0, 0.8, 0.65)) == []  # 12 an hour one at a time, 23.4 in threes
    assert "above the staff" in chats(24.0, (1.0, 0.8, 0.65))[0]
    assert "above the staff" in chats(20.0, (1.0, 0.8, 0.5))[0]  # best in twos: 19.2


def test_the_fastest_group_and_hour_bound_the_work_of_a_contact():
    by_time = ByTime(starts=(0.0, 12.1 * HOUR), laws=(law("constant", value=600.0), law("constant", value=300.0)))
    agents = {"slow": group(skills={"calls": Skill(aht=1.5)}), "fast": group(skills={"calls": Skill(aht=0.5)})}
    model = build(scenario(contacts={"calls": contact(handle_time=by_time)}, agents=agents))
    work = least_work(model, 0)
    assert [work[i] for i in (20, 23, 24, 25)] == [300.0, 300.0, 150.0, 150.0]


def test_nothing_is_claimed_of_recorded_talk_times():
    trace = Arrivals(trace=(TraceRow(start=9 * HOUR, talk_time=10.0),) * 500)
    assert not least_work(build(scenario(contacts={"calls": contact(arrivals=trace)})), 0).any()


@settings(derandomize=True, deadline=None, max_examples=40)
@given(
    st.lists(st.sets(st.integers(0, 3), min_size=1), min_size=1, max_size=5),
    st.lists(st.floats(1.0, 90.0), min_size=5, max_size=5),
    st.lists(st.integers(1, 5), min_size=4, max_size=4),
)
def test_a_set_is_overloaded_exactly_when_no_sharing_out_exists(
    skills: list[set[int]], rates: list[float], staff: list[int]
):
    """Against the linear programme of sharing out work to groups."""
    from scipy.optimize import linprog

    contacts = {f"t{k}": contact(arrivals=per_hour(rate)) for k, rate in zip(range(len(skills)), rates, strict=False)}
    agents = {
        f"g{g}": group(*[f"t{k}" for k, able in enumerate(skills) if g in able] or ["t0"], staffing=staff[g])
        for g in range(4)
    }
    model = build(scenario(contacts=contacts, agents=agents))
    load = [rates[k] / 12.0 for k in range(len(skills))]
    pairs = [(k, g) for k in range(len(skills)) for g in eligible(model, k)]
    best = linprog(
        [-1.0] * len(pairs),
        A_ub=[[float(k == i) for k, _ in pairs] for i in range(len(skills))]
        + [[float(g == i) for _, g in pairs] for i in range(4)],
        b_ub=load + [float(n) for n in staff],
    )
    excess = max(float(overload.excess[20]) / 1800.0 for overload in overloads(model, live_only=True))
    assert max(excess, 0.0) == pytest.approx(sum(load) + best.fun, abs=1e-6)


def test_many_classes_of_types_are_looked_at_one_by_one_in_pairs_and_together():
    names = [f"t{k}" for k in range(12)]
    agents = {f"g{i}": group(a, b, staffing=1) for i, (a, b) in enumerate(combinations(names, 2)) if i < 24}
    model = build(scenario(contacts={name: contact() for name in names}, agents=agents))
    sets = list(overloads(model, live_only=True))
    assert len(sets) <= 12 + 66 + 1
    assert sets[-1].types == tuple(range(12))


def test_deferred_work_is_held_against_the_whole_horizon():
    def letters(rate: float) -> list[str]:
        return said(
            scenario(
                channels={"voice": Channel(kind="live"), "mail": Channel(kind="deferred")},
                contacts={
                    "calls": contact(arrivals=per_hour(24.0)),
                    "letters": contact("mail", arrivals=per_hour(rate), patience=None, priority=2.0),
                },
                agents={"team": group("calls", "letters")},
            )
        )

    assert letters(35.0) == []
    assert letters(48.0) == [
        "calls + letters need at least 72.0 agent-hours over the horizon, those who may take them are planned for "
        "60.0: some of them will not be served"
    ]


def test_demand_cut_at_the_opening_is_counted():
    forecast = Arrivals(forecast=(ForecastRow(start=6 * HOUR, end=10 * HOUR, contacts=40),))
    assert said(scenario(contacts={"calls": contact(arrivals=forecast)})) == [
        "contacts.calls: 20.0 contacts of 40.0 contacts fall outside the opening hours of voice and do not come"
    ]
    trace = Arrivals(trace=(TraceRow(start=7 * HOUR), TraceRow(start=9 * HOUR)))
    assert "1.0 contacts of 2.0 contacts fall outside" in said(scenario(contacts={"calls": contact(arrivals=trace)}))[0]


def test_a_live_channel_does_not_receive_at_night():
    opening = Opening(default=hours(8, 20), channels={"voice": ChannelOpening(receives="always")})
    assert said(scenario(opening=opening)) == [
        "opening.voice.receives: always has no effect on a live channel, its contacts come in opening hours only"
    ]


def test_customers_who_wait_for_ever_unless_that_was_said():
    assert said(scenario(contacts={"calls": contact(patience=None)})) == [
        "contacts.calls: no patience given, so its customers wait for ever (patience: never says so on purpose)"
    ]
    assert said(scenario(contacts={"calls": contact(patience=law("never"))})) == []


def test_agents_on_duty_while_all_is_closed():
    early = scenario(agents={"team": group("calls", staffing=rows((6, 20, 5)))})
    assert said(early) == [
        "agents.team: 10.0 agent-hours are planned while every channel of its skills is closed: "
        "Mon 2026-03-02 06:00 to 08:00 (10.0 agent-hours)"
    ]


def test_the_longest_stretches_on_duty_while_closed_are_named():
    late = [row for day in range(5) for row in ((24 * day + 8, 24 * day + 20.5 + day / 10, 5),)]
    found = scenario(calendar=calendar(days=5), agents={"team": group("calls", staffing=rows(*late))})
    assert said(found) == [
        "agents.team: 17.5 agent-hours are planned while every channel of its skills is closed: "
        "Wed 2026-03-04 20:00 to 20:42 (3.5 agent-hours), Thu 2026-03-05 20:00 to 20:48 (4.0 agent-hours), "
        "Fri 2026-03-06 20:00 to 20:54 (4.5 agent-hours) and 2 more stretches"
    ]


def test_a_chat_without_its_own_threshold_is_judged_as_a_call():
    def chats(concurrency: int, **more: float) -> list[str]:
        return said(
            scenario(
                channels={"chat": Channel(kind="live", concurrency=concurrency)},
                contacts={"chats": contact("chat", **more)},
                agents={"team": group("chats")},
            )
        )

    assert chats(3) == [
        "contacts.chats: no answer_within given, so 20 s is taken as for calls, though an agent has 3 at a time "
        "(answer_within: 20 s says so on purpose)"
    ]
    assert chats(1) == [] and chats(3, answer_within=20.0) == []


IMPOSSIBLE = [
    (
        {"contact": "calls", "measure": "service_level", "at_least": 0.8},
        "no staffing can meet it: routing lets no group take calls before 45 s, the threshold is 20 s",
    ),
    (
        {"measure": "asa", "at_most": 30.0},
        "no staffing can meet it: routing lets no group take calls before 45 s of waiting, above 30 s",
    ),
    (
        {"contact": "calls", "measure": "resolution", "at_least": 0.9},
        "no staffing can meet it: the best group resolves 70.0% of calls, below 90.0%",
    ),
    (
        {"contact": "calls", "measure": "aht", "at_most": 200.0},
        "no staffing can meet it: the fastest group needs 270 s for calls on average, above 200 s",
    ),
    ({"contact": "quiet", "measure": "asa", "at_most": 30.0}, "no such contact is expected to come"),
    ({"agents": "empty", "measure": "occupancy", "at_most": 0.8}, "nobody of empty is on duty"),
]
POSSIBLE = [
    {"contact": "calls", "measure": "service_level", "at_least": 0.8, "within": 60.0},
    {"contact": "calls", "measure": "service_level_met_or_left", "at_least": 0.8},
    {"contact": "calls", "measure": "service_level", "at_most": 0.8},
    {"measure": "asa", "at_most": 45.0},
    {"contact": "calls", "measure": "resolution", "at_least": 0.7},
    {"contact": "calls", "measure": "aht", "at_most": 270.0},
    {"measure": "mean_wait", "at_most": 1.0},
    {"measure": "abandonment_rate", "at_most": 0.0},
    {"agents": "team", "measure": "occupancy", "at_most": 0.1},
]


def judged(target: dict[str, object]) -> list[str]:
    late = {"calls": ((Preference(group="team", after=45.0),),)}
    center = scenario(
        contacts={"calls": contact(), "quiet": contact(arrivals=per_hour(0.0))},
        agents={
            "team": group(skills={"calls": Skill(aht=0.9, resolution=0.7), "quiet": Skill()}),
            "empty": group("calls", staffing=0),
        },
        routing=Routing(preferences=late),
        targets={"mine": Target.model_validate(target)},
    )
    return [sentence for sentence in said(center) if sentence.startswith("targets.mine: ")]


@pytest.mark.parametrize(("target", "sentence"), IMPOSSIBLE)
def test_targets_that_nobody_can_meet(target: dict[str, object], sentence: str):
    (found,) = judged(target)
    assert sentence in found


@pytest.mark.parametrize("target", POSSIBLE)
def test_targets_that_some_staffing_may_meet_are_left_alone(target: dict[str, object]):
    assert judged(target) == []


def test_a_service_level_of_what_nobody_may_take():
    center = scenario(
        contacts={"calls": contact(), "chats": contact()},
        targets={"chat": Target(contact="chats", measure="service_level", at_least=0.5)},
    )
    assert "targets.chat: no staffing can meet it: no group may take chats" in said(center)


@pytest.mark.parametrize(
    ("talk", "clock", "sla_at", "certain"),
    [
        (600.0, "elapsed", "end", True),
        (600.0, "elapsed", "start", False),
        (600.0, "opening", "end", False),
        (300.0, "elapsed", "end", False),
    ],
)
def test_a_reply_that_takes_longer_than_its_threshold(talk: float, clock: str, sla_at: str, certain: bool):
    letters = contact(
        "mail", handle_time=law("constant", value=talk), patience=None, answer_within=300.0, clock=clock, sla_at=sla_at
    )
    center = scenario(
        channels={"mail": Channel(kind="deferred")},
        contacts={"letters": letters},
        agents={"team": group("letters", staffing=20)},
        targets={"mine": Target(channel="mail", measure="service_level", at_least=0.5)},
    )
    expected = "targets.mine: no staffing can meet it: every reply to letters takes longer than the threshold of 300 s"
    assert (expected in said(center)) is certain


def test_what_was_understood():
    center = scenario(
        calendar=calendar(days=2, holidays=frozenset({date(2026, 3, 3)}), warm_up=1800.0),
        channels={"voice": Channel(kind="live", lines=30), "chat": Channel(kind="live", concurrency=3)},
        contacts={
            "calls": contact(talk_time=law("constant", value=200.0), wrap_up=law("gamma", mean=40.0, cv=0.6)),
            "chats": contact("chat", patience=law("never"), arrivals=per_hour(200.0)),
        },
        agents={"team": group(skills={"calls": Skill(), "chats": Skill(aht=1.1)})},
        understood=("calls.csv: semicolon-separated",),
    )
    assert describe(center, build(center)) == [
        "small: Mon 2026-03-02 to Tue 2026-03-03 (2 days, 1 holiday), UTC, intervals of 30 min, warm-up 30 min",
        "channel voice: live, open Mon 2026-03-02 08:00 to 20:00, 30 lines",
        "channel chat: live, open Mon 2026-03-02 08:00 to 20:00, up to 3 at a time",
        "contact calls: 432 contacts a day on 1 of 2 days, AHT 240 s (talk 200 s, constant; wrap-up 40 s, gamma, cv "
        "0.6), patience 120 s on average (exponential, cv 1), answer within 20 s (default)",
        "contact chats: 2,400 contacts a day on 1 of 2 days, AHT 300 s (wrap-up included; exponential, cv 1), waits "
        "for ever, answer within 20 s (default)",
        "agents team: 60 agent-hours planned, at most 5 at work at once, 5 people, skills calls, chats 110%",
        "routing priority: who comes free takes the smallest priority number, then what has waited longest",
        "calls.csv: semicolon-separated",
    ]


def test_a_channel_that_never_opens_or_never_closes_is_described_so():
    shut = scenario(opening=Opening(default=hours(8, 20, ("tue",))))
    assert "channel voice: live, never opens" in describe(shut, build(shut))
    always = scenario(opening=Opening())
    assert "channel voice: live, never closes" in describe(always, build(always))


def test_midnight_ends_a_day_as_24_00():
    late = scenario(calendar=calendar(days=3), opening=Opening(default=hours(8, 24)))
    assert "open 48 h in 3 windows, first Mon 2026-03-02 08:00 to 24:00" in describe(late, build(late))[1]
    assert build(late).paid_seconds.tolist() == [[16 * 5 * HOUR] * 3]


def shared_mail(priority: float, rule: str = "priority", interruptible: bool = False) -> Scenario:
    mail = contact(channel="mail", priority=priority, patience=None)
    return scenario(
        channels={"voice": Channel(kind="live"), "mail": Channel(kind="deferred", interruptible=interruptible)},
        contacts={"calls": contact(), "letters": mail},
        agents={"team": group("calls", "letters", staffing=12)},
        routing=Routing(contact_rule=rule),
    )


def test_deferred_work_that_would_go_before_people_who_wait():
    [warning] = said(shared_mail(1.0))
    assert warning.startswith("contacts.letters: deferred work has usually waited longest")
    assert "taken before calls that wait; a larger priority number" in warning
    assert said(shared_mail(2.0)) == []
    assert said(shared_mail(1.0, interruptible=True)) == []
    assert "contact_rule: priority and a larger number" in said(shared_mail(2.0, rule="longest_wait"))[0]


# --- absence ----------------------------------------------------------------------------------------------------


def on_shift(agents: int, absence: float | None, **more: object) -> Scenario:
    shift = Shift(agents=agents, days=WEEKDAYS, start=8 * HOUR, end=20 * HOUR)
    away = None if absence is None else Absence(share=absence)
    return scenario(agents={"team": group("calls", shifts={"day": shift}, absence=away)}, **more)


def test_absence_of_everybody_is_nobody_on_duty():
    assert said(on_shift(5, 1.0))[:2] == [
        "agents.team: absence of 100 %: nobody comes (1% if that was meant)",
        "contacts.calls: nobody who may take it is ever on duty",
    ]
    assert said(on_shift(5, 0.01)) == []


def test_load_is_held_against_those_who_are_present():
    four_erlangs = {"contacts": {"calls": contact(arrivals=per_hour(54.0))}}  # 54 per h x 300 s = 4.5 erlangs
    assert said(on_shift(5, None, **four_erlangs)) == []
    assert said(on_shift(5, 0.05, **four_erlangs)) == []
    [warning] = said(on_shift(5, 0.2, **four_erlangs))
    assert "above the staff that may take it in 24 of 24 intervals" in warning
    assert "(4.5 erlangs, 4.0 agents after absence)" in warning


def test_absence_is_said_of_the_group():
    center = on_shift(5, 0.05)
    assert any(
        "5 people (5 % of them absent on average), skills calls" in line for line in describe(center, build(center))
    )


def test_backlog_counts_absence():
    mail = {
        "channels": {"voice": Channel(kind="deferred")},
        "contacts": {"calls": contact(arrivals=per_hour(54.0), patience=None)},
    }
    assert said(on_shift(5, None, **mail)) == []
    [warning] = said(on_shift(5, 0.2, **mail))
    assert "are planned for 48.0: some of them will not be served" in warning


# --- slips that make a center look better than it is --------------------------------------------------------------


def test_work_that_takes_no_time():
    nothing = law("constant", value=0.0)
    warned = "contacts.calls: talk or handle time is 0 s on average: it takes no agent any time"
    assert said(scenario(contacts={"calls": contact(handle_time=nothing)})) == [warned]
    assert said(scenario(contacts={"calls": contact(talk_time=nothing, wrap_up=law("constant", value=9.0))})) == [
        warned
    ]
    trace = Arrivals(trace=(TraceRow(start=9 * HOUR, talk_time=60.0),))
    assert said(scenario(contacts={"calls": contact(arrivals=trace, handle_time=nothing)})) == []


@pytest.mark.parametrize(
    ("receives", "arrivals", "told"),
    [
        ("always", per_hour(5.0), "receives around the clock"),
        ("opening", per_hour(5.0), "receives in opening hours"),
        (None, per_hour(5.0), "receives in opening hours"),
        (
            None,
            Arrivals(forecast=(ForecastRow(start=0.0, end=HOUR, contacts=3.0),)),
            "receives whenever its tables say",
        ),
    ],
)
def test_when_deferred_contacts_come_is_said(receives: str | None, arrivals: Arrivals, told: str):
    center = scenario(
        channels={"voice": Channel(kind="deferred")},
        contacts={"calls": contact(arrivals=arrivals, patience=None)},
        opening=Opening(default=hours(8, 20), channels={"voice": ChannelOpening(receives=receives)}),
    )
    assert describe(center, build(center))[1] == f"channel voice: deferred, open Mon 2026-03-02 08:00 to 20:00, {told}"
