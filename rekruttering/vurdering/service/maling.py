"""Figures of agreement and severity, from the scores agreed on. They change nothing.

Kilde: docs/regler.md#V5.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rekruttering.utlysning.models import Kompetanse
from rekruttering.vurdering import queries, statistikk
from rekruttering.vurdering.queries import Maling
from rekruttering.vurdering.rules import SKALA
from rekruttering.vurdering.statistikk import MINST_FOR_ENIGHET, Intervall, Modell


@dataclass(frozen=True)
class Enighet:
    """How far members agree on one criterion; `antall` applicants, `alfa` None where unknown."""

    kompetanse: Kompetanse
    antall: int
    alfa: Intervall | None


@dataclass(frozen=True)
class Malt:
    """What the round's scores say of the members.

    `sokere` is how many applicants are agreed on. `enighet` is empty below `MINST_FOR_ENIGHET`.
    `henger_sammen` is whether everybody can be compared with everybody; where not, or where the
    model was not asked for, `modell` is None. `feil` is the standard error of each applicant's
    mean, in points of 100, by soknad_id.
    """

    sokere: int
    enighet: tuple[Enighet, ...]
    henger_sammen: bool
    modell: Modell | None
    feil: dict[int, float]


def measure(utlysning_id: int, kompetanser: Sequence[Kompetanse], *, juster: bool) -> Malt:
    """Return the figures of a round; the model of severity only when it is asked for."""
    malinger = queries.list_malinger(utlysning_id)
    sokere = len({maling.soknad_id for maling in malinger})
    snitt = means(malinger, {k.id: k.vekt for k in kompetanser})
    sammen = statistikk.is_connected(list(snitt))
    return Malt(
        sokere,
        _enighet(malinger, kompetanser) if sokere >= MINST_FOR_ENIGHET else (),
        sammen,
        statistikk.fit(snitt) if juster and sammen else None,
        statistikk.within_error(snitt),
    )


def means(malinger: Sequence[Maling], vekter: dict[int, int]) -> dict[tuple[int, int], float]:
    """Return each member's weighted mean of each applicant in points of 100.

    By (bruker_id, soknad_id). What the member did not score is left out of the mean.
    """
    sums: dict[tuple[int, int], tuple[int, int]] = {}
    for maling in malinger:
        key, vekt = (maling.bruker_id, maling.soknad_id), vekter[maling.kompetanse_id]
        total, weight = sums.get(key, (0, 0))
        sums[key] = (total + vekt * (maling.poeng - SKALA[0]), weight + vekt)
    span = SKALA[-1] - SKALA[0]
    return {key: 100 * total / (span * weight) for key, (total, weight) in sums.items()}


def _enighet(malinger: Sequence[Maling], kompetanser: Sequence[Kompetanse]) -> tuple[Enighet, ...]:
    medlemmer = sorted({maling.bruker_id for maling in malinger})
    rows = []
    for kompetanse in kompetanser:
        gitt = {
            (m.bruker_id, m.soknad_id): m.poeng
            for m in malinger
            if m.kompetanse_id == kompetanse.id
        }
        sokere = sorted({soknad_id for _, soknad_id in gitt})
        table = [[gitt.get((medlem, soker)) for soker in sokere] for medlem in medlemmer]
        alfa = statistikk.alpha_intervall(table)
        rows.append(Enighet(kompetanse, alfa.n if alfa else 0, alfa))
    return tuple(rows)
