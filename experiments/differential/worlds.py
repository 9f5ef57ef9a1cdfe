"""Worlds by number: each is drawn by Hypothesis from random bytes of its own, whatever was drawn before it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import given, settings

sys.path.append(str(Path(__file__).parents[2] / "tests"))  # where the strategies are: they are the tests' own

from generated_worlds import FEATURES, World

BYTES = 16_384
"""More than a world takes."""


def world(number: int, features: str, seed: int = 1) -> World:
    """The world of this number; the same one in every process and every order.

    >>> world(17, "appointments").workload.rows == world(17, "appointments").workload.rows
    True
    """
    found: list[World] = []

    @settings(database=None)
    @given(FEATURES[features])
    def keep(drawn: World) -> None:
        found.append(drawn)

    draw: Callable[[bytes], Any] = keep.hypothesis.fuzz_one_input  # type: ignore[attr-defined]
    luck = np.random.default_rng([seed, number, list(FEATURES).index(features)])
    while not found:  # what a strategy filters out is drawn again
        draw(luck.bytes(BYTES))
    return found[0]
