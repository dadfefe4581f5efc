"""Forms of draws and identified municipalities; shape only."""

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    FileField,
    Form,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Email, InputRequired, Length, NumberRange, Optional

from rekruttering.felles.forms import (
    BaseForm,
    CheckboxGroupField,
    DateField,
    MaxBytes,
    choices,
)
from rekruttering.kommune.rules import MALFORM_TEKST, SAMISK_TEKST, KommuneMalform, SamiskSprak
from rekruttering.pulje.innlesing import MAX_BYTES
from rekruttering.pulje.models import Puljekommune
from rekruttering.pulje.rules import (
    FAGOMRADE_TEKST,
    GRUNNLAG_TEKST,
    STATUS_TEKST,
    TIMER,
    Grunnlag,
    PuljekommuneStatus,
)
from rekruttering.pulje.service import PuljeInput, PuljekommuneInput

_HELT_TALL = _("Skriv et helt tall.")
REGISTER = "register"
INGEN = "ingen"


class WholeNumberField(IntegerField):
    """A whole number; what was typed stays in the field, and the sentence is ours."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number, without spaces between the figures."""
        if not valuelist:
            return
        text = "".join(valuelist[0].split())
        if text and not re.fullmatch(r"-?[0-9]{1,9}", text):
            self.data = None
            raise ValueError(str(_HELT_TALL))
        self.data = int(text) if text else None


def _labels(texts: Mapping[Any, str]) -> list[tuple[str, Any]]:
    return [(str(code), _(text)) for code, text in texts.items()]


class PuljeForm(BaseForm):
    """A round's draw."""

    navn = StringField(
        _("Navn på puljen"),
        [DataRequired(_("Skriv et navn på puljen.")), Length(max=120)],
        description=_("For eksempel «Pulje 2020»."),
    )
    trukket_dato = DateField(
        _("Når ble kommunene trukket ut?"), [InputRequired(_("Skriv datoen for trekkingen."))]
    )
    innsats_fra_year = WholeNumberField(
        _("Året innsatsperioden begynner"),
        [
            InputRequired(_("Skriv året innsatsperioden begynner.")),
            NumberRange(2000, 2100, _("Skriv et årstall, for eksempel 2020.")),
        ],
        description=_("Perioden er tre skoleår, fra august det året du skriver."),
    )

    def validate_trukket_dato(self, field: DateField) -> None:
        """Refuse a missing date: the field's parts are what is posted, not its name."""
        if field.data is None:
            raise ValidationError(str(_("Skriv datoen for trekkingen.")))

    def to_input(self) -> PuljeInput:
        """Return the validated values as the type the service takes."""
        if self.trukket_dato.data is None:
            raise ValueError("form not validated")
        return PuljeInput(
            navn=self.navn.data or "",
            trukket_dato=self.trukket_dato.data,
            innsats_fra_year=self.innsats_fra_year.data or 0,
        )


class KommuneForm(BaseForm):
    """An identified municipality; the number is chosen when it is added and fixed afterwards."""

    versjon = HiddenField()
    kommunenummer = SelectField(
        _("Kommune"), [InputRequired(_("Velg en kommune."))], validate_choice=False
    )
    grunnlag = RadioField(
        _("Hvorfor er kommunen trukket ut?"),
        [InputRequired(_("Velg et grunnlag."))],
        choices=choices(_labels(GRUNNLAG_TEKST)),
    )
    timer = WholeNumberField(
        _("Behov i timer"),
        [
            InputRequired(_("Skriv hvor mange timer kommunen trenger.")),
            NumberRange(*TIMER, _("Timene må være fra 1 til 2000.")),
        ],
        description=_("Hele timer for hver veileder i perioden."),
    )
    malform = SelectField(
        _("Målform"),
        choices=choices([(REGISTER, _("Som i kommuneregisteret")), *_labels(MALFORM_TEKST)]),
        default=REGISTER,
    )
    samisk_sprak = SelectField(
        _("Samisk språk"),
        choices=choices(
            [
                (REGISTER, _("Som i kommuneregisteret")),
                (INGEN, _("Ingen")),
                *_labels(SAMISK_TEKST),
            ]
        ),
        default=REGISTER,
    )
    fagomrader = CheckboxGroupField(
        _("Fagområder kommunen trenger hjelp med"),
        choices=choices(_labels(FAGOMRADE_TEKST)),
    )
    behov = TextAreaField(
        _("Kort om behovet"), [Length(max=2000, message=_("Skriv høyst 2000 tegn."))]
    )
    kontakt_navn = StringField(
        _("Kontaktperson"), [DataRequired(_("Skriv navnet på kontaktpersonen.")), Length(max=120)]
    )
    kontakt_epost = StringField(
        _("E-postadresse"),
        [
            DataRequired(_("Skriv e-postadressen til kontaktpersonen.")),
            Email(_("Skriv en hel e-postadresse, for eksempel navn@kommune.no.")),
            Length(max=254),
        ],
        description=_("Kontaktpersonen logger inn med denne adressen."),
    )
    kontakt_telefon = StringField(_("Telefon"), [Length(max=40)])

    def to_input(self) -> PuljekommuneInput:
        """Return the validated values as the type the service takes."""
        malform, samisk = self.malform.data, self.samisk_sprak.data
        return PuljekommuneInput(
            kommunenummer=self.kommunenummer.data or "",
            grunnlag=Grunnlag(self.grunnlag.data),
            timer=self.timer.data or 0,
            kontakt_navn=self.kontakt_navn.data or "",
            kontakt_epost=self.kontakt_epost.data or "",
            kontakt_telefon=self.kontakt_telefon.data or "",
            fagomrader=tuple(self.fagomrader.data or ()),
            behov=self.behov.data or "",
            malform=None if malform == REGISTER else KommuneMalform(malform),
            samisk_sprak=None if samisk in (REGISTER, INGEN) else SamiskSprak(samisk),
            samisk_fra_register=samisk == REGISTER,
        )


def kommune_data(row: Puljekommune) -> dict[str, object]:
    """Return a stored municipality as the form shows it."""
    return {
        "versjon": str(row.versjon),
        "kommunenummer": row.kommune.kommunenummer,
        "grunnlag": row.grunnlag.value,
        "timer": row.timer,
        "malform": row.malform.value,
        "samisk_sprak": row.samisk_sprak.value if row.samisk_sprak else INGEN,
        "fagomrader": list(row.fagomrader),
        "behov": row.behov,
        "kontakt_navn": row.kontakt_navn,
        "kontakt_epost": row.kontakt_epost,
        "kontakt_telefon": row.kontakt_telefon,
    }


class SvarForm(BaseForm):
    """A municipality's yes or no."""

    svar = RadioField(
        _("Vil kommunen være med?"),
        [InputRequired(_("Velg ja eller nei."))],
        choices=choices(
            [
                (PuljekommuneStatus.TAKKET_JA.value, _("Ja, vi vil være med")),
                (PuljekommuneStatus.TAKKET_NEI.value, _("Nei, vi takker nei")),
            ]
        ),
    )
    begrunnelse = TextAreaField(
        _("Begrunnelse"), [Length(max=2000, message=_("Skriv høyst 2000 tegn."))]
    )

    def to_svar(self) -> PuljekommuneStatus:
        """Return the chosen answer."""
        return PuljekommuneStatus(self.svar.data)


class FaseForm(BaseForm):
    """Where a municipality goes next in the ordning."""

    status = RadioField(
        _("Hvor er kommunen nå?"), [InputRequired(_("Velg hvor kommunen er."))], choices=choices([])
    )


class OpplastingForm(BaseForm):
    """A list as Excel or CSV."""

    fil = FileField(_("Fil med kommuner"), [MaxBytes(MAX_BYTES)])

    def validate_fil(self, field: FileField) -> None:
        """Refuse a form without a file."""
        if not field.data or not getattr(field.data, "filename", ""):
            raise ValidationError(str(_("Velg en fil.")))


class FilterForm(Form):
    """What the list shows; read from the address."""

    fylke = SelectField(_("Fylke"), [Optional()], validate_choice=False)
    status = SelectField(
        _("Status"),
        [Optional()],
        choices=choices([("", _("Alle")), *_labels(STATUS_TEKST)]),
        validate_choice=False,
    )
    malform = SelectField(
        _("Målform"),
        [Optional()],
        choices=choices([("", _("Alle")), *_labels(MALFORM_TEKST)]),
        validate_choice=False,
    )
    samisk = SelectField(
        _("Samisk språk"),
        [Optional()],
        choices=choices([("", _("Alle")), ("ja", _("Med samisk språk")), ("nei", _("Uten"))]),
        validate_choice=False,
    )
