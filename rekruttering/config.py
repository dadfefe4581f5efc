"""Defaults that are safe in production and may be public; `instance/config.py` holds the rest."""

import os
import secrets
from datetime import timedelta
from pathlib import Path

from flask import Flask

DEFAULTS: dict[str, object] = {
    "BABEL_DEFAULT_LOCALE": "nb",
    "DEMO": False,
    "MAIL_SERVER": "",
    "MAIL_PORT": 25,
    "MAIL_DEFAULT_SENDER": ("Rekruttering", "rekruttering@udir.example"),
    "MAIL_DOMAIN": "udir.example",
    "MAX_CONTENT_LENGTH": 12_000_000,
    "MAX_FORM_MEMORY_SIZE": 2_000_000,
    "PERMANENT_SESSION_LIFETIME": timedelta(minutes=30),
    "PUBLIC_URL": "http://127.0.0.1:5000",
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "SESSION_COOKIE_SECURE": True,
    "WTF_CSRF_TIME_LIMIT": None,
}
FROM_ENVIRONMENT = ("MAIL_SERVER", "MAIL_PORT", "MAIL_USERNAME", "MAIL_PASSWORD", "PUBLIC_URL")


def load(app: Flask, overrides: dict[str, object] | None) -> None:
    """Fill `app.config`: defaults, `instance/config.py`, environment, then `overrides`."""
    app.config.update(DEFAULTS)
    app.config.from_pyfile("config.py", silent=True)
    for name in FROM_ENVIRONMENT:
        if name in os.environ:
            value = os.environ[name]
            app.config[name] = int(value) if name == "MAIL_PORT" else value
    if os.environ.get("REKRUTTERING_DEMO"):
        # The demo runs on plain http on this machine, where a secure cookie would not come back.
        app.config.update(DEMO=True, SESSION_COOKIE_SECURE=False)
    app.config.update(overrides or {})
    instance = Path(app.instance_path)
    instance.mkdir(parents=True, exist_ok=True)
    if "SQLALCHEMY_DATABASE_URI" not in app.config:
        app.config["SQLALCHEMY_DATABASE_URI"] = database_uri(instance)
    if not app.config.get("SECRET_KEY"):
        app.config["SECRET_KEY"] = _own_secret_key(instance / "secret_key")


def database_uri(instance: Path) -> str:
    """Return `DATABASE_URL` for psycopg 3, or the embedded database of this installation."""
    url = os.environ.get("DATABASE_URL", "")
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url or f"sqlite:///{instance / 'rekruttering.db'}"


def _own_secret_key(path: Path) -> str:
    """Return the installation's key, made the first time; every process must see the same one."""
    try:
        with path.open("x", encoding="ascii") as file:
            path.chmod(0o600)
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii")
