"""The compiled engine: the reference engine's rules as an event loop over arrays, compiled by numba.

Read `kernel` first: what a kernel is, and how one file serves as plain Python and as machine code.
"""
