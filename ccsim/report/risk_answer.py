"""The answer of a risk analysis first: whether the plan holds if its inputs are wrong, and where they break it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from ccsim.report.answer import MARKS, days_of, target_rows
from ccsim.report.comparison_answer import Answer
from ccsim.report.durations import TimeUnit
from ccsim.report.numbers import FIXED, THIN, bound, duration, pair
from ccsim.report.words import Said, and_more, as_is, joined, said

if TYPE_CHECKING:
    from ccsim.report.risk_outcomes import Break, Outcome

Json = dict[str, Any]
LIKELY, UNLIKELY = 0.9, 0.5
"""A target is called safe where it is surely met with at least the one, and hardly met where surely with less than the
other."""
SURELY = 0.95
TOLD = 5  # targets, in the answer and in each card


class Chance(NamedTuple):
    """A probability with its interval."""

    value: float
    low: float
    high: float

    @property
    def text(self) -> str:
        return whole(self.value)

    @property
    def interval(self) -> str:
        return f"{whole(self.low)} – {whole(self.high)}"

    @property
    def both(self) -> str:
        return f"{self.text} ({self.interval})"


@dataclass(frozen=True)
class TargetLine:
    """A target as the table shows it; `verdict`: safe, hardly met or at risk, as those of a run are met or missed."""

    name: str
    asked: Said
    found: Said
    interval: str
    long_run: Chance | None
    horizon: Chance
    verdict: str

    @property
    def mark(self) -> str:
        return RISK_MARKS[self.verdict]

    @property
    def told(self) -> Said:
        return said("likely_open" if self.open else f"likely_{self.verdict}")

    @property
    def urgency(self) -> tuple[int, float]:
        """By which the worst stand first."""
        return VERDICTS.index(self.verdict), self.horizon.value

    @property
    def surely_missed(self) -> bool:
        """Whether hardly anything of what was drawn meets it, in the long run or these days."""
        return all(one.value <= 1 - SURELY for one in (self.long_run, self.horizon) if one is not None)

    @property
    def open(self) -> bool:
        """Whether it may be safe, and more draws would tell."""
        return self.verdict == "uncertain" and (self.long_run or self.horizon).high >= LIKELY


RISK_MARKS = {**MARKS, "uncertain": "!"}
AGAINST_PLAN = {
    "breaks_above": "breaks_above_plan",
    "breaks_below": "breaks_below_plan",
    "breaks_from": "breaks_from_above_plan",
    "breaks_to": "breaks_to_below_plan",
}
"""Where a factor on what is planned breaks it."""
VERDICTS = ("missed", "uncertain", "met")


def whole(probability: float) -> str:
    return f"{100 * probability:.0f}{FIXED}%"


def chance(row: Json, when: str) -> Chance | None:
    """`when`: long_run or horizon; None: the target asks that of many values."""
    values = [row[f"met_{when}{end}"] for end in ("", "_low", "_high")]
    return None if values[0] is None else Chance(*values)


def judged(row: Json) -> str:
    found = chance(row, "long_run") or chance(row, "horizon")
    assert found is not None
    if found.low >= LIKELY:
        return "met"
    return "missed" if found.high < UNLIKELY else "uncertain"


def lines(summary: Json) -> list[TargetLine]:
    """All targets, in the scenario's order."""
    stands = {**summary, "targets": [one["as_it_is"] for one in summary["targets"]]}
    found = []
    for row, now in zip(summary["targets"], target_rows(stands), strict=True):
        horizon = chance(row, "horizon")
        assert horizon is not None
        long_run = chance(row, "long_run")
        found.append(TargetLine(now.name, now.sentence, now.found, now.interval, long_run, horizon, judged(row)))
    return found


def days(summary: Json) -> Said:
    """What one horizon is called: `on the day`, `in the 12 days`."""
    n = summary["center"]["days"]
    return said("risk_this_day") if n == 1 else said("risk_these_days", days=days_of(n))


def verdict(summary: Json, found: list[TargetLine], of_targets: list[Outcome]) -> Answer:
    if not found:
        return Answer("", "", said("stress_no_targets"))
    these = days(summary)
    worst = next(one for one in VERDICTS if any(line.verdict == one for line in found))
    if worst == "met":
        head = said("risk_holds")
        least = min((line.long_run or line.horizon).low for line in found)
        told = [
            said("risk_least", n=len(found), least=whole(least)) if len(found) > 1 else _line(found[0], these, summary)
        ]
    else:
        unsafe = sorted((line for line in found if line.verdict != "met"), key=lambda line: line.urgency)
        now = {one["as_it_is"]["verdict"] for one in summary["targets"]}
        fails = (
            "risk_fails_surely"
            if all(line.surely_missed for line in found if line.verdict == "missed")
            else "risk_fails"
        )
        key = fails if worst == "missed" else "risk_may_break" if now == {"met"} else "risk_depends"
        if all(line.open for line in unsafe):
            key = "risk_open"
        count = sum(line.verdict == "missed" for line in found)
        head = said(key, n=count, all=len(found), draws=summary["draws"])
        about = {one.target["target"]: one for one in of_targets if one.target is not None}
        told = [_line(line, these, summary, about.get(line.name)) for line in unsafe[:TOLD]]
        told += and_more(len(unsafe) - TOLD)
    together = summary["met_together"]
    if together is not None and len(found) > 1:
        told.append(said("risk_together", when=these, chance=Chance(*together.values()).both))
    return Answer(worst, RISK_MARKS[worst], head, told)


def _line(line: TargetLine, these: Said, summary: Json, outcome: Outcome | None = None) -> Said:
    """What is asked, how probably it is met, and where the inputs break it."""
    if line.long_run is None:
        met = said("risk_target_days", asked=line.asked, chance=line.horizon.both, when=these)
    else:
        values = {"chance": line.long_run.both, "when": these, "then": line.horizon.both}
        met = said("risk_target", asked=line.asked, **values)
    where = None if outcome is None else breaks(outcome, summary)
    return met if where is None else joined([met, where], " ")


def breaks(outcome: Outcome, summary: Json) -> Said | None:
    """Where the input that carries most of it goes too far, all others as they may be; None: it cannot be said."""
    if outcome.throughout == "missed":
        return said("risk_always_missed")
    inputs = {one["input"]: one for one in summary["inputs"]}
    for row in outcome.carried:
        turn = outcome.breaks_at(row["input"])
        if turn is None or outcome.target is None:
            continue
        return said("risk_breaks", where=_where(turn, inputs[row["input"]]), chance=whole(turn.chance))
    return None


def _where(turn: Break, row: Json) -> Said:
    """`demand is above 6.5 min`; of a factor on what is planned `demand is more than 8 % above plan`."""
    sides = ("breaks_to", "breaks_from") if turn.itself else ("breaks_below", "breaks_above")
    key, value = sides[turn.above], amount(turn.value, row["unit"])
    if not is_factor(row):
        return said(key, input=row["input"], value=value)
    off = amount(float(f"{abs(turn.value - 1.0):.2g}"), "share")
    if (turn.value > 1.0) != turn.above or not off.strip("0%. " + FIXED):
        return said(key, input=row["input"], value=said("of_plan", value=amount(turn.value, "share")))
    return said(AGAINST_PLAN[key], input=row["input"], value=off)


def is_factor(row: Json) -> bool:
    """Whether all that an input changes is multiplied by its value, of which 1 is as planned."""
    return row["unit"] in ("share", "") and all(one.endswith("*=") for one in row["changes"].split("; "))


def amount(value: float, unit: str, time: TimeUnit | None = None) -> str:
    """A value of an input, with three digits or as many as it has before the point: `108 %`, `6.5 min`, `12 345`;
    durations in a given unit, or the one that reads best."""
    if unit == "s":
        return duration(value, time).replace("-", "−")
    own = 100 * value if unit == "share" else value
    digits = float(f"{own:.3g}") if abs(own) < 1000 else round(own)
    text = f"{digits:,.10g}".replace(",", THIN).replace("-", "−")
    return f"{text}{FIXED}{'%' if unit == 'share' else unit}".rstrip(FIXED)


def part_of_inputs(row: Json) -> float | None:
    """Of the variance of one horizon; None: nothing varies, or it is not known."""
    if row["sd_inputs"] is None or row["sd_chance"] is None:
        return None
    whole_of_it = row["sd_inputs"] ** 2 + row["sd_chance"] ** 2
    return float(row["sd_inputs"] ** 2 / whole_of_it) if whole_of_it > 0 else None


def facts(summary: Json) -> Said:
    confidence = bound(summary["confidence"], "share")
    n = len(summary["inputs"])
    return joined(
        [
            said("risk_facts" if n > 1 else "risk_facts_one", n=n, draws=summary["draws"]),
            said("risk_each", replications=summary["replications"], seed=summary["seed"], confidence=confidence),
        ],
        " · ",
    )


def ends(row: Json, when: str, currency: str) -> tuple[Said, str]:
    """The median, and the range about it."""
    median, low, high = (row[f"{when}_{end}"] for end in ("median", "low", "high"))
    median, interval = pair(median, low, high, row["unit"], currency)
    return as_is(median), interval
