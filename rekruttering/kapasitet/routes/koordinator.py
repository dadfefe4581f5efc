"""The coordinator sees what the applicants can cover, has it worked out, and stops it."""

from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from rekruttering.analyse import service as analyse_service
from rekruttering.analyse.models import Analyse
from rekruttering.analyse.rules import AKTIV, AnalyseStatus
from rekruttering.felles import clock, jobs, web
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import HindretError, KonfliktError
from rekruttering.felles.filters import hinder_tekst
from rekruttering.felles.forms import posted
from rekruttering.kapasitet import policy, queries, service, tilbudsvisning, visning
from rekruttering.kapasitet.forms import BeregnForm, read_valg
from rekruttering.kapasitet.rules import Gruppe, Kommunevalg
from rekruttering.kapasitet.service import KAPASITET, ROBUSTHET, TYPER, VERDI, Grunnlag
from rekruttering.soknad import queries as soknad_queries
from rekruttering.soknad.rules import SoknadStatus
from rekruttering.tildeling import queries as tildeling_queries
from rekruttering.tilgang import guard
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.queries import get_utlysning
from rekruttering.utlysning.rules import is_open

bp = Blueprint("kapasitet", __name__)

Funnet = dict[str, tuple[Analyse, Analyse | None]]


@bp.route("/runde/<int:utlysning_id>/kapasitet", methods=["GET", "POST"])
@guard.requires(get_utlysning, policy.can_see_kapasitet)
def vis(utlysning: Utlysning) -> ResponseReturnValue:
    """Show what the applicants can cover; have it worked out."""
    form = BeregnForm(posted())
    hindre: list[str] = []
    valg = form.valg or read_valg(request.args.get("kommuner", ""))
    if request.method == "POST" and form.validate():
        try:
            valg = _bestill(utlysning, form)
        except KonfliktError:
            # Somebody pressed the same button at the same moment: the answer is on its way.
            return redirect(_back(utlysning.id, valg), code=303)
        except HindretError as error:
            hindre = [hinder_tekst(hinder) for hinder in error.hindre]
        else:
            return redirect(_back(utlysning.id, valg), code=303)
    grunnlag = service.make_grunnlag(utlysning, now=clock.now(), valg=valg)
    funnet = queries.find_analyser(utlysning.id, TYPER, grunnlag.valg)
    if web.is_htmx():
        return _fragment(grunnlag, funnet)
    page = render_template(
        "kapasitet/vis.html",
        form=form,
        feil=hindre,
        **_sidedata(grunnlag, funnet),
        **_framdrift(grunnlag, funnet),
    )
    return page, 422 if form.has_errors or hindre else 200


@bp.post("/runde/<int:utlysning_id>/kapasitet/stopp")
@guard.requires(get_utlysning, policy.can_see_kapasitet)
def stopp(utlysning: Utlysning) -> ResponseReturnValue:
    """Stop what is being worked out; what is found so far is kept."""
    valg = read_valg(request.form.get("kommuner", "")) or Kommunevalg.JA
    with transaction():
        for newest, _answered in queries.find_analyser(utlysning.id, TYPER, valg).values():
            if newest.status in AKTIV:
                analyse_service.stop(newest.id, bruker=guard.get_bruker(), now=clock.now())
    return redirect(_back(utlysning.id, valg), code=303)


def _bestill(utlysning: Utlysning, form: BeregnForm) -> Kommunevalg:
    """Ask, and return which municipalities it is about."""
    typer = (ROBUSTHET,) if form.type.data == ROBUSTHET else TYPER
    with transaction():
        grunnlag = service.make_grunnlag(utlysning, now=clock.now(), valg=form.valg)
        service.bestill(
            grunnlag, typer, bruker=guard.get_bruker(), now=clock.now(), prosent=form.prosent.data
        )
        return grunnlag.valg


def _back(utlysning_id: int, valg: Kommunevalg | None) -> str:
    return url_for(".vis", utlysning_id=utlysning_id, kommuner=valg.value if valg else None)


def _fragment(grunnlag: Grunnlag, funnet: Funnet) -> Response:
    """Return how far it has come; when something has ended the page is asked for anew."""
    data = _framdrift(grunnlag, funnet)
    response = make_response(render_template("kapasitet/_framdrift.html", **data))
    if request.args.get("i_gang", "") != data["i_gang"]:
        response.headers["HX-Refresh"] = "true"
    return response


def _framdrift(grunnlag: Grunnlag, funnet: Funnet) -> dict[str, Any]:
    """Return which questions are being worked on, and how far they have come."""
    aktive = [
        newest for type in TYPER if type in funnet and (newest := funnet[type][0]).status in AKTIV
    ]
    rader = []
    for each in aktive:
        jobb = jobs.find_last(analyse_service.job_of(each.type), each.id)
        fremdrift: dict[str, Any] = jobb.fremdrift if jobb else {}
        rader.append(
            {
                "type": each.type,
                "regner": each.status is AnalyseStatus.REGNER,
                "tekst": fremdrift.get("tekst", ""),
                "gjort": fremdrift.get("gjort", 0),
                "totalt": fremdrift.get("totalt", 0),
                "stopper": bool(jobb and jobb.stopp_bedt),
            }
        )
    return {
        "utlysning": grunnlag.utlysning,
        "valg": grunnlag.valg,
        "framdrift": rader,
        "i_gang": "-".join(str(each.id) for each in aktive),
    }


def _sidedata(grunnlag: Grunnlag, funnet: Funnet) -> dict[str, Any]:
    utlysning = grunnlag.utlysning
    svar = {type: found[1] for type, found in funnet.items()}
    sider = _sider(grunnlag)
    dekning = svar.get(KAPASITET)
    verdi = svar.get(VERDI)
    robusthet = svar.get(ROBUSTHET)
    sendt = {each.ref for each in grunnlag.deltakere if each.gruppe is Gruppe.TILBUD}
    kladder = soknad_queries.count_by_status(utlysning.id)[SoknadStatus.KLADD]
    return {
        "hindre": [hinder_tekst(each) for each in grunnlag.hindre],
        "mangler_pulje": grunnlag.pulje is None,
        "apen": is_open(utlysning.status, utlysning.frist_at, clock.now()),
        "valg_lenker": visning.valg_lenker(utlysning.id, grunnlag.valg),
        "poeng": grunnlag.poeng,
        "tall": visning.nokkeltall(grunnlag, kladder),
        "utelatt": [each.soknad.navn for each in grunnlag.utelatt],
        "kladder": kladder,
        "standard": grunnlag.sannsynlighet,
        "standard_grunn": tilbudsvisning.ground(grunnlag.sannsynlighet),
        "dekning": sider.dekning(dekning) if dekning else None,
        "verdi": sider.verdi(verdi) if verdi else None,
        "tilbudstall": tilbudsvisning.make_tilbudstall(
            sider, robusthet, grunnlag.sannsynlighet, sendt
        )
        if robusthet
        else None,
        "feilet": [
            newest.feil
            for newest, _answered in funnet.values()
            if newest.status is AnalyseStatus.FEILET
        ],
    }


def _sider(grunnlag: Grunnlag) -> visning.Sider:
    utlysning_id = grunnlag.utlysning.id
    sokere = queries.map_soknadsnavn(utlysning_id)
    veiledere = queries.map_veiledersoknader(utlysning_id)
    steder = tildeling_queries.map_kommunenavn(grunnlag.pulje.id) if grunnlag.pulje else {}
    navn = {f"S{id}": name for id, name in sokere.items()}
    navn |= {f"V{id}": sokere.get(soknad_id, "") for id, soknad_id in veiledere.items()}
    navn |= {f"K{id}": name for id, name in steder.items()}
    soknader = {f"S{id}": id for id in sokere}
    soknader |= {f"V{id}": soknad_id for id, soknad_id in veiledere.items()}
    return visning.Sider(grunnlag, navn, soknader, web.sprak())
