"""What a round's timetable follows from, read once."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from rekruttering.felles.errors import N_, Hinder, refuse_if
from rekruttering.habilitet.queries import map_tilstander
from rekruttering.habilitet.rules import is_barred
from rekruttering.intervju import queries
from rekruttering.intervju.adapter import Grunnlag
from rekruttering.intervju.models import Intervju
from rekruttering.intervju.rules import IntervjuStatus
from rekruttering.intervju.rules.ramme import Ramme
from rekruttering.intervju.rules.timeplan import VARSEL
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.rules import SoknadStatus
from rekruttering.utlysning.models import Utlysning


def get_ramme(utlysning_id: int) -> Ramme:
    """Return the rules of a round, the field's defaults where nobody has changed them."""
    rad = queries.find_ramme(utlysning_id)
    return rad.ramme if rad else Ramme()


def load_grunnlag(
    utlysning: Utlysning,
    *,
    now: datetime,
    varsel: timedelta = VARSEL,
    ekstra: Iterable[Soknad] = (),
) -> Grunnlag:
    """Return everything a timetable of the round follows from now; a constant number of questions.

    Nobody new is asked to meet sooner than `varsel` from now. `ekstra` are applicants to be placed
    besides those who have no interview yet or one that is only planned.

    Raises:
        HindretError: the round has no period.
    """
    fra, til = utlysning.intervju_fra_dato, utlysning.intervju_til_dato
    if fra is None or til is None:
        refuse_if([Hinder("periode", N_("Utlysningen har ingen intervjuperiode."))])
        raise LookupError("no period")
    rad = queries.find_ramme(utlysning.id)
    ramme = rad.ramme if rad else Ramme()
    alle = queries.list_i_plan(utlysning.id)
    intervjuer = [each for each in alle if _is_open(each)]
    holdt = {each.soknad_id for each in alle if each.status is IntervjuStatus.HOLDT}
    soknader = [each for each in queries.list_til_intervju(utlysning.id) if each.id not in holdt]
    soknader += [each for each in ekstra if each not in soknader]
    ids = [soknad.id for soknad in soknader]
    paneler = queries.list_paneler(utlysning.id)
    rader = {each.bruker_id: each for each in queries.list_rundemedlemmer(utlysning.id)}
    medlemmer = {m.bruker_id: rader.get(m.bruker_id) for p in paneler for m in p.medlemmer}
    seated = {plass.bruker_id for each in intervjuer for plass in each.plasser}
    tilstander = map_tilstander({*medlemmer, *seated}, ids)
    sperrede: dict[int, set[int]] = {}
    for (bruker_id, soknad_id), tilstand in tilstander.items():
        if is_barred(tilstand):
            sperrede.setdefault(soknad_id, set()).add(bruker_id)
    own = {each.id for each in intervjuer}
    opptatt = queries.list_opptatt({*medlemmer, *seated})
    return Grunnlag(
        fra=fra,
        til=til,
        ramme=ramme,
        reise=[(str(a), str(b), int(n)) for a, b, n in rad.reise] if rad else [],
        rom=queries.list_rom(utlysning.id),
        paneler=paneler,
        medlemmer=medlemmer,
        soknader=soknader,
        svar=queries.map_svar(ids),
        behov=queries.map_tilrettelegging(ids),
        sperrede=sperrede,
        intervjuer=intervjuer,
        andre=[each for each in opptatt if each.id not in own],
        tidligst=now + varsel,
    )


def _is_open(intervju: Intervju) -> bool:
    planned = intervju.status is IntervjuStatus.PLANLAGT
    return planned and intervju.soknad.status is SoknadStatus.TIL_INTERVJU
