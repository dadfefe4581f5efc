"""What the pages of offers show; finished values for the templates."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from rekruttering.felles.filters import tall
from rekruttering.tilbud import rules, service
from rekruttering.tilbud.models import Tilbud
from rekruttering.tilbud.rules import STATUS_TEKST, TilbudStatus
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.rules import ENHET_TEKST, FORM_TEKST, Engasjementsform, Enhet

_FARGE = {
    TilbudStatus.SENDT: "info",
    TilbudStatus.TAKKET_JA: "success",
    TilbudStatus.TAKKET_NEI: "danger",
    TilbudStatus.UTLOPT: "warning",
    TilbudStatus.TRUKKET: "neutral",
}


@dataclass(frozen=True)
class Rad:
    """An offer; `status` is what the clock says, also before the worker has written it."""

    id: int
    soker: str
    soknad_id: int
    status: TilbudStatus
    status_tekst: str
    farge: str
    sendt_at: datetime
    svarfrist_at: datetime
    svart_at: datetime | None
    begrunnelse: str
    avtalt: str

    @property
    def venter(self) -> bool:
        """Whether the offer can be answered now."""
        return self.status is TilbudStatus.SENDT

    @property
    def kan_forlenges(self) -> bool:
        """Whether the offer can get a later deadline."""
        return self.status in {TilbudStatus.SENDT, TilbudStatus.UTLOPT}


@dataclass(frozen=True)
class Formvalg:
    """An engagement form of the offer with its band in words, hours too."""

    form: Engasjementsform
    tekst: str
    band: str
    beskrivelse: str


def to_rad(tilbud: Tilbud, now: datetime) -> Rad:
    """Return an offer as lists show it."""
    status = rules.status_now(tilbud.status, tilbud.svarfrist_at, now)
    return Rad(
        id=tilbud.id,
        soker=tilbud.soknad.navn,
        soknad_id=tilbud.soknad_id,
        status=status,
        status_tekst=STATUS_TEKST[status],
        farge=_FARGE[status],
        sendt_at=tilbud.sendt_at,
        svarfrist_at=tilbud.svarfrist_at,
        svart_at=tilbud.svart_at,
        begrunnelse=tilbud.svar_begrunnelse or tilbud.begrunnelse,
        avtalt=_agreed(tilbud),
    )


def list_former(utlysning: Utlysning, sprak: str) -> list[Formvalg]:
    """Return the engagement forms that can be chosen."""
    former = []
    for en in utlysning.engasjementer:
        band = service.find_band(utlysning, en.form)
        if band is not None:
            tekst = _amount(band.minst, band.mest, band)
            former.append(Formvalg(en.form, _(FORM_TEKST[en.form]), tekst, en.tekst(sprak)))
    return former


def _agreed(tilbud: Tilbud) -> str:
    """Return «Frikjøp, 15–25 prosent (252–420 timer)»; empty without an agreement."""
    avtale = tilbud.avtale
    band = service.find_band(tilbud.soknad.utlysning, avtale.form) if avtale else None
    if avtale is None or band is None:
        return ""
    return f"{_(FORM_TEKST[avtale.form])}, {_amount(avtale.minst, avtale.mest, band)}"


def _amount(minst: int, mest: int, band: rules.Band) -> str:
    tekst = f"{minst}–{mest} {_(ENHET_TEKST[band.enhet])}"
    if band.enhet is Enhet.TIMER:
        return tekst
    timer = _("timer")
    return f"{tekst} ({tall(band.timer(minst))}–{tall(band.timer(mest))} {timer})"
