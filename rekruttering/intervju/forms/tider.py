"""Forms of when people can, and of the applicant's own choice of time."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    FileField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from rekruttering.felles.forms import BaseForm, CheckboxGroupField, MaxBytes, choices
from rekruttering.felles.kalenderfil import MAX_BYTES
from rekruttering.intervju.models import Intervjusvar, Rundemedlem, Tilrettelegging
from rekruttering.intervju.rules.tider import (
    MAKS_MERKNAD,
    MEDLEMSROLLE_TEKST,
    MOTEFORM_TEKST,
    SAMISKE,
    Ledighet,
    Medlemsrolle,
    Moteform,
)
from rekruttering.intervju.service import MedlemInput, SvarInput
from rekruttering.soknad.rules import SPRAK_TEKST, Sprak

_KORT = Length(max=MAKS_MERKNAD, message=_("Skriv høyst 1000 tegn."))
_EKSTRA = (0, 15, 30, 60)
# The name of a span's field in the grid is this and the span's key.
TID = "tid-"


def read_tider(typed: Any) -> dict[str, str]:
    """Return what a posted grid says of each span; what is not an answer is left out."""
    known = {each.value for each in Ledighet}
    return {
        name.removeprefix(TID): typed[name]
        for name in typed
        if name.startswith(TID) and typed[name] in known
    }


class SvarForm(BaseForm):
    """What an applicant needs, besides the grid of times."""

    versjon = HiddenField()
    moteform = RadioField(
        _("Hvordan vil du møte?"),
        [InputRequired(_("Velg hvordan du vil møte."))],
        choices=choices((form, _(tekst)) for form, tekst in MOTEFORM_TEKST.items()),
        default=Moteform.VIDEO,
    )
    steder = CheckboxGroupField(_("Hvor kan du møte?"), [Optional()])
    sprak = SelectField(_("Hvilket språk vil du ha intervjuet på?"), [Optional()])
    ekstra_min = SelectField(
        _("Trenger du lengre tid?"),
        coerce=int,
        choices=choices(
            [(str(n), _("%(min)s minutter ekstra", min=n) if n else _("Nei")) for n in _EKSTRA]
        ),
        default=0,
    )
    tolk = BooleanField(_("Jeg trenger tolk"))
    trinnfri = BooleanField(_("Jeg trenger et trinnfritt rom"))
    behov = TextAreaField(
        _("Annet du trenger for å delta"),
        [Optional(), _KORT],
        description=_("Bare de som setter opp intervjuene, ser dette."),
    )
    merknad = TextAreaField(_("Noe annet om tiden"), [Optional(), _KORT])

    def set_choices(self, steder: list[str]) -> None:
        """Offer the places of the round and the languages of an interview."""
        self.steder.choices = choices((each, each) for each in steder)
        self.sprak.choices = choices(
            [("", _("Norsk")), *((each.value, _(SPRAK_TEKST[each])) for each in SAMISKE)]
        )

    def to_input(self, tider: dict[str, str]) -> SvarInput:
        """Return the answer as the service takes it."""
        return SvarInput(
            tider,
            Moteform(self.moteform.data),
            tuple(self.steder.data or ()),
            Sprak(self.sprak.data) if self.sprak.data else None,
            self.merknad.data or "",
            self.ekstra_min.data or 0,
            bool(self.tolk.data),
            bool(self.trinnfri.data),
            self.behov.data or "",
        )


def svar_data(svar: Intervjusvar | None, behov: Tilrettelegging | None) -> dict[str, Any]:
    """Return a stored answer as the form shows it."""
    data: dict[str, Any] = {"versjon": str(svar.versjon if svar else 0)}
    if svar is not None and svar.svart_at is not None:
        data |= {"moteform": svar.moteform, "steder": svar.steder, "merknad": svar.merknad}
        data["sprak"] = svar.sprak.value if svar.sprak else ""
    if behov is not None:
        names = ("ekstra_min", "tolk", "trinnfri")
        data |= {name: getattr(behov, name) for name in names} | {"behov": behov.tekst}
    return data


class MedlemForm(BaseForm):
    """A member's places and languages, besides the grid; a coordinator may also set limits."""

    versjon = HiddenField()
    steder = CheckboxGroupField(_("Hvor kan du møte, i tillegg til video?"), [Optional()])
    samiske_sprak = CheckboxGroupField(
        _("Samiske språk du kan intervjue på"),
        [Optional()],
        choices=choices((each.value, _(SPRAK_TEKST[each])) for each in SAMISKE),
    )
    rolle = SelectField(
        _("Rolle i panelet"),
        [Optional()],
        choices=choices(
            [("", _("Som i panelene")), *((r.value, _(t)) for r, t in MEDLEMSROLLE_TEKST.items())]
        ),
    )
    maks_per_dag = IntegerField(
        _("Høyst intervjuer på en dag"),
        [Optional(), NumberRange(1, 20, _("Skriv et tall fra 1 til 20."))],
    )
    maks_dager = IntegerField(
        _("Høyst dager i runden"),
        [Optional(), NumberRange(1, 100, _("Skriv et tall fra 1 til 100."))],
    )

    def to_input(self, opptatt: list[str], stored: Rundemedlem | None, *, all: bool) -> MedlemInput:
        """Return what was said; limits and role only when a coordinator says it (`all`)."""
        kept = (stored.rolle, stored.maks_per_dag, stored.maks_dager) if stored else (None,) * 3
        if all:
            rolle = Medlemsrolle(self.rolle.data) if self.rolle.data else None
            kept = (rolle, self.maks_per_dag.data, self.maks_dager.data)
        steder, sprak = tuple(self.steder.data or ()), tuple(self.samiske_sprak.data or ())
        return MedlemInput(tuple(opptatt), steder, sprak, *kept)


def medlem_data(rad: Rundemedlem | None) -> dict[str, Any]:
    """Return a stored part as the form shows it."""
    if rad is None:
        return {"versjon": "0"}
    names = ("steder", "samiske_sprak", "maks_per_dag", "maks_dager")
    data = {name: getattr(rad, name) for name in names}
    return {**data, "rolle": rad.rolle.value if rad.rolle else "", "versjon": str(rad.versjon)}


class KalenderForm(BaseForm):
    """A calendar file of busy times."""

    fil = FileField(
        _("Kalenderfil (.ics)"),
        [InputRequired(_("Velg en kalenderfil.")), MaxBytes(MAX_BYTES)],
        description=_("Vi tar bare vare på når du er opptatt, ikke hva du skal."),
    )


class PasserIkkeForm(BaseForm):
    """That none of the offered times suit."""

    merknad = TextAreaField(
        _("Når passer det bedre?"), [DataRequired(_("Skriv når det passer bedre.")), _KORT]
    )
