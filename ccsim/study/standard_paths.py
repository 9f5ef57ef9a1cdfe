"""Where a center says what most planners ask about: volume, handle time, patience, absence. Paths by who it is of."""

from __future__ import annotations

from ccsim.scenario.change_path import standing
from ccsim.scenario.node import Node
from ccsim.scenario.schema import Scenario

Paths = dict[str, str]


def volumes(base: Scenario) -> tuple[Paths, Paths]:
    """Contacts and booking requests that come by themselves; what follows from them follows."""
    contacts = {name: f"contacts.{quoted(name)}.arrivals" for name, one in base.contacts.items() if one.arrivals}
    bookings = {
        name: f"appointments.{quoted(name)}.requests" for name, one in base.appointments.items() if one.requests
    }
    return contacts, bookings


def recorded(base: Scenario) -> list[str]:
    """Whose arrivals are a trace, which is replayed and cannot be multiplied."""
    arrivals = {name: one.arrivals for name, one in base.contacts.items()}
    arrivals |= {name: one.requests for name, one in base.appointments.items()}
    return [name for name, one in arrivals.items() if one is not None and one.trace is not None]


def handle_times(base: Scenario) -> tuple[Paths, Paths]:
    """Those of contact types, and of groups that have their own; where talk and wrap-up stand apart, both or talk."""
    types = {name: f"contacts.{quoted(name)}.handle_time" for name in base.contacts}
    own = {
        f"{contact} by {group}": f"agents.{quoted(group)}.skills.{quoted(contact)}.handle_time"
        for group, said in base.agents.items()
        for contact, skill in said.skills.items()
        if skill.handle_time is not None or skill.talk_time is not None
    }
    return types, own


def patiences(base: Scenario) -> Paths:
    return {
        name: f"contacts.{quoted(name)}.patience" for name, one in base.contacts.items() if one.patience is not None
    }


def absences(base: Scenario, root: Node) -> tuple[dict[str, tuple[str, bool]], list[str]]:
    """Paths of groups planned by shifts, with whether anything is said there; and groups planned by net counts."""
    found: dict[str, tuple[str, bool]] = {}
    for group, said in base.agents.items():
        path = f"agents.{quoted(group)}.absence"
        if said.shifts is not None:
            in_parts = bool(standing(root, ("agents", group, "absence", "share"))[0])
            found[group] = (f"{path}.share" if in_parts else path, said.absence is not None)
    return found, [group for group, said in base.agents.items() if said.shifts is None]


def quoted(name: str) -> str:
    """As a step of a path."""
    return f'"{name}"' if set(name) & set("=*+") else name
