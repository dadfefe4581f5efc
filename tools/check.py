"""The whole suite: style, types, architecture, then the tests on both databases.

`python tools/check.py [path ...]` runs only the tests under the given paths, on SQLite.
"""

import os
import subprocess
import sys
import tempfile
import time

BIN = os.path.dirname(sys.executable)
WORKERS = ["-n", "auto", "--dist", "worksteal"]
CHECKS = {
    "formatting": ["ruff", "format", "--check", "."],
    "style": ["ruff", "check", "."],
    "types": ["mypy"],
    "architecture": ["lint-imports"],
}
# What never touches a database, or runs both engines by itself, is not run again; nor are pages
# in a browser, whose routes are.
ENGINE_ONLY = [
    "tests/analyse/test_alternativer.py",
    "tests/analyse/test_bytter.py",
    "tests/analyse/test_hvorfor_ikke.py",
    "tests/analyse/test_udekket.py",
    "tests/beredskap/test_innhopp.py",
    "tests/kapasitet/test_dekning.py",
]
SQLITE_ONLY = [
    *(f"--ignore={each}" for each in ("tests/matching", "tests/browser", "tests/demo")),
    *(f"--ignore={each}" for each in ENGINE_ONLY),
    *("-m", "not browser"),
]
SUITES = {
    "tests on SQLite": ["pytest", "-q", *WORKERS],
    "tests on PostgreSQL": ["pytest", "-q", *WORKERS, "--database=postgresql", *SQLITE_ONLY],
}


def run(name: str, command: list[str]) -> bool:
    """Run one step, say how it went and how long it took, and return whether it passed."""
    print(f"\n== {name}", flush=True)
    began = time.monotonic()
    # A folder of its own: two runs on one machine do not clear away each other's databases, and
    # its short name leaves room for the path of PostgreSQL's socket.
    with tempfile.TemporaryDirectory(prefix="rek") as folder:
        own = [f"--basetemp={folder}/t"] if command[0] == "pytest" else []
        passed = subprocess.run([os.path.join(BIN, command[0]), *command[1:], *own]).returncode == 0
    took_s = time.monotonic() - began
    print(f"== {name}: {'ok' if passed else 'FAILED'} ({took_s:.0f} s)", flush=True)
    return passed


def main(paths: list[str]) -> int:
    """Run every step, also after a failure, and return the exit code."""
    if paths:
        return 0 if run("tests", ["pytest", "-q", *WORKERS, *paths]) else 1
    results = {name: run(name, command) for name, command in {**CHECKS, **SUITES}.items()}
    failed = [name for name, passed in results.items() if not passed]
    print(f"\nfailed: {', '.join(failed) or 'nothing'}")
    print(f"{len(results) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
