"""What a coordinator types about what happened; shape only."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from rekruttering.beredskap.rules import MAKS_TEGN, HendelseType
from rekruttering.beredskap.service import Gjelder
from rekruttering.felles.forms import BaseForm
from rekruttering.pulje.forms import WholeNumberField


class HvaOmForm(BaseForm):
    """A question «what if»; the choices are «type-id»."""

    hva = SelectField(_("Hva skjer?"), [InputRequired(_("Velg hva som skjer."))])

    def to_gjelder(self) -> Gjelder:
        """Return what was chosen."""
        return gjelder_of(str(self.hva.data))


def verdi_of(gjelder: Gjelder) -> str:
    """Return a choice as the form has it."""
    return f"{gjelder.type.value}-{gjelder.veileder_id or gjelder.puljekommune_id}"


def gjelder_of(verdi: str) -> Gjelder:
    """Return the choice that `verdi_of` wrote."""
    type, _dash, id = verdi.rpartition("-")
    kind = HendelseType(type)
    if kind is HendelseType.VEILEDER_UT:
        return Gjelder(kind, int(id))
    return Gjelder(kind, None, int(id))


class PrisForm(BaseForm):
    """What a change costs."""

    endring = WholeNumberField(
        _("Hva én endring teller"),
        [InputRequired(_("Skriv et helt tall."))],
        description=_(
            "Poeng for hver kommune en veileder mister. Høyere tall gir færre endringer, lavere "
            "tall gir kortere reiser og bedre par."
        ),
    )


class LukkForm(BaseForm):
    """Why nothing more is done."""

    begrunnelse = TextAreaField(
        _("Hvorfor lukker du hendelsen?"),
        [
            DataRequired(_("Skriv hvorfor du lukker hendelsen.")),
            Length(max=MAKS_TEGN, message=_("Teksten er for lang.")),
        ],
    )


class VelgForm(BaseForm):
    """The answer that the user saw."""

    analyse = HiddenField()
