"""Documents as PDF that everyone can read: tagged (PDF/UA-1), with language and title.

The layout is in `dokument.typ`; what a document says is data. The writer refuses to make a file
that breaks the standard, so an untagged document cannot leave the service.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

import typst

MEDIETYPE: Final = "application/pdf"
_LAYOUT: Final = Path(__file__).with_name("dokument.typ")
_STANDARD: Final = "ua-1"


@dataclass(frozen=True)
class Overskrift:
    """A heading; the document's title is level 1, so the parts begin at 2, and skip none."""

    tekst: str
    niva: int = 2
    slag: str = field(default="overskrift", init=False)


@dataclass(frozen=True)
class Avsnitt:
    """A paragraph; line ends in it are kept."""

    tekst: str
    slag: str = field(default="avsnitt", init=False)


@dataclass(frozen=True)
class Punkter:
    """A list."""

    punkter: tuple[str, ...]
    slag: str = field(default="punkter", init=False)


@dataclass(frozen=True)
class Sideskift:
    """What follows begins on a new page."""

    slag: str = field(default="sideskift", init=False)


@dataclass(frozen=True)
class Tabell:
    """A table whose header repeats; `bredder` are shares of the width, `tall` says per column."""

    bildetekst: str
    header: tuple[str, ...]
    rader: tuple[tuple[str, ...], ...]
    bredder: tuple[int, ...]
    tall: tuple[bool, ...] = ()
    slag: str = field(default="tabell", init=False)


Del = Overskrift | Avsnitt | Punkter | Sideskift | Tabell


def to_pdf(tittel: str, deler: Sequence[Del], *, sprak: str, bunn: str, now: datetime) -> bytes:
    """Return a tagged A4 document; `bunn` stands at the foot of every page.

    The same text and time give the same bytes.
    """
    data = {
        "tittel": tittel,
        "sprak": sprak,
        "bunn": bunn,
        "deler": [_plain(del_) for del_ in deler],
    }
    return bytes(
        typst.compile(
            _layout(),
            format="pdf",
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            pdf_standards=_STANDARD,
            timestamp=now.replace(microsecond=0),
            ignore_system_fonts=True,
        )
    )


def _plain(del_: Del) -> dict[str, object]:
    plain: dict[str, object] = asdict(del_)
    if isinstance(del_, Tabell):
        plain["tall"] = del_.tall or (False,) * len(del_.header)
    return plain


@lru_cache
def _layout() -> bytes:
    return _LAYOUT.read_bytes()
