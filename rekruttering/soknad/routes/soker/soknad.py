"""The application as a whole: begun, its task list, checked, sent in, withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from rekruttering.felles import clock, web
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import Hinder, HindretError, KonfliktError
from rekruttering.felles.filters import hinder_tekst
from rekruttering.felles.forms import posted
from rekruttering.soknad import policy, queries, rules, service
from rekruttering.soknad.forms.koordinator import SamtykkeForm
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.routes import visning
from rekruttering.soknad.routes.soker.blueprint import (
    Lenke,
    bp,
    brodsmuler,
    seksjon_url,
    tittel,
)
from rekruttering.soknad.rules import Seksjon, SoknadStatus
from rekruttering.soknad.rules.overganger import edit_again_hindre, withdraw_hindre
from rekruttering.tilgang import guard
from rekruttering.utlysning import queries as utlysning_queries
from rekruttering.utlysning.models import Utlysning


@dataclass(frozen=True)
class Oppgave:
    """A line of the task list."""

    tekst: str
    url: str
    status: str
    hjelp: str | None


@dataclass(frozen=True)
class Lenkefeil:
    """A reason for refusal, and where to mend it."""

    url: str
    tekst: str


@bp.post("/utlysning/<int:utlysning_id>/start")
@guard.requires(utlysning_queries.get_utlysning, policy.can_start_soknad)
def start(utlysning: Utlysning) -> ResponseReturnValue:
    """Begin an application; a second click or tab comes to the same one."""
    bruker, utlysning_id = guard.get_bruker(), utlysning.id
    bruker_id = bruker.id
    try:
        with transaction():
            soknad_id = service.start_soknad(utlysning, bruker, now=clock.now()).id
    except KonfliktError:
        first = queries.find_soknad(utlysning_id, bruker_id)
        if first is None:
            raise
        soknad_id = first.id
    return redirect(url_for(".vis", id=soknad_id), code=303)


@bp.get("/mine-soknader")
@guard.requires_login
def mine() -> ResponseReturnValue:
    """Show the user's own applications."""
    soknader = [
        {
            "tittel": soknad.utlysning.tittel(web.sprak()),
            "url": url_for(".vis", id=soknad.id),
            "status": _visible(soknad),
            "sendt_at": soknad.sendt_at,
            "frist_at": soknad.utlysning.frist_at,
            "tid_igjen": visning.tid_igjen(soknad.utlysning.frist_at, clock.now()),
            "er_kladd": soknad.status is SoknadStatus.KLADD,
        }
        for soknad in queries.list_mine(guard.get_bruker().id)
    ]
    return render_template("soknad/mine.html", soknader=soknader)


@bp.get("/min-soknad/<int:id>")
@guard.requires(queries.get_soknad, policy.can_edit_soknad)
def vis(soknad: Soknad) -> ResponseReturnValue:
    """Show a draft's task list, or how it goes with what was sent in."""
    if soknad.status is SoknadStatus.KLADD:
        return _task_list(soknad)
    return _status(soknad)


@bp.route("/min-soknad/<int:id>/kontroll", methods=["GET", "POST"])
@guard.requires(queries.get_soknad, policy.can_edit_soknad)
def kontroll(soknad: Soknad) -> ResponseReturnValue:
    """Show every answer on one page, and send in."""
    form = SamtykkeForm(posted())
    if request.method == "GET":
        return _check(soknad, form, [], 200)
    if soknad.status is not SoknadStatus.KLADD:
        # The same answer whatever has been decided since: the applicant may not have been told.
        return redirect(url_for(".vis", id=soknad.id), code=303)
    try:
        with transaction():
            service.submit_soknad(soknad, now=clock.now(), samtykke=bool(form.samtykke.data))
    except HindretError as error:
        return _check(soknad, form, error.hindre, 422)
    except KonfliktError:
        # The other of two clicks came first; its page tells how it went.
        return redirect(url_for(".vis", id=soknad.id), code=303)
    flash(_("Søknaden er sendt inn. Du får en kvittering på e-post."), "success")
    return redirect(url_for(".vis", id=soknad.id), code=303)


@bp.route("/min-soknad/<int:id>/trekk", methods=["GET", "POST"])
@guard.requires(queries.get_soknad, policy.can_edit_soknad)
def withdraw(soknad: Soknad) -> ResponseReturnValue:
    """Ask once more, and withdraw."""
    if soknad.status is SoknadStatus.TRUKKET:
        return redirect(url_for(".vis", id=soknad.id), code=303)
    if request.method == "GET":
        return _confirm("soknad/trekk.html", soknad, _("Trekk søknaden"))
    with transaction():
        service.withdraw(soknad, now=clock.now())
    flash(_("Søknaden er trukket. Du får en bekreftelse på e-post."), "success")
    return redirect(url_for(".vis", id=soknad.id), code=303)


@bp.route("/min-soknad/<int:id>/endre", methods=["GET", "POST"])
@guard.requires(queries.get_soknad, policy.can_edit_soknad)
def edit_again(soknad: Soknad) -> ResponseReturnValue:
    """Ask once more, and make the application a draft again."""
    if soknad.status is SoknadStatus.KLADD:
        return redirect(url_for(".vis", id=soknad.id), code=303)
    if request.method == "GET":
        return _confirm("soknad/endre.html", soknad, _("Endre søknaden"))
    with transaction():
        service.edit_again(soknad, now=clock.now())
    flash(_("Søknaden er en kladd igjen. Husk å sende den inn på nytt før fristen."), "warning")
    return redirect(url_for(".vis", id=soknad.id), code=303)


@bp.route("/min-soknad/<int:id>/slett", methods=["GET", "POST"])
@guard.requires(queries.get_soknad, policy.can_edit_soknad)
def delete(soknad: Soknad) -> ResponseReturnValue:
    """Ask once more, and delete a draft that was never sent."""
    if request.method == "GET":
        return _confirm("soknad/slett.html", soknad, _("Slett kladden"))
    with transaction():
        service.delete_kladd(soknad)
    flash(_("Kladden er slettet."), "success")
    return redirect(url_for(".mine"), code=303)


def _visible(soknad: Soknad) -> SoknadStatus:
    return rules.visible_status(soknad.status, soknad.sortert_status, soknad.meldt_status)


def _confirm(template: str, soknad: Soknad, overskrift: str) -> ResponseReturnValue:
    return render_template(
        template,
        soknad=soknad,
        overskrift=overskrift,
        brodsmuler=brodsmuler(soknad, web.sprak(), Lenke(overskrift, request.path)),
    )


def _task_list(soknad: Soknad) -> ResponseReturnValue:
    mangler = service.list_mangler(soknad)
    oppgaver = [_oppgave(soknad, seksjon, mangler[seksjon]) for seksjon in Seksjon]
    ferdige = sum(oppgave.status == rules.Seksjonstilstand.FULLFORT for oppgave in oppgaver)
    neste = next((seksjon for seksjon in Seksjon if mangler[seksjon]), None)
    now, frist_at = clock.now(), soknad.utlysning.frist_at
    return render_template(
        "soknad/oppgaver.html",
        soknad=soknad,
        tittel=soknad.utlysning.tittel(web.sprak()),
        oppgaver=oppgaver,
        ferdige=ferdige,
        antall=len(oppgaver),
        neste_tekst=tittel(neste) if neste else None,
        neste_url=seksjon_url(soknad, neste) if neste else url_for(".kontroll", id=soknad.id),
        begynt=bool(soknad.seksjonsversjoner),
        frist_ute=now > frist_at,
        haster=(frist_at - now).days < 2,
        tid_igjen=visning.tid_igjen(frist_at, now),
        brodsmuler=brodsmuler(soknad, web.sprak()),
    )


def _oppgave(soknad: Soknad, seksjon: Seksjon, mangler: Sequence[Hinder]) -> Oppgave:
    begynt = seksjon in soknad.seksjonsversjoner
    hjelp = None
    if begynt and mangler:
        first = hinder_tekst(mangler[0])
        more = len(mangler) - 1
        rest = ngettext("Og %(num)s ting til.", "Og %(num)s ting til.", more) if more else ""
        hjelp = f"{first} {rest}".strip()
    elif not mangler and not begynt:
        hjelp = _("Valgfritt")
    status = rules.seksjonstilstand(begynt=begynt, mangler=bool(mangler))
    return Oppgave(tittel(seksjon), seksjon_url(soknad, seksjon), status, hjelp)


def _status(soknad: Soknad) -> ResponseReturnValue:
    utlysning = soknad.utlysning
    frist = (utlysning.status, utlysning.frist_at, clock.now())
    return render_template(
        "soknad/status.html",
        soknad=soknad,
        utlysning=utlysning,
        tittel=utlysning.tittel(web.sprak()),
        synlig=_visible(soknad),
        steg=_steg(_visible(soknad)),
        frist_ute=clock.now() > utlysning.frist_at,
        kan_trekke=not withdraw_hindre(soknad.status, soknad.sendt_at, soknad.meldt_status),
        kan_endre=not edit_again_hindre(soknad.status, *frist),
        hendelser=visning.list_egne_hendelser(soknad),
        brodsmuler=brodsmuler(soknad, web.sprak()),
    )


def _steg(synlig: SoknadStatus) -> list[dict[str, str | None]] | None:
    """Return the steps from sent to answered; none for an application that is not on its way."""
    if synlig is SoknadStatus.TRUKKET:
        return None
    place = {SoknadStatus.INNSENDT: 1, SoknadStatus.TIL_INTERVJU: 2}.get(synlig, 3)
    texts = (_("Sendt inn"), _("Vi leser søknadene"), _("Intervju"), _("Svar"))
    return [
        {
            "tekst": text,
            "url": None,
            "tilstand": "ferdig" if index < place else ("na" if index == place else "kommende"),
        }
        for index, text in enumerate(texts)
    ]


def _check(
    soknad: Soknad, form: SamtykkeForm, hindre: Sequence[Hinder], status: int
) -> ResponseReturnValue:
    deler = visning.list_deler(soknad)
    now, frist_at = clock.now(), soknad.utlysning.frist_at
    kan_sendes = soknad.status is SoknadStatus.KLADD and now <= frist_at
    if any(hinder.kode == "samtykke" for hinder in hindre):
        form.samtykke.errors = [hinder_tekst(h) for h in hindre if h.kode == "samtykke"]
    page = render_template(
        "soknad/kontroll.html",
        soknad=soknad,
        form=form,
        deler=[(del_, seksjon_url(soknad, del_.seksjon)) for del_ in deler],
        mangler=[
            Lenkefeil(seksjon_url(soknad, del_.seksjon), f"{del_.tittel}: {hinder_tekst(hinder)}")
            for del_ in deler
            for hinder in del_.mangler
        ],
        hindre=[h for h in hindre if h.kode in ("frist", "ikke_apen", "status")],
        forsokt=bool(hindre),
        er_kladd=soknad.status is SoknadStatus.KLADD,
        kan_sendes=kan_sendes,
        frist_ute=now > frist_at,
        tid_igjen=visning.tid_igjen(frist_at, now),
        brodsmuler=brodsmuler(soknad, web.sprak(), Lenke(_("Kontroller"), request.path)),
    )
    return page, status
