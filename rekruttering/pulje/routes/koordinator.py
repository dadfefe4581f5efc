"""The coordinator registers a round's draw and its municipalities."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from rekruttering.felles import clock
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import Hinder, HindretError, KonfliktError
from rekruttering.felles.filters import hinder_tekst
from rekruttering.felles.forms import choices, posted
from rekruttering.kommune.rules import sort_key
from rekruttering.pulje import policy, queries, service
from rekruttering.pulje.forms import (
    FaseForm,
    FilterForm,
    KommuneForm,
    PuljeForm,
    SvarForm,
    kommune_data,
)
from rekruttering.pulje.models import Pulje, Puljekommune
from rekruttering.pulje.routes.tekster import TEKSTER
from rekruttering.pulje.rules import NESTE, STATUS_TEKST, PuljekommuneStatus, remove_hindre
from rekruttering.tilgang import guard
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.queries import get_utlysning

bp = Blueprint("pulje", __name__)


@bp.get("/runde/<int:utlysning_id>/kommuner")
@guard.requires(get_utlysning, policy.can_manage_runde)
def kommuner(utlysning: Utlysning) -> ResponseReturnValue:
    """List the round's identified municipalities."""
    pulje = queries.find_pulje(utlysning.id)
    if pulje is None:
        return render_template("pulje/ingen_pulje.html", utlysning=utlysning)
    fylker = queries.map_fylkesnavn(pulje.innsats_fra_dato)
    form = FilterForm(request.args)
    alle = queries.list_puljekommuner(pulje.id)
    form.fylke.choices = _fylkesvalg(alle, fylker)
    filter = queries.Filter(
        form.fylke.data or "",
        form.status.data or "",
        form.malform.data or "",
        form.samisk.data or "",
    )
    sorter = request.args.get("sorter", "navn")
    retning = "desc" if request.args.get("retning") == "desc" else "asc"
    return render_template(
        "pulje/kommuner.html",
        tekster=TEKSTER,
        utlysning=utlysning,
        pulje=pulje,
        form=form,
        rader=queries.list_puljekommuner(pulje.id, filter, sorter, retning),
        fylker=fylker,
        sorter=sorter,
        retning=retning,
        tall=_tall(alle),
        uvarslet=sum(row.varslet_at is None for row in alle),
    )


def _fylkesvalg(rows: list[Puljekommune], fylker: dict[str, str]) -> list[object]:
    here = {row.kommune.fylkesnummer for row in rows}
    named = sorted(((nr, fylker.get(nr, nr)) for nr in here), key=lambda each: sort_key(each[1]))
    return [*choices([("", _("Alle")), *named])]


def _tall(rows: list[Puljekommune]) -> list[dict[str, object]]:
    ja = sum(row.status is PuljekommuneStatus.TAKKET_JA for row in rows)
    ubesvart = sum(row.status is PuljekommuneStatus.IDENTIFISERT for row in rows)
    nei = sum(row.status is PuljekommuneStatus.TAKKET_NEI for row in rows)
    figures = (
        (len(rows), _("kommuner")),
        (ja, _("har takket ja")),
        (ubesvart, _("har ikke svart")),
        (nei, _("har takket nei")),
        (sum(row.timer for row in rows), _("timer til sammen")),
    )
    return [{"verdi": verdi, "tekst": tekst, "url": None} for verdi, tekst in figures]


@bp.route("/runde/<int:utlysning_id>/kommuner/ny-pulje", methods=["GET", "POST"])
@guard.requires(get_utlysning, policy.can_manage_runde)
def ny_pulje(utlysning: Utlysning) -> ResponseReturnValue:
    """Create the round's draw."""
    data = {"navn": _("Pulje %(year)s", year=clock.today().year)}
    form = PuljeForm(posted(), data=data)
    hindre: list[Hinder] = []
    if request.method == "POST" and form.validate():
        try:
            with transaction():
                service.create_pulje(
                    form.to_input(),
                    utlysning=utlysning,
                    bruker=guard.get_bruker(),
                    now=clock.now(),
                )
        except HindretError as error:
            hindre = error.hindre
        else:
            flash(_("Puljen er opprettet. Nå kan du legge inn kommunene."), "success")
            return redirect(url_for(".kommuner", utlysning_id=utlysning.id), code=303)
    page = render_template(
        "pulje/ny_pulje.html", utlysning=utlysning, form=form, hindre=_sentences(hindre)
    )
    return page, 422 if form.has_errors or hindre else 200


@bp.route("/runde/<int:utlysning_id>/kommuner/ny", methods=["GET", "POST"])
@guard.requires(queries.get_pulje_of, policy.can_manage_pulje)
def ny(pulje: Pulje) -> ResponseReturnValue:
    """Add a municipality by hand."""
    form = KommuneForm(posted())
    _set_kommunevalg(form, pulje)
    hindre: list[Hinder] = []
    if request.method == "POST" and form.validate():
        try:
            with transaction():
                row = service.add_kommune(
                    pulje, form.to_input(), bruker=guard.get_bruker(), now=clock.now()
                )
                navn = row.kommune.navn
        except HindretError as error:
            hindre = error.hindre
        else:
            flash(_("%(kommune)s er lagt til.", kommune=navn), "success")
            return redirect(url_for(".kommuner", utlysning_id=pulje.utlysning_id), code=303)
    page = render_template("pulje/ny.html", pulje=pulje, form=form, hindre=_sentences(hindre))
    return page, 422 if form.has_errors or hindre else 200


def _set_kommunevalg(form: KommuneForm, pulje: Pulje) -> None:
    register = queries.map_kommuner(pulje.innsats_fra_dato)
    here = {row.kommune.kommunenummer for row in queries.list_puljekommuner(pulje.id)}
    free = [kommune for nummer, kommune in register.items() if nummer not in here]
    named = [(each.kommunenummer, f"{each.navn} ({each.kommunenummer})") for each in free]
    form.kommunenummer.choices = choices([("", _("Velg kommune")), *named])


def _sentences(hindre: list[Hinder]) -> list[str]:
    return [hinder_tekst(each) for each in hindre]


@bp.route("/puljekommune/<int:id>", methods=["GET", "POST"])
@guard.requires(queries.get_puljekommune, policy.can_manage_puljekommune)
def kommune(row: Puljekommune) -> ResponseReturnValue:
    """Show and edit a municipality; an edit on top of someone else's is shown, not saved."""
    form = KommuneForm(posted(), data=kommune_data(row))
    form.kommunenummer.data = row.kommune.kommunenummer
    form.kommunenummer.validators = ()
    hindre: list[Hinder] = []
    endret = False
    if request.method == "POST" and form.validate():
        try:
            with transaction():
                service.update_kommune(
                    row,
                    form.to_input(),
                    versjon=_versjon(form.versjon.data),
                    bruker=guard.get_bruker(),
                    now=clock.now(),
                )
        except HindretError as error:
            hindre = error.hindre
        except KonfliktError:
            endret = True
        else:
            flash(_("Endringene er lagret."), "success")
            return redirect(url_for(".kommune", id=row.id), code=303)
    return _kommuneside(row, form, hindre, endret=endret)


def _liste_url(pulje: Pulje) -> str:
    """Return where the list is; a draw from before this system has no round, and no list."""
    if pulje.utlysning_id is None:
        return "/runde"
    return url_for(".kommuner", utlysning_id=pulje.utlysning_id)


def _versjon(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 0


def _kommuneside(
    row: Puljekommune, form: KommuneForm, hindre: list[Hinder], *, endret: bool = False
) -> ResponseReturnValue:
    lagret = queries.get_puljekommune(row.id)
    if endret:
        # Saving once more is a choice made after seeing both texts.
        form.versjon.data = str(lagret.versjon)
        form.versjon.raw_data = None
    page = render_template(
        "pulje/kommune.html",
        tekster=TEKSTER,
        row=lagret,
        form=form,
        hindre=_sentences(hindre),
        endret=endret,
        lagret=_labelled(lagret),
        liste_url=_liste_url(lagret.pulje),
        kan_flyttes=lagret.status in NESTE,
        kan_svare=lagret.status
        in (
            PuljekommuneStatus.IDENTIFISERT,
            PuljekommuneStatus.TAKKET_JA,
            PuljekommuneStatus.TAKKET_NEI,
        ),
        kan_fjernes=not remove_hindre(lagret.status),
        fylke=queries.map_fylkesnavn(lagret.pulje.innsats_fra_dato).get(
            lagret.kommune.fylkesnummer, ""
        ),
    )
    status = 409 if endret else 422 if form.has_errors or hindre else 200
    return page, status


def _labelled(row: Puljekommune) -> list[tuple[str, str]]:
    """Return what is stored as (label, text), for comparison with what was typed."""
    stored = KommuneForm(data=kommune_data(row))
    shown = []
    for field in stored:
        if field.name in ("versjon", "kommunenummer"):
            continue
        if hasattr(field, "iter_choices"):
            text = ", ".join(str(each.label) for each in field.iter_choices() if each.selected)
        else:
            text = str(field.data or "")
        shown.append((str(field.label.text), text))
    return shown


@bp.route("/puljekommune/<int:id>/svar", methods=["GET", "POST"])
@guard.requires(queries.get_puljekommune, policy.can_manage_puljekommune)
def svar(row: Puljekommune) -> ResponseReturnValue:
    """Register a municipality's answer on its behalf."""
    data = {"svar": row.status.value, "begrunnelse": row.svar_begrunnelse}
    form = SvarForm(posted(), data=data)
    hindre: list[Hinder] = []
    if request.method == "POST" and form.validate():
        try:
            with transaction():
                service.answer(
                    row,
                    form.to_svar(),
                    begrunnelse=form.begrunnelse.data or "",
                    bruker=guard.get_bruker(),
                    now=clock.now(),
                )
        except HindretError as error:
            hindre = error.hindre
        else:
            flash(_("Svaret er registrert."), "success")
            return redirect(url_for(".kommune", id=row.id), code=303)
    page = render_template(
        "pulje/registrer_svar.html", row=row, form=form, hindre=_sentences(hindre)
    )
    return page, 422 if form.has_errors or hindre else 200


@bp.route("/puljekommune/<int:id>/fase", methods=["GET", "POST"])
@guard.requires(queries.get_puljekommune, policy.can_manage_puljekommune)
def fase(row: Puljekommune) -> ResponseReturnValue:
    """Move a municipality to its next phase."""
    form = FaseForm(posted())
    form.status.choices = choices(
        [(status.value, _(STATUS_TEKST[status])) for status in NESTE.get(row.status, ())]
    )
    hindre: list[Hinder] = []
    if request.method == "POST" and form.validate():
        try:
            with transaction():
                service.advance(
                    row, PuljekommuneStatus(form.status.data), bruker=guard.get_bruker()
                )
        except HindretError as error:
            hindre = error.hindre
        else:
            flash(_("Statusen er endret."), "success")
            return redirect(url_for(".kommune", id=row.id), code=303)
    page = render_template(
        "pulje/fase.html", row=row, form=form, hindre=_sentences(hindre), tekster=TEKSTER
    )
    return page, 422 if form.has_errors or hindre else 200


@bp.route("/puljekommune/<int:id>/fjern", methods=["GET", "POST"])
@guard.requires(queries.get_puljekommune, policy.can_manage_puljekommune)
def fjern(row: Puljekommune) -> ResponseReturnValue:
    """Take a municipality out of the draw, after asking once more."""
    if request.method == "GET":
        return render_template("pulje/fjern.html", row=row, hindre=remove_hindre(row.status))
    navn, liste_url = row.kommune.navn, _liste_url(row.pulje)
    with transaction():
        service.remove_kommune(row, bruker=guard.get_bruker())
    flash(_("%(kommune)s er fjernet fra puljen.", kommune=navn), "success")
    return redirect(liste_url, code=303)


@bp.post("/runde/<int:utlysning_id>/kommuner/varsle")
@guard.requires(queries.get_pulje_of, policy.can_manage_pulje)
def varsle(pulje: Pulje) -> ResponseReturnValue:
    """Mail the contacts who have not been told."""
    with transaction():
        antall = service.notify_kommuner(pulje, bruker=guard.get_bruker(), now=clock.now())
    tekst = ngettext("%(num)s kommune får e-post.", "%(num)s kommuner får e-post.", antall)
    flash(tekst, "success" if antall else "info")
    return redirect(url_for(".kommuner", utlysning_id=pulje.utlysning_id), code=303)
