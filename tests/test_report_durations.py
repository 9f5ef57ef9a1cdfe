"""Durations as reports tell them: one threshold for every sentence, axis and script."""

from __future__ import annotations

import re
from importlib.resources import files

import numpy as np
import pytest

import ccsim.cli.layout as terminal
from ccsim.report import differences
from ccsim.report.durations import time_unit
from ccsim.report.numbers import FIXED, THIN, between, bound, pair, shown, with_band
from ccsim.report.sweep_axes import axis
from ccsim.report.words import as_is


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        *(
            (0.0, "0 s"),
            (0.00594, "0.01 s"),
            (20.0, "20 s"),
            (299.0, "299 s"),
            (300.0, "5 min"),
            (-300.0, "-5 min"),
            (573.0, "9.55 min"),
        ),
        *((7199.0, "120 min"), (7200.0, "2 h"), (4.5e6, f"1{THIN}250 h")),
    ],
)
def test_a_duration(seconds: float, expected: str) -> None:
    assert shown(seconds, "s") == expected.replace(" ", FIXED)


@pytest.mark.parametrize(
    ("seconds", "expected"), [(300.0, "5 min"), (400.0, "400 s"), (450.0, "7.5 min"), (5400.0, "90 min")]
)
def test_a_bound_keeps_what_was_asked(seconds: float, expected: str) -> None:
    assert bound(seconds, "s") == expected.replace(" ", FIXED)


def test_both_ends_of_an_interval_are_in_the_unit_of_the_longer() -> None:
    for ends, expected in (((240.0, 540.0), ["4 min", "9 min"]), ((5400.0, 12_600.0), ["1.5 h", "3.5 h"])):
        assert between(*ends, "s").split(" \u2013 ") == [one.replace(" ", FIXED) for one in expected]


@pytest.mark.parametrize(
    ("low", "high", "unit", "expected"),
    [
        (9.9741, 10.0268, "h", "9.97 to 10.03 h"),
        (1234.5678, 1240.123, "h", f"1{THIN}235 to 1{THIN}240 h"),
        (0.018, 0.026, "share", "1.8 to 2.6 points"),
        (0.0003, 0.009, "share", "0.03 to 0.90 points"),
    ],
)
def test_an_interval_has_digits_by_its_width(low: float, high: float, unit: str, expected: str) -> None:
    """And no end of it reads as a 0 that it is not."""
    assert differences.ends(low, high, unit, "")("en").replace(FIXED, " ") == expected


@pytest.mark.parametrize("seconds", [1.0, 299.0, 300.0, 7199.0, 7200.0, 1e6])
def test_every_room_decides_alike(seconds: float) -> None:
    """Axes, differences, the terminal, and what the page's script is given."""
    unit = time_unit(seconds)
    assert axis(as_is("wait"), "s", np.array([seconds])).size == unit.size
    assert differences.scale("s", seconds, "").size == unit.size
    assert terminal.time_unit(seconds) == (unit.size, unit.sign)


def test_the_script_has_no_thresholds_of_its_own() -> None:
    """It is given those of Python, in every page; only the lengths of units are known to it."""
    script = (files("ccsim.report") / "page" / "page.js").read_text()
    assert "page.durations" in script and not re.search(r"\b(180|300|600|7200)\b", script.split("// --- figures by")[0])


@pytest.mark.parametrize(
    ("ends", "unit", "limit", "expected"),
    [
        ((0.7496, 0.819), "share", 0.75, "74.96 % \u2013 81.9 %"),
        ((0.074, 0.07996), "share", 0.08, "7.4 % \u2013 7.996 %"),
        ((0.75, 0.8), "share", 0.75, "75.0 % \u2013 80.0 %"),
        ((0.7499999, 0.8), "share", 0.75, "75.0 % \u2013 80.0 %"),
        ((59.96, 61.0), "s", 60.0, "59.96 s \u2013 61 s"),
        ((359.8, 400.0), "s", 360.0, "5.997 min \u2013 6.67 min"),
        ((99.999, 101.0), "money", 100.0, "99.999 \u2013 101"),
    ],
)
def test_an_end_of_an_interval_never_reads_like_the_bound(
    ends: tuple[float, float], unit: str, limit: float, expected: str
) -> None:
    assert between(*ends, unit, limit=limit) == expected.replace(" %", f"{FIXED}%").replace(" s", f"{FIXED}s").replace(
        " min", f"{FIXED}min"
    )


@pytest.mark.parametrize(
    ("band", "expected"),
    [
        ((290.0, 270.0, 312.0), ("4.83 min", "4.5 min \u2013 5.2 min")),
        ((45.0, 40.0, 50.0), ("45 s", "40 s \u2013 50 s")),
        ((290.0, None, None), ("290 s", "")),
        ((None, None, None), ("\u2013", "")),
    ],
)
def test_a_value_has_the_unit_of_time_of_its_interval(band, expected):
    value, interval = (one.replace(" min", f"{FIXED}min").replace(" s", f"{FIXED}s") for one in expected)
    assert pair(*band, "s") == (value, interval)
    assert with_band(*band, "s") == (f"{value} ({interval})" if interval else value)
