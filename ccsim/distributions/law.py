"""What a duration's distribution must be able to do."""

from __future__ import annotations

from typing import Protocol

from ccsim.arrays import FloatArray


class Law(Protocol):
    """A distribution of durations in seconds, sampled by inversion of its distribution function.

    Durations are not negative, but for those of `make_signed_law`: times against an appointed one, early or late.

    All functions take and return arrays of any shape and work element by element: what is returned for one element
    never depends on the others, so that drawing contacts one at a time or all at once gives the same bits.
    """

    @property
    def mean(self) -> float:
        """Expected value in seconds; infinite where some wait for ever."""

    @property
    def finite(self) -> float:
        """Probability that the duration is finite (below 1 only where `never` takes part)."""

    def quantile(self, u: FloatArray) -> FloatArray:
        """Smallest x with cdf(x) >= u, for u in (0, 1); non-decreasing in u."""

    def cdf(self, x: FloatArray) -> FloatArray:
        """P(X <= x)."""

    def limited_mean(self, limit: float) -> float:
        """E min(X, limit), the limited expected value of actuaries; `limit` may be infinite."""
