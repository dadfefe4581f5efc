"""Names, numbers and lists in a sentence, in bokmål or nynorsk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, Literal

from matching.tildeling.explaining import sentence_texts as texts

Sprak = Literal["nb", "nn"]
Navn = Callable[[str], str]

_THOUSANDS: Final = 10_000


class Words:
    """Fills texts in one language; `navn` gives the name of a veileder or kommune by id.

    `fylke` gives the name of a fylkesnummer.
    """

    def __init__(
        self, sprak: Sprak, navn: Navn, fylke: Navn = lambda nummer: f"fylke {nummer}"
    ) -> None:
        """Speak `sprak`."""
        self._at = 0 if sprak == "nb" else 1
        self._navn = navn
        self._fylke = fylke

    def _say(self, text: tuple[str, str], **values: object) -> str:
        shown: Mapping[str, object] = {
            key: self._number(value) if isinstance(value, int) else value
            for key, value in values.items()
        }
        return text[self._at].format(**shown)

    def _number(self, value: int) -> str:
        """Return a whole number; from ten thousand on in groups of three."""
        if abs(value) < _THOUSANDS:
            return str(value)
        return f"{value:,}".replace(",", "\N{NO-BREAK SPACE}")

    def _word(self, key: str, number: int) -> str:
        return texts.ORD[key][self._at][number != 1]

    def _list(self, ider: Iterable[str]) -> str:
        return self._and([self._navn(each) for each in ider])

    def _and(self, parts: Sequence[str]) -> str:
        return _joined(parts, "og")

    def _or(self, parts: Sequence[str]) -> str:
        return _joined(parts, "eller")


def _joined(parts: Sequence[str], word: str) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"
