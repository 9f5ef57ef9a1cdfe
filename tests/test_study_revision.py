"""A baseline out of git: repositories of a test's own, and all that may be missing."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from ccsim.cli.main import cli
from ccsim.errors import CcsimError, ScenarioError
from ccsim.study.revision import at_revision

FEWER = ("staffing: 4", "staffing: 2")


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *identity, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def commit(folder: Path, message: str) -> str:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", message)
    return git(folder, "rev-parse", "HEAD")


def check(*arguments):
    return CliRunner().invoke(cli, ["check", *map(str, arguments)])


@pytest.fixture
def repository(small_file, tmp_path):
    """teams/north/scenario.yaml extends base.yaml at the top and has four agents, in the work tree two."""
    top = tmp_path / "repository"
    north = top / "teams" / "north"
    north.mkdir(parents=True)
    text = small_file.read_text(encoding="utf-8").replace("at_least: 80%", "at_least: 1%")
    (top / "base.yaml").write_text(text, encoding="utf-8")
    (north / "scenario.yaml").write_text("extends: ../../base.yaml\nagents: {team: {staffing: 4}}\n", encoding="utf-8")
    git(top, "init", "-q", "-b", "main")
    commit(top, "four")
    (north / "scenario.yaml").write_text("extends: ../../base.yaml\nagents: {team: {staffing: 2}}\n", encoding="utf-8")
    return top


def test_a_roster_change_that_makes_it_worse(repository):
    before = git(repository, "status", "--porcelain")
    for given in (repository / "teams/north", repository / "teams/north/scenario.yaml"):
        done = check(given, "--baseline", "git:HEAD")
        assert done.exit_code == 1, done.output
        assert "AGAINST git:HEAD" in done.stdout and "1 regression" in done.stdout.replace("2 reg", "1 reg")
    assert git(repository, "status", "--porcelain") == before
    commit(repository, "two")
    assert check(repository / "teams/north", "--baseline", "git:HEAD").exit_code == 0
    assert check(repository / "teams/north", "--baseline", "git:HEAD~1").exit_code == 1
    assert check(repository / "teams/north", "--baseline", "git:main~1").exit_code == 1


def test_it_is_the_scenario_of_then_with_what_it_extends(repository):
    (repository / "base.yaml").write_text("nothing: of the kind\n", encoding="utf-8")
    with at_revision(repository / "teams" / "north", "HEAD") as scenario:
        assert scenario.agents["team"].staffing == 4 and scenario.name == "Small team"
        assert Path(scenario.target_places["few_leave"].file).exists()
    assert not Path(scenario.target_places["few_leave"].file).exists()


def test_what_archives_leave_out_is_there(repository):
    (repository / ".gitattributes").write_text("teams export-ignore\n", encoding="utf-8")
    commit(repository, "no teams in archives")
    with at_revision(repository / "teams" / "north", "HEAD") as scenario:
        assert scenario.agents["team"].staffing == 2


def test_in_a_hook_git_looks_at_the_repository_of_the_scenario(repository, tmp_path, monkeypatch):
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / ".git" / "index"))
    with at_revision(repository / "teams" / "north", "HEAD") as scenario:
        assert scenario.agents["team"].staffing == 4


def said(path: Path, revision: str) -> str:
    with pytest.raises(CcsimError) as refused, at_revision(path, revision):
        pass
    return str(refused.value)


def test_no_such_revision(repository):
    assert f"no revision 'release' in the repository of {repository}" in said(repository / "base.yaml", "release")
    assert "a revision is missing" in said(repository / "base.yaml", "")
    assert "no revision '--all'" in said(repository / "base.yaml", "--all")
    assert "no revision 'HEAD:base.yaml'" in said(repository / "base.yaml", "HEAD:base.yaml")  # a file, no revision


def test_a_file_that_was_not_there(repository):
    new = repository / "teams" / "south.yaml"
    new.write_text("extends: ../base.yaml\n", encoding="utf-8")
    assert "teams/south.yaml was not there at HEAD (" in said(new, "HEAD")
    done = check(new, "--baseline", "git:HEAD")
    assert done.exit_code == 2 and done.stdout == "" and "was not there" in done.stderr


def test_no_repository(small_file):
    assert "is not in a git repository" in said(small_file, "HEAD")


def test_no_git(repository, monkeypatch):
    monkeypatch.setenv("PATH", str(repository))
    assert "git is not installed here" in said(repository / "base.yaml", "HEAD")


def test_a_shallow_clone_is_told(repository, tmp_path):
    commit(repository, "two")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{repository}", "shallow")
    assert "a shallow clone" in said(tmp_path / "shallow" / "base.yaml", "HEAD~1")


def test_faults_of_then_are_told_as_of_then(repository):
    scenario = repository / "teams" / "north" / "scenario.yaml"
    good = scenario.read_text(encoding="utf-8")
    scenario.write_text(good.replace("staffing: 2", "staffing: -2"), encoding="utf-8")
    commit(repository, "broken")
    scenario.write_text(good, encoding="utf-8")
    with pytest.raises(ScenarioError) as refused, at_revision(scenario, "HEAD"):
        pass
    assert str(refused.value).startswith("HEAD:teams/north/scenario.yaml:2:")


@pytest.mark.skipif(shutil.which("sh") is None or os.name == "nt", reason="no shell")
def test_a_file_outside_of_its_folder_that_is_a_link(repository):
    link = repository / "teams" / "link.yaml"
    link.symlink_to("north/scenario.yaml")
    with at_revision(link, "HEAD") as scenario:
        assert scenario.agents["team"].staffing == 4
