"""Rekruttering: recruits veiledere, forms pairs and allocates them to municipalities.

`create_app` is the only place that knows all areas.
"""

from pathlib import Path

from flask import Flask
from flask_migrate import Migrate
from jinja2 import StrictUndefined

from rekruttering import config
from rekruttering.felles import cli as felles_cli
from rekruttering.felles import events, filters, jobs, mail, skjemautkast, web
from rekruttering.felles.db import db
from rekruttering.oversikt import meny
from rekruttering.oversikt import routes as oversikt_routes
from rekruttering.tilgang import cli as tilgang_cli
from rekruttering.tilgang import guard
from rekruttering.tilgang.routes import innlogging

ROOT = Path(__file__).resolve().parent.parent

BLUEPRINTS = (
    innlogging.bp,
    oversikt_routes.bp,
)
COMMANDS = (felles_cli.jobs_group, tilgang_cli.group)
SUBSCRIBERS: dict[type, list[events.Subscriber]] = {}
JOBS: dict[str, jobs.JobFunction] = {mail.JOB: mail.deliver}
PERIODIC: tuple[jobs.PeriodicFunction, ...] = (skjemautkast.purge,)


def create_app(overrides: dict[str, object] | None = None) -> Flask:
    """Return the application; `overrides` are settings for tests."""
    app = Flask(
        __name__,
        instance_path=str((overrides or {}).get("INSTANCE_PATH", ROOT / "instance")),
        template_folder=str(ROOT / "templates"),
    )
    config.load(app, overrides)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "rekruttering" / "migrations"))
    web.init_app(app)
    guard.init_app(app)
    web.csrf.init_app(app)
    filters.init_app(app)
    mail.init_app(app)
    meny.init_app(app)
    app.context_processor(lambda: {"demo": None})
    events.connect(app, SUBSCRIBERS)
    jobs.connect(app, JOBS, PERIODIC)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for command in COMMANDS:
        app.cli.add_command(command)
    return app
