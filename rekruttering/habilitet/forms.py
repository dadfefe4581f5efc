"""Forms of the register."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from rekruttering.felles.forms import BaseForm, choices
from rekruttering.habilitet.rules import MAKS_TEGN, Tilstand

_SVAR = (
    (Tilstand.INGEN, _("Jeg har ingen tilknytning")),
    (Tilstand.MISTENKT, _("Jeg er usikker")),
    (Tilstand.ERKLART, _("Jeg er inhabil")),
)
_AVGJORELSE = (
    (Tilstand.AVKLART, _("Habil: tilknytningen har ikke noe å si")),
    (Tilstand.BEKREFTET, _("Inhabil: personen må holde seg unna")),
)


class ErklaringForm(BaseForm):
    """What a person says about the own tie to an applicant."""

    tilstand = RadioField(
        _("Har du en tilknytning til søkeren?"),
        [InputRequired(_("Velg ett av svarene."))],
        choices=choices(_SVAR),
    )
    grunn = TextAreaField(
        _("Hva består tilknytningen i?"),
        [Length(max=MAKS_TEGN, message=_("Skriv høyst 2000 tegn."))],
        description=_("Fyll ut hvis du er usikker eller inhabil."),
    )

    def to_input(self) -> tuple[Tilstand, str]:
        """Return the state and the reason; a reason without a tie is left out."""
        tilstand = Tilstand(self.tilstand.data)
        return tilstand, "" if tilstand is Tilstand.INGEN else self.grunn.data or ""


class AvgjorelseForm(BaseForm):
    """How a case is decided; `versjon` is the entry as it was read."""

    versjon = HiddenField()
    tilstand = RadioField(
        _("Avgjørelse"), [InputRequired(_("Velg ett av svarene."))], choices=choices(_AVGJORELSE)
    )
    begrunnelse = TextAreaField(
        _("Begrunnelse"),
        [
            DataRequired(_("Skriv en begrunnelse.")),
            Length(max=MAKS_TEGN, message=_("Skriv høyst 2000 tegn.")),
        ],
    )

    def to_input(self) -> tuple[Tilstand, str]:
        """Return the decision and its grounds."""
        return Tilstand(self.tilstand.data), self.begrunnelse.data or ""
