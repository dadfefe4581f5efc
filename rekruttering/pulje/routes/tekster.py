"""The words for codes, handed to templates; the templates translate them."""

from types import SimpleNamespace

from rekruttering.kommune.rules import MALFORM_TEKST, SAMISK_TEKST
from rekruttering.pulje.rules import FAGOMRADE_TEKST, GRUNNLAG_TEKST, STATUS_TEKST

TEKSTER = SimpleNamespace(
    malform=MALFORM_TEKST,
    samisk=SAMISK_TEKST,
    fagomrade=FAGOMRADE_TEKST,
    grunnlag=GRUNNLAG_TEKST,
    status=STATUS_TEKST,
)
