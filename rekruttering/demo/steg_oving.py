"""Steps of the practice: an invented applicant, and every member's scores before the first day."""

from datetime import datetime
from pathlib import Path
from typing import Final

from rekruttering.demo.forlop import SEED, Forlop
from rekruttering.demo.grunnlag import make_rng
from rekruttering.utlysning.queries import list_kompetanser
from rekruttering.vurdering import queries, service

_TEKST: Final = Path(__file__).resolve().parent.parent / "data" / "oving"
# What the text of the practice deserves, and a reason that fits it.
_FASIT: Final = {
    "skoleeier": (4, "Fikk nye politikere med, og de spurte selv etter hva skolene hadde prøvd."),
    "skoleleder": (2, "Kjøpte inn et opplegg. Vet ikke hva som skjedde i timene."),
    "analyse": (5, "Forkastet sin egen forklaring sammen med lærerne."),
    "veiledning": (4, "Gikk fra å gi svar til å spørre. Lederen fortsatte alene."),
    "samarbeid": (2, "Sier lite om hvordan de delte ansvaret, og gjorde det meste selv."),
    "skriftlighet": (4, "Kortet ned kraftig, og teksten ble brukt av andre."),
}


def make(forlop: Forlop, now: datetime) -> str:
    """The practice that comes with the product."""
    data = service.OvingskasusInput("Kari Øvrebø", *(_read(sprak) for sprak in ("nb", "nn")))
    koordinator = forlop.koordinator
    service.save_ovingskasus(forlop.utlysning, data, versjon=0, bruker=koordinator, now=now)
    return "øvingskasuset er lagt ut til panelene"


def practise(forlop: Forlop, now: datetime) -> str:
    """Everybody scores it alone and locks."""
    utlysning = forlop.utlysning
    kasus = queries.find_ovingskasus(utlysning.id)
    if kasus is None:
        raise LookupError(utlysning.slug)
    deltakere = queries.list_deltakere(kasus)
    strenghet = {medlem.epost: medlem.strenghet for medlem in forlop.befolkning.panelmedlemmer}
    for deltaker in deltakere:
        bruker = next(
            forlop.bruker(epost)
            for epost in strenghet
            if forlop.bruker(epost).id == deltaker.bruker_id
        )
        skarer = []
        for kompetanse in list_kompetanser(utlysning.id):
            poeng, grunn = _FASIT[kompetanse.kode]
            rng = make_rng(SEED, "oving", bruker.epost, kompetanse.kode)
            given = round(poeng + strenghet[bruker.epost] + rng.gauss(0, 0.5))
            skarer.append(service.SkarInput(kompetanse.id, max(1, min(5, given)), None, "", grunn))
        vurdering = service.save_oving(kasus, bruker, skarer, now=now)
        service.lock_oving(vurdering, now=now)
    return f"{len(deltakere)} panelmedlemmer har øvd på den samme søkeren"


def _read(sprak: str) -> str:
    return (_TEKST / f"forfase.{sprak}.md").read_text(encoding="utf-8").strip()
