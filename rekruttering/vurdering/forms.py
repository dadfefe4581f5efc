"""Forms of scores and outcomes."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from rekruttering.felles.forms import BaseForm, choices
from rekruttering.intervju.rules import MAKS_TEGN
from rekruttering.vurdering.rules import (
    ANBEFALING_TEKST,
    MANGEL_TEKST,
    SKALA,
    UTFALL_TEKST,
    VALGBARE_MANGLER,
    Anbefaling,
    Innstillingsutfall,
    Mangel,
)
from rekruttering.vurdering.service import FellesskarInput, GrenseInput, OvingskasusInput, SkarInput

_LENGDE = Length(max=MAKS_TEGN, message=_("Skriv høyst 4000 tegn."))
_LANG = Length(max=20_000, message=_("Skriv høyst 20 000 tegn."))
_TALL = [
    InputRequired(_("Skriv et tall.")),
    NumberRange(0, 101, _("Skriv et tall fra 0 til 101.")),
]
_INGEN = "ingen"


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


class OvingForm(BaseForm):
    """One criterion of the practice; what the applicant says stands in the text."""

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
    begrunnelse = TextAreaField(_("Begrunnelse for poengene"), [_LENGDE])


class OvingskasusForm(BaseForm):
    """The practice applicant; `versjon` is the practice as it was read (0: none)."""

    versjon = HiddenField()
    navn = StringField(
        _("Navn på øvingssøkeren"),
        [DataRequired(_("Skriv et navn.")), Length(max=100, message=_("Navnet er for langt."))],
        description=_("Et oppdiktet navn."),
    )
    tekst_nb = TextAreaField(
        _("Hva øvingssøkeren sier, på bokmål"), [DataRequired(_("Skriv teksten.")), _LANG]
    )
    tekst_nn = TextAreaField(
        _("Hva øvingssøkeren sier, på nynorsk"), [DataRequired(_("Skriv teksten.")), _LANG]
    )

    def to_input(self) -> OvingskasusInput:
        """Return the practice as the service takes it."""
        return OvingskasusInput(
            self.navn.data or "", self.tekst_nb.data or "", self.tekst_nn.data or ""
        )


class AnbefalingForm(BaseForm):
    """The panel's overall recommendation; `versjon` is the row as it was read (0: none)."""

    versjon = HiddenField()
    anbefaling = RadioField(
        _("Samlet anbefaling"),
        [InputRequired(_("Velg en anbefaling."))],
        choices=choices((kode, _(tekst)) for kode, tekst in ANBEFALING_TEKST.items()),
    )
    begrunnelse = TextAreaField(
        _("Begrunnelse"), [DataRequired(_("Skriv en begrunnelse.")), _LENGDE]
    )

    def to_input(self) -> tuple[Anbefaling, str]:
        """Return the recommendation and its grounds."""
        return Anbefaling(self.anbefaling.data), self.begrunnelse.data or ""


class GjenapneForm(BaseForm):
    """Why a locked scoring is opened again."""

    grunn = TextAreaField(_("Grunn"), [DataRequired(_("Skriv en grunn.")), _LENGDE])


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


def list_feil(form: BaseForm) -> list[str]:
    """Return every error of a filled-in skjema as a sentence with the criterion's name."""
    return [
        f"{part.label.text}: {error}"
        for part in _parts(form)
        for field in part.form
        for error in field.errors
    ]


def label_fields(form: BaseForm) -> None:
    """Name the criterion in each inner label, so that a summary of errors can be understood."""
    for part in _parts(form):
        part.form.valg.label.text = gettext("Poeng: %(navn)s", navn=part.label.text)


def to_skarer(form: BaseForm) -> list[SkarInput]:
    """Return every criterion of a filled-in `SkarForm` or `OvingForm` skjema."""
    return [
        SkarInput(_id(part), *_score(part.form.valg.data), _answer(part), _reason(part))
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


def _answer(part: Any) -> str:
    return (part.form.svar.data or "") if "svar" in part.form else ""


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
