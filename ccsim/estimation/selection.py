"""The best of many alternatives, with a guarantee, in as few replications as screening allows.

Procedure KN of Kim & Nelson (2001), "A fully sequential procedure for indifference-zone selection in simulation", ACM
TOMACS 11(3), which common random numbers make faster and leave valid.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from ccsim.arrays import FloatArray, IntArray
from ccsim.estimation.paired import Fraction, stack


class Out(NamedTuple):
    """An alternative that is out: after how many replications and by which other; None: its measure is 0 / 0."""

    name: str
    after: int
    by: str | None


class Selection:
    """Drops alternatives that are surely not the best, replication by replication, until one is left.

    Each pair is compared by a random walk in a triangle: the longer it goes on, the smaller a lead suffices, and where
    the triangle ends the leader wins. Its size comes from the variance of the pair's difference in the first `first`
    replications. Results depend on the replications alone, not on how many are fed at once.

    A measure with nothing below the fraction line, such as cost, is compared by its means, as in the paper. Of ratios
    the ratios of the sums so far are compared, and the variance is that of the paired residuals (delta method): a mean
    of per-replication ratios would be the best by another measure than the one reported. The guarantee holds for normal
    values with nothing below the line, and for ratios about, the better the larger `first`.

    Parameters
    ----------
    names : of the alternatives.
    indifference : least difference worth detecting, in the measure's unit; above 0.
    more_is_better : of the measure.
    confidence : probability of a correct selection, in (1 / number of alternatives, 1).
    first : replications before anything is dropped, at least 2; fewer than 10 make triangles large.
    """

    def __init__(
        self,
        names: Sequence[str],
        *,
        indifference: float,
        more_is_better: bool,
        confidence: float = 0.95,
        first: int = 20,
    ) -> None:
        if not names or len(set(names)) != len(names):
            raise ValueError(f"alternatives must have different names, and be one or more, got {list(names)}")
        if not 0 < indifference < np.inf:
            raise ValueError(f"indifference must be above 0, got {indifference!r}")
        if not 1 / len(names) < confidence < 1 and len(names) > 1:
            raise ValueError(f"confidence must be in (1/{len(names)}, 1), got {confidence!r}")
        if first < 2:
            raise ValueError(f"first must be at least 2, got {first!r}")
        self.names = tuple(names)
        self.indifference = indifference
        self.more_is_better = more_is_better
        self.confidence = confidence
        self.first = first
        self.replications = 0
        self.out: list[Out] = []
        self._sign = 1.0 if more_is_better else -1.0
        self._in: IntArray = np.arange(len(self.names))
        self._y: FloatArray = np.zeros((len(self.names), 0))  # of the first stage, then sums
        self._x: FloatArray = np.zeros((len(self.names), 0))
        self._ends: FloatArray | None = None  # of the triangles, in replications, pair by pair
        self._leader: int | None = None

    @property
    def still_in(self) -> tuple[str, ...]:
        """Alternatives whose next replications are wanted, in their order."""
        return tuple(self.names[row] for row in self._in)

    @property
    def done(self) -> bool:
        return self._leader is not None or not len(self._in)

    @property
    def best(self) -> str | None:
        """The alternative selected; None until `done`, and where every one is 0 / 0."""
        return None if self._leader is None else self.names[self._leader]

    @property
    def most(self) -> int | None:
        """Replications after which it is done at the latest; None: not known before the first stage is over."""
        if self._ends is None:
            return None
        return max(int(np.floor(self._ends[np.ix_(self._in, self._in)].max(initial=0.0))) + 1, self.first)

    @property
    def guarantee(self) -> str:
        """What can be relied on, in words without the measure's unit."""
        return (
            f"with probability {self.confidence:.4g} the best is selected, if it is better than every other by "
            f"{self.indifference:.6g} or more"
        )

    def feed(self, fractions: Mapping[str, Fraction]) -> None:
        """The next replications of all that are `still_in`: numerators and denominators, as many of each.

        Raises
        ------
        ValueError
            It is done, or alternatives have different numbers of replications.
        KeyError
            One that is still in is missing.
        """
        if self.done:
            raise ValueError("the selection is done")
        own = [fractions[name] for name in self.still_in]
        if len({len(array) for pair in own for array in pair}) != 1:
            raise ValueError("alternatives must have the same replications")
        rows = self._in.copy()
        y, x = (np.asarray(array, np.float64) for array in stack(own))
        if self._ends is None:
            self._y, self._x = np.hstack((self._y, y)), np.hstack((self._x, x))
            self.replications = min(self._y.shape[1], self.first)
            if self._y.shape[1] < self.first:
                return
            above, below = np.cumsum(self._y, axis=1), np.cumsum(self._x, axis=1)
            self._begin(self._y[:, : self.first], self._x[:, : self.first])
            above, below = above[:, self.first - 1 :], below[:, self.first - 1 :]
        else:
            above = np.cumsum(np.hstack((self._y[rows], y)), axis=1)[:, 1:]
            below = np.cumsum(np.hstack((self._x[rows], x)), axis=1)[:, 1:]
            self.replications += 1
        for look in range(above.shape[1]):
            self.replications += look > 0
            sums = np.full((2, len(self.names)), np.nan)
            sums[0, rows], sums[1, rows] = above[:, look], below[:, look]
            self._screen(sums[0], sums[1])
            if self.done:
                return
        self._y, self._x = sums[0][:, None], sums[1][:, None]

    def _begin(self, y: FloatArray, x: FloatArray) -> None:
        """Triangles from the first stage: they end at h2 S2 / indifference2, S2 the variance of a pair's difference."""
        n, systems = self.first, len(self.names)
        below = x.sum(axis=1)
        empty = below == 0
        for row in np.flatnonzero(empty):
            self.out.append(Out(self.names[row], n, None))
        self._in = np.flatnonzero(~empty)
        ratio = np.divide(y.sum(axis=1), below, out=np.zeros(systems), where=~empty)[:, None]
        residual = (y - ratio * x) / np.where(empty, 1.0, below / n)[:, None]
        self._ends = np.zeros((systems, systems))
        if systems > 1:
            h2 = (n - 1) * ((2 * (1 - self.confidence) / (systems - 1)) ** (-2 / (n - 1)) - 1)
            for row in self._in:
                variance = np.sum((residual - residual[row]) ** 2, axis=1) / (n - 1)
                self._ends[row] = h2 * variance / self.indifference**2

    def _screen(self, above: FloatArray, below: FloatArray) -> None:
        """Drops whoever is behind somebody by more than what is left of their triangle."""
        assert self._ends is not None
        rows = self._in
        if not len(rows):
            return
        value = self._sign * above[rows] / below[rows]
        ends = self._ends[np.ix_(rows, rows)]
        allowed = self.indifference / (2 * self.replications) * np.maximum(ends - self.replications, 0.0)
        behind = value[None, :] - value[:, None] - allowed  # of a row, to a column
        np.fill_diagonal(behind, -np.inf)
        worst = behind.argmax(axis=1)
        lost = behind[np.arange(len(rows)), worst] > 0
        self.out += [
            Out(self.names[rows[i]], self.replications, self.names[rows[worst[i]]]) for i in np.flatnonzero(lost)
        ]
        self._in = rows[~lost]
        if len(self._in) == 1 or (allowed[np.ix_(~lost, ~lost)] == 0).all():
            self._leader = int(self._in[value[~lost].argmax()])  # of equals the first
