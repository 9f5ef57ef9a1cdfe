"""`check`: whether a scenario meets its targets, and does not do worse than another on the same customers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING, Any

from ccsim.errors import CcsimError
from ccsim.study.check_result import CheckResult

if TYPE_CHECKING:
    from ccsim.estimation.regressions import Regression, Tolerance
    from ccsim.scenario.schema import Scenario
    from ccsim.study.simulate import EngineName


def check(
    scenario: Scenario,
    baseline: Scenario | None = None,
    *,
    confidence: float | None = None,
    max_replications: int | None = None,
    tolerances: Mapping[str, str | float | Tolerance] | None = None,
    seed: int | None = None,
    jobs: int = 1,
    engine: EngineName | None = None,
    progress: Callable[[int, int], None] | None = None,
    announce: Callable[[str], None] | None = None,
) -> CheckResult:
    """Decide every target of `scenario`, and whether it does worse than `baseline` on the same customers.

    Looked at after 20, 40, 80 ... replications; ends when all is decided, or undecided at the limit. With `confidence`
    not a single decision is wrong, over all looks, targets, intervals and comparisons together.

    Parameters
    ----------
    scenario, baseline : Scenario
        From `ccsim.load`. What the targets are about is compared over the horizon, with the same seed.
    confidence : float, optional
        Instead of `simulation.confidence`.
    max_replications : int, optional
        The limit; without it `simulation.max_replications`.
    tolerances : mapping, optional
        By measure, how much worse is still no regression: "1%" (a share: one point; else of the baseline's value),
        "5 s", a number in the measure's unit. A measure that no target is about is compared over all. Where none is
        said: one point of a share, 1 % of the scale of a score, 5 % of the baseline's value of anything else.
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
    from ccsim.estimation.targets import resolve
    from ccsim.measures import thresholds
    from ccsim.study.comparisons import comparisons, understood
    from ccsim.study.course import Course
    from ccsim.study.runs import Runs

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
    tolerated = understood(tolerances or {})
    how: dict[str, Any] = {
        "within": thresholds(scenario.targets, tolerated),
        "most": most,
        "seed": settings.seed if seed is None else seed,
        "jobs": jobs,
        "engine": engine,
        "announce": announce,
    }
    with ExitStack() as stack:
        runs = stack.enter_context(closing(Runs(scenario, **how)))
        targets = resolve(scenario.targets, runs.model, runs.meter.cells)
        questions = questions_of(targets, runs.model, runs.meter.cells)
        base_runs: Runs | None = None
        regressions: list[Regression] = []
        notes: list[str] = []
        if baseline is not None:
            base_runs = stack.enter_context(closing(Runs(baseline, **how)))
            regressions, notes = comparisons(targets, scenario, runs, baseline, base_runs, tolerated)
        if not questions and not regressions:
            raise CcsimError(_nothing_to_check(baseline))
        course = Course(questions, regressions, looks(most), 1 - sure)
        course.run(runs, base_runs, progress)
    return CheckResult(
        scenario=scenario,
        baseline=baseline,
        targets=tuple(course.target(one, scenario.target_places) for one in questions),
        comparisons=tuple(course.compared(one, scenario.target_places) for one in regressions),
        confidence=sure,
        replications=runs.done,
        most=most,
        decisions=len(course.family.questions),
        seed=how["seed"],
        engine=runs.engine,
        currency=runs.model.currency,
        notes=(*notes, *runs.model.notes),
    )


def _nothing_to_check(baseline: Scenario | None) -> str:
    if baseline is None:
        return "nothing to check: the scenario has no targets, and there is no baseline to compare it with"
    return "nothing to check: the scenario has no targets, and no tolerance says what is to be compared"
