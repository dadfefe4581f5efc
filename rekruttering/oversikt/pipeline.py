"""The picture of a round: its phases, how many are in each, and where the work is."""

from dataclasses import dataclass

from flask_babel import gettext as _

from rekruttering.intervju import queries as intervju_queries
from rekruttering.intervju.rules import IntervjuStatus
from rekruttering.pulje import queries as pulje_queries
from rekruttering.soknad import queries as soknad_queries
from rekruttering.soknad.rules import SoknadStatus
from rekruttering.tilbud import queries as tilbud_queries
from rekruttering.tildeling import queries as tildeling_queries
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.rules import UtlysningStatus

_ORDER = [*UtlysningStatus]


@dataclass(frozen=True)
class Fase:
    """One phase; `tilstand` is ferdig, na or kommende."""

    tekst: str
    antall: int | None
    enhet: str | None
    url: str | None
    tilstand: str


def list_faser(utlysning: Utlysning) -> list[Fase]:
    """Return the phases of a round in order."""
    base = f"/runde/{utlysning.id}"
    soknader = soknad_queries.count_by_status(utlysning.id)
    sendt = sum(soknader.values()) - soknader.get(SoknadStatus.KLADD, 0)
    holdt = intervju_queries.count_by_status(utlysning.id).get(IntervjuStatus.HOLDT, 0)
    innstilt = soknader.get(SoknadStatus.INNSTILT, 0)
    veiledere = tilbud_queries.count_veiledere(utlysning.id)
    pulje = pulje_queries.find_pulje(utlysning.id)
    kommuner = sum(pulje_queries.count_by_status(pulje.id).values()) if pulje else 0
    publisert = tildeling_queries.find_publisert(utlysning.id)
    par = len(publisert.lag) if publisert else 0
    rows = (
        (_("Utlysning"), None, None, f"{base}/rediger", UtlysningStatus.PUBLISERT),
        (_("Søknader"), sendt, _("sendt inn"), f"{base}/soknader", UtlysningStatus.VURDERING),
        (_("Intervju"), holdt, _("holdt"), f"{base}/intervju", UtlysningStatus.INTERVJU),
        (
            _("Innstilling"),
            innstilt,
            _("innstilt"),
            f"{base}/innstilling",
            UtlysningStatus.INTERVJU,
        ),
        (_("Tilbud"), veiledere, _("veiledere"), f"{base}/tilbud", UtlysningStatus.TILBUD),
        (_("Kommuner"), kommuner, _("identifisert"), f"{base}/kommuner", UtlysningStatus.TILDELING),
        (_("Tildeling"), par, _("par"), f"{base}/tildeling", UtlysningStatus.TILDELING),
    )
    return [
        Fase(tekst, antall, enhet, url, _tilstand(utlysning.status, status))
        for tekst, antall, enhet, url, status in rows
    ]


def _tilstand(status: UtlysningStatus, phase: UtlysningStatus) -> str:
    now, then = _ORDER.index(status), _ORDER.index(phase)
    return "na" if now == then else "ferdig" if now > then else "kommende"
