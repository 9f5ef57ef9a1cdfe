"""What the lines of a stress test are called on its page, in every language: those of ccsim's own list, or by name."""

from __future__ import annotations

from typing import Any

from ccsim.report.forest import Terms
from ccsim.report.words import Said, as_is, said

Json = dict[str, Any]
LINES = Terms("stress_line", "stress_now", "stress_then", "stress_values", "stress_difference")
OF_CCSIM = {
    "volume +10 %": "stress_volume_more",
    "volume -10 %": "stress_volume_less",
    "AHT +15 s": "stress_aht_more",
    "AHT -15 s": "stress_aht_less",
    "absence +3 points": "stress_absence",
}
ONE_AGENT = {"one_more": "stress_one_more", "one_less": "stress_one_less"}
WITHOUT = "without reminder "


def line_called(row: Json) -> Said:
    """A line of what `stress.json` lists."""
    name = str(row["line"])
    if row["group"]:
        return said(ONE_AGENT[row["kind"]], group=row["group"])
    if name.startswith(WITHOUT) and row["changes"].startswith("reminders."):
        return said("stress_without", reminder=name.removeprefix(WITHOUT))
    return said(OF_CCSIM[name]) if name in OF_CCSIM else as_is(name)
