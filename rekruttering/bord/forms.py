"""Forms of the board; shape only."""

from flask_babel import lazy_gettext as _
from wtforms import Form, HiddenField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Optional

from rekruttering.bord.rules import KJENNETEGN_TEKST, Filter, Visning, parse_tegn
from rekruttering.felles.forms import CheckboxGroupField, choices

SOK_MAKS = 100


class FilterForm(Form):
    """Which rows of a plan are shown, and how; read from the address."""

    sok = StringField(_("Kommune eller veileder"), [Optional()])
    fylke = SelectField(_("Fylke"), [Optional()], validate_choice=False)
    tegn = CheckboxGroupField(_("Vis bare"), [Optional()], validate_choice=False)
    visning = HiddenField()

    def fill(self, fylker: list[tuple[str, str]]) -> None:
        """Give the fields what can be chosen: fylke numbers and names."""
        self.fylke.choices = choices([("", _("Hele landet")), *fylker])
        marks = ((each.value, _(text)) for each, text in KJENNETEGN_TEKST.items())
        self.tegn.choices = choices(marks)

    def to_filter(self) -> Filter:
        """Return what is asked for; unknown words are left out."""
        known = {choice.value for choice in self.fylke.choices or ()}
        fylke = self.fylke.data or ""
        return Filter(
            sok=(self.sok.data or "").strip()[:SOK_MAKS],
            fylke=fylke if fylke in known else "",
            tegn=parse_tegn(self.tegn.data or ()),
        )

    def to_visning(self) -> Visning:
        """Return the view that is asked for; municipalities when the word is unknown."""
        word = self.visning.data or ""
        return Visning(word) if word in set(Visning) else Visning.KOMMUNER


class NyttParForm(Form):
    """Two veiledere and the municipalities of a new pair; read from the address."""

    k = SelectMultipleField(_("Kommuner"), [Optional()], coerce=int, validate_choice=False)
    v1 = SelectField(_("Den ene veilederen"), [Optional()], validate_choice=False)
    v2 = SelectField(_("Den andre veilederen"), [Optional()], validate_choice=False)
