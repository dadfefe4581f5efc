"""Rekruttering: recruits veiledere, forms pairs and allocates them to municipalities.

`create_app` is the only place that knows all areas.
"""

from pathlib import Path

from flask import Flask
from flask_migrate import Migrate
from jinja2 import StrictUndefined

from rekruttering import config, start
from rekruttering.analyse import jobs as analyse_jobs
from rekruttering.analyse.routes import sider as analyse_sider
from rekruttering.analyse.service import JOB as REGN_ANALYSE
from rekruttering.analyse.service import JOB_TUNG as REGN_ANALYSE_TUNG
from rekruttering.beredskap import handlers as beredskap_handlers
from rekruttering.beredskap.routes import koordinator as beredskap_koordinator
from rekruttering.bord import routes as bord_routes
from rekruttering.demo import cli as demo_cli
from rekruttering.demo import routes as demo_routes
from rekruttering.felles import cli as felles_cli
from rekruttering.felles import events, filters, jobs, mail, skjemautkast, web
from rekruttering.felles.db import db
from rekruttering.habilitet import handlers as habilitet_handlers
from rekruttering.habilitet import routes as habilitet_routes
from rekruttering.horing import handlers as horing_handlers
from rekruttering.horing import jobs as horing_jobs
from rekruttering.horing import routes as horing_routes
from rekruttering.intervju import handlers as intervju_handlers
from rekruttering.intervju import jobs as intervju_jobs
from rekruttering.intervju.events import IntervjuHoldt
from rekruttering.intervju.routes import dag as intervju_dag
from rekruttering.intervju.routes import flytt as intervju_flytt
from rekruttering.intervju.routes import koordinator as intervju_koordinator
from rekruttering.intervju.routes import medlem as intervju_medlem
from rekruttering.intervju.routes import rammer as intervju_rammer
from rekruttering.intervju.routes import soker as intervju_soker
from rekruttering.intervju.routes import tider as intervju_tider
from rekruttering.intervju.routes import timeplan as intervju_timeplan
from rekruttering.intervju.service import JOB as REGN_TIMEPLAN
from rekruttering.kapasitet import jobs as kapasitet_jobs
from rekruttering.kapasitet.routes import koordinator as kapasitet_koordinator
from rekruttering.kommune import cli as kommune_cli
from rekruttering.kommune import routes as kommune_routes
from rekruttering.oversikt import meny
from rekruttering.oversikt import routes as oversikt_routes
from rekruttering.pulje.events import PuljekommuneEndret, PuljekommuneFjernes
from rekruttering.pulje.routes import filer as pulje_filer
from rekruttering.pulje.routes import kommune as pulje_kommune
from rekruttering.pulje.routes import koordinator as pulje_koordinator
from rekruttering.scenario import jobs as scenario_jobs
from rekruttering.scenario.routes import koordinator as scenario_koordinator
from rekruttering.soknad import jobs as soknad_jobs
from rekruttering.soknad.events import SoknadGjenapnet, SoknadSendt, SoknadTrukket
from rekruttering.soknad.routes import koordinator as soknad_koordinator
from rekruttering.soknad.routes import soker as soknad_soker
from rekruttering.tilbud import handlers as tilbud_handlers
from rekruttering.tilbud import jobs as tilbud_jobs
from rekruttering.tilbud.events import VeilederTrukket
from rekruttering.tilbud.routes import koordinator as tilbud_koordinator
from rekruttering.tilbud.routes import soker as tilbud_soker
from rekruttering.tildeling import cli as tildeling_cli
from rekruttering.tildeling import handlers as tildeling_handlers
from rekruttering.tildeling import jobs as tildeling_jobs
from rekruttering.tildeling.events import TildelingPubliseres, TildelingPublisert
from rekruttering.tildeling.routes import eksport as tildeling_eksport
from rekruttering.tildeling.routes import innsigelse as tildeling_innsigelse
from rekruttering.tildeling.routes import kjoring as tildeling_kjoring
from rekruttering.tildeling.routes import koordinator as tildeling_koordinator
from rekruttering.tildeling.routes import mottaker as tildeling_mottaker
from rekruttering.tildeling.routes import vedtak as tildeling_vedtak
from rekruttering.tildeling.service import JOB as KJOR_TILDELING
from rekruttering.tilgang import cli as tilgang_cli
from rekruttering.tilgang import guard
from rekruttering.tilgang.routes import administrasjon, innlogging
from rekruttering.utlysning import cli as utlysning_cli
from rekruttering.utlysning.events import KompetanseUtgar
from rekruttering.utlysning.routes import guide as utlysning_guide
from rekruttering.utlysning.routes import kompetanse as utlysning_kompetanse
from rekruttering.utlysning.routes import koordinator as utlysning_koordinator
from rekruttering.utlysning.routes import offentlig as utlysning_offentlig
from rekruttering.utlysning.routes import rediger as utlysning_rediger
from rekruttering.vedtakspakke import cli as vedtakspakke_cli
from rekruttering.vedtakspakke import handlers as vedtakspakke_handlers
from rekruttering.vedtakspakke import jobs as vedtakspakke_jobs
from rekruttering.vedtakspakke.routes import pakke as vedtakspakke_pakke
from rekruttering.vedtakspakke.service import JOB as GJENSKAP_PAKKE
from rekruttering.vurdering import handlers as vurdering_handlers
from rekruttering.vurdering.events import InnstillingEndret
from rekruttering.vurdering.routes import innsigelse as vurdering_innsigelse
from rekruttering.vurdering.routes import innstilling as vurdering_innstilling
from rekruttering.vurdering.routes import koordinator as vurdering_koordinator
from rekruttering.vurdering.routes import oving as vurdering_oving
from rekruttering.vurdering.routes import panel as vurdering_panel
from rekruttering.vurdering.routes import vurdering as vurdering_vurdering

ROOT = Path(__file__).resolve().parent.parent

BLUEPRINTS = (
    innlogging.bp,
    administrasjon.bp,
    oversikt_routes.bp,
    soknad_soker.bp,
    soknad_koordinator.bp,
    kommune_routes.bp,
    utlysning_offentlig.bp,
    utlysning_koordinator.bp,
    utlysning_rediger.bp,
    utlysning_kompetanse.bp,
    utlysning_guide.bp,
    pulje_koordinator.bp,
    pulje_filer.bp,
    pulje_kommune.bp,
    habilitet_routes.bp,
    intervju_koordinator.bp,
    intervju_medlem.bp,
    intervju_rammer.bp,
    intervju_tider.bp,
    intervju_timeplan.bp,
    intervju_flytt.bp,
    intervju_soker.bp,
    intervju_dag.bp,
    vurdering_panel.bp,
    vurdering_vurdering.bp,
    vurdering_innstilling.bp,
    vurdering_oving.bp,
    vurdering_innsigelse.bp,
    vurdering_koordinator.bp,
    tilbud_koordinator.bp,
    tilbud_soker.bp,
    tildeling_kjoring.bp,
    tildeling_koordinator.bp,
    tildeling_mottaker.bp,
    tildeling_innsigelse.bp,
    bord_routes.bp,
    horing_routes.bp,
    tildeling_vedtak.bp,
    tildeling_eksport.bp,
    vedtakspakke_pakke.bp,
    analyse_sider.bp,
    kapasitet_koordinator.bp,
    scenario_koordinator.bp,
    beredskap_koordinator.bp,
)
COMMANDS = (
    felles_cli.jobs_group,
    tilgang_cli.group,
    kommune_cli.group,
    utlysning_cli.group,
    tildeling_cli.group,
    vedtakspakke_cli.group,
    demo_cli.group,
    start.start,
)
SUBSCRIBERS: dict[type, list[events.Subscriber]] = {
    SoknadSendt: [habilitet_handlers.on_soknad_sendt],
    SoknadTrukket: [intervju_handlers.on_soknad_trukket, tilbud_handlers.on_soknad_trukket],
    SoknadGjenapnet: [
        intervju_handlers.on_soknad_gjenapnet,
        vurdering_handlers.on_soknad_gjenapnet,
    ],
    KompetanseUtgar: [vurdering_handlers.on_kompetanse_utgar],
    IntervjuHoldt: [vurdering_handlers.on_intervju_holdt],
    InnstillingEndret: [tilbud_handlers.on_innstilling_endret],
    PuljekommuneFjernes: [tildeling_handlers.keep_allocated],
    PuljekommuneEndret: [beredskap_handlers.on_puljekommune_endret],
    VeilederTrukket: [beredskap_handlers.on_veileder_trukket],
    TildelingPublisert: [beredskap_handlers.on_publisert, vedtakspakke_handlers.on_publisert],
    TildelingPubliseres: [horing_handlers.on_tildeling_publiseres],
}
JOBS: dict[str, jobs.JobFunction] = {
    mail.JOB: mail.deliver,
    KJOR_TILDELING: tildeling_jobs.kjor_tildeling,
    REGN_TIMEPLAN: intervju_jobs.regn_timeplan,
    REGN_ANALYSE: analyse_jobs.regn_analyse,
    REGN_ANALYSE_TUNG: analyse_jobs.regn_analyse,
    kapasitet_jobs.JOB: kapasitet_jobs.oppdater_kapasitet,
    GJENSKAP_PAKKE: vedtakspakke_jobs.gjenskap_pakke,
}
PERIODIC: tuple[jobs.PeriodicFunction, ...] = (
    skjemautkast.purge,
    soknad_jobs.remind_kladder,
    soknad_jobs.return_kladder,
    tilbud_jobs.expire_and_remind,
    tildeling_jobs.end_abandoned,
    scenario_jobs.purge_unnamed,
    horing_jobs.close_and_remind,
    analyse_jobs.end_abandoned_analyser,
    kapasitet_jobs.order_refresh,
    vedtakspakke_jobs.end_abandoned_gjenskapinger,
    intervju_jobs.end_abandoned_timeplaner,
    intervju_jobs.remind,
    intervju_jobs.purge_tilrettelegging,
)


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
    demo_routes.init_app(app)
    events.connect(app, SUBSCRIBERS)
    jobs.connect(app, JOBS, PERIODIC)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for command in COMMANDS:
        app.cli.add_command(command)
    return app
