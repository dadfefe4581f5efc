"""Steps of the applicants and of the first sorting."""

from datetime import date, datetime

from rekruttering.demo.cv import make_cv
from rekruttering.demo.forlop import Forlop, to_utc
from rekruttering.demo.typer import Soker
from rekruttering.felles import clock
from rekruttering.kommune import queries as kommune_queries
from rekruttering.pulje.rules import Fagomrade
from rekruttering.soknad import service
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.rules import (
    AnnenBakgrunn,
    Bakgrunn,
    Niva,
    SoknadStatus,
    Sprak,
    Tilknytningsgrunn,
)
from rekruttering.tilgang import service as tilgang_service
from rekruttering.tilgang.rules import Malform
from rekruttering.utlysning.rules import Engasjementsform

NOT_CHOSEN = (
    "Vi fikk mange søknader. Du har mindre erfaring fra ledelse eller skoleeierskap enn de "
    "søkerne vi har valgt å snakke med."
)


def apply(forlop: Forlop, now: datetime) -> str:
    """Everyone who has written by now: most have sent, some have only begun."""
    sent, drafts = 0, 0
    before, kommuner = forlop.soknader(), _kommune_ids()
    for soker in forlop.befolkning.sokere:
        if soker.id in before:
            continue
        wanted = to_utc(soker.sendt_at) if soker.sendt_at else None
        is_sent = wanted is not None and wanted <= now
        if not is_sent and not _begins_early(soker):
            continue
        moment = wanted if wanted is not None and is_sent else now
        with clock.frozen(moment):
            soknad = _start(forlop, soker, moment)
            _fill(soknad, soker, kommuner, moment)
            if is_sent:
                _fill_rest(soknad, soker, forlop, kommuner, moment)
                service.submit_soknad(soknad, now=moment)
        sent, drafts = sent + is_sent, drafts + (not is_sent)
    return f"{sent} søknader er sendt inn, {drafts} er kladd"


def withdraw(forlop: Forlop, now: datetime) -> str:
    """Those who think better of it after the deadline."""
    soknader = forlop.soknader()
    gone = [soknader[s.id] for s in forlop.befolkning.sokere if s.utfall == "trukket"]
    for soknad in gone:
        service.withdraw(soknad, now=now)
    return f"{len(gone)} søkere trakk seg"


def sort(forlop: Forlop, now: datetime) -> str:
    """The coordinator's first sorting, and the answers to everyone."""
    koordinator, soknader = forlop.koordinator, forlop.soknader()
    sortert: list[Soknad] = []
    for soker in forlop.befolkning.sokere:
        soknad = soknader.get(soker.id)
        if soknad is None or soknad.status is not SoknadStatus.INNSENDT:
            continue
        if soker.utfall == "avslag_sortering":
            service.decline(soknad, bruker=koordinator, begrunnelse=NOT_CHOSEN, now=now)
        else:
            service.shortlist(soknad, bruker=koordinator, now=now)
        sortert.append(soknad)
    service.send_svar(sortert, bruker=koordinator, now=now)
    til_intervju = sum(s.status is SoknadStatus.TIL_INTERVJU for s in sortert)
    return f"{til_intervju} skal til intervju, {len(sortert) - til_intervju} har fått avslag"


def _begins_early(soker: Soker) -> bool:
    """Return whether the person has begun before sending; some never send."""
    return soker.sendt_at is None or int(soker.id.lstrip("s")) % 3 == 0


def _start(forlop: Forlop, soker: Soker, now: datetime) -> Soknad:
    bruker = tilgang_service.create_bruker(
        soker.epost,
        soker.navn,
        now=now,
        telefon=soker.telefon,
        malform=Malform(soker.sprak_korrespondanse),
    )
    return service.start_soknad(forlop.utlysning, bruker, now=now)


def _kommune_ids() -> dict[str, int]:
    return {k.kommunenummer: k.id for k in kommune_queries.list_kommuner(date(2020, 3, 15))}


def _fill(soknad: Soknad, soker: Soker, kommuner: dict[str, int], now: datetime) -> None:
    """Save the sections that everybody begins with; a draft stops here."""
    person = service.PersonInput(
        soker.navn,
        soker.telefon,
        kommuner[soker.kommunenummer],
        Malform(soker.sprak_korrespondanse),
    )
    service.save_person(soknad, person, now=now)
    arbeid = service.ArbeidInput(
        soker.arbeidsgiver, kommuner.get(soker.arbeidsgiver_kommunenummer), soker.stilling
    )
    service.save_arbeid(soknad, arbeid, now=now)
    bakgrunn = service.BakgrunnInput(
        Bakgrunn(soker.bakgrunn),
        AnnenBakgrunn(soker.annen_type) if soker.annen_type else None,
        soker.year_skoleeier,
        soker.year_skoleleder,
        soker.year_annen,
    )
    service.save_bakgrunn(soknad, bakgrunn, now=now)


def _fill_rest(
    soknad: Soknad, soker: Soker, forlop: Forlop, kommuner: dict[str, int], now: datetime
) -> None:
    """Save all other sections, with a CV."""
    service.save_kompetanse(soknad, _kompetanse(soker), now=now)
    nivaer = {Sprak(f.sprak): (Niva(f.muntlig), Niva(f.skriftlig)) for f in soker.sprak}
    alle: dict[Sprak, tuple[Niva | None, Niva | None]] = {
        sprak: nivaer.get(sprak, (Niva.INGEN, Niva.INGEN)) for sprak in Sprak
    }
    service.save_sprak(soknad, service.SprakInput(alle), now=now)
    onske = soker.engasjement
    engasjement = service.EngasjementInput(Engasjementsform(onske.form), onske.minst, onske.mest)
    service.save_engasjement(soknad, engasjement, now=now)
    sted = service.StedInput(soker.onskede_fylker, soker.uaktuelle_fylker, soker.maks_reise_km)
    service.save_sted(soknad, sted, now=now)
    service.save_habilitet(soknad, _habilitet(soker, kommuner), now=now)
    service.save_onsker(soknad, _onsker(soker, forlop), now=now)
    service.save_motivasjon(soknad, service.MotivasjonInput(soker.motivasjon), now=now)
    service.add_vedlegg(soknad, f"CV {soker.navn}.pdf", make_cv(soker), er_cv=True, now=now)
    referanser = [
        service.ReferanseInput(r.navn, r.stilling, r.virksomhet, r.telefon, r.epost)
        for r in soker.referanser
    ]
    service.save_referanser(soknad, service.ReferanserInput(tuple(referanser)), now=now)


def _kompetanse(soker: Soker) -> service.KompetanseInput:
    formell = [f"{k.omrade.capitalize()}: {k.formell}" for k in soker.kompetanser if k.formell]
    erfaring = [f"{k.omrade.capitalize()}: {k.erfaring}" for k in soker.kompetanser if k.erfaring]
    fagomrader = tuple(Fagomrade(kode).value for kode in soker.fagomrader)
    utdanning = "\n".join(formell) or "Lærerutdanning, uten videreutdanning på disse områdene."
    return service.KompetanseInput(utdanning, "\n".join(erfaring), fagomrader)


def _habilitet(soker: Soker, kommuner: dict[str, int]) -> service.HabilitetInput:
    tilknytninger = [
        service.TilknytningInput(
            kommuner.get(t.kommunenummer), Tilknytningsgrunn(t.grunn), t.forklaring
        )
        for t in soker.tilknytninger
    ]
    return service.HabilitetInput(
        ingen_tilknytning=not tilknytninger, tilknytninger=tuple(tilknytninger)
    )


def _onsker(soker: Soker, forlop: Forlop) -> service.OnskerInput:
    epost = {other.id: other.epost for other in forlop.befolkning.sokere}
    return service.OnskerInput(
        ", ".join(epost[other] for other in soker.onsker_par_med),
        ", ".join(epost[other] for other in soker.ikke_par_med),
    )
