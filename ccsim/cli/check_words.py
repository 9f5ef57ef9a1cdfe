"""What a check found, in words: the same in the table, the summary, the test report and the annotations."""

from __future__ import annotations

import math

from ccsim.cli.compare_table import change
from ccsim.cli.layout import EMPTY, with_half_width
from ccsim.scenario.durations import duration_text
from ccsim.study.check_result import CheckedDifference, CheckedTarget, CheckResult, called

SUFFIX = {"share": " %", "h": " h"}


def found(one: CheckedTarget, currency: str) -> str:
    """The value with the half width that the family left to it, of a wait quantile `20.9 s; 91.8 ± 1.1 % within 30 s`.

    Empty where it is many intervals or days.
    """
    shown = quantity(one.value, (one.high - one.low) / 2, one.unit, currency)
    if not math.isnan(one.quantile):
        return f"{with_half_width(one.quantile, math.nan, 's')}; {shown} within {duration_text(one.bound)}"
    return "" if shown == EMPTY else shown


def worse(one: CheckedDifference) -> str:
    """How much more or less than the baseline: `+4.2 ± 0.5`."""
    sign = 1.0 if one.more_is_worse else -1.0
    return change(sign * one.worse_by, one.half_width, one.unit) + points(one.unit)


def quantity(value: float, half: float, unit: str, currency: str) -> str:
    shown = with_half_width(value, half, unit)
    return shown if shown == EMPTY else shown + SUFFIX.get(unit, f" {currency}".rstrip() if unit == "money" else "")


def tolerated(one: CheckedDifference, currency: str) -> str:
    """`1 point`, `2.3 s`: how much worse is no regression."""
    if one.unit == "share":
        amount = f"{100 * one.tolerance:.3g}"
        return f"{amount} point{'' if amount == '1' else 's'}"
    if one.unit == "s":
        return f"{one.tolerance:.3g} s"
    return f"{one.tolerance:,.3g}{f' {currency}'.rstrip() if one.unit == 'money' else ''}"


def points(unit: str) -> str:
    return " points" if unit == "share" else ""


def target_message(one: CheckedTarget, currency: str) -> str:
    """`missed: service_level within 20 s at least 80 %: 71.3 ± 1.9 % after 40 replications`."""
    said = "; ".join(part for part in (found(one, currency), one.detail) if part)
    return f"{called(one.decision)}: {one.sentence}: {said} after {one.replications:,} replications"


def difference_message(one: CheckedDifference, currency: str) -> str:
    """`regression: abandonment_rate +1.8 ± 0.3 points (3.1 % in the baseline, 4.9 % now; tolerated 1 point)`."""
    if math.isnan(one.worse_by):
        return f"{called(one.decision)}: {one.subject}: {one.detail or 'nothing to compare'}"
    before, now = (quantity(value, math.nan, one.unit, currency) for value in (one.base, one.value))
    return (
        f"{called(one.decision)}: {one.subject} {worse(one)} ({before} in the baseline, {now} now; tolerated "
        f"{tolerated(one, currency)}) after {one.replications:,} replications"
    )


def verdict(result: CheckResult) -> str:
    """`failed: 2 of 4 targets missed, 1 regression, 1 uncertain`; of targets that are all open how many these are."""
    missed = sum(one.decision == "missed" for one in result.targets)
    worse_now = sum(one.decision == "regression" for one in result.comparisons)
    decisions = [*(one.decision for one in result.targets), *(one.decision for one in result.comparisons)]
    open_still = decisions.count("undecided")
    said = []
    met = sum(one.decision == "met" for one in result.targets)
    if missed or met:
        said.append(f"{missed or met} of {plural(len(result.targets), 'target')} {'missed' if missed else 'met'}")
    elif result.targets:  # none of them met would read as all of them missed
        said.append(f"{plural(len(result.targets), 'target')} uncertain")
        open_still -= len(result.targets)
    if result.comparisons:
        said.append(plural(worse_now, "regression") if worse_now else "no regression found")
    if open_still:
        said.append(f"{open_still} uncertain")
    return f"{called(result.outcome)}: {', '.join(said)}"


def sure(result: CheckResult) -> str:
    """How many replications, and what the confidence is for."""
    early = "" if result.replications == result.most else f" of at most {result.most:,}"
    several = f" for all {result.decisions:,} questions" if result.decisions > 1 else ""
    return (
        f"{result.replications:,} replications{early} · seed {result.seed} · {result.engine} engine · "
        f"confidence {100 * result.confidence:g} %{several}"
    )


def width_note(result: CheckResult) -> str:
    """Why ± is wider here than elsewhere; empty where it is not."""
    if result.decisions < 2:
        return ""
    return f"±: all {result.decisions:,} questions share the confidence, so that it is wider the more there are"


def longer_note(result: CheckResult) -> str:
    """Why a measure has one value as a target and another beside the baseline; empty where it has not."""
    after = {(one.measure, one.scope, one.scope_name): one.replications for one in result.targets}
    pairs = [(one, (one.measure, one.scope, one.scope_name)) for one in result.comparisons]
    if all(after.get(key, one.replications) == one.replications for one, key in pairs):
        return ""
    return (
        "baseline and now: after as many replications as the difference took; under TARGETS: after as many as the "
        "target took"
    )


def plural(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
