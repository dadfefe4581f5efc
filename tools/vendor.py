"""Copy the front-end files the server hands out from node_modules to where the app finds them.

Run after `npm ci`: `python tools/vendor.py`. It may be run again at any time: a file that is
already the same is left alone, so its time stamp and the browsers' caches stay.
"""

import shutil
import sys
from filecmp import cmp
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
MODULES: Final = ROOT / "node_modules"
STATIC: Final = ROOT / "rekruttering" / "static" / "vendor"
TEST: Final = ROOT / "build" / "axe"

# What the browser gets: (file in node_modules, file in static/vendor). Licences follow their files.
SERVED: Final = (
    ("@udir-design/theme/dist/index.css", "udir-tema.css"),
    ("@udir-design/theme/LICENSE", "udir-tema.LICENSE"),
    ("@digdir/designsystemet-css/dist/src/index.css", "designsystemet.css"),
    ("@digdir/designsystemet-css/LICENSE", "designsystemet.LICENSE"),
    ("@fontsource-variable/inter/files/inter-latin-wght-normal.woff2", "inter-latin.woff2"),
    ("@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2", "inter-latin-ext.woff2"),
    ("@fontsource-variable/inter/LICENSE", "inter.LICENSE"),
    ("htmx.org/dist/htmx.min.js", "htmx.min.js"),
    ("htmx.org/LICENSE", "htmx.LICENSE"),
    # Read by the server only (felles/kart.py); public domain data from Natural Earth.
    ("world-atlas/countries-10m.json", "countries-10m.json"),
    ("world-atlas/LICENSE", "countries-10m.LICENSE"),
)

# What only the browser tests need; never under static.
TESTED: Final = (("axe-core/axe.min.js", "axe.min.js"),)


class MissingFileError(Exception):
    """A package is not installed, or has another layout than the pinned version."""


def copy_all(modules: Path, static: Path, test: Path) -> list[Path]:
    """Return the files that were written; those that were already the same are left alone.

    Raises: MissingFileError before anything is written, naming every file that is not there.
    """
    wanted = [(modules / source, static / target) for source, target in SERVED]
    wanted += [(modules / source, test / target) for source, target in TESTED]
    missing = [source for source, _ in wanted if not source.is_file()]
    if missing:
        raise MissingFileError("\n".join(f"  {path}" for path in missing))
    written = []
    for source, target in wanted:
        if target.is_file() and cmp(source, target, shallow=False):
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        # Through a neighbour, so that a server that is running never sees half a file.
        partial = target.with_name(f".{target.name}.del")
        shutil.copyfile(source, partial)
        partial.replace(target)
        written.append(target)
    return written


def main() -> int:
    """Copy, say what was written and return 0; return 1 when a source file is missing."""
    try:
        written = copy_all(MODULES, STATIC, TEST)
    except MissingFileError as error:
        sys.stderr.write(f"Missing front-end files; run `npm ci` first:\n{error}\n")
        return 1
    for path in written:
        sys.stdout.write(f"{path.relative_to(ROOT)}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
