"""Use cases of scoring: practice, scores alone and together, figures, ranking and outcomes."""

from rekruttering.vurdering.service.innstilling import (
    GrenseInput,
    Rangert,
    drop_innstilling,
    fingerprint,
    innstill,
    innstill_by_grense,
    list_rangering,
    send_utfall,
)
from rekruttering.vurdering.service.maling import Enighet, Malt, means, measure
from rekruttering.vurdering.service.oving import (
    OvingskasusInput,
    lock_oving,
    open_comparison,
    save_oving,
    save_ovingskasus,
)
from rekruttering.vurdering.service.vurderinger import (
    FellesskarInput,
    SkarInput,
    ask_for_vurdering,
    lock_vurdering,
    reopen_vurdering,
    save_vurdering,
    set_anbefaling,
    set_fellesskarer,
    to_input,
)

__all__ = [
    "Enighet",
    "FellesskarInput",
    "GrenseInput",
    "Malt",
    "OvingskasusInput",
    "Rangert",
    "SkarInput",
    "ask_for_vurdering",
    "drop_innstilling",
    "fingerprint",
    "innstill",
    "innstill_by_grense",
    "list_rangering",
    "lock_oving",
    "lock_vurdering",
    "means",
    "measure",
    "open_comparison",
    "reopen_vurdering",
    "save_oving",
    "save_ovingskasus",
    "save_vurdering",
    "send_utfall",
    "set_anbefaling",
    "set_fellesskarer",
    "to_input",
]
