"""From which difference on one matters."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ccsim.errors import Fault, ScenarioError
from ccsim.measures.definition import Measure
from ccsim.scenario.durations import duration
from ccsim.scenario.measure_names import nearest_measure
from ccsim.study.compared import Compared, plainly

_NUMBER = re.compile(r"(?P<number>\d+\.?\d*|\.\d+)\s*(?P<unit>.*)")
SHARE, POINTS, PER_CENT = 0.005, 1.0, 1.0
USUAL = "0.5 points of a share, 1 point of NPS, 1 % of the base's value of anything else"


@dataclass(frozen=True)
class Margin:
    """Least difference that matters: in the measure's unit, or in per cent of the base's value."""

    amount: float
    relative: bool = False

    def of(self, base: float) -> float:
        return abs(base) * self.amount / 100 if self.relative else self.amount


def margins_of(
    asked: Mapping[str, str | float] | None, compared: Sequence[Compared], currency: str
) -> dict[Compared, Margin]:
    """The margin of each measure: what was asked for it, or for its kind everywhere, or the usual one.

    Raises
    ------
    ScenarioError
        Every margin in another unit than its measure, or of what is not compared.
    """
    given: dict[str, Margin] = {}
    faults = []
    for text, value in (asked or {}).items():
        try:
            name = " ".join(plainly(text).split())
            of = [one for one in compared if name in (one.text, one.measure.name)]
            if not of:
                names = [name for one in compared for name in (one.text, one.measure.name)]
                raise ValueError(f"is not compared{nearest_measure(text, names)}")
            given[name] = margin(value, of[0].measure, currency)
        except ValueError as fault:
            faults.append(Fault(f"--margin {text}", 0, 0, "", str(fault)))
    if faults:
        raise ScenarioError(faults)
    return {one: given.get(one.text) or given.get(one.measure.name) or usual(one.measure) for one in compared}


def usual(measure: Measure) -> Margin:
    if measure.unit == "share":
        return Margin(SHARE)
    return Margin(POINTS) if measure.unit == "points" else Margin(PER_CENT, relative=True)


def margin(value: str | float, measure: Measure, currency: str) -> Margin:
    """A margin as typed: points of a share, else a value in the unit, or per cent of the base's value.

    Raises
    ------
    ValueError
        It is neither; per cent of a share may be meant as points or as a part of it, and are neither here.
    """
    unit = measure.unit
    own = {"money": currency, "score": "", "fte": "FTE"}.get(unit, unit)
    if unit == "share":
        expected = "points of a share, like '0.5 points'"
    else:
        example = "a duration, like '5 s'" if unit == "s" else f"a number, like '{f'50 {own}'.strip()}'"
        expected = f"{example}, or per cent of the base's value, like '2 %'"
    wrong = ValueError(f"expected {expected}, got {value!r}")
    if isinstance(value, int | float):
        if not 0 <= value < float("inf"):
            raise wrong
        return Margin(float(value))
    typed = _NUMBER.fullmatch(value.strip())
    if typed is None:
        raise wrong
    number, said = float(typed["number"]), typed["unit"].strip().lower()
    if unit == "share":
        if said == "%" and number <= 100:
            points = f"{number:g} point{'' if number == 1 else 's'}"
            raise ValueError(f"{number:g} % of what? say '{points}' (of the share: 80 % is 1 point more than 79 %)")
        if said not in ("points", "point", "percentage points") or number > 100:
            raise wrong
        return Margin(number / 100)
    if said == "%":
        return Margin(number, relative=True)
    if unit == "s":
        try:
            return Margin(duration(value))
        except ValueError:
            raise wrong from None
    if said not in ("", own.lower(), own.lower().removesuffix("s")):
        raise wrong
    return Margin(number)
