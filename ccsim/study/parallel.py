"""Replications in several processes, handed back in order, so that a result does not depend on their number."""

from __future__ import annotations

import signal
from collections.abc import Generator, Iterable
from functools import lru_cache, partial

import numpy as np

from ccsim.errors import WorkerLost
from ccsim.model.center import CenterModel
from ccsim.study.replication import Job, Replication, replicate

POOLS = 2  # a pool that loses a worker is replaced once
POOL_START = 2.0  # seconds until a pool of processes has imported what it needs
CONTACT_COST = 30e-6  # seconds of one core for a contact, from its draw to its measures; only decides on a pool


def replications(job: Job, numbers: range, jobs: int, keep_logs: bool = False) -> Generator[Replication, None, None]:
    """Replications `numbers` in ascending order, on `jobs` processes where that saves time.

    A worker process that dies (killed, out of memory) takes its pool with it; the replications still missing are
    begun again in a new pool, with the same bits.

    Raises
    ------
    WorkerLost
        When the second pool dies too. Every replication before it has been handed over.
    """
    if not worth_a_pool(job.model, len(numbers), jobs):
        for number in numbers:
            yield replicate(job, number, keep_logs)
        return

    import cloudpickle
    from joblib.externals.loky.process_executor import TerminatedWorkerError

    parcel = cloudpickle.dumps((job, keep_logs))
    done = 0
    for attempt in range(1, POOLS + 1):
        try:
            for replication in pool(parcel, numbers[done:], jobs):
                done += 1
                yield replication
            return
        except TerminatedWorkerError as lost:
            if attempt == POOLS:
                raise WorkerLost(
                    f"a worker process was killed, twice, at replication {numbers[done]} or soon after (out of memory? "
                    "fewer --jobs need less)"
                ) from lost


def worth_a_pool(model: CenterModel, count: int, jobs: int) -> bool:
    """Whether `jobs` processes save more time on `count` replications than they take to start."""
    if min(jobs, count) == 1:
        return False
    return expected_contacts(model) * CONTACT_COST * count * (1 - 1 / min(jobs, count)) > POOL_START


def expected_contacts(model: CenterModel) -> float:
    """Contacts and booking requests that one replication brings on average, without what follows from them."""
    streams = [kind.arrivals for kind in model.types]
    rates = [(stream.rate, stream.rate_edges) for stream in streams]
    rates += [(one.requests.rate, one.requests.rate_edges) for one in model.appointments if one.requests is not None]
    forecast = sum(float((rate * np.diff(edges)).sum()) for rate, edges in rates)
    return forecast + sum(len(stream.trace.start) for stream in streams if stream.trace is not None)


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
