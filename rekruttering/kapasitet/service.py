"""Use cases of capacity: what it is worked out from, to ask for it, and to keep it fresh."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from rekruttering.analyse import service as analyse_service
from rekruttering.analyse.models import Analyse
from rekruttering.analyse.service import Bestilling
from rekruttering.felles.errors import Hinder, refuse_if
from rekruttering.kapasitet import adapter, queries, rules
from rekruttering.kapasitet.queries import Deltaker
from rekruttering.kapasitet.rules import Gruppe, Jasannsynlighet, Kommunevalg
from rekruttering.pulje import queries as pulje_queries
from rekruttering.pulje.models import Pulje, Puljekommune
from rekruttering.soknad import queries as soknad_queries
from rekruttering.tilbud import queries as tilbud_queries
from rekruttering.tildeling import queries as tildeling_queries
from rekruttering.tilgang.models import Bruker
from rekruttering.utlysning.models import Utlysning

KAPASITET, VERDI, ROBUSTHET = "kapasitet", "verdi", "robusthet"
TYPER = (KAPASITET, VERDI, ROBUSTHET)
# How long each may take, in seconds: mail waits for the same worker.
SEKUNDER = {KAPASITET: 60, VERDI: 60, ROBUSTHET: 120}


@dataclass(frozen=True)
class Grunnlag:
    """What a round's capacity is worked out from, as it stands now.

    `utelatt` are applicants whose home or background is missing; `poeng` says that points count.
    """

    utlysning: Utlysning
    pulje: Pulje | None
    valg: Kommunevalg
    deltakere: tuple[Deltaker, ...]
    utelatt: tuple[Deltaker, ...]
    kommuner: tuple[Puljekommune, ...]
    poeng: bool
    sannsynlighet: Jasannsynlighet
    fylkesnumre: dict[int, str] = field(default_factory=dict)
    fylkesnavn: dict[str, str] = field(default_factory=dict)

    @property
    def hindre(self) -> list[Hinder]:
        """Every reason why nothing can be worked out."""
        return rules.beregn_hindre(
            pulje=self.pulje is not None,
            kommuner=len(self.kommuner),
            sokere=len(self.deltakere),
        )

    @property
    def grupper(self) -> dict[str, str]:
        """How each counts, by id in the problem."""
        return {each.ref: each.gruppe.value for each in self.deltakere}

    @cached_property
    def problem(self) -> dict[str, Any]:
        """The problem as JSON."""
        sperringer = tildeling_queries.map_sperringer_of(
            {each.soknad.id: each.soknad for each in self.deltakere}, self.kommuner
        )
        return adapter.to_problem(
            self.deltakere,
            self.kommuner,
            self.utlysning,
            sperringer,
            fylker=self.fylkesnumre,
            poeng=self.poeng,
        )

    def bestilling(self, type: str, prosent: int | None = None) -> Bestilling:
        """Return the question of this type; `prosent` who say yes, None: the default."""
        parametre: dict[str, Any] = {
            "kommuner": self.valg.value,
            "poeng": self.poeng,
            "grupper": self.grupper,
        }
        if type == KAPASITET:
            here = sorted(set(self.fylkesnumre.values()))
            parametre["fylker"] = {nr: self.fylkesnavn.get(nr, nr) for nr in here}
        if type == ROBUSTHET:
            parametre["valgt"] = prosent is not None
            parametre["prosent"] = self.sannsynlighet.prosent if prosent is None else prosent
            parametre["rekkefolge"] = _order(self.deltakere) if self.poeng else []
        return Bestilling(
            utlysning_id=self.utlysning.id,
            type=type,
            problem=self.problem,
            parametre=parametre,
            maks_sekunder=SEKUNDER[type],
        )


def _order(deltakere: Sequence[Deltaker]) -> list[str]:
    """Return the order of offers: those sent, then innstilte, then reserves, the best first."""
    free = [each for each in deltakere if each.gruppe is not Gruppe.SIGNERT]
    ordered = sorted(
        free,
        key=lambda each: (
            each.gruppe is not Gruppe.TILBUD,
            each.soknad.status.value,
            -(each.poeng or 0),
            each.soknad.id,
        ),
    )
    return [each.ref for each in ordered]


@dataclass(frozen=True)
class Mangel:
    """That not all municipalities can be covered, as far as the newest answer knows."""

    dekket: int
    kommuner: int
    valg: str


def find_mangel(utlysning: Utlysning) -> Mangel | None:
    """Return the shortage that the newest whole answer found, while people still come and go."""
    if utlysning.status not in rules.AKTUELL:
        return None
    analyse = queries.find_svar(utlysning.id, KAPASITET)
    svar = (analyse.svar if analyse else None) or {}
    if analyse is None or svar["mest"] >= svar["kommuner"]:
        return None
    return Mangel(svar["dekket"], svar["kommuner"], analyse.parametre["kommuner"])


def make_grunnlag(
    utlysning: Utlysning, *, now: datetime, valg: Kommunevalg | None = None
) -> Grunnlag:
    """Return what the capacity is worked out from; `valg` None: what suits the answers so far."""
    pulje = pulje_queries.find_pulje(utlysning.id)
    if valg is None:
        antall = pulje_queries.count_by_status(pulje.id) if pulje else {}
        valg = rules.default_valg(antall)
    alle = queries.list_deltakere(utlysning.id, now)
    hele = [each for each in alle if each.soknad.bosted and each.soknad.bakgrunn]
    kommuner = queries.list_kommuner(pulje.id, valg) if pulje else []
    dag = soknad_queries.get_geografi_dato(utlysning)
    return Grunnlag(
        utlysning=utlysning,
        pulje=pulje,
        valg=valg,
        deltakere=tuple(hele),
        utelatt=tuple(each for each in alle if each not in hele),
        kommuner=tuple(kommuner),
        poeng=rules.has_utfall({each.soknad.status for each in alle}),
        sannsynlighet=rules.default_sannsynlighet(
            tilbud_queries.count_by_status(utlysning.id, now)
        ),
        fylkesnumre=tildeling_queries.map_fylkesnumre(kommuner, dag),
        fylkesnavn=pulje_queries.map_fylkesnavn(dag),
    )


def bestill(
    grunnlag: Grunnlag,
    typer: Sequence[str] = TYPER,
    *,
    bruker: Bruker | None,
    now: datetime,
    prosent: int | None = None,
) -> list[Analyse]:
    """Ask for the capacity; what is asked or answered already is not asked again.

    Raises:
        HindretError: municipalities or applicants are missing, or the share of yes is impossible.
        KonfliktError: somebody asked the same at the same moment.
    """
    hindre = [] if prosent is None else rules.sannsynlighet_hindre(prosent)
    refuse_if([*grunnlag.hindre, *hindre])
    return [
        analyse_service.ask(grunnlag.bestilling(type, prosent), bruker=bruker, now=now)
        for type in typer
    ]


def refresh(utlysning: Utlysning, *, now: datetime) -> int:
    """Ask anew for what somebody has asked for before; return how many questions there are.

    The coverage is asked for from the first application on.  Nothing is asked where nothing can
    be worked out, and nothing twice.
    """
    grunnlag = make_grunnlag(utlysning, now=now)
    if grunnlag.hindre or utlysning.status not in rules.AKTUELL:
        return 0
    known = queries.find_analyser(utlysning.id, TYPER, grunnlag.valg)
    typer = [type for type in TYPER if type == KAPASITET or type in known]
    asked = 0
    for type in typer:
        # The share of yes that a person chose is kept.
        chosen = known[type][0].parametre if type in known else {}
        prosent = chosen.get("prosent") if chosen.get("valgt") else None
        bestill(grunnlag, [type], bruker=None, now=now, prosent=prosent)
        asked += 1
    return asked
