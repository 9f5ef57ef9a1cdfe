"""What kernels draw for later contacts has the bits of the workload's own draws."""

from __future__ import annotations

import random

import numpy as np
import pytest

from ccsim.distributions.composite import Capped
from ccsim.distributions.families import (
    Constant,
    Exponential,
    Gamma,
    Lognormal,
    Triangular,
    Uniform,
    Weibull,
)
from ccsim.distributions.law import Law
from ccsim.engine.compiled import attempts, laws, machine
from ccsim.engine.compiled.behaviour_memory import law_parts
from ccsim.engine.compiled.kernel import World, kernel, records
from ccsim.model import grid
from ccsim.workload import streams


def drawn(w: World, k1: int, k2: int, word: int, second: int) -> float:
    return attempts.uniform_at(k1, k2, word, second)


def many_durations(w: World, draws: int) -> None:
    for i in range(draws):
        row = law_parts(w, i + 1)
        row.b = laws.quantile_of(w, 0, row.a)
        row.start = laws.on_grid(row.b)


def signed(half: int) -> int:
    return half - (half >> 63 << 64)


def test_uniforms():
    luck = random.Random(1)
    for name, loop in loops(kernel(drawn)):
        for _ in range(300):
            key = luck.getrandbits(64), luck.getrandbits(64)
            word, second = luck.getrandbits(63), luck.randrange(1 << 26)
            assert loop({}, *map(signed, key), word, second) == streams.uniform_at(key, word, second), name
            assert loop({}, *map(signed, key), -word, second) == streams.uniform_at(key, -word, second), name


@pytest.mark.parametrize(
    "law",
    [
        Constant(90.0),
        Exponential(300.0),
        Gamma(0.7, 200.0),
        Lognormal(5.0, 1.3),
        Lognormal(25.0, 4.0),
        Weibull(0.6, 3e3),
        Uniform(10.0, 70.0),
        Triangular(0.0, 50.0, 200.0),
        Capped(Exponential(300.0), 600.0),
    ],
    ids=lambda law: type(law).__name__,
)
def test_durations(law: Law):
    u = np.random.default_rng(2).random(500)
    expected = law.quantile(u)
    for name, loop in loops(kernel(many_durations)):
        parts = records("law_parts", 1 + len(u))
        parts.a[1:] = u
        parts.family[0], parts.a[0], parts.b[0] = laws.terms_of(law)
        loop(
            {"law_parts": parts},
            len(u),
            callbacks={"quantile": lambda part, u: float(law.quantile(np.array([u]))[0])},
        )
        assert (parts.b[1:] == expected).all(), name
        assert (parts.start[1:] == grid.on_grid(expected)).all(), name


def loops(entry):
    yield "plain", machine.PlainLoop(entry)
    if not machine.is_plain():
        yield "compiled", machine.load(entry=entry)
