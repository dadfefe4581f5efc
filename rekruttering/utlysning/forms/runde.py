"""Forms that make a call: from nothing, or from another call."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField, StringField
from wtforms.validators import DataRequired, InputRequired

from rekruttering.felles.forms import BaseForm, choices
from rekruttering.utlysning.forms import (
    MAX_LINJE,
    frist_dato_field,
    klokkeslett_field,
    max_length,
    slug_field,
)
from rekruttering.utlysning.rules import ORDNING_TEKST, Ordning
from rekruttering.utlysning.rules.definisjon import Grunnopplysninger, Tospraklig


class NyForm(BaseForm):
    """What a new call needs before it can be filled in."""

    tittel_nb = StringField(
        _("Tittel på bokmål"), [DataRequired(_("Skriv en tittel.")), max_length(MAX_LINJE)]
    )
    slug = slug_field()
    ordning = RadioField(_("Ordning"), [InputRequired(_("Velg en ordning."))])
    frist_dato = frist_dato_field()
    klokkeslett = klokkeslett_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ordning.choices = choices((o, gettext(t)) for o, t in ORDNING_TEKST.items())

    def to_input(self) -> Grunnopplysninger:
        """Return the validated values as the type the service takes."""
        return Grunnopplysninger(
            str(self.slug.data),
            Ordning(self.ordning.data),
            Tospraklig(str(self.tittel_nb.data), ""),
            Tospraklig("", ""),
        )


class KopiForm(BaseForm):
    """What a copy of a call differs in."""

    slug = slug_field()
    frist_dato = frist_dato_field()
    klokkeslett = klokkeslett_field()
    datoer = RadioField(_("Andre datoer"), [InputRequired(_("Velg hva som skjer med datoene."))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.datoer.choices = choices(
            (
                ("flytt", gettext("Flytt dem like mange dager som fristen")),
                ("tom", gettext("Ta dem bort, og samlingene med dem")),
            )
        )
