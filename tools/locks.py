"""Renew the lock files: exact versions with hashes, no address of any registry."""

import os
import subprocess
import sys

UV = os.path.join(os.path.dirname(sys.executable), "uv")
OPTIONS = [
    *("--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url"),
    *("--no-header", "--no-annotate", "--quiet"),
]
LOCKS = {
    "requirements.lock": ["pyproject.toml"],
    "requirements-dev.lock": ["pyproject.toml", "--group", "dev"],
    "requirements-bench.lock": ["pyproject.toml", "--group", "bench"],
    "requirements-node.lock": ["--group", "node"],
}


def main() -> None:
    """Compile every lock."""
    for lock, sources in LOCKS.items():
        command = [UV, "pip", "compile", *OPTIONS, *sources, "--output-file", lock]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
