"""Forms of trials, weights and the rest of a plan; shape of input only."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, Form, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from rekruttering.felles.forms import BaseForm, choices
from rekruttering.kommune.rules import SAMISK_TEKST
from rekruttering.pulje.rules import TIMER
from rekruttering.scenario.rules import (
    ANTALL_NYE,
    NAVN_MAKS,
    PROVE_S,
    REISE_KM,
    SEKUNDER,
    Antakelse,
    Endringspris,
    KommuneTimer,
    LengreReise,
    NyVeileder,
    UtenKommune,
    UtenVeileder,
)
from rekruttering.soknad.rules import BAKGRUNN_TEKST
from rekruttering.utlysning.forms import Heltall
from rekruttering.utlysning.rules import DELERE, MAX_KOMMUNER_PER_PAR, MAX_VEKT, VEKT_TEKST

Valg = Sequence[tuple[str, str]]
# Which fields belong to each button that adds an assumption.
GRUPPER: Final = {
    "flere_kommuner": ("flere_fylke", "flere_antall"),
    "uten_veileder": ("uten_veileder",),
    "uten_kommune": ("uten_kommune",),
    "kommune_timer": ("timer_kommune", "timer_timer"),
    "ny_veileder": ("ny_kommune", "ny_bakgrunn", "ny_samisk", "ny_antall"),
    "lengre_reise": ("reise_km",),
}


def _navn_field(label: Any, **kwargs: Any) -> StringField:
    message = _("Skriv høyst %(max)d tegn.")
    return StringField(label, [Length(max=NAVN_MAKS, message=message)], **kwargs)


class Within(NumberRange):
    """The span of a whole number; what is no number at all has been told so already."""

    def __init__(self, span: tuple[int, int]) -> None:
        super().__init__(*span, _("Skriv et tall fra %(min)s til %(max)s."))

    def __call__(self, form: Form, field: Field) -> None:
        """Raise when there is a number and it lies outside."""
        if field.data is not None:
            super().__call__(form, field)


def _whole(label: Any, span: tuple[int, int], **kwargs: Any) -> Heltall:
    return Heltall(label, [InputRequired(_("Skriv et tall.")), Within(span)], **kwargs)


def _choice(label: Any, message: Any) -> SelectField:
    return SelectField(label, [InputRequired(message)])


def _sekunder_field(default: int) -> Heltall:
    tekst = _("Den slutter før hvis den kan bevise at planen er best.")
    label = _("Hvor mange sekunder kan den regne?")
    return _whole(label, SEKUNDER, default=default, description=tekst)


class VektForm(BaseForm):
    """Fields `vekt_<name>` for each weight, added below; `versjon` is the mark of the round's."""

    versjon = HiddenField()

    @property
    def vekter(self) -> dict[str, Any]:
        """The fields of the weights by name, in the order of `VEKT_TEKST`."""
        return {navn: self[f"vekt_{navn}"] for navn in VEKT_TEKST}

    def to_vekter(self) -> dict[str, int]:
        """Return the validated weights."""
        return {navn: int(field.data) for navn, field in self.vekter.items()}

    @staticmethod
    def to_data(vekter: Mapping[str, int]) -> dict[str, int]:
        """Return the fields' values."""
        return {f"vekt_{navn}": vekt for navn, vekt in vekter.items() if navn in VEKT_TEKST}


for _navn, _tekst in VEKT_TEKST.items():
    setattr(VektForm, f"vekt_{_navn}", _whole(_(_tekst), (int(_navn in DELERE), MAX_VEKT)))


class NavnForm(BaseForm):
    """A name for a plan or a trial."""

    navn = StringField(
        _("Navn"),
        [
            DataRequired(_("Skriv et navn.")),
            Length(max=NAVN_MAKS, message=_("Skriv høyst %(max)d tegn.")),
        ],
    )


class ProveForm(BaseForm):
    """A trial, and the fields of the assumption that is about to be added."""

    navn = StringField(
        _("Navn på prøven"),
        [
            DataRequired(_("Skriv et navn.")),
            Length(max=NAVN_MAKS, message=_("Skriv høyst %(max)d tegn.")),
        ],
        description=_("Så dere kjenner den igjen, for eksempel «Fem til i Nordland»."),
    )
    fra = SelectField(
        _("Hva skal prøven bygge på?"),
        description=_("Fra en plan blir det som er festet og sperret i den, tatt vare på."),
    )
    sekunder = _sekunder_field(PROVE_S)
    maks_kommuner = Heltall(
        _("Flest kommuner for ett par"),
        [Optional(), Within((1, MAX_KOMMUNER_PER_PAR))],
    )
    flere_fylke = _choice(_("Fylke"), _("Velg et fylke."))
    flere_antall = _whole(_("Antall kommuner"), (1, 30))
    uten_veileder = _choice(_("Veileder"), _("Velg en veileder."))
    uten_kommune = _choice(_("Kommune"), _("Velg en kommune."))
    timer_kommune = _choice(_("Kommune"), _("Velg en kommune."))
    timer_timer = _whole(_("Timer for hver veileder"), TIMER)
    ny_bakgrunn = _choice(_("Bakgrunn"), _("Velg en bakgrunn."))
    ny_kommune = _choice(_("Bor ved"), _("Velg en kommune."))
    ny_samisk = SelectField(_("Samisk språk"))
    ny_antall = _whole(_("Hvor mange"), ANTALL_NYE, default=1)
    reise_km = _whole(_("Kilometer"), REISE_KM)

    def offer(self, fra: Valg, fylker: Valg, veiledere: Valg, kommuner: Valg) -> None:
        """Set what can be chosen: (value, name) of each."""
        velg = ("", gettext("Velg …"))
        self.fra.choices = choices([("", gettext("Runden slik den er nå")), *fra])
        self.flere_fylke.choices = choices([velg, *fylker])
        self.uten_veileder.choices = choices([velg, *veiledere])
        for field in (self.uten_kommune, self.timer_kommune, self.ny_kommune):
            field.choices = choices([velg, *kommuner])
        self.ny_bakgrunn.choices = choices(
            [velg, *((each.value, gettext(tekst)) for each, tekst in BAKGRUNN_TEKST.items())]
        )
        self.ny_samisk.choices = choices(
            [
                ("", gettext("Ingen")),
                *((each.value, gettext(tekst)) for each, tekst in SAMISK_TEKST.items()),
            ]
        )

    def check_group(self, gruppe: str) -> bool:
        """Return whether the fields of one assumption hold; the others are left unread."""
        good = [self[navn].validate(self) for navn in GRUPPER[gruppe]]
        return all(good)

    def check_start(self) -> bool:
        """Return whether what a trial needs is there, whatever stands in the other fields."""
        fields = (self.navn, self.fra, self.sekunder, self.maks_kommuner)
        good = [field.validate(self) for field in fields]
        return all(good)

    def clear_group(self, gruppe: str) -> None:
        """Empty the fields of an assumption that was added."""
        for navn in GRUPPER[gruppe]:
            self[navn].data = None

    def to_antakelse(self, gruppe: str) -> Antakelse:
        """Return the assumption of a group that holds; more municipalities are the service's."""
        match gruppe:
            case "uten_veileder":
                return UtenVeileder(int(self.uten_veileder.data))
            case "uten_kommune":
                return UtenKommune(int(self.uten_kommune.data))
            case "kommune_timer":
                return KommuneTimer(int(self.timer_kommune.data), int(self.timer_timer.data or 0))
            case "ny_veileder":
                return NyVeileder(
                    int(self.ny_kommune.data),
                    self.ny_bakgrunn.data,
                    self.ny_samisk.data or "",
                    int(self.ny_antall.data or 0),
                )
        return LengreReise(int(self.reise_km.data or 0))


class RestenForm(BaseForm):
    """How the rest of a plan is solved again."""

    versjon = HiddenField()
    pris = RadioField(
        _("Hvor mye skal det til for å endre noe?"),
        [InputRequired(_("Velg hvor mye det skal til."))],
        default=Endringspris.LITT.value,
    )
    navn = _navn_field(_("Navn på den nye planen"))
    sekunder = _sekunder_field(60)

    def offer(self, priser: Valg) -> None:
        """Set the prices that can be chosen."""
        self.pris.choices = choices(priser)


class SammenlignForm(Form):
    """Which two are compared; read from the address."""

    a = SelectField(_("Den første"), [Optional()], validate_choice=False)
    b = SelectField(_("Den andre"), [Optional()], validate_choice=False)
