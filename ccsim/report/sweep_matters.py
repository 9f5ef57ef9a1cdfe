"""Which factors matter most, in sentences."""

from __future__ import annotations

import math

from ccsim.report.numbers import FIXED, duration, shown
from ccsim.report.sweep_influence import Influence, Influences
from ccsim.report.sweep_points import Measured, Points
from ccsim.report.words import Said, as_is, capital, joined, said

HEADLINES = 4  # measures of which it is said


def what_matters(points: Points, influences: Influences) -> list[Said]:
    """For the first measures the factors that move them most."""
    if len(points.factors) < 2:
        return []
    found = []
    for measured in points.measures[:HEADLINES]:
        own = influences.of(measured)
        if own:
            found.append(_matters(points, measured, own))
    return found


def _matters(points: Points, measured: Measured, own: list[Influence]) -> Said:
    label = capital(measured.label)
    known = any(not math.isnan(one.low) for one in own)
    sure = [one for one in own if (one.low > 0 or not known) and one.size > 0]
    if not sure:
        flat = all(one.size == 0 for one in own)
        return said("matters_nothing" if flat else "matters_unsure", measure=label)
    first, *others = sure
    parts = [said("matters_most", measure=label, factor=_name(points, first), amount=size(points, measured, first))]
    if others:
        second = others[0]
        key = "matters_as_much" if second.high >= first.low else "matters_then"
        parts.append(said(key, factor=_name(points, second), amount=size(points, measured, second)))
    elif len(own) > 1 and known:
        parts.append(said("matters_only"))
    return joined([*parts[:1], *(_after(part) for part in parts[1:])], "")


def _after(part: Said) -> Said:
    return lambda language: f"; {part(language)}"


def _name(points: Points, one: Influence) -> str:
    name: str = points.factors[one.factor]["name"]
    return name


def size(points: Points, measured: Measured, one: Influence) -> Said:
    """How much a factor matters, in the figure that the design gives."""
    if points.kind == "sobol_indices":
        return said("size_total", share=f"{100 * one.size:.0f}{FIXED}%")
    if points.kind in ("latin_hypercube", "sobol"):
        return said("size_rank", correlation=signed(one.also))
    change = difference(one.size, measured.unit, points.currency)
    return said("size_morris" if points.kind == "morris" else "size_levels", change=change)


def signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−")


def difference(value: float, unit: str, currency: str = "") -> Said:
    """A difference of a measure: of shares in points."""
    if unit == "share":
        return said("points_of_share", n=f"{100 * value:.1f}")
    text = duration(value) if unit == "s" else shown(value, unit, currency)
    return as_is(text)
