"""What commands show on a terminal, through the real entry point, and that everything else gets them plain."""

from __future__ import annotations

import textwrap

import pytest
from click.testing import CliRunner
from on_terminal import ESCAPE, on_terminal, piped, seen, widest

from ccsim.cli.main import cli

pytestmark = pytest.mark.slow  # a process a test
ODD = """
    name: "コールセンター🎉 \\e[31mred\\e]0;title\\a\\u202eturned\\nsecond line"
    calendar: {start: 2026-03-02}
    opening: {mon-fri: "08:00-12:00"}
    simulation: {replications: 3}
    channels: {voice: {kind: live}}
    contacts:
      顧客サポート窓口の電話対応センター: {channel: voice, arrivals: {rate: 40 per h}, handle_time: 3 min}
      ventas: {channel: voice, arrivals: {rate: 10 per h}, patience: 3 min, handle_time: 5 min}
    agents:
      チーム: {skills: [顧客サポート窓口の電話対応センター, ventas], staffing: 4}
    targets:
      目標: {measure: service_level, within: 20 s, at_least: 80%}
"""


@pytest.fixture
def odd_file(tmp_path):
    file = tmp_path / "odd.yaml"
    file.write_text(textwrap.dedent(ODD), encoding="utf-8")
    return file


@pytest.mark.parametrize("columns", [60, 80, 100, 140])
def test_a_run_fits_the_terminal(small_file, columns):
    shown = on_terminal("run", small_file, columns=columns)
    assert widest(shown) <= columns
    text = seen(shown)
    assert "BY INTERVAL" in text and "✗ missed" in text and "✓ met" in text
    assert ("(not shown on 60 columns: CONTACTS AHT, within" in text) == (columns == 60)
    assert ("█" in text.split("AGENTS")[0]) == (columns >= 100), "bars give way to figures"
    level = next(line for line in text.splitlines() if line.startswith("SL % "))
    assert set(level) & set("▁▂▃▄▅▆▇") and "…" in level


def test_wide_terminals_show_more(small_file):
    narrow, wide = (seen(on_terminal("run", small_file, columns=columns)) for columns in (80, 140))
    assert "█" not in narrow.split("AGENTS")[0] and "█" in wide.split("AGENTS")[0]
    assert narrow.count("±") < wide.count("±") and "(not shown" not in wide


@pytest.mark.parametrize(
    "command",
    [
        (
            "compare",
            "--set",
            "agents.team.staffing+=1",
            "--with",
            "one less in the team of all: agents.team.staffing-=1",
        ),
        ("check", "--max-replications", "20", "--baseline", "{file}"),
        ("stress",),
        ("validate",),
    ],
)
def test_every_command_fits_the_terminal(small_file, command):
    first, *rest = (part.format(file=small_file) for part in command)
    shown = on_terminal(first, small_file, *rest, columns=60)
    assert widest(shown) <= 60 and len(seen(shown)) > 200


def test_differences_are_lines_about_zero(small_file):
    shown = seen(on_terminal("compare", small_file, "--set", "agents.team.staffing+=2", columns=110))
    row = next(line for line in shown.splitlines() if line.startswith("occupancy %"))
    assert "●" in row and row.index("●") < row.index("│"), "less than the base: left of zero"
    assert row.endswith("↓ lower")


def test_a_pipe_gets_plain_lines_of_100_columns(small_file):
    plain = CliRunner().invoke(cli, ["run", str(small_file)]).stdout
    for more in ({}, {"COLUMNS": "60"}, {"TERM": "dumb"}, {"NO_COLOR": "1"}):
        assert piped("run", small_file, **more) == plain
    assert not ESCAPE.search(plain) and "BY INTERVAL" not in plain and "█" not in plain and "✗" not in plain


@pytest.mark.parametrize("name", ["FORCE_COLOR", "CLICOLOR_FORCE"])
def test_colour_can_be_forced_into_a_pipe(small_file, name):
    plain, forced = piped("run", small_file), piped("run", small_file, **{name: "1"})
    assert ESCAPE.search(forced) and seen(forced) == plain
    assert piped("run", small_file, **{name: "1", "NO_COLOR": "1"}) == plain
    assert piped("run", small_file, **{name: "0"}) == plain


@pytest.mark.parametrize("more", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"CLICOLOR": "0"}])
def test_no_colour_is_no_escape_at_all(small_file, more):
    shown = on_terminal("run", small_file, **more)
    assert "\x1b" not in shown and "✗ missed" in shown and "█" in shown
    assert "\x1b[" in on_terminal("run", small_file)


def test_columns_can_be_said(small_file):
    assert widest(on_terminal("run", small_file, columns=140, COLUMNS="64")) <= 64


def test_a_terminal_that_says_no_width_is_taken_for_100_columns(small_file):
    assert 80 < widest(on_terminal("run", small_file, columns=0)) <= 100


def test_where_blocks_are_not_known_bars_are_ascii(small_file):
    shown = seen(on_terminal("run", small_file, PYTHONIOENCODING="latin-1"))
    assert "! missed" in shown and "+ met" in shown and "####" in shown
    assert "±" in shown, "which Latin-1 knows"
    level = next(line for line in shown.splitlines() if line.startswith("SL % "))
    assert {"0", "9"} <= set(level.split()[2] + level.split()[3]), "digits, of the lowest and of the highest"
    assert not set(shown) & set("▁█│●…✓")


@pytest.mark.parametrize("columns", [60, 100])
def test_wide_characters_are_counted_and_controls_never_sent(odd_file, columns):
    shown = on_terminal("run", odd_file, columns=columns)
    assert widest(shown) <= columns
    text = seen(shown)
    assert "\x1b" not in text and "\a" not in text and "\u202e" not in text and "顧客サポート" in text
    assert text.startswith("コールセンター🎉 �[31mred�]0;title��turned second line"), "shown, not obeyed"
    plain = piped("run", odd_file)
    assert "\x1b" not in plain and "\a" not in plain


def test_faults_are_shown_and_not_obeyed(tmp_path):
    file = tmp_path / "scenario.yaml"
    file.write_text('name: x\n"\\e[2Jkey": 1\n', encoding="utf-8")
    done = CliRunner().invoke(cli, ["run", str(file)], color=True)
    assert done.exit_code == 2 and "�[2Jkey" in done.stderr and "\x1b" not in done.stderr


def test_the_story_of_a_contact_is_broken_not_cut(small_file):
    shown = on_terminal("run", small_file, "--quiet", "--trace", "calls/2026-03-02T10:30/1", columns=40)
    whole = piped("run", small_file, "--quiet", "--trace", "calls/2026-03-02T10:30/1")
    assert widest(shown) <= 40 and shown.split() == whole.split()
