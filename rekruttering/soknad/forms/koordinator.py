"""Forms of the coordinators: the list's filter, and grounds."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, StringField, TextAreaField

from rekruttering.felles.forms import BaseForm, choices
from rekruttering.kommune.models import Fylke
from rekruttering.soknad import rules
from rekruttering.soknad.forms import ListeField
from rekruttering.soknad.queries import SORTERING, Utvalg
from rekruttering.soknad.rules import SoknadStatus
from rekruttering.soknad.rules.overganger import MAKS_BEGRUNNELSE
from rekruttering.utlysning.rules import FORM_TEKST, Engasjementsform

E = TypeVar("E", bound=StrEnum)
_IN_LIST = {s: t for s, t in rules.STATUS_TEKST.items() if s is not SoknadStatus.KLADD}


def _any(texts: Mapping[Any, str], all_text: Any) -> list[Any]:
    return choices([("", all_text), *((str(code), _(text)) for code, text in texts.items())])


class UtvalgForm(BaseForm):
    """What the list shows."""

    sok = StringField(_("Søk i navn og arbeidsgiver"))
    gjenstar = ListeField(_("Gjenstår"), choices=_any(rules.GJENSTAR_TEKST, _("Alt")))
    status = ListeField(_("Status"), choices=_any(_IN_LIST, _("Alle")))
    bakgrunn = ListeField(_("Bakgrunn"), choices=_any(rules.BAKGRUNN_TEKST, _("Alle")))
    sprak = ListeField(_("Behersker"), choices=_any(rules.SPRAK_TEKST, _("Alle språk")))
    fylke = ListeField(_("Bor i"))
    form = ListeField(_("Engasjement"), choices=_any(FORM_TEKST, _("Alle")))

    def offer_fylker(self, fylker: list[Fylke]) -> None:
        """Let these fylker be chosen."""
        offered = [(fylke.fylkesnummer, fylke.navn) for fylke in fylker]
        self.fylke.choices = choices([("", _("Hele landet")), *offered])

    def to_utvalg(self, sorter: str = "", retning: str = "") -> Utvalg:
        """Return the filter; what is not known is left out."""
        return Utvalg(
            status=_find(SoknadStatus, self.status.data),
            bakgrunn=_find(rules.Bakgrunn, self.bakgrunn.data),
            sprak=_find(rules.Sprak, self.sprak.data),
            fylkesnummer=self.fylke.data or "",
            form=_find(Engasjementsform, self["form"].data),
            gjenstar=_find(rules.Gjenstar, self.gjenstar.data),
            sok=(self.sok.data or "")[:200],
            sorter=sorter if sorter in SORTERING else "",
            synkende=retning == "desc",
        )


class BegrunnelseForm(BaseForm):
    """Grounds of a decision; whether they are needed is decided by the rules."""

    begrunnelse = TextAreaField(_("Begrunnelse"), render_kw={"data-maks": MAKS_BEGRUNNELSE})


class SamtykkeForm(BaseForm):
    """What an applicant states when sending in."""

    samtykke = BooleanField(
        _("Jeg har lest hvordan opplysningene blir brukt, og det jeg har skrevet, er riktig.")
    )


def _find(kind: type[E], value: str | None) -> E | None:
    return kind(value) if value in [member.value for member in kind] else None
