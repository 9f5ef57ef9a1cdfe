"""Replications in several processes, handed back in order, so that a result does not depend on their number."""

from __future__ import annotations

import gc
import signal
from collections import deque
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, takewhile
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from ccsim.errors import WorkerLost
from ccsim.sentences import Sentence
from ccsim.study.replication import Job, Replication, replicate

if TYPE_CHECKING:
    from concurrent.futures import Future

    from joblib.externals.loky import ProcessPoolExecutor

    from ccsim.measures.cells import Cells
    from ccsim.study.transit import Packed

POOLS = 2  # a pool that loses a worker is replaced once
POOL_START = 1.0  # seconds until other processes have started and imported what they need
TASK = 0.25  # seconds: long beside handing a task over, short for who watches the progress
TASKS_EACH = 4  # of what is left, at least, for each process: none waits long for the last one
AHEAD = 2  # tasks each other process is given, or has finished and nobody took: results do not pile up
AHEAD_HERE = 4  # tasks of this one, that others which are slow or not there yet do not hold it up
OPEN = 64  # systems that a process keeps unpickled
Task = tuple[int, range]
"""A system, and its replications that travel together."""
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


@dataclass(frozen=True)
class Ahead:
    """A task that somebody works on, or has finished and nobody took; `here`: this process did it."""

    system: int
    brings: Future[Any]
    here: bool

    @property
    def is_there(self) -> bool:
        return self.brings.done() and self.brings.exception() is None

    def taken(self, cells: Cells) -> list[Replication]:
        """What it brings, as soon as it is done; `cells` are those of the system."""
        from ccsim.study.transit import unpacked

        found = self.brings.result()
        return found if self.here else unpacked(found, cells)


class Workers:
    """Runs replications of one or several systems, on `jobs` processes where that saves time; they live until closed.

    This process is one of them: while the next replication is not there yet, it makes others.

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
        begun again in a new pool, with the same bits. Ctrl-C is raised after the replications that are there by then.

        Raises
        ------
        WorkerLost
            When the second pool dies too. Every replication before it has been handed over.
        """
        # Of several systems none gets ahead by more than one, so that Ctrl-C leaves what all have.
        parts = self._parts(numbers, len(among), len(numbers) if len(among) == 1 else 1)
        yield from self._run([(system, part) for part in parts for system in among])

    def in_turn(self, numbers: range, among: Sequence[int]) -> Generator[tuple[int, Replication], None, None]:
        """As `together`, one system after the other: Ctrl-C leaves all of some."""
        parts = self._parts(numbers, len(among), len(numbers))
        yield from self._run([(system, part) for system in among for part in parts])

    def _parts(self, numbers: range, systems: int, here: int) -> list[range]:
        """Replications that travel together; without other processes `here` at once."""
        self._pooling = self._pool is not None or worth_a_pool(self.seconds, len(numbers) * systems, self.jobs)
        if self._pooling:
            return list(parts_of(numbers, systems, self.seconds, self.jobs))
        return [numbers[first : first + here] for first in range(0, len(numbers), max(here, 1))]

    def _run(self, tasks: Sequence[Task]) -> Generator[tuple[int, Replication], None, None]:
        """Tasks in their order, in this process alone where no pool is worth it."""
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
                    raise WorkerLost(Sentence("worker_killed", n=tasks[done][1][0])) from lost

    def close(self) -> None:
        """Ends the processes, whatever they are doing."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, kill_workers=True)
            self._pool = None

    def _pooled(self, tasks: Sequence[Task]) -> Generator[list[Replication], None, None]:
        """What each task brings."""
        from joblib.externals.loky import ProcessPoolExecutor

        others, alone = self.jobs - 1, 0
        if self._pool is None:
            self._pool = ProcessPoolExecutor(others, initializer=undisturbed, env=ONE_THREAD)
            # Half of what might be: the others shall not wait where replications take longer than was thought.
            alone = int(POOL_START / 2 / (self.seconds * len(tasks[0][1])))
        pool, most = self._pool, AHEAD * others + AHEAD_HERE
        waiting = iter(tasks[alone:])
        ahead: deque[Ahead] = deque()

        def give(count: int) -> None:
            for system, numbers in islice(waiting, count):
                brings = pool.submit(replicate_parcel, self._parcel(system), numbers)
                ahead.append(Ahead(system, brings, here=False))

        def taken(one: Ahead) -> list[Replication]:
            return one.taken(self.systems[one.system].meter.cells)

        try:
            give(AHEAD * others)
            for system, numbers in tasks[:alone]:
                yield list(replicate(self.systems[system], numbers, self.keep_logs))
            while ahead:
                while not ahead[0].brings.done() and len(ahead) < most and (task := next(waiting, None)):
                    try:
                        ahead.append(self._made_here(*task))
                    except KeyboardInterrupt:
                        yield from map(taken, takewhile(attrgetter("is_there"), ahead))
                        raise
                first = ahead.popleft()
                replications = taken(first)
                if not first.here:
                    give(1)
                yield replications
        except BaseException:  # among them Ctrl-C, and a reader who leaves: nobody waits for what still runs
            self.close()
            raise

    def _made_here(self, system: int, numbers: range) -> Ahead:
        """A task done by this process. An error waits for its turn, as if it came from another."""
        from concurrent.futures import Future

        brings: Future[list[Replication]] = Future()
        try:
            brings.set_result(list(replicate(self.systems[system], numbers, self.keep_logs)))
        except Exception as error:
            brings.set_exception(error)
        return Ahead(system, brings, here=True)

    def _parcel(self, system: int) -> bytes:
        import cloudpickle

        if system not in self._parcels:
            self._parcels[system] = cloudpickle.dumps((self.systems[system], self.keep_logs))
        return self._parcels[system]


def worth_a_pool(seconds: float, count: int, jobs: int) -> bool:
    """Whether other processes, once they have started, save more time than starting them takes of this one."""
    processes = min(jobs, count)
    return processes > 1 and (seconds * count - POOL_START) * (1 - 1 / processes) > POOL_START / 4


def parts_of(numbers: range, systems: int, seconds: float, jobs: int) -> Generator[range, None, None]:
    """Replications that travel together: fewer towards the end, so that all processes finish at about a time."""
    while numbers:
        size = task_size(seconds, len(numbers) * systems, jobs)
        yield numbers[:size]
        numbers = numbers[size:]


def task_size(seconds: float, count: int, jobs: int) -> int:
    """How many travel together where `count` are left."""
    share = -(-count // (jobs * TASKS_EACH))
    return max(1, min(share, int(TASK / seconds)))


def undisturbed() -> None:
    """Ctrl-C reaches every process of the terminal; only the one that started the others shall answer it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def replicate_parcel(parcel: bytes, numbers: range) -> Packed:
    from ccsim.study.transit import packed

    job, keep_logs = opened(parcel)
    return packed(list(replicate(job, numbers, keep_logs)))


@lru_cache(maxsize=OPEN)
def opened(parcel: bytes) -> tuple[Job, bool]:
    """A job, unpickled once a process instead of once a task, and not looked through for garbage every second."""
    import pickle

    job, keep_logs = pickle.loads(parcel)
    gc.freeze()  # loky collects in processes that it cannot ask for their memory
    return job, keep_logs
