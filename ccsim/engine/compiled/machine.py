"""The event loop as machine code: made once for each machine and version, kept in the user's cache folder, loaded.

What is kept is named by a digest of everything that it depends on: the sources of the engine, the versions of Python,
NumPy, numba and llvmlite, and the processor. Loading needs llvmlite only. With `NUMBA_DISABLE_JIT=1` the kernels run as
plain Python, and nothing is compiled.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import platform
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from ccsim.engine.compiled.kernel import World, addresses
from ccsim.engine.compiled.shelf import Shelf

Loop = Callable[[dict[str, NDArray[Any]]], int]
"""Runs a day on its tables; gives what the entry kernel gives."""

ANNOUNCEMENT = "making the compiled engine ready, once on this machine (about 10 s)"
_ENTRY = "run_day"
_ENGINE = Path(__file__).resolve().parents[1]
_SOURCES = (
    *sorted((_ENGINE / "compiled").glob("*.py")),
    _ENGINE / "logs.py",
    _ENGINE.parent / "model" / "grid.py",
)
"""What the machine code is made of: kernels, and where their constants come from."""

_running: dict[str, tuple[Loop, Any]] = {}  # what this process has loaded, by digest, with what must live as long


def is_plain() -> bool:
    """Whether kernels are to run as plain Python."""
    return os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0")


def is_ready() -> bool:
    """Whether `load` has nothing to compile."""
    return is_plain() or digest() in _running or Shelf().holds(digest())


def load(announce: Callable[[str], None] | None = None) -> Loop:
    """The event loop, compiled first where it is not on this machine yet.

    Parameters
    ----------
    announce : called with a sentence before anything is compiled.
    """
    if is_plain():
        return _plainly
    name = digest()
    if name not in _running:
        code = Shelf().take_or_make(name, lambda: _compiled(announce))
        _running[name] = _loaded(code)
    return _running[name][0]


def digest() -> str:
    """Names the machine code of these sources on this machine."""
    import llvmlite.binding as llvm

    seen = hashlib.blake2b(digest_size=16)
    for source in _SOURCES:
        seen.update(source.name.encode() + b"\0" + source.read_bytes())
    facts = (
        sys.version,
        platform.machine(),
        *(version(package) for package in ("numpy", "numba", "llvmlite")),
        llvm.get_host_cpu_name(),
        llvm.get_host_cpu_features().flatten(),
    )
    seen.update("\0".join(facts).encode())
    return seen.hexdigest()


def _compiled(announce: Callable[[str], None] | None) -> bytes:
    import ccsim.engine.compiled.loop  # all kernels are known once it is read
    from ccsim.engine.compiled.build import object_code

    assert ccsim.engine.compiled.loop.run_day is not None
    if announce is not None:
        announce(ANNOUNCEMENT)
    return object_code(_ENTRY)


def _loaded(code: bytes) -> tuple[Loop, Any]:
    """The loop in this process, and what has to live as long as it."""
    import llvmlite.binding as llvm

    import ccsim.engine.compiled.loop

    assert ccsim.engine.compiled.loop.run_day is not None  # so that all tables are known
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    machine = llvm.Target.from_default_triple().create_target_machine()
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine)
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    # A call through ctypes releases the interpreter's lock: days run side by side in threads.
    entry = ctypes.CFUNCTYPE(ctypes.c_int64, ctypes.c_int64)(engine.get_function_address(f"ccsim_{_ENTRY}"))

    def run(tables: dict[str, NDArray[Any]]) -> int:
        return int(entry(addresses(tables).ctypes.data))

    return run, engine


def _plainly(tables: dict[str, NDArray[Any]]) -> int:
    from ccsim.engine.compiled.loop import run_day

    return int(run_day(World(tables)))
