"""Studies: one scenario simulated, its results and records kept, customers' journeys told and listed."""
