"""The administrator's page on municipalities: search, and a newer list in two steps."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import ceil

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from rekruttering.felles import clock, filters, web
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import KonfliktError
from rekruttering.felles.forms import choices, posted
from rekruttering.felles.tabellfil import Radfeil, UleseligListeError
from rekruttering.kommune import policy, queries, service
from rekruttering.kommune.forms import BekreftForm, OpplastingForm, SokForm
from rekruttering.kommune.innlesing.lister import KOLONNER, Verdi
from rekruttering.kommune.models import Kommune, Listeopplasting
from rekruttering.kommune.rules import (
    ENDRING_TEKST,
    LISTE_TEKST,
    MALFORM_TEKST,
    SAMISK_TEKST,
    Listeslag,
)
from rekruttering.kommune.service import Forslag, Handling
from rekruttering.tilgang import guard
from rekruttering.tilgang.rules import Rolle

bp = Blueprint("kommune", __name__, url_prefix="/administrasjon/kommuner")
PER_SIDE = 25


@dataclass(frozen=True)
class Endringsrad:
    """A row of the preview; `felter` are sentences."""

    kode: str
    navn: str
    gyldig_fra: date
    felter: tuple[str, ...]


@dataclass(frozen=True)
class Tall:
    """A figure that matters."""

    verdi: int
    tekst: str
    url: None = None


@bp.get("")
@guard.requires_rolle(Rolle.ADMINISTRATOR)
def liste() -> ResponseReturnValue:
    """List the municipalities of a day, by name, with search."""
    today = clock.today()
    form = SokForm(request.args, data={"dag": today})
    dag = form.dag.data or today
    fylker = queries.list_fylker(dag)
    form.fylke.choices = choices(
        [("", gettext("Alle")), *((f.fylkesnummer, f.navn) for f in fylker)]
    )
    funnet = queries.search_kommuner(dag, form.sok.data or "", form.fylke.data or None)
    sider = max(1, ceil(len(funnet) / PER_SIDE))
    side = min(max(1, request.args.get("side", 1, type=int)), sider)
    return render_template(
        "kommune/liste.html",
        form=form,
        dag=dag,
        kommuner=funnet[(side - 1) * PER_SIDE : side * PER_SIDE],
        antall=len(funnet),
        side=side,
        sider=sider,
        fylkesnavn={f.fylkesnummer: f.navn for f in fylker},
        malform_tekst=MALFORM_TEKST,
        samisk_tekst=SAMISK_TEKST,
    )


@bp.get("/<int:id>")
@guard.requires(queries.get_kommune, policy.can_administer)
def vis(kommune: Kommune) -> ResponseReturnValue:
    """Show one municipality in one period, and the numbers it has had."""
    return render_template(
        "kommune/vis.html",
        kommune=kommune,
        fylke=queries.find_fylke(kommune.fylkesnummer, kommune.gyldig_fra),
        embete=queries.find_embete(kommune.embete_kode, kommune.gyldig_til or clock.today()),
        forgjengere=queries.list_forgjengere(kommune.kommunenummer),
        etterfolgere=queries.list_etterfolgere(kommune.kommunenummer),
        malform_tekst=MALFORM_TEKST,
        samisk_tekst=SAMISK_TEKST,
    )


@bp.route("/ny-liste", methods=["GET", "POST"])
@guard.requires_rolle(Rolle.ADMINISTRATOR)
def last_opp() -> ResponseReturnValue:
    """Read a newer list: name every fault, or go on to what it would change."""
    form = OpplastingForm(posted())
    feil: list[Radfeil] = []
    if request.method == "POST" and form.validate():
        fil = form.fil.data
        try:
            with transaction():
                opplasting = service.create_opplasting(
                    fil.filename, fil.read(), bruker=guard.get_bruker(), now=clock.now()
                )
                opplasting_id = opplasting.id
        except UleseligListeError as error:
            feil = error.feil
        else:
            return web.redirect_back(url_for(".opplasting", id=opplasting_id))
    kolonner = [
        (gettext(LISTE_TEKST[slag]), [k.navn for k in KOLONNER[slag]]) for slag in Listeslag
    ]
    page = render_template("kommune/ny_liste.html", form=form, feil=feil, kolonner=kolonner)
    return page, 422 if feil or form.has_errors else 200


@bp.route("/lister/<int:id>", methods=["GET", "POST"])
@guard.requires(queries.get_opplasting, policy.can_administer)
def opplasting(opplasting: Listeopplasting) -> ResponseReturnValue:
    """Show what an uploaded list would change; take it into use when someone says so."""
    form = BekreftForm(posted())
    endret = False
    if request.method == "POST":
        try:
            with transaction():
                service.confirm_opplasting(
                    opplasting,
                    form.merke.data or "",
                    bruker=guard.get_bruker(),
                    now=clock.now(),
                )
        except KonfliktError:
            endret = True
        else:
            flash(gettext("Listen er tatt i bruk."), "success")
            return web.redirect_back(url_for(".liste"))
    if opplasting.bekreftet_at or opplasting.forkastet_at:
        return render_template("kommune/liste_avgjort.html", opplasting=opplasting)
    try:
        forslag = service.preview_opplasting(opplasting)
    except UleseligListeError as error:
        page = render_template(
            "kommune/liste_ubrukelig.html", opplasting=opplasting, feil=error.feil
        )
        return page, 422
    viderefort = _rows(forslag, Handling.VIDEREFORT)
    page = render_template(
        "kommune/opplasting.html",
        opplasting=opplasting,
        endret=endret,
        slag=gettext(LISTE_TEKST[forslag.slag]),
        merke=forslag.merke,
        tall=_figures(forslag),
        endrer_noe=bool(forslag.endringer),
        ny=_rows(forslag, Handling.NY),
        viderefort=[rad for rad in viderefort if rad.felter],
        bare_periode=", ".join(f"{r.kode} {r.navn}" for r in viderefort if not r.felter),
        endret_rader=_rows(forslag, Handling.ENDRET),
        avsluttet=_rows(forslag, Handling.AVSLUTTET),
    )
    return page, 409 if endret else 200


@bp.post("/lister/<int:id>/forkast")
@guard.requires(queries.get_opplasting, policy.can_administer)
def forkast(opplasting: Listeopplasting) -> ResponseReturnValue:
    """Put an uploaded list away."""
    with transaction():
        service.discard_opplasting(opplasting, bruker=guard.get_bruker(), now=clock.now())
    flash(gettext("Listen er forkastet. Ingenting er endret."), "info")
    return web.redirect_back(url_for(".liste"))


def _figures(forslag: Forslag) -> list[Tall]:
    return [
        Tall(forslag.count(Handling.NY), gettext("nye")),
        Tall(forslag.count(Handling.VIDEREFORT), gettext("fortsetter i en ny periode")),
        Tall(forslag.count(Handling.ENDRET), gettext("rettes")),
        Tall(forslag.count(Handling.AVSLUTTET), gettext("avsluttes")),
        Tall(forslag.uendret, gettext("er som før")),
    ]


def _rows(forslag: Forslag, handling: Handling) -> list[Endringsrad]:
    headings = {kolonne.felt: kolonne.navn for kolonne in KOLONNER[forslag.slag]}
    return [
        Endringsrad(
            endring.kode,
            endring.navn,
            endring.gyldig_fra,
            tuple(
                f"{headings[felt.felt]}: {_shown(felt.fra)} → {_shown(felt.til)}"
                for felt in endring.felter
            ),
        )
        for endring in forslag.endringer
        if endring.handling is handling
    ]


_TEKSTER: Mapping[type, Mapping[str, str]] = {
    type(next(iter(texts))): {str(key): text for key, text in texts.items()}
    for texts in (MALFORM_TEKST, SAMISK_TEKST, ENDRING_TEKST)
}


def _shown(verdi: Verdi) -> str:
    if verdi is None or verdi == "":
        return str(gettext("(tomt)"))
    if isinstance(verdi, date):
        return filters.kort_dato(verdi)
    if isinstance(verdi, StrEnum):
        return str(gettext(_TEKSTER[type(verdi)][verdi]))
    return str(verdi)
