"""scenarios/KEYS.md says what the reader does: each plain key as the schema has it, with an example that runs."""

from __future__ import annotations

import re

import pytest

from ccsim.model import build
from ccsim.model.warnings import warn
from ccsim.scenario import load
from experiments.keys.run import EXAMPLE, LONGEST, PAGE, listed, plain_keys, table, written

TEXT = PAGE.read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_tables_are_those_of_the_schema_and_the_example() -> None:
    assert written(TEXT) == TEXT, "python -m experiments.keys.run writes them"


def test_every_plain_key_stands_there_and_nothing_else() -> None:
    keys = plain_keys()
    assert listed(TEXT) == keys
    assert {"agents.NAME.shifts.NAME.breaks.NAME.at_most_out", "contacts.NAME.short_abandon", "full_time_week"} <= keys


def test_every_key_has_a_meaning_and_an_example() -> None:
    rows = re.findall(r"^\| (`\w+`) \| (.*) \| (.*) \| (.*) \| (.*) \|$", TEXT, re.M)
    lacking = [key for key, meaning, how, _, example in rows if not (meaning and how and example)]
    assert len(rows) > 100 and lacking == []


def test_what_is_not_said_shows() -> None:
    """A key that the example lacks has no example, so that the test above would fail."""
    assert "| `at_most` | what is later" not in TEXT
    assert "below |" in table(("agents", "NAME"))
    (row,) = [line for line in table(("contacts", "NAME")).split("\n") if line.startswith("| `head_start`")]
    assert row.endswith("| duration | 0 | `30 s` |") and len(row) < LONGEST + 100


def test_the_example_is_sound_and_nothing_in_it_is_idle() -> None:
    scenario = load(EXAMPLE)
    assert [one for one in warn(scenario, build(scenario)) if "is not read" in one or "no effect" in one] == []


@pytest.mark.parametrize("page", ["README.md", "scenarios/README.md", "scenarios/ADVANCED.md"])
def test_other_pages_lead_to_it(page: str) -> None:
    assert "KEYS.md" in (PAGE.parents[1] / page).read_text(encoding="utf-8")
