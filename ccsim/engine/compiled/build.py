"""From kernels to object code: numba translates each alone, LLVM links and optimises them together.

Each kernel is compiled with every other one as an outside symbol, so that none is looked at twice, circles of calls are
no matter, and the time it takes grows with the number of kernels, not with the depth of their calls.
"""

from __future__ import annotations

import inspect
import re
import types as python
from collections.abc import Callable
from typing import Any, get_type_hints

import llvmlite.binding as llvm
from llvmlite import ir
from numba import cfunc, types
from numba.core import config
from numba.core.errors import NumbaError
from numba.extending import intrinsic
from numba.np import numpy_support

from ccsim.engine.compiled.kernel import KERNELS, Column, Table, World, slots

_NUMBA_TYPES = {World: types.int64, int: types.int64, float: types.float64, bool: types.int64, type(None): types.void}
_BYTES = ir.IntType(8).as_pointer()
_LONG = ir.IntType(64)


def object_code(entry: str) -> bytes:
    """Of all kernels, with `ccsim_<entry>` to be called from outside.

    Raises
    ------
    TypeError
        numba cannot compile a kernel; names it, its file and line.
    """
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    for name in KERNELS:
        llvm.add_symbol(_symbol(name), 1)  # numba wants to find what it links; nothing is called through these
    linked = llvm.parse_assembly("")
    for name, function in KERNELS.items():
        linked.link_in(llvm.parse_assembly(_translated(name, function)))
    for function in linked.functions:
        if not function.is_declaration and function.name != _symbol(entry):
            function.linkage = "internal"
    return _optimised(linked)


def _optimised(module: llvm.ModuleRef) -> bytes:
    machine = llvm.Target.from_default_triple().create_target_machine(
        cpu=llvm.get_host_cpu_name(),
        features=llvm.get_host_cpu_features().flatten(),
        opt=3,
        reloc="pic",
        jit=True,
    )
    builder = llvm.create_pass_builder(machine, llvm.create_pipeline_tuning_options(speed_level=3))
    builder.getModulePassManager().run(module, builder)
    code: bytes = machine.emit_object(module)
    return code


def _translated(name: str, function: Callable[..., Any]) -> str:
    """A kernel as LLVM assembly, not yet optimised."""
    names = {key: _as_numba_sees(value) for key, value in function.__globals__.items() if key in _names_in(function)}
    copy = python.FunctionType(function.__code__, {"__builtins__": __builtins__, **names}, function.__name__)
    numba: Any = config  # whose settings are made as it is read
    before = numba.OPT
    numba.OPT = type(before)(0)  # all is optimised once, when it is linked
    try:
        compiled: Any = cfunc(_signature(function), error_model="numpy")(copy)
    except NumbaError as error:
        where = f"{inspect.getsourcefile(function)}:{function.__code__.co_firstlineno}"
        raise TypeError(f"kernel {name} ({where}) cannot be compiled: {error}") from error
    finally:
        numba.OPT = before
    text = re.sub(rf"^declare [^\n]*@{_symbol(name)}\(.*$", "", compiled.inspect_llvm(), flags=re.MULTILINE)
    return text.replace(compiled._wrapper_name, _symbol(name))


def _signature(function: Callable[..., Any]) -> Any:
    hints = get_type_hints(function)
    result = _NUMBA_TYPES[hints.pop("return")]
    return result(*(_NUMBA_TYPES[hint] for hint in hints.values()))


def _symbol(name: str) -> str:
    return f"ccsim_{name}"


def _names_in(function: Callable[..., Any]) -> set[str]:
    return set(function.__code__.co_names)


def _as_numba_sees(value: Any) -> Any:
    """A global of a kernel: other kernels, tables, and rooms of them stand for what is linked."""
    if isinstance(value, Table):
        return _record_at(value)
    if isinstance(value, Column):
        return _number_at(value)
    if inspect.isfunction(value) and KERNELS.get(value.__name__) is value:
        return types.ExternalFunction(_symbol(value.__name__), _signature(value))
    if inspect.ismodule(value) and value.__name__.startswith("ccsim."):
        room = python.ModuleType(value.__name__)
        for name, one in vars(value).items():
            if isinstance(one, int | float) or (inspect.isfunction(one) and KERNELS.get(one.__name__) is one):
                setattr(room, name, _as_numba_sees(one))
        return room
    return value


def _row_address(builder: Any, world: Any, slot: int, row: Any, size: int) -> Any:
    """Of a row of the table whose address stands in a slot of the world."""
    bases = builder.inttoptr(world, _BYTES.as_pointer())
    base = builder.load(builder.gep(bases, [_LONG(slot)]))
    return builder.gep(base, [builder.mul(row, _LONG(size))])


def _record_at(table: Table[Any]) -> Any:
    record, slot, size = numpy_support.from_dtype(table.dtype), slots()[table.name], table.dtype.itemsize

    @intrinsic
    def at(typing: Any, world: Any, row: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            address = _row_address(builder, arguments[0], slot, arguments[1], size)
            return builder.bitcast(address, context.get_value_type(record))

        return record(types.int64, types.int64), generate

    return at


def _number_at(column: Column[Any]) -> Any:
    number, slot = _NUMBA_TYPES[column.kind], slots()[column.name]

    @intrinsic
    def at(typing: Any, world: Any, row: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            address = _row_address(builder, arguments[0], slot, arguments[1], 8)
            return builder.load(builder.bitcast(address, context.get_value_type(number).as_pointer()))

        return number(types.int64, types.int64), generate

    return at
