"""What planners call a measure is answered with its name."""

from __future__ import annotations

import pytest

from ccsim.measures.catalogue import MEASURES
from ccsim.scenario.measure_names import MEASURE_UNITS, SPOKEN, nearest_measure


@pytest.mark.parametrize(
    ("word", "measure"),
    [
        ("SL", "service_level"),
        ("SL %", "service_level"),
        ("sla", "service_level"),
        ("TSF", "service_level"),
        ("Nível de serviço", "service_level"),
        ("ASA", "asa"),
        ("TME", "asa"),
        ("AHT", "aht"),
        ("TMA", "aht"),
        ("abandono", "abandonment_rate"),
        ("Abandonment", "abandonment_rate"),
        ("abandoned %", "abandoned"),
        ("utilization", "utilisation"),
        ("FCR", "first_contact_resolution"),
        ("no-shows", "no_show_rate"),
        ("p90", "wait_p90"),
        ("FTEs", "fte"),
        ("ocupancy", "occupancy"),
    ],
)
def test_what_is_meant(word: str, measure: str) -> None:
    assert nearest_measure(word) == f" (did you mean '{measure}'?)"


def test_nothing_is_near() -> None:
    assert nearest_measure("xyzzy") == "" and nearest_measure("") == ""
    assert nearest_measure("SL", ["cost"]) == ""  # what is not known here is not proposed


def test_every_spoken_word_leads_to_a_measure_and_is_none() -> None:
    assert set(SPOKEN.values()) <= set(MEASURE_UNITS) <= set(MEASURES)
    assert not set(SPOKEN) & set(MEASURES)
