"""`sweep`: a scenario simulated at all points of an experiment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ccsim.errors import CcsimError
from ccsim.study.ending import Ending
from ccsim.study.interruption import uninterrupted
from ccsim.study.sweep_file import read_experiment
from ccsim.study.sweep_plan import planned, share_of
from ccsim.study.sweep_result import Sweep
from ccsim.study.sweep_run import Outcome, Run, Shared, Terms, outcomes

if TYPE_CHECKING:
    from ccsim.model.center import CenterModel
    from ccsim.study.record_files import RecordsFormat
    from ccsim.study.simulate import Announce, EngineName, Progress
    from ccsim.study.sweep_cluster import Cluster
    from ccsim.study.sweep_folder import Folder
    from ccsim.study.sweep_plan import Plan


def sweep(
    experiment: str | Path | Mapping[str, Any],
    *,
    jobs: int = 1,
    cluster: str | None = None,
    out: str | Path | None = None,
    engine: EngineName | None = None,
    shard: tuple[int, int] | None = None,
    retry: bool = False,
    table_format: RecordsFormat | None = None,
    language: str = "en",
    progress: Progress | None = None,
    announce: Announce | None = None,
) -> Sweep:
    """Simulate a scenario at all points of an experiment, every one on the same customers.

    Parameters
    ----------
    experiment : str, Path or mapping
        The experiment's YAML file, or a mapping of its shape (paths then start from the working folder).
    jobs : int
        Processes at most, each at a point of its own. Results are the same, bit for bit, for any number.
    cluster : str, optional
        Address of a dask scheduler, `tcp://scheduler:8786`: its workers instead of `jobs`; results are the same.
    out : str or Path, optional
        Folder of the results. Where this sweep was begun in it, it goes on: no finished point is simulated again.
    engine : {"auto", "reference", "compiled"}, optional
        Instead of the scenario's. Results are the same.
    shard : (int, int), optional
        (3, 16): only the third part of sixteen, for batch queues; see `merge`.
    retry : bool
        Simulate points that failed once more.
    table_format : {"parquet", "csv"}, optional
        Of the table in `out`: parquet if not said, CSV where pyarrow is missing.
    language : {"en", "es"}
        The one in which the report in `out` opens; it holds both.
    progress : callable, optional
        Called with (points done, points aimed at).
    announce : callable, optional
        Called with a sentence before the engine is compiled, where memory carries fewer processes than `jobs`, and
        while a cluster has no worker.

    Returns
    -------
    Sweep
        `frame`, `effects`, `faults`. After Ctrl-C, or where a cluster is lost, of what is finished; `Sweep.interrupted`
        and `Sweep.lost` say so.

    Raises
    ------
    ScenarioError
        Every fault of the experiment and of the scenario at any point, before the first is simulated.
    OutputError
        `out` holds another sweep or somebody's own files, or cannot be written.
    CcsimError
        No scheduler answers at `cluster`, its workers have other versions, or (`NotSupported`) dask is not installed.
    """
    if jobs < 1:
        raise CcsimError(f"jobs must be at least 1, got {jobs}")
    if cluster is not None and jobs > 1:
        raise CcsimError("a cluster has workers of its own: give cluster or jobs, not both")
    plan = planned(read_experiment(experiment))
    own = share_of(list(plan.runs), shard)
    with ExitStack() as stack:
        folder, workers = None, None
        if cluster is not None:
            from ccsim.study.sweep_cluster import Cluster

            workers = stack.enter_context(Cluster(cluster, announce))
        if out is not None:
            from ccsim.study.sweep_folder import Folder

            folder = stack.enter_context(Folder(out, plan.manifest))
        found: dict[str, Outcome] = dict(folder.outcomes) if folder is not None else {}
        begun = {run for run, outcome in found.items() if not (retry and "fault" in outcome)}
        runs = [Run(run, plan.runs[run]) for run in own if run not in begun]
        ending = _run(plan, runs, found, folder, workers or jobs, engine, len(own), progress, announce)
        result = Sweep(plan.manifest, found, ending.interrupted, ending.lost)
        return _finished(folder, result, table_format, language) if folder is not None else result


def merge(
    out: str | Path,
    folders: Sequence[str | Path],
    *,
    table_format: RecordsFormat | None = None,
    language: str = "en",
) -> Sweep:
    """Join what shards of one sweep have finished into the folder `out`, which is then one of the whole.

    Raises
    ------
    OutputError
        A folder holds no sweep, another one, or one done with other versions; or `out` cannot be written.
    """
    from ccsim.study.sweep_folder import Folder, joined

    if not folders:
        raise CcsimError("nothing to merge: give the folders of the shards")
    manifest, found = joined([Path(folder) for folder in folders])
    with Folder(out, manifest) as folder:
        for run, outcome in found.items():
            if "rows" not in folder.outcomes.get(run, {}):
                folder.add(run, outcome)
        return _finished(folder, Sweep(manifest, dict(folder.outcomes)), table_format, language)


def _run(
    plan: Plan,
    runs: Sequence[Run],
    found: dict[str, Outcome],
    folder: Folder | None,
    workers: Cluster | int,
    engine: EngineName | None,
    aimed_at: int,
    progress: Progress | None,
    announce: Announce | None,
) -> Ending:
    """Simulates `runs`, in so many processes or on a cluster; how it ended."""
    ending = Ending()
    if not runs:
        return ending
    shared = Shared(plan.experiment.scenario, Terms(plan.experiment.replications, plan.measures, engine))
    done = aimed_at - len(runs)

    def tell() -> None:
        if progress is not None:
            progress(done, aimed_at)

    with ending.kept(lambda: len(found), "not enough memory"):
        if isinstance(workers, int):
            each = outcomes(shared, runs, _ready(plan, len(runs), workers, engine, announce))
        else:
            _checked(plan, engine, announce)
            each = workers.outcomes(shared, runs, _by_reference(plan, len(runs), workers.workers), tell)
        with closing(each) as finished:
            for run, outcome in finished:
                with uninterrupted():
                    found[run] = outcome
                    if folder is not None:
                        folder.add(run, outcome)
                    done += 1
                tell()
    return ending


def _ready(plan: Plan, count: int, jobs: int, engine: EngineName | None, announce: Announce | None) -> int:
    """Processes that are worth it and fit into memory; machine code is made first, once for all of them."""
    from ccsim.engine.choose import choose
    from ccsim.study.effort import replication_seconds, within_memory
    from ccsim.study.parallel import worth_a_pool

    largest = _largest(plan)
    wanted = engine or plan.scenario.simulation.engine
    choice = choose(largest, wanted, seconds=_by_reference(plan, count, jobs), announce=announce)
    seconds = replication_seconds(largest, choice.name) * _replications(plan)
    processes, short = within_memory(largest, jobs if worth_a_pool(seconds, count, jobs) else 1)
    if short and announce is not None:
        announce(short)
    return processes


def _checked(plan: Plan, engine: EngineName | None, announce: Announce | None) -> None:
    """Refuses before the first point an engine that cannot run the scenario; workers make themselves ready."""
    from ccsim.engine.choose import choose

    wanted = engine or plan.scenario.simulation.engine
    if wanted == "compiled":
        choose(_largest(plan), wanted, announce=announce)


def _by_reference(plan: Plan, count: int, workers: int) -> float:
    """Seconds that the reference engine would take for what one of the workers gets of `count` points."""
    from ccsim.study.effort import replication_seconds

    return replication_seconds(_largest(plan), "reference") * _replications(plan) * count / min(workers, count)


def _largest(plan: Plan) -> CenterModel:
    """The model that takes most, of those looked at."""
    from ccsim.study.effort import replication_seconds

    return max(plan.models, key=lambda model: replication_seconds(model, "reference"))


def _replications(plan: Plan) -> int:
    """Of each point at most."""
    from ccsim.study.simulate import most_replications

    return plan.experiment.replications or most_replications(plan.scenario.simulation)


def _finished(folder: Folder, result: Sweep, table_format: RecordsFormat | None, language: str) -> Sweep:
    """Writes what there is to a folder; no report is worth a result."""
    from ccsim.report.sweep_page import page
    from ccsim.study.record_files import records_format
    from ccsim.study.saving import REPORT

    report, why = None, ""
    if folder.own_report:
        try:
            report = page(result, language)
        except Exception as bug:
            why = f"a bug of ccsim, {type(bug).__name__}: {bug}"
    else:
        why = f"there is a {REPORT} that ccsim did not write, or that was changed since: it is left alone"
    folder.finish(result.frame, result.effects, result.ending, records_format(table_format), report)
    return replace(result, unreported=why)
