"""Where the program's own content and a person's data are. The only module that imports platformdirs."""

from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
INSTALLED = Path(__file__).parents[1] / "content"
"""Where the wheel carries app.py, knowledge/, prompts/ and .streamlit/."""


def content_folder() -> Path:
    """Where app.py, knowledge/ and prompts/ are: beside the package in its checkout, inside it when installed."""
    return INSTALLED if INSTALLED.is_dir() else CHECKOUT


def user_data_folder() -> Path:
    from platformdirs import user_data_path

    return user_data_path("alongside", appauthor=False)
