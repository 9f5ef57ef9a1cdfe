"""A day to watch in a real browser: it plays, obeys the keyboard, and shows at an instant what the records say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from in_browser import HOSTILE, RICH, Visit, browser, in_both_colours, needs_browser, phone, renamed, visit
from test_report_replay import Records, told

from ccsim.report.replay import section
from ccsim.report.run import Run, run_of
from ccsim.report.run_page import page as page_of
from ccsim.scenario import load
from ccsim.study.simulate import simulate

__all__ = ["browser", "phone", "visit"]  # fixtures
pytestmark = needs_browser

STATES = """([place, seconds]) => {
  const replay = JSON.parse(document.getElementById("replay-data").textContent);
  const watching = watchedDay(replay, replay.days[place]);
  return seconds.map((second) => {
    const { kinds, groups } = watching.at(second);
    return structuredClone({ kinds, groups });
  });
}"""
CLOCK, SAYS = "#watch-clock", "#watch-says"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("replay") / "out"
    simulate(load(RICH, ["calendar.days=2"]), replications=3, engine="compiled", jobs=1).save(out, records=True)
    return out


@pytest.fixture(scope="module")
def found(folder: Path) -> dict[str, Any]:
    """What its page is given."""
    return told(folder)


def states(page: Any, place: int, seconds: Sequence[int]) -> list[Any]:
    """Of a day, what the page would draw at each of these seconds, asked for in this order."""
    told: list[Any] = page.evaluate(STATES, [place, [*seconds]])
    return told


def minutes(clock: str) -> int:
    return 60 * int(clock[:2]) + int(clock[3:])


def now(page: Any) -> int:
    return minutes(page.locator(CLOCK).inner_text())


def test_it_shows_at_an_instant_what_the_records_say(visit: Visit, folder: Path, found: dict[str, Any]) -> None:
    page = visit.open(folder / "report.html")
    for place, day in enumerate(found["days"]):
        records, midnight = Records(folder, day["replication"]), 86400.0 * day["day"]
        seconds = [0, day["first"], *range(day["first"] + 1234, day["last"], 2777), day["last"]]
        seconds += seconds[-3:1:-4]  # on, and back again
        *shown, end = states(page, place, [*seconds, day["last"]])
        for second, state in zip(seconds, shown, strict=True):
            waiting = {kind["name"]: one["waiting"] for kind, one in zip(found["kinds"], state["kinds"], strict=True)}
            assert {name: n for name, n in waiting.items() if n} == records.waiting(midnight + second)
            expected = records.agents_by_state(midnight + second)
            for group, one in zip(found["groups"], state["groups"], strict=True):
                for key in ("duty", "over", "paused", "held", "wrap"):
                    assert one[key] == expected.get((group, key), 0), (group, key, second)
                assert sum(one["serving"]) == expected.get((group, "serving"), 0)
                assert one["free"] == one["duty"] - one["held"] - one["wrap"] - sum(one["serving"])
        for kind, one, final in zip(found["kinds"], end["kinds"], day["final"], strict=True):
            if kind["live"]:
                assert [one[key] for key in ("offered", "answered", "judged", "timely", "gaveUp")] == final
    assert visit.said == []


def test_what_is_drawn_is_that_state(visit: Visit, folder: Path, found: dict[str, Any]) -> None:
    page = visit.open(folder / "report.html")
    day = found["days"][found["worst"]]
    at_first = now(page) * 60
    page.locator("#watch-time").evaluate(
        "(it, at) => { it.value = at; it.dispatchEvent(new Event('input')) }", at_first + 600
    )
    assert now(page) * 60 == at_first + 600
    second = int(page.locator("#watch-time").input_value())
    expected = Records(folder, day["replication"])
    rows = page.locator("#watch-queues .queue")
    shown = {row.get_attribute("data-kind"): int(row.locator("strong").inner_text()) for row in rows.all()}
    assert {name: n for name, n in shown.items() if n} == expected.waiting(86400.0 * day["day"] + second)
    rows = Records(folder, day["replication"]).contacts
    names = page.locator("#watch-feed code").all_inner_texts()
    assert names and set(names) <= set(rows["contact"])
    assert f"--replication {day['replication']} --seed" in page.locator("#watch-trace").inner_text()
    lanes = {row.get_attribute("data-bot"): row for row in page.locator("#watch-bots .queue").all()}
    assert list(lanes) == found["bots"] and all("handed over" in row.inner_text() for row in lanes.values())
    pills = page.locator("#watch-queues .queue[data-kind=account_call] .w").count()
    assert pills == min(48, shown["account_call"])
    working = expected.agents_by_state(86400.0 * day["day"] + second)
    for group in found["groups"]:
        box = page.locator(f"#watch-groups .group[data-group={group}]")
        for state in ("wrap", "held", "paused", "serving"):
            assert box.locator(f".a.{state}").count() == working.get((group, state), 0)
    page.locator("#watch-details summary").click()
    page.wait_for_selector("#watch-table table")
    assert page.locator("#watch-table caption").first.inner_text() == f"Contacts at {page.locator(CLOCK).inner_text()}"
    assert page.locator("#watch-table table").first.locator("tbody tr").count() == len(shown)


def test_it_opens_at_the_worst_moment(visit: Visit, folder: Path, found: dict[str, Any]) -> None:
    page = visit.open(folder / "report.html")
    day, kind = found["days"][found["worst"]], found["focus"]["kinds"][0]
    seconds = range(day["first"], day["last"], 60)
    shown = {at: one["kinds"][kind] for at, one in zip(seconds, states(page, found["worst"], seconds), strict=True)}
    worst = max(shown, key=lambda at: [shown[at][key] for key in ("late", "waiting", "oldest")])
    assert now(page) == worst // 60 and shown[worst]["late"] > 3
    says = page.locator(SAYS).inner_text()
    assert f"account_call: {shown[worst]['waiting']} wait, the first in line" in says and "none of them free" in says
    flag = float(page.locator(".watch-marks .flag").evaluate("it => parseFloat(it.style.left)"))
    assert flag == pytest.approx(100 * (worst - day["first"]) / (day["last"] - day["first"]))
    page.wait_for_timeout(300)
    assert now(page) == worst // 60  # nothing moves by itself
    page.locator("#watch-begin").click()
    assert now(page) == day["first"] // 60
    page.locator("#watch-before").click()
    assert now(page) == max(day["first"], worst - 1800) // 60
    page.locator("#watch-worst").click()
    assert now(page) == worst // 60


def test_waits_over_night_say_by_which_clock(visit: Visit, folder: Path, found: dict[str, Any]) -> None:
    page = visit.open(folder / "report.html")
    assert {one["name"] for one in found["kinds"] if one["wall"]} == {"disputes_mail", "confirmation"}
    assert "only the hours in which the channel is open" in page.locator("#watch-clocks").inner_text()
    page.locator("#watch-begin").click()
    queues = page.locator("#watch-queues .queue")
    for row in queues.all():
        name, text = row.get_attribute("data-kind"), row.inner_text()
        if "first in line" in text:
            assert ("by the clock on the wall" in text) == (name in ("disputes_mail", "confirmation"))
    assert any("by the clock on the wall" in text for text in queues.all_inner_texts())


def test_it_plays_and_pauses(visit: Visit, folder: Path) -> None:
    page = visit.open(folder / "report.html")
    page.locator("#watch-begin").click()
    begin = now(page)
    page.locator("#watch-speed").select_option("30")
    page.locator("#watch-play").click()
    assert "Pause" in page.locator("#watch-play").inner_text()
    page.wait_for_function(f"() => Number(document.getElementById('watch-time').value) >= {60 * begin + 1800}")
    assert page.locator("#watch-told").inner_text().startswith(f"{begin // 60:02d}:{begin % 60:02d}")  # told when still
    page.locator("#watch-play").click()
    assert "Play" in page.locator("#watch-play").inner_text()
    stopped = page.locator("#watch-time").input_value()
    assert page.locator("#watch-told").text_content().startswith(page.locator(CLOCK).inner_text() + ". ")
    page.wait_for_timeout(200)
    assert page.locator("#watch-time").input_value() == stopped
    page.locator("#watch-time").focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Space")
    page.wait_for_function(
        "() => document.getElementById('watch-time').value === document.getElementById('watch-time').max"
    )
    page.wait_for_function(
        "() => document.getElementById('watch-play').innerText.includes('Play')"
    )  # it ends by itself
    assert visit.said == [] and all(url.startswith(("file:", "data:", "blob:")) for url in visit.asked)


def test_by_the_keyboard(visit: Visit, folder: Path) -> None:
    page = visit.open(folder / "report.html")
    page.locator("#watch-time").focus()
    at = now(page)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert now(page) == at + 2
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowRight")
    assert now(page) == at + 11
    assert page.locator("#watch-time").get_attribute("aria-valuetext") == page.locator(CLOCK).inner_text()
    assert page.locator("#watch-told").text_content().startswith(page.locator(CLOCK).inner_text())
    page.keyboard.press("Space")
    page.wait_for_function(f"() => Number(document.getElementById('watch-time').value) > {60 * (at + 12)}")
    page.keyboard.press("Space")
    page.keyboard.press("Home")
    assert page.locator("#watch-time").input_value() == page.locator("#watch-time").get_attribute("min")


def test_another_day_and_another_language(visit: Visit, folder: Path, found: dict[str, Any]) -> None:
    page = visit.open(folder / "report.html")
    other = 1 - found["worst"]
    assert page.locator("#watch-day").evaluate("it => it.selectedOptions[0].text").endswith("the least to spare")
    page.locator("#watch-day").select_option(str(other))
    day = found["days"][other]
    assert f"Replication {day['replication']} of 3" in page.locator("#watch-why").inner_text()
    assert f"{100 * day['level']:.1f}\u00a0%" in page.locator("#watch-why").inner_text()
    page.get_by_role("button", name="Español").click()
    shown = page.locator("#replay").inner_text()
    assert f"Réplica {day['replication']} de 3" in shown and "Reproducir" in shown and "En espera ahora" in shown
    assert "undefined" not in shown and "{" not in shown and "Waiting" not in shown and "gives up" not in shown
    assert now(page) * 60 <= day["last"] and visit.said == []


def test_minute_by_minute_it_is_the_same_day(
    visit: Visit, folder: Path, found: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = visit.open(folder / "report.html")
    day = found["days"][found["worst"]]
    seconds = range(day["first"], day["last"] + 1, 60)
    by_events = states(page, found["worst"], seconds)
    monkeypatch.setattr(section, "MOST", 0)
    (tmp_path / "report.html").write_text(page_of(run_of(folder)), encoding="utf-8")
    page = visit.open(tmp_path / "report.html")
    assert states(page, 0, seconds) == by_events
    assert page.locator("#watch-minutes").is_visible() and page.locator("#watch-groups .b").count() > 0
    assert "give up" in page.locator("#watch-feed").inner_text() and visit.said == []


@in_both_colours
def test_accessible_to_all(visit: Visit, folder: Path) -> None:
    page = visit.open(folder / "report.html")
    page.locator("#watch-details summary").click()
    visit.assert_accessible()


def test_on_paper_it_stands_at_the_worst_moment(visit: Visit, folder: Path) -> None:
    page = visit.open(folder / "report.html")
    worst = page.locator(CLOCK).inner_text()
    page.locator("#watch-time").focus()
    page.keyboard.press("Home")
    begin = page.locator(CLOCK).inner_text()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(CLOCK).inner_text() == worst != begin
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(CLOCK).inner_text() == begin
    page.emulate_media(media="print")
    assert not page.locator("#watch-play").is_visible() and page.locator(SAYS).is_visible()


def test_on_a_phone(phone: Visit, folder: Path) -> None:
    page = phone.open(folder / "report.html")
    for language in ("English", "Español"):
        page.get_by_role("button", name=language).click()
        phone.assert_fits()
    page.locator("#watch-begin").click()
    assert any("de tiempo corrido" in text for text in page.locator("#watch-queues .queue").all_inner_texts())
    broken = """all => all.filter(it => {
      const text = document.createRange();
      text.selectNodeContents(it);
      return text.getBoundingClientRect().height > 2.2 * parseFloat(getComputedStyle(it).lineHeight);
    }).map(it => it.textContent)"""
    assert page.eval_on_selector_all("#watch-queues .who", broken) == []  # two lines at most, however long the wait


def test_names_are_shown_and_never_run(visit: Visit, folder: Path, tmp_path: Path) -> None:
    call, team = HOSTILE.replace("/", ""), "<img src=x onerror=alert(3)>"
    names = {"account_call": call, "account_team": team, "voice": "<b>voice", "advice": "<i>advice"}
    run = run_of(folder)
    known = run.measures["name"].astype(str)
    pairs = {name: "/".join(names.get(one, one) for one in name.split("/")) for name in set(known)}
    measures = run.measures.assign(name=known.replace(pairs).astype("category"))
    waits = run.waits.assign(name=run.waits["name"].astype(str).replace(names).astype("category"))

    class Renamed:
        def has(self, name: str) -> bool:
            return bool(run.records.has(name))

        def size(self, name: str) -> int:
            return 0  # of customers, whose journeys are not played

        def lost(self, names: Any) -> list[str]:
            return list(run.records.lost(names))

        def pieces(self, name: str, columns: dict[str, str], replication: int | None = None) -> Any:
            for frame in run.records.pieces(name, columns, replication):
                texts = {
                    key: frame[key].astype(object).replace(names)
                    for key, kind in columns.items()
                    if kind in ("str", "category")
                }
                yield frame.assign(**texts)

    changed: Any = Renamed()
    (tmp_path / "report.html").write_text(
        page_of(Run(measures, renamed(run.summary, names), waits, changed)),
        encoding="utf-8",
    )
    page = visit.open(tmp_path / "report.html")
    assert call in page.locator("#watch-queues").inner_text() and call in page.locator(SAYS).inner_text()
    assert team in page.locator("#watch-groups").inner_text()
    assert "serving: <b>voice" in page.locator("#watch-legend").inner_text()
    page.locator("#watch-details summary").click()
    assert page.locator("#replay img, #replay script, #replay b").count() == 0 and visit.said == []
