"""Reports in a real browser: Debian's chromium, headless, every outside host blocked."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
needs_browser = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium here: apt-get install chromium"),
]
playwright = pytest.importorskip("playwright.sync_api", reason="no playwright: pip install 'ccsim[test]'")

RICH = Path(__file__).parent.parent / "scenarios" / "retail_bank"  # has a section for everything
HOSTILE = "<script>alert(1)</script>"
ENDING = '</script><img src=x onerror="alert(2)">'
DRAWN = "svg .trace, svg .heatmaplayer image, svg .sankey .sankey-link"
LARGEST = 6_000_000  # bytes of a page

in_both_colours = pytest.mark.parametrize("visit", [{"color_scheme": "light"}, {"color_scheme": "dark"}], indirect=True)


class Visit:
    """A page and all that it said and asked for."""

    def __init__(self, page: Any) -> None:
        self.page, self.said, self.asked = page, [], []
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("dialog", lambda dialog: (self.said.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: self.asked.append(request.url))

    def open(self, file: Path) -> Any:
        self.page.goto(file.as_uri())
        self.page.wait_for_selector("html[data-drawn=yes]")
        return self.page

    @property
    def figures(self) -> list[str]:
        """Of the page, without `chart-`."""
        return self.page.eval_on_selector_all(".chart", "charts => charts.map(it => it.id.replace('chart-', ''))")

    def assert_drawn(self) -> None:
        """Every figure has marks, as plotly knows them."""
        from plotly.graph_objects import Figure

        for figure in self.figures:
            assert self.page.locator(f"#chart-{figure}").locator(DRAWN).count() > 0, figure
            made = "id => { const it = document.getElementById(id); return [it.data, it.layout] }"
            Figure(*self.page.evaluate(made, f"chart-{figure}"))  # refuses what plotly does not know

    def assert_quiet(self) -> None:
        """No word on the console, no dialog, and nothing was asked of the world outside."""
        assert self.said == []
        assert [url for url in self.asked if not url.startswith(("file:", "data:", "blob:"))] == []

    def assert_fits(self) -> None:
        """Nothing is wider than the screen."""
        wide = self.page.viewport_size["width"]
        assert self.page.evaluate("document.documentElement.scrollWidth") <= wide
        charts = "[...document.querySelectorAll('.chart svg')].map(it => it.clientWidth)"
        assert self.page.evaluate(f"Math.max(0, ...{charts})") <= wide

    def assert_no_table_is_cut(self) -> None:
        """No table has to be pushed sideways."""
        wide = "all => all.filter(it => it.scrollWidth > it.clientWidth + 1).map(it => it.textContent.slice(0, 40))"
        assert self.page.eval_on_selector_all(".scroll:has(> table), .tall:has(> table)", wide) == []

    def assert_accessible(self) -> None:
        axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install 'ccsim[test]'")
        found = axe.Axe().run(self.page)
        assert found.violations_count == 0, found.generate_report()


_SCREENS: dict[str, dict[str, Any]] = {
    "desk": {"viewport": {"width": 1200, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
}


class Screens:
    """A page for each kind of screen, kept from test to test: compiling plotly takes longer than all else of opening a
    report, and a page that has compiled it once does not do so again. What a test did goes with its document, since
    reports store nothing."""

    def __init__(self, browser: Any) -> None:
        self._browser = browser
        self._visits: dict[str, Visit] = {}

    def fresh(self, kind: str, color_scheme: str = "light") -> Iterator[Visit]:
        """Nothing is open in it before, and nothing after."""
        if kind not in self._visits or self._visits[kind].page.is_closed():
            self._visits[kind] = Visit(self._browser.new_context(**_SCREENS[kind]).new_page())
        visit = self._visits[kind]
        visit.said.clear()
        visit.asked.clear()
        visit.page.emulate_media(media="null", color_scheme=color_scheme)
        yield visit
        visit.page.goto("about:blank")
        visit.page.mouse.move(0, 0)


@pytest.fixture(scope="module")
def browser() -> Iterator[Screens]:
    with playwright.sync_playwright() as running:
        blocked = ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND"]
        browser = running.chromium.launch(executable_path=CHROMIUM, args=blocked)
        yield Screens(browser)
        browser.close()


@pytest.fixture
def visit(browser: Screens, request: pytest.FixtureRequest) -> Iterator[Visit]:
    yield from browser.fresh("desk", **getattr(request, "param", {}))


@pytest.fixture
def phone(browser: Screens) -> Iterator[Visit]:
    yield from browser.fresh("phone")


def renamed(said: Any, names: dict[str, str]) -> Any:
    """JSON with other names."""
    if isinstance(said, dict):
        return {key: renamed(value, names) for key, value in said.items()}
    if isinstance(said, list):
        return [renamed(value, names) for value in said]
    return names.get(said, said) if isinstance(said, str) else said
