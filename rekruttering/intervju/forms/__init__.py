"""Forms of panels and of interviews set up by hand."""

from datetime import date, datetime, time
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Regexp

from rekruttering.felles import clock
from rekruttering.felles.forms import BaseForm, CheckboxGroupField, DateField, choices
from rekruttering.intervju.rules import FORM_TEKST, MAKS_TEGN, Intervjuform
from rekruttering.intervju.service import PanelInput, PlanInput

_LENGDE = Length(max=MAKS_TEGN, message=_("Skriv høyst 4000 tegn."))


# Hours and minutes as people type them.
KLOKKE = r"^([01]?\d|2[0-3])[:.][0-5]\d$"


def to_moment(dato: date, klokke: str) -> datetime:
    """Return the moment of a date and a time of day (`KLOKKE`) in Oslo."""
    minutt = to_minutt(klokke)
    return clock.local(dato, time(minutt // 60, minutt % 60))


def to_minutt(klokke: str) -> int:
    """Return a time of day (`KLOKKE`) in minutes."""
    hour, minute = klokke.replace(".", ":").split(":")
    return int(hour) * 60 + int(minute)


def _form_choices() -> list[Any]:
    return choices((form, _(tekst)) for form, tekst in FORM_TEKST.items())


class PanelForm(BaseForm):
    """Name, members and lead; `versjon` is the panel as it was read."""

    versjon = HiddenField()
    navn = StringField(
        _("Navn på panelet"),
        [
            DataRequired(_("Gi panelet et navn.")),
            Length(max=100, message=_("Navnet er for langt.")),
        ],
    )
    medlemmer = CheckboxGroupField(
        _("Medlemmer"), [InputRequired(_("Velg minst to medlemmer."))], coerce=int
    )
    leder = SelectField(
        _("Leder"),
        coerce=int,
        description=_("Lederen må også være krysset av som medlem."),
    )

    def to_input(self) -> PanelInput:
        """Return the panel as the service takes it."""
        ids = tuple(self.medlemmer.data or ())
        return PanelInput(self.navn.data or "", self.leder.data or None, ids)


class PlanForm(BaseForm):
    """One interview by hand."""

    panel = SelectField(_("Panel"), coerce=int)
    dato = DateField(_("Dato"), [InputRequired(_("Skriv datoen for intervjuet."))])
    klokkeslett = StringField(
        _("Klokkeslett"),
        [
            DataRequired(_("Skriv når intervjuet begynner.")),
            Regexp(KLOKKE, message=_("Skriv tiden slik: 10:30.")),
        ],
    )
    form = RadioField(_("Form"), [InputRequired(_("Velg form."))], choices=_form_choices())
    sted = StringField(
        _("Lenke eller sted"),
        [DataRequired(_("Skriv lenken eller stedet.")), Length(max=500, message=_("For langt."))],
        description=_("Lenken til videomøtet, eller adresse og rom."),
    )
    utenfor = BooleanField(_("Tidspunktet kan være utenfor intervjuperioden"))

    def to_input(self) -> PlanInput:
        """Return the interview as the service takes it; the time is Oslo's."""
        dato = self.dato.data
        assert dato is not None
        return PlanInput(
            self.panel.data,
            to_moment(dato, self.klokkeslett.data or ""),
            Intervjuform(self.form.data),
            self.sted.data or "",
            utenfor_vindu=bool(self.utenfor.data),
        )


class GrunnForm(BaseForm):
    """A reason in words, for what is reopened or was not held."""

    grunn = TextAreaField(_("Grunn"), [DataRequired(_("Skriv en grunn.")), _LENGDE])


class IkkeHoldtForm(BaseForm):
    """That an interview was not held, or broke off, and why."""

    slag = RadioField(
        _("Hva skjedde?"),
        [InputRequired(_("Velg hva som skjedde."))],
        choices=choices(
            [
                ("ikke_holdt", _("Intervjuet ble ikke holdt")),
                ("avbrutt", _("Intervjuet ble avbrutt og må tas på nytt")),
            ]
        ),
        default="ikke_holdt",
    )
    grunn = TextAreaField(_("Grunn"), [DataRequired(_("Skriv en grunn.")), _LENGDE])
