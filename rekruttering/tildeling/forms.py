"""Forms of runs and decisions; shape only."""

from flask_babel import lazy_gettext as _
from wtforms import Form, HiddenField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from rekruttering.felles.forms import BaseForm, choices
from rekruttering.pulje.forms import WholeNumberField
from rekruttering.tildeling.rules import FRO, MAKS_SEKUNDER
from rekruttering.tildeling.rules.vedtak import MAKS_TEGN
from rekruttering.tildeling.vedtaksvisning import UTVALG_TEKST


class KjoringForm(BaseForm):
    """Settings of a run."""

    maks_sekunder = WholeNumberField(
        _("Hvor lenge kan den regne?"),
        [
            InputRequired(_("Skriv antall sekunder.")),
            NumberRange(*MAKS_SEKUNDER, _("Tiden må være fra 1 til 3600 sekunder.")),
        ],
        description=_("Den slutter før hvis den kan bevise at planen er best."),
        default=60,
    )
    fro = WholeNumberField(
        _("Startverdi"),
        [
            InputRequired(_("Skriv en startverdi.")),
            NumberRange(*FRO, _("Startverdien må være et helt tall fra 1.")),
        ],
        description=_("Samme oppgave med samme startverdi gir samme plan."),
        default=1,
    )


class VedtakForm(BaseForm):
    """A person's own words about a decision."""

    versjon = HiddenField()
    begrunnelse = TextAreaField(
        _("Begrunnelse"),
        [
            DataRequired(_("Skriv en begrunnelse med egne ord.")),
            Length(max=4000, message=_("Skriv høyst 4000 tegn.")),
        ],
    )

    @property
    def sett_versjon(self) -> int | None:
        """The version of the plan that the user saw, when the page said so."""
        seen = str(self.versjon.data or "")
        return int(seen) if seen.isascii() and seen.isdigit() else None


class ParvedtakForm(BaseForm):
    """Words for every chosen pair that differs and has none of its own."""

    ord = TextAreaField(
        _("Begrunnelse for de valgte som er annerledes enn forslaget"),
        [Length(max=MAKS_TEGN, message=_("Skriv høyst 4000 tegn."))],
        description=_("Gjelder de valgte parene som ikke har fått sin egen begrunnelse."),
    )


class UtvalgForm(Form):
    """Which pairs are shown; read from the address."""

    utvalg = SelectField(
        _("Vis"),
        [Optional()],
        choices=choices((each.value, _(tekst)) for each, tekst in UTVALG_TEKST.items()),
        validate_choice=False,
    )
