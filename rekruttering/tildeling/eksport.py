"""A plan as rows for spreadsheets, and what each veileder's agreement is to say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from rekruttering.felles.filters import kort_dato, tall
from rekruttering.felles.tabellfil import Ark, Celle
from rekruttering.kommune.rules import sort_key
from rekruttering.pulje import queries as pulje_queries
from rekruttering.pulje.models import Puljekommune
from rekruttering.tilbud import queries as tilbud_queries
from rekruttering.tilbud.models import Avtale, Veileder
from rekruttering.tildeling import adapter, queries, service
from rekruttering.tildeling.models import Lag, Tildeling
from rekruttering.tildeling.rules.tekster import LEDD_TEKST
from rekruttering.tildeling.service.beslutning import navn_of_bruker
from rekruttering.tildeling.service.kjoringer import plan_of
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.rules import FORM_TEKST, Engasjementsform

KOMMUNER = ["kommune", "fylke", "timer", "veileder 1", "km", "veileder 2", "km"]
VEDTAK = ["vedtatt", "vedtatt av", "begrunnelse"]
VEILEDERE = ["veileder", "bosted", "timer", "minst", "mest", "makker", "kommuner"]


@dataclass(frozen=True)
class Avtalerad:
    """What one veileder's agreement is to say of the plan, ready to sign.

    `timer` are hours in the period, `andel` tenths of a per cent of a full position of
    `arsverk_timer` hours; `minst` and `mest` are the band that was agreed, in hours.
    """

    veileder_id: int
    navn: str
    epost: str
    form: Engasjementsform | None
    timer: int
    minst: int
    mest: int
    arsverk_timer: int
    fra_dato: date | None
    til_dato: date | None
    makker: str
    kommuner: tuple[str, ...]

    @property
    def andel(self) -> int:
        """The share of a full position, to the nearest tenth of a per cent, halves up."""
        return to_andel(self.timer, self.arsverk_timer)


def to_andel(timer: int, arsverk_timer: int) -> int:
    """Return hours as tenths of a per cent of a full position.  Kilde: docs/regler.md#R35."""
    return (2000 * timer + arsverk_timer) // (2 * arsverk_timer)


def list_avtaledata(tildeling: Tildeling) -> list[Avtalerad]:
    """Return a row for each veileder in the plan, by name."""
    lag = queries.load_lag(tildeling.id)
    members = [each for one in lag for each in (one.veileder_a, one.veileder_b)]
    avtaler = tilbud_queries.map_avtaler([each.soknad_id for each in members])
    rows = [
        _avtalerad(veileder, makker, one, avtaler.get(veileder.soknad_id), tildeling.utlysning)
        for one in lag
        for veileder, makker in _both_ways(one)
    ]
    return sorted(rows, key=lambda row: (sort_key(row.navn), row.veileder_id))


def _both_ways(lag: Lag) -> tuple[tuple[Veileder, Veileder], tuple[Veileder, Veileder]]:
    return (lag.veileder_a, lag.veileder_b), (lag.veileder_b, lag.veileder_a)


def _avtalerad(
    veileder: Veileder, makker: Veileder, lag: Lag, avtale: Avtale | None, utlysning: Utlysning
) -> Avtalerad:
    rows = queries.sorted_by_navn([each.puljekommune for each in lag.plasseringer])
    return Avtalerad(
        veileder_id=veileder.id,
        navn=veileder.soknad.navn,
        epost=veileder.bruker.epost,
        form=avtale.form if avtale else veileder.soknad.form,
        timer=lag.timer,
        minst=veileder.timer_minst,
        mest=veileder.timer_mest,
        arsverk_timer=utlysning.arsverk_timer,
        fra_dato=(avtale and avtale.fra_dato) or utlysning.periode_fra_dato,
        til_dato=(avtale and avtale.til_dato) or utlysning.periode_til_dato,
        makker=makker.soknad.navn,
        kommuner=tuple(row.kommune.navn for row in rows),
    )


def omregning(rad: Avtalerad) -> str:
    """Return how the share comes about: «260 av 1 680 timer = 15,5 prosent»."""
    tekst: str = _(
        "%(timer)s av %(arsverk)s timer = %(andel)s prosent",
        timer=tall(rad.timer),
        arsverk=tall(rad.arsverk_timer),
        andel=tall(rad.andel / 10, 1),
    )
    return tekst


def to_avtaleark(rader: list[Avtalerad]) -> Ark:
    """Return the rows as a sheet."""
    header = [
        *(_("veileder"), _("e-post"), _("form"), _("timer"), _("stillingsandel i prosent")),
        *(_("omregning"), _("avtalt minst"), _("avtalt mest"), _("fra"), _("til")),
        *(_("makker"), _("kommuner")),
    ]
    rows: list[list[Celle]] = [
        [
            *(rad.navn, rad.epost, _(FORM_TEKST[rad.form]) if rad.form else "", rad.timer),
            *(rad.andel / 10, omregning(rad), rad.minst, rad.mest),
            *(kort_dato(rad.fra_dato), kort_dato(rad.til_dato)),
            *(rad.makker, ", ".join(rad.kommuner)),
        ]
        for rad in rader
    ]
    return Ark(_("Avtaledata"), header, rows)


def list_ark(tildeling: Tildeling) -> list[Ark]:
    """Return the plan as sheets: municipalities, veiledere and reserves, and the points."""
    lag = queries.load_lag(tildeling.id)
    problem = service.problem_of(tildeling.kjoring)
    vurdering = adapter.vurder(problem, service.utkast_of(tildeling))
    without = queries.map_puljekommuner(vurdering.udekket).values()
    reserver = queries.map_veiledere(vurdering.ubrukte).values()
    fylker = pulje_queries.map_fylkesnavn(tildeling.kjoring.pulje.innsats_fra_dato)
    km = adapter.map_km(problem, plan_of(lag))
    points: list[list[Celle]] = [
        [_(tekst), vurdering.ledd.get(kode, 0)] for kode, tekst in LEDD_TEKST.items()
    ]
    if vurdering.endring:
        points.append([_("Endringer fra den publiserte planen"), vurdering.endring])
    return [
        Ark("Kommuner", [*KOMMUNER, *VEDTAK], _kommunerader(lag, list(without), fylker, km)),
        Ark("Veiledere", VEILEDERE, _veilederrader(lag, list(reserver))),
        Ark("Kostnad", ["ledd", "poeng"], [*points, ["sum", vurdering.kostnad]]),
    ]


def _kommunerader(
    lag: list[Lag],
    without: list[Puljekommune],
    fylker: Mapping[str, str],
    km: Mapping[tuple[int, int], int],
) -> list[list[Celle]]:
    rows: list[list[Celle]] = []
    for one in lag:
        a, b = sorted((one.veileder_a, one.veileder_b), key=lambda v: sort_key(v.soknad.navn))
        who = navn_of_bruker(one.vedtatt_av) if one.vedtatt_av else ""
        for each in one.plasseringer:
            row = each.puljekommune
            rows.append(
                [
                    *_sted(row, fylker),
                    *(a.soknad.navn, km.get((a.id, row.id))),
                    *(b.soknad.navn, km.get((b.id, row.id))),
                    *(kort_dato(one.vedtatt_at), who, one.begrunnelse),
                ]
            )
    rows += [[*_sted(row, fylker), "", "", "", "", "", "", ""] for row in without]
    return sorted(rows, key=lambda row: sort_key(str(row[0])))


def _sted(row: Puljekommune, fylker: Mapping[str, str]) -> tuple[str, str, int]:
    nummer = row.kommune.fylkesnummer
    return row.kommune.navn, fylker.get(nummer, nummer), row.timer


def _veilederrader(lag: list[Lag], reserver: list[Veileder]) -> list[list[Celle]]:
    rows: list[list[Celle]] = []
    for one in lag:
        stopp = queries.sorted_by_navn([each.puljekommune for each in one.plasseringer])
        places = ", ".join(row.kommune.navn for row in stopp)
        for person, makker in _both_ways(one):
            rows.append([*_person(person, one.timer), makker.soknad.navn, places])
    rows += [[*_person(each, 0), "", ""] for each in reserver]
    return sorted(rows, key=lambda row: sort_key(str(row[0])))


def _person(veileder: Veileder, timer: int) -> tuple[str, str, int, int, int]:
    bosted = veileder.soknad.bosted.navn if veileder.soknad.bosted else ""
    return veileder.soknad.navn, bosted, timer, veileder.timer_minst, veileder.timer_mest
