"""What kernels draw for later contacts has the bits of the workload's own draws."""

from __future__ import annotations

import random

import numpy as np
import pytest

from ccsim.distributions.composite import Capped, Tabulated
from ccsim.distributions.families import (
    Constant,
    Exponential,
    Gamma,
    Lognormal,
    Normal,
    Triangular,
    Uniform,
    Weibull,
)
from ccsim.distributions.law import Law
from ccsim.engine.compiled import attempts, laws, machine
from ccsim.engine.compiled.behaviour_memory import law_parts
from ccsim.engine.compiled.kernel import World, kernel, records
from ccsim.engine.compiled.law_book import LawBook
from ccsim.model import grid
from ccsim.workload import streams


def drawn(w: World, k1: int, k2: int, word: int, second: int) -> float:
    return attempts.uniform_at(k1, k2, word, second)


def many_durations(w: World, draws: int) -> None:
    for i in range(draws):
        row = law_parts(w, i + 1)
        row.b = laws.quantile_of(w, 0, row.a)
        row.start = laws.signed_on_grid(row.b)


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
        Gamma(0.1, 200.0),
        Lognormal(5.0, 1.3),
        Lognormal(25.0, 4.0),
        Weibull(0.6, 3e3),
        Uniform(10.0, 70.0),
        Triangular(0.0, 50.0, 200.0),
        Capped(Exponential(300.0), 600.0),
        Normal(0.0, 200.0),
        Tabulated(np.array([0.1, 0.35, 0.6, 0.95]), np.array([-30.0, 20.0, 20.0, 400.0])),
        Tabulated(np.array([0.5]), np.array([45.0])),
    ],
    ids=lambda law: type(law).__name__,
)
def test_durations(law: Law):
    u = np.concatenate([np.random.default_rng(2).random(500), [1e-12, 1.0 - 1e-12]])
    expected = law.quantile(u)
    for name, loop in loops(kernel(many_durations)):
        book = LawBook()
        book.whole(law)
        tables = book.tables()
        parts = records("law_parts", 1 + len(u))
        parts[0] = tables["law_parts"][0]
        parts.a[1:] = u
        loop(tables | {"law_parts": parts}, len(u), callbacks=book.callbacks())
        assert (parts.b[1:] == expected).all(), name
        assert (parts.start[1:] == grid.on_grid(expected)).all(), name


def loops(entry):
    yield "plain", machine.PlainLoop(entry)
    if not machine.is_plain():
        yield "compiled", machine.load(entry=entry)
