"""The journeys on a run's page: those that `ccsim paths` lists, in both languages, where customers are recorded."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import ccsim
from ccsim.report.journeys_taken import MOST, journeys_taken, path_said
from ccsim.report.run import Run, run_of
from ccsim.report.run_page import page
from ccsim.study.path_steps import ARROW, ENDINGS, SESSIONS
from ccsim.study.paths import JourneyPath, paths

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("journeys") / "out"
    scenario = ccsim.load(ROOT / "scenarios" / "retail_bank", ["calendar.days=2"])
    ccsim.simulate(scenario, replications=3).save(folder, records=True)
    return folder


@pytest.fixture
def run(saved: Path) -> Run:
    return run_of(saved)


def test_the_most_frequent_stand_first_and_the_dearest_of_the_others_last(run: Run, saved: Path) -> None:
    table, found = journeys_taken(run.records, run.summary), paths(saved)
    assert table is not None
    told = [row[0].value if isinstance(row[0].value, str) else row[0].value("en") for row in table.rows]
    assert told[0] == "All customers"
    assert told[1 : 1 + MOST] == [path_said(one)("en") for one in found.rows[:MOST]]
    dear = [one for one in found.rows[MOST:] if one.judgement == "unfavourable" and one.excess > 0]
    assert told[1 + MOST :] == [path_said(one)("en") for one in sorted(dear, key=lambda one: -one.excess)[:3]]
    assert [row[2].value for row in table.rows[1:3]] == [
        f"{one.customers:,.0f}".replace(",", "\u202f") for one in found.rows[:2]
    ]
    text = page(run)
    assert 'id="caption-table_journeys"' in text and "menu pasa a una persona" in text


def test_every_step_is_said_in_both_languages(saved: Path) -> None:
    one = replace(paths(saved).rows[0], judgement="unfavourable")
    for ending in (*ENDINGS.values(), *SESSIONS.values(), "kept, resolved", "called back, unresolved", "moved"):
        path = replace(one, path=f"the calls {ending}")
        assert path_said(path)("en") == f"\u2212 the calls {ending}"
        assert path_said(path)("es").startswith("\u2212 the calls ") and ending not in path_said(path)("es")


@pytest.mark.parametrize(
    ("path", "english", "spanish"),
    [
        (
            "calls abandoned x2 → calls resolved",
            "calls abandoned \u00d72 → calls resolved",
            "calls abandonado \u00d72 → calls resuelto",
        ),
        ("book advice in vain → cut off", "book advice in vain → cut off", "reserva advice sin cupo → no sigue"),
        ("book advice → ...", "book advice → ...", "reserva advice → ..."),
        ("calls seen otherwise", "calls seen otherwise", "calls seen otherwise"),  # of another version
    ],
)
def test_paths_step_by_step(path: str, english: str, spanish: str) -> None:
    values = dict.fromkeys(JourneyPath.__dataclass_fields__, 0.0)
    one = JourneyPath(**{**values, "path": path, "judgement": ""})  # type: ignore[arg-type]
    assert (path_said(one)("en"), path_said(one)("es")) == (english, spanish)
    assert ARROW in english or "→" not in english


def test_very_many_customers_are_left_to_the_command(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run.records is not None
    monkeypatch.setattr("ccsim.report.journeys_taken.LARGEST", run.records.size("customers") - 1)
    assert journeys_taken(run.records, run.summary) is None


def test_without_records_of_customers_the_page_says_how_to_get_them(run: Run) -> None:
    assert journeys_taken(None, run.summary) is None
    text = page(replace(run, records=None))
    assert "Which journeys they took ccsim paths DIR lists" in text
    assert 'id="caption-table_journeys"' not in text
