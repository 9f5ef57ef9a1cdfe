"""Replications in several processes, handed back in order, so that a result does not depend on their number."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Generator
from functools import cached_property, lru_cache, partial
from itertools import islice
from typing import TYPE_CHECKING

from ccsim.errors import WorkerLost
from ccsim.study.replication import Job, Replication, replicate

if TYPE_CHECKING:
    from joblib.externals.loky import ProcessPoolExecutor

    from ccsim.study.transit import Packed

POOLS = 2  # a pool that loses a worker is replaced once
POOL_START = 1.0  # seconds until a pool of processes has imported what it needs
TASK = 0.25  # seconds: long beside handing a task over, short for who watches the progress
TASKS_EACH = 4  # at least, for each process: none waits long for the last one
AHEAD = 2  # tasks a process is given, or has finished and nobody took: results do not pile up
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


class Workers:
    """Runs replications of a job, on `jobs` processes where that saves time; they live until it is closed.

    Parameters
    ----------
    job : Job
    jobs : int
        Processes at most.
    seconds : float
        What a replication takes of one core, roughly. Short ones travel several to a task.
    keep_logs : bool
        Replications bring their logs.
    """

    def __init__(self, job: Job, jobs: int, seconds: float, keep_logs: bool = False) -> None:
        self.job = job
        self.jobs = jobs
        self.seconds = seconds
        self.keep_logs = keep_logs
        self._pool: ProcessPoolExecutor | None = None

    def replications(self, numbers: range) -> Generator[Replication, None, None]:
        """Replications `numbers` in ascending order.

        A worker process that dies (killed, out of memory) takes its pool with it; the replications still missing are
        begun again in a new pool, with the same bits.

        Raises
        ------
        WorkerLost
            When the second pool dies too. Every replication before it has been handed over.
        """
        if not worth_a_pool(self.seconds, len(numbers), self.jobs):
            yield from replicate(self.job, numbers, self.keep_logs)
            return

        from joblib.externals.loky.process_executor import TerminatedWorkerError

        done = 0
        for attempt in range(1, POOLS + 1):
            try:
                for replication in self._pooled(numbers[done:]):
                    done += 1
                    yield replication
                return
            except TerminatedWorkerError as lost:
                if attempt == POOLS:
                    raise WorkerLost(
                        f"a worker process was killed, twice, at replication {numbers[done]} or soon after (out of "
                        "memory? fewer --jobs need less)"
                    ) from lost

    def close(self) -> None:
        """Ends the processes, whatever they are doing."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, kill_workers=True)
            self._pool = None

    def _pooled(self, numbers: range) -> Generator[Replication, None, None]:
        from joblib.externals.loky import ProcessPoolExecutor

        from ccsim.study.transit import unpacked

        if self._pool is None:
            self._pool = ProcessPoolExecutor(self.jobs, initializer=undisturbed, env=ONE_THREAD)
        give = partial(self._pool.submit, replicate_parcel, self._parcel)
        size = task_size(self.seconds, len(numbers), self.jobs)
        tasks = iter([numbers[first : first + size] for first in range(0, len(numbers), size)])
        try:
            given = deque(map(give, islice(tasks, AHEAD * self.jobs)))
            while given:
                finished = given.popleft().result()
                given.extend(map(give, islice(tasks, 1)))
                yield from (unpacked(replication, self.job.meter.cells) for replication in finished)
        except BaseException:  # among them Ctrl-C, and a reader who leaves: nobody waits for what still runs
            self.close()
            raise

    @cached_property
    def _parcel(self) -> bytes:
        import cloudpickle

        parcel: bytes = cloudpickle.dumps((self.job, self.keep_logs))
        return parcel


def worth_a_pool(seconds: float, count: int, jobs: int) -> bool:
    """Whether `jobs` processes save more time on `count` replications than they take to start."""
    processes = min(jobs, count)
    return processes > 1 and seconds * count * (1 - 1 / processes) > POOL_START


def task_size(seconds: float, count: int, jobs: int) -> int:
    """Replications that travel together."""
    share = -(-count // (jobs * TASKS_EACH))
    return max(1, min(share, int(TASK / seconds)))


def undisturbed() -> None:
    """Ctrl-C reaches every process of the terminal; only the one that started the others shall answer it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def replicate_parcel(parcel: bytes, numbers: range) -> list[Packed]:
    from ccsim.study.transit import packed

    job, keep_logs = opened(parcel)
    return [packed(replication) for replication in replicate(job, numbers, keep_logs)]


@lru_cache(maxsize=1)
def opened(parcel: bytes) -> tuple[Job, bool]:
    """The job, unpickled once a process instead of once a task."""
    import pickle

    job, keep_logs = pickle.loads(parcel)
    return job, keep_logs
