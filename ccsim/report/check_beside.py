"""What the page of a check says beside its decisions: after how many replications, at what cost, and what looks odd."""

from __future__ import annotations

from ccsim.report.answer import costs_of
from ccsim.report.check_answer import Json, count, line
from ccsim.report.numbers import between, bound
from ccsim.report.words import Said, said


def judged_after(summary: Json) -> Said:
    """With how many replications each was judged, and that a run's page may have others."""
    seen = {one["replications"] for one in (*summary["targets"], *summary["comparisons"])}
    least, most = min(seen), max(seen)
    key = "judged_after_all" if least == most else "judged_after"
    return said(key, least=count(least), most=count(most), verdicts=said("verdicts_may_differ"))


def costs(summary: Json) -> list[Said]:
    """What it costs, as the page of a run tells it."""
    return costs_of({one["measure"]: one["value"] for one in summary["costs"] if one["value"] is not None}, summary)


def cost_interval(summary: Json) -> Said | None:
    """Of the cost as a whole; None where nothing costs or it is the same every time."""
    whole = next(one for one in summary["costs"] if one["measure"] == "cost")
    if not whole["value"] or not whole["high"] > whole["low"]:
        return None
    return said(
        "cost_between",
        range=between(whole["low"], whole["high"], "money", summary["currency"]),
        confidence=bound(summary["confidence"], "share"),
        n=count(whole["replications"]),
    )


def clear_yet_open(summary: Json) -> Said | None:
    """Undecided targets whose interval, of Student's t, does not hold the bound: the test is stricter."""
    open_still = [one for one in summary["targets"] if one["decision"] == "undecided" and one["value"] is not None]
    names = [one["name"] for one in open_still if not one["low"] <= line(one).value <= one["high"]]
    return said("clear_yet_open", names=", ".join(names)) if names else None
