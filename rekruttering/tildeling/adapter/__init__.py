"""The only door to `matching.tildeling`: rows become a problem, a proposal becomes plain values.

No name, address or birth number passes: ids are «V12» for a veileder and «K7» for an identified
municipality.  The engine is imported where it is called: it loads the solver, which the web has no
use for when it starts.
"""

from rekruttering.tildeling.adapter.ider import kommune_ref, row_id, veileder_ref
from rekruttering.tildeling.adapter.losning import progress_values, serve
from rekruttering.tildeling.adapter.plan import (
    Brudd,
    Bytte,
    Lagpris,
    Utfall,
    Vurdering,
    check,
    find_brudd,
    known,
    list_brudd,
    map_km,
    price_changes,
    to_forslag,
    to_laser,
    vurder,
)
from rekruttering.tildeling.adapter.problem import Merknad, Oppdrag, to_problem

__all__ = [
    "Brudd",
    "Bytte",
    "Lagpris",
    "Merknad",
    "Oppdrag",
    "Utfall",
    "Vurdering",
    "check",
    "find_brudd",
    "known",
    "kommune_ref",
    "list_brudd",
    "map_km",
    "price_changes",
    "progress_values",
    "row_id",
    "serve",
    "to_forslag",
    "to_laser",
    "to_problem",
    "veileder_ref",
    "vurder",
]
