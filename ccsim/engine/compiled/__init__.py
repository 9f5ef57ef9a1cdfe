"""The compiled engine: the reference engine's rules as an event loop over arrays, compiled by numba.

It gives the same logs to the bit. Nothing is imported here: `engine` is reached by `ccsim.engine.choose` alone.

Read in this order. What a kernel is: `kernel`; how kernels become machine code, once a machine and version:
`program`, `build` with `stand_ins` and `fields`, `lean`, `link`, `cache`, `machine`, `natives`. What they work on:
`memory`, `center_memory`, `behaviour_memory`, `appointment_memory`; what they write for the logs, `page`. The rooms
of the loop, after those of the reference: `loop`, `events`; a contact until it is taken `life`, `lines`, `draws`,
`attempts`, `laws`; who takes whom `routing`, `choosing`, `turns`, `pools`; `work`; who is on duty `roster`, `breaks`,
`positions`, `presence`; `doors`; then `bots`, `journeys`, `callbacks`, `live_rules` with `offers` and `group_rules`;
of appointments `booking`, `booked`, `diary`, `attendance`, `reminding`, `cancelling`, `hosting`, `coming`; `log`.
From a model to tables and from tables to logs: `plan` with `behaviour_plan`, `appointment_plan`, `law_book`, `block`,
`duties`; `engine`; `read`, `intervals`, `same_columns`, `read_bookings`. What it cannot run, and why: `support`.
"""
