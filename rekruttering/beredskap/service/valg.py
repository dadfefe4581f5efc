"""Use case of choosing: an answer of the engine becomes a run, and its plan a proposal."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rekruttering.analyse.adapter import erstatning
from rekruttering.analyse.models import Analyse
from rekruttering.beredskap import queries, rules
from rekruttering.beredskap.models import Hendelse
from rekruttering.beredskap.service.grunnlag import make_grunnlag
from rekruttering.felles import audit
from rekruttering.felles.db import flush
from rekruttering.felles.errors import refuse_if
from rekruttering.tildeling import service as tildeling_service
from rekruttering.tildeling.models import Kjoring
from rekruttering.tildeling.rules import AKTIV, APEN, TildelingStatus
from rekruttering.tildeling.service.kjoringer import fingerprint
from rekruttering.tilgang.models import Bruker

MINST = "minst"
MAX_SECONDS = 60
# The run finds the plan that the answer showed: the same problem, the same seed.
SEED = 1


def list_alternativer(hendelse: Hendelse) -> dict[str, dict[str, Any]]:
    """Return the plans of the answers: «minst»; «0-2» is the third for the first hole."""
    found = {}
    svar = hendelse.minste.svar if hendelse.minste is not None else None
    if svar and svar["alternativ"] is not None:
        found[MINST] = svar["alternativ"]
    svar = hendelse.innhopp.svar if hendelse.innhopp is not None else None
    for number, hull in enumerate(svar["hull"] if svar else ()):
        found |= {f"{number}-{at}": valg for at, valg in enumerate(hull["valg"])}
    return found


def find_alternativ(hendelse: Hendelse, nokkel: str) -> dict[str, Any] | None:
    """Return one of the plans that the answers hold."""
    return list_alternativer(hendelse).get(nokkel)


def choose(
    hendelse_id: int, nokkel: str, analyse_id: int, *, bruker: Bruker, now: datetime
) -> Kjoring:
    """Return a run that makes a proposal of an alternative; the same choice twice is one run.

    `analyse_id` is the answer that the user saw.

    Raises:
        HindretError: it is closed or only supposed, the answer is old, or a run is going on.
    """
    hendelse = queries.lock_hendelse(hendelse_id)
    alternativ, analyse = find_alternativ(hendelse, nokkel), _analyse_of(hendelse, nokkel)
    kjent = alternativ is not None and analyse is not None and analyse.id == analyse_id
    if kjent and hendelse.apen and hendelse.alternativ == nokkel and is_alive(hendelse.kjoring):
        assert hendelse.kjoring is not None
        return hendelse.kjoring
    stands = kjent and hendelse.apen and not hendelse.tenkt
    utdatert = stands and _is_outdated(hendelse, analyse)
    refuse_if(
        rules.velg_hindre(
            lukket=not hendelse.apen, tenkt=hendelse.tenkt, kjent=kjent, utdatert=utdatert
        )
    )
    if alternativ is None or analyse is None:
        raise LookupError("no hindre, and yet no alternative")
    kjoring = _start(hendelse, nokkel, alternativ, analyse.problem, bruker, now)
    hendelse.kjoring, hendelse.alternativ = kjoring, nokkel
    flush()
    audit.record("alternativ_valgt", hendelse, bruker=bruker, alternativ=nokkel)
    return kjoring


def is_alive(kjoring: Kjoring | None) -> bool:
    """Return whether a run works, or has led to a plan that may still come into force."""
    if kjoring is None:
        return False
    if kjoring.status in AKTIV:
        return True
    tildeling = kjoring.tildeling
    return tildeling is not None and tildeling.status in APEN | {TildelingStatus.VEDTATT}


def _analyse_of(hendelse: Hendelse, nokkel: str) -> Analyse | None:
    return hendelse.minste if nokkel == MINST else hendelse.innhopp


def is_outdated(hendelse: Hendelse) -> bool:
    """Return whether something has changed since the question was asked."""
    return hendelse.minste is not None and _is_outdated(hendelse, hendelse.minste)


def _is_outdated(hendelse: Hendelse, analyse: Analyse | None) -> bool:
    return analyse is not None and fingerprint(analyse.problem) != make_grunnlag(hendelse).avtrykk


def _start(
    hendelse: Hendelse,
    nokkel: str,
    alternativ: Mapping[str, Any],
    problem: Mapping[str, Any],
    bruker: Bruker,
    now: datetime,
) -> Kjoring:
    laser = erstatning.laser_of(alternativ)
    return tildeling_service.start_kjoring(
        hendelse.utlysning,
        tildeling_service.Valg(
            max_seconds=MAX_SECONDS,
            seed=SEED,
            navn=rules.PLANNAVN[hendelse.type] % {"navn": hendelse.navn},
            problem=erstatning.with_laser_json(problem, laser),
            innstillinger={
                "hendelse": hendelse.id,
                "alternativ": nokkel,
                "endring": hendelse.endring,
                "tillegg": laser,
            },
            fra=hendelse.tildeling,
        ),
        bruker=bruker,
        now=now,
    )
