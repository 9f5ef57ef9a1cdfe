"""Closed forms: Erlang B, C and A, and the least number of agents that meets a target."""

from ccsim.erlang.a import ErlangA
from ccsim.erlang.b import ErlangB
from ccsim.erlang.c import ErlangC
from ccsim.erlang.parameters import ErlangError
from ccsim.erlang.staffing import MOST_AGENTS, agents_needed

__all__ = ["MOST_AGENTS", "ErlangA", "ErlangB", "ErlangC", "ErlangError", "agents_needed"]
