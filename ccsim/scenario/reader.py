"""What is known while a scenario is read: its faults so far, the names it says, the sections read before."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ccsim.errors import Fault
from ccsim.scenario.adjustments import Adjustments
from ccsim.scenario.calendar import Clock, Window, merged
from ccsim.scenario.node import Entry, Node, Place
from ccsim.scenario.schema import AgentGroup, Channel, Contact, Opening
from ccsim.scenario.schema_behaviour import Rule, SelfService
from ccsim.scenario.schema_bookings import Appointment, Reminder
from ccsim.sentences import Sentence


class Refused(Exception):
    """A value could not be read; why is noted."""


@dataclass
class Reader:
    """What is known while a scenario is read: faults so far, all names said, and the sections read before."""

    faults: list[Fault] = field(default_factory=list)
    names: dict[str, list[str]] = field(default_factory=dict)  # section -> names, readable or not
    clock: Clock | None = None  # None: the calendar cannot be read, so tables cannot either
    opening: Opening | None = None
    channels: dict[str, Channel] = field(default_factory=dict)
    later_channels: frozenset[str] = frozenset()  # of kinds that are not yet supported
    contacts: dict[str, Contact] = field(default_factory=dict)
    contact_channel: dict[str, str] = field(default_factory=dict)  # of contacts whose other keys may be at fault
    arriving: set[str] = field(default_factory=set)  # contacts that say arrivals, readable or not
    appointment_contact: dict[str, str] = field(default_factory=dict)  # of appointments whose other keys may be so
    features: set[str] = field(default_factory=set)  # what some measures need: `measure_names.Feature`
    called: set[str] = field(default_factory=set)  # contacts that agents make, to have appointments confirmed
    booked_by_moves: set[str] = field(default_factory=set)  # appointments that some move books
    groups: dict[str, AgentGroup] = field(default_factory=dict)
    skills: dict[str, tuple[str, ...]] = field(default_factory=dict)  # of groups whose other keys may be at fault
    reminders: dict[str, Reminder] = field(default_factory=dict)
    appointments: dict[str, Appointment] = field(default_factory=dict)
    self_service: dict[str, SelfService] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    understood: list[Sentence] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)  # their files
    warnings: list[Sentence] = field(default_factory=list)
    assumed: list[Sentence] = field(default_factory=list)  # of tables, though they do not say it
    adjustments: Adjustments = field(default_factory=Adjustments)  # changes typed to what is read
    base_unknown: bool = False  # an overlay read without what it extends: nothing is missing, any name may be known

    def refuse(self, place: Place, path: str, message: str) -> Refused:
        """Notes a fault; raise what is returned, or go on."""
        self.faults.append(Fault(place.file, place.line, place.column, path, message))
        return Refused()

    def kind_of(self, contact: str) -> str | None:
        """Kind of a contact type's channel; None when it cannot be known."""
        channel = self.channels.get(self.contact_channel.get(contact, ""))
        return channel.kind if channel is not None else None

    def windows(self, channels: set[str]) -> list[Window] | None:
        """Opening windows over the horizon of any of these channels; None when they cannot be known."""
        if self.clock is None or self.opening is None:
            return None
        windows: list[Window] = []
        for name in channels:
            own = self.opening.channels.get(name)
            windows += self.clock.windows(own.hours if own and own.hours else self.opening.default)
        return merged(windows)


@dataclass
class Said:
    """What a record says: values that could be read, and every key that was said, readable or not."""

    node: Node
    path: str
    reader: Reader
    values: dict[str, Any]

    def __contains__(self, key: str) -> bool:
        return key in self.entries

    @property
    def entries(self) -> Mapping[str, Entry]:
        assert isinstance(self.node.value, dict)
        return self.node.value

    def get(self, key: str) -> Any:
        """The value of a key by its attribute's name; None when not said or not readable."""
        return self.values.get(key)

    def fault(self, key: str, message: str) -> None:
        """Notes a fault at the value of a key (the record itself when it is not said)."""
        place = self.entries[key].node.place if key in self.entries else self.node.place
        self.reader.refuse(place, join(self.path, key) if key else self.path, message)

    def fault_at_key(self, key: str, message: str) -> None:
        """Notes a fault at a key that should not stand here."""
        self.reader.refuse(self.entries[key].key, join(self.path, key), message)

    def only_with(self, keys: tuple[str, ...], allowed: bool, why: str) -> None:
        """Refuses each of these keys unless allowed."""
        for key in keys:
            if key in self and not allowed:
                self.fault_at_key(key, why)


def mapping(node: Node, path: str, reader: Reader) -> dict[str, Entry]:
    """The members of a mapping."""
    if not isinstance(node.value, dict):
        glued = re.match(r"[A-Za-z_][\w-]*:(?=\S)", node.value) if isinstance(node.value, str) else None
        hint = f" (a space is missing after '{glued[0]}')" if glued else ""
        raise reader.refuse(node.place, path, f"expected a mapping (name: value), got {node}{hint}")
    return node.value


def file_of(node: Node) -> Path:
    """The path of a file as written, from the folder of the file that says it."""
    return Path(node.place.folder) / node.text


def join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
