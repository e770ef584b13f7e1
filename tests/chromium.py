"""Real headless Chromium for the tests of the review page: found, started with a new profile, ended."""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
AXE = ROOT / ".node" / "node_modules" / "axe-core" / "axe.min.js"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def found():
    """Return the path of a browser on this machine, or None."""
    named = os.environ.get("PATCHER_CHROMIUM")
    return named or next((path for path in map(shutil.which, NAMES) if path), None)


def missing():
    """Return why the page cannot be looked at here, or None."""
    try:
        import playwright.sync_api  # noqa: F401
    except ImportError:
        return "playwright is not installed: pip install 'patcher[dev]'"
    return None if found() else f"no browser: none of {', '.join(NAMES)} is on the path"


@contextmanager
def launched(profile):
    """Give a browser with a new, empty profile; `profile` is the folder that it is made in."""
    from playwright.sync_api import sync_playwright

    arguments = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    environment = {**os.environ, "HOME": str(profile), "XDG_CONFIG_HOME": str(profile)}
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=found(), headless=True, args=arguments, env=environment
        )
        try:
            yield browser
        finally:
            browser.close()
