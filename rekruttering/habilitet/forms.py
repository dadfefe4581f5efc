"""Forms of the register."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from rekruttering.felles.forms import BaseForm, choices
from rekruttering.habilitet.rules import MAKS_TEGN, OPEN, TILSTAND_TEKST, Tilstand
from rekruttering.habilitet.visning import Motpart, Utvalg

_SVAR = (
    (Tilstand.INGEN, _("Jeg har ingen tilknytning")),
    (Tilstand.MISTENKT, _("Jeg er usikker")),
    (Tilstand.ERKLART, _("Jeg er inhabil")),
)
_AVGJORELSE = (
    (Tilstand.AVKLART, _("Habil: tilknytningen har ikke noe å si")),
    (Tilstand.BEKREFTET, _("Inhabil: personen må holde seg unna")),
)


class ErklaringForm(BaseForm):
    """What a person says about the own tie to an applicant."""

    tilstand = RadioField(
        _("Har du en tilknytning til søkeren?"),
        [InputRequired(_("Velg ett av svarene."))],
        choices=choices(_SVAR),
    )
    grunn = TextAreaField(
        _("Hva består tilknytningen i?"),
        [Length(max=MAKS_TEGN, message=_("Skriv høyst 2000 tegn."))],
        description=_("Fyll ut hvis du er usikker eller inhabil."),
    )

    def to_input(self) -> tuple[Tilstand, str]:
        """Return the state and the reason; a reason without a tie is left out."""
        tilstand = Tilstand(self.tilstand.data)
        return tilstand, "" if tilstand is Tilstand.INGEN else self.grunn.data or ""


class AvgjorelseForm(BaseForm):
    """How a case is decided; `versjon` is the entry as it was read."""

    versjon = HiddenField()
    tilstand = RadioField(
        _("Avgjørelse"), [InputRequired(_("Velg ett av svarene."))], choices=choices(_AVGJORELSE)
    )
    begrunnelse = TextAreaField(
        _("Begrunnelse"),
        [
            DataRequired(_("Skriv en begrunnelse.")),
            Length(max=MAKS_TEGN, message=_("Skriv høyst 2000 tegn.")),
        ],
    )

    svar = TextAreaField(
        _("Svar til den som meldte fra"),
        [Length(max=MAKS_TEGN, message=_("Skriv høyst 2000 tegn."))],
        description=_("Sendes på e-post sammen med avgjørelsen. Begrunnelsen over sendes ikke."),
    )

    def to_input(self) -> tuple[Tilstand, str]:
        """Return the decision and its grounds."""
        return Tilstand(self.tilstand.data), self.begrunnelse.data or ""


class InnsigelseForm(BaseForm):
    """An objection: to whom, and what is known."""

    person = RadioField(_("Hvem gjelder det?"), [InputRequired(_("Velg en person."))], coerce=int)
    tekst = TextAreaField(
        _("Hva består tilknytningen i?"),
        [
            DataRequired(_("Skriv hva du vet.")),
            Length(max=MAKS_TEGN, message=_("Skriv høyst 2000 tegn.")),
        ],
    )

    def offer(self, personer: Mapping[int, str]) -> None:
        """Let these persons be chosen, by id."""
        self.person.choices = choices((str(id), navn) for id, navn in personer.items())


class RegisterForm(BaseForm):
    """The filter of the register; read from the address."""

    sok = StringField(_("Navn eller kommune"))
    tilstand = SelectField(
        _("Tilstand"),
        choices=choices(
            [
                ("", _("Alle meldte og avgjorte")),
                *((str(t), _(TILSTAND_TEKST[t])) for t in Tilstand if t not in OPEN),
            ]
        ),
    )
    motpart = SelectField(
        _("Tilknytning til"),
        choices=choices(
            [
                ("", _("Søkere og kommuner")),
                (str(Motpart.SOKER), _("Søkere")),
                (str(Motpart.KOMMUNE), _("Kommuner")),
            ]
        ),
    )

    def to_input(self) -> Utvalg:
        """Return the filter; what is not among the choices leaves nothing out."""
        tilstand, motpart = self.tilstand.data, self.motpart.data
        return Utvalg(
            self.sok.data or "",
            Tilstand(tilstand) if tilstand in list(Tilstand) else None,
            Motpart(motpart) if motpart in list(Motpart) else None,
        )
