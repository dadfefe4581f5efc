"""Reasons and errors of the domain; they carry data, and the screen makes the sentence."""

from collections.abc import Sequence
from dataclasses import dataclass, field


def N_(text: str) -> str:
    """Mark a text for translation where it is written; it is translated where it is shown."""
    return text


@dataclass(frozen=True)
class Hinder:
    """One reason why something cannot be done.

    `tekst` is bokmål source text with `%(name)s` places, `verdier` fills them.
    """

    kode: str
    tekst: str
    verdier: dict[str, object] = field(default_factory=dict)


class DomainError(Exception):
    """Base of what the web layer turns into a page of its own."""


class NotFoundError(DomainError):
    """The object does not exist, or the user may not know that it does."""


class HindretError(DomainError):
    """The action is refused; `hindre` holds every reason."""

    def __init__(self, hindre: Sequence[Hinder]) -> None:
        super().__init__("; ".join(f"{hinder.kode}: {hinder.tekst}" for hinder in hindre))
        self.hindre = list(hindre)


class KonfliktError(DomainError):
    """Someone else changed the same thing first."""


def refuse_if(hindre: Sequence[Hinder]) -> None:
    """Raise `HindretError` with all reasons if there is any."""
    if hindre:
        raise HindretError(hindre)
