"""How tables give way to a narrow screen, and what bars, lines about zero and lines along time stand for."""

from __future__ import annotations

import math
import re
import tempfile
from pathlib import Path

import numpy as np
import pytest
from generated_wholes import wholes
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ccsim.cli.ink import cells, clean, inked, printed, verdicts
from ccsim.cli.layout import fitting_screen, longest, shortened, unbroken, wrapped
from ccsim.cli.screen import Screen, on
from ccsim.cli.strips import strip
from ccsim.cli.strokes import bar, scale, spark, whisker
from ccsim.cli.table import table
from ccsim.cli.table_columns import Column, fitted
from ccsim.cli.table_estimates import asked
from ccsim.cli.table_intervals import Line, by_interval, figures, marks
from ccsim.model import build
from ccsim.scenario import from_dict
from ccsim.study.simulate import simulate

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=40)
WIDTHS = st.integers(40, 160)


def screen(width, **more):
    return on(Screen(width, terminal=True, **more))


def week(**more):
    """Five days, two types, one of them rare."""
    return {
        "name": "Week",
        "calendar": {"start": "2026-03-02", "days": 7},
        "opening": {"mon-fri": "08:00-12:00", "sat": "09:00-11:00"},
        "simulation": {"replications": 3},
        "channels": {"voice": {"kind": "live"}},
        "contacts": {
            "calls": {
                "channel": "voice",
                "arrivals": {"rate": "40 per h"},
                "patience": "3 min",
                "handle_time": "4 min",
                "answer_within": "20 s",
            },
            "rare": {"channel": "voice", "arrivals": {"rate": "1 per d"}, "handle_time": "4 min"},
        },
        "agents": {"team": {"skills": ["calls", "rare"], "staffing": 3}},
        **more,
    }


@pytest.fixture(scope="module")
def result():
    return simulate(from_dict(week()), jobs=1)


@pytest.mark.parametrize("blocks", [True, False])
def test_no_line_of_a_run_is_longer_than_any_terminal(result, blocks):
    for width in range(40, 161, 4):
        with screen(width, colour=True, blocks=blocks):
            assert longest(fitting_screen(table(result))) <= width


@pytest.mark.slow
@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(wholes(), WIDTHS, st.booleans(), st.integers(1, 3))
def test_no_line_of_any_center_is_longer_than_the_terminal(world, width, blocks, replications):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in world.files.items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        scenario = from_dict(world.scenario, folder=folder)
        found = simulate(scenario, replications=replications, jobs=1, engine="reference")
    with screen(width, colour=True, blocks=blocks):
        assert longest(fitting_screen(table(found))) <= width


@settings(deadline=None)
@given(
    WIDTHS,
    st.lists(st.tuples(WORDS, st.lists(WORDS, min_size=2, max_size=2), st.integers(0, 30)), min_size=1, max_size=8),
)
def test_no_table_is_longer_than_the_terminal(width, columns):
    with screen(width, colour=True):
        own = [Column(head, texts, goes=turn, bars=["█" * 8] * 2) for head, texts, turn in columns]
        assert longest(fitting_screen(fitted(own, "T"))) <= width
        assert all(longest([printed(line)]) >= 0 for line in fitted(own))


@settings(deadline=None)
@given(WIDTHS, st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=300))
def test_no_sentence_is_longer_than_the_terminal_and_none_loses_a_word(width, text):
    with screen(width):
        for lines in (wrapped(text), unbroken(text, width)):
            assert longest(lines) <= width
            assert "".join("".join(lines).split()) == "".join(clean(text).split())


@settings(deadline=None)
@given(WORDS, st.integers(2, 30))
def test_shortened_names_take_no_more_columns_than_there_are(name, width):
    assert cells(shortened(name, width)) <= width


@settings(deadline=None)
@given(WORDS)
def test_nothing_but_colour_is_printed_as_a_control(name):
    with on(Screen(colour=True)):
        line = printed(inked(name, "\ufdd0"))
    rest = line.replace("\x1b[32m", "").replace("\x1b[0m", "")
    assert not any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in rest)


def test_columns_give_way_in_turns_and_it_is_said_which():
    columns = [
        Column("NAME", ["a_long_name_of_something", "b"], left=True, least=10, shortens=13),
        Column("kept", ["1.0 ± 0.1", "2"], brief=["1.0", "2"], briefly=1, bars=["██", "█"], unbarred=2),
        Column("first", ["x" * 10] * 2, goes=11),
        Column("second", ["y" * 10] * 2, goes=12),
    ]
    heads, tail = {}, ["xxxxxxxxxx", "yyyyyyyyyy"]
    for width in (70, 57, 55, 45, 26):
        with screen(width) as shown:
            heads[width] = fitted(columns), {title: list(names) for title, names in shown.left_out.items()}
    assert heads[70][0][1] == "a_long_name_of_something  1.0 ± 0.1 ██  xxxxxxxxxx  yyyyyyyyyy"
    assert heads[57] == (heads[57][0], {}) and heads[57][0][1].split() == [
        *heads[70][0][1].split()[:1],
        "1.0",
        "██",
        *tail,
    ]
    assert heads[55][0][1].split() == [*heads[70][0][1].split()[:1], "1.0", *tail] and heads[55][1] == {}
    assert heads[45] == (["NAME                      kept      second", *heads[45][0][1:]], {"NAME": ["first"]})
    assert heads[26][1] == {"NAME": ["first", "second"]} and heads[26][0][1] == "a_long_name_of_some…   1.0"
    assert fitted(columns)[1].split()[1:] == ["1.0", "±", "0.1", *tail], "on paper, which has room"


def test_names_that_begin_alike_go_on_in_the_next_line_or_are_told_apart():
    names = ["service_level of billing_call %", "service_level of technical_call %", "asa of channel branch"]
    figures = ["+1.5 ± 1.2", "0.0 (-0.4 to +0.6)", "-0.4 ± 2.3 s"]
    folds = [Column("", names, left=True, least=16, shortens=2, folds=True), Column("difference", figures)]
    for paper in (True, False):
        with on(Screen(40, terminal=not paper)):
            lines = fitted(folds)
        firsts = ["service_level of", "  billing_call %", "service_level of", "  technical_call %", "asa of channel"]
        assert [line.rstrip() if line[0] == " " else line[:16].rstrip() for line in lines[1:6]] == firsts
        assert lines[1].endswith("  +1.5 ± 1.2") and longest(lines) <= 40
    with screen(32):
        shorter = fitted([Column("", names, left=True, least=12, shortens=2), Column("difference", figures)])
    assert len({line[:12] for line in shorter[1:]}) == 3 and shorter[1].startswith("…billing_ca")


def test_bars_that_end_before_100_say_where(result):
    with screen(140) as shown:
        heading = next(line for line in table(result) if line.startswith("CONTACTS"))
    assert re.search(r"  to \d+ %", heading) and "where 'to N %' stands above bars, these end at N %" in shown.legend


def test_bars_end_at_the_whole_and_mark_the_target():
    with screen(100):
        assert [bar(share) for share in (0, 0.5, 1, 1 / 64)] == ["········", "████····", "████████", "▏·······"]
        assert bar(0.5, 0.8) == "████··┃·" and bar(0.9, 0.8) == "██████┃▎"
        assert bar(math.nan, 0.8) == " " * 8
        assert bar(0.05, 0.1, False, scale([0.05, 0.1])) == "████···┃"
    with screen(100, blocks=False):
        assert bar(0.5, 0.8) == "####..|."
    assert [scale(shares) for shares in ([0.01], [0.06, math.nan], [0.3], [0.7], [])] == [0.05, 0.1, 0.5, 1.0, 1.0]


def test_bars_are_coloured_by_their_target():
    with screen(100, colour=True):
        assert printed(bar(0.5, 0.8)).startswith("\x1b[1;31m████\x1b[0m")
        assert printed(bar(0.9, 0.8)).startswith("\x1b[32m██████┃")
        assert printed(bar(0.05, 0.1, at_least=False)).startswith("\x1b[32m")


def test_differences_stand_left_and_right_of_zero():
    with screen(100):
        right, left, about = whisker(1, 2, 3, 3), whisker(-3, -2, -1, 3), whisker(-1, 0.5, 2, 3)
    assert right == "      │ ──●──"
    assert right.index("│") == 6 < right.index("●") and right.rstrip().endswith("─")
    assert left == right[::-1]
    assert about.index("─") < 6 < about.index("●")
    assert whisker(math.nan, math.nan, math.nan, 1).strip() == ""


def test_lines_along_time_go_from_the_lowest_to_the_highest():
    with screen(100):
        assert "".join(spark([0.0, 1.0, 2.0, math.nan, 7.0], 0.0, 7.0)) == "▁▂▃·▇"
        assert set(spark([3.0, 3.0], 3.0, 3.0)) == {"▄"}
    with screen(100, blocks=False):
        assert "".join(spark([0.0, 9.0, math.nan], 0.0, 9.0)) == "09."


def test_verdicts_have_words_and_signs():
    with screen(100):
        assert verdicts(["met", "missed", "uncertain"]) == ["✓ met      ", "✗ missed   ", "? uncertain"]
        assert verdicts(["better, perhaps little"]) == ["✓ better, perhaps little"]
    assert verdicts(["met", "missed"]) == ["met", "missed"], "on paper the words alone"


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@given(st.integers(1, 400), st.integers(8, 120), st.sampled_from([900, 1800, 3600]), st.integers(0, 20))
def test_every_horizon_has_room_on_every_line(days, room, interval, opens):
    calendar = {"start": "2026-01-01", "days": days, "interval": f"{interval // 60} min", "timezone": "Europe/Madrid"}
    model = build(from_dict(week(calendar=calendar, opening={"mon-sun": f"{opens:02d}:00-24:00"})))
    planned = model.timeline.time_of_day >= opens * 3600
    with screen(100):
        along = strip(model.timeline, planned, interval, room)
        line = along.laid(["x"] * len(along.place))
        assert cells(line) <= room and cells(along.days) <= room and cells(along.hours) <= room
    assert along.added(np.ones(len(planned))).sum() == planned.sum(), "every interval is in one mark"
    assert all(along.called(mark) for mark in along.place)


@pytest.mark.parametrize("opens", [0, 8])
@pytest.mark.parametrize(("interval", "room"), [(1800.0, 47), (1800.0, 63), (900.0, 130), (3600.0, 50)])
def test_every_hour_stands_above_its_marks(interval, room, opens):
    """Of a single day, also where an interval has several marks: the sentence says how many."""
    hours = {"mon": f"{opens:02d}:00-18:00"}
    scenario = week(calendar={"start": "2026-03-02", "interval": f"{interval / 60:g} min"}, opening=hours)
    model = build(from_dict(scenario))
    times = model.timeline.time_of_day
    planned = (times >= opens * 3600) & (times < 18 * 3600)
    along = strip(model.timeline, planned, interval, room)
    column = along.repeat * 3600 / interval
    labels = [(found.start(), int(found[0])) for found in re.finditer(r"\d\d", along.days)]
    assert labels == [(round((hour - opens) * column), hour) for _, hour in labels]
    step = labels[1][1] - labels[0][1]
    assert [hour for _, hour in labels] == list(range(-(-opens // step) * step, 18, step)), "no hour is skipped"
    length = f"{interval / 60:g} min" if interval < 3600 else "1 h"
    assert along.each == (f"a mark is {length}" if along.repeat == 1 else f"{along.repeat} marks are {length}")


def test_marks_are_sums_over_sums(result):
    """A mark of a whole day is what is estimated for that day; a narrow screen and a wide one tell of the same."""
    planned = result.gathered.sums("all", "all", "agents_scheduled")[0][result.estimates.cells.interval_slots] > 0
    along = strip(result.model.timeline, planned, 1800.0, 6)
    assert along.days_each == 1 and len(along.place) == 6
    for measure in ("service_level", "occupancy"):
        found = marks(result, along, Line("", "all", "all", measure, ""))
        days = [result.estimates.get("day", day.isoformat(), measure).mean for day in along.dates]
        if measure == "service_level":
            assert found == pytest.approx(days)
        else:
            assert found == pytest.approx(days, abs=0.05), "but for overtime after closing"
    offered = marks(result, along, Line("", "all", "all", "offered", ""))
    assert offered * [8, 8, 8, 8, 8, 4] == pytest.approx(
        [result.estimates.get("day", day.isoformat(), "offered").mean for day in along.dates]
    )


def test_the_worst_interval_is_named(result):
    planned = result.gathered.sums("all", "all", "agents_scheduled")[0][result.estimates.cells.interval_slots] > 0
    along = strip(result.model.timeline, planned, 1800.0, 100)
    assert along.seconds == 1800
    line = Line("", "contact", "calls", "service_level", "least")
    values = marks(result, along, line)
    levels = {
        interval: result.estimates.get("contact", "calls", "service_level", interval).mean
        for interval, on_plan in zip(result.estimates.cells.intervals, planned, strict=True)
        if on_plan
    }
    worst = min(levels, key=levels.__getitem__)
    said = figures(along, line, values)
    weekday = {2: "Mon", 3: "Tue", 4: "Wed", 5: "Thu", 6: "Fri", 7: "Sat"}[int(worst[8:10])]
    assert said.startswith(f"{100 * levels[worst]:.0f} {weekday} {worst[11:]} … {100 * max(levels.values()):.0f}")


def test_marks_with_hardly_a_contact_are_dots(result):
    with screen(120):
        lines = by_interval(result)
    assert not any(line.startswith("SL % rare") for line in lines), "less than one a mark all week"
    assert any(line.startswith("SL % calls") for line in lines)
    assert by_interval(result) == [], "on paper there is no such block"


def test_a_single_day_shows_hours():
    found = simulate(from_dict(week(calendar={"start": "2026-03-02"})), jobs=1)
    with screen(80):
        heading, level, *_ = by_interval(found)
    assert "08" in heading and "10" in heading and "Mon" not in heading + level


@pytest.mark.parametrize(
    ("target", "place", "bound"),
    [
        ({"measure": "service_level", "at_least": 0.8}, ("all", "all"), 0.8),
        ({"measure": "service_level", "at_least": 0.8, "contact": "calls"}, ("contact", "calls"), 0.8),
        ({"measure": "service_level", "at_least": 0.8, "contact": "calls"}, ("all", "all"), None),
        ({"measure": "service_level", "at_least": 0.8, "channel": "voice"}, ("all", "all"), 0.8),
        (
            {"measure": "service_level", "within": "20 s", "at_least": 0.8, "contact": "calls"},
            ("contact", "calls"),
            0.8,
        ),
        (
            {"measure": "service_level", "within": "60 s", "at_least": 0.8, "contact": "calls"},
            ("contact", "calls"),
            None,
        ),
        (
            {"measure": "service_level", "at_least": 0.8, "contact": "calls", "per": "interval"},
            ("contact", "calls"),
            None,
        ),
    ],
)
def test_targets_are_marked_where_they_ask(target, place, bound):
    found = simulate(from_dict(week(targets={"one": target})), replications=1, jobs=1)
    said, _ = asked(found, *place, "service_level")
    assert said == bound if bound is not None else math.isnan(said)
