"""Studies: one scenario simulated, its results kept, one contact explained."""
