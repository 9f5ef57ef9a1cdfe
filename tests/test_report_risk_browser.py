"""The report of a risk analysis in a real browser: figures, languages, a phone, everybody's eyes, names with tags."""

from __future__ import annotations

import csv
import textwrap
from pathlib import Path

import pytest
from in_browser import (
    ENDING,
    HOSTILE,
    LARGEST,
    Visit,
    browser,
    in_both_colours,
    needs_browser,
    phone,
    renamed,
    visit,
)
from small_team import SMALL

import ccsim
from ccsim.report.risk import RiskTables
from ccsim.report.risk_page import page as page_of

__all__ = ["browser", "phone", "visit"]  # fixtures
pytestmark = needs_browser

OWN = """
  quick: {contact: calls, measure: wait_p80, at_most: 2 min}
  each_half_hour: {measure: service_level, at_least: 40%, per: interval, in: 80%}
  on_days: {measure: abandonment_rate, at_most: 20%, per: day, probability: 60%}
  asa_of_$<sales>: {contact: sales, measure: asa, at_most: 100 s}
uncertainty:
  forecast: {change: volume, lognormal: {mean: 100%, cv: 15%}}
  AHT: {change: handle_time, normal: {mean: 0 s, sd: 10 s}}
  staff with a name longer than there is room for: {change: agents.team.staffing-=, one_of: {0: 80%, 1: 20%}}
"""


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> RiskTables:
    file = tmp_path_factory.mktemp("scenario") / "small.yaml"
    file.write_text(textwrap.dedent(SMALL).replace("at_least: 80%", "at_least: 55%") + OWN, encoding="utf-8")
    return RiskTables.of(ccsim.risk(file, draws=40, replications=2))


@pytest.fixture(scope="module")
def report(tables: RiskTables, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("report") / "report.html"
    file.write_text(page_of(tables), encoding="utf-8")
    return file


def test_every_figure_draws_and_nothing_leaves(visit: Visit, report: Path) -> None:
    visit.open(report)
    assert visit.figures == ["met", "outcome", "split", "carried", "along-0", "along-1", "along-2"]
    visit.assert_drawn()
    visit.assert_quiet()
    assert report.stat().st_size < LARGEST


def test_every_target_and_measure_draws(visit: Visit, report: Path) -> None:
    page = visit.open(report)
    keys = page.eval_on_selector_all("#outcome-1 option", "all => all.map(it => it.value)")
    assert keys[:2] == ["t0", "t1"] and len(keys) > 4
    for key in keys:
        page.locator("#outcome-2").select_option(key)
        assert page.locator("#outcome-1").input_value() == key  # one choice for all figures
        visit.assert_drawn()
    visit.assert_quiet()


def test_what_a_bar_says(visit: Visit, report: Path, tables: RiskTables) -> None:
    page = visit.open(report)
    page.locator("#outcome-1").select_option("t0")
    bar = page.locator("#chart-carried .barlayer .point path").first
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_selector("#chart-carried .hovertext")
    told = page.locator("#chart-carried .hoverlayer").text_content()
    rows = [one for one in tables.summary["shares"] if one["target"] == "eighty_twenty"]
    most = max(rows, key=lambda one: one["first"])
    assert f"{most['input']}: {100 * most['first']:.1f}\u00a0%" in told


def test_the_language_is_switched(visit: Visit, report: Path) -> None:
    page = visit.open(report)
    assert "probability that it is met" in page.locator("#chart-met").text_content()
    page.get_by_role("button", name="Español").click()
    page.wait_for_function("document.getElementById('chart-met').textContent.includes('probabilidad de que')")
    assert page.locator("#h-along").inner_text() == "Con qué valores se deja de cumplir"
    shown = page.locator("main").inner_text()
    assert (
        "{" not in shown
        and "undefined" not in shown
        and "In the" not in shown
        and "draws" not in shown.replace("draws.csv", "").replace("--draws", "")
    )
    assert visit.said == []


def test_csv_holds_the_values_of_the_figure(visit: Visit, report: Path, tables: RiskTables, tmp_path: Path) -> None:
    page = visit.open(report)
    for name in ("met", "outcome", "carried", "split", "along-0"):
        with page.expect_download() as coming:
            page.locator(f"#csv-{name}").click()
        assert coming.value.suggested_filename == f"{name}.csv"
        coming.value.save_as(tmp_path / f"{name}.csv")
    with (tmp_path / "met.csv").open(encoding="utf-8-sig", newline="") as file:
        heading, *rows = csv.reader(file)
    assert heading == ["Target", "In the long run", "low", "high", "In the 2 days", "low", "high"]
    for row, one in zip(rows, tables.summary["targets"], strict=True):
        assert row[0] == one["target"]
        keys = [f"met_{when}{end}" for when in ("long_run", "horizon") for end in ("", "_low", "_high")]
        wanted = [one[key] for key in keys]
        assert [value == "" for value in row[1:]] == [value is None for value in wanted]
        known = [value for value in wanted if value is not None]
        assert [float(value) for value in row[1:] if value] == pytest.approx(known, rel=1e-3)


@in_both_colours
def test_accessible_to_all(visit: Visit, report: Path) -> None:
    page = visit.open(report)
    page.locator("#data-outcome summary").click()
    visit.assert_accessible()


def test_a_list_stays_above_its_figures_only_and_is_one_line(phone: Visit, report: Path) -> None:
    """Nor does it cover the table that follows; the whole name below it goes away with the page."""
    page = phone.open(report)
    page.locator("#outcome-1").select_option("t2")
    bar, figure, table = (page.locator(f"#may_happen {what}") for what in (".choose", "figure", "table"))
    assert bar.evaluate("it => it.getBoundingClientRect().height") < 56
    top = "it => it.getBoundingClientRect().top"
    figure.evaluate("it => scrollTo(0, scrollY + it.getBoundingClientRect().top + 60)")
    assert abs(bar.evaluate(top)) < 2, "it stays"
    table.evaluate("it => scrollTo(0, scrollY + it.getBoundingClientRect().top)")
    assert bar.evaluate("it => it.getBoundingClientRect().bottom") <= 0, "and goes"


@pytest.mark.parametrize("language", ["English", "Español"])
def test_on_a_phone_and_on_paper(phone: Visit, report: Path, language: str) -> None:
    page = phone.open(report)
    page.get_by_role("button", name=language).click()
    phone.assert_fits()
    assert page.pdf().startswith(b"%PDF")


def test_names_are_shown_and_never_run(visit: Visit, tables: RiskTables, tmp_path: Path) -> None:
    names = {"Small team": f"{HOSTILE} {ENDING}", "eighty_twenty": HOSTILE, "forecast": ENDING, "calls": "<i>few"}
    summary = renamed(tables.summary, names)
    summary["notes"] = [ENDING]
    summary["currency"] = "<u>X</u>"
    quantiles, along = (table.replace(names) for table in (tables.quantiles, tables.along))
    file = tmp_path / "report.html"
    file.write_text(page_of(RiskTables(summary, quantiles, along)), encoding="utf-8")
    page = visit.open(file)
    assert page.locator("h1").inner_text() == f"{HOSTILE} {ENDING}"
    for key in page.eval_on_selector_all("#outcome-1 option", "all => all.map(it => it.value)"):
        page.locator("#outcome-1").select_option(key)
        page.locator("#chart-outcome .barlayer, #chart-outcome .scatterlayer").first.wait_for(state="attached")
    assert page.locator("img, i, u, b").count() == 0
    assert HOSTILE in page.locator("#chart-met").text_content()
    assert ENDING in page.locator("#warnings").inner_text()
    page.locator("#data-met summary").click()
    page.wait_for_selector("#table-met th[scope=row]")
    assert HOSTILE in page.locator("#table-met").inner_text()
    page.get_by_role("button", name="Español").click()
    assert visit.said == []
