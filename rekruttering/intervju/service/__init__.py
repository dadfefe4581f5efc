"""Use cases of interviews: panels and times, scores alone and together, ranking and outcomes."""

from rekruttering.intervju.service.innstilling import (
    GrenseInput,
    Rangert,
    drop_innstilling,
    fingerprint,
    innstill,
    innstill_by_grense,
    list_rangering,
    send_utfall,
)
from rekruttering.intervju.service.paneler import PanelInput, create_panel, update_panel
from rekruttering.intervju.service.planlegging import (
    FordelInput,
    PlanInput,
    cancel_intervju,
    distribute_intervju,
    mark_holdt,
    mark_ikke_holdt,
    plan_intervju,
    send_innkallinger,
)
from rekruttering.intervju.service.vurderinger import (
    FellesskarInput,
    SkarInput,
    lock_vurdering,
    reopen_vurdering,
    save_vurdering,
    set_fellesskarer,
    to_input,
)

__all__ = [
    "FellesskarInput",
    "FordelInput",
    "GrenseInput",
    "PanelInput",
    "PlanInput",
    "Rangert",
    "SkarInput",
    "cancel_intervju",
    "create_panel",
    "distribute_intervju",
    "drop_innstilling",
    "fingerprint",
    "innstill",
    "innstill_by_grense",
    "list_rangering",
    "lock_vurdering",
    "mark_holdt",
    "mark_ikke_holdt",
    "plan_intervju",
    "reopen_vurdering",
    "save_vurdering",
    "send_innkallinger",
    "send_utfall",
    "set_fellesskarer",
    "to_input",
    "update_panel",
]
