"""Rules of the practice applicant; plain values, no I/O."""

from collections.abc import Sequence
from dataclasses import dataclass

from rekruttering.felles.errors import N_, Hinder
from rekruttering.vurdering.rules import Svar, VurderingStatus, svar_hindre


@dataclass(frozen=True)
class Deltaker:
    """A panel member of the round; `status` None has not begun the practice."""

    bruker_id: int
    navn: str
    status: VurderingStatus | None


def kasus_hindre(navn: str, tekst_nb: str, tekst_nn: str, *, begynt: bool) -> list[Hinder]:
    """Return why a practice applicant cannot be saved like this.

    All members score the same text, so it stands once somebody has begun.
    """
    hindre = []
    if not navn:
        hindre.append(Hinder("navn", N_("Gi øvingssøkeren et navn.")))
    if not tekst_nb:
        hindre.append(Hinder("tekst_nb", N_("Skriv teksten på bokmål.")))
    if not tekst_nn:
        hindre.append(Hinder("tekst_nn", N_("Skriv teksten på nynorsk.")))
    if begynt:
        tekst = N_("Noen har begynt å vurdere. Alle skal vurdere den samme teksten.")
        hindre.append(Hinder("begynt", tekst))
    return hindre


def write_hindre(status: VurderingStatus | None) -> list[Hinder]:
    """Return why a member cannot write in the own practice scoring."""
    if status is not VurderingStatus.LAST:
        return []
    return [Hinder("last", N_("Øvingsvurderingen er låst og kan ikke endres."))]


def practice_lock_hindre(status: VurderingStatus, svar: Sequence[Svar]) -> list[Hinder]:
    """Return every reason why a practice scoring cannot be locked."""
    return [*write_hindre(status), *svar_hindre(svar)]


def practice_first_hindre(*, gjenstar: bool) -> list[Hinder]:
    """Return why a member cannot score applicants yet: the practice comes first.

    Kilde: docs/regler.md#V2.
    """
    if not gjenstar:
        return []
    tekst = N_("Vurder øvingssøkeren og lås vurderingen før du vurderer søkere.")
    return [Hinder("oving_forst", tekst)]


def comparison_hindre(deltakere: Sequence[Deltaker], *, apnet: bool) -> list[Hinder]:
    """Return whom the comparison waits for; a coordinator may open it for those who are ready.

    Kilde: docs/regler.md#V2.
    """
    if apnet:
        return []
    tekst = N_("%(navn)s har ikke låst vurderingen av øvingssøkeren.")
    return [
        Hinder("ikke_last", tekst, {"navn": deltaker.navn})
        for deltaker in deltakere
        if deltaker.status is not VurderingStatus.LAST
    ]
