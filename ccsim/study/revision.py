"""A scenario as it was at a revision of the git repository that holds it."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from ccsim.errors import CcsimError, ScenarioError
from ccsim.scenario.files import scenario_file
from ccsim.scenario.load import load
from ccsim.scenario.schema import Scenario

OF_A_HOOK = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY")
"""What git tells its hooks, and what would make git look elsewhere than where the scenario is."""


@contextmanager
def at_revision(path: str | Path, revision: str) -> Iterator[Scenario]:
    """The scenario of `path` as it was at `revision`, with all that it extends and reads from its repository.

    The whole revision is written to a temporary folder, which stays until the block is left (a routing policy is read
    when it is first needed); work tree and index of the repository are not touched.

    Raises
    ------
    CcsimError
        There is no git, no repository, no such revision, or the file was not there.
    ScenarioError
        The scenario of that revision has faults.
    """
    file = scenario_file(Path(path)).resolve()
    shown = f"--baseline git:{revision}"
    if not file.parent.is_dir():
        raise CcsimError(f"{shown}: no such folder: {file.parent}")
    top = Path(_git(file.parent, shown, "rev-parse", "--show-toplevel")).resolve()
    commit = _commit(file.parent, revision, shown)
    inside = file.relative_to(top).as_posix()
    if not _git(top, shown, "ls-tree", "--full-tree", "--name-only", commit, "--", inside):
        raise CcsimError(f"{shown}: {inside} was not there at {revision} ({commit[:10]})")
    with tempfile.TemporaryDirectory(prefix="ccsim-baseline-") as folder:
        tree, index = Path(folder) / "tree", str(Path(folder) / "index")
        tree.mkdir()
        _git(top, shown, "read-tree", commit, index=index)
        _git(top, shown, "checkout-index", "--all", "--quiet", f"--prefix={tree.as_posix()}/", index=index)
        given = inside if Path(path).resolve() == file else Path(inside).parent.as_posix()
        try:
            scenario = load(tree / given)
        except ScenarioError as error:
            faults = [replace(fault, file=_named(fault.file, tree, revision)) for fault in error.faults]
            raise ScenarioError(faults) from None
        yield scenario


def _commit(folder: Path, revision: str, shown: str) -> str:
    if not revision.strip():
        raise CcsimError("--baseline git: a revision is missing: git:main, git:HEAD~1, git:v1.2 or a commit")
    found = _run(folder, shown, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if found.returncode == 0:
        return found.stdout.strip()
    message = f"{shown}: no revision '{revision}' in the repository of {folder}"
    if _git(folder, shown, "rev-parse", "--is-shallow-repository") == "true":
        message += (
            " (it is a shallow clone, without its history: fetch-depth: 0 in actions/checkout, GIT_DEPTH: 0 in GitLab)"
        )
    raise CcsimError(message)


def _git(folder: Path, shown: str, *arguments: str, index: str | None = None) -> str:
    done = _run(folder, shown, *arguments, index=index)
    if done.returncode:
        said = " ".join(done.stderr.split())
        if "not a git repository" in said:
            raise CcsimError(f"{shown}: {folder} is not in a git repository")
        raise CcsimError(f"{shown}: git {arguments[0]}: {said}")
    return done.stdout.strip()


def _run(folder: Path, shown: str, *arguments: str, index: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name not in OF_A_HOOK} | {"LC_ALL": "C"}
    if index is not None:
        environment["GIT_INDEX_FILE"] = index
    try:
        return subprocess.run(
            ["git", *arguments],
            cwd=folder,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            check=False,
        )
    except FileNotFoundError:
        raise CcsimError(f"{shown}: git is not installed here, or not on the PATH") from None


def _named(file: str, tree: Path, revision: str) -> str:
    """A file of the revision as git names it."""
    path = Path(file)
    return f"{revision}:{path.relative_to(tree).as_posix()}" if path.is_relative_to(tree) else file
