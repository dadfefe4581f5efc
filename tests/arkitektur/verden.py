"""One of everything that could leak, made once for the walk through every route."""

from dataclasses import dataclass
from datetime import date

from flask import Flask
from flask.testing import FlaskClient

from rekruttering.beredskap.models import Hendelse
from rekruttering.beredskap.rules import HendelseType
from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.habilitet.rules import Tilstand
from rekruttering.intervju.models import Intervju
from rekruttering.kommune.innlesing.lister import KOLONNER
from rekruttering.kommune.models import Listeopplasting
from rekruttering.kommune.rules import Listeslag
from rekruttering.pulje.models import Kommuneopplasting, Puljekommune
from rekruttering.soknad import service as soknad_service
from rekruttering.soknad.rules import SoknadStatus
from rekruttering.tildeling.models import Tildeling
from rekruttering.tildeling.rules import TildelingStatus
from rekruttering.tilgang.models import Bruker
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.rules import UtlysningStatus
from rekruttering.vedtakspakke import service as vedtakspakke_service
from tests.analyse.factories import make_analyse
from tests.arkitektur.rollematrise import ROLLER, Hvem
from tests.habilitet.factories import make_habilitet
from tests.horing.factories import make_mottaker, make_sendt, make_svar
from tests.intervju.factories import (
    make_feilet_timeplan,
    make_intervju,
    make_panel,
    make_ramme,
    make_rom,
)
from tests.kommune.factories import make_kommune
from tests.pulje.factories import make_pulje, make_puljekommune
from tests.scenario.factories import make_prove
from tests.soknad.factories import make_soknad
from tests.tilbud.factories import make_tilbud
from tests.tildeling.factories import make_tildeling, make_veileder
from tests.tilgang.factories import login, make_bruker
from tests.utlysning.factories import make_utlysning
from tests.vurdering.factories import (
    make_innstilling,
    make_oving,
    make_ovingskasus,
    make_vurdering,
    make_vurdert,
)


@dataclass(frozen=True)
class Verden:
    """The users by kind (nobody for ANONYM), what fills an address, and where the draft call is."""

    brukere: dict[Hvem, int]
    objekter: dict[str, str]
    kladd_slug: str

    def client(self, app: Flask, hvem: Hvem) -> FlaskClient:
        """Return the browser of a kind of user."""
        id = self.brukere.get(hvem)
        return login(app, id) if id is not None else app.test_client()

    def path(self, app: Flask, endpoint: str, verdier: dict[str, str]) -> str:
        """Return the address of an endpoint with the world's objects in it."""
        rule = next(app.url_map.iter_rules(endpoint))
        path = rule.rule
        for argument in rule.arguments:
            start = path.rindex("<", 0, path.index(f"{argument}>"))
            end = path.index(f"{argument}>") + len(argument) + 1
            verdi = verdier[argument]
            path = path[:start] + self.objekter.get(verdi, verdi) + path[end:]
        return path


def make_verden() -> Verden:
    """Return the saved world; the deactivated user's session must be opened before it is closed."""
    brukere: dict[Hvem, Bruker] = {
        hvem: make_bruker(
            *(ROLLER[hvem][:1] if hvem in ROLLER else ()),
            navn=hvem.value,
            omrade=ROLLER[hvem][1] if hvem in ROLLER else "",
        )
        for hvem in Hvem
        if hvem is not Hvem.ANONYM
    }
    utlysning = make_utlysning(slug="aapen-runde")
    kladd_utlysning = make_utlysning(slug="hemmelig-runde", status=UtlysningStatus.KLADD)
    objekter = {
        "bruker": str(brukere[Hvem.ANNEN_SOKER].id),
        "slug": utlysning.slug,
        "utlysning": str(utlysning.id),
        "kompetanse": str(utlysning.kompetanser[0].id),
        **_make_intervju(utlysning, brukere),
        **_make_kladd_and_tilbud(brukere[Hvem.SOKER]),
        **_make_tildeling(brukere[Hvem.KOORDINATOR]),
        **_make_listeopplasting(brukere[Hvem.ADMINISTRATOR]),
    }
    db.session.commit()
    ids = {hvem: bruker.id for hvem, bruker in brukere.items()}
    return Verden(ids, objekter, kladd_utlysning.slug)


def _make_intervju(utlysning: Utlysning, brukere: dict[Hvem, Bruker]) -> dict[str, str]:
    """Save an interview whose members stand in every way to the applicant."""
    i_panelet = (Hvem.LEDER, Hvem.MEDLEM, Hvem.ULAST, Hvem.UERKLART, Hvem.INHABIL)
    make_ramme(utlysning, panelstorrelse=len(i_panelet))
    panel = make_panel(utlysning, [brukere[hvem] for hvem in i_panelet])
    make_panel(utlysning, [brukere[Hvem.ANNET_PANEL], make_bruker(*ROLLER[Hvem.LEDER][:1])])
    soknad = make_soknad(
        SoknadStatus.TIL_INTERVJU, utlysning=utlysning, soker=brukere[Hvem.SOKER], navn="Siri Søker"
    )
    make_soknad(utlysning=utlysning, soker=brukere[Hvem.ANNEN_SOKER])
    intervju: Intervju = make_intervju(panel, soknad, declared=False, held=True)
    soknad_service.note_told(soknad, now=clock.now())
    for hvem in (Hvem.LEDER, Hvem.MEDLEM, Hvem.ULAST):
        make_habilitet(brukere[hvem], soknad, Tilstand.INGEN)
    inhabil = make_habilitet(brukere[Hvem.INHABIL], soknad, Tilstand.BEKREFTET)
    make_vurdering(intervju, brukere[Hvem.LEDER])
    vurdering = make_vurdering(intervju, brukere[Hvem.MEDLEM])
    kasus = make_ovingskasus(utlysning)
    for hvem in (Hvem.LEDER, Hvem.MEDLEM):
        make_oving(kasus, brukere[hvem])
    return {
        "panel": str(panel.id),
        "soknad": str(soknad.id),
        "vedlegg": str(soknad.vedlegg[0].id),
        "intervju": str(intervju.id),
        "habilitet": str(inhabil.id),
        "vurdering": str(vurdering.id),
        "oving": str(kasus.id),
        "medlem": str(brukere[Hvem.MEDLEM].id),
        "rom": str(make_rom(utlysning).id),
        "timeplan": str(make_feilet_timeplan(utlysning).id),
    }


def _make_kladd_and_tilbud(soker: Bruker) -> dict[str, str]:
    kladd = make_soknad(SoknadStatus.KLADD, soker=soker)
    soknad = make_soknad(SoknadStatus.TIL_INTERVJU, soker=soker)
    panel = make_panel(soknad.utlysning)
    ferdig = make_vurdert(panel, soknad)
    tilbud = make_tilbud(make_innstilling(ferdig))
    return {
        "kladd": str(kladd.id),
        "kladd_vedlegg": str(kladd.vedlegg[0].id),
        "tilbud": str(tilbud.id),
        "ferdig_intervju": str(ferdig.id),
    }


def _make_tildeling(koordinator: Bruker) -> dict[str, str]:
    """Save a decided allocation that is not published, in the kommune of the kommunekontakt."""
    utlysning = make_utlysning(periode_fra_dato=date(2020, 8, 1))
    pulje = make_pulje(utlysning)
    egen = make_puljekommune(pulje, make_kommune("8801", embete_kode="trondelag"))
    make_puljekommune(pulje, make_kommune("8802", embete_kode="nordland"))
    veiledere = [make_veileder(utlysning, poeng=90 - n) for n in range(4)]
    tildeling = make_tildeling(utlysning, TildelingStatus.VEDTATT)
    opplasting = Kommuneopplasting(
        pulje=pulje, lastet_opp_av=koordinator, filnavn="kommuner.xlsx", rader=[]
    )
    opplasting.opprettet_at = clock.now()
    db.session.add(opplasting)
    db.session.flush()
    hendelse = Hendelse(
        utlysning_id=utlysning.id,
        tildeling=tildeling,
        type=HendelseType.VEILEDER_UT,
        tenkt=True,
        veileder=veiledere[0],
        opprettet_at=clock.now(),
    )
    db.session.add(hendelse)
    db.session.flush()
    return {
        "hendelse": str(hendelse.id),
        "pulje_utlysning": str(utlysning.id),
        "puljekommune": str(egen.id),
        "kommune": str(egen.kommune_id),
        "veileder": str(veiledere[0].id),
        "kjoring": str(tildeling.kjoring_id),
        "tildeling": str(tildeling.id),
        "lag": str(tildeling.lag[0].id),
        "analyse": str(make_analyse(tildeling).id),
        "prove": str(make_prove(utlysning).id),
        **_make_pakke(tildeling, koordinator),
        **_make_horing(tildeling, egen),
        "opplasting": str(opplasting.id),
    }


def _make_pakke(tildeling: Tildeling, koordinator: Bruker) -> dict[str, str]:
    """Save a decision pack and a replay of it."""
    pakke = vedtakspakke_service.make_pakke(tildeling, bruker=koordinator, now=clock.now())
    gjenskaping = vedtakspakke_service.ask_gjenskaping(pakke, bruker=koordinator, now=clock.now())
    return {"vedtakspakke": str(pakke.id), "gjenskaping": str(gjenskaping.id)}


def _make_horing(tildeling: Tildeling, egen: Puljekommune) -> dict[str, str]:
    """Save a hearing in which an embete has said something about a municipality of its own."""
    horing = make_sendt(tildeling, clock.now())
    mottaker = make_mottaker(horing, egen.kommune.embete_kode)
    return {
        "horing": str(horing.id),
        "horingsmottaker": str(mottaker.id),
        "horingssvar": str(make_svar(mottaker, egen).id),
    }


def _make_listeopplasting(administrator: Bruker) -> dict[str, str]:
    slag = Listeslag.KOMMUNER
    header = ",".join(kolonne.navn for kolonne in KOLONNER[slag])
    opplasting = Listeopplasting(
        lastet_opp_av=administrator,
        lastet_opp_at=clock.now(),
        filnavn="kommuner.csv",
        slag=slag,
        innhold=f"{header}\r\n",
    )
    db.session.add(opplasting)
    db.session.flush()
    return {"listeopplasting": str(opplasting.id)}
