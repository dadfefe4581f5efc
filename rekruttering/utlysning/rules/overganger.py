"""Why a change of state or an edit of a call is refused; plain values, no I/O.

kladd → publisert → vurdering → intervju → tilbud → tildeling → i drift → avsluttet. Publishing is
checked in `publisering`; that a call is closed for applications follows from the deadline.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from rekruttering.felles.errors import N_, Hinder
from rekruttering.utlysning.rules import Seksjon, UtlysningStatus

ORDER: Final = tuple(UtlysningStatus)

# From this state on the section is as it is: someone has answered or been judged by it.
LOCKED_FROM: Final = {
    Seksjon.GRUNN: UtlysningStatus.AVSLUTTET,
    Seksjon.TEKST: UtlysningStatus.VURDERING,
    Seksjon.FRISTER: UtlysningStatus.AVSLUTTET,
    Seksjon.ENGASJEMENT: UtlysningStatus.PUBLISERT,
    Seksjon.SAMLINGER: UtlysningStatus.AVSLUTTET,
    Seksjon.KOMPETANSER: UtlysningStatus.INTERVJU,
    Seksjon.SAMMENSETNING: UtlysningStatus.I_DRIFT,
    Seksjon.KONTAKT: UtlysningStatus.AVSLUTTET,
}
LAST_TEKST: Final = {
    Seksjon.GRUNN: N_("Runden er avsluttet og kan ikke endres."),
    Seksjon.TEKST: N_("Søknadsfristen er gått ut, og teksten er det søkerne svarte på."),
    Seksjon.FRISTER: N_("Runden er avsluttet og kan ikke endres."),
    Seksjon.ENGASJEMENT: N_("Utlysningen er publisert, og søkerne svarer ut fra rammene."),
    Seksjon.SAMLINGER: N_("Runden er avsluttet og kan ikke endres."),
    Seksjon.KOMPETANSER: N_("Intervjuene er i gang, og alle søkere skal vurderes likt."),
    Seksjon.SAMMENSETNING: N_("Tildelingen er ferdig."),
    Seksjon.KONTAKT: N_("Runden er avsluttet og kan ikke endres."),
}


def next_status(status: UtlysningStatus) -> UtlysningStatus | None:
    """Return the state that follows, or None after the last."""
    following = ORDER.index(status) + 1
    return ORDER[following] if following < len(ORDER) else None


def advance_hindre(
    status: UtlysningStatus, til: UtlysningStatus, frist_at: datetime, now: datetime
) -> list[Hinder]:
    """Return every reason why a call cannot go on to another state.  Kilde: docs/regler.md#U4."""
    hindre = []
    if status is UtlysningStatus.KLADD:
        hindre.append(Hinder("kladd", N_("Utlysningen er ikke publisert ennå.")))
    elif til is not next_status(status):
        tekst = N_("Runden kan bare gå ett steg fram om gangen.")
        hindre.append(Hinder("rekkefolge", tekst))
    if status is UtlysningStatus.PUBLISERT and now <= frist_at:
        tekst = N_("Søknadsfristen er ikke gått ut. Søkerne kan fortsatt sende søknad.")
        hindre.append(Hinder("frist", tekst))
    return hindre


def edit_hindre(seksjon: Seksjon, status: UtlysningStatus) -> list[Hinder]:
    """Return why a section can no longer be changed.  Kilde: docs/regler.md#U5."""
    if ORDER.index(status) < ORDER.index(LOCKED_FROM[seksjon]):
        return []
    return [Hinder("last", LAST_TEKST[seksjon])]


def slug_hindre(*, taken: bool) -> list[Hinder]:
    """Return why a call cannot have an address."""
    if not taken:
        return []
    return [Hinder("slug_opptatt", N_("En annen utlysning har denne adressen. Velg en annen."))]


def kode_hindre(kode: str, others: Collection[str]) -> list[Hinder]:
    """Return why a criterion cannot have a code."""
    if kode not in others:
        return []
    tekst = N_("En annen kompetanse i utlysningen har koden «%(kode)s».")
    return [Hinder("kode_opptatt", tekst, {"kode": kode})]


def address_hindre(status: UtlysningStatus, *, same: bool) -> list[Hinder]:
    """Return why the address and the ordning stay: people have links to a published call."""
    if same or status is UtlysningStatus.KLADD:
        return []
    tekst = N_("Adressen og ordningen kan ikke endres etter at utlysningen er publisert.")
    return [Hinder("adresse_last", tekst)]


def move_frist_hindre(
    status: UtlysningStatus, old: datetime, new: datetime, now: datetime
) -> list[Hinder]:
    """Return why the deadline cannot move; once published it only moves later, while it is open.

    Kilde: docs/regler.md#U6.
    """
    if status is UtlysningStatus.KLADD or old == new:
        return []
    hindre = []
    if status is not UtlysningStatus.PUBLISERT:
        hindre.append(Hinder("frist_behandlet", N_("Behandlingen av søknadene har begynt.")))
    if now > old:
        tekst = N_("Søknadsfristen er gått ut. Lag en ny utlysning for flere søknader.")
        hindre.append(Hinder("frist_ute", tekst))
    if new < old:
        tekst = N_("Fristen er kunngjort. Den kan bare flyttes til senere.")
        hindre.append(Hinder("frist_tidligere", tekst))
    return hindre
