"""Forms of a call; shape of input only. Here: the fields and texts they have in common.

A draft may be half finished, so few fields are demanded: what must be in place before publishing
is decided by `rules.publisering`. `to_data` of each form is the way from stored values to the form,
`to_input` the way back.
"""

from datetime import datetime, time
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    Field,
    Form,
    HiddenField,
    IntegerField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, Regexp

from rekruttering.felles.clock import local
from rekruttering.felles.forms import BaseForm, DateField
from rekruttering.utlysning.rules.definisjon import Tospraklig

MAX_LINJE = 200
MAX_AVSNITT = 2_000
MAX_TEKST = 30_000
LAST_SECOND = "23:59:59"


class Heltall(IntegerField):
    """A whole number that says in Norwegian when it is not one."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number; spaces between thousands are allowed, and an empty field is None."""
        text = "".join(str(value) for value in valuelist[:1]).replace(" ", "").replace("\xa0", "")
        self.data = None
        if text:
            if not (text.isascii() and text.isdigit() and len(text) < 10):
                raise ValueError(gettext("Skriv et helt tall."))
            self.data = int(text)


def max_length(most: int) -> Length:
    """Return the check of a longest text, in Norwegian."""
    return Length(max=most, message=_("Skriv høyst %(max)d tegn."))


def line_field(label: Any, **kwargs: Any) -> StringField:
    """Return a field for a line of text."""
    return StringField(label, [max_length(MAX_LINJE)], **kwargs)


def area_field(label: Any, most: int = MAX_AVSNITT, **kwargs: Any) -> TextAreaField:
    """Return a field for several lines of text."""
    return TextAreaField(label, [max_length(most)], **kwargs)


def _within_reason(_form: Form, field: Field) -> None:
    """Refuse years that are slips of the hand; the first years have no moment in UTC either."""
    if field.data and not 2000 <= field.data.year <= 2100:
        raise ValidationError(gettext("Skriv et år fra 2000 til 2100."))


def day_field(label: Any) -> DateField:
    """Return a field for a date that may be empty."""
    return DateField(label, [_within_reason])


def slug_field() -> StringField:
    """Return the field for the address of a call."""
    return StringField(
        _("Adresse"),
        [
            DataRequired(_("Skriv adressen til utlysningen.")),
            Regexp(
                r"^[a-z0-9]+(-[a-z0-9]+)*$",
                message=_("Bruk bare små bokstaver fra a til z, tall og bindestrek."),
            ),
            max_length(60),
        ],
        description=_("Siste del av nettadressen, for eksempel forfase-2020."),
    )


def frist_dato_field() -> DateField:
    """Return the field for the day of the deadline."""
    required = InputRequired(_("Skriv datoen for søknadsfristen."))
    return DateField(_("Søknadsfrist"), [required, _within_reason])


def klokkeslett_field() -> StringField:
    """Return the field for the time of the deadline, to the second."""
    return StringField(
        _("Klokkeslett"),
        [
            DataRequired(_("Skriv klokkeslettet for søknadsfristen.")),
            Regexp(
                r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$",
                message=_("Skriv et klokkeslett, for eksempel 23:59:59."),
            ),
        ],
        description=_("Norsk tid. Fristen er ute når dette sekundet er gått."),
        default=LAST_SECOND,
    )


def to_frist(form: Any) -> datetime:
    """Return the deadline of a form with `frist_dato` and `klokkeslett`, as aware UTC."""
    return local(form.frist_dato.data, time.fromisoformat(form.klokkeslett.data))


def both(form: Any, name: str) -> Tospraklig:
    """Return what is typed in the bokmål and the nynorsk field of a name."""
    return Tospraklig(form[f"{name}_nb"].data or "", form[f"{name}_nn"].data or "")


def split(name: str, tekst: Tospraklig) -> dict[str, str]:
    """Return the values of the bokmål and the nynorsk field of a name."""
    return {f"{name}_nb": tekst.nb, f"{name}_nn": tekst.nn}


class SeksjonForm(BaseForm):
    """Base of the sections' forms; `versjon` is the mark of what the form was opened with."""

    versjon = HiddenField()
