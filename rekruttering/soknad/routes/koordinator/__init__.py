"""The coordinators' pages: `liste` of a round, `soknad` one by one, `samlet` many at once."""

from rekruttering.soknad.routes.koordinator import liste, samlet, soknad
from rekruttering.soknad.routes.koordinator.blueprint import bp

__all__ = ["bp", "liste", "samlet", "soknad"]
