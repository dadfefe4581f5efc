"""Find a Chromium for the browser tests, or install Debian's when this machine allows it."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def find() -> str | None:
    """Return the path of an installed browser; `CHROMIUM` in the environment goes first."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def install() -> bool:
    """Install Debian's Chromium; False where only an administrator can."""
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return False
    print("Installing Chromium for the browser tests ...", flush=True)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        if subprocess.run(["apt-get", *command], **quiet).returncode != 0:  # type: ignore[call-overload]  # plain keywords
            return False
    return find() is not None


def main() -> int:
    """Say where the browser is, or how to get one."""
    if find() or install():
        return 0
    print(
        "No Chromium found: the browser tests need one. Ask an administrator for "
        "`apt-get install chromium`, or name a browser with CHROMIUM=/path/to/chrome."
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
