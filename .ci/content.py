"""Puts into the wheel what the program reads beside its code, where `content_folder()` finds it when installed."""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CONTENT = (".streamlit/config.toml", "app.py", "knowledge", "prompts", "requirements.lock", "requirements-weights.lock")


class Content(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """A checkout that is installed as it stands has them already."""
        if version != "editable":
            build_data["force_include"].update({name: f"assistant/content/{name}" for name in CONTENT})
