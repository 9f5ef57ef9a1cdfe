"""What a sweep answers where some factors are a planner's choice and others nobody's: what holds at all of these."""

from __future__ import annotations

from ccsim.report.answer import MARKS
from ccsim.report.sweep_answer import ALL_ALIKE, Chosen, beside_counts, not_dearer, not_met, price
from ccsim.report.sweep_choice import Choices
from ccsim.report.sweep_points import MET, MISSED, UNCERTAIN
from ccsim.report.words import Said, as_is, said


def verdict(own: Choices) -> tuple[str, str, Said]:
    """Verdict of the best choices, its mark, and how many there are, as a sentence."""
    met, maybe = own.count(MET), own.count(UNCERTAIN)
    told = {"free": own.free_names, "given": own.given_names, "all": len(own.of), "met": met, "open": maybe}
    if met:
        key = "decided_one_met" if met == 1 else "decided_all_met" if met == len(own.of) else "decided_met"
        return "met", MARKS["met"], said(key, **told)
    if maybe:
        return "uncertain", MARKS["uncertain"], said("decided_perhaps", **told)
    return "missed", MARKS["missed"], said("decided_none", **told)


def beside(own: Choices) -> list[Said]:
    """What has to be known with the verdict on the choices."""
    return beside_counts(own.points, own.count(MET), own.count(UNCERTAIN), own.free)


def chosen(own: Choices) -> Chosen | None:
    """The cheapest choice that holds at every value of the rest, else one that may, else the closest; then the
    cheaper one that holds at some."""
    points = own.points
    if not points.ranked:
        return None
    best = own.ranked[0]
    at, standing, given = own.dearest(best), own.standing[best], own.given_names
    notes: list[Said] = []
    costs = points.cost is not None
    if standing == MET:
        others = [one for one in own.ranked if own.standing[one] == MET and one != best]
        alike = not_dearer(points, at, [own.alike(at, one) for one in others])
        key = "decided_first" if others and (not costs or ALL_ALIKE in alike) else "decided_cheapest"
        heading = said(key if others else "decided_only", given=given)
        notes += alike
    else:
        maybe = "decided_candidate" if costs else "decided_may"
        heading = said("decided_closest" if standing == MISSED else maybe, given=given)
        worst = max((one for one in own.of[best] if points.finished[one]), key=lambda one: int(points.standing[one]))
        notes += [said("decided_own", where=own.where(best)), *not_met(points, worst)]
    optimist = own.optimist
    if optimist is not None:
        settings = ", ".join(f"{name} {value}" for name, value in own.settings(optimist))
        cost = price(points, own.dearest(optimist))[0] or as_is("")
        notes.insert(0, said("decided_other", settings=settings, cost=cost, where=own.where(optimist)))
    notes.append(said("decided_given", given=given))
    if not costs:
        notes.append(said("sweep_no_cost"))
    elif own.varies(best):
        notes.append(said("decided_varies", given=given))
    which = said("decided_points", points=own.numbers(best))
    return Chosen(heading, own.settings(best), points.points[at]["point"], *price(points, at), which, notes)
