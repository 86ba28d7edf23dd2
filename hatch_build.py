"""Puts corpora/ and models/ into a built wheel; an editable install reads them where they stand."""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class DataHook(BuildHookInterface):
    """Adds the data folders to the standard wheel only."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it builds."""
        if version == "standard":
            for folder in ("corpora", "models"):
                build_data["force_include"][folder] = f"moc_align/_data/{folder}"
