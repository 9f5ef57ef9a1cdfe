"""Laws and shares as rows of tables, whoever refers to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ccsim.engine.compiled.kernel import Tables, filled
from ccsim.engine.compiled.laws import pieces_of, points_of, terms_of
from ccsim.engine.compiled.memory import NOBODY

if TYPE_CHECKING:
    from collections.abc import Callable

    from ccsim.distributions.law import Law
    from ccsim.model.center import FloatArray, LawByTime


class LawBook:
    """Collects them as the tables of a model are made."""

    def __init__(self) -> None:
        self._laws: list[Law] = []
        self._by_time: list[tuple[int, int]] = []
        self._parts: list[tuple[float, int, float, float, int, int]] = []
        self._points: list[tuple[float, float]] = []
        self._pieces: list[list[float]] = []
        self._shares: list[float] = []

    def by_time(self, law: LawByTime | None) -> int:
        """Its row of `laws_by_time`, NOBODY: no law."""
        if law is None:
            return NOBODY
        self._by_time.append((len(self._parts), len(law.laws)))
        for start, part in zip(law.starts.tolist(), law.laws, strict=True):
            self._part(start, part)
        return len(self._by_time) - 1

    def whole(self, law: Law | None) -> int:
        """The row of `law_parts` of a law for all times of day, NOBODY: no law."""
        return NOBODY if law is None else self._part(0.0, law)

    def share(self, by_segment: FloatArray) -> int:
        """Where it begins among `shares`."""
        first = len(self._shares)
        self._shares += by_segment.tolist()
        return first

    def tables(self) -> Tables:
        return {
            "shares": np.array(self._shares, np.float64),
            "laws_by_time": filled("laws_by_time", self._by_time),
            "law_parts": filled("law_parts", self._parts),
            "law_points": filled("law_points", self._points),
            "law_pieces": filled("law_pieces", self._pieces),
        }

    def callbacks(self) -> dict[str, Callable[..., float]]:
        return {"quantile": self._quantile}

    def _part(self, start: float, law: Law) -> int:
        points, pieces = points_of(law), pieces_of(law)
        first = len(self._pieces) if pieces else len(self._points)
        self._parts.append((start, *terms_of(law), first, len(points) + len(pieces)))
        self._points += points
        self._pieces += pieces
        self._laws.append(law)
        return len(self._laws) - 1

    def _quantile(self, part: int, u: float) -> float:
        """What kernels ask of a law in `law_parts`."""
        return float(self._laws[part].quantile(np.array([u]))[0])
