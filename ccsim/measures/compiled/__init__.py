"""Rows of logs counted as machine code, by kernels (see `ccsim.engine.compiled.kernel`), in one pass over each log.

What a measure is stands where NumPy counts, in the modules around: kernels know of contacts only which of them are
alike, and are told by tables what those who are so count for.
"""
