"""Forms of the capacity page; shape only."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField
from wtforms.validators import NumberRange, Optional

from rekruttering.felles.forms import BaseForm
from rekruttering.kapasitet.rules import SANNSYNLIGHET, Kommunevalg
from rekruttering.pulje.forms import WholeNumberField


class BeregnForm(BaseForm):
    """What to work out, for which municipalities, and how many are thought to say yes."""

    kommuner = HiddenField()
    type = HiddenField()
    prosent = WholeNumberField(
        _("Hvor mange av hundre sier ja?"),
        [Optional(), NumberRange(*SANNSYNLIGHET, _("Skriv et helt tall fra 1 til 100."))],
    )

    @property
    def valg(self) -> Kommunevalg | None:
        """Which municipalities; None when the page did not say."""
        return read_valg(str(self.kommuner.data or ""))


def read_valg(tekst: str) -> Kommunevalg | None:
    """Return the choice that an address or a form names."""
    return Kommunevalg(tekst) if tekst in set(Kommunevalg) else None
