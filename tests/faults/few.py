"""The real app over the content in the folder that `CONTENT` names."""

import os
from pathlib import Path

from assistant import settings
from assistant.ui import start


def content() -> Path:
    return Path(os.environ["CONTENT"])


if __name__ == "__main__":
    settings.content_folder = content
    start.main()
