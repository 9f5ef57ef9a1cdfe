"""From LLVM to machine code, and machine code into this process; numba is not needed for it."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Collection, Iterable
from typing import Any

import llvmlite.binding as llvm

from ccsim.engine.compiled.kernel import World
from ccsim.engine.compiled.lean import CHANGED
from ccsim.engine.compiled.natives import Native

NUMBERS: dict[type, Any] = {
    World: ctypes.c_void_p,
    int: ctypes.c_int64,
    float: ctypes.c_double,
    bool: ctypes.c_bool,
    type(None): None,
}
"""How the types of kernels pass through ctypes."""


class NotLean(TypeError):
    """Code for lean centers may change what they never change; names it."""


def object_code(module: llvm.ModuleRef, entries: Collection[str], natives: Collection[str] = ()) -> bytes:
    """All of a module optimised together; only `entries`, symbols, can be called from outside.

    Nothing changes the bits of a number: LLVM joins no multiplication with an addition, and reorders no sum, unless the
    code allows it, which numba's without `fastmath` does not.

    Raises
    ------
    TypeError
        The code calls functions, beside `natives`, that are not there without numba.
    NotLean
        LLVM cannot see that code for lean centers leaves them lean.
    """
    for function in module.functions:
        if not function.is_declaration:
            function.linkage = "external" if function.name in entries else "internal"
            function.add_function_attribute("nounwind")
    for variable in module.global_variables:
        if not variable.is_declaration:
            variable.linkage = "internal"
    machine = _machine()
    options = llvm.create_pipeline_tuning_options(speed_level=3)
    options.loop_vectorization = options.slp_vectorization = False  # events come one at a time
    builder = llvm.create_pass_builder(machine, options)
    module.triple = llvm.get_process_triple()
    module.data_layout = str(machine.target_data)
    builder.getModulePassManager().run(module, builder)
    missing = [name for name in _outside(module) if name not in natives and not _is_everywhere(name)]
    changed = ", ".join(name.removeprefix(CHANGED).strip("_") for name in missing if name.startswith(CHANGED))
    if changed:
        raise NotLean(f"kernels may change what lean centers never change: {changed}")
    if missing:
        raise TypeError(f"kernels do what needs numba beside them: {', '.join(missing)}")
    code: bytes = machine.emit_object(module)
    return code


def with_access(module: llvm.ModuleRef, access: object) -> llvm.ModuleRef:
    """A copy with the functions by which fields are read and written, as text of LLVM."""
    copy = module.clone()
    copy.link_in(llvm.parse_assembly(str(access)))
    return copy


class Loaded:
    """Machine code in this process, for as long as this lives."""

    def __init__(self, code: bytes, natives: Iterable[Native[...]]) -> None:
        for native in natives:
            llvm.add_symbol(native.symbol, native.address())
        machine = _machine()
        self._engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine)
        self._engine.add_object_file(llvm.ObjectFileRef.from_data(code))
        self._engine.finalize_object()

    def function(self, symbol: str, takes: Iterable[type], gives: type) -> Callable[..., Any]:
        """To be called; the interpreter's lock is released meanwhile."""
        address = self._engine.get_function_address(symbol)
        if not address:
            raise ValueError(f"no function {symbol}")
        found: Any = ctypes.CFUNCTYPE(NUMBERS[gives], *(NUMBERS[one] for one in takes))(address)
        found.code = self  # which goes when nobody refers to it
        function: Callable[..., Any] = found
        return function


def _outside(module: llvm.ModuleRef) -> list[str]:
    names = [one.name for one in (*module.functions, *module.global_variables) if one.is_declaration]
    return [name for name in names if not name.startswith("llvm.")]


def _is_everywhere(name: str) -> bool:
    """Whether a process that has not imported numba finds it: functions of C are."""
    return not re.match("_?(numba|NRT|Py)", name) and llvm.address_of_symbol(name) is not None


def processor() -> str:
    """What machine code is made for."""
    return f"{llvm.get_process_triple()} {llvm.get_host_cpu_name()} {_features()}"


def _features() -> str:
    try:
        features: str = llvm.get_host_cpu_features().flatten()
    except RuntimeError:  # LLVM does not know this kind of processor's
        return ""
    return features


def _machine() -> llvm.TargetMachine:
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    target = llvm.Target.from_triple(llvm.get_process_triple())
    # As numba does: code and constants may come to lie far apart.
    moves = "static" if target.name.startswith("x86") else "pic" if target.name.startswith("ppc") else "default"
    return target.create_target_machine(
        cpu=llvm.get_host_cpu_name(), features=_features(), opt=3, reloc=moves, codemodel="jitdefault", jit=True
    )
