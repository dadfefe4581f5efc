"""Collect every text of the product into the nynorsk catalogue and say how many are missing."""

import os
import subprocess
import sys
import tempfile

from babel.messages.pofile import read_po

BIN = os.path.dirname(sys.executable)
CATALOG = "rekruttering/translations/nn/LC_MESSAGES/messages.po"
KEYWORDS = ("_", "N_", "gettext", "lazy_gettext", "ngettext:1,2")


def collect() -> None:
    """Extract the texts and merge them into the catalogue."""
    with tempfile.NamedTemporaryFile(suffix=".pot") as pot:
        keywords = [option for word in KEYWORDS for option in ("--keyword", word)]
        extract = ["extract", "--no-location", "--sort-output", "--omit-header", "-F", "babel.cfg"]
        pybabel = os.path.join(BIN, "pybabel")
        subprocess.run([pybabel, "-q", *extract, *keywords, "-o", pot.name, "."], check=True)
        merge = ["update", "--no-fuzzy-matching", "--ignore-obsolete", "-i", pot.name]
        place = ["-d", "rekruttering/translations", "-l", "nn", "--ignore-pot-creation-date"]
        subprocess.run([pybabel, "-q", *merge, *place], check=True)


def missing() -> list[str]:
    """Return the texts that have no nynorsk."""
    with open(CATALOG, "rb") as file:
        catalog = read_po(file)
    return [str(message.id) for message in catalog if message.id and not message.string]


if __name__ == "__main__":
    collect()
    print(f"{len(missing())} texts have no nynorsk yet")
