"""The command line through its entry points: statuses, what goes to which stream, light start."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from ccsim.cli.main import COMMANDS, cli

COMPILERS = ("numba", "llvmlite")
HEAVY = (
    *("numpy", "scipy", "pandas", "matplotlib", "pydantic", "rich", "joblib", "simpy", "ruamel.yaml", "holidays"),
    *COMPILERS,
)


def ccsim(*arguments, **options):
    """Runs `python -m ccsim` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "ccsim", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=120,
        **options,
    )


def call(*arguments):
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def test_help_names_every_command_and_imports_nothing_heavy():
    code = (
        "import sys\nfrom ccsim.cli.main import cli\n"
        "try:\n    cli.main(['--help'])\nexcept SystemExit as end:\n    assert end.code == 0\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stderr.strip() == "[]"
    assert all(command in done.stdout for command in COMMANDS)


def test_import_ccsim_loads_nothing_heavy():
    code = f"import sys, ccsim; dir(ccsim); ccsim.__version__; print([n for n in {HEAVY!r} if n in sys.modules])"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


@pytest.mark.parametrize("arguments", [("validate",), ("run", "--engine", "reference", "--quiet", "--jobs", "1")])
def test_no_compiler_is_imported_where_nothing_is_compiled(small_file, arguments):
    code = (
        "import sys\nfrom ccsim.cli.main import cli\n"
        "try:\n    cli.main(sys.argv[1:])\nexcept SystemExit as end:\n    assert not end.code\n"
        f"print([name for name in {COMPILERS!r} if name in sys.modules], file=sys.stderr)"
    )
    command, *options = arguments
    done = subprocess.run(
        [sys.executable, "-c", code, command, str(small_file), *options], capture_output=True, text=True, timeout=60
    )
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_explains_itself(command):
    done = call(command, "--help")
    assert done.exit_code == 0 and done.stdout.startswith("Usage: ")


def test_version():
    done = call("--version")
    assert done.exit_code == 0 and done.stdout.startswith("ccsim ")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("rnu",), "no command 'rnu' (did you mean 'run'?)"),
        (("zzzzzz",), "no command 'zzzzzz' (there are new, validate, run, compare, check, stress, risk, sweep, "),
        (("run", "x", "--replication1s", "3"), "--replications"),
        (("run",), "Missing argument 'FILE'"),
        (("run", "x", "--replications", "0"), "0 is not in the range x>=1"),
        (("run", "x", "--jobs", "-1"), "-1 is not in the range x>=1"),
        (("run", "x", "--engine", "fast"), "'fast' is not one of 'auto', 'reference', 'compiled'."),
        (("run", "x", "--records-format", "csv", "--out", "y"), "--records-format needs --records"),
        (
            ("run", "x", "--trace", "c", "--json"),
            "--trace tells of one customer and has no --json, --out, --xlsx or --records",
        ),
        (("run", "x", "--trace", "c", "--out", "y"), "--trace tells of one customer"),
        (("run", "x", "--records"), "--records needs --out DIR"),
        (("new", "x", "--template", "void"), "'void' is not one of 'voice', 'multichannel', 'appointments'"),
    ],
)
def test_what_is_asked_wrongly(arguments, says):
    done = call(*arguments)
    assert done.exit_code == 2 and done.stdout == ""
    assert says in done.stderr


@pytest.mark.parametrize("command", ["run", "validate"])
def test_a_scenario_that_is_not_there(command, tmp_path):
    done = call(command, tmp_path / "nowhere.yaml")
    assert done.exit_code == 2 and done.stdout == ""
    assert "nowhere.yaml" in done.stderr


@pytest.mark.parametrize("command", ["run", "validate"])
def test_every_fault_on_its_own_line(command, small_file):
    text = small_file.read_text().replace("patience: 3 min, talk", "patience: -3 min, chanel: 4, talk")
    small_file.write_text(text.replace("at_most: 99%", "at_most: 9900%"))
    done = call(command, small_file)
    assert done.exit_code == 2 and done.stdout == ""
    faults = done.stderr.strip().splitlines()
    assert len(faults) == 3 and all(fault.startswith(str(small_file)) for fault in faults)
    assert any("did you mean 'channel'?" in fault for fault in faults)


def test_a_bug_is_one_line_with_status_70(small_file, monkeypatch):
    def broken(*given, **options):
        raise ZeroDivisionError("nothing\nthere")

    monkeypatch.setattr("ccsim.study.simulate.simulate", broken)
    done = call("run", small_file)
    assert done.exit_code == 70 and done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "a bug in ccsim: ZeroDivisionError: nothing there; please report it" in done.stderr
    monkeypatch.setenv("CCSIM_DEBUG", "1")
    assert isinstance(call("run", small_file).exception, ZeroDivisionError)
    monkeypatch.delenv("CCSIM_DEBUG")
    assert isinstance(call("--debug", "run", small_file).exception, ZeroDivisionError)


def test_ctrl_c_before_anything_is_finished(small_file, monkeypatch):
    def stopped(*given, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr("ccsim.study.simulate.simulate", stopped)
    done = call("run", small_file)
    assert done.exit_code == 130 and done.stdout == "" and "stopped before anything was finished" in done.stderr


def test_schema_is_json_schema():
    done = call("schema")
    assert done.exit_code == 0
    assert "contacts" in json.dumps(json.loads(done.stdout))


@pytest.mark.parametrize("template", ["voice", "multichannel", "appointments"])
def test_new_writes_a_scenario_that_validates(template, tmp_path):
    done = call("new", tmp_path / "mine", "--template", template)
    assert done.exit_code == 0 and "is ready" in done.stdout
    checked = call("validate", tmp_path / "mine")
    assert checked.exit_code == 0 and "no faults" in checked.stdout
    again = call("new", tmp_path / "mine")
    assert again.exit_code == 2 and "mine" in again.stderr


def test_validate_shows_what_was_understood(small_file):
    done = call("validate", small_file)
    assert done.exit_code == 0 and done.stderr == ""
    assert "Small team" in done.stdout and "AHT 210 s" in done.stdout
    assert "no faults, no warnings" in done.stdout
    report = json.loads(call("validate", small_file, "--json").stdout)
    assert report["scenario"] == "Small team" and report["warnings"] == [] and report["understood"]


def test_validate_warns_and_ends_with_0(small_file):
    small_file.write_text(small_file.read_text().replace("staffing: 4", "staffing: 1"))
    done = call("validate", small_file)
    assert done.exit_code == 0 and "no faults, " in done.stdout and "\n- " in done.stdout


def test_a_reader_who_leaves_early_is_no_error(small_file):
    code = f'{sys.executable} -m ccsim run {small_file} --replications 1 --jobs 1 | true; echo "${{PIPESTATUS[0]}}"'
    done = subprocess.run(["bash", "-c", code], capture_output=True, text=True, timeout=120)
    assert done.stderr == "" and done.stdout.strip() in {"0", "1"}


def test_in_a_process_of_its_own_results_go_to_stdout_only(small_file):
    done = ccsim("run", small_file, "--replications", 2)
    assert done.returncode == 0 and done.stderr == "" and done.stdout.startswith("Small team (small.yaml)\n")


def test_a_terminal_without_every_sign_still_gets_its_table(small_file):
    done = ccsim("run", small_file, "--replications", 2, env={**os.environ, "PYTHONIOENCODING": "latin-1"})
    assert done.returncode == 0 and "wait ?" in done.stdout and "Traceback" not in done.stderr


def test_a_policy_that_cannot_be_imported_is_a_fault_to_validate_too(small_file):
    small_file.write_text(small_file.read_text() + "routing: {policy: my_module:Mine}\n")
    for command in ("validate", "run"):
        done = call(command, small_file)
        assert done.exit_code == 2 and done.stdout == "" and "cannot import 'my_module'" in done.stderr


def test_a_name_with_a_blank_is_quoted(tmp_path):
    done = call("new", tmp_path / "mi centro")
    assert done.exit_code == 0 and f"ccsim run '{tmp_path / 'mi centro'}'" in done.stdout


def test_memory_that_ends_anywhere_is_no_bug(small_file, monkeypatch):
    def short(*given, **options):
        raise MemoryError

    monkeypatch.setattr("ccsim.model.build", short)
    done = call("validate", small_file)
    assert done.exit_code == 2 and done.stderr == "ccsim: not enough memory for this\n"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="only Linux has /dev/full")  # noqa: PTH110
@pytest.mark.parametrize("arguments", [("--help",), ("run", "--help")])
def test_help_on_a_full_disk_is_no_bug(arguments):
    with open("/dev/full", "w") as full:  # noqa: PTH123
        command = [sys.executable, "-m", "ccsim", *arguments]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
    assert done.returncode == 2 and done.stderr == "ccsim: no space left on the device that is written to\n"


def test_help_shows_whole_descriptions():
    listed = call("--help").stdout.split("Commands:")[1]
    assert "..." not in listed and all(command in listed for command in COMMANDS)
