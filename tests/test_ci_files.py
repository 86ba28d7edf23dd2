"""The pre-commit hook and the GitHub action, run from a scratch repository as a user would.

Two things are not as there. pre-commit would install the hook's package, with all it needs, into an
environment of its own, for minutes and from a network: `language: system` in the user's
configuration, which pre-commit takes for any hook, lets it run the moc-align that is installed. And
a small reader of action.yml stands for GitHub's runner: it runs the steps in order, in bash, with
their environment.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
BITEXTS = Path(__file__).parent / "bitexts"
BROKEN = ("for more than three", "for more than four")
CONFIG = """checks = ["numbers", "omission"]

[[pairs]]
source = "texts/a.ja.txt"
target = "texts/a.en.txt"
"""
HOOKS = """repos:
- repo: {repo}
  rev: {rev}
  hooks:
  - id: moc-align-validate
    language: system
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """That of a user with moc-align on the path, and nothing of the test's own git or CI."""
    shim = tmp_path / "bin" / "moc-align"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m moc_align "$@"\n')
    shim.chmod(0o755)
    own = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "GITHUB_", "PRE_"))}
    return own | {
        "PATH": f"{shim.parent}{os.pathsep}{own['PATH']}",
        "PYTHONPATH": str(ROOT),
        "PRE_COMMIT_HOME": str(tmp_path / "pre-commit"),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        **{f"GIT_{who}_{what}": "a@b.example" for who in ("AUTHOR", "COMMITTER")
           for what in ("NAME", "EMAIL")},
    }  # fmt: skip


def done(
    folder: Path, environment: dict[str, str], *command: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def repository(folder: Path, environment: dict[str, str], files: dict[str, str]) -> str:
    """A git repository with these files committed; its head."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for command in ("git init -q .", "git add .", "git commit -q -m begin"):
        made = done(folder, environment, *command.split())
        assert made.returncode == 0, made.stderr
    return done(folder, environment, "git", "rev-parse", "HEAD").stdout.strip()


def project() -> dict[str, str]:
    texts = {
        f"texts/a.{lang}.txt": (BITEXTS / f"agreement-data.{lang}.txt").read_text(encoding="utf-8")
        for lang in ("ja", "en")
    }
    return {"moc-align.toml": CONFIG, "README.md": "A treaty.\n", **texts}


def broken(folder: Path) -> int:
    """Spoils the translation; the line on which the spoiled clause begins."""
    path = folder / "texts/a.en.txt"
    text = path.read_text(encoding="utf-8")
    assert text.count(BROKEN[0]) == 1
    path.write_text(text.replace(*BROKEN), encoding="utf-8")
    return text[: text.index(BROKEN[0])].count("\n") + 1


def test_pre_commit_passes_on_a_good_translation_and_fails_on_a_broken_one(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    manifest = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    hooks, user = tmp_path / "moc-align", tmp_path / "user"
    rev = repository(hooks, environment, {".pre-commit-hooks.yaml": manifest})
    config = HOOKS.format(repo=hooks, rev=rev)
    repository(user, environment, {**project(), ".pre-commit-config.yaml": config})
    tool = [sys.executable, "-m", "pre_commit"]

    assert done(user, environment, *tool, "install").returncode == 0
    passed = done(user, environment, *tool, "run", "--all-files")
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert "Passed" in passed.stdout

    line = broken(user)
    failed = done(user, environment, "git", "commit", "-a", "-m", "a new translation")
    told = failed.stdout + failed.stderr
    assert failed.returncode == 1, told
    assert "Failed" in told
    assert f"l. {line}]" in told
    assert "four years" in " ".join(told.split())
    assert "Total: 1 error in 85 clauses" in told

    # what is in no pair is none of the hook's business
    done(user, environment, "git", "checkout", "-q", "texts")
    (user / "README.md").write_text("A treaty, in force.\n")
    other = done(user, environment, "git", "commit", "-a", "-m", "words")
    assert other.returncode == 0, other.stdout + other.stderr


def test_pre_commit_takes_the_manifest(environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", ".pre-commit-hooks.yaml"]
    checked = done(ROOT, environment, *command)
    assert checked.returncode == 0, checked.stdout


def action() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    return found


def acted(
    folder: Path, environment: dict[str, str], given: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """What the last step that was run did; a step that fails ends the action."""
    spec = action()
    assert given.keys() <= spec["inputs"].keys()
    inputs = {name: str(own["default"]) for name, own in spec["inputs"].items()} | given
    github = {"GITHUB_ACTION_PATH": str(ROOT), "GITHUB_STEP_SUMMARY": str(folder / "summary.md")}

    def filled(words: str) -> str:
        return re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: inputs[found[1]], words)

    ran = []
    for step in spec["runs"]["steps"]:
        condition = re.fullmatch(r"inputs\.([\w-]+) == '(\w*)'", step.get("if", ""))
        assert condition or "if" not in step, "a condition that this reader knows"
        if condition and inputs[condition[1]] != condition[2]:
            continue
        own = {name: filled(value) for name, value in step.get("env", {}).items()}
        # Source: GitHub's documentation of `shell: bash`
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        ran.append(done(folder, environment | github | own, *command))
        if ran[-1].returncode:
            break
    return ran[-1]


HERE = {"install": "false"}


def test_the_action_marks_the_line_and_fails(tmp_path: Path, environment: dict[str, str]) -> None:
    user = tmp_path / "user"
    repository(user, environment, project())
    good = acted(user, environment, HERE)
    assert (good.returncode, good.stderr) == (0, "")
    assert good.stdout == "moc-align: texts/a.en.txt: no findings in 85 clauses\n"

    line = broken(user)
    bad = acted(user, environment, {**HERE, "sarif": "out/sarif"})
    assert bad.returncode == 1, bad.stderr
    assert f"::error file=texts/a.en.txt,line={line},title=numbers%2C " in bad.stdout
    assert "1 error in 85 clauses" in (user / "summary.md").read_text(encoding="utf-8")
    assert (user / "out/sarif/a.en.sarif").exists()
    assert acted(user, environment, {**HERE, "fail-on": "never"}).returncode == 0


def test_the_action_takes_two_texts_and_a_configuration(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    user = tmp_path / "user"
    texts = {name: text for name, text in project().items() if name.startswith("texts/")}
    repository(user, environment, {**texts, "ci/own.toml": 'fail-on = "never"\n'})
    broken(user)
    pair = {"source": "texts/a.ja.txt", "target": "texts/a.en.txt"}
    assert acted(user, environment, HERE | pair).returncode == 1
    assert acted(user, environment, {**HERE, **pair, "config": "ci/own.toml"}).returncode == 0
    # an input is never run as code, nor taken for an option
    odd = acted(user, environment, {**HERE, **pair, "source": "--help; $(touch pwned) `touch p`"})
    assert odd.returncode == 2
    assert "does not exist" in odd.stderr
    assert not list(user.glob("p*"))


def test_the_action_installs_itself(tmp_path: Path, environment: dict[str, str]) -> None:
    """The step of it alone, with a python that says what it is asked."""
    shim = tmp_path / "bin" / "python"
    shim.write_text('#!/bin/sh\necho "$@"\nexit 7\n')
    shim.chmod(0o755)
    asked = acted(tmp_path, environment, {})
    assert asked.returncode == 7
    assert asked.stdout.strip() == f"-m pip install --quiet {ROOT}"


def test_action_inputs_are_all_used() -> None:
    spec = action()
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    for name, own in spec["inputs"].items():
        assert own["description"]
        assert re.search(rf"inputs\.{name}\b(?!-)", text), name
    assert all(step["shell"] == "bash" for step in spec["runs"]["steps"])
    scripts = " ".join(step["run"] for step in spec["runs"]["steps"])
    assert "${{" not in scripts, "what is put into a script is run as code"
