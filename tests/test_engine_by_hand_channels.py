"""Days worked by hand: several contacts in hand, pace, mixed channels, interruptible deferred work."""

from __future__ import annotations

from hand_built import C, Day, Live, Team, Type, center, deferred, on_all_day


def chats(agents: int = 1, concurrency: int = 2, pace: tuple[float, ...] = (1.0, 0.5)) -> object:
    return center([Live(concurrency=concurrency, pace=pace)], [Type()], [Team(skills=(0,), duties=on_all_day(agents))])


def test_pace_slows_both_while_two_are_in_hand():
    """Alone until 50 (50 s left), then both at half pace: the second ends at 50 + 30 / 0.5 = 110; 20 s are left."""
    day = Day(chats(), [C(0, 0, talk=100), C(0, 50, talk=30)])
    assert day[1].talk_end == 110 and day[0].talk_end == 130


def test_wrap_up_is_paced_too_and_keeps_its_place():
    """Both from 0 at half pace: talk of 40 ends at 80, wrap-up of 20 at 120; the other did 60 by then and
    ends 160. A third waits from 10 for the place until 120, which makes two in hand again: 40 left at half
    pace ends at 200."""
    day = Day(chats(), [C(0, 0, talk=40, wrap_up=20), C(0, 0, talk=100)])
    assert (day[0].talk_end, day[0].handled, day[1].handled) == (80, 120, 160)
    day = Day(chats(), [C(0, 0, talk=40, wrap_up=20), C(0, 0, talk=100), C(0, 10, talk=300)])
    assert day.served(2) == (120, 0) and day[1].handled == 200


def test_pace_beyond_the_list_is_its_last_value():
    """Three in hand at 0.5 though the list ends with two: 30 s take 60."""
    day = Day(chats(concurrency=3), [C(0, 0, talk=30), C(0, 0, talk=30), C(0, 0, talk=30)])
    assert [day[i].talk_end for i in range(3)] == [60, 60, 60]


def test_new_chat_goes_to_the_agent_with_fewest_in_hand():
    day = Day(chats(agents=2), [C(0, 0, talk=100), C(0, 1, talk=100), C(0, 2, talk=100), C(0, 3, talk=100)])
    assert [day[i].agent for i in range(4)] == [0, 1, 0, 1]


def test_chats_queue_when_all_places_are_taken():
    day = Day(chats(pace=(1.0, 1.0)), [C(0, 0, talk=50), C(0, 0, talk=80), C(0, 10, talk=5)])
    assert day[2].waited and day.served(2) == (50, 0)


def test_work_rows_overlap_under_concurrency():
    day = Day(chats(), [C(0, 0, talk=100), C(0, 50, talk=30)])
    assert day.work(0) == [(0, 0, 130)] and day.work(1) == [(0, 50, 110)]


def mixed(**voice: object) -> object:
    """Voice (type 0) alone, chat (type 1) two at a time, one agent."""
    return center(
        [Live(**voice), Live(concurrency=2)],  # type: ignore[arg-type]
        [Type(0), Type(1)],
        [Team(skills=(0, 1), duties=on_all_day(1))],
    )


def test_voice_takes_the_whole_agent():
    """A voice call does not fit beside a chat, nor a chat beside a voice call."""
    day = Day(mixed(), [C(1, 0, talk=50), C(0, 10, talk=30), C(1, 60, talk=5)])
    assert day.served(1) == (50, 0) and day.served(2) == (80, 0)


def test_freed_place_is_given_to_a_chat_while_a_call_that_does_not_fit_waits():
    day = Day(mixed(), [C(1, 0, talk=50), C(1, 0, talk=100), C(0, 10, talk=5), C(1, 20, talk=100)])
    assert day.served(3) == (50, 0)
    assert day.served(2) == (150, 0)


def test_drain_empties_the_agent_for_the_call():
    day = Day(mixed(drain=True), [C(1, 0, talk=50), C(1, 0, talk=100), C(0, 10, talk=5), C(1, 20, talk=100)])
    assert day.served(2) == (100, 0)
    assert day.served(3) == (105, 0)


def test_pace_counts_contacts_of_all_channels():
    """Chat (two places) and a branch visitor (two places) in one hand: the chat is slowed, the visitor is not."""
    model = center(
        [Live(concurrency=2, pace=(1.0, 0.5)), Live(concurrency=2)],
        [Type(0), Type(1)],
        [Team(skills=(0, 1), duties=on_all_day(1))],
    )
    day = Day(model, [C(0, 0, talk=100), C(1, 20, talk=40)])
    assert day[1].talk_end == 60
    assert day[0].talk_end == 60 + (100 - 20 - 20)


# --- deferred and interruptible --------------------------------------------------------------------


def mail(
    resume_cost: float = 0.0, agents: int = 1, breaks: dict[int, tuple[tuple[float, float], ...]] | None = None
) -> object:
    """Calls are type 0, interruptible mail type 1."""
    return center(
        [Live(), deferred(interruptible=True, resume_cost=resume_cost)],
        [Type(0), Type(1)],
        [Team(skills=(0, 1), duties=on_all_day(agents), breaks=breaks or {})],
    )


def test_call_interrupts_mail_which_is_resumed_with_its_cost():
    """Mail 0-40 (60 s left), call 40-90, mail again: 60 + 30 s, ends at 180."""
    day = Day(mail(resume_cost=30.0), [C(1, 0, talk=100), C(0, 40, talk=50)])
    assert not day[1].waited and day.served(1) == (40, 0)
    assert day[0].answered == 0 and day[0].handled == 180
    assert day.work(0) == [(0, 0, 40), (0, 90, 180)]


def test_mail_is_not_interrupted_while_another_agent_is_idle():
    day = Day(mail(agents=2), [C(1, 0, talk=100), C(0, 40, talk=50)])
    assert day.served(1) == (40, 1) and day.work(0) == [(0, 0, 100)]


def test_mail_in_wrap_up_is_interrupted_too():
    day = Day(mail(), [C(1, 0, talk=30, wrap_up=40), C(0, 40, talk=50)])
    assert day[0].talk_end == 30 and day.served(1) == (40, 0)
    assert day[0].handled == 40 + 50 + 30


def test_interrupted_mail_waits_for_all_live_contacts():
    day = Day(mail(), [C(1, 0, talk=100), C(0, 40, talk=50), C(0, 50, talk=20)])
    assert day.served(2) == (90, 0) and day.work(0) == [(0, 0, 40), (0, 110, 170)]


def test_interrupted_mail_is_resumed_before_other_deferred_work():
    """Type 2 is deferred work of a better priority that waits from 50 on: the mail in hand comes first all the same."""
    model = center(
        [Live(), deferred(interruptible=True), deferred()],
        [Type(0), Type(1, priority=2.0), Type(2)],
        [Team(skills=(0, 1, 2), duties=on_all_day(1))],
    )
    day = Day(model, [C(1, 0, talk=100), C(0, 40, talk=50), C(2, 50, talk=20)])
    assert day.work(0) == [(0, 0, 40), (0, 90, 150)] and day.served(2) == (150, 0)


def test_work_that_may_not_be_interrupted_is_not():
    model = center([Live(), deferred()], [Type(0), Type(1)], [Team(skills=(0, 1), duties=on_all_day(1))])
    day = Day(model, [C(1, 0, talk=100), C(0, 40, talk=50)])
    assert day[1].waited and day.served(1) == (100, 0)


def test_deferred_work_does_not_interrupt_deferred_work():
    day = Day(mail(), [C(1, 0, talk=100), C(1, 40, talk=50)])
    assert day.work(0) == [(0, 0, 100)] and day.served(1) == (100, 0)


def test_at_a_break_the_mail_returns_to_its_place_with_its_work_kept():
    """Agent 0 breaks at 40 with 60 s left; agent 1, on a call until 50, takes it before the mail that came later."""
    day = Day(
        mail(agents=2, breaks={0: ((40.0, 500.0),)}),
        [C(1, 0, talk=100), C(0, 1, talk=49), C(1, 10, talk=20)],
    )
    assert day.work(0) == [(0, 0, 40), (1, 50, 110)]
    assert day.served(2) == (110, 1)
    assert day[0].answered == 0 and day[0].agent == 1
    assert ("break", 40.0, 540.0) in day.presence(0)


def test_at_the_shift_s_end_the_mail_returns_and_the_agent_leaves_at_once():
    model = center(
        [Live(), deferred(interruptible=True)],
        [Type(0), Type(1)],
        [Team(skills=(0, 1), duties=(((0.0, 40.0),), ((200.0, 1000.0),)))],
    )
    day = Day(model, [C(1, 0, talk=100)])
    assert day.work(0) == [(0, 0, 40), (1, 200, 260)]
    assert day.presence(0) == [("on_duty", 0, 40)]


def test_surplus_agent_of_a_counted_group_returns_his_mail_at_once():
    """Both hold mail; at 50 one is surplus. Idle ones leave first, the highest index: agent 1, and his mail returns."""
    model = center(
        [Live(), deferred(interruptible=True)],
        [Type(0), Type(1)],
        [Team(skills=(0, 1), counts=((0.0, 2), (50.0, 1)))],
    )
    day = Day(model, [C(1, 0, talk=100), C(1, 1, talk=100)])
    assert day.presence(1) == [("on_duty", 0, 50)]
    assert day.work(0) == [(0, 0, 100)]
    assert day.work(1) == [(1, 1, 50), (0, 100, 151)]


def test_agent_with_mail_counts_as_idle_for_a_reservation():
    """Two agents, one kept idle from type 2 (live): one holds mail, one nothing: two are idle and type 2 is taken."""
    model = center(
        [Live(), deferred(interruptible=True)],
        [Type(0), Type(1), Type(0)],
        [Team(skills=(0, 1, 2), duties=on_all_day(2), reserve={2: 1})],
    )
    day = Day(model, [C(1, 0, talk=100), C(2, 10, talk=5)])
    assert not day[1].waited and day.served(1) == (10, 1)


def test_deferred_work_waits_while_live_contacts_are_busy_and_never_abandons():
    day = Day(mail(), [C(0, 0, talk=5000), C(1, 10, talk=5), C(0, 20, talk=10)])
    assert day.served(2)[0] is not None and day[1].outcome == "answered"


def test_reply_whose_wrap_up_is_never_done_is_answered():
    """The shift ends at 15, in the wrap-up of a reply that was sent at 10; nobody comes to do the rest."""
    model = center([deferred(interruptible=True)], [Type()], [Team(skills=(0,), duties=on_all_day(1, off=15.0))])
    day = Day(model, [C(0, 0, talk=10, wrap_up=10), C(0, 1, talk=10)])
    assert (day[0].outcome, day[0].agent, day[0].talk_end, day[0].handled) == ("answered", 0, 10, None)
    assert (day[1].outcome, day[1].answered) == ("backlog", None)
    work = day.logs.agents
    assert [(s, e) for s, e in zip(work.work_start, work.work_end, strict=True)] == [(0, 15)]
