"""Differences between plans in words, honest about what is not told apart."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, NamedTuple

from ccsim.estimation.comparison_verdicts import FEW
from ccsim.measures.catalogue import SERVICE_LEVELS, WITHIN, find
from ccsim.report import answer
from ccsim.report.durations import time_unit
from ccsim.report.numbers import FIXED, THIN, number, shown
from ccsim.report.words import Said, as_is, capital, joined, measure_name, said

Json = dict[str, Any]
MARKS = {"better": "✔", "worse": "✖", "higher": "↑", "lower": "↓", "undecided": "?", "no practical difference": "="}
ORDER = ("better", "worse", "higher", "lower", "undecided", "no practical difference")
NO_SERVICE = ("money", "h", "fte")  # units of what service takes


class Scale(NamedTuple):
    """What is shown as 1, and what stands behind it."""

    size: float
    unit: Said


def scale(unit: str, largest: float, currency: str) -> Scale:
    """The unit in which differences up to `largest` read best: of shares points."""
    if unit in ("share", "points"):
        return Scale(0.01 if unit == "share" else 1.0, said("in_points"))
    if unit == "s":
        found = time_unit(largest)
        return Scale(found.size, as_is(found.sign))
    word = {"money": currency, "h": "h"}.get(unit, "")
    return Scale(1.0, as_is(word))


def ends(low: float, high: float, unit: str, currency: str) -> Said:
    """`1.8 to 2.6 points`: as many digits as tell the ends apart."""
    size, word = scale(unit, max(abs(low), abs(high)), currency)
    width = (high - low) / size if high > low else abs(high) / size
    digits = digits_of(width, (low / size, high / size))
    first, last = (figure(end / size, digits) for end in (low, high))
    return in_unit(as_is(first) if first == last else said("two_ends", low=first, high=last), word)


def amount(value: float, unit: str, currency: str) -> Said:
    """`0.5 points`, with three digits."""
    size, word = scale(unit, abs(value), currency)
    three = float(f"{value / size:.3g}")
    return in_unit(as_is(f"{three:,.10g}".replace(",", THIN)), word)


def in_unit(value: Said, unit: Said) -> Said:
    """A value or two with their unit, where it has a name."""
    return lambda language: f"{value(language)}{FIXED}{unit(language)}".rstrip(FIXED)


def figure(value: float, digits: int) -> str:
    text = f"{value:,.{digits}f}".replace(",", THIN)
    return text.removeprefix("-") if not float(text.replace(THIN, "")) else text.replace("-", "−")


def label(row: Json, center: Json) -> Said:
    """What is measured, of what, as it begins a line: `voice: service level within 20 s`."""
    return capital(measured(row, center)) if row["scope"] == "all" else measured(row, center)


def measured(row: Json, center: Json) -> Said:
    """The same within a sentence."""
    words = [measure_name(row["measure"])]
    if row["measure"].partition(WITHIN)[0] in SERVICE_LEVELS:
        words.append(answer.within({**row, "scope_name": row["name"]}, center))
    if row.get("on"):
        words.append(said("on_days", days=row["on"]))
    whole = joined(words, " ")
    name = row["name"]
    return whole if row["scope"] == "all" else lambda language: f"{name}: {whole(language)}"


def labels(rows: list[Json], center: Json, within: bool = False) -> list[Said]:
    """As `label`, or `within` a sentence; where two are alike, with what kind of thing it is of."""
    found = [measured(row, center) if within else label(row, center) for row in rows]
    texts = [one("en") for one in found]
    return [
        joined([one, said(f"scope_{row['scope']}")], " ") if texts.count(text) > 1 and row["scope"] != "all" else one
        for one, text, row in zip(found, texts, rows, strict=True)
    ]


def key(row: Json) -> str:
    """What is compared, as figures call it."""
    return f"{row['scope']}/{row['name']}/{row['measure']}/{row.get('on', '')}"


def better(row: Json) -> str | None:
    """`more` or `less`; None: neither."""
    found = find(row["measure"]).better
    return None if found is None else str(found)


def identical(row: Json) -> bool:
    return bool(row["error"] == 0 and row["difference"] == 0)


def told(row: Json, what: Said, currency: str) -> Said:
    """What a plan surely does to one measure: by how much, with its interval, from what to what."""
    least, most = sorted((abs(row["low"]), abs(row["high"])))
    values = {key: shown(row[key], row["unit"], currency) for key in ("base", "other")}
    way = said("up" if row["difference"] > 0 else "down", ends=ends(least, most, row["unit"], currency))
    return joined([said("does", what=what, change=way, **values), *perhaps(row)])


def perhaps(row: Json) -> list[Said]:
    """Whether it may be by less than matters."""
    decided = row["verdict"] in ("better", "worse", "higher", "lower")
    return [said("perhaps_little")] if decided and min(abs(row["low"]), abs(row["high"])) < row["margin"] else []


def doubt(row: Json) -> Said | None:
    """What is not sure of a verdict, or would make it sure."""
    if row["verdict"] == "undecided" and row["needed"]:
        key = "would_tell_least" if row["replications"] < FEW else "would_tell"
        return said(key, n=number(row["needed"]))
    return next(iter(perhaps(row)), None)


def verdict(row: Json) -> Said:
    return said("same_always") if identical(row) else said(f"is_{row['verdict']}".replace(" ", "_"))


def no_effect(plan: Json) -> bool:
    """Whether every figure that is compared is the same in every replication."""
    return bool(plan["differences"]) and all(map(identical, plan["differences"]))


def overall(plan: Json) -> Said:
    """What it comes to, taken together."""
    if no_effect(plan):
        return said("overall_no_effect")
    return said("overall_" + plan["verdict"].replace(" ", "_").replace("-", "_"))


def interval(row: Json, currency: str, with_unit: bool = True) -> tuple[Said | str, Said | str]:
    """The difference and its interval, with their signs."""
    if row["difference"] is None:
        return "", ""
    size, digits, word = _shown(row, currency)
    mean = in_unit(as_is(_signed(row["difference"] / size, digits)), word if with_unit else as_is(""))
    return mean, signed_ends(row, currency, with_unit) if _reach(row) else ""


def signed_ends(row: Json, currency: str, with_unit: bool = True) -> Said:
    """Both ends of the interval with their signs."""
    size, digits, word = _shown(row, currency)
    word = word if with_unit else as_is("")
    low, high = (_signed(row[end] / size, digits) for end in ("low", "high"))
    return in_unit(said("two_ends", low=low, high=high), word)


def _shown(row: Json, currency: str) -> tuple[float, int, Said]:
    """What is shown as 1, with how many decimals, and what it is called."""
    reach = _reach(row)
    size, word = scale(row["unit"], max(abs(one) for one in (row["difference"], *reach)), currency)
    width = (reach[1] - reach[0]) if reach else abs(row["difference"])
    return size, digits_of(width / size, [end / size for end in reach]), word


def _reach(row: Json) -> list[float]:
    """Ends of the interval, where there is one."""
    found = [row[end] for end in ("low", "high") if row[end] is not None]
    return found if len(found) == 2 and found[1] > found[0] else []


def _signed(value: float, digits: int) -> str:
    text = figure(value, digits)
    return f"+{text}" if value > 0 and float(text.replace(THIN, "")) else text


def digits_of(width: float, ends: Iterable[float] = ()) -> int:
    """Decimals that show a width of 5 to 50 of the last of them: `9.97 to 10.03` and no more of 9.9741 and 10.0268.

    One more where one of the `ends` would read as the 0 that it is not.
    """
    found = 0 if width <= 0 else min(max(-math.floor(math.log10(width / 5)), 0), 4)
    return found + any(end and not round(end, found) for end in ends)
