"""The reference engine: a SimPy model that defines what ccsim's rules mean. Start reading in `center`."""

from ccsim.engine.simpy_engine.center import run
from ccsim.engine.simpy_engine.story import Story

__all__ = ["Story", "run"]
