"""Replications in several processes, handed back in order, so that a result does not depend on their number."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Generator, Sequence
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from ccsim.errors import WorkerLost
from ccsim.study.replication import Job, Replication, replicate

if TYPE_CHECKING:
    from concurrent.futures import Future

    from joblib.externals.loky import ProcessPoolExecutor

    from ccsim.study.transit import Packed

POOLS = 2  # a pool that loses a worker is replaced once
POOL_START = 1.0  # seconds until a pool of processes has imported what it needs
TASK = 0.25  # seconds: long beside handing a task over, short for who watches the progress
TASKS_EACH = 4  # at least, for each process: none waits long for the last one
AHEAD = 2  # tasks a process is given, or has finished and nobody took: results do not pile up
OPEN = 64  # systems that a process keeps unpickled
Task = tuple[int, range]
"""A system, and its replications that travel together."""
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


class Workers:
    """Runs replications of one or several systems, on `jobs` processes where that saves time; they live until closed.

    Parameters
    ----------
    systems : one or more Jobs
    jobs : int
        Processes at most.
    seconds : float
        What a replication takes of one core, roughly. Short ones travel several to a task.
    keep_logs : bool
        Replications bring their logs.
    """

    def __init__(self, systems: Sequence[Job], jobs: int, seconds: float, keep_logs: bool = False) -> None:
        self.systems = tuple(systems)
        self.jobs = jobs
        self.seconds = seconds
        self.keep_logs = keep_logs
        self._pool: ProcessPoolExecutor | None = None
        self._pooling = False
        self._parcels: dict[int, bytes] = {}

    def replications(self, numbers: range) -> Generator[Replication, None, None]:
        """Replications `numbers` of the first system in ascending order; see `together`."""
        yield from (replication for _, replication in self.together(numbers, (0,)))

    def together(self, numbers: range, among: Sequence[int]) -> Generator[tuple[int, Replication], None, None]:
        """Replications `numbers` of each of the systems `among`, in ascending order for each, none far ahead.

        A worker process that dies (killed, out of memory) takes its pool with it; the replications still missing are
        begun again in a new pool, with the same bits.

        Raises
        ------
        WorkerLost
            When the second pool dies too. Every replication before it has been handed over.
        """
        # Of several systems none gets ahead by more than one, so that Ctrl-C leaves what all have.
        parts = self._parts(numbers, len(among), 1 if len(among) > 1 else len(numbers))
        yield from self._run([(system, part) for part in parts for system in among])

    def in_turn(self, numbers: range, among: Sequence[int]) -> Generator[tuple[int, Replication], None, None]:
        """As `together`, one system after the other: Ctrl-C leaves all of some."""
        parts = self._parts(numbers, len(among), len(numbers))
        yield from self._run([(system, part) for system in among for part in parts])

    def _parts(self, numbers: range, systems: int, alone: int) -> list[range]:
        """Replications that travel together; in this process `alone`."""
        count = len(numbers) * systems
        self._pooling = self._pool is not None or worth_a_pool(self.seconds, count, self.jobs)
        size = min(task_size(self.seconds, count, self.jobs), len(numbers)) if self._pooling else alone
        return [numbers[first : first + size] for first in range(0, len(numbers), size)] if size else []

    def _run(self, tasks: Sequence[Task]) -> Generator[tuple[int, Replication], None, None]:
        if not self._pooling:
            for system, part in tasks:
                yield from ((system, one) for one in replicate(self.systems[system], part, self.keep_logs))
            return

        from joblib.externals.loky.process_executor import TerminatedWorkerError

        done = 0
        for attempt in range(1, POOLS + 1):
            try:
                for replications in self._pooled(tasks[done:]):
                    system = tasks[done][0]
                    done += 1
                    yield from ((system, replication) for replication in replications)
                return
            except TerminatedWorkerError as lost:
                if attempt == POOLS:
                    raise WorkerLost(
                        f"a worker process was killed, twice, at replication {tasks[done][1][0]} or soon after (out of "
                        "memory? fewer --jobs need less)"
                    ) from lost

    def close(self) -> None:
        """Ends the processes, whatever they are doing."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, kill_workers=True)
            self._pool = None

    def _pooled(self, tasks: Sequence[Task]) -> Generator[list[Replication], None, None]:
        """What each task brings."""
        from joblib.externals.loky import ProcessPoolExecutor

        from ccsim.study.transit import unpacked

        if self._pool is None:
            self._pool = ProcessPoolExecutor(self.jobs, initializer=undisturbed, env=ONE_THREAD)
        pool = self._pool

        def give(task: Task) -> tuple[int, Future[list[Packed]]]:
            system, numbers = task
            return system, pool.submit(replicate_parcel, self._parcel(system), numbers)

        waiting = iter(tasks)
        try:
            given = deque(map(give, islice(waiting, AHEAD * self.jobs)))
            while given:
                system, future = given.popleft()
                finished = future.result()
                given.extend(map(give, islice(waiting, 1)))
                yield [unpacked(replication, self.systems[system].meter.cells) for replication in finished]
        except BaseException:  # among them Ctrl-C, and a reader who leaves: nobody waits for what still runs
            self.close()
            raise

    def _parcel(self, system: int) -> bytes:
        import cloudpickle

        if system not in self._parcels:
            self._parcels[system] = cloudpickle.dumps((self.systems[system], self.keep_logs))
        return self._parcels[system]


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


@lru_cache(maxsize=OPEN)
def opened(parcel: bytes) -> tuple[Job, bool]:
    """A job, unpickled once a process instead of once a task."""
    import pickle

    job, keep_logs = pickle.loads(parcel)
    return job, keep_logs
