"""The report of a check in a real browser: figures, languages, a phone, everybody's eyes, names with tags."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from in_browser import (
    ENDING,
    HOSTILE,
    LARGEST,
    RICH,
    Visit,
    browser,
    in_both_colours,
    needs_browser,
    phone,
    renamed,
    visit,
)

import ccsim
from ccsim.report.check_page import page as page_of
from ccsim.study.check_result import CheckResult, called

__all__ = ["browser", "phone", "visit"]  # fixtures
pytestmark = needs_browser


@pytest.fixture(scope="module")
def result() -> CheckResult:
    more = ccsim.load(RICH, ["calendar.days=2", "contacts.*.arrivals*=104%"])
    base = ccsim.load(RICH, ["calendar.days=2"])
    tolerances = {"csat": 0.05, "asa of account_call": "1 s", "cost": "2 %"}
    return ccsim.check(more, base, max_replications=20, tolerances=tolerances)


@pytest.fixture(scope="module")
def report(result: CheckResult, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report") / "out"
    result.save(folder)
    return folder / "report.html"


def test_every_figure_draws_and_nothing_leaves(visit: Visit, report: Path) -> None:
    visit.open(report)
    expected = {"targets_share", "targets_s", "differences_share", "differences_s", "differences_score"}
    assert set(visit.figures) == expected | {"differences_money"}
    visit.assert_drawn()
    visit.assert_quiet()
    assert report.stat().st_size < LARGEST


def test_what_a_dot_says(visit: Visit, report: Path, result: CheckResult) -> None:
    page = visit.open(report)
    place = page.locator("#chart-targets_s .scatterlayer .points path").first
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_selector("#chart-targets_s .hovertext")
    told = page.locator("#chart-targets_s .hoverlayer").text_content()
    counter = next(one for one in result.targets if one.name == "counter")
    assert "counter: " in told and f"{counter.value:.3g}\u00a0s" in told and "bound 6\u00a0min" in told


def test_the_language_is_switched(visit: Visit, report: Path) -> None:
    page = visit.open(report)
    assert "points from the bound" in page.locator("#chart-targets_share").text_content()
    page.get_by_role("button", name="Español").click()
    page.wait_for_function("document.getElementById('chart-targets_share').textContent.includes('puntos desde')")
    assert page.locator("#h-answer").inner_text() == "La respuesta"
    shown = page.locator("main").inner_text()
    assert "{" not in shown and "undefined" not in shown and "replications" not in shown.replace("-replications", "")
    assert "Con una confianza del 95\u00a0%" in shown
    assert visit.said == []


def test_csv_holds_the_values_of_the_figure(visit: Visit, report: Path, result: CheckResult, tmp_path: Path) -> None:
    page = visit.open(report)
    with page.expect_download() as coming:
        page.locator("#csv-targets_share").click()
    assert coming.value.suggested_filename == "targets_share.csv"
    coming.value.save_as(tmp_path / "targets.csv")
    with (tmp_path / "targets.csv").open(encoding="utf-8-sig", newline="") as file:
        heading, *rows = csv.reader(file)
    assert heading == ["Target", "Decision", "value", "low", "high", "bound"]
    known = {one.name: one for one in result.targets if one.unit == "share" and one.value == one.value}
    assert [row[0] for row in rows] == list(known)
    for name, decision, *values in rows:
        one = known[name]
        assert decision == called(one.decision)
        assert [float(value) for value in values[:3]] == pytest.approx([one.value, one.low, one.high], rel=5e-3)


@in_both_colours
def test_accessible_to_all(visit: Visit, report: Path) -> None:
    page = visit.open(report)
    page.locator("#data-targets_share summary").click()
    visit.assert_accessible()


@pytest.mark.parametrize("language", ["English", "Español"])
def test_on_a_phone_and_on_paper(phone: Visit, report: Path, language: str) -> None:
    page = phone.open(report)
    page.get_by_role("button", name=language).click()
    phone.assert_fits()
    assert page.pdf().startswith(b"%PDF")


def test_names_are_shown_and_never_run(visit: Visit, result: CheckResult, tmp_path: Path) -> None:
    names = {
        "Retail bank, a spring week": f"{HOSTILE} {ENDING}",
        "counter": HOSTILE,
        "branch": ENDING,
        "abandonment": "<i>few",
    }
    summary = renamed(result.summary(), names)
    summary["notes"] = [ENDING]
    summary["targets"][0]["file"] = "a/<b>bold</b>.yaml"
    file = tmp_path / "report.html"
    file.write_text(page_of(summary), encoding="utf-8")
    page = visit.open(file)
    assert page.locator("h1").inner_text() == f"{HOSTILE} {ENDING}"
    assert page.locator("img, i, u, b").count() == 0
    assert HOSTILE in page.locator("#chart-targets_s").text_content()
    assert "<i>few" in page.locator("#chart-targets_share").text_content()
    assert "a/<b>bold</b>.yaml:" in page.locator("main").inner_text()
    assert ENDING in page.locator("#notes").inner_text()
    page.locator("#data-targets_s summary").click()
    page.wait_for_selector("#table-targets_s th[scope=row]")
    assert HOSTILE in page.locator("#table-targets_s").inner_text()
    page.get_by_role("button", name="Español").click()
    assert visit.said == []
