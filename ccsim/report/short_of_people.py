"""Who is short when the plan breaks: the work of a pool or group against its people, at the times the answer names."""

from __future__ import annotations

import re
from shlex import quote
from typing import TYPE_CHECKING, Any

from ccsim.report.answer import spoken_moment, who
from ccsim.report.at_risk import Broken, named_first
from ccsim.report.clocks import kinds_in
from ccsim.report.load_figure import Loads, names_said
from ccsim.report.numbers import number
from ccsim.report.shell import with_changes
from ccsim.report.slots import slots
from ccsim.report.words import Said, said

if TYPE_CHECKING:
    import pandas as pd

Json = dict[str, Any]
SLACK = 0.85  # of the people on duty: work that takes less leaves some to spare
FILE = re.compile(r"(.+\.ya?ml):\d+")


def who_is_short(loads: Loads | None, found: list[Broken], summary: Json) -> Said | None:
    """Whose load, on average over the intervals in which the first target of the answer breaks, stands above the agents
    on duty, or leaves them no slack; and in how many of them it is more than they are.

    Nothing where no target breaks more often than it allows, what it is about may be done later, nobody is on duty, or
    there are people to spare and work is in none of these intervals more than they are: then no people lack.
    """
    worst = next(iter(named_first(found)), None)
    if loads is None or worst is None or worst.allowed:
        return None
    work, center = loads.works[loads.order[0]], summary.get("center", {})
    choice, own = work.choice, work.table[work.table["interval"].isin(worst.rows["interval"])]
    about = kinds_in(center, worst.target["scope"], worst.target["scope_name"])
    taken = any(one["live"] and one["name"] in choice.pool.types for one in about)
    duty = float(own["agents_on_duty"].mean()) if len(own) else 0.0
    if not taken or not choice.pool.groups or duty <= 0.0:
        return None
    load = float(own["live"].mean())
    together = not choice.under and len(choice.pool.groups) > 1
    who_takes = said("groups_together") if together else names_said(choice.pool.groups)
    values = {"about": who(worst.target), "who": who_takes, "load": number(load), "duty": number(duty)}
    if round(load / duty, 2) > 1.0:
        return said("short_then", **values)
    above = _above(own, center)
    if load < SLACK * duty:
        return said("short_at_some", **values, above=above) if above is not None else None
    return said("no_slack_then" if above is None else "no_slack_above", **values, above=above)


def _above(own: pd.DataFrame, center: Json) -> Said | None:
    """In how many of some intervals there is more work than people, and where most; nothing where that is in none, or
    where one interval is all there is."""
    over = own[own["live"] > own["agents_on_duty"] + 1e-9]
    if not len(over) or len(own) == 1:
        return None
    most = max(over.to_dict("records"), key=lambda one: float(one["live"] - one["agents_on_duty"]))
    load, duty = number(float(most["live"])), number(float(most["agents_on_duty"]))
    if load == duty:
        return None
    when = spoken_moment(str(most["interval"]), center)
    called = slots(center.get("interval"))
    return said("load_above", n=len(over), all=len(own), slots=called, when=when, load=load, duty=duty)


def how_many_more(summary: Json) -> Said:
    """What tells how many more people would do, which was not simulated: commands for the scenario as it was run.

    Its file is named where all inputs are of one: of several nobody knows which was run.
    """
    files = {said_in[1] for one in summary.get("inputs", ()) if (said_in := FILE.fullmatch(one["source"]))}
    file = quote(files.pop()) if len(files) == 1 else "FILE"
    words = ["ccsim stress", file, with_changes(summary["provenance"]["changes"])]
    return said("short_how", command=" ".join(filter(None, words)))
