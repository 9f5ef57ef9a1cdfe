"""What customers bring: who comes when, how patient, with how much work; and who of the staff is absent or late.

All of it is decided before the center does anything, keyed by names, so that a change of staff or routing changes no
customer.
"""

from ccsim.workload.replication import Sampler, draw
from ccsim.workload.streams import Streams
from ccsim.workload.workload import Workload

__all__ = ["Sampler", "Streams", "Workload", "draw"]
