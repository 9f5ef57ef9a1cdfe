"""Warnings and notes: English text that knows which sentence it is, and can be said in other languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ccsim.sentences import of_checks, of_files, of_model, of_routing, of_studies, of_tables

LANGUAGES = ("en", "es")  # in the order in which the tables say a thing
ROOMS = (of_model, of_routing, of_files, of_tables, of_checks, of_studies)
TABLES: tuple[dict[str, tuple[str, str]], ...] = tuple(room.SENTENCES for room in ROOMS)
_SENTENCES = {key: said for table in TABLES for key, said in table.items()}

Value = Any
"""What stands in a blank: a text or number, the same in every language, a sentence, or several of these, by commas."""


class Sentence(str):
    """The English text of a sentence; `key` and `values` say it in any language.

    Wherever a text is expected it is one, so that only who wants another language has to know.

    Examples
    --------
    >>> one = Sentence("none_comes", name="calls")
    >>> print(one)
    contacts.calls: none is expected to come inside the horizon
    >>> print(one.said("es"))
    contacts.calls: no se espera ninguno dentro del horizonte
    """

    key: str
    values: dict[str, Value]

    def __new__(cls, key: str, /, **values: Value) -> Sentence:
        plain = {name: _plain(value) for name, value in values.items()}
        sentence = super().__new__(cls, say(key, plain))
        sentence.key, sentence.values = key, plain
        return sentence

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.key, self.values)

    def said(self, language: str) -> str:
        return say(self.key, self.values, language)

    def part(self, name: str) -> str:
        """What stands in a blank: a sentence again where it is one."""
        value: Value = self.values[name]
        if isinstance(value, dict):
            return Sentence(value["key"], **value["values"])
        return str(value) if isinstance(value, str) else Sentence("listed", these=value)

    def plain(self) -> dict[str, Any]:
        """As JSON has it."""
        return {"key": self.key, "values": self.values}


def say(key: str, values: Mapping[str, Value], language: str = "en") -> str:
    """A sentence from what `Sentence.plain` keeps of it.

    Raises
    ------
    LookupError
        There is no such sentence, or it has other blanks.
    """
    spoken = {name: _in(value, language) for name, value in values.items()}
    return _SENTENCES[key][LANGUAGES.index(language)].format(**spoken)


def spoken(texts: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Of those that can be said in other languages, by their English text, what says them."""
    return {str(text): text.plain() for text in texts if isinstance(text, Sentence)}


def dated(day: date) -> Sentence:
    """`Mon 2026-03-02`."""
    return Sentence("dated", day=Sentence(f"weekday_{day.weekday()}"), date=day.isoformat())


def _plain(value: Value) -> Value:
    if isinstance(value, Sentence):
        return value.plain()
    if isinstance(value, dict | str):
        return value
    return [_plain(one) for one in value] if isinstance(value, Iterable) else str(value)


def _in(value: Value, language: str) -> str:
    if isinstance(value, dict):
        return say(value["key"], value["values"], language)
    return value if isinstance(value, str) else ", ".join(_in(one, language) for one in value)


def _again(key: str, values: dict[str, Value]) -> Sentence:
    return Sentence(key, **values)
