"""What a project asks of its validations: moc-align.toml, or [tool.moc-align] in pyproject.toml."""

from moc_align.config.glossary import Entry, read_glossary
from moc_align.config.settings import FAIL_ON, Config, FailOn, Pairing, find_config, read_config
from moc_align.config.toml import read_file, read_toml

__all__ = [
    "FAIL_ON",
    "Config",
    "Entry",
    "FailOn",
    "Pairing",
    "find_config",
    "read_config",
    "read_file",
    "read_glossary",
    "read_toml",
]
