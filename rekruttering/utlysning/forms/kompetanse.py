"""The form of a criterion with its part of the interview guide."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import FieldList, FormField, StringField
from wtforms.validators import DataRequired, InputRequired, NumberRange, Regexp

from rekruttering.felles.forms import BaseForm
from rekruttering.utlysning.forms import (
    Heltall,
    SeksjonForm,
    area_field,
    both,
    line_field,
    max_length,
    split,
)
from rekruttering.utlysning.rules import ANKERTRINN, MAX_VEKT
from rekruttering.utlysning.rules.definisjon import Kriterium, Sporsmal, Tospraklig


class SporsmalForm(BaseForm):
    """One question of the interview guide; the follow-ups are lines."""

    sporsmal_nb = area_field(_("Spørsmål på bokmål"))
    sporsmal_nn = area_field(_("Spørsmål på nynorsk"))
    oppfolging_nb = area_field(_("Oppfølgingsspørsmål på bokmål"))
    oppfolging_nn = area_field(_("Oppfølgingsspørsmål på nynorsk"))


class KompetanseForm(SeksjonForm):
    """One criterion, with its questions and an empty row for another."""

    kode = StringField(
        _("Kode"),
        [
            DataRequired(_("Skriv en kode.")),
            Regexp(r"^[a-z0-9_]+$", message=_("Bruk bare små bokstaver fra a til z og tall.")),
            max_length(40),
        ],
        description=_("Et kort navn som systemet bruker, for eksempel analyse."),
    )
    vekt = Heltall(
        _("Vekt"),
        [
            InputRequired(_("Skriv et tall.")),
            NumberRange(1, MAX_VEKT, _("Skriv et tall fra %(min)s til %(max)s.")),
        ],
        default=1,
    )
    navn_nb = line_field(_("Navn på bokmål"))
    navn_nn = line_field(_("Navn på nynorsk"))
    begrunnelse_nb = area_field(_("Begrunnelse på bokmål"))
    begrunnelse_nn = area_field(_("Begrunnelse på nynorsk"))
    sporsmal = FieldList(FormField(SporsmalForm, _("Spørsmål")), _("Spørsmål"), max_entries=20)
    anker_1_nb = area_field(_("Trinn 1 på bokmål"))
    anker_1_nn = area_field(_("Trinn 1 på nynorsk"))
    anker_3_nb = area_field(_("Trinn 3 på bokmål"))
    anker_3_nn = area_field(_("Trinn 3 på nynorsk"))
    anker_5_nb = area_field(_("Trinn 5 på bokmål"))
    anker_5_nn = area_field(_("Trinn 5 på nynorsk"))

    def add_empty(self) -> None:
        """Add the row for another question, unless the last one is empty."""
        entries = self.sporsmal.entries
        if not entries or _to_sporsmal(entries[-1].form):
            self.sporsmal.append_entry()

    @staticmethod
    def to_data(verdier: Kriterium) -> dict[str, Any]:
        """Return the fields' values."""
        anker = zip(ANKERTRINN, verdier.anker, strict=True)
        return {
            "kode": verdier.kode,
            "vekt": verdier.vekt,
            **split("navn", verdier.navn),
            **split("begrunnelse", verdier.begrunnelse),
            "sporsmal": [_sporsmal_data(sporsmal) for sporsmal in verdier.sporsmal],
            **{k: v for trinn, tekst in anker for k, v in split(f"anker_{trinn}", tekst).items()},
        }

    def to_input(self) -> Kriterium:
        """Return the validated values as the type the service takes."""
        rows = (_to_sporsmal(entry.form) for entry in self.sporsmal)
        return Kriterium(
            kode=str(self.kode.data),
            vekt=int(self.vekt.data or 0),
            navn=both(self, "navn"),
            begrunnelse=both(self, "begrunnelse"),
            sporsmal=tuple(sporsmal for sporsmal in rows if sporsmal),
            anker=tuple(both(self, f"anker_{trinn}") for trinn in ANKERTRINN),
        )


def _sporsmal_data(sporsmal: Sporsmal) -> dict[str, str]:
    return {
        **split("sporsmal", sporsmal.tekst),
        "oppfolging_nb": "\n".join(o.nb for o in sporsmal.oppfolging),
        "oppfolging_nn": "\n".join(o.nn for o in sporsmal.oppfolging),
    }


def _to_sporsmal(part: Any) -> Sporsmal | None:
    """Return a question, its follow-ups paired line by line; None for an empty row."""
    nb, nn = (
        [line.strip() for line in (part[f"oppfolging_{sprak}"].data or "").splitlines()]
        for sprak in ("nb", "nn")
    )
    longest = max(len(nb), len(nn))
    pairs = zip(nb + [""] * (longest - len(nb)), nn + [""] * (longest - len(nn)), strict=True)
    sporsmal = Sporsmal(both(part, "sporsmal"), tuple(Tospraklig(*p) for p in pairs if any(p)))
    return sporsmal if sporsmal != Sporsmal(Tospraklig("", ""), ()) else None
