"""Intervals over the points of a design, which stand for all that could have been drawn, and not over replications."""

from __future__ import annotations

import numpy as np

from ccsim.arrays import FloatArray
from ccsim.estimation.moments import student

LEAST = 4  # points of which a correlation has an interval


def mean_band(values: FloatArray, confidence: float) -> tuple[float, float, float]:
    """Mean over points that have a value, and the ends of its interval; NaN: not known."""
    own = values[~np.isnan(values)]
    if not len(own):
        return np.nan, np.nan, np.nan
    mean = float(own.mean())
    half = float(student(confidence, len(own)) * own.std(ddof=1) / np.sqrt(len(own))) if len(own) > 1 else np.nan
    return mean, mean - half, mean + half


def rank_band(correlation: float, points: int, confidence: float) -> tuple[float, float]:
    """Interval of Spearman's rank correlation by Fisher's transformation (Bonett & Wright 2000, Psychometrika 65)."""
    from scipy.special import ndtri

    if points < LEAST or np.isnan(correlation):
        return np.nan, np.nan
    if abs(correlation) >= 1:
        return correlation, correlation
    reach = float(ndtri(0.5 + confidence / 2)) * np.sqrt((1 + correlation**2 / 2) / (points - 3))
    middle = np.arctanh(correlation)
    return float(np.tanh(middle - reach)), float(np.tanh(middle + reach))
