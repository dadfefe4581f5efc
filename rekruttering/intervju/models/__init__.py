"""Tables of panels, interviews, and what they are planned from."""

from rekruttering.intervju.models.planer import Intervju, Panel, Panelmedlem, Panelplass
from rekruttering.intervju.models.rammer import Intervjuramme, Rom
from rekruttering.intervju.models.tider import Intervjusvar, Rundemedlem, Tilrettelegging
from rekruttering.intervju.models.timeplan import Timeplan

__all__ = [
    "Intervju",
    "Intervjuramme",
    "Intervjusvar",
    "Panel",
    "Panelmedlem",
    "Panelplass",
    "Rom",
    "Rundemedlem",
    "Tilrettelegging",
    "Timeplan",
]
