"""What reports say, in every language they speak: tables of words, and sentences made of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup

from ccsim.measures.catalogue import WITHIN
from ccsim.report.words import check, comparison, measures, page, replay, risk, run, selection, stress, sweep
from ccsim.sentences import say

CODES = ("en", "es")  # in the order in which the tables say a thing
ROOMS = (page, run, replay, check, comparison, selection, stress, risk, sweep, measures)
TABLES = tuple(room.WORDS for room in ROOMS)
LANGUAGES: dict[str, Mapping[str, str]] = {
    code: {key: spoken[place] for table in TABLES for key, spoken in table.items()} for place, code in enumerate(CODES)
}

Said = Callable[[str], str]
"""From a language to what is said in it."""


def said(key: str, **values: object) -> Said:
    """A sentence in whichever language; values may differ by language, too."""

    def speak(language: str) -> str:
        spoken = {name: value(language) if callable(value) else value for name, value in values.items()}
        return LANGUAGES[language][key].format(**spoken)

    return speak


def spoken(part: Said) -> dict[str, dict[str, str]]:
    """A sentence in all languages, as the page's script takes it."""
    return {"$said": {language: part(language) for language in LANGUAGES}}


def joined(parts: list[Said], separator: str = ", ") -> Said:
    return lambda language: separator.join(part(language) for part in parts)


def and_more(n: int, key: str = "and_more") -> list[Said]:
    """How many more there are than are told, as the last of these; nothing where there are none."""
    return [said(key, n=n)] if n > 0 else []


def as_is(text: str) -> Said:
    """The same in every language."""
    return lambda language: text


def capital(part: Said) -> Said:
    """With a capital letter, as a sentence or a heading begins."""
    return lambda language: part(language)[:1].upper() + part(language)[1:]


def measure_name(measure: str) -> Said:
    """A measure in words; at which threshold is said apart."""
    return said(f"m_{measure.partition(WITHIN)[0]}")


def told(text: str, sentences: Mapping[str, Any]) -> Said | str:
    """A warning or note: in every language where the results say of which sentence it is (`ccsim.sentences`)."""
    if text not in sentences:
        return text
    key, values = (sentences[text].get(one) for one in ("key", "values"))
    try:
        for language in CODES:
            say(key, values, language)
    except LookupError:  # results of another version, which says it in other words
        return text
    return lambda language: text if language == "en" else say(key, values, language)


def both(part: Said | str) -> Markup:
    """In all languages, as spans of which the page shows one; names and values in it cannot be HTML."""
    if isinstance(part, str):
        part = said(part)
    spans = (Markup('<span lang="{0}">{1}</span>').format(language, part(language)) for language in LANGUAGES)
    return Markup("").join(spans)
