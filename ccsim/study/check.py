"""`check`: whether a scenario meets its targets, and does not do worse than another on the same customers."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from ccsim.errors import CcsimError, ScenarioError
from ccsim.measures.catalogue import threshold_of
from ccsim.study.check_result import CheckResult

if TYPE_CHECKING:
    from ccsim.estimation.regressions import Regression
    from ccsim.scenario.schema import Scenario
    from ccsim.study.simulate import Announce, EngineName, Progress


def check(
    scenario: Scenario | str | Path,
    baseline: Scenario | str | Path | None = None,
    *,
    confidence: float | None = None,
    max_replications: int | None = None,
    tolerances: Mapping[str, str | float] | None = None,
    seed: int | None = None,
    jobs: int = 1,
    engine: EngineName | None = None,
    progress: Progress | None = None,
    announce: Announce | None = None,
) -> CheckResult:
    """Decide every target of `scenario`, and whether it does worse than `baseline` on the same customers.

    Looked at after 20, 40, 80 ... replications; ends when all is decided, or undecided at the limit. With `confidence`
    not a single decision is wrong, over all looks, targets, intervals and comparisons together.

    Parameters
    ----------
    scenario, baseline : Scenario, or path of one
        What the targets are about is compared over the horizon, with the same seed.
    confidence : float, optional
        Instead of `simulation.confidence`.
    max_replications : int, optional
        The limit; without it `simulation.max_replications`.
    tolerances : mapping, optional
        How much worse is still no regression, by measure: `{"service_level": "1 point", "asa of sales": "5 s", "cost":
        "2 %"}`, 2 % of the baseline's value; a number is in the measure's unit. Measures that no target is about are
        compared too. Otherwise 1 point of a share, 1 % of the scale of a score, 5 % of the baseline's value.
    seed, jobs, engine, progress, announce
        As in `ccsim.simulate`; what comes out depends on the seed only.

    Raises
    ------
    CcsimError
        There is nothing to check; a tolerance cannot be meant; and as `ccsim.simulate`.
    KeyboardInterrupt
        Ctrl-C.
    """
    from ccsim.estimation.sequential import looks
    from ccsim.estimation.target_questions import questions_of
    from ccsim.model import build
    from ccsim.study.assumptions import center
    from ccsim.study.check_costs import Costs
    from ccsim.study.comparisons import comparisons, of_tolerances, resolved
    from ccsim.study.course import Course
    from ccsim.study.runs import Runs
    from ccsim.study.systems import System, loaded, loader, other_days

    given = [scenario] if baseline is None else [scenario, baseline]
    scenario, *of_baseline = loaded([loader(one) for one in given])
    baseline = of_baseline[0] if of_baseline else None
    settings = scenario.simulation
    sure = settings.confidence if confidence is None else confidence
    most = settings.max_replications if max_replications is None else max_replications
    if not 0 < sure < 1:
        raise CcsimError(f"confidence must be above 0 and below 1, got {sure:g}")
    if most < 2:
        raise CcsimError(f"max_replications must be at least 2, got {most}")
    if jobs < 1:
        raise CcsimError(f"jobs must be at least 1, got {jobs}")
    if tolerances and baseline is None:
        raise CcsimError("a tolerance is for differences from a baseline, and there is none")
    systems = [System(scenario.name, scenario, build(scenario))]
    regressions: list[Regression] = []
    notes: list[str] = []
    if baseline is not None:
        if fault := other_days(baseline, scenario, scenario.name):
            raise ScenarioError([fault])
        systems.append(System("the baseline", baseline, build(baseline)))
        regressions, notes = comparisons(systems[0], systems[1], of_tolerances(tolerances or {}, systems[0]))
    questions = questions_of(resolved(systems[0]), systems[0].model)
    if not questions and not regressions:
        raise CcsimError(_nothing_to_check(baseline))
    thresholds = {threshold_of(part.target.measure.name) for part in questions}
    thresholds |= {threshold_of(one.asked.measure.name) for one in regressions}
    own_seed = settings.seed if seed is None else seed
    course = Course(questions, regressions, looks(most), 1 - sure)
    runs = Runs(
        systems,
        seed=own_seed,
        within=tuple(sorted(seconds for seconds in thresholds if seconds is not None)),
        most=most,
        jobs=jobs,
        engine=engine,
        announce=announce,
    )
    costs = Costs(systems[0].model)
    with closing(runs):
        course.run(runs, progress, costs)
    return CheckResult(
        scenario=scenario,
        baseline=baseline,
        targets=tuple(course.target(one, scenario.target_places) for one in questions),
        comparisons=tuple(course.compared(one, scenario.target_places) for one in regressions),
        costs=costs.found(sure),
        confidence=sure,
        replications=runs.done,
        most=most,
        decisions=len(course.family.questions),
        seed=own_seed,
        engine=runs.choices[0].name,
        currency=scenario.currency,
        notes=(*notes, *systems[0].model.notes),
        baseline_name=baseline.name if baseline is not None else "",
        tolerances=dict(tolerances or {}),
        center=center(scenario, systems[0].model, systems[0].model.routing.policy is not None),
    )


def _nothing_to_check(baseline: Scenario | None) -> str:
    if baseline is None:
        return "nothing to check: the scenario has no targets, and there is no baseline to compare it with"
    return "nothing to check: the scenario has no targets, and no tolerance says what is to be compared"
