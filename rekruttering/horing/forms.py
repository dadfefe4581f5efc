"""Forms of hearings; shape only."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length, Regexp

from rekruttering.felles.clock import OSLO, local
from rekruttering.felles.forms import BaseForm, CheckboxGroupField, DateField, choices
from rekruttering.horing.rules import (
    BEHANDLING_TEKST,
    MAKS_MELDING,
    MAKS_TEGN,
    SLAG_TEKST,
    SVARTID,
    Behandling,
    Mottakerslag,
)
from rekruttering.horing.rules.plan import merke
from rekruttering.horing.service import SAMLET, Bestilling, Felt

_TEGN = Length(max=MAKS_TEGN, message=_("Skriv høyst 4000 tegn."))
_MELDING = [Length(max=MAKS_MELDING, message=_("Skriv høyst 2000 tegn."))]
KLOKKESLETT = "15:00"


class FristForm(BaseForm):
    """A term: a day and a time in Oslo, the last second that is in time."""

    frist = DateField(_("Siste dag for å svare"), [InputRequired(_("Skriv en dato."))])
    klokkeslett = StringField(
        _("Klokkeslett"),
        [
            DataRequired(_("Skriv et klokkeslett.")),
            Regexp(
                r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$",
                message=_("Skriv et klokkeslett, for eksempel 15:00."),
            ),
        ],
        description=_("Norsk tid. Svar kan gis og endres til dette sekundet."),
        default=KLOKKESLETT,
    )

    def validate_klokkeslett(self, field: Any) -> None:
        """Refuse a time that the clock jumps over when summer time begins."""
        if self.frist.data is None or field.errors:
            return
        at = time.fromisoformat(field.data)
        if local(self.frist.data, at).astimezone(OSLO).time() != at:
            tekst = gettext("Klokken stilles frem den natten, og dette klokkeslettet finnes ikke.")
            raise ValidationError(tekst)

    def get_frist(self) -> datetime:
        """Return the term as aware UTC; of an hour that comes twice, the first."""
        day = self.frist.data
        assert day is not None
        return local(day, time.fromisoformat(self.klokkeslett.data or ""))


class HoringForm(FristForm):
    """Who is heard, until when, and own words to them."""

    slag = CheckboxGroupField(
        _("Hvem skal høres?"),
        [InputRequired(_("Velg minst én gruppe."))],
        choices=choices((str(slag), _(tekst)) for slag, tekst in SLAG_TEKST.items()),
        default=[str(slag) for slag in Mottakerslag],
    )
    embeter = CheckboxGroupField(_("Hvor i landet?"), [InputRequired(_("Velg minst ett embete."))])
    melding_nb = TextAreaField(_("Melding på bokmål"), _MELDING)
    melding_nn = TextAreaField(_("Melding på nynorsk"), _MELDING)

    def offer(self, embeter: Mapping[str, str]) -> None:
        """Let these embeter be chosen, by code; all of them are, until somebody chooses."""
        self.embeter.choices = choices(embeter.items())

    def to_input(self) -> Bestilling:
        """Return what is asked for."""
        return Bestilling(
            frozenset(Mottakerslag(slag) for slag in self.slag.data or ()),
            frozenset(self.embeter.data or ()),
            self.get_frist(),
            self.melding_nb.data or "",
            self.melding_nn.data or "",
        )


def default_frist(today: date) -> date:
    """Return the day that is suggested as the last."""
    return today + SVARTID


class AvsluttForm(BaseForm):
    """Why a hearing ends before its term."""

    begrunnelse = TextAreaField(
        _("Hvorfor avsluttes høringen før fristen?"),
        [DataRequired(_("Skriv en begrunnelse.")), *_MELDING],
        description=_("Sendes på e-post til dem som ikke har svart."),
    )


class BehandlingForm(BaseForm):
    """What was done with a comment; `versjon` is the comment as it was read."""

    versjon = HiddenField()
    behandling = RadioField(
        _("Hva er gjort med merknaden?"),
        [InputRequired(_("Velg ett av svarene."))],
        choices=choices((str(each), _(tekst)) for each, tekst in BEHANDLING_TEKST.items()),
    )
    merknad = TextAreaField(
        _("Hva du gjorde, og hvorfor"),
        [DataRequired(_("Skriv hva du gjorde med merknaden.")), _TEGN],
        description=_("Med egne ord. Teksten følger vedtaket."),
    )

    def to_input(self) -> tuple[Behandling, str]:
        """Return what was done, and the words."""
        return Behandling(self.behandling.data), self.merknad.data or ""


def make_svar_form(navn: Mapping[int, str]) -> type[BaseForm]:
    """Return a form with a comment `t<id>`, and `s<id>` for what was read, for each id.

    `navn` is what each municipality is called; at `SAMLET` stands nothing.
    """
    felter: dict[str, Any] = {}
    for id, kommune in navn.items():
        label = _("Merknad om %(kommune)s", kommune=kommune)
        if id == SAMLET:
            label = _("Merknad til forslaget som helhet")
        felter[f"t{id}"] = TextAreaField(label, [_TEGN])
        felter[f"s{id}"] = HiddenField()
    return type("SvarForm", (BaseForm,), felter)


def to_felter(form: BaseForm, ids: Iterable[int]) -> dict[int, Felt]:
    """Return what was typed by id; a fingerprint that is missing stands for an empty comment."""
    return {id: Felt(form[f"t{id}"].data or "", form[f"s{id}"].data or merke("")) for id in ids}
