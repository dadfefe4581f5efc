"""Who may use a route: deny by default, load and authorise in one step.

Every view carries exactly one of `public`, `requires_login`, `requires_rolle` and `requires`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import LoginManager, current_user, login_user

from rekruttering.felles import clock, skjemautkast, web
from rekruttering.felles.errors import NotFoundError
from rekruttering.tilgang import queries
from rekruttering.tilgang.models import Bruker, Sesjon
from rekruttering.tilgang.rules import OKT_LENGST, Rolle

View = Callable[..., ResponseReturnValue]
T = TypeVar("T")
ATTRIBUTE = "rekruttering_guard"
# Forms that are kept for someone who is not logged in, from one address.
KEEP_LIMIT = "30 per minute"


@dataclass(frozen=True)
class Guard:
    """What a view demands before it runs; objects are checked by `requires` itself."""

    public: bool = False
    roller: frozenset[Rolle] = frozenset()


def public(view: View) -> View:
    """Let everyone use the view."""
    return _mark(view, Guard(public=True))


def requires_login(view: View) -> View:
    """Let every logged-in user use the view; for one's own things only."""
    return _mark(view, Guard())


def requires_rolle(*roller: Rolle) -> Callable[[View], View]:
    """Let users with any of the roles use the view."""
    return lambda view: _mark(view, Guard(roller=frozenset(roller)))


def requires(
    load: Callable[..., T], can: Callable[[Bruker, T], bool]
) -> Callable[[Callable[[T], ResponseReturnValue]], View]:
    """Load the object that the URL names and hand it to the view if the user may have it.

    `load` gets the URL's values by name. Someone else's object answers as one that is not there.
    """

    def decorate(view: Callable[[T], ResponseReturnValue]) -> View:
        @wraps(view)
        def guarded(**values: Any) -> ResponseReturnValue:
            thing = load(**values)
            if not can(get_bruker(), thing):
                raise NotFoundError
            return view(thing)

        return _mark(guarded, Guard())

    return decorate


def find_bruker() -> Bruker | None:
    """Return who is logged in, or None."""
    return current_user.bruker if current_user.is_authenticated else None


def get_bruker() -> Bruker:
    """Return who is logged in; in a view that is not public there is always someone."""
    bruker = find_bruker()
    if bruker is None:
        raise NotFoundError
    return bruker


def _mark(view: View, guard: Guard) -> View:
    setattr(view, ATTRIBUTE, guard)
    return view


def _check() -> ResponseReturnValue | None:
    if request.endpoint is None or request.endpoint == "static":
        return None
    view = current_app.view_functions[request.endpoint]
    guard: Guard | None = getattr(view, ATTRIBUTE, None)
    if guard is None:
        abort(403)
    if guard.public:
        return None
    bruker = find_bruker()
    if bruker is None:
        return _send_to_login()
    if guard.roller and not bruker.har(*guard.roller):
        abort(403)
    return None


def _send_to_login() -> ResponseReturnValue:
    """Ask for a log-in, keep what was typed, and come back to the page afterwards."""
    target = request.full_path.rstrip("?")
    if request.method == "POST":
        rule = request.url_rule
        if rule is None or rule.methods is None or "GET" not in rule.methods:
            target = _referring_path()
        with web.limiter.limit(KEEP_LIMIT):
            kept = skjemautkast.keep(urlsplit(target).path)
        if kept:
            flash(gettext("Du har vært borte en stund. Logg inn for å fortsette."), "info")
    return redirect(url_for("tilgang.login", neste=target), code=303)


def _referring_path() -> str:
    try:
        return urlsplit(request.referrer or "").path or "/"
    except ValueError:
        return "/"


def _context() -> dict[str, object]:
    """Give every page who is logged in, and when to warn that the session ends."""
    bruker = find_bruker()
    idle_s = int(current_app.permanent_session_lifetime.total_seconds())
    okt = {"sekunder": idle_s, "url": url_for("tilgang.okt")} if bruker else None
    return {"bruker": bruker, "okt": okt}


def _load_sesjon(id: str) -> Sesjon | None:
    sesjon = queries.find_sesjon(id)
    if sesjon is None or not sesjon.bruker.aktiv:
        return None
    return sesjon if clock.real_now() - sesjon.opprettet_at < OKT_LENGST else None


def init_app(app: Flask) -> None:
    """Connect the log-in manager and the check before every request."""
    manager = LoginManager(app)
    manager.session_protection = "basic"
    manager.user_loader(_load_sesjon)
    app.before_request(_check)
    app.context_processor(_context)


def remember(sesjon: Sesjon) -> None:
    """Put a new session into the cookie; the old cookie's contents do not follow, language does."""
    kept = {key: session[key] for key in ("sprak", "skjemautkast") if key in session}
    session.clear()
    session.update(kept)
    session.permanent = True
    login_user(sesjon)
