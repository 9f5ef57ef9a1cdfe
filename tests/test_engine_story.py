"""The life of one contact in words, with the reason of each routing decision."""

from __future__ import annotations

from dataclasses import replace

from hand_built import C, Live, Team, Type, center, customers, deferred, on_all_day

from ccsim.engine.simpy_engine import Story, run


def tell(model, contacts, which):
    labels = tuple(
        f"2026-03-02T{int(e) // 3600:02d}:{int(e) % 3600 // 60:02d}:00+00:00" for e in model.timeline.edges[:-1]
    )
    model = replace(model, timeline=replace(model.timeline, interval_start=labels))
    workload, rows = customers(model, contacts)
    story = Story(rows[which])
    logs = run(model, workload, None, story)
    quiet = run(model, workload)
    assert logs.contacts.handled.tobytes() == quiet.contacts.handled.tobytes(), "telling changes nothing"
    return story.lines()


def test_wait_overflow_and_answer_are_told_with_their_reasons():
    teams = [Team(skills=(0,), duties=on_all_day(1)), Team(skills=(0,), duties=on_all_day(1), reserve={0: 0})]
    model = center([Live()], [Type()], teams, preferences={0: [(0, 0, 0.0), (1, 1, 45.0)]})
    assert tell(model, [C(0, 0, talk=200), C(0, 10.5, talk=30, wrap_up=4)], 1) == [
        "2026-03-02 00:00:10.500  arrives",
        "2026-03-02 00:00:10.500  group0 has nobody free of 1 on duty; group1 may take it only from 45 s of waiting",
        "2026-03-02 00:00:10.500  waits, 1 in the queue of type0",
        "2026-03-02 00:00:55.500  has waited long enough for one more group",
        "2026-03-02 00:00:55.500  group0 has nobody free of 1 on duty; group1.00 is chosen: preference 2, idle longest",
        "2026-03-02 00:00:55.500  group1.00 answers",
        "2026-03-02 00:01:25.500  talk ends, wrap-up begins",
        "2026-03-02 00:01:29.500  is done; group1.00 has a place free",
    ]


def test_why_another_contact_was_taken_first_and_why_this_one_next():
    model = center([Live()], [Type(priority=2), Type(priority=1)], [Team(skills=(0, 1), duties=on_all_day(1))])
    lines = tell(model, [C(0, 0, talk=10), C(0, 1, talk=5), C(1, 2, talk=5)], 1)
    assert lines[3:6] == [
        "2026-03-02 00:00:10.000  group0.00 comes free but takes a contact of type1 that has waited 8.0 s "
        "(priority, then longest wait)",
        "2026-03-02 00:00:15.000  group0.00 comes free and takes it after 14.0 s (priority, then longest wait)",
        "2026-03-02 00:00:15.000  group0.00 answers",
    ]


def test_reservation_is_named():
    model = center([Live()], [Type()], [Team(skills=(0,), duties=on_all_day(2), reserve={0: 1})])
    lines = tell(model, [C(0, 0, talk=100), C(0, 1, talk=5, patience=3)], 1)
    assert lines[1].endswith("group0 keeps 1 idle in reserve and has 1")
    assert lines[-1] == "2026-03-02 00:00:04.000  loses patience: abandons"


def test_interruption_and_resumption_of_deferred_work():
    model = center(
        [Live(), deferred(interruptible=True)],
        [Type(channel=0), Type(channel=1)],
        [Team(skills=(0, 1), duties=on_all_day(1))],
    )
    lines = [line.split("  ", 1)[1] for line in tell(model, [C(1, 0, talk=30), C(0, 10, talk=5)], 0)]
    assert lines[2:] == [
        "group0.00 answers",
        "group0.00 is interrupted: set aside",
        "group0.00 goes on with it",
        "is done; group0.00 has a place free",
    ]


def test_blocked_by_lines_and_dropped_at_closing():
    model = center([Live(lines=1)], [Type()], [Team(skills=(0,), duties=on_all_day(1))])
    assert tell(model, [C(0, 0, talk=10), C(0, 1)], 1) == [
        "2026-03-02 00:00:01.000  arrives; all lines of channel0 are busy: blocked"
    ]
    model = center([Live(windows=((0.0, 60.0),), drops=True)], [Type()], [Team(skills=(0,), duties=on_all_day(1))])
    assert tell(model, [C(0, 0, talk=100), C(0, 30)], 1)[-1] == "2026-03-02 00:01:00.000  channel0 closes: dropped"
