"""Whole numbers as text that a page can hold: five bits a letter, a sixth says that more follow."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def packed(*columns: ArrayLike) -> str:
    """Columns of numbers >= 0, row by row: the lowest five bits of each number first."""
    values = np.stack([np.asarray(one, dtype=np.int64).ravel() for one in columns], axis=1).ravel()
    if not len(values):
        return ""
    if values.min() < 0:
        raise ValueError(f"cannot pack {values.min()}: it is below 0")
    letters = np.ones(len(values), dtype=np.int64)
    while (more := values >> (5 * letters) > 0).any():
        letters += more
    begins = np.concatenate(([0], np.cumsum(letters)))
    codes = np.zeros(int(begins[-1]), dtype=np.uint8)
    for digit in range(int(letters.max())):
        of = letters > digit
        follow = np.where(letters[of] > digit + 1, 32, 0)
        codes[begins[:-1][of] + digit] = (values[of] >> (5 * digit) & 31) + follow
    return np.frombuffer(LETTERS, dtype=np.uint8)[codes].tobytes().decode("ascii")


def steps(ascending: ArrayLike) -> np.ndarray:
    """By how much each number is above the one before it, the first above zero."""
    values = np.asarray(ascending, dtype=np.int64)
    return np.diff(values, prepend=0)


def signed(values: ArrayLike) -> np.ndarray:
    """Numbers of either sign as numbers >= 0: 0, -1, 1, -2 as 0, 1, 2, 3."""
    whole = np.asarray(values, dtype=np.int64)
    return np.where(whole < 0, -2 * whole - 1, 2 * whole)
