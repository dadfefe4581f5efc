"""Use cases of draws, their municipalities and uploads; nothing here commits."""

from rekruttering.pulje.service.kommuner import (
    PuljeInput,
    PuljekommuneInput,
    add_kommune,
    advance,
    answer,
    create_pulje,
    notify_kommuner,
    remove_kommune,
    update_kommune,
)
from rekruttering.pulje.service.opplasting import (
    Endring,
    Forslagsrad,
    Opplastingssvar,
    confirm_upload,
    read_rader,
    upload,
)

__all__ = [
    "Endring",
    "Forslagsrad",
    "Opplastingssvar",
    "PuljeInput",
    "PuljekommuneInput",
    "add_kommune",
    "advance",
    "answer",
    "confirm_upload",
    "create_pulje",
    "notify_kommuner",
    "read_rader",
    "remove_kommune",
    "update_kommune",
    "upload",
]
