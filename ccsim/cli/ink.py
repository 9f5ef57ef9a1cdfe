"""Colour in the lines of a table, and names that would do something to a terminal.

While lines are laid out, ink is a mark that takes no room: a noncharacter of Unicode, which no text has. What is
printed has escape sequences in its place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich.cells import cell_len

from ccsim.cli.screen import screen

GOOD, BAD, DOUBT, HEADING, FAINT = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3", "\ufdd4"
_DRY = "\ufdef"
_CODES = {GOOD: "\x1b[32m", BAD: "\x1b[1;31m", DOUBT: "\x1b[33m", HEADING: "\x1b[1m", FAINT: "\x1b[2m", _DRY: "\x1b[0m"}
_MARKS = {ord(mark): None for mark in _CODES}
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Controls: of the cursor, of lines, of the direction of writing."""

SIGNS = {
    **dict.fromkeys(("met", "better", "passed", "no regression"), (GOOD, "✓", "+")),
    **dict.fromkeys(("missed", "worse", "failed", "regression"), (BAD, "✗", "!")),
    **dict.fromkeys(("uncertain", "undecided"), (DOUBT, "?", "?")),
    "higher": ("", "↑", "^"),
    "lower": ("", "↓", "v"),
    "no practical difference": (FAINT, "=", "="),
    "the same every time": (FAINT, "=", "="),
}
"""Ink of a verdict, the sign before it, and that where only ASCII is known."""


def inked(text: str, ink: str) -> str:
    """The text with ink, where there is colour."""
    return f"{ink}{text}{_DRY}" if ink and text and screen().colour else text


def verdicts(said: Sequence[str]) -> list[str]:
    """Verdicts of a column, on a terminal with their signs: `✗ missed`, `✓ better, perhaps little`."""
    shown = screen()
    width = max(map(len, said), default=0) if shown.terminal else 0
    found = []
    for text in said:
        ink, sign, plain = SIGNS.get(text.partition(",")[0], ("", " ", " "))
        sign = f"{sign if shown.blocks else plain} " if shown.terminal else ""
        found.append(inked(f"{sign}{text:{width}}", ink))
    return found


_WORDS = {"missed": BAD, "breaks": BAD, "met": GOOD, "mends": GOOD, "uncertain": DOUBT}
_WORD = re.compile(rf"\b({'|'.join(_WORDS)})\b(?= [\w*]|$)")


def words(text: str) -> str:
    """A text of verdicts and the targets that have them, the verdicts with ink: `missed few_leave; met asa`."""
    return _WORD.sub(lambda found: inked(found[0], _WORDS[found[0]]), text)


def clean(text: str) -> str:
    """One line of which a terminal does nothing but show it."""
    return _UNSEEN.sub(lambda found: " " if found[0] in "\t\n\r\v\f\u2028\u2029" else "�", text)


def bare(text: str) -> str:
    """A text without ink."""
    return text if text.isascii() else text.translate(_MARKS)


def cells(text: str) -> int:
    """Columns that a text takes: two for wide characters, none for ink."""
    return len(text) if text.isascii() else cell_len(clean(bare(text)))


def printed(line: str) -> str:
    """A line as it is printed."""
    line = clean(line)
    if line.isascii():
        return line
    if not screen().colour:
        return bare(line)
    for mark, code in _CODES.items():
        line = line.replace(mark, code)
    return line
