"""A group's part of the work that others may do, too: nobody records it as it comes; it is made of what was taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ccsim.report.load import SideBySide, added, offered_load
from ccsim.report.series import by_day, by_interval, over_horizon

if TYPE_CHECKING:
    import pandas as pd


class LoadShares:
    """The load of contact types, parted among the groups that may take them.

    Of each type a group has what it took that day of all that was answered, given to intervals by who of the takers was
    on duty: an agent of a group takes as much in one interval of the day as in another. Who is not there has no part.

    Parameters
    ----------
    measures : of a run.
    takers : by contact type, the groups that may take it.
    beside : how many contacts an agent may serve at a time (`ccsim.report.load.side_by_side`).
    """

    def __init__(
        self, measures: pd.DataFrame, takers: Mapping[str, Iterable[str]], beside: SideBySide | None = None
    ) -> None:
        self._measures, self._beside = measures, beside
        self._taken = measures[(measures["scope"] == "skill") & (measures["measure"] == "taken_share")]
        self._takers = {kind: tuple(groups) for kind, groups in takers.items()}
        self._loads: dict[str, pd.DataFrame] = {}
        self._weights: dict[tuple[str, str], pd.Series[float]] = {}
        self._shares: dict[tuple[str, str], pd.Series[float]] = {}
        self._duties: dict[str, pd.Series[float]] = {}

    def load(self, group: str, types: Iterable[str]) -> pd.DataFrame:
        """A group's part of the load of some types: `interval, start, erlangs`.

        It counts where contacts arrive, also what nobody answered.
        """
        return added([self._of_type(kind, group) for kind in types])

    def over_horizon(self, kind: str, group: str) -> float:
        """Which share of the answered of a type a group took."""
        return float(over_horizon(self._taken, ("taken_share",), "skill", [f"{kind}/{group}"])["mean"].sum())

    def _of_type(self, kind: str, group: str) -> pd.DataFrame:
        load = self.whole(kind)
        own = self._weight(kind, group)
        whole = sum((self._weight(kind, one) for one in self._takers[kind]), 0.0 * own)
        share = (own / whole).where(whole > 0, self._of_the_day(kind, group))
        return load.assign(erlangs=load["erlangs"] * share)

    def whole(self, kind: str) -> pd.DataFrame:
        """The load of a type, whoever takes it: `interval, start, erlangs`."""
        if kind not in self._loads:
            self._loads[kind] = offered_load(self._measures, "contact", kind, self._beside)
        return self._loads[kind]

    def _weight(self, kind: str, group: str) -> pd.Series[float]:
        """The agents of a group on duty in each interval, each with his part of what the group took that day."""
        if (kind, group) not in self._weights:
            intervals, duty = self.whole(kind)["interval"], self._duty(group)
            by_date = duty.groupby(duty.index.str.slice(0, 10)).sum()
            there = intervals.map(duty).astype(float).fillna(0.0)
            that_day = intervals.str.slice(0, 10).map(by_date).astype(float)
            self._weights[kind, group] = (there / that_day * self._of_the_day(kind, group)).fillna(0.0)
        return self._weights[kind, group]

    def _duty(self, group: str) -> pd.Series[float]:
        if group not in self._duties:
            table = by_interval(self._measures, "agents_on_duty", "agents", group)
            self._duties[group] = table.set_index("interval")["mean"]
        return self._duties[group]

    def _of_the_day(self, kind: str, group: str) -> pd.Series[float]:
        """What a group took of a type on the day of each interval; over the horizon where none was answered."""
        if (kind, group) not in self._shares:
            by_date = by_day(self._taken, "taken_share", "skill", f"{kind}/{group}").set_index("day")["mean"]
            shares = self.whole(kind)["interval"].str.slice(0, 10).map(by_date).astype(float)
            self._shares[kind, group] = shares.fillna(self.over_horizon(kind, group))
        return self._shares[kind, group]
