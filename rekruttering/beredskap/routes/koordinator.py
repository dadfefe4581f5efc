"""The coordinator sees what happened, who can step in, and makes a new plan of it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rekruttering.beredskap import policy, queries, rules, service, visning
from rekruttering.beredskap.forms import HvaOmForm, LukkForm, PrisForm, VelgForm, verdi_of
from rekruttering.beredskap.models import Hendelse
from rekruttering.felles import clock, web
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import HindretError, KonfliktError
from rekruttering.felles.filters import hinder_tekst
from rekruttering.felles.forms import choices, posted
from rekruttering.tildeling import queries as tildeling_queries
from rekruttering.tilgang import guard
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.queries import get_utlysning

bp = Blueprint("beredskap", __name__)


@bp.route("/runde/<int:utlysning_id>/hendelser", methods=["GET", "POST"])
@guard.requires(get_utlysning, policy.can_list)
def liste(utlysning: Utlysning) -> ResponseReturnValue:
    """List what happened to the published plan; ask what would happen if."""
    form, feil = _hva_om(utlysning), []
    if request.method == "POST" and form.validate():
        try:
            with transaction():
                hendelse_id = service.suppose(
                    utlysning, form.to_gjelder(), bruker=guard.get_bruker(), now=clock.now()
                ).id
        except HindretError as error:
            feil = [hinder_tekst(each) for each in error.hindre]
        except KonfliktError:
            # Somebody asked the same at the same moment: it is in the list now.
            return redirect(url_for(".liste", utlysning_id=utlysning.id), code=303)
        else:
            return redirect(url_for(".vis", id=hendelse_id), code=303)
    page = render_template(
        "beredskap/liste.html",
        utlysning=utlysning,
        form=form,
        feil=feil,
        publisert=tildeling_queries.find_publisert(utlysning.id),
        rader=[visning.make_rad(each) for each in queries.list_hendelser(utlysning.id)],
    )
    return page, 422 if form.has_errors or feil else 200


def _hva_om(utlysning: Utlysning) -> HvaOmForm:
    form = HvaOmForm(posted())
    publisert = tildeling_queries.find_publisert(utlysning.id)
    found = service.list_gjelder(publisert) if publisert else []
    named = visning.name_valg(found, visning.load_navn(utlysning.id, publisert))
    form.hva.choices = choices([("", _("Velg")), *((verdi_of(g), navn) for g, navn in named)])
    return form


@bp.get("/hendelse/<int:id>")
@guard.requires(queries.get_hendelse, policy.can_handle)
def vis(hendelse: Hendelse) -> ResponseReturnValue:
    """Show what happened, what it means and what can be done; as a fragment it replaces itself."""
    svar = visning.make_svar(hendelse)
    if web.is_htmx():
        return render_template(
            "beredskap/_svar.html",
            hendelse=hendelse,
            svar=svar,
            plan=visning.make_plan(hendelse),
        )
    return _side(hendelse, svar, PrisForm(None, data={"endring": hendelse.endring}))


def _side(
    hendelse: Hendelse, svar: visning.Svarbilde, form: PrisForm, status: int = 200
) -> ResponseReturnValue:
    page = render_template(
        "beredskap/vis.html",
        hendelse=hendelse,
        rad=visning.make_rad(hendelse),
        situasjon=visning.make_situasjon(hendelse),
        svar=svar,
        form=form,
        plan=visning.make_plan(hendelse),
    )
    return page, status


@bp.route("/hendelse/<int:id>/regn", methods=["GET", "POST"])
@guard.requires(queries.get_hendelse, policy.can_handle)
def regn(hendelse: Hendelse) -> ResponseReturnValue:
    """Have it worked out again, with the price of a change that was typed."""
    form = PrisForm(posted(), data={"endring": hendelse.endring})
    feil = ""
    if request.method == "POST" and form.validate():
        try:
            with transaction():
                service.ask_again(
                    hendelse.id,
                    form.endring.data or 0,
                    bruker=guard.get_bruker(),
                    now=clock.now(),
                )
        except HindretError as error:
            feil = hinder_tekst(error.hindre[0])
            form.endring.errors = [feil]
        else:
            return redirect(url_for(".vis", id=hendelse.id), code=303)
    status = 422 if form.has_errors or feil else 200
    return _side(hendelse, visning.make_svar(hendelse), form, status)


@bp.post("/hendelse/<int:id>/stopp")
@guard.requires(queries.get_hendelse, policy.can_handle)
def stopp(hendelse: Hendelse) -> ResponseReturnValue:
    """Ask what is worked out to stop; what is found so far is kept."""
    with transaction():
        service.stop(hendelse, bruker=guard.get_bruker(), now=clock.now())
    return redirect(url_for(".vis", id=hendelse.id), code=303)


@bp.route("/hendelse/<int:id>/forslag/<nokkel>", methods=["GET", "POST"])
@guard.requires(queries.get_valg, policy.can_choose)
def forslag(valg: queries.Valg) -> ResponseReturnValue:
    """Show one alternative whole, with the mails; make a proposal of it."""
    if request.method == "POST":
        return _velg(valg.hendelse, valg.nokkel)
    return _forslagsside(valg.hendelse, valg.nokkel, [])


def _velg(hendelse: Hendelse, nokkel: str) -> ResponseReturnValue:
    form = VelgForm(posted())
    seen = str(form.analyse.data or "")
    try:
        with transaction():
            service.choose(
                hendelse.id,
                nokkel,
                int(seen) if seen.isascii() and seen.isdigit() else 0,
                bruker=guard.get_bruker(),
                now=clock.now(),
            )
    except HindretError as error:
        return _forslagsside(hendelse, nokkel, [hinder_tekst(each) for each in error.hindre])
    return redirect(url_for(".vis", id=hendelse.id), code=303)


def _forslagsside(hendelse: Hendelse, nokkel: str, feil: list[str]) -> ResponseReturnValue:
    bilde = visning.find_bilde(hendelse, nokkel)
    if bilde is None and not feil:
        hindre = rules.velg_hindre(lukket=False, tenkt=False, kjent=False, utdatert=False)
        feil = [hinder_tekst(each) for each in hindre]
    page = render_template(
        "beredskap/forslag.html",
        hendelse=hendelse,
        rad=visning.make_rad(hendelse),
        bilde=bilde,
        varsel=visning.make_utkast(hendelse, nokkel) if bilde else None,
        feil=feil,
    )
    return page, 422 if feil else 200


@bp.route("/hendelse/<int:id>/lukk", methods=["GET", "POST"])
@guard.requires(queries.get_hendelse, policy.can_handle)
def lukk(hendelse: Hendelse) -> ResponseReturnValue:
    """Close it with a reason."""
    form = LukkForm(posted())
    hindre: list[Any] = rules.regn_hindre(lukket=not hendelse.apen)
    if request.method == "POST" and form.validate():
        try:
            with transaction():
                service.close(
                    hendelse.id,
                    form.begrunnelse.data or "",
                    bruker=guard.get_bruker(),
                    now=clock.now(),
                )
        except HindretError as error:
            hindre = error.hindre
        else:
            flash(_("Hendelsen er lukket."), "success")
            return redirect(url_for(".liste", utlysning_id=hendelse.utlysning_id), code=303)
    page = render_template(
        "beredskap/lukk.html",
        hendelse=hendelse,
        rad=visning.make_rad(hendelse),
        form=form,
        hindre=hindre,
    )
    refused = request.method == "POST" and (form.has_errors or bool(hindre))
    return page, 422 if refused else 200
