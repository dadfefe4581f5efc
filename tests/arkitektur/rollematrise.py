"""Who may use which route: the whole table, and the kinds of user it speaks of.

A route that is not here fails `test_roller`, and so does a row without a route.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from rekruttering.tilgang.rules import Rolle


class Hvem(StrEnum):
    """A kind of user; the panel members are those of one interview's panel."""

    ANONYM = "anonym"
    DEAKTIVERT = "deaktivert"  # a koordinator whose account was closed, with the session still open
    SOKER = "søker"
    ANNEN_SOKER = "annen søker"
    LEDER = "panelleder, habil, har låst"
    MEDLEM = "panelmedlem, habil, har låst"
    ULAST = "panelmedlem, habil, har ikke låst"
    UERKLART = "panelmedlem, ikke erklært"
    INHABIL = "panelmedlem, inhabil"
    ANNET_PANEL = "panelmedlem i et annet panel"
    KOORDINATOR = "koordinator"
    ANNEN_KOORDINATOR = "koordinator som ikke lastet opp filen"
    STATSFORVALTER = "statsforvalter i embetet"
    ANNEN_STATSFORVALTER = "statsforvalter i et annet embete"
    KOMMUNEKONTAKT = "kommunekontakt"
    ANNEN_KOMMUNEKONTAKT = "kommunekontakt i en annen kommune"
    ADMINISTRATOR = "administrator"


UTENFOR = frozenset({Hvem.ANONYM, Hvem.DEAKTIVERT})
INNLOGGEDE = frozenset(Hvem) - UTENFOR
SOKER = frozenset({Hvem.SOKER})
LEDER = frozenset({Hvem.LEDER})
HAR_LAST = LEDER | {Hvem.MEDLEM}
HABILE = HAR_LAST | {Hvem.ULAST}
I_PANELET = HABILE | {Hvem.UERKLART, Hvem.INHABIL}
KOORDINATORER = frozenset({Hvem.KOORDINATOR, Hvem.ANNEN_KOORDINATOR})

# The roles of each kind of user, with their area (an attribute of the world, or empty).
ROLLER: dict[Hvem, tuple[Rolle, str]] = {
    Hvem.DEAKTIVERT: (Rolle.KOORDINATOR, ""),
    **dict.fromkeys(I_PANELET | {Hvem.ANNET_PANEL}, (Rolle.PANEL, "")),
    **dict.fromkeys(KOORDINATORER, (Rolle.KOORDINATOR, "")),
    Hvem.STATSFORVALTER: (Rolle.STATSFORVALTER, "trondelag"),
    Hvem.ANNEN_STATSFORVALTER: (Rolle.STATSFORVALTER, "nordland"),
    Hvem.KOMMUNEKONTAKT: (Rolle.KOMMUNEKONTAKT, "8801"),
    Hvem.ANNEN_KOMMUNEKONTAKT: (Rolle.KOMMUNEKONTAKT, "8802"),
    Hvem.ADMINISTRATOR: (Rolle.ADMINISTRATOR, ""),
}


@dataclass(frozen=True)
class Rad:
    """A route: who may, what someone who is logged in and may not is answered, and its objects.

    `verdier` fills the address: the name of an object of the world, or the text itself.
    """

    hvem: frozenset[Hvem]
    nekt: int
    verdier: dict[str, str] = field(default_factory=dict)


def alle(**verdier: str) -> Rad:
    """Return a row that is open to everyone."""
    return Rad(frozenset(Hvem), 0, verdier)


def innlogget(**verdier: str) -> Rad:
    """Return a row for everyone who is logged in: one's own things, whose lists may be empty."""
    return Rad(INNLOGGEDE, 0, verdier)


def rolle(hvem: frozenset[Hvem], **verdier: str) -> Rad:
    """Return a row for a role: others are told that they may not."""
    return Rad(hvem, 403, verdier)


def objekt(hvem: frozenset[Hvem], **verdier: str) -> Rad:
    """Return a row for an object: to others it is not there."""
    return Rad(hvem, 404, verdier)


def runde(objekt_: str = "utlysning") -> Rad:
    """Return a row for a coordinator's page of a round, loaded by the guard."""
    return objekt(KOORDINATORER, utlysning_id=objekt_)


def runderolle() -> Rad:
    """Return a row for a coordinator's page of a round, guarded by the role."""
    return rolle(KOORDINATORER, utlysning_id="utlysning")


STATSFORVALTERE = frozenset({Hvem.STATSFORVALTER, Hvem.ANNEN_STATSFORVALTER})
KONTAKTER = frozenset({Hvem.KOMMUNEKONTAKT, Hvem.ANNEN_KOMMUNEKONTAKT})
ADMIN = frozenset({Hvem.ADMINISTRATOR})

TABELL: dict[str, Rad] = {
    # Open to everyone, and log-in
    "oversikt.forside": alle(),
    "oversikt.hjelp": alle(),
    "oversikt.personvern": alle(),
    "oversikt.tilgjengelighet": alle(),
    "oversikt.helse": alle(),
    "utlysning.vis": alle(slug="slug"),
    "tilgang.login": alle(),
    "tilgang.kode": alle(),
    "tilgang.login_ansatt": alle(),
    "tilgang.set_sprak": alle(),
    "tilgang.logout": innlogget(),
    "tilgang.okt": innlogget(),
    # The applicant
    "soknad_soker.start": innlogget(utlysning_id="utlysning"),
    "soknad_soker.mine": innlogget(),
    "soknad_soker.vis": objekt(SOKER, id="soknad"),
    "soknad_soker.kontroll": objekt(SOKER, id="kladd"),
    "soknad_soker.seksjon": objekt(SOKER, id="kladd", seksjon="person"),
    "soknad_soker.vedlegg": objekt(SOKER, id="kladd"),
    "soknad_soker.delete_vedlegg": objekt(SOKER, id="kladd", vedlegg_id="kladd_vedlegg"),
    "soknad_soker.delete": objekt(SOKER, id="kladd"),
    "soknad_soker.withdraw": objekt(SOKER, id="soknad"),
    "soknad_soker.edit_again": objekt(SOKER, id="soknad"),
    "soknad_soker.download": objekt(SOKER | KOORDINATORER, id="soknad", vedlegg_id="vedlegg"),
    "mitt_tilbud.vis": objekt(SOKER, id="tilbud"),
    "mitt_tilbud.accept": objekt(SOKER, id="tilbud"),
    "mitt_tilbud.decline": objekt(SOKER, id="tilbud"),
    "mottaker.min_tildeling": innlogget(),
    "innsigelse.ny": objekt(SOKER, id="soknad"),
    "mitt_intervju.tider": objekt(SOKER, id="soknad"),
    "mitt_intervju.vis": objekt(SOKER, id="soknad"),
    "mitt_intervju.bytt": objekt(SOKER, id="soknad"),
    "mitt_intervju.passer_ikke": objekt(SOKER, id="soknad"),
    "mitt_intervju.kalender": objekt(SOKER, id="soknad"),
    # The panel
    "panel.mine": rolle(I_PANELET | {Hvem.ANNET_PANEL}),
    "panel.intervju": objekt(I_PANELET, id="intervju"),
    "paneldag.dag": rolle(I_PANELET | {Hvem.ANNET_PANEL}, dato="2099-02-10"),
    "paneldag.kalender": rolle(I_PANELET | {Hvem.ANNET_PANEL}),
    "intervjutider.mine": rolle(I_PANELET | {Hvem.ANNET_PANEL}, utlysning_id="utlysning"),
    "intervjutider.upload": rolle(I_PANELET | {Hvem.ANNET_PANEL}, utlysning_id="utlysning"),
    "intervjutider.drop_kalender": rolle(I_PANELET | {Hvem.ANNET_PANEL}, utlysning_id="utlysning"),
    "medlem.habilitet": objekt(I_PANELET, id="intervju"),
    "medlem.soknad": objekt(HABILE, id="intervju"),
    "panel.guide": objekt(HABILE, id="intervju"),
    "medlem.vedlegg": objekt(HABILE, id="intervju", vedlegg_id="vedlegg"),
    "medlem.decide_habilitet": objekt(LEDER, id="intervju", habilitet_id="habilitet"),
    "medlem.mark_holdt": objekt(LEDER | KOORDINATORER, id="intervju"),
    "medlem.mark_ikke_holdt": objekt(LEDER | KOORDINATORER, id="intervju"),
    "oving.egen": objekt(I_PANELET | {Hvem.ANNET_PANEL}, id="oving"),
    "oving.save_draft": objekt(I_PANELET | {Hvem.ANNET_PANEL}, id="oving"),
    "oving.sammenligning": objekt(HAR_LAST | KOORDINATORER, id="oving"),
    "oving.guide": objekt(I_PANELET | {Hvem.ANNET_PANEL}, utlysning_id="utlysning"),
    "vurdering.egen": objekt(HABILE, id="intervju"),
    "vurdering.save_draft": objekt(HABILE, id="intervju"),
    "vurdering.anbefaling": objekt(LEDER, id="intervju"),
    "vurdering.historikk": objekt(KOORDINATORER, id="ferdig_intervju"),
    "vurdering.felles": objekt(HAR_LAST, id="intervju"),
    "vurdering.reopen": objekt(LEDER, id="vurdering"),
    # The coordinator: the round and its call
    "oversikt.runde": runde(),
    "utlysning_koordinator.liste": rolle(KOORDINATORER),
    "utlysning_koordinator.ny": rolle(KOORDINATORER),
    "utlysning_koordinator.kopier": runde(),
    "utlysning_koordinator.forhandsvis": runde(),
    "utlysning_koordinator.publiser": runde(),
    "utlysning_koordinator.status": runde(),
    "utlysning_rediger.oversikt": runde(),
    "utlysning_rediger.seksjon": objekt(
        KOORDINATORER, utlysning_id="utlysning", seksjon="grunnopplysninger"
    ),
    "guide.vis": runde(),
    "guide.merknad": runde(),
    "guide.fjern": objekt(KOORDINATORER, kompetanse_id="kompetanse", plass="0"),
    "utlysning_kompetanse.liste": runde(),
    "utlysning_kompetanse.ny": runde(),
    "utlysning_kompetanse.rediger": objekt(KOORDINATORER, kompetanse_id="kompetanse"),
    "utlysning_kompetanse.fjern": objekt(KOORDINATORER, kompetanse_id="kompetanse"),
    "utlysning_kompetanse.opp": objekt(KOORDINATORER, kompetanse_id="kompetanse"),
    # The coordinator: applications, ties, interviews, offers
    "soknad_koordinator.liste": runde(),
    "soknad_koordinator.excel": runde(),
    "soknad_koordinator.csv": runde(),
    "soknad_koordinator.beslutning": runde(),
    "soknad_koordinator.svar": runde(),
    "soknad_koordinator.vis": objekt(KOORDINATORER, id="soknad"),
    "soknad_koordinator.avgjor": objekt(KOORDINATORER, id="soknad", handling="avslag"),
    "habilitet.register": runderolle(),
    "habilitet.decide": objekt(KOORDINATORER, id="habilitet"),
    "intervju.oversikt": runderolle(),
    "intervju.create_panel": runderolle(),
    "intervju.update_panel": objekt(KOORDINATORER, id="panel"),
    "intervju.plan": objekt(KOORDINATORER, id="soknad"),
    "intervjuramme.rammer": runde(),
    "intervjuramme.new_rom": runde(),
    "intervjuramme.update_rom": objekt(KOORDINATORER, id="rom"),
    "intervjutider.liste": runde(),
    "intervjutider.ask": runde(),
    "intervjutider.answer_for": objekt(KOORDINATORER, id="soknad"),
    "intervjutider.medlem": objekt(KOORDINATORER, utlysning_id="utlysning", bruker_id="medlem"),
    "timeplan.vis": runde(),
    "timeplan.beregn": runde(),
    "timeplan.fravar": runde(),
    "timeplan.slipp": runde(),
    "timeplan.kjoring": objekt(KOORDINATORER, id="timeplan"),
    "timeplan.stopp": objekt(KOORDINATORER, id="timeplan"),
    "timeplan.bruk": objekt(KOORDINATORER, id="timeplan"),
    "timeplan.problem": objekt(KOORDINATORER, id="timeplan"),
    "timeplan.forslag": objekt(KOORDINATORER, id="timeplan"),
    "flytt.flytt": objekt(KOORDINATORER, id="intervju"),
    "flytt.fastsett": objekt(KOORDINATORER, id="intervju"),
    "innstilling.rangering": runderolle(),
    "innstilling.pdf": runderolle(),
    "innstilling.excel": runderolle(),
    "vurderinger.framdrift": runderolle(),
    "vurderinger.enighet": runderolle(),
    "oving.rediger": runderolle(),
    "oving.open_comparison": objekt(KOORDINATORER, id="oving"),
    "innstilling.en": objekt(KOORDINATORER, id="soknad"),
    "innstilling.notify": runderolle(),
    "tilbud.oversikt": runderolle(),
    "tilbud.withdraw": objekt(KOORDINATORER, id="tilbud"),
    "tilbud.extend": objekt(KOORDINATORER, id="tilbud"),
    "tilbud.end": objekt(KOORDINATORER, id="veileder"),
    # The coordinator: municipalities and allocation
    "pulje.kommuner": runde("pulje_utlysning"),
    "pulje.ny": runde("pulje_utlysning"),
    "pulje.ny_pulje": runde(),
    "pulje.varsle": runde("pulje_utlysning"),
    "pulje.kommune": objekt(KOORDINATORER, id="puljekommune"),
    "pulje.svar": objekt(KOORDINATORER, id="puljekommune"),
    "pulje.fase": objekt(KOORDINATORER, id="puljekommune"),
    "pulje.fjern": objekt(KOORDINATORER, id="puljekommune"),
    "pulje_filer.last_opp": runde("pulje_utlysning"),
    "pulje_filer.mal_excel": runde("pulje_utlysning"),
    "pulje_filer.mal_csv": runde("pulje_utlysning"),
    "pulje_filer.eksporter": runde("pulje_utlysning"),
    "pulje_filer.se_over": objekt(frozenset({Hvem.KOORDINATOR}), id="opplasting"),
    "pulje_filer.lagre": objekt(frozenset({Hvem.KOORDINATOR}), id="opplasting"),
    "kapasitet.vis": runde(),
    "kapasitet.stopp": runde(),
    "kjoring.runde": runde("pulje_utlysning"),
    "kjoring.vis": objekt(KOORDINATORER, id="kjoring"),
    "kjoring.stopp": objekt(KOORDINATORER, id="kjoring"),
    "kjoring.problem": objekt(KOORDINATORER, id="kjoring"),
    "kjoring.forslag": objekt(KOORDINATORER, id="kjoring"),
    # The coordinator: plans beside each other, trials, weights
    "scenario.liste": runde("pulje_utlysning"),
    "scenario.sammenlign": runde("pulje_utlysning"),
    "scenario.vekter": runde("pulje_utlysning"),
    "scenario.prove": objekt(KOORDINATORER, id="prove"),
    "scenario.stopp": objekt(KOORDINATORER, id="prove"),
    "scenario.ta_vare_pa": objekt(KOORDINATORER, id="prove"),
    "scenario.kjor": objekt(KOORDINATORER, id="prove"),
    "scenario.los_resten": objekt(KOORDINATORER, id="tildeling"),
    "scenario.kopier": objekt(KOORDINATORER, id="tildeling"),
    "scenario.gi_navn": objekt(KOORDINATORER, id="tildeling"),
    "bord.vis": objekt(KOORDINATORER, id="tildeling"),
    "bord.puls": objekt(KOORDINATORER, id="tildeling"),
    "bord.angre": objekt(KOORDINATORER, id="tildeling"),
    "bord.gjor_om": objekt(KOORDINATORER, id="tildeling"),
    "bord.kommune": objekt(KOORDINATORER, id="tildeling", kommune="puljekommune"),
    "bord.bytt": objekt(KOORDINATORER, id="tildeling", kommune="puljekommune"),
    "bord.par": objekt(KOORDINATORER, id="tildeling", a="veileder", b="veileder"),
    "bord.veileder": objekt(KOORDINATORER, id="tildeling", veileder="veileder"),
    "bord.bytt_veileder": objekt(KOORDINATORER, id="tildeling", veileder="veileder"),
    "bord.nytt_par": objekt(KOORDINATORER, id="tildeling"),
    "bord.endring": objekt(KOORDINATORER, id="tildeling"),
    # The coordinator: why, and why not
    "analyse.kommune": objekt(KOORDINATORER, id="tildeling", kommune="puljekommune"),
    "analyse.par": objekt(KOORDINATORER, id="tildeling", lag_id="lag"),
    "analyse.veileder": objekt(KOORDINATORER, id="tildeling", veileder="veileder"),
    "analyse.spor": objekt(KOORDINATORER, id="tildeling"),
    "analyse.vis": objekt(KOORDINATORER, id="analyse"),
    "analyse.stopp": objekt(KOORDINATORER, id="analyse"),
    "tildeling.vedta": objekt(KOORDINATORER, id="tildeling"),
    "tildeling.forkast": objekt(KOORDINATORER, id="tildeling"),
    "tildeling.publiser": objekt(KOORDINATORER, id="tildeling"),
    "tildeling.eksporter": objekt(KOORDINATORER, id="tildeling"),
    "eksport.plan_csv": objekt(KOORDINATORER, id="tildeling"),
    "eksport.avtaledata": objekt(KOORDINATORER, id="tildeling"),
    "eksport.avtaledata_excel": objekt(KOORDINATORER, id="tildeling"),
    "eksport.avtaledata_csv": objekt(KOORDINATORER, id="tildeling"),
    "eksport.brev": objekt(KOORDINATORER, id="tildeling"),
    "eksport.brev_alle": objekt(KOORDINATORER, id="tildeling"),
    "eksport.brev_veileder": objekt(KOORDINATORER, id="tildeling", veileder_id="veileder"),
    "eksport.brev_kommune": objekt(KOORDINATORER, id="tildeling", puljekommune_id="puljekommune"),
    "vedtak.vis": objekt(KOORDINATORER, id="tildeling"),
    "vedtak.gjenapne": objekt(KOORDINATORER, id="tildeling"),
    "vedtak.historikk": runde(),
    "vedtak.tilknytning": objekt(KOORDINATORER, id="tildeling"),
    "vedtakspakke.vis": objekt(KOORDINATORER, id="tildeling"),
    "vedtakspakke.lag": objekt(KOORDINATORER, id="tildeling"),
    "vedtakspakke.json": objekt(KOORDINATORER, id="tildeling"),
    "vedtakspakke.pdf": objekt(KOORDINATORER, id="tildeling"),
    "vedtakspakke.en_json": objekt(KOORDINATORER, id="vedtakspakke"),
    "vedtakspakke.en_pdf": objekt(KOORDINATORER, id="vedtakspakke"),
    "vedtakspakke.gjenskap": objekt(KOORDINATORER, id="vedtakspakke"),
    "vedtakspakke.gjenskaping": objekt(KOORDINATORER, id="gjenskaping"),
    # The coordinator: hearing
    "horing.vis": objekt(KOORDINATORER, id="tildeling"),
    "horing.ny": objekt(KOORDINATORER, id="tildeling"),
    "horing.en": objekt(KOORDINATORER, id="tildeling", horing_id="horing"),
    "horing.forleng": objekt(KOORDINATORER, id="tildeling", horing_id="horing"),
    "horing.avslutt": objekt(KOORDINATORER, id="tildeling", horing_id="horing"),
    "horing.pamin": objekt(KOORDINATORER, id="tildeling", horing_id="horing"),
    "horing.behandle": objekt(KOORDINATORER, id="tildeling", svar_id="horingssvar"),
    "beredskap.liste": runde("pulje_utlysning"),
    "beredskap.vis": objekt(KOORDINATORER, id="hendelse"),
    "beredskap.regn": objekt(KOORDINATORER, id="hendelse"),
    "beredskap.stopp": objekt(KOORDINATORER, id="hendelse"),
    "beredskap.forslag": objekt(KOORDINATORER, id="hendelse", nokkel="minst"),
    "beredskap.lukk": objekt(KOORDINATORER, id="hendelse"),
    # Statsforvalter and kommunekontakt: the own embete, the own kommune
    "horing.svar": objekt(frozenset({Hvem.STATSFORVALTER}), id="horingsmottaker"),
    "horing.innsigelse": objekt(
        frozenset({Hvem.STATSFORVALTER}), id="horingsmottaker", puljekommune_id="puljekommune"
    ),
    "mottaker.min_region": rolle(STATSFORVALTERE),
    "mottaker.i_region": objekt(frozenset({Hvem.STATSFORVALTER}), id="puljekommune"),
    "mottaker.min_kommune": rolle(KONTAKTER),
    "kommuneinnsigelse.ny": objekt(frozenset({Hvem.KOMMUNEKONTAKT}), id="puljekommune"),
    "mottaker.kommune": objekt(frozenset({Hvem.KOMMUNEKONTAKT}), id="puljekommune"),
    "pulje_kommune.svar": objekt(frozenset({Hvem.KOMMUNEKONTAKT}), id="puljekommune"),
    # The administrator
    "administrasjon.brukere": rolle(ADMIN),
    "administrasjon.ny_bruker": rolle(ADMIN),
    "administrasjon.bruker": rolle(ADMIN, id="bruker"),
    "administrasjon.take_rolle": rolle(ADMIN, id="bruker"),
    "administrasjon.steng": rolle(ADMIN, id="bruker"),
    "administrasjon.passord": rolle(ADMIN, id="bruker"),
    "administrasjon.logg": rolle(ADMIN),
    "kommune.liste": rolle(ADMIN),
    "kommune.last_opp": rolle(ADMIN),
    "kommune.vis": objekt(ADMIN, id="kommune"),
    "kommune.opplasting": objekt(ADMIN, id="listeopplasting"),
    "kommune.forkast": objekt(ADMIN, id="listeopplasting"),
}
