"""Quantiles of waits pooled over replications, with intervals that respect the replications as clusters."""

from __future__ import annotations

import numpy as np

from ccsim.estimation.moments import student
from ccsim.measures.waits import BINS, WaitHistogram, bin_edges
from ccsim.model.center import FloatArray, IntArray

_PENDING = 1 << 16  # entries that wait to be merged, at least
_TOGETHER = 1 << 20  # keys that are merged at once


class WaitQuantiles:
    """Sparse histogram of waits in every cell, with the second moments of its cumulative counts.

    All sums are of whole numbers, so the order in which they are merged changes nothing. Memory grows with the number
    of bins in use, not with the number of replications.
    """

    def __init__(self, cells: int) -> None:
        self.replications = 0
        self._columns: tuple[IntArray, ...] = tuple(np.zeros(0, dtype=np.int64) for _ in range(4))
        self._pending: list[WaitHistogram] = []
        self._pending_entries = 0
        self._total: IntArray = np.zeros(cells, dtype=np.int64)
        self._total_square: IntArray = np.zeros(cells, dtype=np.int64)
        self._filled: IntArray = np.zeros(cells, dtype=np.int64)

    def add(self, waits: WaitHistogram) -> None:
        """One replication."""
        self.replications += 1
        self._total[waits.cell] += waits.total
        self._total_square[waits.cell] += waits.total**2
        self._filled[waits.cell] += 1
        self._pending.append(waits)
        self._pending_entries += len(waits.key)
        if self._pending_entries > max(len(self._columns[0]), _PENDING):
            self._merge()

    def quantiles(self, shares: tuple[float, ...], confidence: float) -> tuple[FloatArray, FloatArray, FloatArray]:
        """For each share p the quantile in each cell and its interval's ends, (shares, cells) each; NaN where none.

        The interval of the distribution function at the quantile (a ratio of counts over replications, delta method) is
        laid around p and read back through the distribution function (Woodruff 1952). Inside a bin waits are taken as
        spread evenly.
        """
        self._merge()
        key, count, _, _ = self._columns
        cells = len(self._total)
        value, low, high = (np.full((len(shares), cells), np.nan) for _ in range(3))
        filled = np.flatnonzero(self._total)
        if not len(filled):
            return value, low, high
        total = self._total[filled].astype(np.float64)
        first = np.searchsorted(key, filled * BINS)  # entries of a cell are [first, last]
        last = np.append(first[1:], len(key)) - 1
        cumulative = np.cumsum(count)
        before = cumulative[first] - count[first]
        lower, upper = bin_edges()
        bins = key % BINS

        def entry(share: FloatArray) -> IntArray:
            rank = before + share * total - 1e-9  # the least bin whose share is no less, rounding apart
            return np.asarray(np.clip(np.searchsorted(cumulative, rank), first, last))

        def read(share: FloatArray) -> FloatArray:
            at = entry(share)
            inside = (before + share * total - (cumulative[at] - count[at])) / count[at]
            edge = lower[bins[at]]
            return np.asarray(edge + np.clip(inside, 0.0, 1.0) * (upper[bins[at]] - edge))

        clustered = self._filled[filled] >= 2
        for row, share in enumerate(shares):
            everywhere = np.full(len(filled), share)
            value[row, filled] = read(everywhere)
            if self.replications < 2:
                continue
            error = self._error(entry(everywhere), first, filled)
            half = student(confidence, self.replications) * error
            low[row, filled] = np.where(clustered, read(np.maximum(share - half, 0.0)), np.nan)
            high[row, filled] = np.where(clustered, read(np.minimum(share + half, 1.0)), np.nan)
        return value, low, high

    def filled(self, cells: IntArray) -> IntArray:
        """Those of `cells` that hold waits."""
        return cells[self._total[cells] > 0]

    def within(self, edges: IntArray, cells: IntArray, confidence: float) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Share of waits up to the upper edge of each bin `edges` in each of `cells`, all of which hold some, and its
        interval's ends, (cells, edges) each; without two replications that hold some the ends are NaN.

        A ratio of counts over replications with an interval by the delta method, inside 0 and 1.
        """
        self._merge()
        key, count, _, _ = self._columns
        first = np.searchsorted(key, cells * BINS)
        past = np.searchsorted(key, cells[:, None] * BINS + edges + 1)  # the entry after those counted
        cumulative = np.concatenate(([0], np.cumsum(count)))
        share = (cumulative[past] - cumulative[first][:, None]) / self._total[cells][:, None]
        if self.replications < 2:
            return share, np.full_like(share, np.nan), np.full_like(share, np.nan)
        counted = past > first[:, None]
        at = np.maximum(past - 1, first[:, None])
        error = self._error(at, np.broadcast_to(first[:, None], at.shape), np.broadcast_to(cells[:, None], at.shape))
        half = np.where(counted, student(confidence, self.replications) * error, 0.0)
        half = np.where(self._filled[cells][:, None] >= 2, half, np.nan)
        return share, np.maximum(share - half, 0.0), np.minimum(share + half, 1.0)

    def _error(self, at: IntArray, first: IntArray, cells: IntArray) -> FloatArray:
        """Standard error of the share of waits up to entry `at`, of cells whose entries begin at `first`."""
        _, count, square, product = self._columns
        n, total = self.replications, self._total[cells].astype(np.float64)
        upto = (np.concatenate(([0], np.cumsum(column))) for column in (count, square, product))
        counted, squares, products = (sums[at + 1] - sums[first] for sums in upto)
        reached = counted / total
        residual = squares - 2 * reached * products + reached**2 * self._total_square[cells]
        return np.asarray(np.sqrt(np.maximum(residual, 0.0) / (n - 1) * n) / total)

    def _merge(self) -> None:
        if not self._pending:
            return
        parts = [self._columns, *((one.key, one.count, one.square, one.product) for one in self._pending)]
        self._pending, self._pending_entries = [], 0
        bounds = np.arange(0, len(self._total) * BINS + _TOGETHER, _TOGETHER)
        cuts = [part[0].searchsorted(bounds).tolist() for part in parts]
        merged = [
            _added_up([[column[cut[i] : cut[i + 1]] for column in part] for part, cut in zip(parts, cuts, strict=True)])
            for i in range(len(bounds) - 1)
        ]
        self._columns = tuple(np.concatenate(column) for column in zip(*merged, strict=True))


def _added_up(parts: list[list[IntArray]]) -> list[IntArray]:
    """Keys, ascending, less than `_TOGETHER` from the first to the last, and sums of the other columns by key.

    Each key has a place of its own, so that nothing needs to be sorted.
    """
    key, *columns = (np.concatenate(column) for column in zip(*parts, strict=True))
    if not len(key):
        return [key, *columns]
    first = key.min()
    key -= first
    used = np.zeros(int(key.max()) + 1, np.bool_)
    used[key] = True
    (found,) = used.nonzero()
    place = np.empty(len(used), np.int32)
    place[found] = np.arange(len(found), dtype=np.int32)
    at = place[key]
    sums = np.zeros((len(columns), len(found)), np.int64)
    for total, column in zip(sums, columns, strict=True):
        np.add.at(total, at, column)
    return [found + first, *sums]


def marked_bins() -> IntArray:
    """Bins up to whose upper edges shares are told: every second up to ten, then an eighth further each time, and what
    targets name most, such as 20 s; the last bin of all."""
    upper = bin_edges()[1]
    steps = 10.0 * 1.125 ** np.arange(0.0, np.log(upper[-1] / 10.0) / np.log(1.125))
    marks = (15.0, 20.0, 30.0, 45.0, 60.0, 90.0, 120.0, 180.0, 300.0, 600.0, 900.0, 1200.0, 1800.0, 3600.0)
    at = np.searchsorted(upper, np.concatenate((np.arange(11.0), steps, marks)) - 1e-9)
    return np.unique(np.append(at, len(upper) - 1))


class KeptWaits:
    """Waits of one scope over the horizon, a histogram a replication, for paired comparison of their quantiles."""

    def __init__(self, scope_row: int, slots: int) -> None:
        self._first = scope_row * slots * BINS
        self._bins: list[IntArray] = []
        self._counts: list[IntArray] = []

    def add(self, waits: WaitHistogram) -> None:
        """The next replication."""
        first, last = np.searchsorted(waits.key, (self._first, self._first + BINS))
        self._bins.append((waits.key[first:last] - self._first).astype(np.int32))
        self._counts.append(waits.count[first:last].astype(np.int32))

    def quantile(self, share: float, replications: int) -> float:
        """Of all waits in the first so many replications; NaN where there are none."""
        bins = np.concatenate([np.zeros(0, np.int32), *self._bins[:replications]])
        counts = np.concatenate([np.zeros(0, np.int32), *self._counts[:replications]]).astype(np.float64)
        cumulative = np.bincount(bins, counts).cumsum()
        return _read(cumulative, share)[2] if counts.sum() else float("nan")

    def fractions(self, share: float, confidence: float) -> list[tuple[FloatArray, FloatArray]]:
        """Numerators and denominators, one a replication, whose ratio of sums is the quantile for `share`.

        The denominator is the number of waits. The numerator is linear in how many of them reach beyond the quantile:
        by how much the quantile moves with that, is the slope of the quantile function over Woodruff's interval at
        `confidence` (see `WaitQuantiles.quantiles`), so that an interval of the ratio is as long as that one.

        Where that interval begins among those who do not wait at all, the quantile may move in that way, or not at all:
        then there are two, and what is said has to hold with either.
        """
        n = len(self._bins)
        of = np.repeat(np.arange(n), [len(bins) for bins in self._bins])
        bins = np.concatenate([np.zeros(0, np.int32), *self._bins])
        counts = np.concatenate([np.zeros(0, np.int32), *self._counts]).astype(np.float64)
        every = np.bincount(of, counts, n).astype(np.float64)
        total = every.sum()
        if not total:
            return [(np.zeros(n), np.zeros(n))]
        cumulative = np.bincount(bins, counts).cumsum()
        at, inside, value = _read(cumulative, share)
        reached = np.bincount(of, counts * ((bins < at) + inside * (bins == at)), n)
        beyond = share * every - reached
        slopes = [0.0]
        if n > 1 and (half := student(confidence, n) * np.sqrt(np.sum(beyond**2) / (n - 1) * n) / total) > 0:
            low, high = max(share - half, 0.0), min(share + half, 1.0)
            lowest, highest = _read(cumulative, low)[2], _read(cumulative, high)[2]
            slopes = [(highest - lowest) / (high - low), *([0.0] if lowest == 0 < highest else [])]
        return [(value * every + slope * beyond, every) for slope in slopes]


def _read(cumulative: FloatArray, share: float) -> tuple[int, float, float]:
    """Of counts up to each bin: the bin of a quantile, how far inside it lies, and its value."""
    lower, upper = bin_edges()
    rank = share * cumulative[-1]
    at = min(int(np.searchsorted(cumulative, rank - 1e-9)), len(cumulative) - 1)
    below = cumulative[at - 1] if at else 0.0
    inside = min(max((rank - below) / (cumulative[at] - below), 0.0), 1.0)
    return at, inside, float(lower[at] + inside * (upper[at] - lower[at]))


def quantile_in(waits: WaitHistogram, share: float, cells: IntArray) -> FloatArray:
    """Quantile of one replication's waits in each of `cells`; NaN where a cell holds none."""
    own = WaitQuantiles(int(max(cells.max(initial=0), waits.cell.max(initial=0))) + 1)
    own.add(waits)
    return np.asarray(own.quantiles((share,), 0.95)[0][0, cells])


def waits_within(waits: WaitHistogram, seconds: float, cells: IntArray) -> tuple[FloatArray, FloatArray]:
    """Of one replication, in each of `cells` the waits of at most `seconds`, and all of them.

    Inside a bin waits are taken as spread evenly, so that the quantile for p is at most `seconds` exactly where these
    are a share of p or more.
    """
    lower, upper = bin_edges()
    last = int(np.searchsorted(upper, seconds))  # the bin that holds `seconds`; those below are inside altogether
    width = upper[min(last, BINS - 1)] - lower[min(last, BINS - 1)]
    part = (seconds - lower[last]) / width if last < BINS and width > 0 else 1.0
    cumulative = np.concatenate(([0], np.cumsum(waits.count)))
    first, here, past = (cumulative[np.searchsorted(waits.key, cells * BINS + at)] for at in (0, last, last + 1))
    every = cumulative[np.searchsorted(waits.key, (cells + 1) * BINS)] - first
    return np.asarray(here - first + part * (past - here)), every.astype(np.float64)
