"""`ccsim` on a terminal of some width, and what a reader of it sees."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios

from rich.cells import cell_len

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
OF_TERMINALS = ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "PYTHONIOENCODING")


def environment(**more):
    """Ours without what says how a terminal is, but for `more`."""
    own = {name: value for name, value in os.environ.items() if name not in OF_TERMINALS}
    return {**own, "TERM": "xterm-256color", "PYTHONUTF8": "0", "LC_ALL": "C.UTF-8", **more}


def on_terminal(*arguments, columns=100, **more):
    """What stdout shows where it is a terminal."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    command = [sys.executable, "-m", "ccsim", *map(str, arguments)]
    with subprocess.Popen(command, stdout=theirs, stderr=subprocess.DEVNULL, env=environment(**more)) as process:
        os.close(theirs)
        shown = b""
        while piece := _read(ours):
            shown += piece
    os.close(ours)
    assert process.returncode in (0, 1, 3)
    encoding = more.get("PYTHONIOENCODING", "utf-8")
    return shown.decode(encoding).replace("\r\n", "\n")


def piped(*arguments, **more):
    """What stdout gives to a pipe."""
    command = [sys.executable, "-m", "ccsim", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, check=True, env=environment(**more))
    return done.stdout.decode()


def _read(terminal):
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux says so when the other end is closed
        return b""


def seen(shown):
    """Without colours."""
    return ESCAPE.sub("", shown)


def widest(shown):
    """Columns of the longest line."""
    return max(cell_len(line) for line in seen(shown).split("\n"))
