"""Whom a wish for a partner names."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Partnerliste:
    """Whom a wish named: ids that were found, and the words that led to nobody."""

    funnet: tuple[int, ...]
    ukjent: tuple[str, ...]


def find_partnere(
    tekst: str, egen_id: int, navn: Mapping[str, Sequence[int]], epost: Mapping[str, int]
) -> Partnerliste:
    """Return whom a free text names, by e-mail address or exact name.

    `navn` and `epost` map what `normal_navn` returns to ids. A name that two people share leads
    to nobody, and nobody is their own partner.
    """
    funnet: list[int] = []
    ukjent: list[str] = []
    for part in re.split(r"[,;\n]|\bog\b", tekst):
        wanted = normal_navn(part)
        if not wanted:
            continue
        ids = [epost[wanted]] if wanted in epost else list(navn.get(wanted, ()))
        if len(ids) != 1 or ids[0] == egen_id:
            ukjent.append(part.strip())
        elif ids[0] not in funnet:
            funnet.append(ids[0])
    return Partnerliste(tuple(funnet), tuple(ukjent))


def normal_navn(tekst: str) -> str:
    """Return a name or address as it is compared: one space between words, no case."""
    return " ".join(tekst.casefold().split()).rstrip(".")
