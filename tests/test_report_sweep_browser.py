"""The report of a sweep in a real browser, every outside host blocked."""

from __future__ import annotations

import copy
import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from in_browser import DRAWN, ENDING, HOSTILE, Visit, browser, in_both_colours, needs_browser, phone, renamed, visit
from sweep_experiments import GRID, SCENARIO, of_design, write

from ccsim.report.sweep_page import page as page_of
from ccsim.study.sweep import sweep
from ccsim.study.sweep_result import Sweep

__all__ = ["browser", "phone", "visit"]  # fixtures
pytestmark = needs_browser
THREE = """
    name: Three factors
    scenario: morning.yaml
    design: grid
    factors:
      team: {path: agents.team.staffing, from: 2, to: 4, step: 1}
      patience: {path: contacts.calls.patience.exponential.mean, values: [90 s, 3 min]}
      order: {variants: {as it is: [], least busy: [routing.agent_rule=least_occupied]}}
    replications: 3
"""


@pytest.fixture(scope="module")
def grid(tmp_path_factory: pytest.TempPathFactory) -> Sweep:
    folder = tmp_path_factory.mktemp("grid")
    scenario = SCENARIO.rstrip(" ") + "      few_leave: {measure: abandonment_rate, at_most: 20%}\n"
    return sweep(write(folder, THREE, scenario), out=folder / "out")


@pytest.fixture(scope="module")
def report(grid: Sweep, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(grid, tmp_path_factory.mktemp("page"))


def written(found: Sweep, folder: Path) -> Path:
    file = folder / "report.html"
    file.write_text(page_of(found), encoding="utf-8")
    return file


def draws(visit: Visit, file: Path) -> Any:
    page = visit.open(file)
    visit.assert_drawn()
    visit.assert_quiet()
    return page


def test_every_figure_of_a_grid_draws_whatever_is_chosen(visit: Visit, report: Path) -> None:
    page = draws(visit, report)
    effects = {f"effect-{place}" for place in range(3)}
    assert set(visit.figures) == effects | {"heat", "frontier", "sensitivity"}
    service = page.locator("#chart-heat").text_content()
    assert "target 80" in service and page.locator("#measure-2").input_value() == "m0"
    asa = page.locator("#measure-1 option", has_text="ASA").get_attribute("value")
    page.locator("#measure-1").select_option(asa)
    assert page.locator("#measure-2").input_value() == page.locator("#measure-3").input_value() == asa
    page.wait_for_function("old => document.getElementById('chart-heat').textContent !== old", arg=service)
    page.locator("#pair-1").select_option("1-2")
    page.wait_for_function("document.getElementById('chart-heat').textContent.includes('least busy')")
    page.locator("#against-1").select_option(index=1)
    assert visit.said == []


def test_other_factors_are_held_where_the_reader_wants_them(visit: Visit, report: Path, grid: Sweep) -> None:
    """Opens on the point in the answer; each cell is a point of the table, or with `average` the mean over them."""
    page = draws(visit, report)
    drawn = "document.getElementById('chart-heat').data[0].z"
    values = grid.frame[(grid.frame.target == "") & (grid.frame.measure == "service_level")]
    page.locator("#pair-1").select_option("0-1")
    page.locator("#measure-2").select_option("m0")
    assert [page.locator(f"#level{place}-1").is_visible() for place in range(3)] == [False, False, True]
    number = int(page.locator("#best li").first.inner_text().split()[-1])
    best = grid.frame[grid.frame.point == number].iloc[0].order
    assert page.locator("#level2-1 option:checked").inner_text() == best
    wanted = {
        order: own.pivot(index="patience", columns="team", values="estimate") for order, own in values.groupby("order")
    }
    assert page.evaluate(drawn) == [pytest.approx(row, rel=1e-4) for row in wanted[best].to_numpy().tolist()]
    menu = page.locator("#level2-1")
    menu.focus()
    page.keyboard.press("End")
    assert menu.input_value() == "all"
    mean = (sum(wanted.values()) / 2).to_numpy().tolist()
    page.wait_for_function(f"{drawn}[0].length === 3")
    assert page.evaluate(drawn) == [pytest.approx(row, rel=1e-3) for row in mean]
    assert visit.said == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_cells_that_are_not_decided_are_marked_and_all_can_be_read(visit: Visit, tmp_path: Path, theme: str) -> None:
    """A `?` where the interval holds the bound; numbers with 4.5 : 1 against their cell in either theme."""
    scenario = SCENARIO.replace("at_least: 80%", "at_least: 60%")
    found = sweep(write(tmp_path, GRID, scenario))
    page = draws(visit, written(found, tmp_path))
    page.locator(f"[data-theme-to={theme}]").click()
    rows = found.frame[(found.frame.target == "") & (found.frame.measure == "service_level")]
    wanted = int(((rows.low < 0.6) & (rows.high > 0.6)).sum())
    assert 1 <= wanted < len(rows)
    texts = "document.getElementById('chart-heat').data.find((one) => one.mode === 'text')"
    told = page.evaluate(f"{texts}.text")
    assert len(told) == len(rows) and sum(text.endswith("?") for text in told) == wanted
    inks = page.evaluate(f"{texts}.textfont.color")
    shades = page.evaluate("document.getElementById('chart-heat').data[0].colorscale.map((one) => one[1])")
    cells = np.array(page.evaluate("document.getElementById('chart-heat').data[0].z")).ravel()
    parts = [[int(one[at : at + 2], 16) for one in shades] for at in (1, 3, 5)]
    along = (cells - cells.min()) / np.ptp(cells)
    linear = np.array([np.interp(along, [0, 0.5, 1], part) / 255 for part in parts])
    linear = np.where(linear <= 0.04045, linear / 12.92, ((linear + 0.055) / 1.055) ** 2.4)
    light = np.array([0.2126, 0.7152, 0.0722]) @ linear + 0.05
    contrast = [own / 0.05 if ink == "#000" else 1.05 / own for own, ink in zip(light, inks, strict=True)]
    assert min(contrast) >= 4.5
    assert visit.said == []


PAIRS = "{sobol_indices: {samples: 4, second_order: true}}"


@pytest.mark.parametrize(
    "design", ["one_at_a_time", "{latin_hypercube: {points: 20}}", "{morris: {trajectories: 4}}", PAIRS]
)
def test_every_figure_of_other_designs_draws(visit: Visit, tmp_path: Path, design: str) -> None:
    if "morris" in design or design == PAIRS:
        pytest.importorskip("SALib")
    found = sweep(write(tmp_path, of_design(design).replace("log: true", "log: true, levels: 3")))
    page = draws(visit, written(found, tmp_path))
    assert page.locator("#chart-pairs").count() == (design != "one_at_a_time")
    assert page.locator("#note-interactions").count() == (design == PAIRS)
    page.get_by_role("button", name="Español").click()
    for select in page.locator("select").all():
        select.select_option(index=select.locator("option").count() - 1)
    assert page.locator("#chart-sensitivity").locator(DRAWN).count() > 0 and visit.said == []
    if design == PAIRS:
        assert "juntos" in page.locator("figure:has(#chart-interactions) h3").inner_text()


def test_the_language_is_switched(visit: Visit, report: Path) -> None:
    page = visit.open(report)
    page.get_by_role("button", name="Español").click()
    page.wait_for_function(
        "document.getElementById('chart-frontier').textContent.includes('mejor servicio por su costo')"
    )
    assert page.locator("#h-effects").inner_text() == "Qué hace cada factor"
    assert page.locator("#measure-1 option").first.inner_text() == "Nivel de servicio"
    shown = page.locator("main").inner_text()
    assert "{" not in shown and "undefined" not in shown and "most" not in shown.split()
    assert visit.said == []


def test_csv_holds_the_values_of_the_table(visit: Visit, report: Path, grid: Sweep, tmp_path: Path) -> None:
    page = visit.open(report)
    for key, columns in (("effect-0", 5), ("heat", 6), ("frontier", 7), ("sensitivity", 6)):
        with page.expect_download() as coming:
            page.locator(f"#csv-{key}").click()
        assert coming.value.suggested_filename == f"{key}.csv"
        coming.value.save_as(tmp_path / f"{key}.csv")
        with (tmp_path / f"{key}.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        assert {len(row) for row in rows} == {columns}, key
    frame = grid.frame[(grid.frame.target == "") & (grid.frame.measure == "service_level")].set_index("point").estimate
    with (tmp_path / "frontier.csv").open(encoding="utf-8-sig", newline="") as file:
        heading, *rows = csv.reader(file)
    assert heading == ["point", "team", "patience", "order", "paid hours", "service level", "targets"]
    assert {int(row[0]): float(row[5]) for row in rows} == pytest.approx(frame.to_dict(), rel=1e-3)
    assert {row[2] for row in rows} == {"90", "180"}  # seconds, as in the table of results


def test_without_a_mouse(visit: Visit, report: Path) -> None:
    page = visit.open(report)
    table = page.locator("table.sortable")
    numbers = "[...document.querySelectorAll('table.sortable tbody th')].map(cell => Number(cell.textContent))"
    heading = table.locator("thead button").first
    heading.focus()
    page.keyboard.press("Enter")
    assert page.evaluate(numbers) == list(range(1, 13))
    assert table.locator("thead th").first.get_attribute("aria-sort") == "ascending"
    page.keyboard.press("Enter")
    assert page.evaluate(numbers) == list(range(12, 0, -1))
    page.locator("#measure-1").focus()
    page.keyboard.press("ArrowDown")
    assert page.locator("#measure-2").input_value() != "m0"
    page.locator("#data-heat summary").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#table-heat tbody tr")
    assert page.locator("#table-heat tbody tr").count() == 6


@in_both_colours
def test_accessible_to_all_and_on_paper(visit: Visit, report: Path) -> None:
    page = visit.open(report)
    page.locator("#data-frontier summary").click()
    visit.assert_accessible()
    assert page.pdf().startswith(b"%PDF")


def test_on_a_phone(phone: Visit, report: Path) -> None:
    """Points are blocks, in an order that is still of the reader's choice."""
    page = phone.open(report)
    phone.assert_fits()
    phone.assert_no_table_is_cut()
    first = page.locator("table.sortable tbody th").first
    assert first.evaluate("it => getComputedStyle(it, '::before').content") == '"point\u00a0"'
    page.locator("table.sortable thead button").first.click()
    assert first.inner_text() == "1"


def test_names_are_shown_and_never_run(visit: Visit, grid: Sweep, tmp_path: Path) -> None:
    names = {"team": HOSTILE, "patience": ENDING, "least busy": "<u>least", "Three factors": f"{HOSTILE} {ENDING}",
             "eighty_twenty": "<i>eighty", "Morning": "<b>Morning"}  # fmt: skip
    found = Sweep(renamed(copy.deepcopy(grid.manifest), names), renamed(copy.deepcopy(grid.outcomes), names))
    page = draws(visit, written(found, tmp_path))
    assert page.locator("h1").inner_text() == f"{HOSTILE} {ENDING}"
    assert page.locator("main img, main i, main u").count() == 0
    assert HOSTILE in page.locator("#chart-heat").text_content()
    page.locator("#pair-1").select_option("1-2")
    page.wait_for_function("document.getElementById('chart-heat').textContent.includes('<u>least')")
    page.locator("#data-frontier summary").click()
    page.wait_for_selector("#table-frontier th[scope=row]")
    assert "<u>least" in page.locator("#table-frontier").inner_text()
    page.locator("#chart-frontier .points path").first.hover(force=True)
    page.get_by_role("button", name="Español").click()
    assert page.locator("main img, main i, main u").count() == 0 and visit.said == []
