"""Routing policies written in Python.

A policy is an object with one or both of the methods of `RoutingPolicy`; for what it does not have, the scenario's
rules apply. It sees what it may choose from and returns one of these, or None to leave the contact waiting or the
agent idle. `routing: {policy: my_module:MyPolicy}` names its class; the module is looked for beside the scenario file
first. An instance is made for each replication, so that nothing leaks from one into the next.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import Any, Protocol

from ccsim.errors import PolicyError

_IMPORTING = RLock()


@dataclass(frozen=True, slots=True)
class OfferedContact:
    """A contact that waits or has just come. Times in seconds."""

    contact_type: str
    channel: str
    wait: float
    priority: float
    head_start: float
    row: int  # of the workload: names the customer within the replication


@dataclass(frozen=True, slots=True)
class OfferedAgent:
    """An agent on duty who has room."""

    name: str
    group: str
    contacts_in_hand: int  # but for interruptible work
    would_interrupt: bool
    index: int  # of the center; unique


class RoutingPolicy(Protocol):
    """What a policy may answer."""

    def choose_agent(self, contact: OfferedContact, agents: Sequence[OfferedAgent], now: float) -> OfferedAgent | None:
        """`contact` has come, or may use one more group; `agents`: all who are able to take it now, by index."""

    def choose_contact(
        self, agent: OfferedAgent, contacts: Sequence[OfferedContact], now: float
    ) -> OfferedContact | None:
        """`agent` has a place free; `contacts`: all waiting that he is able to take now, first come first."""


def load_policy(name: str, folder: str) -> type[Any]:
    """The class that `module:Class` names; a module file in `folder` goes before installed modules.

    Raises
    ------
    PolicyError
        No such module or class, the module raised, or the class has none of the methods.
    """
    module_name, _, class_name = name.partition(":")
    try:
        module = _import(module_name, Path(folder))
    except Exception as error:
        raise PolicyError(f"routing.policy {name!r}: cannot import {module_name!r}: {_brief(error)}") from error
    policy = getattr(module, class_name, None)
    if not isinstance(policy, type):
        raise PolicyError(f"routing.policy {name!r}: {module_name} has no class {class_name!r}")
    if not any(hasattr(policy, method) for method in ("choose_agent", "choose_contact")):
        raise PolicyError(f"routing.policy {name!r}: the class has neither choose_agent nor choose_contact")
    return policy


def _import(module_name: str, folder: Path) -> Any:
    file = policy_file(module_name, folder)
    if file is None:
        return importlib.import_module(module_name)
    with _IMPORTING:  # one thread at a time: what is half imported is in sys.modules already
        return _from_file(module_name, file)


def policy_file(module_name: str, folder: Path) -> Path | None:
    """The file of a module in `folder`; None where an installed module is meant."""
    file = folder.joinpath(*module_name.split(".")).with_suffix(".py")
    return file if file.is_file() else None


def _from_file(module_name: str, file: Path) -> Any:
    unique = f"ccsim_policy_{abs(hash(str(file.resolve())))}_{module_name.replace('.', '_')}"
    if unique in sys.modules:
        return sys.modules[unique]
    spec = importlib.util.spec_from_file_location(unique, file)
    if spec is None or spec.loader is None:
        raise ImportError(f"{file} is not a Python module")
    module = importlib.util.module_from_spec(spec)
    sys.modules[unique] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[unique]
        raise
    return module


def _brief(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"
