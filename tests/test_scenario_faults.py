"""Bad input: every fault of a file at once, each with its place and exact words."""

from __future__ import annotations

from pathlib import Path

import pytest
from scenario_base import BASE, changed

from ccsim.errors import ScenarioError
from ccsim.scenario import load


def _cases() -> list[tuple[str, str, list[str]]]:
    text = (Path(__file__).parent / "scenario_faults.txt").read_text(encoding="utf-8")
    cases = []
    for block in text.split("\n\n")[1:]:
        lines = block.strip("\n").split("\n")
        old, new, expected = ([line[2:] for line in lines if line[0] == sign] for sign in "-+=")
        cases.append(("\n".join(old), "\n".join(new), expected))
    return cases


CASES = _cases()


def faults_of(tmp_path: Path, text: str, name: str = "s.yaml") -> list[str]:
    """What loading the text says, with the temporary folder left out."""
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load(file)
    return str(caught.value).replace(f"{tmp_path}/", "").split("\n")


def test_the_base_is_sound(tmp_path: Path) -> None:
    file = tmp_path / "s.yaml"
    file.write_text(BASE, encoding="utf-8")
    assert load(file).name == "Base"


def test_the_table_of_faults_is_long_and_has_no_case_twice() -> None:
    assert len(CASES) > 180
    assert len({(old, new) for old, new, _ in CASES}) == len(CASES)


@pytest.mark.parametrize(("old", "new", "expected"), CASES, ids=[repr(new)[:60] for _, new, _ in CASES])
def test_fault(tmp_path: Path, old: str, new: str, expected: list[str]) -> None:
    assert faults_of(tmp_path, changed(old, new)) == expected


def test_faults_of_all_sections_come_at_once_in_file_order(tmp_path: Path) -> None:
    text = BASE
    for old, new in (
        ("days: 5", "days: 0"),
        ("replications: 10", "replications: none"),
        ("share: 55%", "share: 55"),
        ("concurrency: 3", "concurrency: 0"),
        ("mean: 4 min", "mean: 4"),
        ("handle_time: 9 min", "handle_time: 9"),
        ("chats: 110%", "chat: 110%"),
        ("after: 45 s", "after: soon"),
        ("measure: service_level", "measure: service"),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    faults = faults_of(tmp_path, text)
    places = [int(fault.split(":")[1]) for fault in faults]
    assert places == [2, 7, 11, 15, 21, 26, 30, 39, 43]


def test_a_faulty_contact_type_hides_no_fault_elsewhere_and_makes_none(tmp_path: Path) -> None:
    text = changed("handle_time: 9 min", "handle_time: nine").replace("staffing: 12", "staffing: -12")
    assert faults_of(tmp_path, text) == [
        "s.yaml:26:65: contacts.chats.handle_time: "
        "expected a duration with its unit, like 20 s, 5 min, 1.5 h or 2 d, got 'nine'",
        "s.yaml:31:15: agents.team.staffing: must not be negative, got -12",
    ]


def test_a_faulty_calendar_leaves_tables_alone_but_not_the_rest(tmp_path: Path) -> None:
    text = changed("days: 5", "days: 0").replace("staffing: 12", "staffing: none.csv").replace("voice, chat", "x")
    text = text.replace("contact: calls,", "contact: call,")
    assert [fault.split(": ")[1] for fault in faults_of(tmp_path, text)] == ["calendar.days", "targets.voice.contact"]


def test_missing_sections_are_named(tmp_path: Path) -> None:
    assert faults_of(tmp_path, "name: Empty\n") == [
        "s.yaml:1:1: agents: missing: agent groups",
        "s.yaml:1:1: calendar: missing: which days are simulated",
        "s.yaml:1:1: channels: missing: ways in which contacts come",
        "s.yaml:1:1: contacts: missing: contact types: what is routed and measured",
    ]


def test_faults_inside_tables_stand_in_the_table(tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text("start,contacts\n08:00,10\n08:30,-4\n09:00,many\n", encoding="utf-8")
    faults = faults_of(tmp_path, changed("{rate: 40 per h}", "{forecast: f.csv}"))
    assert [fault.split(": ")[0] for fault in faults] == ["f.csv:3:2", "f.csv:4:2"]


def test_a_forecast_that_leaves_out_opening_hours(tmp_path: Path) -> None:
    rows = "".join(f"{hour:02d}:00,10\n" for hour in range(8, 19))
    (tmp_path / "f.csv").write_text("start,contacts\n" + rows, encoding="utf-8")
    assert faults_of(tmp_path, changed("{rate: 40 per h}", "{forecast: f.csv}")) == [
        "s.yaml:20:26: contacts.calls.arrivals.forecast: says nothing about 2026-03-02 19:00 to 20:00"
        " and 4 more stretches, when voice is open (write rows with 0 where nobody comes)"
    ]


def test_a_trace_with_an_unknown_segment(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("start,segment\n2026-03-02 09:00:00,digtal\n", encoding="utf-8")
    assert faults_of(tmp_path, changed("{rate: 40 per h}", "{trace: t.csv}")) == [
        "s.yaml:20:23: contacts.calls.arrivals.trace: t.csv has segment 'digtal'; segments are digital, traditional"
    ]


def test_break_windows_over_midnight_belong_to_the_night_shift(tmp_path: Path) -> None:
    night = 'from: "22:00", to: "06:00", breaks: {tea: {between: "01:00-03:00", for: 15 min}}'
    sound = changed('from: "08:00", to: "16:30", breaks: {tea: {at: "10:15", for: 15 min}}', night)
    file = tmp_path / "s.yaml"
    file.write_text(sound, encoding="utf-8")
    shift = (load(file).agents["mixed"].shifts or {})["early"]
    assert (shift.start, shift.end) == (79_200.0, 108_000.0)
    assert shift.breaks["tea"].between == (90_000.0, 97_200.0)
    faults = faults_of(tmp_path, sound.replace("01:00-03:00", "05:00-07:00"))
    assert faults == [
        "s.yaml:35:83: agents.mixed.shifts.early.breaks.tea: the window 05:00-07:00 next day lies outside the shift,"
        " 22:00-06:00 next day"
    ]


def test_names_that_are_proposed_are_of_the_targets_scope(tmp_path: Path) -> None:
    group = changed(
        "{contact: calls, measure: service_level, at_least: 80%}", "{agents: team, measure: occupansy, at_most: 80%}"
    )
    assert faults_of(tmp_path, group) == [
        "s.yaml:43:34: targets.voice.measure: no measure of agents 'occupansy' (did you mean 'occupancy'?)"
    ]
    (fault,) = faults_of(tmp_path, group.replace("occupansy", "happiness"))
    assert "occupancy, occupancy_scheduled" in fault and "service_level" not in fault


def test_a_bare_one_is_read_as_all_and_said(tmp_path: Path) -> None:
    file = tmp_path / "s.yaml"
    file.write_text(changed("at_least: 80%", "at_least: 1").replace("balking: 2%", "balking: 1"), encoding="utf-8")
    assert load(file).warnings == (
        "contacts.calls.balking: 1 is read as 100% (write 100%, or 1% if that was meant)",
        "targets.voice.at_least: 1 is read as 100% (write 100%, or 1% if that was meant)",
    )
    file.write_text(changed("at_least: 80%", "at_least: 100%").replace("balking: 2%", "balking: 1%"), encoding="utf-8")
    assert load(file).warnings == ()


def test_breaks_past_midnight_are_told_as_the_clock_shows_them(tmp_path: Path) -> None:
    night = 'from: "16:00", to: "08:00", breaks: {tea: {at: "09:15", for: 15 min}}'
    text = changed('from: "08:00", to: "16:30", breaks: {tea: {at: "10:15", for: 15 min}}', night)
    assert faults_of(tmp_path, text) == [
        "s.yaml:35:83: agents.mixed.shifts.early.breaks.tea: 09:15-09:30 next day lies outside the shift,"
        " 16:00-08:00 next day"
    ]


def test_one_more_stretch_is_one(tmp_path: Path) -> None:
    rows = "".join(f"{hour:02d}:00,10\n" for hour in range(8, 19))
    (tmp_path / "f.csv").write_text("start,contacts\n" + rows, encoding="utf-8")
    text = changed("{rate: 40 per h}", "{forecast: f.csv}").replace("days: 5", "days: 2")
    assert "to 20:00 and 1 more stretch, when voice" in faults_of(tmp_path, text)[0]


def test_a_contact_of_a_channel_of_a_later_version_misses_nothing(tmp_path: Path) -> None:
    text = changed("  email: {kind", "  visit: {kind: messaging}\n  email: {kind")
    text = text.replace(
        "  mails: {channel: email", "  advice: {channel: visit, answer_within: 20}\n  mails: {channel: email"
    )
    assert [": ".join(fault.split(": ")[1:]) for fault in faults_of(tmp_path, text)] == [
        "channels.visit.kind: 'messaging' is not yet supported",
        "contacts.advice.answer_within: expected a duration with its unit, like 20 s, 5 min, 1.5 h or 2 d, got 20"
        " (did you mean '20 s'?)",
    ]


def test_breaks_that_overlap_follow_each_other_and_that_is_said(tmp_path: Path) -> None:
    breaks = (
        '{nap: {at: "10:30", for: 15 min}, tea: {at: "10:15", for: 30 min}, talk: {at: "10:30", for: 30 min},'
        ' end: {at: "11:30", for: 15 min}}'
    )
    file = tmp_path / "s.yaml"
    file.write_text(changed('{tea: {at: "10:15", for: 15 min}}', breaks), encoding="utf-8")
    assert load(file).warnings == (
        "agents.mixed.shifts.early.breaks.nap: due at 10:30, waits until 'tea' is over and starts at 10:45",
        "agents.mixed.shifts.early.breaks.talk: due at 10:30, waits until 'nap' is over and starts at 11:00",
    )


def test_a_break_that_waits_past_the_end_of_the_shift_is_said_to_be_left_out(tmp_path: Path) -> None:
    breaks = '{tea: {at: "16:00", for: 30 min}, nap: {at: "16:15", for: 15 min}}'
    file = tmp_path / "s.yaml"
    file.write_text(changed('{tea: {at: "10:15", for: 15 min}}', breaks), encoding="utf-8")
    assert load(file).warnings == (
        "agents.mixed.shifts.early.breaks.nap: due at 16:15, waits until 'tea' is over and"
        " is left out: the shift is over by then",
    )
