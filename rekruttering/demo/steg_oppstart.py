"""Steps before anyone applies: staff, the call, the municipalities of the draw."""

from datetime import date, datetime

from rekruttering.demo.forlop import SLUG, Forlop
from rekruttering.demo.typer import Ansatt, IdentifisertKommune
from rekruttering.kommune import queries as kommune_queries
from rekruttering.kommune.rules import KommuneMalform, SamiskSprak
from rekruttering.pulje import queries as pulje_queries
from rekruttering.pulje import service as pulje_service
from rekruttering.pulje.rules import Grunnlag, PuljekommuneStatus
from rekruttering.tilgang import service as tilgang_service
from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import Rolle
from rekruttering.utlysning import innlesing
from rekruttering.utlysning import service as utlysning_service

PASSORD = "demo-passord"  # the demo's people do not exist


def create_ansatte(forlop: Forlop, now: datetime) -> str:
    """Staff of Udir, and the contacts in the embeter."""
    folk = forlop.befolkning
    for rolle, ansatte in (
        (Rolle.KOORDINATOR, folk.koordinatorer),
        (Rolle.PANEL, folk.panelmedlemmer),
        (Rolle.ADMINISTRATOR, (folk.administrator,)),
    ):
        for ansatt in ansatte:
            tilgang_service.set_password(_bruker(ansatt, rolle, "", now), PASSORD)
    for kontakt in folk.statsforvaltere:
        _bruker(kontakt, Rolle.STATSFORVALTER, kontakt.embete, now)
    ansatte_antall = len(folk.koordinatorer) + len(folk.panelmedlemmer) + 1
    return f"{ansatte_antall} ansatte og {len(folk.statsforvaltere)} fylkesmenn har tilgang"


def publish_utlysning(forlop: Forlop, now: datetime) -> str:
    """The call of 2020, and the earlier rounds beside it."""
    koordinator = forlop.koordinator
    for slug in innlesing.list_slugs():
        definisjon = innlesing.read_runde(slug)
        utlysning = utlysning_service.create_from_definisjon(
            definisjon, bruker=koordinator, now=now
        )
        if slug == SLUG:
            utlysning_service.publish(utlysning, bruker=koordinator, now=now)
    return f"«{forlop.utlysning.tittel_nb}» er publisert"


def identify_kommuner(forlop: Forlop, now: datetime) -> str:
    """The earlier draw, which is still in the ordning, and this round's."""
    koordinator, folk = forlop.koordinator, forlop.befolkning
    earlier = pulje_service.PuljeInput("Pulje 2018", date(2018, 2, 1), 2018)
    pulje = pulje_service.create_pulje(earlier, utlysning=None, bruker=koordinator, now=now)
    for nummer in folk.i_ordningen_fra_for:
        inn = _earlier_input(nummer)
        row = pulje_service.add_kommune(pulje, inn, bruker=koordinator, now=now)
        pulje_service.answer(row, PuljekommuneStatus.TAKKET_JA, bruker=koordinator, now=now)
    present = pulje_service.PuljeInput("Pulje 2020", now.date(), 2020)
    pulje = pulje_service.create_pulje(
        present, utlysning=forlop.utlysning, bruker=koordinator, now=now
    )
    for kommune in folk.kommuner:
        pulje_service.add_kommune(pulje, _kommune_input(kommune), bruker=koordinator, now=now)
    told = pulje_service.notify_kommuner(pulje, bruker=koordinator, now=now)
    return f"{len(folk.kommuner)} kommuner er identifisert, {told} kontaktpersoner er varslet"


def answer_kommuner(forlop: Forlop, now: datetime) -> str:
    """The municipalities' own answers."""
    pulje = pulje_queries.find_pulje(forlop.utlysning.id)
    if pulje is None:
        raise LookupError("pulje")
    svar = {kommune.kommunenummer: kommune.svar for kommune in forlop.befolkning.kommuner}
    for row in pulje.kommuner:
        ja = svar[row.kommune.kommunenummer] == "ja"
        status = PuljekommuneStatus.TAKKET_JA if ja else PuljekommuneStatus.TAKKET_NEI
        pulje_service.answer(row, status, bruker=forlop.bruker(row.kontakt_epost), now=now)
    return f"{len(pulje.kommuner)} kommuner har svart"


def _bruker(ansatt: Ansatt, rolle: Rolle, omrade: str, now: datetime) -> Bruker:
    bruker = tilgang_service.create_bruker(
        ansatt.epost, ansatt.navn, now=now, telefon=ansatt.telefon
    )
    tilgang_service.give_rolle(bruker, rolle, omrade, av=None)
    return bruker


def _kommune_input(kommune: IdentifisertKommune) -> pulje_service.PuljekommuneInput:
    return pulje_service.PuljekommuneInput(
        kommunenummer=kommune.kommunenummer,
        grunnlag=Grunnlag(kommune.grunnlag),
        timer=kommune.timer,
        kontakt_navn=kommune.kontakt.navn,
        kontakt_epost=kommune.kontakt.epost,
        kontakt_telefon=kommune.kontakt.telefon,
        fagomrader=kommune.fagomrader,
        behov=kommune.behov,
        malform=KommuneMalform(kommune.malform),
        samisk_sprak=SamiskSprak(kommune.samisk_sprak) if kommune.samisk_sprak else None,
        samisk_fra_register=False,
    )


def _earlier_input(nummer: str) -> pulje_service.PuljekommuneInput:
    kommune = kommune_queries.find_kommune(nummer, date(2020, 1, 1))
    navn = kommune.navn_norsk if kommune else nummer
    return pulje_service.PuljekommuneInput(
        kommunenummer=nummer,
        grunnlag=Grunnlag.RISIKOPOENG,
        timer=120,
        kontakt_navn=f"Skolesjefen i {navn}",
        kontakt_epost=f"skole.{nummer}@kommune.example",
    )
