"""Worlds by number: each is drawn by Hypothesis from random bytes of its own, whatever was drawn before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from generated_worlds import FEATURES, World
from hypothesis import Phase, given, settings
from hypothesis.database import InMemoryExampleDatabase

BYTES = 16_384
"""More than a world takes."""


def features_in_turn(number: int) -> str:
    """The features of this world in a run over all of them."""
    return list(FEATURES)[number % len(FEATURES)]


def world(number: int, features: str | None = None, seed: int = 1) -> World:
    """The world of this number; the same one in every process and every order. Without `features`, each in its turn.

    >>> repr(world(17, "appointments")) == repr(world(17, "appointments"))
    True
    """
    features = features or features_in_turn(number)
    found: list[World] = []

    @settings(database=None)
    @given(FEATURES[features])
    def keep(drawn: World) -> None:
        found.append(drawn)

    for drawn in _bytes(number, features, seed):
        _target(keep)(drawn)
        if found:  # else a strategy has filtered it out
            break
    return found[0]


def smallest(fails: Callable[[World], None], number: int, features: str | None = None, seed: int = 1) -> None:
    """Raises what `fails` raises for the smallest world that Hypothesis finds from that of this number.

    The note on the exception shows the world.
    """
    features = features or features_in_turn(number)

    @settings(database=InMemoryExampleDatabase(), deadline=None, phases=[Phase.reuse, Phase.shrink])
    @given(FEATURES[features])
    def look(world: World) -> None:
        fails(world)

    for drawn in _bytes(number, features, seed):
        try:
            if _target(look)(drawn) is not None:
                return  # it does not fail
        except Exception:
            look()  # from the database, which has it now


def _bytes(number: int, features: str, seed: int) -> Iterator[bytes]:
    luck = np.random.default_rng([seed, number, list(FEATURES).index(features)])
    while True:
        yield luck.bytes(BYTES)


def _target(test: Any) -> Callable[[bytes], bytes | None]:
    """Runs a test on the world that these bytes are: None where they are none."""
    target: Callable[[bytes], bytes | None] = test.hypothesis.fuzz_one_input
    return target
