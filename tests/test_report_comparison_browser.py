"""The reports of a comparison, of a selection and of a stress test in a real browser."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from in_browser import ENDING, HOSTILE, LARGEST, Visit, browser, in_both_colours, needs_browser, phone, renamed, visit

import ccsim
from ccsim.report.comparison_page import page as page_of
from ccsim.study.comparison import Comparison

__all__ = ["browser", "phone", "visit"]  # fixtures
pytestmark = needs_browser

CENTER = Path(__file__).parent.parent / "scenarios" / "multichannel"
MORE = "agents.technicians.shifts.early.agents+=2"
LONG = "as many people as there are now, with breaks that are half an hour later than those of today"


@pytest.fixture(scope="module")
def result() -> Comparison:
    days = "calendar.days=2"
    others = [
        [MORE],
        ["agents.technicians.absence=0%", "agents.billing_team.absence=0%"],
        ["routing.agent_rule=random"],
    ]
    alternatives = [ccsim.load(CENTER, changes=[days, *changes]) for changes in others]
    return ccsim.compare(
        ccsim.load(CENTER, changes=[days]), *alternatives, names=["two more", "nobody absent", LONG], replications=8
    )


@pytest.fixture(scope="module")
def report(result: Comparison, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report") / "out"
    result.save(folder)
    return folder / "report.html"


@pytest.fixture(scope="module")
def selection(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report") / "out"
    scenarios = [ccsim.load(CENTER, changes=["calendar.days=2", *more]) for more in ((), (MORE,), ("currency=EUR",))]
    ccsim.select(*scenarios, names=["two more", "in euros"], measure="asa of technical_call", delta="5 s").save(folder)
    return folder / "report.html"


@pytest.fixture(scope="module")
def stressed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report") / "out"
    ccsim.stress(CENTER, changes=["calendar.days=2"], replications=4).save(folder)
    return folder / "report.html"


def test_every_figure_draws_and_nothing_leaves(visit: Visit, report: Path, selection: Path, stressed: Path) -> None:
    both = (report, {"forest", "service_cost"}), (selection, {"behind", "service_cost"})
    for file, expected in (*both, (stressed, {"forest"})):
        page = visit.open(file)
        assert set(visit.figures) == expected
        visit.assert_drawn()
        for box in page.query_selector_all("select"):
            for option in box.query_selector_all("option"):
                box.select_option(option.get_attribute("value"))
                visit.assert_drawn()
        assert file.stat().st_size < LARGEST
    visit.assert_quiet()


def test_each_chooser_is_of_its_figure(visit: Visit, report: Path) -> None:
    page = visit.open(report)
    forest, service = (f"document.getElementById('chart-{figure}').layout" for figure in ("forest", "service_cost"))
    shares, waits = (page.evaluate(f"{one}.height") for one in (forest, service))
    before = page.evaluate(f"{service}.yaxis.title.text")
    page.locator("#choose-forest").select_option(label="branch: mean wait of the answered (ASA)")
    assert page.evaluate(f"{forest}.xaxis.title.text") == "difference from the base, s"
    assert page.evaluate(f"{service}.yaxis.title.text") == before
    page.locator("#choose-service_cost").select_option(label="voice: abandonment")
    assert page.evaluate(f"{service}.yaxis.title.text") == "voice: abandonment"
    assert (shares, waits) == (page.evaluate(f"{forest}.height"), page.evaluate(f"{service}.height"))
    page.get_by_role("button", name="Español").click()
    page.wait_for_function(f"{service}.yaxis.title.text === 'voice: abandono'")
    assert page.locator("#choose-forest").input_value() == "channel/branch/asa/"


def test_what_a_point_says(visit: Visit, report: Path, result: Comparison) -> None:
    page = visit.open(report)
    page.locator("#choose-forest").select_option(label="Whole cost")
    point = page.locator("#chart-forest .scatterlayer .points path").first
    point.scroll_into_view_if_needed()
    box = point.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_selector("#chart-forest .hovertext")
    told = page.locator("#chart-forest .hoverlayer").text_content()
    difference = next(one for one in result.alternatives[0].findings if one.compared.text == "cost").difference
    assert "two more" in told and "Whole cost" in told and "worse" in told
    assert f"+{difference.difference:,.0f}" in told.replace("\u202f", ",")


def test_the_language_is_switched(visit: Visit, report: Path, selection: Path) -> None:
    for file in (report, selection):
        page = visit.open(file)
        assert page.locator("#h-answer").inner_text() == "The answer"
        page.get_by_role("button", name="Español").click()
        page.wait_for_function("document.getElementById('chart-service_cost').textContent.includes('costo, USD')")
        assert page.locator("#h-answer").inner_text() == "La respuesta"
        shown = page.locator("main").inner_text()
        assert "{" not in shown and "undefined" not in shown and "target" not in shown.lower()
    assert visit.said == []


def test_csv_holds_the_values_of_the_figure(visit: Visit, report: Path, result: Comparison, tmp_path: Path) -> None:
    page = visit.open(report)
    page.locator("#choose-forest").select_option(label="voice: abandonment")
    with page.expect_download() as coming:
        page.locator("#csv-forest").click()
    coming.value.save_as(tmp_path / "forest.csv")
    with (tmp_path / "forest.csv").open(encoding="utf-8-sig", newline="") as file:
        heading, *rows = csv.reader(file)
    assert heading[:4] == ["no.", "plan", "base", "this plan"] and len(rows) == 3
    found = {row[1]: [float(value) for value in row[2:8]] for row in rows}
    for one in result.alternatives:
        finding = next(own for own in one.findings if own.compared.text == "abandonment_rate of channel voice")
        of = finding.difference
        points = [100 * value for value in (of.difference, of.low, of.high, finding.margin)]
        assert found[one.name] == pytest.approx([of.base, of.other, *points], rel=1e-6)


def test_without_a_mouse(visit: Visit, report: Path) -> None:
    page = visit.open(report)
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "choose-forest":
            break
    first = page.locator("#choose-forest").input_value()
    page.keyboard.press("ArrowDown")
    assert page.locator("#choose-forest").input_value() != first
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.parentElement.id") == "data-forest":
            break
    page.keyboard.press("Enter")
    page.wait_for_selector("#table-forest tbody tr")
    assert page.locator("#table-forest tbody tr").count() == 3


@in_both_colours
def test_accessible_to_all(visit: Visit, report: Path, selection: Path, stressed: Path) -> None:
    for file, figure in ((report, "forest"), (selection, "behind"), (stressed, "forest")):
        page = visit.open(file)
        page.locator(f"#data-{figure} summary").click()
        visit.assert_accessible()


@pytest.mark.parametrize("language", ["English", "Español"])
def test_on_a_phone_and_on_paper(phone: Visit, report: Path, selection: Path, stressed: Path, language: str) -> None:
    for file in (report, selection, stressed):
        page = phone.open(file)
        page.get_by_role("button", name=language).click()
        phone.assert_fits()
        phone.assert_no_table_is_cut()
        shut = page.locator("details.printed:not([open])").count()
        assert page.pdf().startswith(b"%PDF")
        page.wait_for_function(f"document.querySelectorAll('details.printed:not([open])').length === {shut}")


def test_a_name_that_its_list_cuts_short_stands_whole_below(phone: Visit, report: Path) -> None:
    page = phone.open(report)
    below = page.locator(".choose-one:has(#choose-forest) .whole-name")
    long = "service level within each contact's own threshold, of all that came on the days of the week"
    page.locator("#choose-forest option").first.evaluate("(it, text) => { it.textContent = text }", long)
    for value, told in ((0, [long]), (-1, [])):
        options = page.locator("#choose-forest option")
        options.last.evaluate("it => { it.textContent = 'short' }")
        page.locator("#choose-forest").select_option(index=value % options.count())
        assert below.all_inner_texts() == told
    phone.assert_fits()


def test_names_are_shown_and_never_run(visit: Visit, result: Comparison, tmp_path: Path) -> None:
    names = {
        "Multichannel service, a week": f"{HOSTILE} {ENDING}",
        "two more": HOSTILE,
        "nobody absent": ENDING,
        "voice": "<i>voice",
        "few_give_up": "<u>few",
        MORE: "<b>more",
    }
    summary = renamed(result.summary(), names)
    for one in summary["inputs"]:
        one["others"] = {names.get(name, name): value for name, value in one["others"].items()}
    file = tmp_path / "report.html"
    file.write_text(page_of(summary), encoding="utf-8")
    page = visit.open(file)
    assert page.locator("h1").inner_text() == f"{HOSTILE} {ENDING}" and page.title().startswith(HOSTILE)
    assert page.locator("main img, main i, main u, main b").count() == 0 and visit.said == []
    assert HOSTILE in page.locator("#chart-forest").text_content()
    assert HOSTILE in page.locator("#plans").inner_text() and "<u>few" in page.locator("#matrix").inner_text()
    assert "<b>more" in page.locator("#changed").inner_text()
    page.locator("#choose-forest").select_option(label="<i>voice: abandonment")
    page.locator("#data-forest summary").click()
    page.wait_for_selector("#table-forest th[scope=row]")
    assert ENDING in page.locator("#table-forest").inner_text()
    point = page.locator("#chart-forest .scatterlayer .points path").first
    point.scroll_into_view_if_needed()
    point.hover(force=True)
    page.wait_for_selector("#chart-forest .hovertext")
    page.get_by_role("button", name="Español").click()
    assert visit.said == []
