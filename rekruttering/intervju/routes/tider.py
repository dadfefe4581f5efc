"""When people can: the coordinator's overview, and answering for somebody who telephones."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from rekruttering.felles import clock
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import Hinder, HindretError, NotFoundError
from rekruttering.felles.forms import posted
from rekruttering.intervju import policy, queries, service
from rekruttering.intervju.forms.tider import (
    KalenderForm,
    MedlemForm,
    SvarForm,
    medlem_data,
    read_tider,
    svar_data,
)
from rekruttering.intervju.queries import Rundeplass
from rekruttering.intervju.rules.tider import LEDIGHET_TEKST, Ledighet, to_uker
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.queries import get_soknad
from rekruttering.tilgang import guard
from rekruttering.tilgang.rules import Rolle
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.queries import get_utlysning

bp = Blueprint("intervjutider", __name__)


@bp.get("/runde/<int:utlysning_id>/intervju/tider")
@guard.requires(get_utlysning, policy.can_plan)
def liste(utlysning: Utlysning) -> ResponseReturnValue:
    """Show who has said when they can, and what each needs."""
    soknader = queries.list_til_intervju(utlysning.id)
    ids = [soknad.id for soknad in soknader]
    rader = {each.bruker_id: each for each in queries.list_rundemedlemmer(utlysning.id)}
    return render_template(
        "intervju/tider.html",
        utlysning=utlysning,
        soknader=soknader,
        svar=queries.map_svar(ids),
        behov=queries.map_tilrettelegging(ids),
        medlemmer=[(m, rader.get(m.id)) for m in queries.list_medlemmer(utlysning.id)],
        spenn=len(service.list_spenn(utlysning)),
        frist=service.find_svarfrist(utlysning.id),
    )


@bp.post("/runde/<int:utlysning_id>/intervju/tider/spor")
@guard.requires(get_utlysning, policy.can_plan)
def ask(utlysning: Utlysning) -> ResponseReturnValue:
    """Ask everyone who has not been asked when they can."""
    with transaction():
        sent = service.ask_for_tider(utlysning, bruker=guard.get_bruker(), now=clock.now())
    tekst = ngettext("%(num)s søker er spurt.", "%(num)s søkere er spurt.", sent)
    flash(tekst, "success")
    return redirect(url_for(".liste", utlysning_id=utlysning.id), code=303)


@bp.route("/soknad/<int:id>/intervjutider", methods=["GET", "POST"])
@guard.requires(get_soknad, policy.can_answer_for)
def answer_for(soknad: Soknad) -> ResponseReturnValue:
    """Answer for an applicant who telephones."""
    tilbake = url_for(".liste", utlysning_id=soknad.utlysning_id)
    return svar_page(soknad, "intervju/tider_for.html", tilbake)


def svar_page(soknad: Soknad, template: str, neste: str) -> ResponseReturnValue:
    """Show the grid of times and needs of an applicant, and store the answer."""
    svar = queries.find_svar(soknad.id)
    versjon = svar.versjon if svar else 0
    typed = posted()
    form = SvarForm(typed, data=svar_data(svar, queries.find_tilrettelegging(soknad.id)))
    form.set_choices(service.list_steder(soknad.utlysning_id))
    tider = read_tider(typed) if typed else dict(svar.tider) if svar else {}
    hindre: list[Hinder] = []
    endret = request.method == "POST" and form.versjon.data != str(versjon)
    if request.method == "POST" and form.validate() and not endret:
        try:
            with transaction():
                service.save_svar(
                    soknad,
                    form.to_input(tider),
                    versjon=versjon,
                    bruker=guard.get_bruker(),
                    now=clock.now(),
                )
        except HindretError as error:
            hindre = error.hindre
        else:
            flash(_("Svaret er lagret."), "success")
            return redirect(neste, code=303)
    form.versjon.data = str(versjon)
    page = render_template(
        template,
        soknad=soknad,
        utlysning=soknad.utlysning,
        form=form,
        hindre=hindre,
        endret=endret,
        uker=to_uker(service.list_spenn(soknad.utlysning)),
        tider=tider,
        valg=[(each.value, LEDIGHET_TEKST[each]) for each in Ledighet],
        frist=service.find_svarfrist(soknad.utlysning_id),
        svart_at=svar.svart_at if svar else None,
    )
    return page, 409 if endret else 422 if form.has_errors or hindre else 200


@bp.route("/runde/<int:utlysning_id>/intervju/medlem/<int:bruker_id>", methods=["GET", "POST"])
@guard.requires(queries.get_rundeplass, policy.can_plan)
def medlem(plass: Rundeplass) -> ResponseReturnValue:
    """Set a member's role, limits, places and busy times."""
    return medlem_page(plass, alt=True, neste=url_for(".liste", utlysning_id=plass.utlysning.id))


@bp.route("/panel/tider/<int:utlysning_id>", methods=["GET", "POST"])
@guard.requires_rolle(Rolle.PANEL)
def mine(utlysning_id: int) -> ResponseReturnValue:
    """Let a member mark when interviews cannot be."""
    plass = _own(utlysning_id)
    return medlem_page(plass, alt=False, neste=url_for(".mine", utlysning_id=utlysning_id))


@bp.post("/panel/tider/<int:utlysning_id>/kalender")
@guard.requires_rolle(Rolle.PANEL)
def upload(utlysning_id: int) -> ResponseReturnValue:
    """Take the busy times of a calendar file."""
    plass = _own(utlysning_id)
    form = KalenderForm(posted())
    if not form.validate():
        return medlem_page(plass, alt=False, neste="", kalender=form)
    try:
        with transaction():
            antall = service.upload_kalender(
                plass, form.fil.data.read(), bruker=guard.get_bruker(), now=clock.now()
            )
    except HindretError as error:
        return medlem_page(_own(utlysning_id), alt=False, neste="", fil_hindre=error.hindre)
    tekst = ngettext(
        "Vi fant %(num)s tidsrom der du er opptatt.",
        "Vi fant %(num)s tidsrom der du er opptatt.",
        antall,
    )
    flash(tekst, "success")
    return redirect(url_for(".mine", utlysning_id=utlysning_id), code=303)


@bp.post("/panel/tider/<int:utlysning_id>/kalender/fjern")
@guard.requires_rolle(Rolle.PANEL)
def drop_kalender(utlysning_id: int) -> ResponseReturnValue:
    """Forget the uploaded calendar."""
    with transaction():
        service.drop_kalender(_own(utlysning_id), bruker=guard.get_bruker())
    flash(_("Tidene fra kalenderfilen er fjernet."), "success")
    return redirect(url_for(".mine", utlysning_id=utlysning_id), code=303)


def _own(utlysning_id: int) -> Rundeplass:
    """Return the user's own part in a round; someone without one finds nothing."""
    plass = queries.get_rundeplass(utlysning_id, guard.get_bruker().id)
    if not policy.can_answer_as_medlem(guard.get_bruker(), plass):
        raise NotFoundError
    return plass


def medlem_page(
    plass: Rundeplass,
    *,
    alt: bool,
    neste: str,
    kalender: KalenderForm | None = None,
    fil_hindre: list[Hinder] | None = None,
) -> ResponseReturnValue:
    """Show a member's grid, and store it; `alt`: a coordinator, who also sets role and limits."""
    rad = plass.medlem
    versjon = rad.versjon if rad else 0
    saves = request.method == "POST" and kalender is None and fil_hindre is None
    typed = posted() if saves or request.method == "GET" else None
    form = MedlemForm(typed, data=medlem_data(rad))
    form.steder.choices = [(each, each) for each in service.list_steder(plass.utlysning.id)]
    opptatt = typed.getlist("opptatt") if typed else list(rad.opptatt) if rad else []
    endret = saves and form.versjon.data != str(versjon)
    if saves and form.validate() and not endret:
        with transaction():
            service.save_medlem(
                plass,
                form.to_input(opptatt, rad, all=alt),
                versjon=versjon,
                bruker=guard.get_bruker(),
                now=clock.now(),
            )
        flash(_("Tidene er lagret."), "success")
        return redirect(neste, code=303)
    form.versjon.data = str(versjon)
    page = render_template(
        "intervju/medlemstider.html",
        plass=plass,
        utlysning=plass.utlysning,
        form=form,
        endret=endret,
        alt=alt,
        uker=to_uker(service.list_spenn(plass.utlysning)),
        opptatt=set(opptatt),
        kalender=kalender or KalenderForm(),
        fil_hindre=fil_hindre or [],
    )
    failed = form.has_errors or fil_hindre or (kalender is not None and kalender.has_errors)
    return page, 409 if endret else 422 if failed else 200
