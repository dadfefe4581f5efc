"""The applicant's pages: `soknad` as a whole, `seksjon` by section, `vedlegg` the files."""

from rekruttering.soknad.routes.soker import seksjon, soknad, vedlegg
from rekruttering.soknad.routes.soker.blueprint import bp

__all__ = ["bp", "seksjon", "soknad", "vedlegg"]
