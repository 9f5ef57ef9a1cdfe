"""The sections of a scenario file: what each may say, and what must fit together."""
