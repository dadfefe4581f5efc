"""Forms of offers."""

from datetime import datetime

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from rekruttering.felles import clock
from rekruttering.felles.forms import BaseForm, CheckboxGroupField, DateField
from rekruttering.tilbud.rules import MAKS_TEGN
from rekruttering.tilbud.service import AcceptInput
from rekruttering.utlysning.rules import Engasjementsform

_LENGDE = Length(max=MAKS_TEGN, message=_("Skriv høyst 2000 tegn."))
_TALL = [InputRequired(_("Skriv et helt tall."))]


class FristForm(BaseForm):
    """A deadline: the last second of a day."""

    frist = DateField(
        _("Svarfrist"),
        [InputRequired(_("Skriv en dato."))],
        description=_("Søkeren kan svare til klokken 23:59:59 denne dagen."),
    )

    def get_frist(self) -> datetime:
        """Return the deadline as aware UTC."""
        day = self.frist.data
        assert day is not None
        return clock.end_of(day)


class SendForm(FristForm):
    """Who gets an offer, and until when."""

    soknad = CheckboxGroupField(_("Søkere"), [InputRequired(_("Velg minst én søker."))], coerce=int)


class NyFristForm(FristForm):
    """A later deadline, and why."""

    begrunnelse = TextAreaField(
        _("Begrunnelse"), [DataRequired(_("Skriv en begrunnelse.")), _LENGDE]
    )


class GrunnForm(BaseForm):
    """Why an offer is taken back, or a veileder leaves."""

    begrunnelse = TextAreaField(
        _("Begrunnelse"), [DataRequired(_("Skriv en begrunnelse.")), _LENGDE]
    )


class NeiForm(BaseForm):
    """A no."""

    begrunnelse = TextAreaField(
        _("Hvorfor takker du nei?"),
        [DataRequired(_("Skriv kort hvorfor du takker nei.")), _LENGDE],
        description=_("Noen ord er nok."),
    )


class JaForm(BaseForm):
    """A yes: form, amounts and signature."""

    form = RadioField(_("Hvordan vil du engasjeres?"), [InputRequired(_("Velg en form."))])
    minst = IntegerField(_("Minst"), _TALL)
    mest = IntegerField(_("Mest"), _TALL)
    signert_navn = StringField(
        _("Skriv hele navnet ditt"),
        [DataRequired(_("Skriv navnet ditt.")), Length(max=200, message=_("For langt."))],
        description=_("Det er underskriften din."),
        render_kw={"autocomplete": "name"},
    )
    bekreft = BooleanField(
        _("Jeg har lest avtalen og godtar den"),
        [InputRequired(_("Kryss av for at du godtar avtalen."))],
    )

    def to_input(self) -> AcceptInput:
        """Return the answer as the service takes it."""
        return AcceptInput(
            Engasjementsform(self.form.data),
            self.minst.data or 0,
            self.mest.data or 0,
            self.signert_navn.data or "",
        )
