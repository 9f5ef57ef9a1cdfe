"""The rest of the model: timeline, channels, types, groups, routing."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest
from model_scenarios import HOUR, calendar, clinic, contact, group, hours, law, scenario

from ccsim.errors import NotSupported
from ccsim.model import build
from ccsim.model.arrivals import expected_contacts
from ccsim.model.warnings import warn
from ccsim.scenario import from_dict
from ccsim.scenario.schema import (
    BySegment,
    ByTime,
    Channel,
    ChannelOpening,
    DayVariation,
    Demand,
    Intraday,
    Opening,
    Preference,
    Routing,
    Segment,
    Skill,
)
from ccsim.scenario.schema_behaviour import NONE, SelfService


def test_the_timeline_over_a_change_of_clocks():
    model = build(scenario(calendar=calendar(date(2026, 3, 28), 3, timezone="Europe/Madrid", warm_up=HOUR)))
    timeline = model.timeline
    assert (timeline.day_edges / HOUR).tolist() == [0, 24, 47, 71]
    assert np.bincount(timeline.interval_day).tolist() == [48, 46, 48]
    assert timeline.interval_start[48 + 4] == "2026-03-29 03:00"
    assert timeline.time_of_day[48 + 4] == 3 * HOUR
    assert (timeline.horizon, timeline.warm_up) == (71 * HOUR, HOUR)


def test_channels_have_their_own_hours_and_closing():
    opening = Opening(
        default=hours(8, 20),
        channels={
            "chat": ChannelOpening(hours=hours(0, 24), at_close="drop"),
            "mail": ChannelOpening(receives="always"),
        },
    )
    kinds = {"voice": Channel(kind="live", lines=7), "chat": Channel(kind="live"), "mail": Channel(kind="deferred")}
    voice, chat, mail = build(scenario(opening=opening, channels=kinds)).channels
    assert voice.open_windows.tolist() == [[8 * HOUR, 20 * HOUR]]
    assert mail.open_windows.tolist() == [[8 * HOUR, 20 * HOUR]]
    assert chat.open_windows.tolist() == [[0, 24 * HOUR]]
    assert [c.never_closes for c in (voice, chat, mail)] == [False, True, False]
    assert [c.drops_at_close for c in (voice, chat, mail)] == [False, True, False]
    assert [c.live for c in (voice, chat, mail)] == [True, True, False]
    assert voice.lines == 7


def test_a_channel_that_never_opens_has_no_window():
    model = build(scenario(opening=Opening(default=hours(8, 20, ("tue",)))))
    assert model.channels[0].open_windows.shape == (0, 2)
    assert not model.channels[0].never_closes


def test_defaults_of_a_contact_type():
    kinds = {"voice": Channel(kind="live"), "mail": Channel(kind="deferred")}
    contacts = {"calls": contact(answer_within=None), "letters": contact("mail", patience=None, sla_at="start")}
    calls, letters = build(scenario(channels=kinds, contacts=contacts)).types
    assert (calls.answer_within, calls.short_abandon) == (20.0, 20.0)
    assert (letters.answer_within, letters.short_abandon) == (4 * HOUR, 4 * HOUR)
    assert (calls.clock_opening, letters.clock_opening) == (False, True)
    assert (calls.sla_at_start, letters.sla_at_start) == (False, True)
    assert letters.patience is None
    assert calls.segment_share.tolist() == [1.0]


def test_short_abandon_and_balking_as_given():
    said = contact(answer_within=30.0, short_abandon=5.0, balking=((0, 0.0), (5, 0.03)))
    calls = build(scenario(contacts={"calls": said})).types[0]
    assert (calls.answer_within, calls.short_abandon) == (30.0, 5.0)
    assert (calls.balking_from.tolist(), calls.balking_probability.tolist()) == ([0, 5], [0.0, 0.03])


def test_segments_have_shares_and_patience_of_their_own():
    patience = BySegment(default=law("constant", value=60.0), segments={"old": law("constant", value=300.0)})
    model = build(
        scenario(
            segments={"new": Segment(share=0.5), "old": Segment(share=0.3), "rest": Segment(share=0.2)},
            contacts={"calls": contact(patience=patience), "more": contact(segments={"old": 0.333, "new": 0.6665})},
        )
    )
    assert model.segments == ("new", "old", "rest")
    calls, more = model.types
    assert calls.segment_share.tolist() == [0.5, 0.3, 0.2]
    assert more.segment_share.sum() == 1.0
    assert more.segment_share[2] == 0.0
    assert calls.patience is not None
    assert [law.laws[0].mean for law in calls.patience] == [60.0, 300.0, 60.0]
    assert calls.patience[0] is calls.patience[2]


def test_a_scenario_without_segments_has_one_for_all():
    assert build(scenario()).segments == ("all",)


def test_work_laws_are_the_types_own_and_then_each_groups_own():
    contacts = {"calls": contact(talk_time=law("constant", value=200.0), wrap_up=law("constant", value=40.0))}
    agents = {
        "plain": group("calls"),
        "slow": group(skills={"calls": Skill(aht=1.25)}),
        "own": group(skills={"calls": Skill(handle_time=law("constant", value=120.0))}),
        "talkers": group(skills={"calls": Skill(talk_time=law("constant", value=320.0), resolution=0.5)}),
    }
    model = build(scenario(contacts=contacts, agents=agents))
    calls = model.types[0]
    assert [work.talk.laws[0].mean for work in calls.work] == [200.0, 120.0, 320.0]
    assert [work.wrap_up and work.wrap_up.laws[0].mean for work in calls.work] == [40.0, None, 40.0]
    assert [g.work[0] for g in model.groups] == [0, 0, 1, 2]
    assert [g.factor[0] for g in model.groups] == [1.0, 1.25, 1.0, 1.0]
    assert [g.aht_ratio[0] for g in model.groups] == pytest.approx([1.0, 1.25, 0.5, 1.5])
    assert [g.resolution[0] for g in model.groups] == [1.0, 1.0, 1.0, 0.5]
    assert [(p.group, p.rank) for p in model.routing.preferences[0]] == [(2, 0), (0, 1), (1, 2), (3, 3)]


def test_means_of_laws_by_time_are_averaged_over_the_day():
    by_time = ByTime(starts=(0.0, 18 * HOUR), laws=(law("constant", value=100.0), law("constant", value=500.0)))
    agents = {"own": group(skills={"calls": Skill(handle_time=by_time)}), "plain": group("calls")}
    contacts = {"calls": contact(handle_time=law("constant", value=200.0))}
    model = build(scenario(contacts=contacts, agents=agents))
    assert [g.aht_ratio[0] for g in model.groups] == [1.0, 1.0]
    assert [(p.group, p.rank) for p in model.routing.preferences[0]] == [(0, 0), (1, 0)]


def test_a_type_without_work_compares_with_nothing():
    agents = {"own": group(skills={"calls": Skill(handle_time=law("constant", value=9.0))}), "plain": group("calls")}
    model = build(scenario(contacts={"calls": contact(handle_time=law("constant", value=0.0))}, agents=agents))
    assert [g.aht_ratio[0] for g in model.groups] == [math.inf, 1.0]


def test_default_pools_are_of_equal_speed_fastest_first():
    factors = [1.1, 1.0, 1.1 + 1e-14, 0.9, 1.0]
    agents = {f"g{i}": group(skills={"calls": Skill(aht=aht)}) for i, aht in enumerate(factors)}
    ranked = build(scenario(agents=agents)).routing.preferences[0]
    assert [(p.rank, p.group) for p in ranked] == [(0, 3), (1, 1), (1, 4), (2, 0), (2, 2)]
    assert {p.delay for p in ranked} == {0.0}


def test_preferences_as_given_leave_the_others_out():
    agents = {name: group("calls", "chats") for name in "abc"}
    given = {
        "calls": ((Preference(group="c"), Preference(group="a")), (Preference(group="b", after=45.0),)),
        "chats": (),
    }
    contacts = {"calls": contact(), "chats": contact()}
    routing = build(scenario(contacts=contacts, agents=agents, routing=Routing(preferences=given))).routing
    assert [(p.rank, p.group, p.delay) for p in routing.preferences[0]] == [(0, 0, 0.0), (0, 2, 0.0), (1, 1, 45.0)]
    assert routing.preferences[1] == ()


def test_capacity_is_the_least_common_multiple_of_the_skills_concurrency():
    kinds = {
        "voice": Channel(kind="live"),
        "chat": Channel(kind="live", concurrency=3),
        "mail": Channel(kind="deferred", concurrency=2),
    }
    contacts = {"calls": contact(), "chats": contact("chat"), "letters": contact("mail", patience=None)}
    agents = {"all": group("letters", "calls", "chats"), "two": group("calls", "chats"), "one": group("calls")}
    groups = build(scenario(channels=kinds, contacts=contacts, agents=agents)).groups
    assert [(g.capacity, g.load) for g in groups] == [(6, (6, 2, 3)), (3, (3, 1, 0)), (1, (1, 0, 0))]
    assert groups[0].types == (2, 0, 1)
    assert groups[1].work.tolist() == [0, 0, -1]


def test_order_classes_are_given_or_the_order_of_the_skills():
    contacts = {name: contact() for name in ("calls", "chats", "letters", "visits")}
    agents = {"given": group("calls", "chats", "letters", "visits"), "default": group("visits", "calls")}
    routing = Routing(contact_rule="group_order", order={"given": (("letters",), ("visits", "calls"))})
    groups = build(scenario(contacts=contacts, agents=agents, routing=routing)).groups
    assert groups[0].order_class == (1, 2, 0, 1)
    assert groups[1].order_class == (1, -1, -1, 0)


def test_reserve_and_money_come_through():
    routing = Routing(reserve={"team": {"calls": 2}}, policy="mine:Policy", agent_rule="random")
    model = build(scenario(agents={"team": group("calls", cost_per_hour=16.0, shrinkage=0.3)}, routing=routing))
    assert model.groups[0].reserve == (2,)
    assert (model.groups[0].cost_per_hour, model.groups[0].shrinkage) == (16.0, 0.3)
    assert (model.routing.policy, model.routing.agent_rule) == ("mine:Policy", "random")


def test_variation_shared_by_all_types():
    demand = Demand(day_variation=DayVariation(cv=0.1), intraday=Intraday(cv=0.08, correlation=0.6))
    model = build(scenario(demand=demand))
    assert (model.shared_day_cv, model.shared_interval_cv, model.shared_interval_correlation) == (0.1, 0.08, 0.6)
    plain = build(scenario())
    assert (plain.shared_day_cv, plain.shared_interval_cv, plain.shared_interval_correlation) == (0.0, 0.0, 0.0)


def test_work_by_segment_is_refused():
    by_segment = BySegment(default=law("constant", value=60.0))
    with pytest.raises(NotSupported, match=r"contacts\.calls: talk, wrap-up and handle times by segment"):
        build(scenario(contacts={"calls": contact(handle_time=by_segment)}))


def test_work_that_is_not_stated_is_refused():
    with pytest.raises(ValueError, match=r"contacts\.calls: needs handle_time, or talk_time"):
        build(scenario(contacts={"calls": contact(handle_time=None)}))
    skill = Skill(wrap_up=law("constant", value=5.0))
    with pytest.raises(ValueError, match="the skill calls: a wrap_up of its own needs a talk_time"):
        build(scenario(agents={"team": group(skills={"calls": skill})}))


def test_the_model_does_not_change_with_the_clock_of_the_machine_or_when_built_twice():
    first, second = build(scenario()), build(scenario())
    assert first.types[0].arrivals.rate.tolist() == second.types[0].arrivals.rate.tolist()
    assert [agent.name for agent in first.agents] == [agent.name for agent in second.agents]


def test_a_scenario_as_written_becomes_a_model():
    written = {
        "name": "week",
        "calendar": {"start": "2026-03-02", "days": 2, "timezone": "America/Bogota"},
        "opening": {"default": {"mon-fri": "08:00-20:00"}, "email": {"receives": "always"}},
        "segments": {"new": {"share": "40%"}, "old": {"share": "60%"}},
        "channels": {
            "voice": {"kind": "live"},
            "chat": {"kind": "live", "concurrency": 2, "pace": [1, 0.8]},
            "email": {"kind": "deferred"},
        },
        "contacts": {
            "calls": {
                "channel": "voice",
                "arrivals": {"rate": "60 per h"},
                "patience": {"default": {"exponential": {"mean": "4 min"}}, "new": "90 s"},
                "talk_time": {"lognormal": {"mean": "270 s", "cv": 0.9}},
                "wrap_up": "30 s",
                "balking": {0: 0, 5: "3%"},
            },
            "chats": {
                "channel": "chat",
                "arrivals": {"per_day": 240},
                "patience": "never",
                "handle_time": "5 min",
                "answer_within": "60 s",
            },
            "mail": {"channel": "email", "arrivals": {"per_day": 48}, "handle_time": "5 min", "priority": 2},
        },
        "agents": {
            "team": {"skills": {"calls": "100%", "chats": "110%"}, "staffing": 7},
            "people": {
                "skills": ["calls", "mail"],
                "shifts": {
                    "early": {
                        "agents": 4,
                        "from": "08:00",
                        "to": "16:00",
                        "breaks": {"lunch": {"for": "30 min", "between": "12:00-14:00", "at_most_out": "25%"}},
                    }
                },
                "absence": "5%",
                "late_login": "3 min",
            },
        },
        "routing": {"preferences": {"calls": ["team", {"group": "people", "after": "45 s"}]}},
    }
    model = build(from_dict(written))
    calls, chats, _ = model.types
    assert [round(float(expected_contacts(t.arrivals, model.timeline).sum()), 6) for t in model.types] == [
        1440,
        480,
        96,
    ]
    assert calls.patience is not None and chats.patience is not None
    assert [law.laws[0].mean for law in calls.patience] == [90.0, 240.0]
    assert chats.patience[0].laws[0].mean == math.inf
    assert calls.balking_from.tolist() == [0, 5]
    assert model.groups[0].load == (2, 1, 0)
    assert [(p.group, p.rank, p.delay) for p in model.routing.preferences[0]] == [(0, 0, 0.0), (1, 1, 45.0)]
    lunches = [agent.duties[0].breaks[0].due / HOUR for agent in model.agents if agent.group == 1]
    assert lunches == [12.0, 12.5, 13.0, 13.5]
    assert {agent.absence for agent in model.agents} == {0.0, 0.05}
    assert warn(from_dict(written), model) == []


@pytest.mark.parametrize("section", ["appointments", "self_service"])
def test_a_name_that_a_contact_type_has_too(section):
    given = clinic(self_service={"bot": SelfService(time=law("constant", value=60.0), containment=NONE)})
    (one,) = getattr(given, section).values()
    with pytest.raises(ValueError, match=rf"{section}.calls: a contact type has this name"):
        build(given.model_copy(update={section: {"calls": one}}))
