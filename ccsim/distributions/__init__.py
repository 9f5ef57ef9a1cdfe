"""Distributions of durations, drawn by inversion: below every other room, since the file reader asks here, too."""

from ccsim.distributions.law import Law
from ccsim.distributions.make import FAMILIES, Written, make_law
from ccsim.distributions.signed import make_signed_law

__all__ = ["FAMILIES", "Law", "Written", "make_law", "make_signed_law"]
