"""Durations from uniforms, by the bits of `ccsim.distributions`: the usual families here, others by asking Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ccsim.engine.compiled.natives as natives
from ccsim.distributions.composite import Tabulated
from ccsim.distributions.families import Constant, Exponential, Gamma, Lognormal, Normal, Uniform, Weibull
from ccsim.distributions.gamma_pieces import A_SCORE, REACH, one_by_one
from ccsim.engine.compiled.behaviour_memory import law_parts, law_pieces, law_points, laws_by_time
from ccsim.engine.compiled.kernel import World, callback, kernel
from ccsim.engine.compiled.memory import NOBODY, floors
from ccsim.model.grid import TICK

if TYPE_CHECKING:
    from ccsim.distributions.law import Law

LAW_FAILED = -1
"""`floor.short` when a law could not give a duration."""

_OTHER, _CONSTANT, _EXPONENTIAL, _GAMMA, _LOGNORMAL, _WEIBULL, _UNIFORM, _NORMAL, _TABULATED = range(9)
_TICKS = 1.0 / TICK
_WHOLE = 2.0**52


def terms_of(law: Law) -> tuple[int, float, float]:
    """Its family and parameters, as in a row of `law_parts`."""
    match law:
        case Constant():
            return _CONSTANT, law.value, 0.0
        case Exponential():
            return _EXPONENTIAL, law.mean, 0.0
        case Gamma():
            return _GAMMA, law.shape, law.scale
        case Lognormal():
            return _LOGNORMAL, law.mu, law.sigma
        case Weibull():
            return _WEIBULL, 1.0 / law.shape, law.scale
        case Uniform():
            return _UNIFORM, law.low, law.high - law.low
        case Normal():
            return _NORMAL, law.mean, law.sd
        case Tabulated():
            return _TABULATED, law.values[0], 0.0
    return _OTHER, 0.0, 0.0


def points_of(law: Law) -> list[tuple[float, float]]:
    """Of a tabulated law, as in rows of `law_points`."""
    return list(zip(law.probabilities.tolist(), law.values.tolist(), strict=True)) if isinstance(law, Tabulated) else []


def pieces_of(law: Law) -> list[list[float]]:
    """Of a gamma law, as in rows of `law_pieces`."""
    return one_by_one(law.shape) if isinstance(law, Gamma) else []


@callback
def quantile(w: World, part: int, u: float) -> float:  # type: ignore[empty-body]
    """Of the law in a row of `law_parts`."""


@kernel
def quantile_of(w: World, part: int, u: float) -> float:
    """One operation after the other, as the law itself has them."""
    law = law_parts(w, part)
    if law.family == _CONSTANT:
        return law.a
    if law.family == _EXPONENTIAL:
        return -law.a * natives.log1p(-u)
    if law.family == _GAMMA:
        return law.b * gamma_quantile_of(w, part, u)
    if law.family == _LOGNORMAL:
        return natives.inv_boxcox(law.a + law.b * natives.ndtri(u), 0.0)
    if law.family == _WEIBULL:
        return law.b * natives.inv_boxcox(natives.xlogy(law.a, -natives.log1p(-u)), 0.0)
    if law.family == _UNIFORM:
        return law.a + law.b * u
    if law.family == _NORMAL:
        return law.a + law.b * natives.ndtri(u)
    if law.family == _TABULATED:
        return between_points(w, part, u)
    return quantile(w, part, u)


@kernel
def gamma_quantile_of(w: World, part: int, u: float) -> float:
    """At scale 1, as `distributions.gamma_pieces` has it."""
    law = law_parts(w, part)
    score = natives.ndtri(u)
    if law.points == 0 or not -REACH < score < REACH:
        return natives.gammaincinv(law.a, u)
    place = (score + REACH) * A_SCORE
    at = int(place)
    place = place - at - 0.5
    piece = law_pieces(w, law.first_point + at)
    root = piece.c7 * place + piece.c6
    root = root * place + piece.c5
    root = root * place + piece.c4
    root = root * place + piece.c3
    root = root * place + piece.c2
    root = root * place + piece.c1
    root = root * place + piece.c0
    return root * root * root


@kernel
def between_points(w: World, part: int, u: float) -> float:
    law = law_parts(w, part)
    if law.points == 1:
        return law.a
    low = law.first_point
    high = low + law.points - 1
    while high - low > 1:
        middle = (low + high) >> 1
        if u < law_points(w, middle).probability:
            high = middle
        else:
            low = middle
    before = law_points(w, low)
    behind = law_points(w, high)
    place = (u - before.probability) / (behind.probability - before.probability)
    place = 0.0 if place < 0.0 else place
    place = 1.0 if place > 1.0 else place
    found = before.value + place * (behind.value - before.value)
    return found if found < behind.value else behind.value


@kernel
def unrounded(w: World, law: int, u: float, time_of_day: float) -> float:
    """A duration under the law in force; no law is no time."""
    if law == NOBODY:
        return 0.0
    by_time = laws_by_time(w, law)
    part = by_time.first + by_time.laws - 1
    while part > by_time.first and law_parts(w, part).start > time_of_day:
        part -= 1
    found = quantile_of(w, part, u)
    if found != found:  # not a number
        floors(w, 0).short = LAW_FAILED
    return found


@kernel
def on_grid(x: float) -> float:
    """Seconds, not negative, rounded to the grid, halves to the even multiple (as `ccsim.model.grid.on_grid`)."""
    ticks = x * _TICKS
    # From 2**52 on doubles are whole numbers: a sum beyond it is rounded as wished.
    return (ticks if ticks >= _WHOLE else (ticks + _WHOLE) - _WHOLE) * TICK


@kernel
def signed_on_grid(x: float) -> float:
    """The same of seconds that may be negative."""
    return on_grid(x) if x >= 0.0 else 0.0 - on_grid(-x)
