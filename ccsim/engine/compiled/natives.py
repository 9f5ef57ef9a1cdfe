"""Functions of scipy.special that kernels may call; as machine code they run the very code that the ufuncs run."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from inspect import signature
from typing import Any, Generic, ParamSpec

from scipy import special

P = ParamSpec("P")


class Native(Generic[P]):
    """A function of floats that gives a float; in machine code a symbol, resolved when the code is loaded."""

    def __init__(self, function: Callable[P, float]) -> None:
        self.name = function.__name__
        self.arguments = len(signature(function).parameters)
        self.__doc__ = function.__doc__
        self._function = function

    def __call__(self, *arguments: P.args, **named: P.kwargs) -> float:
        return self._function(*arguments, **named)

    @property
    def symbol(self) -> str:
        return f"scipy_special_{self.name}"

    def address(self) -> int:
        """Of scipy's own C function, among the variants for several types the one for doubles.

        It takes one more argument, an int that Cython uses and that must be 0.
        """
        from scipy.special import cython_special

        wanted = f"double ({', '.join(['double'] * self.arguments)}, int __pyx_skip_dispatch)".encode()
        for variant in (self.name, f"__pyx_fuse_0{self.name}", f"__pyx_fuse_1{self.name}"):
            capsule = cython_special.__pyx_capi__.get(variant)
            if capsule is not None and _signature(capsule) == wanted:
                return int(_pointer(capsule, wanted))
        raise ImportError(f"scipy.special.cython_special has no {self.name} of doubles in this version")


_signature = ctypes.pythonapi.PyCapsule_GetName
_signature.restype, _signature.argtypes = ctypes.c_char_p, [ctypes.py_object]
_pointer: Any = ctypes.pythonapi.PyCapsule_GetPointer
_pointer.restype, _pointer.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]


@Native
def log1p(x: float) -> float:
    return float(special.log1p(x))


@Native
def expm1(x: float) -> float:
    return float(special.expm1(x))


@Native
def ndtri(p: float) -> float:
    """The standard normal quantile."""
    return float(special.ndtri(p))


@Native
def gammaincinv(a: float, p: float) -> float:
    """The quantile of a gamma distribution of shape `a` and scale 1."""
    return float(special.gammaincinv(a, p))


@Native
def xlogy(x: float, y: float) -> float:
    return float(special.xlogy(x, y))


@Native
def ndtr(x: float) -> float:
    """The standard normal distribution function."""
    return float(special.ndtr(x))


@Native
def gammainc(a: float, x: float) -> float:
    return float(special.gammainc(a, x))


@Native
def inv_boxcox(y: float, power: float) -> float:
    """exp(y) where `power` is 0, to the bit."""
    return float(special.inv_boxcox(y, power))
