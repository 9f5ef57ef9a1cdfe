"""Laws and shares of a scenario as numbers: by local time of day, and by segment."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ccsim.distributions import make_law
from ccsim.errors import NotSupported
from ccsim.model.center import FloatArray, LawByTime
from ccsim.scenario.schema import BySegment, ByTime, Distribution, ShareBySegment
from ccsim.scenario.schema import Law as LawAsWritten


def law_by_time(law: Distribution | ByTime) -> LawByTime:
    if isinstance(law, Distribution):
        return LawByTime(np.zeros(1), (make_law(law),))
    return LawByTime(np.array(law.starts, np.float64), tuple(make_law(part) for part in law.laws))


def same_for_all(law: LawAsWritten, where: str, what: str) -> LawByTime:
    """A law that may go by the time of day but not by segment.

    Raises
    ------
    NotSupported
        It goes by segment; `where` and `what` say which one.
    """
    if isinstance(law, BySegment):
        raise NotSupported(f"{where}: {what} by segment are not supported; patience is")
    return law_by_time(law)


def share_by_segment(share: ShareBySegment, segments: Sequence[str]) -> FloatArray:
    return np.array([share.segments.get(name, share.default) for name in segments], np.float64)
