"""The door to `matching` for capacity: applicants and municipalities become a problem.

Ids are «S5» for an applicant, «V12» for who has signed and «K7» for a municipality; no name passes.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from rekruttering.kapasitet.queries import Deltaker
from rekruttering.kapasitet.rules import NOYTRALE_POENG
from rekruttering.pulje.models import Puljekommune
from rekruttering.tilbud.rules import make_band
from rekruttering.tildeling.adapter.problem import (
    REISE_FAKTOR,
    Person,
    map_partnere,
    to_kommune,
    to_veileder,
)
from rekruttering.utlysning.models import Utlysning


def to_problem(
    deltakere: Sequence[Deltaker],
    kommuner: Sequence[Puljekommune],
    utlysning: Utlysning,
    sperringer: Mapping[int, set[int]],
    *,
    fylker: Mapping[int, str],
    poeng: bool,
) -> dict[str, Any]:
    """Return the problem of a round's applicants as JSON; all have home and background.

    `sperringer` are the puljekommune ids by application id, `fylker` the fylkesnummer of each
    puljekommune id.  Without `poeng` all have the same neutral points.
    """
    import matching

    refs = {each.soknad.id: each.ref for each in deltakere}
    onsker, uonsket, _unknown = map_partnere({each.soknad.id: each.soknad for each in deltakere})
    here = {each.id for each in kommuner}
    problem = matching.Problem(
        regler=matching.Regler(utlysning.maks_kommuner_per_par, REISE_FAKTOR),
        vekter=matching.Vekter(**{name: int(value) for name, value in utlysning.vekter.items()}),
        veiledere=tuple(
            to_veileder(
                each.soknad,
                Person(
                    ref=each.ref,
                    timer=find_timer(each, utlysning),
                    poeng=_points(each) if poeng else NOYTRALE_POENG,
                    sperret=sperringer.get(each.soknad.id, set()) & here,
                    onsker=tuple(refs[other] for other in onsker[each.soknad.id]),
                    uonsket=tuple(refs[other] for other in uonsket[each.soknad.id]),
                ),
            )
            for each in deltakere
        ),
        kommuner=tuple(to_kommune(each, fylker[each.id]) for each in kommuner),
    )
    # Through text, so that the same question later has the same fingerprint.
    value: dict[str, Any] = json.loads(matching.problem_to_json(problem))
    return value


def find_timer(deltaker: Deltaker, utlysning: Utlysning) -> tuple[int, int]:
    """Return least and most hours: what was signed, else what was wished, else the round's band.

    Kilde: docs/regler.md#D4.
    """
    if deltaker.veileder is not None:
        return deltaker.veileder.timer_minst, deltaker.veileder.timer_mest
    soknad = deltaker.soknad
    band = {
        en.form: make_band(en.enhet, en.minst, en.mest, utlysning.arsverk_timer)
        for en in utlysning.engasjementer
    }
    own = band.get(soknad.form) if soknad.form is not None else None
    if own is None:
        # A form that the round no longer has, or none: anything the round allows.
        ends = [(each.timer(each.minst), each.timer(each.mest)) for each in band.values()]
        return min((lo for lo, _ in ends), default=0), max((hi for _, hi in ends), default=0)
    lo = own.minst if soknad.minst is None else soknad.minst
    hi = own.mest if soknad.mest is None else soknad.mest
    return own.timer(min(lo, hi)), own.timer(max(lo, hi))


def _points(deltaker: Deltaker) -> int:
    if deltaker.veileder is not None:
        return deltaker.veileder.poeng
    return NOYTRALE_POENG if deltaker.poeng is None else deltaker.poeng
