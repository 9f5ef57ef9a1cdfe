"""The event loop as machine code, made once for each machine and version of ccsim, kept in a cache, loaded from there.

With `NUMBA_DISABLE_JIT=1` in the environment the kernels run as plain Python instead. Neither that nor loading what is
there already imports numba.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib.metadata import version
from math import nan
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ccsim.engine.compiled import cache
from ccsim.engine.compiled.kernel import Callback, World
from ccsim.engine.compiled.lean import LEAN, is_lean
from ccsim.engine.compiled.page import Page, Pages
from ccsim.engine.compiled.program import Addresses, Program, address_of, first_byte, program_of, signature_of, symbol

Tables = dict[str, NDArray[Any]]
Callbacks = dict[str, Callable[..., float]]

_ROOM = Path(__file__).parent
_loops: dict[Callable[..., Any], Loop] = {}
_loading = Lock()


class Loop:
    """A kernel with all that it calls, ready to run: `loop(tables)` gives what the kernel gives for that world.

    Called from several threads it runs in parallel, as machine code.
    """

    def __init__(self, entry: Callable[..., Any], program: Program, codes: list[bytes]) -> None:
        takes, _ = signature_of(entry)
        if not takes or takes[0] is not World:
            raise TypeError(f"{entry.__name__} cannot be called from outside: its first argument is no World")
        self._entry = entry
        self._program = program
        self._codes = codes  # for every center, and for lean ones where that is another
        self._functions: dict[int, Callable[..., Any]] = {}
        self._loading = Lock()

    def __call__(self, tables: Tables, *arguments: float, callbacks: Callbacks | None = None) -> Any:
        """
        Parameters
        ----------
        tables : the world, changed by the kernels.
        arguments : what the entry takes besides.
        callbacks : the Python function for each `callback` that the kernels may come to.

        Raises
        ------
        TypeError
            A table is of another layout than declared.
        Exception
            Whatever a callback raised.
        """
        return self.on(tables, callbacks)({}, *arguments)

    def on(self, tables: Tables, callbacks: Callbacks | None = None, pages: Pages | None = None) -> Bound:
        """For who calls it again and again: `tables`, `callbacks` and `pages` that stay are looked at once."""
        which = len(self._codes) - 1 if is_lean(tables) else 0
        return Bound(self._loaded(which), self._program, tables, callbacks or {}, pages or Pages())

    def _loaded(self, which: int) -> Callable[..., Any]:
        """One of the codes, which is put into the process when it is first wanted."""
        from ccsim.engine.compiled.link import Loaded

        with self._loading:
            if which not in self._functions:
                code = Loaded(self._codes[which], self._program.natives.values())
                self._functions[which] = code.function(symbol(self._entry.__name__), *signature_of(self._entry))
            return self._functions[which]


class Bound:
    """A `Loop` on tables that stay: called with the others, one call at a time."""

    def __init__(
        self, function: Callable[..., Any], program: Program, tables: Tables, callbacks: Callbacks, pages: Pages
    ) -> None:
        self._function = function
        self._staying = Addresses(program)
        self._staying.point_to(tables)
        self._now = Addresses(program)
        self._paged = [_slots(program, pages, piece) for piece in range(len(pages.sizes))]
        self._raised: list[BaseException] = []
        self._alive: list[Any] = [*tables.values()]
        for name, declared in program.callbacks.items():
            called = _called_back(callbacks.get(name), declared, self._raised)
            self._alive.append(called)
            self._staying.numbers[self._staying.slots[name]] = ctypes.cast(called, ctypes.c_void_p).value or 0

    def __call__(self, tables: Tables, *arguments: float, page: Page | None = None) -> Any:
        now = self._now
        now.numbers[:] = self._staying.numbers
        now.point_to(tables)
        if page is not None:
            for (slots, begins), piece in zip(self._paged, page, strict=True):
                now.numbers[slots] = begins + address_of(first_byte(piece))
        self._raised.clear()
        result = self._function(now.pointer, *arguments)
        if self._raised:
            raise self._raised[0]
        return result


def _slots(program: Program, pages: Pages, piece: int) -> tuple[NDArray[np.intp], NDArray[np.uint64]]:
    """Of a piece's columns that the program uses, their slots, and where they begin."""
    slots = program.slots
    begins = {slots[name]: begin for name, (at, begin) in pages.places.items() if at == piece and name in slots}
    return np.array([*begins], np.intp), np.array([*begins.values()], np.uint64)


class PlainLoop:
    """A kernel as plain Python, called like a `Loop`."""

    def __init__(self, entry: Callable[..., Any]) -> None:
        self._entry = entry

    def __call__(self, tables: Tables, *arguments: float, callbacks: Callbacks | None = None) -> Any:
        return self._entry(World(tables, callbacks), *arguments)

    def on(self, tables: Tables, callbacks: Callbacks | None = None, pages: Pages | None = None) -> Callable[..., Any]:
        def run(others: Tables, *arguments: float, page: Page | None = None) -> Any:
            written = pages.tables(page) if pages and page else {}
            return self._entry(World(tables | others | written, callbacks), *arguments)

        return run


def is_plain() -> bool:
    """Whether kernels are to run as plain Python."""
    return os.environ.get("NUMBA_DISABLE_JIT", "").strip() not in ("", "0")


def is_ready(entry: Callable[..., Any] | None = None) -> bool:
    """Whether `load` has nothing to compile. Raises ImportError where the compiler is not installed."""
    if is_plain():
        return True
    kernel = entry or _run_day()
    return kernel in _loops or all(map(cache.has, _digests(program_of(kernel))))


def load(announce: Callable[[str], None] | None = None, entry: Callable[..., Any] | None = None) -> Loop | PlainLoop:
    """The event loop, compiled where this machine has it not yet.

    Parameters
    ----------
    announce : called with a sentence before something is compiled.
    entry : the kernel to be called, by default the engine's own.

    Raises
    ------
    KernelError
        A kernel cannot be compiled; names it.
    ImportError
        The compiler is not installed, or too new a version of it.
    """
    kernel = entry or _run_day()
    if is_plain():
        return PlainLoop(kernel)
    with _loading:
        if kernel not in _loops:
            _loops[kernel] = _loaded(kernel, announce)
        return _loops[kernel]


def _loaded(kernel: Callable[..., Any], announce: Callable[[str], None] | None) -> Loop:
    program = program_of(kernel)
    digests = _digests(program)
    codes = _kept(digests)
    if codes is None:
        with cache.alone(digests[0]):
            codes = _kept(digests)  # another process may have been quicker
            if codes is None:
                codes = _made(program, digests, announce)
    return Loop(kernel, program, codes)


def _kept(digests: list[str]) -> list[bytes] | None:
    """All of them, or none."""
    codes = [code for code in map(cache.find, digests) if code is not None]
    return codes if len(codes) == len(digests) else None


def _made(program: Program, digests: list[str], announce: Callable[[str], None] | None) -> list[bytes]:
    """Code for every center and, where there is a second digest, for lean ones."""
    from ccsim.engine.compiled.build import Front
    from ccsim.engine.compiled.fields import access
    from ccsim.engine.compiled.link import NotLean, object_code, with_access

    try:
        cache.writable()
        kept = "once on this machine"
    except cache.NoFolder as why:
        kept = f"which cannot be kept ({why}; CCSIM_CACHE_DIR may name a folder)"
    if announce is not None:
        announce(f"compiling the fast engine, {kept} (some seconds) ...")
    entries = {symbol(name) for name in program.entries}
    try:
        translated = Front(program).translate(program.kernels)
        natives = {native.symbol for native in program.natives.values()}
        codes = [object_code(with_access(translated, access(program, lean=False)), entries, natives)]
        if digests[1:]:
            try:
                codes.append(object_code(with_access(translated, access(program, lean=True)), entries, natives))
            except NotLean:  # another LLVM than ours may see less: then all centers run the same code
                codes.append(codes[0])
    except AttributeError as error:  # we use more of numba than it promises to keep
        raise ImportError(f"numba {version('numba')} is not of a kind that we know: {error}") from error
    with suppress(OSError):  # said above, or the disk is full: the code is good for this process
        for digest, code in zip(digests, codes, strict=True):
            cache.keep(digest, code)
    return codes


def _run_day() -> Callable[..., Any]:
    from ccsim.engine.compiled.loop import run_day

    return run_day


def _digests(program: Program) -> list[str]:
    """Of the code for every center, and for lean ones where the program has to do with what these have not."""
    digest = _digest(program)
    return [digest, f"{digest}-lean"] if any(table in LEAN for table in program.tables) else [digest]


def _digest(program: Program) -> str:
    import hashlib

    from ccsim.engine.compiled.link import processor

    made_by = [
        f"Python {sys.version_info.major}.{sys.version_info.minor}",
        *(f"{name} {version(name)}" for name in ("numba", "llvmlite", "numpy")),
        processor(),
    ]
    digest = hashlib.sha256("\n".join([program.digest, *made_by]).encode())
    for name in ("kernel", "natives", "program", "lean", "fields", "stand_ins", "build", "link"):
        digest.update((_ROOM / f"{name}.py").read_bytes())
    return digest.hexdigest()[:40]


def _called_back(
    function: Callable[..., float] | None, declared: Callback[..., Any], raised: list[BaseException]
) -> Any:
    """A function as machine code calls it. What it raises is put aside, and then it is not called again."""
    gives: Any = ctypes.c_int64 if declared.result is int else ctypes.c_double
    takes: list[Any] = [ctypes.c_int64 if one is int else ctypes.c_double for one in declared.arguments]
    failed = -1 if declared.result is int else nan

    def called(*arguments: float) -> float:
        if not raised:
            try:
                if function is None:
                    raise KeyError(declared.name)
                return declared.result(function(*arguments))  # type: ignore[no-any-return]
            except BaseException as error:
                raised.append(error)
        return failed

    return ctypes.CFUNCTYPE(gives, *takes)(called)
