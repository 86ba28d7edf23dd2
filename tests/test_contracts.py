"""What holds for every plug-in, command and document of the project."""

import json
import re
from importlib import import_module
from pathlib import Path

import pairs
import pytest

from moc_align import plugins
from moc_align.cli import app
from moc_align.errors import ConfigError

ROOT = Path(__file__).parent.parent
PLUGINS = [(k, n) for k in ("reader", "embedder", "reporter") for n in plugins.names(k)]


@pytest.mark.parametrize(("kind", "name"), PLUGINS)
def test_a_plugin_is_its_file(kind, name):
    module = import_module(f"moc_align.{kind}s.{name}")
    assert isinstance(getattr(module, kind.upper()), type(plugins.load(kind, name)))
    first = (module.__doc__ or "").splitlines()[0]
    assert len(first) > 15, "the first line of the docstring is the plug-in's help"


@pytest.mark.parametrize("kind", ["reader", "embedder", "reporter"])
def test_an_unknown_plugin_is_told_with_those_there_are(kind):
    with pytest.raises(ConfigError, match=f"no {kind} 'foo'; there are: \\w+"):
        plugins.load(kind, "foo")


def test_reporters_write_files_of_their_own():
    suffixes = [plugins.load("reporter", name).suffix for name in plugins.names("reporter")]
    assert len(suffixes) == len(set(suffixes))


@pytest.mark.parametrize(
    "command", [c.name or c.callback.__name__ for c in app.registered_commands]
)
def test_every_command_is_in_the_readme(command):
    assert f"moc-align {command}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_no_file_is_too_long():
    lengths = {
        p: p.read_text(encoding="utf-8").count("\n") for p in (ROOT / "moc_align").rglob("*.py")
    }
    assert not {str(path): count for path, count in lengths.items() if count > 400}


def test_decisions_are_numbered_and_whole():
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        text = page.read_text(encoding="utf-8")
        for part in ("Context", "Choice", "Consequence", "What would change our mind"):
            assert part in text, page.name


def test_links_between_the_documents_lead_somewhere():
    for page in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


@pytest.mark.parametrize("name", ["pairs", "unseen"])
def test_floors_name_figures_that_are_measured(name):
    floors = json.loads(pairs.FLOORS.read_text(encoding="utf-8"))[name]
    assert set(floors) <= set(pairs.Score().figures())
