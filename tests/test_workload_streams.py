"""Keyed uniforms. Every statistical test here has a false-alarm probability of at most 1e-6."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from ccsim.workload.streams import Streams, uniform_at

FALSE_ALARM = 1e-6
N = 100_000
WORDS = np.arange(N)
PINNED = [0.7527875658595767, 0.7918805605624203, 0.08322529464998152]
KEYS = st.tuples(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))


def assert_uniform(u):
    """Kolmogorov-Smirnov; at n = 100,000 sees a distribution function off by 0.009."""
    assert stats.kstest(u, "uniform").pvalue > FALSE_ALARM


def assert_independent(u, v):
    """Chi-square on a 20 x 20 table, and correlation."""
    table = np.histogram2d(u, v, bins=20, range=[[0, 1], [0, 1]])[0]
    assert stats.chisquare(table.ravel()).pvalue > FALSE_ALARM
    assert abs(np.corrcoef(u, v)[0, 1]) < stats.norm.isf(FALSE_ALARM / 2) / np.sqrt(len(u)) * 1.05


def test_pinned_numbers():
    """The function of an address must never change: results say only seed and version."""
    u = Streams(2026, 3).uniform("account_call", "talk", [0, 1, 5 << 32 | 17], [0, 0, 1 << 16 | 2])
    assert u.tolist() == PINNED


@settings(derandomize=True, deadline=None, max_examples=200)
@given(seed=st.integers(), name=st.text(max_size=8), word=st.integers(0, 2**64 - 1), second=st.integers(0, 2**63))
def test_plain_integers_give_the_same_bits(seed, name, word, second):
    streams = Streams(seed, 1)
    at = uniform_at(streams.key(name, "talk"), word, second)
    assert streams.uniform(name, "talk", np.array([word, 0], np.uint64), second)[0] == at
    assert streams.uniform(name, "talk", word, second) == at
    assert 0.0 < at < 1.0


@settings(derandomize=True, deadline=None)
@given(key=KEYS, word=st.integers(0, 2**64 - 1))
def test_a_uniform_has_52_bits_and_never_reaches_its_ends(key, word):
    u = uniform_at(key, word)
    assert 2.0**-53 <= u <= 1.0 - 2.0**-53
    assert (u * 2**52 - 0.5).is_integer()


@pytest.mark.parametrize(
    "words",
    [WORDS, WORDS << 32, (WORDS // 100 << 32) | WORDS % 100, WORDS * 2**20],
    ids=["n", "high", "cells", "steps"],
)
def test_uniform_over_words(words):
    u = Streams(1, 0).uniform("calls", "talk", words)
    assert_uniform(u)
    for lag in (1, 2, 48):
        assert_independent(u[:-lag], u[lag:])


def test_uniform_over_seconds():
    u = Streams(1, 0).uniform("calls", "talk", 7, (WORDS // 4 << 16) | WORDS % 4)
    assert_uniform(u)
    assert_independent(u[:-1], u[1:])


def test_uniform_over_names_and_replications():
    names = np.array([Streams(1, 0).uniform(f"agent.{i:05d}", "absence", 739_000) for i in range(20_000)])
    assert_uniform(names)
    assert_independent(names[:-1], names[1:])
    replications = np.array([Streams(1, i).uniform("calls", "talk", 0) for i in range(20_000)])
    assert_uniform(replications)
    assert_independent(replications[:-1], replications[1:])


def test_every_bit_is_fair():
    """Each of the upper 50 bits is one half the time: normal bound, split over the bits."""
    bits = (Streams(9, 9).uniform("calls", "arrival", WORDS) * 2**52).astype(np.int64)
    ones = np.array([np.count_nonzero(bits >> b & 1) for b in range(2, 52)])
    assert (abs(ones - N / 2) < stats.norm.isf(FALSE_ALARM / 100) * np.sqrt(N) / 2).all()


@pytest.mark.parametrize(
    ("other", "name", "purpose", "second"),
    [
        (Streams(1, 0), "calls", "wrap_up", 0),
        (Streams(1, 0), "chats", "talk", 0),
        (Streams(1, 1), "calls", "talk", 0),
        (Streams(2, 0), "calls", "talk", 0),
        (Streams(1, 0), "calls", "talk", 1),
        (Streams(1, 0), "calls", "talk", 1 << 16),
    ],
    ids=["purpose", "name", "replication", "seed", "leg", "attempt"],
)
def test_neighbouring_addresses_are_independent(other, name, purpose, second):
    u = Streams(1, 0).uniform("calls", "talk", WORDS)
    assert_independent(u, other.uniform(name, purpose, WORDS, second))


def test_no_dependence_on_order_or_on_other_streams():
    lonely = Streams(5, 2).uniform("calls", "talk", WORDS)
    streams = Streams(5, 2)
    streams.uniform("chats", "talk", WORDS)
    assert (streams.uniform("calls", "talk", WORDS[::-1])[::-1] == lonely).all()
    assert (streams.uniform("calls", "talk", WORDS.reshape(-1, 10)).ravel() == lonely).all()
    assert [float(streams.uniform("calls", "talk", word)) for word in range(50)] == lonely[:50].tolist()


def test_many_names_at_once_are_the_same_numbers():
    streams = Streams(5, 2)
    owner = np.array([1, 0, 1, 2])
    together = streams.uniform_by_name(["a", "b", "c"], "talk", owner, WORDS[:4], 3)
    assert together.tolist() == [float(streams.uniform("abc"[o], "talk", i, 3)) for i, o in enumerate(owner)]
    table = streams.uniform_by_name(["a", "b", "c"], "talk", np.arange(3)[:, None], WORDS[:7])
    assert (table[1] == streams.uniform("b", "talk", WORDS[:7])).all()
    assert streams.uniform_by_name([], "talk", np.zeros(0, np.int64), np.zeros(0, np.int64)).size == 0


def test_addresses_cannot_be_written_alike():
    streams = Streams(1, 12)
    assert streams.key("a,1,b", "c") != streams.key("a", "1,b,c")
    assert streams.key("ab", "c") != streams.key("a", "bc")
    assert streams.key("", "talk") != streams.key("talk", "")
    assert Streams(11, 2).key("a", "b") != Streams(1, 12).key("a", "b")
    assert Streams(-1, 0).key("a", "b") != Streams(1, 0).key("a", "b")


def test_seed_and_words_must_be_integers():
    with pytest.raises(TypeError):
        Streams(1.5, 0)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Streams("1", 0)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="must be integers, got float64"):
        Streams(1, 0).uniform("calls", "talk", [0.5])
    with pytest.raises(TypeError, match="must be integers, got float64"):
        Streams(1, 0).uniform("calls", "talk", 1, 0.5)


def test_numpy_and_python_integers_are_the_same_seed():
    assert Streams(np.int64(7), np.int32(3)).key("a", "b") == Streams(7, 3).key("a", "b")
