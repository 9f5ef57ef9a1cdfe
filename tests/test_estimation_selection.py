"""Selection of the best: against the paper written out plainly, by hand, and by its probability of being right."""

from __future__ import annotations

import math

import numpy as np
import pytest
from paired_systems import abandonment, base_rate
from scipy import stats

from ccsim.estimation.paired import Fraction, paired_differences
from ccsim.estimation.selection import Out, Selection

FALSE_ALARM = 1e-4


def run(selection: Selection, values: np.ndarray, batch: int = 50, below: np.ndarray | None = None) -> int:
    """Feeds rows of values (alternatives, replications) until it is done; replications simulated in all."""
    spent = 0
    while not selection.done:
        start = spent_each = selection.replications if selection.replications >= selection.first else 0
        stop = start + max(batch, selection.first if start == 0 else 0)
        own = {name: values[selection.names.index(name), start:stop] for name in selection.still_in}
        assert stop <= values.shape[1], f"not done after {spent_each}"
        selection.feed(
            {
                name: (one, np.ones(len(one)) if below is None else below[selection.names.index(name), start:stop])
                for name, one in own.items()
            }
        )
        spent += sum(len(one) for one in own.values())
    return spent


def plainly(values: np.ndarray, delta: float, alpha: float, n0: int) -> tuple[int, int]:
    """KN (Kim & Nelson 2001, figure 1, c = 1), means of all replications again at each step: (best, replications)."""
    k = len(values)
    eta = 0.5 * ((2 * alpha / (k - 1)) ** (-2 / (n0 - 1)) - 1)
    h2 = 2 * eta * (n0 - 1)
    s2 = [[np.var(values[i, :n0] - values[j, :n0], ddof=1) for j in range(k)] for i in range(k)]
    left, r = list(range(k)), n0
    while True:
        mean = {i: values[i, :r].mean() for i in left}
        w = {(i, j): max(0.0, delta / (2 * r) * (h2 * s2[i][j] / delta**2 - r)) for i in left for j in left if i != j}
        left = [i for i in left if all(mean[i] >= mean[j] - w[i, j] for j in left if j != i)]
        if len(left) == 1:
            return left[0], r
        if r >= max(math.floor(h2 * s2[i][j] / delta**2) for i in left for j in left if i != j) + 1:
            return max(left, key=lambda i: mean[i]), r
        r += 1


def names(k: int) -> list[str]:
    return [f"plan {i}" for i in range(k)]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("more", [True, False])
def test_as_in_the_paper(seed, more):
    rng = np.random.default_rng(seed)
    values = rng.standard_normal((6, 2_000)) + rng.standard_normal(2_000) + 0.1 * np.arange(6)[:, None]
    selection = Selection(names(6), indifference=0.2, more_is_better=more, confidence=0.9, first=12)
    run(selection, values)
    best, replications = plainly(values if more else -values, 0.2, 0.1, 12)
    assert (selection.best, selection.replications) == (f"plan {best}", replications)


def test_how_many_are_fed_at_once_changes_nothing():
    rng = np.random.default_rng(3)
    values = rng.gamma(2, 1, (5, 3_000)) + 0.15 * np.arange(5)[:, None]
    below = rng.poisson(30, (5, 3_000)) / 30
    ends = []
    for batch in (1, 7, 500):
        selection = Selection(names(5), indifference=0.1, more_is_better=False)
        run(selection, values, batch, below)
        ends.append((selection.best, selection.replications, selection.out))
    assert ends[0] == ends[1] == ends[2]
    assert len(ends[0][2]) == 4
    assert all(out.by is not None and out.after <= ends[0][1] for out in ends[0][2])


def test_by_hand():
    """Two plans, first 2: h2 is (2 * 0.25) ** -2 - 1 = 3, the variance of 1, -1 is 2: the triangle ends at 6."""
    selection = Selection(["a", "b"], indifference=1.0, more_is_better=True, confidence=0.75, first=2)

    def feed(a: list[float], b: list[float]) -> None:
        selection.feed({"a": (np.array(a), np.ones(len(a))), "b": (np.array(b), np.ones(len(b)))})

    assert selection.most is None
    feed([1.0], [0.0])
    assert (selection.replications, selection.most, selection.done) == (1, None, False)
    feed([0.0], [1.0])  # may be 1 behind
    assert (selection.replications, selection.most, selection.still_in) == (2, 7, ("a", "b"))
    feed([1.4], [0.0])  # 1.4 / 3 < 0.5
    assert not selection.done
    feed([0.0], [0.0])  # 1.4 / 4 > 0.25
    assert (selection.best, selection.out, selection.replications) == ("a", [Out("b", 4, "a")], 4)
    with pytest.raises(ValueError, match="the selection is done"):
        feed([1.0], [1.0])


def test_equals_end_with_the_first():
    ones = np.ones(30)
    selection = Selection(["a", "b", "c"], indifference=0.1, more_is_better=False)
    selection.feed({"a": (2 * ones, ones), "b": (ones, ones), "c": (ones, ones)})
    assert (selection.best, selection.replications, selection.still_in) == ("b", 20, ("b", "c"))


def test_one_alternative_is_the_best():
    selection = Selection(["a"], indifference=0.1, more_is_better=True)
    selection.feed({"a": (np.arange(20.0), np.ones(20))})
    assert selection.best == "a"


@pytest.mark.filterwarnings("error")
def test_who_has_nothing_to_judge_is_out():
    none: Fraction = (np.zeros(20), np.zeros(20))
    some = (np.arange(20.0), np.ones(20))
    selection = Selection(["a", "b", "c"], indifference=0.1, more_is_better=True)
    selection.feed({"a": none, "b": some, "c": (some[0] + 1, some[1])})
    assert (selection.best, selection.out) == ("c", [Out("a", 20, None), Out("b", 20, "c")])
    nobody = Selection(["a", "b"], indifference=0.1, more_is_better=True)
    nobody.feed({"a": none, "b": none})
    assert nobody.done and nobody.best is None


def test_what_is_refused():
    for faults, message in (
        ({"names": []}, "one or more"),
        ({"names": ["a", "a"]}, "different names"),
        ({"indifference": 0.0}, "indifference must be above 0, got 0.0"),
        ({"confidence": 0.5}, r"confidence must be in \(1/2, 1\), got 0.5"),
        ({"first": 1}, "first must be at least 2"),
    ):
        with pytest.raises(ValueError, match=message):
            Selection(**{"names": ["a", "b"], "indifference": 1.0, "more_is_better": True, **faults})
    selection = Selection(["a", "b"], indifference=1.0, more_is_better=True)
    with pytest.raises(ValueError, match="same replications"):
        selection.feed({"a": (np.ones(3), np.ones(3)), "b": (np.ones(4), np.ones(4))})
    with pytest.raises(KeyError):
        selection.feed({"a": (np.ones(3), np.ones(3))})
    assert selection.guarantee == (
        "with probability 0.95 the best is selected, if it is better than every other by 1 or more"
    )


# --- by experiment ------------------------------------------------------------------------------------------------


def wrong(experiments: int, k: int, confidence: float, seed: int) -> tuple[int, float]:
    """Slippage configuration: the best is better by the indifference of 0.3, all else equal; noise in common.

    How often another is selected, and replications an alternative had on average.
    """
    rng, count, spent = np.random.default_rng(seed), 0, 0
    for _ in range(experiments):
        values = rng.standard_normal((k, 1_200)) + 2 * rng.standard_normal(1_200)
        values[k - 1] += 0.3
        selection = Selection(names(k), indifference=0.3, more_is_better=True, confidence=confidence, first=15)
        spent += run(selection, values)
        count += selection.best != f"plan {k - 1}"
    return count, spent / experiments / k


@pytest.mark.slow
@pytest.mark.parametrize(("k", "confidence"), [(2, 0.9), (8, 0.8)])
def test_probability_of_correct_selection_in_the_slippage_configuration(k, confidence):
    """Wrong in 1 - confidence of 1,000 experiments at most, false alarm 1e-4 (137; 248).

    Catches variances of one system for those of pairs, and (8) errors not divided among the others."""
    count, replications = wrong(1_000, k, confidence, 31)
    assert count <= stats.binom.isf(FALSE_ALARM, 1_000, 1 - confidence)
    assert replications < 150


def test_common_random_numbers_make_it_faster():
    """Without them the variance of pairs is five times as large."""
    rng = np.random.default_rng(8)
    own = rng.standard_normal((4, 8_000))
    paired = own + 2 * rng.standard_normal(8_000)
    apart = own + 2 * rng.standard_normal((4, 8_000))
    spent = []
    for values in (paired, apart):
        values[0] += 0.3
        selection = Selection(names(4), indifference=0.3, more_is_better=True)
        spent.append(run(selection, values, batch=1))
        assert selection.best == "plan 0"
    assert spent[0] < spent[1] / 2


def test_ratios_are_compared_as_they_are_reported():
    """b has the fewer abandoned of all, a the lower mean of daily rates: days are no equals.

    100 experiments; b is right in 95 % of them, and at least 86 with false alarm 1e-4."""
    rng, right = np.random.default_rng(12), 0
    shape = (3_000,)
    for _ in range(100):
        day = rng.gamma(4, 0.25, shape)
        x = np.maximum(rng.poisson(200 * day), 1)
        a = rng.binomial(x, np.minimum(0.05 * day, 1.0))  # rate 0.05 * 1.25 = 0.0625, mean of rates 0.05
        b = rng.binomial(x, np.full(shape, 0.0555))
        selection = Selection(["a", "b"], indifference=0.005, more_is_better=False)
        run(selection, np.stack((a, b)).astype(float), 100, np.stack((x, x)).astype(float))
        right += selection.best == "b"
    assert right >= 86


def test_triangles_of_ratios_come_from_paired_residuals():
    base, (other,) = abandonment(np.random.default_rng(9), (0.02,), (20,))
    selection = Selection(["a", "b"], indifference=0.0003, more_is_better=False, confidence=0.9)
    selection.feed({"a": base, "b": other})
    h2 = 19 * (0.2 ** (-2 / 19) - 1)
    assert selection.most == math.floor(h2 * 20 * paired_differences(base, other).at().error ** 2 / 0.0003**2) + 1 > 21


def test_alternatives_that_save_more_win():
    base, others = abandonment(np.random.default_rng(4), (0.1, 0.4, 0.2), (2_000,))
    systems = [base, *others]
    selection = Selection(names(4), indifference=0.1 * base_rate(), more_is_better=False)
    run(selection, np.stack([y for y, _ in systems]), 20, np.stack([x for _, x in systems]))
    assert selection.best == "plan 2"
    assert [out.name for out in selection.out][-1] in ("plan 3", "plan 1")
