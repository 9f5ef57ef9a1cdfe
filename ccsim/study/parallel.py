"""Replications in several processes, handed back in order, so that a result does not depend on their number."""

from __future__ import annotations

import signal
from collections.abc import Generator, Iterable
from functools import lru_cache, partial

from ccsim.errors import WorkerLost
from ccsim.study.replication import Job, Replication, replicate

PATIENCE_WITH_WORKERS = 2  # a pool that loses a worker is started anew this many times in all


def replications(job: Job, numbers: range, jobs: int, keep_logs: bool = False) -> Generator[Replication, None, None]:
    """Replications `numbers` in ascending order, on `jobs` processes.

    A worker process that dies (killed, out of memory) takes its pool with it; the replications still missing are
    begun again in a new pool, with the same bits.

    Raises
    ------
    WorkerLost
        When the second pool dies too. Every replication before it has been handed over.
    """
    if jobs == 1 or len(numbers) == 1:
        for number in numbers:
            yield replicate(job, number, keep_logs)
        return

    from joblib.externals import cloudpickle
    from joblib.externals.loky.process_executor import TerminatedWorkerError

    parcel = cloudpickle.dumps((job, keep_logs))
    done = 0
    for attempt in range(1, PATIENCE_WITH_WORKERS + 1):
        try:
            for replication in pool(parcel, numbers[done:], jobs):
                done += 1
                yield replication
            return
        except TerminatedWorkerError as lost:
            if attempt == PATIENCE_WITH_WORKERS:
                raise WorkerLost(
                    f"a worker process was killed, twice, at replication {numbers[done]} or soon after (out of memory? "
                    "fewer --jobs need less)"
                ) from lost


def pool(parcel: bytes, numbers: Iterable[int], jobs: int) -> Generator[Replication, None, None]:
    from joblib import Parallel, delayed

    # Ctrl-C reaches every process of the terminal; only this one shall answer it.
    undisturbed = partial(signal.signal, signal.SIGINT, signal.SIG_IGN)
    workers = Parallel(n_jobs=jobs, backend="loky", return_as="generator", batch_size=1, initializer=undisturbed)
    results = workers(delayed(replicate_parcel)(parcel, number) for number in numbers)
    try:
        yield from results
    finally:
        results.close()


def replicate_parcel(parcel: bytes, number: int) -> Replication:
    job, keep_logs = unpacked(parcel)
    return replicate(job, number, keep_logs)


@lru_cache(maxsize=1)
def unpacked(parcel: bytes) -> tuple[Job, bool]:
    """The job, unpacked once a process instead of once a replication."""
    import pickle

    job, keep_logs = pickle.loads(parcel)
    return job, keep_logs
