"""Volumes that no machine can hold are faults of the scenario, not of the machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ccsim.errors import ScenarioError
from ccsim.scenario import from_dict
from ccsim.scenario.sections.volume import MOST_CONTACTS


def center(arrivals: dict[str, Any], days: int = 1, kind: str = "live", **more: Any) -> dict[str, Any]:
    return {
        "calendar": {"start": "2026-03-02", "days": days},
        "opening": {"default": {"mon-fri": "08:00-18:00"}, **more.pop("opening", {})},
        "channels": {"voice": {"kind": kind}},
        "contacts": {"sales": {"channel": "voice", "arrivals": arrivals, "handle_time": "4 min"}, **more},
        "agents": {"team": {"skills": ["sales", *more], "staffing": 5}},
    }


def fault(mapping: dict[str, Any], folder: Path | str = ".") -> str:
    with pytest.raises(ScenarioError) as refused:
        from_dict(mapping, folder)
    return str(refused.value)


def test_a_forecast_with_a_nonsense_cell_is_a_fault_that_names_type_and_number(tmp_path: Path) -> None:
    rows = "".join(f"{hour:02d}:00,10\n" for hour in range(8, 18)).replace("10:00,10", "10:00,9999999999")
    (tmp_path / "f.csv").write_text("start,contacts\n" + rows, encoding="utf-8")
    assert fault(center({"forecast": "f.csv"}), tmp_path) == (
        "scenario: contacts.sales.arrivals: 10,000,000,089 contacts are expected in a replication: at most 20,000,000"
        " in all can be simulated"
    )


@pytest.mark.parametrize(
    ("arrivals", "days", "number"),
    [
        ({"per_day": 9_000_000}, 3, "27,000,000"),
        ({"per_day": {"mon-wed": 9_000_000}}, 12, "54,000,000"),
        ({"rate": "400000 per h"}, 8, "24,000,000"),
        ({"rate": {"08:00": "400000 per h", "09:00": "100000 per h"}}, 26, "26,000,000"),
    ],
)
def test_too_many(arrivals: dict[str, Any], days: int, number: str) -> None:
    assert f"contacts.sales.arrivals: {number} contacts are expected in a replication" in fault(center(arrivals, days))


@pytest.mark.parametrize(
    ("arrivals", "days"),
    [
        ({"per_day": 9_000_000}, 2),
        ({"rate": "400000 per h"}, 5),  # 20 million in opening hours, 48 million around the clock
        ({"per_day": {"sat-sun": 9_000_000}}, 14),  # closed
    ],
)
def test_not_too_many(arrivals: dict[str, Any], days: int) -> None:
    assert from_dict(center(arrivals, days)).contacts


def test_deferred_contacts_received_around_the_clock_count_at_night_too() -> None:
    always = center({"rate": "400000 per h"}, 5, "deferred", opening={"voice": {"receives": "always"}})
    assert "48,000,000 contacts" in fault(always)


def test_types_that_are_too_many_together_are_told_at_the_largest() -> None:
    other = {"channel": "voice", "arrivals": {"per_day": 9_500_000}, "handle_time": "1 min"}
    text = fault(center({"per_day": 9_000_000}, 2, other=other))
    assert text == (
        "scenario: contacts.other.arrivals: 19,000,000 contacts are expected in a replication, 37,000,000 with the"
        f" other types: at most {MOST_CONTACTS:,} in all can be simulated"
    )
