"""What became of contacts and appointments: outcomes, appointments kept and missed, self-service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccsim.measures.appointment_measures import LEAD_BANDS, REASONS
from ccsim.report.series import BAND, over_horizon

if TYPE_CHECKING:
    import pandas as pd

BEFORE_AGENTS = ("blocked", "contained", "diverted", "offered")
"""What becomes of those that arrived."""
OF_OFFERED = ("answered", "called_back", "not_reached", "balked", "abandoned", "dropped", "backlog")
BOOKINGS = ("kept", "no_show", "late_no_show", "cancelled", "pending")
SELF_SERVICE = ("sessions", "containment", "false_containment", "gave_up_rate", "handed_over", "turned_away")


def outcomes(measures: pd.DataFrame, scope: str = "contact") -> pd.DataFrame:
    """What became of the arrived, a count each: `name, outcome, mean, low, high`; kinds that never happened apart."""
    kinds = (*BEFORE_AGENTS[:-1], *OF_OFFERED)
    rows = over_horizon(measures, kinds, scope).rename(columns={"measure": "outcome"})
    return rows.loc[rows["mean"] > 0, ["name", "outcome", *BAND]].reset_index(drop=True)


def bookings(measures: pd.DataFrame) -> pd.DataFrame:
    """Appointments of the slots inside the horizon: `name, outcome, mean, low, high`."""
    rows = over_horizon(measures, BOOKINGS, "appointment").rename(columns={"measure": "outcome"})
    return rows[["name", "outcome", *BAND]]


def missed_by_reason(measures: pd.DataFrame) -> pd.DataFrame:
    """Shares of the due that did not come, by why: `name, reason, mean, low, high`."""
    reasons = {f"no_show_rate_{reason}": reason for reason in REASONS}
    rows = over_horizon(measures, list(reasons), "appointment")
    return rows.assign(reason=rows["measure"].map(reasons))[["name", "reason", *BAND]]


def missed_by_lead_time(measures: pd.DataFrame) -> pd.DataFrame:
    """Shares of the due that did not come, by how long ahead they were booked: `name, days, words, mean, low, high`.

    `days` is where the band begins. Bands in which none was due have no row.
    """
    bands = {f"no_show_rate_lead_{band.name}": band for band in LEAD_BANDS}
    rows = over_horizon(measures, list(bands), "appointment").dropna(subset=["mean"]).reset_index(drop=True)
    days = [bands[measure].days for measure in rows["measure"]]
    words = [bands[measure].words for measure in rows["measure"]]
    return rows.assign(days=days, words=words)[["name", "days", "words", *BAND]]


def host_waits(measures: pd.DataFrame) -> pd.DataFrame:
    """Hosts' time held for customers: for those who came (`late_wait`) and for nobody (`no_show_wait`), in seconds of
    all agents of a group, with its cost: `name, measure, mean, low, high`; groups that never host apart."""
    wanted = ("late_wait", "no_show_wait", "cost_late_wait", "cost_no_show_wait")
    rows = over_horizon(measures, wanted, "agents")
    hosts = set(rows.loc[rows["mean"] > 0, "name"])
    return rows.loc[rows["name"].isin(hosts), ["name", "measure", *BAND]].reset_index(drop=True)


def self_service(measures: pd.DataFrame) -> pd.DataFrame:
    """What bots did: `name, measure, mean, low, high`."""
    return over_horizon(measures, SELF_SERVICE, "self_service")[["name", "measure", *BAND]]
