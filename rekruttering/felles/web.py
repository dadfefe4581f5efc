"""What every request meets: headers, CSRF, languages, error pages."""

import json
import logging
import secrets
import time
from collections.abc import Mapping
from typing import Any

from flask import (
    Flask,
    Response,
    abort,
    current_app,
    g,
    has_request_context,
    redirect,
    render_template,
    request,
    session,
)
from flask.typing import ResponseReturnValue
from flask_babel import Babel, get_locale
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf
from markupsafe import Markup
from werkzeug.exceptions import HTTPException
from werkzeug.routing import IntegerConverter, Map

from rekruttering.felles import demoklokke
from rekruttering.felles.db import db, may_write
from rekruttering.felles.errors import HindretError, KonfliktError, NotFoundError

log = logging.getLogger("rekruttering.web")
csrf = CSRFProtect()
limiter = Limiter(get_remote_address, storage_uri="memory://", headers_enabled=False)

SPRAK = ("nb", "nn")
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
HSTS = "max-age=31536000; includeSubDomains"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class IdConverter(IntegerConverter):
    """A whole number that both databases can hold; any other names nothing."""

    def __init__(self, map: Map, **options: object) -> None:
        super().__init__(map, max=2**31 - 1, **options)  # type: ignore[arg-type]  # passed on


def is_htmx() -> bool:
    """Return whether the answer will be swapped into a page as a fragment."""
    return request.headers.get("HX-Request") == "true"


def sprak() -> str:
    """Return the language (nb, nn): chosen, or the browser's; in commands and jobs bokmål."""
    if not has_request_context():
        return SPRAK[0]
    chosen = session.get("sprak")
    if chosen in SPRAK:
        return str(chosen)
    return request.accept_languages.best_match(SPRAK) or SPRAK[0]


def csrf_field() -> Markup:
    """Return the hidden field that every POST form carries."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def safe_next(target: str | None, fallback: str) -> str:
    """Return `target` when it is a path on this host, else `fallback`; no open redirects.

    Browsers drop tabs and line ends from an address and read a backslash as a slash.
    """
    if not target or not target.startswith("/") or target.startswith("//"):
        return fallback
    odd = any(char < " " or char in "\\\x7f" for char in target)
    return fallback if odd else target


def is_forged() -> bool:
    """Return whether the browser says that another site's page sent this change."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    return request.method not in SAFE_METHODS and site not in ("same-origin", "none")


def _begin_request() -> None:
    g.request_id = secrets.token_hex(8)
    g.began = time.monotonic()
    may_write.set(request.method not in SAFE_METHODS)
    if is_forged():
        abort(403)
    # PostgreSQL holds no null byte, and no person types one.
    values = (request.path, *request.args.values(), *request.form.values())
    if any("\0" in value for value in values):
        abort(400)
    if request.endpoint != "static":
        demoklokke.load()


def _end_request(_error: BaseException | None) -> None:
    """Leave the thread as it was found: what follows in it may write."""
    may_write.set(True)


def _finish_request(response: Response) -> Response:
    response.headers.update(HEADERS)
    response.headers["X-Request-Id"] = g.get("request_id", "")
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers["Strict-Transport-Security"] = HSTS
    if is_forged():
        # The browser sent no cookie with it; an answer with one would end the user's session.
        session.modified = False
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
        took_ms = round((time.monotonic() - g.get("began", time.monotonic())) * 1000)
        log.info(
            "%s %s %s %s %s ms",
            g.get("request_id", "-"),
            request.method,
            request.url_rule.rule if request.url_rule else "-",
            response.status_code,
            took_ms,
        )
    return response


def _not_found(_error: NotFoundError) -> ResponseReturnValue:
    return render_template("felles/404.html"), 404


def _hindret(error: HindretError) -> ResponseReturnValue:
    db.session.rollback()
    template = "felles/_hindre.html" if is_htmx() else "felles/hindret.html"
    return render_template(template, hindre=error.hindre), 422


def _konflikt(_error: KonfliktError) -> ResponseReturnValue:
    db.session.rollback()
    return render_template("felles/409.html"), 409


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is not None and error.code < 400:
        return error.get_response()
    kode = error.code if error.code in (400, 403, 404, 405, 409, 413, 429) else 400
    return render_template(f"felles/{kode}.html"), error.code or 400


def _csrf_error(_error: CSRFError) -> ResponseReturnValue:
    return render_template("felles/400.html"), 400


def _bug(error: Exception) -> ResponseReturnValue:
    log.exception("%s uventet feil", g.get("request_id", "-"), exc_info=error)
    return render_template("felles/500.html", request_id=g.get("request_id", "-")), 500


def init_app(app: Flask) -> None:
    """Connect everything above to the application."""
    app.url_map.converters["int"] = IdConverter
    app.before_request(_begin_request)
    app.after_request(_finish_request)
    app.teardown_request(_end_request)
    Babel(app, locale_selector=sprak, default_timezone="Europe/Oslo")
    limiter.init_app(app)
    app.jinja_env.globals["csrf_field"] = csrf_field
    app.context_processor(lambda: {"sprak": str(get_locale() or SPRAK[0])})
    app.register_error_handler(NotFoundError, _not_found)
    app.register_error_handler(HindretError, _hindret)
    app.register_error_handler(KonfliktError, _konflikt)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(HTTPException, _http_error)
    if not app.testing:
        app.register_error_handler(500, _bug)


def redirect_back(target: str) -> ResponseReturnValue:
    """Redirect after a POST; 303 makes every browser follow with GET."""
    return redirect(target, code=303)


def attachment(innhold: bytes | str, filnavn: str, slag: str = XLSX) -> Response:
    """Return a file for the browser to keep."""
    headers = {"Content-Disposition": f'attachment; filename="{filnavn}"'}
    return Response(innhold, mimetype=slag, headers=headers)


def json_attachment(value: Mapping[str, Any], filnavn: str) -> Response:
    """Return a value as a JSON file for the browser to keep."""
    text = json.dumps(value, ensure_ascii=False, indent=1) + "\n"
    return attachment(text, filnavn, "application/json")
