"""Whether `ccsim check` keeps the error rates that it promises."""
