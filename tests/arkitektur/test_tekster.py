"""Every text exists in nynorsk, and says the same places as in bokmål."""

import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
CATALOG = ROOT / "rekruttering" / "translations" / "nn" / "LC_MESSAGES" / "messages.po"
PLACE = re.compile(r"%\(\w+\)s")
METHODS = {"rekruttering": [("**.py", "python")], "templates": [("**", "jinja2")]}
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    **dict.fromkeys(("_", "N_", "gettext", "lazy_gettext"), None),
    "ngettext": (1, 2),
}


def nynorsk() -> Catalog:
    with CATALOG.open("rb") as file:
        return read_po(file, locale="nn")


def texts_in_use() -> set[str]:
    found = set()
    for folder, methods in METHODS.items():
        rows = extract_from_dir(
            ROOT / folder,
            methods,
            keywords=KEYWORDS,
        )
        for _file, _line, message, _comments, _context in rows:
            found.add(message[0] if isinstance(message, tuple) else message)
    return found - {""}


def test_every_text_has_its_nynorsk() -> None:
    catalog = nynorsk()
    missing = [
        text
        for text in sorted(texts_in_use())
        if (found := catalog.get(text)) is None or not all(_strings(found.string))
    ]
    assert missing == []


def test_both_languages_fill_in_the_same_values() -> None:
    wrong = []
    for message in nynorsk():
        if not message.id:
            continue
        wanted = set(PLACE.findall(_strings(message.id)[-1]))
        if any(set(PLACE.findall(text)) - wanted for text in _strings(message.string)):
            wrong.append(message.id)
    assert wrong == []


def _strings(value: object) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, (tuple, list)) else (str(value or ""),)
