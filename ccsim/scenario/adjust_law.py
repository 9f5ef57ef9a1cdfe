"""Durations changed as a whole: a distribution is scaled, so that its shape (family, cv, order of quantiles) stays.

`*=` multiplies every duration that may come out; `+=` and `-=` scale so that the mean is that much longer or shorter.
Of several distributions (by time of day, by segment) each is changed by itself.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from ccsim.distributions import make_law
from ccsim.scenario.change import Change
from ccsim.scenario.durations import duration_text
from ccsim.scenario.exact import quantity
from ccsim.scenario.reader import Reader
from ccsim.scenario.schema import BySegment, ByTime, Distribution, Law
from ccsim.sentences import Sentence

_SCALED: dict[str, Callable[[Any, float], Any]] = {
    **dict.fromkeys(("value", "mean", "sd", "scale", "low", "mode", "high"), lambda given, factor: given * factor),
    **dict.fromkeys(("means", "values"), lambda given, factor: tuple(one * factor for one in given)),
    "rate": lambda given, factor: given / factor,
    "mu": lambda given, factor: given + math.log(factor),
    "quantiles": lambda given, factor: {p: value * factor for p, value in given.items()},
    "parts": lambda given, factor: tuple(scaled(part, factor) for part in given),
}


def adjusted_law(law: Law, path: str, reader: Reader) -> Law:
    """The law with the changes that wait for its path made; Refused where one cannot be."""
    changes = reader.adjustments.at(path)
    if not changes:
        return law
    if not isinstance(law, BySegment):
        return adjusted_over_the_day(law, path, reader)
    segments = {name: adjusted_over_the_day(part, path, reader) for name, part in law.segments.items()}
    return BySegment(default=adjusted_over_the_day(law.default, path, reader), segments=segments)


def adjusted_over_the_day(law: Distribution | ByTime, path: str, reader: Reader) -> Distribution | ByTime:
    """As `adjusted_law`, the same for every segment."""
    if isinstance(law, Distribution):
        return adjusted_distribution(law, path, reader)
    return ByTime(starts=law.starts, laws=tuple(adjusted_distribution(part, path, reader) for part in law.laws))


def adjusted_distribution(law: Distribution, path: str, reader: Reader) -> Distribution:
    """As `adjusted_law`, of one distribution."""
    return _one(law, reader.adjustments.at(path), path, reader)


def scaled(law: Distribution, factor: float) -> Distribution:
    """The law of the same duration times a factor."""
    parameters = {
        name: _SCALED[name](given, factor) if name in _SCALED else given for name, given in law.parameters.items()
    }
    at_most = None if law.at_most is None else law.at_most * factor
    return Distribution(family=law.family, parameters=parameters, at_most=at_most)


def _one(law: Distribution, changes: list[Change], path: str, reader: Reader) -> Distribution:
    if not changes:
        return law
    mean = _mean(law)
    if mean is None:  # never
        for change in changes:
            reader.adjustments.made(change, path, False, "a time that never ends has no length")
        return law
    now = mean
    for change in changes:
        given = quantity(change.node.text)
        assert given is not None
        before = now
        if change.operator == "*=":
            now *= given.amount * given.size
        else:
            now += given.amount * given.size * (1 if change.operator == "+=" else -1)
        bare = law.family == "constant" and law.at_most is None
        if now < 0 or (now == 0 and before > 0 and not bare):
            said = {"mean": duration_text(float(before)), "less": f"'{change.node.text}'"}
            raise reader.refuse(change.place, path, Sentence("less_leaves_nothing", **said))
        if before == 0 and now > 0 and not bare:
            message = "its mean is 0 s, and nothing times a factor is longer: say another distribution with '='"
            raise reader.refuse(change.place, path, message)
        reader.adjustments.made(change, path, now != before, "its mean is 0 s")
    if now == mean:
        return law
    try:
        changed = _constant(law, now) if law.family == "constant" and mean == 0 else scaled_to(law, mean, now)
        make_law(changed)
    except (ValueError, OverflowError) as error:
        raise reader.refuse(changes[-1].place, path, str(error)) from None
    return changed


def scaled_to(law: Distribution, mean: Fraction, now: Fraction) -> Distribution:
    """The law with another mean; a mean or a constant that the file says comes out without rounding."""
    changed = scaled(law, float(now / mean))
    for name in ("value", "mean"):
        if name in law.parameters and Fraction(law.parameters[name]) == mean:
            return changed.model_copy(update={"parameters": {**changed.parameters, name: float(now)}})
    return changed


def _constant(law: Distribution, now: Fraction) -> Distribution:
    return Distribution(family=law.family, parameters={"value": float(now)}, at_most=law.at_most)


def _mean(law: Distribution) -> Fraction | None:
    """Mean of what comes out; None where that has none."""
    if law.at_most is None and law.family != "normal":
        for name in ("value", "mean"):
            if name in law.parameters:
                return Fraction(law.parameters[name])
    mean = make_law(law).mean
    return Fraction(mean) if math.isfinite(mean) else None
