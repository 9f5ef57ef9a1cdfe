"""The report of a run in a real browser."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from in_browser import (
    DRAWN,
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

from ccsim.report.rebuild import rebuild
from ccsim.report.run import Run, tidy
from ccsim.report.run_page import page as page_of
from ccsim.scenario import load
from ccsim.study.result import Result
from ccsim.study.simulate import simulate

pytestmark = needs_browser
__all__ = ["browser", "phone", "visit"]  # fixtures


@pytest.fixture(scope="module")
def rich() -> Result:
    return simulate(load(RICH, ["calendar.days=2"]), replications=2, engine="compiled", jobs=1)


@pytest.fixture(scope="module")
def report(rich: Result, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report") / "out"
    rich.save(folder)
    return folder / "report.html"


def test_every_figure_draws_and_nothing_leaves(visit: Visit, report: Path) -> None:
    visit.open(report)
    expected = {"service_level", "abandonment", "waits", "load", "occupancy", "flows", "quantiles"}
    expected |= {"waited", "waited_deferred", "quantiles_deferred", "bookings", "reasons", "lead", "hosts", "costs"}
    assert set(visit.figures) == expected
    visit.assert_drawn()
    visit.assert_quiet()
    assert report.stat().st_size < LARGEST


def test_a_shared_script_draws_too(visit: Visit, rich: Result, tmp_path: Path) -> None:
    rich.save(tmp_path / "out")
    rebuild(tmp_path / "out", "es", share_script=True)
    page = visit.open(tmp_path / "out" / "report.html")
    assert page.locator("#h-answer").inner_text() == "La respuesta"
    assert page.locator("#chart-waits").locator(DRAWN).count() > 0
    assert visit.said == [] and len(visit.asked) == 2


def test_the_language_is_switched(visit: Visit, report: Path) -> None:
    page = visit.open(report)
    assert page.locator("#h-answer").inner_text() == "The answer"
    assert "erlangs, agents" in page.locator("#chart-load").text_content()
    page.get_by_role("button", name="Español").click()
    page.wait_for_function("document.getElementById('chart-load').textContent.includes('erlangs, agentes')")
    assert page.locator("html").get_attribute("lang") == "es"
    assert page.locator("#h-answer").inner_text() == "La respuesta"
    assert page.get_by_role("button", name="Español").get_attribute("aria-pressed") == "true"
    assert (
        "mié" in page.locator("#chart-occupancy").text_content()
        or "mar" in page.locator("#chart-occupancy").text_content()
    )
    shown = page.locator("main").inner_text()
    assert "{" not in shown.split("En qué se basa")[0] and "undefined" not in shown and "The plan" not in shown
    assert visit.said == []


def test_csv_holds_the_values_of_the_figure(visit: Visit, report: Path, rich: Result, tmp_path: Path) -> None:
    page = visit.open(report)
    page.locator("#scope").select_option("contact/account_call")
    with page.expect_download() as coming:
        page.locator("#csv-waits").click()
    assert coming.value.suggested_filename == "waits.csv"
    coming.value.save_as(tmp_path / "waits.csv")
    with (tmp_path / "waits.csv").open(encoding="utf-8-sig", newline="") as file:
        heading, *rows = csv.reader(file)
    assert heading[0] == "interval" and len(heading) == 7
    measures = rich.measures
    own = measures[(measures.scope == "contact") & (measures.name == "account_call") & (measures.measure == "asa")]
    own = own[own.interval.str.len() > 10].dropna(subset="mean").set_index("interval")
    found = {row[0]: row for row in rows if row[1]}
    assert set(found) == set(own.index) and len(found) > 20
    for label, row in found.items():
        wanted = own.loc[label, ["mean", "low", "high"]].tolist()
        assert [float(value) for value in row[1:4]] == pytest.approx(wanted, rel=5e-3, nan_ok=True)


OPENS = "JSON.parse(document.getElementById('page-data').textContent).figures.find(it => it.id === 'load').first"


def csv_of(page: Any, figure: str, folder: Path) -> list[list[str]]:
    with page.expect_download() as coming:
        page.locator(f"#csv-{figure}").click()
    coming.value.save_as(folder / f"{figure}.csv")
    with (folder / f"{figure}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_load_of_some_groups(visit: Visit, report: Path, tmp_path: Path) -> None:
    """Chosen apart from what the hours show; its words, its table and its CSV follow, in either language."""
    page = visit.open(report)
    options = page.locator("#choose-load option").all_inner_texts()
    assert options[0] == "All groups" and {"advice_video: advisers", "advisers"} <= set(options)
    heads = page.eval_on_selector_all("#choose-load optgroup", "all => all.map(it => it.label)")
    assert heads == ["Contacts that nobody else may take", "One group"]
    assert page.locator("#choose-load").input_value() == page.evaluate(OPENS)
    page.locator("#choose-load").select_option(label="All groups")
    whole, note = csv_of(page, "load", tmp_path), page.locator("#note-load")
    page.locator("#data-load summary").click()
    page.locator("#choose-load").select_option(label="advice_video: advisers")
    assert note.inner_text().startswith("Work of advice_video against advisers.")
    own = csv_of(page, "load", tmp_path)
    assert own[0] != whole[0] and 0 < len(own) < len(whole)
    assert page.locator("#table-load tbody tr").count() == len(own) - 1
    page.locator("#scope").select_option("contact/account_call")
    assert note.inner_text().startswith("Work of advice_video against advisers.")
    page.get_by_role("button", name="Español").click()
    page.wait_for_function("document.getElementById('note-load').textContent.startsWith('Trabajo de advice_video')")
    assert page.locator("#choose-load option").first.inner_text() == "Todos los grupos"
    assert visit.said == []


def hovered(page: Any, figure: str, place: int) -> tuple[str, list[tuple[str, str]]]:
    """The interval at a place of a figure's axis, and what hovering there tells: of which interval, and its words."""
    at = f"""place => {{
      const chart = document.getElementById("chart-{figure}"), {{ xaxis, yaxis }} = chart._fullLayout;
      const box = chart.getBoundingClientRect();
      const up = yaxis._offset + yaxis._length / 2;
      return [box.x + xaxis._offset + xaxis.l2p(place), box.y + up, chart.layout.xaxis.categoryarray[place]];
    }}"""
    x, y, name = page.evaluate(at, place)
    page.mouse.move(x, y)
    page.wait_for_timeout(120)  # plotly answers twenty times a second
    told = f"document.getElementById('chart-{figure}')._hoverdata.map(one => [one.x, one.text])"
    return name, [(x, text) for x, text in page.evaluate(told)]


def test_hover_tells_nothing_of_other_intervals(visit: Visit, report: Path) -> None:
    """What is marked in some intervals only has no word at those beside them."""
    page = visit.open(report)
    page.locator("#chart-load").scroll_into_view_if_needed()
    places = """() => {
      const { data, layout } = document.getElementById("chart-load"), names = layout.xaxis.categoryarray;
      const marks = data.find(one => one.mode === "markers" && one.marker.opacity === undefined);
      return marks.x.filter(x => x !== null).map(x => names.indexOf(x));
    }"""
    over = page.evaluate(places)
    beside = [place for place in sorted({one + step for one in over for step in (-1, 1)} - set(over)) if place > 0]
    assert over and beside
    for place in (*over[:3], *beside[:5]):
        name, found = hovered(page, "load", place)
        assert {x for x, _ in found} == {name} and len(found) >= 2
        assert any("above the people" in text for _, text in found) == (place in over), name


def test_hover_says_where_a_line_has_no_value(visit: Visit, rich: Result, tmp_path: Path) -> None:
    """Nobody was answered there, though some waited: the mean wait of the answered is not that of the hour before."""
    measures, when = rich.measures, "2026-03-02 10:00"
    own = (measures.scope == "contact") & (measures.name == "account_call") & (measures.interval == when)
    left = measures[~(own & (measures.measure == "asa"))]
    file = tmp_path / "report.html"
    file.write_text(page_of(Run(tidy(left), rich.summary(), rich.waits)), encoding="utf-8")
    page = visit.open(file)
    page.select_option("#scope", "contact/account_call")
    page.locator("#chart-waits").scroll_into_view_if_needed()
    place = page.evaluate(f"document.getElementById('chart-waits').layout.xaxis.categoryarray.indexOf('Mon {when}')")
    for at, missing in ((place - 1, False), (place, True), (place + 1, False)):
        _, found = hovered(page, "waits", at)
        (mean,) = (text for _, text in found if text.startswith("mean wait of the answered"))
        assert len(found) == 2 and len({x for x, _ in found}) == 1 and mean.endswith(": \u2013") == missing
    assert visit.said == []


def test_flows_tell_their_numbers(visit: Visit, report: Path, rich: Result, tmp_path: Path) -> None:
    page = visit.open(report)
    heading, *rows = csv_of(page, "flows", tmp_path)
    found = {(row[0], row[1]): row[2:] for row in rows}
    for scope, name, measure, ends in (
        ("skill", "account_call/account_team", "taken", ("queue of account_call", "account_team")),
        ("contact", "account_call", "abandoned", ("queue of account_call", "gave up waiting")),
        ("contact", "account_chat", "contained", ("account_chat", "ended in self-service")),
    ):
        estimate = rich.estimates.get(scope, name, measure)
        wanted = [estimate.mean, estimate.low, estimate.high]
        assert [float(value) for value in found[ends][:3]] == pytest.approx(wanted, rel=1e-3), ends
    assert heading == ["from", "to", "contacts", "low", "high", "share of from"]
    link = page.evaluate("document.getElementById('chart-flows').data[0].link.customdata")
    assert any(one.startswith("queue of account_call → account_team: ") and "(" in one for one in link)
    assert "account_call" in page.locator("#chart-flows").text_content()


def test_without_a_mouse(visit: Visit, report: Path) -> None:
    page = visit.open(report)
    focused = "document.activeElement.textContent"
    page.keyboard.press("Tab")
    assert "Skip to the answer" in page.evaluate(focused)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate(focused) == "Español"
    outline = """() => {
      const it = document.activeElement, own = getComputedStyle(it), around = getComputedStyle(it.parentElement);
      return [own.outlineStyle, parseFloat(own.outlineWidth), parseFloat(own.outlineOffset), around.overflow,
        own.outlineColor !== own.backgroundColor]; }"""
    style, width, offset, overflow, differs = page.evaluate(outline)  # the frame of both buttons cuts what is outside
    assert style == "solid" and width >= 2 and (offset <= -width or overflow == "visible") and differs
    page.keyboard.press("Enter")
    assert page.locator("html").get_attribute("lang") == "es"
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.parentElement.id") == "data-service_level":
            break
    page.keyboard.press("Enter")
    page.wait_for_selector("#table-service_level tbody tr")
    assert page.locator("#table-service_level tbody tr").count() > 20
    assert page.locator("#table-service_level thead th").first.inner_text() == "intervalo"


@in_both_colours
def test_accessible_to_all(visit: Visit, report: Path) -> None:
    page = visit.open(report)
    page.locator("#data-service_level summary").click()
    visit.assert_accessible()


@pytest.mark.parametrize("visit", [{"color_scheme": "dark"}], indirect=True)
def test_light_and_dark_and_on_paper(visit: Visit, report: Path) -> None:
    page = visit.open(report)
    ground = "getComputedStyle(document.body).backgroundColor"
    line = "document.querySelector('#chart-service_level .scatterlayer path.js-line').style.stroke"
    dark, drawn_dark = page.evaluate(ground), page.evaluate(line)
    page.get_by_role("button", name="Light").click()
    page.wait_for_function(f"{line} !== '{drawn_dark}'")
    assert page.evaluate(ground) != dark
    assert page.pdf().startswith(b"%PDF") and page.locator("html").get_attribute("data-theme") == "light"
    page.emulate_media(media="print")
    assert not page.locator("#csv-waits").is_visible() and page.locator("#h-answer").is_visible()


def test_on_a_phone(phone: Visit, report: Path) -> None:
    """The answer first, then the menu; no table in the page has to be pushed sideways."""
    page = phone.open(report)
    phone.assert_fits()
    top = {key: page.locator(key).bounding_box()["y"] for key in ("#answer", "nav", "#by_interval")}
    assert top["#answer"] < top["nav"] < top["#by_interval"]
    assert page.locator(".verdict strong").bounding_box()["y"] < 300
    breaks = page.locator(".card", has=page.get_by_role("heading", name="When does it break?"))
    told = [one.bounding_box()["y"] for one in (page.locator(".verdict"), page.locator("#cost"), breaks)]
    assert told == sorted(told)
    wide = "all => all.filter(it => it.scrollWidth > it.clientWidth + 1).map(it => it.textContent.slice(0, 40))"
    assert page.eval_on_selector_all(".scroll:has(> table)", wide) == []
    label = "it => getComputedStyle(it, '::before').content"
    assert (
        page.locator("[aria-labelledby=caption-table_days] tbody:not([hidden]) td").first.evaluate(label)
        == '"Offered: "'
    )


def test_days_follow_what_is_chosen(visit: Visit, report: Path) -> None:
    page = visit.open(report)
    table = page.locator("[aria-labelledby=caption-table_days]")
    page.select_option("#scope", "contact/account_call")
    calls = table.locator("tbody:visible").inner_text()
    assert table.locator("caption").inner_text() == "Day by day: account_call"
    page.select_option("#scope", "all/all")
    assert table.locator("caption").inner_text() == "Day by day: All contacts"
    assert table.locator("tbody:visible").count() == 1 and table.locator("tbody:visible").inner_text() != calls
    page.get_by_role("button", name="Español").click()
    assert table.locator("caption").inner_text() == "Día por día: Todos los contactos"
    page.select_option("#scope", "channel/email")
    assert "tiempo corrido" in page.locator("#note-service_level").inner_text()
    visit.assert_quiet()


def test_names_are_shown_and_never_run(visit: Visit, small_file: Path, tmp_path: Path) -> None:
    """Whatever let them in: a scenario's names hold no tags, but a table may one day."""
    result = simulate(load(small_file), replications=2, engine="reference", jobs=1)
    names = {
        "Small team": f"{HOSTILE} {ENDING}",
        "calls": HOSTILE,
        "sales": ENDING,
        "team": "<i>team",
        "few_leave": "<u>few",
    }
    measures = result.measures.replace({"name": names})
    run = Run(tidy(measures), renamed(result.summary(), names), result.waits.replace({"name": names}))
    file = tmp_path / "report.html"
    file.write_text(page_of(run), encoding="utf-8")
    page = visit.open(file)
    assert page.locator("h1").inner_text() == f"{HOSTILE} {ENDING}"
    assert page.title().startswith(HOSTILE)
    assert page.locator("img, i, u, b").count() == 0 and visit.said == []
    assert HOSTILE in page.locator("#chart-flows").text_content()
    assert ENDING in page.locator("#chart-quantiles").text_content()
    assert "<i>team" in page.locator("#chart-occupancy").text_content()
    page.locator("#data-flows summary").click()
    page.wait_for_selector("#table-flows th[scope=row]")
    assert HOSTILE in page.locator("#table-flows").inner_text()
    page.get_by_role("button", name="Español").click()
    page.locator("#scope").select_option(f"contact/{ENDING}")
    assert visit.said == []


def test_names_of_groups_are_shown_and_never_run(visit: Visit, rich: Result, tmp_path: Path) -> None:
    names = {
        "account_team": HOSTILE.replace("/", ""),
        "advisers": "<img src=x onerror=alert(3)>",
        "advice_video": "<u>v",
    }
    pairs = {name: "/".join(names.get(one, one) for one in name.split("/")) for name in set(rich.measures["name"])}
    summary = renamed(rich.summary(), names)
    run = Run(tidy(rich.measures.replace({"name": pairs})), summary, rich.waits.replace({"name": names}))
    file = tmp_path / "report.html"
    file.write_text(page_of(run), encoding="utf-8")
    page = visit.open(file)
    page.locator("#choose-load").select_option(label=f"<u>v: {names['advisers']}")
    assert page.locator("#note-load").inner_text().startswith(f"Work of <u>v against {names['advisers']}.")
    assert names["account_team"] in page.locator("#chart-flows").text_content()
    assert names["account_team"] in page.locator("div:has(> table > #caption-table_skills)").inner_text()
    assert page.locator("img, i, u, b").count() == 0 and visit.said == []
