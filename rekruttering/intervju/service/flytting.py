"""One interview moved: by a coordinator on the timetable, or by the applicant."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from rekruttering.felles import audit
from rekruttering.felles.db import flush
from rekruttering.felles.errors import N_, Hinder, HindretError, KonfliktError, refuse_if
from rekruttering.intervju import adapter, queries
from rekruttering.intervju.adapter import Grunnlag, Plassert, Regelbrudd
from rekruttering.intervju.models import Intervju, Rom
from rekruttering.intervju.rules import IntervjuStatus
from rekruttering.intervju.rules.tider import NYTT_VALG, bytte_hindre, nytt_valg_hindre
from rekruttering.intervju.rules.timeplan import (
    BRUDD_TEKST,
    LEDD_BEDRE,
    LEDD_VERRE,
    release_hindre,
    split_brudd,
)
from rekruttering.intervju.service.grunnlag import load_grunnlag
from rekruttering.intervju.service.invitasjon import tell, to_klarhet
from rekruttering.intervju.service.planlegging import Plassering, place_intervju
from rekruttering.soknad.models import Soknad
from rekruttering.tilgang.models import Bruker


@dataclass(frozen=True)
class FlyttInput:
    """Where a coordinator wants an interview; None keeps what it has.

    `bekreftet`: the applicant has agreed to the time, by telephone for example.
    """

    start_at: datetime
    rom_id: int | None = None
    medlem_ids: tuple[int, ...] = ()
    leder_id: int | None = None
    bekreftet: bool = False


@dataclass(frozen=True)
class Flyttevurdering:
    """What a move would do: what stops it, what to think of, and what is good to know."""

    stopp: tuple[Hinder, ...]
    varsel: tuple[Hinder, ...]
    merknader: tuple[Hinder, ...]


def judge_flytt(intervju: Intervju, data: FlyttInput, *, now: datetime) -> Flyttevurdering:
    """Return what moving an interview would do; nothing is changed."""
    grunnlag = load_grunnlag(intervju.soknad.utlysning, now=now, varsel=timedelta())
    return _judge(grunnlag, intervju, data, now)


def flytt_intervju(
    intervju: Intervju, data: FlyttInput, *, versjon: int | None, bruker: Bruker, now: datetime
) -> Flyttevurdering:
    """Move an interview; the rest stays, and nobody is told before it is released.

    Raises:
        KonfliktError: someone else changed it after `versjon` was read.
        HindretError: with everything that stops the move.
    """
    queries.lock_round(intervju.soknad.utlysning_id)
    if versjon is not None and intervju.versjon != versjon:
        raise KonfliktError
    grunnlag = load_grunnlag(intervju.soknad.utlysning, now=now, varsel=timedelta())
    vurdert = _judge(grunnlag, intervju, data, now)
    refuse_if(vurdert.stopp)
    plassert = _to_plassert(intervju, data)
    if _is_there(intervju, plassert):
        return vurdert
    plassering = _to_plassering(intervju, plassert, _find_rom(grunnlag.rom, plassert.rom_id))
    fastsatt = intervju.fastsatt or data.bekreftet
    place_intervju(intervju.soknad, intervju, replace(plassering, fastsatt=fastsatt), bruker=bruker)
    return vurdert


def _judge(
    grunnlag: Grunnlag, intervju: Intervju, data: FlyttInput, now: datetime
) -> Flyttevurdering:
    if intervju.status is not IntervjuStatus.PLANLAGT or intervju not in grunnlag.intervjuer:
        tekst = N_("Intervjuet er ikke lenger bare planlagt.")
        return Flyttevurdering((Hinder("status", tekst),), (), ())
    stopp: list[Hinder] = []
    if intervju.fastsatt and not data.bekreftet:
        stopp.append(Hinder("fastsatt", N_("Intervjuet er fastsatt. Løsne det først.")))
    if data.start_at <= now:
        stopp.append(Hinder("passert", N_("Tidspunktet har vært. Velg et senere.")))
    vurdert = adapter.judge_move(grunnlag, _to_plassert(intervju, data))
    stops, warns = split_brudd([b.regel for b in vurdert.brudd], overstyr=data.bekreftet)
    hindre = to_hindre(vurdert.brudd, grunnlag)
    stopp += [hindre[n] for n in stops]
    varsel = [hindre[n] for n in warns]
    varsel += [Hinder(f"ledd_{ledd}", LEDD_VERRE[ledd]) for ledd, _, _ in vurdert.dyrere]
    merknader = []
    if intervju.varslet is not None:
        merknader.append(
            Hinder("fortalt", N_("Søkeren og panelet har fått en tid. De får ny innkalling."))
        )
    merknader += [Hinder(f"ledd_{ledd}", LEDD_BEDRE[ledd]) for ledd, _, _ in vurdert.billigere]
    return Flyttevurdering(tuple(dict_unique(stopp)), tuple(varsel), tuple(merknader))


def dict_unique(hindre: Iterable[Hinder]) -> list[Hinder]:
    """Return the reasons without repetition, in order."""
    found: list[Hinder] = []
    for hinder in hindre:
        if hinder not in found:
            found.append(hinder)
    return found


def to_hindre(brudd: Sequence[Regelbrudd], grunnlag: Grunnlag) -> list[Hinder]:
    """Return broken rules as sentences with names."""
    soknader = {each.id: each.navn for each in grunnlag.soknader}
    rom = {each.id: each.navn for each in grunnlag.rom}
    medlemmer = {
        m.bruker_id: m.bruker.navn or m.bruker.epost
        for panel in grunnlag.paneler
        for m in panel.medlemmer
    }
    medlemmer |= {
        plass.bruker_id: plass.bruker.navn or plass.bruker.epost
        for each in grunnlag.intervjuer
        for plass in each.plasser
    }
    return [
        Hinder(
            each.regel,
            BRUDD_TEKST[each.regel],
            {
                "soker": soknader.get(each.soknad_id, ""),
                "medlem": medlemmer.get(each.bruker_id, ""),
                "rom": rom.get(each.rom_id, ""),
            },
        )
        for each in brudd
    ]


def list_planfeil(grunnlag: Grunnlag) -> list[Hinder]:
    """Return what is wrong with the round's plan as it stands, without repetition."""
    plan = [adapter.as_plassert(each) for each in grunnlag.intervjuer]
    brudd = [each for each in adapter.list_brudd(grunnlag, plan) if each.regel != "las"]
    return dict_unique(to_hindre(brudd, grunnlag))


def valg_hindre(soknad: Soknad, *, now: datetime) -> list[Hinder]:
    """Return why an applicant cannot choose a time now."""
    return _valg_hindre(soknad, queries.find_intervju(soknad.id), now)


def list_valg(soknad: Soknad, *, now: datetime) -> tuple[list[Hinder], list[Plassert]]:
    """Return why an applicant cannot choose a time now, or the times to choose among."""
    intervju = queries.find_intervju(soknad.id)
    hindre = _valg_hindre(soknad, intervju, now)
    if hindre:
        return hindre, []
    ny = intervju is not None and intervju.status is IntervjuStatus.IKKE_HOLDT
    grunnlag = load_grunnlag(soknad.utlysning, now=now)
    return [], adapter.find_ledige(grunnlag, soknad.id, samme_panel=not ny)


def velg_tid(soknad: Soknad, start_at: datetime, *, now: datetime) -> Intervju:
    """Move the applicant's own interview to one of the offered times; everyone is told at once.

    Raises:
        HindretError: no move is left, or somebody else has taken the time.
    """
    queries.lock_round(soknad.utlysning_id)
    intervju = queries.find_intervju(soknad.id)
    if intervju is not None and intervju.innkalt_at and intervju.start_at == start_at:
        return intervju
    hindre, valg = list_valg(soknad, now=now)
    refuse_if(hindre)
    valgt = next((each for each in valg if each.start_at == start_at), None)
    if valgt is None or intervju is None:
        raise HindretError([Hinder("opptatt", N_("Tiden er ikke lenger ledig. Velg en annen."))])
    again = intervju.status is IntervjuStatus.IKKE_HOLDT
    rom = _find_rom(queries.list_rom(soknad.utlysning_id), valgt.rom_id)
    place_intervju(soknad, intervju, _to_plassering(intervju, valgt, rom), bruker=soknad.soker)
    if not again:
        intervju.bytter += 1
    klarhet = to_klarhet(intervju, queries.list_plasser(intervju))
    if release_hindre(klarhet, now):
        # Who in the panel may not sit there is nothing that the applicant should learn this way.
        raise HindretError([Hinder("panel", N_("Tiden kan ikke velges nå. Ta kontakt med oss."))])
    tell(intervju, bruker=soknad.soker, now=now)
    flush()
    audit.record("intervju_byttet", intervju, bruker=soknad.soker, start_at=start_at.isoformat())
    return intervju


def _valg_hindre(soknad: Soknad, intervju: Intervju | None, now: datetime) -> list[Hinder]:
    if intervju is not None and intervju.status is IntervjuStatus.IKKE_HOLDT:
        tilbudt = intervju.paminnelser.count(NYTT_VALG)
        return nytt_valg_hindre(soknad.status, ikke_holdt=True, tilbudt=tilbudt)
    planned = intervju is not None and intervju.status is IntervjuStatus.PLANLAGT
    return bytte_hindre(
        soknad.status,
        fortalt=planned and intervju is not None and intervju.innkalt_at is not None,
        bytter=intervju.bytter if intervju else 0,
        start_at=intervju.start_at if intervju else now,
        now=now,
    )


def _to_plassert(intervju: Intervju, data: FlyttInput) -> Plassert:
    seats = data.medlem_ids or tuple(plass.bruker_id for plass in intervju.plasser)
    leads = [plass.bruker_id for plass in intervju.plasser if plass.leder]
    leder_id = data.leder_id or (leads[0] if leads and leads[0] in seats else seats[0])
    return Plassert(
        intervju.soknad_id,
        data.start_at,
        data.start_at + (intervju.slutt_at - intervju.start_at),
        data.rom_id or intervju.rom_id,
        intervju.panel_id,
        seats,
        leder_id,
    )


def _to_plassering(intervju: Intervju, plassert: Plassert, rom: Rom | None) -> Plassering:
    return Plassering(
        queries.get_panel(plassert.panel_id),
        plassert.start_at,
        plassert.slutt_at,
        rom.form if rom else intervju.form,
        rom.adresse if rom else intervju.sted,
        rom or intervju.rom,
        plassert.medlem_ids,
        plassert.leder_id,
    )


def _find_rom(rom: Sequence[Rom], id: int | None) -> Rom | None:
    return next((each for each in rom if each.id == id), None)


def _is_there(intervju: Intervju, ny: Plassert) -> bool:
    seats = {plass.bruker_id for plass in intervju.plasser}
    leads = {plass.bruker_id for plass in intervju.plasser if plass.leder}
    return (intervju.start_at, intervju.rom_id, seats, leads) == (
        ny.start_at,
        ny.rom_id,
        set(ny.medlem_ids),
        {ny.leder_id},
    )
