"""`simulate`: a scenario, simulated until its estimates are precise enough or as often as asked."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from contextlib import closing
from typing import TYPE_CHECKING, Any, Literal

from ccsim.errors import CcsimError
from ccsim.sentences import Sentence
from ccsim.study.effort import expected_contacts, replication_seconds, within_memory
from ccsim.study.ending import Ending
from ccsim.study.interruption import uninterrupted
from ccsim.study.parallel import Workers, worth_a_pool
from ccsim.study.replication import Job, Replication, fresh_policy, measured_together
from ccsim.study.result import Result

if TYPE_CHECKING:
    from ccsim.engine.logs import Logs
    from ccsim.model.center import CenterModel
    from ccsim.scenario.schema import Scenario, Simulation

EngineName = Literal["auto", "reference", "compiled"]
Progress = Callable[[int, int], None]
"""Called with (replications done, replications aimed at so far) after each replication."""
Announce = Callable[[str], None]
"""Called with a sentence: why it takes longer than the replications do, or runs on fewer processes."""


def simulate(
    scenario: Scenario,
    *,
    replications: int | None = None,
    seed: int | None = None,
    jobs: int = 1,
    engine: EngineName | None = None,
    policy: Any = None,
    progress: Progress | None = None,
    announce: Announce | None = None,
    records: bool = False,
    each: Callable[[CenterModel, Logs], None] | None = None,
    within: Iterable[float] = (),
) -> Result:
    """Simulate `scenario` and estimate every measure.

    Parameters
    ----------
    scenario : Scenario
        From `ccsim.load`.
    replications : int, optional
        Exactly so many. Without it: `simulation.replications`, or, where `simulation.precision` asks for half widths,
        as many as they take, looked at after 20, 40, 80 ... replications.
    seed : int, optional
        Instead of `simulation.seed`. The same seed brings the same customers to every variant of a scenario.
    jobs : int
        Processes at most; fewer where memory is short (see `announce`) or starting them would take longer. The result
        is the same, bit for bit, for any number.
    engine : {"auto", "reference", "compiled"}, optional
        Instead of `simulation.engine`. Results are the same, bit for bit. `auto` takes the compiled engine where it can
        run the scenario, unless the reference is done before machine code could be made, once a machine and version.
    policy : object, optional
        A routing policy (see `ccsim.routing`) instead of `routing`; copied for each replication.
    progress : callable, optional
        Called with (done, aimed at) after each replication.
    announce : callable, optional
        Called with a sentence before the engine is compiled, and where memory carries fewer processes than `jobs`.
    records : bool
        Keep contact and agent records in memory; without it `Result.contacts` simulates again when it is asked for.
    each : callable, optional
        Called with the model and the logs of each replication, in ascending order, as soon as it is done.
    within : iterable of float
        Further thresholds, in seconds, at which service levels are measured (`service_level_within_60`).

    Returns
    -------
    Result
        After Ctrl-C, or when worker processes die repeatedly or memory is short, that of the replications finished
        until then, the first ones without a gap; `Result.notes` says so, and `Result.interrupted` or `Result.lost`.

    Raises
    ------
    CcsimError
        `NotSupported`: the engine asked for cannot do this scenario. `PolicyError`: the policy failed. `WorkerLost`: a
        worker process died before the first replication was finished. Memory was too short for the first.
    KeyboardInterrupt
        Ctrl-C before the first replication was finished.
    """
    from ccsim.engine.choose import choose
    from ccsim.estimation.accumulator import Accumulator
    from ccsim.estimation.stopping import next_look, precise
    from ccsim.measures import Meter, thresholds
    from ccsim.model import build

    if replications is not None and replications < 1:
        raise CcsimError(f"replications must be at least 1, got {replications}")
    if jobs < 1:
        raise CcsimError(f"jobs must be at least 1, got {jobs}")
    settings = scenario.simulation
    model = build(scenario)
    fresh_policy(model.routing, policy)  # one that cannot be made is found before anything is simulated
    most = replications or most_replications(settings)
    by_reference = most * replication_seconds(model, "reference") / min(jobs, most)
    chosen = choose(model, engine or settings.engine, policy, seconds=by_reference, announce=announce)
    seconds = replication_seconds(model, chosen.name)
    jobs, short = within_memory(model, jobs if worth_a_pool(seconds, most, jobs) else 1)
    if short and announce is not None:
        announce(short)
    asked = sorted({*thresholds(scenario.targets, settings.precision), *within})
    meter = Meter(model, asked, compiled=chosen.name == "compiled")
    together = measured_together(seconds)
    job = Job(model, meter, settings.seed if seed is None else seed, chosen.run, copy.deepcopy(policy), together)
    accumulator = Accumulator(model, scenario.targets, settings.confidence)
    workers = Workers([job], jobs, seconds, keep_logs=records or each is not None)
    kept: list[Replication] = []
    ending = Ending()
    goal = replications or next_look(0, settings)
    with closing(workers), ending.kept(lambda: accumulator.replications, too_large(model)):
        while goal is not None:
            numbers = range(accumulator.replications + 1, goal + 1)
            with closing(workers.replications(numbers)) as finished:
                for replication in finished:
                    with uninterrupted():
                        if each is not None and replication.logs is not None:
                            each(model, replication.logs)
                        accumulator.add(replication.measures)
                        if records:
                            kept.append(replication)
                    if progress is not None:
                        progress(accumulator.replications, goal)
            enough = replications or (settings.precision and precise(accumulator.estimates(), settings.precision))
            goal = None if enough else next_look(accumulator.replications, settings)
    return Result(
        scenario=scenario,
        job=job,
        gathered=accumulator,
        engine=chosen.name,
        engine_reason=chosen.reason,
        engine_limit=chosen.limit,
        interrupted=ending.interrupted,
        lost=ending.lost,
        kept=tuple(kept),
        given=_given(replications=replications, seed=seed, engine=engine),
    )


def _given(**settings: object) -> dict[str, str]:
    """By path the settings that were asked for instead of those of `simulation`."""
    return {f"simulation.{name}": str(value) for name, value in settings.items() if value is not None}


def most_replications(settings: Simulation) -> int:
    """As many as it may take: with a precision nobody knows beforehand."""
    least = settings.replications
    return max(least, settings.max_replications) if settings.precision else least


def too_large(model: CenterModel) -> str:
    """What to say where a replication does not fit in memory."""
    return Sentence("too_large", contacts=f"{expected_contacts(model):,.0f}")
