"""Writes the real output of the README's commands into the README: run it when results or the table change."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"
BANK = ("run", "scenarios/bank")


def output(*arguments: str) -> str:
    command = [sys.executable, "-m", "ccsim", *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8", cwd=README.parent, check=True).stdout


def console(block: re.Match[str]) -> str:
    command = block[1]
    return f"```console\n$ ccsim {command}\n{output(*shlex.split(command))}```"


text = README.read_text(encoding="utf-8")
text = re.sub(r"```console\n\$ ccsim (.*?)\n.*?```", console, text, flags=re.S)
bank = f"<!-- bank -->\n```text\n{output(*BANK)}```\n<!-- /bank -->"
text = re.sub(r"<!-- bank -->.*?<!-- /bank -->", lambda block: bank, text, flags=re.S)
README.write_text(text, encoding="utf-8")
