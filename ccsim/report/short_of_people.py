"""Who is short when the plan breaks: the work of a pool or group against its people, at the times the answer names."""

from __future__ import annotations

import re
from shlex import quote
from typing import Any

from ccsim.report.answer import who
from ccsim.report.at_risk import Broken, named_first
from ccsim.report.clocks import kinds_in
from ccsim.report.load_figure import Loads, names_said
from ccsim.report.numbers import number
from ccsim.report.shell import with_changes
from ccsim.report.words import Said, said

Json = dict[str, Any]
FILE = re.compile(r"(.+\.ya?ml):\d+")


def who_is_short(loads: Loads | None, found: list[Broken], summary: Json) -> Said | None:
    """Whose load, on average over the intervals in which the first target of the answer breaks, stands how far above
    the agents on duty, or who has the least to spare then.

    Nothing where no target breaks more often than it allows, what it is about may be done later, or nobody is on duty.
    """
    worst = next(iter(named_first(found)), None)
    if loads is None or worst is None or worst.allowed:
        return None
    work = loads.works[loads.order[0]]
    pool, own = work.choice.pool, work.table[work.table["interval"].isin(worst.rows["interval"])]
    about = kinds_in(summary.get("center", {}), worst.target["scope"], worst.target["scope_name"])
    taken = any(one["live"] and one["name"] in pool.types for one in about)
    duty = float(own["agents_on_duty"].mean()) if len(own) else 0.0
    if not taken or not pool.groups or duty <= 0.0:
        return None
    load = float(own["live"].mean())
    key = "short_then" if round(load / duty, 2) > 1.0 else "least_then"
    return said(key, about=who(worst.target), who=names_said(pool.groups), load=number(load), duty=number(duty))


def how_many_more(summary: Json) -> Said:
    """What tells how many more people would do, which was not simulated: commands for the scenario as it was run.

    Its file is named where all inputs are of one: of several nobody knows which was run.
    """
    files = {said_in[1] for one in summary.get("inputs", ()) if (said_in := FILE.fullmatch(one["source"]))}
    file = quote(files.pop()) if len(files) == 1 else "FILE"
    words = ["ccsim stress", file, with_changes(summary["provenance"]["changes"])]
    return said("short_how", command=" ".join(filter(None, words)))
