"""Use cases of the demo: drive the round through the services, step by step, and say who is who.

The steps are the only way the demo's data come about: what a person could not do in the service,
the demo cannot contain.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

import pyotp
from flask_babel import gettext
from sqlalchemy import delete, func, select

from rekruttering.demo import (
    punkter,
    steg_intervju,
    steg_oppstart,
    steg_oving,
    steg_soknad,
    steg_tildeling,
    steg_timeplan,
)
from rekruttering.demo.forlop import Forlop, Steg
from rekruttering.felles import clock, demoklokke
from rekruttering.felles.db import db, transaction
from rekruttering.kommune import queries as kommune_queries
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.rules import STATUS_TEKST
from rekruttering.tilgang import queries as tilgang_queries
from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import ROLLE_TEKST, Rolle
from rekruttering.utlysning import service as utlysning_service
from rekruttering.utlysning.rules import UtlysningStatus

PASSORD = steg_oppstart.PASSORD
REFERENCE_TABLES = {"embete", "fylke", "kommune", "kommuneendring"}


def _at(month: int, day: int, hour: int = 10) -> datetime:
    return clock.local(date(2020, month, day), time(hour))


def _advance(status: UtlysningStatus) -> Callable[[Forlop, datetime], str]:
    def step(forlop: Forlop, now: datetime) -> str:
        utlysning_service.advance_status(
            forlop.utlysning, status, bruker=forlop.koordinator, now=now
        )
        return f"runden går videre: {status}"

    return step


STEG = (
    Steg("utlysning", _at(1, 20), steg_oppstart.create_ansatte),
    Steg("utlysning", _at(2, 3), steg_oppstart.publish_utlysning),
    Steg("utlysning", _at(2, 4), steg_oppstart.identify_kommuner),
    Steg("utlysning", _at(2, 20), steg_oppstart.answer_kommuner),
    Steg("utlysning", _at(3, 4, 8), steg_soknad.apply),
    Steg("vurdering", clock.end_of(date(2020, 3, 15)), steg_soknad.apply),
    Steg("vurdering", _at(3, 16, 7), steg_soknad.withdraw),
    Steg("vurdering", _at(3, 16, 8), _advance(UtlysningStatus.VURDERING)),
    Steg("timeplan", _at(3, 16, 13), steg_soknad.sort),
    Steg("timeplan", _at(3, 16, 14), _advance(UtlysningStatus.INTERVJU)),
    Steg("timeplan", _at(3, 16, 15), steg_timeplan.prepare),
    Steg("timeplan", _at(3, 17, 20), steg_timeplan.answer),
    Steg("intervju", _at(3, 18), steg_timeplan.plan),
    Steg("intervju", _at(3, 18, 11), steg_oving.make),
    Steg("intervju", _at(3, 18, 12), steg_oving.practise),
    Steg("intervju", _at(3, 24, 11), steg_intervju.interview),
    Steg("innstilling", _at(3, 25), steg_intervju.decide),
    Steg("innstilling", _at(4, 8, 8), steg_intervju.interview),
    Steg("tilbud", _at(4, 8, 12), steg_tildeling.rank),
    Steg("tilbud", _at(4, 8, 13), _advance(UtlysningStatus.TILBUD)),
    Steg("tilbud", _at(4, 8, 14), steg_tildeling.send_tilbud),
    Steg("tilbud", _at(4, 12), steg_tildeling.answer_early),
    Steg("tildeling", _at(4, 15), steg_tildeling.answer_late),
    Steg("tildeling", _at(4, 16, 1), steg_tildeling.expire),
    Steg("tildeling", _at(4, 20), _advance(UtlysningStatus.TILDELING)),
    Steg("publisert", _at(5, 5), steg_tildeling.propose),
    Steg("publisert", _at(5, 15), steg_tildeling.publish),
)


def load(
    punkt: str, say: Callable[[str], None] = lambda _line: None, *, fra: str | None = None
) -> None:
    """Make the round anew, up to a point of the process; each step is one transaction.

    `fra` is an earlier point where the round stands already, to go on from there.
    """
    if fra is None:
        wipe()
    target, begun = punkter.get(punkt), punkter.NAVN.index(fra) if fra else -1
    for steg in STEG:
        if not begun < punkter.NAVN.index(steg.punkt) <= punkter.NAVN.index(punkt):
            continue
        with transaction(), clock.frozen(steg.moment):
            happened = steg.gjor(Forlop(), steg.moment)
        day = steg.moment.astimezone(clock.OSLO)
        say(f"{day:%d.%m.%Y}  {happened}")
    with transaction():
        demoklokke.set_moment(target.moment, punkt)


def renew_timeplan(*, max_time_s: float) -> str:
    """Load the demo up to its timetable, compute that, and keep it; return how good it is."""
    load("timeplan")
    moment = next(steg.moment for steg in STEG if steg.gjor is steg_timeplan.plan)
    with clock.frozen(moment):
        plan, said = steg_timeplan.find_plan(Forlop(), now=moment, max_time_s=max_time_s)
    text = json.dumps(plan, ensure_ascii=False, indent=1) + "\n"
    steg_timeplan.PLAN.write_text(text, encoding="utf-8")
    return said


def wipe() -> None:
    """Remove everything but reference data."""
    with transaction():
        for table in reversed(db.metadata.sorted_tables):
            if table.name not in REFERENCE_TABLES:
                db.session.execute(delete(table))
    db.session.expunge_all()


@dataclass(frozen=True)
class Person:
    """Someone to log in as; `totp` is the present authenticator code of staff."""

    bruker_id: int
    navn: str
    epost: str
    beskrivelse: str
    totp: str | None


@dataclass(frozen=True)
class Rollegruppe:
    """Some people of one role."""

    navn: str
    tekst: str
    personer: list[Person]


def list_roller() -> list[Rollegruppe]:
    """Return who can be logged in as, at the point where the demo stands."""
    grupper = [
        Rollegruppe(
            rolle, gettext(ROLLE_TEKST[rolle]), [_person(b, _omrade(b, rolle)) for b in brukere[:3]]
        )
        for rolle in Rolle
        if (brukere := tilgang_queries.list_brukere(rolle))
    ]
    sokere = [_person(soknad.soker, gettext(STATUS_TEKST[soknad.status])) for soknad in _sokere()]
    return [Rollegruppe("soker", gettext("Søker"), sokere), *grupper]


def login_help(address: str) -> list[str]:
    """Return the lines that tell a newcomer how to log in."""
    lines = [
        f"Velg hvem du vil være: {address}/demo",
        f"E-postene som er sendt: {address}/demo/post",
    ]
    for gruppe in list_roller():
        person = gruppe.personer[0]
        lines.append(f"  {gruppe.tekst:<16} {person.epost}")
    return [*lines, f"Ansatte har passordet «{PASSORD}»; kodene deres står på {address}/demo"]


def _sokere() -> list[Soknad]:
    """Return one applicant of each state, drafts too."""
    first = select(func.min(Soknad.id)).group_by(Soknad.status)
    query = select(Soknad).where(Soknad.id.in_(first)).order_by(Soknad.id)
    return list(db.session.scalars(query))


def _person(bruker: Bruker, beskrivelse: str) -> Person:
    secret = bruker.totp_hemmelighet
    totp = pyotp.TOTP(secret).now() if secret else None
    return Person(bruker.id, bruker.navn or bruker.epost, bruker.epost, beskrivelse, totp)


def _omrade(bruker: Bruker, rolle: Rolle) -> str:
    """Return the names of the areas where the role holds, or the role itself."""
    codes = sorted(bruker.omrader(rolle) - {""})
    names = [_omradenavn(code) for code in codes]
    return ", ".join(names) or gettext(ROLLE_TEKST[rolle])


def _omradenavn(code: str) -> str:
    today = clock.today()
    kommune = kommune_queries.find_kommune(code, today)
    embete = kommune_queries.find_embete(code, today)
    return kommune.navn_norsk if kommune else embete.kortnavn_nb if embete else code
