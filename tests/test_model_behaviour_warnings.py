"""What `validate` says of appointments, journeys, self-service and live rules: each thing once, else nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from model_scenarios import HOUR, calendar, clinic, contact, group, hours, law, scenario

from ccsim.model import build
from ccsim.model.inflow import least_factor, least_reaching
from ccsim.model.offered_load import overloads
from ccsim.model.warnings import describe, warn
from ccsim.scenario.record import ShareBySegment
from ccsim.scenario.schema import (
    Arrivals,
    Channel,
    ChannelOpening,
    Opening,
    Preference,
    Routing,
    Scenario,
    Segment,
    Skill,
    StaffingRow,
    Target,
)
from ccsim.scenario.schema_behaviour import (
    Bound,
    Context,
    Experience,
    HandOver,
    Journeys,
    Move,
    Proactive,
    Returns,
    Rule,
    SelfService,
    When,
)
from ccsim.scenario.schema_bookings import Cancellation, DiaryRow, NoShow, Reminder, Unconfirmed

DAY = 24 * HOUR
LEAD = law("gamma", mean=8 * HOUR, cv=0.8)
BOOKED = {"requests": Arrivals(rate=((0.0, 2 / HOUR),)), "lead_time": law("constant", value=HOUR)}
MISSED = NoShow(by_lead=((0.0, 0.1),))
QUEUE = Bound(sign=">", value=5.0)
RESOLVES_HALF = {"team": group(skills={"calls": Skill(resolution=0.5)})}


def said(given: Scenario) -> list[str]:
    return warn(given, build(given))


def booked(**more: Any) -> list[str]:
    return said(clinic(**{**BOOKED, **more}))


def of_journeys(moves: dict[str, Any], **more: Any) -> list[str]:
    """Warnings of moves; the window of first-contact resolution fits."""
    short = Experience(first_contact_window=HOUR)
    return said(scenario(journeys=Journeys(moves=moves), experience=short, **more))


def bot(containment: float = 0.5, **more: Any) -> SelfService:
    return SelfService(
        **{"time": law("constant", value=60.0), "containment": ShareBySegment(default=containment), **more}
    )


def rule(do: dict[str, Any], **when: Any) -> dict[str, Rule]:
    return {"rule": Rule(when=When(**{"contact": "calls", "waiting": QUEUE, **when}), **do)}


# --- appointments ---------------------------------------------------------------------------------------------------


def test_nothing_is_said_of_appointments_that_are_well():
    assert booked(no_show=MISSED, reminders={"sms": Reminder(channel="sms", before=HOUR)}) == []


def test_contacts_that_come_by_appointment_are_expected():
    assert not any("none is expected to come" in one for one in booked())


def test_hosts_who_are_never_on_the_plan():
    """Slots of an hour and a half, of which the first is left after one."""
    hour = group("video_visit", staffing=(StaffingRow(start=9 * HOUR, end=10 * HOUR, agents=4),))
    (one,) = booked(slot=5400.0, agents={"hosts": hour, "team": group("calls")})
    assert one == "appointments.visit: hosts are not on the plan throughout any slot of 90 min: no place"


def test_more_requests_than_places():
    """Three hosts in six slots: 18 places; 3 hours of 7 an hour are 21 requests."""
    many = Arrivals(rate=((0.0, 7 / HOUR),))
    (one,) = booked(requests=many)
    assert one == (
        "appointments.visit: 21 requests are expected for 18 places in the scenario's days: the diary fills up, and "
        "who finds no place within 1 d is not booked"
    )
    assert booked(requests=many, self_service={"bot": bot(0.2, fronts=("visit",))}) == []


def test_wishes_beyond_the_booking_horizon():
    (one,) = booked(lead_time=law("exponential", mean=DAY))
    assert one == "appointments.visit: 37% wish a slot further ahead than the horizon of 1 d: not booked"


def test_a_diary_that_books_more_than_there_is():
    rows = (DiaryRow(slot=9 * HOUR, places=5), DiaryRow(slot=9.25 * HOUR, places=1), DiaryRow(slot=10 * HOUR, places=3))
    (one,) = booked(diary=rows)
    assert one == (
        "appointments.visit: the diary books more than there is place in 2 of 3 slots, 3 customers in all: they come "
        "all the same"
    )


def test_hosts_whom_the_preferences_leave_out():
    agents = {"hosts": group("video_visit"), "team": group("calls", "video_visit")}
    preferences = {"video_visit": ((Preference(group="team"),),)}
    assert booked(agents=agents, routing=Routing(preferences=preferences)) == [], "they take them all the same"


def test_two_appointments_with_the_same_hosts():
    given = clinic(**BOOKED)
    visit = given.appointments["visit"]
    (one,) = said(given.model_copy(update={"appointments": {"visit": visit, "control": visit}}))
    assert one == (
        "agents.hosts: hosts visit, control, each with a place for every host: together they can book more customers "
        "than there are hosts"
    )


def test_reminders_where_everybody_comes():
    (one,) = booked(reminders={"sms": Reminder(channel="sms", before=HOUR)})
    assert one == "appointments.visit: no_show is not said, so everybody comes, and its reminders can change nothing"


# --- live rules -----------------------------------------------------------------------------------------------------

TWO_GROUPS = {"agents": {"team": group("calls"), "spare": group("calls")}}


def preferring(*ranks: Preference) -> dict[str, Any]:
    return {**TWO_GROUPS, "routing": Routing(preferences={"calls": tuple((one,) for one in ranks)})}


def test_a_group_that_may_take_the_contact_anyway():
    (one,) = said(scenario(orchestration=rule({"add_group": "spare"}), **TWO_GROUPS))
    assert one == "orchestration.rule: no effect: spare may take calls at once anyway"


@pytest.mark.parametrize("delay", [60.0, None])
def test_adding_a_group_that_waits_or_is_left_out_has_an_effect(delay):
    ranks = (Preference(group="team"), *([Preference(group="spare", after=delay)] if delay else []))
    assert said(scenario(orchestration=rule({"add_group": "spare"}), **preferring(*ranks))) == []


def test_closing_a_group_that_is_never_open():
    (*_, one) = said(scenario(orchestration=rule({"close_group": "spare"}), **preferring(Preference(group="team"))))
    assert one == "orchestration.rule: no effect: spare may not take calls anyway"


def test_hours_of_a_rule_that_clocks_skip():
    """Two to three on the night on which clocks go forward."""
    spring = calendar(date(2026, 3, 29), timezone="Europe/Madrid")
    (one,) = said(scenario(orchestration=rule({"offer": "callback"}, between=((2 * HOUR, 3 * HOUR),)), calendar=spring))
    assert one == "orchestration.rule: its hours lie outside the scenario's days: it is never in force"
    around = rule({"offer": "callback"}, between=((0.0, 0.0),))
    assert said(scenario(orchestration=around, calendar=spring)) == []


BELOW, ABOVE = Bound(sign="<", value=5.0), Bound(sign=">", value=25.0)


@pytest.mark.parametrize(
    ("adds", "closes", "told"),
    [
        ({}, {"waiting": Bound(sign=">", value=4.0)}, True),
        ({"waiting": ABOVE}, {"waiting": BELOW}, False),  # one holds above 12.5, the other below 10
        ({"waiting": ABOVE, "until": Bound(sign="<", value=8.0)}, {"waiting": BELOW}, True),
        ({"waiting": ABOVE}, {"waiting": BELOW, "until": Bound(sign=">=", value=12.5)}, False),
        ({"waiting": BELOW}, {"waiting": Bound(sign="<=", value=1.0)}, True),
        ({"waiting": ABOVE}, {"waiting": None, "idle": BELOW}, True),
        ({"between": ((10 * HOUR, 12 * HOUR),)}, {"between": ((11 * HOUR, 13 * HOUR),)}, True),
        ({"between": ((10 * HOUR, 12 * HOUR),)}, {"between": ((12 * HOUR, 13 * HOUR),)}, False),
        ({"waiting": None, "between": ((10 * HOUR, 12 * HOUR),)}, {}, True),
    ],
)
def test_rules_that_open_and_close_a_group_at_once(adds, closes, told):
    orchestration = {
        "more": rule({"add_group": "spare"}, **adds)["rule"],
        "fewer": rule({"close_group": "spare"}, **closes)["rule"],
    }
    given = preferring(Preference(group="team"), Preference(group="spare", after=60.0))
    found = said(scenario(orchestration=orchestration, **given))
    message = "orchestration.fewer: closes spare for calls, which more adds: while both hold, it is closed"
    assert found == ([message] if told else [])


def test_rules_about_other_groups_do_not_meet():
    orchestration = {
        "more": rule({"add_group": "spare"})["rule"],
        "fewer": rule({"close_group": "team"})["rule"],
    }
    given = preferring(Preference(group="team"), Preference(group="spare", after=60.0))
    assert said(scenario(orchestration=orchestration, **given)) == []


def diverting(chat: ChannelOpening | None = None, **when: Any) -> list[str]:
    """Warnings of a rule from calls, from 8 to 20, to a chat with hours of its own."""
    return said(
        scenario(
            opening=Opening(default=hours(8, 20), channels={"chat": chat} if chat else {}),
            channels={"voice": Channel(kind="live"), "chat": Channel(kind="live"), "mail": Channel(kind="deferred")},
            contacts={
                "calls": contact(arrivals=Arrivals(rate=((0.0, 18 / HOUR),))),
                "chats": contact("chat", arrivals=None),
                "mails": contact("mail", arrivals=None, patience=None),
            },
            agents={"team": group("calls", "chats", "mails", staffing=12)},
            orchestration=rule({"divert_to": when.pop("to", "chats")}, **when),
        )
    )


def test_diversions_to_a_closed_channel():
    (one,) = [one for one in diverting(ChannelOpening(hours=hours(10, 18))) if one.startswith("orchestration")]
    assert one == (
        "orchestration.rule: diverts nobody while chat is closed and voice is open, 4 h in all, first Mon 2026-03-02 "
        "08:00 to 10:00"
    )


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"chat": ChannelOpening(hours=hours(7, 21))},
        {"chat": ChannelOpening(hours=hours(10, 18)), "between": ((10 * HOUR, 18 * HOUR),)},
        {"chat": ChannelOpening(hours=hours(10, 18)), "to": "mails"},
    ],
)
def test_diversions_to_a_channel_that_is_open_when_it_matters(given):
    assert not any(one.startswith("orchestration") for one in diverting(**given))


# --- self-service ---------------------------------------------------------------------------------------------------


def test_a_bot_whose_fronts_never_come():
    silent = Arrivals(rate=((0.0, 0.0),))
    contacts = {"calls": contact(), "chats": contact(arrivals=silent)}
    given = {"contacts": contacts, "agents": {"team": group("calls", "chats")}}
    found = said(scenario(self_service={"bot": bot(fronts=("chats",))}, **given))
    assert found[-1] == "self_service.bot: nothing that it fronts is expected to come: nobody meets it"
    assert not any("bot" in one for one in said(scenario(self_service={"bot": bot(fronts=("calls",))}, **given)))


# --- journeys -------------------------------------------------------------------------------------------------------

AGAIN = (Move(to="calls"),)


@pytest.mark.parametrize(
    ("outcome", "more", "why"),
    [
        ("abandoned", {"contacts": {"calls": contact(patience=law("never"))}}, "its customers wait for ever"),
        ("blocked", {}, "voice has no limit of lines, nor is there max_waiting"),
        ("balked", {}, "nobody balks"),
        ("unresolved", {}, "every contact that is served is resolved"),
        ("resolved", {"contacts": {"calls": contact(resolution=0.0)}}, "no contact is resolved"),
    ],
)
def test_moves_after_what_never_happens(outcome, more, why):
    assert of_journeys({"calls": {outcome: AGAIN}}, **more) == [f"journeys.calls.{outcome}: never happens: {why}"]


@pytest.mark.parametrize(
    ("outcome", "more"),
    [
        ("abandoned", {}),
        ("dropped", {}),
        ("blocked", {"channels": {"voice": Channel(kind="live", lines=30)}}),
        ("blocked", {"contacts": {"calls": contact(max_waiting=9)}}),
        ("balked", {"contacts": {"calls": contact(balking=((0, 0.1),))}}),
        ("unresolved", {"agents": RESOLVES_HALF}),
        ("resolved", {}),
    ],
)
def test_moves_after_what_may_happen(outcome, more):
    assert of_journeys({"calls": {outcome: AGAIN}}, **more) == []


@pytest.mark.parametrize(
    ("outcome", "more", "why"),
    [
        ("no_show", {}, "no_show is not said, so everybody comes"),
        ("late_no_show", {"punctuality": law("constant", value=600.0)}, "nobody comes later than the grace"),
        ("cancelled", {}, "nobody cancels, and nothing asks him to"),
    ],
)
def test_moves_after_bookings_that_never_end_so(outcome, more, why):
    short = Experience(first_contact_window=HOUR)
    moves = {"video_visit": {outcome: (Move(book="visit"),)}}
    found = booked(journeys=Journeys(moves=moves), experience=short, **more)
    assert found == [f"journeys.video_visit.{outcome}: never happens: {why}"]


@pytest.mark.parametrize(
    ("outcome", "more"),
    [
        ("no_show", {"no_show": MISSED}),
        ("late_no_show", {"punctuality": law("normal", mean=0.0, sd=300.0)}),
        (
            "cancelled",
            {"cancellation": Cancellation(share=ShareBySegment(default=0.1), before=law("constant", value=HOUR))},
        ),
        ("cancelled", {"unconfirmed": Unconfirmed(at=HOUR, release=True)}),
        ("not_booked", {}),
    ],
)
def test_moves_after_bookings_that_may_end_so(outcome, more):
    short = Experience(first_contact_window=HOUR)
    moves = {"video_visit": {outcome: (Move(book="visit"),)}}
    assert booked(journeys=Journeys(moves=moves), experience=short, **more) == []


def test_nobody_was_there_before_the_first_day():
    """Of a move that comes back on another day, unless the warm-up covers it or it is of a booking."""

    def after(hours: float) -> Journeys:
        return Journeys(
            moves={"calls": {"abandoned": (Move(to="calls", after=law("exponential", mean=hours * HOUR)),)}}
        )

    def of(journeys: Journeys, **more: Any) -> list[Any]:
        found = said(scenario(journeys=journeys, calendar=calendar(**more)))
        return [one for one in found if one.startswith("journeys")]

    (one,) = of(after(24.0), days=3)
    assert one == (
        "journeys: some come back after 24 h on average, and nobody was there before the first day: it is quieter than "
        "it would be (calendar: {warm_up: 24 h} leaves that time out of all figures)"
    )
    assert "antes del primer día no hubo nadie" in one.said("es")
    assert of(after(24.0), days=3, warm_up=DAY) == []
    assert of(after(24.0), days=1) == []
    assert of(after(4.0), days=3) == []
    assert of(after(200.0), days=3) == []  # nobody is back inside it at all


def test_a_window_of_first_contact_resolution_that_does_not_fit():
    journeys = Journeys(moves={"calls": {"abandoned": AGAIN}})
    (one,) = said(scenario(journeys=journeys, calendar=calendar(days=3, warm_up=HOUR)))
    assert one == (
        "experience.first_contact_window: 168 h do not fit into the 71 h of the scenario after the warm-up: "
        "first_contact_resolution will be empty"
    )
    assert said(scenario(journeys=journeys, calendar=calendar(days=8))) == []
    assert said(scenario()) == []  # nobody comes twice: nothing to miss


def test_repetition_that_shared_data_spare():
    shared = Context(shared_across_channels=True, repeat_aht=1.2)
    assert said(scenario(context=shared)) == [
        "context.repeat_aht: no effect, since what was said is shared across channels"
    ]


# --- bounds that are never wrong ------------------------------------------------------------------------------------

BUSY = Arrivals(rate=((0.0, 100 / HOUR),))
"""Of 300 s each: 8.3 erlangs, above the five agents."""


def overloaded(**more: Any) -> bool:
    return any("offered load" in one for one in said(scenario(contacts={"calls": contact(arrivals=BUSY)}, **more)))


@pytest.mark.parametrize(
    "more",
    [
        {"self_service": {"bot": bot(0.5, fronts=("calls",))}},
        {"self_service": {"bot": bot(0.1, gives_up=ShareBySegment(default=0.4), fronts=("calls",))}},
        {"proactive": {"renewal": Proactive(replaces="calls", share=0.5)}},
        {"orchestration": rule({"offer": "callback"})},
        {"orchestration": rule({"divert_to": "bot"}), "self_service": {"bot": bot()}},
        {"context": Context(repeat_aht=0.5)},
        {"self_service": {"bot": bot(0.0, hand_over=HandOver(aht=0.5), fronts=("calls",))}},
    ],
)
def test_what_may_keep_contacts_from_agents_is_not_held_against_them(more):
    assert overloaded()
    assert not overloaded(**more)


def test_a_group_that_a_rule_may_add_counts_as_staff():
    given = preferring(Preference(group="team"))
    assert overloaded(**given)
    assert not overloaded(orchestration=rule({"add_group": "spare"}), **given)


def test_work_that_surely_reaches_agents_is_still_held_against_them():
    """A fifth is contained: 6.7 erlangs of the shorter contacts, if they were as short as the mean."""
    assert overloaded(self_service={"bot": bot(0.2, fronts=("calls",))})


def test_segments_count_by_the_one_that_self_service_keeps_best():
    contained = ShareBySegment(default=0.1, segments={"new": 0.4})
    given = scenario(
        segments={"new": Segment(share=0.01), "old": Segment(share=0.99)},
        self_service={"bot": bot(fronts=("calls",), easy_first=0.2).model_copy(update={"containment": contained})},
        proactive={"renewal": Proactive(replaces="calls", share=0.5)},
    )
    model = build(given)
    assert least_reaching(model, 0) == pytest.approx(0.5 * 0.6)
    assert least_factor(model, 0) == 1.0  # those left are longer, never shorter
    (only,) = overloads(model, live_only=True)
    assert only.work[20] == pytest.approx(18.0 * 300.0 * 0.3)


def test_contacts_that_a_bot_keeps_need_nobody_on_duty():
    nights = {"agents": {"team": group("calls", staffing=())}}
    assert "contacts.calls: nobody who may take it is ever on duty" in said(scenario(**nights))
    kept = {"self_service": {"bot": bot(1.0, fronts=("calls",))}, **nights}
    assert not any("on duty" in one for one in said(scenario(**kept)))


def test_a_type_that_only_journeys_feed_needs_somebody_on_duty():
    contacts = {"calls": contact(), "letters": contact("mail", arrivals=None, patience=None)}
    channels = {"voice": Channel(kind="live"), "mail": Channel(kind="deferred")}
    agents = {"team": group("calls"), "clerks": group("letters", staffing=())}
    found = of_journeys(
        {"calls": {"abandoned": (Move(to="letters"),)}}, contacts=contacts, channels=channels, agents=agents
    )
    assert "contacts.letters: nobody who may take it is ever on duty" in found
    assert not any("none is expected" in one for one in found)


# --- targets --------------------------------------------------------------------------------------------------------


def impossible(target: Target, **more: Any) -> list[str]:
    return [one for one in said(scenario(targets={"aim": target}, **more)) if one.startswith("targets")]


def test_an_added_group_may_answer_before_the_delay_is_over():
    at_once = Target(measure="service_level", contact="calls", at_least=0.8)
    late = preferring(Preference(group="team", after=60.0))
    late["agents"] = {"team": group("calls"), "spare": group("calls")}
    assert impossible(at_once, **late)
    assert impossible(at_once, orchestration=rule({"add_group": "spare"}), **late) == []
    assert impossible(Target(measure="asa", at_most=20.0), orchestration=rule({"add_group": "spare"}), **late) == []


def test_contacts_handed_over_may_be_shorter_than_any_group_makes_them():
    short = Target(measure="aht", contact="calls", at_most=250.0)
    assert impossible(short)
    handed_over = bot(0.0, fronts=("calls",), hand_over=HandOver(aht=0.8))
    assert impossible(short, self_service={"bot": handed_over}) == []


def test_targets_of_appointments_and_self_service_are_left_to_the_run():
    aims = {
        "shows": Target(measure="no_show_rate", appointment="visit", at_most=0.1),
        "prompt": Target(measure="service_level", contact="video_visit", at_least=0.9),
        "contained": Target(measure="containment", self_service="bot", at_least=0.2),
    }
    assert booked(targets=aims, self_service={"bot": bot(fronts=("visit",))}) == []


# --- what was understood --------------------------------------------------------------------------------------------


def test_appointments_and_reminders_are_told():
    reminders = {
        "asks": Reminder(channel="whatsapp", before=DAY, send_between=(8 * HOUR, 20 * HOUR), confirm={"answers": 0.7})
    }
    given = clinic(
        **{**BOOKED, "lead_time": LEAD},
        no_show=NoShow(by_lead=((0.0, 0.05), (DAY, 0.2))),
        diary=(DiaryRow(slot=9 * HOUR, places=2),),
        reminders=reminders,
        self_service={"bot": bot(0.25, fronts=("visit",))},
    )
    told = describe(given, build(given))
    assert "channel video: appointment, open Mon 2026-03-02 09:00 to 12:00" in told
    assert any(
        one.startswith("contact video_visit: comes by appointment visit, AHT 300 s") and "answer within 300 s" in one
        for one in told
    )
    assert (
        "appointment visit: hosts host video_visit in slots of 30 min, 6 with 18 places a day on 1 of 1 days; "
        "6 requests a day, 75 % of them after self-service, 25 % of the places; wished 0.333 d ahead on average "
        "(gamma, cv 0.8), at most 1 d; 2 booked already; 5 % to 20 % by lead time missed if nobody reminds; "
        "reminders asks"
    ) in told
    assert (
        "reminder asks by whatsapp: 24 h before the slot, sent 08:00 to 20:00, reaches 95 %, 80 % of them open it, "
        "then 60 % of the forgetful remember, 30 % of the others cancel, asks to confirm, 70 % tap"
    ) in told


def test_an_appointment_without_places_requests_and_absences_is_told():
    given = clinic(agents={"hosts": group("video_visit", staffing=()), "team": group("calls")})
    told = describe(given, build(given))
    assert (
        "appointment visit: hosts host video_visit in slots of 30 min, no place; everybody comes; no reminder" in told
    )


def test_self_service_journeys_rules_and_proactive_service_are_told():
    assistant = bot(
        0.5,
        fronts=("calls",),
        easy_first=0.3,
        gives_up=ShareBySegment(default=0.04),
        false_containment=ShareBySegment(default=0.1),
        returns=Returns(to="calls", after=law("constant", value=HOUR)),
        capacity=40,
    )
    orchestration = {
        "call_back": rule(
            {"offer": "callback", "accepted": ShareBySegment(default=0.3)},
            waiting=None,
            expected_wait=Bound(sign=">", value=180.0),
            between=((11 * HOUR, 13 * HOUR),),
        )["rule"],
        "more": rule({"add_group": "team"})["rule"],
        "fewer": rule({"close_group": "team"}, waiting=None, idle=Bound(sign="<", value=2.0))["rule"],
        "lunch": rule({"add_group": "team"}, waiting=None, between=((11 * HOUR, 13 * HOUR), (18 * HOUR, 0.0)))["rule"],
        "away": rule({"divert_to": "bot", "share": ShareBySegment(default=0.5)}, waiting=None, must_wait=True)["rule"],
    }
    given = scenario(
        self_service={"bot": assistant},
        journeys=Journeys(moves={"calls": {"abandoned": AGAIN}}, most_attempts=4),
        orchestration=orchestration,
        proactive={"renewal": Proactive(replaces="calls", share=0.06)},
    )
    told = describe(given, build(given))
    assert told[-8:] == [
        "self-service bot: before calls, 60 s on average (constant), contains 50 %, 10 % of them falsely, who come "
        "back as calls, 4 % give up, the others take 130 % of their AHT, at most 40 at a time",
        "journeys: 1 move after 1 outcome of calls, at most 4 attempts",
        "rule call_back: offers a call-back to calls, 30 % accept, when expected wait > 180 s and it is 11:00 to 13:00",
        "rule more: adds team for calls when waiting > 5, until <= 2.5",
        "rule fewer: closes team for calls when idle agents < 2, until >= 4",
        "rule lunch: adds team for calls between 11:00 and 13:00 or 18:00 and 00:00",
        "rule away: diverts 50 % of calls to bot when somebody has to wait",
        "proactive renewal: replaces 6 % of calls",
    ]
    assert any(
        "contact calls: 432 contacts a day on 1 of 1 days, more by journeys, returns of bot, AHT" in one for one in told
    )
