"""Points of a sweep on the workers of a dask cluster, as they finish; what a worker does is in `sweep_worker`."""

from __future__ import annotations

import logging
import re
import time
import warnings
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from importlib.util import find_spec
from math import inf
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any
from uuid import uuid4

from ccsim.errors import CcsimError, NotSupported, WorkerLost
from ccsim.sentences import Sentence
from ccsim.study.parallel import AHEAD
from ccsim.study.provenance import others, versions
from ccsim.study.simulate import Announce
from ccsim.study.sweep_run import LOOK, Outcome, Run, Shared, failed, fault_of, scenario_of
from ccsim.study.sweep_worker import OTHER, outcome_there, parcel

NO_DASK = "--cluster needs dask.distributed, which is not installed: pip install 'ccsim[cluster]'"
ADDRESS = re.compile(r"(tcp|tls)://[^\s/]+:\d+/?")
ANSWER = 5.0  # seconds for a scheduler to answer
RESTART = 5.0  # seconds that dask may take to start a worker again that died
NAMED = 5  # workers of other versions that are named
LOGGERS = re.compile(r"(distributed|tornado|asyncio)\b")
KILLED = Sentence("point_killed_on_cluster")

# Not by joblib's dask backend: it hands results over as they finish, too, but where workers die of a point it waits for
# that point for ever (tried with joblib 1.6), and it keeps to the number of workers that there were at the start.


class Cluster:
    """A dask cluster, connected from entering to leaving; dask's own words are not shown meanwhile.

    Raises
    ------
    NotSupported
        dask.distributed is not installed.
    CcsimError
        On entering: no scheduler answers at the address, or workers have other versions.
    """

    def __init__(self, address: str, announce: Announce | None = None) -> None:
        if find_spec("distributed") is None:
            raise NotSupported(NO_DASK)
        if not ADDRESS.fullmatch(address):
            raise CcsimError(
                f"--cluster {address}: expected the address of a dask scheduler with its port, like "
                "tcp://scheduler:8786"
            )
        self.address = address
        self._announce = announce or (lambda sentence: None)
        self._stack = ExitStack()
        self._client: Any = None
        self._threads = 0
        self._looked = 0.0
        self._inhabited = -inf
        self._told = False

    def __enter__(self) -> Cluster:
        with self._stack as stack:
            stack.enter_context(quiet())
            self._client = self._connected()
            stack.callback(self._close)
            self._check()
            self._look()
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    @property
    def workers(self) -> int:
        """Points that are simulated at once, now; one at least."""
        return max(1, self._threads)

    def outcomes(
        self, shared: Shared, runs: Sequence[Run], seconds: float, waits: Callable[[], None]
    ) -> Generator[tuple[str, Outcome], None, None]:
        """What each run comes to, by its fingerprint, in the order in which they finish.

        Every scenario is read here, where its files are. dask moves tasks from a worker that dies to the others, and
        gives those up that were on four when they died. They may only have waited there for one that kills, so each is
        tried again when no other is about.

        Parameters
        ----------
        shared, runs
        seconds : what the reference engine would take for the runs that one worker gets, roughly.
        waits : called every second while there is no worker.

        Raises
        ------
        WorkerLost
            The scheduler is gone, or a worker that came later has other versions.
        Stale
            What is read is not what was planned.
        """
        suspects: list[Run] = []
        yield from self._given(shared, runs, seconds, waits, suspects)
        for suspect in suspects:
            dead: list[Run] = []
            yield from self._given(shared, [suspect], seconds, waits, dead)
            yield from ((run.run, failed(KILLED)) for run in dead)

    def _given(
        self, shared: Shared, runs: Sequence[Run], seconds: float, waits: Callable[[], None], suspects: list[Run]
    ) -> Generator[tuple[str, Outcome], None, None]:
        """Never has more on its way than keeps the workers busy; `suspects` takes runs that dask gave up."""
        wanted = versions()
        waiting, given = deque(runs), dict[Any, Run]()
        finished: SimpleQueue[Any] = SimpleQueue()
        try:
            while waiting or given:
                while waiting and len(given) < AHEAD * self.workers:
                    run = waiting.popleft()
                    try:
                        packed = parcel(scenario_of(shared, run), shared.terms, seconds)
                    except Exception as error:
                        yield run.run, fault_of(error)
                        continue
                    key = f"ccsim-{uuid4().hex}"
                    future = self._client.submit(outcome_there, wanted, packed, key=key, pure=False)
                    given[future] = run
                    future.add_done_callback(finished.put)
                self._look_now_and_then(waits)
                try:
                    future = finished.get(timeout=LOOK)
                except Empty:
                    continue
                found = self._result(future)
                if found is None:
                    future.add_done_callback(finished.put)
                    continue
                run = given.pop(future)
                if KILLED in found:
                    suspects.append(run)
                else:
                    self._seen()
                    yield run.run, found
        finally:
            with suppress(Exception):
                self._client.cancel(list(given), force=True)

    def _result(self, future: Any) -> Outcome | None:
        """The outcome; {KILLED: ...} where dask gave it up; None: lost with its worker, and made again."""
        from distributed import KilledWorker

        if future.status == "cancelled":
            raise self._gone()
        if future.status not in ("finished", "error"):
            return None
        try:
            found: Outcome = future.result(timeout=LOOK)
        except TimeoutError:
            return None
        except KilledWorker:
            return {KILLED: None}
        except Exception as error:
            if future.status == "cancelled" or self._client.status != "running":
                raise self._gone() from error
            said = " ".join(str(error).split())
            raise WorkerLost(f"a worker of --cluster {self.address} failed: {type(error).__name__}: {said}") from error
        if OTHER in found:
            raise WorkerLost(
                f"a worker came to --cluster {self.address} with {others(found[OTHER], versions())}: results could "
                "differ; install the same there"
            )
        return found

    def _look_now_and_then(self, waits: Callable[[], None]) -> None:
        if time.monotonic() - self._looked < LOOK:
            return
        self._look()
        if not self._threads:
            waits()

    def _look(self) -> None:
        """Finds out how many threads of workers there are."""
        try:
            self._threads = sum(self._client.nthreads().values())
        except Exception as error:
            raise self._gone() from error
        self._looked = time.monotonic()
        if self._threads:
            self._seen()
        elif self._looked - self._inhabited > RESTART and not self._told:
            self._told = True
            self._announce(
                f"no worker at {self.address}: waits for one (dask worker {self.address} --nthreads 1); Ctrl-C keeps "
                "what is finished"
            )

    def _seen(self) -> None:
        """There is a worker, or was: who came and died between two looks is missed, too, when it is gone."""
        self._inhabited, self._told = time.monotonic(), False

    def _gone(self) -> WorkerLost:
        return WorkerLost(f"the scheduler of --cluster {self.address} does not answer any more")

    def _connected(self) -> Any:
        from distributed import Client

        try:
            return Client(self.address, timeout=ANSWER, set_as_default=False)  # type: ignore[no-untyped-call]
        except Exception as error:
            why = "" if isinstance(error, OSError) else f" ({_brief(error)})"
            raise CcsimError(
                f"--cluster {self.address}: no dask scheduler answers there within {ANSWER:g} s{why}: is it started "
                "(dask scheduler), is this the address it says, and does no firewall stand between?"
            ) from error

    def _close(self) -> None:
        with suppress(Exception):
            self._client.close(timeout=ANSWER)

    def _check(self) -> None:
        """Refuses a scheduler that cannot hand tasks on, and workers on which results could differ."""
        wanted = versions()
        wrong = []
        try:
            found = self._client.run(versions, on_error="return")
            wrong += [
                f"worker {worker} {told}" for worker, said in sorted(found.items()) if (told := _wrong(said, wanted))
            ]
            self._client.run_on_scheduler(versions)  # reads what it hands on
        except Exception as error:
            wrong.insert(0, f"the scheduler {_wrong(error, wanted)}")
        if wrong:
            more = f"; and {len(wrong) - NAMED} more" if len(wrong) > NAMED else ""
            raise CcsimError(
                f"--cluster {self.address}: {'; '.join(wrong[:NAMED])}{more}; results could differ: install the same "
                "there as here"
            )


def _wrong(said: Any, wanted: dict[str, str]) -> str:
    """What is wrong with one that answered so; "" where nothing is."""
    if isinstance(said, dict):
        told = others(said, wanted)
        return f"has {told}" if told else ""
    missing = re.search(r"No module named '(\w+)", str(said))
    return f"has no {missing[1]}" if missing else f"failed: {_brief(said)}"


def _brief(error: Any) -> str:
    return " ".join(str(error).split()) or type(error).__name__


@contextmanager
def quiet() -> Iterator[None]:
    """What dask logs and warns of is said in our own words, or is no planner's concern."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import distributed  # noqa: F401  (its loggers are made, each with a level of its own, when it is imported)

        loggers = [logging.getLogger(name) for name in logging.root.manager.loggerDict if LOGGERS.match(name)]
        before = [logger.level for logger in loggers]
        for logger in loggers:
            logger.setLevel(logging.CRITICAL + 1)
        try:
            yield
        finally:
            for logger, level in zip(loggers, before, strict=True):
                logger.setLevel(level)
