"""Scenario files: what a planner says, read, checked and resolved to seconds, shares and contacts per second."""

from ccsim.scenario.change import Change, read_change
from ccsim.scenario.load import Source, fingerprint, from_dict, load, source
from ccsim.scenario.new_folder import TEMPLATES, new
from ccsim.scenario.schema import Scenario
from ccsim.scenario.sections.whole import json_schema

__all__ = [
    "TEMPLATES",
    "Change",
    "Scenario",
    "Source",
    "fingerprint",
    "from_dict",
    "json_schema",
    "load",
    "new",
    "read_change",
    "source",
]
