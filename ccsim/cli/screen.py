"""What results are printed on: a terminal of some width, or a file, a pipe, a mail, which get them plain."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

PLAIN_WIDTH = 100
LEAST, MOST = 40, 160
DRAWN = "▁▏█│●…±≤·✓"
"""Signs that stdout has to know before anything is drawn with them."""


@dataclass(frozen=True)
class Screen:
    """Where tables go.

    Attributes
    ----------
    width : int
        Columns; no line is longer where tables can be made to fit, and on a terminal of `LEAST` columns and more none.
    terminal : bool
        Somebody looks at it: tables are made to fit, with bars and lines along time.
    colour : bool
        Words may be coloured.
    blocks : bool
        It knows block elements; else bars are made of ASCII.
    left_out : dict
        Columns that the width had no room for, by the title of their table; filled while tables are made.
    legend : dict
        What has to be said of their signs, in order and once; filled likewise.
    """

    width: int = PLAIN_WIDTH
    terminal: bool = False
    colour: bool = False
    blocks: bool = True
    left_out: dict[str, dict[str, None]] = field(default_factory=dict)
    legend: dict[str, None] = field(default_factory=dict)


PLAIN = Screen()
_current: ContextVar[Screen] = ContextVar("screen", default=PLAIN)


def screen() -> Screen:
    """What tables are being made for."""
    return _current.get()


@contextmanager
def on(new: Screen) -> Iterator[Screen]:
    """Make tables for it."""
    token = _current.set(new)
    try:
        yield new
    finally:
        _current.reset(token)


def of_stdout() -> Screen:
    """The one that stdout is; plain, 100 columns wide, where it is no terminal."""
    terminal = sys.stdout is not None and sys.stdout.isatty()  # a closed one is None
    width = PLAIN_WIDTH
    if terminal:
        width = min(max(shutil.get_terminal_size((PLAIN_WIDTH, 24)).columns, LEAST), MOST)
    return Screen(width, terminal, coloured(terminal), _knows(DRAWN))


def coloured(terminal: bool) -> bool:
    """As https://no-color.org, https://force-color.org and https://bixense.com/clicolors say; NO_COLOR beats all."""
    said = os.environ.get
    if said("NO_COLOR"):
        return False
    if any(said(name, "0") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    return terminal and said("TERM") != "dumb" and said("CLICOLOR", "1") != "0"


def _knows(signs: str) -> bool:
    try:
        signs.encode(getattr(sys.stdout, "encoding", None) or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
