"""Wait quantiles from pooled histograms, against the pooled waits themselves."""

from __future__ import annotations

import numpy as np
import pytest
from measures_by_hand import C, Ch, Team, Type, center, history
from scipy import stats

from ccsim.estimation import Accumulator
from ccsim.estimation.paired import paired_differences
from ccsim.estimation.quantiles import KeptWaits, WaitQuantiles, marked_bins, quantile_in
from ccsim.measures.meter import Meter
from ccsim.measures.waits import BINS, FINE, WaitHistogram, bin_edges, bin_of

SHARES = (0.5, 0.8, 0.9, 0.95)


def histogram(wait: np.ndarray, cell: int = 0) -> WaitHistogram:
    """Of one replication and one cell, by definition rather than by the product's counting."""
    bins, count = np.unique(bin_of(wait), return_counts=True)
    upto = np.cumsum(count)
    square = upto**2 - (upto - count) ** 2
    return WaitHistogram(
        cell * BINS + bins,
        count,
        square,
        count * len(wait),
        np.array([cell])[: len(wait)],
        np.array([len(wait)])[: len(wait)],
    )


def test_bins_hold_what_they_say():
    wait = np.array([0.0, 2**-20, 1.0, 1.5, 3599.5, 3600.0, 3600.5, 3636.0, 3637.0, 1e6, 1e12])
    lower, upper = bin_edges()
    at = bin_of(wait)
    assert at[:6].tolist() == [0, 1, 1, 2, 3600, 3600]
    assert at[6] == at[7] == FINE + 1
    assert at[8] == FINE + 2
    assert at[-1] == BINS - 1
    inside = wait[1:-1]
    assert (lower[at[1:-1]] < inside).all() and (inside <= upper[at[1:-1]] * (1 + 1e-12)).all()
    assert len(lower) == len(upper) == BINS


def test_against_numpy_within_a_bin():
    rng = np.random.default_rng(5)
    pooled = WaitQuantiles(1)
    waits = [rng.choice([0.0, 1.0], 300) * rng.exponential(200.0, 300) + 0.0 for _ in range(40)]
    for wait in waits:
        pooled.add(histogram(wait))
    value, low, high = pooled.quantiles(SHARES, 0.95)
    exact = np.quantile(np.concatenate(waits), SHARES, method="inverted_cdf")
    assert np.abs(value[:, 0] - exact).max() <= 1.0
    assert (low[:, 0] <= value[:, 0]).all() and (value[:, 0] <= high[:, 0]).all()


def test_cells_however_many_do_not_mix(monkeypatch):
    """Cells far apart, merged now and then, as each would be alone."""
    monkeypatch.setattr("ccsim.estimation.quantiles._PENDING", 500)
    rng = np.random.default_rng(8)
    cells = [0, 227, 228, 5_000]  # 228 cells have more keys than are merged at once
    pooled, alone = WaitQuantiles(6_000), [WaitQuantiles(1) for _ in cells]
    for _ in range(6):
        for cell, own in zip(cells, alone, strict=True):
            wait = rng.exponential(60.0, 200).round()
            pooled.add(histogram(wait, cell))
            own.add(histogram(wait))
    value, _, _ = pooled.quantiles(SHARES, 0.95)
    assert (value[:, cells] == np.hstack([own.quantiles(SHARES, 0.95)[0] for own in alone])).all()
    assert pooled.filled(np.arange(6_000)).tolist() == cells


def test_beyond_an_hour_within_one_percent():
    rng = np.random.default_rng(6)
    wait = rng.uniform(0, 100_000, 20_000)
    pooled = WaitQuantiles(1)
    pooled.add(histogram(wait))
    value, low, _ = pooled.quantiles(SHARES, 0.95)
    assert value[:, 0] == pytest.approx(np.quantile(wait, SHARES), rel=0.01)
    assert np.isnan(low).all()  # one replication


def test_interval_against_direct_clustered_formula():
    """Woodruff's interval, worked out from per-replication shares at the quantile's bin."""
    rng = np.random.default_rng(8)
    waits = [rng.exponential(scale, rng.poisson(200)) for scale in rng.gamma(10, 10, 30)]
    pooled = WaitQuantiles(1)
    for wait in waits:
        pooled.add(histogram(wait))
    _, low, high = pooled.quantiles((0.8,), 0.95)
    bins = [bin_of(wait) for wait in waits]
    every = np.sort(np.concatenate(bins))
    at = every[int(np.ceil(0.8 * len(every))) - 1]
    y = np.array([(b <= at).sum() for b in bins])
    x = np.array([len(b) for b in bins])
    reached = y.sum() / x.sum()
    error = np.std(y - reached * x, ddof=1) / np.sqrt(30) / x.mean()
    half = stats.t.ppf(0.975, 29) * error
    lowest, highest = (np.quantile(np.concatenate(waits), p, method="inverted_cdf") for p in (0.8 - half, 0.8 + half))
    assert low[0, 0] == pytest.approx(lowest, abs=1.0)
    assert high[0, 0] == pytest.approx(highest, abs=1.0)
    # clusters widen it: as if all contacts were independent it would be several times narrower
    independent = 1.96 * np.sqrt(0.16 / x.sum())
    assert half > 2 * independent


def test_coverage_of_the_interval():
    """600 experiments of 25 replications of 80 waits with a common level: the true p80 is inside the 95 % interval as
    often as a binomial of 0.93 to 0.985 allows at 1e-6. Catches taking contacts for independent (covers 57 %)."""
    rng = np.random.default_rng(11)
    experiments, replications, contacts = 600, 25, 80
    truth = np.quantile((rng.gamma(10, 10, 3_000_000)) * rng.exponential(1.0, 3_000_000), 0.8)
    covered = 0
    for _ in range(experiments):
        pooled = WaitQuantiles(1)
        for level in rng.gamma(10, 10, replications):
            pooled.add(histogram(rng.exponential(level, contacts)))
        _, low, high = pooled.quantiles((0.8,), 0.95)
        covered += bool(low[0, 0] <= truth <= high[0, 0])
    assert stats.binom.ppf(5e-7, experiments, 0.93) <= covered <= stats.binom.isf(5e-7, experiments, 0.985)


def test_merging_early_changes_nothing():
    rng = np.random.default_rng(9)
    parts = [histogram(rng.exponential(100.0, 50), cell) for cell in (2, 0, 2, 1, 0, 2)]
    once, often = WaitQuantiles(4), WaitQuantiles(4)
    for part in parts:
        once.add(part)
        often.add(part)
        often.quantiles(SHARES, 0.95)
    for left, right in zip(once.quantiles(SHARES, 0.95), often.quantiles(SHARES, 0.95), strict=True):
        np.testing.assert_array_equal(left, right)
    value, low, _ = once.quantiles(SHARES, 0.95)
    assert np.isnan(value[:, 3]).all()  # no wait there
    assert np.isnan(low[:, 1]).all() and not np.isnan(value[:, 1]).any()  # of one replication only


def test_the_product_counts_waits_in_every_cell():
    """Quantiles by contact, channel, segment, interval and day against the waits of the log, over replications."""
    rng = np.random.default_rng(10)
    model = center(
        channels=(Ch(), Ch()),
        types=(Type("a"), Type("b"), Type("c", channel=1)),
        teams=(Team(),),
        days=2,
        segments=("new", "old"),
    )
    meter, gathered = Meter(model), Accumulator(model, {}, 0.95)
    rows = []
    for number in range(5):
        contacts = []
        for _ in range(200):
            at, wait = np.floor(rng.uniform(0, 14400)), np.floor(rng.exponential(90)) * (rng.random() < 0.7)
            kind, segment = int(rng.integers(3)), int(rng.integers(2))
            contacts.append(C(at, answered=at + wait, type=kind, segment=segment))
            rows.append((kind, segment, at, wait))
        gathered.add(meter.read(*history(model, contacts, replication=number + 1)))
    estimates = gathered.estimates()
    table = np.array(rows)
    for scope, name, of in (
        ("all", "all", table[:, 0] >= 0),
        ("contact", "b", table[:, 0] == 1),
        ("channel", "channel0", table[:, 0] <= 1),
        ("channel", "channel1", table[:, 0] == 2),
        ("segment", "old", table[:, 1] == 1),
    ):
        for interval, during in (
            ("", of),
            ("2026-03-02T01:00:00+00:00", of & (table[:, 2] >= 3600) & (table[:, 2] < 5400)),
            ("2026-03-03", of & (table[:, 2] >= 7200)),
        ):
            for share in SHARES:
                found = estimates.get(scope, name, f"wait_p{share * 100:.0f}", interval)
                exact = np.quantile(table[during, 3], share, method="inverted_cdf")
                assert exact - 1 <= found.mean <= exact + 1e-9
                assert found.low <= found.mean <= found.high


def test_the_product_counts_moments_by_their_definition():
    """Every entry of one replication's histogram, of each scope over the horizon, against `histogram` above."""
    rng = np.random.default_rng(12)
    model = center(channels=(Ch(), Ch()), types=(Type("a"), Type("b"), Type("c", channel=1)), segments=("new", "old"))
    kinds, segments = rng.integers(0, 3, 150), rng.integers(0, 2, 150)
    wait = np.floor(rng.exponential(20, 150))
    contacts = [
        C(10.0 * i, answered=10.0 * i + w, type=int(k), segment=int(s))
        for i, (w, k, s) in enumerate(zip(wait, kinds, segments, strict=True))
    ]
    measures = Meter(model).read(*history(model, contacts))
    waits, slots = measures.waits, len(measures.cells.slots)
    members = {
        ("all", "all"): kinds >= 0,
        **{("contact", name): kinds == k for k, name in enumerate("abc")},
        ("channel", "channel0"): kinds < 2,
        ("channel", "channel1"): kinds == 2,
        ("segment", "new"): segments == 0,
        ("segment", "old"): segments == 1,
    }
    for scope, (name, of) in enumerate(members.items()):
        assert measures.cells.contact_scopes[scope] == name
        cell = scope * slots
        mine, wanted = waits.key // BINS == cell, histogram(wait[of], cell)
        for column in ("key", "count", "square", "product"):
            np.testing.assert_array_equal(getattr(waits, column)[mine], getattr(wanted, column))
        assert waits.total[waits.cell == cell].tolist() == [of.sum()]
    assert (np.diff(waits.key) > 0).all()


def test_quantile_of_one_replication():
    waits = histogram(np.array([1.0, 2.0, 3.0, 4.0]), cell=3)
    found = quantile_in(waits, 0.5, np.array([2, 3]))
    assert np.isnan(found[0])
    assert found[1] == 2.0


def test_no_waits_at_all():
    pooled = WaitQuantiles(3)
    pooled.add(histogram(np.zeros(0)))
    pooled.add(histogram(np.zeros(0)))
    assert np.isnan(pooled.quantiles(SHARES, 0.95)).all()


# --- replication by replication, for paired comparison ------------------------------------------------------------


def kept(histograms, slots: int = 1, row: int = 0) -> KeptWaits:
    found = KeptWaits(row, slots)
    for one in histograms:
        found.add(one)
    return found


def uneven_days(rng: np.random.Generator, days: int) -> tuple[list[WaitHistogram], list[WaitHistogram]]:
    """Two centers with the same customers: the busier a day, the more wait and the longer; the other has waits of 70 %,
    and of its own chance a tenth."""
    base, other = [], []
    for day in rng.gamma(16, 1 / 16, days):
        count = 1 + rng.poisson(80 * day)
        wait = rng.exponential(60 * day**2, count) * (rng.random(count) < 0.4 * day)
        base.append(histogram(wait))
        other.append(histogram(0.7 * wait * rng.gamma(100, 0.01, count)))
    return base, other


def test_the_ratio_of_sums_is_the_pooled_quantile():
    rng = np.random.default_rng(8)
    base, _ = uneven_days(rng, 40)
    pooled = WaitQuantiles(1)
    for one in base:
        pooled.add(one)
    value, low, high = pooled.quantiles(SHARES, 0.9)
    for place, share in enumerate(SHARES):
        y, x = kept(base).fractions(share, 0.9)[0]
        assert y.sum() / x.sum() == pytest.approx(value[place, 0], rel=1e-12, abs=1e-12)
        assert x.tolist() == [one.total[0] for one in base]
        none = np.zeros(40), np.ones(40)
        error = float(paired_differences(none, (y, x)).error)
        length = 2 * stats.t.ppf(0.95, 39) * error  # as long as Woodruff's at the level of its slope
        assert length == pytest.approx(high[place, 0] - low[place, 0], rel=0.02, abs=1e-9)


def test_only_the_waits_of_its_own_cell_count():
    wait = np.array([0.0, 5.0, 8.0])
    some, others = histogram(wait, cell=6), histogram(100 + wait, cell=7)
    both = WaitHistogram(*map(np.concatenate, zip(vars(some).values(), vars(others).values(), strict=True)))
    (mine,) = kept([both, both], slots=2, row=3).fractions(0.5, 0.9)
    (alone,) = kept([histogram(wait)] * 2).fractions(0.5, 0.9)
    assert [part.tolist() for part in mine] == [part.tolist() for part in alone]


@pytest.mark.filterwarnings("error")
def test_too_little_to_tell():
    nobody = histogram(np.zeros(0))
    assert [part.tolist() for part in kept([nobody, nobody]).fractions(0.9, 0.95)[0]] == [[0, 0], [0, 0]]
    ((y, x),) = kept([histogram(np.array([3.0]))]).fractions(0.9, 0.95)
    assert y[0] / x[0] == pytest.approx(2.9)
    y, x = kept([nobody, histogram(np.array([3.0]))]).fractions(0.9, 0.95)[0]
    assert x.tolist() == [0, 1] and np.isfinite(y).all()
    ((y, x),) = kept([histogram(np.zeros(5))] * 9).fractions(0.9, 0.95)
    assert not y.any() and x.tolist() == [5] * 9


def test_at_the_edge_of_no_wait_both_ways_are_told():
    """Half wait, as the quantile asks: it is 0, or it is not; with `slope` 0 or some."""
    days = [histogram(np.array([0.0] * zeros + [9.0] * (10 - zeros))) for zeros in (4, 5, 6, 5, 6, 4, 6)]
    steep, flat = kept(days).fractions(0.5, 0.95)
    assert steep[0].std() > 0 and not flat[0].any()
    assert steep[0].sum() == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("share", [0.8, 0.95])
def test_coverage_of_differences_of_quantiles(share):
    """1,500 experiments of 25 days of a world of 3,000, whose quantiles are known: 95 % and up to 98.

    Within 93 to 98 % but for one case in 10,000. Catches an unpaired error (100 %), a slope twice too flat (67 %)."""
    rng, experiments = np.random.default_rng(12), 1_500
    world = uneven_days(rng, 3_000)
    truth = [float(np.divide(*(part.sum() for part in kept(days).fractions(share, 0.95)[0]))) for days in world]
    covered, saved = 0, []
    for _ in range(experiments):
        rows = rng.integers(0, 3_000, 25)
        base, other = (kept([days[row] for row in rows]).fractions(share, 0.95)[0] for days in world)
        found = paired_differences(base, other).at()
        covered += found.low <= truth[1] - truth[0] <= found.high
        saved.append(found.variance_reduction)
    least, most = stats.binom.ppf(5e-5, experiments, 0.95), stats.binom.isf(5e-5, experiments, 0.965)
    assert least <= covered <= most
    assert np.median(saved) > 0.7


def test_the_share_that_waits_no_longer_is_that_of_the_waits_themselves():
    """With the interval of a ratio of sums by its textbook formula."""
    rng = np.random.default_rng(11)
    days = [np.where(rng.random(n) < 0.4, 0.0, rng.exponential(40.0, n)) for n in (80, 130, 95, 0, 210)]
    pooled = WaitQuantiles(3)
    for day in days:
        pooled.add(histogram(day, cell=1))
    assert pooled.filled(np.arange(3)).tolist() == [1]
    edges, upper = marked_bins(), bin_edges()[1]
    assert {0.0, 1.0, 10.0, 20.0, 60.0, 3600.0} <= set(upper[edges]) and edges[-1] == BINS - 1
    share, low, high = (found[0] for found in pooled.within(edges, np.array([1]), 0.9))
    n = len(days)
    of = np.array([len(day) for day in days])
    for at, edge in enumerate(edges):
        inside = np.array([(day <= upper[edge]).sum() for day in days])
        expected = inside.sum() / of.sum()
        half = stats.t.ppf(0.95, n - 1) * np.sqrt(((inside - expected * of) ** 2).sum() / (n - 1) * n) / of.sum()
        assert share[at] == pytest.approx(expected, abs=1e-12)
        assert low[at] == pytest.approx(max(expected - half, 0.0), abs=1e-9)
        assert high[at] == pytest.approx(min(expected + half, 1.0), abs=1e-9)
    one = WaitQuantiles(1)
    one.add(histogram(days[0]))
    assert np.isnan(one.within(edges, np.array([0]), 0.9)[1]).all()
