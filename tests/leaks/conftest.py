"""The real browser of the browser's tests, and the pages and disks of others."""

from tests.browser.conftest import chromium, visit

__all__ = ["chromium", "visit"]
