"""Forms of panels, interviews, scores and outcomes."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp

from rekruttering.felles import clock
from rekruttering.felles.forms import BaseForm, CheckboxGroupField, DateField, choices
from rekruttering.intervju.rules import (
    FORM_TEKST,
    MAKS_TEGN,
    MANGEL_TEKST,
    SKALA,
    UTFALL_TEKST,
    VALGBARE_MANGLER,
    Innstillingsutfall,
    Intervjuform,
    Mangel,
)
from rekruttering.intervju.service import (
    FellesskarInput,
    FordelInput,
    GrenseInput,
    PanelInput,
    PlanInput,
    SkarInput,
)

_LENGDE = Length(max=MAKS_TEGN, message=_("Skriv høyst 4000 tegn."))
_TALL = [
    InputRequired(_("Skriv et tall.")),
    NumberRange(0, 101, _("Skriv et tall fra 0 til 101.")),
]
_INGEN = "ingen"


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
            Regexp(r"^([01]?\d|2[0-3])[:.][0-5]\d$", message=_("Skriv tiden slik: 10:30.")),
        ],
        description=_("Intervjuet varer i 60 minutter."),
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
        hour, minute = (self.klokkeslett.data or "").replace(".", ":").split(":")
        start_at: datetime = clock.local(dato, time(int(hour), int(minute)))
        return PlanInput(
            self.panel.data,
            start_at,
            Intervjuform(self.form.data),
            self.sted.data or "",
            utenfor_vindu=bool(self.utenfor.data),
        )


class FordelForm(BaseForm):
    """How the interviews of an even distribution are held."""

    form = RadioField(
        _("Form"),
        [InputRequired(_("Velg form."))],
        choices=_form_choices(),
        default=Intervjuform.VIDEO,
    )
    sted = StringField(
        _("Lenke eller sted"),
        [DataRequired(_("Skriv lenken eller stedet.")), Length(max=500, message=_("For langt."))],
        description=_("Det samme for alle. Du kan endre det for hvert intervju etterpå."),
    )

    def to_input(self) -> FordelInput:
        """Return what the service takes."""
        return FordelInput(Intervjuform(self.form.data), self.sted.data or "")


class GrunnForm(BaseForm):
    """A reason in words, for what is reopened or was not held."""

    grunn = TextAreaField(_("Grunn"), [DataRequired(_("Skriv en grunn.")), _LENGDE])


class SkarForm(BaseForm):
    """One criterion; everything may be empty in a draft."""

    valg = RadioField(
        _("Poeng"),
        [Optional()],
        choices=choices(
            [
                *((str(poeng), str(poeng)) for poeng in SKALA),
                *((mangel, _(MANGEL_TEKST[mangel])) for mangel in VALGBARE_MANGLER),
            ]
        ),
    )
    svar = TextAreaField(_("Hva søkeren svarte"), [_LENGDE])
    begrunnelse = TextAreaField(_("Begrunnelse for poengene"), [_LENGDE])


class FellesForm(BaseForm):
    """The panel's joint score of one criterion."""

    valg = RadioField(
        _("Felles poeng"),
        [Optional()],
        choices=choices([*((str(p), str(p)) for p in SKALA), (_INGEN, _("Ingen poeng"))]),
    )
    begrunnelse = TextAreaField(_("Begrunnelse"), [_LENGDE])


def make_skjema(inner: type[BaseForm], kompetanser: Sequence[tuple[int, str]]) -> type[BaseForm]:
    """Return a form with one inner form for each (kompetanse_id, name), named k<id>."""
    felter: dict[str, Any] = {f"k{id}": FormField(inner, navn) for id, navn in kompetanser}
    return type("Skjema", (BaseForm,), {"versjon": HiddenField(), **felter})


def label_fields(form: BaseForm) -> None:
    """Name the criterion in each inner label, so that a summary of errors can be understood."""
    for part in _parts(form):
        part.form.valg.label.text = gettext("Poeng: %(navn)s", navn=part.label.text)


def to_skarer(form: BaseForm) -> list[SkarInput]:
    """Return every criterion of a filled-in `SkarForm` skjema."""
    return [
        SkarInput(_id(part), *_score(part.form.valg.data), part.form.svar.data or "", _reason(part))
        for part in _parts(form)
    ]


def to_fellesskarer(form: BaseForm) -> list[FellesskarInput]:
    """Return every criterion of a filled-in `FellesForm` skjema."""
    return [
        FellesskarInput(_id(part), _score(part.form.valg.data)[0], _reason(part))
        for part in _parts(form)
    ]


def to_valg(poeng: int | None, mangel: Mangel | None) -> str | None:
    """Return the radio button of a stored score."""
    return str(poeng) if poeng is not None else mangel


def _score(valg: str | None) -> tuple[int | None, Mangel | None]:
    if not valg or valg == _INGEN:
        return None, None
    return (int(valg), None) if valg.isdigit() else (None, Mangel(valg))


def _reason(part: Any) -> str:
    return part.form.begrunnelse.data or ""


def _parts(form: BaseForm) -> list[Any]:
    return [field for field in form if isinstance(field, FormField)]


def _id(part: Any) -> int:
    return int(part.name.removeprefix("k"))


class GrenseForm(BaseForm):
    """Where the cut lines go; read from the address, so that a preview changes nothing."""

    innstilt = IntegerField(
        _("Innstilt fra og med"),
        [
            InputRequired(_("Skriv et tall.")),
            NumberRange(0, 101, _("Skriv et tall fra 0 til 101.")),
        ],
    )
    reserve = IntegerField(
        _("Reserve fra og med"),
        [
            InputRequired(_("Skriv et tall.")),
            NumberRange(0, 101, _("Skriv et tall fra 0 til 101.")),
        ],
    )


class UtfallForm(GrenseForm):
    """The grounds that go with the cut lines; `grunnlag` is the list that was previewed."""

    grunnlag = HiddenField()
    begrunnelse_innstilt = TextAreaField(_("Begrunnelse for å innstille"), [_LENGDE])
    begrunnelse_reserve = TextAreaField(
        _("Begrunnelse for reserve"), [_LENGDE], description=_("Sendes til søkerne.")
    )
    begrunnelse_avslag = TextAreaField(
        _("Begrunnelse for avslag"), [_LENGDE], description=_("Sendes til søkerne.")
    )

    def to_input(self) -> GrenseInput:
        """Return the lines and grounds as the service takes them."""
        return GrenseInput(
            self.innstilt.data,
            self.reserve.data,
            {
                Innstillingsutfall.INNSTILT: self.begrunnelse_innstilt.data or "",
                Innstillingsutfall.RESERVE: self.begrunnelse_reserve.data or "",
                Innstillingsutfall.AVSLAG: self.begrunnelse_avslag.data or "",
            },
            self.grunnlag.data or "",
        )


class InnstillForm(BaseForm):
    """One applicant's outcome; `versjon` is the outcome as it was read (0: none)."""

    versjon = HiddenField()
    utfall = RadioField(
        _("Utfall"),
        [InputRequired(_("Velg utfall."))],
        choices=choices((utfall, _(tekst)) for utfall, tekst in UTFALL_TEKST.items()),
    )
    begrunnelse = TextAreaField(
        _("Begrunnelse"),
        [DataRequired(_("Skriv en begrunnelse.")), _LENGDE],
        description=_("For saken. Bare Utdanningsdirektoratet ser den."),
    )
    til_soker = TextAreaField(
        _("Begrunnelse til søkeren"),
        [_LENGDE],
        description=_("Sendes til søkeren ved reserve og avslag. Tom: søkeren får teksten over."),
    )

    def to_input(self) -> tuple[Innstillingsutfall, str, str | None]:
        """Return outcome, grounds, and what the applicant is told (None: the grounds)."""
        utfall = Innstillingsutfall(self.utfall.data)
        return utfall, self.begrunnelse.data or "", self.til_soker.data or None
