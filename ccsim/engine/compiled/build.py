"""From kernels to LLVM: numba types and translates each by itself, with calls of others left open.

So a kernel is looked at once however often it is called, and circles of calls need no care. Nothing is optimised here:
`link` does that once, with all kernels in sight.
"""

from __future__ import annotations

import dis
import re
import types as python
from collections.abc import Iterable
from typing import Any

import llvmlite.binding as llvm
from llvmlite import ir
from numba.core import compiler
from numba.core import typed_passes as typed
from numba.core import untyped_passes as untyped
from numba.core.cgutils import alloca_once
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler_lock import global_compiler_lock
from numba.core.compiler_machinery import PassManager
from numba.core.errors import NumbaError
from numba.core.registry import cpu_target

from ccsim.engine.compiled.kernel import either
from ccsim.engine.compiled.program import KernelError, Program, signature_of, symbol
from ccsim.engine.compiled.stand_ins import (
    KINDS,
    PASSED,
    call_kernel,
    call_native,
    call_through,
    choice,
    fits,
    nb,
    row_at,
    row_fetched,
)


class _Plain(compiler.CompilerBase):  # type: ignore[misc]
    """numba's compiler without what kernels have no use for: closures, inlining, arrays, unrolled loops."""

    def define_pipelines(self) -> list[PassManager]:
        passes = PassManager("kernel")
        for one in (
            untyped.TranslateByteCode,
            untyped.FixupArgs,
            untyped.IRProcessing,
            untyped.GenericRewrites,
            untyped.ReconstructSSA,
            typed.NopythonTypeInference,
            typed.PreLowerStripPhis,
            typed.NoPythonSupportedFeatureValidation,
            typed.IRLegalization,
            typed.AnnotateTypes,
            typed.NativeLowering,
            typed.NoPythonBackend,
        ):
            passes.add_pass(one, one.__name__)
        passes.finalize()
        return [passes]


class _Library(JITCodeLibrary):  # type: ignore[misc]
    """numba's code as it is first written down, with what it calls of numba's own, and never loaded."""

    def _optimize_functions(self, module: Any) -> None:
        pass

    def _optimize_final_module(self) -> None:
        pass

    def _finalize_final_module(self) -> None:
        self._finalized = True


class Front:
    """numba, set up for one program; `translate` gives kernels as an LLVM module."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._stands_for: dict[int, Any] = {id(either): choice()}
        for name, table in program.tables.items():
            self._stands_for[id(table)] = row_at(program.slots[name], table, program.written)
        for name, ahead in program.ahead.items():
            self._stands_for[id(ahead)] = row_fetched(program.slots[name], ahead.table)
        for name, callback in program.callbacks.items():
            self._stands_for[id(callback)] = call_through(program.slots[name], callback)
        for native in program.natives.values():
            self._stands_for[id(native)] = call_native(native)
        for kernel in program.kernels.values():
            self._stands_for[id(kernel)] = call_kernel(kernel)
        self._globals: dict[str, dict[str, Any]] = {}
        self._rooms: dict[str, python.ModuleType] = {}
        llvm.initialize_native_target()
        llvm.initialize_native_asmprinter()
        self._target = cpu_target.target_context
        self._flags = compiler.Flags()
        self._flags.no_compile = True
        self._flags.no_cpython_wrapper = True
        self._flags.no_cfunc_wrapper = True
        self._flags.error_model = "numpy"

    def translate(self, names: Iterable[str]) -> llvm.ModuleRef:
        """Kernels under their symbols, each to be called as its annotations say.

        Raises
        ------
        KernelError
            numba cannot translate one.
        """
        whole = llvm.parse_assembly("")
        with global_compiler_lock:
            for name in names:
                for part in self._translated(self._program.kernels[name]):
                    whole.link_in(part)
        return whole

    def _translated(self, kernel: python.FunctionType) -> tuple[llvm.ModuleRef, llvm.ModuleRef]:
        if any(one.opname == "RAISE_VARARGS" for one in dis.get_instructions(kernel)):
            raise KernelError(kernel, "raises, which machine code cannot")
        if any(isinstance(one, python.CodeType) for one in kernel.__code__.co_consts):
            raise KernelError(kernel, "makes a function (or a comprehension), which machine code cannot")
        takes, gives = signature_of(kernel)
        copy = python.FunctionType(kernel.__code__, self._globals_of(kernel), kernel.__name__)
        copy.__module__ = kernel.__module__
        arguments = tuple(KINDS[one] for one in takes)
        library = _Library(self._target.codegen(), kernel.__name__)
        try:
            found = compiler.compile_extra(
                cpu_target.typing_context, self._target, copy, arguments, None, self._flags, {}, library, _Plain
            )
        except Exception as error:  # numba's own, and what its compiler stumbles over
            raise KernelError(kernel, *_explained(error, kernel.__code__.co_filename)) from error
        given = found.signature.return_type
        if not fits(given, KINDS[gives]):
            also = ", or ends without" if isinstance(given, nb.Optional) else ""
            given = given.type if also else given
            raise KernelError(kernel, f"is declared to give {gives.__name__}, but gives {given}{also}")
        library.finalize()
        outside = _outside(self._target, kernel, takes, gives, given, found.fndesc)
        return llvm.parse_assembly(library.get_llvm_str()), llvm.parse_assembly(str(outside))

    def _globals_of(self, kernel: python.FunctionType) -> dict[str, Any]:
        """The globals of its module, with what stands for kernels and tables."""
        known = self._globals.get(kernel.__module__)
        if known is None:
            known = self._globals[kernel.__module__] = self._replaced(kernel.__globals__)
            for name, value in kernel.__globals__.items():
                if isinstance(value, python.ModuleType):
                    known[name] = self._room(value)
        return known

    def _room(self, module: python.ModuleType) -> python.ModuleType:
        """A module with what stands for its kernels and tables; itself where it has none."""
        if module.__name__ not in self._rooms:
            replaced = self._replaced(vars(module))
            room = module
            if any(value is not vars(module)[name] for name, value in replaced.items()):
                room = python.ModuleType(module.__name__)
                vars(room).update(replaced)
            self._rooms[module.__name__] = room
        return self._rooms[module.__name__]

    def _replaced(self, names: dict[str, Any]) -> dict[str, Any]:
        return {name: self._stands_for.get(id(value), value) for name, value in names.items()}


def _explained(error: Exception, file: str) -> tuple[str, int]:
    """What numba says, without the ways it tried, and the last line of the file that it speaks of."""
    text = str(error)
    lines = re.findall(rf"{re.escape(file)} \((\d+)\)", text)
    ours = re.search(r"TypingError: (argument \d+ of .*)", text)
    if ours:
        message = ours.group(1)
    else:
        text = re.sub(r"^There are \d+ candidate.*\n(?:[ \t].*\n|\n(?=[ \t]))*", "", text, flags=re.MULTILINE)
        text = re.sub(r"^(?:Failed in kernel mode|During: Pass).*\n?", "", text, flags=re.MULTILINE)
        message = text.strip() if isinstance(error, NumbaError) else f"{type(error).__name__}: {text}"
    return message, int(lines[-1]) if lines else 0


def _outside(target: Any, kernel: Any, takes: Any, gives: Any, given: Any, described: Any) -> ir.Module:
    """A kernel's symbol: calls what numba made of it, whose status means nothing, as kernels do not raise."""
    module = ir.Module(f"outside {kernel.__name__}")
    inside = target.call_conv.get_function_type(described.restype, described.argtypes)
    inner = ir.Function(module, inside, described.mangled_name)
    outer = ir.Function(module, ir.FunctionType(PASSED[gives], [PASSED[one] for one in takes]), symbol(kernel.__name__))
    builder = ir.IRBuilder(outer.append_basic_block())
    result, raised, *_ = inside.args
    slot = alloca_once(builder, result.pointee, zfill=True)
    builder.call(inner, [slot, alloca_once(builder, raised.pointee, zfill=True), *outer.args])
    if gives is type(None):
        builder.ret_void()
        return module
    value = builder.load(slot)
    given = nb.unliteral(given)
    signed = isinstance(given, nb.Integer) and given.signed
    if gives is float and isinstance(given, nb.Integer):
        value = (builder.sitofp if signed else builder.uitofp)(value, ir.DoubleType())
    elif gives is float and given == nb.float32:
        value = builder.fpext(value, ir.DoubleType())
    elif gives is int and value.type.width < 64:
        value = (builder.sext if signed else builder.zext)(value, ir.IntType(64))
    builder.ret(value)
    return module
