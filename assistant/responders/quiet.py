"""Nothing traces or logs what is sent to a model, whatever the environment asks for. The only module that imports
langsmith.
"""

import logging
import os
import warnings

TRACING = ("LANGSMITH_", "LANGCHAIN_TRACING", "LANGCHAIN_HANDLER", "OPENAI_LOG")
LOGGERS = (
    "openai",
    "httpx",
    "httpx2",
    "httpcore",
    "httpcore2",
    "langchain",
    "langchain_core",
    "langchain_openai",
    "langsmith",
)


def keep_quiet() -> None:
    for name in [name for name in os.environ if name.startswith(TRACING)]:
        os.environ.pop(name, None)
    import langsmith

    langsmith.configure(enabled=False)
    warnings.filterwarnings("ignore", "Pydantic serializer warnings")  # they quote what a rude server sent
    for name in LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL)
