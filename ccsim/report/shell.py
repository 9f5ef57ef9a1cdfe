"""The page around every report: its head, language and colours, the script that draws, and the figures' numbers."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from shlex import quote
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from ccsim.report.durations import TIME_UNITS
from ccsim.report.words import LANGUAGES, Said, as_is, both, said, spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jinja2 import Environment

Json = dict[str, Any]


def shell(
    template: str,
    *,
    heading: str,
    version: str,
    lead: Sequence[Said | str],
    sections: Sequence[str],
    figures: Sequence[Json],
    language: str = "en",
    script_file: str = "",
    changes: Sequence[str] = (),
    more: Json | None = None,
    **context: Any,
) -> str:
    """A report as text.

    Parameters
    ----------
    template : what stands between head and foot, a file of `ccsim/report/page` that extends `base.html.j2`.
    heading, changes : name of what is reported on, and the changes typed.
    version : of ccsim, that simulated.
    lead : what is said below the heading.
    sections : keys of the page's parts, in order; `section_KEY` says their names.
    figures : what the page's script draws (`ccsim.report.figures`, `ccsim.report.plot_parts`).
    language : the one it opens in; it holds all.
    script_file : where plotly is, instead of in the page.
    more : what the script has to know besides.
    context : what the template itself asks for.
    """
    words = {code: dict(spoken) for code, spoken in LANGUAGES.items()}
    text: str = (
        _environment()
        .get_template(template)
        .render(
            heading=heading,
            title=", ".join((heading, *changes)),
            changes=changes,
            version=version,
            lead=lead,
            sections=sections,
            language=language,
            languages=[(code, spoken["language"]) for code, spoken in LANGUAGES.items()],
            script_file=script_file,
            plotly="" if script_file else Markup(plotly_script()),
            css=Markup(_file("page.css")),
            js=Markup(_file("page.js")),
            data=embedded({"words": words, "durations": TIME_UNITS, "figures": figures, **(more or {})}),
            **context,
        )
    )
    return text


def embedded(data: Any) -> Markup:
    """JSON that a script element can hold whatever it says: `<` is written so that no tag can begin."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


@lru_cache(1)
def plotly_script() -> str:
    """The script that draws, as the plotly package brings it along."""
    return (files("plotly") / "package_data" / "plotly.min.js").read_text(encoding="utf-8")


def reproduced(
    rows: Sequence[tuple[str, Said | str]], versions: dict[str, str], files: Iterable[str]
) -> list[tuple[str, Said | str]]:
    """What it takes to get the same numbers again, as the page lists it: what says nothing is left out."""
    told = ", ".join(f"{name} {version}" for name, version in versions.items())
    return [(key, value) for key, value in [*rows, ("versions", told), ("files", ", ".join(files))] if value]


def with_changes(changes: Iterable[str]) -> str:
    """Options that ask a command for these changes, as a shell takes them."""
    return " ".join(f"--set {quote(change)}" for change in changes)


def drawn(*found: Json | None) -> list[Json]:
    """The figures there are."""
    return [one for one in found if one is not None]


def option(key: str, label: Said) -> tuple[str, str, Said]:
    """Of a selection: its key, its words in all languages for the script, and as they are."""
    return key, json.dumps(spoken(label), ensure_ascii=False), label


def text_of(value: Said | str) -> Markup | str:
    """A sentence in all languages, or a name as it is."""
    return value if isinstance(value, str) else both(value)


def _file(name: str) -> str:
    return (files("ccsim.report") / "page" / name).read_text(encoding="utf-8")


@lru_cache(1)
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(_file), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.globals.update(
        both=both,
        said=said,
        as_is=as_is,
        text=text_of,
        codes=tuple(LANGUAGES),
        source=lambda name: Markup(_file(name)),
        embedded=embedded,
    )
    return environment
