"""Forms of the interview guide."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length

from rekruttering.felles.forms import BaseForm

_LENGDE = Length(max=2000, message=_("Skriv høyst 2000 tegn."))


class MerknadForm(BaseForm):
    """What stands on top of the guide, in both languages or in none."""

    merknad_nb = TextAreaField(_("Merknad på bokmål"), [_LENGDE])
    merknad_nn = TextAreaField(_("Merknad på nynorsk"), [_LENGDE])

    def to_input(self) -> tuple[str, str]:
        """Return the remark in bokmål and in nynorsk."""
        return self.merknad_nb.data or "", self.merknad_nn.data or ""


class FjernSporsmalForm(BaseForm):
    """Why a question is taken out; `tekst` is the question as it was shown."""

    tekst = HiddenField()
    grunn = TextAreaField(
        _("Hvorfor fjernes spørsmålet?"), [DataRequired(_("Skriv hvorfor.")), _LENGDE]
    )
