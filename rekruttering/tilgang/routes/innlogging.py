"""Log-in, log-out and choice of language."""

from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user, logout_user

from rekruttering.felles import clock, web
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import Hinder
from rekruttering.felles.filters import hinder_tekst
from rekruttering.felles.forms import posted
from rekruttering.tilgang import guard, service
from rekruttering.tilgang.forms import AnsattForm, EpostForm, KodeForm
from rekruttering.tilgang.models import Sesjon

bp = Blueprint("tilgang", __name__)
LOGIN_LIMIT = "30 per minute"


@bp.route("/logg-inn", methods=["GET", "POST"])
@guard.public
@web.limiter.limit(LOGIN_LIMIT, methods=["POST"])
def login() -> ResponseReturnValue:
    """Ask for the e-mail address and send a one-time code to it."""
    form = EpostForm(posted())
    neste = web.safe_next(request.values.get("neste"), "")
    if request.method == "POST" and form.validate():
        with transaction():
            service.send_kode(
                form.epost.data or "",
                web.sprak(),
                secret_key=current_app.secret_key or "",
                now=clock.real_now(),
            )
        session["innlogging"] = form.epost.data
        return redirect(url_for(".kode", neste=neste or None), code=303)
    return render_template("tilgang/login.html", form=form, neste=neste), _status(form)


@bp.route("/logg-inn/kode", methods=["GET", "POST"])
@guard.public
@web.limiter.limit(LOGIN_LIMIT, methods=["POST"])
def kode() -> ResponseReturnValue:
    """Ask for the code, and open the session."""
    epost = session.get("innlogging")
    neste = web.safe_next(request.values.get("neste"), "")
    if not epost:
        return redirect(url_for(".login", neste=neste or None), code=303)
    form = KodeForm(posted())
    if request.method == "POST" and form.validate():
        with transaction():
            answer = service.open_with_kode(
                epost,
                (form.kode.data or "").replace(" ", ""),
                secret_key=current_app.secret_key or "",
                now=clock.real_now(),
            )
        if isinstance(answer, Sesjon):
            return _enter(answer, neste)
        form.kode.errors = [hinder_tekst(answer)]
    page = render_template("tilgang/kode.html", form=form, epost=epost, neste=neste)
    return page, _status(form)


@bp.route("/logg-inn/ansatt", methods=["GET", "POST"])
@guard.public
@web.limiter.limit(LOGIN_LIMIT, methods=["POST"])
def login_ansatt() -> ResponseReturnValue:
    """Log in staff with password and authenticator."""
    form = AnsattForm(posted())
    neste = web.safe_next(request.values.get("neste"), "")
    if request.method == "POST" and form.validate():
        with transaction():
            answer: Sesjon | Hinder = service.open_with_password(
                form.epost.data or "",
                form.passord.data or "",
                form.totp.data or "",
                now=clock.real_now(),
            )
        if isinstance(answer, Sesjon):
            return _enter(answer, neste)
        form.totp.errors = [hinder_tekst(answer)]
    return render_template("tilgang/login_ansatt.html", form=form, neste=neste), _status(form)


@bp.post("/logg-ut")
@guard.requires_login
def logout() -> ResponseReturnValue:
    """End the session."""
    with transaction():
        service.close_sesjon(current_user, now=clock.real_now())
    logout_user()
    session.clear()
    flash(gettext("Du er logget ut."), "success")
    return redirect("/", code=303)


@bp.get("/okt")
@guard.requires_login
def okt() -> ResponseReturnValue:
    """Answer nothing; any request lets the session live on."""
    return "", 204


@bp.post("/sprak")
@guard.public
def set_sprak() -> ResponseReturnValue:
    """Choose the language of the pages."""
    valg = request.form.get("sprak")
    if valg in web.SPRAK:
        session["sprak"] = valg
    return redirect(web.safe_next(request.form.get("neste"), "/"), code=303)


def _enter(sesjon: Sesjon, neste: str) -> ResponseReturnValue:
    guard.remember(sesjon)
    return redirect(neste or "/", code=303)


def _status(form: EpostForm | KodeForm | AnsattForm) -> int:
    return 422 if form.has_errors else 200
