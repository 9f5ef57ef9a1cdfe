"""What a difference between two systems means: better, worse, nothing in practice, or undecided and for how long."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ccsim.estimation.paired import Difference
from ccsim.estimation.skewed import arms
from ccsim.measures.definition import Better

ComparisonVerdict = Literal["better", "worse", "higher", "lower", "no practical difference", "undecided"]
"""`higher` and `lower` of measures of which neither more nor less is better, such as occupancy."""

_LIKELY = 0.8
_MOST = 100_000
"""More replications are never suggested."""
FEW = 10
"""Of fewer replications the error is hardly known (of 2 it may as well be a tenth of what it seems, or tenfold): no
number below this is said to decide, and what is said is the least."""


@dataclass(frozen=True)
class Judgement:
    """Verdict on one difference.

    `needed`: replications, all told, that would decide it with probability 0.8 if the difference is what it seems to
    be; None where it is decided, or where no sensible number would do. `at_least`: so few were simulated that it may
    take many more.
    """

    verdict: ComparisonVerdict
    needed: int | None
    sentence: str
    at_least: bool = False


def judge_difference(
    found: Difference,
    *,
    better: Better | None,
    margin: float,
    what: str,
    unit: str,
    currency: str = "",
) -> Judgement:
    """Verdict on a difference, at the confidence of the family it belongs to.

    *No practical difference*: two one-sided tests put it inside ±margin (Schuirmann 1987, J. Pharmacokin. Biopharm.),
    also where it surely is not 0. Otherwise *better* or *worse* where the joint interval leaves out 0. However large
    the family, with the confidence of the difference no verdict of it is wrong: neither a better system called worse,
    nor equals called different, nor a difference of the margin or more called none.

    Parameters
    ----------
    found : Difference
    better : which of more and less is; None: neither (`Measure.better`).
    margin : least difference that matters, in the measure's unit (a share: 0.003 for 0.3 points). 0: every one does.
    what : the measure in words, as in "abandonment rate".
    unit, currency : see `Measure.unit`.
    """
    if not margin >= 0:
        raise ValueError(f"margin must be at least 0, got {margin!r}")

    def amount(value: float) -> str:
        return _amount(value, unit, currency)

    difference = found.difference
    if math.isnan(difference):
        return Judgement("undecided", None, "undecided: nothing to compare, the measure is 0 / 0 in every replication")
    if math.isnan(found.half_width):
        return Judgement("undecided", None, "undecided: fewer than two replications have anything to compare")
    if found.error == 0 and difference == 0:
        return Judgement("no practical difference", None, f"no practical difference: {what} the same every time")
    if -margin < found.equivalence_low and found.equivalence_high < margin:
        return Judgement("no practical difference", None, f"no practical difference: {what} within {amount(margin)}")
    if found.low > 0 or found.high < 0:
        direction: Literal["higher", "lower"] = "higher" if difference > 0 else "lower"
        verdict: ComparisonVerdict = direction
        if better is not None:
            verdict = "better" if (better == "more") == (difference > 0) else "worse"
        least, most = sorted((abs(found.low), abs(found.high)))
        by = _between(least, most, unit, currency)
        sentence = f"{verdict}: {what} by {by}" if better is None else f"{verdict}: {what} {by} {direction}"
        if least < margin:
            sentence += f", perhaps by no more than matters ({amount(margin)})"
        return Judgement(verdict, None, sentence)
    needed = replications_needed(found, margin)
    if needed is None:
        return Judgement("undecided", None, "undecided: too close to call by more replications")
    few = found.replications < FEW
    return Judgement(
        "undecided", needed, f"undecided: {'at least' if few else 'about'} {needed:,} replications would tell", few
    )


def replications_needed(found: Difference, margin: float) -> int | None:
    """Replications, all told, after which a decision falls with probability 0.8, rounded up to two digits.

    As if difference and error were what they seem to be; at least 10. None: even 100,000 would not do.
    """
    low, high = found.replications, found.replications + 1
    while _decided(found, margin, high) < _LIKELY:
        low, high = high, 2 * high
        if low > _MOST:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _decided(found, margin, middle) >= _LIKELY else (middle, high)
    digit: int = 10 ** max(len(str(high)) - 2, 0)
    return max(-(-high // digit) * digit, FEW)


def _decided(found: Difference, margin: float, replications: int) -> float:
    """Probability that so many replications show a difference, or that there is none in practice."""
    from scipy.special import ndtr

    alpha = (1 - found.confidence) / found.comparisons
    error = np.array(found.error * math.sqrt(found.replications / replications))
    skew = np.array(found.skewness)
    size, room = found.difference / error, margin / error
    (below, above), (inner_below, inner_above) = (
        [arm / error for arm in arms(error, skew, tail, replications)] for tail in (alpha / 2, alpha)
    )
    different = ndtr(size - below) + ndtr(-size - above)
    none = ndtr(room - size - inner_above) + ndtr(room + size - inner_below) - 1
    return float(max(different, none))


def _between(low: float, high: float, unit: str, currency: str) -> str:
    """`1.8 to 2.6 points`: as many digits as tell the ends apart."""
    size, word = _scaled(unit, high, currency)
    digits = _digits((high - low) / size if high > low else high / size)
    ends = [f"{end / size:,.{digits}f}" for end in (low, high)]
    return f"{ends[0]} to {ends[1]} {word}".rstrip() if ends[0] != ends[1] else f"{ends[0]} {word}".rstrip()


def _amount(value: float, unit: str, currency: str) -> str:
    size, word = _scaled(unit, value, currency)
    number = f"{float(f'{value / size:.3g}'):,.10g}"
    return f"{number} {word.removesuffix('s') if number == '1' and len(word) > 1 else word}".rstrip()


def _digits(width: float) -> int:
    """Decimals that show a width of 3 to 30 of the last of them."""
    return 0 if width <= 0 else min(max(-math.floor(math.log10(width / 3)), 0), 9)


def _scaled(unit: str, largest: float, currency: str) -> tuple[float, str]:
    """What one of a shown unit is in the measure's, and its name: differences of shares are points."""
    if unit == "share":
        return 0.01, "points"
    if unit == "s":
        return (1.0, "s") if largest < 300 else (60.0, "min") if largest < 7200 else (3600.0, "h")
    return 1.0, {"money": currency, "fte": "FTE", "score": ""}.get(unit, unit)
