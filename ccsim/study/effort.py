"""How long replications take and how much memory, roughly: decides what runs where, never what comes out."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from ccsim.model.center import CenterModel
from ccsim.model.volume import booking_requests, first_contacts

CONTACT_SECONDS = {"reference": 15e-6, "compiled": 0.5e-6}
"""Seconds of one core for a contact, from its draw to its measures; other engines are taken to be as slow as any."""
REPLICATION_SECONDS = 1e-3
"""What a replication takes however few come: calls of NumPy, tables of measures handed over."""
CONTACT_BYTES = 500
"""Most memory that a contact takes where it is simulated."""
PROCESS_BYTES = 200e6
"""What one process more takes before it simulates anything."""
MEMORY = Path("/proc/meminfo")
CGROUP = Path("/sys/fs/cgroup")


def expected_contacts(model: CenterModel) -> float:
    """Contacts and booking requests that one replication brings on average, without what follows from them."""
    return first_contacts(model) + booking_requests(model)


def replication_seconds(model: CenterModel, engine: str) -> float:
    """Seconds of one core for one replication."""
    contact = CONTACT_SECONDS.get(engine, max(CONTACT_SECONDS.values()))
    return REPLICATION_SECONDS + expected_contacts(model) * contact


def within_memory(model: CenterModel, jobs: int) -> tuple[int, str]:
    """How many of `jobs` processes the memory of this machine carries, one at least, and what to say where not all."""
    free = free_bytes()
    contacts = expected_contacts(model)
    each = contacts * CONTACT_BYTES + (PROCESS_BYTES if jobs > 1 else 0.0)
    if free is None or jobs * each <= free:
        return jobs, ""
    need = f"a replication of {contacts:,.0f} contacts may need {size(each)}, and {size(free)} are free"
    if each > free:
        return 1, f"{need}: memory may run out"
    fewer = int(free / each)
    return fewer, f"{'one process' if fewer == 1 else f'{fewer} processes'} instead of {jobs}: {need}"


def size(count: float) -> str:
    return f"{count / 1e9:,.1f} GB" if count >= 1e9 else f"{count / 1e6:,.1f} MB"


def free_bytes() -> float | None:
    """Memory that is free on this machine, or left of what its container may use; None: not known."""
    found = []
    with suppress(OSError, ValueError, KeyError):
        found.append(1024.0 * numbers(MEMORY)["MemAvailable:"])
    with suppress(OSError, ValueError, KeyError):  # "max" where the container has no limit
        limit, used = (int((CGROUP / name).read_text(encoding="ascii")) for name in ("memory.max", "memory.current"))
        found.append(float(limit - used + numbers(CGROUP / "memory.stat")["inactive_file"]))
    if not found:
        with suppress(AttributeError, OSError, ValueError):
            found.append(float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")))
    return min(found) if found else None


def numbers(file: Path) -> dict[str, int]:
    """The first number of each line, by the word before it."""
    lines = (line.split() for line in file.read_text(encoding="ascii").splitlines())
    return {line[0]: int(line[1]) for line in lines}
