"""What lines cost, used or not: read, measured, part of the whole."""

from __future__ import annotations

from typing import Any

import pytest

import ccsim
from ccsim.errors import ScenarioError
from ccsim.scenario import from_dict


def voice(**channel: Any) -> dict[str, Any]:
    return {
        "calendar": {"start": "2026-03-02"},
        "opening": {"mon-fri": "08:00-10:00"},
        "channels": {"voice": {"kind": "live", "cost": "0.02 per min", **channel}},
        "contacts": {
            "calls": {"channel": "voice", "arrivals": {"rate": "60 per h"}, "patience": "3 min", "handle_time": "4 min"}
        },
        "agents": {"team": {"skills": ["calls"], "staffing": 5, "cost_per_hour": 10}},
    }


def test_lines_cost_all_day_and_stand_in_the_whole() -> None:
    scenario = voice(lines=10, line_cost="3 per d")
    scenario["calendar"] |= {"days": 2, "warm_up": "12 h"}
    result = ccsim.simulate(from_dict(scenario), replications=1)
    found = {name: result.estimates.get("all", "all", name).mean for name in ("cost_lines", "cost_staff", "cost")}
    assert found["cost_lines"] == pytest.approx(10 * 3 * 1.5)
    channels = result.estimates.get("all", "all", "cost_channel").mean
    assert found["cost"] == pytest.approx(found["cost_staff"] + channels + 45.0)


def test_without_a_cost_there_is_no_such_measure() -> None:
    result = ccsim.simulate(from_dict(voice(lines=10)), replications=1)
    with pytest.raises(KeyError):
        result.estimates.get("all", "all", "cost_lines")


@pytest.mark.parametrize(
    ("channel", "message"),
    [
        ({"lines": 10, "line_cost": "3 per contact"}, "a line costs by time, like 3 per d"),
        ({"lines": 10, "line_cost": "3"}, "expected a cost like"),
        ({"lines": 10, "line_cost": "-3 per d"}, "negative|expected a cost"),
        ({"line_cost": "3 per d"}, "line_cost: needs lines: how many are paid for"),
    ],
)
def test_what_a_line_cannot_cost(channel: dict[str, Any], message: str) -> None:
    with pytest.raises(ScenarioError, match=message):
        from_dict(voice(**channel))


def test_a_target_on_it_needs_it() -> None:
    scenario = voice()
    scenario["targets"] = {"lines": {"measure": "cost_lines", "at_most": 10}}
    with pytest.raises(ScenarioError, match="cost_lines needs a line_cost"):
        from_dict(scenario)
