"""Steps of the timetable: panels and rooms, when people can, the plan, and the invitations.

The plan is one that the optimiser found; it is kept as data, because a demo must load in seconds.
It is checked against the round like any other, and `flask demo timeplan` finds it anew.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from rekruttering.demo.forlop import Forlop
from rekruttering.demo.grunnlag import make_rng
from rekruttering.demo.typer import Soker
from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.habilitet import service as habilitet_service
from rekruttering.habilitet.queries import map_tilstander
from rekruttering.habilitet.rules import Tilstand
from rekruttering.intervju import adapter, queries, service
from rekruttering.intervju.rules import Intervjuform
from rekruttering.intervju.rules.ramme import Ramme
from rekruttering.intervju.rules.tider import Medlemsrolle, Moteform, Spenn
from rekruttering.soknad.rules import Sprak

PLAN = Path(__file__).parent.parent / "data" / "demo" / "timeplan.json"
PANEL = "Intervjupanelet"
OSLO = "Oslo"
LENKER = ("Video A", "Video B", "Video C")
_NEEDS = {"ekstra": 4, "tolk": 2, "trinnfri": 2}


def prepare(forlop: Forlop, now: datetime) -> str:
    """One pool of members, three video links and a room; everyone is asked when they can."""
    koordinator, utlysning = forlop.koordinator, forlop.utlysning
    folk = forlop.befolkning.panelmedlemmer
    ids = tuple(forlop.bruker(medlem.epost).id for medlem in folk)
    leder = next(n for n, medlem in enumerate(folk) if medlem.leder)
    inn = service.PanelInput(PANEL, ids[leder], ids)
    service.create_panel(utlysning, inn, bruker=koordinator, now=now)
    for navn in LENKER:
        _add_rom(forlop, navn, f"https://video.udir.example/{navn[-1].lower()}")
    _add_rom(forlop, "Møterom 4", "Schweigaards gate 15 B, Oslo", OSLO)
    frist = clock.end_of(date(2020, 3, 17))
    ramme = service.RammeInput(Ramme(), svarfrist_at=frist)
    service.update_ramme(utlysning, ramme, versjon=0, bruker=koordinator, now=now)
    _declare_ties(forlop, now)
    asked = service.ask_for_tider(utlysning, bruker=koordinator, now=now)
    return f"1 panel med {len(ids)} medlemmer, {asked} søkere er spurt når de kan"


def answer(forlop: Forlop, now: datetime) -> str:
    """Most applicants say when they can, and every member when they cannot."""
    utlysning = forlop.utlysning
    spenn = service.list_spenn(utlysning)
    answered = 0
    for number, soknad in enumerate(queries.list_til_intervju(utlysning.id)):
        soker = forlop.soker(soknad)
        rng = make_rng(forlop.befolkning.seed, "intervjutid", soker.id)
        if rng.random() < 0.08:
            continue
        svar = queries.find_svar(soknad.id)
        versjon = svar.versjon if svar else 0
        data = _svar(soker, spenn, rng, number)
        service.save_svar(soknad, data, versjon=versjon, bruker=soknad.soker, now=now)
        answered += 1
    for medlem in forlop.befolkning.panelmedlemmer:
        bruker = forlop.bruker(medlem.epost)
        rng = make_rng(forlop.befolkning.seed, "paneltid", medlem.id)
        opptatt = tuple(each.nokkel for each in spenn if rng.random() < 0.15)
        rolle = Medlemsrolle.KAN_LEDE if medlem.leder else Medlemsrolle.MEDLEM
        sami = tuple(sprak for sprak in medlem.sprak if sprak.endswith("samisk"))
        plass = queries.get_rundeplass(utlysning.id, bruker.id)
        inn = service.MedlemInput(opptatt, (OSLO,), sami, rolle)
        service.save_medlem(plass, inn, versjon=0, bruker=bruker, now=now)
    return f"{answered} søkere og {len(forlop.befolkning.panelmedlemmer)} medlemmer har svart"


def plan(forlop: Forlop, now: datetime) -> str:
    """The timetable is computed, taken into use, declared for, and released."""
    koordinator, utlysning = forlop.koordinator, forlop.utlysning
    timeplan = service.start_timeplan(utlysning, bruker=koordinator, now=now)
    # Here and now, and not by the worker, who has nothing to compute.
    service.begin_timeplan(timeplan.id, now=now)
    kept = json.loads(PLAN.read_text(encoding="utf-8"))
    forslag = adapter.to_forslag(timeplan.problem, _to_rows(forlop, kept))
    svar = {"forslag": forslag, "forklaringer": []}
    service.finish_timeplan(timeplan.id, svar, stopped=False, now=now)
    if timeplan.feil:
        raise LookupError(f"{PLAN.name}: {timeplan.feil}")
    service.use_timeplan(timeplan.id, bruker=koordinator, now=now)
    _declare_all(forlop, now)
    told = service.send_innkallinger(utlysning, bruker=koordinator, now=now)
    uten = len(queries.list_uplanlagte(utlysning.id))
    return f"timeplanen er regnet ut, {len(told)} søkere er innkalt, {uten} uten tid"


def find_plan(forlop: Forlop, *, now: datetime, max_time_s: float) -> tuple[dict[str, Any], str]:
    """Return a plan found by the optimiser for the round as it is now, and how good it is."""
    grunnlag = service.load_grunnlag(forlop.utlysning, now=now)
    order = {"problem": adapter.to_snapshot(grunnlag), "maks_sekunder": max_time_s, "fro": 1}
    forslag = adapter.solve(order, lambda _values: None, lambda: False)["forslag"]
    said = f"{len(forslag['uplassert'])} uten tid, {forslag['kostnad']} poeng"
    return _to_population(forlop, forslag), f"{said}, minst {forslag['nedre_grense']}"


def _svar(soker: Soker, spenn: list[Spenn], rng: Any, number: int) -> service.SvarInput:
    share = rng.uniform(0.3, 0.8)
    tider = {each.nokkel: "kan" for each in spenn if rng.random() < share}
    for key in rng.sample(sorted(tider), min(6, len(tider))):
        tider[key] = "helst"
    tider = tider or {each.nokkel: "kan" for each in spenn}
    sami = [Sprak(each) for each in soker.samiske_sprak]
    by_room = number % 12 == 5
    return service.SvarInput(
        tider,
        Moteform.BEGGE if by_room else Moteform.VIDEO,
        (OSLO,) if by_room else (),
        sami[0] if sami and rng.random() < 0.5 else None,
        "",
        ekstra_min=30 if number % 25 == 7 else 0,
        tolk=number % 40 == 3,
    )


def _add_rom(forlop: Forlop, navn: str, adresse: str, sted: str = "") -> None:
    form = Intervjuform.STED if sted else Intervjuform.VIDEO
    ramme = Ramme()
    data = service.RomInput(
        navn, form, sted, adresse, 1, bool(sted), ramme.dag_fra_min, ramme.dag_til_min
    )
    service.save_rom(forlop.utlysning, None, data, versjon=0, bruker=forlop.koordinator)


def _declare_ties(forlop: Forlop, now: datetime) -> None:
    """The ties that members know of, declared before any interview is planned."""
    soknader = forlop.soknader()
    epost = {medlem.id: medlem.epost for medlem in forlop.befolkning.panelmedlemmer}
    for binding in forlop.befolkning.panelbindinger:
        soknad = soknader.get(binding.soker_id)
        if soknad is None:
            continue
        tilstand = Tilstand.ERKLART if binding.tilstand == "erklaert" else Tilstand.MISTENKT
        bruker = forlop.bruker(epost[binding.medlem_id])
        habilitet_service.declare(bruker, soknad, tilstand, binding.forklaring, av=bruker, now=now)


def _declare_all(forlop: Forlop, now: datetime) -> None:
    """Every member who is to meet an applicant says that there is no tie."""
    intervju_liste = queries.list_i_plan(forlop.utlysning.id)
    pairs = [(plass.bruker, each.soknad) for each in intervju_liste for plass in each.plasser]
    known = map_tilstander({b.id for b, _ in pairs}, {s.id for _, s in pairs})
    for bruker, soknad in pairs:
        if (bruker.id, soknad.id) not in known:
            habilitet_service.declare(bruker, soknad, Tilstand.INGEN, av=bruker, now=now)
    db.session.flush()


def _refs(forlop: Forlop) -> dict[str, str]:
    """Return the optimiser's ids of the round by the population's own names."""
    soknader = {key: f"S{soknad.id}" for key, soknad in forlop.soknader().items()}
    folk = forlop.befolkning.panelmedlemmer
    medlemmer = {medlem.id: f"M{forlop.bruker(medlem.epost).id}" for medlem in folk}
    rom = {each.navn: f"R{each.id}" for each in queries.list_rom(forlop.utlysning.id)}
    paneler = {each.navn: f"P{each.id}" for each in queries.list_paneler(forlop.utlysning.id)}
    return {**soknader, **medlemmer, **rom, **paneler}


def _to_rows(forlop: Forlop, kept: Mapping[str, Any]) -> list[dict[str, Any]]:
    refs = _refs(forlop)
    return [
        {
            **each,
            **{key: refs[each[key]] for key in ("soker", "rom", "leder", "panel")},
            "medlemmer": [refs[medlem] for medlem in each["medlemmer"]],
        }
        for each in kept["intervjuer"]
    ]


def _to_population(forlop: Forlop, forslag: Mapping[str, Any]) -> dict[str, Any]:
    names = {ref: name for name, ref in _refs(forlop).items()}
    return {
        "intervjuer": [
            {
                **each,
                **{key: names[each[key]] for key in ("soker", "rom", "leder", "panel")},
                "medlemmer": [names[medlem] for medlem in each["medlemmer"]],
            }
            for each in forslag["intervjuer"]
        ]
    }
