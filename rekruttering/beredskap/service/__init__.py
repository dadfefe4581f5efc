"""Use cases of what happens to a published plan; nothing here commits."""

from rekruttering.beredskap.service.grunnlag import Grunnlag, make_grunnlag
from rekruttering.beredskap.service.hendelser import (
    Gjelder,
    ask_again,
    close,
    close_by_plan,
    list_gjelder,
    note_kommune,
    note_veileder_ut,
    stop,
    suppose,
)
from rekruttering.beredskap.service.valg import (
    MINST,
    choose,
    find_alternativ,
    is_alive,
    is_outdated,
    list_alternativer,
)

__all__ = [
    "MINST",
    "Gjelder",
    "Grunnlag",
    "ask_again",
    "choose",
    "close",
    "close_by_plan",
    "find_alternativ",
    "is_alive",
    "is_outdated",
    "list_alternativer",
    "list_gjelder",
    "make_grunnlag",
    "note_kommune",
    "note_veileder_ut",
    "stop",
    "suppose",
]
