"""The form of a question; shape only."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, StringField
from wtforms.validators import Length

from rekruttering.analyse.rules import HVORFOR_IKKE
from rekruttering.felles.forms import BaseForm

_LENGTH = Length(max=200, message=_("Skriv høyst 200 tegn."))


class SporForm(BaseForm):
    """«Hvorfor ikke …?»: one or two veiledere and perhaps a municipality, by name."""

    type = HiddenField(default=HVORFOR_IKKE)
    veileder = StringField(
        _("Veileder"), [_LENGTH], render_kw={"list": "veiledere", "autocomplete": "off"}
    )
    makker = StringField(
        _("Sammen med"),
        [_LENGTH],
        description=_("La feltet stå tomt hvis du spør om bare én."),
        render_kw={"list": "veiledere", "autocomplete": "off"},
    )
    kommune = StringField(
        _("Kommune"),
        [_LENGTH],
        description=_(
            "La feltet stå tomt hvis du spør om hvem som er i par, eller er med i det hele tatt."
        ),
        render_kw={"list": "kommuner", "autocomplete": "off"},
    )
